//! An embedded, stateful Okta org.

// Until the server is built on it.
#[allow(dead_code, unused_imports)]
mod data;
#[allow(dead_code, unused_imports)]
mod oauth;
#[allow(dead_code, unused_imports)]
mod schema;
#[allow(dead_code, unused_imports)]
mod scim;
