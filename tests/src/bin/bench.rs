//! `cargo xtask bench walk`: what the main job costs, beside its floor in the same run. Prints a table
//! and writes `target/bench/walk.json`. A benchmark, not a test: it judges nothing.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use argon2::{Algorithm, Argon2, Params, Version};
use clap::Parser;
use fantoccini::{ClientBuilder, Locator};
use menhu_protocol::api::registration::Open;
use menhu_protocol::values::{MemberId, Secret};
use menhu_testkit::{Person, roster_csv};
use menhu_tests::api::call;
use menhu_tests::browser::plain_http;
use menhu_tests::campus::{Campus, http};
use menhu_tests::measure::{descendant, gzip_bytes, median, pss_mb};
use menhu_tests::process::{Program, binary, checkout, free_port, pause};
use menhu_tests::window::{Device, Display, Window};
use serde_json::{Map, Value, json};

#[derive(Parser)]
struct Ask {
    /// Where `walk.json` goes.
    #[arg(long)]
    out: PathBuf,
}

/// Runs of everything that is quick; the median counts.
const RUNS: usize = 5;
/// The campus of the goals (performance.md).
const PEOPLE: usize = 100_000;
/// People with a plain password in their row, for the background hashing.
const WITH_PASSWORD: usize = 400;
/// People who sign in, over and over.
const SIGNING_IN: usize = 64;
const LOAD: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() -> Result<()> {
    let ask = Ask::parse();
    let mut figures = Map::new();
    let scratch = tempfile::tempdir()?;
    start(scratch.path(), &mut figures).await?;
    roster(scratch.path(), &mut figures).await?;
    logins(scratch.path(), &mut figures).await?;
    page(&mut figures)?;
    window(scratch.path(), &mut figures).await?;

    println!("\n{:<20} {:>12}   goal", "figure", "measured");
    let goals = [
        ("start_ms", "<= 100"),
        ("idle_pss_mb", "<= 33"),
        ("import_s", ""),
        ("hash_jobs_per_s", ""),
        ("logins_per_s", ">= 0.85 x argon2_per_s"),
        ("argon2_per_s", ""),
        ("page_gzip_bytes", "<= 500000"),
        ("window_ms", "<= 1.25 x bare_window_ms"),
        ("bare_window_ms", ""),
        ("app_pss_mb", "<= 1.25 x bare_pss_mb"),
        ("bare_pss_mb", ""),
    ];
    for (key, goal) in goals {
        println!(
            "{key:<20} {:>12}   {goal}",
            figures.get(key).context(key)?.to_string()
        );
    }
    let ratio = |a: &str, b: &str| {
        figures[a]
            .as_f64()
            .zip(figures[b].as_f64())
            .map(|(a, b)| a / b)
    };
    for (a, b) in [
        ("logins_per_s", "argon2_per_s"),
        ("window_ms", "bare_window_ms"),
        ("app_pss_mb", "bare_pss_mb"),
    ] {
        println!(
            "{a} / {b} = {:.2}",
            ratio(a, b).context("a figure is missing")?
        );
    }
    std::fs::create_dir_all(&ask.out)?;
    let file = ask.out.join("walk.json");
    std::fs::write(
        &file,
        serde_json::to_string_pretty(&Value::Object(figures))? + "\n",
    )?;
    println!("written to {}", file.display());
    Ok(())
}

fn put(figures: &mut Map<String, Value>, key: &str, figure: f64) {
    println!("{key}: {figure:.1}");
    figures.insert(key.to_owned(), json!((figure * 10.0).round() / 10.0));
}

/// A campus that exists already: exec → first 200 of the manifest.
async fn start(scratch: &Path, figures: &mut Map<String, Value>) -> Result<()> {
    let folder = scratch.join("start");
    let mut campus = Campus::start(&folder)?;
    let url = format!("{}/.well-known/menhu", campus.origin);
    let http = http()?;
    let mut all = Vec::new();
    for _ in 0..RUNS {
        campus.kill();
        let begun = Instant::now();
        let program = campus.command()?.args(["--demo", "serve"]).spawn()?;
        let mut program = Stopped(program);
        while !http
            .get(&url)
            .send()
            .await
            .is_ok_and(|answer| answer.status().is_success())
        {
            ensure!(program.0.try_wait()?.is_none(), "the server ended");
            std::thread::yield_now();
        }
        all.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    put(figures, "start_ms", median(all));
    Ok(())
}

/// Killed when dropped.
struct Stopped(std::process::Child);

impl Drop for Stopped {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// 100,000 people: how long the import takes, how much an idle server holds, how fast it hashes.
async fn roster(scratch: &Path, figures: &mut Map<String, Value>) -> Result<()> {
    let folder = scratch.join("roster");
    let mut campus = Campus::start_as(&folder, free_port()?, "http://127.0.0.1:1", &[])?;
    campus.kill();
    let header = roster_csv(&[]);
    let mut csv = header.clone();
    for n in 0..PEOPLE {
        csv += &format!(
            "{:09},人{n},部门{},在岗,T{n:09},1{:010},,\n",
            200_000_000 + n,
            n % 300,
            3_000_000_000_u64 + n as u64
        );
    }
    let file = folder.join("many.csv");
    std::fs::write(&file, csv)?;
    let begun = Instant::now();
    let import = campus
        .command()?
        .args(["--demo", "roster", "import"])
        .arg(&file)
        .output()?;
    ensure!(
        import.status.success(),
        "{}",
        String::from_utf8_lossy(&import.stderr)
    );
    put(figures, "import_s", begun.elapsed().as_secs_f64());
    campus.restart()?;
    put(figures, "idle_pss_mb", pss_mb(campus.pid())?);
    campus.kill();

    let mut csv = header;
    for n in 0..WITH_PASSWORD {
        csv += &format!("H{n:06},密{n},部门,学生,U{n:09},,,mima#{n:06}\n");
    }
    let file = folder.join("passwords.csv");
    std::fs::write(&file, csv)?;
    let import = campus
        .command()?
        .args(["--demo", "roster", "import"])
        .arg(&file)
        .output()?;
    ensure!(
        import.status.success(),
        "{}",
        String::from_utf8_lossy(&import.stderr)
    );
    campus.restart()?;
    let begun = Instant::now();
    let before = sealed(&campus).await?;
    while sealed(&campus).await? > 0 {
        ensure!(
            begun.elapsed() < Duration::from_secs(300),
            "the hashing does not end"
        );
        pause();
    }
    #[allow(clippy::cast_precision_loss, reason = "a few hundred")]
    put(
        figures,
        "hash_jobs_per_s",
        before as f64 / begun.elapsed().as_secs_f64(),
    );
    Ok(())
}

/// Passwords that still wait for their hash.
async fn sealed(campus: &Campus) -> Result<i64> {
    use sqlx::{Connection, Row};
    let url = format!("sqlite://{}?mode=ro", campus.database().display());
    let mut books = sqlx::SqliteConnection::connect(&url).await?;
    let row = sqlx::query("SELECT count(*) AS n FROM member WHERE sealed IS NOT NULL")
        .fetch_one(&mut books)
        .await?;
    Ok(row.try_get("n")?)
}

/// Account and password through the whole server, beside the bare hash on the same cores. The call is `registration/open`, which
/// checks account and password and writes one row, as a sign-in does.
async fn logins(scratch: &Path, figures: &mut Map<String, Value>) -> Result<()> {
    let members: Vec<String> = (0..SIGNING_IN).map(|n| format!("L{n:05}")).collect();
    let certificates: Vec<String> = (0..SIGNING_IN).map(|n| format!("L{n:09}")).collect();
    let people: Vec<Person> = members
        .iter()
        .zip(&certificates)
        .map(|(member, certificate)| Person {
            member: member.clone().leak(),
            name: "登录",
            department: "部门",
            category: "在岗",
            certificate: certificate.clone().leak(),
            phone: "",
            mail: "",
            password: "denglu#2026",
        })
        .collect();
    let port = free_port()?;
    let campus = Campus::start_as(
        &scratch.join("logins"),
        port,
        &format!("http://127.0.0.1:{port}"),
        &people,
    )?;
    while sealed(&campus).await? > 0 {
        pause();
    }
    let begun = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    let cores = std::thread::available_parallelism()?.get();
    for lane in 0..2 * cores {
        let (http, origin, members) = (http()?, campus.origin.clone(), members.clone());
        tasks.spawn(async move {
            let mut done = 0_u32;
            while begun.elapsed() < LOAD {
                let member = &members[(lane * 16 + done as usize % 16) % members.len()];
                let ask = Open {
                    account: MemberId::parse(member)?,
                    password: Secret::new("denglu#2026"),
                };
                let answer = call(&http, &origin, &ask).await?;
                ensure!(answer.is_ok(), "{answer:?}");
                done += 1;
            }
            Ok(done)
        });
    }
    let mut done = 0;
    while let Some(lane) = tasks.join_next().await {
        done += lane??;
    }
    put(
        figures,
        "logins_per_s",
        f64::from(done) / begun.elapsed().as_secs_f64(),
    );
    drop(campus);

    let begun = Instant::now();
    let lanes: Vec<_> = (0..cores)
        .map(|_| {
            std::thread::spawn(move || -> Result<u32> {
                let params =
                    Params::new(19 * 1024, 2, 1, None).map_err(|e| anyhow::anyhow!("{e}"))?;
                let mut blocks = vec![argon2::Block::default(); params.block_count()];
                let hash = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
                let (mut out, mut done) = ([0; 32], 0);
                while begun.elapsed() < LOAD {
                    hash.hash_password_into_with_memory(
                        b"denglu#2026",
                        &[7; 16],
                        &mut out,
                        &mut blocks,
                    )
                    .map_err(|e| anyhow::anyhow!("{e}"))?;
                    done += 1;
                }
                Ok(done)
            })
        })
        .collect();
    let mut hashes = 0;
    for lane in lanes {
        hashes += lane
            .join()
            .map_err(|_| anyhow::anyhow!("a lane panicked"))??;
    }
    put(
        figures,
        "argon2_per_s",
        f64::from(hashes) / begun.elapsed().as_secs_f64(),
    );
    Ok(())
}

/// What a browser fetches before the first form is there.
fn page(figures: &mut Map<String, Value>) -> Result<()> {
    let dist = checkout().join("dist");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&dist).context("dist/: run `cargo xtask page`")? {
        let path = entry?.path();
        if path.is_file() {
            files.push(path);
        }
    }
    let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    let bytes = gzip_bytes(&files)?;
    println!("page_gzip_bytes: {bytes}");
    figures.insert("page_gzip_bytes".into(), json!(bytes));
    Ok(())
}

/// The app's window until its first form is there, beside WebKitGTK's own bare one, in turn.
async fn window(scratch: &Path, figures: &mut Map<String, Value>) -> Result<()> {
    let display = Display::start(scratch)?;
    let (mut ours, mut ours_mb, mut bare, mut bare_mb) = (vec![], vec![], vec![], vec![]);
    for n in 0..RUNS {
        let device = Device::new(&scratch.join(format!("device{n}")))?;
        let begun = Instant::now();
        let window = Window::open(&device, display.number()).await?;
        window.page().at("A-01").await?;
        ours.push(begun.elapsed().as_secs_f64() * 1000.0);
        ours_mb.push(pss_mb(descendant(window.pid(), &binary("menhu")?)?)?);
        window.close().await?;
        let (ms, mb) = bare_window(&device, display.number()).await?;
        bare.push(ms);
        bare_mb.push(mb);
    }
    put(figures, "window_ms", median(ours));
    put(figures, "bare_window_ms", median(bare));
    put(figures, "app_pss_mb", median(ours_mb));
    put(figures, "bare_pss_mb", median(bare_mb));
    Ok(())
}

/// WebKitGTK's MiniBrowser with one heading, through the same driver on the same kind of session.
async fn bare_window(device: &Device, display: &str) -> Result<(f64, f64)> {
    let mini = Path::new("/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser");
    let port = free_port()?;
    let begun = Instant::now();
    let program = Program::start(
        device
            .session(&["/usr/bin/WebKitWebDriver", &format!("--port={port}")])
            .env("DISPLAY", display),
        device.folder.join("bare.log"),
    )?;
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        ensure!(
            begun.elapsed() < Duration::from_secs(30),
            "{}",
            program.said()
        );
        pause();
    }
    let mut capabilities = Map::new();
    capabilities.insert(
        "webkitgtk:browserOptions".into(),
        json!({ "binary": mini, "args": ["--automation"] }),
    );
    let client = ClientBuilder::new(plain_http())
        .capabilities(capabilities)
        .connect(&format!("http://127.0.0.1:{port}"))
        .await
        .with_context(|| program.said())?;
    client.goto("data:text/html,<h1 id=here>bare</h1>").await?;
    client.wait().for_element(Locator::Css("#here")).await?;
    let ms = begun.elapsed().as_secs_f64() * 1000.0;
    let mb = pss_mb(descendant(program.pid(), mini)?)?;
    client.close().await?;
    Ok((ms, mb))
}
