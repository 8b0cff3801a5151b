use menhu_protocol::ipc::LinkOpen;
use yew::prelude::*;

use super::{Icon, Shape};
use crate::app::use_app;
use crate::host;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// The campus's desk, where it is not the one the app wears yet.
    #[prop_or_default]
    pub desk: Option<menhu_protocol::Desk>,
    #[prop_or_default]
    pub hours: bool,
}

/// Whom to call when nothing helps: the number is a button that dials where something can.
#[component]
pub fn DeskLine(props: &Props) -> Html {
    let app = use_app();
    let worn = app.campus.as_ref().map(|card| &card.manifest.desk);
    let Some(desk) = props.desk.as_ref().or(worn) else {
        return Html::default();
    };
    let phone = desk.phone.clone();
    let dial = Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        let url = format!("tel:{phone}");
        wasm_bindgen_futures::spawn_local(async move {
            // Where nothing can dial, the number is there to be read.
            let _ = host::call(LinkOpen { url }).await;
        });
    });
    html! {
        <p class="desk">
            <a href={format!("tel:{}", desk.phone)} onclick={dial}>
                <Icon shape={Shape::Phone} />
                <span>{ app.words.say("desk") }{ " " }<span class="nowrap">{ desk.phone.clone() }</span></span>
            </a>
            if props.hours { <span class="note">{ app.words.pick(&desk.hours).to_owned() }</span> }
        </p>
    }
}
