//! Several quarters in one export: a span, a half, a year, or all there is.

use serde_json::Value;

use crate::export::review::{BEFORE, NOW, section};
use crate::support::Home;

fn home() -> Home {
    let home = Home::new();
    home.assessed(
        "2026-Q2",
        "answers: {execution.shipped: {rating: 4, evidence: The first ledger.}, execution.friction: 2}\nfocus: [{skill: team, action: Hire one.}]\n",
    );
    home.assessed(
        "2026-Q3",
        &BEFORE.replace(
            "answers:",
            "last_focus: [{skill: team, outcome: dropped}]\nanswers:",
        ),
    );
    home.assessed("2026-Q4", NOW);
    home
}

#[test]
fn a_half_is_one_review_with_each_quarter_s_results_and_the_standing_of_the_last() {
    let home = home();
    let ran = home.emkit("export 2026-Q2..2026-Q4").ok();
    assert!(
        ran.out.starts_with("# Self-review 2026-Q2 to 2026-Q4\n"),
        "{ran:#?}"
    );
    assert_eq!(
        section(&ran.out, "What my team delivered, and my part"),
        "\n### 2026-Q2\n\n1. The first ledger.\n\n### 2026-Q4\n\n1. The new ledger is live. Nobody noticed.\n"
    );
    let goals = section(&ran.out, "Goals");
    for goal in [
        "- **Dropped (Team, 2026-Q3):** Hire one.\n",
        "- **Partly done (Clarity, 2026-Q4):** Publish the list",
        "- **Next (Taste):** Ask three users.\n",
    ] {
        assert!(goals.contains(goal), "{goal} in {goals}");
    }
    assert!(!goals.contains("Next (Clarity)"), "{goals}");
    let changed = section(&ran.out, "Changes since 2026-Q2");
    assert!(changed.contains("Execution (+1.00)"), "{changed}");
    assert!(ran.out.contains("| Execution | 4.00 | 3.00 |"), "{ran:#?}");
    let half = home.emkit("export 2026-H2 --evidence").ok();
    assert_eq!(
        half.err.matches("no finished assessment").count(),
        0,
        "{half:#?}"
    );
    assert!(half.out.contains("\n### Execution, 2026-Q3\n"), "{half:#?}");
    let year = home.emkit("export 2026 --format html").ok();
    assert!(
        year.err.contains("no finished assessment of 2026-Q1\n"),
        "{year:#?}"
    );
    assert!(
        year.out
            .contains("<title>Self-review 2026-Q2 to 2026-Q4</title>")
    );
}

#[test]
fn a_span_as_json_has_each_quarter_as_it_is_alone_and_what_changed() {
    let home = home();
    let json = |arguments: &str| -> Value {
        let ran = home.emkit(&format!("{arguments} --format json")).ok();
        serde_json::from_str(&ran.out).expect("JSON")
    };
    let half = json("export 2026-H2");
    assert_eq!(half["schema"], 1);
    assert_eq!(half["periods"][0], json("export 2026-Q3"));
    assert_eq!(half["periods"][1], json("export 2026-Q4"));
    assert_eq!(half["changes"], json("diff 2026-Q3 2026-Q4"));
    let all = json("export --all");
    assert_eq!(all["periods"].as_array().map(Vec::len), Some(3));
    assert_eq!(all["changes"]["from"], "2026-Q2");
    let one = json("export 2026-Q4..2027-Q1");
    assert_eq!(one["periods"].as_array().map(Vec::len), Some(1));
    assert_eq!(one["changes"], Value::Null);
    let rows = home.emkit("export --all --format csv").ok().out;
    let of = |period: &str| rows.matches(&format!("\n{period},finished,")).count();
    assert_eq!([of("2026-Q2"), of("2026-Q3"), of("2026-Q4")], [28, 28, 28]);
}

#[test]
fn a_span_that_leads_nowhere_is_an_error_that_says_so() {
    let home = home();
    home.emkit("assess --period 2027-Q1 --accessible --role em --date 2027-03-20")
        .stdin("Some.\n\n3\n:quit\n")
        .ok();
    for (arguments, code, wanted) in [
        (
            "export 2026-Q4..2026-Q3",
            2,
            "it ends before it begins\nhint: say `2026-Q3..2026-Q4`, the earlier quarter first",
        ),
        ("export 2026-Q3..2026-4", 2, "`2026-4` is not a period"),
        ("export 2026-Q3..", 2, "`` is not a period"),
        (
            "export 2025",
            1,
            "could not find a finished assessment: there is none of these quarters",
        ),
        ("export 2027", 1, "`emkit assess` goes on with a draft"),
        ("export --all", 2, "`--all` is for CSV and JSON"),
        ("export 2026 --all --format csv", 2, "cannot be used with"),
    ] {
        let ran = home.emkit(arguments).fails(code);
        assert_eq!(ran.out, "", "{arguments}");
        assert!(ran.err.contains(wanted), "{wanted} in {ran:#?}");
    }
    let ran = home.emkit("export 2026-Q4..2027-Q1").ok();
    assert!(
        ran.err.contains("no finished assessment of 2027-Q1\n"),
        "{ran:#?}"
    );
}

#[test]
fn a_span_is_of_one_rubric() {
    let home = home();
    home.assessed_with(
        &crate::support::rubric_builder::Sketch::new("mine")
            .skill("one", "core", "2")
            .questions(&["a"]),
        "2026-Q3",
        "answers: {one.a: 3}\n",
    );
    let ran = home.emkit("export 2026").fails(1);
    assert!(
        ran.err.contains("they are of the rubrics `eight-skills` and `mine`\nhint: name one, such as `--rubric eight-skills`"),
        "{ran:#?}"
    );
    let ran = home.emkit("export 2026 --rubric eight-skills").ok();
    assert!(ran.out.contains("2026-Q2 to 2026-Q4"), "{ran:#?}");
}

#[test]
fn a_template_for_one_quarter_says_so_where_it_is_given_several() {
    let home = home();
    home.write("form.md", "{{ skills|length }}\n");
    let ran = home.emkit("export 2026-H2 --template form.md").fails(1);
    assert!(
        ran.err.contains(
            "form.md:1:11: there is no `skills` of several quarters; each of `periods` has one"
        ),
        "{ran:#?}"
    );
    home.write("form.md", "{% for answer in answers if answer.evidence %}{{ answer.period }} {{ answer.title }}\n{% endfor %}");
    let ran = home.emkit("export 2026-H2 --template form.md").ok();
    assert!(
        ran.out.starts_with(
            "2026-Q3 What slowed us\n2026-Q3 Hardest launch\n2026-Q4 What slowed us\n"
        ),
        "{ran:#?}"
    );
}
