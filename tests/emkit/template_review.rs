//! `emkit template`: the built-in review as a template says what the built-in review says.

use crate::export::{BEFORE, NOW};
use crate::sketch::{Sketch, quoted};
use crate::support::{Home, TODAY};

/// Fails where the two differ for an assessment.
fn assert_same(home: &Home, arguments: &str) {
    let template = home.emkit("template show review").ok();
    assert_eq!(template.err, "");
    home.write("review.md.j2", template.out);
    let built_in = home.emkit(&format!("export {arguments}")).ok();
    let arguments = format!("export --template review.md.j2 {arguments}");
    let filled = home.emkit(&arguments).ok();
    assert_eq!(filled.out, built_in.out, "{arguments}");
    assert_eq!(filled.err, built_in.err, "{arguments}");
}

#[test]
fn the_template_says_what_the_review_says_of_every_kind_of_assessment() {
    let home = Home::new();
    home.assessed("2026-Q3", BEFORE);
    assert_same(&home, "");
    let lists = "\"Did:\\n- the queue\\n- the build\\n\\nAnd more.\"";
    let now = NOW.replace("The queue is gone for good.", lists);
    assert!(now.contains(lists));
    home.assessed(
        "2026-Q4",
        &format!("{now}closing: That nobody asks the users.\n"),
    );
    assert_same(&home, "2026-Q3");
    for lens in [
        "",
        "--include-private",
        "--role director",
        "--stage series-b",
    ] {
        assert_same(&home, lens);
    }
    home.assessed("2026-Q2", "answers: {}\nclosing: A quiet quarter.\n");
    assert_same(&home, "2026-Q2");
    assert_same(&home, "2026-Q3");
}

#[test]
fn the_template_says_what_the_review_says_of_a_draft() {
    let home = Home::new();
    home.drafted();
    let template = home.emkit("template show").ok().out;
    home.write("review.md.j2", template);
    let filled = home.emkit("export --template review.md.j2").ok().out;
    assert!(filled.contains("This is a draft"), "{filled}");
    assert_same(&home, "");
}

/// What Markdown would take for more than words, at the beginning of a line and further in.
const TITLES: [&str; 12] = [
    "- dash",
    "# heading #",
    "#",
    "1. one",
    "360",
    "***",
    "| bar |",
    ": colon",
    "+1.50",
    "\\u202eturned\\e[31m",
    "{{ period }} {% raw %}",
    "=_x_ & &amp; <b>",
];

#[test]
fn the_template_says_what_the_review_says_of_hostile_text() {
    for (index, title) in TITLES.into_iter().enumerate() {
        let title = title
            .replace("\\u202e", "\u{202e}")
            .replace("\\e", "\u{1b}");
        let other = TITLES[(index + 1) % TITLES.len()].replace("\\u202e", "\u{202e}");
        let other = other.replace("\\e", "\u{1b}");
        let asks = format!("{title} and {other}?");
        let rubric = Sketch::new("mine")
            .title(&title)
            .skill("one", "core", "3")
            .titled(&title)
            .questions(&["a", "b"])
            .asking(&asks)
            .anchored(&other)
            .practising(&title)
            .skill("two", "growth", "2")
            .titled(&other)
            .questions(&["a"])
            .asking(&format!("{title}?"))
            .questions(&["b", "c"]);
        let home = Home::new();
        let texts = [&title, &other].map(|text| quoted(text));
        let [one, two] = &texts;
        home.assessed_with(
            &rubric,
            "2026-Q3",
            &format!("answers:\n  one.a: {{rating: 4, evidence: {one}}}\n  one.b: 1\n  two.a: 3\n  two.b: 4\nfocus:\n  - {{skill: one, action: {two}}}\n"),
        );
        home.assessed_with(
            &rubric,
            "2026-Q4",
            &format!(
                "answers:\n  one.a: {{rating: 1, evidence: {two}}}\n  one.b: 2\n  two.a: {{rating: 4, evidence: {one}}}\n  two.b: {{rating: 3, evidence: {two}}}\n  two.c: {{not_applicable: other, note: {one}}}\nlast_focus:\n  - {{skill: one, outcome: done, action: {two}, note: {one}}}\nfocus:\n  - {{skill: one, action: {one}}}\n  - {{skill: two, action: {two}}}\n",
            ),
        );
        assert_same(&home, "--rubric ./rubric.yaml");
        assert_same(&home, "2026-Q3 --rubric ./rubric.yaml");
    }
}

#[test]
fn a_template_to_begin_with_needs_no_assessment_and_a_wrong_name_is_told() {
    let home = Home::new();
    let out = home.emkit("template show review").ok().out;
    assert!(out.contains("# {{ review.title }}\n"), "{out}");
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
    for tag in ["for", "if", "elif", "else", "set", "with", "raw"] {
        assert!(help.contains(tag), "{tag}");
    }
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(help.contains("times the printed figure"), "{help}");
    assert!(help.contains("keeps its lines"), "{help}");
}
