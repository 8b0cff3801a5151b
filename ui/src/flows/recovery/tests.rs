use menhu_protocol::api::CodeSent;
use menhu_protocol::api::recovery::{self, Ways};
use menhu_protocol::api::session::Done;
use menhu_protocol::ipc::{Bookmark, RecoveryBookmark, RecoveryStep, SigninBookmark, SigninStep};
use menhu_protocol::password::{PasswordRules, Rule};
use menhu_protocol::values::Secret;
use menhu_protocol::{Code, Failure, Field, Retry};

use super::{Action, Effect, Exit, State, Waiting};
use crate::machine::Machine;

fn ways() -> Ways {
    Ways {
        phone: Some("13*****".into()),
        mail: Some("*****@*****.cn".into()),
        device: true,
    }
}

fn sent() -> CodeSent {
    CodeSent {
        to: "138****8000".into(),
        good_for_s: 300,
        resend_after_s: 60,
    }
}

fn rules() -> PasswordRules {
    PasswordRules {
        profile: "campus-1".into(),
        rules: vec![
            Rule::Length { least: 6 },
            Rule::Classes { least: 2 },
            Rule::NoSpace,
            Rule::NotCommon,
        ],
    }
}

fn signin() -> SigninBookmark {
    SigninBookmark {
        step: SigninStep::Password,
        phone: "138 0013 8000".into(),
        account: "198803017".into(),
        code: None,
        wrong: None,
        unmet: vec![],
    }
}

/// Requests to the core among the effects; bookmarks and changes of place are none.
fn requests(effects: &[Effect]) -> usize {
    let asked = |e: &&Effect| {
        matches!(
            e,
            Effect::Begin(_) | Effect::Send(_) | Effect::Prove(_) | Effect::Set(_)
        )
    };
    effects.iter().filter(asked).count()
}

fn at_choose() -> State {
    let mut state = State::new("198803017".into(), Some(signin()));
    state.step(Action::Certificate(Secret::new("11010519491231002X")));
    assert_eq!(requests(&state.step(Action::Submit)), 1);
    state.step(Action::Begun(Ok(ways())));
    state
}

fn at_code() -> State {
    let mut state = at_choose();
    state.step(Action::Choose(recovery::Way::Phone));
    state.step(Action::CodeSent(Ok(sent()), 5_000));
    state
}

fn at_password() -> State {
    let mut state = at_code();
    state.step(Action::Code("123456".into()));
    state.step(Action::Submit);
    state.step(Action::Proven(Ok(rules())));
    state
}

fn typed(mut state: State, text: &str) -> State {
    state.step(Action::New(Secret::new(text)));
    state.step(Action::Repeat(Secret::new(text)));
    state
}

#[test]
fn the_whole_way_leads_back_to_the_sign_in_where_it_was_left() {
    let mut state = typed(at_password(), "shufen#2026");
    let effects = state.step(Action::Submit);
    let Some(Effect::Set(set)) = effects.last() else {
        panic!("not sent")
    };
    assert!(
        set.end_sessions,
        "other devices are signed out unless said otherwise"
    );
    state.step(Action::Set(Ok(Done {})));
    assert_eq!(state.step, RecoveryStep::Done);
    assert!(state.new.text.is_empty() && state.new.repeat.is_empty());
    assert!(state.step(Action::Back).is_empty(), "what was set stays so");
    let effects = state.step(Action::Submit);
    let [Effect::Leave(Exit::Signin(place))] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(*place, signin());
}

#[test]
fn without_a_sign_in_before_it_leads_to_a_new_one_with_the_account_filled() {
    let mut state = State {
        step: RecoveryStep::Done,
        ..State::new("ZhaoMin@example.edu.cn".into(), None)
    };
    let effects = state.step(Action::Submit);
    let [Effect::Leave(Exit::Signin(place))] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(
        (place.step, place.account.as_str()),
        (SigninStep::Phone, "ZhaoMin@example.edu.cn")
    );
}

#[test]
fn malformed_input_is_never_sent_and_names_its_field() {
    let certificate = |text: &str| {
        let mut state = State::new("198803017".into(), None);
        state.step(Action::Certificate(Secret::new(text)));
        state
    };
    for (mut state, code, field) in [
        (
            State::new(String::new(), None),
            Code::Malformed,
            Field::Account,
        ),
        (
            State::new("a@b,c".into(), None),
            Code::Malformed,
            Field::Account,
        ),
        (certificate(""), Code::Malformed, Field::Certificate),
        (at_code(), Code::Malformed, Field::Code),
        (at_password(), Code::Malformed, Field::NewPassword),
        (
            typed(at_password(), "abcDEF"),
            Code::PasswordWeak,
            Field::NewPassword,
        ),
    ] {
        let effects = state.step(Action::Submit);
        assert_eq!(requests(&effects), 0);
        let failure = state.failure.expect("a failure");
        assert_eq!((failure.code, failure.field), (code, Some(field)));
        assert_eq!(state.waiting, None);
    }
}

#[test]
fn every_name_of_an_account_is_taken() {
    for name in [
        "198803017",
        "24110105190001",
        "zhaomin@example.edu.cn",
        "+852 6123 4567",
    ] {
        let mut state = State::new(name.into(), None);
        state.step(Action::Certificate(Secret::new("11010519491231002X")));
        assert_eq!(requests(&state.step(Action::Submit)), 1, "{name}");
    }
}

#[test]
fn second_tap_sends_no_second_message() {
    let mut state = at_choose();
    assert_eq!(
        requests(&state.step(Action::Choose(recovery::Way::Phone))),
        1
    );
    for again in [
        Action::Choose(recovery::Way::Phone),
        Action::Choose(recovery::Way::Mail),
        Action::Resend,
        Action::Submit,
        Action::Back,
    ] {
        assert!(state.step(again).is_empty(), "the answer is waited for");
    }
}

#[test]
fn going_back_and_choosing_the_same_way_asks_for_no_other_message() {
    let mut state = at_code();
    state.step(Action::Back);
    assert_eq!(state.step, RecoveryStep::Choose);
    let effects = state.step(Action::Choose(recovery::Way::Phone));
    let Some(Effect::Send(send)) = effects.last() else {
        panic!("not asked")
    };
    assert!(!send.again);
    // A campus that says "too soon" means the code that is out.
    let soon = Failure::new(Code::CodeTooSoon).retry(Retry::After(50));
    state.step(Action::CodeSent(Err(soon), 9_000));
    assert_eq!((state.step, &state.failure), (RecoveryStep::Code, &None));
    assert_eq!(state.code_out.expect("still out").at, 5_000);
}

#[test]
fn another_message_is_sent_only_when_it_is_asked_for() {
    let mut state = at_code();
    let effects = state.step(Action::Resend);
    let Some(Effect::Send(send)) = effects.last() else {
        panic!("not asked")
    };
    assert_eq!((send.way, send.again), (recovery::Way::Phone, true));
    let soon = Failure::new(Code::CodeTooSoon).retry(Retry::After(50));
    state.step(Action::CodeSent(Err(soon), 9_000));
    assert_eq!(state.failure.expect("said").code, Code::CodeTooSoon);
}

#[test]
fn other_way_forgets_the_code_of_the_first() {
    let mut state = at_code();
    state.step(Action::Back);
    state.step(Action::Choose(recovery::Way::Mail));
    let down = Failure::new(Code::MailDown);
    state.step(Action::CodeSent(Err(down), 9_000));
    assert_eq!(state.step, RecoveryStep::Choose);
    assert_eq!(
        state.code_out, None,
        "no countdown of a message that went elsewhere"
    );
}

#[test]
fn way_that_was_proven_leads_on_without_another_code() {
    let mut state = typed(at_password(), "shufen#2026");
    state.step(Action::Back);
    assert_eq!(state.step, RecoveryStep::Choose);
    assert!(state.new.text.is_empty());
    let effects = state.step(Action::Choose(recovery::Way::Phone));
    assert_eq!(requests(&effects), 0);
    assert_eq!(
        (state.step, state.new.rules.clone()),
        (RecoveryStep::Password, Some(rules()))
    );
    state.step(Action::Back);
    let effects = state.step(Action::Choose(recovery::Way::Mail));
    assert_eq!(requests(&effects), 1, "the other way has its own code");
    assert_eq!(state.new.rules, None);
}

#[test]
fn failure_keeps_everything_that_was_typed() {
    let mut state = State::new("198803017".into(), None);
    state.step(Action::Certificate(Secret::new("11010519491231002X")));
    state.step(Action::Submit);
    state.step(Action::Begun(
        Err(Failure::new(Code::RecoveryWrong).left(4)),
    ));
    assert_eq!(state.step, RecoveryStep::Account);
    assert_eq!(state.account, "198803017");
    assert_eq!(state.certificate.expose(), "11010519491231002X");

    let mut state = typed(at_password(), "shufen#2026");
    state.step(Action::EndSessions(false));
    state.step(Action::Submit);
    state.step(Action::Set(Err(
        Failure::new(Code::Offline).retry(Retry::Now)
    )));
    assert_eq!(state.new.text.expose(), "shufen#2026");
    let effects = state.step(Action::Retry);
    let Some(Effect::Set(set)) = effects.last() else {
        panic!("not asked again")
    };
    assert_eq!(
        (set.password.expose(), set.end_sessions),
        ("shufen#2026", false)
    );
}

#[test]
fn refused_rules_are_shown_until_something_else_is_typed() {
    let mut state = typed(at_password(), "password1");
    state.step(Action::Submit);
    let weak = Failure::new(Code::PasswordWeak)
        .at(Field::NewPassword)
        .detail("not_common");
    state.step(Action::Set(Err(weak)));
    assert_eq!(state.new.refused(state.failure.as_ref()), ["not_common"]);
    state.step(Action::New(Secret::new("password12")));
    assert!(state.new.refused(state.failure.as_ref()).is_empty());
}

#[test]
fn recovery_that_is_over_begins_again_with_the_account_still_there() {
    for mut state in [at_choose(), at_code(), typed(at_password(), "shufen#2026")] {
        state.waiting = Some(Waiting::Proof);
        state.step(Action::Proven(Err(Failure::new(Code::AttemptOver))));
        assert_eq!(state.step, RecoveryStep::Account);
        assert_eq!(state.account, "198803017");
        assert_eq!(
            state.ways,
            Ways::default(),
            "hints of an attempt that is over go"
        );
        assert!(state.code_out.is_none() && state.new.text.is_empty());
        assert_eq!(state.failure.expect("said").code, Code::AttemptOver);
    }
}

#[test]
fn killed_at_every_step_it_reopens_there_with_secrets_empty() {
    for step in RecoveryStep::ALL {
        let mut state = typed(at_password(), "shufen#2026");
        state.step = *step;
        state.certificate = Secret::new("11010519491231002X");
        state.code = Secret::new("123456");
        let Bookmark::Recovery(bookmark) = state.bookmark() else {
            panic!("not a recovery")
        };
        let written = serde_json::to_string(&bookmark).expect("json");
        for secret in ["shufen#", "123456", "11010519491231002X"] {
            assert!(!written.contains(secret), "{secret}");
        }
        let resumed = State::resumed(bookmark);
        assert_eq!((resumed.step, resumed.account), (*step, state.account));
        assert_eq!(resumed.signin, Some(signin()));
        assert!(resumed.code.is_empty() && resumed.certificate.is_empty());
        assert!(resumed.new.text.is_empty() && resumed.new.rules == Some(rules()));
    }
}

#[test]
fn step_without_what_it_needs_reopens_at_the_choice() {
    for step in [RecoveryStep::Code, RecoveryStep::Password] {
        let state = State::resumed(RecoveryBookmark {
            step,
            account: "198803017".into(),
            ways: ways(),
            way: None,
            code: None,
            rules: None,
            signin: None,
        });
        assert_eq!(state.step, RecoveryStep::Choose);
    }
}

#[test]
fn way_out_goes_to_where_it_was_come_from() {
    let mut state = State::new("200511023".into(), Some(signin()));
    let effects = state.step(Action::Back);
    let [Effect::Drop, Effect::Leave(Exit::Signin(place))] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(
        (place.step, place.account.as_str()),
        (SigninStep::Password, "200511023")
    );
    let effects = State::new(String::new(), None).step(Action::Back);
    assert!(matches!(
        effects[..],
        [Effect::Drop, Effect::Leave(Exit::Choice)]
    ));
}
