pub mod calls {}
pub mod types {}
pub mod operations {
    pub static OPERATIONS: &[crate::operations::Operation] = &[];
}
