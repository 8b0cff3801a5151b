//! The flow of registration, one function a call, shared by the JSON routes and the pages.

use menhu_protocol::api::registration as api;
use menhu_protocol::{Code, Failure};

use crate::{Caller, Campus};

/// See [`api::Open`].
///
/// # Errors
/// As the call says.
pub async fn open(
    _campus: &Campus,
    _caller: &Caller,
    _ask: api::Open,
) -> Result<api::Opened, Failure> {
    Err(Code::ServerFault.into())
}

/// See [`api::Resume`].
///
/// # Errors
/// As the call says.
pub async fn resume(
    _campus: &Campus,
    _caller: &Caller,
    _ask: api::Resume,
) -> Result<api::Resumed, Failure> {
    Err(Code::ServerFault.into())
}

/// See [`api::Dispute`].
///
/// # Errors
/// As the call says.
pub async fn dispute(
    _campus: &Campus,
    _caller: &Caller,
    _ask: api::Dispute,
) -> Result<api::Case, Failure> {
    Err(Code::ServerFault.into())
}

/// See [`api::PhoneBind`].
///
/// # Errors
/// As the call says.
pub async fn phone_bind(
    _campus: &Campus,
    _caller: &Caller,
    _ask: api::PhoneBind,
) -> Result<menhu_protocol::api::CodeSent, Failure> {
    Err(Code::ServerFault.into())
}

/// See [`api::PhoneProve`].
///
/// # Errors
/// As the call says.
pub async fn phone_prove(
    _campus: &Campus,
    _caller: &Caller,
    _ask: api::PhoneProve,
) -> Result<api::Standing, Failure> {
    Err(Code::ServerFault.into())
}

/// See [`api::Activate`].
///
/// # Errors
/// As the call says.
pub async fn activate(
    _campus: &Campus,
    _caller: &Caller,
    _ask: api::Activate,
) -> Result<api::Activation, Failure> {
    Err(Code::ServerFault.into())
}
