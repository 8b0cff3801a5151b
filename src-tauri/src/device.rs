//! What this device is called in the list of devices: `Windows · DESKTOP-1`. Names of products are the
//! same in every language.

/// Longest name that is sent, characters; computers are named by people.
const LONGEST: usize = 60;

#[cfg(desktop)]
pub fn name() -> String {
    let system = match std::env::consts::OS {
        "windows" => "Windows",
        "macos" => "Mac",
        _ => "Linux",
    };
    named(system, &gethostname::gethostname().to_string_lossy())
}

#[cfg(target_os = "android")]
pub fn name() -> String {
    let model = std::process::Command::new("getprop")
        .arg("ro.product.model")
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default();
    named("Android", &model)
}

#[cfg(target_os = "ios")]
pub fn name() -> String {
    // Since iOS 16 an app is not told more than this.
    named("iPhone", "")
}

/// The system, and behind it the device's own name where there is one.
fn named(system: &str, device: &str) -> String {
    let device: String = device
        .trim()
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST)
        .collect();
    if device.is_empty() {
        return system.to_owned();
    }
    format!("{system} · {device}")
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, named};

    #[test]
    fn a_device_is_named_by_its_system_and_its_own_name() {
        assert_eq!(named("Windows", "DESKTOP-1"), "Windows · DESKTOP-1");
        assert_eq!(named("iPhone", " \n"), "iPhone");
        assert_eq!(named("Mac", "王老师的\u{7}电脑"), "Mac · 王老师的电脑");
        assert_eq!(
            named("Linux", &"长".repeat(500)).chars().count(),
            "Linux · ".chars().count() + LONGEST
        );
    }
}
