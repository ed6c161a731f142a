//! One look: what one page has taught a reader holds on every other.

use unicode_width::UnicodeWidthStr;

use crate::support::Home;

/// Two quarters with everything in them: a gap, a skill without a score, a clear change, a focus,
/// and a draft.
fn home() -> Home {
    let home = Home::new();
    let focus = "focus: [{skill: clarity, action: Write it down.}]\n";
    let then = "answers:\n  execution.friction: 1\n  execution.shipped: 2\n  team.hired: 3\n  \
        taste.better: 4\n  taste.corners: 4\n";
    let now = "answers:\n  execution.friction: {rating: 4, evidence: New.}\n  \
        execution.shipped: 4\n  team.hired: {not_applicable: other}\n  taste.better: 4\n  \
        taste.corners: 3\n";
    home.assessed("2026-Q2", &format!("{then}{focus}"));
    home.assessed("2026-Q3", now);
    let left = home.interview("--period 2026-Q4", &["Half done.", "", "4", ":quit"]);
    assert_eq!(left.code, Some(0), "{left:#?}");
    home
}

const PAGES: [&str; 5] = ["show", "diff", "history", "status", "list"];

fn page(home: &Home, arguments: &str, width: usize) -> String {
    let run = home.emkit(arguments).env("COLUMNS", &width.to_string());
    run.ok().out
}

#[test]
fn every_page_begins_with_what_it_is_about() {
    let home = home();
    for (arguments, title) in [
        ("show 2026-Q3", "2026-Q3 · Engineering manager"),
        ("diff", "2026-Q2 to 2026-Q3 · like for like"),
        ("history", "2026-Q2 to 2026-Q3 · 2 assessments"),
        ("status --date 2026-11-20", "2026-Q4 · begun, "),
    ] {
        for run in [arguments.to_owned(), format!("{arguments} --accessible")] {
            let shown = page(&home, &run, 80);
            assert!(shown.starts_with(title), "`{run}`:\n{shown}");
        }
    }
}

#[test]
fn the_clusters_stand_in_one_table_whose_columns_are_named_once() {
    let home = home();
    for (arguments, column) in [
        ("show 2026-Q3", "Target"),
        ("diff", "Reading"),
        ("diff --role director", "Gap"),
        ("history", "Change"),
    ] {
        for width in [60, 80, 120] {
            let shown = page(&home, arguments, width);
            let lines: Vec<_> = shown.lines().collect();
            let at = |word: &str| {
                let found = lines
                    .iter()
                    .position(|line| line.split(' ').next() == Some(word));
                found.unwrap_or_else(|| panic!("`{arguments}` at {width}: no {word}\n{shown}"))
            };
            assert_eq!(shown.matches(column).count(), 1, "{shown}");
            assert!(lines[at("Core")].contains(column), "{shown}");
            assert_eq!(lines[at("Core") - 1], "", "{shown}");
            assert_eq!(lines[at("Growth")], "Growth", "{shown}");
            assert!(at("Alignment") < at("Growth") && at("Growth") < at("Taste"));
        }
    }
}

#[test]
fn one_empty_line_stands_between_blocks_and_no_space_at_the_end_of_a_line() {
    let home = home();
    for arguments in PAGES {
        for width in [60, 80, 120] {
            let shown = page(&home, arguments, width);
            assert!(!shown.contains("\n\n\n"), "`{arguments}`:\n{shown}");
            assert!(!shown.starts_with('\n') && !shown.ends_with("\n\n"));
            for line in shown.lines() {
                assert_eq!(line, line.trim_end(), "`{arguments}`:\n{shown}");
                assert!(line.width() <= width, "`{arguments}` at {width}: {line}");
            }
        }
    }
}

/// The text without what sets colours.
fn uncoloured(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(part.split_once('m').expect("a colour").1);
    }
    let lines: Vec<_> = plain.lines().map(str::trim_end).collect();
    format!("{}\n", lines.join("\n"))
}

#[test]
fn colour_adds_nothing_to_the_words_and_stays_out_where_it_is_not_wanted() {
    let home = home();
    for arguments in PAGES {
        let piped = home.emkit(arguments).ok().out;
        assert!(!piped.contains('\u{1b}'), "{piped}");
        let always = format!("{arguments} --color always");
        let coloured = home.emkit(&always).ok().out;
        assert!(coloured.contains('\u{1b}'), "`{arguments}`: {coloured}");
        assert_eq!(uncoloured(&coloured), piped, "`{arguments}`");
    }
}

#[test]
fn in_plain_lines_each_line_of_every_page_stands_for_itself() {
    let home = home();
    home.emkit("log One --skill team --date 2026-11-20").ok();
    for arguments in [
        "show 2026-Q3 --explain",
        "show 2026-Q3 --eras",
        "diff",
        "history --skill execution",
        "status --date 2026-12-20",
        "list",
        "log list --date 2026-11-20",
        "config",
        "rubric show",
    ] {
        let run = home.emkit(arguments).env("EMKIT_ACCESSIBLE", "1");
        let shown = run.ok().out;
        for line in shown.lines() {
            assert!(!line.is_empty() && !line.starts_with(' '), "{shown}");
            assert!(
                !line.starts_with("Period ") && !line.contains('█'),
                "{shown}"
            );
        }
    }
    let run = home.emkit("list").env("EMKIT_ACCESSIBLE", "1");
    let listed = "2026-Q3: finished, em, eight-skills, rated 4/28\n";
    assert!(run.ok().out.contains(listed));
}

#[test]
fn where_a_setting_comes_from_stays_in_its_column() {
    let shown = page(&home(), "config", 60);
    let (titles, settings) = shown.split_once('\n').expect("titles");
    let column = titles.find("From").expect("where settings come from");
    for line in settings.lines() {
        let (before, from) = line.split_at(column);
        let is_begun = line.starts_with(|letter: char| letter.is_ascii_lowercase());
        assert!(is_begun || before.trim().is_empty(), "{line:?} in\n{shown}");
        assert!(!from.starts_with(' ') && before.ends_with(' '), "{shown}");
    }
}

#[test]
fn a_path_stays_in_one_piece_where_the_window_has_no_room_for_a_table() {
    let home = home();
    let folder = home
        .path()
        .join("a-folder-with-a-name-that-is-longer-than-many-windows-are");
    let folder = folder.to_str().expect("UTF-8");
    let run = home.emkit_with(&["config", "--home", folder]);
    let shown = run.env("COLUMNS", "60").ok().out;
    assert!(shown.contains(folder), "{shown}");
}

#[test]
fn a_word_that_is_no_reference_gets_all_that_one_may_be() {
    let home = home();
    for arguments in ["show latst", "diff latst", "export latst"] {
        let ran = home.emkit(arguments).fails(2);
        let hint = "hint: name `latest`, `previous`, a period that `emkit list` shows, or a path\n";
        assert!(ran.err.ends_with(hint), "{ran:#?}");
    }
}

#[test]
fn a_period_in_another_way_of_writing_is_told_what_a_period_looks_like() {
    let home = home();
    for said in ["2026Q3", "2026-3", "Q4-2025", "2026Q7"] {
        let ran = home.emkit_with(&["show", said]).fails(2);
        assert!(ran.err.contains(&format!("`{said}`")), "{ran:#?}");
        assert!(ran.err.contains("a period such as `2026-Q4`"), "{ran:#?}");
    }
}
