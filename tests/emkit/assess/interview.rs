//! Whole interviews in plain lines: from the role to the table.

use serde_json::{Value, json};

use crate::support::{Home, Ran, answer, skill};

const NOW: &str = "2026-Q4";
const BEFORE: &str = "2026-Q3";

/// An assessment of the quarter before with two things to work on.
const WITH_FOCUS: &str = "answers: {execution.friction: 3}
focus:
  - {skill: clarity, action: Publish the top three problems.}
  - {skill: team, action: Talk to one candidate a week.}
";

/// Evidence and a rating for every question, the rating going round from 1 to 5.
fn all_answers() -> Vec<String> {
    (0..28)
        .flat_map(|place| {
            [
                format!("What happened, number {place}."),
                String::new(),
                (place % 5 + 1).to_string(),
            ]
        })
        .collect()
}

fn typed(before: &[&str], after: &[&str]) -> Vec<String> {
    let owned = |lines: &[&str]| lines.iter().map(ToString::to_string).collect::<Vec<_>>();
    [owned(before), all_answers(), owned(after)].concat()
}

fn interview(home: &Home, arguments: &str, lines: &[String]) -> Ran {
    home.interview(
        arguments,
        &lines.iter().map(String::as_str).collect::<Vec<_>>(),
    )
}

#[test]
fn a_first_interview_goes_from_the_role_through_all_questions_to_the_table() {
    let home = Home::new();
    let lines = typed(
        &["2", "4"],
        &[
            ":finish",
            "clarity: Publish the top three problems.",
            "team: One talk a week.",
            "",
        ],
    );
    let ran = interview(&home, "", &lines);
    assert_eq!(ran.code, Some(0), "{ran:#?}");

    let report = home.json(&format!("{NOW} --include-private"));
    assert_eq!(report["status"], "finished");
    assert_eq!(report["role"], "senior-em");
    assert_eq!(report["stage"], "series-b");
    let skills = report["skills"].as_array().expect("skills");
    let answers: Vec<&Value> = skills
        .iter()
        .flat_map(|skill| skill["answers"].as_array().expect("answers"))
        .collect();
    assert_eq!(answers.len(), 28);
    for (place, answer) in answers.iter().enumerate() {
        assert_eq!(answer["rating"], place % 5 + 1, "{answer}");
        assert_eq!(
            answer["evidence"],
            format!("What happened, number {place}.")
        );
        let id = answer["id"].as_str().expect("an id");
        let saved = format!("saved {id} ({} of 28)", place + 1);
        assert!(ran.err.lines().any(|line| line == saved), "no `{saved}`");
    }
    assert_eq!(
        report["focus"],
        json!([
            {"skill": "clarity", "action": "Publish the top three problems.", "by": null, "sign": null},
            {"skill": "team", "action": "One talk a week.", "by": null, "sign": null},
        ])
    );
    for skill in skills {
        let title = skill["title"].as_str().expect("a title");
        assert!(ran.out.contains(title), "no {title} in {}", ran.out);
    }
    assert!(
        !home.file("drafts", NOW).exists(),
        "the draft has become the assessment"
    );
}

#[test]
fn the_table_at_the_end_of_plain_lines_has_no_boxes() {
    let home = Home::new();
    let ran = home.interview("--role em", &["", "4", ":finish"]);
    assert!(ran.out.contains("Execution"), "{ran:#?}");
    let drawn = ran
        .out
        .chars()
        .find(|character| ('\u{2500}'..='\u{259f}').contains(character));
    assert_eq!(drawn, None, "{}", ran.out);
}

#[test]
fn nothing_that_is_asked_goes_to_stdout_and_nothing_moves_the_cursor() {
    let home = Home::new();
    let ran = interview(&home, "", &typed(&["1", "1"], &[":quit"]));
    assert_eq!(ran.out, "");
    assert!(!ran.err.contains('\u{1b}'), "{ran:#?}");
}

#[test]
fn role_and_stage_are_asked_as_numbered_lists_at_the_first_run_only() {
    let home = Home::new();
    let first = home.interview("", &["3", "1", ":finish"]);
    for line in [
        "1  Engineering manager",
        "5  CTO",
        "2  Seed",
        "6  Late stage",
    ] {
        let is_listed = first
            .err
            .lines()
            .any(|said| said.trim_start().starts_with(line));
        assert!(is_listed, "no `{line}` in {first:#?}");
    }
    let report = home.json(NOW);
    assert_eq!(
        (&report["role"], &report["stage"]),
        (&json!("director"), &Value::Null)
    );

    let second = home
        .emkit("assess --accessible --date 2027-02-20")
        .stdin("Evidence.\n\n3\n:quit\n")
        .ok();
    assert!(!second.err.contains("5  CTO"), "{second:#?}");
    assert_eq!(home.json("2027-Q1")["role"], "director");
}

#[test]
fn a_role_that_is_named_is_not_asked_for() {
    let home = Home::new();
    let ran = home.interview(
        "--role director --stage series-b",
        &["Mine.", "", "3", ":quit"],
    );
    assert!(!ran.err.contains("5  CTO"), "{ran:#?}");
    let report = home.json(NOW);
    assert_eq!(
        (&report["role"], &report["stage"]),
        (&json!("director"), &json!("series-b"))
    );
    assert_eq!(answer(&report, "execution.friction")["evidence"], "Mine.");
}

#[test]
fn a_number_that_is_not_in_the_list_of_roles_is_asked_for_again() {
    let home = Home::new();
    home.interview("", &["0", "6", "x", "-1", "2", "7", "6", ":quit"]);
    let report = home.json(NOW);
    assert_eq!(
        (&report["role"], &report["stage"]),
        (&json!("senior-em"), &json!("late"))
    );
}

#[test]
fn an_unknown_role_stage_skill_or_question_is_refused_before_anything_is_asked() {
    let home = Home::new();
    for arguments in [
        "--role boss",
        "--stage garage",
        "--skill patience",
        "--edit execution.patience",
    ] {
        let ran = home
            .emkit(&format!("assess --accessible {arguments}"))
            .fails(1);
        let named = arguments.split(' ').next_back().expect("a value");
        assert!(ran.err.contains(&format!("`{named}`")), "{ran:#?}");
        assert!(ran.err.contains("hint: "), "{ran:#?}");
        assert!(!home.file("drafts", NOW).exists());
    }
}

#[test]
fn finish_at_a_question_skips_what_is_open() {
    let home = Home::new();
    let ran = home.interview("--role em", &["Shown.", "", "4", "Begun.", ":finish", ""]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let report = home.json(NOW);
    assert_eq!(report["status"], "finished");
    assert_eq!(answer(&report, "execution.friction")["rating"], 4);
    assert_eq!(answer(&report, "execution.shipped")["state"], "skipped");
    assert_eq!(answer(&report, "execution.shipped")["evidence"], "Begun.");
    assert_eq!(skill(&report, "timescales")["score"], Value::Null);
}

#[test]
fn after_the_last_core_question_the_offer_to_stop_is_said_once_and_not_asked() {
    let home = Home::new();
    let ran = interview(&home, "--role em", &typed(&[], &[":quit"]));
    assert_eq!(ran.err.matches("place to stop").count(), 1, "{ran:#?}");
    let (core, growth) = ran.err.split_once("place to stop").expect("the offer");
    assert!(core.contains("saved alignment.follow (15 of 28)"), "{core}");
    assert!(growth.contains("saved taste.better (16 of 28)"), "{growth}");
}

#[test]
fn after_each_skill_its_line_of_the_table_is_said() {
    let home = Home::new();
    let ran = home.interview("--role em", &["", "3", "", "4", "", "4", ":quit"]);
    let (_, after) = ran
        .err
        .split_once("saved execution.pulled-in")
        .expect("the last answer");
    let line = after
        .lines()
        .find(|line| line.contains("Execution"))
        .expect("a line");
    assert!(line.contains("3.67") && line.contains("3.00"), "{line}");
}

#[test]
fn only_the_questions_of_a_skill_are_asked_and_the_others_stay() {
    let home = Home::new();
    home.interview("--role em", &["Before.", "", "4", ":quit"]);
    let ran = home.interview(
        "--resume --skill ownership",
        &["", "2", "", "3", "", "4", ":finish", ""],
    );
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    for line in [
        "saved ownership.odds (1 of 3)",
        "saved ownership.solve-first (3 of 3)",
    ] {
        assert!(
            ran.err.lines().any(|said| said == line),
            "no `{line}` in {ran:#?}"
        );
    }
    let report = home.json(NOW);
    assert_eq!(answer(&report, "execution.friction")["evidence"], "Before.");
    assert_eq!(skill(&report, "ownership")["rated"], 3);
    assert_eq!(skill(&report, "team")["rated"], 0);
}

#[test]
fn the_last_focus_is_asked_about_first_with_an_outcome_and_a_note() {
    let home = Home::new();
    home.assessed(BEFORE, WITH_FOCUS);
    let ran = home.interview(
        "",
        &[
            "4",
            "2",
            "Three of six Mondays.",
            "3",
            "",
            "Mine.",
            "",
            "3",
            ":finish",
            "",
        ],
    );
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let asked = ran
        .err
        .find("Publish the top three problems")
        .expect("the focus");
    let question = ran
        .err
        .find("execution.friction")
        .expect("the first question");
    assert!(asked < question, "{ran:#?}");
    let report = home.json(NOW);
    let [clarity, team] = report["last_focus"].as_array().expect("a list").as_slice() else {
        panic!("not two things in {report}");
    };
    assert_eq!(clarity["action"], "Publish the top three problems.");
    assert_eq!(clarity["outcome"], "partly");
    assert_eq!(clarity["note"], "Three of six Mondays.");
    assert_eq!(
        (&team["skill"], &team["outcome"]),
        (&json!("team"), &json!("dropped"))
    );
    assert_eq!(answer(&report, "execution.friction")["evidence"], "Mine.");
}

#[test]
fn a_focus_of_an_unknown_skill_or_without_an_action_is_asked_for_again() {
    let home = Home::new();
    let ran = home.interview(
        "--role em",
        &[
            ":finish",
            "patience: Wait longer.",
            "just words",
            "clarity:",
            "clarity: Write it down: on Mondays.",
            "",
        ],
    );
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert!(ran.err.contains("`patience`"), "{ran:#?}");
    assert_eq!(
        home.json(NOW)["focus"],
        json!([{"skill": "clarity", "action": "Write it down: on Mondays.", "by": null, "sign": null}])
    );
}

#[test]
fn without_a_terminal_the_error_names_the_two_other_ways_to_answer() {
    let home = Home::new();
    let ran = home.emkit("assess --role em").stdin("\n3\n").fails(1);
    assert!(
        ran.err.contains("--accessible") && ran.err.contains("--answers"),
        "{ran:#?}"
    );
    assert!(!home.file("drafts", NOW).exists());
}

#[test]
fn the_environment_may_ask_for_plain_lines() {
    for (name, value) in [
        ("EMKIT_ACCESSIBLE", "1"),
        ("ACCESSIBLE", "true"),
        ("TERM", "dumb"),
    ] {
        let home = Home::new();
        home.emkit("assess --role em --date 2026-11-20")
            .env(name, value)
            .stdin("\n3\n:quit\n")
            .ok();
        assert_eq!(
            answer(&home.json(NOW), "execution.friction")["rating"],
            3,
            "{name}"
        );
    }
    let home = Home::new();
    home.emkit("assess --role em")
        .env("ACCESSIBLE", "0")
        .stdin("\n3\n")
        .fails(1);
}

#[test]
fn the_self_review_is_named_last_and_by_a_name_that_the_next_quarter_does_not_take() {
    let home = Home::new();
    for (period, typed) in [
        ("2026-Q3", [":finish", "", ""]),
        ("2026-Q4", [":finish", "", ""]),
    ] {
        let ran = home.interview(&format!("--role em --period {period}"), &typed);
        let (before, command) = ran.err.trim_end().rsplit_once('\n').expect("lines");
        assert!(before.ends_with("\n\nNext, your self-review:"), "{ran:#?}");
        let words: Vec<_> = command.split_whitespace().skip(1).collect();
        home.emkit_with(&words).ok();
        let name = format!("self-review-{period}.md");
        assert!(home.path().join(name).is_file(), "{ran:#?}");
    }
}
