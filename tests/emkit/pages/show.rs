//! `emkit show`: what it shows of which assessment, whatever the width and the terminal.

use unicode_width::UnicodeWidthStr;

use crate::support::sample_rubric::SMALL;
use crate::support::{Home, skill};

/// Two clusters with scores, gaps, claims, private text and both kinds of focus.
const ANSWERS: &str = "\
answers:
  execution.friction: {rating: 2, evidence: The flaky build.}
  execution.shipped: {rating: 4, evidence: The new ledger is live.}
  execution.pulled-in: 4
  team.hired: {not_applicable: no-opportunity, note: A secret freeze., private: true}
  team.retained: {rating: 3, evidence: A secret salary., private: true}
  team.magnet: 3
  team.peers: 5
  taste.better: 1
  taste.corners: {rating: 3, evidence: The smaller form.}
last_focus:
  - {skill: clarity, outcome: partly, note: Three of six Mondays.}
focus:
  - {skill: taste, action: Publish the top three problems.}
";

pub(super) fn home() -> Home {
    let home = Home::new();
    home.emkit("assess --period 2026-Q4 --date 2026-11-20 --stage series-a --answers -")
        .stdin(ANSWERS)
        .ok();
    home
}

/// Every figure of the answers above at Series A: skill, score, target, and how it stands.
const FIGURES: [[&str; 4]; 8] = [
    ["Execution", "3.33", "3.50", "close, 2.67 backed"],
    ["Team", "3.67", "3.00", "if 2 claims hold, 3/4 rated"],
    ["Ownership", "–", "3.00", "0/3 rated"],
    ["Alignment", "–", "3.00", "0/4 rated"],
    ["Taste", "2.00", "3.00", "1.00 short, 2/4 rated"],
    ["Clarity", "–", "2.50", "0/3 rated"],
    ["Ambiguity", "–", "2.50", "0/3 rated"],
    ["Timescales", "–", "2.00", "0/3 rated"],
];

#[test]
fn the_table_fits_the_width_with_every_figure_in_it() {
    let home = home();
    for width in [60, 80, 120] {
        let shown = home
            .emkit("show --explain")
            .env("COLUMNS", &width.to_string())
            .ok()
            .out;
        for line in shown.lines() {
            assert!(line.width() <= width, "{} of {width}: {line}", line.width());
        }
        for [title, score, target, standing] in FIGURES {
            let is_row = |line: &&str| line.starts_with(&format!("{title:<10}  "));
            let row = shown.lines().find(is_row);
            let row = row.unwrap_or_else(|| panic!("no row of {title} in {shown}"));
            let figures = row.split_whitespace().skip_while(|word| *word != score);
            let figures: Vec<_> = figures.take(2).collect();
            assert_eq!(figures, [score, target], "at {width}: {row}");
            if width == 120 {
                assert!(row.ends_with(standing), "{row}");
            }
        }
    }
}

/// The scale of a row in a table as wide as 80 columns allow.
fn drawn(shown: &str, title: &str) -> String {
    let row = shown
        .lines()
        .find(|line| line.starts_with(&format!("{title:<10}  ")));
    row.expect("a row")[title.len()..].trim_start().to_owned()
}

#[test]
fn the_scale_begins_at_1_and_has_score_claims_and_target_in_their_places() {
    let home = Home::new();
    home.emkit("assess --period 2026-Q4 --date 2026-11-20 --stage series-b --answers -")
        .stdin(
            "answers:\n  execution.friction: {rating: 2, evidence: a}\n  \
             execution.shipped: {rating: 4, evidence: a}\n  execution.pulled-in: 4\n  \
             team.hired: {rating: 2, evidence: a}\n  team.retained: {rating: 2, evidence: a}\n  \
             team.peers: {rating: 4, evidence: a}\n  alignment.follow: {rating: 1, evidence: a}\n  \
             alignment.surprised: {rating: 1, evidence: a}\n",
        )
        .ok();
    let shown = home.emkit("show").env("COLUMNS", "88").ok().out;
    assert!(
        shown.contains("\nCore        1       2       3       4       5  Score  Target\n"),
        "{shown}"
    );
    for (title, scale) in [
        (
            "Execution",
            "━━━━━━━━━━━━━╌╌╌┃╌╌○                3.33    3.00  if 1 claim holds",
        ),
        (
            "Team",
            "━━━━━━━━━━━━━●······┃               2.67    3.50  0.83 short, 3/5 rated",
        ),
        (
            "Alignment",
            "●···············┃                   1.00    3.00  2.00 short, 2/4 rated",
        ),
        ("Ownership", "┃                      –    3.00  0/3 rated"),
    ] {
        assert_eq!(drawn(&shown, title), scale, "{shown}");
    }
    assert!(shown.contains("\n            ● backed by evidence  ○ partly claimed  ┃ target\n"));
}

#[test]
fn the_first_sentence_is_the_verdict() {
    let verdict = |answers: &str| {
        let home = Home::new();
        home.assessed("2026-Q4", answers);
        let shown = home.emkit("show").env("COLUMNS", "120").ok().out;
        shown.lines().nth(1).expect("a verdict").to_owned()
    };
    let solid = |skill: &str, names: &[&str], rating: &str| -> String {
        let answers = names
            .iter()
            .map(|name| format!("  {skill}.{name}: {rating}\n"));
        answers.collect()
    };
    let backed = "{rating: 3, evidence: a}";
    let execution = |rating| solid("execution", &["friction", "shipped", "pulled-in"], rating);
    let taste = |rating| solid("taste", &["better", "corners"], rating);
    let two = |execution: String, taste: String| format!("answers:\n{execution}{taste}");
    assert_eq!(
        verdict("answers: {execution.friction: 1}\n"),
        "No skill has a score yet."
    );
    for (answers, said) in [
        (
            two(execution(backed), taste(backed)),
            "Execution and Taste are on target.",
        ),
        (
            two(execution("1"), taste(backed)),
            "Execution is short. Taste is on target.",
        ),
        (
            two(execution("1"), taste("1")),
            "Execution and Taste are short.",
        ),
        // 2.00 of 2.50, where one step on one question is 0.50.
        (
            two(execution(backed), taste("2")),
            "Taste is close. Execution is on target.",
        ),
        (
            two(execution("4"), taste(backed)),
            "Execution and Taste are on target, Execution only if the claims hold up.",
        ),
        (
            two(execution("1"), taste("3")),
            "Execution is short. Taste is on target only if the claims hold up.",
        ),
    ] {
        assert_eq!(verdict(&answers), said, "{answers}");
    }
    let home = Home::new();
    home.assessed("2026-Q4", include_str!("../support/transcript.yaml"));
    let shown = home.emkit("show --role cto").env("COLUMNS", "120").ok().out;
    assert!(shown.contains(" are short"), "{shown}");
    let shown = home.emkit("show").ok().out;
    assert!(shown.contains(" The rest is on target"), "{shown}");
}

#[test]
fn the_table_and_what_holds_back_most_fit_a_screen_of_24_lines() {
    let home = home();
    let shown = home.emkit("show").env("COLUMNS", "80").ok().out;
    let lines: Vec<_> = shown.lines().take(24).collect();
    let at = |start: &str| lines.iter().position(|line| line.starts_with(start));
    assert!(at("Timescales").is_some_and(|at| at < 15), "{shown}");
    assert!(at("  Lowest: ").is_some(), "{shown}");
}

#[test]
fn long_words_of_a_rubric_and_pictures_fit_the_width_too() {
    let home = Home::new();
    let rubric = SMALL
        .replace("label: solid", "label: extraordinarily-solid")
        .replace(
            "title: Craft",
            &format!("title: {}", "Making of things ".repeat(6)),
        )
        .replace(
            "title: Maker",
            &format!("title: {}", "❤\u{fe0f}".repeat(50)),
        );
    home.write("small.yaml", rubric);
    home.emkit("assess --rubric ./small.yaml --period 2026-Q3 --answers - --quiet")
        .stdin("answers: {craft.made: 3, craft.mended: 3, trade.sold: 3}\n")
        .ok();
    for width in [60, 72, 80, 120] {
        let shown = home
            .emkit("show 2026-Q3 --explain")
            .env("COLUMNS", &width.to_string())
            .ok()
            .out;
        for line in shown.lines() {
            assert!(line.width() <= width, "{} of {width}: {line}", line.width());
        }
    }
}

#[test]
fn where_no_width_is_known_the_table_is_laid_out_for_80_columns() {
    let home = home();
    let unknown = home.emkit("show").without_env("COLUMNS").ok().out;
    assert_eq!(unknown, home.emkit("show").env("COLUMNS", "80").ok().out);
}

#[test]
fn each_cluster_has_its_mean_and_its_lowest_skill_below_the_table() {
    let shown = home().emkit("show").env("COLUMNS", "120").ok().out;
    let means = "\n\nCore: mean 3.50 over 2 of 4 skills, lowest Execution\n\
        Growth: mean 2.00 over 1 of 4 skills, lowest Taste\n\n";
    assert!(shown.contains(means), "{shown}");
}

#[test]
fn a_note_says_what_holds_a_skill_back_and_what_to_try() {
    let shown = home().emkit("show").env("COLUMNS", "120").ok().out;
    for words in [
        "\nTaste, 1.00 short of 3.00\n  Lowest: Better call (1)\n  A step up: “",
        "\nExecution, close: 0.17 short of 3.50\n  Lowest: What slowed us (2)\n  \
         You wrote: “The flaky build.”\n  A step up: “We know what caused a delay,",
        "\n  Try: Go through your latest slip or incident with the team",
        "\n  No evidence yet: Pulled in (4)\n  emkit assess --edit execution.pulled-in --period 2026-Q4\n",
        "\nTeam: 2.33 on evidence alone\n  No evidence yet: Wants to join (3), Peers' trust (5)\n  Add",
        "\nNo score yet; it takes 2 more ratings: Ownership, Alignment, Clarity, Ambiguity and",
    ] {
        assert!(shown.contains(words), "no `{words}` in {shown}");
    }
    // The bigger gap is named first, and a claim after both.
    let at = |note: &str| shown.find(&format!("\n{note}")).expect("a note");
    assert!(at("Taste, ") < at("Execution, ") && at("Execution, ") < at("Team: "));
    let one_line = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(one_line.contains("next, Taste: Publish the top three problems."));
    assert!(one_line.contains("last time, Clarity: partly · Three of six Mondays."));
}

#[test]
fn what_is_on_target_and_backed_is_named_in_one_line() {
    let home = Home::new();
    let answers = "answers:\n  execution.friction: {rating: 3, evidence: a}\n  \
        execution.shipped: {rating: 4, evidence: a}\n  taste.better: {rating: 3, evidence: a}\n  \
        taste.corners: {rating: 3, evidence: a}\n  clarity.tradeoff: 1\n  clarity.without-you: 1\n";
    home.assessed("2026-Q4", answers);
    let shown = home.emkit("show").ok().out;
    assert!(
        shown.contains("\nOn target: Execution and Taste.\n"),
        "{shown}"
    );
    assert!(!shown.contains("\nExecution, "), "{shown}");
    let note = |id: &str| skill(&home.json("latest"), id)["note"].clone();
    assert_eq!(note("taste"), "On target.");
    assert_eq!(note("team"), "No score yet; it takes 3 more ratings.");
}

#[test]
fn a_flag_that_is_named_stands_whole_in_a_line_at_any_width() {
    let home = home();
    for width in [60, 66, 72, 80, 120] {
        let shown = home
            .emkit("show")
            .env("COLUMNS", &width.to_string())
            .ok()
            .out;
        assert!(shown.contains("`--include-private`"), "{width}: {shown}");
    }
}

#[test]
fn plain_lines_give_each_skill_one_line_with_every_figure() {
    let home = home();
    let shown = home.emkit("show --accessible").ok().out;
    for [title, score, target, standing] in FIGURES {
        let score = if score == "–" { "none" } else { score };
        let line = format!("{title}: score {score}, target {target}, {standing}");
        assert_eq!(
            shown.lines().filter(|found| *found == line).count(),
            1,
            "{line}: {shown}"
        );
    }
    assert!(!shown.contains(['━', '┃', '●', '╌']), "{shown}");
    for (name, value) in [
        ("EMKIT_ACCESSIBLE", "1"),
        ("ACCESSIBLE", "true"),
        ("TERM", "dumb"),
    ] {
        let said = home.emkit("show").env(name, value).ok().out;
        assert_eq!(said, shown, "{name}");
    }
}

#[test]
fn plain_lines_leave_out_nothing_that_the_table_says_of_the_focus() {
    let shown = home().emkit("show --accessible").ok().out;
    assert!(shown.contains("Publish the top three problems."), "{shown}");
    assert!(shown.contains("Three of six Mondays."), "{shown}");
}

#[test]
fn private_text_is_left_out_and_counted_unless_it_is_asked_for() {
    let home = home();
    for format in ["table", "markdown", "json"] {
        let shown = home
            .emkit(&format!("show --explain --format {format}"))
            .ok();
        assert!(!shown.out.contains("secret"), "{format}: {shown:#?}");
        assert!(!shown.err.contains("secret"), "{format}: {shown:#?}");
        if format != "json" {
            assert!(shown.out.contains("2 private answers"), "{shown:#?}");
        }
    }
    let shown = home.emkit("show --accessible").ok().out;
    assert!(shown.contains("2 private answers"), "{shown}");
    let shown = home.emkit("show --include-private").ok().out;
    assert!(!shown.contains("left out"), "{shown}");
}

#[test]
fn markdown_has_the_figures_in_two_tables() {
    let shown = home().emkit("show --format markdown").ok().out;
    assert!(
        shown.starts_with("# 2026-Q4 · Engineering manager · Series A\n"),
        "{shown}"
    );
    for [title, score, target, standing] in FIGURES {
        let row = format!("| {title} | {score} | {target} | {standing} |");
        assert!(shown.lines().any(|line| line == row), "{row} in {shown}");
    }
    assert_eq!(shown.matches("| Skill |").count(), 2, "{shown}");
    assert!(shown.contains("### Core\n\n| Skill |"), "{shown}");
    assert!(
        shown.contains("Core: mean 3.50 over 2 of 4 skills, lowest Execution"),
        "{shown}"
    );
}

#[test]
fn another_role_changes_the_targets_and_not_the_scores() {
    let home = home();
    let (own, director) = (home.json("latest"), home.json("latest --role director"));
    assert_eq!(director["role"], "director");
    let (own, director) = (skill(&own, "taste"), skill(&director, "taste"));
    assert_eq!(own["score"], director["score"]);
    assert_eq!(director["target"], 4.0);
    assert_eq!(director["gap"], 2.0);
    let shown = home.emkit("show --role director").ok().out;
    assert!(
        shown.starts_with("2026-Q4 · Director of engineering · Series A\n"),
        "{shown}"
    );
}

#[test]
fn a_stage_is_named_and_moves_the_targets() {
    let home = home();
    let shown = home.emkit("show --stage series-b").ok().out;
    assert!(shown.starts_with("2026-Q4 · Engineering manager · Series B\n"));
    let report = home.json("latest --stage series-b");
    assert_eq!(skill(&report, "team")["target"], 3.5);
    assert_eq!(skill(&report, "execution")["target"], 3.0);
    let markdown = home.emkit("show --stage series-b --format markdown").ok();
    assert!(markdown.out.contains("Engineering manager · Series B"));
}

#[test]
fn the_role_and_stage_of_the_assessment_hold_until_a_flag_says_otherwise() {
    let home = Home::new();
    home.emkit("assess --period 2026-Q4 --date 2026-11-20 --role cto --stage seed --answers -")
        .stdin("answers: {ownership.odds: 4, ownership.solve-first: 4}\n")
        .ok();
    let report = home.json("latest");
    assert_eq!(
        (&report["role"], &report["stage"]),
        (&"cto".into(), &"seed".into())
    );
    assert_eq!(skill(&report, "ownership")["target"], 4.5);
    let report = home.json("latest --role em");
    assert_eq!(
        (&report["role"], &report["stage"]),
        (&"em".into(), &"seed".into())
    );
    assert_eq!(skill(&report, "ownership")["target"], 3.5);
}

#[test]
fn an_unknown_role_or_stage_is_refused_with_those_there_are() {
    let home = home();
    let ran = home.emkit("show --role king").fails(1);
    assert!(
        ran.err.contains("`king`") && ran.err.contains("`senior-em`"),
        "{ran:#?}"
    );
    assert!(ran.err.contains("\nhint: "), "{ran:#?}");
    let ran = home.emkit("show --stage ipo").fails(1);
    assert!(
        ran.err.contains("`ipo`") && ran.err.contains("`series-b`"),
        "{ran:#?}"
    );
}
