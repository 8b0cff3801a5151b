//! The one shape of failure on both wires: `{ code, field?, detail?, retry }`.

use serde::{Deserialize, Serialize};

use crate::values::Malformed;

/// Why something did not happen. The page words it by [`Code`], never by a text from the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{code:?}")]
pub struct Failure {
    pub code: Code,
    /// The field the person should look at again, if one is to blame.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Field>,
    /// What is wrong with that field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub malformed: Option<Malformed>,
    /// Tries that are left, where tries are counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<u32>,
    /// One fact for the sentence: a masked phone, a case number. Never a secret, never a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    #[serde(default)]
    pub retry: Retry,
}

/// When asking again makes sense.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retry {
    /// Not before something changed.
    #[default]
    No,
    /// At once, the same request.
    Now,
    /// After so many seconds.
    After(u32),
}

/// The fields a failure can point at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Account,
    Password,
    Phone,
    Code,
    Certificate,
    Address,
    Name,
    Department,
    Category,
    ShouldBe,
    Mail,
    NewPassword,
    RepeatPassword,
    Captcha,
    Answer,
    #[serde(other)]
    Other,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)+) => {
        /// What happened, for programs. A new code needs a consumer and words (`failure-<code>`).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Code {
            $($(#[$doc])* #[serde(rename = $text)] $name,)+
            /// A code this build does not know: worded generically (design.md §9, API versions).
            #[serde(other, rename = "unknown")]
            Unknown,
        }

        impl Code {
            /// Every code this build knows, so that a test can ask for the words of each.
            pub const ALL: &'static [Code] = &[$(Code::$name,)+ Code::Unknown];

            /// The code as it stands on the wire, and behind `failure-` in the words.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)+ Code::Unknown => "unknown" }
            }
        }
    };
}

codes! {
    // Input
    /// A field does not have its form; `field` and `malformed` say which and why.
    Malformed = "malformed",
    /// The request itself could not be read (a client's fault, never a person's).
    BadRequest = "bad_request",
    /// Foreign numbers are not accepted at this campus.
    PhoneForeign = "phone_foreign",

    // Account and password
    /// Account or password is wrong; the same words and time for accounts that do not exist.
    PasswordWrong = "password_wrong",
    /// Too many tries; wait `retry`.
    Slow = "slow",
    /// More people are signing in than the server can check at once; place kept, ask after `retry`.
    Busy = "busy",

    /// The new password breaks rules; `detail` names them (`password::Rule::name`), comma-separated.
    PasswordWeak = "password_weak",
    /// The password is right and breaks today's rules (`detail`, as above): a new one is chosen first.
    PasswordMustChange = "password_must_change",
    /// The two new passwords differ.
    PasswordsDiffer = "passwords_differ",
    /// Account and 证件号 do not go together; the same words and time for accounts that do not exist.
    RecoveryWrong = "recovery_wrong",
    /// The captcha's answer is wrong, old, or was used already: a new one is shown.
    CaptchaWrong = "captcha_wrong",
    /// The answers to the 密保问题 are wrong; `left` tries remain.
    AnswerWrong = "answer_wrong",
    /// A sensitive act: the password is asked again, because its last proof is older than ten minutes.
    ProofOld = "proof_old",

    // Phone codes
    /// The code is wrong; `left` tries remain.
    CodeWrong = "code_wrong",
    /// The code is older than five minutes.
    CodeExpired = "code_expired",
    /// The code was used, or its tries are spent, or a newer one was sent.
    CodeSpent = "code_spent",
    /// A code was sent less than sixty seconds ago; wait `retry`.
    CodeTooSoon = "code_too_soon",
    /// This number or network has had its codes for the hour or the day; wait `retry`.
    CodeBudget = "code_budget",
    /// The SMS gateway did not take the message.
    SmsDown = "sms_down",

    /// The mail server did not take the message.
    MailDown = "mail_down",

    // Phone and person
    /// The phone is on nobody's record (said only after its code was proven).
    PhoneUnknown = "phone_unknown",
    /// The phone's person has not been activated yet (said only after its code was proven).
    NotActivated = "not_activated",
    /// The phone belongs to another account than the one typed.
    PhoneOfAnother = "phone_of_another",
    /// Another person owns this phone already.
    PhoneTaken = "phone_taken",
    /// The 证件号 does not match the record.
    CertificateWrong = "certificate_wrong",
    /// ID or name is disputed: the desk must mend the record first; `detail` is the case number.
    Disputed = "disputed",
    /// There is no phone on record and none was bound on the way.
    PhoneMissing = "phone_missing",

    /// Another account has this mail address already.
    MailTaken = "mail_taken",
    /// The only phone or mail of an account stays: without it nobody could recover the password.
    LastChannel = "last_channel",
    /// The link of a mail is older than two hours, was used, or a newer one was sent.
    LinkOver = "link_over",

    // Attempts and sessions
    /// The attempt is over (30 minutes without a step, or finished): begin again.
    AttemptOver = "attempt_over",
    /// The step was asked for out of order.
    OutOfOrder = "out_of_order",
    /// The session was ended, here or elsewhere: sign in again.
    SessionEnded = "session_ended",
    /// The proof of possession wants the server's nonce (RFC 9449 §8); the core retries by itself.
    ProofNonce = "proof_nonce",
    /// The proof of possession is not valid.
    ProofWrong = "proof_wrong",
    /// Nobody is signed in on this device.
    SignedOut = "signed_out",

    // Network, as the core sees it
    /// No connection to the campus server.
    Offline = "offline",
    /// Something else answers in its place: the network wants its own sign-in page first.
    CaptivePortal = "captive_portal",
    /// The certificate's dates and this device's date do not fit.
    ClockWrong = "clock_wrong",
    /// The connection is not secure: the certificate is not the campus's.
    Insecure = "insecure",
    /// The server had a fault; nothing was lost.
    ServerFault = "server_fault",
    /// No such address on the server.
    NotFound = "not_found",

    // Finding the campus
    /// What was typed or scanned is no campus code; `detail` is a `NotACampus`.
    NotACampus = "not_a_campus",
    /// The picture holds no QR code.
    NoCodeInPicture = "no_code_in_picture",
    /// The picture cannot be read, or is too large.
    PictureUnreadable = "picture_unreadable",
    /// The picture holds the codes of several campuses.
    SeveralCampuses = "several_campuses",
    /// The permission to use the camera was refused.
    CameraDenied = "camera_denied",
    /// There is no camera, or none that can be used.
    CameraMissing = "camera_missing",
    /// Another program has the camera.
    CameraBusy = "camera_busy",
    /// A page that is not secure may not use a camera.
    CameraInsecure = "camera_insecure",
    /// The scanner was closed.
    ScanCancelled = "scan_cancelled",
    /// The server there is no Menhu campus, or speaks a version this app does not know.
    CampusUnreadable = "campus_unreadable",
    /// This app is older than the campus accepts; `detail` is the least version.
    AppTooOld = "app_too_old",

    // Updates
    /// The file is not signed with the campus's key for this version; nothing was installed.
    UpdateForged = "update_forged",
    /// The bytes are not those that were announced; they were thrown away.
    UpdateDamaged = "update_damaged",
    /// The system did not let the app be replaced: no permission, or the person said no.
    UpdateRefused = "update_refused",

    // This device
    /// The app's own texts were not agreed to: nothing may happen before that.
    ConsentMissing = "consent_missing",
    /// The keychain is locked; unlock it and try again. Nothing was deleted.
    KeychainLocked = "keychain_locked",
    /// The device's disk is full or the app's folder cannot be written.
    StorageFull = "storage_full",
    /// A fault of the app itself.
    Internal = "internal",
}

impl Failure {
    pub fn new(code: Code) -> Self {
        Self {
            code,
            field: None,
            malformed: None,
            left: None,
            detail: None,
            retry: Retry::No,
        }
    }

    /// A field that does not have its form.
    pub fn malformed(field: Field, why: Malformed) -> Self {
        Self {
            field: Some(field),
            malformed: Some(why),
            ..Self::new(Code::Malformed)
        }
    }

    pub fn at(self, field: Field) -> Self {
        Self {
            field: Some(field),
            ..self
        }
    }

    pub fn left(self, tries: u32) -> Self {
        Self {
            left: Some(tries),
            ..self
        }
    }

    pub fn detail(self, fact: impl Into<String>) -> Self {
        Self {
            detail: Some(fact.into()),
            ..self
        }
    }

    pub fn retry(self, retry: Retry) -> Self {
        Self { retry, ..self }
    }

    /// Whether the campus could not be asked at all; such a failure signs nobody out.
    pub fn is_outage(&self) -> bool {
        matches!(
            self.code,
            Code::Offline
                | Code::CaptivePortal
                | Code::ClockWrong
                | Code::Insecure
                | Code::ServerFault
                | Code::Busy
        )
    }
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

#[cfg(test)]
mod tests {
    use super::{Code, Failure, Field, Retry};
    use crate::values::Malformed;

    #[test]
    fn the_wire_form_of_a_failure_is_stable() {
        let failure = Failure::new(Code::CodeWrong)
            .at(Field::Code)
            .left(4)
            .retry(Retry::After(30));
        assert_eq!(
            serde_json::to_string(&failure).expect("json"),
            r#"{"code":"code_wrong","field":"code","left":4,"retry":{"after":30}}"#
        );
        let failure = Failure::malformed(Field::Phone, Malformed::Short);
        assert_eq!(
            serde_json::to_string(&failure).expect("json"),
            r#"{"code":"malformed","field":"phone","malformed":"short","retry":"no"}"#
        );
    }

    #[test]
    fn a_code_from_a_newer_server_is_unknown_not_an_error() {
        let failure: Failure =
            serde_json::from_str(r#"{"code":"moon_phase","field":"tail"}"#).expect("read");
        assert_eq!(
            (failure.code, failure.field),
            (Code::Unknown, Some(Field::Other))
        );
    }

    #[test]
    fn every_code_has_its_own_name_on_the_wire() {
        let names: std::collections::HashSet<_> = Code::ALL.iter().map(|c| c.as_str()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        for code in Code::ALL {
            assert_eq!(
                serde_json::to_string(code).expect("json"),
                format!("{:?}", code.as_str())
            );
        }
    }
}
