//! Puts a private key into every setting, in every form that fails to parse. No eight
//! characters of it may show in any error, `Debug`, `source` or log line.

#![allow(clippy::unwrap_used)]

use std::{
    collections::HashSet,
    error::Error as StdError,
    fmt::{Debug, Write},
    fs,
    path::{Path, PathBuf},
};

use super::*;
use crate::{
    PrivateKey,
    auth::fixtures,
    config::{self, Origin},
    test_log::Log,
};
use base64::{Engine, engine::general_purpose::STANDARD};

/// Every run of eight characters of the key, in each of its encodings, in lower case, because
/// host names are shown in lower case.
struct Canary(HashSet<[char; 8]>);

impl Canary {
    fn new(encodings: &[&str]) -> Self {
        let mut windows = HashSet::new();
        for text in encodings {
            let text: Vec<char> = text.to_lowercase().chars().collect();
            windows.extend(
                text.windows(8)
                    .map(|window| <[char; 8]>::try_from(window).unwrap()),
            );
        }
        Self(windows)
    }

    #[track_caller]
    fn assert_hidden(&self, shown: &str, what: &str) {
        let lower: Vec<char> = shown.to_lowercase().chars().collect();
        for window in lower.windows(8) {
            let window = <[char; 8]>::try_from(window).unwrap();
            assert!(!self.0.contains(&window), "{what}: {window:?} in {shown}");
        }
    }
}

fn body() -> String {
    let lines = fixtures::EC_P256_PKCS8.lines();
    lines.filter(|line| !line.starts_with('-')).collect()
}

fn canary() -> Canary {
    let body = body();
    let der = STANDARD.decode(&body).unwrap();
    let base64 = STANDARD.encode(fixtures::EC_P256_PKCS8);
    let hex: String = der.iter().map(|byte| format!("{byte:02x}")).collect();
    let decimals = format!("{der:?}");
    let ascii = format!("{:?}", body.as_bytes());
    let private = "AeOicWXxS5ZbvrhePBg4j6iqbzXriG59lmgOsfjKP-U";
    Canary::new(&[&body, &base64, &hex, &decimals, &ascii, private])
}

/// The key in the forms that damage or misplacement gives it.
fn forms() -> Vec<String> {
    let (pem, jwk) = (fixtures::EC_P256_PKCS8, fixtures::EC_P256_JWK);
    let body = body();
    let base64 = STANDARD.encode(pem);
    let hex: String = STANDARD
        .decode(&body)
        .unwrap()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let one_line = jwk.replace('\n', "");
    let d = "AeOicWXxS5ZbvrhePBg4j6iqbzXriG59lmgOsfjKP-U";
    let mut forms = vec![
        // Intact, for settings other than the key.
        pem.to_owned(),
        jwk.to_owned(),
        base64.clone(),
        body.clone(),
        hex,
        format!("\"{pem}\""),
        format!("\u{feff}{pem}"),
        format!("key: {pem}"),
        pem.replace('\n', "\r\n"),
        pem.replace('\n', "\\n"),
        pem.replace('\n', " "),
        // Cut off.
        pem[..150].to_owned(),
        pem[40..].to_owned(),
        pem.replace("-----END", ""),
        pem.replace("BEGIN", "BEGN"),
        base64[..200].to_owned(),
        base64[8..].to_owned(),
        body[..64].to_owned(),
        body[64..96].to_owned(),
        body[70..90].to_owned(),
        jwk[..200].to_owned(),
        // Damaged.
        pem.replace("MIGH", "M!GH"),
        pem.replace("MIGH", "MIGG"),
        pem.replace("MIGHAgEAMBM", "AAAAAAAAAAA"),
        format!("-----BEGIN {body}-----\n{body}\n-----END {body}-----"),
        format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----"),
        format!("-----BEGIN CERTIFICATE-----\n{body}%\n-----END CERTIFICATE-----"),
        format!("-----BEGIN RSA PRIVATE KEY-----\n{body}"),
        jwk.replace("\"EC\"", &format!("\"{d}\"")),
        jwk.replace("\"P-256\"", &format!("\"{d}\"")),
        jwk.replace("\"p256-1\"", &format!("\"{d}\"")),
        jwk.replace("\"x\":", &format!("\"x\": {d}")),
        jwk.replace(d, &format!("{d}!")),
        jwk.replace("\"d\": \"", "\"d\": \"\\u"),
        jwk.replace('"', "'"),
        format!("{one_line},"),
        format!("{{{body}}}"),
        format!("[{one_line}]"),
    ];
    // Looks like a path, an address, a name or a scheme.
    for part in [&body[..], &body[..40], &body[64..80], d] {
        forms.extend([
            format!("/{part}"),
            format!("~/{part}"),
            format!("./{part}"),
            format!("/usr/bin/{part}"),
            format!("/usr/bin/{part}/x.pem"),
            format!("{part}.pem"),
            format!("file:{part}"),
            format!("https://{part}"),
            format!("https://{part}.com.com"),
            format!("https://{part}-admin.okta.com"),
            format!("https://acme.okta.com/{part}"),
            format!("https://{part}@acme.okta.com"),
            format!("{part}.okta.com"),
            format!("{part}://acme.okta.com"),
            format!("http://{part}:{part}@proxy:99999"),
            format!("SSWS {part}"),
            format!("{{{part}}}"),
        ]);
    }
    forms
}

/// Everything that a program can print after building a client.
fn everything<T: Debug>(result: Result<T, impl StdError>) -> String {
    match result {
        Ok(built) => format!("{built:?} {built:#?}"),
        Err(error) => {
            let mut shown = format!("{error} {error:?} {error:#?}");
            let mut source = error.source();
            while let Some(error) = source {
                write!(shown, " {error} {error:?}").unwrap();
                source = error.source();
            }
            shown
        }
    }
}

/// Builds a client, given files and variables, and shows everything.
fn build(builder: ClientBuilder, files: &[PathBuf], variables: &[(String, String)]) -> String {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let before = format!("{builder:?}");
    let result = builder.given.build(&Surroundings {
        files: files
            .iter()
            .zip([Origin::Home, Origin::WorkingDirectory])
            .map(|(path, origin)| config::ConfigFile {
                path: path.clone(),
                origin,
            })
            .collect(),
        // Of several with one name, the first counts.
        variables: variables
            .iter()
            .rev()
            .map(|(name, text)| (name.clone(), text.into()))
            .collect(),
    });
    let sources = result.as_ref().map(|client| {
        let sources = client.config_sources();
        format!(
            "{sources:?} {}",
            sources.iter().map(ToString::to_string).collect::<String>()
        )
    });
    let sources = sources.unwrap_or_default();
    let logged = log.text();
    // Text that is a valid org URL becomes the URL, and is shown.
    let org = result
        .as_ref()
        .ok()
        .map(|client| client.session().org().to_string());
    let shown = format!("{before} {sources} {logged} {}", everything(result));
    match org {
        Some(org) => shown.replace(&org, ""),
        None => shown,
    }
}

/// A service app, so that every setting is read; the setting under test comes first. Without
/// TLS, because reading the system's certificates takes time.
const COMPLETE: [(&str, &str); 5] = [
    ("OKTA_CLIENT_ORGURL", "http://127.0.0.1:9"),
    ("OKTA_TESTING_DISABLEHTTPSCHECK", "true"),
    ("OKTA_CLIENT_CLIENTID", "0oa1"),
    ("OKTA_CLIENT_SCOPES", "okta.users.read"),
    ("OKTA_CLIENT_PRIVATEKEY", fixtures::EC_P256_JWK),
];

#[test]
fn no_variable_shows_a_misplaced_key() {
    let canary = canary();
    let names: Vec<String> = Setting::ALL
        .iter()
        .flat_map(|setting| setting.paths())
        .map(|path| config::variable(path))
        .chain(["OKTA_CLIENT_PROFILE".to_owned()])
        .collect();
    for form in forms() {
        for name in &names {
            let mut variables = vec![(name.clone(), form.clone())];
            variables.extend(COMPLETE.map(|(name, text)| (name.to_owned(), text.to_owned())));
            let shown = build(ClientBuilder::from_env(), &[], &variables);
            canary.assert_hidden(&shown, &format!("{name} = {form}"));
            // The same with no other setting.
            let shown = build(ClientBuilder::from_env(), &[], &variables[..1]);
            canary.assert_hidden(&shown, &format!("{name} = {form}"));
        }
    }
}

#[test]
fn no_file_shows_a_misplaced_key() {
    let canary = canary();
    let directory = std::env::temp_dir().join(format!("okta-misplaced-{}", std::process::id()));
    fs::create_dir_all(&directory).unwrap();
    let files = ["home", "working"].map(|name| directory.join(format!("{name}.yaml")));
    let quoted = |text: &str| serde_json::to_string(text).unwrap();
    let complete = format!(
        "okta: {{ client: {{ orgUrl: 'http://127.0.0.1:9', clientId: 0oa1, scopes: [okta.users.read], privateKey: {} }} }}",
        quoted(fixtures::EC_P256_PKCS8)
    );
    for form in forms() {
        let value = quoted(&form);
        let mut texts = vec![
            // Anywhere in the file, or as the whole file.
            form.clone(),
            format!("okta: {form}"),
            format!("okta: {value}"),
            format!("okta: {{ client: {form}"),
            format!("okta: {{ client: {value} }}"),
            format!("okta:\n  client:\n    privateKey: {form}\n"),
            format!("okta:\n  client:\n    privateKey: |\n{form}\n"),
            format!("okta:\n  client:\n    {form}: 1\n"),
            format!("okta: {{ client: {{ {value}: 1 }} }}"),
            format!("okta: {{ profiles: {{ {value}: 1 }} }}"),
            format!("okta: {{ client: {{ token: !{form} x }} }}"),
            format!("okta: {{ client: {{ token: *{form} }} }}"),
            format!("okta: {{ client: {{ scopes: [[{value}]] }} }}"),
        ];
        for setting in Setting::ALL {
            for path in setting.paths() {
                let nested = path.split('.').rev().fold(value.clone(), |inner, name| {
                    format!("{{ {name}: {inner} }}")
                });
                texts.push(format!("okta: {nested}"));
            }
        }
        for text in texts {
            fs::write(&files[0], &complete).unwrap();
            fs::write(&files[1], &text).unwrap();
            let mut builder = ClientBuilder::from_env().allow_http(true);
            if text.contains("profiles") {
                builder = builder.profile("other");
            }
            canary.assert_hidden(&build(builder, &files, &[]), &text);
        }
    }
    fs::remove_dir_all(&directory).unwrap();
}

#[test]
fn no_method_shows_a_misplaced_key() {
    let canary = canary();
    let key = || PrivateKey::from_text(fixtures::EC_P256_JWK).unwrap();
    let org = || Client::builder("http://127.0.0.1:9").allow_http(true);
    let start = || org().api_token("00token");
    for form in forms() {
        let text = form.as_str();
        for (shown, method) in [
            (everything(PrivateKey::from_text(text)), "from_text"),
            (everything(PrivateKey::from_setting(text)), "from_setting"),
            (
                everything(PrivateKey::from_file(Path::new(text))),
                "from_file",
            ),
        ] {
            canary.assert_hidden(&shown, &format!("{method}({form})"));
        }
        let app = |id: &str, scope: &str| ServiceApp::new(id, key(), [scope]);
        for app in [
            app(text, "okta.users.read"),
            app("0oa1", text),
            app("0oa1", "okta.users.read").key_id(text),
        ] {
            canary.assert_hidden(&format!("{app:?}"), &form);
            let shown = build(org().service_app(app), &[], &[]);
            canary.assert_hidden(&shown, &form);
        }
        for grant in [
            DeviceGrant::new(text, ["s"]),
            DeviceGrant::new("0oa1", [text]),
        ] {
            canary.assert_hidden(&format!("{grant:?}"), &form);
            let shown = build(org().device_grant(grant), &[], &[]);
            canary.assert_hidden(&shown, &form);
        }
        for builder in [
            start().org_url(text),
            start().org_url(text).allow_http(false),
            start().profile(text),
            ClientBuilder::from_env().profile(text),
            start().api_token(text),
            start().bearer_token(text),
            start().proxy(text),
            start().proxy_credentials(text, text),
            start()
                .proxy("http://proxy:3128")
                .proxy_credentials(text, text),
            start().root_certificate(text),
            start().user_agent_extra(text),
        ] {
            canary.assert_hidden(&build(builder, &[], &[]), &form);
        }
    }
}
