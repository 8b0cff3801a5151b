//! Steps that many tests take.

use menhu_protocol::api::registration::{Activate, Activation, Open, Opened, Standing};
use menhu_protocol::api::session::Tokens;
use menhu_protocol::api::signin::{Agreed, Begin, CodeProve, CodeSend, PasswordProve};
use menhu_protocol::values::{MemberId, Phone, PhoneCode, Secret};
use menhu_protocol::{Code, Failure, TextKind};
use menhu_testkit::{PEOPLE, Person};

use crate::device::Handset;
use crate::ground::Ground;

/// 陈淑芬, the retired teacher of the main job.
pub const CHEN: &Person = &PEOPLE[0];
/// 王建国, on the staff.
pub const WANG: &Person = &PEOPLE[1];
/// 李国强, without a phone on record.
pub const LI: &Person = &PEOPLE[3];
/// 赵敏, with two IDs.
pub const ZHAO: &Person = &PEOPLE[4];
pub const ZHAO_TOO: &Person = &PEOPLE[5];

pub fn member(person: &Person) -> MemberId {
    MemberId::parse(person.member).expect("an ID")
}

pub fn phone(text: &str) -> Phone {
    Phone::parse(text).expect("a phone")
}

pub fn code(text: &str) -> PhoneCode {
    PhoneCode::parse(text).expect("a code")
}

/// A code that is not `right`.
pub fn another(right: &str) -> PhoneCode {
    code(if right == "000000" {
        "000001"
    } else {
        "000000"
    })
}

pub fn failed<T: std::fmt::Debug>(result: Result<T, Failure>) -> Code {
    result.expect_err("a failure").code
}

pub async fn open(ground: &Ground, person: &Person, password: &str) -> Result<Opened, Failure> {
    let open = Open {
        account: member(person),
        password: Secret::new(password),
    };
    ground.ask(&open).await
}

pub async fn opened(ground: &Ground, person: &Person) -> (Secret, Standing) {
    let opened = open(ground, person, person.password).await.expect("open");
    (opened.registration, opened.standing)
}

pub async fn activate(ground: &Ground, registration: &Secret) -> Result<Activation, Failure> {
    let activate = Activate {
        registration: registration.clone(),
        key: "6f1d".to_owned(),
    };
    ground.ask(&activate).await
}

pub async fn activated(ground: &Ground, person: &Person) {
    let (registration, _) = opened(ground, person).await;
    activate(ground, &registration).await.expect("active");
}

/// The campus's texts in the versions that count.
pub fn agreed(ground: &Ground) -> Vec<Agreed> {
    let newest = |kind| ground.campus.config.text(kind).expect("a text");
    [TextKind::Terms, TextKind::Privacy]
        .map(|kind| Agreed {
            kind,
            version: newest(kind).version.clone(),
        })
        .into()
}

/// Begins a login attempt.
pub async fn begun(ground: &Ground, handset: &Handset) -> Secret {
    let begin = Begin {
        agreed: agreed(ground),
    };
    ground.ask_by(handset, &begin).await.expect("begun").attempt
}

/// Sends a code and reads it.
pub async fn coded(
    ground: &Ground,
    handset: &Handset,
    attempt: &Secret,
    to: &str,
) -> Result<String, Failure> {
    let send = CodeSend {
        attempt: attempt.clone(),
        phone: phone(to),
    };
    ground.ask_by(handset, &send).await?;
    Ok(ground.code_to(phone(to).e164()).await.expect("an SMS"))
}

/// Proves a phone by its code.
pub async fn proven(
    ground: &Ground,
    handset: &Handset,
    attempt: &Secret,
    to: &str,
) -> Result<(), Failure> {
    let digits = coded(ground, handset, attempt, to).await?;
    let prove = CodeProve {
        attempt: attempt.clone(),
        code: code(&digits),
    };
    ground.ask_by(handset, &prove).await.map(|_| ())
}

pub async fn password(
    ground: &Ground,
    handset: &Handset,
    attempt: &Secret,
    person: &Person,
    password: &str,
) -> Result<Tokens, Failure> {
    let prove = PasswordProve {
        attempt: attempt.clone(),
        account: member(person).into(),
        password: Secret::new(password),
        device_name: "华为 P30".to_owned(),
    };
    ground.ask_by(handset, &prove).await
}

/// The whole way in.
pub async fn signed_in(ground: &Ground, handset: &Handset, person: &Person) -> Tokens {
    let attempt = begun(ground, handset).await;
    proven(ground, handset, &attempt, person.phone)
        .await
        .expect("proven");
    let tokens = password(ground, handset, &attempt, person, person.password).await;
    tokens.expect("in")
}
