//! Gap notes: one form, read as the person does whom they are about.

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
fn each_situation_has_its_form() {
    let report = notes(MIXED);
    for (id, words) in [
        (
            "execution",
            "Execution, close: 0.17 short of 3.50. Lowest: What slowed us (2). You wrote: “a”. A step up: “We know",
        ),
        (
            "team",
            "Team, 0.75 short of 3.50. Lowest: Strong hire (1). You wrote: “a”. A step up: “",
        ),
        // What is in one's own hands comes first; here both are.
        (
            "ownership",
            "Ownership, 1.17 short of 3.50. Lowest: Against the odds (2), Stayed solved (2).",
        ),
        ("ownership", "No evidence yet: Fixed first (3)."),
        (
            "alignment",
            "Lowest: Caught off guard (3), Open priorities (3), 2 more.",
        ),
        (
            "taste",
            "Taste: 2.50 on evidence alone. No evidence yet: Better call (4). Add what came of it,",
        ),
        (
            "clarity",
            "Clarity, 1.00 short of 3.00. Lowest: Hard trade-off (2), Without you (2).",
        ),
        ("ambiguity", "On target."),
        ("timescales", "No score yet; it takes 1 more rating."),
    ] {
        let note = note(&report, id);
        assert!(note.contains(words), "{id}: no `{words}` in: {note}");
    }
}

#[test]
fn what_depends_on_others_is_named_after_what_is_in_ones_own_hands() {
    let answers = "answers:\n  team.magnet: {rating: 2, evidence: They asked.}\n  \
        team.peers: {rating: 2, evidence: They praised.}\n  team.praised: {rating: 2, evidence: b}\n  \
        team.retained: {rating: 2, evidence: I asked.}\n";
    let note = note(&notes(answers), "team");
    assert!(
        note.contains(
            "Lowest: Keeping people (2), Wants to join (2), 2 more. You wrote: “I asked.”"
        ),
        "{note}"
    );
    let rubric = built_in();
    let (_, retained) = rubric.question("team.retained").expect("a question");
    assert!(note.contains(retained.practice.trim()), "{note}");
    assert!(note.contains(retained.anchors[2].trim()), "{note}");
    assert!(!note.contains(retained.anchors[1].trim()), "{note}");
}

#[test]
fn claims_without_a_text_are_named_by_title_with_what_to_do() {
    for (answers, words) in [
        (
            "{ownership.odds: 4, ownership.stays-solved: 4, ownership.solve-first: {rating: 4, evidence: a}}",
            "Ownership: 2.67 on evidence alone. No evidence yet: Against the odds (4), Stayed solved (4). Add",
        ),
        (
            "{ownership.odds: 4, ownership.stays-solved: 4, ownership.solve-first: 4}",
            "Ownership: 2.00 on evidence alone. No evidence yet: Against the odds (4), Stayed solved (4), Fixed first (4).",
        ),
        // On target without the claim too, and said all the same.
        (
            "{ownership.odds: 5, ownership.stays-solved: {rating: 5, evidence: a}, ownership.solve-first: {rating: 5, evidence: a}}",
            "Ownership: 4.00 on evidence alone. No evidence yet: Against the odds (5). Add",
        ),
    ] {
        let note = note(&notes(&format!("answers: {answers}\n")), "ownership");
        assert!(note.contains(words), "no `{words}` in: {note}");
    }
}

#[test]
fn a_long_text_is_quoted_by_its_beginning_and_in_one_line() {
    let text = "First line.\\n\\n  Second line, and ".to_owned() + &"word ".repeat(200);
    let answers = format!(
        "answers:\n  ownership.odds: {{rating: 1, evidence: \"{text}\"}}\n  ownership.stays-solved: 1\n"
    );
    let note = note(&notes(&answers), "ownership");
    assert!(
        note.contains("You wrote: “First line. Second line, and word"),
        "{note}"
    );
    assert!(note.contains(" word…” A step"), "{note}");
    assert!(note.len() < 800, "{note}");
}

#[test]
fn a_note_names_no_id_and_a_private_answer_only_on_ones_own_screen() {
    let home = Home::new();
    home.assessed(
        "2026-Q4",
        "answers:\n  team.retained: {rating: 1, evidence: A secret., private: true}\n  \
         team.hired: {rating: 2, evidence: a}\n  team.peers: {rating: 2, evidence: a}\n",
    );
    let json = note(&home.json("2026-Q4"), "team");
    assert!(
        json.contains("Lowest that isn't private: Strong hire (2), Peers' trust (2)."),
        "{json}"
    );
    assert!(
        !json.contains("Keeping people") && !json.contains("team."),
        "{json}"
    );
    let own = home.emkit("show").ok().out;
    assert!(
        own.contains("  Lowest: Keeping people (1)\n  Try: "),
        "{own}"
    );
    assert!(!own.contains("A secret"), "{own}");
    let all = home.emkit("show --include-private").ok().out;
    assert!(all.contains("  You wrote: “A secret.”\n"), "{all}");
}
