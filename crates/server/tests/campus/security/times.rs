//! security.md §3, class 20: whatever the clock says, what is good for so long is good for so long.

use menhu_protocol::Clock as _;
use menhu_protocol::api::security::PhoneProve;

use super::*;
use crate::api::people::{CHEN, code, phone};
use menhu_protocol::api::security::PhoneSend;

const STARTS: [&str; 7] = [
    "1970-01-01T00:00:00Z",
    "2026-02-28T23:59:59Z",
    "2028-02-29T12:00:00Z",
    "2026-12-31T23:59:59Z",
    // Around the end of 32-bit seconds.
    "2038-01-19T03:14:07Z",
    "2106-02-07T06:28:15Z",
    "9999-12-31T12:00:00Z",
];

fn millis(text: &str) -> Millis {
    let at = time::OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339);
    at.expect("a time").unix_timestamp() * 1000
}

#[tokio::test]
async fn codes_and_links_live_as_long_on_every_day_of_every_year() {
    for start in STARTS {
        for (wait, good) in [(7_199, true), (7_201, false)] {
            let ground = Ground::on(None, |_| {}).await;
            ground.clock.set(millis(start));
            ground
                .import(&menhu_testkit::roster_csv(menhu_testkit::PEOPLE))
                .await;
            let me = Insider::first(&ground, CHEN).await;
            me.mail_send(MAIL).await.expect("sent");
            let link = link_to(&ground, MAIL).await.expect("a link");
            let send = PhoneSend {
                phone: phone(NEW_PHONE),
            };
            me.ask(&send).await.expect("sent");
            let digits = ground.code_to(NEW_E164).await.expect("an SMS");
            ground.clock.forward_s(if good { 299 } else { 301 });
            let prove = PhoneProve {
                code: code(&digits),
            };
            assert_eq!(me.ask(&prove).await.is_ok(), good, "a code, {start}");
            ground.clock.set(millis(start) + wait * 1000);
            assert_eq!(press(&ground, &link).await.is_ok(), good, "a link, {start}");
        }
    }
}

#[tokio::test]
async fn a_clock_that_was_put_back_ends_nothing_and_faults_nothing() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await;
    me.mail_send(MAIL).await.expect("sent");
    let link = link_to(&ground, MAIL).await.expect("a link");
    ground.clock.set(ground.clock.now() - 3_600_000);
    me.read().await;
    press(&ground, &link).await.expect("bound");
    assert_eq!(
        person(&ground, CHEN).await.mail.expect("a mail").as_str(),
        MAIL
    );
}
