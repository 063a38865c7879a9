//! Event hooks: their address is proved before events go there.

use crate::{
    engine::links,
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
};

/// Takes the address as proved: one on this machine was asked before.
pub(crate) fn verify(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("eventHookId").to_owned();
    let now = exchange.time();
    let collection = exchange.path_to(3);
    let Some(hook) = exchange.state.store.get_mut(&collection, &id) else {
        return Err(OktaError::not_found(&id, "Webhook"));
    };
    hook["verificationStatus"] = "VERIFIED".into();
    hook["lastUpdated"] = now;
    let hook = hook.clone();
    let own = exchange.url(&format!("{collection}/{id}"));
    Ok(Reply::ok(match exchange.resource(3) {
        Some(resource) => links::present(hook, &own, resource),
        None => hook,
    }))
}
