//! Texts of a shape that no layout expects: one endless word, towers of marks, thousands of lines.

use unicode_width::UnicodeWidthStr;

use crate::support::pty::Terminal;
use crate::support::rubric_builder::quoted;
use crate::support::{Home, TODAY};

const COLUMNS: usize = 60;

fn shapes() -> [String; 3] {
    let tower = format!("e{}", "\u{301}\u{316}".repeat(200));
    ["x".repeat(65_536), tower.repeat(20), "line\n".repeat(3_000)]
}

/// A home with a finished quarter in which one shape is every text.
fn home_of(shape: &str) -> Home {
    let home = Home::new();
    let text = quoted(shape);
    home.assessed(
        "2026-Q4",
        &format!(
            "answers: {{team.hired: {{rating: 4, evidence: {text}}}, team.magnet: {{rating: 3, evidence: {text}, private: true}}}}\n\
             focus: [{{skill: team, action: {text}}}]\nclosing: {text}\n"
        ),
    );
    home
}

#[test]
fn no_text_makes_a_line_wider_than_the_terminal() {
    for shape in shapes() {
        let home = home_of(&shape);
        for command in [
            "show",
            "show --explain",
            "show --include-private",
            "list",
            "doctor",
        ] {
            let ran = home
                .emkit(command)
                .env("COLUMNS", &COLUMNS.to_string())
                .ok();
            let widest = ran.out.lines().map(UnicodeWidthStr::width).max();
            assert!(widest <= Some(COLUMNS), "{command}: {widest:?}");
        }
        for command in ["show --accessible", "export", "show --format markdown"] {
            home.emkit(command).ok();
        }
    }
}

#[test]
fn a_text_of_any_shape_can_be_looked_at_again_in_an_interview() {
    for shape in shapes() {
        let home = home_of(&shape);
        let arguments = format!("assess --edit team.hired --date {TODAY}");
        let terminal = Terminal::start(&home, &arguments, (60, 24));
        terminal.see("team.hired");
        terminal.signal("TERM");
        terminal.end().assert_in_order(143);
    }
}
