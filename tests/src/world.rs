//! A campus behind a wire, and devices that reach it over that wire.

use std::sync::Arc;

use anyhow::{Context, Result};
use menhu_client::SystemClock;
use menhu_protocol::Clock;
use menhu_protocol::api::signin::Agreed;
use menhu_protocol::ipc::{
    CampusAdopt, CampusCard, CampusFind, Command, ConsentGive, RegistrationActivate,
    RegistrationOpen, SignedIn, SigninCode, SigninCodeProve, SigninPassword,
};
use menhu_protocol::values::Secret;
use menhu_testkit::{PEOPLE, Person};
use menhu_words::{APP_PRIVACY, APP_TERMS};
use tempfile::TempDir;

use crate::campus::Campus;
use crate::devhost::Devhost;
use crate::handset::Handset;
use crate::process::free_port;
use crate::wire::{Wire, WireEnd};

pub struct World {
    pub campus: Campus,
    pub wire: Wire,
    _end: WireEnd,
    folder: TempDir,
    clock: Arc<dyn Clock>,
}

impl World {
    /// # Errors
    /// When the campus does not start.
    pub async fn start() -> Result<Self> {
        Self::start_with(PEOPLE).await
    }

    /// # Errors
    /// When the campus does not start.
    pub async fn start_with(people: &[Person]) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let (wire, end) = Wire::listen().await?;
        let origin = format!("http://{}", wire.address);
        let campus =
            Campus::start_as(&folder.path().join("campus"), free_port()?, &origin, people)?;
        end.lead_to(campus.address);
        Ok(Self {
            campus,
            wire,
            _end: end,
            folder,
            clock: Arc::new(SystemClock),
        })
    }

    /// A device nobody has used yet.
    ///
    /// # Errors
    /// When its folder cannot be made.
    pub fn device(&self, name: &str) -> Result<Handset> {
        let folder = self.folder.path().join(name);
        std::fs::create_dir_all(&folder)?;
        let seed = name.bytes().fold(7, |seed, b| seed * 31 + u64::from(b));
        Handset::new(&folder, self.clock.clone(), seed)
    }

    /// A device whose person has agreed and found the campus.
    ///
    /// # Errors
    /// What the page would show.
    pub async fn device_at_campus(&self, name: &str) -> Result<Handset> {
        let device = self.device(name)?;
        consent(&device).await?;
        adopt(&device, &self.campus.origin).await?;
        Ok(device)
    }

    /// A device on which `person` has registered and signed in.
    ///
    /// # Errors
    /// What the page would show.
    pub async fn device_of(&self, name: &str, person: &Person) -> Result<Handset> {
        let device = self.device_at_campus(name).await?;
        register(&device, person).await?;
        sign_in(&device, &self.campus, person).await?;
        Ok(device)
    }
}

/// An app a person can use: a core in this process, or one in a process of its own.
pub trait App {
    /// One command, as the page sends it; a failure is what the page would show.
    fn tell<C: Command>(&self, ask: C) -> impl Future<Output = Result<C::Reply>>;
}

impl App for Handset {
    async fn tell<C: Command>(&self, ask: C) -> Result<C::Reply> {
        Ok(self.ask(ask).await?)
    }
}

impl App for Devhost {
    async fn tell<C: Command>(&self, ask: C) -> Result<C::Reply> {
        Ok(self.ask(ask).await??)
    }
}

/// The app's own texts, as bundled, are agreed to.
pub async fn consent(app: &impl App) -> Result<()> {
    app.tell(ConsentGive {
        terms: APP_TERMS.version.to_owned(),
        privacy: APP_PRIVACY.version.to_owned(),
    })
    .await?;
    Ok(())
}

/// Finds the campus by its address and agrees to all of its texts.
pub async fn adopt(app: &impl App, address: &str) -> Result<CampusCard> {
    let card = app
        .tell(CampusFind {
            text: address.to_owned(),
        })
        .await?;
    let agreed = card
        .manifest
        .texts
        .iter()
        .map(|text| Agreed {
            kind: text.kind,
            version: text.version.clone(),
        })
        .collect();
    app.tell(CampusAdopt {
        address: card.manifest.origin,
        agreed,
    })
    .await
}

/// Account and password of a person, as a registration begins.
pub fn open(person: &Person) -> RegistrationOpen {
    RegistrationOpen {
        account: person.member.to_owned(),
        password: Secret::new(person.password),
    }
}

/// Account and password of a person, as a sign-in ends.
pub fn password(person: &Person) -> SigninPassword {
    SigninPassword {
        account: person.member.to_owned(),
        password: Secret::new(person.password),
    }
}

/// Registers a person whose record is right.
pub async fn register(app: &impl App, person: &Person) -> Result<()> {
    app.tell(open(person)).await.context("open")?;
    app.tell(RegistrationActivate {})
        .await
        .context("activate")?;
    Ok(())
}

/// Proves the person's phone with the code from the outbox.
pub async fn prove_phone(app: &impl App, campus: &Campus, person: &Person) -> Result<()> {
    app.tell(SigninCode {
        phone: person.phone.to_owned(),
    })
    .await
    .context("code")?;
    let code = campus.code_for(person.phone).await?;
    app.tell(SigninCodeProve {
        code: Secret::new(code),
    })
    .await
    .context("prove")?;
    Ok(())
}

/// Signs in with the code from the outbox.
pub async fn sign_in(app: &impl App, campus: &Campus, person: &Person) -> Result<SignedIn> {
    prove_phone(app, campus, person).await?;
    app.tell(password(person)).await.context("password")
}
