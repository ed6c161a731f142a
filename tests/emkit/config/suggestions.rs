//! An id that was mistyped: the nearest one is named beside those that there are.

use crate::feedback::SKILLS;
use crate::support::pty::Terminal;
use crate::support::rubric_builder::Sketch;
use crate::support::{Home, TODAY};
use emkit::domain::suggest::nearest;

/// What was said, in one line.
fn said(err: &str) -> String {
    err.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_mistyped_id_on_the_command_line_is_answered_with_the_nearest() {
    let home = Home::new();
    home.assessed("2026-Q3", "answers: {team.hired: 3}\n");
    home.emkit("log Hired two --date 2026-11-20").ok();
    for (arguments, nearest) in [
        ("log Hired two --skill tem", "team"),
        ("log list --date 2026-11-20 --skill tem", "team"),
        ("log import notes.md --skill tem", "team"),
        ("assess --accessible --skill aligment", "alignment"),
        ("assess --accessible --edit team.hird", "team.hired"),
        ("assess --accessible --role directr", "director"),
        ("assess --accessible --stage seris-b", "series-b"),
        ("show --role directr", "director"),
        ("history --skill clarty", "clarity"),
        ("status --rubric eigth-skills", "eight-skills"),
    ] {
        let ran = home.emkit(arguments).run();
        assert_eq!(ran.code, Some(1), "{arguments}: {ran:#?}");
        let hint = said(&ran.err);
        let hint = hint.split_once("hint: ").expect("a hint").1;
        let words = format!("did you mean `{nearest}`? ");
        assert!(hint.starts_with(&words), "{arguments}: {hint}");
        // Those that there are stand beside it.
        let has = [" has `", " have `", " there are `"];
        let cause = said(&ran.err);
        assert!(has.iter().any(|has| cause.contains(has)), "{ran:#?}");
    }
    let ran = home.emkit("log Hired two --skill sales").fails(1);
    assert!(!ran.err.contains("did you mean"), "{ran:#?}");
    assert!(ran.err.contains("`team`"), "{ran:#?}");
}

#[test]
fn a_mistyped_id_in_a_file_is_answered_with_the_nearest() {
    let home = Home::new();
    home.write_log("- #tem Hired two\n");
    home.write("notes.md", "- #tem Hired two\n");
    home.write(
        "answers.yaml",
        "answers: {team.hird: 3}\nfocus: [{skill: tem, action: Hire}]\n",
    );
    let mine = Sketch::new("mine")
        .skill("hiring", "core", "3")
        .questions(&["two"]);
    let broken = mine.yaml().replacen("      hiring: 3", "      hirin: 3", 1);
    home.write("mine.yaml", broken);
    for (arguments, nearest) in [
        ("log list --date 2026-11-20", &["team"][..]),
        ("doctor", &["team"]),
        ("log import notes.md", &["team"]),
        ("assess --answers answers.yaml", &["team.hired", "team"]),
        ("rubric check mine.yaml", &["hiring"]),
    ] {
        let ran = home.emkit(arguments).run();
        for id in nearest {
            let words = format!("; did you mean `{id}`?");
            assert!(said(&ran.err).contains(&words), "{arguments}: {ran:#?}");
        }
    }
    for (setting, nearest) in [
        ("role: directr", "director"),
        ("rubric: eight-skill", "eight-skills"),
    ] {
        home.write("store/config.yaml", format!("{setting}\n"));
        let ran = home.emkit("config").fails(1);
        let words = format!("; did you mean `{nearest}`?");
        assert!(said(&ran.err).contains(&words), "{ran:#?}");
    }
}

#[test]
fn a_mistyped_skill_or_question_in_the_interview_is_answered_with_the_nearest() {
    let home = Home::new();
    let lines = [
        "",
        "3",
        ":review",
        "team.hird",
        ":finish",
        "tem: Hire",
        "",
        "",
    ];
    let ran = home.interview("--role em", &lines);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let said = said(&ran.err);
    let question = "there is no question `team.hird`; did you mean `team.hired`?";
    assert!(said.contains(question), "{ran:#?}");
    assert!(
        said.contains("there is no skill `tem` (there are execution,"),
        "{ran:#?}"
    );
    assert!(said.contains("; did you mean `team`?"), "{ran:#?}");
}

#[test]
fn a_mistyped_skill_of_a_log_entry_is_answered_with_the_nearest() {
    let home = Home::new();
    let terminal = Terminal::start(&home, &format!("log --date {TODAY}"), (80, 24));
    let mut terminal = terminal;
    terminal.read("What happened?");
    terminal.line("Hired two");
    terminal.line("");
    terminal.read("Which skill");
    terminal.line("tem");
    terminal.read("there is no skill `tem`; did you mean `team`?");
    terminal.line("team");
    terminal.read("logged in");
    terminal.end().assert_in_order(0);
}

#[test]
fn a_slip_or_a_beginning_finds_the_word_and_another_word_finds_none() {
    let known = SKILLS;
    for (typed, meant) in [
        ("tem", "team"),
        ("Team", "team"),
        ("executoin", "execution"),
        ("exec", "execution"),
        ("aligment", "alignment"),
        ("tastes", "taste"),
    ] {
        assert_eq!(nearest(typed, known), Some(meant), "{typed}");
    }
    for typed in ["", "hiring", "retro", "nope", "boss", "x", "技能"] {
        assert_eq!(nearest(typed, known), None, "{typed}");
    }
}
