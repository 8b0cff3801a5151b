//! security.md §3, classes 3 and 8: numbers and addresses as people, and others, write them.

use axum::http::StatusCode;
use menhu_protocol::api::security::PhoneSend;
use menhu_protocol::values::Malformed;
use menhu_protocol::{Code, Field};

use super::*;
use crate::api::people::{CHEN, phone};

/// The ten messages of an hour, less the one that may be under way.
const AN_HOUR: usize = 9;

/// What is refused as it stands: the field is named, and why.
fn blamed(answer: &Answer, field: Field, about: &str) -> Malformed {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{about}");
    let failure: Failure = answer.json();
    assert_eq!(failure.code, Code::Malformed, "{about}");
    assert_eq!(failure.field, Some(field), "{about}");
    failure.malformed.expect(about)
}

fn body(field: &str, text: &str) -> Vec<u8> {
    serde_json::to_vec(&serde_json::json!({ field: text })).expect("json")
}

#[tokio::test]
async fn a_phone_is_taken_however_it_is_written() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await;
    let send = PhoneSend {
        phone: phone(NEW_PHONE),
    };
    for (n, text) in [
        "13912345678",
        " 13912345678 ",
        "139 1234 5678",
        "139-1234-5678",
        "１３９１２３４５６７８",
        "+8613912345678",
        "+86 139 1234 5678",
        "＋86 139 1234 5678",
        "008613912345678",
        "0086 139-1234-5678",
        "8613912345678",
        "(139) 1234 5678",
        "139\u{a0}1234\u{a0}5678",
        "139\u{3000}1234\u{3000}5678",
        "\u{200b}13912345678",
        "\u{202d}13912345678\u{202c}",
    ]
    .into_iter()
    .enumerate()
    {
        if n > 0 && n % 4 == 0 {
            // A number may have five an hour and ten a day.
            ground.clock.forward_s(86_400);
            me.next_hour().await;
        } else {
            ground.clock.forward_s(61);
        }
        let before = ground.messages_to(NEW_E164).await;
        let answer = me.raw(&send, &body("phone", text)).await;
        assert_eq!(answer.status, StatusCode::OK, "{text:?}");
        assert_eq!(ground.messages_to(NEW_E164).await, before + 1, "{text:?}");
    }
}

#[tokio::test]
async fn what_is_no_phone_is_refused_by_name_and_nothing_is_sent() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await;
    let send = PhoneSend {
        phone: phone(NEW_PHONE),
    };
    let before = messages(&ground).await;
    let mut taken = Vec::new();
    for text in [
        "",
        " ",
        "1",
        "139123456",
        "1391234567",
        "139123456789",
        "12345678901",
        "02112345678",
        "010-12345678",
        "4001234567",
        "95588",
        "110",
        "+86 10 1234 5678",
        "+86139123456789",
        "+00013912345678",
        "+",
        "++8613912345678",
        "13912345678,13900139001",
        "13912345678;13900139001",
        "13912345678 13900139001",
        "13912345678\n13900139001",
        "13912345678\r\nBcc: x",
        "1391234567a",
        "O3912345678",
        "一三九一二三四五六七八",
        "' or '1'='1",
        "<script>",
        "null",
        "13912345678#",
        "*13912345678",
        "tel:13912345678",
        "1.3912345678e10",
    ] {
        let answer = me.raw(&send, &body("phone", text)).await;
        if answer.status.is_success() {
            taken.push(text);
        } else {
            blamed(&answer, Field::Phone, text);
        }
    }
    assert_eq!(taken, [""; 0]);
    let long = "1".repeat(60_000);
    let answer = me.raw(&send, &body("phone", &long)).await;
    blamed(&answer, Field::Phone, "60,000 digits");
    // Other countries are the campus's to allow.
    for text in [
        "+852 6123 4567",
        "+853 6612 3456",
        "+1 202 555 0143",
        "+44 7911 123456",
    ] {
        let answer = me.raw(&send, &body("phone", text)).await;
        let failure: Failure = answer.json();
        assert_eq!(
            (failure.code, failure.field),
            (Code::PhoneForeign, Some(Field::Phone)),
            "{text}"
        );
    }
    for json in [
        r#"{"phone":13912345678}"#,
        r#"{"phone":["13912345678"]}"#,
        r#"{"phone":["13912345678","13900139001"]}"#,
        r#"{"phone":{"0":"13912345678"}}"#,
        r#"{"phone":null}"#,
        r#"{"phone":true}"#,
        r#"{"phone":"13912345678","phone":"13900139001"}"#,
        r#"{"phone[]":"13912345678"}"#,
        r"{}",
    ] {
        let answer = me.raw(&send, json.as_bytes()).await;
        let failure: Failure = answer.json();
        assert_eq!(failure.code, Code::BadRequest, "{json}");
    }
    assert_eq!(messages(&ground).await, before);
}

#[tokio::test]
async fn a_mail_is_taken_however_it_is_written_and_is_one_mailbox() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await;
    let send = MailSend {
        mail: MailAddress::parse(MAIL).expect("a mail"),
    };
    for (n, (text, to)) in [
        ("a@b.cn", "a@b.cn"),
        ("chen.shufen@example.edu.cn", "chen.shufen@example.edu.cn"),
        ("Chen.Shufen2@Example.EDU.CN", "chen.shufen2@example.edu.cn"),
        (" chen3@example.cn ", "chen3@example.cn"),
        ("\tchen4@example.cn", "chen4@example.cn"),
        ("ｃｈｅｎ５＠example．cn", "chen5@example.cn"),
        ("\u{3000}chen6@example.cn\u{a0}", "chen6@example.cn"),
        ("chen+menhu@example.cn", "chen+menhu@example.cn"),
        ("chen_7@example.cn", "chen_7@example.cn"),
        ("chen-8@example.cn", "chen-8@example.cn"),
        ("9@example.cn", "9@example.cn"),
        ("1234567890@qq.com", "1234567890@qq.com"),
        ("a.b.c.d@example.cn", "a.b.c.d@example.cn"),
        ("x@sub.sub.example.edu.cn", "x@sub.sub.example.edu.cn"),
        ("x@xn--fiq228c5hs.xn--fiqs8s", "x@xn--fiq228c5hs.xn--fiqs8s"),
        ("x@ex-ample.cn", "x@ex-ample.cn"),
        ("x@123.com", "x@123.com"),
        ("o'neil@example.cn", "o'neil@example.cn"),
        ("a%b@example.cn", "a%b@example.cn"),
        ("a/b@example.cn", "a/b@example.cn"),
        ("{x}@example.cn", "{x}@example.cn"),
        (
            "!#$%&'*+-/=?^_`{|}~@example.cn",
            "!#$%&'*+-/=?^_`{|}~@example.cn",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        if n % AN_HOUR == AN_HOUR - 1 {
            me.next_hour().await;
        }
        let answer = me.raw(&send, &body("mail", text)).await;
        assert_eq!(answer.status, StatusCode::OK, "{text:?}");
        assert_eq!(texts_to(&ground, to).await.len(), 1, "{text:?}");
    }
}

#[tokio::test]
async fn what_is_no_single_mail_is_refused_by_name_and_nothing_is_sent() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await;
    let send = MailSend {
        mail: MailAddress::parse(MAIL).expect("a mail"),
    };
    let before = messages(&ground).await;
    let mut refused: Vec<String> = [
        "",
        " ",
        "chen",
        "@",
        "chen@",
        "@example.cn",
        "chen@@example.cn",
        "chen@localhost",
        "chen@example",
        "chen@example.",
        "chen@.example.cn",
        "chen@example..cn",
        "chen@-example.cn",
        "chen@example-.cn",
        "chen@exam ple.cn",
        "chen@example.cn.",
        ".chen@example.cn",
        "chen.@example.cn",
        "ch..en@example.cn",
        "ch en@example.cn",
        "chen @example.cn",
        "chen@ example.cn",
        "chen@example.cn x",
        // Two of them, however they are put together.
        "a@example.cn,b@example.cn",
        "a@example.cn, b@example.cn",
        "a@example.cn;b@example.cn",
        "a@example.cn b@example.cn",
        "a@example.cn|b@example.cn",
        "a@example.cn/b@example.cn",
        "a@example.cn%20b@example.cn",
        "a@example.cn%0ab@example.cn",
        "a@example.cn&mail=b@example.cn",
        "a@b.cn@example.cn",
        "[\"a@example.cn\",\"b@example.cn\"]",
        // Names, comments, quotes, routes, literals.
        "Chen <chen@example.cn>",
        "<chen@example.cn>",
        "\"Chen\" <chen@example.cn>",
        "\"chen\"@example.cn",
        "\"a b\"@example.cn",
        "\"a@b\"@example.cn",
        "\"a\\\"b\"@example.cn",
        "chen(comment)@example.cn",
        "chen@(comment)example.cn",
        "chen@example.cn (comment)",
        "@a.cn:chen@example.cn",
        "chen@[127.0.0.1]",
        "chen@[IPv6:::1]",
        "chen@127.0.0.1:25",
        "mailto:chen@example.cn?bcc=b@example.cn",
        "group:chen@example.cn;",
        // Lines and what looks like them.
        "chen@example.cn\r\nBcc: b@example.cn",
        "chen@example.cn\nBcc: b@example.cn",
        "chen@example.cn\rBcc: b@example.cn",
        "chen@example.cn\r\n\r\nbody",
        "chen\r\n@example.cn",
        "chen\n@example.cn",
        "\"chen\r\n\"@example.cn",
        "chen@example.cn\u{0b}x",
        "chen@example.cn\u{0c}x",
        "chen@example.cn\u{85}x",
        "chen@example.cn\u{2028}x",
        "chen@example.cn\u{2029}x",
        "chen@example.cn\0",
        "ch\0en@example.cn",
        "chen@example.cn\u{1b}[0m",
        "chen@example.cn\u{7f}",
        "chen%0d%0aBcc:b@example.cn@example.cn,",
        // Letters that are not ASCII, or only look like it.
        "陈@example.cn",
        "chen@例子.中国",
        "chen@例子.cn",
        "сhen@example.cn",
        "chen@exаmple.cn",
        "ch\u{e9}n@example.cn",
        "che\u{301}n@example.cn",
        "chen@example\u{3002}\u{4e2d}",
        "ⅽhen@éxample.cn",
        "chen😀@example.cn",
        "chen\u{202e}@example.cn,",
        // Other things people paste.
        "https://example.cn/chen",
        "chen#example.cn",
        "chen at example.cn",
        "chen@example,cn",
        "chen@example;cn",
        "chen@example:cn",
        "chen@exam\\ple.cn",
        "chen\\@example.cn",
        "' or '1'='1",
        "'; DROP TABLE person; --@x",
        "<script>alert(1)</script>@example.cn",
        "{{7*7}}@",
        "${jndi:ldap://x}@",
        "../../etc/passwd",
        "13800138000",
        "198803017",
        "11010519491231002X",
        "null",
        "undefined",
        "[object Object]",
        "a@b@c@d",
        "@@@@",
        "....@....",
        "a@b.cn\u{200b},b@b.cn",
        "a@example.cn\tb@example.cn",
    ]
    .map(str::to_owned)
    .into();
    refused.extend([
        format!("{}@example.cn", "a".repeat(65)),
        format!("{}@example.cn", "a".repeat(300)),
        format!("chen@{}.cn", "a".repeat(64)),
        format!("chen@{}cn", "a.".repeat(130)),
        format!("{}@example.cn", "陈".repeat(100)),
        "a".repeat(60_000),
        format!("chen@example.cn{}", ",b@example.cn".repeat(1_000)),
    ]);
    assert!(refused.len() >= 100, "{}", refused.len());
    for text in &refused {
        let answer = me.raw(&send, &body("mail", text)).await;
        blamed(
            &answer,
            Field::Mail,
            &text.chars().take(80).collect::<String>(),
        );
    }
    for json in [
        r#"{"mail":["a@example.cn"]}"#,
        r#"{"mail":["a@example.cn","b@example.cn"]}"#,
        r#"{"mail":{"0":"a@example.cn"}}"#,
        r#"{"mail":{"address":"a@example.cn"}}"#,
        r#"{"mail":null}"#,
        r#"{"mail":1}"#,
        r#"{"mail":true}"#,
        r#"{"mail":"a@example.cn","mail":"b@example.cn"}"#,
        r#"{"mail":"a@example.cn","mail":["b@example.cn"]}"#,
        r#"{"mail[]":"a@example.cn"}"#,
        r#"{"Mail":"a@example.cn"}"#,
        r#"["a@example.cn"]"#,
        r#""a@example.cn""#,
        r"{}",
        "",
        "mail=a@example.cn",
    ] {
        let answer = me.raw(&send, json.as_bytes()).await;
        let failure: Failure = answer.json();
        assert_eq!(failure.code, Code::BadRequest, "{json}");
    }
    assert_eq!(messages(&ground).await, before);
    assert_eq!(me.read().await.mail_pending, None);
}
