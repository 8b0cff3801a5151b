use menhu_protocol::api::session::Done;
use menhu_protocol::ipc::{CampusCard, CampusText, PICTURE_LARGEST, Scanner};
use menhu_protocol::values::CampusAddress;
use menhu_protocol::{Code, Desk, Failure, Localized, Manifest, TextKind, TextRef};

use super::{Action, Effect, Entry, State, Step, Waiting, Way};
use crate::machine::Machine;

const TODAY: (u16, u8, u8) = (2026, 11, 21);
const POSTER: &str = "https://menhu.example.edu.cn/r";

fn card() -> CampusCard {
    let both = |text: &str| Localized {
        zh: text.into(),
        en: text.into(),
    };
    CampusCard {
        manifest: Manifest {
            menhu: Manifest::VERSION,
            campus: "demo".into(),
            name: both("示范大学"),
            origin: CampusAddress::parse("menhu.example.edu.cn").expect("an address"),
            accent: "#1F5FA8".into(),
            logo: None,
            texts: vec![TextRef {
                kind: TextKind::Terms,
                version: "2026-09-01".into(),
                path: "/texts/terms".into(),
            }],
            modules: vec![],
            least_app: "0.1.0".into(),
            require: None,
            desk: Desk {
                phone: "0451-86412345".into(),
                hours: both("8:00–17:00"),
            },
            filing: None,
        },
        host: "menhu.example.edu.cn".into(),
        agreed: vec![],
        read_at: 0,
        demand: None,
    }
}

fn texts() -> Vec<CampusText> {
    vec![CampusText {
        kind: TextKind::Terms,
        version: "2026-09-01".into(),
        body: "一、".into(),
        changed: String::new(),
    }]
}

fn at_confirm() -> State {
    let mut state = State::new(Entry::Find, Scanner::Page);
    state.step(Action::Address("menhu.example.edu.cn".into()));
    state.step(Action::Find);
    state.step(Action::Found(Ok(card())));
    state
}

#[test]
fn poster_leads_to_the_campus_and_agreeing_names_its_texts() {
    let mut state = State::new(Entry::Find, Scanner::Native);
    state.step(Action::Scan);
    assert_eq!(state.step, Step::Camera);
    let effects = state.step(Action::Seen(Ok(POSTER.into()), TODAY));
    assert!(matches!(&effects[..], [Effect::Find(f)] if f.text == POSTER));
    let effects = state.step(Action::Found(Ok(card())));
    assert!(matches!(effects[..], [Effect::Texts(_)]));
    state.step(Action::Texts(Ok(texts())));
    let effects = state.step(Action::Agree);
    assert!(
        matches!(&effects[..], [Effect::Adopt(a)] if a.agreed.len() == 1 && a.agreed[0].version == "2026-09-01")
    );
    assert!(state.step(Action::Agree).is_empty(), "second tap");
    state.step(Action::Adopted(Ok(card())));
    assert_eq!(state.step, Step::Choice);
    assert!(matches!(
        state.step(Action::Signin)[..],
        [Effect::Leave(Way::Signin)]
    ));
}

#[test]
fn what_is_no_campus_code_is_never_asked_for_on_the_network() {
    let long = "A".repeat(4096);
    for (text, why) in [
        ("https://weixin.example.com/g/abc", "other_site"),
        ("hello", "not_an_address"),
        ("http://menhu.example.edu.cn/r", "unencrypted"),
        ("https://menhu.example.edu.cn/r?until=2020-01-01", "expired"),
        (long.as_str(), "long"),
    ] {
        let mut state = State::new(Entry::Find, Scanner::Page);
        state.step(Action::Picture(vec![1]));
        let effects = state.step(Action::PictureRead(Ok(text.into()), TODAY));
        assert!(effects.is_empty(), "{text}");
        let failure = state.failure.expect("a failure");
        assert_eq!(
            (failure.code, failure.detail.as_deref()),
            (Code::NotACampus, Some(why))
        );
    }
    let mut state = State::new(Entry::Find, Scanner::Page);
    assert!(
        state.step(Action::Find).is_empty(),
        "nothing typed, nothing sent"
    );
    assert_eq!(
        state.failure.and_then(|f| f.detail).as_deref(),
        Some("empty")
    );
}

#[test]
fn failed_search_keeps_the_address_and_a_second_tap_sends_nothing() {
    let mut state = State::new(Entry::Find, Scanner::Page);
    state.step(Action::Address("menhu.example.edu.cn".into()));
    assert_eq!(state.step(Action::Find).len(), 1);
    assert!(state.step(Action::Find).is_empty());
    state.step(Action::Found(Err(Failure::new(Code::Offline))));
    assert_eq!(state.address, "menhu.example.edu.cn");
    assert_eq!(state.failure.as_ref().map(|f| f.code), Some(Code::Offline));
    let effects = state.step(Action::FindAgain);
    assert!(matches!(&effects[..], [Effect::Find(f)] if f.text == "menhu.example.edu.cn"));
}

#[test]
fn texts_that_cannot_be_read_cannot_be_agreed_to() {
    let mut state = at_confirm();
    state.step(Action::Texts(Err(Failure::new(Code::Offline))));
    let effects = state.step(Action::Agree);
    assert!(
        matches!(effects[..], [Effect::Texts(_)]),
        "asked for again instead"
    );
    assert!(state.step(Action::Agree).is_empty(), "second tap");
    state.step(Action::Texts(Err(Failure::new(Code::Offline))));
    assert_eq!((state.step, state.waiting), (Step::Confirm, None));
}

#[test]
fn agreeing_while_the_texts_are_on_their_way_counts_once_they_are_there() {
    let mut state = at_confirm();
    assert!(state.step(Action::Agree).is_empty());
    assert_eq!(state.waiting, Some(Waiting::Adopt));
    let effects = state.step(Action::Texts(Ok(texts())));
    assert!(matches!(effects[..], [Effect::Adopt(_)]));
}

#[test]
fn picture_that_is_too_large_is_not_sent() {
    let mut state = State::new(Entry::Find, Scanner::Page);
    let effects = state.step(Action::Picture(vec![0; PICTURE_LARGEST + 1]));
    assert!(effects.is_empty());
    assert_eq!(state.failure.map(|f| f.code), Some(Code::PictureUnreadable));
}

#[test]
fn link_is_read_as_soon_as_the_flow_opens() {
    let mut state = State::new(
        Entry::Link("menhu://menhu.example.edu.cn".into()),
        Scanner::Native,
    );
    assert!(matches!(state.step(Action::Opened)[..], [Effect::Link(_)]));
}

#[test]
fn newer_texts_are_asked_for_again_and_lead_back_home() {
    let mut known = card();
    known.agreed = vec![menhu_protocol::api::signin::Agreed {
        kind: TextKind::Terms,
        version: "2025-09-01".into(),
    }];
    let mut state = State::new(
        Entry::Texts {
            card: Box::new(known),
            signed_in: true,
        },
        Scanner::Page,
    );
    assert!(state.again);
    assert!(matches!(state.step(Action::Opened)[..], [Effect::Texts(_)]));
    state.step(Action::Back);
    assert_eq!(state.step, Step::Confirm, "no way round the new texts");
    state.step(Action::Texts(Ok(texts())));
    state.step(Action::Agree);
    let effects = state.step(Action::Adopted(Ok(card())));
    assert!(matches!(
        effects[..],
        [Effect::Adopted(_), Effect::Leave(Way::Home)]
    ));
}

#[test]
fn another_campus_begins_with_an_empty_search() {
    let mut state = State::new(Entry::Choice(Box::new(card())), Scanner::Page);
    assert!(matches!(
        state.step(Action::Other)[..],
        [Effect::LeaveCampus]
    ));
    assert_eq!(state.waiting, Some(Waiting::Leave));
    state.step(Action::Left(Ok(Done {})));
    assert_eq!((state.step, state.found), (Step::Find, None));
}

#[test]
fn build_for_one_campus_reads_it_by_itself_and_offers_no_way_to_another() {
    let own = card().manifest.origin;
    let mut state = State::new(Entry::Pinned(own.clone()), Scanner::Native);
    let effects = state.step(Action::Opened);
    assert!(matches!(&effects[..], [Effect::Find(f)] if f.text == own.origin()));
    state.step(Action::Found(Err(Failure::new(Code::Offline))));
    assert_eq!(
        state.step,
        Step::Pinned,
        "and the failure can be answered by trying again"
    );
    assert_eq!(state.step(Action::FindAgain).len(), 1);
    state.step(Action::Found(Ok(card())));
    assert_eq!(state.step, Step::Confirm);
    assert!(!state.can_go_back());
    state.step(Action::Back);
    assert_eq!(state.step, Step::Confirm);
}
