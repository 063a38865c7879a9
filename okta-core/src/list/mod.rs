//! Lists, as pages and as streams, and logs that are followed.

pub(crate) mod logs;
pub(crate) mod paging;
