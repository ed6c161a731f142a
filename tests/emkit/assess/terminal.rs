//! The interview with prompts, in terminals of several sizes.

mod end_to_end;
mod leaving;
mod navigation;
mod pasting;
mod window;
mod writing;

use serde_json::json;

use crate::support::pty::{
    CTRL_C, CTRL_N, CTRL_Q, CTRL_S, DOWN, ENTER, ESCAPE, Left, SIZES, TAB, Terminal, UP,
};
use crate::support::{Home, answer};

const NOW: &str = "2026-Q4";
const ASSESS: &str = "assess --date 2026-11-20";
const AS_MANAGER: &str = "assess --date 2026-11-20 --role em";
const RESUME: &str = "assess --date 2026-11-20 --resume";
const FRICTION: &str = "execution.friction";
const SHIPPED: &str = "execution.shipped";
const PULLED_IN: &str = "execution.pulled-in";

/// How the anchors of `team.retained` begin.
const ANCHORS: [&str; 5] = [
    "1 A strong person left",
    "2 A strong person left though",
    "3 My strongest people are here",
    "4 I changed something for my",
    "5 My strongest people have all",
];

/// Enters neither a day nor a sign for a focus.
pub(crate) fn leave_day_and_sign(terminal: &mut Terminal) {
    terminal.see("by when?");
    terminal.press(ENTER);
    terminal.see("know it worked if");
    terminal.press(ENTER);
}

/// The terminal is as it was before the program ran.
fn assert_in_order(left: &Left) {
    assert!(left.cursor_is_visible, "the cursor is hidden: {left:#?}");
    assert!(
        left.takes_whole_lines,
        "the terminal is not back in its mode: {left:#?}"
    );
}

/// Leaves at the text of a question and expects a good end.
fn quit(mut terminal: Terminal, progress: &str) {
    terminal.see(progress);
    terminal.line(":quit");
    let left = terminal.end();
    assert_eq!(left.code, 0, "{left:#?}");
    assert_in_order(&left);
}

/// Ends the text of a question and waits for its rating.
fn open_rating(terminal: &mut Terminal, progress: &str) {
    terminal.see(progress);
    terminal.press(TAB);
    terminal.see("1 to 5");
}

/// Ends the questions and goes on from the table to what to work on.
fn open_focus(terminal: &mut Terminal) {
    terminal.line(":finish");
    terminal.see("Where you stand");
    terminal.press(ENTER);
    terminal.see("What will you work on");
}

#[test]
fn role_and_stage_are_chosen_with_the_arrow_keys_at_the_first_run() {
    for size in SIZES {
        let home = Home::new();
        let mut terminal = Terminal::start(&home, ASSESS, size);
        terminal.see("CTO");
        terminal.press(DOWN);
        terminal.press(DOWN);
        terminal.press(UP);
        terminal.press(ENTER);
        terminal.see("Late stage");
        terminal.pick("Series B");
        quit(terminal, "1 of 28");
        let report = home.json(NOW);
        assert_eq!(
            (&report["role"], &report["stage"]),
            (&json!("senior-em"), &json!("series-b"))
        );
    }
}

#[test]
fn evidence_of_two_lines_and_a_rating_chosen_with_the_arrow_keys_are_saved() {
    for size in SIZES {
        let home = Home::new();
        let mut terminal = Terminal::start(&home, AS_MANAGER, size);
        terminal.see("1 of 28");
        terminal.line("The release slipped twice.");
        terminal.line("Both times on review.");
        open_rating(&mut terminal, "1 of 28");
        terminal.line("4");
        quit(terminal, "2 of 28");
        let report = home.json(NOW);
        let text = "The release slipped twice.\nBoth times on review.";
        assert_eq!(answer(&report, FRICTION)["evidence"], text);
        assert_eq!(answer(&report, FRICTION)["rating"], 4);
    }
}

#[test]
fn a_word_mended_in_the_middle_does_not_have_the_text_broken_there() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, AS_MANAGER, SIZES[0]);
    terminal.see("1 of 28");
    terminal.press("The relase slipped twice.");
    terminal.press("\x1b[1;5D\x1b[1;5D\x1b[D\x1b[D\x1b[D\x1b[De");
    terminal.see("The release slipped twice.");
    terminal.press(ENTER);
    open_rating(&mut terminal, "1 of 28");
    terminal.press(CTRL_Q);
    assert_in_order(&terminal.end());
    let report = home.json(NOW);
    assert_eq!(
        answer(&report, FRICTION)["evidence"],
        "The release slipped twice."
    );
}

#[test]
fn what_was_written_stays_on_the_screen_until_it_is_rated() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, AS_MANAGER, (120, 40));
    terminal.see("1 of 28");
    terminal.line("The first line.");
    terminal.line("The second line.");
    open_rating(&mut terminal, "1 of 28");
    let screen = terminal.contents();
    for line in ["The first line.", "The second line."] {
        assert!(screen.contains(line), "no `{line}` on\n{screen}");
    }
}

#[test]
fn all_five_anchors_are_on_the_screen_while_a_rating_is_chosen() {
    for size in SIZES {
        let home = Home::new();
        // The question with the longest anchors, and one thing more to choose.
        home.assessed(
            "2026-Q3",
            "answers: {team.retained: {rating: 3, evidence: In summer.}}\n",
        );
        let edit = format!("{ASSESS} --period 2026-Q4 --edit team.retained");
        let mut terminal = Terminal::start(&home, &edit, size);
        open_rating(&mut terminal, "team.retained");
        terminal.press(DOWN);
        terminal.see("❯ 1");
        let screen = terminal.contents();
        let words = screen.split_whitespace().collect::<Vec<_>>().join(" ");
        for anchor in ANCHORS {
            assert!(
                words.contains(anchor),
                "no `{anchor}` at {size:?} on\n{screen}"
            );
        }
    }
}

#[test]
fn a_pasted_text_of_several_lines_is_one_evidence() {
    for size in SIZES {
        let home = Home::new();
        let mut terminal = Terminal::start(&home, AS_MANAGER, size);
        terminal.see("1 of 28");
        terminal.paste("One thing.\nAnother thing.\nA third thing.");
        terminal.see("A third thing.");
        terminal.line("");
        open_rating(&mut terminal, "1 of 28");
        terminal.line("3");
        quit(terminal, "2 of 28");
        let text = "One thing.\nAnother thing.\nA third thing.";
        assert_eq!(answer(&home.json(NOW), FRICTION)["evidence"], text);
    }
}

#[test]
fn a_pasted_text_with_an_empty_line_in_it_is_one_evidence() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, AS_MANAGER, SIZES[0]);
    terminal.see("1 of 28");
    terminal.paste("A first paragraph.\n\nA second paragraph.");
    terminal.see("second paragraph.");
    terminal.line("");
    open_rating(&mut terminal, "1 of 28");
    terminal.line("3");
    quit(terminal, "2 of 28");
    let text = "A first paragraph.\n\nA second paragraph.";
    assert_eq!(answer(&home.json(NOW), FRICTION)["evidence"], text);
}

#[test]
fn a_line_longer_than_the_screen_is_wide_is_saved_whole() {
    let text = "Zürich 日本語 and on ".repeat(12).trim_end().to_owned();
    for size in SIZES {
        let home = Home::new();
        let mut terminal = Terminal::start(&home, AS_MANAGER, size);
        terminal.see("1 of 28");
        terminal.line(&text);
        open_rating(&mut terminal, "1 of 28");
        terminal.line("3");
        quit(terminal, "2 of 28");
        assert_eq!(answer(&home.json(NOW), FRICTION)["evidence"], text);
    }
}

#[test]
fn a_question_can_be_skipped_not_apply_or_be_gone_back_to() {
    for size in SIZES {
        let home = Home::new();
        let mut terminal = Terminal::start(&home, AS_MANAGER, size);
        terminal.see("1 of 28");
        terminal.line("Kept.");
        open_rating(&mut terminal, "1 of 28");
        terminal.press(CTRL_S);

        open_rating(&mut terminal, "2 of 28");
        terminal.press(CTRL_N);
        terminal.see("Why doesn't this apply");
        terminal.pick("part of my job");
        terminal.see("A word on why");
        terminal.line("Sales owns it.");

        open_rating(&mut terminal, "3 of 28");
        terminal.press(ESCAPE);
        terminal.see("Names and numbers help.");
        // To the rating of the question before, then to its text.
        terminal.press(ESCAPE);
        terminal.see("2 of 28");
        terminal.press(ESCAPE);
        terminal.see("not part of my job");
        terminal.line(":back");
        terminal.see("Kept.");
        open_rating(&mut terminal, "So far: skipped");
        terminal.line("2");
        terminal.see("3 of 28");
        terminal.line(":na no-opportunity");
        quit(terminal, "4 of 28");

        let report = home.json(NOW);
        assert_eq!(answer(&report, FRICTION)["rating"], 2);
        assert_eq!(answer(&report, FRICTION)["evidence"], "Kept.");
        assert_eq!(answer(&report, SHIPPED)["reason"], "out-of-scope");
        assert_eq!(answer(&report, SHIPPED)["note"], "Sales owns it.");
        assert_eq!(answer(&report, PULLED_IN)["reason"], "no-opportunity");
    }
}

#[test]
fn save_and_quit_can_be_chosen_at_a_rating() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, AS_MANAGER, SIZES[0]);
    terminal.see("1 of 28");
    terminal.line("Not rated.");
    open_rating(&mut terminal, "1 of 28");
    terminal.press(CTRL_Q);
    let left = terminal.end();
    assert_eq!(left.code, 0, "{left:#?}");
    assert_in_order(&left);
    assert_eq!(answer(&home.json(NOW), FRICTION)["evidence"], "Not rated.");
}

#[test]
fn ctrl_c_at_the_text_keeps_the_draft_and_says_how_to_go_on() {
    for size in SIZES {
        let home = Home::new();
        let mut terminal = Terminal::start(&home, AS_MANAGER, size);
        terminal.see("1 of 28");
        terminal.line("The first line.");
        terminal.press(CTRL_C);
        let left = terminal.end();
        assert_eq!(left.code, 130, "{left:#?}");
        assert_in_order(&left);
        assert!(left.screen.contains("--resume"), "{left:#?}");
        assert_eq!(
            answer(&home.json(NOW), FRICTION)["evidence"],
            "The first line."
        );

        let mut terminal = Terminal::start(&home, ASSESS, size);
        terminal.see("pick up where you left off");
        terminal.press(ENTER);
        terminal.see("The first line.");
        open_rating(&mut terminal, "1 of 28");
        terminal.line("3");
        quit(terminal, "2 of 28");
        let report = home.json(NOW);
        assert_eq!(answer(&report, FRICTION)["evidence"], "The first line.");
        assert_eq!(answer(&report, FRICTION)["rating"], 3);
    }
}

#[test]
fn ctrl_c_at_the_rating_keeps_the_draft_and_says_how_to_go_on() {
    for size in SIZES {
        let home = Home::new();
        let mut terminal = Terminal::start(&home, AS_MANAGER, size);
        terminal.see("1 of 28");
        terminal.line("Not rated yet.");
        open_rating(&mut terminal, "1 of 28");
        terminal.press(CTRL_C);
        let left = terminal.end();
        assert_eq!(left.code, 130, "{left:#?}");
        assert_in_order(&left);
        assert!(left.screen.contains("--resume"), "{left:#?}");

        let mut terminal = Terminal::start(&home, RESUME, size);
        terminal.see("Not rated yet.");
        open_rating(&mut terminal, "1 of 28");
        terminal.line("4");
        quit(terminal, "2 of 28");
        let report = home.json(NOW);
        assert_eq!(answer(&report, FRICTION)["evidence"], "Not rated yet.");
        assert_eq!(answer(&report, FRICTION)["rating"], 4);
    }
}

#[test]
fn ctrl_c_at_the_choice_of_a_role_puts_the_terminal_back_in_order() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, ASSESS, SIZES[0]);
    terminal.see("CTO");
    terminal.press(CTRL_C);
    let left = terminal.end();
    assert_eq!(left.code, 130, "{left:#?}");
    assert_in_order(&left);
}

#[test]
fn ctrl_c_while_an_answer_is_being_saved_is_not_lost() {
    for _ in 0..5 {
        let home = Home::new();
        let mut terminal = Terminal::start(&home, AS_MANAGER, SIZES[0]);
        terminal.see("1 of 28");
        terminal.line(":skip");
        terminal.until_saved(&home.file("drafts", NOW));
        terminal.press(CTRL_C);
        let left = terminal.end();
        assert_eq!(left.code, 130, "{left:#?}");
        assert_in_order(&left);
        assert_eq!(answer(&home.json(NOW), FRICTION)["state"], "skipped");
    }
}

#[test]
fn a_program_that_is_told_to_end_at_the_text_keeps_the_draft() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, AS_MANAGER, SIZES[0]);
    terminal.see("1 of 28");
    terminal.line("The first line.");
    terminal.signal("TERM");
    let left = terminal.end();
    assert_in_order(&left);
    assert!(left.screen.contains("--resume"), "{left:#?}");
    assert_eq!(
        answer(&home.json(NOW), FRICTION)["evidence"],
        "The first line."
    );
    assert_eq!(left.code, 143, "{left:#?}");
}

#[test]
fn a_program_that_is_told_to_end_at_the_rating_keeps_the_draft() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, AS_MANAGER, SIZES[0]);
    terminal.see("1 of 28");
    terminal.line("The first line.");
    open_rating(&mut terminal, "1 of 28");
    terminal.signal("TERM");
    let left = terminal.end();
    assert_in_order(&left);
    assert!(left.screen.contains("--resume"), "{left:#?}");
    assert_eq!(
        answer(&home.json(NOW), FRICTION)["evidence"],
        "The first line."
    );
    assert_eq!(left.code, 143, "{left:#?}");
}

#[test]
fn a_short_interview_ends_with_the_focus_and_the_table() {
    for size in SIZES {
        let home = Home::new();
        let mut terminal = Terminal::start(&home, AS_MANAGER, size);
        terminal.see("1 of 28");
        terminal.line("Shown.");
        open_rating(&mut terminal, "1 of 28");
        terminal.line("4");
        terminal.see("2 of 28");
        open_focus(&mut terminal);
        terminal.pick("something else");
        terminal.see("Which skill");
        terminal.pick("Team");
        terminal.see("what will you do");
        terminal.line("One talk a week.");
        leave_day_and_sign(&mut terminal);
        terminal.see("Chosen: Team");
        terminal.pick("that's it");
        terminal.see("18 months");
        terminal.line("One person knows the ledger.");
        terminal.line("");
        terminal.see("top of your review");
        terminal.press(ENTER);
        let left = terminal.end();
        assert_eq!(left.code, 0, "{left:#?}");
        assert_in_order(&left);
        assert!(left.screen.contains("Timescales"), "{left:#?}");
        let report = home.json(NOW);
        assert_eq!(report["status"], "finished");
        assert_eq!(
            report["focus"],
            json!([{"skill": "team", "action": "One talk a week.", "by": null, "sign": null}])
        );
        assert_eq!(report["closing"]["text"], "One person knows the ledger.");
    }
}

#[test]
fn after_core_a_person_may_stop_for_the_day() {
    let home = Home::new();
    home.interview("--role em", &[&[":skip"; 14][..], &[":quit"]].concat());
    let mut terminal = Terminal::start(&home, RESUME, SIZES[0]);
    terminal.see("15 of 28");
    terminal.line(":skip");
    terminal.see("stop");
    terminal.pick("another day");
    let left = terminal.end();
    assert_eq!(left.code, 0, "{left:#?}");
    assert_eq!(home.json(NOW)["status"], "draft");
}

#[test]
fn the_review_leads_to_any_answer_and_back() {
    let home = Home::new();
    home.assessed(
        NOW,
        "answers: {execution.friction: {rating: 4, evidence: As it was.}}\n",
    );
    let mut terminal = Terminal::start(&home, ASSESS, (120, 40));
    terminal.see("Your answers");
    terminal.line(FRICTION);
    open_rating(&mut terminal, "As it was.");
    terminal.line("5");
    terminal.see("Your answers");
    open_focus(&mut terminal);
    terminal.pick("nothing for now");
    terminal.see("18 months");
    terminal.line("");
    terminal.see("top of your review");
    terminal.press(ENTER);
    let left = terminal.end();
    assert_eq!(left.code, 0, "{left:#?}");
    let report = home.json(NOW);
    assert_eq!(report["status"], "finished");
    assert_eq!(answer(&report, FRICTION)["rating"], 5);
    assert_eq!(answer(&report, FRICTION)["evidence"], "As it was.");
}
