mod drive;

use menhu_protocol::ipc::{Scanner, Torch};
use yew::prelude::*;

use super::finder::Lens;
use super::pictures::Pictures;
use super::{Action, Sign, State};
use crate::app::{Words, use_app};
use crate::components::{Button, Choice, Look, Notice, Screen, Shape, Tone};
use crate::host::{camera, document};
use drive::{Drive, use_drive};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: State,
    pub act: Callback<Action>,
}

/// B-02: what the camera sees. On phones the camera lies behind the page, which is transparent there; on
/// computers its picture stands in the page.
#[component]
pub fn Viewfinder(props: &Props) -> Html {
    let words = use_app().words;
    let (state, act) = (&props.state, &props.act);
    let native = state.scanner == Scanner::Native;
    let video = use_node_ref();
    let drive = use_drive(state.scanner, &video, act);
    use_effect_with(native, |native| {
        document::see_through(*native);
        || document::see_through(false)
    });
    let finder = &state.finder;
    let album = if native { "scan-album" } else { "find-picture" };
    html! {
        <Screen
            number="B-02"
            name="campus-camera"
            title={words.say("camera-title")}
            help={(!native).then(|| words.say("camera-help"))}
            back={act.reform(|()| Action::Back)}
            failure={state.failure.clone()}
        >
            <div class={classes!("finder", finder.mirrored.then_some("mirrored"), finder.slow.then_some("slow"))}>
                if !native {
                    <video class="camera" ref={video} autoplay=true muted=true playsinline=true aria-label={words.say("camera-picture")}></video>
                    if !finder.running { <p class="loading" role="status">{ words.say("loading") }</p> }
                }
                <span class="sight" aria-hidden="true"></span>
            </div>
            <div class="stack">
                if finder.slow && state.failure.is_none() {
                    <div role="status"><Notice tone={Tone::Careful} text={words.say("scan-slow")} /></div>
                }
                <div class="finder-ways">
                    if finder.torch != Torch::Missing { { lamp(finder.torch, &drive, &words) } }
                    <Pictures state={state.clone()} act={act.clone()} label={words.say(album)} />
                    if finder.slow {
                        <Button id="by-address" label={words.say("scan-address")} on_press={act.reform(|()| Action::Back)} />
                    }
                </div>
                if finder.lenses.len() > 1 { { lenses(&finder.lenses, &drive, act, &words) } }
            </div>
        </Screen>
    }
}

fn lamp(torch: Torch, drive: &Drive, words: &Words) -> Html {
    let on = torch == Torch::On;
    let label = words.say(if on { "torch-dark" } else { "torch-light" });
    let drive = drive.clone();
    html! {
        <Button id="torch" look={Look::Outlined} icon={Shape::Flashlight} {label} on_press={move |()| drive.torch(!on)} />
    }
}

fn lenses(lenses: &[Lens], drive: &Drive, act: &Callback<Action>, words: &Words) -> Html {
    let choices = lenses.iter().enumerate().map(|(index, lens)| {
        let nth = (index + 1).to_string();
        let label = match lens.label.as_str() {
            "" => words.say_with("camera-nth", &[("n", &nth)]),
            label => label.to_owned(),
        };
        let (id, drive, act) = (lens.id.clone(), drive.clone(), act.clone());
        let choose = move |()| {
            camera::pick(id.clone());
            act.emit(Action::Finder(Sign::Stopped));
            drive.again();
        };
        html! { <Choice id={format!("lens-{nth}")} {label} chosen={lens.chosen} on_choose={choose} /> }
    });
    html! {
        <div class="stack" role="group" aria-label={words.say("camera-which")}>
            <p class="note">{ words.say("camera-which") }</p>
            { for choices }
        </div>
    }
}
