//! The open question at the end: asked by stage, kept, exported and shown next time.

use std::fs;

use serde_json::Value;

use crate::support::{Home, Ran};

const NOW: &str = "2026-Q4";
const BEFORE: &str = "2026-Q3";
const RISK: &str = "One person knows the ledger.\nNobody plans beyond March.";

/// Finishes without an answer, chooses no focus and writes these lines at the end.
fn finished(home: &Home, arguments: &str, closing: &[&str]) -> Ran {
    let lines = [&[":finish", ""][..], closing].concat();
    let ran = home.interview(&format!("--role em {arguments}"), &lines);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    ran
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn it_comes_last_and_its_lines_end_with_an_empty_one() {
    let home = Home::new();
    let mut lines: Vec<_> = RISK.lines().collect();
    lines.push("");
    let ran = finished(&home, "", &lines);
    let asked = words(&ran.err);
    let focus = asked.find("What will you work on").expect("the focus");
    let closing = asked.find("Looking 18 months ahead").expect("the question");
    assert!(focus < closing, "{ran:#?}");
    let report = home.json(NOW);
    assert_eq!(report["closing"]["text"], RISK);
    assert!(
        report["closing"]["ask"]
            .as_str()
            .is_some_and(|ask| ask.ends_with('?'))
    );
}

#[test]
fn it_is_put_in_the_words_of_the_stage() {
    let home = Home::new();
    let ran = finished(&home, "--stage series-c", &[""]);
    assert!(
        words(&ran.err).contains("As you grow over the next 18 months"),
        "{ran:#?}"
    );
}

#[test]
fn nothing_said_is_nothing_kept() {
    let home = Home::new();
    finished(&home, "", &[]);
    assert_eq!(
        home.json(NOW).get("closing"),
        Some(&serde_json::Value::Null)
    );
    assert!(!home.emkit("show").ok().out.contains("Looking ahead"));
    let file = fs::read_to_string(home.file("assessments", NOW)).expect("a file");
    assert!(!file.contains("closing"), "{file}");
}

#[test]
fn what_was_said_is_shown_exported_and_handed_back() {
    let home = Home::new();
    finished(
        &home,
        "",
        &["One person knows the <b>ledger</b>.", "# Not a heading", ""],
    );
    let shown = home.emkit("show").ok().out;
    assert!(shown.contains("Looking ahead"), "{shown}");
    assert!(shown.contains("# Not a heading"), "{shown}");
    let plain = home.emkit("show --accessible").ok().out;
    assert!(plain.contains("Looking ahead, "), "{plain}");
    let review = home.emkit("export").ok().out;
    assert!(
        review.contains("## Looking ahead\n\n> One person"),
        "{review}"
    );
    assert!(review.contains("> \\# Not a heading"), "{review}");
    assert!(review.contains("\\<b>ledger"), "{review}");
    let again = home
        .emkit("assess --print-answers --date 2026-11-20")
        .ok()
        .out;
    assert!(again.contains("\nclosing: "), "{again}");
    let other = Home::new();
    other
        .emkit("assess --answers - --date 2026-11-20")
        .stdin(again)
        .ok();
    assert_eq!(other.json(NOW)["closing"], home.json(NOW)["closing"]);
}

#[test]
fn next_time_it_is_asked_with_what_was_said_last_time() {
    let home = Home::new();
    finished(&home, &format!("--period {BEFORE}"), &["The ledger.", ""]);
    let ran = finished(&home, "", &[""]);
    assert!(
        ran.err.contains("Last time you wrote:\n  | The ledger."),
        "{ran:#?}"
    );
    assert_eq!(
        home.json(NOW).get("closing"),
        Some(&serde_json::Value::Null)
    );
}

#[test]
fn a_line_of_it_is_safe_before_the_end() {
    let home = Home::new();
    let ran = home.interview("--role em", &[":finish", "", "The ledger.", ":quit"]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert_eq!(home.json(NOW)["status"], "draft");
    assert_eq!(home.json(NOW)["closing"]["text"], "The ledger.");
    let ran = home.interview("--resume", &[":finish", "", "", ""]);
    assert!(ran.err.contains("So far:\n  | The ledger."), "{ran:#?}");
    assert_eq!(home.json(NOW)["closing"]["text"], "The ledger.");
}

#[test]
fn words_for_a_stage_that_is_not_there_are_refused_by_line() {
    let home = Home::new();
    let rubric = include_str!("../../../rubric/eight-skills.yaml");
    home.write(
        "eight-skills.yaml",
        rubric.replace("\n    late: What", "\n    later: What"),
    );
    let ran = home.emkit("rubric check eight-skills.yaml").fails(1);
    assert!(ran.err.contains("there is no stage `later`"), "{ran:#?}");
    home.write(
        "eight-skills.yaml",
        format!("{}.\n", rubric.trim_end().trim_end_matches('?')),
    );
    let ran = home.emkit("rubric check eight-skills.yaml").fails(1);
    assert!(
        ran.err.contains("does not end with a question mark"),
        "{ran:#?}"
    );
}

#[test]
fn words_that_look_like_yaml_come_back_from_an_answers_file() {
    for words in [
        ": \u{202e}then @",
        "one\n\n\n",
        "a: \u{1b}[31m",
        "{no",
        "# not",
    ] {
        let home = Home::new();
        let yaml = serde_json::json!({"answers": {}, "closing": words});
        home.assessed(NOW, &yaml.to_string());
        let before = home.text("assessments", NOW);
        let printed = home.emkit("assess --print-answers --date 2026-11-20").ok();
        home.emkit("assess --answers - --fresh --date 2026-11-20")
            .stdin(&printed.out)
            .ok();
        assert_eq!(home.text("assessments", NOW), before, "{}", printed.out);
    }
}

/// A finished assessment with two things to work on and a closing answer, said in plain lines.
fn chosen(home: &Home, lines: &[&str]) -> Value {
    let lines = [&[":finish"][..], lines].concat();
    let ran = home.interview("--role em", &lines);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let file = fs::read_to_string(home.file("assessments", NOW)).expect("a file");
    serde_json::json!([
        file.contains("action: One.\n  private: true\n"),
        file.contains("action: Two.\n  private: true\n"),
        file.contains("closing:\n  text: The ledger.\n  private: true\n"),
        file.contains("closing: The ledger.\n"),
    ])
}

#[test]
fn a_line_marks_what_was_said_before_it_as_private() {
    let marked = |lines: &[&str]| chosen(&Home::new(), lines);
    let (one, two, text) = ("team: One.", "taste: Two.", "The ledger.");
    for (lines, expected) in [
        (vec![one, two, text, ""], [false, false, false, true]),
        (
            vec![one, ":private", two, text, ""],
            [true, false, false, true],
        ),
        // With the second focus the closing question comes up by itself.
        (
            vec![one, two, ":private", text, ""],
            [false, true, false, true],
        ),
        (
            vec![one, two, ":private", ":share", text, ""],
            [false, false, false, true],
        ),
        (
            vec![one, "", text, ":private", ""],
            [false, false, true, false],
        ),
        (
            vec![one, "", text, ":private", ":share", ""],
            [false, false, false, true],
        ),
        (
            vec![one, "", ":private", text, ""],
            [false, false, true, false],
        ),
        (
            vec![":private", one, "", text, ""],
            [false, false, false, true],
        ),
    ] {
        assert_eq!(marked(&lines), serde_json::json!(expected), "{lines:?}");
    }
}

#[test]
fn a_private_focus_is_private_still_when_its_outcome_is_told() {
    let home = Home::new();
    home.assessed(
        BEFORE,
        "answers: {team.hired: 3}\nfocus: [{skill: team, action: Talk to Ana., private: true}]\n",
    );
    let ran = home.interview("--role em", &["2", "She said no.", ":finish", "", ""]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert!(ran.err.contains("Talk to Ana."), "{ran:#?}");
    let last = &home.json(NOW)["last_focus"];
    let expected = serde_json::json!([
        {"skill": "team", "action": null, "outcome": "partly", "note": null, "by": null, "sign": null}
    ]);
    assert_eq!(last, &expected);
    let again = home
        .emkit("assess --print-answers --date 2026-11-20")
        .ok()
        .out;
    assert!(again.contains("private: true"), "{again}");
    home.write("again.yaml", again);
    home.emkit("assess --answers again.yaml --fresh --date 2026-11-20")
        .ok();
    assert_eq!(home.json(NOW)["last_focus"], expected);
}

#[test]
fn a_private_closing_answer_comes_back_from_the_file_that_is_printed() {
    let home = Home::new();
    let answers = "answers: {team.hired: 3}\nclosing: {text: The ledger., private: true}\n";
    home.assessed(NOW, answers);
    assert_eq!(home.json(NOW).get("closing"), Some(&Value::Null));
    let printed = home
        .emkit("assess --print-answers --date 2026-11-20")
        .ok()
        .out;
    assert!(
        printed.contains("\nclosing:\n  text: The ledger.\n  private: true\n"),
        "{printed}"
    );
}
