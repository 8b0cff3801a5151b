//! The shell: commands go through `bridge`, bytes through `bridge_bytes`, events come as `menhu`.

use js_sys::{Function, Object, Promise, Reflect, Uint8Array};
use menhu_protocol::Failure;
use menhu_protocol::ipc::EVENT;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::{failure_of, json_of};

/// `window.__TAURI_INTERNALS__`, which the shell puts into its own windows only.
pub struct Bridge {
    internals: JsValue,
}

/// The shell, if the page runs inside it.
pub fn bridge() -> Option<Bridge> {
    let internals = Reflect::get(&js_sys::global(), &"__TAURI_INTERNALS__".into()).ok()?;
    internals.is_object().then_some(Bridge { internals })
}

impl Bridge {
    pub async fn call(&self, name: &str, ask: &str) -> Result<String, Failure> {
        let ask = js_sys::JSON::parse(ask).map_err(|e| failure_of(&e))?;
        let args = object(&[("name", &name.into()), ("ask", &ask)]);
        self.invoke("bridge", &args, &JsValue::UNDEFINED).await
    }

    pub async fn call_bytes(&self, name: &str, bytes: &[u8]) -> Result<String, Failure> {
        let headers = object(&[("name", &name.into())]);
        let options = object(&[("headers", &headers)]);
        self.invoke("bridge_bytes", &Uint8Array::from(bytes), &options)
            .await
    }

    pub fn listen(&self, hear: impl Fn(String) + 'static) {
        // The shell wraps what it sends: `{ event, id, payload }`.
        let heard = Closure::<dyn Fn(JsValue)>::new(move |message: JsValue| {
            if let Ok(payload) = Reflect::get(&message, &"payload".into()) {
                hear(json_of(&payload));
            }
        });
        let handler = self
            .function("transformCallback")
            .and_then(|f| f.call1(&self.internals, heard.as_ref()));
        // Heard for as long as the page lives.
        heard.forget();
        match handler {
            Ok(handler) => {
                let target = object(&[("kind", &"Any".into())]);
                let args = object(&[
                    ("event", &EVENT.into()),
                    ("target", &target),
                    ("handler", &handler),
                ]);
                if let Err(error) = self.start("plugin:event|listen", &args, &JsValue::UNDEFINED) {
                    web_sys::console::error_1(&error);
                }
            }
            Err(error) => web_sys::console::error_1(&error),
        }
    }

    async fn invoke(
        &self,
        command: &str,
        args: &JsValue,
        options: &JsValue,
    ) -> Result<String, Failure> {
        let promise = self
            .start(command, args, options)
            .map_err(|e| failure_of(&e))?;
        let reply = JsFuture::from(promise).await.map_err(|e| failure_of(&e))?;
        Ok(json_of(&reply))
    }

    fn start(&self, command: &str, args: &JsValue, options: &JsValue) -> Result<Promise, JsValue> {
        self.function("invoke")?
            .call3(&self.internals, &command.into(), args, options)?
            .dyn_into()
    }

    fn function(&self, name: &str) -> Result<Function, JsValue> {
        Reflect::get(&self.internals, &name.into())?.dyn_into()
    }
}

fn object(entries: &[(&str, &JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in entries {
        // Setting a field of a fresh object cannot fail.
        let _ = Reflect::set(&object, &(*key).into(), value);
    }
    object.into()
}
