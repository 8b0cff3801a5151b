//! The body of a call: JSON of at most 64 kB, or a failure that names the field.

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use menhu_protocol::api::Call;
use menhu_protocol::values::{
    AccountName, CertificateNumber, MailAddress, Malformed, Phone, PhoneCode,
};
use menhu_protocol::{Code, Failure, Field};
use serde_json::Value;

use super::Refusal;
use super::guard::LARGEST_BODY;

/// A call that could be read.
pub(super) struct Ask<C>(pub C);

impl<C: Call, S: Send + Sync> FromRequest<S> for Ask<C> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Refusal> {
        let refused = |code: Code| Refusal(code.into());
        let is_json = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .is_some_and(|media| media.trim().eq_ignore_ascii_case("application/json"));
        if !is_json {
            return Err(refused(Code::BadRequest));
        }
        // `guard::heard` has read it and knows its size.
        let body = to_bytes(request.into_body(), LARGEST_BODY)
            .await
            .map_err(|_| refused(Code::BadRequest))?;
        // serde reads a list as the fields in their order: two writers of one call would not agree what it
        // says (security.md RC-5).
        if body.trim_ascii_start().first() != Some(&b'{') {
            return Err(refused(Code::BadRequest));
        }
        serde_json::from_slice(&body)
            .map(Self)
            .map_err(|_| Refusal(blamed(&body)))
    }
}

/// What is wrong with a text a person typed.
type Check = fn(&str) -> Option<Malformed>;

/// Which field of a body is no value of ours; `bad_request` when it is none of those people type.
fn blamed(body: &[u8]) -> Failure {
    let Ok(Value::Object(fields)) = serde_json::from_slice::<Value>(body) else {
        return Code::BadRequest.into();
    };
    let typed: [(&str, Field, Check); 5] = [
        ("account", Field::Account, |t| AccountName::parse(t).err()),
        ("phone", Field::Phone, |t| Phone::parse(t).err()),
        ("code", Field::Code, |t| PhoneCode::parse(t).err()),
        ("certificate", Field::Certificate, |t| {
            CertificateNumber::parse(t).err()
        }),
        ("mail", Field::Mail, |t| MailAddress::parse(t).err()),
    ];
    typed
        .into_iter()
        .find_map(|(name, field, wrong)| {
            let text = fields.get(name)?.as_str()?;
            wrong(text).map(|why| Failure::malformed(field, why))
        })
        .unwrap_or_else(|| Code::BadRequest.into())
}

#[cfg(test)]
mod tests {
    use menhu_protocol::values::Malformed;
    use menhu_protocol::{Code, Field};

    use super::blamed;

    #[test]
    fn the_field_that_is_wrong_is_named() {
        let failure = blamed(br#"{"attempt":"x","phone":"1380013800"}"#);
        assert_eq!(failure.code, Code::Malformed);
        assert_eq!(failure.field, Some(Field::Phone));
        assert_eq!(failure.malformed, Some(Malformed::Short));
    }

    #[test]
    fn what_no_person_typed_is_a_bad_request() {
        let deep = "[".repeat(10_000);
        let deep_value = format!(r#"{{"phone":{}1{}}}"#, "[".repeat(9000), "]".repeat(9000));
        for body in [
            "",
            "null",
            "[]",
            "{",
            "\u{feff}{}",
            r#"{"phone":13800138000}"#,
            r#"{"phone":["13800138000"]}"#,
            deep.as_str(),
            deep_value.as_str(),
        ] {
            assert_eq!(blamed(body.as_bytes()).code, Code::BadRequest, "{body:.20}");
        }
        assert_eq!(blamed(&[0xff, 0xfe]).code, Code::BadRequest);
    }
}
