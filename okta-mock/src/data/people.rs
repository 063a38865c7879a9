//! People: names, logins, where they work and how to reach them.

use serde_json::{Value, json};

use super::rng::{Rng, nth};

/// The departments that people work in.
pub(crate) const DEPARTMENTS: &[&str] = &[
    "Engineering",
    "Sales",
    "Marketing",
    "Finance",
    "Human Resources",
    "Legal",
    "Support",
    "Product",
    "Design",
    "Security",
    "IT",
    "Operations",
];

const FIRST_NAMES: &[&str] = &[
    "Ada", "Alan", "Amina", "Ana", "Anders", "Anita", "Arjun", "Astrid", "Ben", "Bianca", "Bruno",
    "Camila", "Carlos", "Chen", "Chloé", "Clara", "Daniel", "Darius", "Diana", "Diego", "Elena",
    "Elif", "Emil", "Emma", "Erik", "Esther", "Fatima", "Felix", "Fiona", "Freya", "Gabriel",
    "George", "Grace", "Hana", "Hannah", "Hassan", "Helen", "Hugo", "Ibrahim", "Ida", "Ines",
    "Ingrid", "Isaac", "Ivan", "Jack", "James", "Jana", "Javier", "Jin", "Joanna", "José", "Julia",
    "Kai", "Karim", "Katya", "Kenji", "Kofi", "Laila", "Lars", "Laura", "Leo", "Lin", "Lucas",
    "Lucía", "Maja", "Marco", "Maria", "Mateo", "Maya", "Mei", "Mila", "Mohammed", "Nadia",
    "Naomi", "Nia", "Nils", "Nina", "Noah", "Nora", "Olga", "Oliver", "Omar", "Oscar", "Paula",
    "Pedro", "Petra", "Priya", "Rafael", "Ravi", "Rosa", "Ruth", "Samir", "Sara", "Sofia", "Søren",
    "Tara", "Thomas", "Tomás", "Viktor", "Wei", "Yara", "Yuki", "Yusuf", "Zeynep", "Zoë",
];

const LAST_NAMES: &[&str] = &[
    "Abe",
    "Adeyemi",
    "Ahmed",
    "Almeida",
    "Andersson",
    "Bauer",
    "Becker",
    "Bianchi",
    "Brown",
    "Carter",
    "Castro",
    "Chang",
    "Clarke",
    "Costa",
    "Cruz",
    "Das",
    "Demir",
    "Dubois",
    "Dvořák",
    "Edwards",
    "Eriksen",
    "Evans",
    "Ferrari",
    "Fischer",
    "Flores",
    "Fournier",
    "Garcia",
    "González",
    "Green",
    "Gupta",
    "Haddad",
    "Hansen",
    "Harris",
    "Hernández",
    "Hoffmann",
    "Horvat",
    "Hughes",
    "Ibáñez",
    "Ito",
    "Ivanova",
    "Jansen",
    "Jensen",
    "Johansson",
    "Jones",
    "Kapoor",
    "Kaya",
    "Keller",
    "Khan",
    "Kim",
    "Klein",
    "Kowalski",
    "Kumar",
    "Larsen",
    "Laurent",
    "Lee",
    "Lindqvist",
    "Lopez",
    "Marino",
    "Martin",
    "Mbeki",
    "Mendes",
    "Meyer",
    "Moreau",
    "Moreno",
    "Müller",
    "Murphy",
    "Nakamura",
    "Nguyen",
    "Nielsen",
    "Novak",
    "Okafor",
    "Oliveira",
    "Osei",
    "Owens",
    "Park",
    "Patel",
    "Petrov",
    "Popescu",
    "Quinn",
    "Ramos",
    "Reyes",
    "Ricci",
    "Rojas",
    "Rossi",
    "Ruiz",
    "Sahin",
    "Santos",
    "Sato",
    "Schmidt",
    "Schneider",
    "Shah",
    "Silva",
    "Singh",
    "Smith",
    "Suzuki",
    "Takahashi",
    "Tanaka",
    "Taylor",
    "Torres",
    "Vargas",
    "Virtanen",
    "Wagner",
    "Walker",
    "Wang",
    "Weber",
    "Williams",
    "Wójcik",
    "Wong",
    "Wright",
    "Yamamoto",
    "Yılmaz",
    "Young",
    "Zhang",
];

const TITLES: &[&str] = &[
    "Associate",
    "Specialist",
    "Senior Specialist",
    "Analyst",
    "Senior Analyst",
    "Manager",
    "Senior Manager",
    "Director",
    "Coordinator",
    "Consultant",
    "Lead",
    "Vice President",
];

/// City, state, country, time zone, locale, and the country's telephone prefix.
pub(super) type Place = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

/// Where people work.
pub(super) const PLACES: &[Place] = &[
    (
        "San Francisco",
        "CA",
        "US",
        "America/Los_Angeles",
        "en_US",
        "+1415555",
    ),
    (
        "New York",
        "NY",
        "US",
        "America/New_York",
        "en_US",
        "+1212555",
    ),
    ("Austin", "TX", "US", "America/Chicago", "en_US", "+1512555"),
    (
        "Toronto",
        "ON",
        "CA",
        "America/Toronto",
        "en_CA",
        "+1416555",
    ),
    (
        "London",
        "England",
        "GB",
        "Europe/London",
        "en_GB",
        "+44207946",
    ),
    (
        "Berlin",
        "Berlin",
        "DE",
        "Europe/Berlin",
        "de_DE",
        "+49302300",
    ),
    (
        "Paris",
        "Île-de-France",
        "FR",
        "Europe/Paris",
        "fr_FR",
        "+33199001",
    ),
    (
        "Stockholm",
        "Stockholm",
        "SE",
        "Europe/Stockholm",
        "sv_SE",
        "+46850000",
    ),
    (
        "São Paulo",
        "SP",
        "BR",
        "America/Sao_Paulo",
        "pt_BR",
        "+55115555",
    ),
    ("Tokyo", "Tokyo", "JP", "Asia/Tokyo", "ja_JP", "+8135555"),
    ("Bengaluru", "KA", "IN", "Asia/Kolkata", "en_IN", "+9180555"),
    (
        "Sydney",
        "NSW",
        "AU",
        "Australia/Sydney",
        "en_AU",
        "+6125550",
    ),
];

/// A made-up person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) first_name: &'static str,
    pub(crate) last_name: &'static str,
    /// Also the e-mail address; no two people of an org have the same.
    pub(crate) login: String,
    pub(crate) department: &'static str,
    pub(crate) title: String,
    pub(crate) mobile_phone: Option<String>,
    pub(crate) employee_number: String,
    pub(crate) cost_center: String,
    /// A custom attribute, which some lack.
    pub(crate) cost_code: Option<String>,
    place: Place,
}

/// The n-th person of the org with this seed.
pub(crate) fn person(seed: u64, n: u64) -> Person {
    let (first, last) = (FIRST_NAMES.len() as u64, LAST_NAMES.len() as u64);
    let names = first * last;
    // A step that shares no factor with the number of names visits every pair once
    // before any comes again, so a pair and the round of its visit are unique.
    let (round, turn) = (n / names, n % names);
    let start = Rng::of(seed, "names", 0).below(names);
    let pair = (start + turn * coprime_step(names)) % names;
    let (first_name, last_name) = (nth(FIRST_NAMES, pair / last), nth(LAST_NAMES, pair % last));

    let mut rng = Rng::of(seed, "person", n);
    let department = rng.pick(DEPARTMENTS);
    let place = nth(PLACES, rng.below(PLACES.len() as u64));
    let namesakes = if round == 0 {
        String::new()
    } else {
        (round + 1).to_string()
    };
    Person {
        first_name,
        last_name,
        login: format!(
            "{}.{}{namesakes}@example.com",
            slug(first_name),
            slug(last_name)
        ),
        department,
        title: format!("{department} {}", rng.pick(TITLES)),
        mobile_phone: (!rng.one_in(4)).then(|| format!("{}{:04}", place.5, rng.below(10_000))),
        employee_number: n.saturating_add(100_001).to_string(),
        cost_center: format!("CC-{}", 1000 + rng.below(40) * 10),
        cost_code: (!rng.one_in(8)).then(|| format!("EX-{:03}", 100 + rng.below(60) * 10)),
        place,
    }
}

impl Person {
    /// The person as `profile` of a user, with every property that Okta always lists.
    pub(crate) fn profile(&self) -> Value {
        let mut profile = self.base_profile();
        if let Some(code) = &self.cost_code {
            profile["costCode"] = code.as_str().into();
        }
        profile
    }

    /// City, state and country that the person works in.
    pub(crate) fn place(&self) -> [&'static str; 3] {
        [self.place.0, self.place.1, self.place.2]
    }

    fn base_profile(&self) -> Value {
        let (city, state, country, timezone, locale, _) = self.place;
        json!({
            "firstName": self.first_name,
            "lastName": self.last_name,
            "displayName": format!("{} {}", self.first_name, self.last_name),
            "login": self.login,
            "email": self.login,
            "secondEmail": null,
            "mobilePhone": self.mobile_phone,
            "department": self.department,
            "title": self.title,
            "employeeNumber": self.employee_number,
            "costCenter": self.cost_center,
            "organization": "Example",
            "userType": "Employee",
            "city": city,
            "state": state,
            "countryCode": country,
            "timezone": timezone,
            "locale": locale,
        })
    }
}

/// About 0.6 of `n` and coprime to it, so that neighbours are far apart.
fn coprime_step(n: u64) -> u64 {
    let gcd = |mut a: u64, mut b: u64| {
        while b != 0 {
            (a, b) = (b, a % b);
        }
        a
    };
    (n * 61 / 100..n)
        .find(|step| gcd(*step, n) == 1)
        .unwrap_or(1)
}

/// A name as it stands in a login: small ASCII letters.
pub(crate) fn slug(name: &str) -> String {
    name.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'á' => 'a',
            'é' | 'ë' => 'e',
            'í' | 'ı' => 'i',
            'ñ' => 'n',
            'ó' | 'ø' => 'o',
            'ř' => 'r',
            'ü' => 'u',
            other => other,
        })
        .filter(char::is_ascii_alphanumeric)
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    #[test]
    fn slugs_are_whole_and_distinct() {
        for names in [FIRST_NAMES, LAST_NAMES] {
            let slugs: BTreeSet<String> = names.iter().map(|name| slug(name)).collect();
            assert_eq!(slugs.len(), names.len());
            for name in names {
                assert_eq!(slug(name).len(), name.chars().count(), "{name}");
            }
        }
    }

    #[test]
    fn logins_are_unique_however_many() {
        let logins: BTreeSet<String> = (0..40_000).map(|n| person(7, n).login).collect();
        assert_eq!(logins.len(), 40_000);
        assert!(person(7, 39_999).login.ends_with("4@example.com"));
        assert_eq!(person(7, u64::MAX), person(7, u64::MAX));
    }

    #[test]
    fn the_same_seed_is_the_same_company() {
        assert_eq!(person(7, 99_999), person(7, 99_999));
        assert_ne!(person(7, 5).login, person(8, 5).login);
    }

    #[test]
    fn departments_are_about_even_and_some_have_no_phone() {
        let mut staff = BTreeMap::new();
        let mut without_phone = 0;
        for n in 0..6000 {
            let person = person(7, n);
            *staff.entry(person.department).or_insert(0) += 1;
            without_phone += u32::from(person.mobile_phone.is_none());
        }
        assert_eq!(staff.len(), DEPARTMENTS.len());
        assert!(staff.values().all(|n| (400..600).contains(n)), "{staff:?}");
        assert!((1300..1700).contains(&without_phone), "{without_phone}");
    }

    #[test]
    fn profiles_have_what_okta_asks_for() {
        let profile = person(7, 1).profile();
        for name in [
            "firstName",
            "lastName",
            "login",
            "email",
            "department",
            "title",
            "city",
        ] {
            assert!(
                profile[name].as_str().is_some_and(|text| !text.is_empty()),
                "{name}"
            );
        }
        assert!(profile["secondEmail"].is_null());
        assert_eq!(profile["login"], profile["email"]);
    }
}
