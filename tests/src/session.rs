//! A desktop around the app: a session bus of the test's own, and on it, if wanted, a panel that shows
//! tray icons and a program that shows notifications. Both speak the real protocols; what they are
//! told can be looked at, and their menus and notifications can be pressed.

use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use zbus::zvariant::{OwnedValue, Value};
use zbus::{Connection, connection, interface, proxy};

use crate::process::{Program, pause, until};
use crate::window::Device;

/// How long something on the bus may take. A debug build on two busy cores.
const COMES: Duration = Duration::from_secs(60);

/// Starts nothing by itself: what is on this bus, the test has put there.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// A person's session on a computer.
pub struct Session {
    address: String,
    _bus: Program,
}

impl Session {
    /// # Errors
    /// When no session bus can be started.
    pub fn start(folder: &Path) -> Result<Self> {
        let config = folder.join("bus.conf");
        std::fs::write(&config, BUS)?;
        let mut bus = Program::start(
            Command::new("dbus-daemon")
                .arg(format!("--config-file={}", config.display()))
                .args(["--nofork", "--print-address"]),
            folder.join("bus.log"),
        )?;
        let rest = bus.wait_for("unix:")?;
        Ok(Self {
            address: format!("unix:{rest}"),
            _bus: bus,
        })
    }

    /// `words` as a program of this session on `device`, without a keychain.
    pub fn command(&self, device: &Device, display: &str, words: &[&str]) -> Command {
        let (program, words) = words.split_first().unwrap_or((&"true", &[]));
        let mut command = device.program(program, words);
        command
            .env("DBUS_SESSION_BUS_ADDRESS", &self.address)
            .env("DISPLAY", display);
        command
    }

    fn connect(&self) -> Result<connection::Builder<'_>> {
        Ok(connection::Builder::address(self.address.as_str())?)
    }
}

/// `org.kde.StatusNotifierWatcher`: the panel that shows icons.
pub struct Panel {
    connection: Connection,
    icons: Arc<Mutex<Vec<(String, String)>>>,
}

struct Watcher {
    icons: Arc<Mutex<Vec<(String, String)>>>,
}

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(
        &self,
        service: &str,
        #[zbus(header)] header: zbus::message::Header<'_>,
    ) {
        let sender = header.sender().map(ToString::to_string);
        let icon = if service.starts_with('/') {
            (sender.unwrap_or_default(), service.to_owned())
        } else {
            (service.to_owned(), "/StatusNotifierItem".to_owned())
        };
        let mut icons = self.icons.lock().unwrap_or_else(PoisonError::into_inner);
        // An icon whose menu changes comes again.
        if !icons.contains(&icon) {
            icons.push(icon);
        }
    }

    fn register_status_notifier_host(&self, _service: &str) {}

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        Vec::new()
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }
}

#[proxy(interface = "org.kde.StatusNotifierItem")]
trait Item {
    #[zbus(property)]
    fn menu(&self) -> zbus::Result<zbus::zvariant::OwnedObjectPath>;
}

type Layout = (
    i32,
    std::collections::HashMap<String, OwnedValue>,
    Vec<OwnedValue>,
);

#[proxy(interface = "com.canonical.dbusmenu")]
trait Menu {
    fn get_layout(
        &self,
        parent: i32,
        depth: i32,
        properties: &[&str],
    ) -> zbus::Result<(u32, Layout)>;
    fn event(&self, id: i32, event: &str, data: &Value<'_>, time: u32) -> zbus::Result<()>;
}

impl Panel {
    /// # Errors
    /// When the name is taken.
    pub async fn open(session: &Session) -> Result<Self> {
        let icons = Arc::default();
        let watcher = Watcher {
            icons: Arc::clone(&icons),
        };
        let connection = session
            .connect()?
            .serve_at("/StatusNotifierWatcher", watcher)?
            .name("org.kde.StatusNotifierWatcher")?
            .build()
            .await?;
        Ok(Self { connection, icons })
    }

    /// How many icons were ever hung up here.
    pub fn count(&self) -> usize {
        let icons = self.icons.lock().unwrap_or_else(PoisonError::into_inner);
        icons.len()
    }

    /// The icon that was hung up last, once there is one.
    async fn menu(&self) -> Result<MenuProxy<'static>> {
        let last = || {
            let icons = self.icons.lock().unwrap_or_else(PoisonError::into_inner);
            Ok(icons.last().cloned())
        };
        let (service, path) = until(COMES, last).context("no icon in the tray")?;
        let item = ItemProxy::builder(&self.connection)
            .destination(service.clone())?
            .path(path)?
            .build()
            .await?;
        let menu = item.menu().await.context("the icon has no menu")?;
        Ok(MenuProxy::builder(&self.connection)
            .destination(service)?
            .path(menu)?
            .build()
            .await?)
    }

    /// The words of the icon's menu, in their order; lines between them are left out.
    ///
    /// # Errors
    /// When there is no icon.
    pub async fn words(&self) -> Result<Vec<String>> {
        let menu = self.menu().await?;
        Ok(entries(&menu)
            .await?
            .into_iter()
            .map(|(_, label)| label)
            .collect())
    }

    /// Waits until the menu says exactly this.
    ///
    /// # Errors
    /// When it does not come to that.
    pub async fn says(&self, words: &[&str]) -> Result<()> {
        let begun = Instant::now();
        loop {
            // Between two menus there is none.
            let now = self.words().await;
            match now {
                Ok(now) if now == words => return Ok(()),
                now if begun.elapsed() > COMES => bail!("the tray's menu is {now:?}"),
                _ => pause(),
            }
        }
    }

    /// Chooses an entry of the menu.
    ///
    /// # Errors
    /// When there is none of this name.
    pub async fn choose(&self, label: &str) -> Result<()> {
        let menu = self.menu().await?;
        let entries = entries(&menu).await?;
        let (id, _) = entries
            .iter()
            .find(|(_, known)| known == label)
            .with_context(|| format!("no {label:?} among {entries:?}"))?;
        menu.event(*id, "clicked", &Value::I32(0), 0).await?;
        Ok(())
    }
}

async fn entries(menu: &MenuProxy<'_>) -> Result<Vec<(i32, String)>> {
    let (_, (_, _, children)) = menu.get_layout(0, -1, &[]).await?;
    let mut entries = vec![];
    for child in children {
        let (id, properties, _) = Layout::try_from(child)?;
        if let Some(label) = properties.get("label") {
            // An underscore marks the letter that chooses it.
            let label: String = label.clone().try_into()?;
            entries.push((id, label.replace('_', "")));
        }
    }
    Ok(entries)
}

/// `org.freedesktop.Notifications`: shows nothing, remembers all.
pub struct Notices {
    connection: Connection,
    shown: Arc<Mutex<Vec<(u32, String)>>>,
}

struct Server {
    shown: Arc<Mutex<Vec<(u32, String)>>>,
}

#[interface(name = "org.freedesktop.Notifications")]
impl Server {
    #[allow(
        clippy::too_many_arguments,
        reason = "the call of the Desktop Notifications Specification"
    )]
    fn notify(
        &self,
        _app: &str,
        _replaces: u32,
        _icon: &str,
        summary: &str,
        body: &str,
        _actions: Vec<String>,
        _hints: std::collections::HashMap<String, OwnedValue>,
        _expires: i32,
    ) -> u32 {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let id = u32::try_from(shown.len()).unwrap_or_default() + 1;
        shown.push((id, format!("{summary}\n{body}")));
        id
    }

    fn close_notification(&self, _id: u32) {}

    fn get_capabilities(&self) -> Vec<String> {
        vec!["actions".into(), "body".into()]
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        ("test".into(), "test".into(), "1".into(), "1.2".into())
    }
}

impl Notices {
    /// # Errors
    /// When the name is taken.
    pub async fn open(session: &Session) -> Result<Self> {
        let shown = Arc::default();
        let server = Server {
            shown: Arc::clone(&shown),
        };
        let connection = session
            .connect()?
            .serve_at("/org/freedesktop/Notifications", server)?
            .name("org.freedesktop.Notifications")?
            .build()
            .await?;
        Ok(Self { connection, shown })
    }

    /// Everything that was shown: title and text, a line each.
    pub fn all(&self) -> Vec<String> {
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        shown.iter().map(|(_, text)| text.clone()).collect()
    }

    /// Waits until this many were shown; all of them.
    ///
    /// # Errors
    /// When it does not come to that.
    pub fn wait(&self, count: usize) -> Result<Vec<String>> {
        until(COMES, || {
            Ok(Some(self.all()).filter(|all| all.len() >= count))
        })
        .with_context(|| format!("not {count} notifications: {:?}", self.all()))
    }

    /// Presses the last one.
    ///
    /// # Errors
    /// When there is none.
    pub async fn press(&self) -> Result<()> {
        let id = self
            .shown
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .last()
            .map(|(id, _)| *id)
            .context("nothing to press")?;
        self.connection
            .emit_signal(
                None::<&str>,
                "/org/freedesktop/Notifications",
                "org.freedesktop.Notifications",
                "ActionInvoked",
                &(id, "default"),
            )
            .await?;
        Ok(())
    }
}
