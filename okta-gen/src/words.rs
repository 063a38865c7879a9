//! Names in the letter case of Rust, with the words that people write.
//!
//! `heck` takes a change of case for the beginning of a word, which tears a few of Okta's
//! words apart: `listOAuth2Claims` would become `list_o_auth2_claims`.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// How Okta writes a word, and how it has to be written to stay in one piece.
const WHOLE: [(&str, &str); 3] = [
    ("OAuth2", "Oauth2"),
    ("SAMLmetadata", "SamlMetadata"),
    ("iOS", "Ios"),
];

/// The name of a method, a module or a field.
pub fn snake(name: &str) -> String {
    let whole = WHOLE
        .iter()
        .fold(name.to_owned(), |name, (from, to)| name.replace(from, to));
    whole.to_snake_case()
}

/// A name that Rust takes: in snake case, without what no name holds, and no keyword.
pub fn ident(name: &str) -> String {
    let is_part = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
    let mut ident: String = snake(name).chars().filter(is_part).collect();
    if !ident.starts_with(|c: char| c.is_ascii_alphabetic()) {
        ident.insert_str(0, "the_");
    }
    if syn::parse_str::<syn::Ident>(&ident).is_err() {
        ident.push('_');
    }
    ident
}

/// Whether `heck` alone would tear a word of the name apart.
pub fn is_torn(name: &str) -> bool {
    WHOLE.iter().any(|(word, _)| name.contains(word))
}

/// The name of a type: `ListOAuth2Claims` beside the type `OAuth2Claim`.
pub fn camel(name: &str) -> String {
    name.replace("SAMLmetadata", "SamlMetadata")
        .to_upper_camel_case()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_becomes_one_of_rust() {
        for (name, ident) in [
            ("UserFactor", "user_factor"),
            ("2FA", "the_2fa"),
            ("mod", "mod_"),
            ("file-name", "file_name"),
            ("①", "the_"),
            ("", "the_"),
        ] {
            assert_eq!(super::ident(name), ident);
        }
    }

    #[test]
    fn words_stay_whole() {
        for (name, snaked, cameled) in [
            ("listUsers", "list_users", "ListUsers"),
            ("listOAuth2Claims", "list_oauth2_claims", "ListOAuth2Claims"),
            (
                "previewSAMLmetadataForApplication",
                "preview_saml_metadata_for_application",
                "PreviewSamlMetadataForApplication",
            ),
            (
                "generateCsrForApplication",
                "generate_csr_for_application",
                "GenerateCsrForApplication",
            ),
            ("iOS", "ios", "IOs"),
            ("wReplyURL", "w_reply_url", "WReplyUrl"),
        ] {
            assert_eq!(snake(name), snaked);
            assert_eq!(camel(name), cameled);
        }
    }
}
