//! Builds clients from code, files and the environment.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::{
    ConfigError,
    auth::fixtures,
    config::{self, Origin},
    http_client,
    test_log::Log,
};

fn build(builder: ClientBuilder, variables: &[(&str, &str)]) -> Result<Client, Error> {
    builder.given.build(&Surroundings {
        files: Vec::new(),
        variables: variables
            .iter()
            .map(|(name, text)| ((*name).to_owned(), text.into()))
            .collect(),
    })
}

fn sources(client: &Client) -> Vec<String> {
    client
        .config_sources()
        .iter()
        .map(ToString::to_string)
        .collect()
}

const ENVIRONMENT: [(&str, &str); 5] = [
    ("OKTA_CLIENT_ORGURL", "https://acme.okta.com:8443"),
    ("OKTA_CLIENT_TOKEN", "00token"),
    ("OKTA_CLIENT_REQUESTTIMEOUT", "20"),
    ("OKTA_CLIENT_RATELIMIT_MAXRETRIES", "7"),
    ("OKTA_CLIENT_PROXY_HOST", "proxy.example.com"),
];

#[test]
fn the_environment_alone_makes_a_client() {
    let client = build(ClientBuilder::from_env(), &ENVIRONMENT).unwrap();
    assert_eq!(
        client.session().org().as_str(),
        "https://acme.okta.com:8443/"
    );
    assert_eq!(
        client.session().transport().settings.timeout,
        Duration::from_secs(20)
    );
    assert_eq!(client.session().transport().settings.retry.max_retries, 7);
    assert_eq!(
        sources(&client),
        [
            "client.orgUrl from the environment variable OKTA_CLIENT_ORGURL",
            "client.token from the environment variable OKTA_CLIENT_TOKEN",
            "client.requestTimeout from the environment variable OKTA_CLIENT_REQUESTTIMEOUT",
            "client.rateLimit.maxRetries from the environment variable \
             OKTA_CLIENT_RATELIMIT_MAXRETRIES",
            "client.proxy.host from the environment variable OKTA_CLIENT_PROXY_HOST",
        ]
    );
}

/// Builds with these files for `home` and `working`, in a directory of their own.
fn build_with_files(
    home: &str,
    working: &str,
    variables: &[(&str, &str)],
) -> Result<Client, String> {
    static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let process = std::process::id();
    let directory = std::env::temp_dir().join(format!("okta-builder-{process}-{number}"));
    std::fs::create_dir_all(&directory).unwrap();
    let file = |name: &str, text: &str, origin| {
        let path = directory.join(name);
        std::fs::write(&path, text).unwrap();
        config::ConfigFile { path, origin }
    };
    let result = ClientBuilder::<Client>::from_env()
        .given
        .build(&Surroundings {
            files: vec![
                file("home.yaml", home, Origin::Home),
                file("working.yaml", working, Origin::WorkingDirectory),
            ],
            variables: variables
                .iter()
                .map(|(name, text)| ((*name).to_owned(), text.into()))
                .collect(),
        });
    std::fs::remove_dir_all(&directory).unwrap();
    result.map_err(|error| error.to_string())
}

#[test]
fn a_working_directory_does_not_decide_where_foreign_credentials_travel() {
    const URL: &str = "orgUrl: https://acme.okta.com";
    let client = |text: &str| format!("okta: {{ client: {{ {text} }} }}");
    let proxy = format!("{URL}, proxy: {{ host: proxy.evil.example }}");
    let plain = "okta: { client: { orgUrl: 'http://acme.okta.com' }, testing: { disableHttpsCheck: true } }";
    let token = [("OKTA_CLIENT_TOKEN", "00token")];
    let home = client("token: 00token");
    let home_key = client(&format!(
        "clientId: 0oa1, scopes: [s], privateKey: {}",
        serde_json::to_string(fixtures::EC_P256_PKCS8).unwrap()
    ));
    for (home, working, variables) in [
        ("", proxy.as_str(), &token[..]),
        (&home, &proxy, &[]),
        (&home_key, &proxy, &[]),
    ] {
        let error = build_with_files(home, &client(working), variables).unwrap_err();
        assert!(
            error.starts_with("client.proxy.host (from the file"),
            "{error}"
        );
        assert!(error.contains("OKTA_CLIENT_PROXY_HOST"), "{error}");
    }
    for (home, variables) in [("", &token[..]), (&home, &[]), (&home_key, &[])] {
        let error = build_with_files(home, plain, variables).unwrap_err();
        assert!(error.starts_with("testing.disableHttpsCheck"), "{error}");
    }
    // The file may name the org, which the log reports with both sources. With its own
    // credentials it may do anything.
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let client_of = |result: Result<Client, String>| result.unwrap().session().org().to_string();
    let named = client_of(build_with_files("", &client(URL), &token));
    assert_eq!(named, "https://acme.okta.com/");
    let logged = log.text();
    assert!(
        logged.contains("INFO message=client.orgUrl from the file"),
        "{logged}"
    );
    let holder = "with the credentials from the environment variable OKTA_CLIENT_TOKEN";
    assert!(logged.contains(holder), "{logged}");
    let own = client(&format!("{proxy}, token: 00own"));
    build_with_files("", &own, &[]).unwrap();
    build_with_files(&home, &plain.replace("orgUrl", "token: 00own, orgUrl"), &[]).unwrap();
    // Requiring https is always allowed.
    let on = format!("okta: {{ client: {{ {URL} }}, testing: {{ disableHttpsCheck: false }} }}");
    build_with_files("", &on, &token).unwrap();
}

#[test]
fn what_was_noticed_is_told_where_a_setting_is_missing() {
    let working = "okta: { client: { org_url: 'https://acme.okta.com', token: 00token } }";
    let error = build_with_files("", working, &[]).unwrap_err();
    assert!(error.starts_with("the org URL is missing"), "{error}");
    assert!(error.contains("did you mean `client.orgUrl`?"), "{error}");
    let variables = [
        ("OKTA_CLIENT_ORGURL", "https://acme.okta.com"),
        ("OKTA_CLIENT_API_TOKEN", "00token"),
    ];
    let error = build_with_files("", "", &variables).unwrap_err();
    assert!(error.starts_with("there are no credentials"), "{error}");
    assert!(
        error.contains("`OKTA_CLIENT_API_TOKEN` is not a setting"),
        "{error}"
    );
}

#[test]
fn a_home_that_may_not_be_entered_is_no_home() {
    let complete = [
        ("OKTA_CLIENT_ORGURL", "https://acme.okta.com"),
        ("OKTA_CLIENT_TOKEN", "00token"),
    ];
    let build = |origin, path: &str, variables: &[(&str, &str)]| {
        let surroundings = Surroundings {
            files: vec![config::ConfigFile {
                path: path.into(),
                origin,
            }],
            variables: variables
                .iter()
                .map(|(name, text)| ((*name).to_owned(), text.into()))
                .collect(),
        };
        let client = ClientBuilder::<Client>::from_env()
            .given
            .build(&surroundings);
        client.map_err(|error| error.to_string())
    };
    // A file where a directory should be, as with HOME=/dev/null.
    let path = "/dev/null/.okta/okta.yaml";
    let log = Log::default();
    let guard = tracing::subscriber::set_default(log.clone());
    build(Origin::Home, path, &complete).unwrap();
    drop(guard);
    let logged = log.text();
    assert!(
        logged.contains("WARN message=the file /dev/null/.okta/okta.yaml"),
        "{logged}"
    );
    let error = build(Origin::Home, path, &complete[..1]).unwrap_err();
    assert!(
        error.contains("the file /dev/null/.okta/okta.yaml was not read"),
        "{error}"
    );
    assert!(build(Origin::WorkingDirectory, path, &complete).is_err());
}

#[test]
fn code_comes_before_the_environment_even_where_that_is_wrong() {
    let wrong = [
        ("OKTA_CLIENT_ORGURL", "nonsense"),
        ("OKTA_CLIENT_TOKEN", "{apiToken}"),
        ("OKTA_CLIENT_AUTHORIZATIONMODE", "PrivateKey"),
        ("OKTA_CLIENT_REQUESTTIMEOUT", "soon"),
        ("OKTA_CLIENT_CONNECTIONTIMEOUT", "5"),
        ("OKTA_TESTING_DISABLEHTTPSCHECK", "perhaps"),
    ];
    let builder = ClientBuilder::from_env()
        .org_url("https://acme.okta.com")
        .api_token("00token")
        .request_timeout(Duration::ZERO)
        .allow_http(false);
    let client = build(builder, &wrong).unwrap();
    assert_eq!(client.session().transport().settings.timeout, Duration::MAX);
    assert_eq!(
        sources(&client),
        [
            "client.orgUrl from code",
            "credentials from code",
            "client.connectionTimeout from the environment variable \
             OKTA_CLIENT_CONNECTIONTIMEOUT",
            "client.requestTimeout from code",
            "testing.disableHttpsCheck from code",
        ]
    );
}

#[test]
fn a_builder_in_code_alone_reads_nothing_else() {
    let error = build(Client::builder("https://acme.okta.com"), &ENVIRONMENT).unwrap_err();
    assert!(
        matches!(error, Error::Config(ConfigError::Credentials { .. })),
        "{error:?}"
    );
}

#[test]
fn what_cannot_work_is_refused_when_the_client_is_built() {
    let start = || Client::builder("https://acme.okta.com");
    let app = |id: &str, scopes: &[&str]| {
        let key = crate::PrivateKey::from_text(fixtures::EC_P256_JWK).unwrap();
        start().service_app(ServiceApp::new(id, key, scopes.to_vec()))
    };
    for (builder, hint) in [
        (start().api_token("{apiToken}"), "placeholder"),
        (start().bearer_token(""), "empty"),
        (app("{clientId}", &["s"]), "client id"),
        (app("0oa1", &[]), "no scopes"),
        (
            start().device_grant(DeviceGrant::new("", ["s"])),
            "client id",
        ),
        (
            start()
                .api_token("00token")
                .http_client(http_client::for_tests())
                .connect_timeout(Duration::ZERO),
            "your own HTTP client",
        ),
        (start().api_token("00token").proxy("::"), "proxy's address"),
        (
            start()
                .api_token("00token")
                .proxy_credentials("me", "hunter2"),
            "but no proxy",
        ),
        (
            ClientBuilder::from_env()
                .org_url("https://acme.okta.com")
                .profile("preview"),
            "no profile `preview`",
        ),
    ] {
        let message = build(builder, &[]).unwrap_err().to_string();
        assert!(message.contains(hint), "{message}");
    }
}

#[test]
fn an_http_client_of_ones_own_ignores_the_settings_of_files() {
    let builder = ClientBuilder::from_env().http_client(http_client::for_tests());
    build(builder, &ENVIRONMENT).unwrap();
}

#[test]
fn debug_shows_no_secret() {
    let builder = ClientBuilder::from_env()
        .org_url("https://acme.okta.com")
        .proxy_credentials("me", "hunter2")
        .proxy("http://me:hunter2@proxy:3128")
        .api_token("hunter2");
    let before = format!("{builder:?}");
    let client = build(builder, &[]).unwrap();
    let after = format!("{client:?} {:?}", client.config_sources());
    assert!(
        !format!("{before} {after}").contains("hunter2"),
        "{before} {after}"
    );
    assert!(after.contains("https://acme.okta.com"), "{after}");
}
