//! Requests, responses, the building blocks of resources, and operations as data.

pub(crate) mod answer;
pub(crate) mod bounded;
pub(crate) mod challenge;
pub(crate) mod date;
pub(crate) mod form;
pub(crate) mod headers;
pub(crate) mod integer;
pub(crate) mod link;
pub(crate) mod model;
pub(crate) mod multipart;
pub mod operations;
pub(crate) mod origin;
pub(crate) mod quoted;
pub(crate) mod request;
pub(crate) mod shown;
pub(crate) mod target;
