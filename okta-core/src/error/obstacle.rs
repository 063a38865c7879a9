//! Obstacles to every connection, until somebody changes something.

use std::{error::Error as StdError, fmt, io};

/// Why no connection can be made, where a retry does not help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Obstacle {
    /// The server's certificate is not trusted, has expired, or is for another host.
    Certificate,
    /// The host's name does not resolve.
    UnknownHost,
    /// The server does not speak TLS, or no version that this client supports.
    NotTls,
    /// A request without TLS got a reply that is not HTTP. The port most likely expects TLS.
    NotHttp,
    /// The proxy requires credentials, or different ones (407).
    ProxyCredentials,
    /// The proxy's address has a scheme that this client does not support, such as `socks5`.
    ProxyScheme,
}

impl Obstacle {
    /// Finds the obstacle in the causes of an error.
    pub(crate) fn of(error: &(dyn StdError + 'static)) -> Option<Self> {
        causes(error)
            .find_map(Self::of_one)
            .or_else(|| answers_plain_requests_otherwise(error).then_some(Self::NotHttp))
    }

    fn of_one(error: &(dyn StdError + 'static)) -> Option<Self> {
        if let Some(error) = error.downcast_ref::<rustls::Error>() {
            return match error {
                rustls::Error::InvalidCertificate(_)
                | rustls::Error::NoCertificatesPresented
                | rustls::Error::UnsupportedNameType => Some(Self::Certificate),
                rustls::Error::InvalidMessage(_)
                | rustls::Error::PeerIncompatible(_)
                | rustls::Error::AlertReceived(
                    rustls::AlertDescription::ProtocolVersion
                    | rustls::AlertDescription::HandshakeFailure
                    | rustls::AlertDescription::UnrecognisedName,
                ) => Some(Self::NotTls),
                _ => None,
            };
        }
        // The layers below have no types for these, only messages.
        let text = error.to_string();
        if text.contains("proxy authorization required") {
            Some(Self::ProxyCredentials)
        } else if text.starts_with("unsupported scheme") {
            Some(Self::ProxyScheme)
        } else if text.contains("failed to lookup address information") {
            let passes = ["Temporary failure", "ry again"];
            let passes = passes.iter().any(|passing| text.contains(passing));
            (!passes).then_some(Self::UnknownHost)
        } else if text.contains("No such host is known") {
            Some(Self::UnknownHost)
        } else {
            None
        }
    }

    /// Returns the remedy as a sentence.
    pub(crate) fn remedy(self) -> &'static str {
        match self {
            Self::Certificate => {
                "Give the certificate of its issuer to `ClientBuilder::root_certificate` if \
                 the issuer is your own, and check this machine's clock and the org URL"
            }
            Self::UnknownHost => {
                "Check the org URL (`client.orgUrl`, OKTA_CLIENT_ORGURL) and the proxy's host"
            }
            Self::NotTls => {
                "Check the port in the org URL (`client.orgUrl`, OKTA_CLIENT_ORGURL): it does \
                 not answer to https"
            }
            Self::NotHttp => {
                "Check the scheme and the port of the org URL (`client.orgUrl`, \
                 OKTA_CLIENT_ORGURL): a port that speaks TLS needs https"
            }
            Self::ProxyCredentials => {
                "Set the user name and password of the proxy (`client.proxy.username` and \
                 `.password`, `ClientBuilder::proxy_credentials`)"
            }
            Self::ProxyScheme => {
                "Set a proxy that speaks HTTP (`client.proxy.host`, `ClientBuilder::proxy`, \
                 HTTPS_PROXY), or pass your own HTTP client that speaks SOCKS"
            }
        }
    }
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Certificate => "the server's certificate is not trusted",
            Self::UnknownHost => "the host's name does not resolve to an address",
            Self::NotTls => "the server speaks no version of TLS that this client supports",
            Self::NotHttp => "the server does not reply in HTTP without TLS",
            Self::ProxyCredentials => "the proxy requires credentials, or different ones (407)",
            Self::ProxyScheme => "the proxy's scheme is not supported",
        })
    }
}

/// Whether a request without TLS got a reply that is not HTTP. Within TLS that is trouble on
/// the way, which may pass.
fn answers_plain_requests_otherwise(error: &(dyn StdError + 'static)) -> bool {
    let plain = causes(error)
        .filter_map(|error| error.downcast_ref::<reqwest::Error>()?.url())
        .any(|url| url.scheme() == "http");
    // The layers below have no public type for this.
    plain && causes(error).any(|error| error.to_string() == "invalid HTTP version parsed")
}

/// Iterates over an error and all its causes, including those that an I/O error wraps without
/// naming them as its source.
fn causes<'e>(
    error: &'e (dyn StdError + 'static),
) -> impl Iterator<Item = &'e (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error: &&'e (dyn StdError + 'static)| {
        let wrapped = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        match wrapped {
            Some(wrapped) => Some(wrapped as &(dyn StdError + 'static)),
            None => error.source(),
        }
    })
}

#[cfg(test)]
mod tests {
    use rustls::{CertificateError, InvalidMessage};

    use super::*;

    #[test]
    fn obstacles_are_told_from_trouble_that_passes() {
        let tls = |error: rustls::Error| io::Error::new(io::ErrorKind::InvalidData, error);
        let lookup = |detail: &str| {
            io::Error::other(format!("failed to lookup address information: {detail}"))
        };
        for (error, expected) in [
            (
                tls(CertificateError::UnknownIssuer.into()),
                Some(Obstacle::Certificate),
            ),
            (
                tls(CertificateError::Expired.into()),
                Some(Obstacle::Certificate),
            ),
            (
                tls(CertificateError::NotValidForName.into()),
                Some(Obstacle::Certificate),
            ),
            (
                tls(InvalidMessage::InvalidContentType.into()),
                Some(Obstacle::NotTls),
            ),
            (
                lookup("Name or service not known"),
                Some(Obstacle::UnknownHost),
            ),
            (
                lookup("nodename nor servname provided, or not known"),
                Some(Obstacle::UnknownHost),
            ),
            (
                lookup("No address associated with hostname"),
                Some(Obstacle::UnknownHost),
            ),
            (
                io::Error::other("No such host is known. (os error 11001)"),
                Some(Obstacle::UnknownHost),
            ),
            (lookup("Temporary failure in name resolution"), None),
            (io::Error::from(io::ErrorKind::ConnectionRefused), None),
            (io::Error::from(io::ErrorKind::ConnectionReset), None),
            (io::Error::from(io::ErrorKind::TimedOut), None),
            (tls(rustls::Error::General("x".into())), None),
            (
                io::Error::other("unsupported scheme socks5h"),
                Some(Obstacle::ProxyScheme),
            ),
            (
                io::Error::other("proxy authorization required"),
                Some(Obstacle::ProxyCredentials),
            ),
        ] {
            // At any depth.
            let shown = error.to_string();
            let wrapped = io::Error::other(io::Error::other(error));
            assert_eq!(Obstacle::of(&wrapped), expected, "{shown}");
        }
    }
}
