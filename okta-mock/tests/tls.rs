//! The org over TLS.

use okta_api::Client;
use okta_mock::{Org, Tls};

const AUTHORITY: &str = include_str!("fixtures/authority.crt.pem");
const CERTIFICATE: &str = include_str!("fixtures/server.crt.pem");
const KEY: &str = include_str!("fixtures/server.key.pem");

#[tokio::test]
async fn a_client_that_trusts_the_authority_is_answered() {
    let tls = Tls::from_pem(CERTIFICATE.as_bytes(), KEY.as_bytes()).unwrap();
    let org = Org::builder().tls(tls).start().await.unwrap();
    let url = org.url();
    assert!(url.starts_with("https://"));
    let client = Client::builder(url)
        .api_token(org.token())
        .root_certificate(AUTHORITY)
        .build()
        .unwrap();
    let me = client.get_user("me").send().await.unwrap();
    assert!(me.id.is_some());
    assert!(Tls::from_pem(b"nothing", KEY.as_bytes()).is_err());
}
