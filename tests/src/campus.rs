//! A real campus server: the binary, an embedded database in a folder of its own, a roster of people.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use menhu_protocol::values::{Phone, PhoneCode};
use menhu_testkit::{PEOPLE, Person, roster_csv};
use serde::Deserialize;
use sqlx::Connection;

use crate::process::{Program, binary, free_port, pause};
use crate::wine::Wine;

/// How long a message may take into the outbox.
const ARRIVES: Duration = Duration::from_secs(20);

/// A campus in demo mode. Its folder outlives the program, so it can be killed and started again.
pub struct Campus {
    folder: PathBuf,
    /// What the app calls it, `http://127.0.0.1:8787`; may be a wire in front of it.
    pub origin: String,
    /// Where it really listens.
    pub address: SocketAddr,
    /// The Windows it runs on, when it is one.
    wine: Option<Wine>,
    program: Program,
}

/// One message in the demo outbox.
#[derive(Clone, Debug, Deserialize)]
pub struct Message {
    pub to: String,
    pub text: String,
}

impl Campus {
    /// A campus with everybody of the test kit on its roster.
    ///
    /// # Errors
    /// When the server does not start; with what it printed.
    pub fn start(folder: &Path) -> Result<Self> {
        let port = free_port()?;
        Self::start_as(folder, port, &format!("http://127.0.0.1:{port}"), PEOPLE)
    }

    /// A campus that calls itself `origin`: the address of the wire in front of it.
    ///
    /// # Errors
    /// When the server does not start; with what it printed.
    pub fn start_as(folder: &Path, port: u16, origin: &str, people: &[Person]) -> Result<Self> {
        Self::start_on(None, folder, port, origin, people)
    }

    /// The Windows program, with everybody of the test kit on its roster.
    ///
    /// # Errors
    /// When the server does not start; with what it printed.
    pub fn start_on_windows(wine: &Wine, folder: &Path) -> Result<Self> {
        let port = free_port()?;
        let origin = format!("http://127.0.0.1:{port}");
        Self::start_on(Some(wine), folder, port, &origin, PEOPLE)
    }

    fn start_on(
        wine: Option<&Wine>,
        folder: &Path,
        port: u16,
        origin: &str,
        people: &[Person],
    ) -> Result<Self> {
        std::fs::create_dir_all(folder.join("data/downloads"))?;
        std::fs::write(folder.join("roster.csv"), roster_csv(people))?;
        let import = command(wine, folder, port, origin)?
            .args(["--demo", "roster", "import", "roster.csv"])
            .output()?;
        ensure!(
            import.status.success(),
            "roster import: {}{}",
            String::from_utf8_lossy(&import.stdout),
            String::from_utf8_lossy(&import.stderr)
        );
        let program = serve(wine, folder, port, origin)?;
        Ok(Self {
            folder: folder.to_owned(),
            origin: origin.to_owned(),
            address: SocketAddr::from(([127, 0, 0, 1], port)),
            wine: wine.cloned(),
            program,
        })
    }

    /// SIGKILL, as a power cut would.
    pub fn kill(&mut self) {
        self.program.kill();
    }

    /// Starts again on the same database and the same port.
    ///
    /// # Errors
    /// When it does not.
    pub fn restart(&mut self) -> Result<()> {
        self.program.kill();
        let (wine, port) = (self.wine.as_ref(), self.address.port());
        self.program = serve(wine, &self.folder, port, &self.origin)?;
        Ok(())
    }

    /// `menhu-server` with this campus's environment, for another subcommand.
    ///
    /// # Errors
    /// When the program is not built.
    pub fn command(&self) -> Result<Command> {
        command(
            self.wine.as_ref(),
            &self.folder,
            self.address.port(),
            &self.origin,
        )
    }

    /// The newest code sent to a phone, as soon as it is there.
    ///
    /// # Errors
    /// When none arrives.
    pub async fn code_for(&self, phone: &str) -> Result<String> {
        let begun = Instant::now();
        loop {
            if let Some(message) = self.messages_to(phone).await?.first() {
                let code = PhoneCode::parse(&message.text)
                    .with_context(|| format!("no code in {:?}", message.text))?;
                return Ok(code.as_str().to_owned());
            }
            if begun.elapsed() > ARRIVES {
                bail!("no message to {phone} in the outbox");
            }
            pause();
        }
    }

    /// Everything sent to a phone, newest first.
    ///
    /// # Errors
    /// When the outbox cannot be read.
    pub async fn messages_to(&self, phone: &str) -> Result<Vec<Message>> {
        let phone = Phone::parse(phone)?;
        let mut messages = self.outbox().await?;
        messages.retain(|m| Phone::parse(&m.to).is_ok_and(|to| to == phone));
        Ok(messages)
    }

    /// The whole outbox, newest first.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn outbox(&self) -> Result<Vec<Message>> {
        let url = format!("http://{}/demo/outbox.json", self.address);
        Ok(http()?
            .get(url)
            .send()
            .await?
            .error_for_status()?
            .json()
            .await?)
    }

    /// A minute passes for whoever waits to send a number another code: the one thing of that minute that
    /// the campus remembers is taken out of its books.
    ///
    /// # Errors
    /// When the books cannot be written.
    pub async fn minute_passes(&self) -> Result<()> {
        let url = format!("sqlite://{}", self.database().display());
        let mut books = sqlx::SqliteConnection::connect(&url).await?;
        sqlx::query("DELETE FROM budget WHERE bucket LIKE 'sms:gap:%' OR bucket LIKE 'mail:gap:%'")
            .execute(&mut books)
            .await?;
        Ok(())
    }

    /// Prints the poster; the folder with `poster.png` and the others.
    ///
    /// # Errors
    /// When the command fails.
    pub fn poster(&self) -> Result<PathBuf> {
        let out = self.folder.join("poster");
        let printed = self
            .command()?
            .args(["--demo", "poster", "--out"])
            .arg(&out)
            .output()?;
        ensure!(
            printed.status.success(),
            "poster: {}",
            String::from_utf8_lossy(&printed.stderr)
        );
        Ok(out)
    }

    /// The database file, for a checker that trusts nobody's word.
    pub fn database(&self) -> PathBuf {
        self.folder.join("data/menhu.db")
    }

    /// The folder the IT office fills with installers.
    pub fn downloads(&self) -> PathBuf {
        self.folder.join("data/downloads")
    }

    pub fn pid(&self) -> u32 {
        self.program.pid()
    }
}

/// A campus with TLS of its own: a certificate authority that only the test knows, and a server
/// certificate with dates of the test's choosing.
pub struct TlsCampus {
    pub campus: Campus,
    /// The authority, PEM; a device trusts it as a campus with a private one would have it set.
    pub authority: String,
}

impl TlsCampus {
    /// A campus at `https://localhost:PORT` whose certificate is good between two days `(y, m, d)`.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(folder: &Path, from: (i32, u8, u8), until: (i32, u8, u8)) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        let day = |(y, m, d)| rcgen::date_time_ymd(y, m, d);
        let authority_key = rcgen::KeyPair::generate()?;
        let mut authority = rcgen::CertificateParams::new(Vec::<String>::new())?;
        authority.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        (authority.not_before, authority.not_after) = (day((2000, 1, 1)), day((2100, 1, 1)));
        let authority_pem = authority.self_signed(&authority_key)?.pem();
        let issuer = rcgen::Issuer::new(authority, authority_key);
        let key = rcgen::KeyPair::generate()?;
        let mut server = rcgen::CertificateParams::new(vec!["localhost".to_owned()])?;
        (server.not_before, server.not_after) = (day(from), day(until));
        let certificate = server.signed_by(&key, &issuer)?;
        std::fs::write(folder.join("cert.pem"), certificate.pem())?;
        std::fs::write(folder.join("key.pem"), key.serialize_pem())?;
        std::fs::write(
            folder.join("menhu.toml"),
            "[tls]\ncert = \"cert.pem\"\nkey = \"key.pem\"\n",
        )?;
        let port = free_port()?;
        let campus = Campus::start_as(folder, port, &format!("https://localhost:{port}"), PEOPLE)?;
        Ok(Self {
            campus,
            authority: authority_pem,
        })
    }
}

/// One client for tests, without the system's proxies.
///
/// # Errors
/// When TLS cannot be set up.
pub fn http() -> Result<reqwest::Client> {
    // A second installation is refused and changes nothing: there is one provider.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Ok(reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(Duration::from_secs(60))
        .build()?)
}

fn command(wine: Option<&Wine>, folder: &Path, port: u16, origin: &str) -> Result<Command> {
    let mut command = match wine {
        Some(wine) => wine.program("menhu-server")?,
        None => Command::new(binary("menhu-server")?),
    };
    let data = folder.join("data");
    let data = match wine {
        Some(wine) => wine.path(&data)?.into(),
        None => data.into_os_string(),
    };
    if folder.join("menhu.toml").exists() {
        command.args(["--config", "menhu.toml"]);
    }
    command
        .env("MENHU_DATA_DIR", data)
        .env("MENHU_LISTEN", format!("127.0.0.1:{port}"))
        .env("MENHU_ORIGIN", origin)
        .current_dir(folder);
    Ok(command)
}

fn serve(wine: Option<&Wine>, folder: &Path, port: u16, origin: &str) -> Result<Program> {
    let mut program = Program::start(
        command(wine, folder, port, origin)?.args(["--demo", "serve"]),
        folder.join("server.log"),
    )?;
    program.wait_for("listening on ")?;
    Ok(program)
}
