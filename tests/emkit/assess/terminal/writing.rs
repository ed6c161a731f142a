//! Keys within a text: what they make of it, and where it and the cursor stand on the screen.

use crate::support::pty::{
    BACKSPACE, CTRL_C, CTRL_Q, CTRL_U, CTRL_W, DOWN, END, HOME, LEFT, RIGHT, SIZES, Terminal, UNDO,
    UP, WORD_LEFT,
};
use crate::support::{Home, answer};

use super::{AS_MANAGER, FRICTION, NOW};

const WORD_RIGHT: &str = "\x1b[1;5C";
const DELETE: &str = "\x1b[3~";
const CTRL_A: &str = "\x01";
const CTRL_E: &str = "\x05";
const CTRL_K: &str = "\x0b";

/// Columns before a text, and behind it for the cursor.
const MARGINS: usize = 3;
/// No text is wider than this.
const MOST: usize = 100;

/// Words of the same width, so that it is plain where lines break: at 60 columns for the first
/// time behind `w14`.
fn words(numbers: std::ops::RangeInclusive<usize>) -> String {
    let words: Vec<_> = numbers.map(|number| format!("w{number:02}")).collect();
    words.join(" ")
}

/// The rows of a text as a person would break it, and the cursor's row and column among them.
fn laid_out(text: &str, cursor: usize, columns: u16) -> (Vec<String>, (usize, usize)) {
    let width = usize::from(columns).min(MOST) - MARGINS;
    let mut rows = vec![(0, String::new())];
    let mut at = 0;
    for word in text.split_inclusive(' ') {
        let (_, row) = rows.last_mut().expect("a row");
        if !row.is_empty() && row.len() + word.trim_end().len() > width {
            rows.push((at, String::new()));
        }
        rows.last_mut().expect("a row").1.push_str(word);
        at += word.len();
    }
    let row = rows.iter().rposition(|(start, _)| *start <= cursor);
    let row = row.expect("a row");
    let column = cursor - rows[row].0;
    let rows = rows.into_iter().map(|(_, row)| row.trim_end().to_owned());
    (rows.collect(), (row, column))
}

/// The rows of the text on the screen, and the cursor's row and column among them.
fn shown(terminal: &Terminal) -> Option<(Vec<String>, (usize, usize))> {
    let picture = terminal.picture();
    let rows: Vec<_> = picture.lines().collect();
    let first = rows.iter().position(|row| row.starts_with('❯'))?;
    let text = rows[first..].iter().take_while(|row| !row.is_empty());
    let text = text.map(|row| row.chars().skip(2).collect()).collect();
    let (row, column) = terminal.cursor()?;
    let row = usize::from(row).checked_sub(first)?;
    Some((text, (row, usize::from(column).checked_sub(2)?)))
}

#[test]
fn keys_in_the_middle_of_a_wrapped_line_give_the_right_text_screen_and_cursor() {
    let all = words(1..=30);
    let cases = [
        (String::new(), format!("{all}|")),
        (HOME.to_owned(), format!("|{all}")),
        (format!("{HOME}{END}!"), format!("{all}!|")),
        (format!("{CTRL_A}a{CTRL_E}z"), format!("a{all}z|")),
        (
            format!("{HOME}{WORD_RIGHT}{WORD_RIGHT}X"),
            format!("w01 w02X| {}", words(3..=30)),
        ),
        (
            format!("{}{CTRL_W}", WORD_LEFT.repeat(2)),
            format!("{} |{}", words(1..=27), words(29..=30)),
        ),
        (
            format!("{HOME}{}{CTRL_U}", RIGHT.repeat(5)),
            format!("|02 {}", words(3..=30)),
        ),
        (
            format!("{}in the middle ", WORD_LEFT.repeat(10)),
            format!("{} in the middle |{}", words(1..=20), words(21..=30)),
        ),
        (
            format!("{}{CTRL_K}{HOME}Z ", WORD_LEFT.repeat(3)),
            format!("Z |{} ", words(1..=27)),
        ),
        (format!("{CTRL_U}{UNDO}"), format!("{all}|")),
        (format!("{CTRL_W}{CTRL_W}{UNDO}{UNDO}"), format!("{all}|")),
        (format!("{HOME}{DELETE}"), format!("|{}", &all[1..])),
        (
            format!("{}{BACKSPACE}", LEFT.repeat(3)),
            format!("{}|w30", words(1..=29)),
        ),
        (format!("{HOME}{UP}X"), format!("X|{all}")),
        (format!("{DOWN}X"), format!("{all}X|")),
    ];
    for size in SIZES {
        for (keys, expected) in &cases {
            let home = Home::new();
            let mut terminal = Terminal::start(&home, AS_MANAGER, size);
            terminal.see("1 of 28");
            terminal.press(&all);
            terminal.press(keys);
            let (before, behind) = expected.split_once('|').expect("a cursor");
            let text = format!("{before}{behind}");
            let place = laid_out(&text, before.len(), size.0);
            terminal.until(&format!("{place:#?} after {keys:?}"), |terminal| {
                shown(terminal).as_ref() == Some(&place)
            });
            terminal.press(CTRL_C);
            terminal.end().assert_in_order(130);
            let report = home.json(NOW);
            assert_eq!(answer(&report, FRICTION)["evidence"], text.trim_end());
        }
    }
}

#[test]
fn up_and_down_go_by_the_rows_that_are_seen() {
    for size in SIZES {
        let home = Home::new();
        let mut terminal = Terminal::start(&home, AS_MANAGER, size);
        terminal.see("1 of 28");
        let all = words(1..=30);
        terminal.press(&format!("{all}{HOME}{RIGHT}{DOWN}"));
        let width = usize::from(size.0).min(MOST) - MARGINS;
        let second = (width + 1) / 4 * 4;
        let place = laid_out(&all, second + 1, size.0);
        terminal.until("the second row", |terminal| {
            shown(terminal).as_ref() == Some(&place)
        });
        terminal.press(UP);
        let place = laid_out(&all, 1, size.0);
        terminal.until("the first row", |terminal| {
            shown(terminal).as_ref() == Some(&place)
        });
    }
}

#[test]
fn text_of_any_script_is_seen_as_written_and_saved_as_written() {
    let texts = [
        "日本語のテキストと、全角の句読点。",
        "A family 👨\u{200d}👩\u{200d}👧 and a coder 👩🏽\u{200d}💻.",
        "e\u{301}tude, nai\u{308}ve, Zu\u{308}rich",
        "نقلنا الفوترة إلى السجل الجديد",
        "העברנו את החיוב",
        "ไทย हिन्दी 한국어",
    ];
    for text in texts {
        let home = Home::new();
        let mut terminal = Terminal::start(&home, AS_MANAGER, SIZES[1]);
        terminal.see("1 of 28");
        terminal.press(text);
        terminal.see(text);
        // One character as people see it goes and comes back.
        terminal.press(&format!("{BACKSPACE}{UNDO}{LEFT}{RIGHT}"));
        terminal.press(CTRL_C);
        terminal.end().assert_in_order(130);
        assert_eq!(answer(&home.json(NOW), FRICTION)["evidence"], text);
    }
}

#[test]
fn the_cursor_stands_behind_wide_characters_by_their_width() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, AS_MANAGER, SIZES[1]);
    terminal.see("1 of 28");
    terminal.press("日本語");
    terminal.until("a cursor behind six columns", |terminal| {
        shown(terminal).is_some_and(|(_, cursor)| cursor == (0, 6))
    });
    terminal.press(LEFT);
    terminal.until("a cursor one character to the left", |terminal| {
        shown(terminal).is_some_and(|(_, cursor)| cursor == (0, 4))
    });
}

#[test]
fn a_key_does_the_same_whatever_a_terminal_sends_for_it() {
    let keys = [
        (
            "one Xtwo",
            &["\x1b[1;5D", "\x1b[1;3D", "\x1b\x1b[D", "\x1bb", "\x1b[d"][..],
        ),
        (
            "Xone two",
            &["\x1b[H", "\x1bOH", "\x1b[1~", "\x1b[7~", "\x01"],
        ),
        (
            "one twoX",
            &[
                "\x1b[F",
                "\x1bOF",
                "\x1b[4~",
                "\x1b[8~",
                "\x05",
                "\x1b[24;5~",
            ],
        ),
        ("Xne two", &["\x1b[H\x1b[3~", "\x01\x04"]),
    ];
    let keys = keys
        .iter()
        .flat_map(|(line, keys)| keys.iter().map(move |key| (*line, key)));
    let feeds = ["\x1b\r", "\n", "\x1b[13;2u", "\x1b[27;2;13~"]
        .into_iter()
        .cycle();
    let home = Home::new();
    let mut terminal = Terminal::start(&home, AS_MANAGER, SIZES[0]);
    terminal.see("1 of 28");
    for ((_, key), feed) in keys.clone().zip(feeds) {
        terminal.press(&format!("one two{key}X\x1b>{feed}"));
    }
    terminal.press("End");
    terminal.see("  End");
    terminal.press(CTRL_Q);
    terminal.end().assert_in_order(0);
    let lines: Vec<_> = keys.map(|(line, _)| line).chain(["End"]).collect();
    let report = home.json(NOW);
    let evidence = &answer(&report, FRICTION)["evidence"];
    assert_eq!(evidence, lines.join("\n").as_str());
}
