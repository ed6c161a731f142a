//! `emkit show`: what it shows of which assessment, whatever the width and the terminal.

use unicode_width::UnicodeWidthStr;

use crate::support::pty::Terminal;
use crate::support::sample_rubric::SMALL;
use crate::support::{Home, Ran, skill};

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

fn home() -> Home {
    let home = Home::new();
    home.emkit("assess --period 2026-Q4 --date 2026-11-20 --stage series-a --answers -")
        .stdin(ANSWERS)
        .ok();
    home
}

/// Every figure of the answers above at Series A: skill, score, target, gap, supported, rated.
const FIGURES: [[&str; 6]; 8] = [
    ["Execution", "3.33", "3.50", "0.17", "2.67", "3/3"],
    ["Team", "3.67", "3.00", "0.00", "2.33", "3/4"],
    ["Ownership", "–", "3.00", "–", "–", "0/3"],
    ["Alignment", "–", "3.00", "–", "–", "0/4"],
    ["Taste", "2.00", "3.00", "1.00", "2.00", "2/4"],
    ["Clarity", "–", "2.50", "–", "–", "0/3"],
    ["Ambiguity", "–", "2.50", "–", "–", "0/3"],
    ["Timescales", "–", "2.00", "–", "–", "0/3"],
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
        for figures in FIGURES {
            let row = shown
                .lines()
                .find(|line| line.starts_with(figures[0]) && line.contains('/'))
                .unwrap_or_else(|| panic!("no row of {} in {shown}", figures[0]));
            let words: Vec<&str> = row
                .split_whitespace()
                .filter(|word| !word.contains(['█', '░', '·']))
                .collect();
            let without_level: Vec<&str> = [&words[..2], &words[3..]].concat();
            assert_eq!(without_level, figures, "at {width}: {row}");
        }
    }
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
fn each_cluster_has_its_mean_and_its_lowest_skill_over_its_table() {
    let shown = home().emkit("show").ok().out;
    let core = shown
        .find("Core: mean 3.50 over 2 of 4 skills, lowest Execution")
        .expect("core");
    let growth = shown
        .find("Growth: mean 2.00 over 1 of 4 skills, lowest Taste")
        .expect("growth");
    assert!(core < growth);
    assert_eq!(shown.matches("Rated\n").count(), 2, "{shown}");
}

#[test]
fn a_note_says_what_holds_a_skill_back_and_what_to_try() {
    let shown = home().emkit("show").env("COLUMNS", "120").ok().out;
    let one_line = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "Execution: “I know where work got stuck, but not why, or we aren't fixing the cause.” One \
         step more on execution.friction reaches the target: “We found what caused a delay,",
        "Go through your latest slip or incident with the team",
        "The 4 on execution.pulled-in still lacks a text.",
        "Ownership: Nothing is rated here; 2 answers give a score.",
    ] {
        assert!(one_line.contains(words), "no `{words}` in {shown}");
    }
    assert!(one_line.contains("next, Taste: Publish the top three problems."));
    assert!(one_line.contains("last time, Clarity: partly · Three of six Mondays."));
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

fn has_colour(ran: &Ran) -> bool {
    ran.out.contains('\u{1b}')
}

#[test]
fn a_pipe_gets_no_escape_byte() {
    let home = home();
    for command in [
        "show",
        "show --explain",
        "list",
        "export",
        "show --accessible",
    ] {
        let ran = home.emkit(command).env("TERM", "xterm-256color").ok();
        assert!(!has_colour(&ran), "{command}: {ran:#?}");
        assert!(!ran.err.contains('\u{1b}'), "{command}: {ran:#?}");
    }
}

#[test]
fn colour_that_is_asked_for_comes_whatever_the_environment_says() {
    let home = home();
    let always = home.emkit("show --color always").ok();
    assert!(has_colour(&always));
    for (name, value) in [
        ("NO_COLOR", "1"),
        ("CLICOLOR", "0"),
        ("CLICOLOR_FORCE", "0"),
    ] {
        let ran = home.emkit("show --color always").env(name, value).ok();
        assert_eq!(ran.out, always.out, "{name}");
    }
}

#[test]
fn colour_follows_the_usual_variables() {
    let home = home();
    let coloured = |variables: &[(&str, &str)], arguments: &str| {
        let run = home.emkit(&format!("show {arguments}"));
        let run = variables
            .iter()
            .fold(run, |run, (name, value)| run.env(name, value));
        has_colour(&run.ok())
    };
    assert!(coloured(&[("CLICOLOR_FORCE", "1")], ""));
    assert!(!coloured(&[("CLICOLOR_FORCE", "0")], ""));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], ""));
    assert!(coloured(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "")], ""));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1")], "--color never"));
    assert!(!coloured(&[("NO_COLOR", "1")], ""));
}

#[test]
fn a_terminal_gets_colour_unless_it_is_switched_off() {
    let home = home();
    let coloured = |variables: &[(&str, &str)]| {
        let variables = [&[("TERM", "xterm")], variables].concat();
        let terminal = Terminal::start_with(&home, "show", (100, 40), &variables);
        terminal.end_with_output().0.contains("\u{1b}[")
    };
    assert!(coloured(&[]));
    assert!(coloured(&[("CLICOLOR", "1")]));
    assert!(!coloured(&[("CLICOLOR", "0")]));
    assert!(coloured(&[("CLICOLOR", "0"), ("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[("NO_COLOR", "1")]));
}

#[test]
fn colour_means_the_same_in_every_table() {
    let home = home();
    home.assessed("2026-Q3", "answers: {execution.friction: 1}\n");
    for command in ["show", "list", "diff"] {
        let forced = home.emkit(command).env("CLICOLOR_FORCE", "1").ok();
        let always = home.emkit(command).and(&["--color", "always"]).ok();
        assert!(has_colour(&forced), "{command}");
        assert_eq!(forced.out, always.out, "{command}");
    }
}

#[test]
fn without_its_colour_a_table_says_the_same() {
    let home = home();
    let coloured = home.emkit("show --color always").ok().out;
    let mut stripped = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        stripped.push_str(before);
        rest = after.split_once('m').expect("an end of the sequence").1;
    }
    stripped.push_str(rest);
    let words = |text: &str| {
        text.lines()
            .map(|line| line.trim_end().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(words(&stripped), words(&home.emkit("show").ok().out));
}

#[test]
fn plain_lines_give_each_skill_one_line_with_every_figure() {
    let home = home();
    let shown = home.emkit("show --accessible").ok().out;
    for [title, score, target, gap, supported, rated] in FIGURES {
        let lines: Vec<&str> = shown
            .lines()
            .filter(|line| line.starts_with(&format!("{title}:")))
            .collect();
        let [line] = lines.as_slice() else {
            panic!("not one line of {title} in {shown}");
        };
        let says = match score {
            "–" => format!("{title}: score none, target {target}, rated {rated}"),
            _ => format!("target {target}, gap {gap}, supported {supported}, rated {rated}"),
        };
        assert!(line.contains(&says), "{line}");
        assert!(score == "–" || line.starts_with(&format!("{title}: score {score}, ")));
    }
    assert!(!shown.contains(['█', '│', '─', '┌']), "{shown}");
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
    for [title, score, target, gap, supported, rated] in FIGURES {
        let row = shown
            .lines()
            .find(|line| line.starts_with(&format!("| {title} |")))
            .expect("a row");
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        assert_eq!(cells.len(), 7, "{row}");
        assert_eq!(
            [&cells[..2], &cells[3..]].concat(),
            [title, score, target, gap, supported, rated],
        );
    }
    assert_eq!(shown.matches("| Skill |").count(), 2, "{shown}");
    assert!(shown.contains("## Core: mean 3.50 over 2 of 4 skills, lowest Execution\n"));
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
