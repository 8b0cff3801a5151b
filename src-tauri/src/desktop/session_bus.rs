//! Who answers on the session bus of this Linux.

use zbus::blocking::Connection;
use zbus::blocking::fdo::DBusProxy;

/// Whether somebody owns this name, or would be started for it. Without a bus nobody does.
pub fn answers(name: &'static str) -> bool {
    ask(name).unwrap_or_else(|error| {
        tracing::debug!(%error, name, "nobody to ask on the session bus");
        false
    })
}

fn ask(name: &'static str) -> zbus::Result<bool> {
    let connection = Connection::session()?;
    let bus = DBusProxy::new(&connection)?;
    if bus.name_has_owner(name.try_into()?)? {
        return Ok(true);
    }
    let startable = bus.list_activatable_names()?;
    Ok(startable.iter().any(|known| known.as_str() == name))
}
