//! Generates `okta-api` from Okta's OpenAPI description.
//!
//! load → overlay → normalise → progenitor → shape → print, one module for each:
//! [`regen()`] runs them all.

mod api;
mod build_cost;
mod document;
mod emit;
mod error;
mod load;
mod normalise;
mod output;
mod overlay;
mod plain;
mod regen;
mod rust;
mod words;

pub use build_cost::{BUILD_COST_LOG, Report as BuildCost, build_cost, measured_rustc};
pub use error::{Error, Result};
pub use output::Drift;
pub use regen::{Options, Report, corrected, regen};
