//! Rosters as personnel offices write them (security.md §3, class 21).

use encoding_rs::GB18030;
use menhu_protocol::values::{Malformed, MemberId, Phone};
use menhu_server::roster::plan::{BadRow, Reason};
use menhu_server::roster::sheet::{Column, SheetTrouble};
use menhu_testkit::{PEOPLE, roster_csv};

use crate::ground::Ground;

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
    assert_eq!(imported.added, 0);
    assert_eq!(imported.bad, [bad(2, Column::Row, Reason::Quote)]);
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
    let owner = ground
        .campus
        .books
        .person_of_phone(&phone)
        .await
        .expect("books");
    let entry = menhu_server::books::activation::Activation {
        person: &owner.expect("there").id,
        proven: None,
        key: "k",
        now: 1,
        notice: "n",
    };
    ground.campus.books.enter(&entry).await.expect("active");
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
