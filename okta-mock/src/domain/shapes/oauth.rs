//! What authorization servers hand out: scopes and claims.

use serde_json::{Map, Value, json};

use super::making::Making;
use crate::world::json::fill;

/// Completes a scope.
pub(super) fn scope(scope: &mut Map<String, Value>, _: Making<'_>) {
    fill(
        scope,
        json!({
            "description": null, "displayName": null, "system": false,
            "metadataPublish": "NO_CLIENTS", "consent": "IMPLICIT", "default": false,
        }),
    );
}

/// Completes a claim.
pub(super) fn claim(claim: &mut Map<String, Value>, _: Making<'_>) {
    fill(
        claim,
        json!({
            "status": "ACTIVE", "claimType": "RESOURCE", "valueType": "EXPRESSION",
            "conditions": { "scopes": [] }, "system": false, "alwaysIncludeInToken": true,
        }),
    );
}
