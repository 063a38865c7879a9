//! An embedded, stateful Okta org.
