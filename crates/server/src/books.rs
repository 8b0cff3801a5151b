//! Storage: one schema and one set of queries that run on SQLite and on PostgreSQL (design.md §5).
//!
//! Reads are methods of [`Books`]. What must happen together is an [`Entry`]: it is written whole or
//! not at all, and written again when the database asks for that. The suite in `tests/campus/books/` holds
//! every promise made here against both databases.

pub mod activation;
pub mod attempt;
pub mod audit;
pub mod browser;
pub mod budget;
pub mod closing;
pub mod code;
pub mod consent;
pub mod contact;
pub mod dialect;
pub mod dispute;
pub mod guess;
mod held;
pub mod job;
pub mod kept;
pub mod link;
pub mod others;
pub mod outbox;
pub(crate) mod password;
pub mod person;
pub mod proof;
pub(crate) mod question;
pub(crate) mod recovery;
pub mod release;
pub mod roster;
mod schema;
pub mod session;
mod tidy;
mod trouble;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use menhu_protocol::Millis;
use sqlx::any::AnyPoolOptions;
use sqlx::{Any, AnyConnection, AnyPool, Connection as _, Executor as _, Row as _};
use tokio::sync::Semaphore;

use dialect::Dialect;
pub use trouble::Trouble;

/// The campus's database; cheap to clone.
#[derive(Clone)]
pub struct Books {
    pool: AnyPool,
    dialect: &'static Dialect,
    /// As many writers as the database takes at once, in the order they came.
    writers: Arc<Semaphore>,
}

/// How often an entry is written again before its trouble is believed.
const REWRITES: u32 = 12;
/// How long a request waits for a connection: longer than any burst the hash queue lets through.
const ACQUIRE: Duration = Duration::from_secs(20);

/// Something that is written whole or not at all.
pub trait Entry: Sync {
    type Out: Send;
    /// May run more than once; only the last run counts.
    fn write(
        &self,
        page: &mut AnyConnection,
    ) -> impl Future<Output = Result<Self::Out, Trouble>> + Send;
}

impl Books {
    /// Opens the database, creating it (SQLite) and bringing its schema up to date.
    ///
    /// # Errors
    /// The URL is of no known kind, the database is not there, or its schema is newer than this
    /// program.
    pub async fn open(url: &str) -> anyhow::Result<Self> {
        let books = Self::connect(url).await?;
        schema::migrate(&books).await?;
        Ok(books)
    }

    /// Opens the database as it is.
    ///
    /// # Errors
    /// As [`Self::open`], less the schema's.
    pub async fn connect(url: &str) -> anyhow::Result<Self> {
        sqlx::any::install_default_drivers();
        let dialect = Dialect::of(url)?;
        let address = dialect.address(url)?;
        let pool = AnyPoolOptions::new()
            .max_connections(dialect.connections)
            .acquire_timeout(ACQUIRE)
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    for statement in dialect.on_connect {
                        connection.execute(*statement).await?;
                    }
                    Ok(())
                })
            })
            .connect(&address)
            .await;
        let pool = match pool {
            // A pool that was refused until its time ran out says no more than that.
            Err(sqlx::Error::PoolTimedOut) => {
                AnyConnection::connect(&address).await?.close().await?;
                return Err(sqlx::Error::PoolTimedOut.into());
            }
            pool => pool?,
        };
        Ok(Self {
            pool,
            dialect,
            writers: Arc::new(Semaphore::new(dialect.writers)),
        })
    }

    /// The schema's version in the database and in this program.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn schema(&self) -> Result<(i64, i64), Trouble> {
        Ok((schema::version(self).await?, schema::NEWEST))
    }

    /// The database's own clock, and the newest time that stands in the books.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn times(&self) -> Result<(Millis, Option<Millis>), Trouble> {
        let row = sqlx::query(self.dialect.clock)
            .fetch_one(self.reader())
            .await?;
        let newest = sqlx::query(
            "SELECT MAX(at) AS newest FROM (
               SELECT MAX(signed_in_at) AS at FROM person
               UNION ALL SELECT MAX(activated_at) AS at FROM person
               UNION ALL SELECT MAX(seen_at) AS at FROM session
               UNION ALL SELECT MAX(touched_at) AS at FROM attempt) AS times",
        )
        .fetch_one(self.reader())
        .await?;
        Ok((row.try_get("now")?, newest.try_get("newest")?))
    }

    /// Whether the database takes a write; nothing stays of it.
    ///
    /// # Errors
    /// The database is read-only, full, or not there.
    pub async fn writable(&self) -> Result<(), Trouble> {
        let mut page = self.pool.begin_with(self.dialect.begin).await?;
        page.execute("INSERT INTO proof (id, until) VALUES ('doctor', 0)")
            .await?;
        page.rollback().await?;
        Ok(())
    }

    /// `SQLite` or `PostgreSQL`, for the log and the doctor.
    pub fn kind(&self) -> &'static str {
        self.dialect.name
    }

    /// Writes an entry: all of it, or nothing.
    ///
    /// # Errors
    /// Its own refusal, or that of the database after it was written again [`REWRITES`] times.
    pub async fn enter<E: Entry>(&self, entry: &E) -> Result<E::Out, Trouble> {
        let mut again = 0;
        loop {
            match self.enter_once(entry).await {
                Err(trouble) if again < REWRITES && self.dialect.passes(&trouble) => {
                    // Doubling from 2 ms: conflicts among a hundred writers dissolve within a second.
                    tokio::time::sleep(Duration::from_millis(2 << again.min(7))).await;
                    again += 1;
                }
                done => return done,
            }
        }
    }

    async fn enter_once<E: Entry>(&self, entry: &E) -> Result<E::Out, Trouble> {
        // The semaphore is never closed.
        let _turn = self.writers.acquire().await.ok();
        let mut page = self.pool.begin_with(self.dialect.begin).await?;
        let out = entry.write(&mut page).await?;
        page.commit().await?;
        Ok(out)
    }

    fn reader(&self) -> &AnyPool {
        &self.pool
    }

    /// Waits for what runs and closes the connections.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// Whether an error says that something is there already.
fn is_taken(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .is_some_and(|e| e.is_unique_violation())
}

type Query<'q> = sqlx::query::Query<'q, Any, sqlx::any::AnyArguments>;
