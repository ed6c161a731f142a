//! A rubric in which each person says how much of each skill they want.

use serde_json::json;

use crate::support::pty::Terminal;
use crate::support::rubric_builder::Sketch;
use crate::support::{Home, skill};

/// Two skills of two questions each, and no role.
fn rubric() -> String {
    let text = Sketch::new("life")
        .skill("pace", "core", "3")
        .titled("Pace")
        .questions(&["weeks", "change"])
        .skill("learning", "core", "3")
        .titled("Learning")
        .questions(&["new", "teacher"])
        .yaml();
    let (before, profiles) = text.split_once("profiles:").expect("profiles");
    let after = profiles.split_once("\nstages:").map_or("", |(_, it)| it);
    assert_eq!(after, "", "no stage either");
    format!("{before}own_targets: true\n")
}

fn home() -> Home {
    let home = Home::new();
    home.write("store/rubrics/life.yaml", rubric());
    home
}

const LAST_TIME: &str = "\
answers: {pace.weeks: 4, pace.change: 5, learning.new: 1, learning.teacher: 2}
targets: {pace: 2, learning: 3}
";

fn assessed(home: &Home, period: &str, answers: &str) {
    let arguments = format!("assess --rubric life --period {period} --date 2026-11-20 --answers -");
    home.emkit(&arguments).stdin(answers).ok();
}

#[test]
fn the_rubric_needs_no_roles_and_says_so() {
    let home = home();
    let ran = home.emkit("rubric check store/rubrics/life.yaml").ok();
    assert!(ran.out.contains("2 skills, 4 questions"), "{ran:#?}");
    assert!(ran.out.contains("own targets"), "{ran:#?}");
    let shown = home.emkit("rubric show life").ok();
    assert!(
        shown.out.contains("how much of each you want now"),
        "{shown:#?}"
    );
    for (from, to, words) in [
        (
            "own_targets: true",
            "own_targets: false",
            "`profiles` is missing",
        ),
        ("own_targets: true", "own_targets: maybe", "`own_targets`"),
        (
            "own_targets: true",
            "own_targets: true\nprofiles: [{id: own, title: T, why: w, targets: {pace: 1, learning: 1}}]",
            "`own` is the role of a person's own targets",
        ),
    ] {
        home.write("life.yaml", rubric().replace(from, to));
        let ran = home.emkit("rubric check life.yaml").fails(1);
        assert!(ran.err.contains(words), "{words}: {ran:#?}");
        assert!(ran.err.contains("life.yaml:"), "{ran:#?}");
    }
}

#[test]
fn how_much_is_wanted_is_asked_first_and_last_time_s_is_said_only_after() {
    let home = home();
    assessed(&home, "2026-Q3", LAST_TIME);
    let lines = [
        "9", "4", ":back", "3", ":skip", "", "3", "", "4", ":finish", "", "",
    ];
    let ran = home.interview("--rubric life", &lines);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let said = ran.err.split_whitespace().collect::<Vec<_>>().join(" ");
    let (before, after) = said.split_once("Pace: you want 4").expect("what is wanted");
    assert!(before.contains("1 of 2") && before.contains("How much of it do you want now?"));
    assert!(before.contains("choose a number from 1 to 5"), "{before}");
    assert!(
        !before.contains("last time") && !before.contains("role"),
        "{before}"
    );
    assert!(after.contains("· last time 2"), "{after}");
    assert!(
        after.contains("1 to 5 (now 4; a blank line keeps it):"),
        "{after}"
    );
    assert!(after.contains("1 of 4 ·"), "the questions follow: {after}");
    let report = home.json("");
    assert_eq!(report["role"], "own");
    let pace = skill(&report, "pace");
    assert_eq!(
        [&pace["score"], &pace["target"], &pace["gap"]],
        [3.5, 3.0, -0.5]
    );
    let learning = skill(&report, "learning");
    assert_eq!(
        [&learning["target"], &learning["gap"]],
        [&json!(null), &json!(null)]
    );
}

#[test]
fn the_difference_is_told_both_ways_with_its_sign() {
    let home = home();
    assessed(&home, "2026-Q3", LAST_TIME);
    assessed(
        &home,
        "2026-Q4",
        &LAST_TIME.replace("learning: 3", "learning: 1.5"),
    );
    let before = home.json("2026-Q3");
    let gap = |report, id| skill(report, id)["gap"].clone();
    assert_eq!(
        [gap(&before, "pace"), gap(&before, "learning")],
        [-2.5, 1.5]
    );
    assert_eq!(gap(&home.json("2026-Q4"), "learning"), 0.0);
    let shown = home.emkit("show 2026-Q3").ok().out;
    for words in [
        "Learning is less than you want; Pace is more than you want.",
        "2.50 more than wanted",
        "1.50 less than wanted",
        "Highest: Change (5)",
        "A step down: ",
        "Lowest: New (1)",
        "A step up: ",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let later = home.emkit("show 2026-Q4").ok().out;
    assert!(later.contains("Learning is as you want"), "{later}");
    let csv = home.emkit("export 2026-Q3 --format csv").ok().out;
    assert!(csv.contains("-2.50") && csv.contains("1.50"), "{csv}");
    let diff = home.diff("2026-Q3 2026-Q4");
    assert_eq!(skill(&diff, "pace")["gap"], -2.5);
    let compared = home.emkit("diff 2026-Q3 2026-Q4").ok().out;
    let compared = compared.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        compared.contains("-2.50") && compared.contains("more than you want"),
        "{compared}"
    );
    let review = home.emkit("export 2026-Q3").ok().out;
    for words in [
        "Learning is less than I want; Pace is more than I want.",
        "## What I want more or less of",
        "**Pace, 2.50 more than wanted**",
        "the targets are my own",
    ] {
        assert!(review.contains(words), "{words}: {review}");
    }
    assert!(
        !review.contains("fell short") && !review.contains("Strengths"),
        "{review}"
    );
    let page = home.emkit("export 2026-Q3 --format html").ok().out;
    assert_eq!(
        page.matches("<li class=\"chart-row chart-off\">").count(),
        2
    );
    for part in [
        "2.50 more</span>",
        "1.50 less</span>",
        "Where I stand: Learning is less than I want; Pace is more",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let explained = home.emkit("show 2026-Q3 --explain").ok().out;
    assert!(
        explained.contains("gap: 2.00 − 4.50 = -2.50"),
        "{explained}"
    );
}

#[test]
fn a_target_in_the_settings_is_not_asked_for_and_a_role_there_is_in_nobody_s_way() {
    let home = home();
    home.write("store/config.yaml", "role: director\ntargets: {pace: 2}\n");
    let ran = home.interview("--rubric life", &["5", ":finish", "", ""]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert!(ran.err.contains("2 of 2 · Learning"), "{ran:#?}");
    let report = home.json("");
    assert_eq!(report["role"], "own");
    assert_eq!(skill(&report, "pace")["target"], 2.0);
    assert_eq!(skill(&report, "learning")["target"], 5.0);
}

#[test]
fn what_is_wanted_can_be_changed_from_the_review_and_is_kept_when_one_leaves() {
    let home = home();
    let ran = home.interview("--rubric life", &["2", ":quit"]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let resumed = [
        "4", ":review", "pace", "5", "learning", "", ":finish", "", "",
    ];
    let ran = home.interview("--rubric life --resume", &resumed);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert!(
        ran.err.contains("2 of 2 · Learning"),
        "only what is open: {ran:#?}"
    );
    assert!(ran.err.contains("Pace: wanted 2"), "{ran:#?}");
    let report = home.json("");
    assert_eq!(skill(&report, "pace")["target"], 5.0);
    assert_eq!(skill(&report, "learning")["target"], 4.0);
}

#[test]
fn a_file_to_fill_in_asks_for_it_first_and_takes_it_back_the_same() {
    let home = home();
    let printed = home
        .emkit("assess --rubric life --date 2026-11-20 --print-answers")
        .ok()
        .out;
    let targets = printed.find("\ntargets:\n").expect("targets");
    assert!(
        targets < printed.find("\nanswers:\n").expect("answers"),
        "{printed}"
    );
    let filled =
        printed
            .replace("  pace:\n", "  pace: 3.5\n")
            .replacen("rating:\n", "rating: 2\n", 1);
    assessed(&home, "2026-Q4", &filled);
    let report = home.json("");
    assert_eq!(skill(&report, "pace")["target"], 3.5);
    assert_eq!(skill(&report, "learning")["target"], json!(null));
    let again = home
        .emkit("assess --rubric life --date 2026-11-20 --print-answers")
        .ok()
        .out;
    assert!(
        again.contains("  pace: 3.5\n") && again.contains("  learning:\n"),
        "{again}"
    );
    for (wrong, words) in [
        ("targets: {pace: 6}", "<stdin>:2:17:"),
        ("targets: {pase: 3}", "<stdin>:2:11:"),
    ] {
        let ran = home
            .emkit("assess --rubric life --date 2026-11-20 --fresh --answers -")
            .stdin(format!("answers: {{pace.weeks: 2}}\n{wrong}\n"))
            .fails(1);
        assert!(ran.err.contains(words), "{words}: {ran:#?}");
    }
}

#[test]
fn it_is_picked_from_a_list_on_the_screen() {
    let home = home();
    let mut terminal = Terminal::start(&home, "assess --rubric life --date 2026-11-20", (80, 24));
    terminal.see("How much of it do you want now?");
    terminal.press("4\r");
    terminal.see("Pace: you want 4");
    terminal.press("2\r");
    terminal.see("1 of 4");
    terminal.press("\x1b");
    terminal.see("2 of 2");
    terminal.press("\x13");
    terminal.see("1 of 4");
    // The rows behind the questions say what each is about, too.
    terminal.press("\x12");
    terminal.see("Your answers");
    terminal.press("pace\x1b[F");
    terminal.see("Learning: wanted not said");
    terminal.press("\r");
    terminal.see("How much of it do you want now?");
    terminal.press("3\r");
    terminal.see("Learning: wanted 3");
    terminal.press("\x11");
    assert_eq!(terminal.end().code, 0);
}

#[test]
fn a_review_without_numbers_says_less_or_more_alone() {
    let home = home();
    let said = LAST_TIME.replace(
        "pace.weeks: 4",
        "pace.weeks: {rating: 4, evidence: Full weeks.}",
    );
    assessed(&home, "2026-Q4", &said);
    let plain = home.emkit("export").ok().out;
    assert!(plain.contains("Pace, 2.50 more than wanted"), "{plain}");
    let bare = home.emkit("export --no-ratings").ok().out;
    assert!(bare.contains("Pace, more than wanted"), "{bare}");
    assert!(!bare.contains("2.50"), "{bare}");
}
