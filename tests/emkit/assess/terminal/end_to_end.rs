//! Whole interviews, from the first question to the finished assessment.

use serde_json::Value;

use crate::assess::quick;
use crate::support::pty::{CTRL_N, CTRL_P, CTRL_S, ENTER, SIZES, TAB, Terminal};
use crate::support::{Home, TODAY};

use super::{AS_MANAGER, NOW, leave_day_and_sign, open_focus};

const BRIEF: &str = "assess --rubric ./rubric.yaml --role lead --date 2026-11-20";

/// What a small interview comes to, as a file of answers.
const ANSWERS: &str = "\
answers:
  one.a: {rating: 5, evidence: \"The first line.\\nThe second.\"}
  one.b: {evidence: Kept.}
  one.c: {not_applicable: out-of-scope, note: Sales owns it.}
  two.d: {rating: 3, evidence: About a person., private: true}
  two.e: {rating: 1, evidence: Twice.}
focus:
  - {skill: two, action: Do one thing. Each Monday.}
  - {skill: one, action: Ask more.}
";

/// The questions about people.
const SENSITIVE: [&str; 4] = [
    "team.retained",
    "alignment.disappointed",
    "alignment.follow",
    "taste.counterpart",
];

/// The same assessment from a file of answers under the small rubric.
fn from_file() -> Value {
    let home = quick::home();
    home.emkit("assess --rubric ./rubric.yaml --role lead --answers -")
        .and(&["--date", TODAY])
        .stdin(ANSWERS)
        .ok();
    quick::report(&home)
}

fn write(terminal: &mut Terminal, question: &str, text: &str) {
    terminal.see(&format!("How is {question}?"));
    terminal.paste(text);
    terminal.press(ENTER);
    terminal.press(ENTER);
}

fn rate(terminal: &mut Terminal, question: &str, rating: &str) {
    terminal.see(&format!("{question} stands at 1"));
    terminal.press(rating);
    terminal.see(&format!("❯ {rating}"));
    terminal.press(ENTER);
}

/// From the review to the end: one thing that was suggested, one of one's own.
fn end(mut terminal: Terminal) {
    terminal.see("Your answers");
    open_focus(&mut terminal);
    terminal.pick("two: Do one thing.");
    terminal.see("what will you do");
    terminal.line(" Each Monday.");
    leave_day_and_sign(&mut terminal);
    terminal.see("Chosen: The two");
    terminal.press("2\r");
    terminal.see("Which skill");
    terminal.pick("The one");
    terminal.see("what will you do");
    terminal.line("Ask more.");
    leave_day_and_sign(&mut terminal);
    terminal.see("top of your review");
    terminal.press(ENTER);
    let left = terminal.end();
    left.assert_in_order(0);
    assert!(left.screen.contains("is finished and saved"), "{left:#?}");
}

#[test]
fn a_whole_interview_comes_to_the_same_as_a_file_of_answers() {
    let expected = from_file();
    for size in SIZES {
        let home = quick::home();
        let mut terminal = Terminal::start(&home, BRIEF, size);
        write(&mut terminal, "a", "The first line.\nThe second.");
        rate(&mut terminal, "a", "4");
        terminal.see("How is b?");
        terminal.press("Kept.");
        terminal.press(CTRL_S);
        terminal.see("How is c?");
        terminal.press(CTRL_N);
        terminal.see("Why doesn't this apply");
        terminal.pick("part of my job");
        terminal.see("A word on why");
        terminal.line("Sales owns it.");
        terminal.see("A good place to stop");
        terminal.pick("go on");
        terminal.see("How is d?");
        terminal.press(CTRL_P);
        write(&mut terminal, "d", "About a person.");
        rate(&mut terminal, "d", "3");
        write(&mut terminal, "e", "Twice.");
        rate(&mut terminal, "e", "1");
        // The review leads back to an answer.
        terminal.see("Your answers");
        terminal.line("one.a");
        terminal.see("So far: 4");
        terminal.press(TAB);
        rate(&mut terminal, "a", "5");
        end(terminal);
        assert_eq!(quick::report(&home), expected, "{size:?}");
    }
}

#[test]
fn a_whole_interview_with_the_ratings_first_comes_to_the_same() {
    let expected = from_file();
    for size in SIZES {
        let home = quick::home();
        let mut terminal = Terminal::start(&home, &format!("{BRIEF} --quick"), size);
        rate(&mut terminal, "a", "5");
        terminal.see("b stands at 1");
        terminal.press(CTRL_S);
        terminal.see("c stands at 1");
        terminal.press(CTRL_N);
        terminal.see("Why doesn't this apply");
        terminal.pick("part of my job");
        terminal.see("A word on why");
        terminal.line("Sales owns it.");
        terminal.see("d stands at 1");
        terminal.press(CTRL_P);
        rate(&mut terminal, "d", "3");
        rate(&mut terminal, "e", "1");
        write(&mut terminal, "a", "The first line.\nThe second.");
        write(&mut terminal, "d", "About a person.");
        // What was not asked for can be written all the same.
        for (id, text) in [("one.b", "Kept."), ("two.e", "Twice.")] {
            terminal.see("Your answers");
            terminal.line(id);
            terminal.see(id);
            match id {
                "one.b" => {
                    terminal.press(text);
                    terminal.press(CTRL_S);
                }
                _ => {
                    write(&mut terminal, "e", text);
                    rate(&mut terminal, "e", "1");
                }
            }
        }
        end(terminal);
        assert_eq!(quick::report(&home), expected, "{size:?}");
    }
}

#[test]
fn all_28_questions_are_asked_and_their_answers_kept() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, AS_MANAGER, SIZES[0]);
    let rating = |number: usize| number % 5 + 1;
    for number in 1..=28 {
        terminal.see(&format!("{number} of 28 ·"));
        terminal.line(&format!("What happened, number {number}."));
        terminal.press(ENTER);
        terminal.see("1 to 5");
        terminal.line(&rating(number).to_string());
        if number == 15 {
            terminal.see("A good place to stop");
            terminal.pick("go on");
        }
    }
    terminal.see("Every question has an answer");
    open_focus(&mut terminal);
    terminal.pick("nothing for now; go on");
    terminal.see("18 months");
    terminal.press(TAB);
    terminal.see("top of your review");
    terminal.press(ENTER);
    terminal.end().assert_in_order(0);

    let report = home.json(NOW);
    let skills = report["skills"].as_array().expect("skills").iter();
    let ids: Vec<_> = skills
        .flat_map(|skill| skill["answers"].as_array().expect("answers"))
        .map(|answer| answer["id"].as_str().expect("an id"))
        .collect();
    assert_eq!(ids.len(), 28);
    let mut answers = "answers:\n".to_owned();
    for (number, id) in (1..).zip(ids) {
        let rating = rating(number);
        // Answers about people start private in an interview.
        let private = SENSITIVE.contains(&id);
        answers += &format!(
            "  {id}: {{rating: {rating}, evidence: \"What happened, number {number}.\", private: {private}}}\n"
        );
    }
    let other = Home::new();
    other.assessed(NOW, &answers);
    assert_eq!(report, other.json(NOW));
}
