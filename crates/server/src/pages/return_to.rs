//! The return ticket on its way through pages.

use axum::extract::Query;
use serde::Deserialize;

use crate::Campus;
use crate::ticket::{FIELD, ReturnTicket, Target};

/// Where somebody is going, and the ticket that says so; both empty when nowhere.
#[derive(Clone, Debug, Default)]
pub(crate) struct ReturnTo {
    pub(crate) target: Option<Target>,
    /// Sealed, for a hidden field.
    pub(crate) sealed: String,
}

#[derive(Default, Deserialize)]
struct Carried {
    /// A page, as whoever sent the person here wrote it.
    to: Option<String>,
    r: Option<String>,
}

impl ReturnTo {
    /// Of a query: `r=` is a ticket, `to=` a page that gets one. What is neither leads nowhere.
    pub(crate) fn of_query(campus: &Campus, query: Option<&str>) -> Self {
        let uri = format!("/?{}", query.unwrap_or_default());
        let carried = uri
            .parse()
            .ok()
            .and_then(|uri| Query::<Carried>::try_from_uri(&uri).ok());
        let Some(Query(carried)) = carried else {
            return Self::default();
        };
        match carried.r {
            Some(sealed) => Self::of_ticket(campus, &sealed),
            None => Self::towards(campus, carried.to.as_deref().unwrap_or_default()),
        }
    }

    /// Of a hidden field.
    pub(crate) fn of_ticket(campus: &Campus, sealed: &str) -> Self {
        match ReturnTicket::open(campus, sealed) {
            Some(target) => Self {
                target: Some(target),
                sealed: sealed.to_owned(),
            },
            None => Self::default(),
        }
    }

    fn towards(campus: &Campus, to: &str) -> Self {
        match Target::parse(campus, to) {
            Some(target) => Self {
                sealed: ReturnTicket::seal(campus, &target),
                target: Some(target),
            },
            None => Self::default(),
        }
    }

    /// A page of ours with the ticket behind it; `page` has no query of its own, or ends it with `&`.
    pub(crate) fn along(&self, page: &str) -> String {
        match (self.sealed.is_empty(), page.contains('?')) {
            (true, _) => page.to_owned(),
            // A ticket is of characters that stand in a query as they are.
            (false, true) => format!("{page}&{FIELD}={}", self.sealed),
            (false, false) => format!("{page}?{FIELD}={}", self.sealed),
        }
    }
}
