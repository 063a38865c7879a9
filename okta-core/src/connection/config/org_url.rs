//! The rules for an org URL. A rejected text is quoted only if it is a host in one of Okta's
//! domains, because a misplaced token may be in the variable.

use url::Url;

use super::placeholder::is_placeholder;
use crate::error::ConfigError;
use crate::shown;

/// Okta's domains, in which orgs without a custom domain live.
const OKTA: [&str; 8] = [
    "okta.com",
    "oktapreview.com",
    "okta-emea.com",
    "okta-gov.com",
    "okta-miltest.com",
    "okta.mil",
    "okta1.com",
    "trexcloud.com",
];

/// Returns the org's origin. Plain HTTP is for tests against a local server.
pub(crate) fn org_url(text: &str, allow_http: bool) -> Result<Url, ConfigError> {
    check(text.trim(), allow_http).map_err(|reason| ConfigError::OrgUrl { reason })
}

fn check(text: &str, allow_http: bool) -> Result<Url, String> {
    if text.is_empty() {
        return Err(
            "is missing: give your org's address, such as https://acme.okta.com, in code, \
             as OKTA_CLIENT_ORGURL or as okta.client.orgUrl in okta.yaml"
                .to_owned(),
        );
    }
    if is_placeholder(text) || text.to_lowercase().contains("youroktadomain") {
        return Err(
            "is still a placeholder: replace it with your org's address, such as \
             https://acme.okta.com (shown at the top right of the Okta admin console)"
                .to_owned(),
        );
    }
    match text.matches("://").count() {
        0 => return Err(format!("has no scheme: write {}", https(text))),
        1 => {}
        _ => return Err("has several `://`: keep only the first `https://`".to_owned()),
    }
    let mut url = Url::parse(text).map_err(|error| {
        format!("is not a URL ({error}): it should look like https://acme.okta.com")
    })?;
    match url.scheme() {
        "https" => {}
        "http" if allow_http => {}
        "http" => {
            return Err(
                "must start with https://, because credentials would travel in the clear \
                 (for tests against a local server there is testing.disableHttpsCheck)"
                    .to_owned(),
            );
        }
        _ => return Err("must start with https://".to_owned()),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(
            "must not contain a user name or password: remove what is before `@`".to_owned(),
        );
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("must not have a query or fragment: keep only the address".to_owned());
    }
    if url.path().chars().any(|c| c != '/') {
        return Err("must be the org's address alone: remove what is after the host".to_owned());
    }
    let host = url.host_str().unwrap_or_default();
    if url.domain().is_some_and(|name| !is_domain(name)) {
        return Err("has a host that is not valid: it should look like acme.okta.com".to_owned());
    }
    if host.ends_with(".com.com") {
        let name = host.trim_end_matches(".com");
        return Err(format!(
            "ends in .com.com: write {}",
            https(&format!("{name}.com"))
        ));
    }
    if let Some((org, domain)) = host.split_once("-admin.okta") {
        return Err(format!(
            "is the address of the admin console: write {}",
            https(&format!("{org}.okta{domain}"))
        ));
    }
    url.set_path("/");
    Ok(url)
}

/// Whether the text can be a domain name.
fn is_domain(name: &str) -> bool {
    name.len() <= 253
        && name.split('.').all(|label| {
            label.len() <= 63
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        })
}

/// Returns the address with this host, if it may be shown.
fn https(host: &str) -> String {
    let name = OKTA
        .iter()
        .find_map(|domain| host.strip_suffix(domain)?.strip_suffix('.'));
    match name {
        Some(name) if shown::is_name(name) => format!("https://{host}"),
        _ => "https:// and then the host alone".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted() {
        for (text, allow_http, expected) in [
            ("https://acme.okta.com", false, "https://acme.okta.com/"),
            ("https://acme.okta.com/", false, "https://acme.okta.com/"),
            ("https://acme.okta.com//", false, "https://acme.okta.com/"),
            (" https://acme.okta.com\n", false, "https://acme.okta.com/"),
            ("HTTPS://Acme.Okta.com", false, "https://acme.okta.com/"),
            (
                "https://id.acme.com:8443/",
                false,
                "https://id.acme.com:8443/",
            ),
            ("https://acme.okta.com:443", false, "https://acme.okta.com/"),
            // A custom domain may have such a name; only Okta's admin console is refused.
            (
                "https://it-admin.acme.com",
                false,
                "https://it-admin.acme.com/",
            ),
            ("http://127.0.0.1:4010", true, "http://127.0.0.1:4010/"),
            ("http://[::1]:4010/", true, "http://[::1]:4010/"),
        ] {
            assert_eq!(org_url(text, allow_http).unwrap().as_str(), expected);
        }
    }

    #[test]
    fn refused_with_the_way_to_mend_it() {
        for (text, allow_http, hint) in [
            ("", false, "OKTA_CLIENT_ORGURL"),
            ("  ", false, "OKTA_CLIENT_ORGURL"),
            ("https://{yourOktaDomain}", false, "placeholder"),
            ("https://{yourOktaDomain}.com", false, "placeholder"),
            ("https://${yourOktaDomain}", false, "placeholder"),
            ("https://yourOktaDomain.okta.com", false, "placeholder"),
            ("<your org>", false, "placeholder"),
            ("acme.okta.com", false, "write https://acme.okta.com"),
            ("https://https://acme.okta.com", false, "several `://`"),
            ("https://acme.okta.com/://x", false, "several `://`"),
            ("http://acme.okta.com", false, "must start with https://"),
            ("ftp://acme.okta.com", true, "must start with https://"),
            ("00hunter2", false, "has no scheme: write https:// and"),
            (
                "00hunter2.hunter2",
                false,
                "has no scheme: write https:// and",
            ),
            ("hunter2://acme.okta.com", true, "must start with https://"),
            ("https://acme.okta.com/hunter2", false, "after the host"),
            ("https://hunter2.com.com", false, "ends in .com.com"),
            ("https://", false, "is not a URL"),
            ("https://acme okta.com", false, "is not a URL"),
            ("https://acme+okta.com", false, "a host that is not valid"),
            (
                "https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com",
                false,
                "a host that is not valid",
            ),
            (
                "https://acme-admin.okta.com",
                false,
                "write https://acme.okta.com",
            ),
            (
                "https://acme-admin.oktapreview.com",
                false,
                "write https://acme.oktapreview.com",
            ),
            (
                "https://acme-admin.okta-emea.com",
                false,
                "write https://acme.okta-emea.com",
            ),
            (
                "https://acme.okta.com.com",
                false,
                "write https://acme.okta.com",
            ),
            (
                "https://acme.okta.com/api/v1",
                false,
                "remove what is after the host",
            ),
            ("https://acme.okta.com?a=b", false, "query"),
            ("https://me:hunter2@acme.okta.com", false, "before `@`"),
        ] {
            let message = org_url(text, allow_http).unwrap_err().to_string();
            assert!(message.contains(hint), "{text:?}: {message}");
            assert!(!message.contains("hunter2"), "{message}");
        }
    }
}
