use menhu_protocol::{Code, Failure, Retry};

/// Why an entry was not written, or a read gave nothing.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The rules said no; nothing was written.
    #[error("{0}")]
    Refused(Box<Failure>),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// How long a caller should wait before a database in trouble is asked again, seconds.
const ASK_AGAIN_S: u32 = 5;

impl Trouble {
    pub fn refused(failure: impl Into<Failure>) -> Self {
        Self::Refused(Box::new(failure.into()))
    }
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::refused(failure)
    }
}

impl From<Code> for Trouble {
    fn from(code: Code) -> Self {
        Self::refused(code)
    }
}

impl From<Trouble> for Failure {
    /// A database in trouble is no fault of the person's: nothing was lost, ask again soon.
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Refused(failure) => *failure,
            Trouble::Database(error) => {
                tracing::error!(%error, "books");
                Failure::new(Code::ServerFault).retry(Retry::After(ASK_AGAIN_S))
            }
        }
    }
}
