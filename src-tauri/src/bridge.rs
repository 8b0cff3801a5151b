//! The two commands of the page: one for everything that is JSON, one for raw bytes.

use std::sync::Arc;

use menhu_client::{Core, dispatch, scan_picture, unharmed};
use menhu_protocol::ipc::{self, Command as _};
use menhu_protocol::{Code, Failure};
use serde_json::Value;
use tauri::ipc::{InvokeBody, Request};
use tauri::{State, Webview};

use crate::links;
use crate::living::Living;
use crate::window::MAIN;

/// Runs the command `name` of `protocol::ipc` with the fields `ask`; answers its `Reply`.
#[tauri::command]
pub async fn bridge(
    webview: Webview,
    living: State<'_, Living>,
    name: String,
    ask: Value,
) -> Result<Value, Failure> {
    only_main(webview.label())?;
    let core = living.core()?;
    // The page listens before it asks how to start; from now on links reach it.
    let starts = name == ipc::AppStart::NAME;
    let reply = unharmed(async move { dispatch(&core, &name, ask).await }).await;
    if starts {
        links::page_is_ready(&webview);
    }
    reply
}

/// Runs a command whose body is raw bytes; the header `name` says which.
#[tauri::command]
pub async fn bridge_bytes(
    webview: Webview,
    living: State<'_, Living>,
    request: Request<'_>,
) -> Result<String, Failure> {
    only_main(webview.label())?;
    let name = request
        .headers()
        .get("name")
        .and_then(|name| name.to_str().ok());
    let bytes = body(request.body()).ok_or(Code::BadRequest)?;
    let core: Arc<Core> = living.core()?;
    match name {
        Some(ipc::SCAN_PICTURE) => unharmed(async move { scan_picture(&core, bytes).await }).await,
        _ => Err(Code::BadRequest.into()),
    }
}

/// The capability says the same; this holds even if somebody widens it.
fn only_main(label: &str) -> Result<(), Failure> {
    if label == MAIN {
        return Ok(());
    }
    tracing::warn!(label, "a window that may not called the bridge");
    Err(Code::BadRequest.into())
}

/// The bytes of a raw body. Android's webview hands no bodies over, so that they come as a list of numbers.
fn body(body: &InvokeBody) -> Option<Vec<u8>> {
    match body {
        InvokeBody::Raw(bytes) => Some(bytes.clone()),
        InvokeBody::Json(Value::Array(numbers)) => numbers
            .iter()
            .map(|number| u8::try_from(number.as_u64()?).ok())
            .collect(),
        InvokeBody::Json(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{body, only_main};
    use menhu_protocol::{Code, Failure};
    use serde_json::json;
    use tauri::ipc::InvokeBody;

    #[test]
    fn only_the_main_window_reaches_the_core() {
        assert!(only_main("main").is_ok());
        for stranger in ["mini-1", "", "Main"] {
            assert_eq!(only_main(stranger), Err(Failure::new(Code::BadRequest)));
        }
    }

    #[test]
    fn bytes_arrive_raw_or_as_numbers() {
        assert_eq!(body(&InvokeBody::Raw(vec![1, 255])), Some(vec![1, 255]));
        assert_eq!(body(&InvokeBody::Json(json!([1, 255]))), Some(vec![1, 255]));
        for wrong in [json!([1, 256]), json!([1.5]), json!("AQ=="), json!({})] {
            assert_eq!(body(&InvokeBody::Json(wrong)), None);
        }
    }
}
