//! Users: <https://developer.okta.com/docs/api/openapi/okta-management/management/tag/User/>.

pub(crate) mod credentials;
mod crud;
pub(crate) mod lifecycle;
pub(crate) mod view;

pub(crate) use crud::{create, delete, get, list, replace, update};
