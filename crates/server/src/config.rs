//! What the IT office sets: one TOML file, and environment variables `MENHU_…` over it.
//!
//! Relative paths are meant from the folder of the file. What is missing has a default that runs; what
//! is wrong is refused by name before anything starts.

mod app;
mod file;
mod network;
mod phones;
mod systems;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use menhu_protocol::values::{CampusAddress, Secret};
use menhu_protocol::{Desk, Localized, TextKind};

pub use app::{AndroidApp, AppConfig};
pub(crate) use file::{SAMPLE_VERSION, here};
pub use network::Network;
pub use phones::ForeignPhones;
pub use systems::SystemConfig;

use crate::identity::password::Profile;
use crate::release::Key;

/// Everything the server is told from outside.
#[derive(Clone, Debug)]
pub struct Config {
    pub listen: SocketAddr,
    /// The public address; every link and every `htu` is built from it, never from a `Host` header
    /// (security.md RC-4). Without one (demo only) it is the address that was bound.
    pub origin: CampusAddress,
    /// Whether `origin` was set, or is a stand-in until the port is known.
    pub origin_is_set: bool,
    pub campus: CampusConfig,
    /// The campus's own texts, all versions that were ever shown, oldest first within a kind.
    pub texts: Vec<TextConfig>,
    /// `sqlite:///var/lib/menhu/menhu.db` or `postgres://…`.
    pub database: String,
    pub data_dir: PathBuf,
    /// The folder of installers: what was given out, and what the IT office lays in.
    pub downloads_dir: PathBuf,
    /// With which installers for computers are signed; `None`: none are.
    pub update_key: Option<Key>,
    /// Master secrets, newest first, as written (base64url or hex, ≥ 32 bytes); see [`crate::keys`].
    pub secrets: Vec<Secret>,
    pub sms: SmsConfig,
    pub mail: MailConfig,
    pub tls: Option<TlsConfig>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub behind_proxy: Vec<Network>,
    /// Demo mode: outbox page, generated secret, no real messages.
    pub demo: bool,
    /// The campus's own build of the app.
    pub app: AppConfig,
    /// 业务系统, in the order of the file.
    pub systems: Vec<SystemConfig>,
    pub budget: BudgetConfig,
    /// What is asked of passwords.
    pub password: Profile,
    pub recovery: RecoveryConfig,
}

/// How forgotten passwords are found again.
#[derive(Clone, Copy, Debug, Default)]
pub struct RecoveryConfig {
    /// 密保问题, beside phone and mail; see [`crate::question`].
    pub questions: bool,
}

/// The campus as its manifest tells it.
#[derive(Clone, Debug)]
pub struct CampusConfig {
    /// Short stable name, `[a-z0-9-]`.
    pub slug: String,
    pub name: Localized,
    /// `#RRGGBB`
    pub accent: String,
    /// Square SVG or PNG.
    pub logo: Option<PathBuf>,
    pub desk: Desk,
    /// 备案号
    pub filing: Option<String>,
    /// Which numbers of other countries are accepted.
    pub foreign_phones: ForeignPhones,
    /// `major.minor.patch`
    pub least_app: String,
}

/// One version of one of the campus's texts.
#[derive(Clone, Debug)]
pub struct TextConfig {
    pub kind: TextKind,
    /// `YYYY-MM-DD`
    pub version: String,
    /// One paragraph a line.
    pub body: Localized,
    /// What is different from the version before, one point a line; empty for the first.
    pub changed: Localized,
}

/// How SMS leave.
#[derive(Clone, Debug)]
pub enum SmsConfig {
    /// Into the outbox table; demo mode only.
    Demo,
    /// Nothing is set: every code fails with `sms_down`, and `doctor` says so.
    Off,
    /// A signed POST to the campus's own gateway; see [`crate::delivery`].
    Gateway {
        url: String,
        secret: Secret,
    },
    Aliyun(AliyunConfig),
}

/// Aliyun SMS (Dysmsapi 2017-05-25, `SendSms`).
#[derive(Clone, Debug)]
pub struct AliyunConfig {
    pub endpoint: String,
    pub access_key: String,
    pub access_secret: Secret,
    /// 短信签名
    pub sign_name: String,
    /// 模板 of a code; its one variable is `code`.
    pub code_template: String,
    /// 模板 of notices; its one variable is `what`, what happened to the account.
    pub notice_template: String,
}

/// How mail leaves.
#[derive(Clone, Debug)]
pub enum MailConfig {
    /// Into the outbox table; demo mode only.
    Demo,
    /// Nothing is set; `doctor` says so.
    Off,
    Smtp {
        /// `smtps://user:password@host:465` or `smtp://…?tls=required`
        url: Secret,
        from: String,
    },
}

/// PEM files, as ACME clients write them.
#[derive(Clone, Debug)]
pub struct TlsConfig {
    pub cert: PathBuf,
    pub key: PathBuf,
}

/// Budgets a campus may set to its size.
#[derive(Clone, Copy, Debug)]
pub struct BudgetConfig {
    /// SMS the campus pays for in a day.
    pub sms_a_day: i64,
}

/// Three SMS for each of the 4,000 a middle campus activates on its busiest day.
const SMS_A_DAY: i64 = 12_000;

impl Config {
    /// Reads the file (if any) and the environment over it; `demo` is the flag of the command line.
    ///
    /// # Errors
    /// A sentence for the log that names the file, the field and what is wrong with it.
    pub fn read(file: Option<&Path>, demo: bool) -> anyhow::Result<Self> {
        file::read(file, demo, &|name| std::env::var(name).ok())
    }

    /// A campus for trying things out and for tests: everything in `data_dir`, messages in the
    /// outbox, no environment read.
    ///
    /// # Errors
    /// None that a test has met; the signature is [`Config::read`]'s.
    pub fn demo(data_dir: &Path) -> anyhow::Result<Self> {
        let data_dir = data_dir.display().to_string();
        file::read(None, true, &|name| {
            (name == "MENHU_DATA_DIR").then(|| data_dir.clone())
        })
    }

    /// The newest version of a text at this moment.
    pub fn text(&self, kind: TextKind) -> Option<&TextConfig> {
        self.texts.iter().rfind(|text| text.kind == kind)
    }

    /// The system an address is at: scheme, host and port are exactly those of its `url`.
    pub fn system_at(&self, url: &reqwest::Url) -> Option<&SystemConfig> {
        self.systems.iter().find(|system| system.holds(url))
    }
}
