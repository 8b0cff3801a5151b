//! `/v1/security…` and `/v1/devices…`: the security centre of whoever is in.

use axum::Router;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::routing::post;
use menhu_protocol::api::security::{
    CloseAsk, CloseTakeBack, MailSend, MailSent, MailUnbindSend, PasswordChange, PhoneProve,
    PhoneSend, PhoneUnbind, PhoneUnbindSend, Prove, Security, SecurityRead, SigninSeen,
    SigninsRead,
};
use menhu_protocol::api::session::{Device, DeviceEnd, DevicesRead, Done};
use menhu_protocol::api::{Call as _, CodeSent};
use menhu_protocol::{Code, Failure};

use super::Refusal;
use super::answer::{Answer, answer};
use super::ask::Ask;
use super::proof::SignedIn;
use crate::books::person::Person;
use crate::books::session::Session;
use crate::security::Actor;
use crate::session::SessionRef;
use crate::trace::Trace;
use crate::{Caller, Campus, closing, security};

pub(super) fn routes() -> Router<Campus> {
    Router::new()
        .route(SecurityRead::PATH, post(read))
        .route(Prove::PATH, post(prove))
        .route(PasswordChange::PATH, post(password_change))
        .route(PhoneSend::PATH, post(phone_send))
        .route(PhoneProve::PATH, post(phone_prove))
        .route(PhoneUnbindSend::PATH, post(phone_unbind_send))
        .route(PhoneUnbind::PATH, post(phone_unbind))
        .route(MailSend::PATH, post(mail_send))
        .route(MailUnbindSend::PATH, post(mail_unbind_send))
        .route(SigninsRead::PATH, post(signins))
        .route(DevicesRead::PATH, post(devices))
        .route(DeviceEnd::PATH, post(device_end))
        .route(CloseAsk::PATH, post(close_ask))
        .route(CloseTakeBack::PATH, post(close_take_back))
}

/// A device that is in, and its person.
struct Inside {
    session: Session,
    person: Person,
    trace: Trace,
}

impl Inside {
    fn actor(&self) -> Actor<'_> {
        Actor {
            person: &self.person,
            member: self.session.member.as_ref(),
            session: SessionRef::Device(&self.session.id),
            proven_at: self.session.proven_at,
            trace: &self.trace,
        }
    }
}

impl FromRequestParts<Campus> for Inside {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, campus: &Campus) -> Result<Self, Refusal> {
        let SignedIn(session) = SignedIn::from_request_parts(parts, campus).await?;
        let Ok(caller) = Caller::from_request_parts(parts, campus).await;
        let person = campus.books.person(&session.person).await;
        let person = person.map_err(|trouble| Refusal(Failure::from(trouble)))?;
        let person = person.ok_or(Refusal(Code::SessionEnded.into()))?;
        let trace = Trace::of_device(caller, &session.device_name);
        Ok(Self {
            session,
            person,
            trace,
        })
    }
}

async fn read(
    State(campus): State<Campus>,
    inside: Inside,
    Ask(SecurityRead {}): Ask<SecurityRead>,
) -> Answer<Security> {
    answer(security::read(&campus, &inside.actor()).await)
}

async fn prove(State(campus): State<Campus>, inside: Inside, Ask(ask): Ask<Prove>) -> Answer<Done> {
    answer(security::prove(&campus, &inside.actor(), ask).await)
}

async fn password_change(
    State(campus): State<Campus>,
    inside: Inside,
    Ask(ask): Ask<PasswordChange>,
) -> Answer<Security> {
    answer(security::password_change(&campus, &inside.actor(), ask).await)
}

async fn phone_send(
    State(campus): State<Campus>,
    inside: Inside,
    Ask(ask): Ask<PhoneSend>,
) -> Answer<CodeSent> {
    answer(security::phone_send(&campus, &inside.actor(), ask).await)
}

async fn phone_prove(
    State(campus): State<Campus>,
    inside: Inside,
    Ask(ask): Ask<PhoneProve>,
) -> Answer<Security> {
    answer(security::phone_prove(&campus, &inside.actor(), ask).await)
}

async fn phone_unbind_send(
    State(campus): State<Campus>,
    inside: Inside,
    Ask(PhoneUnbindSend {}): Ask<PhoneUnbindSend>,
) -> Answer<CodeSent> {
    answer(security::phone_unbind_send(&campus, &inside.actor()).await)
}

async fn phone_unbind(
    State(campus): State<Campus>,
    inside: Inside,
    Ask(ask): Ask<PhoneUnbind>,
) -> Answer<Security> {
    answer(security::phone_unbind(&campus, &inside.actor(), ask).await)
}

async fn mail_send(
    State(campus): State<Campus>,
    inside: Inside,
    Ask(ask): Ask<MailSend>,
) -> Answer<MailSent> {
    answer(security::mail_send(&campus, &inside.actor(), ask, None).await)
}

async fn mail_unbind_send(
    State(campus): State<Campus>,
    inside: Inside,
    Ask(MailUnbindSend {}): Ask<MailUnbindSend>,
) -> Answer<MailSent> {
    answer(security::mail_unbind_send(&campus, &inside.actor()).await)
}

async fn signins(
    State(campus): State<Campus>,
    inside: Inside,
    Ask(SigninsRead {}): Ask<SigninsRead>,
) -> Answer<Vec<SigninSeen>> {
    answer(security::signins(&campus, &inside.actor()).await)
}

async fn devices(
    State(campus): State<Campus>,
    inside: Inside,
    Ask(DevicesRead {}): Ask<DevicesRead>,
) -> Answer<Vec<Device>> {
    answer(security::sessions(&campus, &inside.actor()).await)
}

async fn device_end(
    State(campus): State<Campus>,
    inside: Inside,
    Ask(ask): Ask<DeviceEnd>,
) -> Answer<Done> {
    answer(security::session_end(&campus, &inside.actor(), &ask.id).await)
}

async fn close_ask(
    State(campus): State<Campus>,
    inside: Inside,
    Ask(CloseAsk {}): Ask<CloseAsk>,
) -> Answer<Security> {
    answer(closing::ask(&campus, &inside.actor()).await)
}

async fn close_take_back(
    State(campus): State<Campus>,
    inside: Inside,
    Ask(CloseTakeBack {}): Ask<CloseTakeBack>,
) -> Answer<Security> {
    answer(closing::take_back(&campus, &inside.actor()).await)
}
