//! The one factory of HTTP clients, and the request all others are made of.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, Once, OnceLock, PoisonError};
use std::time::Duration;

use menhu_protocol::api::NONCE_HEADER;
use menhu_protocol::values::CampusAddress;
use menhu_protocol::{Clock, Code, Failure};
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::{Client, RequestBuilder, Response, StatusCode, redirect};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::time_provider::TimeProvider;

use super::fault;

/// Until a connection stands. A phone on a slow network needs about three round trips of 2 s
/// (security.md C-07).
const CONNECT_LONGEST: Duration = Duration::from_secs(10);
/// Until an answer is whole; then the page says that the campus cannot be reached.
const CALL_LONGEST: Duration = Duration::from_secs(15);
/// A connection that was idle so long may have been cut without a word (security.md C-06).
const IDLE_LONGEST: Duration = Duration::from_secs(30);
/// Largest answer that is read, bytes: a manifest or a text of the campus is a few kilobytes.
const ANSWER_LARGEST: usize = 1024 * 1024;

/// Every request of the app goes through here. Making one opens nothing: the clients are built at
/// the first request, which comes after consent.
pub(crate) struct Wire {
    user_agent: String,
    extra_roots: Vec<String>,
    clock: Arc<dyn Clock>,
    /// To campuses: TLS only.
    outer: OnceLock<Client>,
    /// To this machine: demo and tests, plain HTTP allowed, never through a proxy.
    loopback: OnceLock<Client>,
    /// The newest nonce of each origin (RFC 9449 §8).
    nonces: Mutex<HashMap<String, String>>,
}

/// An answer, read whole.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    /// Without parameters, lower case; empty when there is none.
    pub(crate) media: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn is_html(&self) -> bool {
        self.media == "text/html"
            || self.media == "application/xhtml+xml"
            || self.body.trim_ascii_start().first() == Some(&b'<')
    }
}

impl Wire {
    /// `version` becomes the user agent, `Menhu/VERSION` and nothing about the device or person.
    pub(crate) fn new(version: &str, extra_roots: Vec<String>, clock: Arc<dyn Clock>) -> Self {
        Self {
            user_agent: format!("Menhu/{version}"),
            extra_roots,
            clock,
            outer: OnceLock::new(),
            loopback: OnceLock::new(),
            nonces: Mutex::new(HashMap::new()),
        }
    }

    /// The client for an address.
    pub(crate) fn client(&self, address: &CampusAddress) -> Result<&Client, Failure> {
        let loopback = address.is_loopback();
        let slot = if loopback {
            &self.loopback
        } else {
            &self.outer
        };
        if let Some(client) = slot.get() {
            return Ok(client);
        }
        let client = self.build(loopback).map_err(|error| {
            tracing::error!(%error, "no HTTP client can be made");
            Failure::new(Code::Insecure)
        })?;
        Ok(slot.get_or_init(|| client))
    }

    fn build(&self, loopback: bool) -> Result<Client, Box<dyn std::error::Error + Send + Sync>> {
        let mut builder = Client::builder()
            .user_agent(&self.user_agent)
            .connect_timeout(CONNECT_LONGEST)
            .timeout(CALL_LONGEST)
            .pool_idle_timeout(IDLE_LONGEST)
            .redirect(redirect::Policy::none())
            .referer(false)
            .https_only(!loopback);
        if loopback {
            builder = builder.no_proxy();
        }
        Ok(builder.tls_backend_preconfigured(self.tls()?).build()?)
    }

    /// TLS by the system's rules and roots, the campus's own roots beside them, and our clock.
    fn tls(&self) -> Result<rustls::ClientConfig, Box<dyn std::error::Error + Send + Sync>> {
        provider_install();
        let extra = self
            .extra_roots
            .iter()
            .flat_map(|pem| CertificateDer::pem_slice_iter(pem.as_bytes()))
            .collect::<Result<Vec<_>, _>>()?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = rustls::ClientConfig::builder_with_details(
            Arc::clone(&provider),
            Arc::new(CertificateTime(Arc::clone(&self.clock))),
        )
        .with_safe_default_protocol_versions()?;
        // Android's verifier needs a Java half that panics when it is not there (ecosystem.md T1).
        #[cfg(target_os = "android")]
        let mut tls = {
            let mut roots = rustls::RootCertStore::empty();
            roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
            for certificate in extra {
                roots.add(certificate)?;
            }
            builder.with_root_certificates(roots).with_no_client_auth()
        };
        #[cfg(not(target_os = "android"))]
        let mut tls = {
            use rustls_platform_verifier::Verifier;
            // Most devices have no roots but the system's, and no use for a second store beside it.
            let verifier = if extra.is_empty() {
                Verifier::new(provider)?
            } else {
                Verifier::new_with_extra_roots(extra, provider)?
            };
            builder
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(verifier))
                .with_no_client_auth()
        };
        tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(tls)
    }

    /// Sends, reads the whole answer, and keeps the nonce that came with it.
    ///
    /// # Errors
    /// The failures of [`fault::of`]; an answer that is too large is `server_fault`.
    pub(crate) async fn send(
        &self,
        address: &CampusAddress,
        request: RequestBuilder,
    ) -> Result<Answer, Failure> {
        let mut response = request.send().await.map_err(|error| fault::of(&error))?;
        self.nonce_keep(address, response.headers());
        let status = response.status();
        let media = response
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .map(|media| media.trim().to_ascii_lowercase())
            .unwrap_or_default();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| fault::of(&error))? {
            if body.len() + chunk.len() > ANSWER_LARGEST {
                tracing::warn!(status = status.as_u16(), "the answer is too large");
                return Err(Code::ServerFault.into());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer {
            status,
            media,
            body,
        })
    }

    /// Sends a request whose answer is too large to be read whole.
    ///
    /// # Errors
    /// As [`Self::send`].
    pub(crate) async fn begin(&self, request: RequestBuilder) -> Result<Response, Failure> {
        request.send().await.map_err(|error| fault::of(&error))
    }

    /// The next piece of such an answer; `None` after the last.
    ///
    /// # Errors
    /// As [`Self::send`].
    pub(crate) async fn chunk(&self, response: &mut Response) -> Result<Option<Vec<u8>>, Failure> {
        let chunk = response.chunk().await.map_err(|error| fault::of(&error))?;
        Ok(chunk.map(Into::into))
    }

    /// The newest nonce of the campus, if it gave one.
    pub(crate) fn nonce(&self, address: &CampusAddress) -> Option<String> {
        self.nonces
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&address.origin())
            .cloned()
    }

    fn nonce_keep(&self, address: &CampusAddress, headers: &HeaderMap) {
        let nonce = headers.get(NONCE_HEADER).and_then(|v| v.to_str().ok());
        if let Some(nonce) = nonce {
            self.nonces
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(address.origin(), nonce.to_owned());
        }
    }
}

/// Installs ring once for everybody in the process who asks rustls for its default (matrix-sdk will).
fn provider_install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Somebody else's provider is as good; ours is named explicitly where we use it.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}

/// Certificates are held against the core's clock, so that a test can set the device's date.
struct CertificateTime(Arc<dyn Clock>);

impl fmt::Debug for CertificateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CertificateTime")
    }
}

impl TimeProvider for CertificateTime {
    fn current_time(&self) -> Option<UnixTime> {
        let millis = u64::try_from(self.0.now()).ok()?;
        Some(UnixTime::since_unix_epoch(Duration::from_millis(millis)))
    }
}
