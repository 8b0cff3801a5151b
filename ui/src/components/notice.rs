use yew::prelude::*;

use super::{Icon, Shape};

/// What a notice means: a word, an icon and a colour together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Plain,
    Good,
    Careful,
    Bad,
}

#[derive(Properties, PartialEq)]
pub struct Props {
    pub tone: Tone,
    pub text: AttrValue,
    #[prop_or_default]
    pub children: Children,
}

/// A sentence that stands apart, with what can be done about it below.
#[component]
pub fn Notice(props: &Props) -> Html {
    let (class, shape) = match props.tone {
        Tone::Plain => ("notice", Shape::Info),
        Tone::Good => ("notice good", Shape::CircleCheck),
        Tone::Careful => ("notice careful", Shape::TriangleAlert),
        Tone::Bad => ("notice bad", Shape::CircleAlert),
    };
    html! {
        <div {class}>
            <Icon {shape} />
            <div class="notice-body">
                <p>{ props.text.clone() }</p>
                { props.children.clone() }
            </div>
        </div>
    }
}
