//! A campus of a few routes that keeps the documented rules: the nonce of proofs, one attempt, and
//! rotation (the same token gives the same successor, the predecessor is good until the successor is
//! first used, anything older ends the family).

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use menhu_protocol::ipc::{self, CampusCard};
use menhu_protocol::{Code, Failure};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::around::{App, Device};

mod books;
mod recovery;
mod renewal;
mod security;

pub use books::{Books, Gate};
pub use recovery::CERTIFICATE;

pub const PHONE: &str = "13800138000";
pub const ACCOUNT: &str = "198803017";
pub const CODE: &str = "123456";

/// What goes wrong with one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The request is served, its answer breaks off.
    AnswerLost,
    /// 500 and a page.
    Down,
    /// 200 and the sign-in page of the network.
    Portal,
    /// 302 to the sign-in page of the network.
    PortalElsewhere,
    /// 511.
    PortalHonest,
    /// 200 and JSON of another shape.
    Nonsense,
    /// 200 and more than anybody reads.
    Flood,
}

#[derive(Clone)]
pub struct Campus(Arc<Mutex<Books>>);

impl Campus {
    /// Opens its doors on the loopback.
    pub async fn open() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let campus = Self(Arc::default());
        campus.books().origin = format!("http://{}", listener.local_addr().unwrap());
        campus.books().texts_version = "2026-01-01".to_owned();
        let router = campus.router();
        tokio::spawn(async move { axum::serve(listener, router).await });
        campus
    }

    pub fn router(&self) -> Router {
        Router::new()
            .route("/.well-known/menhu", get(manifest))
            .route("/texts/{kind}", get(text))
            .route("/v1/{*call}", post(call))
            .route("/d/app", get(file))
            .with_state(self.clone())
    }

    pub fn named(&self, origin: &str) {
        self.books().origin = origin.to_owned();
        self.books().texts_version = "2026-01-01".to_owned();
    }

    pub fn new_unopened() -> Self {
        Self(Arc::default())
    }

    pub fn books(&self) -> MutexGuard<'_, Books> {
        self.0.lock().unwrap()
    }

    pub fn origin(&self) -> String {
        self.books().origin.clone()
    }

    /// The next request goes wrong in this way.
    pub fn next(&self, trouble: Trouble) {
        self.books().trouble.push_back(trouble);
    }

    /// From now on a manifest or file that is asked for waits at the gate.
    pub fn slow(&self) -> Arc<Gate> {
        let gate = Arc::<Gate>::default();
        self.books().gate = Some(Arc::clone(&gate));
        gate
    }

    /// Gives out a newer app.
    pub fn give_out(&self, version: &str, file: &[u8]) {
        let sum = Sha256::digest(file);
        let hex: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut books = self.books();
        books.file = file.to_vec();
        books.release = json!({
            "version": version, "bytes": file.len(), "added_at": 1,
            "notes": {"zh": "更快", "en": "Faster"},
            "signed": {
                "url": format!("{}/d/app", books.origin), "signature": "signed", "sha256": hex,
            },
        });
    }

    /// Ends the session, as somebody does from another device.
    pub fn end(&self) {
        self.books().ended = true;
    }

    /// Forgets the access token, as after ten minutes.
    pub fn access_expires(&self) {
        self.books().access = None;
    }

    /// The attempt is over, as after thirty minutes.
    pub fn attempt_over(&self) {
        self.books().attempt = None;
        self.books().registration = None;
        self.books().recovery.over();
    }

    /// How often a call was asked.
    pub fn asked(&self, call: &str) -> usize {
        let books = self.books();
        books.requests.iter().filter(|asked| *asked == call).count()
    }

    /// Finds and adopts this campus, agreeing to its texts.
    pub async fn adopt(&self, app: &App) -> CampusCard {
        let text = format!("{}/r", self.origin());
        let found = app.ask(ipc::CampusFind { text }).await.expect("a campus");
        let agreed = found
            .manifest
            .texts
            .iter()
            .map(|text| menhu_protocol::api::signin::Agreed {
                kind: text.kind,
                version: text.version.clone(),
            })
            .collect();
        let address = found.manifest.origin;
        let adopt = ipc::CampusAdopt { address, agreed };
        app.ask(adopt).await.expect("adopted")
    }

    /// A device on which somebody is signed in.
    pub async fn resident(&self) -> (Device, App) {
        let device = Device::default();
        let app = device.start();
        app.consent().await;
        self.adopt(&app).await;
        self.sign_in(&app).await;
        (device, app)
    }

    pub async fn sign_in(&self, app: &App) -> ipc::SignedIn {
        let phone = PHONE.to_owned();
        app.ask(ipc::SigninCode { phone }).await.expect("a code");
        let code = secret(CODE);
        app.ask(ipc::SigninCodeProve { code })
            .await
            .expect("proven");
        app.ask(password()).await.expect("signed in")
    }
}

pub fn secret(text: &str) -> menhu_protocol::values::Secret {
    menhu_protocol::values::Secret::new(text)
}

pub fn password() -> ipc::SigninPassword {
    ipc::SigninPassword {
        account: ACCOUNT.to_owned(),
        password: secret("shufen#1949"),
    }
}

/// At the gate, where there is one.
async fn wait(campus: &Campus) {
    let gate = campus.books().gate.clone();
    if let Some(gate) = gate {
        gate.came.notify_one();
        gate.open.notified().await;
    }
}

async fn manifest(State(campus): State<Campus>, headers: HeaderMap) -> Response {
    wait(&campus).await;
    let mut books = campus.books();
    books.requests.push("manifest".to_owned());
    books.headers.push(headers);
    let version = books.texts_version.clone();
    let answer = json!({
        "menhu": 1, "campus": "example", "name": {"zh": "示例大学", "en": "Example"},
        "origin": books.origin, "accent": "#1F5FA8",
        "texts": [
            {"kind": "terms", "version": version, "path": "/texts/terms"},
            {"kind": "privacy", "version": version, "path": "/texts/privacy"},
        ],
        "modules": ["download"], "least_app": "0.1.0",
        "desk": {"phone": "0451-86412345", "hours": {"zh": "周一", "en": "Mon"}},
    });
    served(&mut books, Ok(answer))
}

async fn text(
    State(campus): State<Campus>,
    Path(kind): Path<String>,
    uri: axum::http::Uri,
) -> String {
    campus.books().requests.push(format!("text {kind}"));
    format!("{kind} {}", uri.query().unwrap_or("whole"))
}

async fn file(State(campus): State<Campus>) -> Vec<u8> {
    wait(&campus).await;
    campus.books().requests.push("file".to_owned());
    campus.books().file.clone()
}

async fn call(
    State(campus): State<Campus>,
    Path(call): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mut books = campus.books();
    books.requests.push(call.clone());
    if matches!(
        books.trouble.front(),
        Some(trouble) if *trouble != Trouble::AnswerLost
    ) {
        return served(&mut books, Ok(Value::Null));
    }
    let ask: Value = serde_json::from_slice(&body).expect("json");
    let open = ["registration/", "release/", "recovery/", "captcha"];
    let open = open.iter().any(|open| call.starts_with(open));
    let proof = headers.get("dpop").map(|proof| proof.to_str().unwrap());
    let outcome = match proof.map(parts) {
        Some((_, claims)) if claims["nonce"] != "n1" => Err(Code::ProofNonce.into()),
        Some((jwk, claims)) => {
            assert_eq!(claims["htm"], "POST");
            assert_eq!(claims["htu"], format!("{}/v1/{call}", books.origin));
            let token = headers
                .get(header::AUTHORIZATION)
                .map(|value| value.to_str().unwrap().to_owned());
            books.serve(&call, &ask, &jwk, token)
        }
        None if open => books.serve(&call, &ask, "", None),
        None => Err(Code::ProofWrong.into()),
    };
    let mut response = served(&mut books, outcome);
    response
        .headers_mut()
        .insert("dpop-nonce", "n1".parse().unwrap());
    response
}

/// The key and the claims of a proof. Its signature is checked beside `DeviceKey`.
fn parts(proof: &str) -> (String, Value) {
    let part = |at: usize| -> Value {
        let text = proof.split('.').nth(at).expect("a part");
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).expect("base64")).expect("json")
    };
    (part(0)["jwk"]["x"].to_string(), part(1))
}

fn served(books: &mut Books, outcome: Result<Value, Failure>) -> Response {
    let page = (
        [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
        "<html>校园网登录</html>",
    );
    // A failure is no answer to lose: the trouble waits for the next.
    let lost = books.trouble.front() == Some(&Trouble::AnswerLost);
    let trouble = if lost && outcome.is_err() {
        None
    } else {
        books.trouble.pop_front()
    };
    match trouble {
        None => match outcome {
            Ok(answer) => axum::Json(answer).into_response(),
            Err(failure) => (StatusCode::BAD_REQUEST, axum::Json(failure)).into_response(),
        },
        Some(Trouble::AnswerLost) => {
            let whole = serde_json::to_string(&outcome.expect("an answer to lose")).unwrap();
            // More is promised than comes.
            Response::builder()
                .header(header::CONTENT_TYPE, "application/json")
                .header(header::CONTENT_LENGTH, whole.len())
                .body(Body::from_stream(Broken))
                .unwrap()
        }
        Some(Trouble::Down) => (StatusCode::INTERNAL_SERVER_ERROR, page).into_response(),
        Some(Trouble::Portal) => page.into_response(),
        Some(Trouble::PortalElsewhere) => (
            StatusCode::FOUND,
            [(header::LOCATION, "http://10.0.0.1/login")],
        )
            .into_response(),
        Some(Trouble::PortalHonest) => {
            (StatusCode::NETWORK_AUTHENTICATION_REQUIRED, page).into_response()
        }
        Some(Trouble::Nonsense) => axum::Json(json!({"weather": "fine"})).into_response(),
        Some(Trouble::Flood) => (
            [(header::CONTENT_TYPE, "application/json")],
            vec![b' '; 3 << 20],
        )
            .into_response(),
    }
}

/// A body that breaks off before its first byte.
struct Broken;

impl futures_core::Stream for Broken {
    type Item = Result<Bytes, std::io::Error>;
    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(Some(Err(std::io::Error::other("cut"))))
    }
}

/// How many different keys there are.
pub fn distinct(keys: &[String]) -> usize {
    keys.iter().collect::<HashSet<_>>().len()
}
