//! Where a sign-in ends: every way, through every detour (seed B §一 (三) 3).

use menhu_protocol::Clock as _;
use menhu_server::ticket::{GOOD_FOR_MS, ReturnTicket, Target};
use menhu_server::{Config, delivery};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::browser::{Browser, Page};
use crate::ground::Ground;

/// A way of signing in with a browser: what is typed as the account. Ways that come later add their row.
const WAYS: [Way; 4] = [
    Way {
        name: "工号/学号 and password",
        account: ID,
    },
    Way {
        name: "考生号 and password",
        account: EXAMINEE,
    },
    Way {
        name: "phone and password",
        account: PHONE,
    },
    Way {
        name: "mail and password",
        account: MAIL,
    },
];

struct Way {
    name: &'static str,
    account: &'static str,
}

/// What comes between. Detours that come later add their row.
const DETOURS: [Detour; 6] = [
    Detour::None,
    Detour::WrongPasswordFirst,
    Detour::ForcedChange,
    Detour::ForgotPassword,
    Detour::BindingAPhone,
    Detour::MailLinkInAnotherBrowser,
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Detour {
    None,
    WrongPasswordFirst,
    ForcedChange,
    ForgotPassword,
    BindingAPhone,
    MailLinkInAnotherBrowser,
}

/// Where somebody was going: pages of the campus and a page of a system.
const ASKED: [&str; 3] = [
    "/me/security",
    "/read/terms?x=1&y=%E9%97%A8",
    "https://oa.example.edu.cn/todo?id=7&back=%2F",
];

const ID: &str = "2026S7777";
const EXAMINEE: &str = "26230101150001";
const CERTIFICATE: &str = "H9876543201";
const PHONE: &str = "13512345678";
const MAIL: &str = "linxiaoman@example.edu.cn";
const ANOTHER_MAIL: &str = "xiaoman@example.org";
const STRONG: &str = "chu-shi-2026";
const WEAK: &str = "123456";
const NEW: &str = "shui-he-mu-2026";

async fn campus() -> Ground {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("menhu.toml");
    let text = "[[system]]\nslug = \"oa\"\nname = { zh = \"办公系统\", en = \"OA\" }\nurl = \"https://oa.example.edu.cn/\"\n";
    std::fs::write(&file, text).expect("written");
    let systems = Config::read(Some(&file), true).expect("read").systems;
    Ground::on(None, |config| config.systems = systems).await
}

/// A campus with one person, who has bound what the way needs and has a password the detour needs.
async fn prepared(way: &Way, detour: Detour) -> Ground {
    let ground = campus().await;
    let csv = format!(
        "工/学号,考生号,姓名,单位,类别,证件号,手机号,邮箱,初始密码\n{ID},{EXAMINEE},林小满,文学院,学生,{CERTIFICATE},,,{STRONG}\n"
    );
    ground.import(&csv).await;
    let mut browser = Browser::of(&ground);
    browser.log_in(ID, STRONG).await;
    if detour != Detour::BindingAPhone {
        bind_phone(&ground, &mut browser, "").await;
    }
    if way.account == MAIL {
        let link = letter(&ground, &mut browser, MAIL, "").await;
        let page = browser.post(&link, &[]).await;
        assert_eq!(browser.follow(page).await.screen(), "W-38");
    }
    if detour == Detour::ForcedChange {
        // A password of before the rules: it is put where it stands.
        weakened(&ground).await;
    }
    ground
}

async fn weakened(ground: &Ground) {
    let id = menhu_protocol::values::MemberId::parse(ID).expect("an ID");
    let member = ground.campus.books.member(&id).await;
    let member = member.expect("books").expect("there");
    let secret = menhu_protocol::values::Secret::new(WEAK);
    let hash = ground
        .campus
        .hashing
        .hash(&secret, ground.campus.dice.as_ref());
    let hash = hash.await.expect("a hash");
    let renewed = ground.campus.books.password_renew(&member, &hash).await;
    assert!(renewed.expect("books"));
}

/// W-22: the number and its code; the page it leads to.
async fn bind_phone(ground: &Ground, browser: &mut Browser<'_>, r: &str) -> Page {
    let page = browser
        .post("/login/phone", &[("phone", PHONE), ("r", r)])
        .await;
    let page = browser.follow(page).await;
    assert_eq!(page.screen(), "W-22", "{}", page.body);
    let code = ground
        .code_to(&format!("+86{PHONE}"))
        .await
        .expect("an SMS");
    let form = [("code", &*code), ("r", page.hidden("r"))];
    browser.post("/login/phone/code", &form).await
}

/// W-36: a letter to an address; the path of its link.
async fn letter(ground: &Ground, browser: &mut Browser<'_>, to: &str, r: &str) -> String {
    let form = [("mail", to), ("r", r)];
    let page = browser.post("/me/security/mail", &form).await;
    assert!(page.status.is_redirection(), "{}", page.body);
    let outbox = delivery::outbox_read(&ground.campus)
        .await
        .expect("the outbox");
    let text = outbox
        .into_iter()
        .find(|m| m.to == to)
        .expect("a letter")
        .text;
    let (_, rest) = text.split_once("/mail/").expect("a link");
    let secret: String = rest.chars().take_while(|c| !c.is_whitespace()).collect();
    format!("/mail/{secret}")
}

/// 忘记密码, from its link on W-20 to the link on W-44.
async fn recovered(ground: &Ground, browser: &mut Browser<'_>, login: &Page) -> String {
    let page = browser.get(&link(login, "forgot")).await;
    assert_eq!(page.screen(), "W-40", "{}", page.body);
    let (work, nonce) = page.worked();
    let form = [
        ("account", ID),
        ("certificate", CERTIFICATE),
        ("work", &work),
        ("nonce", &nonce),
        ("r", page.hidden("r")),
    ];
    let page = browser.post("/recover", &form).await;
    let page = browser.follow(page).await;
    assert_eq!(page.screen(), "W-41", "{}", page.body);
    ground.clock.forward_s(60);
    let page = browser.post("/recover/way", &[("way", "phone")]).await;
    let page = browser.follow(page).await;
    assert_eq!(page.screen(), "W-42", "{}", page.body);
    let code = ground
        .code_to(&format!("+86{PHONE}"))
        .await
        .expect("an SMS");
    let form = [("way", "phone"), ("code", &*code)];
    let page = browser.post("/recover/code", &form).await;
    let page = browser.follow(page).await;
    assert_eq!(page.screen(), "W-43", "{}", page.body);
    let form = [("new_password", NEW), ("repeat_password", NEW)];
    let page = browser.post("/recover/password", &form).await;
    let page = browser.follow(page).await;
    assert_eq!(page.screen(), "W-44", "{}", page.body);
    link(&page, "next")
}

/// The address of the link with this id.
fn link(page: &Page, id: &str) -> String {
    let mark = format!("id=\"{id}\" href=\"");
    let (_, rest) = page
        .body
        .split_once(&mark)
        .unwrap_or_else(|| panic!("no {id}: {}", page.body));
    let href = rest.split('"').next().unwrap_or_default();
    href.replace("&amp;", "&").replace("&#38;", "&")
}

fn login_to(asked: &str) -> String {
    format!("/login?to={}", utf8_percent_encode(asked, NON_ALPHANUMERIC))
}

/// Follows redirects up to the one that leads where somebody was going.
async fn arrives(browser: &mut Browser<'_>, mut page: Page, asked: &str) -> bool {
    for _ in 0..6 {
        if page.location() == asked {
            return true;
        }
        if !page.location().starts_with('/') {
            return false;
        }
        let next = page.location().to_owned();
        page = browser.get(&next).await;
    }
    false
}

/// One sign-in through one detour; whether it ends where it was going.
async fn lands(way: &Way, detour: Detour, asked: &str) -> bool {
    let ground = prepared(way, detour).await;
    // A phone that is not bound names nobody: such a person types the ID.
    let account = match (way.account, detour) {
        (PHONE, Detour::BindingAPhone) => ID,
        (account, _) => account,
    };
    let mut browser = Browser::of(&ground);
    let mut page = browser.get(&login_to(asked)).await;
    let mut password = STRONG;
    match detour {
        Detour::WrongPasswordFirst => {
            let form = [
                ("account", account),
                ("password", "wrong-1"),
                ("r", page.hidden("r")),
            ];
            page = browser.post("/login", &form).await;
            assert_eq!(page.screen(), "W-20");
        }
        Detour::ForgotPassword => {
            let back = recovered(&ground, &mut browser, &page).await;
            page = browser.get(&back).await;
            password = NEW;
        }
        Detour::ForcedChange => password = WEAK,
        Detour::None | Detour::BindingAPhone | Detour::MailLinkInAnotherBrowser => {}
    }
    let r = page.hidden("r").to_owned();
    let form = [("account", account), ("password", password), ("r", &r)];
    let mut page = browser.post("/login", &form).await;
    assert!(page.status.is_redirection(), "{}: {}", way.name, page.body);
    match detour {
        Detour::ForcedChange => {
            page = browser.follow(page).await;
            assert_eq!(page.screen(), "W-21", "{}", page.body);
            let form = [
                ("new_password", NEW),
                ("repeat_password", NEW),
                ("r", page.hidden("r")),
            ];
            page = browser.post("/login/password", &form).await;
        }
        Detour::BindingAPhone => {
            page = browser.follow(page).await;
            assert_eq!(page.screen(), "W-22", "{}", page.body);
            let r = page.hidden("r").to_owned();
            page = bind_phone(&ground, &mut browser, &r).await;
        }
        Detour::MailLinkInAnotherBrowser => {
            // On the way they bind a mail; the letter is read on another machine, where nobody is in.
            ground.clock.forward_s(60);
            let link = letter(&ground, &mut browser, ANOTHER_MAIL, &r).await;
            let mut other = Browser::of(&ground);
            let pressed = other.post(&link, &[]).await;
            let done = other.follow(pressed).await;
            assert_eq!(done.screen(), "W-38", "{}", done.body);
            let go_on = self::link(&done, "next");
            if !go_on.starts_with("/me") {
                return go_on == asked;
            }
            // A page behind the sign-in asks for it there, and goes on.
            let page = other.open(&go_on).await;
            let form = [
                ("account", ID),
                ("password", password),
                ("r", page.hidden("r")),
            ];
            let page = other.post("/login", &form).await;
            return arrives(&mut other, page, asked).await;
        }
        _ => {}
    }
    arrives(&mut browser, page, asked).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_way_in_ends_where_it_was_going_through_every_detour() {
    for (n, way) in WAYS.iter().enumerate() {
        for (m, detour) in DETOURS.into_iter().enumerate() {
            let asked = ASKED[(n + m) % ASKED.len()];
            let there = lands(way, detour, asked).await;
            assert!(there, "{}, {detour:?}: not at {asked}", way.name);
        }
    }
}

#[tokio::test]
async fn whoever_asked_for_nothing_lands_on_the_personal_centre() {
    let ground = prepared(&WAYS[0], Detour::None).await;
    let mut browser = Browser::of(&ground);
    let page = browser.log_in(ID, STRONG).await;
    assert_eq!(browser.follow(page).await.screen(), "W-30");
}

#[tokio::test]
async fn whoever_is_in_already_goes_straight_there() {
    let ground = prepared(&WAYS[0], Detour::None).await;
    let mut browser = Browser::of(&ground);
    browser.log_in(ID, STRONG).await;
    for asked in ASKED {
        assert_eq!(browser.get(&login_to(asked)).await.location(), asked);
    }
}

#[tokio::test]
async fn a_form_may_lead_to_the_campus_s_systems_and_nowhere_else() {
    let ground = campus().await;
    let page = Browser::of(&ground).get("/login").await;
    let policy = page.headers["content-security-policy"]
        .to_str()
        .expect("text");
    assert!(
        policy.contains("form-action 'self' https://oa.example.edu.cn;"),
        "{policy}"
    );
}

/// security.md §3, class 1: what a browser, a proxy or a parser could take for another place.
const ELSEWHERE: [&str; 66] = [
    "",
    " ",
    "me",
    "//evil.example",
    "///evil.example",
    "////evil.example/me",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\nLocation: https://evil.example",
    "\t//evil.example",
    " //evil.example",
    "/%2f%2fevil.example",
    "/%2F/evil.example",
    "/%5cevil.example",
    "/%5Cevil.example",
    "/%252f%252fevil.example",
    "%2f%2fevil.example",
    "%2F%2Fevil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/me/..//evil.example",
    "/me/../../etc",
    "/%2e%2e/evil",
    "/..;/evil",
    "/me;x=//evil.example",
    "/me//evil.example",
    "/me\u{0}",
    "/门户",
    "/／evil.example",
    "/me#//evil.example",
    "https://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "HTTPS://EVIL.EXAMPLE",
    "http://oa.example.edu.cn/",
    "https://oa.example.edu.cn.evil.example/",
    "https://evil.example/oa.example.edu.cn",
    "https://evil.example?oa.example.edu.cn",
    "https://evil.example#oa.example.edu.cn",
    "https://evil.example\\@oa.example.edu.cn/",
    "https://oa.example.edu.cn\\@evil.example/",
    "https://oa.example.edu.cn@evil.example/",
    "https://me:me@oa.example.edu.cn/",
    "https://evil.example%23@oa.example.edu.cn/",
    "https://foa.example.edu.cn/",
    "https://oa.example.edu.cn:8443/",
    "https://oa.example.edu.cn./",
    "https://oa.example.edu.cn%00.evil.example/",
    "https://oa.example.edu.cn%2eevil.example/",
    "https://oa。example。edu。cn.evil.example/",
    "https://оa.example.edu.cn/",
    "//oa.example.edu.cn/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "javascript://oa.example.edu.cn/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "intent://oa.example.edu.cn/#Intent;scheme=https;end",
    "/login?to=%2Flogin",
    "/logout",
    "/again",
];

#[tokio::test]
async fn what_is_no_page_of_the_campus_or_its_systems_is_dropped() {
    let ground = prepared(&WAYS[0], Detour::None).await;
    let mut browser = Browser::of(&ground);
    for asked in ELSEWHERE {
        let page = browser.get(&login_to(asked)).await;
        assert_eq!(page.screen(), "W-20", "{asked:?}");
        assert_eq!(page.hidden("r"), "", "{asked:?}");
    }
    browser.log_in(ID, STRONG).await;
    for asked in ELSEWHERE {
        assert_eq!(
            browser.get(&login_to(asked)).await.location(),
            "/me",
            "{asked:?}"
        );
    }
    for query in [
        "to=%ff",
        "to=%",
        "to=a&to=b",
        "to[]=/me",
        "r=x",
        "r=&to=",
        "&&",
        "r=/me",
    ] {
        let page = browser.get(&format!("/login?{query}")).await;
        assert_eq!(page.location(), "/me", "{query}");
    }
}

#[tokio::test]
async fn a_ticket_is_good_for_a_day_on_its_own_campus_and_as_it_was_sealed() {
    let ground = campus().await;
    let target = Target::parse(&ground.campus, "/me/security").expect("a page");
    let sealed = ReturnTicket::seal(&ground.campus, &target);
    let open = |sealed: &str| ReturnTicket::open(&ground.campus, sealed);
    assert_eq!(open(&sealed), Some(target.clone()));
    assert!(!sealed.contains("security"), "it says nothing");
    assert!(
        sealed
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b)),
        "{sealed}"
    );
    for n in 0..sealed.len() {
        let mut bent = sealed.clone().into_bytes();
        bent[n] = if bent[n] == b'A' { b'B' } else { b'A' };
        assert_eq!(
            open(&String::from_utf8(bent).expect("text")),
            None,
            "byte {n}"
        );
    }
    let other = Ground::on(None, |config| {
        let secret = "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg";
        config.secrets = vec![menhu_protocol::values::Secret::new(secret)];
    })
    .await;
    assert_eq!(ReturnTicket::open(&other.campus, &sealed), None);
    let begun = ground.clock.now();
    ground.clock.set(begun + GOOD_FOR_MS - 1);
    assert_eq!(open(&sealed), Some(target));
    ground.clock.set(begun + GOOD_FOR_MS);
    assert_eq!(open(&sealed), None);
}
