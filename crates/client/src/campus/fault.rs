//! What a request that got no answer means for the person.

use std::error::Error;

use menhu_protocol::{Code, Failure, Retry};
use rustls::CertificateError;

/// `offline`, `clock_wrong` (the certificate's dates and this device's date do not fit), `insecure`
/// (any other fault of TLS).
pub(super) fn of(error: &reqwest::Error) -> Failure {
    if let Some(tls) = tls_error(error) {
        tracing::info!(error = %tls, "TLS refused");
        return of_tls(tls);
    }
    // Without the text of the error, which holds the address.
    tracing::info!(
        timeout = error.is_timeout(),
        connect = error.is_connect(),
        "no answer"
    );
    Failure::new(Code::Offline).retry(Retry::Now)
}

/// The rustls error behind an error. It hides in `std::io::Error`s inside each other, which name the
/// source of what they hold and not what they hold.
fn tls_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    if let Some(tls) = error.downcast_ref::<rustls::Error>() {
        return Some(tls);
    }
    let held = error
        .downcast_ref::<std::io::Error>()
        .and_then(std::io::Error::get_ref);
    match held {
        Some(held) => tls_error(held),
        None => error.source().and_then(tls_error),
    }
}

fn of_tls(error: &rustls::Error) -> Failure {
    match error {
        rustls::Error::InvalidCertificate(
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. },
        )
        // No date at all: the device says a year before 1970.
        | rustls::Error::FailedToGetCurrentTime => Code::ClockWrong.into(),
        _ => Code::Insecure.into(),
    }
}
