//! Puts a server together from arguments and the environment.

use std::{error::Error, sync::Arc, time::Duration};

use okta_api::{Client, ClientBuilder, DeviceGrant};
use okta_mcp::{
    audit::Audit,
    catalogue::Catalogue,
    confirm::Seals,
    engine::{Engine, Settings},
    jobs,
    org::{Org, SignIn},
    policy::Policy,
    search::Search,
    server::{Http, Server, serve_http},
};

use crate::arguments::Arguments;

type Failure = Box<dyn Error + Send + Sync>;

/// Serves until the client goes away, or until the program is stopped.
pub async fn run(arguments: Arguments) -> Result<(), Failure> {
    let catalogue = match &arguments.description {
        Some(file) => Catalogue::from_file(file)?,
        None => Catalogue::built_in()?,
    };
    let catalogue = match arguments.generally_available {
        true => catalogue.generally_available()?,
        false => catalogue,
    };
    let search = match &arguments.synonyms {
        Some(file) => Search::with_synonyms(&catalogue, file)?,
        None => Search::new(&catalogue)?,
    };
    let policy = Policy::new(&arguments.allow, arguments.policy.as_deref(), &catalogue)?;
    jobs::check(&arguments.toolset)?;
    if let Some(dir) = arguments.secrets_dir.as_ref().filter(|dir| !dir.is_dir()) {
        return Err(format!("--secrets-dir {} is not a folder", dir.display()).into());
    }
    let session = session()?;
    let audit = Audit::new(session.clone(), arguments.audit.as_deref())
        .map_err(|error| format!("the audit cannot be written: {error}"))?;
    let confirm_within = Duration::from_secs(arguments.confirm_within);
    let settings = Settings {
        answer_bytes: usize::try_from(arguments.answer_bytes)?,
        secrets_dir: arguments.secrets_dir.clone(),
        toolsets: arguments.toolset.clone(),
        confirm_within,
    };
    let seals = Seals::new(confirm_within)?;
    // The embedded org lives as long as the server.
    let (org, _embedded) = org(&arguments, &session).await?;
    let engine = Engine::new(catalogue, search, policy, org, seals, audit, settings);
    serve(engine, &arguments).await
}

async fn serve(engine: Arc<Engine>, arguments: &Arguments) -> Result<(), Failure> {
    let Some(address) = arguments.http else {
        return Server::new(engine).serve_stdio().await;
    };
    let token = std::env::var("OKTA_MCP_HTTP_TOKEN")
        .ok()
        .filter(|token| !token.is_empty());
    let http = Http {
        address,
        token,
        hosts: arguments.http_host.clone(),
        origins: arguments.http_origin.clone(),
    };
    let listening = serve_http(engine, http).await?;
    eprintln!("okta-mcp: listening on http://{}/mcp", listening.address()?);
    tokio::select! {
        () = listening.run() => Ok(()),
        stopped = tokio::signal::ctrl_c() => Ok(stopped?),
    }
}

/// An id of this run that nobody can guess.
fn session() -> Result<String, Failure> {
    use ring::rand::SecureRandom as _;
    let mut bytes = [0_u8; 8];
    ring::rand::SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| "the system gives no random numbers")?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

async fn org(
    arguments: &Arguments,
    session: &str,
) -> Result<(Org, Option<okta_mock::Org>), Failure> {
    if arguments.mock {
        let embedded = okta_mock::Org::builder()
            .users(arguments.mock_users)
            .limits(okta_mock::Limits::none())
            .start()
            .await?;
        let org = Org::new(embedded.client(), "the embedded org".to_owned());
        return Ok((org, Some(embedded)));
    }
    let mut builder = ClientBuilder::from_env();
    if let Some(profile) = &arguments.profile {
        builder = builder.profile(profile);
    }
    if arguments.correlate {
        builder = builder.user_agent_extra(format!(
            "okta-mcp/{} session/{session}",
            env!("CARGO_PKG_VERSION")
        ));
    }
    let Some(client_id) = &arguments.device else {
        return Ok((named(builder.build()?), None));
    };
    let sign_in = SignIn::default();
    let show = sign_in.shower();
    let grant = DeviceGrant::new(client_id, &arguments.scope).prompt(move |prompt| show(prompt));
    let org = named(builder.device_grant(grant).build()?);
    Ok((org.with_sign_in(sign_in), None))
}

/// An org by its host.
fn named(client: Client) -> Org {
    let url = client.org_url();
    let host = url.split_once("://").map_or(url, |(_, host)| host);
    let name = host.trim_end_matches('/').to_owned();
    Org::new(client, name)
}
