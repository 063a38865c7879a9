//! Okta's `filter` and `search` expressions, `q` prefixes and `sortBy`.
//!
//! The language is the one of [SCIM](https://www.rfc-editor.org/rfc/rfc7644#section-3.4.2.2)
//! without `[…]`, as [Okta documents it](https://developer.okta.com/docs/reference/core-okta-api/#filter).
//! Which attributes and operators an operation takes, and whether letter case counts
//! there, is data in [`policy`].

mod compare;
mod filter;
mod parse;
mod path;
pub(crate) mod policy;
mod prefix;
mod sort;

pub(crate) use filter::Filter;
pub(crate) use prefix::has_prefix;
pub(crate) use sort::SortBy;
