//! What a person does while the campus still answers counts more than its answer.

use menhu_protocol::Code;
use menhu_protocol::api::session::Done;
use menhu_protocol::ipc;

use crate::around::{App, Device};
use crate::campus::{Campus, Gate};

const WANTED: ipc::UpdateRead = ipc::UpdateRead { asked: true };

/// Somebody at a campus that has begun to think about its manifest.
async fn waiting(campus: &Campus) -> (Device, App) {
    let device = Device::default();
    let app = device.start();
    app.consent().await;
    campus.adopt(&app).await;
    (device, app)
}

/// Asks, does something else while the campus thinks, and hears what became of the question.
async fn meanwhile<C>(
    app: &App,
    gate: &Gate,
    ask: C,
    work: impl Future<Output = ()>,
) -> Result<C::Reply, Code>
where
    C: ipc::Command + Send + 'static,
    C::Reply: Send,
{
    let (asker, reply) = (app.clone(), tokio::sync::oneshot::channel());
    let (tell, told) = reply;
    tokio::spawn(async move { tell.send(asker.ask(ask).await) });
    gate.came.notified().await;
    work.await;
    gate.open.notify_one();
    told.await
        .expect("an answer")
        .map_err(|failure| failure.code)
}

#[tokio::test]
async fn a_campus_that_was_left_does_not_come_back_with_its_answer() {
    let (one, other) = (Campus::open().await, Campus::open().await);
    let (_device, app) = waiting(&one).await;
    let gate = one.slow();
    let change = async {
        app.ask(ipc::CampusLeave {}).await.expect("left");
        other.adopt(&app).await;
    };
    let read = meanwhile(&app, &gate, WANTED, change).await;
    let card = app.started().await.campus.expect("a campus");
    assert_eq!(card.manifest.origin.origin(), other.origin());
    assert_eq!(
        one.asked("release/latest"),
        0,
        "nothing more is asked there"
    );
    if let Ok(update) = read {
        assert_eq!(update.stale.map(|f| f.code), Some(Code::OutOfOrder));
        assert_eq!(update.newest, None);
    }
    other.sign_in(&app).await;
    assert_eq!(one.asked("signin/begin"), 0);
}

#[tokio::test]
async fn consent_that_is_taken_back_brings_no_campus_back_and_sends_nothing_more() {
    let campus = Campus::open().await;
    let (device, app) = waiting(&campus).await;
    let gate = campus.slow();
    let withdraw = async {
        app.ask(ipc::ConsentWithdraw {}).await.expect("withdrawn");
    };
    let read = meanwhile(&app, &gate, WANTED, withdraw).await;
    assert_eq!(read.map(|_| ()), Err(Code::OutOfOrder));
    assert_eq!(campus.asked("release/latest"), 0);
    let start = device.start().started().await;
    assert!(start.consent.is_none() && start.campus.is_none());
}

#[tokio::test]
async fn what_is_agreed_to_while_the_campus_answers_stays_agreed_to() {
    let campus = Campus::open().await;
    let (_device, app) = waiting(&campus).await;
    let again = async {
        let address = app
            .started()
            .await
            .campus
            .expect("a campus")
            .manifest
            .origin;
        let agreed = Vec::new();
        app.ask(ipc::CampusAdopt { address, agreed })
            .await
            .expect("adopted");
    };
    let gate = campus.slow();
    let read = meanwhile(&app, &gate, WANTED, again).await.expect("read");
    assert_eq!(read.stale, None);
    assert_eq!(
        read.campus.agreed,
        Vec::new(),
        "as it stood when the answer came"
    );
}

#[tokio::test]
async fn nothing_of_a_person_who_signed_out_is_kept_by_a_late_answer() {
    let campus = Campus::open().await;
    let (_device, app) = campus.resident().await;
    let gate = campus.slow();
    let out = async {
        let _: Done = app.ask(ipc::SignOut {}).await.expect("out");
    };
    let home = meanwhile(&app, &gate, ipc::HomeRead { fresh: true }, out).await;
    assert!(home.is_err() || home.is_ok_and(|home| home.me.is_none()));
    assert!(!app.started().await.signed_in);
}
