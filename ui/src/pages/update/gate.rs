use menhu_protocol::ipc::{Demand, UpdateRead};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::app::{Action, App, Place, use_app};
use crate::components::{Button, DeskLine, Look, Notice, Screen, Tone};
use crate::host;

/// A-06 请先更新: the campus takes no app as old as this one. Nobody is signed out here.
#[component]
pub fn TooOld() -> Html {
    let app = use_app();
    {
        let act = app.act.clone();
        use_effect_with((), move |()| {
            spawn_local(async move {
                // The campus may have taken it back; then the app goes on where it was.
                if let Ok(update) = host::call(UpdateRead { asked: true }).await {
                    act.emit(Action::Campus(Box::new(update.campus)));
                }
            });
        });
    }
    let demand = app.campus.as_ref().and_then(|card| card.demand.clone());
    {
        let act = app.act.clone();
        use_effect_with(demand.is_some(), move |stands| {
            if !stands {
                act.emit(Action::Opened);
            }
        });
    }
    match demand {
        Some(demand) => gate(&demand, &app),
        None => Html::default(),
    }
}

pub fn gate(demand: &Demand, app: &App) -> Html {
    let words = &app.words;
    let help = words.say_with(
        "too-old-help",
        &[("version", &demand.version), ("own", &app.version)],
    );
    let why = demand.why.as_ref().map(|why| words.pick(why).to_owned());
    let update = app.act.reform(|()| Action::Aside(Place::Update));
    html! {
        <Screen number="A-06" name="too-old" title={words.say("too-old-title")} {help}>
            if let Some(why) = why.filter(|why| !why.is_empty()) {
                <Notice tone={Tone::Plain} text={why} />
            }
            if app.signed_in { <p>{ words.say("too-old-kept") }</p> }
            <Button id="go-update" look={Look::Filled} label={words.say("too-old-go")} on_press={update} />
            <DeskLine hours=true />
        </Screen>
    }
}
