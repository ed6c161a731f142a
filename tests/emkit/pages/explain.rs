//! `emkit show --explain`: sums that a reader can do again by hand.

use crate::support::Home;
use crate::support::rubric_builder::Sketch;

fn home() -> Home {
    let home = Home::new();
    home.assessed(
        "2026-Q4",
        "\
answers:
  execution.friction: {rating: 2, evidence: The flaky build.}
  execution.shipped: {rating: 4, evidence: The new ledger is live.}
  execution.pulled-in: 4
  team.hired: {not_applicable: no-opportunity}
  team.retained: {rating: 3, evidence: Talked to each., private: true}
  team.magnet: 3
  team.peers: 5
  taste.better: 1
  taste.corners: {rating: 3, evidence: The smaller form.}
",
    );
    home
}

/// What the arithmetic in `show --explain` comes to, line by line: `(2 + 4×2) / 3 = 3.33`.
fn check_sum(line: &str) {
    let (sum, said) = line.rsplit_once(" = ").expect("a result");
    let (_, sum) = sum.split_once('(').expect("a sum");
    let (terms, below) = sum.split_once(") / ").expect("a division");
    let number = |text: &str| text.trim().parse::<f64>().expect("a number");
    let sum: f64 = terms
        .split(" + ")
        .map(|term| term.split('×').map(number).product::<f64>())
        .sum();
    let off = (sum / number(below) - number(said)).abs();
    assert!(off <= 0.005_000_1, "{line}");
}

fn explained(home: &Home, arguments: &str) -> Vec<String> {
    let shown = home
        .emkit(&format!("show --explain {arguments}"))
        .env("COLUMNS", "120")
        .ok()
        .out;
    shown.lines().map(|line| line.trim().to_owned()).collect()
}

#[test]
fn the_arithmetic_of_every_score_can_be_done_again() {
    let lines = explained(&home(), "--stage series-a");
    let starting = |start: &str| -> Vec<&String> {
        lines
            .iter()
            .filter(|line| line.starts_with(start))
            .collect()
    };
    let sums: Vec<&String> = [starting("score: ("), starting("backed: (")].concat();
    assert_eq!(sums.len(), 6, "{lines:#?}");
    for line in sums {
        check_sum(line);
    }
    assert_eq!(starting("score: (2 + 4 + 4) / 3 = 3.33").len(), 1);
    assert_eq!(starting("backed: (2 + 4 + 2) / 3 = 2.67").len(), 1);
    assert_eq!(starting("gap: 3.50 − 3.33 = 0.17").len(), 1);
    assert_eq!(starting("score: none, ").len(), 5);
    assert_eq!(
        starting("team.hired: not applicable (no-opportunity)").len(),
        1
    );
    assert_eq!(starting("Core: mean of 2 ").len(), 1);
}

#[test]
fn the_arithmetic_of_a_stage_is_shown() {
    let lines = explained(&home(), "--stage series-b");
    assert!(
        lines.contains(
            &"target: 3.00 for em, +0.50 for series-b, kept within 1 to 5 = 3.50".to_owned()
        ),
        "{lines:#?}"
    );
}

/// A rubric whose score is 25 / 8, right between two hundredths.
fn weighted_home() -> Home {
    let sketch = Sketch::new("mine")
        .skill("one", "core", "3.5")
        .weighted("a", "10.5")
        .weighted("b", "1.5");
    let home = Home::new();
    home.assessed_with(&sketch, "2026-Q4", "answers: {one.a: 3, one.b: 4}\n");
    home
}

#[test]
fn the_arithmetic_of_weights_can_be_done_again() {
    let lines = explained(&weighted_home(), "");
    let score = lines.iter().find(|line| line.starts_with("score: ("));
    let score = score.expect("the score's sum");
    assert!(score.contains("3×10.5"), "{score}");
    assert!(score.ends_with("/ 12 = 3.13"), "{score}");
    check_sum(score);
}

#[test]
fn a_weight_is_said_as_the_rubric_says_it() {
    let lines = explained(&weighted_home(), "");
    let weight = lines.iter().find(|line| line.starts_with("one.b: 4"));
    let weight = weight.expect("the question's line");
    assert!(weight.starts_with("one.b: 4, weight 1.5"), "{weight}");
}

#[test]
fn the_gap_is_the_target_less_the_score_before_it_was_rounded() {
    let lines = explained(&weighted_home(), "");
    // 3.50 − 25 / 8 is 0.375.
    assert!(
        lines.contains(&"gap: 3.50 − 3.13 = 0.38".to_owned()),
        "{lines:#?}"
    );
    assert!(
        lines[2..]
            .join(" ")
            .contains("Figures are rounded once, at the end."),
        "{lines:#?}"
    );
}

#[test]
fn a_claim_without_evidence_is_named_in_the_arithmetic() {
    let lines = explained(&home(), "");
    let counts: Vec<&String> = lines
        .iter()
        .filter(|line| line.contains("no evidence, counts as 2 in backed"))
        .collect();
    let ids = ["execution.pulled-in: 4", "team.magnet: 3", "team.peers: 5"];
    assert_eq!(counts.len(), ids.len(), "{lines:#?}");
    for (line, id) in counts.iter().zip(ids) {
        assert!(line.starts_with(id), "{line}");
    }
}
