use yew::prelude::*;

use super::Notice;
use super::Tone;
use crate::app::use_app;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// One paragraph a line; the first is the heading of the text and is left out.
    pub body: AttrValue,
    pub version: AttrValue,
    /// What is different since the version agreed to before, one point a line.
    #[prop_or_default]
    pub changed: AttrValue,
}

/// A text to be agreed to, in the size of 长辈版 whatever the mode.
#[component]
pub fn Reading(props: &Props) -> Html {
    let words = use_app().words;
    html! {
        <article class="reading">
            <p class="note">{ words.say_with("text-version", &[("version", &props.version)]) }</p>
            if !props.changed.is_empty() {
                <Notice tone={Tone::Careful} text={words.say("text-changed")}>
                    <ul>{ for props.changed.lines().map(|point| html! { <li>{ point.to_owned() }</li> }) }</ul>
                </Notice>
            }
            { for props.body.lines().map(str::trim).filter(|p| !p.is_empty()).map(|p| html! { <p>{ p.to_owned() }</p> }) }
        </article>
    }
}
