//! A try in a terminal, where what never comes is a wrong to count and not the end of the row.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::row::Wrong;

/// The wrongs of a try; where it waited in vain, what it waited for.
pub(crate) fn attempt(
    what: &str,
    try_it: impl FnOnce() -> Vec<(Wrong, String)>,
) -> Vec<(Wrong, String)> {
    let wrongs = catch_unwind(AssertUnwindSafe(try_it)).unwrap_or_else(|why| {
        let words = why.downcast_ref::<String>().cloned();
        let words = words.or_else(|| why.downcast_ref::<&str>().map(|words| (*words).to_owned()));
        vec![(Wrong::Hung, words.unwrap_or_default())]
    });
    let wrongs = wrongs.into_iter();
    wrongs
        .map(|(wrong, words)| match words.contains("panicked") {
            true => (Wrong::Panicked, format!("{what}: {words}")),
            false => (wrong, format!("{what}: {words}")),
        })
        .collect()
}
