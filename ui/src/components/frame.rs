use yew::prelude::*;

use super::{Icon, Shape};
use crate::app::{Action, App, Place, use_app};

/// The named places of somebody who is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    Home,
    Settings,
}

#[derive(Properties, PartialEq)]
pub struct Props {
    pub tab: Tab,
    pub children: Children,
}

/// A page of the settings that is there before somebody is in, too: without the way to pages that are not.
pub fn framed(app: &App, page: Html) -> Html {
    match app.signed_in {
        true => html! { <Frame tab={Tab::Settings}>{ page }</Frame> },
        false => page,
    }
}

/// A page with its way to the other pages: a bar at the foot on phones, a rail at the side of wide
/// windows (look.md).
#[component]
pub fn Frame(props: &Props) -> Html {
    let app = use_app();
    let tab = |tab: Tab, id: &'static str, key: &str, shape: Shape, place: Place| {
        let act = app.act.clone();
        let here = props.tab == tab;
        html! {
            <button
                {id}
                type="button"
                class={classes!("tab", here.then_some("here"))}
                aria-current={here.then_some("page")}
                onclick={move |_| act.emit(Action::Go(place.clone()))}
            >
                <Icon {shape} />
                <span>{ app.words.say(key) }</span>
            </button>
        }
    };
    html! {
        <div class="frame">
            { props.children.clone() }
            <nav class="tabs" aria-label={app.words.say("tabs")}>
                { tab(Tab::Home, "home", "tab-home", Shape::House, Place::Home) }
                { tab(Tab::Settings, "open-settings", "tab-settings", Shape::Settings, Place::Settings) }
            </nav>
        </div>
    }
}
