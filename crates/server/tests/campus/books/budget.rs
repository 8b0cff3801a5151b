use menhu_protocol::{Clock as _, Millis};
use menhu_server::books::budget::{Budget, Refund, Spending};
use menhu_server::books::guess::{Forgiven, Guess};
use menhu_server::identity::lockout;

use crate::ground::Ground;

fn budget(bucket: &str, limit: i64) -> Budget {
    Budget {
        bucket: bucket.to_owned(),
        limit,
        window: 60_000,
    }
}

async fn spend(ground: &Ground, budgets: &[Budget]) -> Result<(), (usize, Millis)> {
    let spending = Spending {
        budgets,
        now: ground.clock.now(),
    };
    let spent = ground.campus.books.enter(&spending).await.expect("books");
    spent.map_err(|spent| (spent.which, spent.wait))
}

async fn used(ground: &Ground, bucket: &str) -> i64 {
    let now = ground.clock.now();
    ground
        .campus
        .books
        .budget_used(bucket, now)
        .await
        .expect("books")
}

pub async fn a_thousand_at_once_never_take_more_than_the_limit(ground: &Ground) {
    let budgets = [budget("a", 7), budget("b", 1000)];
    let all = (0..1000).map(|_| spend(ground, &budgets));
    let results = futures::future::join_all(all).await;
    assert_eq!(results.iter().filter(|r| r.is_ok()).count(), 7);
    assert_eq!(used(ground, "a").await, 7);
    assert_eq!(used(ground, "b").await, 7);
}

pub async fn nothing_is_taken_when_one_budget_is_empty(ground: &Ground) {
    spend(ground, &[budget("empty", 1)]).await.expect("one");
    ground.clock.forward_s(20);
    let refused = spend(ground, &[budget("full", 5), budget("empty", 1)]).await;
    assert_eq!(refused, Err((1, 40_000)));
    assert_eq!(used(ground, "full").await, 0);
}

pub async fn a_window_begins_anew_when_it_is_over(ground: &Ground) {
    let one = [budget("gap", 1)];
    spend(ground, &one).await.expect("first");
    ground.clock.forward_s(59);
    assert_eq!(spend(ground, &one).await, Err((0, 1000)));
    ground.clock.forward_s(1);
    spend(ground, &one).await.expect("second");
    assert!(spend(ground, &one).await.is_err());
}

pub async fn a_refund_gives_back_what_was_taken(ground: &Ground) {
    let one = [budget("gap", 1)];
    spend(ground, &one).await.expect("first");
    ground
        .campus
        .books
        .enter(&Refund(&one))
        .await
        .expect("books");
    spend(ground, &one).await.expect("again at once");
}

async fn guess(ground: &Ground) -> Result<u32, Millis> {
    let guess = Guess {
        buckets: &[("account:X".to_owned(), lockout::ACCOUNT)],
        now: ground.clock.now(),
    };
    let turn = ground.campus.books.enter(&guess).await.expect("books");
    turn.map_err(|held| held.wait)
}

pub async fn a_thousand_guesses_at_once_are_five(ground: &Ground) {
    let all = (0..1000).map(|_| guess(ground));
    let results = futures::future::join_all(all).await;
    assert_eq!(results.iter().filter(|r| r.is_ok()).count(), 5);
    assert!(results.iter().all(|r| matches!(r, Ok(_) | Err(30_000))));
}

pub async fn a_wait_doubles_and_a_right_guess_clears_it(ground: &Ground) {
    for left in [4, 3, 2, 1, 0] {
        assert_eq!(guess(ground).await, Ok(left));
    }
    assert_eq!(guess(ground).await, Err(30_000));
    ground.clock.forward_s(30);
    assert_eq!(guess(ground).await, Ok(0));
    assert_eq!(guess(ground).await, Err(60_000));
    let cleared = ["account:X".to_owned()];
    let forgiven = Forgiven {
        cleared: &cleared,
        lessened: &[],
        now: ground.clock.now(),
    };
    ground.campus.books.enter(&forgiven).await.expect("books");
    assert_eq!(guess(ground).await, Ok(4));
}
