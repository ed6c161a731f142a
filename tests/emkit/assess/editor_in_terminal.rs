//! An editor in a terminal: modes, signals, job control.

use std::fs;
use std::path::{Path, PathBuf};

use crate::assess::editor::{editor, evidence, left};
use crate::support::pty::{CTRL_BACKSLASH, CTRL_C, CTRL_O, CTRL_Q, ESCAPE, Left, TAB, Terminal};
use crate::support::{Home, TODAY};

const SIZE: (u16, u16) = (100, 40);

/// An interview with an editor that runs this script.
fn started(home: &Home, script: &str, flags: &str) -> Terminal {
    let path = editor(home, script);
    let command = format!("'{}'", path.display());
    let environment = [("EDITOR", command.as_str()), ("PATH", "/usr/bin:/bin")];
    let arguments = format!("assess --role em --date {TODAY} {flags}");
    Terminal::start_with(home, &arguments, SIZE, &environment)
}

/// The same in plain lines, with the editor open.
fn opened(home: &Home, script: &str) -> Terminal {
    let mut terminal = started(home, script, "--accessible");
    open_editor(&mut terminal, "--accessible");
    terminal
}

fn open_editor(terminal: &mut Terminal, flags: &str) {
    match flags {
        "" => terminal.see("1 of 28"),
        _ => terminal.read("1 of 28"),
    }
    terminal.line("Before.");
    terminal.line(":edit");
}

/// Has an editor wait until a file is there.
fn until(file: &str) -> String {
    format!("until [ -e {file} ]; do sleep 0.01; done")
}

fn assert_in_order(left: &Left, code: u32) {
    assert_eq!(left.code, code, "{left:#?}");
    assert!(left.cursor_is_visible, "the cursor is hidden: {left:#?}");
    assert!(
        left.takes_whole_lines,
        "the terminal is not in order: {left:#?}"
    );
    assert!(
        left.screen.contains("--resume"),
        "no word on how to go on: {left:#?}"
    );
}

fn path(home: &Home, name: &str) -> PathBuf {
    home.path().join(name)
}

fn touch(path: &Path) {
    fs::write(path, "").expect("a file");
}

#[test]
fn an_editor_that_dies_leaves_neither_a_raw_terminal_nor_a_hidden_cursor() {
    let home = Home::new();
    let script = "stty raw -echo; printf '\\033[?25l\\033[?2004h'; kill -9 $$";
    let mut terminal = opened(&home, script);
    terminal.read("open the editor again");
    terminal.line("After.");
    terminal.read("After.");
    terminal.line(":quit");
    assert_in_order(&terminal.end(), 0);
}

#[test]
fn an_editor_that_is_killed_on_its_own_screen_gives_the_first_one_back() {
    for ending in ["kill -9 $$", "exit 137"] {
        let home = Home::new();
        let mut terminal = opened(&home, &format!("printf '\\033[?1049h~ ~ ~'; {ending}"));
        terminal.read("open the editor again");
        let screen = terminal.contents();
        assert!(
            screen.contains("1 of 28") && !screen.contains("~ ~ ~"),
            "{screen}"
        );
        terminal.line(":quit");
        assert_in_order(&terminal.end(), 0);
    }
}

#[test]
fn an_editor_that_ends_well_but_forgets_the_modes_does_not_leave_a_raw_terminal() {
    let home = Home::new();
    let mut terminal = opened(&home, "stty raw -echo; echo After. > \"$1\"");
    terminal.read("| After.");
    terminal.line("3");
    terminal.read("2 of 28");
    terminal.line(":quit");
    assert_in_order(&terminal.end(), 0);
    assert_eq!(evidence(&home), "After.");
}

/// Keys that a terminal sends to every program in it, the signal of each, and the exit code.
const TO_ALL: [(&str, &str, u32); 2] = [(CTRL_C, "INT", 130), (CTRL_BACKSLASH, "QUIT", 131)];

#[test]
fn ctrl_c_in_an_editor_is_the_editors_own_and_the_interview_goes_on() {
    for (key, signal, _) in TO_ALL {
        let home = Home::new();
        let script = format!(
            "trap 'echo After. > \"$1\"; exit 0' {signal}; touch begun\n{}",
            until("never")
        );
        let mut terminal = opened(&home, &script);
        terminal.until_saved(&path(&home, "begun"));
        terminal.press(key);
        terminal.read("| After.");
        terminal.line("3");
        terminal.read("2 of 28");
        terminal.line(":quit");
        assert_in_order(&terminal.end(), 0);
    }
}

#[test]
fn ctrl_c_that_ends_the_editor_does_not_end_the_interview() {
    for (key, _, code) in TO_ALL {
        for flags in ["--accessible", ""] {
            let home = Home::new();
            let script = format!("touch begun; {}", until("never"));
            let mut terminal = started(&home, &script, flags);
            open_editor(&mut terminal, flags);
            terminal.until_saved(&path(&home, "begun"));
            terminal.press(key);
            if flags.is_empty() {
                terminal.see("open the editor again");
                terminal.press(CTRL_Q);
            } else {
                terminal.read("open the editor again");
                terminal.line(":quit");
            }
            assert_in_order(&terminal.end(), 0);
        }
        // Afterwards it is the interview's again.
        let home = Home::new();
        let mut terminal = opened(&home, "exit 1");
        terminal.read("open the editor again");
        terminal.press(key);
        assert_in_order(&terminal.end(), code);
    }
}

#[test]
fn a_signal_while_an_editor_is_open_waits_for_its_text_and_then_ends_the_interview() {
    for (name, code) in [("TERM", 143), ("HUP", 129)] {
        let home = Home::new();
        let script = format!("touch begun; {}; echo After. > \"$1\"", until("go"));
        let terminal = opened(&home, &script);
        terminal.until_saved(&path(&home, "begun"));
        terminal.signal(name);
        touch(&path(&home, "go"));
        assert_in_order(&terminal.end(), code);
        assert_eq!(evidence(&home), "After.", "{name}");
        assert_eq!(left(&home), [] as [PathBuf; 0]);
    }
}

#[test]
fn a_signal_over_an_editor_that_was_opened_from_prompts_waits_for_its_text_too() {
    let home = Home::new();
    let script = format!("touch begun; {}; echo After. > \"$1\"", until("go"));
    let mut terminal = started(&home, &script, "");
    terminal.see("1 of 28");
    terminal.line(":edit");
    terminal.until_saved(&path(&home, "begun"));
    terminal.signal("TERM");
    touch(&path(&home, "go"));
    assert_in_order(&terminal.end(), 143);
    assert_eq!(evidence(&home), "After.");
}

#[test]
fn a_terminal_that_is_closed_over_an_editor_loses_neither_the_draft_nor_what_was_rescued() {
    let home = Home::new();
    let script = format!(
        "trap 'echo Rescued. > \"$1.save\"; exit 1' HUP; touch begun; {}",
        until("never")
    );
    let terminal = opened(&home, &script);
    terminal.until_saved(&path(&home, "begun"));
    terminal.signal_all("HUP");
    assert_in_order(&terminal.end(), 129);
    assert_eq!(evidence(&home), "Before.");
    let ran = home.emkit("doctor").ok();
    assert!(
        ran.err.contains(&left(&home)[0].display().to_string()),
        "{ran:#?}"
    );
}

#[test]
fn the_words_in_an_editor_outlive_an_emkit_that_was_killed() {
    let home = Home::new();
    let script = format!(
        "echo Saved. > \"$1\"; touch begun; {}; touch gone",
        until("go")
    );
    let terminal = opened(&home, &script);
    terminal.until_saved(&path(&home, "begun"));
    terminal.kill();
    touch(&path(&home, "go"));
    let ran = home.interview("--resume", &[":quit"]);
    let folder = left(&home).pop().expect("the folder");
    assert!(ran.err.contains(&folder.display().to_string()), "{ran:#?}");
    let text = fs::read_to_string(folder.join("evidence.md")).expect("the words");
    assert_eq!(text, "Saved.\n");
}

#[test]
fn an_editor_and_the_interview_are_stopped_and_go_on_together() {
    let home = Home::new();
    let path = editor(&home, "kill -s TSTP 0; echo After. > \"$1\"");
    let command = format!("'{}'", path.display());
    let script =
        format!("\"$EMKIT\" assess --accessible --role em --date {TODAY}; echo it is stopped; fg");
    let environment = [("EDITOR", command.as_str()), ("PATH", "/usr/bin:/bin")];
    let mut terminal = Terminal::shell(&home, &script, SIZE, &environment);
    terminal.read("1 of 28");
    terminal.line(":edit");
    terminal.read("it is stopped");
    terminal.read("| After.");
    terminal.line("3");
    terminal.read("2 of 28");
    terminal.line(":quit");
    assert_in_order(&terminal.end(), 0);
    assert_eq!(evidence(&home), "After.");
}

#[test]
fn what_is_typed_while_an_editor_is_open_is_the_editors() {
    let home = Home::new();
    let script = "touch begun; read line; read more; echo \"$line, $more\" > \"$1\"";
    let mut terminal = started(&home, script, "");
    terminal.see("1 of 28");
    // Whether an escape begins a key is told by waiting for more.
    terminal.line("Before.");
    terminal.press(TAB);
    terminal.see("1 to 5");
    terminal.press(ESCAPE);
    terminal.see("Names and numbers help.");
    terminal.press(CTRL_O);
    terminal.until_saved(&path(&home, "begun"));
    terminal.line("One");
    terminal.line("two");
    terminal.see("One, two");
    terminal.press(CTRL_Q);
    assert_in_order(&terminal.end(), 0);
    assert_eq!(evidence(&home), "One, two");
}
