//! How answers become scores, as a reader of the JSON meets them.

use serde_json::{Value, json};

use crate::support::rubric_builder::Sketch;
use crate::support::{Home, skill};

const Q3: &str = "\
answers:
  execution.friction: {rating: 2, evidence: The flaky build.}
  execution.shipped: {rating: 4, evidence: The new ledger is live.}
  execution.pulled-in: 4
  team.hired: {not_applicable: no-opportunity, note: Hiring freeze.}
  team.retained: {not_applicable: out-of-scope}
  team.magnet: 3
";

const Q4: &str = "\
answers:
  execution.friction: 3
  execution.shipped: 4
";

/// What the built-in rubric makes of some answers.
fn scored(answers: &str) -> Value {
    let home = Home::new();
    home.assessed("2026-Q4", &format!("answers:\n{answers}"));
    home.json("2026-Q4")
}

/// What a rubric of one's own makes of some answers.
fn scored_with(sketch: &Sketch, answers: &str) -> Value {
    let home = Home::new();
    home.assessed_with(sketch, "2026-Q4", &format!("answers:\n{answers}"));
    home.json("2026-Q4")
}

#[test]
fn the_worked_example_gives_the_scores_that_the_readme_gives() {
    let home = Home::new();
    home.assessed("2026-Q3", Q3);
    let report = home.json("2026-Q3 --stage series-a");
    let execution = skill(&report, "execution");
    assert_eq!(execution["score"], json!(3.33));
    assert_eq!(execution["level"], "solid");
    assert_eq!(execution["supported"], json!(2.67));
    assert_eq!(execution["target"], json!(3.5));
    assert_eq!(execution["gap"], json!(0.17));
    assert_eq!(
        (&execution["rated"], &execution["applicable"]),
        (&json!(3), &json!(3))
    );
    let team = skill(&report, "team");
    assert_eq!(team["questions"], 5);
    assert_eq!(team["applicable"], 3);
    assert_eq!(team["rated"], 1);
    for figure in ["score", "supported", "level", "gap"] {
        assert_eq!(team[figure], Value::Null, "{figure}");
    }
}

#[test]
fn the_worked_example_scores_two_of_three_next_quarter() {
    let home = Home::new();
    home.assessed("2026-Q4", Q4);
    let report = home.json("2026-Q4");
    let execution = skill(&report, "execution");
    assert_eq!(execution["score"], json!(3.5));
    assert_eq!(execution["level"], "strong");
    assert_eq!(execution["gap"], json!(0.0));
    assert_eq!(execution["rated"], 2);
    assert_eq!(execution["applicable"], 3);
}

#[test]
fn the_worked_example_compares_only_what_was_rated_twice() {
    let home = Home::new();
    home.assessed("2026-Q3", Q3);
    home.assessed("2026-Q4", Q4);
    let diff = home.diff("");
    let execution = skill(&diff, "execution");
    assert_eq!(execution["from"], json!(3.0));
    assert_eq!(execution["to"], json!(3.5));
    assert_eq!(execution["change"], json!(0.5));
    assert_eq!(execution["compared"], 2);
    assert_eq!(execution["reading"], "small");
    assert_eq!(
        execution["dropped"],
        json!([{"id": "execution.pulled-in", "reason": "skipped-now"}])
    );
    assert_eq!(execution["questions"].as_array().map(Vec::len), Some(1));
    assert_eq!(execution["questions"][0]["id"], "execution.friction");
}

#[test]
fn a_score_needs_half_of_what_applies_and_at_least_two_ratings() {
    let na = |id: &str| format!("  {id}: {{not_applicable: other}}\n");
    let rated = |id: &str| format!("  {id}: 4\n");
    let cases = [
        // One of three, two of three.
        ("execution", rated("execution.shipped"), None),
        (
            "execution",
            rated("execution.shipped") + &rated("execution.friction"),
            Some(4.0),
        ),
        // One of two is half, but only one; one of one is all there is.
        (
            "execution",
            rated("execution.shipped") + &na("execution.friction"),
            None,
        ),
        (
            "execution",
            rated("execution.shipped") + &na("execution.friction") + &na("execution.pulled-in"),
            Some(4.0),
        ),
        // Two of four is half, two of five is not.
        (
            "alignment",
            rated("alignment.surprised") + &rated("alignment.follow"),
            Some(4.0),
        ),
        ("team", rated("team.hired") + &rated("team.peers"), None),
        (
            "team",
            rated("team.hired") + &rated("team.peers") + &rated("team.magnet"),
            Some(4.0),
        ),
    ];
    for (id, answers, score) in cases {
        let report = scored(&answers);
        assert_eq!(skill(&report, id)["score"], json!(score), "{answers}");
    }
}

#[test]
fn a_skill_of_which_nothing_applies_has_no_score_and_no_gap() {
    let report = scored(
        "  execution.friction: {not_applicable: other}
  execution.shipped: {not_applicable: no-opportunity}
  execution.pulled-in: {not_applicable: out-of-scope}\n",
    );
    let execution = skill(&report, "execution");
    assert_eq!(execution["applicable"], 0);
    assert_eq!(execution["score"], Value::Null);
    assert_eq!(execution["gap"], Value::Null);
    assert_eq!(execution["target"], json!(3.0));
}

#[test]
fn without_ratings_every_figure_is_missing_and_none_is_zero() {
    let home = Home::new();
    home.assessed("2026-Q4", "answers: {}\nclosing: A quiet quarter.\n");
    let report = home.json("2026-Q4");
    for cluster in report["clusters"].as_array().expect("clusters") {
        assert_eq!(cluster["score"], Value::Null);
        assert_eq!(cluster["lowest"], Value::Null);
    }
    for skill in report["skills"].as_array().expect("skills") {
        for figure in ["score", "supported", "level", "gap"] {
            assert_eq!(skill[figure], Value::Null, "{figure} of {}", skill["id"]);
        }
    }
    for format in ["table", "markdown"] {
        let shown = home.emkit(&format!("show --format {format}")).ok().out;
        assert!(shown.contains('–'), "{shown}");
        assert!(!shown.contains("0.00"), "{shown}");
    }
}

#[test]
fn a_claim_without_evidence_counts_as_one_step_below_what_needs_evidence() {
    let supported = |rating: u8| {
        let report = scored(&format!(
            "  ownership.odds: {rating}\n  ownership.stays-solved: {rating}\n"
        ));
        skill(&report, "ownership")["supported"].clone()
    };
    assert_eq!(supported(1), json!(1.0));
    assert_eq!(supported(2), json!(2.0));
    assert_eq!(supported(3), json!(2.0));
    assert_eq!(supported(5), json!(2.0));
}

#[test]
fn white_space_alone_is_no_evidence() {
    let report = scored(
        "  ownership.odds: {rating: 4, evidence: \"  \\n\\t \"}
  ownership.stays-solved: {rating: 4, evidence: x}\n",
    );
    assert_eq!(skill(&report, "ownership")["score"], json!(4.0));
    assert_eq!(skill(&report, "ownership")["supported"], json!(3.0));
}

#[test]
fn private_evidence_counts_as_shown() {
    let report = scored(
        "  ownership.odds: {rating: 4, evidence: A name., private: true}
  ownership.stays-solved: {rating: 4, evidence: Open., private: false}\n",
    );
    assert_eq!(skill(&report, "ownership")["supported"], json!(4.0));
}

#[test]
fn evidence_without_a_rating_counts_as_skipped() {
    let report = scored(
        "  execution.friction: {evidence: Kept for later.}
  execution.shipped: 4
  execution.pulled-in: 2\n",
    );
    let execution = skill(&report, "execution");
    assert_eq!(execution["applicable"], 3);
    assert_eq!(execution["rated"], 2);
    assert_eq!(execution["score"], json!(3.0));
    assert_eq!(execution["answers"][0]["state"], "skipped");
    assert_eq!(execution["answers"][0]["evidence"], "Kept for later.");
}

#[test]
fn a_rubric_says_from_which_rating_on_evidence_is_needed() {
    let sketch = Sketch::new("mine")
        .evidence_from(4)
        .skill("one", "core", "3")
        .questions(&["a", "b"]);
    let report = scored_with(&sketch, "  one.a: 3\n  one.b: 5\n");
    assert_eq!(skill(&report, "one")["supported"], json!(3.0));
}

#[test]
fn weights_count_in_score_and_in_supported() {
    let sketch = Sketch::new("mine")
        .skill("one", "core", "4")
        .weighted("a", "2.5")
        .weighted("b", "0.5")
        .questions(&["c"]);
    let report = scored_with(
        &sketch,
        "  one.a: 5\n  one.b: 1\n  one.c: {rating: 4, evidence: Seen.}\n",
    );
    // (5 × 2.5 + 1 × 0.5 + 4 × 1) / 4 and (2 × 2.5 + 1 × 0.5 + 4 × 1) / 4
    assert_eq!(skill(&report, "one")["score"], json!(4.25));
    assert_eq!(skill(&report, "one")["supported"], json!(2.38));
    assert_eq!(skill(&report, "one")["gap"], json!(0.0));
}

#[test]
fn a_question_without_a_rating_has_no_weight() {
    let sketch = Sketch::new("mine")
        .skill("one", "core", "4")
        .weighted("a", "90")
        .questions(&["b", "c"]);
    let report = scored_with(&sketch, "  one.b: 2\n  one.c: 3\n");
    assert_eq!(skill(&report, "one")["score"], json!(2.5));
}

#[test]
fn figures_are_rounded_half_away_from_zero() {
    let sketch = Sketch::new("mine")
        .skill("one", "core", "3.5")
        .weighted("a", "7")
        .questions(&["b"]);
    let report = scored_with(&sketch, "  one.a: 3\n  one.b: 4\n");
    // 25 / 8 = 3.125, and 3.5 − 3.125 = 0.375
    assert_eq!(skill(&report, "one")["score"], json!(3.13));
    assert_eq!(skill(&report, "one")["gap"], json!(0.38));
    let home = Home::new();
    home.assessed_with(&sketch, "2026-Q2", "answers:\n  one.a: 3\n  one.b: 4\n");
    home.assessed_with(&sketch, "2026-Q3", "answers:\n  one.a: 3\n  one.b: 3\n");
    home.assessed_with(&sketch, "2026-Q4", "answers:\n  one.a: 3\n  one.b: 4\n");
    let change = |periods: &str| skill(&home.diff(periods), "one")["change"].clone();
    assert_eq!(change("2026-Q2 2026-Q3"), json!(-0.13));
    assert_eq!(change("2026-Q3 2026-Q4"), json!(0.13));
}

#[test]
fn a_level_is_the_nearest_step_and_a_half_goes_upward() {
    let level = |ratings: [u8; 2]| {
        let [one, other] = ratings;
        let report = scored(&format!(
            "  clarity.tradeoff: {one}\n  clarity.undone: {other}\n"
        ));
        skill(&report, "clarity")["level"].clone()
    };
    assert_eq!(level([1, 1]), "absent");
    assert_eq!(level([1, 2]), "thin");
    assert_eq!(level([2, 3]), "solid");
    assert_eq!(level([3, 4]), "strong");
    assert_eq!(level([4, 5]), "exceptional");
    assert_eq!(level([5, 5]), "exceptional");
    let report = scored("  clarity.tradeoff: 2\n  clarity.undone: 2\n  clarity.without-you: 3\n");
    assert_eq!(skill(&report, "clarity")["level"], "thin");
}

#[test]
fn a_cluster_shows_the_mean_of_its_scored_skills_and_its_lowest() {
    let report = scored(
        "  execution.friction: 4\n  execution.shipped: 4\n  ownership.odds: 3
  ownership.solve-first: 2\n  team.hired: 1\n",
    );
    let core = &report["clusters"][0];
    assert_eq!(core["id"], "core");
    // Team has no score and is not in the mean.
    assert_eq!(core["score"], json!(3.25));
    assert_eq!(core["lowest"], "ownership");
    assert_eq!(report["clusters"][1]["score"], Value::Null);
}

#[test]
fn the_lowest_of_a_cluster_is_the_first_on_a_tie() {
    let report = scored(
        "  execution.friction: 4\n  execution.shipped: 4\n  alignment.follow: 2
  alignment.surprised: 3\n  ownership.odds: 3\n  ownership.solve-first: 2\n",
    );
    assert_eq!(report["clusters"][0]["lowest"], "ownership");
}

#[test]
fn a_cluster_mean_is_taken_before_rounding() {
    let sketch = Sketch::new("mine")
        .skill("one", "core", "3")
        .weighted("a", "7")
        .questions(&["b"])
        .skill("two", "core", "3")
        .questions(&["c"]);
    let report = scored_with(&sketch, "  one.a: 3\n  one.b: 4\n  two.c: 3\n");
    // (3.125 + 3) / 2 = 3.0625; from 3.13 it would be 3.07.
    assert_eq!(report["clusters"][0]["score"], json!(3.06));
}

#[test]
fn gaps_are_named_biggest_first_and_core_before_growth_at_equal_size() {
    let sketch = Sketch::new("mine")
        .skill("young", "growth", "4")
        .questions(&["a"])
        .skill("small", "core", "3.5")
        .questions(&["b"])
        .skill("old", "core", "4")
        .questions(&["c"])
        .skill("big", "growth", "5")
        .questions(&["d"])
        .skill("met", "core", "3")
        .questions(&["e"]);
    let home = Home::new();
    home.assessed_with(
        &sketch,
        "2026-Q4",
        "answers: {young.a: 3, small.b: 3, old.c: 3, big.d: 1, met.e: 3}\n",
    );
    let review = home.emkit("export").ok().out;
    let (_, growth) = review.split_once("## Where I fell short\n").expect("gaps");
    let (growth, _) = growth.split_once("\n## ").expect("its end");
    let gaps: Vec<&str> = growth.split("The ").skip(1).collect();
    let gaps: Vec<&str> = gaps
        .iter()
        .map(|gap| gap.split([',', '.', ' ']).next().unwrap_or(gap))
        .collect();
    // One step up would close each but the first, and those are only named.
    assert_eq!(gaps, ["big", "old", "young", "small"], "{growth}");
}

#[test]
fn a_stage_moves_the_targets_and_keeps_them_on_the_scale() {
    let sketch = Sketch::new("mine")
        .skill("up", "core", "4.5")
        .questions(&["a"])
        .skill("down", "core", "1.5")
        .questions(&["b"])
        .skill("still", "core", "3")
        .questions(&["c"])
        .skill("half", "core", "3.25")
        .questions(&["d"])
        .stage("wild", &[("up", "3"), ("down", "-3"), ("half", "-0.5")]);
    let home = Home::new();
    home.assessed_with(
        &sketch,
        "2026-Q4",
        "answers: {up.a: 3, down.b: 3, still.c: 2, half.d: 2}\n",
    );
    let report = home.json("2026-Q4 --stage wild");
    let target = |id: &str| skill(&report, id)["target"].clone();
    assert_eq!(target("up"), json!(5.0));
    assert_eq!(target("down"), json!(1.0));
    assert_eq!(target("still"), json!(3.0));
    assert_eq!(target("half"), json!(2.75));
    assert_eq!(skill(&report, "up")["gap"], json!(2.0));
    assert_eq!(report["stage"], "wild");
}

#[test]
fn a_gap_is_never_below_zero() {
    let report = scored("  ambiguity.unstuck: 5\n  ambiguity.method: 5\n");
    assert_eq!(skill(&report, "ambiguity")["gap"], json!(0.0));
}
