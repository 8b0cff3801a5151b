//! S-10 and A-06.

use menhu_protocol::api::release::Release;
use menhu_protocol::ipc::{Demand, Update, UpdatePhase, UpdateWay};
use menhu_protocol::{Code, Failure, Localized, Retry};

use super::{HOUR_MS, Sample, card, offline, updates};
use crate::host::clock;
use crate::remote::Remote;

const NEWER: &str = "0.2.0";
const BYTES: u64 = 48_211_000;

fn both(zh: &str, en: &str) -> Localized {
    Localized {
        zh: zh.into(),
        en: en.into(),
    }
}

fn update(newer: bool, way: UpdateWay) -> Update {
    Update {
        newest: Some(Release {
            version: NEWER.into(),
            bytes: BYTES,
            notes: both(
                "扫一扫在暗处也认得出。\n长辈版的字可以再大一些。",
                "The scanner reads codes in the dark.\nType can be larger.",
            ),
            added_at: clock::now() - 24 * HOUR_MS,
            signed: None,
        }),
        newer,
        read_at: Some(clock::now() - 3 * HOUR_MS),
        stale: None,
        way,
        phase: UpdatePhase::Idle,
        campus: card(),
    }
}

fn state(update: Update) -> updates::State {
    updates::State {
        update: Remote {
            value: Some(update),
            ..Remote::default()
        },
        ..updates::State::default()
    }
}

pub fn all() -> Vec<(&'static str, Sample)> {
    let here = || state(update(true, UpdateWay::InPlace));
    let failed = |code| updates::State {
        failure: Some(Failure::new(code).retry(Retry::Now)),
        ..here()
    };
    let page = |state, phase| Sample::Update(Box::new(state), phase);
    let idle = |state| page(state, UpdatePhase::Idle);
    let mut loading = updates::State::default();
    loading.update.asking = true;
    let fetching = UpdatePhase::Fetching {
        bytes: BYTES / 3,
        of: BYTES,
    };
    let ready = UpdatePhase::Ready {
        version: NEWER.into(),
    };
    let demand = Demand {
        version: NEWER.into(),
        from: "2026-12-01".into(),
        why: Some(both(
            "旧版本连不上学校新的登录系统。",
            "Older versions cannot reach the school's new sign-in.",
        )),
        due: true,
    };
    vec![
        ("update", idle(here())),
        ("update-page", idle(state(update(true, UpdateWay::Page)))),
        (
            "update-handed",
            idle(updates::State {
                handed: true,
                ..state(update(true, UpdateWay::Page))
            }),
        ),
        (
            "update-latest",
            idle(state(update(false, UpdateWay::InPlace))),
        ),
        (
            "update-none",
            idle(state(Update {
                newest: None,
                ..update(false, UpdateWay::Page)
            })),
        ),
        (
            "update-offline",
            idle(state(Update {
                stale: offline(),
                ..update(true, UpdateWay::InPlace)
            })),
        ),
        ("update-loading", idle(loading)),
        ("update-fetching", page(here(), fetching)),
        ("update-lost", idle(failed(Code::Offline))),
        ("update-ready", page(here(), ready)),
        ("update-forged", idle(failed(Code::UpdateForged))),
        ("update-damaged", idle(failed(Code::UpdateDamaged))),
        ("update-full", idle(failed(Code::StorageFull))),
        ("update-refused", idle(failed(Code::UpdateRefused))),
        ("too-old", Sample::TooOld(demand)),
    ]
}
