//! `emkit status`: where one stands in the quarter, as a page, a word for a prompt, JSON.

use std::fs;

use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use crate::support::rubric_builder::Sketch;
use crate::support::{Home, Ran, TODAY};

const LATE: &str = "2026-12-20";

const FOCUS: &str = "answers: {execution.friction: 2}\nfocus: [{skill: clarity, action: Publish the top three problems every other Monday.}]\n";

fn status(home: &Home, day: &str, arguments: &str) -> Ran {
    home.emkit(&format!("status --date {day} {arguments}"))
        .run()
}

fn as_json(home: &Home, day: &str) -> Value {
    let ran = status(home, day, "--format json");
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    serde_json::from_str(&ran.out).expect("JSON")
}

/// A log file as a person may write it.
fn logged(home: &Home, period: &str, text: &str) {
    home.write(&format!("store/log/{period}.md"), text);
}

/// A finished quarter with a focus, a draft of the next with one answer, and three log entries.
fn busy() -> Home {
    let home = Home::new();
    // The other way round, its first question would be what came of the focus.
    home.drafted();
    home.assessed("2026-Q3", FOCUS);
    logged(
        &home,
        "2026-Q4",
        "- 2026-11-02 #execution Cut the train.\n- 2026-11-03 #execution #team Hired.\n- 2026-11-04 Lunch.\n",
    );
    home
}

#[test]
fn the_page_says_how_far_the_draft_is_what_the_focus_is_and_which_skills_have_no_evidence() {
    let home = busy();
    let ran = status(&home, TODAY, "");
    assert_eq!(
        ran.out,
        "2026-Q4 · begun, 1 of 28 rated, due by 2026-12-31, in 41 days\n  \
         emkit assess --period 2026-Q4 --resume\n\n\
         Focus\n  \
         Clarity: Publish the top three problems every other Monday.\n\n\
         Logged in 2026-Q4\n  \
         Execution 2 · Team 1 · no skill 1\n  \
         nothing yet for Ownership, Alignment, Taste, Clarity, Ambiguity, Timescales\n"
    );
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let command = ran.out.lines().nth(1).expect("a command").trim();
    let words: Vec<_> = command.split(' ').skip(1).collect();
    let resumed = home
        .emkit_with(&words)
        .and(&["--accessible", "--date", TODAY]);
    let resumed = resumed.stdin(":quit\n").ok();
    assert!(resumed.err.contains("2 of 28"), "{resumed:#?}");
}

#[test]
fn the_json_has_exactly_the_promised_keys() {
    let log = |execution, team, untagged| {
        json!({"execution": execution, "team": team, "ownership": 0, "alignment": 0, "taste": 0,
            "clarity": 0, "ambiguity": 0, "timescales": 0, "untagged": untagged})
    };
    assert_eq!(
        as_json(&Home::new(), TODAY),
        json!({"schema": 1, "today": TODAY, "period": "2026-Q4", "assessed": false,
            "due": "2026-12-31", "is_due": false, "draft": null, "focus": [], "replies": {}, "log": log(0, 0, 0)})
    );
    assert_eq!(
        as_json(&busy(), TODAY),
        json!({"schema": 1, "today": TODAY, "period": "2026-Q4", "assessed": false,
            "due": "2026-12-31", "is_due": false,
            "draft": {"period": "2026-Q4", "answered": 1, "questions": 28},
            "focus": [{"skill": "clarity", "action": "Publish the top three problems every other Monday."}],
            "replies": {}, "log": log(2, 1, 1)})
    );
}

#[test]
fn a_focus_with_a_day_says_how_long_that_is_and_by_what_it_will_have_worked() {
    let home = Home::new();
    home.assessed(
        "2026-Q3",
        "answers: {execution.friction: 2}\nfocus:\n  - {skill: team, action: Ask all four., by: 2026-11-30, \
         sign: each has a changed assignment}\n  - {skill: clarity, action: A secret., by: 2026-12-01, private: true}\n",
    );
    for (day, said) in [
        (
            "2026-11-20",
            "Team: Ask all four. · by 2026-11-30, in 10 days\n",
        ),
        ("2026-11-30", "Team: Ask all four. · by 2026-11-30, today\n"),
        (
            "2026-12-01",
            "Team: Ask all four. · by 2026-11-30, 1 day ago\n",
        ),
    ] {
        let page = status(&home, day, "").out;
        assert!(page.contains(said), "{day}: {page}");
        assert!(
            page.contains("\n    I'll know it worked if: each has a changed assignment\n"),
            "{page}"
        );
        assert!(page.contains("\n  Clarity: private\n"), "{page}");
    }
}

#[test]
fn an_assessment_is_due_in_the_last_two_weeks_and_after_them_until_it_is_done() {
    let home = Home::new();
    home.assessed("2026-Q3", "answers: {}\nclosing: A quiet quarter.\n");
    for (day, is_due) in [
        ("2026-12-16", false),
        ("2026-12-17", true),
        ("2026-12-31", true),
        ("2027-01-01", true),
        ("2027-02-14", true),
        // From here on it is the next one that will be asked for.
        ("2027-02-15", false),
        ("2031-05-05", true),
    ] {
        assert_eq!(as_json(&home, day)["is_due"], is_due, "{day}");
        let code = status(&home, day, "--exit-code").code;
        assert_eq!(code, Some(if is_due { 3 } else { 0 }), "{day}");
        let page = status(&home, day, "");
        assert_eq!(page.code, Some(0), "{day}");
        assert_eq!(page.out.contains("\n  emkit assess\n"), is_due, "{page:#?}");
    }
    home.assessed("2026-Q4", "answers: {}\nclosing: A quiet quarter.\n");
    assert_eq!(status(&home, LATE, "--exit-code").code, Some(0));
    let page = status(&home, LATE, "").out;
    assert!(page.starts_with("2026-Q4 · assessed\n"), "{page}");
}

#[test]
fn in_the_first_weeks_of_a_quarter_both_logs_count() {
    let home = Home::new();
    logged(&home, "2026-Q4", "- #team Hired.\n");
    logged(&home, "2027-Q1", "- #taste Said no.\n");
    let page = status(&home, "2027-01-10", "").out;
    assert!(
        page.starts_with("2026-Q4 · not assessed yet, due by 2026-12-31, "),
        "{page}"
    );
    assert!(page.contains("Logged in 2026-Q4\n  Team 1\n"), "{page}");
    assert!(page.contains("Logged in 2027-Q1\n  Taste 1\n"), "{page}");
    let json = as_json(&home, "2027-01-10");
    assert_eq!(
        (&json["log"]["team"], &json["log"]["taste"]),
        (&json!(1), &json!(0))
    );
}

#[test]
fn a_draft_of_another_quarter_is_said_and_one_of_another_rubric_under_that() {
    let home = Home::new();
    home.interview("--role em --period 2026-Q2", &["Mine.", "", "3", ":quit"]);
    let mine = Sketch::new("mine")
        .skill("one", "core", "3")
        .questions(&["a", "b"]);
    home.write("store/rubrics/mine.yaml", mine.yaml());
    home.interview("--rubric mine --role lead", &["Mine.", "", "3", ":quit"]);
    let page = status(&home, TODAY, "").out;
    assert!(
        page.starts_with("2026-Q4 · not assessed yet, due by"),
        "{page}"
    );
    let drafts =
        "Other open drafts\n  2026-Q2: 1 of 28 rated\n  emkit assess --period 2026-Q2 --resume\n";
    assert!(page.contains(drafts), "{page}");
    assert_eq!(as_json(&home, TODAY)["draft"]["period"], "2026-Q2");
    assert_eq!(status(&home, TODAY, "--short").out, "2026-Q4\n");
    let page = status(&home, TODAY, "--rubric mine").out;
    assert!(page.starts_with("2026-Q4 · begun, 1 of 2 rated"), "{page}");
}

#[test]
fn a_prompt_gets_a_few_characters() {
    let home = Home::new();
    let short = |home: &Home, day: &str| {
        let ran = status(home, day, "--short");
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:#?}");
        ran.out
    };
    home.assessed("2026-Q3", "answers: {}\nclosing: A quiet quarter.\n");
    assert_eq!(short(&home, TODAY), "2026-Q4\n");
    assert_eq!(short(&home, LATE), "2026-Q4 due\n");
    home.drafted();
    assert_eq!(short(&home, TODAY), "2026-Q4 1/28\n");
    assert_eq!(short(&home, LATE), "2026-Q4 1/28 due\n");
    assert_eq!(status(&home, LATE, "--short --exit-code").code, Some(3));
    fs::remove_file(home.file("drafts", "2026-Q4")).expect("no draft");
    home.assessed("2026-Q4", "answers: {}\nclosing: A quiet quarter.\n");
    assert_eq!(short(&home, LATE), "2026-Q4 done\n");
}

#[test]
fn a_prompt_never_gets_an_error_whatever_is_wrong() {
    let home = busy();
    let short = |arguments: &str, day: &str| {
        let ran = status(&home, day, &format!("--short {arguments}"));
        assert_eq!(ran.err, "", "{ran:#?}");
        (ran.code, ran.out)
    };
    let seen = |code: i32, text: &str| (Some(code), text.to_owned());
    home.write("store/config.yaml", "roel: em\n");
    assert_eq!(short("", TODAY), seen(0, "2026-Q4 1/28\n"));
    fs::write(home.file("drafts", "2026-Q4"), "schema: 1\n").expect("a cut draft");
    assert_eq!(short("", TODAY), seen(0, "2026-Q4 ?\n"));
    assert_eq!(short("--exit-code", LATE), seen(3, "2026-Q4 due ?\n"));
    assert_eq!(short("--rubric nowhere", TODAY), seen(0, "emkit ?\n"));
    home.write("store/config.yaml", "rubric: nowhere\n");
    assert_eq!(short("--exit-code", LATE), seen(0, "emkit ?\n"));
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_shown() {
    let rest = ["2026-Q4 · ", "Logged in 2026-Q4\n  Execution 2"];
    for (kind, period) in [("drafts", "2026-Q4"), ("assessments", "2026-Q3")] {
        let home = busy();
        let path = home.file(kind, period);
        fs::write(&path, "schema: 1\nstatus: x\n").expect("a broken file");
        let ran = home.emkit(&format!("status --date {TODAY}")).fails(1);
        assert!(ran.err.contains(&format!("{}", path.display())), "{ran:#?}");
        assert!(rest.iter().all(|part| ran.out.contains(part)), "{ran:#?}");
    }
    let home = busy();
    logged(
        &home,
        "2026-Q4",
        "- 2026-13-01 Broken.\n- 2026-11-03 #execution Read.\n",
    );
    let ran = home.emkit(&format!("status --date {TODAY}")).fails(1);
    assert!(ran.err.contains("log/2026-Q4.md:1:3: "), "{ran:#?}");
    assert!(ran.out.contains("Execution 1"), "{ran:#?}");
    assert!(ran.out.contains("Clarity: Publish"), "{ran:#?}");
    let ran = home.emkit(&format!("status --date {LATE} --exit-code"));
    assert!(ran.fails(3).err.contains("log/2026-Q4.md:1:3: "));
    let kept = home.store().join("kept");
    let _ = fs::remove_dir_all(&kept);
    fs::write(&kept, "in the way").expect("a file in the way");
    let ran = home.emkit(&format!("status --date {TODAY}")).fails(1);
    assert!(ran.err.contains("/kept"), "{ran:#?}");
    assert!(ran.out.contains("Execution 1"), "{ran:#?}");
}

#[test]
fn a_focus_on_a_skill_that_the_rubric_has_lost_is_said_to_be_lost() {
    let home = Home::new();
    let first = Sketch::new("mine")
        .skill("gone", "core", "3")
        .questions(&["x"])
        .skill("one", "core", "3")
        .questions(&["a"]);
    home.assessed_with(
        &first,
        "2026-Q3",
        "answers: {one.a: 2}\nfocus: [{skill: one, action: Do it.}, {skill: gone, action: Do that.}]\n",
    );
    let second = Sketch::new("mine")
        .skill("one", "core", "3")
        .questions(&["a"]);
    home.write("rubric.yaml", second.yaml());
    let status = format!("status --date {TODAY} --rubric ./rubric.yaml");
    let ran = home.emkit(&status).ok();
    assert!(ran.out.contains("The one: Do it."), "{ran:#?}");
    assert!(
        ran.out.contains("gone (no longer in the rubric): Do that."),
        "{ran:#?}"
    );
}

#[test]
fn copies_and_leftovers_are_named_with_the_command_that_says_more() {
    let home = busy();
    let drafts = home.store().join("drafts/eight-skills");
    let copy = "2026-Q4 (conflicted copy 2026-10-02 101500).yaml";
    // Not even opened: it could be anything.
    fs::create_dir(drafts.join(copy)).expect("a copy");
    home.write("store/assessments/eight-skills/.2026-Q3.yaml.swp", "");
    home.write("store/log/2026-Q4.sync-conflict-20261002.md", "");
    home.write("store/kept/drafts/eight-skills/editing-x/text.md", "Words.");
    let ran = status(&home, TODAY, "");
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let (_, said) = ran
        .out
        .split_once("Never read\n")
        .expect("what is never read");
    let said = said.replace("\n    ", " ");
    for part in [
        copy,
        "that a sync program made",
        ".swp",
        "not one of emkit's files",
        "2026-Q4.sync-conflict-20261002.md",
    ] {
        assert!(said.contains(part), "{part} in {said}");
    }
    assert!(said.ends_with("\n  emkit doctor\n"), "{said}");
}

#[test]
fn a_store_that_is_pushed_somewhere_is_pointed_out_once_and_not_in_a_prompt() {
    let home = busy();
    home.write("store/.git/config", "[remote \"origin\"]\n");
    for arguments in ["", "--format json"] {
        let ran = status(&home, TODAY, arguments);
        assert_eq!(ran.err.matches("which has a remote").count(), 1, "{ran:#?}");
        assert_eq!(ran.code, Some(0), "{ran:#?}");
    }
    assert_eq!(status(&home, TODAY, "--short").err, "");
}

#[test]
fn the_page_fits_the_width_and_its_colours_say_nothing_more() {
    let home = busy();
    for width in ["60", "80", "120"] {
        let run = |color: &str| {
            let run = home.emkit(&format!("status --date {TODAY} --color {color}"));
            run.env("COLUMNS", width).ok().out
        };
        let page = run("never");
        let most = width.parse::<usize>().expect("a width");
        assert!(page.lines().all(|line| line.width() <= most), "{page}");
        let colored = run("always");
        assert_ne!(colored, page);
        assert_eq!(
            colored.replace("\u{1b}[1m", "").replace("\u{1b}[0m", ""),
            page
        );
    }
}

#[test]
fn in_plain_lines_each_line_stands_for_itself() {
    let home = busy();
    let ran = status(&home, TODAY, "--accessible");
    assert_eq!(
        ran.out,
        "2026-Q4 · begun, 1 of 28 rated, due by 2026-12-31, in 41 days\n\
         To run next: emkit assess --period 2026-Q4 --resume\n\
         Focus, Clarity: Publish the top three problems every other Monday.\n\
         Logged in 2026-Q4, Execution 2 · Team 1 · no skill 1\n\
         Logged in 2026-Q4, nothing yet for Ownership, Alignment, Taste, Clarity, Ambiguity, Timescales\n"
    );
}

#[test]
fn looking_changes_nothing() {
    let home = Home::new();
    for arguments in ["", "--short", "--format json", "--ics"] {
        let ran = home.emkit(&format!("status --date {TODAY} {arguments}"));
        ran.ok();
    }
    assert!(!home.store().exists());
}
