//! The campus API without our client: for races and for requests no honest client sends.

use anyhow::Result;
use menhu_protocol::Failure;
use menhu_protocol::api::Call;
use reqwest::StatusCode;

/// What came back: the reply, or the failure with its status.
pub type Answer<R> = std::result::Result<R, (StatusCode, Failure)>;

/// One call at `origin`, without a proof.
///
/// # Errors
/// When there was no answer, or one that is neither a reply nor a failure.
pub async fn call<C: Call>(
    http: &reqwest::Client,
    origin: &str,
    ask: &C,
) -> Result<Answer<C::Reply>> {
    let answer = http
        .post(format!("{origin}{}", C::PATH))
        .json(ask)
        .send()
        .await?;
    let status = answer.status();
    let body = answer.bytes().await?;
    if status.is_success() {
        return Ok(Ok(serde_json::from_slice(&body)?));
    }
    Ok(Err((status, serde_json::from_slice(&body)?)))
}
