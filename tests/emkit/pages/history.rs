//! `emkit history`: every skill over all assessments of a rubric.

use std::fs;

use emkit::format::marker::mark;
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use crate::support::rubric_builder::Sketch;
use crate::support::{Home, skill};

/// Two skills of one cluster and one of the other.
fn rubric() -> Sketch {
    Sketch::new("mine")
        .skill("one", "core", "3")
        .questions(&["a", "b", "c"])
        .skill("two", "core", "3")
        .questions(&["d"])
        .skill("three", "growth", "3")
        .questions(&["e"])
}

/// Three quarters: one question skipped in the second, one set aside in the third.
fn three() -> Home {
    let home = Home::new();
    for (period, answers) in [
        (
            "2026-Q1",
            "{one.a: 2, one.b: 3, one.c: 4, two.d: 1, three.e: 5}",
        ),
        ("2026-Q2", "{one.a: 2, one.b: 4, two.d: 2, three.e: 5}"),
        (
            "2026-Q4",
            "{one.a: 4, one.b: 4, one.c: 4, two.d: 3, three.e: {not_applicable: other}}",
        ),
    ] {
        home.assessed_with(&rubric(), period, &format!("answers: {answers}\n"));
    }
    home
}

fn history(home: &Home, arguments: &str) -> Value {
    let arguments = format!("history --rubric ./rubric.yaml --format json {arguments}");
    serde_json::from_str(&home.emkit(&arguments).ok().out).expect("JSON")
}

fn shown(home: &Home, arguments: &str) -> String {
    let arguments = format!("history --rubric ./rubric.yaml {arguments}");
    home.emkit(&arguments).ok().out
}

#[test]
fn the_json_has_exactly_the_promised_keys() {
    assert_eq!(
        history(&three(), ""),
        json!({"schema": 1, "rubric": "mine", "periods": ["2026-Q1", "2026-Q2", "2026-Q4"], "skills": [
            {"id": "one", "cluster": "core", "scores": [3.0, 3.0, 4.0], "same_questions": [null, false, false]},
            {"id": "two", "cluster": "core", "scores": [1.0, 2.0, 3.0], "same_questions": [null, true, true]},
            {"id": "three", "cluster": "growth", "scores": [5.0, 5.0, null], "same_questions": [null, true, false]},
        ]})
    );
}

#[test]
fn the_table_has_every_quarter_changes_like_for_like_and_two_sentences_at_most() {
    let shown = shown(&three(), "");
    for part in [
        "2026-Q1 to 2026-Q4 · 3 assessments\n\n",
        "core things    2026-Q1     Q2     Q4  Change\n\
         The one           3.00  *3.00  *4.00   +1.00\n\
         The two           1.00   2.00   3.00   +1.00\n",
        "\ngrowth things\nThe three         5.00   5.00      –       –\n",
        "mean 3.50, lowest The two",
        "Clear changes: since the last The one (not evidenced); since the first The one (not evidenced) and The two (not evidenced).",
    ] {
        let whole = shown.replace("\n  ", " ");
        assert!(
            shown.contains(part) || whole.contains(part),
            "{part}\nin\n{shown}"
        );
    }
    let footnotes: Vec<_> = shown
        .rsplit_once("\n\n")
        .expect("footnotes")
        .1
        .lines()
        .collect();
    let begun = footnotes
        .iter()
        .filter(|line| !line.starts_with("  "))
        .count();
    assert_eq!(begun, 2, "{shown}");
}

#[test]
fn more_than_six_quarters_are_drawn_as_a_line_with_the_same_changes() {
    let home = Home::new();
    for quarter in 0..7 {
        let period = format!("{}-Q{}", 2025 + quarter / 4, quarter % 4 + 1);
        let (one, two) = (1 + quarter / 2, 3);
        let answers =
            format!("answers: {{one.a: {one}, one.b: {one}, one.c: {one}, two.d: {two}}}\n");
        home.assessed_with(&rubric(), &period, &answers);
        let shown = shown(&home, "");
        assert_eq!(shown.contains("Over time"), quarter == 6, "{shown}");
    }
    let shown = shown(&home, "--skill one");
    assert!(
        shown.contains("The one      ▁▁▃▃▅▅▆    4.00       +1.00        +3.00\n"),
        "{shown}"
    );
    assert!(shown.contains("  1122334\n"), "{shown}");
    let plain = self::shown(&home, "--skill one --accessible");
    assert!(
        plain.contains("1 in 2025-Q1, 1 in 2025-Q2, 2 in 2025-Q3, "),
        "{plain}"
    );
}

/// Means by other means: over answers as the report has them, in whole hundredths.
fn mean_of(ratings: &[i64]) -> f64 {
    let sum: i64 = ratings.iter().sum();
    let many = i64::try_from(ratings.len()).expect("a number");
    // Half away from zero, for what is not negative.
    let hundredths = (2 * 100 * sum + many) / (2 * many);
    f64::from(i32::try_from(hundredths).expect("small")) / 100.0
}

#[test]
fn every_score_and_change_is_that_of_the_assessments_themselves() {
    let home = three();
    let history = history(&home, "");
    let periods: Vec<_> = history["periods"]
        .as_array()
        .expect("periods")
        .iter()
        .collect();
    for (index, period) in periods.iter().enumerate() {
        let period = period.as_str().expect("a period");
        let report = home.json(&format!("{period} --rubric ./rubric.yaml"));
        for id in ["one", "two", "three"] {
            let answers = skill(&report, id)["answers"].as_array().expect("answers");
            let applicable = answers
                .iter()
                .filter(|answer| answer["state"] != "not_applicable");
            let ratings: Vec<_> = answers
                .iter()
                .filter_map(|answer| answer["rating"].as_i64())
                .collect();
            let needed = applicable.count().div_ceil(2);
            let expected = match ratings.as_slice() {
                [] => Value::Null,
                few if few.len() < needed => Value::Null,
                enough => json!(mean_of(enough)),
            };
            assert_eq!(
                skill(&history, id)["scores"][index],
                expected,
                "{id} in {period}"
            );
        }
    }
    let plain = shown(&home, "--accessible");
    let diff = home.diff("2026-Q2 2026-Q4 --rubric ./rubric.yaml");
    for id in ["one", "two"] {
        let change = skill(&diff, id)["change"].as_f64().expect("a change");
        let said = format!("change +{change:.2}");
        let line = plain
            .lines()
            .find(|line| line.starts_with(&format!("The {id}:")));
        assert!(line.expect("a line").contains(&said), "{said} in {plain}");
    }
}

#[test]
fn a_single_assessment_is_a_history_and_none_is_an_error_that_says_what_to_do() {
    let home = Home::new();
    let ran = home.emkit("history").fails(1);
    assert!(
        ran.err.contains("there is no finished assessment"),
        "{ran:#?}"
    );
    home.assessed(
        "2026-Q4",
        "answers: {execution.friction: 3, execution.shipped: 4}\n",
    );
    let out = home.emkit("history").ok().out;
    assert!(out.starts_with("2026-Q4 · 1 assessment\n"), "{out}");
    let row = out
        .lines()
        .find(|line| line.starts_with("Execution"))
        .expect("a row");
    let cells: Vec<_> = row.split_whitespace().collect();
    assert_eq!(cells, ["Execution", "3.50"]);
    assert!(!out.contains("change is clear"), "{out}");
}

#[test]
fn a_damaged_assessment_is_named_and_the_others_are_shown() {
    let home = three();
    let path = home.store().join("assessments/mine/2026-Q2.yaml");
    fs::write(&path, "schema: 1\n").expect("a cut file");
    let ran = home.emkit("history --rubric ./rubric.yaml").fails(1);
    assert!(ran.err.contains("2026-Q2.yaml"), "{ran:#?}");
    assert!(
        ran.out.starts_with("2026-Q1 to 2026-Q4 · 2 assessments\n"),
        "{ran:#?}"
    );
}

/// Two versions of a rubric: a skill goes, one comes, a question is reworded, one goes.
fn across_versions() -> Home {
    let home = Home::new();
    let first = Sketch::new("mine")
        .skill("gone", "core", "3")
        .questions(&["x"])
        .skill("one", "core", "3")
        .questions(&["a", "old", "b"]);
    let second = Sketch::new("mine")
        .skill("one", "core", "3")
        .questions(&["a", "b"])
        .asking("How is it really?")
        .skill("fresh", "growth", "3")
        .questions(&["y"]);
    home.assessed_with(
        &first,
        "2026-Q3",
        "answers: {gone.x: 2, one.a: 2, one.old: 2, one.b: 2}\n",
    );
    home.assessed_with(
        &second,
        "2026-Q4",
        "answers: {one.a: 4, one.b: 4, fresh.y: 4}\n",
    );
    home
}

#[test]
fn skills_that_came_or_went_with_the_rubric_are_there_and_said_to_be() {
    let home = across_versions();
    let history = history(&home, "");
    let ids: Vec<_> = history["skills"]
        .as_array()
        .expect("skills")
        .iter()
        .map(|skill| &skill["id"])
        .collect();
    assert_eq!(ids, ["one", "fresh", "gone"]);
    assert_eq!(skill(&history, "gone")["scores"], json!([2.0, null]));
    assert_eq!(skill(&history, "fresh")["scores"], json!([null, 4.0]));
    for id in ["one", "fresh", "gone"] {
        assert_eq!(
            skill(&history, id)["same_questions"],
            json!([null, false]),
            "{id}"
        );
    }
    let table = shown(&home, "");
    assert!(table.contains("\nThe gone (gone) "), "{table}");
    // One question of three is the same in both.
    let row = table.lines().find(|line| line.starts_with("The one "));
    let row: Vec<_> = row.expect("a row").split_whitespace().collect();
    assert_eq!(row, ["The", "one", "2.00", "*4.00", "+2.00"]);
    assert!(table.contains("\n* Not the same questions"), "{table}");
}

#[test]
fn every_score_whose_change_is_over_fewer_questions_has_a_star() {
    let home = Home::new();
    let quarters = [
        ("2026-Q3", "{one.a: 2, one.b: 3, one.c: 3, two.d: 2}"),
        ("2026-Q4", "{one.a: 4, one.b: 3, one.c: 3, two.d: 3}"),
    ];
    for (period, answers) in quarters {
        home.assessed_with(&rubric(), period, &format!("answers: {answers}\n"));
    }
    let path = home.store().join("assessments/mine/2026-Q4.yaml");
    let text = fs::read_to_string(&path).expect("an assessment");
    let (above, below) = text.split_once("one.b:\n    rating: 3\n").expect("one.b");
    let text = format!("{above}one.b:\n    rating: 3\n    carried: 2026-Q3\n{below}");
    fs::write(&path, mark(&text, 5)).expect("written");
    let table = shown(&home, "");
    for row in [
        "The one           2.67  *3.33   +1.00\n",
        "The two           2.00   3.00   +1.00\n",
    ] {
        assert!(table.contains(row), "{row} in {table}");
    }
    assert!(table.contains("carried over"), "{table}");
}

#[test]
fn a_skill_is_taken_apart_into_every_question_that_it_ever_had() {
    let home = across_versions();
    let history = history(&home, "--skill one");
    assert_eq!(
        skill(&history, "one")["questions"],
        json!([
            {"id": "one.a", "states": ["rated", "rated"], "ratings": [2, 4], "reworded": [false, false]},
            {"id": "one.b", "states": ["rated", "rated"], "ratings": [2, 4], "reworded": [false, true]},
            {"id": "one.old", "states": ["rated", "not_asked"], "ratings": [2, null], "reworded": [false, false]},
        ])
    );
    assert_eq!(history["skills"].as_array().map(Vec::len), Some(1));
    let table = shown(&home, "--skill one");
    let (_, table) = table
        .split_once("Question by question\n")
        .expect("the questions");
    let rows: Vec<Vec<_>> = table
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(rows[0], ["Question", "2026-Q3", "Q4"]);
    assert_eq!(rows[1], ["A", "2", "4"]);
    assert_eq!(rows[2], ["B", "2", "*4"]);
    assert_eq!(rows[3], ["Old", "2", "–"]);
    let gone = shown(&home, "--skill gone");
    assert!(gone.contains("\nX ") && !gone.contains("\nA "), "{gone}");
    let plain = shown(&home, "--skill one --accessible");
    assert!(
        plain.contains("B: 2 in 2026-Q3, *4 in 2026-Q4\n"),
        "{plain}"
    );
    let ran = home
        .emkit("history --rubric ./rubric.yaml --skill nowhere")
        .fails(1);
    assert!(ran.err.contains("`one`, `fresh`, `gone`"), "{ran:#?}");
}

#[test]
fn skipped_and_not_applicable_are_two_things_in_every_form() {
    let home = three();
    let json = history(&home, "--skill one");
    let states = |json: &Value, question: usize, index: usize| {
        json["skills"][0]["questions"][question]["states"][index].clone()
    };
    assert_eq!(states(&json, 2, 1), "skipped");
    let json = history(&home, "--skill three");
    assert_eq!(states(&json, 0, 2), "not_applicable");
    let plain = |skill: &str| shown(&home, &format!("--skill {skill} --accessible"));
    assert!(plain("one").contains("skipped in 2026-Q2, "));
    assert!(plain("three").contains("n/a in 2026-Q4\n"));
}

#[test]
fn as_markdown_every_score_is_there_however_many_there_are() {
    let out = shown(&three(), "--format markdown");
    for line in [
        "# 2026-Q1 to 2026-Q4 · 3 assessments",
        "| Skill | 2026-Q1 | 2026-Q2 | 2026-Q4 | Change |",
        "| The one | 3.00 | \\*3.00 | \\*4.00 | +1.00 |",
        "| The three | 5.00 | 5.00 | – | – |",
    ] {
        assert!(out.lines().any(|found| found == line), "{line} in {out}");
    }
    let out = many(9).emkit("history --format markdown").ok().out;
    let skills = out.lines().filter(|line| line.contains(" in 1987-Q1, "));
    for line in skills.clone() {
        assert_eq!(line.matches(" in 19").count(), 9, "{out}");
    }
    assert_eq!(skills.count(), 8, "{out}");
}

/// A store with so many assessments, each as the first but for its period.
fn many(quarters: usize) -> Home {
    let home = Home::new();
    let text = home.saved("2026-Q4");
    let (body, _) = text.split_once("# end of assessment").expect("a marker");
    for quarter in 0..quarters {
        let period = format!("{}-Q{}", 1987 + quarter / 4, quarter % 4 + 1);
        let body = body.replace("period: 2026-Q4", &format!("period: {period}"));
        let answers = body.matches("rating:").count();
        fs::write(home.file("assessments", &period), mark(&body, answers)).expect("written");
    }
    home
}

#[test]
fn forty_years_fit_sixty_columns_with_every_figure() {
    for (quarters, width) in [(40, "60"), (160, "60"), (160, "120")] {
        let home = many(quarters);
        for arguments in ["history", "history --skill execution"] {
            let ran = home.emkit(arguments).env("COLUMNS", width).ok();
            let most = width.parse::<usize>().expect("a width");
            for line in ran.out.lines() {
                assert!(line.width() <= most, "{} of {width}: {line}", line.width());
            }
            assert!(width == "120" || ran.out.contains("  …"), "{}", ran.out);
            assert!(ran.out.contains("Since first"), "{}", ran.out);
        }
    }
}

#[test]
fn without_a_rubric_named_the_history_is_that_of_the_rubric_used_last() {
    let home = Home::new();
    let rubric = rubric();
    home.assessed_with(
        &rubric,
        "2026-Q3",
        "answers: {}\nclosing: A quiet quarter.\n",
    );
    let ran = home.emkit("history").ok();
    assert!(ran.out.contains("2026-Q3"), "{ran:#?}");
}
