//! 密保问题 (mission.md B8, B9; security.md RC-2): off by default, never alone, three tries.

use axum::http::StatusCode;
use menhu_protocol::Code;
use menhu_protocol::values::Secret;
use menhu_server::Config;
use menhu_server::books::audit::What;
use menhu_server::books::{Entry, Trouble};
use sqlx::{AnyConnection, Row as _};

use super::steps::{NEW, e164, meanwhile, set as set_password};
use crate::api::people::{CHEN, WANG, activated, failed, open};
use crate::ground::Ground;
use crate::portal::browser::{Browser, Page};
use crate::security::{drained, noted, person, texts_to};

/// Two questions and their answers.
const MINE: [(&str, &str); 4] = [
    ("question1", "book"),
    ("answer1", "青春之歌"),
    ("question2", "dish"),
    ("answer2", "Borscht 汤"),
];
const RIGHT: [(&str, &str); 2] = [("answer1", "青春之歌"), ("answer2", "Borscht 汤")];

async fn ground(on: bool) -> Ground {
    // Off is what a campus gets that says nothing.
    let ground = Ground::on(None, |config| {
        assert!(!config.recovery.questions);
        config.recovery.questions |= on;
    })
    .await;
    let people = menhu_testkit::roster_csv(menhu_testkit::PEOPLE);
    ground.import(&people).await;
    activated(&ground, CHEN).await;
    ground
}

/// A campus that has them on, and the browser in which 陈淑芬 set hers.
async fn with_questions(ground: &Ground) -> Browser<'_> {
    let mut browser = Browser::signed_in(ground, CHEN).await;
    let page = browser.post("/me/security/questions", &MINE).await;
    assert_eq!(page.location(), "/me/security?questions", "{}", page.body);
    drained(ground).await;
    browser
}

/// Account and 证件号 in a browser, as its script sends them.
async fn claimed(browser: &mut Browser<'_>) -> Page {
    browser.jar.remove("recovery");
    let page = browser.get("/recover").await;
    let (work, nonce) = page.worked();
    let asked = page.hidden("asked").to_owned();
    let form = [
        ("account", CHEN.member),
        ("certificate", CHEN.certificate),
        ("work", &work),
        ("nonce", &nonce),
        ("asked", &asked),
        ("captcha", ""),
    ];
    let page = browser.post("/recover", &form).await;
    assert_eq!(page.location(), "/recover/way", "{}", page.body);
    browser.get("/recover/way").await
}

async fn answered(browser: &mut Browser<'_>, first: &str, second: &str) -> Page {
    let form = [("answer1", first), ("answer2", second)];
    browser.post("/recover/questions", &form).await
}

fn offers(page: &Page) -> bool {
    assert_eq!(page.screen(), "W-41", "{}", page.body);
    page.body.contains("value=\"questions\"")
}

struct Raw;

impl Entry for Raw {
    type Out = Vec<String>;
    async fn write(&self, page: &mut AnyConnection) -> Result<Vec<String>, Trouble> {
        let rows = sqlx::query("SELECT question, answer FROM question ORDER BY place");
        let rows = rows.fetch_all(page).await?;
        let text = |row: &sqlx::any::AnyRow| -> Result<String, sqlx::Error> {
            Ok(format!(
                "{} {}",
                row.try_get::<String, _>("question")?,
                row.try_get::<String, _>("answer")?
            ))
        };
        Ok(rows.iter().map(text).collect::<Result<_, _>>()?)
    }
}

async fn stored(ground: &Ground) -> Vec<String> {
    ground.campus.books.enter(&Raw).await.expect("books")
}

#[tokio::test]
async fn where_they_are_off_there_is_no_row_no_page_and_no_way() {
    let off = ground(false).await;
    let mut browser = Browser::signed_in(&off, CHEN).await;
    let centre = browser.get("/me/security?questions").await;
    assert!(!centre.body.contains("密保问题"), "{}", centre.body);
    for path in ["/me/security/questions", "/recover/questions"] {
        assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND);
        let page = browser.post(path, &MINE).await;
        assert!(page.status.is_client_error(), "{path} {}", page.status);
    }
    assert!(stored(&off).await.is_empty());
    assert!(!offers(&claimed(&mut browser).await));
    let page = browser.post("/recover/way", &[("way", "questions")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_campus_that_switches_them_off_again_takes_no_answer_that_was_given_before() {
    let on = ground(true).await;
    let mut browser = with_questions(&on).await;
    claimed(&mut browser).await;
    let page = browser.post("/recover/questions", &RIGHT).await;
    assert_eq!(page.location(), "/recover/password", "{}", page.body);
    let recovery = Secret::new(browser.jar["recovery"].clone());
    let database = on.campus.config.database.clone();
    let off = Ground::on(Some(database.clone()), |_| {}).await;
    let refused = set_password(&off, &recovery, NEW).await;
    assert_eq!(failed(refused), Code::AttemptOver);
    open(&on, CHEN, CHEN.password).await.expect("as it was");
    let on_again = |config: &mut Config| config.recovery.questions = true;
    let on_again = Ground::on(Some(database), on_again).await;
    let set = set_password(&on_again, &recovery, NEW).await;
    set.expect("the proof itself is good");
}

#[tokio::test]
async fn the_answers_stand_in_the_books_as_hashes_only_and_every_channel_is_told_once() {
    let ground = ground(true).await;
    meanwhile(&ground, &format!("mail = '{}'", CHEN.mail), CHEN).await;
    let mut browser = with_questions(&ground).await;
    let rows = stored(&ground).await;
    assert_eq!(rows.len(), 2);
    for (row, slug) in rows.iter().zip(["book", "dish"]) {
        assert!(row.starts_with(&format!("{slug} $argon2id$")), "{row}");
    }
    // Pressed twice, and once more later: nothing happens, and nobody is told again.
    for _ in 0..2 {
        let page = browser.post("/me/security/questions", &MINE).await;
        assert_eq!(page.location(), "/me/security?questions");
    }
    assert_eq!(stored(&ground).await, rows);
    drained(&ground).await;
    let chen = person(&ground, CHEN).await;
    assert_eq!(noted(&ground.campus, &chen, What::QuestionsSet).await, 1);
    for to in [e164(CHEN), CHEN.mail.to_owned()] {
        let texts = texts_to(&ground, &to).await;
        let told = texts.iter().filter(|text| text.contains("密保问题"));
        assert_eq!(told.count(), 1, "{texts:?}");
    }
    let centre = browser.get("/me/security?questions").await;
    assert!(centre.body.contains("密保问题设好了。"));
    let form = browser.get("/me/security/questions").await;
    assert_eq!(form.screen(), "W-29");
    assert!(form.body.contains("value=\"book\" selected"));
    assert!(!form.body.contains("青春之歌"), "an answer came back");
}

#[tokio::test]
async fn what_others_know_is_no_answer_and_what_is_wrong_is_named_at_its_field() {
    let ground = ground(true).await;
    let mut browser = Browser::signed_in(&ground, CHEN).await;
    let long = "长".repeat(51);
    for (q1, a1, q2, a2, said) in [
        ("", "青春之歌", "dish", "红菜汤", "请选一个问题。"),
        ("book", "青春之歌", "birthday", "红菜汤", "请选一个问题。"),
        ("book", "青春之歌", "book", "红菜汤", "两个问题要不一样"),
        ("book", " \u{3000}", "dish", "红菜汤", "请填上答案。"),
        ("book", "青春之歌", "dish", "汤 ", "至少要两个字"),
        ("book", &long, "dish", "红菜汤", "最多 50 个字"),
        (
            "book",
            "Red Soup",
            "dish",
            "ｒｅｄ soup",
            "两个答案要不一样",
        ),
        ("book", "青春之歌", "dish", "陈淑芬做的汤", "别人也可能知道"),
        ("book", CHEN.member, "dish", "红菜汤", "别人也可能知道"),
        ("book", "1949年12月31日", "dish", "红菜汤", "别人也可能知道"),
    ] {
        let form = [
            ("question1", q1),
            ("answer1", a1),
            ("question2", q2),
            ("answer2", a2),
        ];
        let page = browser.post("/me/security/questions", &form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{form:?}");
        let (_, field) = page.body.split_once("-problem\">").expect("at a field");
        assert!(field.contains(said), "{form:?}");
        assert!(!page.body.contains(&format!("value=\"{a1}\"")), "{form:?}");
    }
    assert!(stored(&ground).await.is_empty());
    assert_eq!(ground.campus.books.jobs_waiting().await.expect("books"), 0);
    let page = browser.post("/me/security/questions", &[]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn setting_them_asks_for_the_password_after_ten_minutes_and_for_a_channel() {
    let ground = ground(true).await;
    let mut browser = Browser::signed_in(&ground, CHEN).await;
    ground.clock.forward_s(601);
    let again = "/again?to=%2Fme%2Fsecurity%2Fquestions";
    let page = browser.get("/me/security/questions").await;
    assert_eq!(page.location(), again);
    let page = browser.post("/me/security/questions", &MINE).await;
    assert!(page.location().starts_with("/again"), "{}", page.location());
    let mut browser = Browser::signed_in(&ground, CHEN).await;
    meanwhile(&ground, "phone = NULL", CHEN).await;
    let page = browser.post("/me/security/questions", &MINE).await;
    assert_eq!(page.location(), "/me/security");
    let centre = browser.get("/me/security").await;
    assert!(centre.body.contains("先绑定手机或邮箱"), "{}", centre.body);
    assert!(stored(&ground).await.is_empty());
}

#[tokio::test]
async fn right_answers_in_a_known_browser_lead_to_a_new_password_that_is_told() {
    let ground = ground(true).await;
    meanwhile(&ground, &format!("mail = '{}'", CHEN.mail), CHEN).await;
    let mut browser = with_questions(&ground).await;
    assert!(offers(&claimed(&mut browser).await));
    let before = ground.messages_to(&e164(CHEN)).await;
    let page = browser.post("/recover/way", &[("way", "questions")]).await;
    assert_eq!(page.location(), "/recover/questions");
    let page = browser.get("/recover/questions").await;
    assert_eq!(page.screen(), "W-46");
    assert!(page.body.contains("第一本让您读到深夜的书叫什么"));
    assert!(page.body.contains("您学会做的第一道菜是什么"));
    assert_eq!(ground.messages_to(&e164(CHEN)).await, before, "no code");
    // Another keyboard, other capitals, other spaces.
    let page = answered(&mut browser, " 青春 之歌", "ＢＯＲＳＣＨＴ汤").await;
    assert_eq!(page.location(), "/recover/password", "{}", page.body);
    // Pressed twice.
    let page = browser.post("/recover/questions", &RIGHT).await;
    assert_eq!(page.location(), "/recover/password");
    let form = [("new_password", NEW), ("repeat_password", NEW)];
    let page = browser.post("/recover/password", &form).await;
    assert_eq!(page.location(), "/recover/done", "{}", page.body);
    open(&ground, CHEN, NEW).await.expect("the new one");
    drained(&ground).await;
    for to in [e164(CHEN), CHEN.mail.to_owned()] {
        let texts = texts_to(&ground, &to).await;
        let told = texts.iter().filter(|text| text.contains("设了新密码"));
        assert_eq!(told.count(), 1, "{texts:?}");
    }
}

#[tokio::test]
async fn a_browser_that_was_never_in_is_not_asked_and_its_answers_prove_nothing() {
    let ground = ground(true).await;
    activated(&ground, WANG).await;
    with_questions(&ground).await;
    let mut of_another = Browser::signed_in(&ground, WANG).await;
    for browser in [&mut Browser::of(&ground), &mut of_another] {
        assert!(!offers(&claimed(browser).await));
        let page = browser.post("/recover/way", &[("way", "questions")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = browser.get("/recover/questions").await;
        assert_eq!(page.location(), "/recover/way");
        let page = browser.post("/recover/questions", &RIGHT).await;
        assert_eq!(page.location(), "/recover/way", "{}", page.body);
        let page = browser.get("/recover/password").await;
        assert_eq!(page.location(), "/recover/way");
    }
}

#[tokio::test]
async fn a_browser_its_owner_threw_out_is_not_asked_until_it_is_in_again() {
    let ground = ground(true).await;
    let mut browser = with_questions(&ground).await;
    let mut other = Browser::signed_in(&ground, CHEN).await;
    let page = other.post("/me/sessions/end-others", &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert!(!offers(&claimed(&mut browser).await));
    assert!(offers(&claimed(&mut other).await));
    ground.clock.forward_s(1);
    browser.log_in(CHEN.member, CHEN.password).await;
    assert!(offers(&claimed(&mut browser).await));
}

#[tokio::test]
async fn three_wrong_answers_end_it_in_every_attempt_and_none_is_named() {
    let ground = ground(true).await;
    let mut browser = with_questions(&ground).await;
    claimed(&mut browser).await;
    let hashed = ground.campus.hashing.evaluated();
    // One of them wrong, the other, both: the same words, the same work.
    let mut bodies = Vec::new();
    for (first, second, left) in [
        ("红岩", "Borscht 汤", "还可以再试 2 次"),
        ("青春之歌", "饺子", "还可以再试 1 次"),
    ] {
        let page = answered(&mut browser, first, second).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains(left), "{}", page.body);
        assert!(!page.body.contains("aria-invalid"), "one is named");
        assert!(!page.body.contains(first) && !page.body.contains(second));
        bodies.push(page.body.replace(left, ""));
    }
    assert_eq!(bodies[0], bodies[1]);
    // What is empty was no try.
    let page = answered(&mut browser, "青春之歌", " ").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("请填上答案"));
    assert_eq!(ground.campus.hashing.evaluated(), hashed + 4);
    // The third in a new attempt; after it the right ones are not compared any more.
    assert!(offers(&claimed(&mut browser).await));
    for (first, second) in [("红岩", "饺子"), ("青春之歌", "Borscht 汤")] {
        let page = answered(&mut browser, first, second).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains("答案错了 3 次"), "{}", page.body);
        assert!(!page.body.contains("name=\"answer1\""));
        assert_eq!(ground.campus.hashing.evaluated(), hashed + 6);
    }
    for _ in 0..2 {
        assert!(!offers(&claimed(&mut browser).await));
        let page = answered(&mut browser, "青春之歌", "Borscht 汤").await;
        assert!(page.body.contains("答案错了 3 次"), "{}", page.body);
        let page = browser.get("/recover/password").await;
        assert_eq!(page.location(), "/recover/way");
    }
    let elsewhere = ground.restarted().await;
    let mut anew = Browser::of(&elsewhere);
    anew.jar.clone_from(&browser.jar);
    assert!(!offers(&claimed(&mut anew).await));
    open(&ground, CHEN, CHEN.password).await.expect("as it was");
}

#[tokio::test]
async fn a_hundred_answers_at_once_are_three() {
    let ground = ground(true).await;
    let browser = with_questions(&ground).await;
    let mut first = Browser::of(&ground);
    first.jar.clone_from(&browser.jar);
    claimed(&mut first).await;
    let hashed = ground.campus.hashing.evaluated();
    let tries = (0..100).map(|guess| {
        let mut one = Browser::of(&ground);
        one.jar.clone_from(&first.jar);
        async move {
            answered(&mut one, &format!("书{guess}"), "饺子")
                .await
                .status
        }
    });
    for status in futures::future::join_all(tries).await {
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(ground.campus.hashing.evaluated(), hashed + 6);
}

#[tokio::test]
async fn new_questions_end_the_proof_by_the_former_ones_and_bring_new_tries() {
    let ground = ground(true).await;
    let mut browser = with_questions(&ground).await;
    claimed(&mut browser).await;
    let page = browser.post("/recover/questions", &RIGHT).await;
    assert_eq!(page.location(), "/recover/password");
    let mut owner = Browser::signed_in(&ground, CHEN).await;
    let other = [
        ("question1", "film"),
        ("answer1", "城南旧事"),
        ("question2", "wage"),
        ("answer2", "一支钢笔"),
    ];
    owner.post("/me/security/questions", &other).await;
    let form = [("new_password", NEW), ("repeat_password", NEW)];
    let page = browser.post("/recover/password", &form).await;
    assert_eq!(page.location(), "/recover?over", "{}", page.body);
    open(&ground, CHEN, CHEN.password).await.expect("as it was");

    claimed(&mut owner).await;
    for _ in 0..3 {
        answered(&mut owner, "红岩", "饺子").await;
    }
    assert!(!offers(&claimed(&mut owner).await));
    owner.post("/me/security/questions", &MINE).await;
    assert!(offers(&claimed(&mut owner).await));
}

#[tokio::test]
async fn a_code_that_is_asked_for_after_the_answers_is_needed_then() {
    let ground = ground(true).await;
    let mut browser = with_questions(&ground).await;
    claimed(&mut browser).await;
    browser.post("/recover/questions", &RIGHT).await;
    let page = browser.post("/recover/way", &[("way", "phone")]).await;
    assert_eq!(page.location(), "/recover/code", "{}", page.body);
    let page = browser.get("/recover/password").await;
    assert_eq!(page.location(), "/recover/code");
    // And answers half an hour old prove nothing.
    claimed(&mut browser).await;
    browser.post("/recover/questions", &RIGHT).await;
    for _ in 0..2 {
        ground.clock.forward_s(16 * 60);
        browser.get("/recover/password").await;
        let page = browser.post("/recover/password", &[]).await;
        assert!(!page.status.is_server_error());
    }
    let form = [("new_password", NEW), ("repeat_password", NEW)];
    let page = browser.post("/recover/password", &form).await;
    assert_eq!(page.location(), "/recover?over");
    open(&ground, CHEN, CHEN.password).await.expect("as it was");
}
