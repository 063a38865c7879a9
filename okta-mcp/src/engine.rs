//! What all tools work with.

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
    /// Where calls go, and with whose credentials.
    pub org: Org,
    /// The states of confirmations.
    pub seals: Seals,
    /// What was done.
    pub audit: Audit,
    /// The rest.
    pub settings: Settings,
    /// Pages that were not shown to their end.
    pub(crate) pages: Pages,
}

/// Settings without a part of their own.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The most bytes of an answer.
    pub answer_bytes: usize,
    /// Where a person may have secrets written to.
    pub secrets_dir: Option<PathBuf>,
    /// The jobs that are offered besides the four tools, by toolset.
    pub toolsets: Vec<String>,
    /// How long a person has to answer.
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
