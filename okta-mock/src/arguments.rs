//! The program's arguments.

use std::{
    net::{IpAddr, Ipv4Addr},
    ops::Range,
    str::FromStr,
    time::Duration,
};

use okta_mock::{Fault, Faults, Limits, Org, OrgBuilder, Tls};

/// What the program prints about itself.
pub(crate) const USAGE: &str = "\
usage: okta-mock [options]

An Okta org in memory. Prints its URL on the first line, its API token on the second and
the address that it listens on; its landing page is at that URL. Ends with Ctrl-C.

  --port N             port to listen on; 0, which is the default, takes a free one
  --host ADDRESS       address to listen on (default 127.0.0.1)
  --public-url URL     what links in answers begin with, behind a proxy
  --users N            users to begin with (default 20)
  --groups N           groups to begin with (default 12)
  --apps N             applications to begin with (default 10)
  --seed N             the same seed makes the same org (default 1)
  --token TOKEN        the API token it takes
  --rate-limit LIMIT   okta (default), none, or requests and window such as 60/6s
  --concurrent N       requests at once; more are refused
  --latency RANGE      how long answers take, such as 50ms or 20ms..80ms
  --fail FAULT         what goes wrong and how often, such as 503:1%, reset:0.5% or
                       listUsers=429:10%; may be repeated. Faults are a status, reset,
                       truncated, garbage, duplicate-headers, expired-token or
                       too-many-at-once
  --merged-links       sends both links of a page in one header
  --tls CERT,KEY       answers over TLS with this certificate chain and key (PEM files)
  --har FILE           records requests and answers in this HAR file; headers that hold
                       secrets are masked, bodies are whole
  --help, --version
";

/// What the arguments ask for.
#[derive(Debug)]
pub(crate) enum Asked {
    Run(Box<OrgBuilder>),
    Help,
    Version,
}

/// Reads the arguments, or says what is wrong with them.
pub(crate) fn read(arguments: impl Iterator<Item = String>) -> Result<Asked, String> {
    let mut builder = Org::builder();
    let (mut host, mut port) = (IpAddr::V4(Ipv4Addr::LOCALHOST), 0);
    let (mut limits, mut concurrent) = (Limits::okta(), None);
    let mut faults = Faults::new();
    let mut latency = None;
    let mut arguments = arguments.flat_map(|argument| {
        // Both `--port 1` and `--port=1` are common.
        match argument.split_once('=') {
            Some((flag, value)) if flag.starts_with("--") => {
                vec![flag.to_owned(), value.to_owned()]
            }
            _ => vec![argument],
        }
    });
    while let Some(flag) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .ok_or_else(|| format!("{flag} needs a value"))
        };
        match flag.as_str() {
            "--help" | "-h" => return Ok(Asked::Help),
            "--version" | "-V" => return Ok(Asked::Version),
            "--port" => port = number(&flag, &value()?)?,
            "--host" => host = number(&flag, &value()?)?,
            "--public-url" => builder = builder.public_url(value()?),
            "--users" => builder = builder.users(number(&flag, &value()?)?),
            "--groups" => builder = builder.groups(number(&flag, &value()?)?),
            "--apps" => builder = builder.apps(number(&flag, &value()?)?),
            "--seed" => builder = builder.seed(number(&flag, &value()?)?),
            "--token" => builder = builder.token(value()?),
            "--rate-limit" => limits = rate_limit(&value()?)?,
            "--concurrent" => concurrent = Some(number(&flag, &value()?)?),
            "--latency" => latency = Some(range(&value()?)?),
            "--fail" => faults = fail(faults, &value()?)?,
            "--merged-links" => builder = builder.merged_links(true),
            "--har" => builder = builder.har(value()?),
            "--tls" => builder = builder.tls(tls(&value()?)?),
            unknown => return Err(format!("unknown option {unknown}")),
        }
    }
    if let Some(concurrent) = concurrent {
        limits = limits.concurrent(concurrent);
    }
    if let Some(latency) = latency {
        builder = builder.latency(latency);
    }
    let builder = builder
        .limits(limits)
        .faults(faults)
        .address((host, port).into());
    Ok(Asked::Run(Box::new(builder)))
}

fn number<T: FromStr>(flag: &str, text: &str) -> Result<T, String> {
    text.parse()
        .map_err(|_| format!("{flag} cannot be {text:?}"))
}

fn rate_limit(text: &str) -> Result<Limits, String> {
    match text {
        "okta" => return Ok(Limits::okta()),
        "none" => return Ok(Limits::none()),
        _ => {}
    }
    let (requests, window) = text
        .split_once('/')
        .ok_or_else(|| format!("--rate-limit cannot be {text:?}: give 60/6s, okta or none"))?;
    Ok(Limits::each(
        number("--rate-limit", requests)?,
        duration(window)?,
    ))
}

/// A time such as `20ms`, `6s` or `1m`.
fn duration(text: &str) -> Result<Duration, String> {
    let digits = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let seconds = match &text[digits.len()..] {
        "ms" => 0.001,
        "" | "s" => 1.0,
        "m" => 60.0,
        "h" => 3600.0,
        _ => return Err(format!("{text:?} is no time: give 20ms, 6s or 1m")),
    };
    let count: f64 = number("a time", digits)?;
    Duration::try_from_secs_f64(count * seconds).map_err(|_| format!("{text:?} is no time"))
}

fn range(text: &str) -> Result<Range<Duration>, String> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let (from, to) = (duration(from)?, duration(to)?);
    if from > to {
        return Err(format!("--latency {text} ends before it begins"));
    }
    Ok(from..to)
}

/// Adds a fault such as `listUsers=503:1%`.
fn fail(faults: Faults, text: &str) -> Result<Faults, String> {
    let wrong = || format!("--fail cannot be {text:?}: give 503:1% or listUsers=reset:10%");
    let (operation, rest) = text.split_once('=').unwrap_or(("*", text));
    let (kind, percent) = rest.split_once(':').ok_or_else(wrong)?;
    let percent = percent.trim_end_matches('%').parse().map_err(|_| wrong())?;
    let fault = match kind {
        "reset" => Fault::reset(),
        "truncated" => Fault::truncated(),
        "garbage" => Fault::garbage(),
        "duplicate-headers" => Fault::duplicate_headers(),
        "expired-token" => Fault::expired_token(),
        "too-many-at-once" => Fault::too_many_at_once(),
        status => match status.parse() {
            Ok(status @ 400..=599) => Fault::status(status),
            _ => return Err(wrong()),
        },
    };
    Ok(faults.percent(operation, percent, fault))
}

fn tls(text: &str) -> Result<Tls, String> {
    let (certificates, key) = text
        .split_once(',')
        .ok_or("--tls needs two files: cert.pem,key.pem")?;
    let file = |path: &str| std::fs::read(path).map_err(|problem| format!("{path}: {problem}"));
    Tls::from_pem(&file(certificates)?, &file(key)?).map_err(|problem| problem.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Result<Asked, String> {
        read(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn good_arguments() {
        for line in [
            "",
            "--port 8080 --users 1000 --seed 7 --rate-limit 60/6s --latency 20ms..80ms --fail 503:1%",
            "--port=0 --rate-limit=none --fail=listUsers=reset:10% --fail garbage:0.5%",
            "--host ::1 --concurrent 35 --merged-links --latency 1s --har x.har",
        ] {
            assert!(matches!(words(line), Ok(Asked::Run(_))), "{line}");
        }
        assert!(matches!(words("--port 1 --help"), Ok(Asked::Help)));
        assert!(matches!(words("--version"), Ok(Asked::Version)));
    }

    #[test]
    fn bad_arguments_are_named() {
        for line in [
            "--port",
            "--port x",
            "--port 70000",
            "--users -1",
            "--rate-limit 60",
            "--rate-limit 60/6y",
            "--latency 80ms..20ms",
            "--latency soon",
            "--fail 503",
            "--fail 200:1%",
            "--fail oops:1%",
            "--tls cert.pem",
            "--har",
            "--what",
        ] {
            let Err(problem) = words(line) else {
                unreachable!("{line} was taken");
            };
            assert!(
                problem.contains("--") || problem.contains("no time"),
                "{line}: {problem}"
            );
        }
    }

    #[test]
    fn times() {
        for (text, millis) in [
            ("20ms", 20),
            ("6s", 6000),
            ("1.5s", 1500),
            ("1m", 60_000),
            ("2", 2000),
        ] {
            assert_eq!(duration(text), Ok(Duration::from_millis(millis)));
        }
    }
}
