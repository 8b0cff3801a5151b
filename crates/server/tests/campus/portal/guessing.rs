//! Who may guess at the sign-in page, how often, on which path, and whom a guesser cannot lock out.

use axum::http::StatusCode;
use menhu_protocol::api::registration::Open;
use menhu_protocol::values::Secret;
use menhu_testkit::{PEOPLE, Person};

use super::browser::Browser;
use crate::api::people::{CHEN, WANG, ZHAO, activated, begun, member, password, proven};
use crate::device::Handset;
use crate::ground::Ground;
use crate::recovery::steps::with_mail;

/// As many as security.md TH-2 asks for.
const CONNECTIONS: usize = 100;
const GUESSES: usize = 1000;
/// By strangers, whatever name they type, at whatever door.
const EVALUATED_MOST: u64 = 10;
/// In the session that was stolen, which strangers do not hold up.
const EVALUATED_INSIDE: u64 = 5;

/// One account, whichever of its names is typed.
const NAMES: [&str; 3] = [CHEN.member, CHEN.phone, CHEN.mail];

/// One connection guesses at an account in turn at every door: W-20, W-23 with a stolen session if there is
/// one, the registration, and the app with a phone of somebody else's.
async fn guesses(ground: &Ground, connection: usize, stolen: Option<&str>, doors: &App) -> usize {
    let mut let_in = 0;
    let mut outside = Browser::of(ground);
    let mut inside = Browser::of(ground);
    if let Some(stolen) = stolen {
        inside.jar.insert("session".to_owned(), stolen.to_owned());
    }
    for n in 0..GUESSES / CONNECTIONS {
        let wrong = format!("wrong-{connection}-{n}");
        let_in += usize::from(match (connection + n) % 4 {
            0 => {
                outside
                    .log_in(NAMES[connection % NAMES.len()], &wrong)
                    .await
                    .status
                    == StatusCode::SEE_OTHER
            }
            1 => {
                let page = inside.post("/again", &[("password", &wrong)]).await;
                assert_eq!(
                    page.status == StatusCode::SEE_OTHER,
                    stolen.is_none(),
                    "it was a session"
                );
                stolen.is_some() && page.status == StatusCode::SEE_OTHER
            }
            2 => {
                let open = Open {
                    account: member(CHEN),
                    password: Secret::new(wrong),
                };
                ground.ask(&open).await.is_ok()
            }
            _ => {
                let (handset, attempt) = doors;
                password(ground, handset, attempt, CHEN, &wrong)
                    .await
                    .is_ok()
            }
        });
    }
    let_in
}

/// An attempt of the app whose phone, another person's, was proven.
type App = (Handset, Secret);

async fn at_every_door(ground: &Ground, stolen: Option<&str>, phone_of: &Person, handset: u8) {
    let handset = Handset::new(handset);
    let attempt = begun(ground, &handset).await;
    proven(ground, &handset, &attempt, phone_of.phone)
        .await
        .expect("proven");
    let doors = (handset, attempt);
    let all = (0..CONNECTIONS).map(|n| guesses(ground, n, stolen, &doors));
    let let_in: usize = futures::future::join_all(all).await.into_iter().sum();
    assert_eq!(let_in, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_guesses_over_a_hundred_connections_on_every_path_are_ten() {
    let ground = Ground::new().await;
    with_mail(&ground, CHEN).await;
    activated(&ground, WANG).await;
    activated(&ground, ZHAO).await;
    activated(&ground, &PEOPLE[2]).await;
    let owner = Browser::signed_in(&ground, CHEN).await;
    let stolen = owner.session().expect("a session").to_owned();
    let before = ground.campus.hashing.evaluated();
    at_every_door(&ground, None, WANG, 8).await;
    let evaluated = ground.campus.hashing.evaluated() - before;
    assert_eq!(evaluated, EVALUATED_MOST, "by strangers");
    at_every_door(&ground, Some(&stolen), &PEOPLE[2], 10).await;
    let inside = ground.campus.hashing.evaluated() - before - evaluated;
    assert_eq!(inside, EVALUATED_INSIDE, "strangers still wait");

    // The count stands in the books, not in the process.
    let restarted = ground.restarted().await;
    restarted.clock.forward_s(20);
    at_every_door(&restarted, Some(&stolen), ZHAO, 9).await;
    let after = restarted.campus.hashing.evaluated();
    assert_eq!(after, 0, "the first wait is longer than a restart");
}

#[tokio::test]
async fn a_locked_account_looks_the_same_as_one_that_does_not_exist() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let mut pages = Vec::new();
    for account in [CHEN.member, "999999999"] {
        let mut browser = Browser::of(&ground);
        let mut last = None;
        for _ in 0..7 {
            last = Some(browser.log_in(account, "wrong-1").await);
        }
        let page = last.expect("seven");
        // Every captcha is another one.
        let (before, captcha) = page.body.split_once("<div class=\"captcha\"").expect("one");
        let (_, after) = captcha.split_once("</form>").expect("the form's end");
        let body = format!("{before}{after}").replace(account, "ACCOUNT");
        pages.push((page.status, body));
    }
    assert_eq!(pages[0], pages[1]);
    assert_eq!(pages[0].0, StatusCode::TOO_MANY_REQUESTS);
    assert!(pages[0].1.contains("30 秒"), "{}", pages[0].1);
}

#[tokio::test]
async fn after_five_wrong_tries_a_captcha_is_asked_for_too() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let mut browser = Browser::of(&ground);
    for left in [4, 3, 2, 1] {
        let page = browser.log_in(CHEN.member, "wrong-1").await;
        assert!(
            page.body.contains(&format!("再试 {left} 次")),
            "{}",
            page.body
        );
        assert!(
            !page.body.contains("class=\"captcha\""),
            "not before the fifth"
        );
    }
    browser.log_in(CHEN.member, "wrong-1").await;
    ground.clock.forward_s(31);
    let before = ground.campus.hashing.evaluated();
    let page = browser.log_in(CHEN.member, CHEN.password).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.body.contains("id=\"captcha-problem\""),
        "{}",
        page.body
    );
    assert_eq!(
        ground.campus.hashing.evaluated(),
        before,
        "no password is looked at"
    );
    let (work, nonce) = page.worked();
    let form = [
        ("account", CHEN.member),
        ("password", CHEN.password),
        ("work", &work),
        ("nonce", &nonce),
    ];
    let again = browser.post("/login", &form).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
    // A captcha is good for one look, and a right password begins anew without one.
    browser.post("/logout", &[]).await;
    let page = browser.log_in(CHEN.member, CHEN.password).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
}

#[tokio::test]
async fn strangers_do_not_lock_a_known_browser_out() {
    let ground = Ground::behind_a_proxy().await;
    activated(&ground, CHEN).await;
    let mut owner = Browser::at(&ground, "203.0.113.9");
    owner.log_in(CHEN.member, CHEN.password).await;
    owner.post("/logout", &[]).await;
    // From everywhere, the owner's own address included.
    for n in 0..120 {
        let address = match n % 2 {
            0 => "203.0.113.9".to_owned(),
            _ => format!("198.51.100.{n}"),
        };
        let page = Browser::at(&ground, address)
            .log_in(CHEN.member, "wrong-1")
            .await;
        assert!(page.status.is_client_error());
    }
    let mut stranger = Browser::at(&ground, "192.0.2.77");
    let page = stranger.log_in(CHEN.member, CHEN.password).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS, "strangers wait");
    let page = owner.log_in(CHEN.member, CHEN.password).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "the owner does not");
}

#[tokio::test]
async fn a_browser_is_known_by_a_right_password_only() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    activated(&ground, WANG).await;
    // A browser somebody else was in with is a stranger to this account.
    let mut browser = Browser::signed_in(&ground, WANG).await;
    let before = ground.campus.hashing.evaluated();
    for _ in 0..8 {
        let own = browser.jar["browser"].clone();
        browser.log_in(CHEN.member, "wrong-1").await;
        assert_eq!(browser.jar["browser"], own, "a wrong one changes nothing");
    }
    Browser::of(&ground).log_in(CHEN.member, "wrong-1").await;
    assert_eq!(ground.campus.hashing.evaluated() - before, 5);
}

#[tokio::test]
async fn a_browser_s_name_left_at_a_shared_computer_is_known_to_nobody_else() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    activated(&ground, WANG).await;
    let mut shared = Browser::signed_in(&ground, WANG).await;
    let left = shared.jar["browser"].clone();
    shared.post("/logout", &[]).await;
    shared.log_in(CHEN.member, CHEN.password).await;
    assert_ne!(shared.jar["browser"], left, "hers is another");
    // Who kept it is a stranger to her: five tries, and the same waits.
    let mut keeper = Browser::of(&ground);
    for _ in 0..5 {
        Browser::of(&ground).log_in(CHEN.member, "wrong-1").await;
    }
    keeper.jar.insert("browser".to_owned(), left);
    let page = keeper.log_in(CHEN.member, "wrong-1").await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
}
