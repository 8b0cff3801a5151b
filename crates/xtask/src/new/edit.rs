//! Putting a line where it belongs in a file of ours. `None`: the file does not look as expected.

/// The text with one line end behind it.
pub fn ended(text: &str) -> String {
    format!("{}\n", text.trim_end())
}

/// A command's type into the first `command! { … }` of a group in `protocol::ipc`.
pub fn into_command_block(text: &str, line: &str) -> Option<String> {
    let open = text.find("\ncommand! {\n")?;
    let close = open + text[open..].find("\n}\n")? + 1;
    Some(format!("{}{line}{}", &text[..close], &text[close..]))
}

/// A command into the one list of all commands, behind the last one.
pub fn into_list(text: &str, typed: &str, name: &str) -> Option<String> {
    let list = text.find("macro_rules! commands")?;
    let close = list + text[list..].find("\n        }\n")? + 1;
    let line = format!("            {typed} => {name},\n");
    Some(format!("{}{line}{}", &text[..close], &text[close..]))
}

/// A body into a group of `client::commands`, before its tests.
pub fn with_body(text: &str, typed: &str, name: &str) -> String {
    let body = format!(
        "pub(super) async fn {name}(\n    core: &Core,\n    _: menhu_protocol::ipc::{typed},\n) -> Result<Done, Failure> {{\n    core.who()?;\n    Ok(Done {{}})\n}}\n"
    );
    match text.find("\n#[cfg(test)]\n") {
        Some(tests) => format!("{}\n{body}{}", &text[..tests], &text[tests..]),
        None => format!("{}\n{body}", ended(text)),
    }
}

/// A body's name into the `use` of its group in `client::commands`.
pub fn into_use(text: &str, group: &str, name: &str) -> Option<String> {
    let head = format!("\nuse {group}::{{");
    let at = text.find(&head)? + head.len();
    Some(format!("{}{name}, {}", &text[..at], &text[at..]))
}

#[cfg(test)]
mod tests {
    use super::{into_command_block, into_list, into_use, with_body};

    #[test]
    fn a_command_finds_its_place_in_each_file() {
        let types = "use x;\n\ncommand! {\n    a: A {} -> Done;\n}\n\nstruct B {\n}\n";
        let types = into_command_block(types, "    b: B {} -> Done;\n").expect("a block");
        assert!(types.contains("    a: A {} -> Done;\n    b: B {} -> Done;\n}\n"));

        let list = "macro_rules! commands {\n        $with! {\n            A => a,\n        }\n    };\n}\n";
        let list = into_list(list, "B", "b").expect("a list");
        assert!(list.contains("            A => a,\n            B => b,\n        }\n"));

        let body = with_body("fn a() {}\n\n#[cfg(test)]\nmod tests {}\n", "B", "b");
        let (body_at, tests_at) = (body.find("fn b("), body.find("#[cfg(test)]"));
        assert!(body_at.is_some() && body_at < tests_at);

        let used = into_use("use x;\nuse home::{a};\n", "home", "b");
        assert_eq!(used.as_deref(), Some("use x;\nuse home::{b, a};\n"));
    }

    #[test]
    fn a_file_that_looks_otherwise_is_left_alone() {
        assert_eq!(into_command_block("fn x() {}\n", ""), None);
        assert_eq!(into_list("fn x() {}\n", "B", "b"), None);
        assert_eq!(into_use("use home::a;\n", "home", "b"), None);
    }
}
