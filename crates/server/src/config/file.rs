//! The TOML file and the environment as they are written, and their way into a [`Config`].

mod delivery;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use menhu_protocol::values::{CampusAddress, Secret};
use menhu_protocol::{Desk, Localized, TextKind};
use menhu_words::{Lexicon, Tongue};
use serde::Deserialize;

use super::app::WrittenApp;
use super::phones::WrittenPhones;
use super::systems::{WrittenSystem, systems_of};
use super::{BudgetConfig, CampusConfig, Config, RecoveryConfig, SMS_A_DAY, TextConfig, TlsConfig};
use crate::identity::password::Profile;
use crate::release::Key;
use delivery::{mail_of, sms_of};

/// Where `serve` listens when nothing is set: this machine only, until the IT office says otherwise.
const LISTEN: &str = "127.0.0.1:8080";
/// The least app of a campus that sets none: the first one there is.
const LEAST_APP: &str = "0.1.0";
/// look.md, "Colours", accent (default).
const ACCENT: &str = "#1F5FA8";

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Written {
    listen: Option<String>,
    origin: Option<String>,
    database: Option<String>,
    data_dir: Option<PathBuf>,
    downloads_dir: Option<PathBuf>,
    update_key: Option<String>,
    secret: Option<Secret>,
    secret_file: Option<PathBuf>,
    demo: Option<bool>,
    behind_proxy: Vec<String>,
    sms_a_day: Option<i64>,
    app: WrittenApp,
    system: Vec<WrittenSystem>,
    campus: WrittenCampus,
    texts: Vec<WrittenText>,
    sms: Option<WrittenSms>,
    mail: Option<WrittenMail>,
    tls: Option<WrittenTls>,
    password: WrittenPassword,
    recovery: WrittenRecovery,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct WrittenPassword {
    profile: Profile,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct WrittenRecovery {
    questions: bool,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct WrittenCampus {
    slug: Option<String>,
    name: Option<Localized>,
    accent: Option<String>,
    logo: Option<PathBuf>,
    desk: Option<Desk>,
    filing: Option<String>,
    foreign_phones: Option<WrittenPhones>,
    least_app: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenText {
    kind: TextKind,
    version: String,
    /// Files with the whole text.
    zh: PathBuf,
    en: PathBuf,
    /// Files with what changed; absent for the first version.
    zh_changed: Option<PathBuf>,
    en_changed: Option<PathBuf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, tag = "by", rename_all = "snake_case")]
enum WrittenSms {
    Demo,
    Gateway {
        url: String,
        secret: Option<Secret>,
    },
    Aliyun {
        endpoint: Option<String>,
        access_key: String,
        access_secret: Option<Secret>,
        sign_name: String,
        code_template: String,
        notice_template: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, tag = "by", rename_all = "snake_case")]
enum WrittenMail {
    Demo,
    Smtp { url: Option<Secret>, from: String },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenTls {
    cert: PathBuf,
    key: PathBuf,
}

/// `env` is the environment, an argument so that a test can have its own.
pub(super) fn read(
    file: Option<&Path>,
    demo: bool,
    env: &dyn Fn(&str) -> Option<String>,
) -> anyhow::Result<Config> {
    let (written, folder) = match file {
        Some(path) => {
            let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
            let written: Written =
                toml::from_str(&text).with_context(|| path.display().to_string())?;
            let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
            (written, folder)
        }
        None => (Written::default(), PathBuf::new()),
    };
    let demo = demo || env("MENHU_DEMO").is_some_and(|v| v == "1") || written.demo == Some(true);
    let listen = env("MENHU_LISTEN").or(written.listen);
    let listen = listen.as_deref().unwrap_or(LISTEN);
    let listen: std::net::SocketAddr = listen
        .parse()
        .with_context(|| format!("listen: `{listen}` is not ADDRESS:PORT"))?;
    let origin = env("MENHU_ORIGIN").or(written.origin);
    let origin_is_set = origin.is_some();
    let origin = match origin {
        Some(text) => CampusAddress::parse(&text).with_context(|| format!("origin: `{text}`"))?,
        None if demo => here(listen.port())?,
        None => {
            bail!("origin: the public address is missing, such as https://menhu.example.edu.cn")
        }
    };
    let data_dir = env("MENHU_DATA_DIR").map(PathBuf::from);
    let data_dir = data_dir
        .or_else(|| written.data_dir.map(|dir| folder.join(dir)))
        .unwrap_or_else(|| folder.join("menhu-data"));
    let downloads_dir = env("MENHU_DOWNLOADS_DIR").map(PathBuf::from);
    let downloads_dir = downloads_dir
        .or_else(|| written.downloads_dir.map(|dir| folder.join(dir)))
        .unwrap_or_else(|| data_dir.join("downloads"));
    let update_key = env("MENHU_UPDATE_KEY")
        .or(written.update_key)
        .filter(|text| !text.trim().is_empty())
        .map(|text| {
            Key::parse(&text)
                .context("update_key: not the content of the .pub file that Tauri writes")
        })
        .transpose()?;
    let database = env("MENHU_DATABASE")
        .or(written.database)
        .unwrap_or_else(|| format!("sqlite://{}", data_dir.join("menhu.db").display()));
    let secret_file = env("MENHU_SECRET_FILE").map(PathBuf::from);
    let secret_file = secret_file.or_else(|| written.secret_file.map(|f| folder.join(f)));
    let secrets = match (
        env("MENHU_SECRET").map(Secret::new).or(written.secret),
        secret_file,
    ) {
        (Some(secret), _) => vec![secret],
        (None, Some(path)) => crate::keys::secrets_of(&path)?,
        (None, None) => Vec::new(),
    };
    let mut proxies = written.behind_proxy;
    proxies.extend(
        env("MENHU_BEHIND_PROXY")
            .iter()
            .flat_map(|text| text.split(',').map(str::to_owned)),
    );
    let behind_proxy = proxies
        .iter()
        .map(|text| {
            text.parse()
                .map_err(|why| anyhow::anyhow!("behind_proxy: {why}"))
        })
        .collect::<anyhow::Result<_>>()?;
    let tls = match (env("MENHU_TLS_CERT"), env("MENHU_TLS_KEY"), written.tls) {
        (Some(cert), Some(key), _) => Some(TlsConfig {
            cert: cert.into(),
            key: key.into(),
        }),
        (None, None, Some(tls)) => Some(TlsConfig {
            cert: folder.join(tls.cert),
            key: folder.join(tls.key),
        }),
        (None, None, None) => None,
        _ => bail!("MENHU_TLS_CERT and MENHU_TLS_KEY belong together"),
    };
    let campus = campus_of(written.campus, demo, &folder)?;
    let texts = texts_of(written.texts, &folder, &campus.name)?;
    Ok(Config {
        listen,
        origin,
        origin_is_set,
        campus,
        texts,
        database,
        data_dir,
        downloads_dir,
        update_key,
        secrets,
        sms: sms_of(written.sms, demo, env)?,
        mail: mail_of(written.mail, demo, env)?,
        tls,
        behind_proxy,
        demo,
        app: written.app.check()?,
        systems: systems_of(written.system)?,
        password: written.password.profile,
        recovery: RecoveryConfig {
            questions: written.recovery.questions,
        },
        budget: BudgetConfig {
            sms_a_day: written.sms_a_day.unwrap_or(SMS_A_DAY),
        },
    })
}

/// This machine, on a port.
pub(crate) fn here(port: u16) -> anyhow::Result<CampusAddress> {
    Ok(CampusAddress::parse(&format!("http://127.0.0.1:{port}"))?)
}

fn campus_of(written: WrittenCampus, demo: bool, folder: &Path) -> anyhow::Result<CampusConfig> {
    ensure!(
        demo || written.name.is_some() && written.desk.is_some() && written.slug.is_some(),
        "campus: slug, name {{ zh, en }} and desk {{ phone, hours {{ zh, en }} }} must be set"
    );
    let slug = written.slug.unwrap_or_else(|| "demo".to_owned());
    ensure!(
        !slug.is_empty()
            && slug.len() <= 32
            && slug
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
        "campus.slug: `{slug}` may hold a-z, 0-9 and -, at most 32"
    );
    let accent = written.accent.unwrap_or_else(|| ACCENT.to_owned());
    ensure!(
        menhu_words::accent::readable(&accent, menhu_words::accent::Row::Light).is_some(),
        "campus.accent: `{accent}` is not #RRGGBB"
    );
    let least_app = written.least_app.unwrap_or_else(|| LEAST_APP.to_owned());
    ensure!(
        crate::release::version_of(&least_app).is_some(),
        "campus.least_app: `{least_app}` is not MAJOR.MINOR.PATCH"
    );
    Ok(CampusConfig {
        slug,
        name: written
            .name
            .unwrap_or_else(|| said(|words| words.say("demo-campus-name"))),
        accent,
        logo: written.logo.map(|logo| folder.join(logo)),
        desk: written.desk.unwrap_or_else(|| Desk {
            phone: "0451-86412345".to_owned(),
            hours: said(|words| words.say("demo-desk-hours")),
        }),
        filing: written.filing,
        foreign_phones: written
            .foreign_phones
            .map_or_else(Default::default, |w| w.0),
        least_app,
    })
}

/// Words of the server's own in both languages.
fn said(say: impl Fn(&Lexicon) -> String) -> Localized {
    Localized {
        zh: say(&Lexicon::of(Tongue::Zh)),
        en: say(&Lexicon::of(Tongue::En)),
    }
}

/// The texts a campus begins with; its own replace them.
const SAMPLES: [(TextKind, &str, &str); 2] = [
    (
        TextKind::Terms,
        include_str!("../../texts/terms.zh-CN.txt"),
        include_str!("../../texts/terms.en.txt"),
    ),
    (
        TextKind::Privacy,
        include_str!("../../texts/privacy.zh-CN.txt"),
        include_str!("../../texts/privacy.en.txt"),
    ),
];
/// The day the samples were written.
pub(crate) const SAMPLE_VERSION: &str = "2026-11-21";

fn texts_of(
    written: Vec<WrittenText>,
    folder: &Path,
    campus: &Localized,
) -> anyhow::Result<Vec<TextConfig>> {
    let mut texts = Vec::new();
    for text in written {
        ensure!(
            text.kind != TextKind::Other,
            "texts.kind: `terms` and `privacy` are known"
        );
        let body = |file: PathBuf| {
            let path = folder.join(file);
            std::fs::read_to_string(&path).with_context(|| path.display().to_string())
        };
        texts.push(TextConfig {
            kind: text.kind,
            version: text.version,
            body: Localized {
                zh: body(text.zh)?,
                en: body(text.en)?,
            },
            changed: Localized {
                zh: text.zh_changed.map(body).transpose()?.unwrap_or_default(),
                en: text.en_changed.map(body).transpose()?.unwrap_or_default(),
            },
        });
    }
    for (kind, zh, en) in SAMPLES {
        if texts.iter().all(|text| text.kind != kind) {
            texts.push(TextConfig {
                kind,
                version: SAMPLE_VERSION.to_owned(),
                body: Localized {
                    zh: zh.replace("{campus}", &campus.zh),
                    en: en.replace("{campus}", &campus.en),
                },
                changed: Localized {
                    zh: String::new(),
                    en: String::new(),
                },
            });
        }
    }
    // Versions are days, `YYYY-MM-DD`: their text sorts as their time does.
    texts.sort_by(|a, b| (a.kind, &a.version).cmp(&(b.kind, &b.version)));
    Ok(texts)
}
