//! Lists: in pages, as streams, and logs that are followed.

pub(crate) mod logs;
pub(crate) mod paging;
