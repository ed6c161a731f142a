//! `emkit template`: what a form of one's own begins with, and what its help says.

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
        "| Execution | 3.50 | 3.00 | ",
        "| Team | – | 3.00 | – |\n",
        "### Execution\n\n**What slowed your team down most this quarter, and had it happened before?**\n\n> \\# The queue  \n> is gone.\n",
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
    let ran = home.emkit("template data").fails(1);
    assert_eq!(ran.out, "", "{ran:#?}");
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
        // Two of them are short for others.
        let mut missing: Vec<_> = names.split(", ").collect();
        missing
            .retain(|name| !["d", "count"].contains(name) && !help.contains(&format!("`{name}")));
        assert!(missing.is_empty(), "{missing:?} in {help}");
    }
    for tag in ["for", "if", "elif", "else", "set", "with", "filter", "raw"] {
        assert!(help.contains(tag), "{tag}");
    }
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(help.contains("times the printed figure"), "{help}");
    assert!(help.contains("keeps its lines"), "{help}");
}
