use yew::prelude::*;

use super::{Action, State, Waiting};
use crate::app::use_app;
use crate::components::{Icon, Shape};
use crate::host::picture;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: State,
    pub act: Callback<Action>,
    pub label: AttrValue,
}

/// The way by a picture: chosen with this button, pasted or dropped anywhere while it is shown.
#[component]
pub fn Pictures(props: &Props) -> Html {
    let words = use_app().words;
    let taken = props.act.reform(|bytes: Option<Vec<u8>>| match bytes {
        Some(bytes) => Action::Picture(bytes),
        None => Action::PictureUnreadable,
    });
    {
        let taken = taken.clone();
        use_effect_with((), move |()| {
            let handed = picture::handed(taken);
            move || drop(handed)
        });
    }
    let chosen = Callback::from(move |event: Event| {
        picture::chosen(&event.target_unchecked_into(), taken.clone());
    });
    let busy = props.state.waiting.is_some();
    let label = if props.state.waiting == Some(Waiting::Picture) {
        words.say("waiting").into()
    } else {
        props.label.clone()
    };
    html! {
        <label class={classes!("button", "outlined", "file", busy.then_some("off"))}>
            <Icon shape={Shape::Image} />
            <span>{ label }</span>
            <input id="picture" type="file" accept="image/png,image/jpeg,image/webp,image/gif,image/bmp" disabled={busy} onchange={chosen} />
        </label>
    }
}
