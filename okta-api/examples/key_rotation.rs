//! Gives a service app a new key. At every moment, one of its keys works.
//!
//! ```text
//! cargo run -p okta-api --example key_rotation
//! cargo run -p okta-api --example key_rotation -- 0oa1example --save new.pem --org env
//! ```
//!
//! The new key is saved, added and tested before the old ones are removed. If the program stops
//! at any point, the app still has a key whose private half is stored.

use std::{
    fs::OpenOptions,
    io::Write,
    path::{Path, PathBuf},
};

use clap::Parser;
use okta_api::{
    Client, PrivateKey, ServiceApp,
    types::{
        Application, ApplicationCredentialsOAuthClient, JsonWebKey, OAuth2ScopeConsentGrant,
        OAuthApplicationCredentials, OAuthGrantType, OAuthResponseType, OpenIdConnectApplication,
        OpenIdConnectApplicationSettings, OpenIdConnectApplicationSettingsClient,
        OpenIdConnectApplicationSettingsClientKeys,
    },
};

#[path = "support/ec_key.rs"]
mod ec_key;
mod support;
use ec_key::{Pair, key_pair};
use support::Result;

const SCOPE: &str = "okta.users.read";

#[derive(Parser)]
struct Arguments {
    /// The client id of the service app. On an embedded org, one is registered.
    app: Option<String>,
    /// The file for the new private key.
    #[arg(long)]
    save: Option<PathBuf>,
    #[command(flatten)]
    org: support::Choice,
}

#[tokio::main]
async fn main() -> Result {
    let Arguments { app, save, org } = Arguments::parse();
    let client = org.open().await?;
    let old = key_pair("old")?;
    let app = client.or_sample(app, register(&client, &old)).await?;
    let new = key_pair(&format!("key-{}", okta_api::chrono::Utc::now().timestamp()))?;
    let temporary = || std::env::temp_dir().join(format!("okta-key-{}.pem", std::process::id()));
    let file = save.unwrap_or_else(temporary);
    save_private(&file, &new.pem)?;
    println!("saved the new private key in {}", file.display());
    rotate(&client, &app, &new).await?;
    let kept = read_keys(&client, &app).await?;
    let kept: Vec<_> = kept.iter().filter_map(|key| key.kid.as_deref()).collect();
    println!("the app {app} now has the keys {kept:?}");
    Ok(())
}

/// Registers a service app with this key that may read users. Returns its id.
async fn register(client: &Client, key: &Pair) -> Result<String> {
    let settings = OpenIdConnectApplicationSettingsClient {
        application_type: "service".into(),
        grant_types: vec![OAuthGrantType::ClientCredentials].into(),
        response_types: vec![OAuthResponseType::Token].into(),
        jwks: keys(vec![key.jwk.clone()]).into(),
        ..Default::default()
    };
    let credentials = ApplicationCredentialsOAuthClient {
        token_endpoint_auth_method: "private_key_jwt".into(),
        ..Default::default()
    };
    let app = OpenIdConnectApplication {
        name: "oidc_client".into(),
        label: "Nightly job".into(),
        sign_on_mode: "OPENID_CONNECT".into(),
        credentials: OAuthApplicationCredentials {
            oauth_client: credentials.into(),
            ..Default::default()
        }
        .into(),
        settings: OpenIdConnectApplicationSettings {
            oauth_client: settings.into(),
            ..Default::default()
        }
        .into(),
        ..Default::default()
    };
    let app = client.create_application(app).send().await?;
    let id = app.id()?;
    // The new app may do nothing until it has been granted a scope.
    let grant = OAuth2ScopeConsentGrant {
        scope_id: SCOPE.into(),
        issuer: client.org_url().into(),
        ..Default::default()
    };
    client.grant_consent_to_scope(id, grant).send().await?;
    Ok(id.to_owned())
}

fn keys(keys: Vec<JsonWebKey>) -> OpenIdConnectApplicationSettingsClientKeys {
    OpenIdConnectApplicationSettingsClientKeys {
        keys: keys.into(),
        ..Default::default()
    }
}

/// Replaces the keys of a service app with a new one, after testing it.
async fn rotate(client: &Client, app: &str, new: &Pair) -> Result {
    let old = read_keys(client, app).await?;
    let names: Vec<_> = old.iter().filter_map(|key| key.kid.as_deref()).collect();
    println!("the app {app} has the keys {names:?}");
    write_keys(client, app, [old.clone(), vec![new.jwk.clone()]].concat()).await?;
    try_key(client.org_url(), app, new).await?;
    println!("the new key works");
    write_keys(client, app, vec![new.jwk.clone()]).await
}

/// Returns the public keys with which an app signs in.
async fn read_keys(client: &Client, app: &str) -> Result<Vec<JsonWebKey>> {
    let app = client.get_application(app).send().await?;
    let Application::OpenIdConnect(app) = &*app else {
        return Err("a service app is an OpenID Connect application".into());
    };
    let settings = app
        .settings
        .as_ref()
        .and_then(|all| all.oauth_client.as_ref());
    let jwks = settings.and_then(|settings| settings.jwks.as_ref());
    Ok(jwks.and_then(|jwks| jwks.keys.cloned()).unwrap_or_default())
}

async fn write_keys(client: &Client, id: &str, new: Vec<JsonWebKey>) -> Result<()> {
    let mut app = client.get_application(id).send().await?.into_inner();
    if let Application::OpenIdConnect(app) = &mut app {
        let settings = app.settings.get_or_insert_default()?;
        settings.oauth_client.get_or_insert_default()?.jwks = keys(new).into();
    }
    client.replace_application(id, app).send().await?;
    Ok(())
}

/// Signs in with a key.
async fn try_key(url: &str, app: &str, key: &Pair) -> Result {
    let private = PrivateKey::from_text(&key.pem)?;
    let kid = key.jwk.kid.as_deref().unwrap_or_default();
    let service = ServiceApp::new(app, private, [SCOPE]).key_id(kid);
    let client = Client::builder(url)
        .service_app(service)
        .allow_http(url.starts_with("http://")) // an org on loopback
        .build()?;
    Ok(client.authenticate().await?)
}

/// Saves a private key in a new file that only its owner can read.
fn save_private(file: &Path, pem: &str) -> Result {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    Ok(options.open(file)?.write_all(pem.as_bytes())?)
}
