//! `serve`: listening, what runs in the background, and a quiet end.

mod background;
mod door;
mod files;
mod proxy;

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum_server::Handle;
use axum_server::accept::DefaultAcceptor;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};

use self::door::{Door, Hall};
use crate::config::here;
use crate::outside::{SystemClock, SystemDice};
use crate::router::router;
use crate::{Campus, Config};

/// A first byte or a header that takes longer than this is an attack (security.md S-13).
const PATIENCE: Duration = Duration::from_secs(10);
/// An HTTP/2 connection that says nothing is asked whether anybody is there this often.
const PING: Duration = Duration::from_secs(15);
/// What is running may finish for so long after SIGTERM.
const FAREWELL: Duration = Duration::from_secs(15);

/// Serves until SIGTERM or Ctrl-C. Prints `listening on …` when it can be reached.
///
/// # Errors
/// The address is taken, the certificate cannot be read, the campus cannot be opened.
pub async fn run(mut config: Config) -> anyhow::Result<()> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let listener =
        TcpListener::bind(config.listen).with_context(|| format!("listen: {}", config.listen))?;
    listener.set_nonblocking(true)?;
    let bound = listener.local_addr()?;
    if !config.origin_is_set {
        config.origin = here(bound.port())?;
    }
    refuse_open_http(&config, bound)?;
    let tls = match &config.tls {
        Some(tls) => Some(
            RustlsConfig::from_pem_file(&tls.cert, &tls.key)
                .await
                .with_context(|| format!("tls: {}", tls.cert.display()))?,
        ),
        None => None,
    };
    let campus = Campus::open(config, Arc::new(SystemClock), Arc::new(SystemDice)).await?;
    let handle = Handle::new();
    tokio::spawn(farewell(handle.clone()));
    let mut background = background::start(&campus);
    let service = entrance(&campus).into_make_service_with_connect_info::<SocketAddr>();
    let hall = Hall::of(files::places(), &campus.config.behind_proxy);
    let scheme = if tls.is_some() { "https" } else { "http" };
    println!("listening on {scheme}://{bound}");
    tracing::info!(origin = %campus.config.origin, books = campus.books.kind(), "serving");
    match tls {
        Some(tls) => {
            let inner = RustlsAcceptor::new(tls).handshake_timeout(PATIENCE);
            let mut server = axum_server::from_tcp(listener)?
                .acceptor(Door {
                    inner,
                    hall,
                    patience: PATIENCE,
                })
                .handle(handle);
            bound_headers(server.http_builder(), PATIENCE);
            server.serve(service).await?;
        }
        None => {
            let mut server = axum_server::from_tcp(listener)?
                .acceptor(Door {
                    inner: DefaultAcceptor::new(),
                    hall,
                    patience: PATIENCE,
                })
                .handle(handle);
            bound_headers(server.http_builder(), PATIENCE);
            server.serve(service).await?;
        }
    }
    background.abort_all();
    campus.books.close().await;
    Ok(())
}

/// The routes; behind a proxy and without TLS of our own, for the proxy alone.
fn entrance(campus: &Campus) -> Router {
    let routes = router(campus.clone());
    if campus.config.tls.is_some() || campus.config.behind_proxy.is_empty() {
        return routes;
    }
    routes.layer(from_fn_with_state(campus.clone(), proxy::only))
}

fn bound_headers(
    builder: &mut hyper_util::server::conn::auto::Builder<hyper_util::rt::TokioExecutor>,
    patience: Duration,
) {
    builder
        .http1()
        .timer(hyper_util::rt::TokioTimer::new())
        .header_read_timeout(patience);
    builder
        .http2()
        .timer(hyper_util::rt::TokioTimer::new())
        .keep_alive_interval(PING);
}

/// Passwords never cross a network in the clear (design.md §5): plain HTTP is for this machine, or for a
/// proxy that was named.
fn refuse_open_http(config: &Config, bound: SocketAddr) -> anyhow::Result<()> {
    anyhow::ensure!(
        config.tls.is_some() || bound.ip().is_loopback() || !config.behind_proxy.is_empty(),
        "listen: {bound} would be plain HTTP for everybody; set tls {{ cert, key }}, or name the \
         proxy by --behind-proxy, or listen on 127.0.0.1"
    );
    Ok(())
}

async fn farewell(handle: Handle<SocketAddr>) {
    let interrupted = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    let ended = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let ended = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = ended => {}
    }
    handle.graceful_shutdown(Some(FAREWELL));
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;
    use std::sync::Arc;

    use axum::body::{Body, to_bytes};
    use axum::extract::connect_info::MockConnectInfo;
    use axum::http::{Request, StatusCode};
    use menhu_testkit::{HandClock, SeededDice};
    use tower::ServiceExt as _;

    use super::entrance;
    use crate::{Campus, Config};

    #[tokio::test]
    async fn plain_http_behind_a_proxy_answers_the_proxy_and_this_machine_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut config = Config::demo(folder.path()).expect("a configuration");
        config.behind_proxy = vec!["10.0.0.0/8".parse().expect("a block")];
        let clock = Arc::new(HandClock::default());
        let campus = Campus::open(config, clock, Arc::new(SeededDice::new(7))).await;
        let campus = campus.expect("a campus");
        let desk = campus.config.campus.desk.phone.clone();
        let origin = campus.config.origin.origin();
        let routes = entrance(&campus);
        for (peer, status) in [
            ("10.1.2.3:1", StatusCode::OK),
            ("127.0.0.1:1", StatusCode::OK),
            ("[::ffff:10.1.2.3]:1", StatusCode::OK),
            ("203.0.113.9:1", StatusCode::FORBIDDEN),
        ] {
            let from: SocketAddr = peer.parse().expect("an address");
            let request = Request::get("/healthz").header("x-forwarded-for", "10.0.0.1");
            let request = request.body(Body::empty()).expect("a request");
            let answer = routes.clone().layer(MockConnectInfo(from)).oneshot(request);
            let answer = answer.await.expect("infallible");
            assert_eq!(answer.status(), status, "{peer}");
            if status == StatusCode::FORBIDDEN {
                let said = to_bytes(answer.into_body(), usize::MAX).await;
                let said = String::from_utf8(said.expect("a body").to_vec()).expect("text");
                assert_eq!(said.matches(&desk).count(), 2, "in both languages: {said}");
                assert_eq!(said.matches(&origin).count(), 2, "{said}");
            }
        }
    }
}
