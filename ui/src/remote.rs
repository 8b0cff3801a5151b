//! Data that comes from the core: the last good value stays while a newer one is asked for.

use menhu_protocol::Failure;

/// The last good value, whether a newer one is on its way, and why the last try failed.
#[derive(Clone, Debug, PartialEq)]
pub struct Remote<T> {
    pub value: Option<T>,
    pub asking: bool,
    pub failure: Option<Failure>,
}

impl<T> Default for Remote<T> {
    fn default() -> Self {
        Self {
            value: None,
            asking: false,
            failure: None,
        }
    }
}

impl<T> Remote<T> {
    /// Marks the value as asked for. `false` when an answer is already on its way, so that a double
    /// tap sends one request.
    pub fn ask(&mut self) -> bool {
        !std::mem::replace(&mut self.asking, true)
    }

    /// Takes the answer; a failure keeps the last good value.
    pub fn answer(&mut self, answer: Result<T, Failure>) {
        self.asking = false;
        match answer {
            Ok(value) => {
                self.value = Some(value);
                self.failure = None;
            }
            Err(failure) => self.failure = Some(failure),
        }
    }
}

#[cfg(test)]
mod tests {
    use menhu_protocol::{Code, Failure};

    use super::Remote;

    #[test]
    fn failed_refresh_keeps_the_last_good_value_and_says_why() {
        let mut remote = Remote::default();
        assert!(remote.ask());
        assert!(!remote.ask(), "asked twice, sent once");
        remote.answer(Ok(1));
        assert!(remote.ask());
        remote.answer(Err(Failure::new(Code::Offline)));
        assert_eq!(remote.value, Some(1));
        assert_eq!(remote.failure.map(|f| f.code), Some(Code::Offline));
        assert!(!remote.asking);
    }
}
