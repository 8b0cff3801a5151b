//! The network between a device and its campus, with the faults networks have.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::Result;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// What the network does to the next connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weather {
    Fine,
    /// The campus hears the request and acts on it; its answer is lost and the connection closed.
    AnswerLost,
    /// Nobody answers: connections are refused by closing them at once.
    Gone,
    /// A captive portal answers every request with 200 and a page of its own.
    Portal,
    /// Something in between answers 500 without a body.
    Broken,
}

/// A port that leads to the campus through weather. When the weather changes, connections that were
/// kept open end.
pub struct Wire {
    pub address: SocketAddr,
    weather: watch::Sender<Weather>,
    passed: Arc<AtomicU32>,
    task: JoinHandle<()>,
}

impl Wire {
    /// Listens; the campus behind it is named later by [`Wire::lead_to`], since its configuration
    /// must hold this address first.
    ///
    /// # Errors
    /// When no port is free.
    pub async fn listen() -> Result<(Self, WireEnd)> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (set, campus) = watch::channel(None::<SocketAddr>);
        let (weather, sky) = watch::channel(Weather::Fine);
        let passed = Arc::new(AtomicU32::new(0));
        let count = passed.clone();
        let task = tokio::spawn(async move {
            while let Ok((device, _)) = listener.accept().await {
                let campus = *campus.borrow();
                let (mut sky, count) = (sky.clone(), count.clone());
                tokio::spawn(async move {
                    let weather = *sky.borrow_and_update();
                    count.fetch_add(1, Ordering::SeqCst);
                    tokio::select! {
                        _ = carry(device, campus, weather) => {}
                        _ = sky.changed() => {}
                    }
                });
            }
        });
        Ok((
            Self {
                address,
                weather,
                passed,
                task,
            },
            WireEnd(set),
        ))
    }

    pub fn weather(&self, weather: Weather) {
        self.weather.send_replace(weather);
    }

    /// Connections that came so far, whatever became of them.
    pub fn connections(&self) -> u32 {
        self.passed.load(Ordering::SeqCst)
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The campus's end of a wire; can be moved to another campus, as a restart on a new port does.
pub struct WireEnd(watch::Sender<Option<SocketAddr>>);

impl WireEnd {
    pub fn lead_to(&self, campus: SocketAddr) {
        self.0.send_replace(Some(campus));
    }
}

async fn carry(mut device: TcpStream, campus: Option<SocketAddr>, weather: Weather) -> Result<()> {
    let canned: Option<&str> = match weather {
        Weather::Gone => return Ok(()),
        Weather::Portal => Some(
            "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 46\r\nconnection: close\r\n\r\n\
             <html><body>Please sign in first</body></html>",
        ),
        Weather::Broken => Some(
            "HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        ),
        Weather::Fine | Weather::AnswerLost => None,
    };
    if let Some(answer) = canned {
        let mut request = [0; 16 * 1024];
        let _ = device.read(&mut request).await?;
        device.write_all(answer.as_bytes()).await?;
        device.shutdown().await?;
        return Ok(());
    }
    let Some(campus) = campus else { return Ok(()) };
    let mut campus = TcpStream::connect(campus).await?;
    let (mut from_device, mut to_device) = device.split();
    let (mut from_campus, mut to_campus) = campus.split();
    if weather == Weather::AnswerLost {
        // Whatever the device says goes through; the first bytes of the answer prove that the campus
        // has acted, and end the connection.
        let mut answer = [0; 1];
        tokio::select! {
            sent = tokio::io::copy(&mut from_device, &mut to_campus) => { sent?; }
            heard = from_campus.read(&mut answer) => { heard?; }
        }
        return Ok(());
    }
    tokio::select! {
        there = tokio::io::copy(&mut from_device, &mut to_campus) => { there?; }
        back = tokio::io::copy(&mut from_campus, &mut to_device) => { back?; }
    }
    Ok(())
}
