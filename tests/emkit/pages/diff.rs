//! `emkit diff`: like for like, with everything left out named, and no more said than is known.

use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use crate::support::rubric_builder::Sketch;
use crate::support::{Home, skill};

/// A store with two quarters of the built-in rubric.
pub(super) fn two(then: &str, now: &str) -> Home {
    let home = Home::new();
    home.assessed("2026-Q3", &format!("answers:\n{then}"));
    home.assessed("2026-Q4", &format!("answers:\n{now}"));
    home
}

/// The weight of a question, its rating then and its rating now.
type Moved = (&'static str, u8, u8);

/// The comparison of one skill with these questions.
fn moved(questions: &[Moved]) -> Value {
    let names = ["a", "b", "c", "d", "e"];
    let mut sketch = Sketch::new("mine").skill("one", "core", "3");
    let (mut then, mut now) = (String::from("answers:\n"), String::from("answers:\n"));
    for (name, (weight, from, to)) in names.iter().zip(questions) {
        sketch = sketch.weighted(name, weight);
        then.push_str(&format!("  one.{name}: {from}\n"));
        now.push_str(&format!("  one.{name}: {to}\n"));
    }
    let home = Home::new();
    home.assessed_with(&sketch, "2026-Q3", &then);
    home.assessed_with(&sketch, "2026-Q4", &now);
    skill(&home.diff(""), "one").clone()
}

#[test]
fn a_change_is_clear_from_half_a_step_on_when_two_moved_or_one_by_two_and_mixed_below_it() {
    let cases: [(&str, &[Moved], f64); 13] = [
        ("none", &[("1", 3, 3), ("1", 5, 5)], 0.0),
        // Half a step, two questions, both ways.
        (
            "clear",
            &[("1", 2, 3), ("1", 2, 3), ("1", 4, 4), ("1", 1, 1)],
            0.5,
        ),
        (
            "clear",
            &[("1", 3, 2), ("1", 3, 2), ("1", 4, 4), ("1", 1, 1)],
            -0.5,
        ),
        // Half a step, one question by two.
        (
            "clear",
            &[("1", 2, 4), ("1", 3, 3), ("1", 4, 4), ("1", 1, 1)],
            0.5,
        ),
        // Less than half a step.
        (
            "small",
            &[
                ("1", 2, 3),
                ("1", 2, 3),
                ("1", 4, 4),
                ("1", 1, 1),
                ("1", 1, 1),
            ],
            0.4,
        ),
        (
            "small",
            &[
                ("1", 2, 4),
                ("1", 2, 2),
                ("1", 4, 4),
                ("1", 1, 1),
                ("1", 1, 1),
            ],
            0.4,
        ),
        // Far enough, but only one question, by one.
        ("small", &[("1", 2, 3)], 1.0),
        ("small", &[("1", 4, 3), ("1", 2, 2)], -0.5),
        // Moved both ways: what counts is what moved the way of the mean.
        ("small", &[("9", 2, 3), ("1", 4, 2)], 0.7),
        ("clear", &[("1", 1, 4), ("1", 3, 2), ("1", 3, 3)], 0.67),
        // Both ways, and the mean by less than half a step.
        ("mixed", &[("1", 2, 3), ("1", 3, 2)], 0.0),
        ("mixed", &[("1", 1, 4), ("1", 4, 2), ("1", 3, 3)], 0.33),
        ("mixed", &[("1", 3, 1), ("1", 3, 4), ("1", 3, 3)], -0.33),
    ];
    for (reading, questions, change) in cases {
        let skill = moved(questions);
        assert_eq!(skill["reading"], reading, "{questions:?}");
        assert_eq!(skill["change"], json!(change), "{questions:?}");
    }
}

#[test]
fn nothing_in_common_is_not_comparable_and_one_question_is_enough() {
    let home = two(
        "  execution.friction: 3\n  team.hired: 2\n",
        "  execution.shipped: 3\n  team.hired: 2\n",
    );
    let diff = home.diff("");
    assert_eq!(skill(&diff, "execution")["reading"], "not-comparable");
    assert_eq!(skill(&diff, "execution")["compared"], 0);
    let team = skill(&diff, "team");
    assert_eq!(team["reading"], "none");
    assert_eq!((&team["from"], &team["compared"]), (&json!(2.0), &json!(1)));
    let shown = home.emkit("diff").ok().out;
    assert!(shown.contains("not comparable"), "{shown}");
    assert!(shown.contains(" 0/3\n"), "{shown}");
}

#[test]
fn a_clear_change_on_too_few_questions_for_a_score_says_on_how_many() {
    let home = two(
        "  execution.friction: 1\n  execution.shipped: 3\n  team.retained: 1\n",
        "  execution.friction: {rating: 4, evidence: New.}\n  execution.shipped: 3\n  team.retained: {rating: 5, evidence: New.}\n",
    );
    let why = "On 1 question: where fewer than half";
    for arguments in ["diff", "diff --accessible", "diff --format markdown"] {
        let shown = home.emkit(arguments).ok().out;
        assert_eq!(shown.matches("clear, on ").count(), 1, "{shown}");
        assert!(shown.contains("clear, on 1 question"), "{shown}");
        assert!(shown.contains(why), "{shown}");
    }
    for arguments in [
        "history",
        "history --accessible",
        "history --format markdown",
    ] {
        let shown = home.emkit(arguments).ok().out.replace("\n  ", " ");
        let named = "since the last Execution and Team (on 1 question); \
            since the first Execution and Team (on 1 question)";
        assert!(shown.contains(named), "{shown}");
    }
    let diff = home.diff("");
    assert_eq!(skill(&diff, "team")["reading"], "clear");
    for narrow in ["diff", "diff --role director"] {
        let shown = home.emkit(narrow).env("COLUMNS", "60").ok().out;
        let row = shown.lines().find(|line| line.starts_with("Team"));
        let row = row.expect("a row");
        assert!(
            row.contains("clear, on 1") && row.contains("1/5"),
            "{shown}"
        );
        assert!(shown.lines().all(|line| line.width() <= 60), "{shown}");
    }
}

#[test]
fn a_clear_rise_says_what_it_rests_on() {
    let quarter = |[friction, shipped, retained]: [&str; 3]| {
        format!(
            "  execution.friction: {friction}\n  execution.shipped: {shipped}\n  \
             execution.pulled-in: {shipped}\n  team.retained: {retained}\n  team.hired: {retained}\n"
        )
    };
    let then = quarter([
        "{rating: 2, evidence: Old.}",
        "{rating: 2, evidence: Old.}",
        "2",
    ]);
    let rises = [
        // Nothing written, or nothing new.
        (
            ["2", "4", "4"],
            "clear, not evidenced",
            "clear, not evidenced",
        ),
        (
            [
                "2",
                "{rating: 4, evidence: Old.}",
                "{rating: 4, evidence: New.}",
            ],
            "clear, not evidenced",
            "clear",
        ),
        // Two events and nothing else; then a trouble too.
        (
            ["2", "{rating: 4, evidence: New.}", "4"],
            "clear, on this quarter's events",
            "clear, not evidenced",
        ),
        (
            [
                "{rating: 4, evidence: New.}",
                "{rating: 4, evidence: New.}",
                "1",
            ],
            "clear",
            "clear",
        ),
    ];
    for (now, execution, team) in rises {
        let home = two(&then, &quarter(now));
        let shown = home.emkit("diff").env("COLUMNS", "120").ok().out;
        for (title, reading, compared) in [("Execution", execution, "3/3"), ("Team", team, "2/5")] {
            let row = shown.lines().find(|line| line.starts_with(title));
            let row = row.expect("a row").split("  ").map(str::trim);
            let cells: Vec<_> = row.filter(|cell| !cell.is_empty()).collect();
            // Fewer than half of the questions of Team are compared.
            let thin = format!("{reading}, on 2 questions");
            let reading = if title == "Team" {
                thin.as_str()
            } else {
                reading
            };
            assert_eq!(cells[5..], [reading, compared], "{now:?}: {shown}");
        }
        let diff = home.diff("");
        let is_evidenced = !execution.contains("not evidenced");
        assert_eq!(
            skill(&diff, "execution")["evidenced"],
            json!(is_evidenced),
            "{now:?}"
        );
        assert_eq!(skill(&diff, "execution")["reading"], "clear");
        assert_eq!(skill(&diff, "alignment")["evidenced"], Value::Null);
        for word in ["not evidenced", "on this quarter's events"] {
            let is_said = shown.contains(&format!("clear, {word}"));
            let upper = word[..1].to_uppercase() + &word[1..];
            assert_eq!(shown.contains(&format!("\n{upper}: ")), is_said, "{shown}");
        }
    }
    // A fall is no claim.
    let fell = two(&then, &quarter(["1", "1", "1"])).diff("");
    assert_eq!(skill(&fell, "execution")["evidenced"], Value::Null);
    assert_eq!(skill(&fell, "execution")["reading"], "clear");
}

#[test]
fn the_supported_change_is_over_the_questions_with_evidence_both_times() {
    let home = two(
        "  execution.friction: {rating: 2, evidence: Old.}\n  execution.shipped: 2\n  \
         execution.pulled-in: {rating: 3, evidence: Old.}\n  team.hired: 3\n",
        "  execution.friction: {rating: 3, evidence: New.}\n  execution.shipped: {rating: 5, evidence: New.}\n  \
         execution.pulled-in: {rating: 3, evidence: Old.}\n  team.hired: 5\n",
    );
    let diff = home.diff("");
    assert_eq!(
        skill(&diff, "execution")["supported"],
        json!({"from": 2.5, "to": 3.0, "change": 0.5})
    );
    let none = json!({"from": null, "to": null, "change": null});
    assert_eq!(skill(&diff, "team")["supported"], none);
    let shown = home.emkit("diff --accessible").ok().out;
    assert!(
        shown.contains("change +1.33, backed +0.50, clear, "),
        "{shown}"
    );
}

#[test]
fn what_was_carried_over_is_left_out_by_name() {
    let home = two(
        "  team.retained: {rating: 3, evidence: Old.}\n  team.hired: 2\n",
        "  team.retained: {rating: 3, evidence: Old.}\n  team.hired: 2\n",
    );
    let path = home.file("assessments", "2026-Q4");
    let text = std::fs::read_to_string(&path).expect("the file");
    let rating = "    rating: 3\n";
    assert!(text.contains(rating), "{text}");
    let text = text.replace(rating, &format!("{rating}    carried: 2026-Q3\n"));
    let (body, _) = text.split_once("# end of assessment").expect("a marker");
    std::fs::write(&path, emkit::format::marker::mark(body, 2)).expect("written");
    let diff = home.diff("");
    let team = skill(&diff, "team");
    assert_eq!(team["compared"], 1);
    let carried = json!({"id": "team.retained", "reason": "carried"});
    assert!(
        team["dropped"]
            .as_array()
            .expect("dropped")
            .contains(&carried),
        "{team}"
    );
    let shown = home.emkit("diff").ok().out;
    assert!(
        shown.contains("; Keeping\n    people (carried over)"),
        "{shown}"
    );
}

#[test]
fn what_was_not_rated_twice_is_left_out_by_name_and_reason() {
    let home = two(
        "  team.hired: 3\n  team.retained: {not_applicable: other}\n  team.magnet: {evidence: Words.}
  team.peers: {not_applicable: other}\n",
        "  team.retained: 3\n  team.magnet: 4\n  team.peers: {not_applicable: out-of-scope}\n",
    );
    assert_eq!(
        skill(&home.diff(""), "team")["dropped"],
        json!([
            {"id": "team.hired", "reason": "skipped-now"},
            {"id": "team.retained", "reason": "not-applicable"},
            {"id": "team.magnet", "reason": "skipped-then"},
            {"id": "team.peers", "reason": "not-applicable"},
            {"id": "team.praised", "reason": "skipped-then"},
        ])
    );
}

#[test]
fn evidence_is_new_when_there_is_some_and_its_words_are_others() {
    let home = two(
        "  team.hired: {rating: 2, evidence: Old.}
  team.retained: {rating: 2, evidence: Old.}
  team.magnet: 2
  team.peers: {rating: 2, evidence: Old.}
  team.praised: 2\n",
        "  team.hired: {rating: 3, evidence: New.}
  team.retained: {rating: 3, evidence: \"  Old.\\n\"}
  team.magnet: {rating: 1, evidence: First.}
  team.peers: 1
  team.praised: {rating: 3, evidence: \" \\t\"}\n",
    );
    let diff = home.diff("");
    let is_new: Vec<&Value> = skill(&diff, "team")["questions"]
        .as_array()
        .expect("questions")
        .iter()
        .map(|question| &question["new_evidence"])
        .collect();
    assert_eq!(is_new, [true, false, true, false, false]);
    for arguments in ["", "--accessible", "--format markdown"] {
        let shown = home.emkit(&format!("diff {arguments}")).ok().out;
        for line in [
            "Team, Strong hire: 2 → 3, new evidence",
            "Team, Keeping people: 2 → 3, higher without new evidence",
            "Team, Wants to join: 2 → 1, new evidence",
            "Team, Peers' trust: 2 → 1, no new evidence",
            "Team, Executive praise: 2 → 3, higher without new evidence",
        ] {
            assert!(shown.contains(line), "{line}: {shown}");
        }
        assert!(shown.contains("First."), "{arguments}: {shown}");
    }
}

#[test]
fn a_small_change_is_called_so_by_a_rule_of_thumb() {
    let home = two("  team.hired: 2\n", "  team.hired: 3\n");
    for arguments in [
        "diff",
        "diff --accessible",
        "diff --format markdown",
        "export",
    ] {
        let shown = home.emkit(arguments).ok().out;
        let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        // A review says no more than that it is small.
        if arguments == "export" {
            assert!(shown.contains("**Small change:** Team"), "{shown}");
            let words = home.emkit("export --no-ratings").ok().out;
            assert!(words.contains("**Small change:** Team (up)."), "{words}");
        } else {
            let words = "within what rating the same quarter twice could give";
            assert!(shown.contains(words), "{arguments}: {shown}");
            assert!(shown.contains("Rules of thumb"), "{arguments}: {shown}");
        }
        let lowercase = shown.to_lowercase();
        for word in [
            "significan",
            "statistic",
            "validated",
            "psychometric",
            "accurate",
        ] {
            assert!(!lowercase.contains(word), "{word} in {arguments}");
        }
    }
}

pub(super) const PRIVATE_THEN: &str =
    "  team.hired: {rating: 2, evidence: Old secret., private: true}
  team.retained: {not_applicable: other, note: Noted secret., private: true}\n";
pub(super) const PRIVATE_NOW: &str =
    "  team.hired: {rating: 4, evidence: New secret., private: true}
  team.retained: {not_applicable: other, note: Noted secret., private: true}\n";

#[test]
fn the_comparison_fits_the_width_with_every_figure_in_it() {
    let home = two(
        "  execution.friction: 2\n  execution.shipped: {rating: 3, evidence: Old.}\n",
        "  execution.friction: {rating: 5, evidence: New.}\n  execution.shipped: {rating: 3, evidence: New.}\n",
    );
    for width in [60, 80, 120] {
        let shown = home
            .emkit("diff")
            .env("COLUMNS", &width.to_string())
            .ok()
            .out;
        for line in shown.lines() {
            assert!(line.width() <= width, "{} of {width}: {line}", line.width());
        }
        let row = shown
            .lines()
            .find(|line| line.trim().starts_with("Execution"));
        let words: Vec<&str> = row.expect("a row").split_whitespace().collect();
        assert_eq!(
            words,
            ["Execution", "2.50", "4.00", "+1.50", "0.00", "clear", "2/3"]
        );
        let core = shown.find("\nCore ").expect("core");
        assert!(core < shown.find("\nGrowth\n").expect("growth"), "{shown}");
    }
}

#[test]
fn the_comparison_as_markdown_has_every_skill() {
    let home = two("  team.retained: 5\n", "  team.retained: 2\n");
    let shown = home.emkit("diff --format markdown").ok().out;
    assert!(shown.starts_with("# 2026-Q3 to 2026-Q4"), "{shown}");
    assert!(
        shown.contains("| Team | 5.00 | 2.00 | -3.00 | – | clear, on 1 question | 1/5 |\n"),
        "{shown}"
    );
    assert!(
        shown.contains("| Taste | – | – | – | – | not comparable | 0/4 |\n"),
        "{shown}"
    );
    let rows = shown.lines().filter(|line| line.starts_with("| ")).count();
    assert_eq!(rows, 2 * 2 + 8, "{shown}");
    assert!(
        shown.contains("## Left out\n\n- Execution: What slowed us · Hardest launch · "),
        "{shown}"
    );
}

/// A focus on two skills, of which one moved, and what came of the first.
fn focused() -> Home {
    let home = Home::new();
    home.assessed(
        "2026-Q3",
        "answers: {execution.friction: 2, execution.shipped: 2}\nfocus: [{skill: execution, action: Cut *one* step.}, {skill: clarity, action: Write it down.}]\n",
    );
    home.assessed(
        "2026-Q4",
        "answers: {execution.friction: {rating: 3, evidence: New.}, execution.shipped: 4}\nlast_focus: [{skill: execution, outcome: partly, note: Half of it.}]\n",
    );
    home
}

#[test]
fn the_focus_stands_next_to_whether_its_skill_moved_and_what_came_of_it() {
    let home = focused();
    let section = "Focus chosen in 2026-Q3\n  Execution, +1.50 (clear; nothing has evidence both times): Cut *one* step.\n    partly · Half of it.\n  Clarity, not comparable: Write it down.\n";
    let out = home.emkit("diff").ok().out;
    assert!(out.contains(section), "{out}");
    let plain = home.emkit("diff --accessible").ok().out;
    for line in [
        "Focus chosen in 2026-Q3, Execution, +1.50 (clear; nothing has evidence both times): Cut *one* step. · partly · Half of it.",
        "Focus chosen in 2026-Q3, Clarity, not comparable: Write it down.",
    ] {
        assert!(plain.lines().any(|found| found == line), "{plain}");
    }
    let document = home.emkit("diff --format markdown").ok().out;
    for line in [
        "## Focus chosen in 2026-Q3",
        "- Execution, +1.50 (clear; nothing has evidence both times): Cut \\*one\\* step.",
        "  > partly · Half of it.",
        "- Clarity, not comparable: Write it down.",
    ] {
        assert!(document.lines().any(|found| found == line), "{document}");
    }
    let keys = home.diff("");
    let keys: Vec<_> = keys.as_object().expect("a map").keys().collect();
    assert_eq!(keys, ["schema", "from", "to", "skills"]);
}

#[test]
fn what_came_of_another_focus_is_not_said_of_an_earlier_one() {
    let home = focused();
    home.assessed(
        "2026-Q2",
        "answers: {}\nfocus: [{skill: execution, action: Hire.}]\n",
    );
    let out = home.emkit("diff 2026-Q2 2026-Q4").ok().out;
    assert!(
        out.contains("  Execution, not comparable: Hire.\n"),
        "{out}"
    );
    assert!(!out.contains("Half of it."), "{out}");
}
