//! What all tools share.

use std::{path::PathBuf, sync::Arc, time::Duration};

use crate::{
    answer::Masker, audit::Audit, call::Pages, catalogue::Catalogue, confirm::Seals, org::Org,
    policy::Policy, search::Search,
};

/// The parts of a server.
#[derive(Debug)]
pub struct Engine {
    /// The operations.
    pub catalogue: Catalogue,
    /// Finds them.
    pub search: Search,
    /// What an agent may do.
    pub policy: Policy,
    /// The org, and the credentials for it.
    pub org: Org,
    /// The states of confirmations.
    pub seals: Seals,
    /// The record of what was done.
    pub audit: Audit,
    /// All other settings.
    pub settings: Settings,
    /// Pages that were only partly shown.
    pub(crate) pages: Pages,
}

/// Settings without a part of their own.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The largest size of an answer in bytes.
    pub answer_bytes: usize,
    /// The folder into which a person may have secrets written.
    pub secrets_dir: Option<PathBuf>,
    /// The tools offered besides the four, by toolset.
    pub toolsets: Vec<String>,
    /// The time that a person has to answer.
    pub confirm_within: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            answer_bytes: 8 * 1024,
            secrets_dir: None,
            toolsets: Vec::new(),
            confirm_within: Duration::from_secs(300),
        }
    }
}

impl Engine {
    /// Puts the parts together.
    #[must_use]
    pub fn new(
        catalogue: Catalogue,
        search: Search,
        policy: Policy,
        org: Org,
        seals: Seals,
        audit: Audit,
        settings: Settings,
    ) -> Arc<Self> {
        Arc::new(Self {
            catalogue,
            search,
            policy,
            org,
            seals,
            audit,
            settings,
            pages: Pages::default(),
        })
    }

    pub(crate) fn masker(&self) -> Masker<'_> {
        Masker::new(self.catalogue.schemas())
    }
}
