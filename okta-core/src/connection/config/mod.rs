//! The sources of a client's settings, and the rules for their values.
//!
//! Files and the environment contain only text. [`gather`](gather::gather) collects it, and for
//! each setting the strongest source wins. [`value`] turns the text into values.

mod credentials;
mod file;
mod gather;
mod node;
mod org_url;
mod placeholder;
mod proxy;
mod setting;
mod source;
mod trust;
mod unknown;
mod value;
#[cfg_attr(not(feature = "config-file"), path = "no_yaml.rs")]
mod yaml;

pub(crate) use credentials::{api_token, bearer_token, check_app, credentials};
#[cfg(test)]
pub(crate) use file::ConfigFile;
pub(crate) use gather::{Gathered, Surroundings, gather};
pub(crate) use org_url::org_url;
pub(crate) use proxy::proxy_url;
pub(crate) use setting::Setting;
#[cfg(test)]
pub(crate) use setting::variable;
pub(crate) use source::{Found, Origin};
pub(crate) use trust::check as check_trust;
pub(crate) use value::{flag, number, seconds, text};
