//! A service account gets a new key without a moment in which none is good: the new one
//! is added, tried, and only then the old one goes.
//!
//! `cargo run -p okta-mock --example key_rotation`

mod ec_key;

pub use ec_key::{Pair, key_pair};
use okta_api::{
    Client, PrivateKey, ServiceApp,
    types::{
        Application, ApplicationCredentialsOAuthClient, JsonWebKey, OAuth2ScopeConsentGrant,
        OAuthApplicationCredentials, OAuthGrantType, OAuthResponseType, OpenIdConnectApplication,
        OpenIdConnectApplicationSettings, OpenIdConnectApplicationSettingsClient,
        OpenIdConnectApplicationSettingsClientKeys,
    },
};
use okta_mock::Org;

/// Anything may go wrong: keys, calls.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> Result<()> {
    let org = Org::start().await?;
    let (old, new) = (key_pair("2025")?, key_pair("2026")?);
    let app = register(&org.client(), org.url(), &old).await?;
    rotate(&org.client(), org.url(), &app, &new).await?;
    for (name, pair) in [("old", &old), ("new", &new)] {
        let outcome = try_key(org.url(), &app, pair).await;
        println!("the {name} key works: {}", outcome.is_ok());
    }
    Ok(())
}

/// Registers a service app with this key, which may read users; returns its id.
pub async fn register(client: &Client, url: &str, key: &Pair) -> Result<String> {
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
    let grant = OAuth2ScopeConsentGrant {
        scope_id: "okta.users.read".into(),
        issuer: url.into(),
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

/// Replaces the keys of a service app by a new one, after it was seen to work.
pub async fn rotate(client: &Client, url: &str, app: &str, new: &Pair) -> Result<()> {
    let old = read_keys(client, app).await?;
    write_keys(client, app, [old, vec![new.jwk.clone()]].concat()).await?;
    try_key(url, app, new).await?;
    write_keys(client, app, vec![new.jwk.clone()]).await
}

/// The public keys that an app signs in with.
pub async fn read_keys(client: &Client, app: &str) -> Result<Vec<JsonWebKey>> {
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

/// Signs in with a key and reads something.
pub async fn try_key(url: &str, app: &str, key: &Pair) -> Result<()> {
    let private = PrivateKey::from_text(&key.pem)?;
    let kid = key.jwk.kid.as_deref().unwrap_or_default();
    let service = ServiceApp::new(app, private, ["okta.users.read"]).key_id(kid);
    let client = Client::builder(url)
        .service_app(service)
        .allow_http(true)
        .build()?;
    client.list_users().limit(1).send().await?;
    Ok(())
}
