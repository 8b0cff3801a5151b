//! A campus to stand on: hand clock, seeded chance, a scratch database, the test people.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::connect_info::{ConnectInfo, MockConnectInfo};
use axum::http::{HeaderMap, Request, StatusCode};
use menhu_protocol::Failure;
use menhu_protocol::api::{Call, NONCE_HEADER, PROOF_HEADER};
use menhu_protocol::values::Secret;
use menhu_server::{Campus, Config, roster};
use menhu_testkit::{HandClock, PEOPLE, SeededDice, roster_csv};
use serde::de::DeserializeOwned;
use tower::ServiceExt as _;

use crate::device::Handset;

/// Where calls come from; [`Ground::behind_a_proxy`] takes it for its proxy.
pub const PEER: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), 40000);

/// A campus of its own for one test.
pub struct Ground {
    pub campus: Campus,
    pub clock: Arc<HandClock>,
    router: Router,
    folder: Arc<tempfile::TempDir>,
}

/// An answer as it came.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| {
            panic!(
                "{}: {e}: {}",
                self.status,
                String::from_utf8_lossy(&self.body)
            )
        })
    }

    /// The reply, or the failure with its status checked to be no fault of the server's.
    pub fn reply<C: Call>(&self) -> Result<C::Reply, Failure> {
        if self.status.is_success() {
            return Ok(self.json());
        }
        Err(self.json())
    }
}

impl Ground {
    /// On an embedded database, with the test people on its roster.
    pub async fn new() -> Self {
        let ground = Self::on(None, |_| {}).await;
        ground.import(&roster_csv(PEOPLE)).await;
        ground
    }

    /// As [`Self::new`], behind a proxy that tells where a call comes from; see [`Self::ask_from`].
    pub async fn behind_a_proxy() -> Self {
        let ground = Self::on(None, |config| {
            config.behind_proxy = vec![PEER.ip().to_string().parse().expect("a block")];
        })
        .await;
        ground.import(&roster_csv(PEOPLE)).await;
        ground
    }

    /// On a database of one's own choice, empty.
    pub async fn on(database: Option<String>, set: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut config = Config::demo(folder.path()).expect("a configuration");
        if let Some(database) = database {
            config.database = database;
        }
        set(&mut config);
        let clock = Arc::new(HandClock::default());
        Self::open(config, clock, 7, Arc::new(folder)).await
    }

    async fn open(
        config: Config,
        clock: Arc<HandClock>,
        seed: u64,
        folder: Arc<tempfile::TempDir>,
    ) -> Self {
        let dice = Arc::new(SeededDice::new(seed));
        let campus = Campus::open(config, clock.clone(), dice)
            .await
            .expect("a campus");
        let router = menhu_server::router::router(campus.clone()).layer(MockConnectInfo(PEER));
        Self {
            campus,
            clock,
            router,
            folder,
        }
    }

    /// The same campus after its program was started anew: nothing stays but the database.
    pub async fn restarted(&self) -> Self {
        let config = (*self.campus.config).clone();
        Self::open(config, self.clock.clone(), 8, self.folder.clone()).await
    }

    pub async fn import(&self, csv: &str) -> roster::Imported {
        roster::import(&self.campus, csv.as_bytes())
            .await
            .expect("a roster")
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("a router never fails");
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a body").to_vec();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        let request = Request::get(path).body(Body::empty()).expect("a request");
        self.send(request).await
    }

    /// A body as it is, to a path.
    pub async fn post(&self, path: &str, media: &str, body: impl Into<Body>) -> Answer {
        let request = Request::post(path)
            .header("content-type", media)
            .body(body.into())
            .expect("a request");
        self.send(request).await
    }

    /// A call without a proof.
    pub async fn ask<C: Call>(&self, call: &C) -> Result<C::Reply, Failure> {
        let answer = self.raw(call, None, None).await;
        answer.reply::<C>()
    }

    /// A call without a proof, from an address of one's own choice.
    pub async fn ask_from<C: Call>(&self, address: &str, call: &C) -> Result<C::Reply, Failure> {
        let request = Request::post(C::PATH)
            .header("content-type", "application/json")
            .header("x-forwarded-for", address)
            .extension(ConnectInfo(PEER))
            .body(Body::from(serde_json::to_vec(call).expect("json")))
            .expect("a request");
        self.send(request).await.reply::<C>()
    }

    /// A call of a device that keeps the nonce, as the app does.
    pub async fn ask_by<C: Call>(&self, handset: &Handset, call: &C) -> Result<C::Reply, Failure> {
        self.raw(call, Some(handset), None).await.reply::<C>()
    }

    /// A call of a device that is in.
    pub async fn ask_in<C: Call>(
        &self,
        handset: &Handset,
        access: &Secret,
        call: &C,
    ) -> Result<C::Reply, Failure> {
        let answer = self.raw(call, Some(handset), Some(access)).await;
        answer.reply::<C>()
    }

    pub async fn raw<C: Call>(
        &self,
        call: &C,
        handset: Option<&Handset>,
        access: Option<&Secret>,
    ) -> Answer {
        let request = self.request(call, handset, access).await;
        self.send(request).await
    }

    /// A call as it goes over the wire, to be bent before it is sent.
    pub async fn request<C: Call>(
        &self,
        call: &C,
        handset: Option<&Handset>,
        access: Option<&Secret>,
    ) -> Request<Body> {
        let mut request = Request::post(C::PATH).header("content-type", "application/json");
        if let Some(handset) = handset {
            let nonce = self.nonce().await;
            let target = format!("{}{}", self.campus.config.origin, C::PATH);
            request = request.header(
                PROOF_HEADER,
                handset.proof("POST", &target, Some(&nonce), access),
            );
        }
        if let Some(access) = access {
            request = request.header("authorization", format!("DPoP {}", access.expose()));
        }
        let body = serde_json::to_vec(call).expect("json");
        request.body(Body::from(body)).expect("a request")
    }

    /// The nonce of this moment.
    pub async fn nonce(&self) -> String {
        let answer = self.get("/v1").await;
        answer.headers[NONCE_HEADER]
            .to_str()
            .expect("text")
            .to_owned()
    }

    /// The code in the newest SMS to a number; `None` when there is none.
    pub async fn code_to(&self, e164: &str) -> Option<String> {
        let outbox = menhu_server::delivery::outbox_read(&self.campus)
            .await
            .expect("the outbox");
        let text = outbox.into_iter().find(|m| m.to == e164)?.text;
        let digits: String = text
            .split("验证码 ")
            .nth(1)?
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        Some(digits)
    }

    /// How many messages went to a number.
    pub async fn messages_to(&self, e164: &str) -> usize {
        let outbox = menhu_server::delivery::outbox_read(&self.campus)
            .await
            .expect("the outbox");
        outbox.iter().filter(|m| m.to == e164).count()
    }
}
