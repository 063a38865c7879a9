//! The log goes to standard error: standard output belongs to the protocol.

use tracing::Level;
use tracing_subscriber::{
    filter::Targets, fmt, layer::SubscriberExt as _, util::SubscriberInitExt as _,
};

/// Starts logging at this level. The SDK keeps secrets out of its log; the protocol's
/// library would show whole messages, so only its errors are shown.
pub fn start(level: Level) {
    let filter = Targets::new()
        .with_default(level)
        .with_target("rmcp", Level::ERROR)
        .with_target("hyper", Level::ERROR)
        .with_target("hyper_util", Level::ERROR)
        .with_target("reqwest", Level::ERROR);
    let lines = fmt::layer().with_writer(std::io::stderr).with_ansi(false);
    // A program that logs already goes on as it does.
    let _ = tracing_subscriber::registry()
        .with(lines)
        .with(filter)
        .try_init();
}
