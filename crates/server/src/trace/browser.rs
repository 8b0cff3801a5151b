//! System and browser by `User-Agent`, by their own names. What a browser says of itself is believed as
//! far as a name goes: nothing is allowed or refused by it.

use menhu_words::traces::{DINGTALK, HUAWEI, NO_BROWSER, NO_SYSTEM, WECHAT};

/// The first mark that is found names the system. HarmonyOS 2 to 4 says "Android" too, iOS says "Mac OS X",
/// Android says "Linux".
const SYSTEMS: &[(&str, &str)] = &[
    ("OpenHarmony", "HarmonyOS"),
    ("HarmonyOS", "HarmonyOS"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// The first mark that is found names the browser. Everything says "Safari", most say "Chrome".
const BROWSERS: &[(&str, &str)] = &[
    // The app, where nobody is signed in yet: the name of the device is told at sign-in.
    ("Menhu/", "Menhu"),
    ("MicroMessenger", WECHAT),
    ("DingTalk", DINGTALK),
    ("HuaweiBrowser", HUAWEI),
    ("QIHU", "360"),
    ("360SE", "360"),
    ("360EE", "360"),
    ("MQQBrowser", "QQ"),
    ("QQBrowser", "QQ"),
    ("UCBrowser", "UC"),
    ("Quark", "Quark"),
    ("MiuiBrowser", "Xiaomi"),
    ("VivoBrowser", "vivo"),
    ("HeyTapBrowser", "OPPO"),
    ("SamsungBrowser", "Samsung"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Trident", "IE"),
    ("MSIE", "IE"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
];

/// `(system, browser)`.
pub(super) fn of(agent: &str) -> (&'static str, &'static str) {
    let named = |table: &[(&str, &'static str)], other| {
        table
            .iter()
            .find(|(mark, _)| agent.contains(mark))
            .map_or(other, |(_, name)| *name)
    };
    (named(SYSTEMS, NO_SYSTEM), named(BROWSERS, NO_BROWSER))
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn browsers_are_known_by_what_they_really_send() {
        for (agent, known) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
                ("Windows", "Chrome"),
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36 Edg/124.0.0.0",
                ("Windows", "Edge"),
            ),
            (
                "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/78.0.3904.108 Safari/537.36 QIHU 360SE",
                ("Windows", "360"),
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko",
                ("Windows", "IE"),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
                ("iPhone", "Safari"),
            ),
            (
                "Mozilla/5.0 (Linux; Android 12; HarmonyOS; NOH-AN00) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0.4844.88 HuaweiBrowser/13.0.6.302 Mobile Safari/537.36",
                ("HarmonyOS", "Huawei"),
            ),
            (
                "Mozilla/5.0 (Linux; U; Android 5.1.1; zh-cn; vivo X7) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/37.0.0.0 MQQBrowser/7.0 Mobile Safari/537.36",
                ("Android", "QQ"),
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0",
                ("Linux", "Firefox"),
            ),
            ("curl/8.5.0", ("?", "Web")),
        ] {
            assert_eq!(of(agent), known, "{agent}");
        }
    }
}
