use menhu_protocol::api::signin::Agreed;
use menhu_protocol::ipc::{
    Bookmark, CampusCard, Demand, Event, Keychain, Preferences, Scanner, SigninBookmark,
    SigninStep, Start, System, UpdatePhase,
};
use menhu_protocol::{Code, Failure, TextKind};
use menhu_words::{APP_PRIVACY, APP_TERMS};

use super::super::link::Unfollowed;
use super::{Action, Effect, Place, State};
use crate::flows::campus::Entry;
use crate::machine::Machine;

const CARD: &str = r##"{"manifest":{"menhu":1,"campus":"demo","name":{"zh":"示范大学","en":"Demo"},
    "origin":"https://menhu.example.edu.cn","accent":"#1F5FA8",
    "texts":[{"kind":"terms","version":"2026-09-01","path":"/texts/terms"}],
    "modules":["download"],"least_app":"0.1.0",
    "desk":{"phone":"0451-86412345","hours":{"zh":"","en":""}}},
    "host":"menhu.example.edu.cn","agreed":[{"kind":"terms","version":"2026-09-01"}],"read_at":0}"##;

fn card() -> CampusCard {
    serde_json::from_str(CARD).expect("a card")
}

fn start() -> Start {
    Start {
        preferences: Preferences::default(),
        first: false,
        consent: Some((APP_TERMS.version.into(), APP_PRIVACY.version.into())),
        campus: Some(card()),
        pinned: None,
        signed_in: false,
        bookmark: None,
        keychain: Keychain::Ready,
        scanner: Scanner::Page,
        system: System::Linux,
        desktop: None,
        version: "0.1.0".into(),
    }
}

fn after(start: Start) -> State {
    let mut state = State::default();
    state.step(Action::Started(Ok(Box::new(start))));
    state
}

#[test]
fn nothing_is_shown_before_the_texts_of_this_build_are_agreed_to() {
    for consent in [
        None,
        Some(("2020-01-01".to_owned(), APP_PRIVACY.version.to_owned())),
    ] {
        let state = after(Start {
            consent: consent.clone(),
            signed_in: true,
            ..start()
        });
        assert_eq!(
            state.place,
            Place::Welcome {
                first: false,
                before: consent
            }
        );
    }
}

#[test]
fn each_start_leads_where_the_person_belongs() {
    assert_eq!(
        after(Start {
            campus: None,
            ..start()
        })
        .place,
        Place::Campus(Entry::Find)
    );
    assert_eq!(
        after(start()).place,
        Place::Campus(Entry::Choice(Box::new(card())))
    );
    assert_eq!(
        after(Start {
            signed_in: true,
            ..start()
        })
        .place,
        Place::Home
    );
    let mut unagreed = card();
    unagreed.agreed = vec![Agreed {
        kind: TextKind::Terms,
        version: "2025-09-01".into(),
    }];
    let state = after(Start {
        campus: Some(unagreed),
        signed_in: true,
        ..start()
    });
    assert!(matches!(
        state.place,
        Place::Campus(Entry::Texts {
            signed_in: true,
            ..
        })
    ));
}

#[test]
fn flow_that_was_left_is_opened_again() {
    let bookmark = SigninBookmark {
        unmet: vec![],
        step: SigninStep::Password,
        phone: "13800138000".into(),
        account: "198803017".into(),
        code: None,
        wrong: None,
    };
    let state = after(Start {
        bookmark: Some(Bookmark::Signin(bookmark)),
        ..start()
    });
    let Place::Signin(flow) = state.place else {
        panic!("{:?}", state.place)
    };
    assert_eq!(flow.step, SigninStep::Password);
}

#[test]
fn link_before_consent_is_followed_after_it_and_never_when_signed_in() {
    let link = Event::Link {
        text: "menhu://menhu.example.edu.cn".into(),
    };
    let mut state = after(Start {
        consent: None,
        campus: None,
        ..start()
    });
    let before = state.place.clone();
    state.step(Action::Event(link.clone()));
    assert_eq!(state.place, before);
    state.step(Action::Started(Ok(Box::new(Start {
        campus: None,
        ..start()
    }))));
    assert!(matches!(state.place, Place::Campus(Entry::Link(_))));

    let mut state = after(Start {
        signed_in: true,
        ..start()
    });
    state.step(Action::Event(link));
    assert_eq!(state.place, Place::Home);
}

#[test]
fn whoever_is_in_is_told_once_why_a_link_to_another_campus_is_not_followed() {
    let link = |text: &str| Action::Event(Event::Link { text: text.into() });
    let mut state = after(Start {
        signed_in: true,
        ..start()
    });
    for silent in ["menhu://menhu.example.edu.cn", "menhu://"] {
        state.step(link(silent));
        assert_eq!(state.unfollowed, None, "{silent} leads nowhere else");
    }
    state.step(link("menhu://other.example.edu.cn"));
    assert_eq!(state.place, Place::Home);
    assert_eq!(state.unfollowed, Some(Unfollowed::SignedIn));
    state.step(Action::UnfollowedRead);
    state.step(Action::Go(Place::Settings));
    assert_eq!(state.unfollowed, None, "said once");
    // A second link is answered again, and nothing of it is left for whoever comes next.
    state.step(link("menhu://other.example.edu.cn"));
    assert_eq!(state.unfollowed, Some(Unfollowed::SignedIn));
    state.step(Action::SignedOut);
    assert_eq!(state.unfollowed, None);
    assert_eq!(state.place, Place::Campus(Entry::Choice(Box::new(card()))));

    // The app was opened by the link: it came before the start was answered.
    let mut state = State::default();
    state.step(link("menhu://other.example.edu.cn"));
    let own = card().manifest.origin;
    for (pinned, detail) in [(None, None), (Some(own), Some("other_campus"))] {
        let mut state = state.clone();
        state.step(Action::Started(Ok(Box::new(Start {
            signed_in: true,
            pinned,
            ..start()
        }))));
        let said = match state.unfollowed {
            Some(Unfollowed::Pinned(failure)) => failure.detail,
            Some(Unfollowed::SignedIn) => None,
            None => panic!("nothing was said"),
        };
        assert_eq!(said.as_deref(), detail);
    }
}

#[test]
fn answer_that_comes_late_takes_nothing_back() {
    let mut newer = card();
    newer.read_at += 1;
    newer.host = "newer".into();
    let mut state = after(start());
    state.step(Action::Campus(Box::new(newer.clone())));
    state.step(Action::Campus(Box::new(card())));
    assert_eq!(state.campus.as_ref(), Some(&newer));
    // What was agreed to meanwhile counts, whenever the rest was read.
    let mut agreed = card();
    agreed.agreed.clear();
    state.step(Action::Campus(Box::new(agreed.clone())));
    assert_eq!(state.campus.as_ref(), Some(&agreed));
}

#[test]
fn second_link_takes_the_place_of_the_first() {
    let link = |text: &str| Action::Event(Event::Link { text: text.into() });
    let mut state = after(start());
    state.step(Action::Go(Place::Campus(Entry::Find)));
    state.step(link("menhu://one.example.edu.cn"));
    let visit = state.visit;
    state.step(link("menhu://two.example.edu.cn"));
    assert_eq!(
        state.place,
        Place::Campus(Entry::Link("menhu://two.example.edu.cn".into()))
    );
    assert!(state.visit > visit, "the flow begins anew");
}

#[test]
fn link_inside_a_flow_opens_when_the_flow_is_left() {
    let text = "menhu://other.example.edu.cn";
    for back in [Entry::Find, Entry::Choice(Box::new(card()))] {
        for flow in [
            Place::signin(String::new()),
            Place::registration("198803017".into()),
        ] {
            let mut state = after(start());
            state.step(Action::Go(flow.clone()));
            state.step(Action::Event(Event::Link { text: text.into() }));
            assert_eq!(state.place, flow, "nothing typed is torn down");
            state.step(Action::Go(Place::Campus(back.clone())));
            assert_eq!(state.place, Place::Campus(Entry::Link(text.into())));
            // Followed once, and no second time.
            state.step(Action::Go(Place::Campus(back.clone())));
            assert_eq!(state.place, Place::Campus(back.clone()));
        }
    }
}

#[test]
fn link_waits_on_between_flows_and_is_dropped_by_signing_in() {
    let link = Event::Link {
        text: "menhu://other.example.edu.cn".into(),
    };
    let mut state = after(start());
    state.step(Action::Go(Place::registration(String::new())));
    state.step(Action::Event(link.clone()));
    state.step(Action::Go(Place::signin("13800138000".into())));
    assert_eq!(state.place, Place::signin("13800138000".into()));
    state.step(Action::SignedIn);
    assert_eq!(state.place, Place::Home);
    state.step(Action::SignedOut);
    assert_eq!(state.place, Place::Campus(Entry::Choice(Box::new(card()))));

    // It came before the start was answered, and somebody was in already.
    let mut state = State::default();
    state.step(Action::Event(link));
    state.step(Action::Started(Ok(Box::new(Start {
        signed_in: true,
        ..start()
    }))));
    assert_eq!(state.place, Place::Home);
    state.step(Action::SignedOut);
    assert_eq!(state.place, Place::Campus(Entry::Choice(Box::new(card()))));
}

#[test]
fn session_ended_elsewhere_says_so_where_one_can_sign_in_again() {
    let mut state = after(Start {
        signed_in: true,
        ..start()
    });
    let effects = state.step(Action::Event(Event::SignedOut));
    assert!(matches!(state.place, Place::Campus(Entry::Choice(_))));
    assert!(matches!(effects[..], [Effect::Start]));
    state.step(Action::Started(Ok(Box::new(start()))));
    assert!(matches!(state.place, Place::Campus(Entry::Choice(_))));
    assert_eq!(state.failure.map(|f| f.code), Some(Code::SessionEnded));
    assert!(!state.signed_in);
}

#[test]
fn consent_that_ended_with_the_session_is_asked_for_before_signing_in() {
    let mut state = after(Start {
        signed_in: true,
        ..start()
    });
    state.step(Action::Event(Event::SignedOut));
    let mut unagreed = card();
    unagreed.agreed = vec![];
    state.step(Action::Started(Ok(Box::new(Start {
        campus: Some(unagreed),
        ..start()
    }))));
    assert!(matches!(state.place, Place::Campus(Entry::Texts { .. })));
    assert_eq!(state.failure.map(|f| f.code), Some(Code::SessionEnded));
}

#[test]
fn failed_start_says_why_and_can_be_tried_again() {
    let mut state = State::default();
    state.step(Action::Started(Err(Failure::new(Code::StorageFull))));
    assert_eq!(
        state.failure.as_ref().map(|f| f.code),
        Some(Code::StorageFull)
    );
    assert!(matches!(state.step(Action::Opened)[..], [Effect::Start]));
    assert_eq!(state.failure, None);
}

#[test]
fn choice_of_looks_is_kept() {
    let mut state = after(start());
    let elder = Preferences {
        elder: true,
        ..Preferences::default()
    };
    let effects = state.step(Action::Preferences(elder));
    assert!(matches!(&effects[..], [Effect::Keep(k)] if k.preferences == elder));
}

#[test]
fn build_for_one_campus_looks_for_no_other_and_refuses_links_to_others() {
    let own = card().manifest.origin;
    let pinned = |campus| Start {
        campus,
        pinned: Some(own.clone()),
        ..start()
    };
    let first = after(pinned(None));
    assert_eq!(first.place, Place::Campus(Entry::Pinned(own.clone())));
    let mut state = after(pinned(Some(card())));
    let choice = Place::Campus(Entry::Choice(Box::new(card())));
    assert_eq!(state.place, choice);
    let link = |text: &str| Action::Event(Event::Link { text: text.into() });
    state.step(link("menhu://other.example.edu.cn"));
    assert_eq!(state.place, choice);
    let said = state.failure.clone().expect("refused in words");
    assert_eq!(said.detail.as_deref(), Some("other_campus"));
    state.step(link("menhu://menhu.example.edu.cn"));
    assert_eq!((&state.place, &state.failure), (&choice, &None));
}

/// The campus asks for a newer app, now or soon.
fn demanding(due: bool) -> CampusCard {
    CampusCard {
        demand: Some(Demand {
            version: "0.2.0".into(),
            from: "2026-12-01".into(),
            why: None,
            due,
        }),
        ..card()
    }
}

#[test]
fn app_that_is_too_old_stops_at_the_gate_and_signs_nobody_out() {
    let mut state = after(Start {
        campus: Some(demanding(true)),
        signed_in: true,
        ..start()
    });
    assert_eq!(state.place, Place::TooOld);
    assert!(state.signed_in);
    for aside in [Place::Desktop, Place::Shortcuts] {
        state.step(Action::Aside(aside));
        assert_eq!(state.place, Place::TooOld, "nothing else is open");
    }
    state.step(Action::Aside(Place::Update));
    assert_eq!(
        state.place,
        Place::Update,
        "the one way on, on phones as well"
    );
    state.step(Action::Return);
    assert_eq!(state.place, Place::TooOld);
    // Nobody who is not in gets past it either.
    let state = after(Start {
        campus: Some(demanding(true)),
        ..start()
    });
    assert_eq!(state.place, Place::TooOld);
}

#[test]
fn gate_is_no_prison_for_whoever_is_not_in() {
    let gate = || {
        after(Start {
            campus: Some(demanding(true)),
            ..start()
        })
    };
    let mut state = gate();
    state.step(Action::CampusLeft);
    state.step(Action::Go(Place::Campus(Entry::Find)));
    assert_eq!(state.place, Place::Campus(Entry::Find));

    let text = "menhu://other.example.edu.cn";
    let link = || Action::Event(Event::Link { text: text.into() });
    let mut state = gate();
    state.step(link());
    assert_eq!(state.place, Place::Campus(Entry::Link(text.into())));

    // On the page of the update it waits until that is left.
    let mut state = gate();
    state.step(Action::Aside(Place::Update));
    state.step(link());
    assert_eq!(state.place, Place::Update);
    state.step(Action::Return);
    assert_eq!(state.place, Place::Campus(Entry::Link(text.into())));
}

#[test]
fn whoever_signs_out_at_the_gate_may_choose_another_campus_there() {
    let mut state = after(Start {
        campus: Some(demanding(true)),
        signed_in: true,
        ..start()
    });
    state.step(Action::SignedOut);
    assert_eq!(state.place, Place::TooOld);
    assert!(!state.signed_in);
}

#[test]
fn day_that_comes_beside_the_way_stops_whoever_goes_back() {
    for to in [
        Action::Return,
        Action::Event(Event::SettingsOpen),
        Action::Go(Place::Home),
    ] {
        let mut state = after(Start {
            signed_in: true,
            ..start()
        });
        state.step(Action::Go(Place::Settings));
        state.step(Action::Aside(Place::Update));
        state.step(Action::Campus(Box::new(demanding(true))));
        assert_eq!(state.place, Place::Update, "it can be updated right here");
        state.step(to.clone());
        assert_eq!(state.place, Place::TooOld, "{to:?}");
    }
}

#[test]
fn version_that_is_only_announced_stops_nobody() {
    let state = after(Start {
        campus: Some(demanding(false)),
        signed_in: true,
        ..start()
    });
    assert_eq!(state.place, Place::Home);
}

#[test]
fn day_that_comes_while_the_app_is_open_stops_it_at_home_and_not_in_a_flow() {
    let home = Start {
        signed_in: true,
        ..start()
    };
    let mut state = after(home);
    state.step(Action::Campus(Box::new(demanding(true))));
    assert_eq!(state.place, Place::TooOld);
    let mut state = after(start());
    state.step(Action::Go(Place::signin(String::new())));
    state.step(Action::Campus(Box::new(demanding(true))));
    assert!(matches!(state.place, Place::Signin(_)), "never in a flow");
}

#[test]
fn update_goes_on_whatever_is_shown() {
    let mut state = after(start());
    let phase = UpdatePhase::Fetching { bytes: 1, of: 2 };
    let event = Event::Update {
        phase: phase.clone(),
    };
    state.step(Action::Event(event));
    assert_eq!(state.place, Place::Campus(Entry::Choice(Box::new(card()))));
    assert_eq!(state.update, phase);
}
