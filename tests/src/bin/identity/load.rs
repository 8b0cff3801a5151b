//! Refreshes and introspections, ours and the peer's, as many as the machine does.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use menhu_protocol::api::PROOF_HEADER;
use menhu_protocol::api::session::{MeRead, Refresh, Tokens};
use menhu_tests::campus::http;
use tokio::task::JoinSet;

use crate::device::Device;
use crate::peer::{Held, Peer};
use crate::town::{LANES, Town};
use crate::{Figures, Size};

/// Ticks of the kernel's processor times in a second (`getconf CLK_TCK`, 100 on Linux).
const TICKS: f64 = 100.0;

/// `/v1/session/refresh`, each device turning its own token, and `/v1/me`, the question a resource asks
/// of a token: whose it is, and whether it still counts. `more`: processes beside the server that work
/// for it, each with its children.
pub async fn ours(
    town: &Town,
    size: Size,
    more: &[u32],
    books: &str,
    figures: &mut Figures,
) -> Result<()> {
    let mut served = vec![town.campus.pid()];
    served.extend(more);
    let mut lanes = Vec::new();
    for lane in 0..LANES {
        let (device, tokens) = town.device(lane).await?;
        lanes.push(OurRefreshes(device, tokens));
    }
    let on = format!("_{books}");
    let begun = Begun::now(&served)?;
    let (done, lanes) = run(lanes, size).await?;
    begun.put(&served, done, "ours_refreshes", &on, figures)?;

    let asking = lanes.into_iter().map(|lane| OurQuestions(lane.0, lane.1));
    let begun = Begun::now(&served)?;
    let (done, _) = run(asking.collect(), size).await?;
    begun.put(&served, done, "ours_introspections", &on, figures)
}

/// `/token` and `/token/introspection` of the peer. Its refresh tokens turn as ours do, once bound to no
/// key, which saves it a signature to check, and once with the same proof as ours.
pub async fn peer(peer: &Peer, size: Size, books: &str, figures: &mut Figures) -> Result<()> {
    let served = [peer.pid()];
    let mut lanes = Vec::new();
    for held in peer.tokens.clone() {
        lanes.push(PeerRefreshes(PeerLane {
            http: http()?,
            origin: peer.origin.clone(),
            held,
            key: None,
        }));
    }
    let begun = Begun::now(&served)?;
    let (done, mut lanes) = run(lanes, size).await?;
    begun.put(
        &served,
        done,
        &format!("peer_{books}_refreshes"),
        "",
        figures,
    )?;

    for (lane, number) in lanes.iter_mut().zip(1..) {
        lane.0.key = Some(Device::new(&peer.origin, number)?);
    }
    let begun = Begun::now(&served)?;
    let (done, lanes) = run(lanes, size).await?;
    begun.put(
        &served,
        done,
        &format!("peer_{books}_proven_refreshes"),
        "",
        figures,
    )?;

    let asking = lanes.into_iter().map(|lane| PeerQuestions(lane.0));
    let begun = Begun::now(&served)?;
    let (done, _) = run(asking.collect(), size).await?;
    begun.put(
        &served,
        done,
        &format!("peer_{books}_introspections"),
        "",
        figures,
    )
}

/// Somebody who asks one thing after another.
trait Lane: Send + 'static {
    fn once(&mut self) -> impl Future<Output = Result<()>> + Send;
}

struct OurRefreshes(Device, Tokens);

impl Lane for OurRefreshes {
    async fn once(&mut self) -> Result<()> {
        let refresh = Refresh {
            refresh: self.1.refresh.clone(),
        };
        self.1 = self.0.must(&refresh, None).await?;
        Ok(())
    }
}

struct OurQuestions(Device, Tokens);

impl Lane for OurQuestions {
    async fn once(&mut self) -> Result<()> {
        self.0.must(&MeRead {}, Some(&self.1.access)).await?;
        Ok(())
    }
}

struct PeerLane {
    http: reqwest::Client,
    origin: String,
    held: Held,
    /// With which it proves itself (RFC 9449).
    key: Option<Device>,
}

struct PeerRefreshes(PeerLane);

impl Lane for PeerRefreshes {
    async fn once(&mut self) -> Result<()> {
        let lane = &mut self.0;
        let (held, url) = (&mut lane.held, format!("{}/token", lane.origin));
        let refresh = &held.refresh;
        let form = format!("grant_type=refresh_token&client_id=app&refresh_token={refresh}");
        let mut request = lane.http.post(url);
        if let Some(key) = &lane.key {
            request = request.header(PROOF_HEADER, key.proof("/token", None)?);
        }
        let answer = posted(request, form).await?;
        let token = |name: &str| answer[name].as_str().map(str::to_owned);
        held.refresh = token("refresh_token").context("no refresh token")?;
        held.access = token("access_token").context("no access token")?;
        Ok(())
    }
}

struct PeerQuestions(PeerLane);

impl Lane for PeerQuestions {
    async fn once(&mut self) -> Result<()> {
        let PeerLane {
            http, origin, held, ..
        } = &self.0;
        let request = http
            .post(format!("{origin}/token/introspection"))
            .basic_auth("resource", Some("peer-of-the-bench"));
        let answer = posted(request, format!("token={}", held.access)).await?;
        ensure!(answer["active"] == true, "{answer}");
        Ok(())
    }
}

async fn posted(request: reqwest::RequestBuilder, form: String) -> Result<serde_json::Value> {
    let form_type = "application/x-www-form-urlencoded";
    let request = request.header("content-type", form_type).body(form);
    let answer = request.send().await?;
    let status = answer.status();
    let body = answer.text().await?;
    ensure!(status.is_success(), "{status} {body}");
    Ok(serde_json::from_str(&body)?)
}

/// All lanes side by side until the time is over; how often they asked.
async fn run<L: Lane>(lanes: Vec<L>, size: Size) -> Result<(u64, Vec<L>)> {
    let begun = Instant::now();
    let mut running = JoinSet::new();
    for mut lane in lanes {
        running.spawn(async move {
            let mut done = 0_u64;
            while begun.elapsed() < size.load {
                lane.once().await?;
                done += 1;
            }
            anyhow::Ok((done, lane))
        });
    }
    let (mut all, mut lanes) = (0, Vec::new());
    while let Some(lane) = running.join_next().await {
        let (done, lane) = lane??;
        all += done;
        lanes.push(lane);
    }
    Ok((all, lanes))
}

/// When a load began, by both clocks.
struct Begun {
    at: Instant,
    processor_s: f64,
}

impl Begun {
    fn now(served: &[u32]) -> Result<Self> {
        Ok(Self {
            at: Instant::now(),
            processor_s: processor_s(served)?,
        })
    }

    #[allow(
        clippy::cast_precision_loss,
        reason = "a run makes far fewer than 2^52"
    )]
    fn put(
        self,
        served: &[u32],
        done: u64,
        what: &str,
        on: &str,
        figures: &mut Figures,
    ) -> Result<()> {
        let processor = processor_s(served)? - self.processor_s;
        ensure!(processor > 0.0, "too short to measure");
        figures.put(&format!("{what}_per_cpu_s{on}"), done as f64 / processor);
        let wall = self.at.elapsed().max(Duration::from_millis(1));
        figures.put(
            &format!("{what}_per_s{on}"),
            done as f64 / wall.as_secs_f64(),
        );
        Ok(())
    }
}

/// Processor seconds of processes and their living children, user and system.
fn processor_s(served: &[u32]) -> Result<f64> {
    let mut ticks = 0_u64;
    for entry in std::fs::read_dir("/proc")? {
        let Ok(stat) = std::fs::read_to_string(entry?.path().join("stat")) else {
            continue;
        };
        // The name in brackets may hold spaces; behind it stand state, parent, and from the twelfth
        // field on utime and stime (proc(5)).
        let Some((head, rest)) = stat.rsplit_once(')') else {
            continue;
        };
        let pid: u32 = head.split(' ').next().unwrap_or_default().parse()?;
        let fields: Vec<&str> = rest.split_whitespace().collect();
        let number = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok());
        let parent = number(1).and_then(|parent| u32::try_from(parent).ok());
        if served.contains(&pid) || parent.is_some_and(|parent| served.contains(&parent)) {
            ticks += number(11).unwrap_or(0) + number(12).unwrap_or(0);
        }
    }
    #[allow(clippy::cast_precision_loss, reason = "ticks of a few minutes")]
    Ok(ticks as f64 / TICKS)
}
