//! `emkit rubric`: list, show, check; and ids that no rubric has.

use crate::support::sample_rubric::SMALL;
use crate::support::{Home, Ran, TODAY};

/// The rubric with one text replaced, which has to be there.
fn with(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "no `{from}` in the rubric");
    text.replacen(from, to, 1)
}

/// What `rubric check` says of a text that it refuses; every problem has a place and its line.
fn refused(name: &str, text: &str) -> Ran {
    let home = Home::new();
    home.write(name, text);
    let ran = home.emkit(&format!("rubric check {name}")).fails(1);
    assert_eq!(ran.out, "", "{ran:#?}");
    assert!(ran.err.contains("\nhint: "), "{ran:#?}");
    let mut lines = ran.err.lines().peekable();
    let mut problems = 0;
    while let Some(line) = lines.next() {
        let Some(place) = line.strip_prefix(&format!("{name}:")) else {
            continue;
        };
        problems += 1;
        let mut parts = place.splitn(3, ':');
        let row: usize = parts
            .next()
            .and_then(|part| part.parse().ok())
            .expect("a line");
        let column: usize = parts
            .next()
            .and_then(|part| part.parse().ok())
            .expect("a column");
        assert!(row > 0 && column > 0, "{line}");
        let offending = text.lines().nth(row - 1).expect("a line of the file");
        assert!(column <= offending.chars().count() + 1, "{line}");
        let shown = lines.next().unwrap_or_default().trim_start();
        let start: String = offending.trim_end().chars().take(60).collect();
        assert!(
            shown.starts_with(&format!("{row} | {start}")),
            "{line}\n{shown}"
        );
    }
    assert!(problems > 0, "no problem with a place in {ran:#?}");
    ran
}

/// A problem with these words is reported at the line that holds `offending`.
fn reports(ran: &Ran, name: &str, text: &str, offending: &str, words: &str) {
    let row = 1 + text
        .lines()
        .position(|line| line.contains(offending))
        .expect("the offending line");
    let found = ran
        .err
        .lines()
        .any(|line| line.starts_with(&format!("{name}:{row}:")) && line.contains(words));
    assert!(found, "no `{words}` at line {row} in {ran:#?}");
}

#[test]
fn a_rubric_without_a_mistake_is_in_order() {
    let home = Home::new();
    home.write("small.yaml", SMALL);
    let ran = home.emkit("rubric check small.yaml").ok();
    assert!(ran.out.contains("in order"), "{ran:#?}");
    assert!(
        ran.out.contains("2 skills, 3 questions, 1 role"),
        "{ran:#?}"
    );
}

/// The small rubric with a statement for others on one skill, and when it is worth an hour.
fn with_observed() -> String {
    let observed = "    definition: making things\n    observed:\n      ask: This manager makes things.\n      anchors: {1: never, 2: once, 3: at times, 4: often, 5: always}\n";
    let text = with(SMALL, "    definition: making things\n", observed);
    with(
        &text,
        "title: A small rubric\n",
        "title: A small rubric\nwhen: A new workshop.\n",
    )
}

#[test]
fn a_rubric_says_what_others_are_asked_and_when_it_is_worth_an_hour() {
    let home = Home::new();
    home.write("small.yaml", with_observed());
    home.emkit("rubric check small.yaml").ok();
    let shown = home.emkit("rubric show small.yaml").ok().out;
    for words in ["This manager makes things.", "4  often", "A new workshop."] {
        assert!(shown.contains(words), "{shown}");
    }
    home.write("store/rubrics/small.yaml", with_observed());
    let list = home.emkit("rubric list").ok().out;
    assert!(list.contains("A new workshop."), "{list}");
}

#[test]
fn a_mistake_in_what_others_are_asked_is_named_by_line() {
    let text = with_observed();
    for (from, to, words) in [
        ("2: once, ", "", "no anchor for rating 2"),
        ("4: often", "4: Never.", "repeats anchor 1"),
        (
            "ask: This manager makes things.",
            "ask: ' '",
            "`ask` is empty",
        ),
        (
            "ask: This manager makes things.",
            "ask: This manager.\n      hint: look",
            "unknown key `hint`",
        ),
        ("when: A new workshop.", "when: ' '", "`when` is empty"),
    ] {
        let ran = refused("small.yaml", &with(&text, from, to));
        assert!(ran.err.contains(words), "{words}: {ran:#?}");
    }
    let long = with(
        &text,
        "5: always",
        &format!("5: {}", "always so ".repeat(12)),
    );
    let home = Home::new();
    home.write("small.yaml", &long);
    let ran = home.emkit("rubric check small.yaml").ok();
    assert!(ran.err.contains("`observed`: anchor 5 has"), "{ran:#?}");
}

/// Each mistake with the line it stands in and the words that name it.
const MISTAKES: &[(&str, &str, &str, &str)] = &[
    ("2: half a thing, ", "", "craft.made", "rating 2"),
    ("- id: trade\n", "- id: craft\n", "- id: craft", "craft"),
    ("id: craft.mended", "id: craft.made", "", "`craft.made`"),
    (
        "What did you sell?",
        "Say what you sold.",
        "Say what you sold.",
        "question mark",
    ),
    (
        "cluster: core\n    definition: selling",
        "cluster: outer\n    definition: selling",
        "cluster: outer",
        "`outer`",
    ),
    (
        "craft: 3.5, trade: 3.0",
        "craft: 3.5",
        "craft: 3.5",
        "`trade`",
    ),
    (
        "follows: craft.made",
        "follows: craft.mode",
        "follows: craft.mode",
        "`craft.mode`",
    ),
    (
        "title: A small rubric",
        "title: A small rubric\ncolour: red",
        "colour: red",
        "`colour`",
    ),
    ("trade: 3.0", "trade: 7.0", "trade: 7.0", "`trade`"),
    (
        "5: a thing others copy",
        "5: a thing",
        "5: a thing",
        "anchor",
    ),
    (
        "evidence_from: 3",
        "evidence_from: 9",
        "evidence_from: 9",
        "`9`",
    ),
    ("rating: 5, label", "rating: 4, label", "", "1 to 5"),
    (
        "adjust: {trade: 0.5}",
        "adjust: {trode: 0.5}",
        "trode",
        "`trode`",
    ),
    (
        "id: trade.sold",
        "id: craft.sold",
        "id: craft.sold",
        "`craft.sold`",
    ),
    (
        "title: Mended",
        "title: A title that goes on and on",
        "title: A title that goes on and on",
        "`title` has 27 characters, 24 at most",
    ),
    ("title: Sold", "title: ''", "title: ''", "`title` is empty"),
    (
        "kind: trouble",
        "kind: troubled",
        "kind: troubled",
        "`troubled` is no kind; `kind` is one of event, trouble, standing; did you mean `trouble`?",
    ),
    (
        "sensitive: true",
        "sensitive: rather",
        "sensitive: rather",
        "`sensitive`",
    ),
];

#[test]
fn every_kind_of_mistake_is_reported_with_place_line_and_name() {
    for (from, to, offending, words) in MISTAKES {
        let text = with(SMALL, from, to);
        let ran = refused("small.yaml", &text);
        assert!(ran.err.contains(words), "`{words}` is not named: {ran:#?}");
        let is_one_line = !offending.is_empty() && text.matches(offending).count() == 1;
        if is_one_line && !to.is_empty() {
            reports(&ran, "small.yaml", &text, offending, words);
        }
    }
}

/// A rubric with many mistakes in different places.
fn with_mistakes() -> String {
    let chosen = [0, 3, 4, 5, 6, 10, 12];
    chosen.iter().fold(SMALL.to_owned(), |text, index| {
        let (from, to, ..) = MISTAKES[*index];
        with(&text, from, to)
    })
}

#[test]
fn every_problem_is_reported_at_once() {
    let text = with_mistakes();
    let text = with(&text, "evidence_from: 9", "evidence_from: 3");
    let ran = refused("small.yaml", &text);
    for (offending, words) in [
        ("Say what you sold.", "question mark"),
        ("cluster: outer", "`outer`"),
        ("craft: 3.5", "`trade`"),
        ("follows: craft.mode", "`craft.mode`"),
        ("trode", "`trode`"),
        ("1: none at all", "rating 2"),
    ] {
        reports(&ran, "small.yaml", &text, offending, words);
    }
    assert!(ran.err.contains("6 problems"), "{ran:#?}");
}

#[test]
fn a_missing_target_is_reported_beside_a_broken_scale_or_threshold() {
    let text = with_mistakes();
    let ran = refused("small.yaml", &text);
    reports(&ran, "small.yaml", &text, "evidence_from: 9", "`9`");
    reports(&ran, "small.yaml", &text, "craft: 3.5", "`trade`");
}

#[test]
fn a_file_that_is_not_named_like_its_id_is_refused() {
    let ran = refused("other.yaml", SMALL);
    reports(&ran, "other.yaml", SMALL, "id: small", "`small.yaml`");
}

#[test]
fn a_wrong_file_name_is_reported_together_with_the_other_problems() {
    let text = with(SMALL, "What did you sell?", "Say what you sold.");
    let ran = refused("other.yaml", &text);
    reports(
        &ran,
        "other.yaml",
        &text,
        "Say what you sold.",
        "question mark",
    );
    reports(&ran, "other.yaml", &text, "id: small", "`small.yaml`");
}

#[test]
fn a_text_that_is_not_yaml_is_refused_with_its_place() {
    let ran = refused("small.yaml", &with(SMALL, "skills:\n", "skills: [\n"));
    assert!(ran.err.contains("small.yaml:"), "{ran:#?}");
    refused("small.yaml", &with(SMALL, "schema: 1", "schema: 2"));
}

#[test]
fn a_broken_rubric_is_not_used() {
    let home = Home::new();
    home.write(
        "small.yaml",
        with(SMALL, "craft: 3.5, trade: 3.0", "craft: 3.5"),
    );
    let arguments = format!("assess --rubric ./small.yaml --date {TODAY} --answers -");
    let ran = home
        .emkit(&arguments)
        .stdin("answers: {}\nclosing: A quiet quarter.\n")
        .fails(1);
    assert!(
        ran.err.contains("emkit rubric check ./small.yaml"),
        "{ran:#?}"
    );
    assert!(!home.store().join("assessments").exists());
}

#[test]
fn the_list_names_every_rubric_and_points_out_a_broken_one() {
    let home = Home::new();
    let ran = home.emkit("rubric list").ok();
    assert!(ran.out.contains("eight-skills"), "{ran:#?}");
    home.write("store/rubrics/small.yaml", SMALL);
    home.write("store/rubrics/broken.yaml", "schema: 1\nid: broken\n");
    let ran = home.emkit("rubric list").fails(1);
    assert!(
        ran.out.contains("small") && ran.out.contains("eight-skills"),
        "{ran:#?}"
    );
    assert!(ran.err.contains("broken.yaml"), "{ran:#?}");
}

#[test]
fn show_prints_questions_anchors_roles_and_stages() {
    let home = Home::new();
    home.write("small.yaml", SMALL);
    for arguments in [
        "rubric show ./small.yaml",
        "rubric show --rubric ./small.yaml",
    ] {
        let ran = home.emkit(arguments).ok();
        for words in [
            "craft.made",
            "What did you mend?",
            "look at the till",
            "a thing others copy",
            "maker",
            "fair",
        ] {
            assert!(ran.out.contains(words), "no `{words}` in {ran:#?}");
        }
    }
}

#[test]
fn show_names_each_question_by_title_id_kind_and_marks() {
    let home = Home::new();
    let text = with(SMALL, "        title: Made\n        kind: event\n", "");
    let text = with(
        &text,
        "sensitive: true",
        "sensitive: true\n        reputation: true",
    );
    home.write("small.yaml", text);
    let shown = home.emkit("rubric show ./small.yaml").ok().out;
    for words in [
        "Made (`craft.made`): event\n",
        "Mended (`craft.mended`): trouble\n",
        "Sold (`trade.sold`): standing, sensitive, reputation\n",
    ] {
        assert!(shown.contains(words), "no `{words}` in {shown}");
    }
}

#[test]
fn an_id_that_the_rubric_does_not_have_is_refused_with_those_that_it_has() {
    let home = Home::new();
    home.small_assessed("2026-Q3", "answers: {}\nclosing: A quiet quarter.\n");
    let assess = "assess --accessible --rubric ./small.yaml";
    for (arguments, known) in [
        ("show --role king".to_owned(), "`maker`"),
        ("show --stage moon".to_owned(), "`fair`"),
        ("export --role king".to_owned(), "`maker`"),
        ("export --stage moon".to_owned(), "`fair`"),
        (format!("{assess} --role king"), "`maker`"),
        (format!("{assess} --stage moon"), "`fair`"),
        (format!("{assess} --skill juggling"), "`trade`"),
        (format!("{assess} --edit craft.melted"), "`craft.mended`"),
        (format!("{assess} --edit juggling.balls"), "`trade.sold`"),
    ] {
        let ran = home.emkit(&arguments).fails(1);
        assert!(ran.err.contains(known), "{arguments}: {ran:#?}");
        assert!(ran.err.contains("\nhint: "), "{arguments}: {ran:#?}");
        assert!(
            ran.err.contains("emkit rubric show"),
            "{arguments}: {ran:#?}"
        );
        assert_eq!(ran.out, "", "{arguments}");
    }
    assert!(!home.store().join("drafts/small/2026-Q4.yaml").exists());
}

#[test]
fn a_rubric_that_is_not_there_is_refused_with_the_way_to_list_them() {
    let home = Home::new();
    for arguments in [
        "assess --answers - --rubric nine-skills",
        "show --rubric nine-skills",
        "rubric show nine-skills",
    ] {
        let ran = home.emkit(arguments).fails(1);
        assert!(ran.err.contains("`nine-skills`"), "{ran:#?}");
        assert!(ran.err.contains("emkit rubric list"), "{ran:#?}");
    }
    for name in ["./nine.yaml", "../../etc/passwd", "/nowhere/nine.yaml"] {
        let ran = home.emkit(&format!("rubric show {name}")).fails(1);
        assert!(ran.err.contains(name), "{ran:#?}");
    }
}
