//! A forgotten password (E-01 … E-05), and one that has to be renewed (D-05).

use menhu_protocol::api::recovery::{Way, Ways};
use menhu_protocol::ipc::{CodeOut, RecoveryStep, SigninStep};
use menhu_protocol::password::{PasswordRules, Rule};
use menhu_protocol::values::Secret;
use menhu_protocol::{Code, Failure, Field, Retry};

use super::{HOUR_MS, Sample, code_out, offline};
use crate::flows::new_password::NewPassword;
use crate::flows::{recovery, signin};

const LONG_MAIL: &str = "*****@*****.edu.cn";

pub fn all() -> Vec<(&'static str, Sample)> {
    let mut all = vec![];
    all.extend(recoveries().map(|(name, state)| (name, Sample::Recovery(Box::new(state)))));
    all.extend(renewals().map(|(name, state)| (name, Sample::Signin(state))));
    all
}

fn rules() -> PasswordRules {
    PasswordRules {
        profile: "campus-1".into(),
        rules: vec![
            Rule::Length { least: 6 },
            Rule::Classes { least: 2 },
            Rule::NoSpace,
            Rule::NotCommon,
            Rule::NotYours,
        ],
    }
}

fn typed(text: &str, repeat: &str) -> NewPassword {
    let mut typed = NewPassword::by(Some(rules()));
    typed.text = Secret::new(text);
    typed.repeat = Secret::new(repeat);
    // Held against the rules, as when the button was pressed.
    let _ = typed.judge();
    typed
}

fn weak(names: &str) -> Option<Failure> {
    let weak = Failure::new(Code::PasswordWeak).at(Field::NewPassword);
    Some(weak.detail(names))
}

fn by_mail(mut out: CodeOut) -> CodeOut {
    out.sent.to = LONG_MAIL.into();
    out
}

fn ways(phone: bool, mail: bool, device: bool) -> Ways {
    Ways {
        phone: phone.then(|| "13*****".into()),
        mail: mail.then(|| LONG_MAIL.into()),
        device,
    }
}

fn recoveries() -> impl Iterator<Item = (&'static str, recovery::State)> {
    let at = |step| recovery::State {
        step,
        ways: ways(true, true, true),
        way: Some(Way::Phone),
        code_out: code_out(48_000),
        new: NewPassword::by(Some(rules())),
        ..recovery::State::new("198803017".into(), None)
    };
    let account = move |failure| recovery::State {
        certificate: Secret::new("11010519491231002X"),
        failure,
        ..at(RecoveryStep::Account)
    };
    let choose = move |ways| recovery::State {
        ways,
        ..at(RecoveryStep::Choose)
    };
    let password = move |new, failure| recovery::State {
        new,
        failure,
        ..at(RecoveryStep::Password)
    };
    [
        (
            "recovery-account",
            recovery::State::new(String::new(), None),
        ),
        (
            "recovery-account-wrong",
            account(Some(Failure::new(Code::RecoveryWrong).left(4))),
        ),
        (
            "recovery-account-slow",
            account(Some(Failure::new(Code::Slow).retry(Retry::After(600)))),
        ),
        (
            "recovery-account-waiting",
            recovery::State {
                waiting: Some(recovery::Waiting::Begin),
                ..account(None)
            },
        ),
        ("recovery-account-offline", account(offline())),
        ("recovery-choose", choose(ways(true, true, true))),
        ("recovery-choose-one", choose(ways(true, false, false))),
        ("recovery-choose-none", choose(ways(false, false, true))),
        (
            "recovery-choose-soon",
            recovery::State {
                failure: Some(Failure::new(Code::CodeTooSoon).retry(Retry::After(42))),
                ..choose(ways(true, true, false))
            },
        ),
        ("recovery-code", at(RecoveryStep::Code)),
        (
            "recovery-code-mail",
            recovery::State {
                way: Some(Way::Mail),
                code_out: code_out(HOUR_MS).map(by_mail),
                ..at(RecoveryStep::Code)
            },
        ),
        (
            "recovery-password",
            password(NewPassword::by(Some(rules())), None),
        ),
        (
            "recovery-password-typing",
            password(typed("shu fen", ""), weak("classes,no_space")),
        ),
        (
            "recovery-password-refused",
            password(
                typed("password1", "password1"),
                weak("not_common,not_yours"),
            ),
        ),
        (
            "recovery-password-differs",
            password(
                typed("shufen#2026", "shufen#2027"),
                Some(Failure::new(Code::PasswordsDiffer).at(Field::RepeatPassword)),
            ),
        ),
        ("recovery-done", at(RecoveryStep::Done)),
    ]
    .into_iter()
}

fn renewals() -> impl Iterator<Item = (&'static str, signin::State)> {
    let at = |new, failure| signin::State {
        step: SigninStep::Renewal,
        account: "2026S2002".into(),
        unmet: vec!["classes".into(), "not_yours".into()],
        new,
        failure,
        ..signin::State::new("138 0013 8000".into())
    };
    [
        ("signin-renewal", at(NewPassword::by(Some(rules())), None)),
        (
            "signin-renewal-refused",
            at(typed("abcDEF", "abcDEF"), weak("classes")),
        ),
        (
            "signin-renewal-loading",
            signin::State {
                waiting: Some(signin::Waiting::Rules),
                ..at(NewPassword::default(), None)
            },
        ),
        (
            "signin-renewal-offline",
            at(NewPassword::default(), offline()),
        ),
    ]
    .into_iter()
}
