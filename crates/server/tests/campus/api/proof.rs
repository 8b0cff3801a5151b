//! Proofs of possession, bent in every way (security.md §3, class 12).

use axum::body::Body;
use axum::http::{Request, StatusCode};
use menhu_protocol::api::signin::Begin;
use menhu_protocol::api::{Call as _, NONCE_HEADER};
use menhu_protocol::{Clock as _, Code, Failure};
use serde_json::{Value, json};

use super::people::agreed;
use crate::device::Handset;
use crate::ground::{Answer, Ground};

const TARGET: &str = "http://127.0.0.1:8080/v1/signin/begin";

/// What a device that agreed to everything sends.
fn body(ground: &Ground) -> Body {
    let begin = Begin {
        agreed: agreed(ground),
    };
    Body::from(serde_json::to_vec(&begin).expect("json"))
}

async fn begin(ground: &Ground, proofs: &[&str]) -> Answer {
    let mut request = Request::post(Begin::PATH).header("content-type", "application/json");
    for proof in proofs {
        request = request.header("dpop", *proof);
    }
    ground
        .send(request.body(body(ground)).expect("a request"))
        .await
}

async fn refused(ground: &Ground, proof: &str) -> Code {
    let answer = begin(ground, &[proof]).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    answer.json::<Failure>().code
}

#[tokio::test]
async fn without_the_servers_nonce_a_proof_is_asked_for_again_with_one() {
    let ground = Ground::new().await;
    let handset = Handset::new(1);
    let answer = begin(&ground, &[]).await;
    assert_eq!(answer.json::<Failure>().code, Code::ProofNonce);
    let nonce = answer.headers[NONCE_HEADER]
        .to_str()
        .expect("text")
        .to_owned();
    let without = handset.proof("POST", TARGET, None, None);
    assert_eq!(refused(&ground, &without).await, Code::ProofNonce);
    let with = handset.proof("POST", TARGET, Some(&nonce), None);
    assert_eq!(begin(&ground, &[&with]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_proof_counts_once_and_for_ten_minutes_at_most() {
    let ground = Ground::new().await;
    let handset = Handset::new(1);
    let nonce = ground.nonce().await;
    let proof = handset.proof("POST", TARGET, Some(&nonce), None);
    assert_eq!(begin(&ground, &[&proof]).await.status, StatusCode::OK);
    assert_eq!(refused(&ground, &proof).await, Code::ProofWrong);
    ground.clock.forward_s(301);
    let late = handset.proof("POST", TARGET, Some(&nonce), None);
    assert_eq!(begin(&ground, &[&late]).await.status, StatusCode::OK);
    ground.clock.forward_s(300);
    let stale = handset.proof("POST", TARGET, Some(&nonce), None);
    assert_eq!(refused(&ground, &stale).await, Code::ProofNonce);
}

#[tokio::test]
async fn a_proof_of_a_neighbours_clock_counts_once_as_long_as_its_nonce_is_good() {
    let ground = Ground::new().await;
    let handset = Handset::new(1);
    let now = ground.clock.now().div_euclid(300_000) * 300_000;
    ground.clock.set(now + 300_000);
    let ahead = ground.nonce().await;
    ground.clock.set(now);
    let proof = handset.proof("POST", TARGET, Some(&ahead), None);
    assert_eq!(begin(&ground, &[&proof]).await.status, StatusCode::OK);
    // The last moment of the window after the nonce's own.
    let last = now + 3 * 300_000 - 1;
    ground.clock.set(last);
    ground.campus.books.tidy(last).await.expect("books");
    assert_eq!(refused(&ground, &proof).await, Code::ProofWrong);
    ground.clock.set(last + 1);
    assert_eq!(refused(&ground, &proof).await, Code::ProofNonce);
}

#[tokio::test]
async fn bent_proofs_are_wrong() {
    let ground = Ground::new().await;
    let handset = Handset::new(1);
    let nonce = ground.nonce().await;
    let header = json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": handset.jwk() });
    let claims = || handset.claims("POST", TARGET, Some(&nonce), None);
    let good = handset.signed(&header, &claims());
    let with = |name: &str, value: Value| {
        let mut claims = claims();
        claims[name] = value;
        handset.signed(&header, &claims)
    };
    let headed = |name: &str, value: Value| {
        let mut header = header.clone();
        header[name] = value;
        handset.signed(&header, &claims())
    };
    let mut private = handset.jwk();
    private["d"] = "AAAA".into();
    let mut short = handset.jwk();
    short["x"] = "AAAA".into();
    let mut curve = handset.jwk();
    curve["crv"] = "P-384".into();
    let mut point = handset.jwk();
    point["y"] = point["x"].clone();
    let bent = [
        ("method", with("htm", "GET".into())),
        ("method's case", with("htm", "post".into())),
        (
            "path",
            with("htu", "http://127.0.0.1:8080/v1/signin/code".into()),
        ),
        ("query", with("htu", format!("{TARGET}?a=1").into())),
        (
            "host",
            with("htu", "http://evil.example/v1/signin/begin".into()),
        ),
        (
            "scheme",
            with("htu", TARGET.replace("http", "https").into()),
        ),
        ("access", with("ath", "AAAA".into())),
        ("no id", with("jti", "".into())),
        ("a long id", with("jti", "x".repeat(129).into())),
        ("no time", with("iat", Value::Null)),
        ("type", headed("typ", "jwt".into())),
        ("no algorithm", headed("alg", "none".into())),
        ("symmetric", headed("alg", "HS256".into())),
        ("another algorithm", headed("alg", "ES384".into())),
        ("another key", headed("jwk", Handset::new(2).jwk())),
        ("a private key", headed("jwk", private)),
        ("a short coordinate", headed("jwk", short)),
        ("another curve", headed("jwk", curve)),
        ("no point of the curve", headed("jwk", point)),
        ("no key", headed("jwk", Value::Null)),
        (
            "an RSA key",
            headed("jwk", json!({"kty":"RSA","n":"AQAB","e":"AQAB"})),
        ),
        ("a cut one", good[..good.len() - 8].to_owned()),
        (
            "two parts",
            good.rsplit_once('.').expect("dots").0.to_owned(),
        ),
        ("four parts", format!("{good}.AAAA")),
        ("rubbish", "rubbish".to_owned()),
        ("long", "A".repeat(5000)),
    ];
    for (what, proof) in bent {
        assert_eq!(refused(&ground, &proof).await, Code::ProofWrong, "{what}");
    }
    let twice = handset.proof("POST", TARGET, Some(&nonce), None);
    let answer = begin(&ground, &[&good, &twice]).await;
    assert_eq!(
        answer.json::<Failure>().code,
        Code::ProofWrong,
        "two headers"
    );
    assert_eq!(begin(&ground, &[&good]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_host_header_changes_nothing() {
    let ground = Ground::new().await;
    let handset = Handset::new(1);
    let nonce = ground.nonce().await;
    let proof = handset.proof("POST", TARGET, Some(&nonce), None);
    let request = Request::post(Begin::PATH)
        .header("content-type", "application/json")
        .header("host", "evil.example")
        .header("x-forwarded-host", "evil.example")
        .header("dpop", proof)
        .body(body(&ground))
        .expect("a request");
    assert_eq!(ground.send(request).await.status, StatusCode::OK);
    let manifest: Value = ground.get("/.well-known/menhu").await.json();
    assert_eq!(manifest["origin"], "http://127.0.0.1:8080");
}
