//! Gap notes: eight in a row, read as the person does whom they are about.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::rubric::built_in::built_in;
use crate::support::{Home, skill};

/// Different troubles in each skill, as a real quarter has them.
const MIXED: &str = "\
answers:
  execution.friction: {rating: 2, evidence: a}
  execution.shipped: {rating: 4, evidence: a}
  execution.pulled-in: {rating: 4, evidence: a}
  team.hired: {rating: 1, evidence: a}
  team.retained: {rating: 3, evidence: a}
  team.magnet: {rating: 3, evidence: a}
  team.peers: {rating: 4, evidence: a}
  ownership.odds: {rating: 2, evidence: a}
  ownership.stays-solved: {rating: 2, evidence: a}
  ownership.solve-first: {rating: 3}
  alignment.surprised: {rating: 3, evidence: a}
  alignment.tradeoffs: {rating: 3, evidence: a}
  alignment.disappointed: {rating: 3, evidence: a}
  alignment.follow: {rating: 3, evidence: a}
  taste.better: {rating: 4}
  taste.counterpart: {rating: 3, evidence: a}
  clarity.tradeoff: {rating: 2, evidence: a}
  clarity.without-you: {rating: 2, evidence: a}
  ambiguity.unstuck: {rating: 3, evidence: a}
  ambiguity.method: {rating: 4, evidence: a}
  timescales.tradeoff: {rating: 2, evidence: a}
";

/// What the built-in questions make of answers, against targets of this test's own: a role that
/// asks for something else changes no sentence here.
fn notes(answers: &str) -> Value {
    let rubric = built_in().text;
    let (before, targets) = rubric.split_once("    targets:\n").expect("targets");
    let (_, after) = targets.split_once("  - id:").expect("another role");
    let targets = "{execution: 3.5, team: 3.5, ownership: 3.5, alignment: 3.5, \
                   taste: 3, clarity: 3, ambiguity: 2.5, timescales: 2.5}";
    let home = Home::new();
    home.write(
        "eight-skills.yaml",
        format!("{before}    targets: {targets}\n  - id:{after}"),
    );
    home.emkit("assess --rubric ./eight-skills.yaml --period 2026-Q4 --date 2026-11-20 --quiet --answers -")
        .stdin(answers)
        .ok();
    home.json("2026-Q4")
}

fn note(report: &Value, id: &str) -> String {
    skill(report, id)["note"]
        .as_str()
        .expect("a note")
        .to_owned()
}

#[test]
fn each_situation_has_a_sentence_of_its_own() {
    let report = notes(MIXED);
    for (id, words) in [
        (
            "execution",
            "One step more on execution.friction reaches the target: “We found",
        ),
        (
            "team",
            "So team.hired is at 1, while nothing else here is below 3.",
        ),
        (
            "ownership",
            "Those two, ownership.odds and ownership.stays-solved, are at 2.",
        ),
        (
            "ownership",
            "Behind the 3 on ownership.solve-first there are no words so far.",
        ),
        (
            "alignment",
            "All 4 answers are at 3, short of the target. Take alignment.surprised: “",
        ),
        (
            "taste",
            "It would reach the target, but nothing is written behind the 4 on taste.better.",
        ),
        (
            "clarity",
            "Both answers stop at 2. On clarity.tradeoff: “We made",
        ),
        (
            "ambiguity",
            "Enough for the target. Should you want more: ambiguity.unstuck is at 3.",
        ),
        ("timescales", "One more rating, and there is a score."),
    ] {
        let note = note(&report, id);
        assert!(note.contains(words), "{id}: no `{words}` in: {note}");
    }
}

#[test]
fn a_low_answer_is_named_with_what_would_do_or_what_comes_next() {
    let ownership = |ratings: [u8; 3]| {
        let [odds, stays, first] = ratings;
        let report = notes(&format!(
            "answers:\n  ownership.odds: {{rating: {odds}, evidence: a}}\n  \
             ownership.stays-solved: {{rating: {stays}, evidence: a}}\n  \
             ownership.solve-first: {{rating: {first}, evidence: a}}\n"
        ));
        note(&report, "ownership")
    };
    for (ratings, words) in [
        // (4 + 3 + 4) / 3 = 3.67 reaches 3.50; with a 3 it would be 3.33.
        (
            [2, 3, 4],
            "ownership.odds decides it: a 4 there in place of the 2 is enough.",
        ),
        (
            [1, 2, 3],
            "It is ownership.odds that has the 1; ownership.stays-solved follows with 2.",
        ),
        (
            [2, 3, 3],
            "That puts ownership.odds at 2; after it come 2 at 3.",
        ),
        // (4 + 4 + 3) / 3 = 3.67.
        (
            [3, 3, 4],
            "Those two, ownership.odds and ownership.stays-solved, are at 3.",
        ),
        ([4, 4, 4], "On target, with all 3 answers at 4."),
    ] {
        let note = ownership(ratings);
        assert!(note.contains(words), "{ratings:?}: no `{words}` in: {note}");
    }
}

#[test]
fn claims_without_a_text_are_named_and_one_thing_is_asked_for() {
    for (answers, words) in [
        (
            "{ownership.odds: 4, ownership.stays-solved: 4, ownership.solve-first: {rating: 4, evidence: a}}",
            "taking ownership.odds and ownership.stays-solved on trust; neither has a text. A few",
        ),
        (
            "{ownership.odds: 4, ownership.stays-solved: 4, ownership.solve-first: 4}",
            "Not one of the 3 ratings has a text, and it takes that to be on target. Begin with \
             ownership.odds: what could somebody else have seen?",
        ),
        (
            "{alignment.surprised: 4, alignment.tradeoffs: 4, alignment.disappointed: 4, \
             alignment.follow: {rating: 4, evidence: a}}",
            "alignment.surprised, alignment.tradeoffs and alignment.disappointed have no text.",
        ),
    ] {
        let report = notes(&format!("answers: {answers}\n"));
        let both = format!(
            "{} {}",
            note(&report, "ownership"),
            note(&report, "alignment")
        );
        assert!(both.contains(words), "no `{words}` in: {both}");
    }
}

/// A note without what differs by its nature: quotations, ids and figures.
fn frame(note: &str) -> Vec<String> {
    let mut rest = String::new();
    let mut is_quoted = false;
    for character in note.chars() {
        match character {
            '“' => is_quoted = true,
            '”' => is_quoted = false,
            _ if is_quoted => {}
            _ => rest.push(character),
        }
    }
    rest.split_whitespace()
        .filter(|word| !word.trim_end_matches(['.', ',', ';', ':']).contains('.'))
        .filter(|word| !word.starts_with(|first: char| first.is_ascii_digit()))
        .map(str::to_lowercase)
        .collect()
}

#[test]
fn eight_notes_in_a_row_do_not_repeat_a_phrase() {
    no_phrase_is_repeated(&notes(MIXED));
    // A real quarter, in which several skills lack the same: one step, or one answer.
    let home = Home::new();
    home.assessed("2026-Q4", include_str!("../support/transcript.yaml"));
    // Against a manager's targets most of it is on target, which is said alike.
    for role in ["senior-em", "director", "vpe", "cto"] {
        let shown = home.emkit(&format!("show --role {role} --format json"));
        no_phrase_is_repeated(&serde_json::from_str(&shown.ok().out).expect("JSON"));
    }
}

fn no_phrase_is_repeated(report: &Value) {
    let mut seen: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
    for skill in report["skills"].as_array().expect("skills") {
        let id = skill["id"].as_str().expect("an id");
        let words = frame(&note(report, id));
        for run in words.windows(4) {
            let ids = seen.entry(run.to_vec()).or_default();
            if ids.last().is_none_or(|last| last != id) {
                ids.push(id.to_owned());
            }
        }
    }
    let repeated: Vec<_> = seen.iter().filter(|(_, ids)| ids.len() > 1).collect();
    assert!(repeated.is_empty(), "{repeated:?}");
}
