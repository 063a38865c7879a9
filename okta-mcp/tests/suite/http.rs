//! Streamable HTTP: who is let in, and that it works.
use std::{net::SocketAddr, sync::Arc};

use crate::support::{Answer, EVERYTHING, NEWEST, Setup, World, connect};
use okta_mcp::server::{Http, HttpError, serve_http};
use rmcp::{
    model::ProtocolVersion,
    transport::{
        StreamableHttpClientTransport, streamable_http_client::StreamableHttpClientTransportConfig,
    },
};
use serde_json::json;

const TOKEN: &str = "a-bearer-token-of-more-than-32-characters";

fn http(address: &str, token: Option<&str>) -> Http {
    Http {
        address: address.parse().unwrap(),
        token: token.map(str::to_owned),
        hosts: Vec::new(),
        origins: vec!["https://app.example.com:443".into()],
    }
}

async fn listen(world: &World, token: Option<&str>) -> SocketAddr {
    let listening = serve_http(Arc::clone(&world.engine), http("127.0.0.1:0", token))
        .await
        .unwrap();
    let address = listening.address().unwrap();
    tokio::spawn(listening.run());
    address
}

#[tokio::test]
async fn beyond_loopback_it_needs_a_token() {
    let world = Setup::default().start().await;
    let try_to = async |address: &str, token: Option<&str>| {
        serve_http(Arc::clone(&world.engine), http(address, token))
            .await
            .err()
    };
    assert!(matches!(
        try_to("0.0.0.0:0", None).await,
        Some(HttpError::Open(_))
    ));
    assert!(matches!(
        try_to("[::]:0", None).await,
        Some(HttpError::Open(_))
    ));
    assert!(matches!(
        try_to("127.0.0.1:0", Some("short")).await,
        Some(HttpError::WeakToken)
    ));
    assert!(try_to("127.0.0.1:0", None).await.is_none());
}

#[tokio::test]
async fn hosts_origins_tokens_and_sizes_are_checked() {
    let world = Setup::default().start().await;
    let address = listen(&world, Some(TOKEN)).await;
    let client = reqwest_client();
    let body = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
        "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"},
    }});
    let ask = async |headers: &[(&str, &str)], body: String| {
        let mut request = client
            .post(format!("http://{address}/mcp"))
            .header("accept", "application/json, text/event-stream")
            .header("content-type", "application/json")
            .body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await.unwrap().status().as_u16()
    };
    let bearer = format!("Bearer {TOKEN}");
    let good = ("authorization", bearer.as_str());
    assert_eq!(ask(&[good], body.to_string()).await, 200);
    assert_eq!(ask(&[], body.to_string()).await, 401);
    assert_eq!(
        ask(&[("authorization", "Bearer wrong")], body.to_string()).await,
        401
    );
    assert_eq!(
        ask(
            &[("authorization", &format!("Basic {TOKEN}"))],
            body.to_string()
        )
        .await,
        401
    );
    assert_eq!(
        ask(&[good, ("host", "evil.example")], body.to_string()).await,
        403
    );
    assert_eq!(
        ask(
            &[good, ("origin", "https://evil.example")],
            body.to_string()
        )
        .await,
        403
    );
    assert_eq!(
        ask(
            &[good, ("origin", "https://app.example.com")],
            body.to_string()
        )
        .await,
        200
    );
    assert_eq!(
        ask(&[good], format!("{{\"x\":\"{}\"}}", "y".repeat(2_000_000))).await,
        413
    );
}

pub fn reqwest_client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().unwrap()
}

#[tokio::test]
async fn clients_of_all_versions_call_and_confirm_over_http() {
    for version in [
        ProtocolVersion::V_2025_03_26,
        ProtocolVersion::V_2025_06_18,
        ProtocolVersion::V_2025_11_25,
        NEWEST,
    ] {
        let world = Setup {
            allow: EVERYTHING.to_vec(),
            ..Setup::default()
        }
        .start()
        .await;
        let address = listen(&world, Some(TOKEN)).await;
        let config = StreamableHttpClientTransportConfig::with_uri(format!("http://{address}/mcp"))
            .auth_header(TOKEN);
        let transport = StreamableHttpClientTransport::with_client(reqwest_client(), config);
        let client = connect(transport, version.clone(), Answer::Accept).await;
        let users = client.okta("listUsers", json!({"limit": 2})).await.good();
        let id = &users["items"][1]["id"];
        client
            .okta("suspendUser", json!({"userId": id}))
            .await
            .good();
        assert_eq!(client.asker.questions().len(), 1, "{version}");
        // The token is shared: the audit says where it was used from, and no more.
        let audit = world.engine.audit.recent();
        let line: serde_json::Value = serde_json::from_str(audit.lines().last().unwrap()).unwrap();
        assert_eq!(
            line["principal"],
            "an unknown holder of the bearer token, at 127.0.0.1"
        );
        let way = match version == NEWEST {
            true => "(input_required)",
            false => "(elicitation)",
        };
        assert!(
            line["confirmedBy"].as_str().unwrap().contains(way),
            "{line}"
        );
        assert_eq!(world.writes().len(), 1, "{version}");
    }
}

#[tokio::test]
async fn sessions_are_bounded() {
    let world = Setup::default().start().await;
    let address = listen(&world, None).await;
    let client = reqwest_client();
    let body = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
        "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"},
    }});
    let mut refused = false;
    for _ in 0..80 {
        let answer = client
            .post(format!("http://{address}/mcp"))
            .header("accept", "application/json, text/event-stream")
            .header("content-type", "application/json")
            .body(body.to_string())
            .send()
            .await
            .unwrap();
        refused |= answer.status().as_u16() == 503;
    }
    assert!(refused, "the 65th session is refused");
}
