//! Text that acts, made safe to print, and paths made safe to paste.

use std::path::Path;

use emkit::error::quoted;
use emkit::escape::{json, markup, shown, visible};

#[test]
fn what_acts_is_shown_and_nothing_is_dropped() {
    assert_eq!(visible("a\u{1b}[31mb"), "a␛[31mb");
    assert_eq!(visible("x\u{202e}y"), "x⟨U+202E⟩y");
    assert_eq!(visible("one\ntwo\r"), "one two␍");
    assert_eq!(visible("\u{9b}2J"), "⟨U+009B⟩2J");
    assert_eq!(shown("a\nb/\u{1b}c"), "a␊b/␛c");
    assert_eq!(markup("<a b='\"&\u{1b}\n"), "&lt;a b=&#39;&quot;&amp;␛ ");
    assert_eq!(json("\"\u{202e}\u{7f}\""), "\"\\u202e\\u007f\"");
}

#[test]
fn what_nobody_would_see_is_shown() {
    assert_eq!(visible("pay\u{200b}roll"), "pay⟨U+200B⟩roll");
    assert_eq!(visible("\u{200d}a\u{fe0f}"), "⟨U+200D⟩a⟨U+FE0F⟩");
    assert_eq!(visible("👍\u{e0068}"), "👍⟨U+E0068⟩");
    assert_eq!(visible("👍\u{fe0f}\u{fe01}"), "👍\u{fe0f}⟨U+FE01⟩");
    assert_eq!(visible("left\u{200e}"), "left⟨U+200E⟩");
    assert_eq!(json("\"\u{e0041}\""), "\"\\udb40\\udc41\"");
}

#[test]
fn ordinary_text_of_any_script_stays_as_it_is() {
    for text in [
        "Größe, café, cafe\u{301}, 日本語 葛\u{e0100}",
        "שלום C++\u{200e}!",
        "می\u{200c}خواهم",
        "ക്\u{200d} क्\u{200d}ष",
        "ភាសា\u{200b}ខ្មែរ",
        "👩\u{200d}💻 ❤\u{fe0f}\u{200d}🔥 1\u{fe0f}\u{20e3} ©\u{fe0f}",
    ] {
        assert_eq!(visible(text), text);
        assert_eq!(json(text), text);
    }
}

#[test]
fn what_is_safe_already_stays_so() {
    for text in [
        "a\u{200d}\u{200d}b",
        "👍\u{fe0f}\u{fe0f}\u{200d}",
        "\u{200e}ש\u{ad}\u{200d}",
    ] {
        assert_eq!(visible(&visible(text)), visible(text));
    }
}

#[test]
fn a_path_with_a_line_feed_is_quoted_in_one_line() {
    assert_eq!(quoted(Path::new("it's here")), "'it'\\''s here'");
    assert_eq!(quoted(Path::new("it's\nhere\\")), "$'it\\'s\\x0ahere\\\\'");
}
