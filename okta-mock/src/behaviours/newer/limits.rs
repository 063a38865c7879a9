//! Rate limits of single tokens.

use crate::{
    engine,
    error::OktaError,
    exchange::{Exchange, reply::Answer},
    world::state::text,
};

/// Makes a limit for a token that has none.
pub(super) fn create(exchange: &mut Exchange<'_>) -> Answer {
    let principal = text(&exchange.body, "principalId").to_owned();
    let store = &exchange.state.store;
    let is_token = text(&exchange.body, "principalType") == "SSWS_TOKEN";
    if is_token && !store.contains("/api/v1/api-tokens", &principal) {
        return Err(OktaError::not_found(&principal, "Token"));
    }
    let limits = exchange.path();
    let mut of_principal = store.having(&limits, "principalId", &principal);
    if of_principal.next().is_some() {
        let causes: [&str; 0] = [];
        return Err(OktaError::validation("principalRateLimitMediated", causes));
    }
    drop(of_principal);
    engine::answer(exchange)
}

/// Lists the limits of a kind of principal, which has to be named.
pub(super) fn list(exchange: &mut Exchange<'_>) -> Answer {
    let filter = exchange.query.get("filter").unwrap_or_default();
    if !filter.contains("principalType") {
        let causes: [&str; 0] = [];
        return Err(OktaError::validation("principalRateLimitMediated", causes));
    }
    engine::answer(exchange)
}
