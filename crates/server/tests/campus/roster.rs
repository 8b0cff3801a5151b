//! Rosters as personnel offices write them (security.md §3, class 21).

use encoding_rs::GB18030;
use menhu_protocol::api::security::{PhoneUnbind, PhoneUnbindSend};
use menhu_protocol::values::{Malformed, MemberId, Phone, Secret};
use menhu_server::books::person::Person;
use menhu_server::password::{self, End, Setting, Why};
use menhu_server::roster::plan::{BadRow, Freed, Reason};
use menhu_server::roster::sheet::{Column, SheetTrouble};
use menhu_testkit::{PEOPLE, roster_csv};

use crate::api::people::{CHEN, code};
use crate::ground::Ground;
use crate::security::{Insider, trace};

const HEADER: &str = "工/学号,姓名,单位,类别,证件号,手机号,邮箱,初始密码\n";

async fn empty() -> Ground {
    Ground::on(None, |_| {}).await
}

fn bad(line: u64, column: Column, reason: Reason) -> BadRow {
    BadRow {
        line,
        column,
        reason,
    }
}

#[tokio::test]
async fn every_encoding_gives_the_same_people_and_a_second_run_changes_nothing() {
    let csv = roster_csv(PEOPLE);
    let marked = [b"\xef\xbb\xbf", csv.as_bytes()].concat();
    let (gb, _, damaged) = GB18030.encode(&csv);
    assert!(!damaged);
    for bytes in [csv.as_bytes(), &marked, &gb] {
        let ground = empty().await;
        let first = menhu_server::roster::import(&ground.campus, bytes).await;
        let first = first.expect("a roster");
        assert_eq!((first.added, first.bad), (PEOPLE.len(), Vec::new()));
        assert_eq!(ground.campus.books.census().await.expect("books"), (5, 6));
        let id = MemberId::parse("2026S1001").expect("an ID");
        let member = ground.campus.books.member(&id).await.expect("books");
        let person = member.expect("there").person;
        let person = ground.campus.books.person(&person).await.expect("books");
        assert_eq!(person.expect("there").name, "欧阳·阿依古丽");
        let second = menhu_server::roster::import(&ground.campus, bytes).await;
        let second = second.expect("a roster");
        assert_eq!((second.added, second.changed, second.unchanged), (0, 0, 6));
    }
}

#[tokio::test]
async fn bad_rows_are_named_and_stop_nothing_else() {
    let ground = empty().await;
    let csv = format!(
        "{HEADER}\
         1001,张三,数学系,在岗,,13800000001,,\n\
         ,李四,,,,,,\n\
         1002,,,,,,,\n\
         1003,王五,,,,1380000,,\n\
         1004,赵六,,,110105194912310021,,,\n\
         1005,孙七,,博导,,,,\n\
         1006,周八,,,,,not a mail,\n\
         1001,吴九,,,,,,\n\
         1007,郑十,,,,13800000001,,\n\
         1008,冯一,,,,,,$2b$12$abcdefghijklmnopqrstuu\n\
         1009,陈二,,,,,,,too,many\n\
         1010,=cmd|' /C calc'!A0,,,,,,\n\
         1011,𠮷田,,,,,,\n"
    );
    let imported = ground.import(&csv).await;
    let form = |why| Reason::Malformed(why);
    assert_eq!(
        imported.bad,
        [
            bad(3, Column::Member, form(Malformed::Empty)),
            bad(4, Column::Name, form(Malformed::Empty)),
            bad(5, Column::Phone, form(Malformed::Short)),
            bad(6, Column::Certificate, form(Malformed::Form)),
            bad(7, Column::Category, form(Malformed::Form)),
            bad(8, Column::Mail, form(Malformed::Form)),
            bad(9, Column::Member, Reason::MemberTwice(2)),
            bad(10, Column::Phone, Reason::PhoneOfAnother("1001".into())),
            bad(11, Column::Password, Reason::Hash),
            bad(12, Column::Row, Reason::Columns),
        ]
    );
    assert_eq!(imported.added, 3, "1001, 1010 and 1011");
}

#[tokio::test]
async fn an_open_quotation_mark_does_not_swallow_rows_in_silence() {
    let ground = empty().await;
    let csv = format!("{HEADER}1001,\"张三,,,,,,\n1002,李四,,,,,,\n");
    let imported = ground.import(&csv).await;
    assert_eq!(imported.bad, [bad(2, Column::Row, Reason::Quote)]);
    assert_eq!(imported.added, 1, "1002");
    // The next quotation mark would close the field; a field of several lines is no row.
    let csv = format!(
        "{HEADER}\n\
         2001,\"张三,,,,,,\n2002,李四,,,,,,\r\n2003,\"王,五\",,,,,,\n\
         2004,赵六,\"数学系\n3001,不是一行\n信息系\",,,,,\n2005,孙七,,,,,,\"open"
    );
    let imported = ground.import(&csv).await;
    assert_eq!(
        imported.bad,
        [3, 6, 7, 8, 9].map(|line| bad(line, Column::Row, Reason::Quote))
    );
    assert_eq!(imported.added, 2, "2002 and 2003");
}

#[tokio::test]
async fn people_are_joined_by_document_only_and_never_against_the_name() {
    let ground = empty().await;
    let csv = format!(
        "{HEADER}\
         1001,赵敏,,在岗,G88888888,13600136003,,\n\
         2001,赵敏,,学生,G88888888,13600136003,,\n\
         3001,赵敏,,学生,,13600136004,,\n\
         4001,钱一,,学生,G88888888,,,\n\
         5001,赵敏,,学生,G88888888,13600136009,,\n"
    );
    let imported = ground.import(&csv).await;
    assert_eq!(
        imported.bad,
        [
            bad(5, Column::Name, Reason::NameDiffers("赵敏".into())),
            bad(6, Column::Phone, Reason::PhoneDiffers),
        ]
    );
    assert_eq!(ground.campus.books.census().await.expect("books"), (2, 3));
}

#[tokio::test]
async fn a_new_roster_updates_people_and_leaves_activated_phones_alone() {
    let ground = empty().await;
    ground
        .import(&format!(
            "{HEADER}1001,张三,数学系,在岗,E12345678,13800000001,,abc123\n"
        ))
        .await;
    let phone = Phone::parse("13800000001").expect("a phone");
    activate(&ground, "1001", None).await;
    let csv = format!(
        "{HEADER}1001,张三丰,数学学院,退休,E12345678,13800000002,,other\n\
         1002,李四,,,,13800000001,,\n"
    );
    let imported = ground.import(&csv).await;
    assert_eq!((imported.changed, imported.added), (1, 0));
    assert_eq!(
        imported.bad,
        [bad(3, Column::Phone, Reason::PhoneOfAnother("1001".into()))],
        "an owned number is nobody else's"
    );
    let owner = ground
        .campus
        .books
        .person_of_phone(&phone)
        .await
        .expect("books");
    let owner = owner.expect("still owned");
    assert_eq!((owner.name.as_str(), owner.phone), ("张三丰", Some(phone)));
    let again = ground.import(&csv).await;
    assert_eq!((again.changed, again.unchanged), (0, 1));
}

/// The person of an ID activates with the number on record, or with another one they proved.
async fn activate(ground: &Ground, member: &str, proven: Option<&Phone>) {
    let books = &ground.campus.books;
    let id = person(ground, member).await.id;
    let entry = menhu_server::books::activation::Activation {
        person: &id,
        registration: &crate::books::activation::begun(ground, &id).await,
        proven,
        key: member,
        now: 1,
        notice: "n",
    };
    books.enter(&entry).await.expect("active");
}

async fn person(ground: &Ground, member: &str) -> Person {
    let books = &ground.campus.books;
    let id = MemberId::parse(member).expect("an ID");
    let member = books.member(&id).await.expect("books").expect("there");
    let person = books.person(&member.person).await.expect("books");
    person.expect("there")
}

async fn record(ground: &Ground, member: &str) -> Option<String> {
    let phone = person(ground, member).await.phone_on_record;
    phone.map(|phone| phone.e164().to_owned())
}

async fn on_both() -> [Ground; 2] {
    let postgres = crate::postgres::database().await;
    [empty().await, Ground::on(Some(postgres), |_| {}).await]
}

#[tokio::test]
async fn an_id_that_was_given_out_again_hands_over_no_account() {
    let ground = empty().await;
    ground
        .import(&format!(
            "{HEADER}1001,张三,,在岗,E12345678,13800000001,,\n\
             1002,李四,,在岗,E12345679,13800000002,,\n"
        ))
        .await;
    activate(&ground, "1001", None).await;
    let before = (person(&ground, "1001").await, person(&ground, "1002").await);
    for (row, column, reason) in [
        (
            "1001,王五,,在岗,G88888888,13800000009,,",
            Column::Row,
            Reason::PersonDiffers,
        ),
        (
            "1001,张三,,在岗,G88888888,,,",
            Column::Row,
            Reason::PersonDiffers,
        ),
        ("1001,王五,,在岗,,,,", Column::Name, Reason::NameUnproven),
        (
            "1002,王五,,在岗,G88888888,,,",
            Column::Row,
            Reason::PersonDiffers,
        ),
    ] {
        let imported = ground.import(&format!("{HEADER}{row}\n")).await;
        assert_eq!(imported.bad, [bad(2, column, reason)], "{row}");
        let after = (person(&ground, "1001").await, person(&ground, "1002").await);
        assert_eq!(after, before, "{row}");
    }
    // A mistyped document of somebody who has not activated is corrected beside the same name.
    let imported = ground
        .import(&format!("{HEADER}1002,李四,,在岗,E12345670,,,\n"))
        .await;
    assert_eq!((imported.changed, imported.bad), (1, Vec::new()));
}

/// Rows that would make CHEN's ID somebody else's, and why they are bad.
fn strangers() -> [(String, Column, Reason); 3] {
    let row =
        |name, certificate| format!("{HEADER}{},{name},,在岗,{certificate},,,\n", CHEN.member);
    [
        (
            row(CHEN.name, "G99999999"),
            Column::Row,
            Reason::PersonDiffers,
        ),
        (row("王五", "G99999999"), Column::Row, Reason::PersonDiffers),
        (row("王五", ""), Column::Name, Reason::NameUnproven),
    ]
}

async fn hands_over_nothing(ground: &Ground) {
    let before = person(ground, CHEN.member).await;
    for (csv, column, reason) in strangers() {
        let imported = ground.import(&csv).await;
        assert_eq!(imported.bad, [bad(2, column, reason)], "{csv}");
        assert_eq!(person(ground, CHEN.member).await, before, "{csv}");
    }
}

#[tokio::test]
async fn an_id_whose_owner_unbound_the_phone_hands_over_no_account() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await;
    let me = me.with_mail("chen@mail.example").await;
    ground.clock.forward_s(60);
    me.ask(&PhoneUnbindSend {}).await.expect("sent");
    let digits = ground.code_to("+8613800138000").await.expect("an SMS");
    let unbind = PhoneUnbind {
        code: code(&digits),
    };
    me.ask(&unbind).await.expect("unbound");
    assert_eq!(person(&ground, CHEN.member).await.phone, None);
    hands_over_nothing(&ground).await;
}

#[tokio::test]
async fn an_id_whose_person_set_a_password_hands_over_no_account() {
    let ground = Ground::new().await;
    let owner = person(&ground, CHEN.member).await;
    let setting = Setting {
        person: &owner,
        new: &Secret::new("wisteria-26-plum"),
        end: End::All,
        why: Why::Renewed,
        by: &trace(),
    };
    password::set(&ground.campus, setting).await.expect("set");
    hands_over_nothing(&ground).await;
}

#[tokio::test]
async fn an_owned_number_leaves_the_old_record_of_another_and_is_said_so() {
    for ground in on_both().await {
        ground
            .import(&format!(
                "{HEADER}6,孙六,,,,13800000006,,\n7,周七,,,,13800000007,,\n"
            ))
            .await;
        let number = Phone::parse("13800000007").expect("a phone");
        activate(&ground, "6", Some(&number)).await;
        let csv = format!("{HEADER}6,孙六,,,,13800000007,,\n8,吴八,,,,13800000008,,\n");
        let imported = ground.import(&csv).await;
        assert_eq!((imported.added, imported.changed), (1, 1));
        assert_eq!(imported.bad, []);
        let freed = Freed {
            line: 2,
            member: "7".to_owned(),
        };
        assert_eq!(imported.freed, [freed]);
        assert_eq!(
            record(&ground, "6").await.as_deref(),
            Some("+8613800000007")
        );
        assert_eq!(record(&ground, "7").await, None);
        let again = ground.import(&csv).await;
        assert_eq!((again.unchanged, again.freed), (2, Vec::new()));
    }
}

#[tokio::test]
async fn a_number_and_a_document_move_to_another_person_in_either_order() {
    let rows = [
        "1,郑一,,,E12345670,13800000001,,\n",
        "5,冯五,,,E12345675,13800000005,,\n",
    ];
    let moved = [
        "1,郑一,,,E12345675,13800000005,,\n",
        "5,冯五,,,E12345679,13800000009,,\n",
    ];
    for ground in on_both().await {
        for order in [[0, 1], [1, 0]] {
            ground
                .import(&format!("{HEADER}{}{}", rows[0], rows[1]))
                .await;
            let [first, second] = order.map(|i| moved[i]);
            let imported = ground.import(&format!("{HEADER}{first}{second}")).await;
            assert_eq!(
                (imported.changed, imported.bad),
                (2, Vec::new()),
                "{order:?}"
            );
            assert_eq!(
                record(&ground, "1").await.as_deref(),
                Some("+8613800000005")
            );
            assert_eq!(
                record(&ground, "5").await.as_deref(),
                Some("+8613800000009")
            );
            // Back, for the other order.
            let back = ground
                .import(&format!("{HEADER}{}{}", rows[0], rows[1]))
                .await;
            assert_eq!((back.changed, back.bad), (2, Vec::new()));
        }
    }
}

#[tokio::test]
async fn a_file_that_is_no_roster_is_refused_whole() {
    let ground = empty().await;
    let no_name = "工号,手机号\n1,13800000001\n".as_bytes();
    let twice = "工号,学号,姓名\n1,2,张三\n".as_bytes();
    for (bytes, trouble) in [
        (&b"\xff\xff\xff\x00\x01"[..], SheetTrouble::Encoding),
        (&b""[..], SheetTrouble::Missing(Column::Member)),
        (no_name, SheetTrouble::Missing(Column::Name)),
        (twice, SheetTrouble::Twice(Column::Member)),
    ] {
        let refused = menhu_server::roster::import(&ground.campus, bytes).await;
        let refused = refused.expect_err("no roster");
        assert_eq!(refused.downcast_ref(), Some(&trouble));
    }
    assert_eq!(ground.campus.books.census().await.expect("books"), (0, 0));
}

#[tokio::test]
async fn a_bad_row_has_the_line_an_editor_shows_whatever_ends_the_lines() {
    let lf =
        format!("{HEADER}A1,甲,单位,退休,,1380013,,\n\nA2,乙,单位,没有,,,,\nA3,丙,单位,退休,,,,\n");
    let crlf = lf.replace('\n', "\r\n");
    let (gb, _, _) = GB18030.encode(&crlf);
    for bytes in [
        lf.as_bytes(),
        crlf.as_bytes(),
        lf.replace('\n', "\r").as_bytes(),
        &gb,
    ] {
        let ground = empty().await;
        let import = menhu_server::roster::import(&ground.campus, bytes).await;
        let import = import.expect("a roster");
        let lines: Vec<u64> = import.bad.iter().map(|row| row.line).collect();
        assert_eq!((import.added, lines), (1, vec![2, 4]));
    }
}

#[tokio::test]
async fn every_account_is_one_persons_whatever_it_is_called() {
    const HEADER: &str = "学号,姓名,证件号,考生号\n";
    for ground in on_both().await {
        let first = format!(
            "{HEADER}S1,方一,E10000001,30110101\nS2,方二,E10000002,30110102\nS3,方三,E10000003,\n"
        );
        let imported = ground.import(&first).await;
        assert_eq!((imported.added, imported.bad), (3, Vec::new()));
        let again = ground.import(&first).await;
        assert_eq!((again.changed, again.unchanged), (0, 3));

        let taken = |line, column, name: &str, by: &str| {
            bad(
                line,
                column,
                Reason::NameOfAnother(name.to_owned(), by.to_owned()),
            )
        };
        let csv = format!(
            "{HEADER}S3,方三,E10000003,30110101\n\
             S4,方四,E10000004,S2\n\
             30110102,方五,E10000005,\n\
             S6,方六,E10000006,30110106\n\
             S7,方七,E10000007,30110106\n\
             S8,方八,E10000008,考 生\n"
        );
        let imported = ground.import(&csv).await;
        assert_eq!(
            imported.bad,
            [
                taken(2, Column::OtherName, "30110101", "S1"),
                taken(3, Column::OtherName, "S2", "S2"),
                taken(4, Column::Member, "30110102", "S2"),
                taken(6, Column::OtherName, "30110106", "S6"),
                bad(
                    7,
                    Column::OtherName,
                    Reason::Malformed(Malformed::Character)
                ),
            ]
        );
        assert_eq!(imported.added, 1);

        // A mistyped one is corrected, and moves to whose it is; an empty field changes nothing.
        let csv = format!(
            "{HEADER}S3,方三,E10000003,30110101\nS1,方一,E10000001,30110111\nS2,方二,E10000002,\n"
        );
        let imported = ground.import(&csv).await;
        assert_eq!((imported.changed, imported.bad), (2, Vec::new()));
        for (name, id) in [
            ("30110101", Some("S3")),
            ("30110111", Some("S1")),
            ("30110102", Some("S2")),
            ("30110109", None),
        ] {
            assert_eq!(id_of(&ground, name).await.as_deref(), id, "{name}");
        }
        // The 学号 came: the 考生号 was the ID until then, and stays a name of the same person.
        ground
            .import(&format!("{HEADER}30110120,方九,E10000009,\n"))
            .await;
        let csv = format!("{HEADER}S9,方九,E10000009,30110120\n");
        let imported = ground.import(&csv).await;
        assert_eq!((imported.added, imported.bad), (1, Vec::new()));
        assert_eq!(
            id_of(&ground, "30110120").await.as_deref(),
            Some("30110120")
        );
        assert_eq!(
            person(&ground, "30110120").await.id,
            person(&ground, "S9").await.id
        );
    }
}

async fn id_of(ground: &Ground, account: &str) -> Option<String> {
    let name = MemberId::parse(account).expect("an ID").into();
    let member = ground.campus.books.member_of_account(&name).await;
    let member = member.expect("books")?;
    Some(member.id.as_str().to_owned())
}

#[tokio::test]
async fn a_rehearsal_counts_what_an_import_would_do_and_changes_nothing() {
    let ground = empty().await;
    let csv = format!(
        "{HEADER}1001,张三,,在岗,11010519491231002X,13800000001,,zs19491231\n\
         1002,李四,,在岗,E12345679,13800000002,,123456\n\
         1003,王五,,在岗,,,,wangwu-and-more\n\
         1004,赵六,,在岗,,,,wisteria-26\n\
         1005,孙七,,在岗,,,,\n\
         1006,周八,,博导,,,,\n"
    );
    let rehearsed = menhu_server::roster::rehearse(&ground.campus, csv.as_bytes()).await;
    let rehearsed = rehearsed.expect("a roster");
    assert_eq!((rehearsed.added, rehearsed.weak), (5, 3));
    assert_eq!(rehearsed.bad.len(), 1);
    assert_eq!(ground.campus.books.census().await.expect("books"), (0, 0));
    assert_eq!(ground.import(&csv).await, rehearsed, "and then it does");
    // They have a password now: none of the file's is taken again.
    let again = ground.import(&csv).await;
    assert_eq!((again.unchanged, again.weak), (5, 0));
}
