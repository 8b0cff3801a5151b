//! A network that does what networks do. Nobody is signed out by it, nothing is lost.

use menhu_protocol::ipc::{self, Event};
use menhu_protocol::{Code, Failure};

use crate::around::Device;
use crate::campus::{Campus, Trouble};

async fn stale(app: &crate::around::App) -> Option<Failure> {
    let home = app.ask(ipc::HomeRead { fresh: true }).await;
    home.expect("home is shown all the same").stale
}

#[tokio::test]
async fn every_trouble_of_the_network_has_its_own_words_and_signs_nobody_out() {
    let campus = Campus::open().await;
    let (device, app) = campus.resident().await;
    assert_eq!(stale(&app).await, None);
    for (trouble, code) in [
        (Trouble::Down, Code::ServerFault),
        (Trouble::Portal, Code::CaptivePortal),
        (Trouble::PortalElsewhere, Code::CaptivePortal),
        (Trouble::PortalHonest, Code::CaptivePortal),
        (Trouble::Nonsense, Code::ServerFault),
        (Trouble::Flood, Code::ServerFault),
        (Trouble::AnswerLost, Code::Offline),
    ] {
        // Once with a token at hand, once while it is being refreshed.
        for renewing in [false, true] {
            if renewing {
                device.clock.forward_s(3600);
            }
            campus.next(trouble);
            let why = stale(&app).await.map(|failure| failure.code);
            assert_eq!(why, Some(code), "{trouble:?}, renewing: {renewing}");
            let home = app.ask(ipc::HomeRead { fresh: false }).await.expect("home");
            assert_eq!(home.me.expect("the last good answer").name, "陈淑芬");
            assert_eq!(stale(&app).await, None, "{trouble:?} has passed");
        }
    }
    assert_eq!(device.heard(&Event::SignedOut), 0);
    assert!(device.start().started().await.signed_in);
}

#[tokio::test]
async fn the_page_hears_once_when_the_campus_is_gone_and_once_when_it_is_back() {
    let campus = Campus::open().await;
    let (device, app) = campus.resident().await;
    for _ in 0..2 {
        campus.next(Trouble::Down);
        stale(&app).await;
    }
    assert_eq!(device.heard(&Event::Reachable { yes: false }), 1);
    assert_eq!(device.heard(&Event::Reachable { yes: true }), 0);
    stale(&app).await;
    stale(&app).await;
    assert_eq!(device.heard(&Event::Reachable { yes: true }), 1);
}

#[tokio::test]
async fn a_restart_without_any_network_goes_straight_in() {
    let campus = Campus::open().await;
    let (device, app) = campus.resident().await;
    stale(&app).await;
    drop(app);
    let asked = campus.books().requests.len();
    let app = device.start();
    let start = app.started().await;
    assert!(start.signed_in && start.bookmark.is_none());
    let home = app.ask(ipc::HomeRead { fresh: false }).await.expect("home");
    assert_eq!(home.me.expect("kept").name, "陈淑芬");
    assert_eq!(campus.books().requests.len(), asked, "no request");
}

#[tokio::test]
async fn what_is_no_campus_is_said_to_be_none() {
    let campus = Campus::open().await;
    let device = Device::default();
    let app = device.start();
    app.consent().await;
    let find = |text: String| {
        let app = app.clone();
        async move {
            let found = app.ask(ipc::CampusFind { text }).await;
            found
                .map(|_| ())
                .map_err(|failure| (failure.code, failure.detail))
        }
    };
    for (text, detail) in [
        ("https://u.wechat.com/x", "other_site"),
        ("", "empty"),
        ("WIFI:S:x;;", "not_an_address"),
        ("http://menhu.example.edu.cn/r", "unencrypted"),
        ("https://menhu.example.edu.cn/r?until=2020-01-01", "expired"),
    ] {
        let refused = Err((Code::NotACampus, Some(detail.to_owned())));
        assert_eq!(find(text.to_owned()).await, refused, "{text}");
    }
    campus.next(Trouble::Portal);
    assert_eq!(
        find(campus.origin()).await,
        Err((Code::CampusUnreadable, None))
    );
    campus.next(Trouble::PortalElsewhere);
    assert_eq!(
        find(campus.origin()).await,
        Err((Code::CaptivePortal, None))
    );
    campus.next(Trouble::Down);
    assert_eq!(find(campus.origin()).await, Err((Code::ServerFault, None)));
    // Nobody listens there.
    let nowhere = "http://127.0.0.1:9/r".to_owned();
    assert_eq!(find(nowhere).await, Err((Code::Offline, None)));
    // Another name for the same machine is another campus.
    let alias = campus.origin().replace("127.0.0.1", "localhost");
    assert_eq!(find(alias).await, Err((Code::CampusUnreadable, None)));
    assert_eq!(find(campus.origin()).await, Ok(()));
}
