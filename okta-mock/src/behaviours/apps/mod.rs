//! Applications:
//! <https://developer.okta.com/docs/api/openapi/okta-management/management/tag/Application/>.

pub(crate) mod assignments;
mod crud;
pub(crate) mod groups;
mod metadata;
pub(crate) mod provisioning;
mod view;

pub(crate) use crud::{activate, create, deactivate, delete, get, list, replace};
pub(crate) use metadata::saml as saml_metadata;
pub(crate) use view::shown;
