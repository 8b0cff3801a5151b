//! What a program takes: memory as the kernel counts it, bytes as a browser would fetch them.

use std::collections::HashMap;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

/// Proportional set size of a process and all its descendants, MB (10⁶ bytes). Shared pages count
/// once among those who share them, so trees can be added up.
///
/// # Errors
/// When the process is gone.
pub fn pss_mb(root: u32) -> Result<f64> {
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    for entry in std::fs::read_dir("/proc")? {
        let Some(pid) = entry?
            .file_name()
            .to_str()
            .and_then(|name| name.parse().ok())
        else {
            continue;
        };
        let Ok(stat) = std::fs::read_to_string(format!("/proc/{pid}/stat")) else {
            continue;
        };
        // The name in brackets may hold spaces; the parent is the second field behind it.
        let parent = stat
            .rsplit_once(')')
            .and_then(|(_, rest)| rest.split_whitespace().nth(1))
            .and_then(|field| field.parse().ok());
        if let Some(parent) = parent {
            children.entry(parent).or_default().push(pid);
        }
    }
    let (mut kilobytes, mut waiting) = (0_u64, vec![root]);
    while let Some(pid) = waiting.pop() {
        waiting.extend(children.get(&pid).into_iter().flatten());
        let Ok(rollup) = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")) else {
            continue;
        };
        kilobytes += rollup
            .lines()
            .find_map(|line| line.strip_prefix("Pss:"))
            .and_then(|rest| rest.split_whitespace().next())
            .and_then(|number| number.parse::<u64>().ok())
            .unwrap_or(0);
    }
    ensure!(kilobytes > 0, "process {root} is gone");
    #[allow(
        clippy::cast_precision_loss,
        reason = "kilobytes of memory are far below 2^52"
    )]
    Ok(kilobytes as f64 * 1.024 / 1000.0)
}

/// The process whose command line begins with this program, below `root`.
///
/// # Errors
/// When there is none.
pub fn descendant(root: u32, program: &Path) -> Result<u32> {
    let output = Command::new("pgrep")
        .arg("-f")
        .arg(format!("^{}", program.display()))
        .output()?;
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| line.parse().ok())
        .find(|pid| is_below(*pid, root))
        .with_context(|| format!("{} does not run below {root}", program.display()))
}

fn is_below(pid: u32, root: u32) -> bool {
    let mut at = pid;
    while at > 1 {
        if at == root {
            return true;
        }
        let stat = std::fs::read_to_string(format!("/proc/{at}/stat")).unwrap_or_default();
        at = stat
            .rsplit_once(')')
            .and_then(|(_, rest)| rest.split_whitespace().nth(1))
            .and_then(|field| field.parse().ok())
            .unwrap_or(0);
    }
    false
}

/// Bytes of these files, each compressed by `gzip -9` as a web server would.
///
/// # Errors
/// When a file cannot be read.
pub fn gzip_bytes(files: &[&Path]) -> Result<usize> {
    let mut all = 0;
    for file in files {
        let output = Command::new("gzip")
            .args(["-9", "-c"])
            .stdin(Stdio::from(
                std::fs::File::open(file).with_context(|| file.display().to_string())?,
            ))
            .output()?;
        ensure!(output.status.success(), "gzip {}", file.display());
        all += output.stdout.len();
    }
    Ok(all)
}

/// The middle one.
pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}
