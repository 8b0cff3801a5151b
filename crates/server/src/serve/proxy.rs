//! Plain HTTP behind a proxy is for the proxy: whoever else reaches it would send a password in the
//! clear (design.md §5).

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use menhu_words::Tongue;

use crate::Campus;

/// 403 with the campus's own address and the desk's telephone for peers that are neither a proxy of ours nor this machine.
pub(super) async fn only(
    State(campus): State<Campus>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    if may(&campus, peer.ip().to_canonical()) {
        return next.run(request).await;
    }
    let origin = campus.config.origin.origin();
    let facts: &[(&str, &str)] = &[
        ("origin", &origin),
        ("desk", &campus.config.campus.desk.phone),
    ];
    let text = [Tongue::Zh, Tongue::En]
        .map(|tongue| campus.words(tongue).say_with("web-plain-http", facts))
        .join("\n");
    let kind = (header::CONTENT_TYPE, "text/plain; charset=utf-8");
    (StatusCode::FORBIDDEN, [kind], text + "\n").into_response()
}

fn may(campus: &Campus, peer: IpAddr) -> bool {
    let proxies = &campus.config.behind_proxy;
    peer.is_loopback() || proxies.iter().any(|proxy| proxy.holds(peer))
}
