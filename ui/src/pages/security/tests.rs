use menhu_protocol::api::CodeSent;
use menhu_protocol::api::security::{MailAct, MailPending, MailSent, Security};
use menhu_protocol::api::session::Done;
use menhu_protocol::password::{PasswordRules, Rule};
use menhu_protocol::values::Secret;
use menhu_protocol::{Code, Failure, Field, Retry};

use super::super::{Act, Answer, Letter, Standing};
use super::{Action, Aim, Effect, Happened, PasswordForm, Section, State};
use crate::machine::Machine;

const PHONE: &str = "138****8000";
const MAIL: &str = "z****@example.edu.cn";
const SECOND_MS: i64 = 1000;

fn security() -> Security {
    Security {
        phone: Some(PHONE.into()),
        mail: Some(MAIL.into()),
        mail_pending: None,
        password_at: Some(0),
        rules: PasswordRules {
            profile: "campus-1".into(),
            rules: vec![
                Rule::Length { least: 6 },
                Rule::Classes { least: 2 },
                Rule::NotCommon,
            ],
        },
        closes_at: None,
        last_channel: false,
    }
}

/// Somebody who looks at S-11.
fn opened(security: Security) -> State {
    let mut state = State::default();
    assert_eq!(state.step(Action::Opened), [Effect::Read]);
    state.step(Action::Read(Ok(Box::new(security)), 0));
    state
}

fn at(section: Section) -> State {
    let mut state = opened(security());
    state.step(Action::Open(section));
    state
}

fn sent() -> Answer {
    Answer::Code(CodeSent {
        to: "139****9000".into(),
        good_for_s: 300,
        resend_after_s: 60,
    })
}

fn letter() -> Answer {
    Answer::Letter(MailSent {
        to: "n****@example.edu.cn".into(),
        good_for_s: 7200,
        resend_after_s: 60,
    })
}

fn now_has(change: impl FnOnce(&mut Security)) -> Answer {
    let mut security = security();
    change(&mut security);
    Answer::Security(Box::new(security))
}

fn refuse(state: &mut State, act: Act, code: Code) -> Vec<Effect> {
    state.step(Action::Answered(act, Err(Failure::new(code)), 0))
}

fn typed_password(state: &mut State, old: &str, new: &str, repeat: &str) {
    state.step(Action::Old(Secret::new(old)));
    state.step(Action::New(Secret::new(new)));
    state.step(Action::Repeat(Secret::new(repeat)));
}

fn failed_at(state: &State) -> Option<(Code, Option<Field>)> {
    state.failure.as_ref().map(|f| (f.code, f.field))
}

#[test]
fn old_proof_asks_for_the_password_and_then_does_the_very_same_act() {
    let mut state = at(Section::Phone);
    state.step(Action::Phone("139 0000 9000".into()));
    assert_eq!(state.step(Action::Submit), [Effect::Do(Act::PhoneSend)]);
    assert!(refuse(&mut state, Act::PhoneSend, Code::ProofOld).is_empty());
    assert!(state.proof.is_some());
    assert!(state.failure.is_none(), "S-18 explains itself");
    let before = state.phone.clone();

    state.step(Action::ProofPassword(Secret::new("shufen#1949")));
    let proof = Effect::Prove(Secret::new("shufen#1949"));
    assert_eq!(state.step(Action::Prove), [proof]);
    assert!(state.step(Action::Prove).is_empty(), "second tap");
    let again = state.step(Action::Proven(Ok(Done {})));
    assert_eq!(again, [Effect::Do(Act::PhoneSend)]);
    assert_eq!(state.phone, before, "nothing is typed again");
    let kept = state.proof.as_ref().map(|proof| proof.password.is_empty());
    assert_eq!(kept, Some(true), "the password is not kept");

    state.step(Action::Answered(Act::PhoneSend, Ok(sent()), 0));
    assert!(state.proof.is_none());
    assert_eq!(state.section, Section::Code(Aim::Bind));
}

#[test]
fn every_sensitive_act_takes_the_detour_and_goes_on() {
    for (section, act) in [
        (Section::PhoneUnbind, Act::PhoneUnbindSend),
        (Section::MailUnbind, Act::MailUnbindSend),
        (Section::Close, Act::CloseAsk),
        (Section::Close, Act::CloseTakeBack),
    ] {
        let mut state = at(section);
        assert_eq!(state.step(Action::Act(act)), [Effect::Do(act)]);
        refuse(&mut state, act, Code::ProofOld);
        state.step(Action::ProofPassword(Secret::new("shufen#1949")));
        state.step(Action::Prove);
        let again = state.step(Action::Proven(Ok(Done {})));
        assert_eq!(again, [Effect::Do(act)], "{act:?}");
    }
}

#[test]
fn going_back_from_the_password_loses_nothing_and_sends_nothing() {
    let mut state = at(Section::Mail);
    state.step(Action::Mail("New@example.edu.cn".into()));
    state.step(Action::Submit);
    refuse(&mut state, Act::MailSend, Code::ProofOld);
    state.step(Action::ProofPassword(Secret::new("half")));
    assert!(state.step(Action::Back).is_empty());
    assert_eq!(state.section, Section::Mail);
    assert_eq!(state.mail, "New@example.edu.cn");
    assert!(state.proof.is_none());
    assert!(
        state.step(Action::Proven(Ok(Done {}))).is_empty(),
        "a late proof does nothing that was called off"
    );
}

#[test]
fn wrong_password_stays_on_the_question_and_an_empty_one_is_not_sent() {
    let mut state = at(Section::Close);
    state.step(Action::Act(Act::CloseAsk));
    refuse(&mut state, Act::CloseAsk, Code::ProofOld);
    assert!(state.step(Action::Prove).is_empty());
    assert_eq!(
        failed_at(&state),
        Some((Code::Malformed, Some(Field::Password)))
    );
    state.step(Action::ProofPassword(Secret::new("wrong")));
    state.step(Action::Prove);
    let wrong = Failure::new(Code::PasswordWrong).left(4);
    state.step(Action::Proven(Err(wrong)));
    assert!(state.proof.is_some());
    assert_eq!(state.failure.as_ref().and_then(|f| f.left), Some(4));
    assert!(
        state
            .security
            .value
            .as_ref()
            .is_some_and(|s| s.closes_at.is_none())
    );
}

#[test]
fn password_is_looked_at_before_it_is_sent() {
    for (old, new, repeat, code, field) in [
        ("", "abc123", "abc123", Code::Malformed, Field::Password),
        ("old", "", "", Code::Malformed, Field::NewPassword),
        (
            "old",
            "abcDEF",
            "abcDEF",
            Code::PasswordWeak,
            Field::NewPassword,
        ),
        (
            "old",
            "abc123",
            "abc124",
            Code::PasswordsDiffer,
            Field::RepeatPassword,
        ),
    ] {
        let mut state = at(Section::Password);
        typed_password(&mut state, old, new, repeat);
        assert!(state.step(Action::Submit).is_empty(), "{new}");
        assert_eq!(failed_at(&state), Some((code, Some(field))), "{new}");
    }
}

#[test]
fn changed_password_is_forgotten_by_the_page_and_everybody_is_told() {
    let mut state = at(Section::Password);
    assert!(
        state.password.end_others,
        "whoever changes it wants others out"
    );
    typed_password(&mut state, "old#1949", "abc123", "abc123");
    let effects = state.step(Action::Submit);
    assert_eq!(effects, [Effect::Do(Act::PasswordChange)]);
    assert!(state.step(Action::Submit).is_empty(), "second tap");
    let answer = now_has(|security| security.password_at = Some(5));
    state.step(Action::Answered(Act::PasswordChange, Ok(answer), 5));
    assert_eq!(state.password, PasswordForm::default());
    assert_eq!(state.section, Section::Root);
    let happened = Happened::PasswordChanged {
        ended: true,
        told: vec![PHONE.into(), MAIL.into()],
    };
    assert_eq!(state.happened, Some(happened));
}

#[test]
fn refused_password_keeps_what_was_typed() {
    let mut state = at(Section::Password);
    typed_password(&mut state, "old#1949", "abc123", "abc123");
    state.step(Action::Submit);
    let weak = Failure::new(Code::PasswordWeak)
        .at(Field::NewPassword)
        .detail("not_common");
    state.step(Action::Answered(Act::PasswordChange, Err(weak), 0));
    assert_eq!(state.section, Section::Password);
    assert_eq!(state.password.new.text.expose(), "abc123");
    let refused = state.password.new.refused(state.failure.as_ref());
    assert_eq!(refused, ["not_common"]);
}

#[test]
fn passwords_left_behind_are_not_kept() {
    let mut state = at(Section::Password);
    typed_password(&mut state, "old#1949", "abc123", "abc");
    state.step(Action::Back);
    assert_eq!(state.password, PasswordForm::default());
}

#[test]
fn new_number_is_proven_by_its_code_and_the_former_one_is_told() {
    let mut state = at(Section::Phone);
    state.step(Action::Phone("139".into()));
    assert!(
        state.step(Action::Submit).is_empty(),
        "no code for half a number"
    );
    assert_eq!(
        failed_at(&state),
        Some((Code::Malformed, Some(Field::Phone)))
    );
    state.step(Action::Phone("13900009000".into()));
    state.step(Action::Submit);
    state.step(Action::Answered(Act::PhoneSend, Ok(sent()), 0));
    state.step(Action::Code("12345".into()));
    assert!(state.step(Action::Submit).is_empty());
    state.step(Action::Code("123456".into()));
    assert_eq!(state.step(Action::Submit), [Effect::Do(Act::PhoneProve)]);
    let answer = now_has(|security| security.phone = Some("139****9000".into()));
    state.step(Action::Answered(Act::PhoneProve, Ok(answer), 0));
    let happened = Happened::PhoneBound {
        phone: "139****9000".into(),
        told: vec![PHONE.into(), MAIL.into()],
    };
    assert_eq!(state.happened, Some(happened));
    assert!(state.phone.code.is_empty() && state.phone.out.is_none());
}

#[test]
fn back_and_forth_sends_no_second_message_but_another_number_does() {
    let mut state = at(Section::Phone);
    state.step(Action::Phone("13900009000".into()));
    state.step(Action::Submit);
    state.step(Action::Answered(Act::PhoneSend, Ok(sent()), 0));
    state.step(Action::Back);
    state.step(Action::Submit);
    refuse(&mut state, Act::PhoneSend, Code::CodeTooSoon);
    assert_eq!(
        state.section,
        Section::Code(Aim::Bind),
        "the code is still good"
    );
    assert!(state.failure.is_none());

    // Once more where the code is typed: how long to wait is said there.
    state.step(Action::Act(Act::PhoneSend));
    refuse(&mut state, Act::PhoneSend, Code::CodeTooSoon);
    assert_eq!(state.section, Section::Code(Aim::Bind));
    assert_eq!(failed_at(&state), Some((Code::CodeTooSoon, None)));

    state.step(Action::Back);
    state.step(Action::Phone("13900009001".into()));
    state.step(Action::Submit);
    refuse(&mut state, Act::PhoneSend, Code::CodeTooSoon);
    assert_eq!(
        state.section,
        Section::Phone,
        "its code went to another number"
    );
}

#[test]
fn number_of_somebody_else_leads_back_to_the_number() {
    let mut state = at(Section::Phone);
    state.step(Action::Phone("13900009000".into()));
    state.step(Action::Submit);
    state.step(Action::Answered(Act::PhoneSend, Ok(sent()), 0));
    state.step(Action::Code("123456".into()));
    state.step(Action::Submit);
    refuse(&mut state, Act::PhoneProve, Code::PhoneTaken);
    assert_eq!(state.section, Section::Phone);
    assert_eq!(state.phone.number, "13900009000", "what was typed is kept");
    assert_eq!(failed_at(&state), Some((Code::PhoneTaken, None)));
}

#[test]
fn unbinding_is_explained_before_a_code_is_sent() {
    let mut state = at(Section::Phone);
    assert!(state.step(Action::Open(Section::PhoneUnbind)).is_empty());
    let effects = state.step(Action::Act(Act::PhoneUnbindSend));
    assert_eq!(effects, [Effect::Do(Act::PhoneUnbindSend)]);
    state.step(Action::Answered(Act::PhoneUnbindSend, Ok(sent()), 0));
    assert_eq!(state.section, Section::Code(Aim::Unbind));
    state.step(Action::Code("123456".into()));
    assert_eq!(state.step(Action::Submit), [Effect::Do(Act::PhoneUnbind)]);
    let answer = now_has(|security| security.phone = None);
    state.step(Action::Answered(Act::PhoneUnbind, Ok(answer), 0));
    let happened = Happened::PhoneUnbound {
        phone: PHONE.into(),
        told: vec![PHONE.into(), MAIL.into()],
    };
    assert_eq!(state.happened, Some(happened));
}

#[test]
fn last_channel_stays_and_the_page_says_what_mends_it() {
    for (section, act) in [
        (Section::PhoneUnbind, Act::PhoneUnbindSend),
        (Section::Code(Aim::Unbind), Act::PhoneUnbind),
        (Section::MailUnbind, Act::MailUnbindSend),
    ] {
        let mut state = at(section);
        refuse(&mut state, act, Code::LastChannel);
        let last = state.security.value.as_ref().map(|s| s.last_channel);
        assert_eq!(last, Some(true), "{act:?}");
        assert!(matches!(
            state.section,
            Section::PhoneUnbind | Section::MailUnbind
        ));
        assert!(state.failure.is_none(), "said once");
    }
}

#[test]
fn bound_mail_appears_when_the_link_was_pressed_elsewhere() {
    let mut state = at(Section::Mail);
    state.step(Action::Mail("n@example.edu.cn".into()));
    assert_eq!(state.step(Action::Submit), [Effect::Do(Act::MailSend)]);
    state.step(Action::Answered(Act::MailSend, Ok(letter()), 0));
    assert_eq!(state.section, Section::Letter);
    assert_eq!(standing(&state, 0), Some(Standing::Out(7200)));

    assert_eq!(
        state.step(Action::Opened),
        [Effect::Read],
        "looked at again"
    );
    let mut bound = security();
    bound.mail = Some("n****@example.edu.cn".into());
    state.step(Action::Read(Ok(Box::new(bound)), 0));
    assert_eq!(standing(&state, 0), Some(Standing::Done));
    assert_eq!(state.section, Section::Letter, "nobody is moved");
}

fn standing(state: &State, now: i64) -> Option<Standing> {
    let security = state.security.value.as_ref()?;
    Some(state.letter.as_ref()?.standing(security, now))
}

#[test]
fn letter_is_good_for_two_hours_and_no_clock_makes_it_longer() {
    let letter = Letter::found(
        &MailPending {
            to: MAIL.into(),
            act: MailAct::Unbind,
            good_for_s: 7200,
            resend_after_s: 60,
        },
        SECOND_MS,
    );
    assert_eq!(letter.resend_after_s(SECOND_MS), 60);
    assert_eq!(letter.resend_after_s(61 * SECOND_MS), 0);
    let mut pending = security();
    pending.mail_pending = Some(letter.pending());
    for (now_s, standing) in [
        (0, Standing::Out(7200)),
        (1, Standing::Out(7200)),
        (7200, Standing::Out(1)),
        (7201, Standing::Over),
    ] {
        assert_eq!(letter.standing(&pending, now_s * SECOND_MS), standing);
    }
    // Neither pressed nor pending: a newer one took its place or it ran out.
    assert_eq!(letter.standing(&security(), 0), Standing::Over);
    let mut unbound = security();
    unbound.mail = None;
    assert_eq!(letter.standing(&unbound, 0), Standing::Done);
}

#[test]
fn answer_from_before_a_change_is_not_believed() {
    let mut state = at(Section::Mail);
    state.step(Action::Mail("n@example.edu.cn".into()));
    assert_eq!(state.step(Action::Opened), [Effect::Read]);
    state.step(Action::Submit);
    state.step(Action::Answered(Act::MailSend, Ok(letter()), 0));
    let again = state.step(Action::Read(Ok(Box::new(security())), 0));
    assert_eq!(again, [Effect::Read], "asked once more");
    assert_eq!(standing(&state, 0), Some(Standing::Out(7200)));
}

#[test]
fn outage_keeps_what_is_shown_and_signs_nobody_out() {
    let mut state = opened(security());
    state.step(Action::Opened);
    let effects = state.step(Action::Read(
        Err(Failure::new(Code::Offline).retry(Retry::Now)),
        0,
    ));
    assert!(effects.is_empty());
    assert!(state.security.value.is_some());
    assert_eq!(state.stale().map(|f| f.code), Some(Code::Offline));
    assert_eq!(state.step(Action::ReadAgain), [Effect::Read]);
}

#[test]
fn lost_request_is_repeated_by_the_button_beside_the_sentence() {
    let mut state = at(Section::MailUnbind);
    state.step(Action::Act(Act::MailUnbindSend));
    refuse(&mut state, Act::MailUnbindSend, Code::Offline);
    assert_eq!(state.section, Section::MailUnbind);
    assert_eq!(state.step(Action::Retry), [Effect::Do(Act::MailUnbindSend)]);
    assert!(state.step(Action::Retry).is_empty(), "second tap");
}

#[test]
fn session_that_ended_elsewhere_leads_out_wherever_it_is_heard() {
    for code in [Code::SessionEnded, Code::SignedOut] {
        let over = || Failure::new(code);
        for action in [
            Action::Read(Err(over()), 0),
            Action::Signins(Err(over())),
            Action::Answered(Act::CloseAsk, Err(over()), 0),
            Action::Proven(Err(over())),
        ] {
            let mut state = opened(security());
            assert_eq!(state.step(action), [Effect::SignedOut]);
        }
    }
}

#[test]
fn closing_is_asked_for_once_and_taken_back_from_the_same_page() {
    let mut state = at(Section::Close);
    state.step(Action::Act(Act::CloseAsk));
    assert!(
        state.step(Action::Act(Act::CloseAsk)).is_empty(),
        "second tap"
    );
    let asked = now_has(|security| security.closes_at = Some(15));
    state.step(Action::Answered(Act::CloseAsk, Ok(asked), 0));
    assert_eq!(state.happened, Some(Happened::CloseAsked { at: 15 }));
    assert_eq!(
        state.section,
        Section::Root,
        "no other button under the finger"
    );
    state.step(Action::Open(Section::Close));
    state.step(Action::Act(Act::CloseTakeBack));
    let back = now_has(|security| security.closes_at = None);
    state.step(Action::Answered(Act::CloseTakeBack, Ok(back), 0));
    assert_eq!(state.happened, Some(Happened::CloseTakenBack));
}

#[test]
fn way_back_leads_through_what_was_opened() {
    let mut state = at(Section::Code(Aim::Unbind));
    for section in [Section::PhoneUnbind, Section::Phone, Section::Root] {
        state.step(Action::Back);
        assert_eq!(state.section, section);
    }
    // What was asked on the way is answered first.
    state.step(Action::Read(Ok(Box::new(security())), 0));
    assert_eq!(state.step(Action::Back), [Effect::Leave]);
}
