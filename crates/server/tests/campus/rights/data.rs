use axum::http::{StatusCode, header};
use menhu_server::books::audit::What;
use serde_json::Value;

use super::{STALE_S, inside};
use crate::api::people::{CHEN, WANG, ZHAO, ZHAO_TOO, activated, member, signed_in};
use crate::device::Handset;
use crate::ground::Ground;
use crate::portal::browser::Browser;

#[tokio::test]
async fn the_file_holds_all_of_mine_nothing_of_others_and_no_secret() {
    let ground = Ground::new().await;
    activated(&ground, WANG).await;
    let mut browser = inside(&ground, CHEN).await;
    let tokens = signed_in(&ground, &Handset::new(1), CHEN).await;
    let page = browser.get("/me/data/export").await;
    assert_eq!(page.status, StatusCode::OK);
    let file = page.headers[header::CONTENT_DISPOSITION].to_str();
    assert_eq!(
        file.expect("text"),
        "attachment; filename=\"menhu-data.json\""
    );
    assert_eq!(page.headers[header::CACHE_CONTROL], "no-store");
    let data: Value = serde_json::from_str(&page.body).expect("json");
    assert_eq!(data["name"], CHEN.name);
    assert_eq!(data["phone"], "+8613800138000");
    assert_eq!(data["mail_on_record"], CHEN.mail);
    assert_eq!(data["members"][0]["member"], CHEN.member);
    assert_eq!(data["members"][0]["department"], CHEN.department);
    assert_eq!(data["consents"].as_array().map(Vec::len), Some(2));
    assert_eq!(data["devices"][0]["device"], "华为 P30");
    assert_eq!(data["browsers"][0]["device"], "Windows · Chrome");
    assert_eq!(data["certificate_kept_as_code"], true);
    assert!(data["events"].as_array().is_some_and(|all| !all.is_empty()));
    let person = ground.campus.books.member(&member(CHEN)).await;
    let row = person.expect("books").expect("there");
    let person = ground.campus.books.person(&row.person).await;
    let person = person.expect("books").expect("there");
    for secret in [
        "argon2",
        CHEN.password,
        CHEN.certificate,
        person.certificate.as_deref().expect("a MAC"),
        tokens.refresh.expose(),
        tokens.access.expose(),
        browser.session().expect("in"),
        WANG.name,
        WANG.member,
    ] {
        assert!(!page.body.contains(secret), "{secret}");
    }
    let noted = ground.campus.books.audit_of(&person.id, 9).await;
    let noted = noted.expect("books");
    assert!(noted.iter().any(|row| row.what == What::DataExported));
}

#[tokio::test]
async fn the_file_needs_a_password_that_was_proven_lately() {
    let ground = Ground::new().await;
    let mut browser = inside(&ground, CHEN).await;
    ground.clock.forward_s(STALE_S);
    let page = browser.get("/me/data/export").await;
    assert!(page.location().starts_with("/again?to="), "{page:?}");
    assert!(page.location().contains("%2Fme%2Fdata%3Fproven"));
    let page = browser.get("/me/data?proven").await;
    assert!(
        !page.body.contains("id=\"proven\""),
        "only said when it is so"
    );
    assert_eq!(page.screen(), "W-50");
}

#[tokio::test]
async fn the_page_is_for_whoever_is_in_and_shows_no_whole_number() {
    let ground = Ground::new().await;
    let mut stranger = Browser::of(&ground);
    for path in [
        "/me/data",
        "/me/data/export",
        "/me/data/correct",
        "/me/data/case",
        "/me/data/consent",
        "/me/data/close",
        "/me/agree",
    ] {
        let page = stranger.get(path).await;
        assert!(page.location().starts_with("/login?to="), "{path}");
    }
    for path in [
        "/me/data/correct",
        "/me/data/consent",
        "/me/data/close",
        "/me/data/close/back",
        "/me/agree",
    ] {
        let page = stranger.post(path, &[]).await;
        assert!(page.location().starts_with("/login?to="), "{path}");
    }
    let mut browser = inside(&ground, CHEN).await;
    let page = browser.get("/me/data").await;
    assert_eq!(page.screen(), "W-50");
    assert!(page.body.contains("138****8000"));
    assert!(!page.body.contains("13800138000"));
    assert!(!page.body.contains(CHEN.mail));
    assert!(page.body.len() < 60_000);
}

#[tokio::test]
async fn a_correction_is_one_case_however_often_it_is_sent_and_blocks_nothing() {
    let ground = Ground::new().await;
    let mut browser = inside(&ground, ZHAO).await;
    let page = browser.get("/me/data/correct").await;
    assert_eq!(page.screen(), "W-52");
    assert!(
        page.body.contains(ZHAO_TOO.member),
        "both IDs to choose from"
    );
    let form = [
        ("member", ZHAO_TOO.member),
        ("field", "name"),
        ("should_be", "赵  𠮷·敏\u{200b}"),
    ];
    let mut numbers = Vec::new();
    for _ in 0..2 {
        let page = browser.post("/me/data/correct", &form).await;
        let case = page.location().to_owned();
        let page = browser.get(&case).await;
        assert_eq!(page.screen(), "W-53", "{case}");
        let open = ground.campus.books.disputes_open().await.expect("books");
        assert_eq!(open.len(), 1);
        assert_eq!(open[0].member, ZHAO_TOO.member);
        assert_eq!(open[0].should_be, "赵  𠮷·敏");
        assert!(!open[0].case.blocks, "somebody active waits for nothing");
        assert!(page.body.contains(&open[0].case.number));
        numbers.push(open[0].case.number.clone());
    }
    assert_eq!(numbers[0], numbers[1]);
    let page = browser.get("/me/data").await;
    assert!(page.body.contains(&numbers[0]));
    let closed = ground.campus.books.dispute_close(&numbers[0], 1).await;
    assert!(closed.expect("books"));
    let case = format!("/me/data/case?{}", numbers[0]);
    assert_eq!(browser.get(&case).await.location(), "/me/data");
}

#[tokio::test]
async fn a_correction_sent_again_shows_its_own_case_and_nobody_elses() {
    let ground = Ground::new().await;
    let mut browser = inside(&ground, CHEN).await;
    let mut cases = Vec::new();
    for (field, should_be) in [("name", "陈的"), ("department", "物理系"), ("name", "陈的")]
    {
        let form = [
            ("member", CHEN.member),
            ("field", field),
            ("should_be", should_be),
        ];
        let page = browser.post("/me/data/correct", &form).await;
        let case = page.location().to_owned();
        let page = browser.get(&case).await;
        assert_eq!(page.screen(), "W-53", "{case}");
        assert!(page.body.contains(should_be), "{case}");
        cases.push(case);
        ground.clock.forward_s(1);
    }
    assert_eq!(cases[0], cases[2]);
    assert_ne!(cases[0], cases[1]);
    let mut another = inside(&ground, ZHAO).await;
    for case in [cases[0].as_str(), "/me/data/case", "/me/data/case?%ff&="] {
        assert_eq!(another.get(case).await.location(), "/me/data", "{case}");
    }
}

#[tokio::test]
async fn a_correction_that_cannot_be_read_says_so_at_its_field_and_loses_nothing() {
    let ground = Ground::new().await;
    let mut browser = inside(&ground, CHEN).await;
    let long = "长".repeat(201);
    for (member, field, should_be, kept) in [
        (CHEN.member, "", "对的", true),
        (CHEN.member, "phone", "13900139001", true),
        (CHEN.member, "name", "   ", false),
        (CHEN.member, "name", "\u{200b}\u{0}", false),
        (CHEN.member, "name", long.as_str(), false),
        (WANG.member, "name", "别人", true),
        ("", "name", "谁", true),
        ("' or 1=1", "name", "谁", true),
    ] {
        let form = [
            ("member", member),
            ("field", field),
            ("should_be", should_be),
        ];
        let page = browser.post("/me/data/correct", &form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{should_be}");
        assert_eq!(page.screen(), "W-52");
        assert!(page.body.contains("role=\"alert\""));
        assert!(!kept || page.body.contains(&format!("value=\"{should_be}\"")));
    }
    let open = ground.campus.books.disputes_open().await.expect("books");
    assert!(open.is_empty(), "{open:?}");
}
