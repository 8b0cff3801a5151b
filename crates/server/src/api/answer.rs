//! Failures as HTTP answers.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use menhu_protocol::{Code, Failure, Retry};
use serde::Serialize;

/// A failure on its way out, as JSON with the status that fits.
#[derive(Debug)]
pub struct Refusal(pub Failure);

/// What a call answers with.
pub(super) type Answer<T> = Result<Json<T>, Refusal>;

pub(super) fn answer<T: Serialize>(done: Result<T, Failure>) -> Answer<T> {
    done.map(Json).map_err(Refusal)
}

/// The HTTP status of a failure; programs read the code, proxies and logs read this.
pub fn status_of(failure: &Failure) -> StatusCode {
    match failure.code {
        Code::BadRequest => StatusCode::BAD_REQUEST,
        Code::Malformed
        | Code::PhoneForeign
        | Code::CodeWrong
        | Code::CertificateWrong
        | Code::RecoveryWrong
        | Code::CaptchaWrong
        | Code::AnswerWrong
        | Code::PasswordWeak
        | Code::PasswordsDiffer => StatusCode::UNPROCESSABLE_ENTITY,
        Code::PasswordWrong
        | Code::SessionEnded
        | Code::SignedOut
        | Code::ProofNonce
        | Code::ProofWrong => StatusCode::UNAUTHORIZED,
        Code::Slow | Code::CodeTooSoon | Code::CodeBudget => StatusCode::TOO_MANY_REQUESTS,
        Code::Busy | Code::SmsDown | Code::MailDown => StatusCode::SERVICE_UNAVAILABLE,
        Code::CodeExpired | Code::CodeSpent | Code::LinkOver | Code::AttemptOver => {
            StatusCode::GONE
        }
        Code::PhoneUnknown
        | Code::NotActivated
        | Code::PhoneOfAnother
        | Code::PhoneTaken
        | Code::MailTaken
        | Code::LastChannel
        | Code::PasswordMustChange
        | Code::ProofOld
        | Code::PhoneMissing
        | Code::Disputed
        | Code::ConsentMissing
        | Code::OutOfOrder => StatusCode::CONFLICT,
        Code::NotFound => StatusCode::NOT_FOUND,
        // Trouble that passes says when; anything else is a fault of ours.
        _ if failure.retry != Retry::No => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = status_of(&self.0);
        let mut response = (status, Json(&self.0)).into_response();
        let headers = response.headers_mut();
        if let Retry::After(seconds) = self.0.retry {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        let challenge = match self.0.code {
            Code::ProofNonce => Some(r#"DPoP error="use_dpop_nonce""#),
            Code::ProofWrong => Some(r#"DPoP error="invalid_dpop_proof""#),
            Code::SessionEnded | Code::SignedOut => Some(r#"DPoP error="invalid_token""#),
            _ => None,
        };
        if let Some(challenge) = challenge {
            let challenge = HeaderValue::from_static(challenge);
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

/// No such call, or not by this method.
pub(super) async fn not_found() -> Refusal {
    Refusal(Code::NotFound.into())
}
