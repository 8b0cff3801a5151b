//! The campus's own texts, plain, one paragraph a line.

use menhu_protocol::values::CampusAddress;
use menhu_protocol::{Code, Failure, TextRef};
use reqwest::Url;

use super::wire::Wire;

/// The text's body in a language (`zh-CN` is the campus's own, the rest by `?lang=`). With `from`,
/// only what changed since that version.
///
/// # Errors
/// `captive_portal` for a page in its place, `server_fault`, and those of a request.
pub(crate) async fn text_read(
    wire: &Wire,
    address: &CampusAddress,
    text: &TextRef,
    english: bool,
    from: Option<&str>,
) -> Result<String, Failure> {
    let mut url = Url::parse(&format!("{}{}", address.origin(), text.path))
        .map_err(|_| Failure::new(Code::CampusUnreadable))?;
    if english {
        url.query_pairs_mut().append_pair("lang", "en");
    }
    if let Some(version) = from {
        url.query_pairs_mut().append_pair("from", version);
    }
    let answer = wire.send(address, wire.client(address)?.get(url)).await?;
    if answer.status.is_redirection() || (answer.status.is_success() && answer.is_html()) {
        return Err(Code::CaptivePortal.into());
    }
    if !answer.status.is_success() {
        return Err(Code::ServerFault.into());
    }
    String::from_utf8(answer.body).map_err(|_| Code::ServerFault.into())
}
