//! What `--allow` permits.

use std::fmt;

use crate::catalogue::{Catalogue, Class, Operation, class};

/// One opened class, everywhere or in one area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    area: Option<String>,
    class: Class,
}

impl Grant {
    /// `write`, or `groups:write`.
    pub(super) fn parse(given: &str, catalogue: &Catalogue) -> Result<Self, String> {
        let (area, class) = match given.split_once(':') {
            Some((area, class)) => (Some(area), class),
            None => (None, given),
        };
        if let Some(area) = area {
            known_area(area, catalogue)?;
        }
        Ok(Self {
            area: area.map(str::to_owned),
            class: class::named(class)?,
        })
    }

    pub(super) fn opens(&self, operation: &Operation) -> bool {
        self.class == operation.class
            && self
                .area
                .as_ref()
                .is_none_or(|area| *area == operation.area)
    }
}

impl fmt::Display for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.area {
            Some(area) => write!(f, "{area}:{}", self.class.as_str()),
            None => f.write_str(self.class.as_str()),
        }
    }
}

/// An area that does not exist would open or close nothing, without a word.
pub(super) fn known_area(area: &str, catalogue: &Catalogue) -> Result<(), String> {
    let areas = catalogue.areas();
    if areas.contains(&area) {
        return Ok(());
    }
    Err(format!(
        "there is no area `{area}`; there are {}",
        areas.join(", ")
    ))
}
