use gloo_timers::callback::Interval;
use menhu_protocol::Millis;
use yew::prelude::*;

use crate::host::clock;

/// How often a countdown is drawn, ms.
const TICK_MS: u32 = 1000;

/// The time of now, anew each second while the component is there.
#[hook]
pub fn use_now() -> Millis {
    let now = use_state(clock::now);
    {
        let now = now.clone();
        use_effect_with((), move |()| {
            let interval = Interval::new(TICK_MS, move || now.set(clock::now()));
            move || drop(interval)
        });
    }
    *now
}
