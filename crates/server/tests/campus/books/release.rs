use menhu_protocol::api::release::Arch;
use menhu_protocol::{Clock as _, Localized, Requirement};
use menhu_server::books::release::{Release, Require};
use menhu_server::release::Kind;

use crate::ground::Ground;

fn release(id: &str, kind: Kind, version: &str) -> Release {
    Release {
        id: id.to_owned(),
        kind,
        arch: Arch::X86_64,
        version: version.to_owned(),
        file: format!("menhu-{version}.{}", kind.extension()),
        bytes: 3,
        sha256: "ab".repeat(32),
        signature: (kind == Kind::Deb).then(|| "sig".to_owned()),
        notes: Localized {
            zh: "新".into(),
            en: "new".into(),
        },
        added_at: 1,
        withdrawn_at: None,
    }
}

pub async fn a_version_of_a_kind_is_given_out_once_until_it_is_withdrawn(ground: &Ground) {
    let books = &ground.campus.books;
    let first = release("1", Kind::Deb, "0.2.0");
    assert!(books.release_add(&first).await.expect("books"));
    let all = (2..12).map(|n| release(&n.to_string(), Kind::Deb, "0.2.0"));
    for again in all {
        assert!(!books.release_add(&again).await.expect("books"), "taken");
    }
    let other = release("20", Kind::Apk, "0.2.0");
    assert!(books.release_add(&other).await.expect("another kind"));
    assert_eq!(books.releases().await.expect("books"), [other, first]);

    let gone = books.release_withdraw("0.2.0", Some("menhu-0.2.0.deb"), 9);
    assert_eq!(
        gone.await.expect("books").len(),
        1,
        "one file of the version"
    );
    let gone = books.release_withdraw("0.2.0", Some("menhu-0.2.0.deb"), 10);
    assert!(gone.await.expect("books").is_empty(), "taken back already");
    let anew = release("30", Kind::Deb, "0.2.0");
    assert!(books.release_add(&anew).await.expect("given out anew"));
    let listed = books.releases().await.expect("books");
    let withdrawn: Vec<_> = listed.iter().map(|r| r.withdrawn_at).collect();
    assert_eq!(withdrawn, [None, None, Some(9)], "the past stays");
}

pub async fn the_last_requirement_counts_until_it_is_lifted(ground: &Ground) {
    let books = &ground.campus.books;
    assert_eq!(books.requirement().await.expect("books"), None);
    let requirement = |version: &str| Requirement {
        version: version.to_owned(),
        from: "2026-12-01".into(),
        why: Localized {
            zh: "旧版".into(),
            en: "old".into(),
        },
    };
    for (id, version) in [("1", "0.2.0"), ("2", "0.3.0")] {
        let require = Require {
            id,
            requirement: &requirement(version),
            now: ground.clock.now(),
        };
        books.enter(&require).await.expect("books");
    }
    let stands = books.requirement().await.expect("books");
    assert_eq!(stands, Some(requirement("0.3.0")));
    let now = ground.clock.now();
    assert!(books.requirement_lift(now).await.expect("books"));
    assert!(!books.requirement_lift(now).await.expect("books"));
    assert_eq!(books.requirement().await.expect("books"), None);
}
