use menhu_protocol::api::CodeSent;
use menhu_protocol::api::registration::{Activation, Case, Category, Record, Standing};
use menhu_protocol::ipc::{Bookmark, RegistrationStep};
use menhu_protocol::values::Secret;
use menhu_protocol::{Code, Failure, Field};

use super::{Action, Effect, State, Way};
use crate::machine::Machine;

fn record(phone: Option<&str>) -> Standing {
    Standing::Confirm {
        record: Record {
            name: "陈淑芬".into(),
            member: "****3017".into(),
            department: "离退休工作处 / 数学系".into(),
            category: Category::Retired,
            phone: phone.map(str::to_owned),
            dispute: None,
        },
    }
}

fn activation() -> Activation {
    Activation {
        name: "陈淑芬".into(),
        at: 1_795_000_000_000,
        phone: "138****8000".into(),
    }
}

fn requests(effects: &[Effect]) -> usize {
    effects
        .iter()
        .filter(|e| {
            !matches!(
                e,
                Effect::Keep(_) | Effect::KeepSoon(_) | Effect::Leave(_) | Effect::Drop
            )
        })
        .count()
}

fn at_confirm(phone: Option<&str>) -> State {
    let mut state = State::new("198803017".into());
    state.step(Action::Password(Secret::new("shufen#1949")));
    state.step(Action::Submit);
    state.step(Action::Opened(Ok(record(phone))));
    state
}

fn at_phone() -> State {
    let mut state = at_confirm(None);
    state.step(Action::Submit);
    state.step(Action::Phone("13800138000".into()));
    state.step(Action::Certificate(Secret::new("11010519491231002X")));
    state
}

fn at_code() -> State {
    let mut state = at_phone();
    state.step(Action::Submit);
    let sent = CodeSent {
        to: "138****8000".into(),
        good_for_s: 300,
        resend_after_s: 60,
    };
    state.step(Action::CodeSent(Ok(sent), 0));
    state
}

#[test]
fn confirmed_record_is_activated_with_one_request_and_leads_to_signin() {
    let mut state = at_confirm(Some("138****8000"));
    assert!(
        state.password.is_empty(),
        "the password is not kept longer than needed"
    );
    assert_eq!(requests(&state.step(Action::Submit)), 1);
    assert!(state.step(Action::Submit).is_empty(), "second tap");
    state.step(Action::Activated(Ok(activation())));
    assert_eq!(state.step, RegistrationStep::Done);
    assert!(
        state.step(Action::Back).is_empty(),
        "an activation is not taken back"
    );
    let effects = state.step(Action::Submit);
    assert!(
        effects
            .iter()
            .any(|e| matches!(e, Effect::Leave(Way::Signin { .. })))
    );
}

#[test]
fn somebody_activated_already_comes_straight_to_the_success() {
    let mut state = State::new("198803017".into());
    state.step(Action::Password(Secret::new("shufen#1949")));
    state.step(Action::Submit);
    state.step(Action::Opened(Ok(Standing::Activated(activation()))));
    assert_eq!(state.step, RegistrationStep::Done);
}

#[test]
fn malformed_input_is_never_sent_and_names_its_field() {
    let mut no_certificate = at_phone();
    no_certificate.step(Action::Certificate(Secret::new("110105194912310021")));
    let mut no_phone = at_phone();
    no_phone.step(Action::Phone("12345678901".into()));
    let mut disputing = at_confirm(None);
    disputing.step(Action::Dispute);
    disputing.step(Action::Wrong(Field::Name));
    for (mut state, field) in [
        (State::new(String::new()), Field::Account),
        (State::new("198803017".into()), Field::Password),
        (no_certificate, Field::Certificate),
        (no_phone, Field::Phone),
        (at_code(), Field::Code),
        (disputing, Field::ShouldBe),
    ] {
        let effects = state.step(Action::Submit);
        assert_eq!(requests(&effects), 0);
        let failure = state.failure.expect("a failure");
        assert_eq!(
            (failure.code, failure.field),
            (Code::Malformed, Some(field))
        );
    }
}

#[test]
fn no_phone_on_record_leads_to_binding_one() {
    let mut state = at_confirm(None);
    let effects = state.step(Action::Submit);
    assert_eq!(requests(&effects), 0);
    assert_eq!(state.step, RegistrationStep::Phone);
}

#[test]
fn bound_phone_comes_back_to_the_record_and_is_carried_to_signin() {
    let mut state = at_code();
    state.step(Action::Code("123456".into()));
    state.step(Action::Submit);
    state.step(Action::Proven(Ok(record(Some("138****8000")))));
    assert_eq!(state.step, RegistrationStep::Confirm);
    state.step(Action::Submit);
    state.step(Action::Activated(Ok(activation())));
    let effects = state.step(Action::Submit);
    assert!(
        effects
            .iter()
            .any(|e| matches!(e, Effect::Leave(Way::Signin { phone }) if phone == "13800138000"))
    );
}

#[test]
fn phone_that_was_tried_and_left_is_not_carried_to_signin() {
    let mut state = at_confirm(Some("138****8000"));
    state.step(Action::OtherPhone);
    state.step(Action::Phone("13500135004".into()));
    state.step(Action::Back);
    state.step(Action::Submit);
    state.step(Action::Activated(Ok(activation())));
    let effects = state.step(Action::Submit);
    assert!(
        effects
            .iter()
            .any(|e| matches!(e, Effect::Leave(Way::Signin { phone }) if phone.is_empty()))
    );
}

#[test]
fn failure_keeps_everything_that_was_typed() {
    let mut state = State::new("198803017".into());
    state.step(Action::Password(Secret::new("shufen#1949")));
    state.step(Action::Submit);
    state.step(Action::Opened(Err(Failure::new(Code::ServerFault))));
    assert_eq!(state.account, "198803017");
    assert_eq!(state.password.expose(), "shufen#1949");

    let mut state = at_phone();
    state.step(Action::Submit);
    state.step(Action::CodeSent(
        Err(Failure::new(Code::CertificateWrong)),
        0,
    ));
    assert_eq!(state.step, RegistrationStep::Phone);
    assert_eq!(state.certificate.expose(), "11010519491231002X");
    assert_eq!(state.phone, "13800138000");
}

#[test]
fn killed_at_every_step_it_reopens_there_with_secrets_empty() {
    for step in RegistrationStep::ALL {
        let mut state = at_code();
        state.step = *step;
        state.password = Secret::new("shufen#1949");
        state.code = Secret::new("123456");
        if *step == RegistrationStep::Done {
            state.standing = Some(Standing::Activated(activation()));
        }
        let Bookmark::Registration(bookmark) = state.bookmark() else {
            panic!("not a registration")
        };
        let written = serde_json::to_string(&bookmark).expect("json");
        for secret in ["shufen#", "123456", "11010519491231002X"] {
            assert!(!written.contains(secret), "{secret} in a bookmark");
        }
        let resumed = State::resumed(bookmark);
        assert_eq!(resumed.step, *step);
        assert_eq!(resumed.account, "198803017");
        assert!(
            resumed.code.is_empty()
                && resumed.password.is_empty()
                && resumed.certificate.is_empty()
        );
    }
}

#[test]
fn resending_after_a_restart_needs_nothing_typed_again() {
    let Bookmark::Registration(bookmark) = at_code().bookmark() else {
        panic!("not a registration")
    };
    let mut state = State::resumed(bookmark);
    assert_eq!(requests(&state.step(Action::Resend)), 1);
    assert!(state.step(Action::Resend).is_empty(), "second tap");
    state.step(Action::CodeSent(Err(Failure::new(Code::OutOfOrder)), 0));
    assert_eq!(
        (state.step, state.phone.as_str()),
        (RegistrationStep::Phone, "13800138000"),
        "a number the server does not know of is typed again"
    );
}

#[test]
fn dispute_of_the_name_blocks_activation_and_shows_its_case() {
    let mut state = at_confirm(Some("138****8000"));
    state.step(Action::Dispute);
    state.step(Action::Wrong(Field::Name));
    state.step(Action::ShouldBe("  陈素芬 ".into()));
    let effects = state.step(Action::Submit);
    assert!(
        effects
            .iter()
            .any(|e| matches!(e, Effect::Dispute(d) if d.should_be == "陈素芬"))
    );
    let case = Case {
        number: "204815".into(),
        field: Field::Name,
        blocks: true,
    };
    state.step(Action::Disputed(Ok(case)));
    assert_eq!(state.step, RegistrationStep::Confirm);
    assert!(state.is_blocked());
    assert!(
        state.step(Action::Submit).is_empty(),
        "blocked: nothing is sent"
    );
}

#[test]
fn dispute_of_the_department_does_not_stop_activation() {
    let mut state = at_confirm(Some("138****8000"));
    state.step(Action::Dispute);
    state.step(Action::Wrong(Field::Department));
    state.step(Action::ShouldBe("数学学院".into()));
    state.step(Action::Submit);
    let case = Case {
        number: "204816".into(),
        field: Field::Department,
        blocks: false,
    };
    state.step(Action::Disputed(Ok(case)));
    assert_eq!(requests(&state.step(Action::Submit)), 1);
}

#[test]
fn registration_that_is_over_begins_again_with_the_account_still_there() {
    let mut state = at_confirm(Some("138****8000"));
    state.step(Action::Submit);
    state.step(Action::Activated(Err(Failure::new(Code::AttemptOver))));
    assert_eq!(
        (state.step, state.account.as_str()),
        (RegistrationStep::Account, "198803017")
    );
    assert_eq!(state.failure.map(|f| f.code), Some(Code::AttemptOver));
}
