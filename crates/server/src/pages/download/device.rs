//! Which device asks, from its `User-Agent`, and whether the app runs there.

use crate::pages::frame::Frame;
use crate::release::Kind;

/// Android 7 is `minSdk` 24, the least of Tauri 2.12's Android project.
pub(super) const LEAST_ANDROID: u32 = 7;
/// `wasm` of the page needs what WebKit has since iOS 16 (issue 2).
pub(super) const LEAST_IOS: u32 = 16;
/// WebView2 runs on Windows 10 and newer.
pub(super) const LEAST_WINDOWS: u32 = 10;

const ANDROID: &[Kind] = &[Kind::Apk];
const IOS: &[Kind] = &[Kind::Ipa];
const WINDOWS: &[Kind] = &[Kind::Exe, Kind::Msi];
const MACOS: &[Kind] = &[Kind::Dmg];
const LINUX: &[Kind] = &[Kind::Deb, Kind::AppImage];
/// What each system installs from, in the order in which other devices stand on the page.
pub(super) const SYSTEMS: [&[Kind]; 5] = [ANDROID, IOS, WINDOWS, MACOS, LINUX];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum System {
    Android(Option<u32>),
    Ios(Option<u32>),
    /// HarmonyOS NEXT: no Android inside, so no APK.
    Harmony,
    Windows(Option<u32>),
    /// `or_ipad`: an iPad's Safari calls itself a Mac unless asked otherwise.
    Mac {
        or_ipad: bool,
    },
    Linux,
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Device {
    pub(super) system: System,
    pub(super) wechat: bool,
}

/// Whether a page is shown inside WeChat.
pub(crate) fn in_wechat(agent: &str) -> bool {
    agent.contains("MicroMessenger")
}

impl Device {
    pub(super) fn of(agent: &str) -> Self {
        Self {
            system: system_of(agent),
            wechat: in_wechat(agent),
        }
    }

    /// The files this device installs from, the best first.
    pub(super) fn kinds(self) -> &'static [Kind] {
        match self.system {
            System::Android(_) => ANDROID,
            System::Ios(_) => IOS,
            System::Windows(_) => WINDOWS,
            System::Mac { .. } => MACOS,
            System::Linux => LINUX,
            System::Harmony | System::Unknown => &[],
        }
    }

    pub(super) fn name(self, f: Frame<'_>) -> String {
        match self.system {
            System::Android(_) => f.say("web-device-android"),
            System::Ios(_) => f.say("web-device-ios"),
            System::Harmony => f.say("web-device-harmony"),
            System::Windows(_) => f.say("web-device-windows"),
            System::Mac { .. } => f.say("web-device-macos"),
            System::Linux => f.say("web-device-linux"),
            System::Unknown => f.say("web-device-other"),
        }
    }
}

fn system_of(agent: &str) -> System {
    // HarmonyOS 2–4 says "Android" as well and runs APKs; NEXT says "OpenHarmony" and does not.
    if agent.contains("OpenHarmony") || (agent.contains("ArkWeb") && !agent.contains("Android")) {
        System::Harmony
    } else if ["iPhone", "iPad", "iPod"]
        .iter()
        .any(|name| agent.contains(name))
    {
        // Since iOS 26 Safari freezes the system's number at 18 and tells its own.
        let system = number_after(agent, " OS ");
        let safari = number_after(agent, "Version/");
        System::Ios(system.max(safari))
    } else if agent.contains("Windows Phone") {
        System::Unknown
    } else if agent.contains("Android") {
        System::Android(number_after(agent, "Android "))
    } else if agent.contains("Windows NT") {
        System::Windows(number_after(agent, "Windows NT "))
    } else if agent.contains("Macintosh") {
        let safari = agent.contains("Version/") && !agent.contains("Chrome/");
        System::Mac { or_ipad: safari }
    } else if agent.contains("Linux") || agent.contains("X11") {
        System::Linux
    } else {
        System::Unknown
    }
}

/// The whole number that follows the first `mark`.
fn number_after(agent: &str, mark: &str) -> Option<u32> {
    let rest = agent.split_once(mark)?.1;
    let end = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    rest[..end].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Device, System};

    /// As browsers really send them.
    const AGENTS: &[(&str, System, bool)] = &[
        (
            "Mozilla/5.0 (Linux; Android 14; 23127PN0CC Build/UKQ1.230804.001) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.193 Mobile Safari/537.36",
            System::Android(Some(14)),
            false,
        ),
        (
            "Mozilla/5.0 (Linux; Android 10; ELE-AL00 Build/HUAWEIELE-AL00; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160117 MMWEBSDK/20240301 MMWEBID/1234 MicroMessenger/8.0.48.2580(0x28003036) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64",
            System::Android(Some(10)),
            true,
        ),
        (
            "Mozilla/5.0 (Linux; Android 6.0.1; OPPO R9s Build/MMB29M) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/44.0.2403.119 Mobile Safari/537.36",
            System::Android(Some(6)),
            false,
        ),
        (
            "Mozilla/5.0 (Linux; U; Android 5.1.1; zh-cn; vivo X7 Build/LMY47V) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/37.0.0.0 MQQBrowser/7.0 Mobile Safari/537.36",
            System::Android(Some(5)),
            false,
        ),
        (
            "Mozilla/5.0 (Linux; Android 7.0; FRD-AL00 Build/HUAWEIFRD-AL00) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/63.0.3239.111 Mobile Safari/537.36",
            System::Android(Some(7)),
            false,
        ),
        (
            "Mozilla/5.0 (Linux; Android 12; HarmonyOS; NOH-AN00; HMSCore 6.11.0.302) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0.4844.88 HuaweiBrowser/13.0.6.302 Mobile Safari/537.36",
            System::Android(Some(12)),
            false,
        ),
        (
            "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 Mobile HuaweiBrowser/5.0.4.300",
            System::Harmony,
            false,
        ),
        (
            "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 Mobile MicroMessenger/8.0.2.12 NetType/WIFI",
            System::Harmony,
            true,
        ),
        (
            "Mozilla/5.0 (Tablet; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1",
            System::Harmony,
            false,
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
            System::Ios(Some(17)),
            false,
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 15_8 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.6.6 Mobile/15E148 Safari/604.1",
            System::Ios(Some(15)),
            false,
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1",
            System::Ios(Some(26)),
            false,
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.49(0x18003137) NetType/4G Language/zh_CN",
            System::Ios(Some(16)),
            true,
        ),
        (
            "Mozilla/5.0 (iPad; CPU OS 12_5_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1.2 Mobile/15E148 Safari/604.1",
            System::Ios(Some(12)),
            false,
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1 Safari/605.1.15",
            System::Mac { or_ipad: true },
            false,
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
            System::Mac { or_ipad: false },
            false,
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/107.0.0.0 Safari/537.36 MicroMessenger/6.8.0(0x16080000) NetType/WIFI MiniProgramEnv/Mac MacWechat/WMPF XWEB/30817",
            System::Mac { or_ipad: false },
            true,
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36 Edg/124.0.0.0",
            System::Windows(Some(10)),
            false,
        ),
        (
            "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/78.0.3904.108 Safari/537.36 QIHU 360SE",
            System::Windows(Some(6)),
            false,
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/116.0.0.0 Safari/537.36 NetType/WIFI MicroMessenger/7.0.20.1781(0x6700143B) WindowsWechat(0x63090819) XWEB/9129 Flue",
            System::Windows(Some(10)),
            true,
        ),
        (
            "Mozilla/5.0 (Windows Phone 10.0; Android 6.0.1; Microsoft; Lumia 950) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/52.0.2743.116 Mobile Safari/537.36 Edge/15.15254",
            System::Unknown,
            false,
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0",
            System::Linux,
            false,
        ),
        (
            "Mozilla/5.0 (Android 13; Mobile; rv:125.0) Gecko/125.0 Firefox/125.0",
            System::Android(Some(13)),
            false,
        ),
        ("curl/8.5.0", System::Unknown, false),
        ("", System::Unknown, false),
    ];

    #[test]
    fn a_device_is_known_by_what_its_browser_says() {
        for (agent, system, wechat) in AGENTS {
            let device = Device::of(agent);
            assert_eq!(
                (device.system, device.wechat),
                (*system, *wechat),
                "{agent}"
            );
        }
    }
}
