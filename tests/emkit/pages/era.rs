//! Core and growth as in other times: how exposed one is when the fashion turns.

use serde_json::Value;

use crate::support::rubric_builder::Sketch;
use crate::support::{Home, skill};

const NOW: &str = "2026-Q4";

/// Execution 4.00, team 2.00, clarity 3.00; nothing else is scored.
const ANSWERS: &str = "answers: {execution.friction: 4, execution.shipped: 4, team.hired: 2, \
    team.retained: 2, team.magnet: 2, clarity.tradeoff: 3, clarity.undone: 3}\n";

fn home() -> Home {
    let home = Home::new();
    home.assessed(NOW, ANSWERS);
    home
}

fn eras(home: &Home) -> Vec<Value> {
    let shown = home.emkit("show --eras --format json").ok().out;
    let shown: Value = serde_json::from_str(&shown).expect("JSON");
    shown["eras"].as_array().expect("eras").clone()
}

#[test]
fn each_era_names_the_core_skill_that_would_be_the_weakest() {
    let eras = eras(&home());
    let found: Vec<_> = eras
        .iter()
        .map(|era| {
            (
                era["id"].as_str().unwrap_or(""),
                &era["lowest"],
                &era["score"],
            )
        })
        .collect();
    assert_eq!(found[0], ("today", &"team".into(), &3.0.into()));
    assert_eq!(found[1], ("hypergrowth", &"team".into(), &2.5.into()));
    assert_eq!(found[2], ("investor", &Value::Null, &Value::Null));
}

#[test]
fn the_eras_in_words_fit_60_columns_and_say_whose_reading_they_are() {
    let home = home();
    for columns in ["60", "80", "120"] {
        let shown = home.emkit("show --eras").env("COLUMNS", columns).ok().out;
        let width = columns.parse::<usize>().expect("a number").min(100);
        for line in shown.lines() {
            assert!(line.chars().count() <= width, "{line}");
        }
        let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains("this rubric's reading"), "{shown}");
        assert!(
            words.contains("weakest: Team 2.00, target 3.00; core mean 3.00"),
            "{shown}"
        );
        assert!(words.contains("none of these has a score yet"), "{shown}");
    }
}

#[test]
fn the_eras_are_sections_in_markdown() {
    let shown = home().emkit("show --eras --format markdown").ok().out;
    assert!(
        shown.contains("## Hypergrowth (the 2010s)\n\n- weakest: Team 2.00"),
        "{shown}"
    );
}

#[test]
fn an_era_regroups_core_and_growth_and_changes_no_score() {
    let home = home();
    let today = home.json(NOW);
    let then = home.emkit("show --era hypergrowth --format json").ok().out;
    let then: Value = serde_json::from_str(&then).expect("JSON");
    assert_eq!(then["era"], "hypergrowth");
    assert_eq!(today.get("era"), None);
    let core: Vec<_> = then["skills"]
        .as_array()
        .expect("skills")
        .iter()
        .filter(|skill| skill["cluster"] == "core")
        .map(|skill| skill["id"].as_str().unwrap_or(""))
        .collect();
    assert_eq!(core, ["team", "ownership", "alignment", "clarity"]);
    for id in ["execution", "team", "clarity"] {
        assert_eq!(skill(&then, id)["score"], skill(&today, id)["score"]);
    }
    let shown = home.emkit("show --era hypergrowth").ok().out;
    assert!(shown.contains("grouped as in: Hypergrowth"), "{shown}");
}

#[test]
fn an_era_that_the_rubric_does_not_have_is_refused_with_those_that_it_has() {
    let ran = home().emkit("show --era stone-age").fails(1);
    assert!(ran.err.contains("`hypergrowth`"), "{ran:#?}");
}

#[test]
fn a_rubric_without_eras_says_so() {
    let home = Home::new();
    let rubric = Sketch::new("brief")
        .skill("one", "core", "3")
        .questions(&["a"]);
    home.assessed_with(&rubric, NOW, "answers: {one.a: 2}\n");
    let ran = home
        .emkit(&format!("show --eras --rubric ./rubric.yaml {NOW}"))
        .fails(1);
    assert!(ran.err.contains("names none"), "{ran:#?}");
}
