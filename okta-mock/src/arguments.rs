//! The program's arguments.

use std::{
    net::{IpAddr, Ipv4Addr},
    ops::Range,
    path::PathBuf,
    str::FromStr,
    sync::Arc,
    time::Duration,
};

use clap::Parser;
use okta_mock::{Description, Fault, Faults, Limits, Org, OrgBuilder, Tls};

/// An Okta org in memory.
///
/// Prints its URL on the first line, its API token on the second, and the address that it
/// listens on on the third. The URL also shows its landing page. Ctrl-C ends it.
#[derive(Debug, Parser)]
#[command(name = "okta-mock", version, allow_negative_numbers = true)]
pub(crate) struct Arguments {
    /// Port to listen on; 0 takes a free one
    #[arg(long, value_name = "N", default_value_t = 0)]
    port: u16,
    /// Address to listen on
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub(crate) host: IpAddr,
    /// URL with which links in responses begin, behind a proxy
    #[arg(long, value_name = "URL")]
    pub(crate) public_url: Option<String>,
    /// Number of users in a new org [default: 20]
    #[arg(long, value_name = "N")]
    users: Option<u32>,
    /// Number of groups in a new org [default: 12]
    #[arg(long, value_name = "N")]
    groups: Option<u32>,
    /// Number of applications in a new org [default: 10]
    #[arg(long, value_name = "N")]
    apps: Option<u32>,
    /// Seed; the same seed creates the same org [default: 1]
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// API token [default: a new one for each org]
    #[arg(long, value_name = "TOKEN")]
    token: Option<String>,
    /// Rate limits: okta, none, or requests and window such as 60/6s
    #[arg(long, value_name = "LIMIT", default_value = "okta", value_parser = rate_limit)]
    rate_limit: Limits,
    /// Largest number of concurrent requests; more are refused
    #[arg(long, value_name = "N")]
    concurrent: Option<u32>,
    /// How long responses take, such as 50ms or 20ms..80ms
    #[arg(long, value_name = "RANGE", value_parser = range)]
    latency: Option<Range<Duration>>,
    /// Faults and how often they occur, such as 503:1%, reset:0.5% or listUsers=429:10%
    ///
    /// May be repeated. Faults are a status, reset, truncated, garbage,
    /// duplicate-headers, expired-token or too-many-at-once.
    #[arg(long, value_name = "FAULT", value_parser = fail)]
    fail: Vec<Failure>,
    /// Sends both links of a page in one header
    #[arg(long)]
    merged_links: bool,
    /// Turns on TLS, with this certificate chain and key (PEM files), or with ones that it
    /// creates itself; it prints where the certificate to trust is
    #[arg(long, value_name = "self|CERT,KEY", value_parser = files)]
    pub(crate) tls: Option<Files>,
    /// Prints the variables that clients read, ready to be exported, instead of URL and token
    #[arg(long)]
    pub(crate) env: bool,
    /// Keeps the org in this file; it is read at the start, if it exists, and written at the
    /// end and on SIGUSR1
    ///
    /// Sizes and seed apply only when the file does not exist yet.
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Serves this description: an OpenAPI 3.0 document in JSON, such as the `openapi.json`
    /// that `cargo xtask regen --out` writes for another release
    #[arg(long, value_name = "FILE", value_parser = description)]
    description: Option<Arc<Description>>,
    /// Records requests and responses in this HAR file; headers and parts of URLs with
    /// secrets are masked, but bodies are complete
    #[arg(long, value_name = "FILE")]
    har: Option<PathBuf>,
}

/// What to answer over TLS with.
#[derive(Debug, Clone)]
pub(crate) enum Files {
    Own,
    Given { certificates: String, key: String },
}

/// A kind of fault, for an operation, in so many percent of requests.
#[derive(Debug, Clone)]
struct Failure {
    operation: String,
    percent: f64,
    fault: Fault,
}

impl Arguments {
    /// The org that they ask for, but for TLS.
    pub(crate) fn org(&self) -> OrgBuilder {
        let mut builder = Org::builder()
            .address((self.host, self.port).into())
            .merged_links(self.merged_links);
        let mut limits = self.rate_limit.clone();
        if let Some(concurrent) = self.concurrent {
            limits = limits.concurrent(concurrent);
        }
        let mut faults = Faults::new();
        for failure in &self.fail {
            faults = faults.percent(&failure.operation, failure.percent, failure.fault.clone());
        }
        builder = builder.limits(limits).faults(faults);
        if let Some(users) = self.users {
            builder = builder.users(users);
        }
        if let Some(groups) = self.groups {
            builder = builder.groups(groups);
        }
        if let Some(apps) = self.apps {
            builder = builder.apps(apps);
        }
        if let Some(seed) = self.seed {
            builder = builder.seed(seed);
        }
        if let Some(token) = &self.token {
            builder = builder.token(token);
        }
        if let Some(latency) = &self.latency {
            builder = builder.latency(latency.clone());
        }
        if let Some(url) = &self.public_url {
            builder = builder.public_url(url);
        }
        if let Some(file) = &self.har {
            builder = builder.har(file);
        }
        if let Some(description) = &self.description {
            builder = builder.description(Arc::clone(description));
        }
        if let Some(file) = &self.state {
            builder = builder.state_file(file);
        }
        builder
    }
}

fn number<T: FromStr>(text: &str) -> Result<T, String> {
    text.parse()
        .map_err(|_| format!("{text:?} is not a number"))
}

fn description(path: &str) -> Result<Arc<Description>, String> {
    let text = std::fs::read(path).map_err(|problem| problem.to_string())?;
    let document: serde_json::Value = serde_json::from_slice(&text).map_err(|problem| {
        format!(
            "it is not JSON: {problem}. A file as Okta publishes it is corrected first: `cargo \
             xtask regen --spec FILE --crate DIR` writes `src/generated/openapi.json`"
        )
    })?;
    let description = Description::load(&document).map_err(|problem| problem.to_string())?;
    Ok(Arc::new(description))
}

fn rate_limit(text: &str) -> Result<Limits, String> {
    match text {
        "okta" => return Ok(Limits::okta()),
        "none" => return Ok(Limits::none()),
        _ => {}
    }
    let (requests, window) = text.split_once('/').ok_or("give 60/6s, okta or none")?;
    Ok(Limits::each(number(requests)?, duration(window)?))
}

/// A time such as `20ms`, `6s` or `1m`.
fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || format!("{text:?} is not a time: give 20ms, 6s or 1m");
    let digits = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let seconds = match &text[digits.len()..] {
        "ms" => 0.001,
        "" | "s" => 1.0,
        "m" => 60.0,
        "h" => 3600.0,
        _ => return Err(wrong()),
    };
    let count: f64 = digits.parse().map_err(|_| wrong())?;
    Duration::try_from_secs_f64(count * seconds).map_err(|_| wrong())
}

fn range(text: &str) -> Result<Range<Duration>, String> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let (from, to) = (duration(from)?, duration(to)?);
    if from > to {
        return Err("it ends before it begins".to_owned());
    }
    Ok(from..to)
}

/// Reads a fault such as `listUsers=503:1%`.
fn fail(text: &str) -> Result<Failure, String> {
    let wrong = || "give 503:1% or listUsers=reset:10%".to_owned();
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
    Ok(Failure {
        operation: operation.to_owned(),
        percent,
        fault,
    })
}

fn files(text: &str) -> Result<Files, String> {
    if text == "self" {
        return Ok(Files::Own);
    }
    let (certificates, key) = text
        .split_once(',')
        .ok_or("give two files, cert.pem,key.pem, or self")?;
    Ok(Files::Given {
        certificates: certificates.to_owned(),
        key: key.to_owned(),
    })
}

/// Reads a certificate chain and its key.
pub(crate) fn tls(certificates: &str, key: &str) -> Result<Tls, String> {
    let file = |path: &str| std::fs::read(path).map_err(|problem| format!("{path}: {problem}"));
    Tls::from_pem(&file(certificates)?, &file(key)?).map_err(|problem| problem.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Result<Arguments, clap::Error> {
        let program = std::iter::once("okta-mock");
        Arguments::try_parse_from(program.chain(line.split_whitespace()))
    }

    #[test]
    fn all_of_them_together() {
        let line = "--port=0 --host ::1 --users 5 --groups 2 --apps 1 --seed 7 --token t \
                    --rate-limit 60/6s --concurrent 3 --latency 20ms..80ms --fail 503:1% \
                    --fail listUsers=reset:10% --merged-links --har x.har --state x.json \
                    --tls self --env --public-url https://acme.example.com";
        let arguments = words(line).unwrap();
        let shown = format!("{:?}", arguments.org());
        assert!(
            shown.contains("users: 5") && shown.contains("[::1]:0"),
            "{shown}"
        );
        assert!(matches!(arguments.tls, Some(Files::Own)) && arguments.env);
        for line in [
            "--rate-limit okta",
            "--rate-limit none",
            "--latency 5ms",
            "",
        ] {
            assert!(words(line).is_ok(), "{line}");
        }
    }

    #[test]
    fn help_and_version_are_no_mistakes() {
        for (line, code) in [("--port 1 --help", 0), ("-h", 0), ("-V", 0), ("--what", 2)] {
            assert_eq!(words(line).unwrap_err().exit_code(), code, "{line}");
        }
        let help = words("--help").unwrap_err().to_string();
        for flag in [
            "--port",
            "--users",
            "--seed",
            "--state",
            "--env",
            "self|CERT,KEY",
        ] {
            assert!(help.contains(flag), "{flag}: {help}");
        }
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
            "--state",
            "--what",
        ] {
            let problem = words(line).unwrap_err().to_string();
            let flag = line.split_whitespace().next().unwrap();
            assert!(problem.contains(flag), "{line}: {problem}");
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
