//! Passwords hashed a second on all cores, Argon2id 19 MiB t = 2 p = 1, ours and the peer's.

use std::path::Path;
use std::time::Instant;

use anyhow::{Result, ensure};
use argon2::{Algorithm, Argon2, Block, Params, Version};

use crate::{Figures, Size, peer};

pub fn measure(folder: &Path, size: Size, figures: &mut Figures) -> Result<()> {
    let cores = std::thread::available_parallelism()?.get();
    let begun = Instant::now();
    let lanes: Vec<_> = (0..cores)
        .map(|_| std::thread::spawn(move || lane(begun, size)))
        .collect();
    let mut hashes = 0;
    for lane in lanes {
        let done = lane
            .join()
            .map_err(|_| anyhow::anyhow!("a lane panicked"))?;
        hashes += done?;
    }
    figures.put(
        "ours_hashes_per_s",
        f64::from(hashes) / begun.elapsed().as_secs_f64(),
    );
    match of_peer(folder, cores, size) {
        Ok(rate) => figures.put("peer_hashes_per_s", rate),
        Err(why) => figures.missing("peer_hashes_per_s", &why),
    }
    Ok(())
}

fn lane(begun: Instant, size: Size) -> Result<u32> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|e| anyhow::anyhow!("{e}"))?;
    let mut blocks = vec![Block::default(); params.block_count()];
    let hash = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let (mut out, mut done) = ([0; 32], 0);
    while begun.elapsed() < size.load {
        hash.hash_password_into_with_memory(b"denglu#2026", &[7; 16], &mut out, &mut blocks)
            .map_err(|e| anyhow::anyhow!("{e}"))?;
        done += 1;
    }
    Ok(done)
}

fn of_peer(folder: &Path, cores: usize, size: Size) -> Result<f64> {
    let seconds = size.load.as_secs_f64();
    let run = peer::node(folder)
        .args(["hash", &seconds.to_string(), &cores.to_string()])
        .env("UV_THREADPOOL_SIZE", cores.to_string())
        .output()?;
    ensure!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr).trim()
    );
    let done: f64 = String::from_utf8_lossy(&run.stdout).trim().parse()?;
    Ok(done / seconds)
}
