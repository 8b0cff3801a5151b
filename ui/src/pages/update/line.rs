use menhu_protocol::ipc::{Update, UpdateRead};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::app::{Action, Place, use_app};
use crate::components::{Notice, Row, Shape, Tone};
use crate::host;

use super::day;
/// On the home page, when the campus has a newer version or will soon ask for one. Quiet: it is not in
/// the way, and nothing is asked that the core has not left for a day.
#[component]
pub fn UpdateLine() -> Html {
    let app = use_app();
    let update = use_state(|| None::<Update>);
    {
        let (update, signed_in) = (update.clone(), app.signed_in);
        use_effect_with((), move |()| {
            if signed_in {
                spawn_local(async move {
                    // Whoever cannot be asked today is asked tomorrow.
                    update.set(host::call(UpdateRead { asked: false }).await.ok());
                });
            }
        });
    }
    let words = &app.words;
    let open = app.act.reform(|()| Action::Aside(Place::Update));
    let demand = app.campus.as_ref().and_then(|card| card.demand.as_ref());
    let soon = demand.filter(|demand| !demand.due).map(|demand| {
        let facts: &[(&str, &str)] = &[
            ("day", &day(words, &demand.from)),
            ("version", &demand.version),
        ];
        let why = demand.why.as_ref().map(|why| words.pick(why).to_owned());
        html! {
            <Notice tone={Tone::Careful} text={words.say_with("update-soon", facts)}>
                if let Some(why) = why.filter(|why| !why.is_empty()) { <p>{ why }</p> }
            </Notice>
        }
    });
    let newer = update.as_ref().filter(|update| update.newer);
    let version = newer.and_then(|update| update.newest.as_ref());
    let line = match (version, demand) {
        (Some(release), _) => {
            Some(words.say_with("update-notice", &[("version", &release.version)]))
        }
        (None, Some(_)) => Some(words.say("update-title")),
        (None, None) => None,
    };
    html! {
        <>
            { soon }
            if let Some(label) = line {
                <div class="rows"><Row id="open-update" icon={Shape::Download} {label} on_press={open} /></div>
            }
        </>
    }
}
