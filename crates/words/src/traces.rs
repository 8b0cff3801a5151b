//! From where an account was used, for its owner, alike in the app, on the campus's pages and in letters.
//! The wires and the books keep the fact: `Windows · Chrome`, `203.0.113.0/24`.

use super::Lexicon;

/// Stands between system and browser in a device's name.
pub const BETWEEN: &str = " · ";
/// A system that told no name.
pub const NO_SYSTEM: &str = "?";
/// A browser that told no name.
pub const NO_BROWSER: &str = "Web";
pub const WECHAT: &str = "WeChat";
pub const DINGTALK: &str = "DingTalk";
pub const HUAWEI: &str = "Huawei";

/// 「Android · 微信」 of `Android · WeChat`: what has a name of its own in the reader's language gets it,
/// and what told no name gets a word. A name a device gave itself, 「华为 P30」, stays as it is.
pub fn device(words: &Lexicon, name: &str) -> String {
    let Some((system, browser)) = name.split_once(BETWEEN) else {
        return name.to_owned();
    };
    let system = match system {
        NO_SYSTEM => words.say("device-unknown"),
        name => name.to_owned(),
    };
    let browser = match browser {
        NO_BROWSER => words.say("browser-unknown"),
        WECHAT => words.say("browser-wechat"),
        DINGTALK => words.say("browser-dingtalk"),
        HUAWEI => words.say("browser-huawei"),
        name => name.to_owned(),
    };
    [system, browser].join(BETWEEN)
}

/// 「203.0.113.*」 of `203.0.113.0/24`, 「2001:db8:1::」 of `2001:db8:1::/48`: the length of a mask says
/// nothing to its reader.
pub fn network(network: &str) -> String {
    let start = network.split('/').next().unwrap_or_default();
    match start.strip_suffix(".0") {
        Some(start) => format!("{start}.*"),
        None => start.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{device, network};
    use crate::{Lexicon, Tongue};

    #[test]
    fn a_browser_is_named_in_the_readers_language() {
        let [zh, en] = [Tongue::Zh, Tongue::En].map(Lexicon::of);
        for (fact, in_zh, in_en) in [
            ("Windows · Chrome", "Windows · Chrome", "Windows · Chrome"),
            ("Android · WeChat", "Android · 微信", "Android · WeChat"),
            ("Android · DingTalk", "Android · 钉钉", "Android · DingTalk"),
            (
                "HarmonyOS · Huawei",
                "HarmonyOS · 华为浏览器",
                "HarmonyOS · Huawei Browser",
            ),
            (
                "? · Web",
                "没有报名字的电脑或手机 · 浏览器",
                "A computer or phone without a name · a browser",
            ),
        ] {
            assert_eq!(device(&zh, fact), in_zh);
            assert_eq!(device(&en, fact), in_en);
        }
    }

    #[test]
    fn a_name_a_device_gave_itself_stays_as_it_is() {
        let words = Lexicon::of(Tongue::En);
        for name in ["华为 P30", "Huawei", "Web", "?", "", "书房 · Web · 旧"] {
            assert_eq!(device(&words, name), name);
        }
    }

    #[test]
    fn a_network_is_told_without_its_mask() {
        assert_eq!(network("203.0.113.0/24"), "203.0.113.*");
        assert_eq!(network("2001:db8:1::/48"), "2001:db8:1::");
        assert_eq!(network(""), "");
    }
}
