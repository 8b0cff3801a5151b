//! What a request that got no answer means for the person.

use std::error::Error;

use menhu_protocol::{Code, Failure, Retry};
use rustls::CertificateError;

/// `offline`, `clock_wrong` (the certificate's dates and this device's date do not fit), `insecure`
/// (any other fault of TLS).
pub(super) fn of(error: &reqwest::Error) -> Failure {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(tls) = tls_error(error) {
            tracing::info!(error = %tls, "TLS refused");
            return of_tls(tls);
        }
        cause = error.source();
    }
    // The text of a reqwest error may hold the address; addresses of ours hold no secret, but a
    // log without them is as good.
    tracing::info!(
        timeout = error.is_timeout(),
        connect = error.is_connect(),
        "no answer"
    );
    Failure::new(Code::Offline).retry(Retry::Now)
}

/// rustls hides its errors inside `std::io::Error`s, which do not name them as their source.
fn tls_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    if let Some(tls) = error.downcast_ref::<rustls::Error>() {
        return Some(tls);
    }
    let inner = error.downcast_ref::<std::io::Error>()?.get_ref()?;
    inner.downcast_ref::<rustls::Error>()
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
