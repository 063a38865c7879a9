//! The query of a request.

use url::form_urlencoded;

/// Decoded query parameters, in the order they came in.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    pub(crate) fn parse(query: &str) -> Self {
        Self(
            form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
        )
    }

    /// The value of this parameter; `None` where it is missing or empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, value)| known == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// A boolean parameter, or what Okta takes when it is missing.
    pub(crate) fn flag(&self, name: &str, default: bool) -> bool {
        self.get(name)
            .map_or(default, |value| value.eq_ignore_ascii_case("true"))
    }

    /// The query again, with this parameter set to a value.
    pub(crate) fn with(&self, name: &str, value: &str) -> String {
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(self.0.iter().filter(|(known, _)| known != name))
            .append_pair(name, value)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_keeps_what_was_asked_for() {
        let query = Query::parse("q=a%20b&after=1&limit=&activate=TRUE");
        assert_eq!(query.get("q"), Some("a b"));
        assert_eq!(query.get("limit"), None);
        assert!(query.flag("activate", false));
        assert!(query.flag("provider", true));
        assert_eq!(
            Query::parse("q=a+b&after=1").with("after", "2/x"),
            "q=a+b&after=2%2Fx"
        );
    }
}
