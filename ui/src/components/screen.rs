use menhu_protocol::Failure;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::{Button, DeskLine, Icon, Look, Shape};
use crate::app::use_app;
use crate::host::{back, document};
use crate::sentence;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// `D-02`: printed, so that somebody on the telephone can say where they are.
    pub number: AttrValue,
    /// The same for programs: `signin-code`.
    pub name: AttrValue,
    pub title: AttrValue,
    /// At most two lines below the title.
    #[prop_or_default]
    pub help: Option<AttrValue>,
    /// This step and how many there are.
    #[prop_or_default]
    pub step: Option<(u8, u8)>,
    #[prop_or_default]
    pub back: Option<Callback<()>>,
    #[prop_or_default]
    pub failure: Option<Failure>,
    /// The sentence of the failure where the screen knows a better one than [`sentence::failure`].
    #[prop_or_default]
    pub wording: Option<AttrValue>,
    /// Sends the request that failed once more.
    #[prop_or_default]
    pub retry: Option<Callback<()>>,
    /// What else has to be said where the message stands.
    #[prop_or_default]
    pub notice: Html,
    #[prop_or_default]
    pub children: Children,
}

/// One screen: the way back, the step, the title, the message, and what is asked.
#[component]
pub fn Screen(props: &Props) -> Html {
    let app = use_app();
    let words = &app.words;
    let (heading, message) = (use_node_ref(), use_node_ref());
    {
        let (heading, title) = (heading.clone(), props.title.clone());
        // The title may change with the language; only another screen takes the focus.
        use_effect_with(props.number.clone(), move |_| {
            document::arrive(&title, heading.cast::<HtmlElement>().as_ref());
        });
    }
    {
        let message = message.clone();
        use_effect_with(props.failure.clone(), move |failure| {
            if failure.is_some()
                && let Some(message) = message.cast::<HtmlElement>()
            {
                document::reveal(&message);
            }
        });
    }
    use_effect_with(props.back.clone(), |way| back::set(way.clone()));
    let failure = props.failure.as_ref().map(|failure| {
        let retry = props
            .retry
            .clone()
            .filter(|_| sentence::can_retry(failure));
        let said = props.wording.clone();
        let said = said.unwrap_or_else(|| sentence::failure(words, failure).into());
        html! {
            <div class="notice bad">
                <Icon shape={Shape::CircleAlert} />
                <div class="notice-body">
                    <p>{ said }</p>
                    if let Some(retry) = retry {
                        <Button id="retry" look={Look::Outlined} icon={Shape::Refresh} label={words.say("retry")} on_press={retry} />
                    }
                    <DeskLine />
                </div>
            </div>
        }
    });
    html! {
        <main class="screen" data-screen={props.number.clone()} data-name={props.name.clone()}>
            if props.back.is_some() || props.step.is_some() {
                <div class="screen-top">
                    if let Some(back) = props.back.clone() {
                        <Button id="back" look={Look::Quiet} icon={Shape::ArrowLeft} label={words.say("back")} on_press={back} />
                    }
                    if let Some((n, of)) = props.step {
                        <p class="step note">{ words.say_with("step-line", &[("n", &n.to_string()), ("of", &of.to_string())]) }</p>
                    }
                </div>
            }
            <h1 tabindex="-1" ref={heading}>{ props.title.clone() }</h1>
            if let Some(help) = &props.help { <p class="help">{ help.clone() }</p> }
            <div id="message" role="alert" ref={message}>{ failure }{ props.notice.clone() }</div>
            { props.children.clone() }
            <p class="number">{ props.number.clone() }</p>
        </main>
    }
}
