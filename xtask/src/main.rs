//! Repository tasks: argument parsing only.
fn main() {}
