//! The bookmark: where a flow stands, kept by the core itself at each step that succeeded, so that
//! the app can be killed at any moment and reopens there.

use menhu_protocol::Failure;
use menhu_protocol::api::recovery::Ways;
use menhu_protocol::ipc::{
    Bookmark, RecoveryBookmark, RecoveryStep, RegistrationBookmark, RegistrationStep,
    SigninBookmark, SigninStep,
};

use crate::core::Core;

/// Longest typed text that is kept, characters. No account and no phone is longer; a pasted page is.
const TYPED_LONGEST: usize = 128;

impl Core {
    /// Changes the sign-in's bookmark; begins one when another flow, or none, was open.
    pub(super) fn signin_mark(
        &self,
        change: impl FnOnce(&mut SigninBookmark),
    ) -> Result<(), Failure> {
        let mut mark = self.signin_bookmark()?;
        change(&mut mark);
        self.store.bookmark_keep(&Bookmark::Signin(mark))
    }

    pub(super) fn signin_bookmark(&self) -> Result<SigninBookmark, Failure> {
        Ok(match self.store.bookmark()? {
            Bookmark::Signin(mark) => mark,
            _ => SigninBookmark {
                step: SigninStep::Phone,
                phone: String::new(),
                account: String::new(),
                code: None,
                wrong: None,
                unmet: vec![],
            },
        })
    }

    /// Changes the registration's bookmark; begins one when another flow, or none, was open.
    pub(super) fn registration_mark(
        &self,
        change: impl FnOnce(&mut RegistrationBookmark),
    ) -> Result<(), Failure> {
        let mut mark = self.registration_bookmark()?;
        change(&mut mark);
        self.store.bookmark_keep(&Bookmark::Registration(mark))
    }

    pub(super) fn registration_bookmark(&self) -> Result<RegistrationBookmark, Failure> {
        Ok(match self.store.bookmark()? {
            Bookmark::Registration(mark) => mark,
            _ => RegistrationBookmark {
                step: RegistrationStep::Account,
                account: String::new(),
                phone: String::new(),
                standing: None,
                code: None,
            },
        })
    }

    /// Changes the recovery's bookmark; begins one when another flow, or none, was open. A sign-in that
    /// was open is gone back to.
    pub(super) fn recovery_mark(
        &self,
        change: impl FnOnce(&mut RecoveryBookmark),
    ) -> Result<(), Failure> {
        let mut mark = match self.store.bookmark()? {
            Bookmark::Recovery(mark) => mark,
            before => RecoveryBookmark {
                step: RecoveryStep::Account,
                account: String::new(),
                ways: Ways::default(),
                way: None,
                code: None,
                rules: None,
                signin: left_for_recovery(before),
            },
        };
        change(&mut mark);
        self.store.bookmark_keep(&Bookmark::Recovery(mark))
    }
}

fn left_for_recovery(before: Bookmark) -> Option<SigninBookmark> {
    match before {
        Bookmark::Signin(mark) => Some(mark),
        Bookmark::Recovery(mark) => mark.signin,
        Bookmark::Registration(_) | Bookmark::None => None,
    }
}

/// What the page typed, over what the server said: the page moves steps and fields, and cannot lose
/// the countdown of a code that is out or the record that is being confirmed.
pub(super) fn merged(kept: Bookmark, page: Bookmark) -> Bookmark {
    match (kept, page) {
        (Bookmark::Registration(kept), Bookmark::Registration(page)) => {
            Bookmark::Registration(RegistrationBookmark {
                step: page.step,
                account: typed(&page.account),
                phone: typed(&page.phone),
                standing: page.standing.or(kept.standing),
                code: page.code.or(kept.code),
            })
        }
        (Bookmark::Signin(kept), Bookmark::Signin(page)) => Bookmark::Signin(SigninBookmark {
            step: page.step,
            phone: typed(&page.phone),
            account: typed(&page.account),
            code: page.code.or(kept.code),
            wrong: page.wrong.or(kept.wrong),
            unmet: if page.unmet.is_empty() {
                kept.unmet
            } else {
                page.unmet
            },
        }),
        (Bookmark::Recovery(kept), Bookmark::Recovery(page)) => {
            Bookmark::Recovery(RecoveryBookmark {
                step: page.step,
                account: typed(&page.account),
                ways: if page.ways == Ways::default() {
                    kept.ways
                } else {
                    page.ways
                },
                way: page.way.or(kept.way),
                code: page.code.or(kept.code),
                rules: page.rules.or(kept.rules),
                signin: page.signin.or(kept.signin),
            })
        }
        (_, Bookmark::Registration(page)) => Bookmark::Registration(RegistrationBookmark {
            account: typed(&page.account),
            phone: typed(&page.phone),
            ..page
        }),
        (_, Bookmark::Signin(page)) => Bookmark::Signin(SigninBookmark {
            account: typed(&page.account),
            phone: typed(&page.phone),
            ..page
        }),
        (kept, Bookmark::Recovery(page)) => Bookmark::Recovery(RecoveryBookmark {
            account: typed(&page.account),
            signin: page.signin.or_else(|| left_for_recovery(kept)),
            ..page
        }),
        (_, Bookmark::None) => Bookmark::None,
    }
}

pub(super) fn typed(text: &str) -> String {
    text.chars().take(TYPED_LONGEST).collect()
}
