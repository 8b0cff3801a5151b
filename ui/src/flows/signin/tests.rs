use menhu_protocol::api::CodeSent;
use menhu_protocol::api::signin::PhoneProven;
use menhu_protocol::ipc::{Bookmark, CodeOut, SignedIn, SigninBookmark, SigninStep};
use menhu_protocol::password::{PasswordRules, Rule};
use menhu_protocol::values::Secret;
use menhu_protocol::{Code, Failure, Field, Retry};

use super::{Action, Effect, State, Waiting, Way};
use crate::machine::Machine;

fn sent() -> CodeSent {
    CodeSent {
        to: "138****8000".into(),
        good_for_s: 300,
        resend_after_s: 60,
    }
}

/// Requests to the core among the effects; bookmarks and changes of place are none.
fn requests(effects: &[Effect]) -> usize {
    effects
        .iter()
        .filter(|e| {
            matches!(
                e,
                Effect::Send(_)
                    | Effect::Prove(_)
                    | Effect::SignIn(_)
                    | Effect::Rules
                    | Effect::Renew(_)
            )
        })
        .count()
}

fn at_code() -> State {
    let mut state = State::new("138 0013 8000".into());
    state.step(Action::Submit);
    state.step(Action::CodeSent(Ok(sent()), 5_000));
    state
}

fn at_password() -> State {
    let mut state = at_code();
    state.step(Action::Code("123456".into()));
    state.step(Action::Submit);
    state.step(Action::CodeProven(Ok(PhoneProven {
        phone: "138****8000".into(),
    })));
    state
}

#[test]
fn the_whole_way_leads_home_and_leaves_no_bookmark() {
    let mut state = at_password();
    assert_eq!(state.step, SigninStep::Password);
    state.step(Action::Account("198803017".into()));
    state.step(Action::Password(Secret::new("shufen#1949")));
    assert_eq!(requests(&state.step(Action::Submit)), 1);
    let effects = state.step(Action::SignedIn(Ok(SignedIn { kept: true })));
    assert!(matches!(
        effects[..],
        [Effect::Keep(Bookmark::None), Effect::Leave(Way::Home)]
    ));
    assert!(state.password.is_empty());
}

#[test]
fn malformed_input_is_never_sent_and_names_its_field() {
    for (mut state, field) in [
        (State::new("1380013".into()), Field::Phone),
        (State::new(String::new()), Field::Phone),
        (at_code(), Field::Code),
        (at_password(), Field::Account),
    ] {
        let effects = state.step(Action::Submit);
        assert_eq!(requests(&effects), 0);
        let failure = state.failure.expect("a failure");
        assert_eq!(
            (failure.code, failure.field),
            (Code::Malformed, Some(field))
        );
        assert_eq!(state.waiting, None);
    }
}

#[test]
fn second_tap_sends_no_second_message() {
    let mut state = State::new("13800138000".into());
    assert_eq!(requests(&state.step(Action::Submit)), 1);
    assert!(state.step(Action::Submit).is_empty());
    assert!(state.step(Action::Resend).is_empty());
    assert!(
        state.step(Action::Back).is_empty(),
        "the answer is waited for"
    );
}

#[test]
fn failure_keeps_everything_that_was_typed() {
    let mut state = at_password();
    state.step(Action::Account("198803017".into()));
    state.step(Action::Password(Secret::new("wrong#1949")));
    state.step(Action::Submit);
    let before = state.clone();
    state.step(Action::SignedIn(Err(
        Failure::new(Code::PasswordWrong).left(4)
    )));
    assert_eq!(
        (&state.account, &state.password),
        (&before.account, &before.password)
    );
    assert_eq!(state.step, SigninStep::Password);

    let mut state = at_code();
    state.step(Action::Code("654321".into()));
    state.step(Action::Submit);
    state.step(Action::CodeProven(Err(Failure::new(Code::Offline))));
    assert_eq!(state.code.expose(), "654321");
    assert_eq!(state.phone, "138 0013 8000");
}

#[test]
fn each_wrong_phone_has_its_own_screen_and_way_on() {
    for code in [Code::PhoneUnknown, Code::NotActivated] {
        let mut state = at_code();
        state.step(Action::Code("123456".into()));
        state.step(Action::Submit);
        state.step(Action::CodeProven(Err(Failure::new(code))));
        assert_eq!(
            (state.step, state.wrong),
            (SigninStep::WrongPhone, Some(code))
        );
        let effects = state.step(Action::Register);
        assert!(
            effects
                .iter()
                .any(|e| matches!(e, Effect::Leave(Way::Registration)))
        );
    }
    let mut state = at_password();
    state.step(Action::Account("200511023".into()));
    state.step(Action::Password(Secret::new("jianguo-2005")));
    state.step(Action::Submit);
    state.step(Action::SignedIn(Err(Failure::new(Code::PhoneOfAnother))));
    assert_eq!(
        (state.step, state.wrong),
        (SigninStep::WrongPhone, Some(Code::PhoneOfAnother))
    );
    let mut again = state.clone();
    again.step(Action::AccountAgain);
    assert_eq!(again.step, SigninStep::Password);
    assert_eq!(again.account, "200511023");
    state.step(Action::PhoneAgain);
    assert_eq!(
        (state.step, state.phone.as_str()),
        (SigninStep::Phone, "138 0013 8000")
    );
}

#[test]
fn killed_at_every_step_it_reopens_there_with_secrets_empty() {
    for step in SigninStep::ALL {
        let mut state = at_password();
        state.step = *step;
        state.account = "198803017".into();
        state.password = Secret::new("shufen#1949");
        state.code = Secret::new("123456");
        state.wrong = Some(Code::NotActivated);
        let Bookmark::Signin(bookmark) = state.bookmark() else {
            panic!("not a sign-in")
        };
        let written = serde_json::to_string(&bookmark).expect("json");
        assert!(!written.contains("shufen#") && !written.contains("123456"));
        let resumed = State::resumed(bookmark);
        assert_eq!(resumed.step, *step);
        assert_eq!(
            (resumed.phone, resumed.account),
            (state.phone, state.account)
        );
        assert!(resumed.code.is_empty() && resumed.password.is_empty());
    }
}

#[test]
fn wrong_phone_without_a_cause_reopens_at_the_phone() {
    let state = State::resumed(SigninBookmark {
        step: SigninStep::WrongPhone,
        phone: "13800138000".into(),
        account: String::new(),
        code: None,
        wrong: None,
        unmet: vec![],
    });
    assert_eq!(state.step, SigninStep::Phone);
}

#[test]
fn attempt_that_is_over_begins_again_with_the_phone_still_there() {
    let mut state = at_code();
    state.step(Action::Code("123456".into()));
    state.step(Action::Submit);
    state.step(Action::CodeProven(Err(Failure::new(Code::AttemptOver))));
    assert_eq!(
        (state.step, state.phone.as_str()),
        (SigninStep::Phone, "138 0013 8000")
    );
    assert_eq!(state.failure.map(|f| f.code), Some(Code::AttemptOver));
    assert_eq!(state.code_out, None);
}

#[test]
fn code_out_of_order_begins_again_and_never_skips_to_the_password() {
    // The core itself asks where it stands after a lost answer; what still comes here proves nothing.
    let mut state = at_code();
    state.step(Action::Code("123456".into()));
    state.step(Action::Submit);
    state.step(Action::CodeProven(Err(Failure::new(Code::OutOfOrder))));
    assert_eq!(
        (state.step, state.phone.as_str()),
        (SigninStep::Phone, "138 0013 8000")
    );
    assert_eq!(state.failure.map(|f| f.code), Some(Code::OutOfOrder));
    assert!(state.code.is_empty() && state.code_out.is_none());
}

#[test]
fn same_number_again_too_soon_goes_to_the_code_that_is_out() {
    let mut state = at_code();
    state.step(Action::Back);
    assert_eq!(state.step, SigninStep::Phone);
    state.step(Action::Submit);
    let too_soon = Failure::new(Code::CodeTooSoon).retry(Retry::After(40));
    state.step(Action::CodeSent(Err(too_soon.clone()), 9_000));
    assert_eq!(state.step, SigninStep::Code);
    assert_eq!(
        state.code_out,
        Some(CodeOut {
            sent: sent(),
            at: 5_000
        })
    );

    let mut other = at_code();
    other.step(Action::Back);
    other.step(Action::Phone("13900139001".into()));
    other.step(Action::Submit);
    other.step(Action::CodeSent(Err(too_soon), 9_000));
    assert_eq!(
        other.step,
        SigninStep::Phone,
        "that number has no code to type"
    );
}

#[test]
fn resend_waits_by_name_and_its_failure_stays_on_the_code() {
    let mut state = at_code();
    assert_eq!(requests(&state.step(Action::Resend)), 1);
    assert_eq!(state.waiting, Some(Waiting::Resend));
    state.step(Action::CodeSent(Err(Failure::new(Code::SmsDown)), 9_000));
    assert_eq!(state.step, SigninStep::Code);
    assert_eq!(state.failure.as_ref().map(|f| f.code), Some(Code::SmsDown));
    let effects = state.step(Action::Retry);
    assert!(
        effects.iter().any(|e| matches!(e, Effect::Send(_))),
        "what failed is sent again"
    );
}

#[test]
fn leaving_the_first_step_gives_the_attempt_up() {
    let mut state = State::new("138".into());
    let effects = state.step(Action::Back);
    assert!(matches!(
        effects[..],
        [
            Effect::Drop,
            Effect::Keep(Bookmark::None),
            Effect::Leave(Way::Choice)
        ]
    ));
}

fn rules() -> PasswordRules {
    PasswordRules {
        profile: "campus-1".into(),
        rules: vec![Rule::Length { least: 6 }, Rule::Classes { least: 2 }],
    }
}

fn must_change() -> Failure {
    Failure::new(Code::PasswordMustChange).detail("classes")
}

/// The password was right and is too easy to guess.
fn at_renewal() -> State {
    let mut state = at_password();
    state.step(Action::Account("2024B7001".into()));
    state.step(Action::Password(Secret::new("20240901")));
    state.step(Action::Submit);
    state.step(Action::SignedIn(Err(must_change())));
    state.step(Action::Rules(Ok(rules())));
    state
}

#[test]
fn weak_password_leads_to_a_new_one_and_in() {
    let mut state = at_password();
    state.step(Action::Account("2024B7001".into()));
    state.step(Action::Password(Secret::new("20240901")));
    state.step(Action::Submit);
    let effects = state.step(Action::SignedIn(Err(must_change())));
    assert!(matches!(effects[..], [Effect::Rules]));
    assert_eq!(
        (state.step, state.waiting),
        (SigninStep::Password, Some(Waiting::Rules)),
        "one change of the screen, when the rules are there"
    );
    state.step(Action::Rules(Ok(rules())));
    assert_eq!(state.step, SigninStep::Renewal);
    assert_eq!(state.unmet, ["classes"]);
    assert!(
        state.password.is_empty(),
        "the old one is not needed any more"
    );
    state.step(Action::New(Secret::new("yining#2026")));
    state.step(Action::Repeat(Secret::new("yining#2026")));
    let effects = state.step(Action::Submit);
    assert!(matches!(effects[..], [Effect::Keep(_), Effect::Renew(_)]));
    let effects = state.step(Action::SignedIn(Ok(SignedIn { kept: true })));
    assert!(matches!(
        effects[..],
        [Effect::Keep(Bookmark::None), Effect::Leave(Way::Home)]
    ));
    assert!(state.new.text.is_empty() && state.new.repeat.is_empty());
}

#[test]
fn weak_or_differing_new_password_is_not_sent() {
    for (text, repeat, code) in [
        ("abcDEF", "abcDEF", Code::PasswordWeak),
        ("yining#2026", "yining#2027", Code::PasswordsDiffer),
    ] {
        let mut state = at_renewal();
        state.step(Action::New(Secret::new(text)));
        state.step(Action::Repeat(Secret::new(repeat)));
        assert_eq!(requests(&state.step(Action::Submit)), 0);
        assert_eq!(state.failure.expect("said").code, code);
        assert_eq!(state.step, SigninStep::Renewal);
    }
}

#[test]
fn renewal_asks_for_its_rules_again_after_a_kill_or_without_a_network() {
    let Bookmark::Signin(bookmark) = at_renewal().bookmark() else {
        panic!("not a sign-in")
    };
    let mut state = State::resumed(bookmark);
    assert_eq!(
        (state.step, &state.unmet[..]),
        (SigninStep::Renewal, &["classes".to_owned()][..])
    );
    assert_eq!(requests(&state.step(Action::Opened)), 1);
    state.step(Action::Rules(Err(Failure::new(Code::Offline))));
    assert_eq!(state.step, SigninStep::Renewal);
    assert!(matches!(state.step(Action::Retry)[..], [Effect::Rules]));
    // Nothing is asked where there is nothing to resume.
    assert!(at_password().step(Action::Opened).is_empty());
}

#[test]
fn password_proven_too_long_ago_is_asked_for_again() {
    for late in [
        Action::Rules(Err(Failure::new(Code::ProofOld))),
        Action::SignedIn(Err(Failure::new(Code::ProofOld))),
    ] {
        let mut state = at_renewal();
        state.step(Action::New(Secret::new("yining#2026")));
        state.step(late);
        assert_eq!(state.step, SigninStep::Password);
        assert_eq!(state.failure.expect("said").code, Code::ProofOld);
        assert!(state.new.text.is_empty());
        assert_eq!(state.account, "2024B7001");
    }
}

#[test]
fn forgot_password_leaves_the_attempt_running() {
    let mut state = at_password();
    state.step(Action::Account("198803017".into()));
    let effects = state.step(Action::Forgot);
    let [Effect::Leave(Way::Recovery(place))] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(
        (place.step, place.account.as_str()),
        (SigninStep::Password, "198803017")
    );
}

#[test]
fn every_name_of_an_account_signs_in() {
    for name in [
        "198803017",
        "24110105190001",
        "chen@example.edu.cn",
        "+852 6123 4567",
    ] {
        let mut state = at_password();
        state.step(Action::Account(name.into()));
        state.step(Action::Password(Secret::new("shufen#1949")));
        assert_eq!(requests(&state.step(Action::Submit)), 1, "{name}");
    }
}
