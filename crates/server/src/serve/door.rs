//! The door: how many connections come in, from whom, and how long one may say nothing.
//!
//! hyper begins to count time when it knows which HTTP is spoken, and it learns that from the first
//! bytes: a peer that sends none, or one, would hold its connection for ever.

use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum_server::accept::Accept;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Sleep;

use crate::config::Network;

/// How HTTP/2 begins (RFC 9113 §3.4); whatever differs from it is HTTP/1.
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// One address may hold this part of all places: a campus behind one NAT gets in, and nobody keeps
/// everybody else out alone.
const SHARE: usize = 4;

/// How many connections stand open, and from where.
pub(super) struct Hall {
    places: usize,
    /// Proxies of ours speak for everybody and have no share of their own.
    proxies: Vec<Network>,
    taken: Mutex<Taken>,
}

#[derive(Default)]
struct Taken {
    all: usize,
    /// By [`Network::of`].
    by: HashMap<String, usize>,
}

impl Hall {
    pub(super) fn of(places: usize, proxies: &[Network]) -> Arc<Self> {
        Arc::new(Self {
            places: places.max(1),
            proxies: proxies.to_vec(),
            taken: Mutex::default(),
        })
    }

    /// A place for a connection; `None` when all, or this address's share of them, are taken.
    fn enter(self: &Arc<Self>, peer: IpAddr) -> Option<Place> {
        let from = Network::of(peer);
        let share = if self.proxies.iter().any(|proxy| proxy.holds(peer)) {
            self.places
        } else {
            self.places.div_ceil(SHARE)
        };
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let here = taken.by.get(&from).copied().unwrap_or_default();
        if here >= share || taken.all >= self.places {
            return None;
        }
        taken.all += 1;
        taken.by.insert(from.clone(), here + 1);
        Some(Place {
            hall: self.clone(),
            from,
        })
    }
}

/// Held as long as the connection stands.
pub(super) struct Place {
    hall: Arc<Hall>,
    from: String,
}

impl Drop for Place {
    fn drop(&mut self) {
        let taken = &self.hall.taken;
        let mut taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.all -= 1;
        if let Some(here) = taken.by.get_mut(&self.from) {
            *here -= 1;
            if *here == 0 {
                taken.by.remove(&self.from);
            }
        }
    }
}

/// Lets connections in, through `inner` (TLS, or nothing).
#[derive(Clone)]
pub(super) struct Door<A> {
    pub(super) inner: A,
    pub(super) hall: Arc<Hall>,
    /// How long a peer may take to say which HTTP it speaks; TLS has its own time before.
    pub(super) patience: Duration,
}

type Accepting<T, S> = Pin<Box<dyn Future<Output = io::Result<(Prompt<T>, S)>> + Send>>;

impl<A, S> Accept<TcpStream, S> for Door<A>
where
    A: Accept<TcpStream, S>,
    A::Future: Send + 'static,
    A::Stream: Send + 'static,
    A::Service: Send + 'static,
{
    type Stream = Prompt<A::Stream>;
    type Service = A::Service;
    type Future = Accepting<A::Stream, A::Service>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let place = stream.peer_addr().map(|peer| self.hall.enter(peer.ip()));
        let inner = match place {
            Ok(Some(place)) => Ok((place, self.inner.accept(stream, service))),
            Ok(None) => Err(io::Error::other("no place left")),
            Err(error) => Err(error),
        };
        let patience = self.patience;
        Box::pin(async move {
            let (place, accepting) = inner?;
            let (stream, service) = accepting.await?;
            Ok((Prompt::new(stream, place, patience), service))
        })
    }
}

/// A stream whose reads fail when the peer does not say in time which HTTP it speaks.
pub(super) struct Prompt<T> {
    stream: T,
    /// How much of the preface was heard, and until when the rest is waited for; `None` once it is
    /// known what is spoken.
    waiting: Option<(usize, Pin<Box<Sleep>>)>,
    _place: Place,
}

impl<T> Prompt<T> {
    fn new(stream: T, place: Place, patience: Duration) -> Self {
        Self {
            stream,
            waiting: Some((0, Box::pin(tokio::time::sleep(patience)))),
            _place: place,
        }
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for Prompt<T> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let before = buf.filled().len();
        let polled = Pin::new(&mut this.stream).poll_read(cx, buf);
        let Some((heard, deadline)) = &mut this.waiting else {
            return polled;
        };
        if polled.is_pending() {
            return deadline
                .as_mut()
                .poll(cx)
                .map(|()| Err(io::ErrorKind::TimedOut.into()));
        }
        let new = &buf.filled()[before..];
        let rest = &PREFACE[*heard..];
        if new.len() < rest.len() && rest.starts_with(new) {
            *heard += new.len();
        } else {
            this.waiting = None;
        }
        polled
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for Prompt<T> {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;
    use std::time::Duration;

    use axum::Router;
    use axum::routing::get;
    use axum_server::accept::DefaultAcceptor;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpStream;

    use super::{Door, Hall, PREFACE};
    use crate::serve::bound_headers;

    /// A server behind a door; its address.
    fn served(places: usize) -> SocketAddr {
        let patience = Duration::from_millis(50);
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("a socket");
        let address = listener.local_addr().expect("an address");
        let door = Door {
            inner: DefaultAcceptor::new(),
            hall: Hall::of(places, &[]),
            patience,
        };
        let mut server = axum_server::from_tcp(listener)
            .expect("a server")
            .acceptor(door);
        bound_headers(server.http_builder(), patience);
        let router = Router::new().route("/", get(|| async { "here" }));
        tokio::spawn(server.serve(router.into_make_service()));
        address
    }

    async fn said_then_silent(address: SocketAddr, words: &[u8]) -> Vec<u8> {
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        stream.write_all(words).await.expect("sent");
        let mut heard = Vec::new();
        // Ends only when the server closes; being cut off is an end as well.
        let _ = stream.read_to_end(&mut heard).await;
        heard
    }

    #[tokio::test]
    async fn a_peer_that_says_nothing_or_a_beginning_is_sent_away() {
        let address = served(64);
        let beginnings = [
            &b""[..],
            b"P",
            &PREFACE[..23],
            b"G",
            b"GET / HTTP/1.1\r\nho",
        ];
        for words in beginnings {
            let heard = said_then_silent(address, words).await;
            assert!(!heard.starts_with(b"HTTP/1.1 200"), "{words:?}");
        }
    }

    #[tokio::test]
    async fn a_request_is_answered_and_an_idle_connection_ends() {
        let address = served(64);
        let words = b"GET / HTTP/1.1\r\nhost: campus\r\n\r\n";
        let heard = said_then_silent(address, words).await;
        assert!(heard.starts_with(b"HTTP/1.1 200"), "{heard:?}");
    }

    #[test]
    fn an_address_has_its_share_and_gives_its_places_back() {
        let hall = Hall::of(8, &["10.0.0.1".parse().expect("a block")]);
        let from = |text: &str| hall.enter(text.parse().expect("an address"));
        let first = (from("2001:db8::1"), from("2001:db8::2"));
        assert!(first.0.is_some() && first.1.is_some());
        assert!(from("2001:db8::3").is_none(), "the same /64");
        assert!(from("2001:db8:0:1::1").is_some(), "another");
        drop(first);
        assert!(from("2001:db8::3").is_some(), "given back");
        let through: Vec<_> = (0..8).map(|_| from("10.0.0.1")).collect();
        assert!(through.iter().all(Option::is_some), "a proxy has no share");
        assert!(from("192.0.2.1").is_none(), "and all places are taken");
    }
}
