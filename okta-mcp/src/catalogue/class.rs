//! The risk of letting an agent call an operation.

use http::Method;
pub use okta_api::operations::Class;

/// All classes, from harmless to grave.
pub const CLASSES: [Class; 7] = [
    Class::Read,
    Class::Secrets,
    Class::Write,
    Class::Replace,
    Class::Destroy,
    Class::Privilege,
    Class::Credential,
];

/// The class of this name.
pub(crate) fn named(name: &str) -> Result<Class, String> {
    CLASSES
        .into_iter()
        .find(|class| class.as_str() == name)
        .ok_or_else(|| {
            let names = CLASSES.map(Class::as_str).join(", ");
            format!("`{name}` is not a class of risk; the classes are {names}")
        })
}

/// Returns the class that a description gives to an operation. If it gives no known class,
/// anything but a read counts as a removal, so that a person is asked.
pub(crate) fn of(given: Option<&str>, method: &Method) -> Class {
    match given.map(named) {
        Some(Ok(class)) => class,
        None if matches!(*method, Method::GET | Method::HEAD) => Class::Read,
        _ => Class::Destroy,
    }
}

/// Whether a person decides about each call.
#[must_use]
pub fn needs_a_person(class: Class) -> bool {
    !class.is_read() && class != Class::Write
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_class_needs_a_person() {
        assert_eq!(of(Some("read"), &Method::POST), Class::Read);
        assert_eq!(of(None, &Method::GET), Class::Read);
        assert_eq!(of(Some("new"), &Method::GET), Class::Destroy);
        assert_eq!(of(None, &Method::POST), Class::Destroy);
        assert!(
            CLASSES
                .into_iter()
                .filter(|class| needs_a_person(*class))
                .eq([
                    Class::Replace,
                    Class::Destroy,
                    Class::Privilege,
                    Class::Credential,
                ])
        );
    }
}
