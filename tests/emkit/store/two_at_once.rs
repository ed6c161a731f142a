//! A store that somebody else writes to at the same time.

use std::fs::{self, File};
use std::time::Instant;

use crate::support::process::Live;
use crate::support::sample_rubric::ANSWERS;
use crate::support::{Home, TODAY};

/// An interview that has saved its first answer and waits for the second.
fn interview(home: &Home) -> Live {
    let arguments = format!("assess --accessible --role em --date {TODAY}");
    let mut live = Live::begin(home.emkit(&arguments).command());
    live.type_lines(&["a slow week", "", "3"]);
    live.wait_for("saved execution.friction (1 of 28)");
    live
}

/// What another program makes of the draft.
fn changed(home: &Home) -> String {
    let theirs = home
        .text("drafts", "2026-Q4")
        .replace("slow week", "quick week");
    fs::write(home.file("drafts", "2026-Q4"), &theirs).expect("written");
    theirs
}

#[test]
fn a_draft_that_somebody_else_changed_is_left_and_both_versions_are_kept() {
    let home = Home::new();
    let mut live = interview(&home);
    let draft = home.file("drafts", "2026-Q4");
    let theirs = home
        .text("drafts", "2026-Q4")
        .replace("slow week", "quick week");
    fs::write(&draft, &theirs).expect("written");
    live.type_lines(&["the ledger moved", "", "4"]);
    let ran = live.end();
    assert_eq!(ran.code, Some(1), "{ran:#?}");
    assert!(!ran.err.contains("saved execution.shipped"), "{ran:#?}");
    assert_eq!(home.text("drafts", "2026-Q4"), theirs);
    let kept = home.below("kept/drafts/eight-skills");
    let ours = kept
        .iter()
        .find(|path| fs::read_to_string(path).is_ok_and(|text| text.contains("the ledger moved")))
        .unwrap_or_else(|| panic!("our version is lost: {ran:#?}"));
    let text = fs::read_to_string(ours).expect("text");
    assert!(text.contains("a slow week"), "{text}");
    for path in [draft.as_path(), ours] {
        let path = path.to_str().expect("UTF-8");
        assert!(ran.err.contains(path), "`{path}` is not named: {ran:#?}");
    }
    assert!(ran.err.contains("hint: "), "{ran:#?}");
}

#[test]
fn the_command_that_the_hint_names_after_such_a_change_works() {
    let home = Home::new();
    let mut live = interview(&home);
    let theirs = home
        .text("drafts", "2026-Q4")
        .replace("rating: 3", "rating: 5");
    fs::write(home.file("drafts", "2026-Q4"), theirs).expect("written");
    live.type_lines(&["the ledger moved", "", "4"]);
    let ran = live.end();
    let hint = ran
        .err
        .split("hint: ")
        .nth(1)
        .unwrap_or_else(|| panic!("no hint in {ran:#?}"));
    let command = hint
        .split('`')
        .find(|words| words.starts_with("emkit "))
        .unwrap_or_else(|| panic!("no command in {ran:#?}"));
    home.emkit(&command["emkit ".len()..]).ok();
}

#[test]
fn a_draft_that_was_removed_during_a_session_is_not_lost() {
    let home = Home::new();
    let mut live = interview(&home);
    fs::remove_file(home.file("drafts", "2026-Q4")).expect("removed");
    live.type_lines(&["the ledger moved", "", "4", ":quit"]);
    let ran = live.end();
    let texts = home.below("").into_iter().filter(|path| path.is_file());
    let is_there = texts
        .filter_map(|path| fs::read_to_string(path).ok())
        .any(|text| text.contains("a slow week") && text.contains("the ledger moved"));
    assert!(is_there, "{ran:#?}");
    assert!(!ran.err.contains("panicked"), "{ran:#?}");
}

#[test]
fn an_assessment_that_somebody_else_finished_meanwhile_is_not_overwritten() {
    let home = Home::new();
    let mut live = interview(&home);
    let draft = home.text("drafts", "2026-Q4");
    fs::remove_file(home.file("drafts", "2026-Q4")).expect("removed");
    let theirs = home.saved("2026-Q4");
    fs::write(home.file("drafts", "2026-Q4"), draft).expect("written");
    live.type_lines(&["the ledger moved", "", "4", ":finish", "", ""]);
    let ran = live.end();
    assert_eq!(ran.code, Some(1), "{ran:#?}");
    assert_eq!(home.text("assessments", "2026-Q4"), theirs);
    let texts = home.below("").into_iter().filter(|path| path.is_file());
    let is_there = texts
        .filter_map(|path| fs::read_to_string(path).ok())
        .any(|text| text.contains("the ledger moved"));
    assert!(is_there, "{ran:#?}");
}

#[test]
fn a_lock_that_is_held_for_long_ends_in_an_error_and_the_answer_can_be_saved_after_it() {
    let home = Home::new();
    let mut live = interview(&home);
    let lock = File::open(home.store().join(".lock")).expect("the lock");
    lock.lock().expect("locked");
    let start = Instant::now();
    live.type_lines(&["the ledger moved"]);
    live.wait_for("error: could not lock");
    let waited = start.elapsed().as_secs_f32();
    assert!(waited > 4.5, "waited for {waited} s");
    assert!(!home.text("drafts", "2026-Q4").contains("the ledger moved"));
    lock.unlock().expect("unlocked");
    // The first choice is to try again; then the evidence ends.
    live.type_lines(&["1", "", "4"]);
    live.wait_for("saved execution.shipped (2 of 28)");
    live.type_lines(&[":quit"]);
    let ran = live.end();
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert!(ran.err.contains("NOT saved"), "{ran:#?}");
    let draft = home.text("drafts", "2026-Q4");
    assert!(draft.contains("a slow week") && draft.contains("the ledger moved"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_that_closes_in_the_last_save_leaves_the_assessment_saved_and_exits_as_hung_up() {
    use std::thread;
    use std::time::Duration;

    use crate::support::pty::{TAB, Terminal};

    for (arguments, keys) in [("--accessible", ["\r", "5\r"]), ("", [TAB, "5\r"])] {
        let home = Home::new();
        home.assessed("2026-Q4", ANSWERS);
        let arguments = format!("assess --edit execution.friction --date {TODAY} {arguments}");
        let mut terminal = Terminal::start(&home, &arguments, (80, 24));
        terminal.read("What slowed");
        terminal.press(keys[0]);
        terminal.read("1 to 5");
        let file = home.store().join(".lock");
        let lock = File::open(&file).expect("the lock");
        lock.lock().expect("locked");
        terminal.press(keys[1]);
        terminal.until_open(&file);
        let path = terminal.path();
        let unlocked = thread::spawn(move || {
            while path.exists() {
                thread::sleep(Duration::from_millis(5));
            }
            lock.unlock().expect("unlocked");
        });
        assert_eq!(terminal.close(), 129, "{arguments}");
        unlocked.join().expect("unlocked");
        assert!(home.text("assessments", "2026-Q4").contains("rating: 5"));
        assert!(!home.file("drafts", "2026-Q4").exists());
    }
}

#[test]
fn reading_takes_no_lock() {
    let home = Home::new();
    home.assessed("2026-Q4", ANSWERS);
    let lock = File::open(home.store().join(".lock")).expect("the lock");
    lock.lock().expect("locked");
    // A reader that wanted the lock would give up with an error after five seconds.
    for arguments in ["show", "list", "export", "doctor"] {
        home.emkit(arguments).ok();
    }
}

#[test]
fn two_interviews_at_once_lose_no_answer() {
    let home = Home::new();
    let mut one = interview(&home);
    let arguments = format!("assess --accessible --resume --date {TODAY}");
    let mut other = Live::begin(home.emkit(&arguments).command());
    other.type_lines(&["from the second terminal", "", "5"]);
    other.wait_for("saved execution.shipped");
    one.type_lines(&["from the first terminal", "", "2", ":quit"]);
    let one = one.end();
    other.type_lines(&[":quit"]);
    let other = other.end();
    assert_eq!(other.code, Some(0), "{other:#?}");
    assert_eq!(one.code, Some(1), "{one:#?}");
    let texts: String = home
        .below("")
        .into_iter()
        .filter_map(|path| fs::read_to_string(path).ok())
        .collect();
    for words in [
        "a slow week",
        "from the first terminal",
        "from the second terminal",
    ] {
        assert!(texts.contains(words), "`{words}` is lost");
    }
}

#[test]
fn a_draft_that_was_changed_after_the_last_answer_is_not_called_saved() {
    let home = Home::new();
    let mut live = interview(&home);
    let theirs = changed(&home);
    live.type_lines(&[":quit"]);
    let ran = live.end();
    assert_eq!(ran.code, Some(1), "{ran:#?}");
    assert!(!ran.err.contains("Your draft of"), "{ran:#?}");
    assert_eq!(home.text("drafts", "2026-Q4"), theirs);
    let kept = home.kept("drafts");
    assert!(kept.iter().any(|text| text.contains("a slow week")));
    assert!(ran.err.contains("/kept/"), "{ran:#?}");
}

#[test]
fn after_a_draft_was_removed_the_commands_of_the_hint_bring_ours_back() {
    let home = Home::new();
    let mut live = interview(&home);
    fs::remove_file(home.file("drafts", "2026-Q4")).expect("removed");
    live.type_lines(&["the ledger moved", "", "4"]);
    let ran = live.end();
    assert_eq!(ran.code, Some(1), "{ran:#?}");
    assert!(ran.err.contains("has changed or removed it"), "{ran:#?}");
    let hint = ran.err.split("hint: ").nth(1).expect("a hint");
    let shown = hint.split('`').nth(1).expect("a command");
    home.emkit(&shown["emkit ".len()..]).ok();
    let moved = hint.split(": ").nth(1).expect("a command");
    let mut words = moved.split_whitespace();
    assert_eq!((words.next(), words.next()), (Some("mv"), Some("-i")));
    let [from, to] = [words.next(), words.next()].map(|word| word.expect("a path"));
    fs::rename(from, to).expect("moved");
    let ran = home.interview("--resume", &[":quit"]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
}

#[test]
fn a_draft_that_was_changed_before_the_end_is_left_and_named() {
    let home = Home::new();
    let mut live = interview(&home);
    let theirs = changed(&home);
    live.type_lines(&[":finish", "", ""]);
    let ran = live.end();
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert_eq!(home.text("drafts", "2026-Q4"), theirs);
    assert!(ran.err.contains("the draft was left as it is"), "{ran:#?}");
    assert!(
        home.text("assessments", "2026-Q4").contains("a slow week"),
        "{ran:#?}"
    );
}

#[test]
fn answers_that_take_the_place_of_something_say_where_it_is_kept() {
    let home = Home::new();
    home.saved("2026-Q4");
    let ran = home.interview("--skill execution", &["a slow week", "", "3", ":quit"]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let arguments = format!("assess --date {TODAY} --answers - --fresh");
    let ran = home
        .emkit(&arguments)
        .stdin("answers: {team.hired: 2}\n")
        .ok();
    for what in ["assessment", "draft"] {
        let said = format!("the earlier {what} is kept; `emkit show ");
        let rest = ran.err.split(&said).nth(1);
        let path = rest.and_then(|rest| rest.split('`').next());
        let path = path.unwrap_or_else(|| panic!("{what}: {ran:#?}"));
        home.emkit_with(&["show", path]).ok();
    }
}

#[test]
fn a_signal_while_another_program_has_the_draft_keeps_its_exit_code_and_says_what_to_run() {
    let home = Home::new();
    let mut live = interview(&home);
    let theirs = changed(&home);
    live.signal("TERM");
    live.wait_for("hint: ");
    let ran = live.end();
    assert_eq!(ran.code, Some(143), "{ran:#?}");
    assert!(ran.err.contains("hint: `emkit diff "), "{ran:#?}");
    assert_eq!(home.text("drafts", "2026-Q4"), theirs);
}
