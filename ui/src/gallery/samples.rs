//! The samples: states with the longest names and sentences that have to fit.

mod scan;

mod desktop;
mod recovery;
mod security;
mod update;

use menhu_protocol::api::CodeSent;
use menhu_protocol::api::registration::{Activation, Case, Category, Record, Standing};
use menhu_protocol::api::session::{Device, Me, Membership, SessionKind};
use menhu_protocol::ipc::{
    CampusCard, CampusText, CodeOut, Demand, Home, Keychain, RegistrationStep, Scanner, SigninStep,
    UpdatePhase,
};
use menhu_protocol::values::{CampusAddress, MemberId, Secret};
use menhu_protocol::{
    Code, Desk, Failure, Field, Localized, Manifest, Millis, Module, Retry, TextKind, TextRef,
};

use crate::flows::{campus, recovery as recoveries, registration, signin, welcome};
use crate::host::clock;
use crate::pages::{desktop as computer, home, security as safety, settings, update as updates};
use crate::remote::Remote;

pub use desktop::COMPUTER;

const HOUR_MS: Millis = 3_600_000;
const HOST: &str = "menhu.hit.example.edu.cn";
const NAME: &str = "欧阳·阿依古丽";
const DEPARTMENT: &str = "离退休工作处 / 计算学部（国家示范性软件学院）";

pub enum Sample {
    Welcome(welcome::State),
    Campus(campus::State),
    Registration(registration::State),
    Signin(signin::State),
    Recovery(Box<recoveries::State>),
    Home(home::State),
    Settings(settings::State),
    /// S-11 … S-21
    Security(Box<safety::State>),
    Desktop(computer::State),
    Shortcuts,
    /// S-10, and how far the update has come.
    Update(Box<updates::State>, UpdatePhase),
    TooOld(Demand),
}

/// Every sample by its name.
pub fn all() -> Vec<(&'static str, Sample)> {
    let mut all = vec![];
    all.extend(welcomes().map(|(name, state)| (name, Sample::Welcome(state))));
    all.extend(campuses().map(|(name, state)| (name, Sample::Campus(state))));
    all.extend(
        scan::all()
            .into_iter()
            .map(|(name, state)| (name, Sample::Campus(state))),
    );
    all.extend(registrations().map(|(name, state)| (name, Sample::Registration(state))));
    all.extend(signins().map(|(name, state)| (name, Sample::Signin(state))));
    all.extend(recovery::all());
    all.extend(homes().map(|(name, state)| (name, Sample::Home(state))));
    all.extend(desktop::all());
    all.extend(update::all());
    all.extend(security::all());
    all.extend(settings().map(|(name, state)| (name, Sample::Settings(state))));
    all
}

/// The campus of all samples.
pub fn card() -> CampusCard {
    let both = |zh: &str, en: &str| Localized {
        zh: zh.into(),
        en: en.into(),
    };
    let text = |kind, path: &str| TextRef {
        kind,
        version: "2026-09-01".into(),
        path: path.into(),
    };
    let origin = CampusAddress::parse(HOST).unwrap_or_else(|why| panic!("{why}"));
    CampusCard {
        manifest: Manifest {
            menhu: Manifest::VERSION,
            campus: "sample".into(),
            name: both(
                "示范工业大学（威海校区）",
                "Sample University of Technology",
            ),
            origin,
            accent: "#1F5FA8".into(),
            logo: None,
            texts: vec![
                text(TextKind::Terms, "/texts/terms"),
                text(TextKind::Privacy, "/texts/privacy"),
            ],
            modules: vec![Module::Download],
            least_app: "0.1.0".into(),
            require: None,
            desk: Desk {
                phone: "0451-86412345".into(),
                hours: both("工作日 8:00–17:00", "weekdays 8:00–17:00"),
            },
            filing: Some("黑ICP备00000000号-1A".into()),
        },
        host: HOST.into(),
        agreed: vec![],
        read_at: 0,
        demand: None,
    }
}

fn offline() -> Option<Failure> {
    Some(Failure::new(Code::Offline).retry(Retry::Now))
}

fn code_out(age_ms: Millis) -> Option<CodeOut> {
    Some(CodeOut {
        sent: CodeSent {
            to: "138****8000".into(),
            good_for_s: 300,
            resend_after_s: 60,
        },
        at: clock::now() - age_ms,
    })
}

fn welcomes() -> impl Iterator<Item = (&'static str, welcome::State)> {
    let at = |step| welcome::State {
        step,
        ..welcome::State::new(true, None)
    };
    [
        ("welcome", at(welcome::Step::Manner)),
        ("consent", at(welcome::Step::Consent)),
        (
            "consent-again",
            welcome::State::new(false, Some(("2025-01-01".into(), "2025-01-01".into()))),
        ),
        (
            "consent-not-kept",
            welcome::State {
                failure: Some(Failure::new(Code::StorageFull)),
                ..at(welcome::Step::Consent)
            },
        ),
        (
            "consent-reading",
            at(welcome::Step::Reading(TextKind::Privacy)),
        ),
        ("consent-refused", at(welcome::Step::Refused)),
    ]
    .into_iter()
}

fn campuses() -> impl Iterator<Item = (&'static str, campus::State)> {
    let new = |entry| campus::State::new(entry, Scanner::Page);
    let texts = Remote {
        value: Some(vec![CampusText {
            kind: TextKind::Terms,
            version: "2026-09-01".into(),
            body: "一、账号由学校管理。\n二、请不要把密码告诉别人。".into(),
            changed: "加了第二条。".into(),
        }]),
        ..Remote::default()
    };
    let confirm = campus::State {
        again: false,
        ..new(campus::Entry::Texts {
            card: Box::new(card()),
            signed_in: false,
        })
    };
    [
        ("campus-find", new(campus::Entry::Find)),
        (
            "campus-find-other-site",
            campus::State {
                failure: Some(Failure::new(Code::NotACampus).detail("other_site")),
                ..new(campus::Entry::Find)
            },
        ),
        (
            "campus-find-offline",
            campus::State {
                address: HOST.into(),
                sought: Some(HOST.into()),
                failure: offline(),
                ..new(campus::Entry::Find)
            },
        ),
        (
            "campus-find-waiting",
            campus::State {
                address: HOST.into(),
                waiting: Some(campus::Waiting::Find),
                ..new(campus::Entry::Find)
            },
        ),
        (
            "campus-pinned-offline",
            campus::State {
                sought: Some(HOST.into()),
                failure: offline(),
                ..new(campus::Entry::Pinned(card().manifest.origin))
            },
        ),
        ("campus-confirm", confirm.clone()),
        (
            "campus-reading",
            campus::State {
                step: campus::Step::Reading(TextKind::Terms),
                texts,
                ..confirm
            },
        ),
        (
            "campus-choice",
            new(campus::Entry::Choice(Box::new(card()))),
        ),
    ]
    .into_iter()
}

fn record(phone: Option<&str>, blocks: Option<bool>) -> Option<Standing> {
    Some(Standing::Confirm {
        record: Record {
            name: NAME.into(),
            member: "****3017".into(),
            department: DEPARTMENT.into(),
            category: Category::Retired,
            phone: phone.map(str::to_owned),
            dispute: blocks.map(|blocks| Case {
                number: "204815".into(),
                field: Field::Name,
                blocks,
            }),
        },
    })
}

fn registrations() -> impl Iterator<Item = (&'static str, registration::State)> {
    use RegistrationStep as Step;
    let at = |step, standing| registration::State {
        step,
        standing,
        ..registration::State::new("198803017".into())
    };
    let known = || record(Some("138****8000"), None);
    let done = Standing::Activated(Activation {
        name: NAME.into(),
        at: clock::now(),
        phone: "138****8000".into(),
    });
    [
        ("registration-account", at(Step::Account, None)),
        (
            "registration-account-wrong",
            registration::State {
                password: Secret::new("shufen#1949"),
                failure: Some(Failure::new(Code::PasswordWrong).left(4)),
                ..at(Step::Account, None)
            },
        ),
        ("registration-confirm", at(Step::Confirm, known())),
        (
            "registration-confirm-no-phone",
            at(Step::Confirm, record(None, None)),
        ),
        (
            "registration-confirm-blocked",
            at(Step::Confirm, record(Some("138****8000"), Some(true))),
        ),
        (
            "registration-confirm-waiting",
            registration::State {
                waiting: Some(registration::Waiting::Activate),
                ..at(Step::Confirm, known())
            },
        ),
        (
            "registration-dispute",
            registration::State {
                wrong: Some(Field::Department),
                ..at(Step::Dispute, known())
            },
        ),
        ("registration-phone", at(Step::Phone, known())),
        (
            "registration-code",
            registration::State {
                code_out: code_out(48_000),
                ..at(Step::Code, known())
            },
        ),
        ("registration-done", at(Step::Done, Some(done))),
    ]
    .into_iter()
}

fn signins() -> impl Iterator<Item = (&'static str, signin::State)> {
    let at = |step| signin::State {
        step,
        code_out: code_out(48_000),
        account: "198803017".into(),
        ..signin::State::new("138 0013 8000".into())
    };
    let wrong = move |code| signin::State {
        wrong: Some(code),
        ..at(SigninStep::WrongPhone)
    };
    [
        ("signin-phone", signin::State::new(String::new())),
        (
            "signin-phone-offline",
            signin::State {
                failure: offline(),
                ..at(SigninStep::Phone)
            },
        ),
        (
            "signin-phone-waiting",
            signin::State {
                waiting: Some(signin::Waiting::Code),
                ..at(SigninStep::Phone)
            },
        ),
        ("signin-code", at(SigninStep::Code)),
        (
            "signin-code-wrong",
            signin::State {
                code: Secret::new("123456"),
                failure: Some(Failure::new(Code::CodeWrong).at(Field::Code).left(4)),
                ..at(SigninStep::Code)
            },
        ),
        (
            "signin-code-over",
            signin::State {
                code_out: code_out(HOUR_MS),
                ..at(SigninStep::Code)
            },
        ),
        ("signin-wrong-phone-unknown", wrong(Code::PhoneUnknown)),
        (
            "signin-wrong-phone-not-activated",
            wrong(Code::NotActivated),
        ),
        ("signin-wrong-phone-of-another", wrong(Code::PhoneOfAnother)),
        ("signin-password", at(SigninStep::Password)),
        (
            "signin-password-slow",
            signin::State {
                failure: Some(Failure::new(Code::Slow).retry(Retry::After(600))),
                ..at(SigninStep::Password)
            },
        ),
    ]
    .into_iter()
}

fn homes() -> impl Iterator<Item = (&'static str, home::State)> {
    let member = |id: &str, category| {
        MemberId::parse(id).ok().map(|member| Membership {
            member,
            department: DEPARTMENT.into(),
            category,
        })
    };
    let me = Me {
        name: NAME.into(),
        members: [
            member("198803017", Category::Retired),
            member("2024B7001", Category::Student),
        ]
        .into_iter()
        .flatten()
        .collect(),
        phone: "138****8000".into(),
    };
    let of = move |me: Option<Me>, stale, keychain| home::State {
        home: Remote {
            value: Some(Home {
                me,
                campus: card(),
                read_at: clock::now() - 3 * HOUR_MS,
                stale,
                keychain,
            }),
            ..Remote::default()
        },
    };
    let mut loading = home::State::default();
    loading.home.asking = true;
    [
        ("home", of(Some(me.clone()), None, Keychain::Ready)),
        (
            "home-offline",
            of(Some(me.clone()), offline(), Keychain::Ready),
        ),
        ("home-no-keychain", of(Some(me), None, Keychain::Missing)),
        ("home-never-read", of(None, offline(), Keychain::Ready)),
        ("home-loading", loading),
    ]
    .into_iter()
}

fn settings() -> impl Iterator<Item = (&'static str, settings::State)> {
    use settings::Section;
    let at = |section| settings::State {
        section,
        ..settings::State::default()
    };
    let device = |id: &str, name: &str, kind, this_one| Device {
        id: id.into(),
        name: name.into(),
        kind,
        signed_in_at: 0,
        seen_at: clock::now() - HOUR_MS,
        this_one,
    };
    let devices = Remote {
        value: Some(vec![
            device("a", "这台电脑 · Linux", SessionKind::App, true),
            device("b", "华为 P30", SessionKind::App, false),
            device("c", "Windows · Chrome", SessionKind::Browser, false),
        ]),
        ..Remote::default()
    };
    [
        ("settings", at(Section::Root)),
        (
            "settings-devices",
            settings::State {
                devices,
                ..at(Section::Devices)
            },
        ),
        ("settings-texts", at(Section::Texts)),
        ("settings-about", at(Section::About)),
        ("settings-sign-out", at(Section::SignOut)),
        ("settings-withdraw", at(Section::Withdraw)),
    ]
    .into_iter()
}
