//! Work that a program does (security.md §3, class 19; CAP-1).

use menhu_protocol::Code;
use menhu_protocol::api::captcha::{CaptchaPurpose, Puzzle, Solved};
use menhu_protocol::api::recovery::Begin;
use menhu_protocol::values::{AccountName, CertificateNumber, Secret};

use super::steps::{claim, nonce, puzzle, worked};
use crate::api::people::{CHEN, failed};
use crate::ground::Ground;

async fn begin(ground: &Ground, captcha: Solved) -> Result<(), Code> {
    let begin = Begin {
        account: AccountName::parse(CHEN.member).expect("a name"),
        certificate: CertificateNumber::parse(CHEN.certificate).expect("a number"),
        captcha,
    };
    ground.ask(&begin).await.map(|_| ()).map_err(|f| f.code)
}

fn solved(puzzle: &Puzzle) -> Solved {
    Solved {
        puzzle: puzzle.puzzle.clone(),
        nonce: nonce(puzzle, true),
    }
}

#[tokio::test]
async fn work_counts_once() {
    let ground = Ground::new().await;
    let captcha = worked(&ground).await;
    begin(&ground, captcha.clone())
        .await
        .expect("the first time");
    for _ in 0..3 {
        assert_eq!(
            begin(&ground, captcha.clone()).await,
            Err(Code::CaptchaWrong)
        );
    }
    let all = worked(&ground).await;
    let all = (0..20).map(|_| begin(&ground, all.clone()));
    let all = futures::future::join_all(all).await;
    assert_eq!(all.iter().filter(|begun| begun.is_ok()).count(), 1);
}

#[tokio::test]
async fn work_that_was_looked_at_once_is_dead_right_or_wrong() {
    let ground = Ground::new().await;
    let puzzle = puzzle(&ground, CaptchaPurpose::Recovery).await;
    let wrong = Solved {
        puzzle: puzzle.puzzle.clone(),
        nonce: nonce(&puzzle, false),
    };
    assert_eq!(begin(&ground, wrong).await, Err(Code::CaptchaWrong));
    assert_eq!(
        begin(&ground, solved(&puzzle)).await,
        Err(Code::CaptchaWrong)
    );
}

#[tokio::test]
async fn work_is_good_for_ten_minutes_and_for_its_purpose() {
    let ground = Ground::new().await;
    for (passed, is_good) in [(0, true), (599, true), (601, false), (86_400, false)] {
        let puzzle = puzzle(&ground, CaptchaPurpose::Recovery).await;
        assert_eq!(puzzle.good_for_s, 600);
        ground.clock.forward_s(passed);
        assert_eq!(
            begin(&ground, solved(&puzzle)).await.is_ok(),
            is_good,
            "{passed}"
        );
    }
    for purpose in [CaptchaPurpose::Signin, CaptchaPurpose::Other] {
        let puzzle = puzzle(&ground, purpose).await;
        let refused = begin(&ground, solved(&puzzle)).await;
        assert_eq!(refused, Err(Code::CaptchaWrong), "{purpose:?}");
    }
}

#[tokio::test]
async fn what_is_not_a_puzzle_of_this_campus_is_none() {
    let ground = Ground::behind_a_proxy().await;
    let other = Ground::on(None, |config| {
        config.secrets = vec![Secret::new("n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg")];
    })
    .await;
    let mut puzzles = vec![
        String::new(),
        " ".to_owned(),
        ".".to_owned(),
        "0.".to_owned(),
        "1.AAAA".to_owned(),
        "\0".to_owned(),
        "[]".to_owned(),
        "'\"><script>".to_owned(),
        "A".repeat(10_000),
        puzzle(&other, CaptchaPurpose::Recovery)
            .await
            .puzzle
            .expose()
            .to_owned(),
    ];
    let whole = puzzle(&ground, CaptchaPurpose::Recovery).await;
    let text = whole.puzzle.expose();
    puzzles.extend([
        format!("{text}A"),
        format!("{text} "),
        format!("{text}="),
        format!(" {text}"),
        format!("-{text}"),
        text.to_lowercase(),
        text.replace('.', ".."),
    ]);
    // Each cut and each other letter is another text.
    for at in (0..text.len()).step_by(5) {
        puzzles.push(text[..at].to_owned());
        let mut letters: Vec<char> = text.chars().collect();
        letters[at] = if letters[at] == 'A' { 'B' } else { 'A' };
        puzzles.push(letters.into_iter().collect());
    }
    assert!(puzzles.len() > 80, "{}", puzzles.len());
    for (n, puzzle) in puzzles.into_iter().enumerate() {
        let tampered = Puzzle {
            puzzle: Secret::new(puzzle.clone()),
            ..whole.clone()
        };
        let begin = Begin {
            account: AccountName::parse(CHEN.member).expect("a name"),
            certificate: CertificateNumber::parse(CHEN.certificate).expect("a number"),
            captcha: solved(&tampered),
        };
        let address = format!("198.51.100.{n}");
        let refused = ground.ask_from(&address, &begin).await;
        assert_eq!(failed(refused), Code::CaptchaWrong, "{puzzle:.40}");
    }
    begin(&ground, solved(&whole))
        .await
        .expect("the whole one is still good");
}

#[tokio::test]
async fn before_the_captcha_is_right_nothing_is_counted_and_nothing_compared() {
    let ground = Ground::new().await;
    for _ in 0..30 {
        let captcha = Solved {
            puzzle: Secret::new("x"),
            nonce: 1,
        };
        assert_eq!(begin(&ground, captcha).await, Err(Code::CaptchaWrong));
    }
    let refused = claim(&ground, CHEN.member, "E00000000")
        .await
        .expect_err("wrong");
    assert_eq!((refused.code, refused.left), (Code::RecoveryWrong, Some(4)));
}

#[tokio::test]
async fn an_address_that_asks_too_often_is_asked_for_more_work() {
    let ground = Ground::new().await;
    let calm = puzzle(&ground, CaptchaPurpose::Recovery).await;
    for _ in 0..100 {
        let captcha = Solved {
            puzzle: Secret::new("x"),
            nonce: 1,
        };
        let _ = begin(&ground, captcha).await;
    }
    let still = puzzle(&ground, CaptchaPurpose::Recovery).await;
    assert_eq!(still.bits, calm.bits, "nonsense makes it no harder");
    for _ in 0..60 {
        let shown = puzzle(&ground, CaptchaPurpose::Recovery).await;
        let captcha = Solved {
            nonce: nonce(&shown, false),
            puzzle: shown.puzzle,
        };
        let _ = begin(&ground, captcha).await;
    }
    let hard = puzzle(&ground, CaptchaPurpose::Recovery).await;
    assert_eq!(hard.bits, calm.bits + 3);
    // A stock of easy ones from before is worth nothing.
    assert_eq!(begin(&ground, solved(&calm)).await, Err(Code::CaptchaWrong));
    begin(&ground, solved(&hard))
        .await
        .expect("more work was done");
    ground.clock.forward_s(3600);
    let later = puzzle(&ground, CaptchaPurpose::Recovery).await;
    assert_eq!(later.bits, calm.bits);
}
