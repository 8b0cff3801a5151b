//! A campus behind a wire, and devices that reach it over that wire.

use std::sync::Arc;

use anyhow::{Context, Result};
use menhu_client::SystemClock;
use menhu_protocol::api::session::Done;
use menhu_protocol::api::signin::Agreed;
use menhu_protocol::ipc::{
    CampusAdopt, CampusCard, CampusFind, ConsentGive, RegistrationActivate, RegistrationOpen,
    SigninCode, SigninCodeProve, SigninPassword,
};
use menhu_protocol::values::Secret;
use menhu_protocol::{Clock, Failure};
use menhu_testkit::{PEOPLE, Person};
use menhu_words::{APP_PRIVACY, APP_TERMS};
use tempfile::TempDir;

use crate::campus::Campus;
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

/// The app's own texts, as bundled, are agreed to.
pub async fn consent(device: &Handset) -> Result<Done, Failure> {
    device
        .ask(ConsentGive {
            terms: APP_TERMS.version.to_owned(),
            privacy: APP_PRIVACY.version.to_owned(),
        })
        .await
}

/// Finds the campus by its address and agrees to all of its texts.
pub async fn adopt(device: &Handset, address: &str) -> Result<CampusCard, Failure> {
    let card = device
        .ask(CampusFind {
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
    device
        .ask(CampusAdopt {
            address: card.manifest.origin.clone(),
            agreed,
        })
        .await
}

/// Registers a person whose record is right.
pub async fn register(device: &Handset, person: &Person) -> Result<()> {
    device
        .ask(RegistrationOpen {
            account: person.member.to_owned(),
            password: Secret::new(person.password),
        })
        .await
        .context("open")?;
    device
        .ask(RegistrationActivate {})
        .await
        .context("activate")?;
    Ok(())
}

/// Signs in with the code from the outbox.
pub async fn sign_in(device: &Handset, campus: &Campus, person: &Person) -> Result<()> {
    device
        .ask(SigninCode {
            phone: person.phone.to_owned(),
        })
        .await
        .context("code")?;
    let code = campus.code_for(person.phone).await?;
    device
        .ask(SigninCodeProve {
            code: Secret::new(code),
        })
        .await
        .context("prove")?;
    device
        .ask(SigninPassword {
            account: person.member.to_owned(),
            password: Secret::new(person.password),
        })
        .await
        .context("password")?;
    Ok(())
}
