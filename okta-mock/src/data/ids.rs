//! Ids in Okta's form: a prefix that tells the kind, and 17 letters and digits.

use super::rng::Rng;

/// Prefixes by the name of the schema that has the id.
const PREFIXES: &[(&str, &str)] = &[
    ("ApiToken", "00T"),
    ("Application", "0oa"),
    ("Authenticator", "aut"),
    ("AuthorizationServer", "aus"),
    ("AuthorizationServerPolicy", "00p"),
    ("AuthorizationServerPolicyRule", "0pr"),
    ("Brand", "bnd"),
    ("ClientSecret", "ocs"),
    ("Domain", "OcD"),
    ("EmailTemplateCustomization", "oel"),
    ("EventHook", "who"),
    ("Feature", "ftr"),
    ("Group", "00g"),
    ("GroupRule", "0pr"),
    ("IdentityProvider", "0oa"),
    ("InlineHook", "cal"),
    ("NetworkZone", "nzo"),
    ("OAuth2Claim", "ocl"),
    ("OAuth2Client", "0oa"),
    ("OAuth2RefreshToken", "oar"),
    ("OAuth2Scope", "scp"),
    ("OAuth2ScopeConsentGrant", "oag"),
    ("OAuth2Token", "oat"),
    ("OrgSetting", "00o"),
    ("Policy", "00p"),
    ("PolicyRule", "0pr"),
    ("ProfileMapping", "prm"),
    ("Session", "102"),
    ("SmsTemplate", "cst"),
    ("Theme", "the"),
    ("ThemeResponse", "the"),
    ("TrustedOrigin", "tos"),
    ("User", "00u"),
    ("UserFactor", "mbl"),
    ("UserType", "oty"),
];

/// The prefix of ids of a kind, by the name of its schema such as `User`. Kinds of a
/// kind, such as `SamlApplication` or `PasswordPolicyRule`, have the ids of their base.
pub(crate) fn prefix_of(schema: &str) -> &'static str {
    PREFIXES
        .iter()
        .filter(|(name, _)| schema.ends_with(name))
        .max_by_key(|(name, _)| name.len())
        .map_or("0id", |(_, prefix)| prefix)
}

/// The id of the assignment of a standard role: Okta writes the role's type in base 32.
pub(crate) fn role_id(role_type: &str) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let digit = |value: u32| super::rng::nth(ALPHABET, u64::from(value & 31));
    let (mut bits, mut pending, mut id) = (0_u32, 0_u32, String::new());
    for byte in role_type.bytes() {
        bits = bits << 8 | u32::from(byte);
        pending += 8;
        while pending >= 5 {
            pending -= 5;
            id.push(char::from(digit(bits >> pending)));
        }
        bits &= (1 << pending) - 1;
    }
    if pending > 0 {
        id.push(char::from(digit(bits << (5 - pending))));
    }
    id
}

/// The ids of one org.
#[derive(Debug, Clone)]
pub(crate) struct Ids {
    seed: u64,
    /// Ids of one org end alike.
    suffix: String,
}

/// Digits that grow with the number, so that ids sort by age as Okta's do.
const AGE_DIGITS: usize = 8;
const FIRST: u64 = 36_u64.pow(AGE_DIGITS as u32 - 1) * 24;
/// A prime step, so that neighbours look unlike each other.
const STEP: u64 = 7919;

impl Ids {
    /// The ids of the org with this seed.
    pub(crate) fn new(seed: u64) -> Self {
        let mut rng = Rng::of(seed, "ids", 0);
        let digit = rng.below(9) + 1;
        Self {
            seed,
            suffix: format!("{digit}d{}", rng.below(9) + 1),
        }
    }

    /// The n-th id with this prefix. Different prefixes or numbers have different ids,
    /// and a higher number sorts behind a lower one, up to a hundred million.
    pub(crate) fn id(&self, prefix: &str, n: u64) -> String {
        let age = base36(FIRST.wrapping_add(n.wrapping_mul(STEP)));
        let noise = Rng::of(self.seed, prefix, n).text(6);
        format!("{prefix}{age}{noise}{}", self.suffix)
    }
}

/// The last [`AGE_DIGITS`] digits of a number.
fn base36(mut n: u64) -> String {
    let mut digits = [b'0'; AGE_DIGITS];
    for digit in digits.iter_mut().rev() {
        *digit = super::rng::nth(b"0123456789abcdefghijklmnopqrstuvwxyz", n % 36);
        n /= 36;
    }
    digits.iter().copied().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_are_stable_unique_and_sorted_by_age() {
        let ids = Ids::new(7);
        let made: Vec<String> = (0..10_000).map(|n| ids.id("00u", n)).collect();
        assert_eq!(made.iter().collect::<BTreeSet<_>>().len(), made.len());
        assert!(made.is_sorted());
        for id in &made {
            assert!(id.starts_with("00u") && id.len() == 20, "{id}");
            assert!(id.chars().all(|c| c.is_ascii_alphanumeric()), "{id}");
        }
        assert!(ids.id("00u", 10_000) < ids.id("00u", 100_000_000));
        assert_eq!(Ids::new(7).id("00u", 3), made[3]);
        assert_ne!(Ids::new(8).id("00u", 3), made[3]);
        assert_eq!(ids.id("00u", u64::MAX).len(), 20);
    }

    #[test]
    fn prefixes() {
        for (schema, prefix) in [
            ("User", "00u"),
            ("Group", "00g"),
            ("SamlApplication", "0oa"),
            ("PasswordPolicy", "00p"),
            ("PasswordPolicyRule", "0pr"),
            ("GroupRule", "0pr"),
            ("PushUserFactor", "mbl"),
            ("UserType", "oty"),
            ("Nothing", "0id"),
        ] {
            assert_eq!(prefix_of(schema), prefix, "{schema}");
        }
    }

    /// As in traffic of real orgs.
    #[test]
    fn role_ids() {
        assert_eq!(role_id("USER_ADMIN"), "KVJUKUS7IFCE2SKO");
        assert_eq!(role_id("APP_ADMIN"), "IFIFAX2BIRGUSTQ");
        assert_eq!(role_id(""), "");
    }
}
