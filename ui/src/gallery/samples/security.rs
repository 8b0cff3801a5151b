//! S-11 … S-21.

use menhu_protocol::api::security::{MailAct, MailPending, Security, SigninSeen, SigninWay};
use menhu_protocol::password::{PasswordRules, Rule};
use menhu_protocol::values::Secret;
use menhu_protocol::{Code, Failure, Field, Retry};

use super::{HOUR_MS, Sample, code_out, offline};
use crate::host::clock;
use crate::pages::security::{
    Act, Aim, Happened, Letter, PhoneForm, Proof, Section, State, Waiting,
};

const PHONE: &str = "+852****1234";
/// The longest that a domain of a campus was seen to be, with a mask before it.
const MAIL: &str = "a****@alumni.international-college.hit.example.edu.cn";
const DAY_MS: i64 = 24 * HOUR_MS;

fn security() -> Security {
    Security {
        phone: Some(PHONE.into()),
        mail: Some(MAIL.into()),
        mail_pending: None,
        password_at: Some(clock::now() - 40 * DAY_MS),
        rules: PasswordRules {
            profile: "campus-1".into(),
            rules: vec![
                Rule::Length { least: 6 },
                Rule::Classes { least: 2 },
                Rule::NoSpace,
                Rule::NotCommon,
                Rule::NotYours,
            ],
        },
        closes_at: None,
        last_channel: false,
    }
}

/// A screen of somebody whose account is as `security` says.
fn of(security: Security, section: Section, change: impl FnOnce(&mut State)) -> Sample {
    let mut state = State::default();
    state.section = section;
    state.read_at = clock::now() - 3 * HOUR_MS;
    state.security.value = Some(security);
    change(&mut state);
    Sample::Security(Box::new(state))
}

fn at(section: Section, change: impl FnOnce(&mut State)) -> Sample {
    of(security(), section, change)
}

fn with(
    alter: impl FnOnce(&mut Security),
    section: Section,
    change: impl FnOnce(&mut State),
) -> Sample {
    let mut security = security();
    alter(&mut security);
    of(security, section, change)
}

pub fn all() -> Vec<(&'static str, Sample)> {
    let all = [overview(), password(), phone(), mail(), others()];
    all.into_iter().flatten().collect()
}

fn overview() -> Vec<(&'static str, Sample)> {
    let unread = |change: fn(&mut State)| {
        let mut state = State::default();
        change(&mut state);
        Sample::Security(Box::new(state))
    };
    let happened = |happened| at(Section::Root, |state| state.happened = Some(happened));
    let both = || vec![PHONE.to_owned(), MAIL.to_owned()];
    vec![
        ("security", at(Section::Root, |_| ())),
        (
            "security-bare",
            with(
                |security| {
                    security.mail = None;
                    security.phone = None;
                    security.password_at = None;
                },
                Section::Root,
                |_| (),
            ),
        ),
        (
            "security-waits",
            with(
                |security| {
                    security.mail_pending = Some(pending(MailAct::Bind));
                    security.closes_at = Some(clock::now() + 20 * DAY_MS);
                },
                Section::Root,
                |_| (),
            ),
        ),
        (
            "security-offline",
            at(Section::Root, |state| state.security.failure = offline()),
        ),
        (
            "security-loading",
            unread(|state| state.security.asking = true),
        ),
        (
            "security-never-read",
            unread(|state| state.security.failure = offline()),
        ),
        (
            "security-did-password",
            happened(Happened::PasswordChanged {
                ended: true,
                told: both(),
            }),
        ),
        (
            "security-did-phone",
            happened(Happened::PhoneBound {
                phone: "139****9000".into(),
                told: both(),
            }),
        ),
        (
            "security-did-close",
            happened(Happened::CloseAsked {
                at: clock::now() + 20 * DAY_MS,
            }),
        ),
    ]
}

fn password() -> Vec<(&'static str, Sample)> {
    let typed = |text: &'static str, repeat: &'static str| {
        move |state: &mut State| {
            let form = &mut state.password;
            form.old = Secret::new("shufen#1949");
            form.new.text = Secret::new(text);
            form.new.repeat = Secret::new(repeat);
            form.new.rules = Some(security().rules);
        }
    };
    let failed = |failure: Failure| {
        move |state: &mut State| {
            typed("abc123", "abc123")(state);
            // Held against the rules, as it was before it was sent.
            let _ = state.password.new.judge();
            state.failure = Some(failure);
        }
    };
    let weak = Failure::new(Code::PasswordWeak)
        .at(Field::NewPassword)
        .detail("not_common,not_yours");
    let wrong = Failure::new(Code::PasswordWrong)
        .at(Field::Password)
        .left(4);
    vec![
        ("security-password", at(Section::Password, typed("", ""))),
        (
            "security-password-typing",
            at(Section::Password, typed("abcDEF", "")),
        ),
        (
            "security-password-weak",
            at(Section::Password, failed(weak)),
        ),
        (
            "security-password-wrong",
            at(Section::Password, failed(wrong)),
        ),
        (
            "security-password-waiting",
            at(Section::Password, |state| {
                typed("dong#2026", "dong#2026")(state);
                state.waiting = Some(Waiting::Act(Act::PasswordChange));
            }),
        ),
        ("security-proof", proof(None)),
        (
            "security-proof-wrong",
            proof(Some(
                Failure::new(Code::PasswordWrong)
                    .at(Field::Password)
                    .left(1),
            )),
        ),
        (
            "security-proof-slow",
            proof(Some(Failure::new(Code::Slow).retry(Retry::After(600)))),
        ),
    ]
}

fn proof(failure: Option<Failure>) -> Sample {
    at(Section::Phone, |state| {
        state.failure = failure;
        state.proof = Some(Proof {
            act: Act::PhoneSend,
            password: Secret::default(),
        });
    })
}

fn phone() -> Vec<(&'static str, Sample)> {
    let typed = |state: &mut State| {
        state.phone = PhoneForm {
            number: "139 0000 9000".into(),
            ..PhoneForm::default()
        };
    };
    let code = |aim| {
        at(Section::Code(aim), move |state| {
            state.phone.out = code_out(48_000).map(|out| (aim, out));
        })
    };
    vec![
        ("security-phone", at(Section::Phone, |_| ())),
        (
            "security-phone-bind",
            with(|security| security.phone = None, Section::Phone, |_| ()),
        ),
        (
            "security-phone-offline",
            at(Section::Phone, move |state| {
                typed(state);
                state.failure = offline();
            }),
        ),
        (
            "security-phone-taken",
            at(Section::Phone, move |state| {
                typed(state);
                state.failure = Some(Failure::new(Code::PhoneTaken));
            }),
        ),
        ("security-phone-code", code(Aim::Bind)),
        ("security-phone-unbind", at(Section::PhoneUnbind, |_| ())),
        ("security-phone-unbind-code", code(Aim::Unbind)),
        (
            "security-phone-last",
            with(
                |security| {
                    security.mail = None;
                    security.last_channel = true;
                },
                Section::PhoneUnbind,
                |_| (),
            ),
        ),
    ]
}

fn pending(act: MailAct) -> MailPending {
    MailPending {
        to: MAIL.into(),
        act,
        good_for_s: 7080,
        resend_after_s: 0,
    }
}

/// A letter that is out, by what the campus says of the account now.
fn letter(act: MailAct, now: impl FnOnce(&mut Security)) -> Sample {
    with(now, Section::Letter, |state| {
        state.letter = Some(Letter::found(&pending(act), clock::now()));
    })
}

fn mail() -> Vec<(&'static str, Sample)> {
    vec![
        ("security-mail", at(Section::Mail, |_| ())),
        (
            "security-mail-bind",
            with(|security| security.mail = None, Section::Mail, |_| ()),
        ),
        (
            "security-mail-malformed",
            at(Section::Mail, |state| {
                state.mail = "zhaomin@".into();
                state.failure = Some(Failure::malformed(
                    Field::Mail,
                    menhu_protocol::values::Malformed::Form,
                ));
            }),
        ),
        (
            "security-mail-down",
            at(Section::Mail, |state| {
                state.mail = "zhaomin@example.edu.cn".into();
                state.failure = Some(Failure::new(Code::MailDown).retry(Retry::Now));
            }),
        ),
        ("security-mail-unbind", at(Section::MailUnbind, |_| ())),
        (
            "security-mail-last",
            with(
                |security| {
                    security.phone = None;
                    security.last_channel = true;
                },
                Section::MailUnbind,
                |_| (),
            ),
        ),
        (
            "security-letter",
            letter(MailAct::Bind, |security| {
                security.mail_pending = Some(pending(MailAct::Bind));
            }),
        ),
        (
            "security-letter-unbind",
            letter(MailAct::Unbind, |security| {
                security.mail_pending = Some(pending(MailAct::Unbind));
            }),
        ),
        ("security-letter-done", letter(MailAct::Bind, |_| ())),
        ("security-letter-over", letter(MailAct::Unbind, |_| ())),
    ]
}

fn seen(hours: i64, ok: bool, way: SigninWay, device: &str, network: &str) -> SigninSeen {
    SigninSeen {
        at: clock::now() - hours * HOUR_MS,
        way,
        ok,
        device: device.into(),
        network: network.into(),
    }
}

fn others() -> Vec<(&'static str, Sample)> {
    let list = vec![
        seen(
            1,
            true,
            SigninWay::App,
            "欧阳·阿依古丽的华为 Mate 60 Pro+",
            "203.0.113.0/24",
        ),
        seen(
            30,
            false,
            SigninWay::Password,
            "Windows · Chrome",
            "2001:db8:85a3::/48",
        ),
        seen(
            50,
            true,
            SigninWay::Password,
            "Android · WeChat",
            "198.51.100.0/24",
        ),
    ];
    let signins = |change: fn(&mut State)| at(Section::Signins, change);
    vec![
        (
            "security-signins",
            at(Section::Signins, |state| {
                state.signins.value = Some(list.clone())
            }),
        ),
        (
            "security-signins-offline",
            at(Section::Signins, |state| {
                state.signins.value = Some(list[..1].to_vec());
                state.signins.failure = offline();
            }),
        ),
        (
            "security-signins-none",
            signins(|state| state.signins.value = Some(vec![])),
        ),
        (
            "security-signins-loading",
            signins(|state| state.signins.asking = true),
        ),
        ("security-close", at(Section::Close, |_| ())),
        (
            "security-close-under-way",
            with(
                |security| security.closes_at = Some(clock::now() + 20 * DAY_MS),
                Section::Close,
                |_| (),
            ),
        ),
    ]
}
