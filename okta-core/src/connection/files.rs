//! Reads small files that a setting names, with a bound on their size.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::Path,
};

use zeroize::Zeroizing;

/// The largest size of a settings or key file. They usually have a few kilobytes.
const LARGEST: u64 = 1 << 20;

/// Reads the whole file. Anything but a regular file (a pipe, a terminal, a device) is an
/// error, because it might never end, or never begin.
pub(crate) fn read(path: &Path) -> io::Result<Zeroizing<Vec<u8>>> {
    let metadata = fs::metadata(path)?;
    let kind = metadata.file_type();
    if kind.is_dir() {
        return Err(refused("it is a directory"));
    }
    if !kind.is_file() {
        return Err(refused("it is not a regular file"));
    }
    // Reserves the whole size up front, because growing would leave copies of a secret behind.
    let room = usize::try_from(metadata.len().min(LARGEST)).unwrap_or_default();
    let mut content = Zeroizing::new(Vec::with_capacity(room + 1));
    File::open(path)?
        .take(LARGEST + 1)
        .read_to_end(&mut content)?;
    if content.len() as u64 > LARGEST {
        return Err(refused("it is larger than a megabyte"));
    }
    Ok(content)
}

fn refused(reason: &str) -> io::Error {
    io::Error::other(reason)
}

/// Returns a file's bytes as text. Editors and shells on Windows write a byte order mark or
/// UTF-16.
pub(crate) fn text(bytes: &[u8]) -> Option<Zeroizing<String>> {
    let utf16 = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let (pairs, odd) = rest.as_chunks::<2>();
        let units = pairs.iter().map(|pair| unit(*pair));
        let text: Result<String, _> = char::decode_utf16(units).collect();
        text.ok().filter(|_| odd.is_empty())
    };
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] | rest => str::from_utf8(rest).ok().map(str::to_owned),
    };
    text.map(Zeroizing::new)
}
