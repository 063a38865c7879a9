//! CAPTCHAs: an org has one at most, and begins without.

use serde_json::{Value, json};

use crate::{
    engine::{self, links},
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::json::writable,
};

pub(super) fn create(exchange: &mut Exchange<'_>) -> Answer {
    if exchange.state.store.len(&exchange.path()) > 0 {
        return Err(OktaError::one_captcha());
    }
    engine::answer(exchange)
}

/// Where the org shows its CAPTCHA.
pub(super) fn shown_where(exchange: &mut Exchange<'_>) -> Answer {
    let path = exchange.path();
    let kept = exchange.state.store.document(&path).cloned();
    let kept = kept.filter(|kept| !kept.is_null());
    shown(exchange, kept.unwrap_or_default())
}

/// Says where the org shows its CAPTCHA.
pub(super) fn show_where(exchange: &mut Exchange<'_>) -> Answer {
    let settings = Value::Object(writable(exchange.object()?));
    let path = exchange.path();
    exchange.state.store.set_document(&path, settings.clone());
    shown(exchange, settings)
}

fn shown(exchange: &Exchange<'_>, settings: Value) -> Answer {
    let pages = match &settings["enabledPages"] {
        Value::Null => json!([]),
        pages => pages.clone(),
    };
    let path = exchange.path();
    let settings = json!({ "captchaId": settings["captchaId"], "enabledPages": pages });
    let settings = links::present_settings(settings, &path, exchange.base);
    Ok(Reply::ok(settings))
}
