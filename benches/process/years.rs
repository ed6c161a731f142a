//! A store of many years: an assessment a quarter, and a log.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use emkit::format::marker::mark;

/// The day on which the store is looked at: in the last of its quarters, which is assessed.
pub(super) const TODAY: &str = "2026-11-20";

/// Entries of the log in all.
pub(super) const ENTRIES: usize = 5_000;

const LAST_YEAR: usize = 2026;

/// Fills a store with so many years up to 2026, each quarter rated in another way, from one that
/// holds the assessment of 2026-Q4.
pub(super) fn fill(store: &Path, from: &Path, years: usize) {
    let place = "assessments/eight-skills";
    let text = fs::read_to_string(from.join(place).join("2026-Q4.yaml")).expect("an assessment");
    let (body, _) = text.split_once("# end of assessment").expect("a marker");
    let answers = body.matches("rating: ").count();
    fs::create_dir_all(store.join(place)).expect("a folder");
    fs::create_dir_all(store.join("log")).expect("a folder");
    for quarter in 0..years * 4 {
        let (year, number) = (LAST_YEAR + 1 - years + quarter / 4, quarter % 4 + 1);
        let period = format!("{year:04}-Q{number}");
        let body = body
            .replace("period: 2026-Q4", &format!("period: {period}"))
            .replace("rating: 3", &format!("rating: {}", quarter % 3 + 2));
        let path = store.join(place).join(format!("{period}.yaml"));
        fs::write(path, mark(&body, answers)).expect("an assessment");
        let mut log = format!("# Log of {period}\n\n");
        for entry in 0..ENTRIES / (years * 4) {
            let day = format!("{year:04}-{:02}-{:02}", number * 3, entry % 28 + 1);
            let _ = writeln!(
                log,
                "- {day} #team Cut the release train from nine days to two, {entry}"
            );
        }
        fs::write(store.join("log").join(format!("{period}.md")), log).expect("a log");
    }
}

/// Every file below a folder, in order.
pub(super) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false => found.push(path),
        }
    }
    found.sort();
    found
}
