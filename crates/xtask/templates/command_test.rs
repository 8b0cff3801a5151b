//! `@name@` from outside.

use menhu_protocol::{Code, ipc};

use crate::around::Device;

#[tokio::test]
async fn @name@_is_for_whoever_is_in() {
    let device = Device::default();
    let app = device.start();
    app.consent().await;
    let refused = app.ask(ipc::@Name@ {}).await.expect_err("nobody is in");
    assert_eq!(refused.code, Code::SignedOut);
}
