//! Every fault a store can have, on the mock of `keyring-core`, and on stores that lie.

use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use keyring_core::api::{CredentialApi, CredentialStoreApi};
use keyring_core::{Credential, CredentialStore, Entry, Error, Result, mock};
use menhu_protocol::values::Secret;

use super::{Keychain, SERVICE};
use crate::vault::{SECRET_LONGEST, Vault, VaultFault};

const ITEM: &str = "example/person-1/refresh";
const TWIN: &str = "a twin of it";

/// A keychain over the mock, with `before` in it.
struct Bench {
    store: Arc<CredentialStore>,
    keychain: Keychain,
}

fn bench() -> Bench {
    let store: Arc<CredentialStore> = mock::Store::new().expect("a mock");
    let keychain = Keychain::over(Arc::clone(&store));
    assert_eq!(keychain.write(ITEM, &Secret::new("before")), Ok(()));
    Bench { store, keychain }
}

impl Bench {
    fn entry(&self, key: &str) -> Entry {
        self.store.build(SERVICE, key, None).expect("an entry")
    }

    /// The next call on the item ends with `error`.
    fn fails_once(&self, error: Error) {
        let entry = self.entry(ITEM);
        let cred: &mock::Cred = entry.as_any().downcast_ref().expect("the mock's");
        cred.set_error(error);
    }

    fn twins(&self) -> Error {
        Error::Ambiguous(vec![self.entry(ITEM), self.entry(TWIN)])
    }

    /// What stands there, past our own code.
    fn there(&self, key: &str) -> Option<String> {
        self.entry(key).get_password().ok()
    }
}

fn cause() -> keyring_core::error::PlatformError {
    Box::new(std::io::Error::other("a fault"))
}

#[test]
fn every_fault_of_a_store_has_its_name_and_deletes_nothing() {
    let no_access = if cfg!(target_os = "windows") {
        VaultFault::Missing
    } else {
        VaultFault::Locked
    };
    let faults: [(fn() -> Error, VaultFault); 6] = [
        (|| Error::NoStorageAccess(cause()), no_access),
        (|| Error::NoDefaultStore, VaultFault::Missing),
        (
            || Error::NotSupportedByStore("a mock".to_owned()),
            VaultFault::Missing,
        ),
        (
            || Error::TooLong("password".to_owned(), 2560),
            VaultFault::TooLong,
        ),
        (|| Error::PlatformFailure(cause()), VaultFault::Other),
        (
            || Error::BadStoreFormat("a mock".to_owned()),
            VaultFault::Other,
        ),
    ];
    for (error, fault) in faults {
        let bench = bench();
        bench.fails_once(error());
        assert_eq!(bench.keychain.read(ITEM), Err(fault));
        bench.fails_once(error());
        assert_eq!(
            bench.keychain.write(ITEM, &Secret::new("after")),
            Err(fault)
        );
        bench.fails_once(error());
        assert_eq!(bench.keychain.delete(ITEM), Err(fault));
        assert_eq!(bench.keychain.read(ITEM), Ok(Some(Secret::new("before"))));
    }
}

#[test]
fn what_cannot_be_decrypted_is_not_there_and_the_next_write_replaces_it() {
    let faults: [fn() -> Error; 2] = [
        || Error::BadDataFormat(vec![1], cause()),
        || Error::BadEncoding(vec![0x80]),
    ];
    for error in faults {
        let bench = bench();
        bench.fails_once(error());
        assert_eq!(bench.keychain.read(ITEM), Ok(None));
        assert_eq!(bench.there(ITEM).as_deref(), Some("before"), "not deleted");
        assert_eq!(bench.keychain.write(ITEM, &Secret::new("after")), Ok(()));
        assert_eq!(bench.keychain.read(ITEM), Ok(Some(Secret::new("after"))));
    }
}

#[test]
fn an_empty_read_deletes_and_writes_nothing() {
    let bench = bench();
    bench.fails_once(Error::NoEntry);
    assert_eq!(bench.keychain.read(ITEM), Ok(None));
    assert_eq!(bench.there(ITEM).as_deref(), Some("before"));
}

#[test]
fn the_longest_secret_fits_and_a_longer_one_leaves_the_one_before() {
    let bench = bench();
    // Windows counts UTF-16: a rare character is two units, and four bytes of UTF-8.
    for unit in ["x", "密", "𠮷"] {
        let units = unit.encode_utf16().count();
        let longest = Secret::new(unit.repeat(SECRET_LONGEST / units));
        assert_eq!(bench.keychain.write(ITEM, &longest), Ok(()));
        let longer = Secret::new(format!("{}x", longest.expose()));
        assert_eq!(
            bench.keychain.write(ITEM, &longer),
            Err(VaultFault::TooLong)
        );
        assert_eq!(bench.keychain.read(ITEM), Ok(Some(longest)));
    }
}

#[test]
fn twins_that_contradict_each_other_are_not_believed_and_a_write_leaves_one() {
    let bench = bench();
    bench.entry(TWIN).set_password("stale").expect("written");
    bench.fails_once(bench.twins());
    assert_eq!(bench.keychain.read(ITEM), Ok(None));
    assert_eq!(bench.there(TWIN).as_deref(), Some("stale"), "not deleted");

    bench.fails_once(bench.twins());
    assert_eq!(bench.keychain.write(ITEM, &Secret::new("after")), Ok(()));
    assert_eq!(bench.there(ITEM).as_deref(), Some("after"));
    assert_eq!(bench.there(TWIN), None, "nothing stale is left to be found");
}

#[test]
fn twins_that_agree_are_believed() {
    let bench = bench();
    bench.entry(TWIN).set_password("before").expect("written");
    bench.fails_once(bench.twins());
    assert_eq!(bench.keychain.read(ITEM), Ok(Some(Secret::new("before"))));
}

#[test]
fn deleting_leaves_no_twin() {
    let bench = bench();
    bench.entry(TWIN).set_password("stale").expect("written");
    bench.fails_once(bench.twins());
    assert_eq!(bench.keychain.delete(ITEM), Ok(()));
    assert_eq!((bench.there(ITEM), bench.there(TWIN)), (None, None));
}

/// A store that says it wrote, and goes on giving what it had.
#[derive(Clone, Debug)]
struct Liar(Arc<Mutex<Option<Vec<u8>>>>);

impl CredentialApi for Liar {
    fn set_secret(&self, _: &[u8]) -> Result<()> {
        Ok(())
    }
    fn get_secret(&self) -> Result<Vec<u8>> {
        let kept = self.0.lock().expect("whole").clone();
        kept.ok_or(Error::NoEntry)
    }
    fn delete_credential(&self) -> Result<()> {
        Ok(())
    }
    fn get_credential(&self) -> Result<Option<Arc<Credential>>> {
        Ok(None)
    }
    fn get_specifiers(&self) -> Option<(String, String)> {
        None
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
    fn debug_fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl CredentialStoreApi for Liar {
    fn vendor(&self) -> String {
        "a test".to_owned()
    }
    fn id(&self) -> String {
        "a test".to_owned()
    }
    fn build(&self, _: &str, _: &str, _: Option<&HashMap<&str, &str>>) -> Result<Entry> {
        Ok(Entry::new_with_credential(Arc::new(self.clone())))
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
    fn debug_fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

#[test]
fn a_write_that_cannot_be_read_back_is_a_fault() {
    for kept in [None, Some(b"before".to_vec())] {
        let keychain = Keychain::over(Arc::new(Liar(Arc::new(Mutex::new(kept)))));
        assert_eq!(
            keychain.write(ITEM, &Secret::new("after")),
            Err(VaultFault::Unkept)
        );
    }
}

#[test]
fn campuss_own_build_does_not_touch_the_items_of_the_app_for_any_campus() {
    let bench = bench();
    let other = Keychain {
        service: "cn.edu.example.menhu".to_owned(),
        ..Keychain::over(Arc::clone(&bench.store))
    };
    assert_eq!(other.read(ITEM), Ok(None));
    assert_eq!(other.write(ITEM, &Secret::new("own")), Ok(()));
    assert_eq!(bench.there(ITEM).as_deref(), Some("before"));
    assert_eq!(other.delete(ITEM), Ok(()));
    assert_eq!(bench.there(ITEM).as_deref(), Some("before"));
}
