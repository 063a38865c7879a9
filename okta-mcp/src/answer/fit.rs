//! Limits how much of a model's context one answer takes.

use serde_json::{Value, json};

/// The items that fit, and whether a part of one was left out.
#[derive(Debug, Default)]
pub struct Fitted {
    /// The items, in order.
    pub items: Vec<Value>,
    /// Whether every item is complete.
    pub complete: bool,
}

/// Returns the size of a value in bytes of JSON.
#[must_use]
pub fn size(value: &Value) -> usize {
    /// Counts what is written to it.
    struct Counter(usize);
    impl std::io::Write for Counter {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut counter = Counter(0);
    // Counting cannot fail, and a value is always JSON.
    let _ = serde_json::to_writer(&mut counter, value);
    counter.0
}

/// Adds whole items until the room is used up. The first item is always included, shortened if
/// necessary, so that every answer makes progress.
pub fn fit_items(into: &mut Fitted, items: impl IntoIterator<Item = Value>, room: &mut usize) {
    into.complete = true;
    for item in items {
        let mut item = item;
        let mut needed = size(&item) + 1;
        if needed > *room {
            if !into.items.is_empty() {
                into.complete = false;
                return;
            }
            fit_value(&mut item, room.saturating_sub(1));
            needed = size(&item) + 1;
        }
        *room = room.saturating_sub(needed);
        into.items.push(item);
    }
}

/// Makes a value fit by replacing its largest parts with a note of their size, deepest first,
/// so that as much as possible stays.
pub fn fit_value(value: &mut Value, room: usize) -> bool {
    let mut cut = false;
    // Each round replaces something larger than its note, so this ends.
    while size(value) > room {
        if !shrink(value, room) {
            *value = json!(format!("[{} bytes left out]", size(value)));
            return true;
        }
        cut = true;
    }
    cut
}

/// Replaces the smallest part whose absence suffices, or the largest one there is.
fn shrink(value: &mut Value, room: usize) -> bool {
    let excess = size(value).saturating_sub(room);
    let children: Vec<&mut Value> = match value {
        Value::Object(fields) => fields.values_mut().collect(),
        Value::Array(items) => {
            // Of a list the end goes first.
            if items.len() > 1 {
                let mut freed = 0;
                let before = items.len();
                while items.len() > 1 && freed < excess + 40 {
                    freed += items.pop().map_or(0, |item| size(&item) + 1);
                }
                let left_out = before - items.len();
                items.push(json!(format!("[{left_out} more left out]")));
                return left_out > 1 || freed > 40;
            }
            items.iter_mut().collect()
        }
        _ => return false,
    };
    let Some(largest) = children.into_iter().max_by_key(|child| size(child)) else {
        return false;
    };
    let largest_size = size(largest);
    let leaf = !matches!(largest, Value::Object(_) | Value::Array(_));
    if largest_size < 40 {
        return false;
    }
    if leaf || largest_size <= excess + 40 || !shrink(largest, largest_size.saturating_sub(excess))
    {
        *largest = json!(format!("[{largest_size} bytes left out]"));
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_items_fill_the_room() {
        let items: Vec<Value> = (0..100).map(|n| json!({"id": n})).collect();
        let mut fitted = Fitted::default();
        let mut room = 100;
        fit_items(&mut fitted, items, &mut room);
        assert!(!fitted.complete);
        let bytes = size(&Value::Array(fitted.items.clone()));
        assert!((80..=101).contains(&bytes), "{bytes}");
    }

    #[test]
    fn anything_fits_and_stays_json() {
        let wide: Value = (0..500)
            .map(|n| (n.to_string(), json!("x".repeat(n))))
            .collect();
        let deep = (0..60).fold(
            json!("y".repeat(300)),
            |inner, n| json!({"n": n, "inner": inner}),
        );
        let list: Value = (0..5000).collect();
        let nested = json!({"a": {"list": list.clone(), "b": wide.clone()}, "id": "kept"});
        for value in [
            wide,
            deep,
            list,
            nested,
            json!("z".repeat(9000)),
            json!([["q".repeat(9000)]]),
        ] {
            for room in [8192, 1000, 100] {
                let mut value = value.clone();
                fit_value(&mut value, room);
                assert!(size(&value) <= room, "{} > {room}", size(&value));
            }
        }
        let mut value = json!({"id": "kept", "big": "z".repeat(9000)});
        fit_value(&mut value, 100);
        assert_eq!(value["id"], "kept");
    }
}
