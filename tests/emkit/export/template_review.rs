//! `emkit template`: what a form of one's own begins with, and what its help says.

use serde_json::Value;

use crate::export::review::{BEFORE, NOW};
use crate::support::rubric_builder::Sketch;
use crate::support::{Home, TODAY};

#[test]
fn the_template_to_begin_with_makes_a_review_of_any_assessment() {
    let home = Home::new();
    home.write("review.md.j2", home.emkit("template show").ok().out);
    home.drafted();
    let out = home.emkit("export --template review.md.j2").ok().out;
    assert!(out.contains("This is a draft"), "{out}");
    let home = Home::new();
    home.write("review.md.j2", home.emkit("template show review").ok().out);
    home.assessed(
        "2026-Q4",
        "\
answers:
  execution.friction: {rating: 4, evidence: \"# The queue\\nis gone.\"}
  execution.shipped: 3
  team.retained: {rating: 3, evidence: A secret salary., private: true}
focus:
  - {skill: taste, action: Ask three users.}
closing: Hiring.
",
    );
    let out = home.emkit("export --template review.md.j2").ok().out;
    for wanted in [
        "# Self-review 2026-Q4, Engineering manager\n",
        "| Execution | 3.50 | 3.00 |\n",
        "| Team | – | 3.00 |\n",
        "### Execution\n\n**What slowed us**\n\n> \\# The queue is gone.\n",
        "- **Taste**: Ask three users.\n",
        "> Hiring.\n",
    ] {
        assert!(out.contains(wanted), "{wanted:?} in {out}");
    }
    assert!(!out.contains("secret"), "{out}");
}

#[test]
fn a_template_to_begin_with_needs_no_assessment_and_a_wrong_name_is_told() {
    let home = Home::new();
    let out = home.emkit("template show review").ok().out;
    assert!(out.contains("{{ period }}"), "{out}");
    home.emkit("template show revue").fails(2);
    home.emkit(&format!("template data --date {TODAY}"))
        .fails(2);
    home.emkit("template data 2026-Q4").fails(1);
}

#[test]
fn without_an_assessment_the_data_is_a_sample_that_fills_every_form() {
    let home = Home::new();
    let ran = home.emkit("template data").ok();
    assert!(ran.err.contains("so this is a sample"), "{ran:#?}");
    let sample: Value = serde_json::from_str(&ran.out).expect("JSON");
    for list in [
        "answers",
        "highlights",
        "delivered",
        "growth",
        "focus",
        "last_focus",
        "log",
        "periods",
    ] {
        let items = sample[list].as_array().expect(list);
        assert!(!items.is_empty(), "{list}");
    }
    assert!(home.below("").is_empty(), "{:?}", home.below(""));
    // What is not said in the sample has a name all the same.
    home.saved("2026-Q4");
    let real = home.emkit("template data").ok().out;
    let real: Value = serde_json::from_str(&real).expect("JSON");
    let names = |data: &Value| -> Vec<String> {
        data.as_object().expect("names").keys().cloned().collect()
    };
    assert_eq!(names(&sample), names(&real));
}

#[test]
fn the_form_of_a_company_has_its_four_parts_for_one_quarter_and_for_several() {
    let home = Home::new();
    home.write(
        "company.md.j2",
        home.emkit("template show company").ok().out,
    );
    home.write("store/config.yaml", "schema: 1\nname: Robin Example\n");
    home.assessed("2026-Q3", BEFORE);
    home.assessed("2026-Q4", NOW);
    let form = "\
## Accomplishments

- The new ledger is live. Nobody noticed.

## Strengths

-

## Areas of growth

- **Taste:** Nothing to name.

## Goals

- Publish the list every other Monday. (partly) Three of six Mondays.
- **Next:** Ask three users.
- **Next:** Hire a second lead.
";
    for (reference, title) in [("2026-Q4", "2026-Q4"), ("2026-H2", "2026-Q3, 2026-Q4")] {
        let command = format!("export {reference} --template company.md.j2");
        let out = home.emkit(&command).ok().out;
        let head = format!("# Self-assessment {title}\n\nRobin Example\n\n");
        assert_eq!(out, format!("{head}{form}"));
    }
}

#[test]
fn a_form_has_the_log_of_its_quarters_without_what_is_private() {
    let home = Home::new();
    home.saved("2026-Q4");
    for entry in ["Shipped --skill execution", "Hush --private"] {
        home.emkit(&format!("log {entry} --date {TODAY}")).ok();
    }
    home.write("form.txt", "{% for entry in log %}{{ entry.date }} {{ entry.text }} {{ entry.skills|join }}{% endfor %}");
    let out = home
        .emkit("export --template form.txt --include-private")
        .ok()
        .out;
    assert_eq!(out, format!("{TODAY} Shipped execution"));
}

#[test]
fn the_help_names_every_filter_test_and_tag() {
    let home = Home::new();
    home.saved("2026-Q4");
    let help = home.emkit("template --help").env("COLUMNS", "100").ok().out;
    for template in ["{{ period|what }}", "{{ period is what }}"] {
        home.write("form.md", template);
        let told = home.emkit("export --template form.md").fails(1).err;
        let (_, names) = told.split_once("available: ").expect("the names");
        let names = names.lines().next().expect("a line");
        let mut missing: Vec<_> = names.split(", ").collect();
        missing.retain(|name| !help.contains(&format!("`{name}")));
        assert!(missing.is_empty(), "{missing:?} in {help}");
    }
    for tag in ["for", "if", "elif", "else", "set", "with", "filter", "raw"] {
        assert!(help.contains(tag), "{tag}");
    }
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(help.contains("the paragraphs and lists"), "{help}");
}

#[test]
fn paragraphs_and_lists_stay_what_they_are_in_a_form() {
    let home = Home::new();
    home.assessed(
        "2026-Q4",
        "answers: {execution.friction: {rating: 3, evidence: \"One.\\n\\nTwo\\nlines.\\n- a\\n- b\"}}",
    );
    let form = "{% for answer in answers if answer.evidence %}{{ answer.evidence|paragraphs }}{% endfor %}";
    for (name, expected) in [
        ("form.md", "One.\n\nTwo lines.\n\n- a\n- b"),
        ("form.html", "<ul>\n<li"),
        ("form.txt", "One.\n\nTwo\nlines.\n- a\n- b"),
    ] {
        home.write(name, form);
        let out = home.emkit(&format!("export --template {name}")).ok().out;
        assert!(out.contains(expected), "{name}: {out:?}");
    }
}

#[test]
fn a_rubric_has_headings_of_its_own_for_the_review() {
    let home = Home::new();
    let rubric = Sketch::new("mine")
        .skill("one", "core", "3")
        .questions(&["a", "b"]);
    let own = "review: {title: Our year, delivered: What we saw, outlook: What comes}\nclosing: {ask: What next?}\n";
    home.write("store/rubrics/mine.yaml", format!("{}{own}", rubric.yaml()));
    home.emkit("assess --rubric mine --date 2026-11-20 --answers -")
        .stdin("answers: {one.a: {rating: 4, evidence: Seen.}, one.b: 3}\nclosing: Rest.\n")
        .ok();
    let out = home.emkit("export").ok().out;
    for heading in [
        "# Our year 2026-Q4\n",
        "## What we saw\n",
        "## What comes\n",
    ] {
        assert!(out.contains(heading), "{heading}: {out}");
    }
}
