//! Creates a SAML and an OpenID Connect application, both for the members of a group.
//!
//! `cargo run -p okta-api --example create_apps`

use clap::Parser;
use okta_api::{
    Client, Error, quoted,
    types::{
        Application, ApplicationCredentialsOAuthClient, OAuthApplicationCredentials,
        OAuthGrantType, OAuthResponseType, OpenIdConnectApplication,
        OpenIdConnectApplicationSettings, OpenIdConnectApplicationSettingsClient, SamlApplication,
        SamlApplicationSettings, SamlApplicationSettingsSignOn,
    },
};

mod support;
use support::Result;

#[derive(Parser)]
struct Arguments {
    /// The name of the group.
    #[arg(default_value = "Engineering")]
    group: String,
    #[command(flatten)]
    org: support::Choice,
}

#[tokio::main]
async fn main() -> Result {
    let Arguments { group, org } = Arguments::parse();
    let client = org.open().await?;
    let named = format!("profile.name eq {}", quoted(group));
    let groups = client.list_groups().search(named).send().await?;
    let group = groups.first().ok_or("there is no such group")?.id()?;
    for app in [saml(), oidc()] {
        let app = create_for(&client, app, group).await?;
        let id = app.id()?;
        let label = app.label().as_deref().unwrap_or_default();
        let users = client.list_application_users(id).send().await?;
        println!("{label}: {id}, for {} users", users.len());
        match &app {
            Application::Saml(_) => {
                let metadata = metadata(&client, &app).await?;
                println!(
                    "    metadata for the portal: {} bytes of XML",
                    metadata.len()
                );
            }
            other => println!("    client id: {}", client_id(other).unwrap_or("?")),
        }
    }
    Ok(())
}

/// A portal that users sign in to with SAML 2.0.
fn saml() -> Application {
    let sign_on = SamlApplicationSettingsSignOn {
        sso_acs_url: "https://portal.example.com/saml/acs".into(),
        audience: "https://portal.example.com".into(),
        recipient: "https://portal.example.com/saml/acs".into(),
        destination: "https://portal.example.com/saml/acs".into(),
        ..Default::default()
    };
    let app = SamlApplication {
        label: "Partner portal".into(),
        sign_on_mode: "SAML_2_0".into(),
        settings: SamlApplicationSettings {
            sign_on: sign_on.into(),
            ..Default::default()
        }
        .into(),
        ..Default::default()
    };
    app.into()
}

/// A web application that users sign in to with OpenID Connect.
fn oidc() -> Application {
    let settings = OpenIdConnectApplicationSettingsClient {
        application_type: "web".into(),
        grant_types: vec![OAuthGrantType::AuthorizationCode].into(),
        response_types: vec![OAuthResponseType::Code].into(),
        redirect_uris: vec!["https://shop.example.com/callback".to_owned()].into(),
        ..Default::default()
    };
    let credentials = ApplicationCredentialsOAuthClient {
        token_endpoint_auth_method: "client_secret_post".into(),
        ..Default::default()
    };
    let app = OpenIdConnectApplication {
        name: "oidc_client".into(),
        label: "Shop".into(),
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
    app.into()
}

/// Creates an application and assigns it to a group.
async fn create_for(client: &Client, app: Application, group: &str) -> Result<Application, Error> {
    let app = client.create_application(app).send().await?;
    let id = app.id()?;
    client.assign_group_to_application(id, group).send().await?;
    Ok(app.into_inner())
}

/// What the portal needs to know about a SAML application.
async fn metadata(client: &Client, app: &Application) -> Result<String, Error> {
    let Application::Saml(app) = app else {
        return Ok(String::new());
    };
    let credentials = app.credentials.as_ref();
    let signing = credentials.and_then(|credentials| credentials.signing.as_ref());
    let kid = signing.and_then(|signing| signing.kid.as_deref());
    let id = app.id.as_deref().unwrap_or_default();
    let metadata = client
        .preview_saml_metadata_for_application(id, kid.unwrap_or_default())
        .send()
        .await?;
    Ok(metadata.into_inner())
}

/// The client id of an OpenID Connect application.
fn client_id(app: &Application) -> Option<&str> {
    let Application::OpenIdConnect(app) = app else {
        return None;
    };
    let oauth = app.credentials.as_ref()?.oauth_client.as_ref()?;
    oauth.client_id.as_deref()
}
