//! A campus to measure: a few people who are in, and a crowd of accounts that exist.

use std::path::Path;

use anyhow::{Result, ensure};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use menhu_protocol::api::registration::{Activate, Open};
use menhu_protocol::values::{MemberId, Secret};
use menhu_testkit::{Person, roster_csv};
use menhu_tests::api::call;
use menhu_tests::campus::{Campus, http};
use menhu_tests::process::free_port;

use crate::device::Device;

/// People who are in, one a lane: as many as keep two cores busy.
pub const LANES: u8 = 8;
/// Keeps every profile's rules.
const PASSWORD: &str = "Teapot-742-window";
/// A PostgreSQL campus makes no secret of its own; this one is good for nothing else.
const SECRET: &str = "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg";

/// See the module.
pub struct Town {
    pub campus: Campus,
    pub people: Vec<Person>,
}

impl Town {
    /// Everybody of the lanes is activated; `crowd` more accounts exist, see [`Town::crowd_member`].
    pub async fn start(folder: &Path, database: Option<&str>, crowd: usize) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        let mut config = "behind_proxy = [\"127.0.0.1/32\"]\n".to_owned();
        if let Some(database) = database {
            config += &format!("database = \"{database}\"\nsecret = \"{SECRET}\"\n");
        }
        std::fs::write(folder.join("menhu.toml"), config)?;
        let people: Vec<Person> = (0..LANES).map(person).collect();
        let port = free_port()?;
        let origin = format!("http://127.0.0.1:{port}");
        let campus = Campus::start_as(folder, port, &origin, &people)?;
        if crowd > 0 {
            let file = folder.join("crowd.csv");
            std::fs::write(&file, crowd_csv(crowd)?)?;
            let mut import = campus.command()?;
            let import = import
                .args(["--demo", "roster", "import"])
                .arg(&file)
                .output()?;
            ensure!(
                import.status.success(),
                "{}{}",
                String::from_utf8_lossy(&import.stdout),
                String::from_utf8_lossy(&import.stderr)
            );
        }
        let http = http()?;
        for person in &people {
            let open = Open {
                account: MemberId::parse(person.member)?,
                password: Secret::new(person.password),
            };
            let opened = call(&http, &origin, &open).await?;
            let opened = opened.map_err(|failure| anyhow::anyhow!("{failure:?}"))?;
            let activate = Activate {
                registration: opened.registration,
                key: person.member.to_owned(),
            };
            let active = call(&http, &origin, &activate).await?;
            ensure!(active.is_ok(), "{active:?}");
        }
        Ok(Self { campus, people })
    }

    /// The device of one lane, and its tokens.
    pub async fn device(&self, lane: u8) -> Result<(Device, menhu_protocol::api::session::Tokens)> {
        let device = Device::new(&self.campus.origin, lane + 1)?;
        let person = &self.people[usize::from(lane)];
        let tokens = device.sign_in(&self.campus, person).await?;
        Ok((device, tokens))
    }

    /// An account of the crowd.
    pub fn crowd_member(n: usize) -> String {
        format!("E{n:06}")
    }

    /// One that is nobody's.
    pub fn nobody(n: usize) -> String {
        format!("N{n:06}")
    }
}

fn person(lane: u8) -> Person {
    let text = |text: String| -> &'static str { text.leak() };
    Person {
        member: text(format!("L{lane:05}")),
        name: "登录",
        department: "部门",
        category: "在岗",
        certificate: text(format!("L{lane:09}")),
        // Blocks of a hundred of their own: neighbours share a budget of SMS.
        phone: text(format!("138{lane:03}00000")),
        mail: "",
        password: PASSWORD,
    }
}

/// All with one hash of today's setting, as a campus's own system would hand it over.
fn crowd_csv(crowd: usize) -> Result<String> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|e| anyhow::anyhow!("{e}"))?;
    let (salt, mut out) = ([7; 16], [0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(PASSWORD.as_bytes(), &salt, &mut out)
        .map_err(|e| anyhow::anyhow!("{e}"))?;
    let [salt, hash] = [&salt[..], &out].map(|bytes| STANDARD_NO_PAD.encode(bytes));
    let phc = format!("$argon2id$v=19$m=19456,t=2,p=1${salt}${hash}");
    let mut csv = roster_csv(&[]);
    for n in 0..crowd {
        let member = Town::crowd_member(n);
        csv += &format!("{member},人{n},部门{},在岗,C{n:09},,,\"{phc}\"\n", n % 300);
    }
    Ok(csv)
}
