//! A password that is right and breaks today's rules: a new one comes before anything else (mission.md
//! B4).

use axum::http::StatusCode;
use menhu_protocol::api::session::{Refresh, Tokens};
use menhu_protocol::api::signin::{Renewal, Resume, Resumed};
use menhu_protocol::password::PasswordRules;
use menhu_protocol::values::Secret;
use menhu_protocol::{Code, Failure, Field};
use menhu_server::books::audit::What;
use menhu_server::identity::password::Profile;
use menhu_testkit::{PEOPLE, Person, roster_csv};

use super::people::{
    CHEN, activated, begun, coded, failed, open, password, phone, proven, signed_in,
};
use crate::device::Handset;
use crate::ground::Ground;

/// A freshman whose initial password is that of half the country.
const FRESHMAN: &Person = &Person {
    password: "abc123",
    ..PEOPLE[2]
};
const NEW: &str = "wisteria-26";

async fn campus() -> Ground {
    let ground = Ground::on(None, |_| {}).await;
    ground.import(&roster_csv(&[*FRESHMAN, *CHEN])).await;
    ground
}

/// An attempt in which the phone is proven and the password was right and too weak.
async fn must_change(ground: &Ground, handset: &Handset) -> (Secret, Failure) {
    let attempt = begun(ground, handset).await;
    proven(ground, handset, &attempt, FRESHMAN.phone)
        .await
        .expect("proven");
    let refused = password(ground, handset, &attempt, FRESHMAN, FRESHMAN.password).await;
    (attempt, refused.expect_err("a new one is wanted"))
}

fn renewal(attempt: &Secret, new: &str) -> Renewal {
    Renewal {
        attempt: attempt.clone(),
        password: Secret::new(new),
        device_name: "华为 P30".to_owned(),
    }
}

async fn renewed(
    ground: &Ground,
    handset: &Handset,
    attempt: &Secret,
    new: &str,
) -> Result<Tokens, Failure> {
    ground.ask_by(handset, &renewal(attempt, new)).await
}

async fn resumed(ground: &Ground, handset: &Handset, attempt: &Secret) -> Resumed {
    let resume = Resume {
        attempt: attempt.clone(),
    };
    ground.ask_by(handset, &resume).await.expect("on the way")
}

async fn freshman(ground: &Ground) -> String {
    let owner = ground
        .campus
        .books
        .person_of_phone(&phone(FRESHMAN.phone))
        .await;
    owner.expect("books").expect("there").id
}

async fn sessions(ground: &Ground) -> usize {
    let person = freshman(ground).await;
    let sessions = ground.campus.books.sessions_of(&person).await;
    sessions.expect("books").len()
}

#[tokio::test]
async fn a_weak_initial_password_leads_to_a_new_one_and_nowhere_else() {
    let ground = campus().await;
    activated(&ground, FRESHMAN).await;
    let handset = Handset::new(1);
    let (attempt, told) = must_change(&ground, &handset).await;
    assert_eq!(told.code, Code::PasswordMustChange);
    assert_eq!(told.detail.as_deref(), Some("not_common"));
    assert_eq!(sessions(&ground).await, 0, "nobody is in");
    let rules: PasswordRules = Profile::Campus.rules();
    let wanted = Resumed::Renewal {
        rules: rules.clone(),
    };
    assert_eq!(resumed(&ground, &handset, &attempt).await, wanted);
    let weak = renewed(&ground, &handset, &attempt, "qzwTVK").await;
    let weak = weak.expect_err("weak");
    assert_eq!(
        (weak.code, weak.field, weak.detail.as_deref()),
        (
            Code::PasswordWeak,
            Some(Field::NewPassword),
            Some("classes")
        )
    );
    assert_eq!(resumed(&ground, &handset, &attempt).await, wanted);

    let tokens = renewed(&ground, &handset, &attempt, NEW).await.expect("in");
    assert_eq!(sessions(&ground).await, 1);
    let refresh = Refresh {
        refresh: tokens.refresh,
    };
    ground.ask_by(&handset, &refresh).await.expect("it lives");
    // The initial one is nobody's way in any more (security.md PW-8).
    let old = open(&ground, FRESHMAN, FRESHMAN.password).await;
    assert_eq!(failed(old), Code::PasswordWrong);
    open(&ground, FRESHMAN, NEW).await.expect("the new one");
    let members = ground
        .campus
        .books
        .members_of(&freshman(&ground).await)
        .await;
    for member in members.expect("books") {
        assert_eq!(member.sealed, None);
        assert_eq!(member.password_at, Some(ground.campus.clock.now()));
        assert_eq!(member.password_rules.as_deref(), Some("campus-1"));
    }
}

#[tokio::test]
async fn a_lost_answer_of_a_renewal_gives_the_same_session_and_tells_once() {
    let ground = campus().await;
    activated(&ground, FRESHMAN).await;
    let handset = Handset::new(1);
    let (attempt, _) = must_change(&ground, &handset).await;
    let first = renewed(&ground, &handset, &attempt, NEW).await.expect("in");
    ground.clock.forward_s(5);
    let again = renewed(&ground, &handset, &attempt, NEW)
        .await
        .expect("in again");
    assert_eq!(first.refresh, again.refresh);
    assert_eq!(sessions(&ground).await, 1);
    let books = &ground.campus.books;
    assert_eq!(books.jobs_waiting().await.expect("books"), 1);
    let noted = books.audit_of(&first.person, 10).await.expect("books");
    let whats: Vec<What> = noted.iter().map(|row| row.what).collect();
    assert_eq!(whats, [What::SignedIn, What::PasswordRenewed]);
    // The app was closed before the answer came: the new password goes on in the same attempt.
    let on = password(&ground, &handset, &attempt, FRESHMAN, NEW).await;
    assert_eq!(on.expect("in").refresh, first.refresh);
    // Once the session lives, its attempt is over.
    let refresh = Refresh {
        refresh: first.refresh,
    };
    ground.ask_by(&handset, &refresh).await.expect("it lives");
    let late = renewed(&ground, &handset, &attempt, "another-way-9").await;
    assert_eq!(failed(late), Code::AttemptOver);
    open(&ground, FRESHMAN, NEW).await.expect("nothing was set");
}

#[tokio::test]
async fn nobody_renews_what_they_have_not_proven() {
    let ground = campus().await;
    activated(&ground, FRESHMAN).await;
    let handset = Handset::new(1);
    let attempt = begun(&ground, &handset).await;
    let early = renewed(&ground, &handset, &attempt, NEW).await;
    assert_eq!(failed(early), Code::OutOfOrder, "no phone");
    proven(&ground, &handset, &attempt, FRESHMAN.phone)
        .await
        .expect("proven");
    let early = renewed(&ground, &handset, &attempt, NEW).await;
    assert_eq!(failed(early), Code::OutOfOrder, "no password");
    let wrong = password(&ground, &handset, &attempt, FRESHMAN, "abc124").await;
    assert_eq!(failed(wrong), Code::PasswordWrong);
    let early = renewed(&ground, &handset, &attempt, NEW).await;
    assert_eq!(failed(early), Code::OutOfOrder, "a wrong password");

    ground.clock.forward_s(60);
    let (attempt, _) = must_change(&ground, &handset).await;
    let stranger = Handset::new(2);
    let stolen = renewed(&ground, &stranger, &attempt, NEW).await;
    assert_eq!(failed(stolen), Code::AttemptOver, "another device");
    // Another number is typed: what was proven beside the first one is forgotten.
    ground.clock.forward_s(60);
    coded(&ground, &handset, &attempt, CHEN.phone)
        .await
        .expect("a code");
    let moved = renewed(&ground, &handset, &attempt, NEW).await;
    assert_eq!(failed(moved), Code::OutOfOrder, "another phone");
    open(&ground, FRESHMAN, FRESHMAN.password)
        .await
        .expect("nothing was set");
}

#[tokio::test]
async fn a_proof_is_worth_nothing_once_the_password_was_set_elsewhere_or_half_an_hour_passed() {
    let ground = campus().await;
    activated(&ground, FRESHMAN).await;
    let (thief, owner) = (Handset::new(1), Handset::new(2));
    let (stolen, _) = must_change(&ground, &thief).await;
    ground.clock.forward_s(61);
    let (attempt, _) = must_change(&ground, &owner).await;
    ground.clock.forward_s(1);
    renewed(&ground, &owner, &attempt, NEW).await.expect("in");
    // The phone still counts; the password has to be proven anew.
    let late = renewed(&ground, &thief, &stolen, "theirs-now-9").await;
    assert_eq!(failed(late), Code::OutOfOrder);
    assert_eq!(sessions(&ground).await, 1, "only the owner is in");
    open(&ground, FRESHMAN, NEW).await.expect("the owner's");

    let ground = campus().await;
    activated(&ground, FRESHMAN).await;
    let (attempt, _) = must_change(&ground, &owner).await;
    ground.clock.forward_s(30 * 60);
    let late = renewed(&ground, &owner, &attempt, NEW).await;
    assert_eq!(failed(late), Code::AttemptOver);
}

#[tokio::test]
async fn a_wrong_password_learns_nothing_of_its_rules() {
    let ground = campus().await;
    activated(&ground, FRESHMAN).await;
    let handset = Handset::new(1);
    let attempt = begun(&ground, &handset).await;
    proven(&ground, &handset, &attempt, FRESHMAN.phone)
        .await
        .expect("proven");
    // Weak ones and strong ones, of somebody and of nobody.
    for (person, guess) in [
        (FRESHMAN, "123456"),
        (FRESHMAN, "wisteria-27"),
        (CHEN, "123456"),
    ] {
        let refused = password(&ground, &handset, &attempt, person, guess).await;
        let refused = refused.expect_err("wrong");
        assert_eq!((refused.code, refused.detail), (Code::PasswordWrong, None));
    }
}

#[tokio::test]
async fn the_page_of_registration_takes_a_weak_initial_password() {
    let ground = campus().await;
    open(&ground, FRESHMAN, FRESHMAN.password)
        .await
        .expect("the way to activation");
    activated(&ground, FRESHMAN).await;
}

#[tokio::test]
async fn tightened_rules_ask_at_the_next_sign_in_and_throw_nobody_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = format!("sqlite://{}", folder.path().join("menhu.db").display());
    let campus = async |profile| {
        Ground::on(Some(database.clone()), |config| {
            config.password = profile;
            config.secrets = vec![Secret::new("n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg")];
        })
        .await
    };
    let student = &PEOPLE[2];
    let before = campus(Profile::Campus).await;
    before.import(&roster_csv(PEOPLE)).await;
    activated(&before, student).await;
    let handset = Handset::new(1);
    let tokens = signed_in(&before, &handset, student).await;
    let rules = async |ground: &Ground| {
        let members = ground.campus.books.members_of(&tokens.person).await;
        members.expect("books")[0].password_rules.clone()
    };
    assert_eq!(rules(&before).await.as_deref(), Some("campus-1"));

    let after = campus(Profile::Dengbao3).await;
    after.clock.forward_s(3600);
    let refresh = Refresh {
        refresh: tokens.refresh.clone(),
    };
    after.ask_by(&handset, &refresh).await.expect("still in");
    let other = Handset::new(2);
    let attempt = begun(&after, &other).await;
    proven(&after, &other, &attempt, student.phone)
        .await
        .expect("proven");
    let refused = password(&after, &other, &attempt, student, student.password).await;
    let refused = refused.expect_err("two classes of three");
    assert_eq!(
        (refused.code, refused.detail.as_deref()),
        (Code::PasswordMustChange, Some("classes"))
    );
    assert_eq!(rules(&after).await.as_deref(), Some("campus-1"));
    renewed(&after, &other, &attempt, "xinsheng#2026")
        .await
        .expect("in");
    assert_eq!(rules(&after).await.as_deref(), Some("dengbao-3-1"));
}

#[tokio::test]
async fn passwords_of_every_kind_are_a_clear_answer_and_never_a_fault() {
    let ground = campus().await;
    activated(&ground, FRESHMAN).await;
    let handset = Handset::new(1);
    let (attempt, _) = must_change(&ground, &handset).await;
    let kinds = [
        (String::new(), Code::Malformed),
        (" ".repeat(20), Code::PasswordWeak),
        ("\0".repeat(20), Code::PasswordWeak),
        ("a\u{202e}7bcdefg".to_owned(), Code::PasswordWeak),
        ("7a".repeat(2049), Code::Malformed),
        ("\u{fdfa}".repeat(1400), Code::Malformed),
        ("' or '1'='1".to_owned(), Code::PasswordWeak),
        ("abcDEF".repeat(3), Code::PasswordWeak),
    ];
    for (text, told) in kinds {
        let answer = ground
            .raw(&renewal(&attempt, &text), Some(&handset), None)
            .await;
        assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{text:?}");
        let failure: Failure = answer.json();
        assert_eq!(failure.code, told, "{text:?}");
    }
    // 4,096 bytes are whole: one more or less is another password.
    let long = "7a".repeat(2048);
    renewed(&ground, &handset, &attempt, &long)
        .await
        .expect("in");
    open(&ground, FRESHMAN, &long).await.expect("the same");
    let cut = open(&ground, FRESHMAN, &long[..4095]).await;
    assert_eq!(failed(cut), Code::PasswordWrong);
    let swapped = format!("{}7b", &long[..4094]);
    assert_eq!(
        failed(open(&ground, FRESHMAN, &swapped).await),
        Code::PasswordWrong
    );
}
