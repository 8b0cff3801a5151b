//! `serve`: listening, what runs in the background, and a quiet end.

mod background;

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;

use crate::config::here;
use crate::outside::{SystemClock, SystemDice};
use crate::router::router;
use crate::{Campus, Config};

/// A header that trickles in longer than this is an attack (security.md S-13).
const HEADERS: Duration = Duration::from_secs(10);
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
    let service = router(campus.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let scheme = if tls.is_some() { "https" } else { "http" };
    println!("listening on {scheme}://{bound}");
    tracing::info!(origin = %campus.config.origin, books = campus.books.kind(), "serving");
    match tls {
        Some(tls) => {
            let mut server = axum_server::from_tcp_rustls(listener, tls)?.handle(handle);
            bound_headers(server.http_builder());
            server.serve(service).await?;
        }
        None => {
            let mut server = axum_server::from_tcp(listener)?.handle(handle);
            bound_headers(server.http_builder());
            server.serve(service).await?;
        }
    }
    background.abort_all();
    campus.books.close().await;
    Ok(())
}

fn bound_headers(
    builder: &mut hyper_util::server::conn::auto::Builder<hyper_util::rt::TokioExecutor>,
) {
    builder
        .http1()
        .timer(hyper_util::rt::TokioTimer::new())
        .header_read_timeout(HEADERS);
    builder
        .http2()
        .timer(hyper_util::rt::TokioTimer::new())
        .keep_alive_interval(FAREWELL);
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
