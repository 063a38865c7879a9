//! Whether two URLs have the same origin.

use url::Url;

/// Whether two `http` or `https` URLs have the same origin. The result is that of comparing
/// [`Url::origin`], without building two origins.
pub(crate) fn same_origin(one: &Url, other: &Url) -> bool {
    // A default port compares equal, however it was written.
    one.scheme() == other.scheme()
        && one.host_str() == other.host_str()
        && one.port() == other.port()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scheme_host_and_port_make_an_origin() {
        let org = Url::parse("https://acme.okta.com").unwrap();
        for (other, same) in [
            ("https://ACME.okta.com:443/api?x=1", true),
            ("https://me:secret@acme.okta.com/", true),
            ("http://acme.okta.com/", false),
            ("http://acme.okta.com:443/", false),
            ("https://acme.okta.com:8443/", false),
            ("https://acme.okta.com.evil.example/", false),
            ("https://acme.okta.com@evil.example/", false),
            ("file:///etc/passwd", false),
        ] {
            let other = Url::parse(other).unwrap();
            assert_eq!(same_origin(&org, &other), same, "{other}");
            assert_eq!(org.origin() == other.origin(), same, "{other}");
        }
    }
}
