//! Where somebody new would stumble: what is said before the first question, and in which form.

use std::fs;

use crate::support::pty::{CTRL_Q, ENTER, ESCAPE, F1, Terminal};
use crate::support::{Home, TODAY, answer};

#[test]
fn the_scale_and_the_clusters_are_told_before_the_first_question() {
    let home = Home::new();
    let ran = home.interview("--role em", &[":quit"]);
    let (before, _) = ran.err.split_once("1 of 28").expect("a question");
    for line in [
        "\n1 absent: ",
        "\n2 thin: ",
        "\n3 solid: ",
        "\n4 strong: ",
        "\n5 exceptional: ",
        "\nBetween two steps, take the lower.\n",
    ] {
        assert_eq!(before.matches(line).count(), 1, "{before}");
    }
    assert!(
        before.contains("\nCore: ") && before.contains("\nGrowth: "),
        "{before}"
    );
    assert!(
        !before.contains("minute") && !before.contains("hour"),
        "{before}"
    );
}

#[test]
fn the_opening_screen_has_the_scale_and_where_there_is_room_the_clusters() {
    for (size, has_clusters) in [((80, 24), true), ((60, 24), true), ((60, 20), false)] {
        for arguments in ["", "--role em"] {
            let home = Home::new();
            let arguments = format!("assess {arguments} --date {TODAY}");
            let mut terminal = Terminal::start(&home, &arguments, size);
            if !arguments.contains("--role") {
                terminal.see("Which role");
                terminal.press(ENTER);
                terminal.see("Which stage");
                terminal.press(ENTER);
            }
            terminal.see("1 of 28");
            let screen = terminal.contents();
            for label in ["absent", "thin", "solid", "strong", "exceptional"] {
                assert!(screen.contains(&format!(" {label}: ")), "{screen}");
            }
            assert!(
                screen.contains("Between two steps, take the lower."),
                "{screen}"
            );
            let clusters = screen.contains("Core: ") && screen.contains("Growth: ");
            assert!(clusters || !has_clusters, "{screen}");
        }
    }
}

#[test]
fn who_goes_on_another_day_is_reminded_of_the_scale_in_a_line() {
    let home = Home::new();
    home.interview("--role em", &["It slipped.", "", "3", ":quit"]);
    let ran = home.interview("--resume", &[":help", ":quit"]);
    let said = ran.err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("1 absent, 2 thin, 3 solid,"), "{ran:#?}");
    assert!(!said.contains("1 absent: "), "{ran:#?}");
    assert!(
        said.contains("Between two steps, take the lower."),
        "{ran:#?}"
    );
}

#[test]
fn started_through_cargo_commands_are_printed_as_they_are_run_there() {
    let home = Home::new();
    let run = |arguments: &str, lines: &str| {
        home.emkit(arguments)
            .env("CARGO", "cargo")
            .env("CARGO_PKG_NAME", "emkit")
            .stdin(lines)
            .run()
    };
    let assess = format!("assess --accessible --role em --date {TODAY}");
    let left = run(&assess, "`emkit list` stays.\n:quit\n");
    assert!(
        left.err.contains("\n  cargo run -- assess --period"),
        "{left:#?}"
    );
    assert!(!left.err.contains("\n  emkit "), "{left:#?}");
    assert!(
        home.text("drafts", "2026-Q4")
            .contains("`emkit list` stays.")
    );
    let there = run(&assess, "1\n\n");
    assert!(there.err.contains("  | `emkit list` stays."), "{there:#?}");
    let wrong = run("show 2025-Q1", "");
    assert!(wrong.err.contains("`cargo run -- list`"), "{wrong:#?}");
    let status = run(&format!("status --date {TODAY}"), "");
    assert!(status.out.contains("  cargo run -- assess "), "{status:#?}");
}

#[test]
fn a_file_that_is_no_answers_file_is_called_that() {
    let home = Home::new();
    let readme = home.write("README.md", "# emkit\n\nA tool: it asks.\n\n- one\n");
    let ran = home
        .emkit(&format!("assess --role em --answers {}", readme.display()))
        .fails(1);
    assert!(
        ran.err.contains("README.md` is not an answers file"),
        "{ran:#?}"
    );
    assert!(ran.err.contains("--print-answers"), "{ran:#?}");
    let mistaken = home.write("answers.yaml", "answers:\n  execution.friction: 3\n bad\n");
    let ran = home
        .emkit(&format!(
            "assess --role em --answers {}",
            mistaken.display()
        ))
        .fails(1);
    assert!(!ran.err.contains("is not an answers file"), "{ran:#?}");
}

#[test]
fn esc_at_a_text_goes_back_to_the_rating_before_it() {
    let home = Home::new();
    let mut terminal =
        Terminal::start(&home, &format!("assess --role em --date {TODAY}"), (80, 24));
    terminal.see("1 of 28");
    terminal.line("Slow reviews.");
    terminal.line("");
    terminal.see("1 to 5 or");
    terminal.press("3\r");
    terminal.see("2 of 28");
    terminal.press(ESCAPE);
    terminal.see("1 of 28");
    terminal.see("❯ 3");
    terminal.press("4\r");
    terminal.see("2 of 28");
    terminal.press(CTRL_Q);
    terminal.end().assert_in_order(0);
    assert_eq!(
        answer(&home.json("2026-Q4"), "execution.friction")["rating"],
        4
    );
}

#[test]
fn with_ratings_first_esc_at_a_text_goes_to_the_rating_that_it_backs() {
    let home = Home::new();
    let arguments = format!("assess --role em --quick --skill execution --date {TODAY}");
    let mut terminal = Terminal::start(&home, &arguments, (80, 24));
    for (position, rating) in ["3\r", "2\r", "5\r"].into_iter().enumerate() {
        terminal.see(&format!("{} of 3", position + 1));
        terminal.press(rating);
    }
    terminal.see("evidence 1 of 2");
    terminal.see("You chose 5");
    terminal.press(ESCAPE);
    terminal.see("❯ 5");
    terminal.press("2\r");
    terminal.see("You chose 3");
    terminal.press(CTRL_Q);
    terminal.end().assert_in_order(0);
    assert_eq!(
        answer(&home.json("2026-Q4"), "execution.pulled-in")["rating"],
        2
    );
}

#[test]
fn with_ratings_first_esc_goes_back_from_text_to_text() {
    let home = Home::new();
    let arguments = format!("assess --role em --quick --skill execution --date {TODAY}");
    let mut terminal = Terminal::start(&home, &arguments, (80, 24));
    for position in 1..=3 {
        terminal.see(&format!("{position} of 3"));
        terminal.press("4\r");
    }
    for position in 1..=2 {
        terminal.see(&format!("evidence {position} of 3"));
        terminal.line(&format!("Text {position}."));
        terminal.line("");
    }
    terminal.see("evidence 3 of 3");
    terminal.press(ESCAPE);
    terminal.see("❯ 4");
    for position in [2, 1] {
        terminal.press(ESCAPE);
        terminal.see(&format!("evidence {position} of 3"));
        terminal.see(&format!("❯ Text {position}."));
        terminal.press(ESCAPE);
        terminal.see(&format!("  | Text {position}."));
    }
    // Before the first text came the last rating, and before it the one before.
    for position in [3, 2] {
        terminal.press(ESCAPE);
        terminal.see(&format!("{position} of 3 · Execution"));
        assert!(!terminal.contents().contains("evidence"));
    }
    terminal.press(CTRL_Q);
    terminal.end().assert_in_order(0);
}

#[test]
fn with_ratings_first_the_log_is_seen_before_it_is_taken() {
    let home = Home::new();
    home.emkit(&format!(
        "log Cut the train --skill execution --date {TODAY}"
    ))
    .ok();
    let lines = home.interview("--role em --quick", &[":quit"]);
    assert!(
        lines.err.contains("  1  2026-11-20 Cut the train\n"),
        "{lines:#?}"
    );
    let arguments = format!("assess --role em --quick --date {TODAY}");
    let mut terminal = Terminal::start(&home, &arguments, (80, 40));
    terminal.see("  1  2026-11-20 Cut the train");
    terminal.press(CTRL_Q);
    terminal.end().assert_in_order(0);
}

#[test]
fn a_note_on_what_did_not_apply_is_kept_when_the_question_is_skipped_instead() {
    let home = Home::new();
    let lines = [":na other Hiring freeze.", ":back", ":skip", ":quit"];
    home.interview("--role em", &lines);
    let friction = answer(&home.json("2026-Q4"), "execution.friction").clone();
    assert_eq!(friction["state"], "skipped");
    assert_eq!(friction["evidence"], "Hiring freeze.");
}

#[test]
fn comments_in_the_editor_are_not_saved_and_lines_like_them_are() {
    let home = Home::new();
    let editor = home.write(
        "editor.sh",
        "cp \"$1\" seen\nprintf '# 340 customers\\nMoved billing.\\n' | cat - seen > \"$1\"\n",
    );
    home.emkit(&format!("assess --accessible --role em --date {TODAY}"))
        .env("EDITOR", &format!("/bin/sh {}", editor.display()))
        .env("PATH", "/usr/bin:/bin")
        .stdin(":edit\n4\n:quit\n")
        .ok();
    let seen = fs::read_to_string(home.path().join("seen")).expect("what was edited");
    assert!(seen.contains("# What slowed your team down most"), "{seen}");
    let evidence = answer(&home.json("2026-Q4"), "execution.friction")["evidence"].clone();
    assert_eq!(evidence, "# 340 customers\nMoved billing.");
}

#[test]
fn the_table_is_still_on_the_screen_after_finishing() {
    let home = Home::with_steady_path();
    let answers = "answers:\n  execution.friction: {rating: 1}\n  execution.shipped: {rating: 1}\n  team.hired: {rating: 1}\n  team.retained: {rating: 1}\n  team.magnet: {rating: 1}\n";
    home.assessed("2026-Q4", answers);
    let mut terminal = Terminal::start(&home, &format!("assess --date {TODAY}"), (80, 24));
    terminal.see("❯ finish");
    terminal.press(ENTER);
    terminal.see("Where you stand");
    terminal.press(ENTER);
    terminal.see("What will you work on");
    terminal.pick("nothing for now");
    terminal.see("18 months");
    terminal.press("\t");
    terminal.see("top of your review");
    terminal.press(ENTER);
    let left = terminal.end();
    left.assert_in_order(0);
    for row in [
        "Execution",
        "Timescales",
        "says what holds you back",
        "emkit export",
    ] {
        assert!(left.picture.contains(row), "{}", left.picture);
    }
}

#[test]
fn with_ratings_first_the_keys_at_a_rating_are_those_for_choosing() {
    let home = Home::new();
    let arguments = format!("assess --role em --quick --date {TODAY}");
    let mut terminal = Terminal::start(&home, &arguments, (80, 24));
    terminal.see("1 of 28");
    terminal.press(F1);
    terminal.see("Choosing: ");
    let screen = terminal.contents();
    assert!(!screen.contains("Writing"), "{screen}");
    terminal.press(ENTER);
    terminal.see("1 of 28");
    terminal.press(CTRL_Q);
    terminal.end().assert_in_order(0);
}
