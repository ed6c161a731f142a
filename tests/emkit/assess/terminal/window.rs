//! Windows of other sizes, and windows that change theirs.

use crate::assess::quick;
use crate::support::answer;
use crate::support::pty::{ENTER, Terminal};
use crate::support::screen_fixtures::{SCENES, Shown};
use crate::support::screens::settle;

use super::open_focus;

const SMALL: (u16, u16) = (40, 12);
const HUGE: (u16, u16) = (300, 100);

#[test]
fn every_screen_is_drawn_anew_when_the_window_changes() {
    for (name, _, reach) in SCENES {
        let shown = reach((120, 40));
        let Shown::Open(_, terminal) = &shown else {
            continue;
        };
        for size in [(60, 24), SMALL, HUGE, (80, 24)] {
            let before = in_sight(terminal);
            terminal.resize(size);
            match size {
                (60 | 80, _) => settle(name, size, &shown),
                _ => terminal.until("what is worked on and its keys", |terminal| {
                    in_sight(terminal) == before && has_keys(&terminal.contents())
                }),
            }
        }
    }
}

/// Whether the cursor shows, and in a list whether the marked item does.
fn in_sight(terminal: &Terminal) -> (bool, bool) {
    let is_text = terminal.cursor().is_some();
    (is_text, !is_text && terminal.contents().contains('❯'))
}

/// Whether the foot of a screen, which ends every page, is in sight.
fn has_keys(contents: &str) -> bool {
    ["Esc", "F1", "Ctrl", "any key", "Enter"]
        .iter()
        .any(|key| contents.contains(key))
}

#[test]
fn an_interview_works_in_the_smallest_and_the_widest_window() {
    for size in [SMALL, HUGE] {
        let home = quick::home();
        let arguments = "assess --rubric ./rubric.yaml --role lead --skill one --date 2026-11-20";
        let mut terminal = Terminal::start(&home, arguments, size);
        for (question, rating) in [("a", "4"), ("b", "3"), ("c", "2")] {
            terminal.see(&format!("How is {question}?"));
            terminal.line(&format!("For {question}."));
            terminal.line("");
            terminal.until("the anchors", |terminal| {
                let contents = terminal.contents();
                contents.contains(&format!("{question} stands at 1"))
            });
            terminal.press(rating);
            terminal.see(&format!("❯ {rating}"));
            terminal.press(ENTER);
        }
        terminal.see("Your answers");
        open_focus(&mut terminal);
        terminal.line(":finish");
        terminal.until("the highlights", |terminal| {
            terminal.contents().contains("finish")
        });
        terminal.line(":finish");
        terminal.end().assert_in_order(0);
        let report = quick::report(&home);
        assert_eq!(report["status"], "finished");
        assert_eq!(answer(&report, "one.b")["rating"], 3);
        assert_eq!(answer(&report, "one.b")["evidence"], "For b.");
    }
}
