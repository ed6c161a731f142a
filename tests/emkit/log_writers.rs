//! Many that log at once. Those that are killed are among the faults.

use std::collections::BTreeSet;
use std::thread;

use crate::support::Home;

#[test]
fn ten_writers_of_ten_entries_lose_and_tear_none() {
    let home = Home::new();
    thread::scope(|scope| {
        for writer in 0..10 {
            let home = &home;
            scope.spawn(move || {
                for number in 0..10 {
                    home.emkit(&format!(
                        "log --date 2026-11-20 --skill team w{writer} n{number}"
                    ))
                    .ok();
                }
            });
        }
    });
    let texts = home.texts();
    assert_eq!(texts.len(), 100);
    let different: BTreeSet<_> = texts.iter().collect();
    assert_eq!(different.len(), 100);
    assert_eq!(home.log().lines().count(), 102);
}
