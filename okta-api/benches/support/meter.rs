//! What a process has used, as Linux tells it.

use std::{
    fs,
    time::{Duration, Instant},
};

/// What was used between two looks.
#[derive(Clone, Copy, Debug)]
pub struct Usage {
    pub cpu: Duration,
    pub wall: Duration,
}

/// Measures from its start.
pub struct Meter {
    cpu: Duration,
    wall: Instant,
}

impl Meter {
    pub fn start() -> Self {
        Self {
            cpu: cpu(),
            wall: Instant::now(),
        }
    }

    pub fn stop(self) -> Usage {
        let wall = self.wall.elapsed();
        Usage {
            cpu: cpu() - self.cpu,
            wall,
        }
    }
}

/// CPU time of all threads of this process, user and system, to the nanosecond. The kernel
/// brings the number of a thread up to date when it leaves the CPU, so the one that asks
/// leaves it for a moment.
fn cpu() -> Duration {
    std::thread::sleep(Duration::from_millis(1));
    let threads = fs::read_dir("/proc/self/task").unwrap();
    let nanoseconds = threads.map(|thread| {
        let text = fs::read_to_string(thread.unwrap().path().join("schedstat"));
        // A thread that has ended meanwhile has none.
        let text = text.unwrap_or_default();
        let first = text.split(' ').next().and_then(|word| word.parse().ok());
        first.unwrap_or(0)
    });
    Duration::from_nanos(nanoseconds.sum())
}

/// The most memory that this process has had, in kilobytes.
pub fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let word = line.and_then(|line| line.split_whitespace().next());
    word.unwrap().parse().unwrap()
}
