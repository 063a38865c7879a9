//! What the types cost: the time of decoding and encoding, as ratios to
//! `serde_json::Value` and to a struct with one field, measured by turns in one run.
//!
//! ```sh
//! cargo bench -p okta-api --bench types
//! ```

#![allow(clippy::unwrap_used)]

mod support {
    pub mod resources;
}

use std::{hint::black_box, time::Instant};

use okta_api::types::{LogEvent, User};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use support::resources::{log_event, page, user};

/// The floor: what a program that needs one property would write.
#[derive(Deserialize)]
struct OneField {
    #[allow(dead_code, reason = "read for its cost")]
    #[serde(alias = "uuid")]
    id: String,
}

const ROUNDS: usize = 60;

fn main() {
    println!("page                 µs each   / Value   / one field");
    compare::<User>("200 users", &page(200, user));
    compare::<LogEvent>("200 log events", &page(200, log_event));
}

fn compare<T: DeserializeOwned + Serialize>(name: &str, page: &str) {
    let values: Vec<Value> = serde_json::from_str(page).unwrap();
    let items: Vec<T> = serde_json::from_str(page).unwrap();
    assert_eq!(serde_json::to_value(&items).unwrap(), json!(values));
    let count = items.len() as f64;
    let [typed, free, floor] = best([
        &mut || drop(black_box(serde_json::from_str::<Vec<T>>(black_box(page)))),
        &mut || {
            drop(black_box(serde_json::from_str::<Vec<Value>>(black_box(
                page,
            ))))
        },
        &mut || {
            drop(black_box(serde_json::from_str::<Vec<OneField>>(black_box(
                page,
            ))))
        },
    ]);
    println!(
        "decode {name:<14}{:>7.2}{:>10.2}{:>13.2}   ({} bytes each)",
        typed / count,
        typed / free,
        typed / floor,
        page.len() / items.len()
    );
    let [typed, free] = best([
        &mut || drop(black_box(serde_json::to_vec(black_box(&items)))),
        &mut || drop(black_box(serde_json::to_vec(black_box(&values)))),
    ]);
    println!(
        "encode {name:<14}{:>7.2}{:>10.2}",
        typed / count,
        typed / free
    );
}

/// The least time of each in microseconds: by turns, so that all see the same machine.
fn best<const N: usize>(mut contestants: [&mut dyn FnMut(); N]) -> [f64; N] {
    let mut best = [f64::INFINITY; N];
    for _ in 0..ROUNDS {
        for (contestant, best) in contestants.iter_mut().zip(&mut best) {
            let start = Instant::now();
            contestant();
            *best = best.min(start.elapsed().as_secs_f64() * 1e6);
        }
    }
    best
}
