//! Finding string literals in Rust and in templates. No parser: a key is one word in double quotes,
//! and a false find costs nothing.

/// A text in double quotes that could be a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    /// May hold `{…}` where something is put in.
    pub text: String,
    /// Stands as the first argument of `say(` or `say_with(`: must exist.
    pub is_said: bool,
}

/// Every literal that has the form of a key, with `{…}` allowed.
pub fn literals(source: &str) -> Vec<Literal> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = source[from..].find('"').map(|at| from + at) {
        let inside = open + 1;
        let Some(close) = source[inside..].find(['"', '\n']).map(|at| inside + at) else {
            break;
        };
        let text = &source[inside..close];
        if source[close..].starts_with('\n') || !is_key(text) {
            // Not a key: its closing quote may as well be the opening one of the next.
            from = inside;
            continue;
        }
        found.push(Literal {
            text: text.to_owned(),
            is_said: is_said(&source[..open]),
        });
        from = close + 1;
    }
    found
}

fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_{}".contains(c))
}

/// Whether what stands before the quote is `say(` or `say_with(`, perhaps over a line's end, perhaps
/// with `&` before the quote.
fn is_said(before: &str) -> bool {
    let Some(before) = before
        .trim_end_matches(['&', ' ', '\n', '\t', '\r'])
        .strip_suffix('(')
    else {
        return false;
    };
    ["say", "say_with"].into_iter().any(|verb| {
        before
            .strip_suffix(verb)
            .is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_'))
    })
}

#[cfg(test)]
mod tests {
    use super::literals;

    #[test]
    fn keys_are_found_in_rust_and_in_templates() {
        let source = r#"
            words.say("home-hello"); let x = format!("failure-{}", code);
            words.say_with(
                "code-left",
                &[("n", "4")],
            );
            <p title="{{ w.say("wait-title") }}">{{ w.say( "home-day" ) }}</p>
            essay("not-said"); println!("No key, this.");
        "#;
        let found = literals(source);
        let said: Vec<&str> = found
            .iter()
            .filter(|l| l.is_said)
            .map(|l| l.text.as_str())
            .collect();
        assert_eq!(said, ["home-hello", "code-left", "wait-title", "home-day"]);
        let plain: Vec<&str> = found
            .iter()
            .filter(|l| !l.is_said)
            .map(|l| l.text.as_str())
            .collect();
        assert_eq!(plain, ["failure-{}", "n", "not-said"]);
    }

    #[test]
    fn a_quote_that_is_never_closed_ends_the_search() {
        assert!(literals("say(\"home").is_empty());
        assert!(literals("'\"'\nsay(\"home\")").iter().any(|l| l.is_said));
    }
}
