//! `brand FILE`: a campus's own build of the app, for all systems: its name and icon, its identifier, its
//! campus pinned. Nothing in the repository changes; what is made lies in the target directory under
//! `brand/<slug>/`, and Tauri's program is told of it (docs/PLATFORMS.md, "A campus's own build").

mod apple;
mod files;
mod linux;
mod recipe;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::icons;
use crate::tree::Tree;
use recipe::Recipe;

#[derive(clap::Args)]
pub struct Ask {
    /// The campus's wishes, TOML; docs/brand.example.toml says which there are.
    file: PathBuf,
}

pub fn run(tree: &Tree, ask: &Ask) -> Result<()> {
    let recipe = read(&ask.file)?;
    let folder = tree.target.join("brand").join(recipe.slug());
    // What an earlier recipe asked for and this one does not must not lie about.
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())?;
    }
    write(&folder, &recipe)?;
    let drawn = folder.join("icons");
    icons::all(tree, &recipe.icon, &drawn)?;
    icons::android(&drawn, &folder.join("android/res"))?;
    println!("{}", files::how_to(&folder));
    Ok(())
}

fn read(file: &Path) -> Result<Recipe> {
    let text = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let beside = file.parent().unwrap_or(Path::new("."));
    match Recipe::read(&text, beside) {
        Ok(recipe) => Ok(recipe),
        Err(wrong) => bail!("{}:\n  {}", file.display(), wrong.join("\n  ")),
    }
}

/// Writes everything but the icons.
fn write(folder: &Path, recipe: &Recipe) -> Result<()> {
    for (name, text) in files::all(folder, recipe)? {
        let path = folder.join(&name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(())
}
