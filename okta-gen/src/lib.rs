//! Generates `okta-api` from Okta's OpenAPI description.
