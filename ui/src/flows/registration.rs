//! Registration inside the app: account and password → 信息确认 → 激活 → 注册成功, with 信息有误 and
//! another phone as side ways. The same steps as on the web.

mod state;
mod submit;
#[cfg(target_arch = "wasm32")]
mod view;

pub use state::{Action, DISPUTABLE, Effect, State, Waiting, Way};
#[cfg(target_arch = "wasm32")]
pub use view::{Registration, screen};
