//! This computer: its wishes, its window. On a phone they find nothing to do.

use menhu_protocol::Failure;
use menhu_protocol::api::session::Done;
use menhu_protocol::ipc::{AppQuit, Desktop, DesktopKeep, DesktopRead, WindowClose};

use crate::core::Core;

pub(super) async fn desktop_read(core: &Core, _: DesktopRead) -> Result<Option<Desktop>, Failure> {
    Ok(core.desktop())
}

pub(super) async fn desktop_keep(
    core: &Core,
    ask: DesktopKeep,
) -> Result<Option<Desktop>, Failure> {
    core.wish(ask.wish)?;
    Ok(core.desktop())
}

pub(super) async fn window_close(core: &Core, _: WindowClose) -> Result<Done, Failure> {
    if let Some(computer) = core.around.host.desktop() {
        computer.close();
    }
    Ok(Done {})
}

pub(super) async fn app_quit(core: &Core, _: AppQuit) -> Result<Done, Failure> {
    if let Some(computer) = core.around.host.desktop() {
        computer.quit();
    }
    Ok(Done {})
}
