//! Values that were copied from a guide and never filled in.

/// Whether a value is an example's placeholder: `{clientId}`, `<token>`, `YOUR_API_TOKEN`.
pub(crate) fn is_placeholder(value: &str) -> bool {
    let letters: String = value
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    value.contains(['{', '}', '<', '>'])
        || matches!(
            letters.as_str(),
            "yourapitoken"
                | "youroktaapitoken"
                | "youroktatoken"
                | "yourtoken"
                | "apitoken"
                | "youraccesstoken"
                | "accesstoken"
                | "yourclientid"
                | "clientid"
                | "replaceme"
                | "changeme"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_and_values() {
        for (value, expected) in [
            ("{apiToken}", true),
            ("${OKTA_TOKEN}", true),
            ("{{token}}", true),
            ("<your token>", true),
            ("YOUR_API_TOKEN", true),
            ("your-client-id", true),
            ("REPLACE_ME", true),
            ("00abcDEF-_123456", false),
            ("0oa1b2c3d4e5f6g7h8i9", false),
            ("yourcompany-00abc", false),
        ] {
            assert_eq!(is_placeholder(value), expected, "{value}");
        }
    }
}
