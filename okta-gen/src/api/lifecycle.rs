//! Who can call an operation: how far Okta has come with it, what an org needs for it, and
//! which tokens it takes.

use std::fmt;

use serde_json::Value;

/// How far an operation has come, and what an org needs for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lifecycle {
    pub stage: Stage,
    /// Whether not every org has it, although it may be generally available.
    pub restricted: bool,
    /// The products that an org needs.
    pub products: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    General,
    Limited,
    EarlyAccess,
    Deprecated,
}

impl Lifecycle {
    /// What newer descriptions say in `x-okta-lifecycle`; older ones say nothing, and describe
    /// nothing else than what is generally available.
    pub fn of(operation: &Value) -> Self {
        let said = &operation["x-okta-lifecycle"];
        let stage = match said["lifecycle"].as_str() {
            _ if operation["deprecated"] == true => Stage::Deprecated,
            Some("DEPRECATED") => Stage::Deprecated,
            Some("LIMITED_GA") => Stage::Limited,
            Some("EA" | "BETA") => Stage::EarlyAccess,
            _ => Stage::General,
        };
        let products = said["SKUs"].as_array().into_iter().flatten();
        Self {
            stage,
            restricted: said["isGenerallyAvailable"] == false,
            products: products
                .filter_map(|name| name.as_str().map(str::to_owned))
                .collect(),
        }
    }

    /// Whether there is nothing to say of it.
    pub fn is_general(&self) -> bool {
        self.stage == Stage::General && !self.restricted && self.products.is_empty()
    }
}

impl fmt::Display for Lifecycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.stage {
            Stage::General => "generally available",
            Stage::Limited => "of limited general availability",
            Stage::EarlyAccess => "in early access",
            Stage::Deprecated => "deprecated",
        })?;
        match self.products.as_slice() {
            [] if self.restricted && self.stage == Stage::General => {
                f.write_str(" to orgs that have its feature")
            }
            [] => Ok(()),
            products => write!(f, " to orgs with {}", products.join(" or ")),
        }
    }
}

/// Which tokens an operation takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tokens {
    Any,
    OAuth,
    Api,
    /// Anybody may ask, or what is sent authenticates itself.
    None,
}

impl Tokens {
    /// What `security` says; a description that knows no OAuth says nothing about tokens.
    pub fn of(document: &Value, operation: &Value) -> Self {
        if document["components"]["securitySchemes"]
            .get("oauth2")
            .is_none()
        {
            return Self::Any;
        }
        let security = operation
            .get("security")
            .or_else(|| document.get("security"));
        let takes = |scheme| {
            let mut requirements = security.and_then(Value::as_array).into_iter().flatten();
            requirements.any(|requirement| requirement.get(scheme).is_some())
        };
        match (takes("oauth2"), takes("apiToken")) {
            (true, true) => Self::Any,
            (true, false) => Self::OAuth,
            (false, true) => Self::Api,
            (false, false) => Self::None,
        }
    }

    /// What there is to say to a caller.
    pub fn note(self) -> Option<&'static str> {
        match self {
            Self::Any => None,
            Self::OAuth => Some("Takes OAuth 2.0 access tokens only, no API tokens."),
            Self::Api => Some("Takes API tokens only, no OAuth 2.0 access tokens."),
            Self::None => Some("Needs no token."),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn availability_is_told_in_words() {
        for (said, words) in [
            (json!(null), "generally available"),
            (
                json!({"lifecycle": "GA", "isGenerallyAvailable": true}),
                "generally available",
            ),
            (
                json!({"lifecycle": "GA", "isGenerallyAvailable": false, "SKUs": []}),
                "generally available to orgs that have its feature",
            ),
            (
                json!({"lifecycle": "LIMITED_GA", "SKUs": ["Okta Identity Engine"]}),
                "of limited general availability to orgs with Okta Identity Engine",
            ),
            (
                json!({"lifecycle": "EA", "isGenerallyAvailable": false}),
                "in early access",
            ),
        ] {
            let lifecycle = Lifecycle::of(&json!({"x-okta-lifecycle": said}));
            assert_eq!(lifecycle.to_string(), words, "{said}");
        }
        assert_eq!(
            Lifecycle::of(&json!({"deprecated": true})).to_string(),
            "deprecated"
        );
    }

    #[test]
    fn security_says_which_tokens() {
        let newer = json!({"components": {"securitySchemes": {"oauth2": {}}}});
        for (security, tokens) in [
            (json!([{"apiToken": []}, {"oauth2": ["a"]}]), Tokens::Any),
            (json!([{"oauth2": ["a"]}]), Tokens::OAuth),
            (json!([{"apiToken": []}]), Tokens::Api),
            (json!([{"Client_authentication": []}]), Tokens::None),
            (json!([]), Tokens::None),
        ] {
            let operation = json!({"security": security});
            assert_eq!(Tokens::of(&newer, &operation), tokens, "{operation}");
        }
        let older = json!({"components": {"securitySchemes": {"api_token": {}}}});
        assert_eq!(
            Tokens::of(&older, &json!({"security": [{"api_token": []}]})),
            Tokens::Any
        );
    }
}
