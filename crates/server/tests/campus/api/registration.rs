use menhu_protocol::api::registration::{
    Activation, Case, Dispute, PhoneBind, PhoneProve, Resume, Standing,
};
use menhu_protocol::values::{CertificateNumber, Malformed, MemberId, Secret};
use menhu_protocol::{Code, Failure, Field, Retry};
use menhu_server::roster::{self, Unreadable};

use super::people::{
    CHEN, LI, WANG, ZHAO, ZHAO_TOO, activate, activated, another, code, failed, member, open,
    opened, phone,
};
use crate::ground::Ground;
use crate::portal::browser::Browser;

async fn bind(
    ground: &Ground,
    registration: &Secret,
    to: &str,
    certificate: &str,
) -> Result<(), Failure> {
    let bind = PhoneBind {
        registration: registration.clone(),
        phone: phone(to),
        certificate: CertificateNumber::parse(certificate).expect("a number"),
    };
    ground.ask(&bind).await.map(|_| ())
}

async fn prove(ground: &Ground, registration: &Secret, digits: &str) -> Result<Standing, Failure> {
    let prove = PhoneProve {
        registration: registration.clone(),
        code: code(digits),
    };
    ground.ask(&prove).await
}

async fn dispute(
    ground: &Ground,
    registration: &Secret,
    field: Field,
    should_be: &str,
) -> Result<Case, Failure> {
    let dispute = Dispute {
        registration: registration.clone(),
        field,
        should_be: should_be.to_owned(),
    };
    ground.ask(&dispute).await
}

async fn standing(ground: &Ground, registration: &Secret) -> Standing {
    let resume = Resume {
        registration: registration.clone(),
    };
    ground.ask(&resume).await.expect("on its way").standing
}

#[tokio::test]
async fn a_retired_teacher_confirms_and_activates_with_the_phone_on_record() {
    let ground = Ground::new().await;
    let (registration, standing) = opened(&ground, CHEN).await;
    let Standing::Confirm { record } = standing else {
        panic!("信息确认 comes first")
    };
    assert_eq!(record.name, "陈淑芬");
    assert_eq!(record.member, "****3017");
    assert_eq!(record.phone.as_deref(), Some("138****8000"));
    assert_eq!(record.dispute, None);
    let done = activate(&ground, &registration).await.expect("active");
    assert_eq!(done.phone, "138****8000");
    assert_eq!(done.name, "陈淑芬");
    assert_eq!(
        ground.messages_to("+8613800138000").await,
        0,
        "no SMS was needed"
    );
}

#[tokio::test]
async fn activating_again_gives_the_same_success_and_the_next_scan_leads_straight_there() {
    let ground = Ground::new().await;
    let (registration, _) = opened(&ground, CHEN).await;
    let first = activate(&ground, &registration).await.expect("active");
    ground.clock.forward_s(120);
    let again = activate(&ground, &registration).await.expect("the same");
    assert_eq!(
        first, again,
        "the answer was lost, the repeat tells the same time"
    );
    let (_, standing) = opened(&ground, CHEN).await;
    assert_eq!(standing, Standing::Activated(first));
}

#[tokio::test]
async fn two_browsers_activating_one_id_at_once_read_the_same_success() {
    let ground = Ground::new().await;
    let (a, _) = opened(&ground, CHEN).await;
    let (b, _) = opened(&ground, CHEN).await;
    let all = (0..100).map(|i| activate(&ground, if i % 2 == 0 { &a } else { &b }));
    let results = futures::future::join_all(all).await;
    let mut told: Vec<Activation> = results.into_iter().map(|r| r.expect("active")).collect();
    told.dedup();
    assert_eq!(told.len(), 1);
}

#[tokio::test]
async fn without_a_phone_on_record_one_is_bound_on_the_way() {
    let ground = Ground::new().await;
    let (registration, _) = opened(&ground, LI).await;
    assert_eq!(
        failed(activate(&ground, &registration).await),
        Code::PhoneMissing
    );
    bind(&ground, &registration, "13500135000", LI.certificate)
        .await
        .expect("a code");
    let digits = ground.code_to("+8613500135000").await.expect("an SMS");
    let Standing::Confirm { record } = prove(&ground, &registration, &digits).await.expect("ok")
    else {
        panic!("not yet active")
    };
    assert_eq!(record.phone.as_deref(), Some("135****5000"));
    assert_eq!(
        standing(&ground, &registration).await,
        Standing::Confirm { record }
    );
    let done = activate(&ground, &registration).await.expect("active");
    assert_eq!(done.phone, "135****5000");
    assert_eq!(ground.campus.books.jobs_waiting().await.expect("books"), 0);
}

#[tokio::test]
async fn an_old_number_is_told_that_another_one_took_its_place() {
    let ground = Ground::new().await;
    let (registration, _) = opened(&ground, CHEN).await;
    bind(&ground, &registration, "13500135000", CHEN.certificate)
        .await
        .expect("a code");
    assert_eq!(
        ground.messages_to("+8613800138000").await,
        0,
        "not before activation"
    );
    let digits = ground.code_to("+8613500135000").await.expect("an SMS");
    prove(&ground, &registration, &digits)
        .await
        .expect("proven");
    activate(&ground, &registration).await.expect("active");
    let sent = menhu_server::delivery::drain(&ground.campus).await;
    assert_eq!(sent.expect("sent"), 1);
    let outbox = menhu_server::delivery::outbox_read(&ground.campus).await;
    let told = outbox.expect("the outbox").remove(0);
    assert_eq!(told.to, "+8613800138000");
    assert!(told.text.contains("5000"), "{}", told.text);
    assert!(!told.text.contains("13500135000"), "never the whole number");
}

#[tokio::test]
async fn a_wrong_certificate_sends_no_code_and_tries_are_counted() {
    let ground = Ground::new().await;
    let (registration, _) = opened(&ground, CHEN).await;
    for left in [4, 3, 2, 1, 0] {
        let refused = bind(&ground, &registration, "13500135000", "E00000000").await;
        let refused = refused.expect_err("wrong");
        assert_eq!(refused.code, Code::CertificateWrong);
        assert_eq!(
            (refused.field, refused.left),
            (Some(Field::Certificate), Some(left))
        );
    }
    let (another_registration, _) = opened(&ground, CHEN).await;
    let slow = bind(
        &ground,
        &another_registration,
        "13500135000",
        CHEN.certificate,
    )
    .await;
    let slow = slow.expect_err("a new registration does not begin the count anew");
    assert_eq!((slow.code, slow.retry), (Code::Slow, Retry::After(30)));
    assert_eq!(ground.messages_to("+8613500135000").await, 0);
    ground.clock.forward_s(30);
    bind(&ground, &registration, "13500135000", CHEN.certificate)
        .await
        .expect("right, after the wait");
}

#[tokio::test]
async fn a_phone_of_another_person_is_refused_after_its_proof() {
    let ground = Ground::new().await;
    activated(&ground, WANG).await;
    let (registration, _) = opened(&ground, LI).await;
    bind(&ground, &registration, WANG.phone, LI.certificate)
        .await
        .expect("a code goes to any number");
    let digits = ground.code_to("+8613900139001").await.expect("an SMS");
    let refused = prove(&ground, &registration, &digits).await;
    let refused = refused.expect_err("taken");
    assert_eq!(
        (refused.code, refused.field),
        (Code::PhoneTaken, Some(Field::Phone))
    );
    assert_eq!(
        failed(activate(&ground, &registration).await),
        Code::PhoneMissing
    );
}

#[tokio::test]
async fn the_sixth_try_of_a_code_and_a_used_code_are_refused() {
    let ground = Ground::new().await;
    let (registration, _) = opened(&ground, LI).await;
    bind(&ground, &registration, "13500135000", LI.certificate)
        .await
        .expect("a code");
    let digits = ground.code_to("+8613500135000").await.expect("an SMS");
    let wrong = another(&digits);
    for left in [4, 3, 2, 1] {
        let refused = prove(&ground, &registration, wrong.as_str()).await;
        let refused = refused.expect_err("wrong");
        assert_eq!((refused.code, refused.left), (Code::CodeWrong, Some(left)));
    }
    assert_eq!(
        failed(prove(&ground, &registration, wrong.as_str()).await),
        Code::CodeSpent
    );
    assert_eq!(
        failed(prove(&ground, &registration, &digits).await),
        Code::CodeSpent
    );
    ground.clock.forward_s(61);
    bind(&ground, &registration, "13500135000", LI.certificate)
        .await
        .expect("another");
    let digits = ground.code_to("+8613500135000").await.expect("an SMS");
    prove(&ground, &registration, &digits)
        .await
        .expect("proven");
    assert_eq!(
        failed(prove(&ground, &registration, &digits).await),
        Code::CodeSpent
    );
}

#[tokio::test]
async fn a_wrong_name_blocks_until_the_desk_mended_it_and_a_wrong_department_does_not() {
    let ground = Ground::new().await;
    let (registration, _) = opened(&ground, CHEN).await;
    let mild = dispute(&ground, &registration, Field::Department, "数学学院").await;
    let mild = mild.expect("a case");
    assert!(!mild.blocks);
    assert!(mild.number.len() == 6 && mild.number.bytes().all(|b| b.is_ascii_digit()));
    let grave = dispute(&ground, &registration, Field::Name, "陈淑芳").await;
    let grave = grave.expect("a case");
    assert!(grave.blocks);
    let again = dispute(&ground, &registration, Field::Name, " 陈淑芳 ").await;
    assert_eq!(again.expect("the same"), grave);
    let refused = activate(&ground, &registration).await.expect_err("blocked");
    assert_eq!(
        (refused.code, refused.detail),
        (Code::Disputed, Some(grave.number.clone()))
    );
    let Standing::Confirm { record } = standing(&ground, &registration).await else {
        panic!("not active")
    };
    assert_eq!(record.dispute, Some(grave.clone()));
    let books = &ground.campus.books;
    assert!(books.dispute_close(&grave.number, 1).await.expect("books"));
    activate(&ground, &registration).await.expect("active");
}

#[tokio::test]
async fn a_dispute_needs_a_field_of_the_record_and_a_text() {
    let ground = Ground::new().await;
    let (registration, _) = opened(&ground, CHEN).await;
    for (field, text, at, why) in [
        (Field::Name, "  ", Field::ShouldBe, Malformed::Empty),
        (
            Field::Name,
            &*"长".repeat(201),
            Field::ShouldBe,
            Malformed::Long,
        ),
        (Field::Password, "x", Field::Other, Malformed::Form),
        (Field::Other, "x", Field::Other, Malformed::Form),
    ] {
        let refused = dispute(&ground, &registration, field, text).await;
        assert_eq!(refused.expect_err("malformed"), Failure::malformed(at, why));
    }
}

#[tokio::test]
async fn a_registration_is_over_after_thirty_minutes_without_a_step_and_nothing_is_lost() {
    let ground = Ground::new().await;
    let (registration, _) = opened(&ground, CHEN).await;
    for department in ["数学学院", "数学系"] {
        ground.clock.forward_s(29 * 60);
        dispute(&ground, &registration, Field::Department, department)
            .await
            .expect("a step");
    }
    ground.clock.forward_s(29 * 60);
    standing(&ground, &registration).await;
    // Looking was no step.
    ground.clock.forward_s(60);
    assert_eq!(
        failed(activate(&ground, &registration).await),
        Code::AttemptOver
    );
    let invented = Secret::new("invented");
    assert_eq!(
        failed(activate(&ground, &invented).await),
        Code::AttemptOver
    );
    activated(&ground, CHEN).await;
}

#[tokio::test]
async fn a_registration_is_over_two_hours_after_it_began_however_many_steps_were_taken() {
    let ground = Ground::new().await;
    let (registration, _) = opened(&ground, CHEN).await;
    for n in 0..4 {
        ground.clock.forward_s(29 * 60);
        dispute(&ground, &registration, Field::Department, &format!("系{n}"))
            .await
            .expect("a step");
    }
    ground.clock.forward_s(4 * 60);
    assert_eq!(
        failed(activate(&ground, &registration).await),
        Code::AttemptOver
    );
}

#[tokio::test]
async fn a_new_phone_that_was_proven_long_ago_is_never_quietly_exchanged_for_the_old_one() {
    let ground = Ground::new().await;
    let (registration, _) = opened(&ground, CHEN).await;
    bind(&ground, &registration, "13500135000", CHEN.certificate)
        .await
        .expect("a code");
    let digits = ground.code_to("+8613500135000").await.expect("an SMS");
    prove(&ground, &registration, &digits)
        .await
        .expect("proven");
    ground.clock.forward_s(20 * 60);
    dispute(&ground, &registration, Field::Department, "数学学院")
        .await
        .expect("a step");
    ground.clock.forward_s(10 * 60);
    assert_eq!(
        failed(activate(&ground, &registration).await),
        Code::AttemptOver
    );
}

#[tokio::test]
async fn what_should_be_holds_no_characters_that_turn_the_desks_page_around() {
    let ground = Ground::new().await;
    let (registration, _) = opened(&ground, CHEN).await;
    let turned = dispute(&ground, &registration, Field::Name, "陈\u{202e}淑芳").await;
    let plain = dispute(&ground, &registration, Field::Name, "陈淑芳").await;
    assert_eq!(turned.expect("a case"), plain.expect("the same case"));
    let nothing = dispute(&ground, &registration, Field::Name, "\u{200b}").await;
    assert_eq!(
        nothing.expect_err("empty"),
        Failure::malformed(Field::ShouldBe, Malformed::Empty)
    );
}

#[tokio::test]
async fn any_id_of_a_person_opens_the_same_person() {
    let ground = Ground::new().await;
    activated(&ground, ZHAO).await;
    let (_, standing) = opened(&ground, ZHAO_TOO).await;
    let Standing::Activated(activation) = standing else {
        panic!("the person is active, whichever ID is typed")
    };
    assert_eq!(activation.phone, "136****6003");
}

#[tokio::test]
async fn an_account_that_does_not_exist_gets_the_words_of_a_wrong_password() {
    let ground = Ground::new().await;
    let before = ground.campus.hashing.evaluated();
    let nobody = menhu_testkit::Person {
        member: "99999999",
        ..*CHEN
    };
    let mut answers = Vec::new();
    for person in [CHEN, &nobody] {
        for _ in 0..7 {
            answers.push(open(&ground, person, "wrong").await.expect_err("wrong"));
        }
    }
    assert_eq!(
        answers[..7],
        answers[7..],
        "same codes, same counts, same waits"
    );
    assert_eq!(answers[0].code, Code::PasswordWrong);
    assert_eq!(
        (answers[5].code, answers[5].retry),
        (Code::Slow, Retry::After(30))
    );
    let evaluated = ground.campus.hashing.evaluated() - before;
    assert_eq!(evaluated, 10, "five each were worth a hash");
}

#[tokio::test]
async fn a_thousand_wrong_passwords_at_once_are_five_hashes() {
    let ground = Ground::new().await;
    let before = ground.campus.hashing.evaluated();
    let all = (0..1000).map(|_| open(&ground, CHEN, "wrong"));
    let results = futures::future::join_all(all).await;
    assert_eq!(ground.campus.hashing.evaluated() - before, 5);
    let slow = results
        .iter()
        .filter(|r| r.as_ref().is_err_and(|f| f.code == Code::Slow));
    assert_eq!(slow.count(), 995);
    let right = open(&ground, CHEN, CHEN.password).await;
    assert_eq!(
        failed(right),
        Code::Slow,
        "the wait holds for the right one too"
    );
    ground.clock.forward_s(30);
    open(&ground, CHEN, CHEN.password).await.expect("in time");
    open(&ground, CHEN, "wrong")
        .await
        .expect_err("counted anew");
}

#[tokio::test]
async fn a_sealed_initial_password_opens_and_is_gone_once_it_is_hashed() {
    let ground = Ground::new().await;
    let id = MemberId::parse(CHEN.member).expect("an ID");
    let member = async || {
        let member = ground.campus.books.member(&id).await;
        member.expect("books").expect("on the roster")
    };
    let sealed = member().await.sealed.expect("not hashed yet");
    assert!(!sealed.contains(CHEN.password));
    let hashed = roster::hash_sealed(&ground.campus, &Unreadable::default()).await;
    assert_eq!(hashed, Ok(menhu_testkit::PEOPLE.len()));
    let after = member().await;
    assert_eq!(after.sealed, None);
    assert!(after.password.expect("a hash").starts_with("$argon2id$"));
    open(&ground, CHEN, CHEN.password)
        .await
        .expect("still the password");
    assert_eq!(
        failed(open(&ground, CHEN, WANG.password).await),
        Code::PasswordWrong
    );
}

#[tokio::test]
async fn passwords_that_cannot_be_unsealed_hold_up_no_others() {
    let ground = Ground::on(None, |_| {}).await;
    // More than one round of them, sorted before the rest, and sealed by a secret that is gone.
    let mut lost = String::from("工号,姓名,初始密码\n");
    for n in 0..70 {
        lost += &format!("A{n:03},人{n},secret{n}\n");
    }
    ground.import(&lost).await;
    let mut campus = ground.campus.clone();
    let other = menhu_testkit::SeededDice::new(99);
    let elsewhere = tempfile::tempdir().expect("a folder");
    let config = menhu_server::Config::demo(elsewhere.path()).expect("a configuration");
    let keys = menhu_server::keys::ServerKeys::open(&config, &other).expect("keys");
    campus.keys = std::sync::Arc::new(keys);
    let csv = "工号,姓名,初始密码\nB001,王芳,wangfang1\n";
    roster::import(&campus, csv.as_bytes()).await.expect("one");
    let unreadable = Unreadable::default();
    assert_eq!(roster::hash_sealed(&campus, &unreadable).await, Ok(1));
    assert_eq!(roster::hash_sealed(&campus, &unreadable).await, Ok(0));
    let left = ground.campus.books.sealed_members("", 100).await;
    assert_eq!(left.expect("books").len(), 70, "nothing is lost of them");
}

/// Whoever knows the initial password may begin with it; once its owner has another one, that is over.
#[tokio::test]
async fn a_registration_opened_with_the_former_password_does_not_outlive_it() {
    let ground = Ground::new().await;
    let (strangers, _) = opened(&ground, LI).await;
    bind(&ground, &strangers, "13912345678", LI.certificate)
        .await
        .expect("a code");
    ground.clock.forward_s(60);
    let mut browser = Browser::signed_in(&ground, LI).await;
    let form = [
        ("old", LI.password),
        ("new_password", "wisteria-26"),
        ("repeat", "wisteria-26"),
    ];
    let page = browser.post("/me/security/password", &form).await;
    assert_eq!(page.status.as_u16(), 303, "{}", page.body);
    let sent = ground.code_to("+8613912345678").await.expect("an SMS");
    assert_eq!(
        failed(prove(&ground, &strangers, &sent).await),
        Code::AttemptOver
    );
    let again = bind(&ground, &strangers, "13912345678", LI.certificate).await;
    assert_eq!(failed(again), Code::AttemptOver);
    assert_eq!(
        failed(activate(&ground, &strangers).await),
        Code::AttemptOver
    );
    let member = ground.campus.books.member(&member(LI)).await;
    let person = member.expect("books").expect("there").person;
    let person = ground.campus.books.person(&person).await;
    let person = person.expect("books").expect("there");
    assert_eq!((person.phone, person.activated_at), (None, None));
    // With the new one it begins anew.
    open(&ground, LI, "wisteria-26").await.expect("open");
}
