//! The ways about an interview: back, aside, over lists, and what each of them keeps.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};

use crate::support::pty::{
    CTRL_C, CTRL_N, CTRL_P, CTRL_Q, CTRL_R, CTRL_S, CTRL_T, CTRL_Z, ENTER, ESCAPE, F1, SIZES, TAB,
    Terminal,
};
use crate::support::screen_fixtures::{SCENES, Shown};
use crate::support::screens::settle;
use crate::support::{Home, answer};

use super::{
    AS_MANAGER, ASSESS, FRICTION, NOW, SHIPPED, leave_day_and_sign, open_focus, open_rating, quit,
};

const SIZE: (u16, u16) = SIZES[0];

#[test]
fn back_and_forth_keeps_every_text() {
    for size in SIZES {
        let home = Home::new();
        let mut terminal = Terminal::start(&home, AS_MANAGER, size);
        terminal.see("1 of 28");
        terminal.press("Half of one");
        terminal.press(ESCAPE);
        terminal.see("this is the first thing asked");
        terminal.press(".");
        terminal.press("\t");
        terminal.see("1 to 5");
        terminal.press(ESCAPE);
        terminal.see("Names and numbers help.");
        terminal.press("\t");
        terminal.see("1 to 5");
        terminal.press("4\r");
        terminal.see("2 of 28");
        terminal.press("Half of two");
        terminal.press(ESCAPE);
        terminal.see("❯ 4");
        terminal.press(ESCAPE);
        terminal.see("So far: 4");
        // The text is as it was, and Enter twice goes on to where the person came from.
        terminal.see("❯ Half of one.");
        terminal.line("");
        terminal.press(ENTER);
        terminal.see("❯ 4");
        terminal.press(ENTER);
        terminal.see("❯ Half of two");
        terminal.press(CTRL_Q);
        terminal.end().assert_in_order(0);
        let report = home.json(NOW);
        assert_eq!(answer(&report, FRICTION)["evidence"], "Half of one.");
        assert_eq!(answer(&report, FRICTION)["rating"], 4);
        assert_eq!(answer(&report, SHIPPED)["evidence"], "Half of two");
    }
}

#[test]
fn a_question_that_is_skipped_keeps_the_line_being_typed() {
    for size in SIZES {
        let home = Home::new();
        let mut terminal = Terminal::start(&home, AS_MANAGER, size);
        terminal.see("1 of 28");
        terminal.line("Whole.");
        terminal.press("Half a li");
        terminal.press(CTRL_S);
        quit(terminal, "2 of 28");
        let report = home.json(NOW);
        assert_eq!(answer(&report, FRICTION)["state"], "skipped");
        assert_eq!(answer(&report, FRICTION)["evidence"], "Whole.\nHalf a li");
    }
}

#[test]
fn private_is_switched_on_and_off_at_the_text_and_at_the_rating() {
    for size in SIZES {
        let home = Home::new();
        let mut terminal = Terminal::start(&home, AS_MANAGER, size);
        terminal.see("1 of 28");
        terminal.press("About Ana");
        terminal.press(CTRL_P);
        terminal.see("it stays out of exports");
        terminal.press(CTRL_P);
        terminal.see("no longer private");
        terminal.press(".\t");
        terminal.see("1 to 5");
        terminal.press(CTRL_P);
        terminal.see("| About Ana. · private");
        terminal.press("3\r");
        quit(terminal, "2 of 28");
        let report = home.json(NOW);
        assert_eq!(answer(&report, FRICTION)["private"], true);
        assert_eq!(report["withheld"], 1);
    }
}

#[test]
fn esc_leads_out_of_each_dialog_and_nothing_has_changed() {
    for size in SIZES {
        let home = Home::new();
        let mut terminal = Terminal::start(&home, AS_MANAGER, size);
        terminal.see("1 of 28");
        terminal.press("Half a li");
        terminal.press(CTRL_N);
        terminal.see("Why doesn't this apply");
        terminal.press(ENTER);
        terminal.see("choose one first");
        terminal.press("2\r");
        terminal.see("A word on why");
        terminal.press("Half a note");
        terminal.press(ESCAPE);
        terminal.see("Why doesn't this apply");
        terminal.press(ESCAPE);
        terminal.see("❯ Half a li");
        terminal.press("ne.");
        terminal.press(CTRL_Q);
        terminal.end().assert_in_order(0);
        let report = home.json(NOW);
        assert_ne!(answer(&report, FRICTION)["state"], "not_applicable");
        assert_eq!(answer(&report, FRICTION)["evidence"], "Half a line.");
    }
}

fn last_quarter(rating: u8) -> Home {
    let home = Home::new();
    let answer = format!("{{rating: {rating}, evidence: Reviews wait.}}");
    let answers = format!("answers: {{execution.friction: {answer}}}\n");
    home.assessed("2026-Q3", &answers);
    home
}

#[test]
fn reused_evidence_is_taken_with_a_key_and_is_not_new() {
    for size in SIZES {
        let home = last_quarter(5);
        let mut terminal = Terminal::start(&home, ASSESS, size);
        open_rating(&mut terminal, "1 of 28");
        terminal.see("Last time you wrote:");
        terminal.press(CTRL_T);
        terminal.see("added what you wrote last time");
        terminal.press("3\r");
        terminal.see("last time 5");
        terminal.press(CTRL_R);
        terminal.see("Your answers");
        open_focus(&mut terminal);
        terminal.pick("nothing for now");
        terminal.see("18 months");
        terminal.press(TAB);
        terminal.see("top of your review");
        terminal.press(ENTER);
        terminal.end().assert_in_order(0);
        assert_eq!(
            answer(&home.json(NOW), FRICTION)["evidence"],
            "Reviews wait."
        );
        let skills = &home.diff("")["skills"];
        let moved = json!([{"id": FRICTION, "from": 5, "to": 3, "new_evidence": false}]);
        assert_eq!(skills[0]["questions"], moved);
    }
}

#[test]
fn no_screen_before_the_rating_depends_on_the_old_one() {
    let homes = [last_quarter(5), last_quarter(1)];
    let [mut one, mut other] = homes
        .each_ref()
        .map(|home| Terminal::start(home, ASSESS, SIZE));
    let steps = [
        ("", "1 of 28"),
        ("Mine.", "❯ Mine."),
        (CTRL_R, "Your answers"),
        (ESCAPE, "❯ Mine."),
        ("\t", "Last time you wrote:"),
        ("2", "❯ 2"),
        (F1, "any key to go on"),
        (ESCAPE, "❯ 2"),
    ];
    for (keys, seen) in steps {
        for terminal in [&mut one, &mut other] {
            terminal.press(keys);
            terminal.see(seen);
        }
        one.until(&other.picture(), |one| one.picture() == other.picture());
    }
    for (mut terminal, rating) in [(one, 5), (other, 1)] {
        terminal.press(ENTER);
        terminal.see(&format!("last time {rating}"));
    }
}

#[test]
fn commands_are_typed_at_a_text_at_a_rating_and_in_the_review() {
    for place in ["text", "rating", "review"] {
        for command in [":finish", ":quit", ":review"] {
            let home = Home::new();
            let mut terminal = Terminal::start(&home, AS_MANAGER, SIZE);
            terminal.see("1 of 28");
            terminal.line("Kept.");
            match place {
                "rating" => open_rating(&mut terminal, "1 of 28"),
                "review" => {
                    terminal.press(CTRL_R);
                    terminal.see("Your answers");
                }
                _ => {}
            }
            terminal.press(command);
            terminal.see(command);
            terminal.press(ENTER);
            match command {
                ":finish" => terminal.see("Where you stand"),
                ":review" => terminal.see("Your answers"),
                _ => {}
            }
            if command != ":quit" {
                terminal.press(CTRL_Q);
            }
            terminal.end().assert_in_order(0);
            let report = home.json(NOW);
            assert_eq!(answer(&report, FRICTION)["evidence"], "Kept.");
            assert_eq!(answer(&report, FRICTION)["rating"], Value::Null);
        }
    }
}

#[test]
fn help_opens_at_every_screen_and_gives_it_back() {
    // A word on the last key goes with the next one.
    const WITH_A_WORD: [&str; 4] = ["private", "refusal", "nothing-marked", "editor-failed"];
    for (name, _, reach) in SCENES {
        let mut shown = reach(SIZE);
        settle(name, SIZE, &shown);
        let Shown::Open(_, terminal) = &mut shown else {
            continue;
        };
        if name == "help" {
            continue;
        }
        terminal.press(F1);
        terminal.see("any key to go on");
        terminal.press(" ");
        if WITH_A_WORD.contains(&name) {
            terminal.see("F1 all keys");
        } else {
            settle(name, SIZE, &shown);
        }
    }
}

/// An interview whose store takes nothing any more once a line is typed.
fn unwritable(home: &Home) -> Terminal {
    let mut terminal = Terminal::start(home, AS_MANAGER, SIZE);
    terminal.see("1 of 28");
    home.block_drafts();
    terminal.line("Not to be lost.");
    terminal.see("What now?");
    terminal.see("print your answers here");
    assert!(terminal.contents().contains("error: could not"));
    assert!(terminal.contents().contains("NOT saved"));
    terminal
}

#[test]
fn a_save_that_fails_can_be_tried_again_and_the_text_goes_on() {
    let home = Home::new();
    let mut terminal = unwritable(&home);
    fs::remove_file(home.store().join("drafts")).expect("out of the way");
    terminal.press(ENTER);
    terminal.see("Not to be lost.");
    terminal.see("F1 all keys");
    terminal.press("And more.");
    terminal.press(CTRL_Q);
    terminal.end().assert_in_order(0);
    assert_eq!(
        answer(&home.json(NOW), FRICTION)["evidence"],
        "Not to be lost.\nAnd more."
    );
}

#[test]
fn a_save_that_fails_for_good_leaves_the_words_in_a_file_or_on_the_screen() {
    for (choice, code) in [("write your answers to", 1), ("print your answers here", 1)] {
        let home = Home::new();
        let mut terminal = unwritable(&home);
        terminal.pick(choice);
        let left = terminal.end();
        left.assert_in_order(code);
        let copy = home.path().join("emkit-2026-Q4-draft.yaml");
        if let Ok(copy) = fs::metadata(&copy) {
            assert_eq!(copy.permissions().mode() & 0o777, 0o600);
        }
        let there = fs::read_to_string(copy).unwrap_or(left.screen);
        assert!(there.contains("Not to be lost."), "{choice}: {there}");
    }
    let home = Home::new();
    let mut terminal = unwritable(&home);
    terminal.press(CTRL_C);
    let left = terminal.end();
    left.assert_in_order(130);
    assert!(left.screen.contains("Not to be lost."), "{left:#?}");
}

#[test]
fn ctrl_z_gives_the_shell_its_terminal_and_going_on_gives_the_screen_back() {
    let begun = [
        ("Half a li", "❯ Half a li"),
        ("Mine.\t", "1 to 5"),
        (F1, "any key to go on"),
        (CTRL_R, "Your answers"),
        (CTRL_N, "Why doesn't this apply"),
    ];
    for (keys, seen) in begun {
        let home = Home::new();
        let script = format!(
            "\"$EMKIT\" {AS_MANAGER}; stty -a | grep -q ' icanon' && echo it is stopped; read go; fg"
        );
        let environment = [("PATH", "/usr/bin:/bin")];
        let mut terminal = Terminal::shell(&home, &script, SIZE, &environment);
        terminal.see("1 of 28");
        terminal.press(keys);
        terminal.see(seen);
        terminal.press(CTRL_Z);
        terminal.read("it is stopped");
        assert!(!terminal.contents().contains(seen));
        assert!(terminal.cursor().is_some());
        terminal.line("go");
        terminal.see(seen);
        terminal.press(CTRL_C);
        terminal.end().assert_in_order(130);
    }
}

#[test]
fn a_command_at_the_note_on_the_last_focus_does_not_take_the_note() {
    let home = Home::new();
    let focus = "focus: [{skill: clarity, action: Publish.}]\n";
    home.assessed("2026-Q3", &format!("answers: {{}}\n{focus}"));
    let mut terminal = Terminal::start(&home, ASSESS, SIZE);
    terminal.see("Last time you chose");
    terminal.press("2\r");
    terminal.see("in a line");
    terminal.line(":help");
    terminal.see("any key to go on");
    terminal.press(" ");
    terminal.see("in a line");
    terminal.line("Three of six.");
    quit(terminal, "1 of 28");
    let report = home.json(NOW);
    assert_eq!(report["last_focus"][0]["note"], "Three of six.");
}

#[test]
fn a_key_makes_a_focus_and_the_closing_answer_private_and_takes_it_back() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, AS_MANAGER, SIZES[0]);
    terminal.see("1 of 28");
    open_focus(&mut terminal);
    for (skill, action) in [("Team", "One talk a week."), ("Taste", "Ask openly.")] {
        terminal.see("something else");
        terminal.press("1\r");
        terminal.see("Which skill");
        terminal.pick(skill);
        terminal.see("what will you do");
        terminal.press(CTRL_P);
        terminal.see("Private: it stays out");
        if skill == "Taste" {
            terminal.press(CTRL_P);
            terminal.see("Ctrl-P private");
        }
        terminal.line(action);
        leave_day_and_sign(&mut terminal);
    }
    terminal.see("18 months");
    terminal.press("The ledger.");
    terminal.press(CTRL_P);
    terminal.see("Private: it stays out");
    terminal.press("\t");
    terminal.see("top of your review");
    terminal.press(ENTER);
    assert_eq!(terminal.end().code, 0);
    let report = home.json(NOW);
    assert_eq!(
        report["focus"],
        json!([{"skill": "team", "action": null, "by": null, "sign": null},
            {"skill": "taste", "action": "Ask openly.", "by": null, "sign": null}])
    );
    assert_eq!(report.get("closing"), Some(&json!(null)));
    let shown = home.emkit("show --include-private").ok().out;
    assert!(shown.contains("One talk a week.") && shown.contains("The ledger."));
}

#[test]
fn the_review_says_of_letters_that_begin_no_id_that_they_do_and_takes_the_next() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, AS_MANAGER, (80, 24));
    terminal.see("1 of 28");
    terminal.press(CTRL_R);
    terminal.see("Your answers");
    terminal.press("7");
    terminal.see("nothing here starts with `7`");
    terminal.press("team.p");
    terminal.see("❯ team.peers");
    terminal.press(CTRL_Q);
    terminal.end();
}
