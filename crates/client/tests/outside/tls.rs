//! Over real TLS: the device's date, and certificates that are not the campus's.

use std::net::SocketAddr;
use std::sync::Arc;

use menhu_protocol::Code;
use menhu_protocol::ipc::{self, Event};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::PrivateKeyDer;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::around::{App, Device};
use crate::campus::Campus;

const DAY_S: i64 = 24 * 3600;

struct Doors {
    tcp: TcpListener,
    tls: TlsAcceptor,
}

impl axum::serve::Listener for Doors {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let Ok((stream, address)) = self.tcp.accept().await else {
                continue;
            };
            // A client that does not like the certificate hangs up here.
            if let Ok(stream) = self.tls.accept(stream).await {
                return (stream, address);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.tcp.local_addr()
    }
}

/// A campus with a CA of its own, its certificate good in November and December 2026; and the CA.
async fn campus(host: &str) -> (Campus, String) {
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority_key = KeyPair::generate().unwrap();
    let root = authority.self_signed(&authority_key).unwrap();
    let issuer = Issuer::new(authority, authority_key);
    let mut leaf = CertificateParams::new(vec![host.to_owned()]).unwrap();
    leaf.not_before = date_time_ymd(2026, 11, 1);
    leaf.not_after = date_time_ymd(2026, 12, 31);
    let leaf_key = KeyPair::generate().unwrap();
    let certificate = leaf.signed_by(&leaf_key, &issuer).unwrap();

    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivateKeyDer::try_from(leaf_key.serialize_der()).unwrap(),
        )
        .unwrap();
    let tcp = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let campus = Campus::new_unopened();
    let port = tcp.local_addr().unwrap().port();
    campus.named(&format!("https://localhost:{port}"));
    let doors = Doors {
        tcp,
        tls: TlsAcceptor::from(Arc::new(tls)),
    };
    let router = campus.router();
    tokio::spawn(async move { axum::serve(doors, router).await });
    (campus, root.pem())
}

async fn find(app: &App, campus: &Campus) -> Result<(), Code> {
    let text = format!("{}/r", campus.origin());
    let found = app.ask(ipc::CampusFind { text }).await;
    found.map(|_| ()).map_err(|failure| failure.code)
}

fn device(root: &str) -> Device {
    Device {
        roots: vec![root.to_owned()],
        ..Device::default()
    }
}

#[tokio::test]
async fn inside_the_certificates_dates_a_wrong_clock_does_not_matter() {
    let (campus, root) = campus("localhost").await;
    for days in [-19, 0, 39] {
        let device = device(&root);
        device.clock.forward_s(days * DAY_S);
        let app = device.start();
        app.consent().await;
        campus.adopt(&app).await;
        assert!(campus.sign_in(&app).await.kept, "{days} days off");
        let home = app.ask(ipc::HomeRead { fresh: true }).await.expect("home");
        assert_eq!(home.stale, None, "{days} days off");
    }
}

#[tokio::test]
async fn outside_them_the_date_is_named_and_nobody_is_signed_out() {
    let (campus, root) = campus("localhost").await;
    let device = device(&root);
    let app = device.start();
    app.consent().await;
    campus.adopt(&app).await;
    campus.sign_in(&app).await;
    for days in [-400, 400, 10 * 365] {
        device.clock.forward_s(days * DAY_S);
        let app = device.start();
        assert_eq!(
            find(&app, &campus).await,
            Err(Code::ClockWrong),
            "{days} days off"
        );
        let home = app.ask(ipc::HomeRead { fresh: true }).await.expect("home");
        assert_eq!(home.stale.map(|f| f.code), Some(Code::ClockWrong));
        device.clock.forward_s(-days * DAY_S);
    }
    let app = device.start();
    assert!(app.started().await.signed_in);
    let home = app.ask(ipc::HomeRead { fresh: true }).await.expect("home");
    assert_eq!(home.stale, None);
    assert_eq!(device.heard(&Event::SignedOut), 0);
}

#[tokio::test]
async fn a_certificate_of_somebody_else_is_no_campus() {
    let (campus, root) = campus("other.example.edu.cn").await;
    let named = device(&root);
    let app = named.start();
    app.consent().await;
    assert_eq!(
        find(&app, &campus).await,
        Err(Code::Insecure),
        "another name"
    );
    let stranger = Device::default();
    let app = stranger.start();
    app.consent().await;
    assert_eq!(find(&app, &campus).await, Err(Code::Insecure), "another CA");
    assert!(campus.books().requests.is_empty(), "no request got through");
}

#[tokio::test]
async fn plain_http_where_tls_is_due_is_insecure() {
    let plain = Campus::open().await;
    let device = Device::default();
    let app = device.start();
    app.consent().await;
    let text = plain
        .origin()
        .replace("http://127.0.0.1", "https://localhost");
    let found = app.ask(ipc::CampusFind { text }).await;
    assert_eq!(found.map_err(|f| f.code).err(), Some(Code::Insecure));
    assert!(plain.books().requests.is_empty());
}
