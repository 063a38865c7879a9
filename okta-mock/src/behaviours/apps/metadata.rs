//! SAML metadata.

use http::header;

use super::view::stored;
use crate::{
    domain::keys::certificate,
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::state::text,
};

/// The metadata that a service provider needs to trust this application's identity
/// provider, for one of its keys.
pub(crate) fn saml(exchange: &mut Exchange<'_>) -> Answer {
    let app = stored(exchange)?;
    let kid = exchange.query.get("kid").unwrap_or_default();
    let own = &app["credentials"]["signing"]["kid"];
    let id = text(&app, "id");
    let keys = format!("/api/v1/apps/{id}/credentials/keys");
    let key = exchange.state.store.get(&keys, kid);
    if key.is_none() && own != kid {
        // Who wants JSON alone is told so rather than that there is no such key.
        if !takes_xml(exchange) {
            return Err(OktaError::not_acceptable());
        }
        return Err(OktaError::not_found(kid, "JsonWebKey"));
    }
    let certificate = key
        .as_ref()
        .and_then(|key| key["x5c"][0].as_str())
        .unwrap_or(certificate());
    let (base, name) = (exchange.base, text(&app, "name"));
    let sso = format!("{base}/app/{name}/{id}/sso/saml");
    Ok(Reply::text(
        "text/xml",
        format!(
            r#"<?xml version="1.0" encoding="UTF-8"?><md:EntityDescriptor entityID="http://www.okta.com/{id}" xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"><md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</md:NameIDFormat><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="{sso}"/><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{sso}"/></md:IDPSSODescriptor></md:EntityDescriptor>"#
        ),
    ))
}

fn takes_xml(exchange: &Exchange<'_>) -> bool {
    let accept = exchange.headers.get(header::ACCEPT);
    let accept = accept.and_then(|accept| accept.to_str().ok());
    let accept = accept.unwrap_or("*/*");
    ["xml", "*/*", "text/*"]
        .iter()
        .any(|kind| accept.contains(kind))
}
