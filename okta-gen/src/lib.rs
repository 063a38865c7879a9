//! Generates `okta-api` from Okta's OpenAPI description.
//!
//! load → overlay → normalise → progenitor → shape → print, one module for each:
//! [`regen()`] runs them all.

mod api;
mod diff;
mod document;
mod emit;
mod error;
mod load;
mod normalise;
mod omit;
mod output;
mod overlay;
mod package;
mod plain;
mod regen;
mod rust;
mod vendor;
mod words;

pub use diff::{Became, Change, Difference, Kind, Release, diff};
pub use error::{Error, Result};
pub use load::text_as_json as yaml;
pub use omit::Omission;
pub use output::Drift;
pub use package::{PackageOptions, default_name, default_overlays, package};
#[cfg(fuzzing)]
pub use regen::generate;
pub use regen::{Options, Report, corrected, regen, unshaped};
pub use vendor::{Vendored, vendored};
