//! Android manifests as texts, and what becomes of several when an app is built: a small part of Google's
//! manifest merger, as far as our files use it (developer.android.com, "Merge multiple manifest files").

use anyhow::{Context, Result};
use roxmltree::{Document, Node};

const ANDROID: &str = "http://schemas.android.com/apk/res/android";
const TOOLS: &str = "http://schemas.android.com/tools";

/// What `tools:node` says the merger shall do with an element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rule {
    #[default]
    Merge,
    /// Our element stands alone.
    Replace,
    /// No such element, from whatever library.
    Remove,
}

#[derive(Clone, Debug)]
pub struct Feature {
    pub name: String,
    pub required: bool,
    rule: Rule,
}

/// A permission the app asks for.
#[derive(Clone, Debug)]
pub struct Permission {
    pub name: String,
    rule: Rule,
}

/// An activity, receiver, service or provider.
#[derive(Clone, Debug)]
pub struct Component {
    pub kind: String,
    /// With its package: `cn.menhu.app.MainActivity`.
    pub name: String,
    /// Whether other apps may call it; `None` when the file is silent about it.
    pub exported: Option<bool>,
    /// The permission a caller needs.
    pub guard: Option<String>,
    pub filters: Vec<Filter>,
    rule: Rule,
}

/// An intent filter.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub verified: bool,
    pub actions: Vec<String>,
    pub categories: Vec<String>,
    pub schemes: Vec<String>,
    pub hosts: Vec<String>,
}

#[derive(Clone, Debug, Default)]
pub struct Manifest {
    pub permissions: Vec<Permission>,
    pub features: Vec<Feature>,
    pub components: Vec<Component>,
    /// Attributes of `<application>`, without their namespace.
    pub application: Vec<(String, String)>,
}

impl Manifest {
    /// `package` is what names that begin with a dot belong to.
    pub fn parse(text: &str, package: &str) -> Result<Self> {
        let document = Document::parse(text).context("not XML")?;
        let mut found = Self::default();
        for node in document.root_element().children() {
            match node.tag_name().name() {
                "uses-permission" | "uses-permission-sdk-23" => {
                    found.permissions.push(Permission {
                        name: name(node)?,
                        rule: rule(node)?,
                    })
                }
                "uses-feature" => found.features.push(Feature {
                    name: name(node)?,
                    required: attribute(node, "required") != Some("false"),
                    rule: rule(node)?,
                }),
                "application" => {
                    found.application = node
                        .attributes()
                        .filter(|attribute| attribute.namespace() == Some(ANDROID))
                        .map(|attribute| (attribute.name().into(), attribute.value().into()))
                        .collect();
                    for node in node.children() {
                        if let Some(component) = component(node, package)? {
                            found.components.push(component);
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(found)
    }

    /// What the app is, when these libraries are built into it.
    pub fn merge(&self, libraries: &[Self]) -> Self {
        let all = || std::iter::once(self).chain(libraries);
        let mut merged = Self {
            application: self.application.clone(),
            ..Self::default()
        };
        for permission in all().flat_map(|one| &one.permissions) {
            let known = |list: &[Permission]| list.iter().any(|one| one.name == permission.name);
            let removed = self
                .permissions
                .iter()
                .any(|one| one.name == permission.name && one.rule == Rule::Remove);
            if !removed && !known(&merged.permissions) {
                merged.permissions.push(permission.clone());
            }
        }
        for feature in all().flat_map(|one| &one.features) {
            match merged
                .features
                .iter_mut()
                .find(|one| one.name == feature.name)
            {
                // What one of them requires is required, unless ours replaces it.
                Some(known) if known.rule == Rule::Merge => known.required |= feature.required,
                Some(_) => {}
                None => merged.features.push(feature.clone()),
            }
        }
        merged.features.retain(|one| one.rule != Rule::Remove);
        for component in all().flat_map(|one| &one.components) {
            match merged
                .components
                .iter_mut()
                .find(|one| one.name == component.name)
            {
                Some(known) if known.rule == Rule::Merge => {
                    known.exported = known.exported.or(component.exported);
                    known.filters.extend(component.filters.iter().cloned());
                }
                Some(_) => {}
                None => merged.components.push(component.clone()),
            }
        }
        merged.components.retain(|one| one.rule != Rule::Remove);
        merged
    }

    /// An attribute of `<application>`.
    pub fn says(&self, name: &str) -> Option<&str> {
        let found = self.application.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

fn component(node: Node, package: &str) -> Result<Option<Component>> {
    let kind = node.tag_name().name();
    if ![
        "activity",
        "activity-alias",
        "receiver",
        "service",
        "provider",
    ]
    .contains(&kind)
    {
        return Ok(None);
    }
    let name = name(node)?;
    let filters = node
        .children()
        .filter(|child| child.has_tag_name("intent-filter"))
        .map(filter);
    Ok(Some(Component {
        kind: kind.to_owned(),
        name: if name.starts_with('.') {
            format!("{package}{name}")
        } else {
            name
        },
        exported: attribute(node, "exported").map(|value| value == "true"),
        guard: attribute(node, "permission").map(ToOwned::to_owned),
        filters: filters.collect(),
        rule: rule(node)?,
    }))
}

fn filter(node: Node) -> Filter {
    let of = |tag: &str, name: &str| -> Vec<String> {
        node.children()
            .filter(|child| child.has_tag_name(tag))
            .filter_map(|child| attribute(child, name))
            .map(ToOwned::to_owned)
            .collect()
    };
    Filter {
        verified: attribute(node, "autoVerify") == Some("true"),
        actions: of("action", "name"),
        categories: of("category", "name"),
        schemes: of("data", "scheme"),
        hosts: of("data", "host"),
    }
}

fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attribute((ANDROID, name))
}

fn name(node: Node) -> Result<String> {
    let tag = node.tag_name().name();
    let name = attribute(node, "name").with_context(|| format!("<{tag}> has no name"))?;
    Ok(name.to_owned())
}

fn rule(node: Node) -> Result<Rule> {
    match node.attribute((TOOLS, "node")) {
        None | Some("merge") => Ok(Rule::Merge),
        Some("replace") => Ok(Rule::Replace),
        Some("remove") => Ok(Rule::Remove),
        // Guessing what it does to the list would defeat the list.
        Some(other) => anyhow::bail!("tools:node=\"{other}\" is not known to this test"),
    }
}
