//! The bench runs itself again, as programs whose use of CPU and memory is their own.

use std::{
    env,
    io::{BufRead, BufReader},
    process::{Child, ChildStdin, Command, Stdio},
};

fn this_program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(arguments).stdout(Stdio::piped());
    command
}

/// Runs to the end and returns what was printed.
pub fn run(arguments: &[&str]) -> String {
    let output = this_program(arguments).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

/// The server in a process of its own. It ends when its input does, so no later than the
/// process that started it.
pub struct Server {
    process: Child,
    input: Option<ChildStdin>,
    /// The origin where it answers at once.
    pub origin: String,
    /// The origin where it takes [its time](super::server::DELAY).
    pub slow_origin: String,
}

impl Server {
    pub fn start() -> Self {
        let mut command = this_program(&["serve"]);
        let mut process = command.stdin(Stdio::piped()).spawn().unwrap();
        let input = process.stdin.take();
        let mut line = String::new();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        output.read_line(&mut line).unwrap();
        let (origin, slow_origin) = line.trim().split_once(' ').unwrap();
        Self {
            input,
            process,
            origin: origin.to_owned(),
            slow_origin: slow_origin.to_owned(),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.input.take());
        self.process.wait().unwrap();
    }
}
