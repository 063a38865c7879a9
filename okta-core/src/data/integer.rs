//! Whole numbers as arguments.

/// A whole number of any type, so that `limit(50usize)` works like `limit(50)`.
pub trait Integer {
    /// Returns the number, or `i64::MAX` if it is larger.
    #[doc(hidden)]
    fn integer(self) -> i64;
}

macro_rules! integer {
    ($($type:ty)+) => {
        $(
            impl Integer for $type {
                #[inline]
                fn integer(self) -> i64 {
                    i64::try_from(self).unwrap_or(i64::MAX)
                }
            }
        )+
    };
}

integer! { i8 i16 i32 i64 isize u8 u16 u32 u64 usize }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_whole_number_is_one() {
        assert_eq!(
            (50_usize.integer(), 50.integer(), (-1_i8).integer()),
            (50, 50, -1)
        );
        assert_eq!(
            (u64::MAX.integer(), i64::MIN.integer()),
            (i64::MAX, i64::MIN)
        );
    }
}
