//! `emkit export`: a self-review that a person can hand in after a last edit.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::fs::symlink;
use std::path::Path;

use crate::support::Home;
use crate::support::rubric_builder::Sketch;

/// The answers of an earlier quarter.
pub(crate) const BEFORE: &str = "\
answers:
  execution.friction: {rating: 2, evidence: The flaky build.}
  execution.shipped: {rating: 3, evidence: A search page.}
focus:
  - {skill: clarity, action: Publish the list every other Monday.}
";

/// Answers of every kind, a quarter later.
pub(crate) const NOW: &str = "\
answers:
  execution.friction: {rating: 4, evidence: The queue is gone for good.}
  execution.shipped: {rating: 4, evidence: \"The new ledger is live.\\nNobody noticed.\"}
  team.hired: {not_applicable: no-opportunity, note: Hiring freeze since March.}
  team.retained: {rating: 3, evidence: A secret salary., private: true}
  team.magnet: {not_applicable: out-of-scope, note: A secret move., private: true}
  team.peers: 2
  team.praised: {evidence: Not rated but written.}
  taste.better: {rating: 1, evidence: Nothing to name.}
  taste.corners: 2
last_focus:
  - {skill: clarity, outcome: partly, note: Three of six Mondays.}
focus:
  - {skill: taste, action: Ask three users.}
  - {skill: team, action: Hire a second lead.}
";

fn home() -> Home {
    let home = Home::new();
    home.assessed("2026-Q3", BEFORE);
    home.assessed("2026-Q4", NOW);
    home
}

/// The text under a heading of the review, up to the next one of its kind.
fn section<'a>(review: &'a str, heading: &str) -> &'a str {
    let (_, after) = review
        .split_once(&format!("\n## {heading}\n"))
        .unwrap_or_else(|| panic!("no `{heading}` in {review}"));
    after
        .split_once("\n## ")
        .map_or(after, |(section, _)| section)
}

#[test]
fn the_review_has_every_section_in_the_order_of_reading() {
    let review = home().emkit("export").ok().out;
    assert!(review.starts_with("# Self-review 2026-Q4\n"), "{review}");
    let headings: Vec<&str> = review
        .lines()
        .filter_map(|line| line.strip_prefix("## "))
        .collect();
    assert_eq!(
        headings,
        [
            "Summary",
            "Strengths",
            "Gaps and next steps",
            "Evidence",
            "Focus",
            "What changed since 2026-Q3",
            "How the numbers were made",
        ]
    );
}

#[test]
fn the_summary_says_role_figures_and_lowest_skills() {
    let review = home().emkit("export").ok().out;
    let (opening, _) = review.split_once("\n## ").expect("an opening");
    assert!(
        opening.ends_with(
            "\n\nAgainst the role of Engineering manager, 1 of the 3 skills with a score reaches its \
             target: Execution (4.00); 6 of the 26 questions that apply are rated. The largest gaps are Taste (1.00) and Team (0.50). Next \
             quarter's work is on Taste (“Ask three users.”) and Team (“Hire a second lead.”).\n"
        ),
        "{opening}"
    );
    let summary = section(&review, "Summary");
    assert!(
        summary.contains("**Core**: mean 3.25 over 2 of 4 skills, lowest Team"),
        "{summary}"
    );
    assert!(
        summary.contains("| Execution | 4.00 | strong | 3.00 | 0.00 | 4.00 | 2/3 |"),
        "{summary}"
    );
    assert!(
        summary.contains("| Clarity | – | – | 2.50 | – | – | 0/3 |"),
        "{summary}"
    );
}

#[test]
fn strengths_and_gaps_are_those_of_the_figures() {
    let review = home().emkit("export").ok().out;
    let strengths = section(&review, "Strengths");
    assert!(strengths.contains("**Execution**: 4.00"), "{strengths}");
    assert!(
        strengths.contains("> The queue is gone for good."),
        "{strengths}"
    );
    assert!(!strengths.contains("Team"), "{strengths}");
    let gaps = section(&review, "Gaps and next steps");
    let taste =
        gaps.find("**Taste**: 1.50 against a target of 2.50, a gap of 1.00.\n\n- Lowest, at 1: ");
    let team = gaps.find("**Team**: 2.50 against a target of 3.00, a gap of 0.50.");
    assert!(taste.expect("taste") < team.expect("team"), "{gaps}");
    assert!(gaps.contains(" “I can't name a decision of the past year that I made better.”\n- Planned: Ask three users.\n- To try: Before your next decision"), "{gaps}");
    assert!(gaps.contains("Ownership, Alignment, Clarity, Ambiguity and Timescales"));
}

#[test]
fn the_evidence_stands_under_its_question_with_rating_and_label() {
    let review = home().emkit("export").ok().out;
    let evidence = section(&review, "Evidence");
    assert!(
        evidence.contains(
            "shipped this quarter, and how did it go?** (4, strong)\n\n> The new ledger is live.  \n> Nobody noticed.\n"
        ),
        "{evidence}"
    );
    assert!(evidence.contains(
        "** (not applicable: no opportunity this quarter)\n\n> Hiring freeze since March."
    ));
    assert!(evidence.contains("** (not rated)\n\n> Not rated but written."));
    assert!(
        evidence.contains("** (2, thin; no evidence written)\n\n"),
        "{evidence}"
    );
    assert!(evidence.contains("Skipped here: 1 question."), "{evidence}");
    assert_eq!(evidence.matches("\n### ").count(), 3);
    assert!(
        evidence.contains(
            "Nothing was said on Ownership, Alignment, Clarity, Ambiguity and Timescales."
        ),
        "{evidence}"
    );
}

#[test]
fn both_focuses_are_in_the_review() {
    let review = home().emkit("export").ok().out;
    let focus = section(&review, "Focus");
    assert!(focus.contains(
        "- **Clarity** (partly done): Publish the list every other Monday. · Three of six Mondays."
    ));
    assert!(focus.contains("- **Taste**: Ask three users.\n- **Team**: Hire a second lead.\n"));
}

#[test]
fn what_changed_is_told_since_the_assessment_before() {
    let home = home();
    let review = home.emkit("export").ok().out;
    let changed = section(&review, "What changed since 2026-Q3");
    assert!(changed.contains("| Execution | 2.50 | 4.00 | +1.50 | clear | 2/3 |"));
    assert!(
        changed.contains("\n- **Execution**: What slowed your team down most this quarter, and had it happened before? 2 → 4, new evidence.\n"),
        "{changed}"
    );
    assert!(
        changed.contains(" that leadership was watching? (skipped then)\n"),
        "{changed}"
    );
    assert!(changed.contains("“From” and “To” are means over the questions that are compared"));
    let first = home.emkit("export 2026-Q3").ok().out;
    assert!(!first.contains("What changed"), "{first}");
}

#[test]
fn the_review_says_what_its_numbers_are_and_are_not() {
    let review = home().emkit("export").ok().out;
    let numbers = section(&review, "How the numbers were made");
    assert!(numbers.contains("structured reflection for development"));
    assert!(numbers.contains("a rating of 3 or more without evidence counts as 2"));
    assert!(numbers.contains("Eight skills of engineering management"));
    assert!(numbers.contains("Will Larson"));
    let lowercase = review.to_lowercase();
    for word in ["validated", "psychometric", "overall score", "significan"] {
        assert!(!lowercase.contains(word), "{word}");
    }
}

#[test]
fn private_text_is_left_out_and_counted_unless_it_is_asked_for() {
    let home = home();
    let ran = home.emkit("export").ok();
    assert!(
        !ran.out.contains("secret") && !ran.err.contains("secret"),
        "{ran:#?}"
    );
    assert!(ran.out.contains("2 private answers"), "{ran:#?}");
    // Not that question, and no single rating of its skill.
    assert!(
        !ran.out.contains("are they still with you?** ("),
        "{ran:#?}"
    );
    let ran = home.emkit("export --format json").ok();
    assert!(!ran.out.contains("secret"), "{ran:#?}");
    assert!(ran.err.contains("2 private answers"), "{ran:#?}");
    let ran = home.emkit("export --include-private").ok();
    assert!(ran.out.contains("> A secret salary.") && ran.out.contains("> A secret move."));
    assert!(
        !ran.out.contains("left out;") && !ran.err.contains("left out"),
        "{ran:#?}"
    );
}

#[test]
fn the_review_is_held_against_the_role_and_stage_asked_for() {
    let ran = home().emkit("export --role director --stage seed").ok();
    assert!(
        ran.out.contains("Director of engineering, Seed"),
        "{ran:#?}"
    );
    assert!(
        ran.out.contains("| Taste | 1.50 | thin | 3.50 | 2.00 |"),
        "{ran:#?}"
    );
}

#[test]
fn sections_are_picked_and_ordered() {
    let home = home();
    let ran = home.emkit("export --sections focus,summary").ok();
    let headings: Vec<&str> = ran
        .out
        .lines()
        .filter_map(|line| line.strip_prefix("## "))
        .collect();
    assert_eq!(headings, ["Focus", "Summary"]);
    assert!(
        ran.out
            .starts_with("# Self-review 2026-Q4\n\nAgainst the role"),
        "{ran:#?}"
    );
    let ran = home.emkit("export 2026-Q3 --sections changes,focus").ok();
    assert!(
        ran.err.contains("nothing to say yet in `changes`"),
        "{ran:#?}"
    );
    let ran = home.emkit("export --sections focus,pride").fails(2);
    assert!(
        ran.err.contains("there is no section `pride`") && ran.err.contains("`numbers`"),
        "{ran:#?}"
    );
    let ran = home.emkit("export --sections focus,gaps,focus").fails(2);
    assert!(ran.err.contains("names `focus` twice"), "{ran:#?}");
    let ran = home.emkit("export --sections focus --format json").fails(2);
    assert!(ran.err.contains("`--sections`"), "{ran:#?}");
}

#[test]
fn a_review_without_ratings_has_no_figure_of_them() {
    let home = home();
    let review = home.emkit("export --no-ratings").ok().out;
    assert!(
        review.contains("Execution stands out; 6 of the 26 questions that apply are rated. The largest gaps are Taste and Team."),
        "{review}"
    );
    let evidence = section(&review, "Evidence");
    assert!(
        evidence.contains("how did it go?**\n\n> The new ledger is live."),
        "{evidence}"
    );
    let changed = section(&review, "What changed since 2026-Q3");
    assert!(
        changed.contains("- **Clearly up**: Execution."),
        "{changed}"
    );
    for figure in ["4.00", "1.50", "(4", "strong)", "at 1:", "2 → 4", "| "] {
        assert!(!review.contains(figure), "{figure} in {review}");
    }
}

#[test]
fn what_is_called_backed_by_evidence_is() {
    let sketch = Sketch::new("mine")
        .skill("low", "core", "2")
        .questions(&["a", "b"])
        .skill("shown", "growth", "2")
        .questions(&["c", "d"]);
    let home = Home::new();
    home.assessed_with(
        &sketch,
        "2026-Q4",
        "answers: {low.a: 2, low.b: {rating: 4, evidence: So.}, shown.c: {rating: 4, evidence: It. , private: true}, shown.d: {rating: 2, evidence: Yes.}}\n",
    );
    let review = home.emkit("export").ok().out;
    assert!(
        review.contains(
            "low**: 3.00 against a target of 2.00, 3.00 with claims counted only where evidence backs them."
        ),
        "{review}"
    );
    assert!(
        review.contains("shown**: 3.00 against a target of 2.00, all of it backed by evidence."),
        "{review}"
    );
}

#[test]
fn an_assessment_without_any_score_says_no_more_than_that() {
    let home = Home::new();
    home.assessed(
        "2026-Q4",
        "answers: {execution.friction: 3, team.hired: {not_applicable: other}}\n",
    );
    let review = home.emkit("export").ok().out;
    assert!(
        review.contains("no skill has a score yet: 1 of the 27 questions that apply are rated."),
        "{review}"
    );
    assert!(
        review.contains("## Strengths\n\nNo skill has a score yet.\n"),
        "{review}"
    );
    assert!(!review.contains("None of the skills"), "{review}");
}

#[test]
fn a_skill_of_which_nothing_applies_is_not_called_too_little_rated() {
    let home = Home::new();
    home.assessed(
        "2026-Q4",
        "answers:\n  execution.friction: {not_applicable: other}\n  execution.shipped: {not_applicable: other}\n  execution.pulled-in: {not_applicable: other}\n  taste.better: 3\n  taste.corners: 3\n",
    );
    let review = home.emkit("export").ok().out;
    assert!(
        review.contains("\nNo question applies this time: Execution.\n"),
        "{review}"
    );
    assert!(!review.contains("Execution, Team"), "{review}");
}

#[test]
fn a_private_answer_is_not_quoted_among_the_gaps() {
    let home = Home::new();
    home.assessed(
        "2026-Q4",
        "answers:\n  taste.better: {rating: 1, evidence: Hush., private: true}\n  taste.corners: 3\nfocus:\n  - {skill: taste, action: One thing.}\n  - {skill: taste, action: Another.}\n",
    );
    let gaps = |arguments: &str| {
        home.emkit(&format!("export --sections gaps {arguments}"))
            .ok()
            .out
    };
    assert!(
        !gaps("").contains("I can't name a decision"),
        "{}",
        gaps("")
    );
    assert!(!gaps("").contains("Lowest, at"), "{}", gaps(""));
    assert!(
        gaps("").contains("- Planned: One thing.\n- Planned: Another.\n"),
        "{}",
        gaps("")
    );
    assert!(
        gaps("--include-private")
            .contains("“I can't name a decision of the past year that I made better.”")
    );
    let without = gaps("--no-ratings");
    assert!(!without.contains("I can't name a decision"), "{without}");
    assert!(!without.contains("Which recent decision"), "{without}");
}

#[test]
fn the_bullets_and_numbers_of_a_person_stay_lists() {
    let home = Home::new();
    home.assessed(
        "2026-Q4",
        "answers:\n  execution.shipped:\n    rating: 4\n    evidence: |\n      Did:\n      - one\n        # more\n      - two\n      1. first\n      2. second\n      2019. A year\n",
    );
    let review = home.emkit("export --sections evidence").ok().out;
    assert!(
        review.contains("> Did:\n>\n> - one  \n>   \\# more\n> - two\n>\n> 1. first\n> 2. second\n>\n> 2019\\. A year\n"),
        "{review}"
    );
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("the file").permissions().mode() & 0o777
}

#[test]
fn an_exported_file_is_for_its_owner_alone_and_says_where_it_is() {
    let home = home();
    let ran = home.emkit("export --output review.md").ok();
    assert_eq!(ran.out, "");
    assert!(ran.err.contains("`review.md`"), "{ran:#?}");
    let path = home.path().join("review.md");
    assert_eq!(mode(&path), 0o600);
    let text = fs::read_to_string(&path).expect("the review");
    assert_eq!(text, home.emkit("export").ok().out);
}

#[test]
fn a_file_that_is_there_is_never_overwritten_without_force() {
    let home = home();
    let path = home.write("review.md", "mine");
    let ran = home.emkit("export --output review.md").fails(1);
    assert!(ran.err.contains("`review.md`"), "{ran:#?}");
    assert!(ran.err.contains("\nhint: `--force`"), "{ran:#?}");
    assert_eq!(fs::read_to_string(&path).expect("the file"), "mine");
    home.emkit("export --output review.md --force").ok();
    let text = fs::read_to_string(&path).expect("the file");
    assert!(text.starts_with("# Self-review 2026-Q4"), "{text}");
    assert!(!text.contains("mine\n"));
}

#[test]
fn a_file_overwritten_by_force_is_for_its_owner_alone_too() {
    let home = home();
    let path = home.write("review.md", "mine");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("a mode");
    let ran = home.emkit("export --output review.md --force").ok();
    assert!(
        mode(&path) == 0o600 || ran.err.contains("warning: "),
        "{:o} without a word: {ran:#?}",
        mode(&path)
    );
}

#[test]
fn a_file_that_cannot_be_written_is_an_error_that_names_it() {
    let home = home();
    for name in ["no-such-folder/review.md", "."] {
        let ran = home
            .emkit(&format!("export --force --output {name}"))
            .fails(1);
        assert!(ran.err.contains(&format!("`{name}`")), "{ran:#?}");
    }
    let ran = home.emkit("export --force").fails(2);
    assert!(ran.err.contains("--output"), "{ran:#?}");
}

#[test]
fn an_export_never_writes_onto_a_file_of_the_store() {
    let home = Home::new();
    let text = home.saved("2026-Q3");
    let elsewhere = home.path().join("elsewhere");
    fs::create_dir(&elsewhere).expect("a folder");
    // A draft that lies elsewhere, as on a volume of its own, and a way into the store.
    home.drafted();
    let draft = home.file("drafts", "2026-Q4");
    let moved = elsewhere.join("2026-Q4.yaml");
    fs::rename(&draft, &moved).expect("moved");
    symlink(&moved, &draft).expect("a link");
    symlink(home.store(), elsewhere.join("in")).expect("a link");
    symlink(
        home.file("assessments", "2026-Q3"),
        elsewhere.join("link.md"),
    )
    .expect("a link");
    let before = fs::read(&moved).expect("there");
    for output in [
        "store/assessments/eight-skills/2026-Q3.yaml",
        "elsewhere/../store/assessments/eight-skills/2026-Q3.yaml",
        "elsewhere/in/assessments/eight-skills/2026-Q3.yaml",
        "elsewhere/link.md",
        "elsewhere/2026-Q4.yaml",
        "store/assessments/eight-skills/2026-Q1.yaml",
        "store/config.yaml",
    ] {
        for force in ["", "--force"] {
            let ran = home
                .emkit(&format!("export 2026-Q3 {force} --output {output}"))
                .fails(1);
            let said = format!("error: could not write to `{output}`: it is a file of the store");
            assert!(ran.err.contains(&said), "{ran:#?}");
        }
    }
    assert_eq!(home.text("assessments", "2026-Q3"), text);
    assert_eq!(fs::read(&moved).expect("there"), before);
    assert!(!home.file("assessments", "2026-Q1").exists());
    home.emkit("export 2026-Q3 --output elsewhere/review.md")
        .ok();
}
