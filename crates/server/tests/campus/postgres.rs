//! A PostgreSQL of this test's own: made, started and thrown away by it.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};

use sqlx::{AnyConnection, Connection as _, Executor as _};

/// Where Debian puts the programs, newest first.
const PROGRAMS: [&str; 4] = [
    "/usr/lib/postgresql/17/bin",
    "/usr/lib/postgresql/16/bin",
    "/usr/lib/postgresql/15/bin",
    "/usr/lib/postgresql/14/bin",
];

/// One cluster for the whole test program. The shell that keeps it ends it, and removes its folder,
/// when the program that holds its standard input is gone, however it went.
const KEEPER: &str = r#"
set -eu
dir=$(mktemp -d)
pid=
end() {
  # At once, without a word: nothing in it is worth keeping.
  [ -f "$dir/data/postmaster.pid" ] && kill -QUIT "$(head -n 1 "$dir/data/postmaster.pid")" || true
  wait $pid || true
  rm -rf "$dir"
}
trap end EXIT
as=""
if [ "$(id -u)" = 0 ]; then chown postgres "$dir"; as="runuser -u postgres --"; fi
cd "$dir"
$as "$BIN/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$dir/log" 2>&1
$as "$BIN/postgres" -D "$dir/data" -p "$PORT" -k "$dir" -c listen_addresses=127.0.0.1 \
  -c fsync=off -c full_page_writes=off -c max_connections=400 >>"$dir/log" 2>&1 &
pid=$!
for _ in $(seq 300); do
  "$BIN/pg_isready" -q -h 127.0.0.1 -p "$PORT" && echo ready && break
  kill -0 $pid 2>/dev/null || { cat "$dir/log"; exit 1; }
  sleep 0.1
done
cat >/dev/null
"#;

struct Cluster {
    port: u16,
    databases: AtomicU32,
    /// Held so that its standard input stays open as long as this program lives.
    _keeper: Mutex<Child>,
}

fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(|| {
        let bin = PROGRAMS
            .into_iter()
            .find(|folder| std::path::Path::new(folder).join("initdb").exists())
            .expect("PostgreSQL is missing: apt-get install postgresql");
        // A port that is free now; nobody else on this machine asks for this one at once.
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .expect("a free port")
            .port();
        let mut keeper = Command::new("sh")
            .args(["-c", KEEPER])
            .env("BIN", bin)
            .env("PORT", port.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a shell");
        let mut said = String::new();
        let out = keeper.stdout.take().expect("its output");
        BufReader::new(out).read_line(&mut said).expect("a line");
        assert_eq!(said.trim(), "ready", "PostgreSQL did not start: {said}");
        Cluster {
            port,
            databases: AtomicU32::new(0),
            _keeper: Mutex::new(keeper),
        }
    })
}

/// The address of a new, empty database.
pub async fn database() -> String {
    let cluster = tokio::task::spawn_blocking(cluster)
        .await
        .expect("a cluster");
    let name = format!(
        "campus_{}",
        cluster.databases.fetch_add(1, Ordering::SeqCst)
    );
    sqlx::any::install_default_drivers();
    let base = format!("postgres://postgres@127.0.0.1:{}", cluster.port);
    let mut connection = AnyConnection::connect(&format!("{base}/postgres"))
        .await
        .expect("a connection");
    connection
        .execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .await
        .expect("a database");
    format!("{base}/{name}")
}
