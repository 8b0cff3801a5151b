//! Running other programs: shown, listened to, or read.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::thread;

use anyhow::{Context, Result, bail};

/// Runs a program with its output on ours.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("starting {}", line(command)))?;
    if !status.success() {
        bail!("{} ended with {status}", line(command));
    }
    Ok(())
}

/// What a program prints on its standard output.
pub fn read(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("starting {}", line(command)))?;
    if !output.status.success() {
        bail!("{} ended with {}", line(command), output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("reading {}", line(command)))
}

/// Whether a program can be started and ends well, whatever it prints.
pub fn answers(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Runs a program, shows each line as it comes, keeps it in `log` and gives it to `hear`.
/// Answers whether the program ended well.
pub fn tee(command: &mut Command, log: &mut File, mut hear: impl FnMut(&str)) -> Result<bool> {
    let name = line(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("starting {name}"))?;
    let (send, lines) = channel();
    let readers = [
        child.stdout.take().map(|pipe| listen(pipe, send.clone())),
        child.stderr.take().map(|pipe| listen(pipe, send)),
    ];
    let mut out = std::io::stdout().lock();
    for text in lines {
        writeln!(out, "{text}")?;
        writeln!(log, "{text}")?;
        hear(&text);
    }
    for reader in readers.into_iter().flatten() {
        reader.join().ok();
    }
    Ok(child.wait()?.success())
}

/// Sends the lines of a pipe until it is closed; bytes that are no UTF-8 are shown as well as they can be.
fn listen(pipe: impl Read + Send + 'static, send: Sender<String>) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        let mut pipe = BufReader::new(pipe);
        let mut bytes = Vec::new();
        while let Ok(1..) = pipe.read_until(b'\n', &mut bytes) {
            let text = String::from_utf8_lossy(&bytes);
            if send
                .send(text.trim_end_matches(['\r', '\n']).to_owned())
                .is_err()
            {
                return;
            }
            bytes.clear();
        }
    })
}

/// A file to write a log to, its folder made first.
pub fn log(path: &Path) -> Result<File> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    File::create(path).with_context(|| format!("writing {}", path.display()))
}

/// The command as one would type it, for messages.
pub fn line(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}
