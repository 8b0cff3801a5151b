use yew::prelude::*;

use crate::app::{self, App, use_app};
use crate::components::{Screen, framed};
use crate::shortcuts::{ALL, Shortcut};

#[component]
pub fn ShortcutsPage() -> Html {
    let app = use_app();
    framed(&app, screen(&app))
}

/// The screen; it has no state.
pub fn screen(app: &App) -> Html {
    let words = &app.words;
    let lines = ALL.iter().map(|shortcut| line(shortcut, app));
    html! {
        <Screen number="S-09" name="shortcuts" title={words.say("shortcuts")} help={words.say("shortcuts-help")} back={app.act.reform(|()| app::Action::Return)}>
            <dl class="facts card">{ for lines }</dl>
        </Screen>
    }
}

fn line(shortcut: &Shortcut, app: &App) -> Html {
    let words = &app.words;
    let ways = shortcut.ways(app.system).into_iter().enumerate().map(|(n, keys)| {
        html! {
            <>
                if n > 0 { <span class="note">{ words.say("shortcut-or") }</span> }
                <span class="nowrap">{ for keys.iter().map(|key| html! { <kbd>{ *key }</kbd> }) }</span>
            </>
        }
    });
    html! {
        <div class="fact">
            <dt>{ words.say(shortcut.words) }</dt>
            <dd class="keys">{ for ways }</dd>
        </div>
    }
}
