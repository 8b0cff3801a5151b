//! `new-page` and `new-command`: a beginning in the house style that compiles and is tested.

mod edit;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

use crate::process;
use crate::tree::{Tree, cargo};

const PAGE: &str = include_str!("../templates/page.rs");
const PAGE_STATE: &str = include_str!("../templates/page_state.rs");
const PAGE_VIEW: &str = include_str!("../templates/page_view.rs");
const COMMAND_TEST: &str = include_str!("../templates/command_test.rs");

#[derive(clap::Args)]
pub struct PageAsk {
    /// In small letters, words joined by `_`: `news`, `lost_found`.
    name: String,
    /// The printed number of the screen, which no other screen has: `N-01`.
    #[arg(long)]
    number: String,
    /// The title in Chinese.
    #[arg(long)]
    zh: String,
    /// The title in English.
    #[arg(long)]
    en: String,
}

#[derive(clap::Args)]
pub struct CommandAsk {
    /// The file it goes to, in `protocol::ipc` and in `client::commands`: `home`.
    group: String,
    /// Noun first, in small letters, words joined by `_`: `notices_read`.
    name: String,
}

/// A page that reads something and shows it: state, view, words, test.
pub fn page(tree: &Tree, ask: &PageAsk) -> Result<()> {
    let name = snake(&ask.name)?;
    let pages = tree.at("ui/src/pages.rs");
    let folder = tree.at("ui/src/pages").join(name);
    ensure!(!folder.exists(), "ui/src/pages/{name}/ is there already");
    let used = fs::read_to_string(&pages)?;
    for file in crate::tree::files(&tree.at("ui/src"))? {
        let text = fs::read_to_string(&file)?;
        ensure!(
            !text.contains(&format!("number=\"{}\"", ask.number)),
            "{} is the number of another screen: {}",
            ask.number,
            file.display()
        );
    }

    let key = name.replace('_', "-");
    let fill = |text: &str| {
        text.replace("@Name@", &camel(name))
            .replace("@NUMBER@", &ask.number)
            .replace("@page@", &key)
    };
    fs::create_dir_all(&folder)?;
    fs::write(folder.with_extension("rs"), fill(PAGE))?;
    fs::write(folder.join("state.rs"), fill(PAGE_STATE))?;
    fs::write(folder.join("view.rs"), fill(PAGE_VIEW))?;
    fs::write(&pages, format!("{}pub mod {name};\n", edit::ended(&used)))?;
    for (language, title) in [("zh-CN", &ask.zh), ("en", &ask.en)] {
        let path = tree
            .at("crates/words/locales")
            .join(language)
            .join("app.ftl");
        let words = fs::read_to_string(&path)?;
        fs::write(
            &path,
            format!("{}\n{key}-title = {title}\n", edit::ended(&words)),
        )?;
    }
    format(tree, "menhu-ui")?;
    println!(
        "new-page: ui/src/pages/{name}.rs; give it a `Place` in ui/src/app/state.rs to be reached"
    );
    Ok(())
}

/// A command without fields that answers whoever is in: type, place in the list, body, test.
pub fn command(tree: &Tree, ask: &CommandAsk) -> Result<()> {
    let (group, name) = (snake(&ask.group)?, snake(&ask.name)?);
    let typed = camel(name);
    let list = tree.at("crates/protocol/src/ipc.rs");
    ensure!(
        !fs::read_to_string(&list)?.contains(&format!("=> {name},")),
        "{name} is a command already"
    );
    let file = |folder: &str| tree.at(folder).join(format!("{group}.rs"));
    let (types, bodies) = (
        file("crates/protocol/src/ipc"),
        file("crates/client/src/commands"),
    );
    if !types.exists() || !bodies.exists() {
        bail!(
            "no group `{group}`: it needs {} and {}",
            types.display(),
            bodies.display()
        );
    }
    let dispatch = tree.at("crates/client/src/commands.rs");
    let tests = tree.at("crates/client/tests/outside");

    change(&types, |text| {
        edit::into_command_block(
            text,
            &format!("    {name}: {typed} {{}} -> crate::api::session::Done;\n"),
        )
    })?;
    change(&list, |text| edit::into_list(text, &typed, name))?;
    change(&bodies, |text| Some(edit::with_body(text, &typed, name)))?;
    change(&dispatch, |text| edit::into_use(text, group, name))?;
    fs::write(
        tests.join(format!("{name}.rs")),
        COMMAND_TEST
            .replace("@Name@", &typed)
            .replace("@name@", name),
    )?;
    change(&tests.join("main.rs"), |text| {
        Some(format!("{}mod {name};\n", edit::ended(text)))
    })?;
    format(tree, "menhu-protocol")?;
    format(tree, "menhu-client")?;
    println!(
        "new-command: {name} in {}; its body: {}",
        types.display(),
        bodies.display()
    );
    Ok(())
}

fn change(path: &Path, edit: impl FnOnce(&str) -> Option<String>) -> Result<()> {
    let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let changed =
        edit(&text).with_context(|| format!("{} does not look as expected", path.display()))?;
    fs::write(path, changed)?;
    Ok(())
}

fn format(tree: &Tree, package: &str) -> Result<()> {
    process::run(
        cargo()
            .args(["fmt", "--package", package])
            .current_dir(&tree.root),
    )
}

/// Checks a name: it becomes a file, a module and a key.
fn snake(name: &str) -> Result<&str> {
    let good = name.starts_with(|c: char| c.is_ascii_lowercase())
        && !name.ends_with('_')
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    ensure!(good, "`{name}` must be small letters, words joined by `_`");
    Ok(name)
}

/// `notices_read` → `NoticesRead`.
fn camel(name: &str) -> String {
    name.split('_')
        .map(|word| word[..1].to_ascii_uppercase() + &word[1..])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{camel, snake};

    #[test]
    fn names_become_files_and_types() {
        assert_eq!(camel("notices_read"), "NoticesRead");
        assert!(snake("lost_found").is_ok());
        for wrong in ["", "News", "lost-found", "_a", "a_", "../a", "新闻"] {
            assert!(snake(wrong).is_err(), "{wrong}");
        }
    }
}
