//! `menhu-devhost`: the app in a browser, on this machine only.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result};
use clap::{Parser, ValueEnum};
use menhu_client::vault::{Keychain, MemoryVault, Vault};
use menhu_devhost::{Ground, router};
use menhu_protocol::values::CampusAddress;
use tracing_subscriber::EnvFilter;

/// The core and the page of Menhu behind HTTP on 127.0.0.1. For tests and for work on the page.
#[derive(Parser)]
struct Ask {
    /// 0 takes a free one; the line `listening on …` says which.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// The built page (`cargo xtask page`).
    #[arg(long, default_value = "dist")]
    dist: PathBuf,
    /// The app's data folder.
    #[arg(long)]
    data: PathBuf,
    /// Where secrets go.
    #[arg(long, value_enum, default_value_t = VaultKind::Memory)]
    vault: VaultKind,
    /// Certificates (PEM) that are trusted beside the system's.
    #[arg(long, env = "MENHU_ROOTS")]
    roots: Option<PathBuf>,
    /// The one campus, as in a campus's own build (`cargo xtask brand`).
    #[arg(long, value_parser = CampusAddress::parse)]
    campus: Option<CampusAddress>,
    /// With this key the app takes itself for an AppImage that can be replaced, and only says that it was.
    #[arg(long, env = "MENHU_UPDATE_KEY")]
    update_key: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum VaultKind {
    /// This process; gone when it ends.
    Memory,
    /// The operating system's keychain.
    Keychain,
}

#[tokio::main]
async fn main() -> Result<()> {
    let filter = EnvFilter::try_from_env("MENHU_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let ask = Ask::parse();
    let vault: Arc<dyn Vault> = match ask.vault {
        VaultKind::Memory => Arc::new(MemoryVault::default()),
        VaultKind::Keychain => Arc::new(Keychain::new()),
    };
    let extra_roots = match &ask.roots {
        Some(file) => vec![
            std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?,
        ],
        None => Vec::new(),
    };
    let router = router(Ground {
        data_dir: ask.data,
        dist: ask.dist,
        vault,
        extra_roots,
        pinned: ask.campus,
        update_key: ask.update_key,
    })?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, ask.port));
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .with_context(|| format!("port {} is taken", ask.port))?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, router).await?;
    Ok(())
}
