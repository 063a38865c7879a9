//! Runs a program and measures it, from what Linux tells about processes.

use std::{
    fs,
    process::{Command, ExitStatus},
    thread,
    time::{Duration, Instant},
};

use okta_gen::{Error, Result};

/// What a program took.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Usage {
    /// User and system time, of its own children too.
    pub cpu: Duration,
    /// Time on the clock.
    pub wall: Duration,
    /// The most memory that it held at a time, in kilobytes, without its children.
    pub peak_kb: u64,
}

impl Usage {
    /// What two programs took that ran one after the other.
    pub fn and(self, other: Self) -> Self {
        Self {
            cpu: self.cpu + other.cpu,
            wall: self.wall + other.wall,
            peak_kb: self.peak_kb.max(other.peak_kb),
        }
    }
}

/// How often a running program is asked for its memory.
const POLL: Duration = Duration::from_millis(10);

/// Runs a program to its end. Nothing else may be waited for meanwhile: the kernel sums
/// up all children of a process.
pub fn run(command: &mut Command) -> Result<(ExitStatus, Usage)> {
    let name = command.get_program().to_owned();
    let failed = |error| Error::at(name.to_string_lossy(), format!("cannot be run: {error}"));
    let before = children_cpu()?;
    let start = Instant::now();
    let mut child = command.spawn().map_err(failed)?;
    let memory = format!("/proc/{}/status", child.id());
    let mut peak_kb = 0;
    let status = loop {
        if let Some(status) = child.try_wait().map_err(failed)? {
            break status;
        }
        let now = fs::read_to_string(&memory).ok();
        peak_kb = peak_kb.max(now.and_then(|text| peak_memory(&text)).unwrap_or(0));
        thread::sleep(POLL);
    };
    let usage = Usage {
        wall: start.elapsed(),
        cpu: children_cpu()?.saturating_sub(before),
        peak_kb,
    };
    Ok((status, usage))
}

fn children_cpu() -> Result<Duration> {
    let stat = fs::read_to_string("/proc/self/stat").ok();
    stat.and_then(|text| waited_cpu(&text)).ok_or_else(|| {
        Error::at("/proc/self/stat", "cannot be read")
            .advise("run on Linux: only there are programs measured")
    })
}

/// The CPU time of the children that were waited for, from the text of `/proc/PID/stat`:
/// `cutime` and `cstime`, in hundredths of a second on every architecture of today. The
/// program's name, in parentheses, may have spaces.
fn waited_cpu(stat: &str) -> Option<Duration> {
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(13);
    let mut hundredths = || fields.next()?.parse::<u64>().ok();
    Some(Duration::from_millis(10 * (hundredths()? + hundredths()?)))
}

/// The highest resident memory, from the text of `/proc/PID/status`.
fn peak_memory(status: &str) -> Option<u64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_children_are_found_behind_any_name() {
        let stat = "7 (a) b (c)) S 1 7 7 0 -1 4194304 100 200 0 0 11 12 340 15 20 0 1 0 999";
        assert_eq!(waited_cpu(stat), Some(Duration::from_millis(3550)));
        assert_eq!(waited_cpu("7 (cat) R 1 7"), None);
        assert_eq!(waited_cpu(""), None);
    }

    #[test]
    fn the_peak_is_found() {
        let status = "Name:\trustc\nVmPeak:\t  999 kB\nVmHWM:\t  123456 kB\nVmRSS:\t 12 kB\n";
        assert_eq!(peak_memory(status), Some(123_456));
        assert_eq!(peak_memory("Name:\tzombie\n"), None);
    }
}
