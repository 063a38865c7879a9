//! What the types cost: the time of decoding and encoding, as ratios to
//! `serde_json::Value` and to a struct with one field, measured by turns in one run.
//!
//! ```sh
//! cargo bench -p okta-api --bench types
//! ```

#![allow(clippy::unwrap_used)]

mod support {
    pub mod figures;
    pub mod resources;
}

use std::{hint::black_box, time::Instant};

use okta_api::types::{LogEvent, User};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use support::{
    figures::median,
    resources::{log_event, page, user},
};

/// The floor: what a program that needs one property would write.
#[derive(Deserialize)]
struct OneField {
    #[allow(dead_code, reason = "read for its cost")]
    #[serde(alias = "uuid")]
    id: String,
}

const ROUNDS: usize = 300;

fn main() {
    println!("page                 µs each   / Value   / one field");
    compare::<User>("200 users", &page(200, user));
    compare::<LogEvent>("200 log events", &page(200, log_event));
}

fn compare<T: DeserializeOwned + Serialize>(name: &str, page: &str) {
    let values: Vec<Value> = serde_json::from_str(page).unwrap();
    let items: Vec<T> = serde_json::from_str(page).unwrap();
    assert_eq!(serde_json::to_value(&items).unwrap(), json!(values));
    fn decode<T: DeserializeOwned>(page: &str) {
        drop(black_box(
            serde_json::from_str::<Vec<T>>(black_box(page)).unwrap(),
        ));
    }
    fn encode(items: &impl Serialize) {
        drop(black_box(serde_json::to_vec(black_box(items)).unwrap()));
    }
    let decoding = by_turns([
        &mut || decode::<T>(page),
        &mut || decode::<Value>(page),
        &mut || decode::<OneField>(page),
    ]);
    report("decode", name, items.len(), &decoding);
    let encoding = by_turns([&mut || encode(&items), &mut || encode(&values)]);
    report("encode", name, items.len(), &encoding);
}

fn report(what: &str, name: &str, items: usize, rounds: &[Vec<f64>]) {
    let each = median(rounds.iter().map(|round| round[0] / items as f64));
    print!("{what} {name:<14}{each:>7.2}");
    for other in 1..rounds[0].len() {
        let ratio = median(rounds.iter().map(|round| round[0] / round[other]));
        print!("{ratio:>10.2}");
    }
    println!();
}

/// The microseconds of each in every round: by turns, so that all see the same machine.
fn by_turns<const N: usize>(mut contestants: [&mut dyn FnMut(); N]) -> Vec<Vec<f64>> {
    let mut round = || {
        contestants.each_mut().map(|contestant| {
            let start = Instant::now();
            contestant();
            start.elapsed().as_secs_f64() * 1e6
        })
    };
    round(); // to warm up
    (0..ROUNDS).map(|_| round().to_vec()).collect()
}
