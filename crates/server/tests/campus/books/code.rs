use menhu_protocol::values::{Channel, PhoneCode};
use menhu_protocol::{Clock as _, Code, Failure};
use menhu_server::books::attempt::{Attempt, Kind};
use menhu_server::books::code::{CodeTry, NewCode, mac};
use menhu_server::identity::code::Purpose;

use crate::ground::Ground;

async fn sent(ground: &Ground, id: &str, attempt: &str, code: &str) {
    let phone = Channel::parse("13800138000").expect("a phone");
    let purpose = Purpose::Signin;
    let new = NewCode {
        id,
        attempt,
        purpose,
        to: &phone,
        mac: mac(&ground.campus.keys, id, purpose, &phone, code).remove(0),
        now: ground.clock.now(),
    };
    ground.campus.books.code_put(&new).await.expect("books");
}

async fn begun(ground: &Ground, id: &str) {
    let attempt = Attempt {
        id: id.to_owned(),
        ..Attempt::default()
    };
    let now = ground.clock.now();
    let books = &ground.campus.books;
    books
        .attempt_begin(Kind::Signin, &attempt, now)
        .await
        .expect("books");
}

async fn tried(
    ground: &Ground,
    attempt: &str,
    purpose: Purpose,
    code: &str,
) -> Result<Channel, Failure> {
    let code = PhoneCode::parse(code).expect("six digits");
    let entry = CodeTry {
        attempt,
        purpose,
        code: &code,
        keys: &ground.campus.keys,
        now: ground.clock.now(),
    };
    ground.campus.books.enter(&entry).await.expect("books")
}

pub async fn a_thousand_tries_at_once_are_five(ground: &Ground) {
    begun(ground, "a").await;
    sent(ground, "1", "a", "999999").await;
    let wrong: Vec<String> = (0..1000).map(|i| format!("{i:06}")).collect();
    let all = wrong.iter().map(|c| tried(ground, "a", Purpose::Signin, c));
    let mut left: Vec<_> = futures::future::join_all(all)
        .await
        .into_iter()
        .filter_map(|r| r.expect_err("all are wrong").left)
        .collect();
    left.sort_unstable();
    assert_eq!(left, [0, 1, 2, 3, 4], "five were looked at");
    let right = tried(ground, "a", Purpose::Signin, "999999").await;
    assert_eq!(right.expect_err("spent").code, Code::CodeSpent);
}

pub async fn two_right_submissions_at_once_are_one_success(ground: &Ground) {
    begun(ground, "a").await;
    sent(ground, "1", "a", "123456").await;
    let all = (0..50).map(|_| tried(ground, "a", Purpose::Signin, "123456"));
    let results = futures::future::join_all(all).await;
    assert_eq!(results.iter().filter(|r| r.is_ok()).count(), 1);
    for failure in results.into_iter().filter_map(Result::err) {
        assert_eq!(failure.code, Code::CodeSpent);
    }
    let books = &ground.campus.books;
    let step = books.attempt_step(Kind::Signin, "a", ground.clock.now());
    let attempt = step.await.expect("books").expect("on its way");
    assert_eq!(
        attempt.phone.map(Channel::Phone),
        Channel::parse("13800138000").ok()
    );
}

pub async fn a_code_of_another_attempt_or_purpose_is_none(ground: &Ground) {
    begun(ground, "a").await;
    begun(ground, "b").await;
    sent(ground, "1", "a", "123456").await;
    for (attempt, purpose) in [("b", Purpose::Signin), ("a", Purpose::PhoneBind)] {
        let refused = tried(ground, attempt, purpose, "123456").await;
        assert_eq!(refused.expect_err("none").code, Code::OutOfOrder);
    }
}

pub async fn a_newer_code_puts_the_older_out_of_use(ground: &Ground) {
    begun(ground, "a").await;
    sent(ground, "1", "a", "111111").await;
    ground.clock.forward_s(61);
    sent(ground, "2", "a", "222222").await;
    let older = tried(ground, "a", Purpose::Signin, "111111").await;
    assert_eq!(older.expect_err("older").code, Code::CodeSpent);
    tried(ground, "a", Purpose::Signin, "222222")
        .await
        .expect("the newer one");
}

pub async fn a_code_that_was_not_sent_leaves_the_one_before(ground: &Ground) {
    begun(ground, "a").await;
    sent(ground, "1", "a", "111111").await;
    ground.clock.forward_s(61);
    sent(ground, "2", "a", "222222").await;
    ground.campus.books.code_void("2").await.expect("books");
    tried(ground, "a", Purpose::Signin, "111111")
        .await
        .expect("still good");
}
