//! The command line: `menhu-server serve | roster import FILE | account reopen ID | dispute list |
//! dispute close NUMBER | release add FILE | release list | release withdraw | release require | release lift | poster | doctor |
//! migrate`.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Parser, Subcommand};
use menhu_words::Tongue;

use crate::config::Network;
use crate::outside::{SystemClock, SystemDice};
use crate::{Campus, Config, desk, poster, release, serve};

#[derive(Parser, Debug)]
#[command(name = "menhu-server", version)]
struct Line {
    /// The campus's TOML file.
    #[arg(long, global = true, env = "MENHU_CONFIG")]
    config: Option<PathBuf>,
    /// Demo mode: outbox instead of SMS and mail, secret made by itself.
    #[arg(long, global = true)]
    demo: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Serves the campus.
    Serve {
        /// Address and port, over the configuration's; port 0 takes a free one.
        #[arg(long)]
        listen: Option<std::net::SocketAddr>,
        /// A proxy whose X-Forwarded-For is believed, such as 10.0.0.0/8.
        #[arg(long, value_name = "CIDR")]
        behind_proxy: Vec<Network>,
    },
    /// The roster of the campus.
    Roster {
        #[command(subcommand)]
        command: RosterCommand,
    },
    /// Accounts their people closed.
    Account {
        #[command(subcommand)]
        command: AccountCommand,
    },
    /// What people say is wrong on their record.
    Dispute {
        #[command(subcommand)]
        command: DisputeCommand,
    },
    /// Versions of the app the campus gives out, and the least one it takes.
    Release {
        #[command(subcommand)]
        command: release::Command,
    },
    /// Writes the poster with the campus's QR code.
    Poster(poster::Args),
    /// Says what is wrong and how to mend it.
    Doctor,
    /// Brings the database's schema up to date.
    Migrate,
}

#[derive(Subcommand, Debug)]
enum RosterCommand {
    /// Imports a CSV file, UTF-8 or GB18030.
    Import {
        file: PathBuf,
        /// Says what it would do, and changes nothing.
        #[arg(long)]
        rehearse: bool,
    },
}

#[derive(Subcommand, Debug)]
enum AccountCommand {
    /// Opens a closed account again: the next roster import gives it an initial password.
    Reopen {
        /// One of its 工/学号.
        id: String,
    },
}

#[derive(Subcommand, Debug)]
enum DisputeCommand {
    /// Lists the open cases.
    List,
    /// Closes a case once the record is right; its person may activate then.
    Close { number: String },
}

/// The language of who sits at the terminal, from `LANG` (`en_US.UTF-8`); Chinese where it says nothing.
pub(crate) fn tongue() -> Tongue {
    let lang = std::env::var("LANG").unwrap_or_default();
    Tongue::preferred(&lang.replace('_', "-"))
}

/// Runs the command line of this process; the process's exit code.
pub async fn run() -> std::process::ExitCode {
    let line = Line::parse();
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("MENHU_LOG")
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info")),
        )
        .with_writer(std::io::stderr)
        .init();
    match carry_out(line).await {
        Ok(code) => code,
        Err(error) => {
            // The chain of causes on one line: the cause is what can be mended.
            eprintln!("{error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}

async fn carry_out(line: Line) -> anyhow::Result<std::process::ExitCode> {
    let mut config = Config::read(line.config.as_deref(), line.demo)?;
    match line.command {
        Command::Serve {
            listen,
            behind_proxy,
        } => {
            config.behind_proxy.extend(behind_proxy);
            if let Some(listen) = listen {
                config.listen = listen;
            }
            serve::run(config).await?;
        }
        Command::Roster {
            command: RosterCommand::Import { file, rehearse },
        } => {
            let campus = opened(config).await?;
            return crate::roster::import_file(&campus, &file, rehearse).await;
        }
        Command::Account {
            command: AccountCommand::Reopen { id },
        } => {
            let campus = opened(config).await?;
            return desk::reopen(&campus, &id).await;
        }
        Command::Dispute { command } => {
            let campus = opened(config).await?;
            match command {
                DisputeCommand::List => desk::list(&campus).await?,
                DisputeCommand::Close { number } => return desk::close(&campus, &number).await,
            }
        }
        Command::Release { command } => {
            let campus = opened(config).await?;
            return release::run(&campus, command).await;
        }
        Command::Poster(args) => poster::run(&config, &args)?,
        Command::Doctor => return crate::doctor::run(config, &SystemClock, &SystemDice).await,
        Command::Migrate => {
            let campus = opened(config).await?;
            let (version, _) = campus.books.schema().await?;
            println!("{}: schema {version}", campus.books.kind());
        }
    }
    Ok(std::process::ExitCode::SUCCESS)
}

async fn opened(config: Config) -> anyhow::Result<Campus> {
    Campus::open(config, Arc::new(SystemClock), Arc::new(SystemDice)).await
}
