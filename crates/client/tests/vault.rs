//! The contract of a vault, on every vault there is. The desktop's keychain is a real one, asked by
//! several processes: the test runs itself again, on Linux inside a D-Bus session of its own with a
//! keyring daemon and a home of its own, on Windows as it is.

use menhu_client::vault::{MemoryVault, SECRET_LONGEST, Vault, VaultFault};
use menhu_protocol::values::Secret;

/// What every vault does.
fn contract(vault: &dyn Vault) {
    let (one, two) = (Secret::new("密码 one"), Secret::new("two"));
    let item = "example/person-1/refresh";
    assert_eq!(vault.read(item), Ok(None), "nothing was written");
    assert_eq!(vault.delete(item), Ok(()), "nothing to delete is no fault");

    assert_eq!(vault.write(item, &one), Ok(()));
    assert_eq!(vault.read(item), Ok(Some(one.clone())));
    assert_eq!(
        vault.read(item),
        Ok(Some(one)),
        "reading takes nothing away"
    );
    assert_eq!(vault.write(item, &two), Ok(()));
    assert_eq!(
        vault.read(item),
        Ok(Some(two.clone())),
        "the later one counts"
    );

    for other in ["example/person-1/refres", "example/person-2/refresh", ""] {
        assert_ne!(vault.read(other), Ok(Some(two.clone())), "{other:?}");
    }
    let other = "example/person-1/device-key";
    assert_eq!(vault.write(other, &Secret::new("key")), Ok(()));
    assert_eq!(vault.delete(item), Ok(()));
    assert_eq!(vault.read(item), Ok(None));
    assert_eq!(
        vault.read(other),
        Ok(Some(Secret::new("key"))),
        "only its own"
    );
    assert_eq!(vault.delete(other), Ok(()));

    let longest = Secret::new("密".repeat(SECRET_LONGEST));
    assert_eq!(vault.write(item, &longest), Ok(()));
    let longer = Secret::new("x".repeat(SECRET_LONGEST + 1));
    assert_eq!(vault.write(item, &longer), Err(VaultFault::TooLong));
    assert_eq!(vault.read(item), Ok(Some(longest)), "the one before stays");
    assert_eq!(vault.delete(item), Ok(()));

    std::thread::scope(|scope| {
        for n in 0..8 {
            scope.spawn(move || {
                let item = format!("example/person-{n}/refresh");
                let own = Secret::new(format!("token {n}"));
                assert_eq!(vault.write(&item, &own), Ok(()));
                assert_eq!(vault.read(&item), Ok(Some(own)));
                assert_eq!(vault.delete(&item), Ok(()));
            });
        }
    });
}

#[test]
fn memory_keeps_the_contract() {
    contract(&MemoryVault::default());
}

/// Names what the test shall do when it is run by itself.
#[cfg(any(target_os = "linux", target_os = "windows"))]
const ACT: &str = "MENHU_TEST_KEYCHAIN_ACT";
#[cfg(any(target_os = "linux", target_os = "windows"))]
const ITEM: &str = "example/person-1/kept";

#[cfg(any(target_os = "linux", target_os = "windows"))]
fn kept() -> Secret {
    Secret::new("kept over a restart")
}

/// What a process does with the desktop's keychain.
#[cfg(any(target_os = "linux", target_os = "windows"))]
fn act(act: &str) {
    let keychain = menhu_client::vault::Keychain::new();
    match act {
        "contract" => contract(&keychain),
        "write" => assert_eq!(keychain.write(ITEM, &kept()), Ok(())),
        "read" => assert_eq!(keychain.read(ITEM), Ok(Some(kept()))),
        "delete" => assert_eq!(keychain.delete(ITEM), Ok(())),
        "gone" => assert_eq!(keychain.read(ITEM), Ok(None)),
        other => panic!("{other} is no act"),
    }
}

#[cfg(target_os = "linux")]
mod desktop {
    use std::path::Path;
    use std::process::{Command, Stdio};

    use menhu_client::vault::{Keychain, Vault, VaultFault};

    use super::{ACT, ITEM, kept};

    /// What the test does inside the session.
    fn act(act: &str) {
        let keychain = Keychain::new();
        let kept = kept();
        match act {
            // Another program's item, or an older build's, with one attribute more than ours.
            "twin" => {
                let stale = "printf stale | secret-tool store --label=menhu service menhu \
                             username example/person-1/kept application old";
                let stored = Command::new("sh").args(["-c", stale]).status();
                assert!(stored.expect("libsecret-tools").success());
                assert_eq!(keychain.read(ITEM), Ok(None), "which is the newer?");
                assert_eq!(keychain.write(ITEM, &kept), Ok(()));
                assert_eq!(keychain.read(ITEM), Ok(Some(kept)));
            }
            "locked" => {
                assert_eq!(keychain.read(ITEM), Err(VaultFault::Locked));
                assert_eq!(keychain.write(ITEM, &kept), Err(VaultFault::Locked));
                assert_eq!(keychain.delete(ITEM), Err(VaultFault::Locked));
            }
            "missing" => {
                assert_eq!(keychain.read(ITEM), Err(VaultFault::Missing));
                assert_eq!(keychain.write(ITEM, &kept), Err(VaultFault::Missing));
            }
            other => super::act(other),
        }
    }

    enum Session {
        Unlocked,
        Locked,
        /// A bus on which nobody offers a keychain.
        Bare,
        /// No bus at all.
        None,
    }

    /// A bus that starts no service by itself.
    const BARE_BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>
<policy context="default"><allow send_destination="*"/><allow own="*"/><allow eavesdrop="true"/></policy>
</busconfig>"#;

    /// Seconds; a keychain that asks somebody who is not there would ask for ever.
    const LONGEST: &str = "60";

    /// Runs this very test again, inside a session.
    fn play(test: &str, name: &str, session: &Session, home: &Path) {
        let own = std::env::current_exe().expect("a path");
        let again = format!("exec '{}' --exact '{test}' --nocapture", own.display());
        let daemon = |password: &str| {
            format!(
                "printf {password} | gnome-keyring-daemon --unlock --components=secrets; {again}"
            )
        };
        let config = home.join("bare-bus.conf");
        let (bus, script) = match session {
            Session::Unlocked => (vec!["dbus-run-session", "--"], daemon("pw")),
            // With another password, the keyring that is there stays shut.
            Session::Locked => (vec!["dbus-run-session", "--"], daemon("no")),
            Session::Bare => {
                std::fs::write(&config, BARE_BUS).expect("written");
                let config = config.to_str().expect("plain");
                (
                    vec!["dbus-run-session", "--config-file", config, "--"],
                    again,
                )
            }
            Session::None => (vec!["env"], again),
        };
        let output = Command::new("timeout")
            .arg(LONGEST)
            .args(&bus)
            .args(["sh", "-c", &script])
            .env(ACT, name)
            .env("HOME", home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_RUNTIME_DIR", home)
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("DBUS_SESSION_BUS_ADDRESS", "disabled:")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .stdin(Stdio::null())
            .output()
            .expect("coreutils");
        assert!(
            output.status.success(),
            "{name}: {}\n{}\n{}",
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
    }

    #[test]
    fn keychain_keeps_the_contract_over_sessions_and_says_when_it_is_locked_or_missing() {
        if let Ok(name) = std::env::var(ACT) {
            return act(&name);
        }
        let test = "desktop::keychain_keeps_the_contract_over_sessions_and_says_when_it_is_locked_or_missing";
        let home = tempfile::TempDir::new().expect("a home");
        let play = |name, session| play(test, name, &session, home.path());
        play("contract", Session::Unlocked);
        play("write", Session::Unlocked);
        play("read", Session::Unlocked);
        play("locked", Session::Locked);
        play("read", Session::Unlocked);
        play("twin", Session::Unlocked);
        play("read", Session::Unlocked);
        play("missing", Session::None);
        play("missing", Session::Bare);
        play("read", Session::Unlocked);
    }
}

#[cfg(target_os = "windows")]
mod credential_manager {
    use std::process::{Command, Stdio};

    use menhu_client::vault::{Keychain, Vault};
    use menhu_protocol::values::Secret;

    use super::{ACT, ITEM, act, kept};

    /// Runs the test `test` again, for one act, in another process.
    fn play(test: &str, name: &str) {
        let again = Command::new(std::env::current_exe().expect("a path"))
            .args(["--exact", test, "--nocapture"])
            .env(ACT, name)
            .stdin(Stdio::null())
            .output()
            .expect("this very program");
        assert!(
            again.status.success(),
            "{name}: {}\n{}\n{}",
            again.status,
            String::from_utf8_lossy(&again.stdout),
            String::from_utf8_lossy(&again.stderr),
        );
    }

    #[test]
    fn credential_manager_keeps_the_contract_and_gives_another_process_what_one_wrote() {
        if let Ok(name) = std::env::var(ACT) {
            return act(&name);
        }
        let test = "credential_manager::credential_manager_keeps_the_contract_and_gives_another_process_what_one_wrote";
        for name in ["contract", "write", "read", "read", "delete", "gone"] {
            play(test, name);
        }
    }

    /// An older build may have left the same name with another persistence, or as raw bytes.
    #[test]
    fn what_stood_there_before_never_shadows_what_was_written() {
        let keychain = Keychain::new();
        let item = format!("{ITEM}-before");
        assert_eq!(keychain.read(&item), Ok(None));
        let roaming = keyring_core::Entry::new("menhu", &item).expect("an entry");
        roaming.set_password("stale").expect("written");
        assert_eq!(keychain.write(&item, &kept()), Ok(()));
        assert_eq!(keychain.read(&item), Ok(Some(kept())));

        roaming.set_secret(b"odd").expect("written");
        assert_eq!(keychain.read(&item), Ok(None), "no text, and no fault");
        assert_eq!(keychain.write(&item, &Secret::new("after")), Ok(()));
        assert_eq!(keychain.read(&item), Ok(Some(Secret::new("after"))));
        assert_eq!(keychain.delete(&item), Ok(()));
        assert_eq!(keychain.read(&item), Ok(None));
    }
}
