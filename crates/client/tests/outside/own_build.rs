//! A campus's own build over what another campus left on the device.

use menhu_protocol::ipc;
use menhu_protocol::{Code, values::CampusAddress};

use crate::campus::Campus;

#[tokio::test]
async fn another_campus_that_is_kept_is_not_asked_and_is_told_of_the_sign_out_when_it_goes() {
    let (other, own) = (Campus::open().await, Campus::open().await);
    let (mut device, _) = other.resident().await;
    device.pinned = Some(CampusAddress::parse(&own.origin()).unwrap());
    let app = device.start();
    let start = app.started().await;
    assert!(start.campus.is_none() && !start.signed_in);
    other.books().requests.clear();
    let phone = crate::campus::PHONE.to_owned();
    let asked = [
        app.ask(ipc::HomeRead { fresh: true }).await.err(),
        app.ask(ipc::DevicesRead {}).await.err(),
        app.ask(ipc::UpdateRead { asked: true }).await.err(),
        app.ask(ipc::UpdateFetch {}).await.err(),
        app.ask(ipc::SigninCode { phone }).await.err(),
    ];
    for failure in asked {
        assert_eq!(failure.map(|f| f.code), Some(Code::OutOfOrder));
    }
    let link = ipc::LinkOpen {
        url: format!("{}/d", other.origin()),
    };
    assert!(app.ask(link).await.is_err());
    assert!(other.books().requests.is_empty(), "not one request");

    own.adopt(&app).await;
    assert_eq!(other.books().revoked, 1, "the session there ends");
    own.sign_in(&app).await;
}
