//! What others say: the forms, the replies that come back, and the comparison.

mod add;
mod combine;
mod compare;
mod form;
mod mail;
mod review;

use crate::support::{Home, TODAY};

/// The skills that the built-in rubric asks others about.
pub(crate) const SKILLS: [&str; 8] = [
    "execution",
    "team",
    "ownership",
    "alignment",
    "taste",
    "clarity",
    "ambiguity",
    "timescales",
];

/// An empty form in that format.
fn form(home: &Home, flags: &str) -> String {
    home.emkit(&format!("feedback form 2026-Q4 --date {TODAY} {flags}"))
        .ok()
        .out
}

/// A reply in YAML: ratings in the order of the skills (0: can't say), what was seen of execution, and
/// who replied.
fn reply(empty: &str, id: u32, relation: &str, ratings: [u8; 8], saw: &str) -> String {
    let mut ratings = ratings.into_iter();
    let mut comments = [saw].into_iter();
    let lines = empty.lines().map(|line| match line {
        "    rating:" => match ratings.next() {
            Some(0) | None => line.to_owned(),
            Some(rating) => format!("    rating: {rating}"),
        },
        "    saw: \"\"" => match comments.next() {
            Some(saw) => format!("    saw: {}", serde_json::Value::from(saw)),
            None => line.to_owned(),
        },
        "skills:" => format!("relation: {relation}\nskills:"),
        _ if line.starts_with("id: ") => format!("id: \"{id:032x}\""),
        _ => line.to_owned(),
    });
    lines.map(|line| format!("{line}\n")).collect()
}

/// Replies of peers, each to its own file: their names.
pub(crate) fn peers(home: &Home, ratings: &[[u8; 8]]) -> Vec<String> {
    let empty = form(home, "--format yaml");
    let files = ratings.iter().zip(1..).map(|(ratings, id)| {
        let name = format!("peer-{id}.yaml");
        home.write(
            &name,
            reply(&empty, id, "peer", *ratings, &format!("Seen by {id}.")),
        );
        name
    });
    files.collect()
}

/// Every file below the store's feedback.
fn stored(home: &Home) -> Vec<std::path::PathBuf> {
    let folder = home.store().join("feedback/eight-skills/2026-Q4");
    let found = std::fs::read_dir(folder).into_iter().flatten();
    found.map(|entry| entry.expect("an entry").path()).collect()
}
