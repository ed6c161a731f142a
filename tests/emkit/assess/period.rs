//! Which quarter an assessment is about.

use crate::support::{Home, answer};

const FIRST_DAY: &str = "2026-10-01";
const DAY_45: &str = "2026-11-14";
const DAY_46: &str = "2026-11-15";

/// The quarter that an interview begun on a day says it takes, after checking that it is also the
/// quarter of the draft.
fn taken(home: &Home, day: &str) -> String {
    let ran = home
        .emkit(&format!(
            "assess --accessible --role em --fresh --date {day}"
        ))
        .stdin("Mine.\n\n3\n:quit\n")
        .ok();
    let said = ran.err.lines().find_map(|line| {
        let (_, rest) = line.split_once("assessing ")?;
        rest.get(..7).map(str::to_owned)
    });
    let period = said.unwrap_or_else(|| panic!("no period in {ran:#?}"));
    assert!(home.file("drafts", &period).exists(), "{ran:#?}");
    period
}

#[test]
fn in_its_first_45_days_a_quarter_waits_for_the_one_before() {
    let home = Home::new();
    assert_eq!(taken(&home, FIRST_DAY), "2026-Q3");
    assert_eq!(taken(&home, DAY_45), "2026-Q3");
    assert_eq!(taken(&home, DAY_46), "2026-Q4");
}

#[test]
fn a_draft_of_the_quarter_before_is_not_a_finished_assessment() {
    let home = Home::new();
    home.interview("--role em --period 2026-Q3", &["Mine.", "", "3", ":quit"]);
    assert_eq!(taken(&home, DAY_45), "2026-Q3");
}

#[test]
fn once_the_quarter_before_is_finished_the_current_one_is_taken() {
    let home = Home::new();
    home.assessed("2026-Q3", "answers: {execution.friction: 3}\n");
    for day in [FIRST_DAY, DAY_45, DAY_46] {
        assert_eq!(taken(&home, day), "2026-Q4", "{day}");
    }
}

#[test]
fn an_assessment_of_an_older_quarter_does_not_end_the_wait() {
    let home = Home::new();
    home.assessed("2026-Q2", "answers: {execution.friction: 3}\n");
    assert_eq!(taken(&home, DAY_45), "2026-Q3");
}

#[test]
fn new_year_belongs_to_the_last_quarter_of_the_year_before() {
    let home = Home::new();
    assert_eq!(taken(&home, "2027-01-01"), "2026-Q4");
    assert_eq!(taken(&home, "2027-02-14"), "2026-Q4");
    assert_eq!(taken(&home, "2027-02-15"), "2027-Q1");
    assert_eq!(taken(&home, "2028-02-29"), "2028-Q1");
}

#[test]
fn answers_and_the_printed_file_are_about_the_same_quarter_as_an_interview() {
    let home = Home::new();
    let printed = home
        .emkit(&format!("assess --print-answers --date {DAY_45}"))
        .ok();
    assert!(printed.out.contains("2026-Q3"), "{}", printed.out);
    let ran = home
        .emkit(&format!("assess --answers - --date {DAY_45}"))
        .stdin(printed.out.replacen("rating:\n", "rating: 3\n", 1))
        .ok();
    assert!(ran.err.contains("2026-Q3"), "{ran:#?}");
    assert!(home.file("assessments", "2026-Q3").exists());
}

#[test]
fn a_period_that_is_named_is_taken() {
    let home = Home::new();
    home.interview("--role em --period 2025-Q1", &["Mine.", "", "3", ":quit"]);
    assert!(home.file("drafts", "2025-Q1").exists());
    let current = home
        .emkit(&format!(
            "assess --accessible --role em --period 2026-Q4 --date {FIRST_DAY}"
        ))
        .stdin("Mine.\n\n3\n:quit\n")
        .ok();
    assert!(current.err.contains("2026-Q4"), "{current:#?}");
    assert!(home.file("drafts", "2026-Q4").exists());
}

#[test]
fn a_future_period_is_refused_and_nothing_is_written() {
    let home = Home::new();
    for period in ["2027-Q1", "2030-Q4"] {
        let ran = home
            .emkit(&format!(
                "assess --answers - --period {period} --date 2026-12-31"
            ))
            .stdin("answers: {execution.friction: 3}\n")
            .fails(1);
        assert!(ran.err.contains(period), "{ran:#?}");
        assert!(ran.err.contains("hint: "), "{ran:#?}");
        assert!(!home.file("assessments", period).exists());
    }
}

#[test]
fn a_malformed_period_is_a_wrong_call() {
    let home = Home::new();
    for period in [
        "2026", "2026-Q5", "2026-Q0", "2026Q4", "26-Q4", "2026-q4", "-Q4", "latest",
    ] {
        let ran = home
            .emkit(&format!("assess --accessible --period={period}"))
            .fails(2);
        assert!(ran.err.contains(period), "{ran:#?}");
    }
}

#[test]
fn a_malformed_day_is_a_wrong_call() {
    let home = Home::new();
    for day in ["2026-02-29", "2026-13-01", "20.11.2026", "today", "2026-11"] {
        let ran = home
            .emkit(&format!("assess --accessible --date={day}"))
            .fails(2);
        assert!(ran.err.contains(day), "{ran:#?}");
    }
}

#[test]
fn by_a_clock_that_was_put_back_nothing_is_finished_before_it_was_begun() {
    let home = Home::new();
    let run = |day: &str, typed: &str| {
        let arguments = format!("assess --accessible --role em --resume --date {day}");
        home.emkit(&arguments).stdin(typed).ok();
    };
    run("2026-11-20", "Mine.\n\n3\n:quit\n");
    run("2026-11-18", ":finish\n\n\n");
    let text = home.text("assessments", "2026-Q4");
    assert!(text.contains("finished: \"2026-11-18\""), "{text}");
    assert!(text.contains("started: \"2026-11-18\""), "{text}");
}

#[test]
fn edit_without_a_period_changes_the_latest_answer_and_begins_no_quarter() {
    let home = Home::new();
    home.assessed("2026-Q2", "answers: {execution.shipped: 2}\n");
    home.assessed("2026-Q3", "answers: {execution.shipped: 3}\n");
    let edit = |question: &str| {
        home.emkit(&format!(
            "assess --accessible --date 2026-11-20 --edit {question}"
        ))
        .stdin("Later.\n\n4\n\n\n\n")
        .run()
    };
    let ran = edit("execution.shipped");
    assert!(ran.err.contains("assessing 2026-Q3"), "{ran:#?}");
    assert_eq!(
        answer(&home.json("2026-Q3"), "execution.shipped")["rating"],
        4
    );
    assert_eq!(
        answer(&home.json("2026-Q2"), "execution.shipped")["rating"],
        2
    );
    assert!(!home.file("drafts", "2026-Q4").exists());
}
