//! The little DER that keys need: to tell their formats apart, to find an algorithm, and to
//! wrap SEC1 in PKCS#8.

use zeroize::Zeroizing;

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const OCTET_STRING: u8 = 0x04;
const OBJECT_IDENTIFIER: u8 = 0x06;

/// rsaEncryption.
pub(crate) const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
/// secp521r1.
pub(crate) const P521: &[u8] = &[0x2b, 0x81, 0x04, 0x00, 0x23];
/// id-ecPublicKey.
const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];

/// The formats of a private key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Pkcs1,
    Pkcs8,
    Sec1,
}

/// Returns a private key's format. Its first two elements decide, whatever the label above it
/// says. Returns `None` if it is not a private key, or incomplete.
pub(crate) fn form(der: &[u8]) -> Option<Form> {
    let (SEQUENCE, inside, []) = split(der)? else {
        return None;
    };
    let (INTEGER, version, rest) = split(inside)? else {
        return None;
    };
    let (next, _, _) = split(rest)?;
    match (version, next) {
        ([0], INTEGER) => Some(Form::Pkcs1),
        // Version 1 has the public half, too (RFC 5958).
        ([0 | 1], SEQUENCE) => Some(Form::Pkcs8),
        ([1], OCTET_STRING) => Some(Form::Sec1),
        _ => None,
    }
}

/// Splits off the first element: its tag, its content, and the rest.
fn split(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, der) = der.split_first()?;
    let (first, der) = der.split_first()?;
    let (length, der) = match first.checked_sub(0x80) {
        None => (usize::from(*first), der),
        Some(bytes) => {
            let (length, der) = der.split_at_checked(usize::from(bytes))?;
            let length = length.iter().try_fold(0_usize, |length, byte| {
                length.checked_mul(256)?.checked_add(usize::from(*byte))
            })?;
            (length, der)
        }
    };
    let (content, rest) = der.split_at_checked(length)?;
    Some((*tag, content, rest))
}

/// Whether this object identifier occurs. That is enough to choose a parser, which then checks
/// everything.
pub(crate) fn mentions(der: &[u8], oid: &[u8]) -> bool {
    let mut needle = vec![OBJECT_IDENTIFIER];
    push_length(&mut needle, oid.len());
    needle.extend_from_slice(oid);
    der.windows(needle.len()).any(|window| window == needle)
}

/// Wraps a SEC1 key (RFC 5915) in PKCS#8 (RFC 5208).
pub(crate) fn pkcs8_from_sec1(sec1: &[u8], curve: &[u8]) -> Zeroizing<Vec<u8>> {
    let algorithm = element(
        SEQUENCE,
        &[
            &element(OBJECT_IDENTIFIER, &[EC]),
            &element(OBJECT_IDENTIFIER, &[curve]),
        ],
    );
    element(
        SEQUENCE,
        &[
            &element(INTEGER, &[&[0]]),
            &algorithm,
            &element(OCTET_STRING, &[sec1]),
        ],
    )
}

fn element(tag: u8, parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let length = parts.iter().map(|part| part.len()).sum();
    // Reserves the whole size up front, because growing would leave a copy of the key behind.
    let mut der = Zeroizing::new(Vec::with_capacity(length + 8));
    der.push(tag);
    push_length(&mut der, length);
    for part in parts {
        der.extend_from_slice(part);
    }
    der
}

/// Writes a length. Below 128 it is one byte; a longer one starts with its number of bytes.
fn push_length(der: &mut Vec<u8>, length: usize) {
    let bytes = length.to_be_bytes();
    let significant = &bytes[(length.leading_zeros() / 8) as usize..];
    match significant {
        [] => der.push(0),
        [short] if *short < 128 => der.push(*short),
        _ => {
            der.push(0x80 | significant.len() as u8);
            der.extend_from_slice(significant);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_by_their_content() {
        let whole = |parts: &[&[u8]]| element(SEQUENCE, parts);
        let integer = |value: u8| element(INTEGER, &[&[value]]);
        let long = vec![7; 300];
        for (der, expected) in [
            (whole(&[&integer(0), &integer(9)]), Some(Form::Pkcs1)),
            (whole(&[&integer(0), &whole(&[])]), Some(Form::Pkcs8)),
            (whole(&[&integer(1), &whole(&[])]), Some(Form::Pkcs8)),
            (
                whole(&[&integer(1), &element(OCTET_STRING, &[&long])]),
                Some(Form::Sec1),
            ),
            (whole(&[&integer(3), &integer(9)]), None),
            (whole(&[&integer(0)]), None),
            (integer(0), None),
        ] {
            assert_eq!(form(&der), expected, "{der:?}");
            assert_eq!(form(&der[..der.len() - 1]), None, "cut off");
            assert_eq!(form(&[&der[..], &[0]].concat()), None, "too long");
        }
        assert_eq!(form(&[]), None);
        assert_eq!(form(&[SEQUENCE, 0xff]), None);
    }

    #[test]
    fn lengths() {
        for (length, expected) in [
            (0, &[0][..]),
            (1, &[1]),
            (127, &[127]),
            (128, &[0x81, 128]),
            (255, &[0x81, 255]),
            (256, &[0x82, 1, 0]),
        ] {
            let mut der = Vec::new();
            push_length(&mut der, length);
            assert_eq!(der, expected, "{length}");
        }
    }
}
