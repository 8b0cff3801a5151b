//! The app is killed by SIGKILL at every step of both flows, the steps taken from the flows' own
//! enums: it reopens at that step, nothing secret was written down, nothing happens twice.

use anyhow::{Context, Result};
use menhu_protocol::Code;
use menhu_protocol::ipc::{
    AppStart, Bookmark, BookmarkKeep, Keychain, RegistrationActivate, RegistrationBookmark,
    RegistrationPhone, RegistrationPhoneProve, RegistrationStep, SigninBookmark, SigninCode,
    SigninCodeProve, SigninStep,
};
use menhu_protocol::values::Secret;
use menhu_testkit::{PEOPLE, Person};
use menhu_tests::api::call;
use menhu_tests::campus::{Campus, http};
use menhu_tests::devhost::Devhost;
use menhu_tests::window::Device;
use menhu_tests::world::{adopt, consent, open, password};

/// Everything secret that is typed or received on the way; none of it may be in the app's folder.
fn secrets(code: Option<&str>) -> Vec<String> {
    let mut all = vec![
        PEOPLE[0].password.to_owned(),
        PEOPLE[0].certificate.to_owned(),
    ];
    all.extend(code.map(str::to_owned));
    all
}

pub async fn at_campus(device: &Device, campus: &Campus) -> Result<Devhost> {
    let app = Devhost::start(device)?;
    consent(&app).await?;
    adopt(&app, &campus.origin).await?;
    Ok(app)
}

/// Nothing in the app's folder holds one of the secrets.
pub fn assert_no_secret_on_disk(device: &Device, secrets: &[String]) -> Result<()> {
    for file in std::fs::read_dir(device.app_data())? {
        let path = file?.path();
        let bytes = std::fs::read(&path).unwrap_or_default();
        for secret in secrets {
            let found = bytes
                .windows(secret.len())
                .any(|window| window == secret.as_bytes());
            assert!(!found, "a secret is in {}", path.display());
        }
    }
    Ok(())
}

pub async fn bookmark(app: &Devhost) -> Result<Bookmark> {
    let start = app.ask(AppStart {}).await??;
    assert_eq!(
        start.keychain,
        Keychain::Ready,
        "the keychain of this device answers"
    );
    start.bookmark.context("no bookmark")
}

#[tokio::test(flavor = "multi_thread")]
async fn registration_reopens_at_the_step_where_it_was_killed() -> Result<()> {
    for step in RegistrationStep::ALL {
        let scratch = tempfile::tempdir()?;
        let campus = Campus::start(&scratch.path().join("campus"))?;
        let device = Device::new(&scratch.path().join("device"))?;
        let app = at_campus(&device, &campus).await?;
        let person = &PEOPLE[0];
        let (another, typed) = ("13500135001", "198803017");
        // The page writes down where it is; the core does so by itself whenever the campus answers.
        let page_is_at = |step| BookmarkKeep {
            bookmark: Bookmark::Registration(RegistrationBookmark {
                step,
                account: typed.to_owned(),
                phone: another.to_owned(),
                standing: None,
                code: None,
            }),
        };
        if *step != RegistrationStep::Account {
            app.ask(open(person)).await??;
        }
        match step {
            RegistrationStep::Account | RegistrationStep::Dispute | RegistrationStep::Phone => {
                app.ask(page_is_at(*step)).await??;
            }
            RegistrationStep::Confirm => {}
            RegistrationStep::Code => {
                app.ask(RegistrationPhone {
                    phone: another.to_owned(),
                    certificate: Secret::new(person.certificate),
                })
                .await??;
            }
            RegistrationStep::Done => {
                app.ask(RegistrationActivate {}).await??;
            }
        }
        let sent = campus.outbox().await?.len();
        app.kill();

        let app = Devhost::start(&device)?;
        let Bookmark::Registration(kept) = bookmark(&app).await? else {
            panic!("{step:?}: another flow")
        };
        assert_eq!(kept.step, *step);
        assert_eq!(
            campus.outbox().await?.len(),
            sent,
            "{step:?}: reopening sends nothing"
        );
        assert_no_secret_on_disk(&device, &secrets(None))?;
        // And from there it goes on.
        match step {
            RegistrationStep::Account => {
                assert_eq!(kept.account, typed, "what was typed is kept");
                app.ask(open(person)).await??;
            }
            RegistrationStep::Confirm
            | RegistrationStep::Dispute
            | RegistrationStep::Phone
            | RegistrationStep::Done => {
                let done = app.ask(RegistrationActivate {}).await??;
                assert_eq!(done.phone, "138****8000", "{step:?}");
            }
            RegistrationStep::Code => {
                assert!(kept.code.is_some(), "the countdown goes on");
                let code = campus.code_for(another).await?;
                app.ask(RegistrationPhoneProve {
                    code: Secret::new(code),
                })
                .await??;
                let done = app.ask(RegistrationActivate {}).await??;
                assert_eq!(done.phone, "135****5001");
            }
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_reopens_at_the_step_where_it_was_killed() -> Result<()> {
    // A password that has to be renewed has a journey of its own (recovery.rs).
    for step in SigninStep::ALL
        .iter()
        .filter(|step| **step != SigninStep::Renewal)
    {
        let scratch = tempfile::tempdir()?;
        let campus = Campus::start(&scratch.path().join("campus"))?;
        let device = Device::new(&scratch.path().join("device"))?;
        let person = &PEOPLE[0];
        activated(&campus, person).await?;
        let app = at_campus(&device, &campus).await?;
        let phone = match step {
            SigninStep::WrongPhone => "13500135002",
            _ => person.phone,
        };
        let mut code = None;
        match step {
            SigninStep::Phone => {
                app.ask(BookmarkKeep {
                    bookmark: Bookmark::Signin(SigninBookmark {
                        step: *step,
                        phone: phone.to_owned(),
                        account: String::new(),
                        code: None,
                        wrong: None,
                        unmet: vec![],
                    }),
                })
                .await??;
            }
            SigninStep::Code
            | SigninStep::WrongPhone
            | SigninStep::Password
            | SigninStep::Renewal => {
                app.ask(SigninCode {
                    phone: phone.to_owned(),
                })
                .await??;
                let sent = campus.code_for(phone).await?;
                if *step != SigninStep::Code {
                    let proven = app
                        .ask(SigninCodeProve {
                            code: Secret::new(sent.clone()),
                        })
                        .await?;
                    assert_eq!(proven.is_ok(), *step == SigninStep::Password);
                }
                code = Some(sent);
            }
        }
        let sent = campus.outbox().await?.len();
        app.kill();

        let app = Devhost::start(&device)?;
        let Bookmark::Signin(kept) = bookmark(&app).await? else {
            panic!("{step:?}: another flow")
        };
        assert_eq!((kept.step, kept.phone.as_str()), (*step, phone));
        assert_eq!(
            campus.outbox().await?.len(),
            sent,
            "{step:?}: reopening sends nothing"
        );
        assert_no_secret_on_disk(&device, &secrets(code.as_deref()))?;
        if *step == SigninStep::WrongPhone {
            assert_eq!(kept.wrong, Some(Code::PhoneUnknown));
            continue;
        }
        if *step == SigninStep::Phone {
            app.ask(SigninCode {
                phone: phone.to_owned(),
            })
            .await??;
        }
        if *step != SigninStep::Password {
            let code = campus.code_for(phone).await?;
            app.ask(SigninCodeProve {
                code: Secret::new(code),
            })
            .await??;
        }
        let signed_in = app.ask(password(person)).await??;
        assert!(signed_in.kept, "the session outlives the process");
        assert_eq!(
            campus.messages_to(phone).await?.len(),
            1,
            "{step:?}: one SMS in all"
        );
        app.kill();
        let app = Devhost::start(&device)?;
        assert!(app.ask(AppStart {}).await??.signed_in, "{step:?}: still in");
        assert_no_secret_on_disk(&device, &secrets(code.as_deref()))?;
    }
    Ok(())
}

/// Activates a person over the API, as the web pages would.
pub async fn activated(campus: &Campus, person: &Person) -> Result<()> {
    use menhu_protocol::api::registration::{Activate, Open};
    use menhu_protocol::values::MemberId;
    let http = http()?;
    let ask = Open {
        account: MemberId::parse(person.member)?,
        password: Secret::new(person.password),
    };
    let opened = call(&http, &campus.origin, &ask).await?;
    let opened = opened.map_err(|(status, failure)| anyhow::anyhow!("{status} {failure:?}"))?;
    let ask = Activate {
        registration: opened.registration,
        key: "00000000-0000-7000-8000-000000000001".to_owned(),
    };
    let done = call(&http, &campus.origin, &ask).await?;
    assert!(done.is_ok(), "{done:?}");
    Ok(())
}
