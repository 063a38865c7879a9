//! CAPTCHAs: an org has one at most.

use crate::{
    engine,
    error::OktaError,
    exchange::{Exchange, reply::Answer},
};

pub(super) fn create(exchange: &mut Exchange<'_>) -> Answer {
    if exchange.state.store.len(&exchange.path()) > 0 {
        return Err(OktaError::one_captcha());
    }
    engine::answer(exchange)
}
