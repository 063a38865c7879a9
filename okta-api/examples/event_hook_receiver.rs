//! Receives the events that Okta posts to an event hook. It starts a receiver, creates and
//! verifies a hook for it, suspends a user, and prints the events that come in.
//!
//! ```text
//! cargo run -p okta-api --example event_hook_receiver
//! cargo run -p okta-api --example event_hook_receiver -- --org env \
//!     --listen 0.0.0.0:8080 --address https://hooks.example.com/okta
//! ```
//!
//! With a real org, `--address` is the URL at which Okta reaches the receiver, behind a proxy
//! with TLS. Nobody is suspended, and the example prints events until Ctrl-C. It removes the
//! hook at the end.

use std::convert::Infallible;

use clap::Parser;
use futures::StreamExt;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use okta_api::{
    Client,
    bytes::Bytes,
    event_hooks::{EventHookReceiver, HookRequest},
    http::{Request, Response, StatusCode},
    types::{
        EventHook, EventHookChannel, EventHookChannelConfig, EventHookChannelConfigAuthScheme,
        EventHookChannelConfigAuthSchemeType, EventHookChannelType, EventSubscriptions,
        EventSubscriptionsType, EventType, LogEvent,
    },
};
use tokio::{net::TcpListener, sync::mpsc};

mod support;
use support::{Choice, Result, stop};

/// More than Okta ever posts at once.
const LARGEST_DELIVERY: usize = 4 * 1024 * 1024;

#[derive(Parser)]
struct Arguments {
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: String,
    /// The URL at which Okta reaches the receiver. Default: the address that it listens on.
    #[arg(long, value_name = "URL")]
    address: Option<String>,
    #[command(flatten)]
    org: Choice,
}

#[tokio::main]
async fn main() -> Result {
    let arguments = Arguments::parse();
    let client = arguments.org.open().await?;
    let embedded = client.is_embedded();

    // Okta sends this secret with every request; requests without it are refused.
    let secret: String = std::iter::repeat_with(fastrand::alphanumeric)
        .take(32)
        .collect();
    let listener = TcpListener::bind(&arguments.listen).await?;
    let address = match arguments.address {
        Some(address) => address,
        None => format!("http://{}/okta", listener.local_addr()?),
    };
    let (events, mut queue) = mpsc::channel(1_000);
    let server = tokio::spawn(serve(listener, EventHookReceiver::new(&secret), events));

    let hook = client
        .create_event_hook(hook(&address, &secret))
        .send()
        .await?;
    let id = hook.id.clone().into_option().ok_or("the hook has no id")?;
    let hook = client.verify_event_hook(&id).send().await?;
    let status = hook.verification_status.as_ref();
    println!(
        "{address} is {}",
        status.map_or("?", |status| status.as_str())
    );

    if embedded {
        suspend_somebody(&client).await?;
    } else {
        println!("Waiting for events; Ctrl-C ends.");
    }
    let mut stopped = stop();
    loop {
        let event = tokio::select! {
            event = queue.recv() => event,
            () = &mut stopped => None,
        };
        let Some(event) = event else { break };
        println!("{}", line(&event));
        if embedded {
            break;
        }
    }
    client.deactivate_event_hook(&id).send().await?;
    client.delete_event_hook(&id).send().await?;
    server.abort();
    Ok(())
}

/// A hook for suspensions and lockouts.
fn hook(address: &str, secret: &str) -> EventHook {
    let scheme = EventHookChannelConfigAuthScheme {
        type_: EventHookChannelConfigAuthSchemeType::Header.into(),
        key: "Authorization".into(),
        value: secret.into(),
        ..Default::default()
    };
    EventHook {
        name: "Example of a receiver".into(),
        events: EventSubscriptions {
            type_: EventSubscriptionsType::EventType.into(),
            items: vec![EventType::UserLifecycleSuspend, EventType::UserAccountLock].into(),
            ..Default::default()
        }
        .into(),
        channel: EventHookChannel {
            type_: EventHookChannelType::Http.into(),
            version: "1.0.0".into(),
            config: EventHookChannelConfig {
                uri: address.into(),
                auth_scheme: scheme.into(),
                ..Default::default()
            }
            .into(),
            ..Default::default()
        }
        .into(),
        ..Default::default()
    }
}

/// Responds to Okta, which waits three seconds, and queues the events.
async fn serve(listener: TcpListener, hook: EventHookReceiver, events: mpsc::Sender<LogEvent>) {
    while let Ok((stream, _)) = listener.accept().await {
        let (hook, events) = (hook.clone(), events.clone());
        let answer = service_fn(move |request: Request<Incoming>| {
            let (hook, events) = (hook.clone(), events.clone());
            async move { Ok::<_, Infallible>(receive(&hook, &events, request).await) }
        });
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), answer));
    }
}

async fn receive(
    hook: &EventHookReceiver,
    events: &mpsc::Sender<LogEvent>,
    request: Request<Incoming>,
) -> Response<Full<Bytes>> {
    let (parts, body) = request.into_parts();
    let Ok(body) = Limited::new(body, LARGEST_DELIVERY).collect().await else {
        let mut response = Response::default();
        *response.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
        return response;
    };
    let received = hook.receive(&Request::from_parts(parts, body.to_bytes()));
    if let HookRequest::Delivery(delivery) = &received.request {
        for event in &delivery.events {
            match event {
                // If the queue is full, the response says so, and Okta sends the events again.
                Ok(event) if events.try_send(event.clone()).is_err() => {
                    let mut response = Response::default();
                    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
                    return response;
                }
                Ok(_) => {}
                Err(odd) => eprintln!("{odd}: {}", odd.value),
            }
        }
    }
    received.into_response().map(Full::new)
}

async fn suspend_somebody(client: &Client) -> Result {
    let active = client.list_users().filter(r#"status eq "ACTIVE""#).stream();
    // The first one is the owner of the token.
    let user = Box::pin(active.skip(1))
        .next()
        .await
        .ok_or("nobody is there")??;
    let id = user.id.into_option().ok_or("the user has no id")?;
    client.suspend_user(id).send().await?;
    Ok(())
}

fn line(event: &LogEvent) -> String {
    let target = event.target.iter().flatten().next();
    let name = target.and_then(|target| target.alternate_id.as_deref());
    let kind = event.event_type.as_ref().map_or("?", EventType::as_str);
    format!("{kind} {}", name.unwrap_or("?"))
}
