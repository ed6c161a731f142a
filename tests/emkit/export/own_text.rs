//! What people write: which lines are lists and paragraphs, and how Markdown has it.

use emkit::page::markdown::{inline, quote};
use emkit::page::user_text::{Passage, passages};

#[test]
fn text_cannot_begin_a_block() {
    assert_eq!(inline("# title"), "\\# title");
    assert_eq!(inline("title ##, C#, #"), "title ##, C#, \\#");
    assert_eq!(inline("1. item"), "1\\. item");
    assert_eq!(inline("a) item"), "a\\) item");
    assert_eq!(inline("(iv) item"), "(iv\\) item");
    assert_eq!(inline("(@one) item"), "(\\@one\\) item");
    assert_eq!(inline("- item"), "\\- item");
    assert_eq!(inline("Delivery {-}, x {.y}"), "Delivery \\{-}, x \\{.y}");
    assert_eq!(inline("a | b <script>"), "a \\| b \\<script>");
    assert_eq!(
        quote("a\n---\n    code"),
        "> a  \n> \\---  \n> \u{a0}\u{a0}\u{a0}\u{a0}code"
    );
}

#[test]
fn a_list_of_the_person_stays_a_list_and_holds_nothing_else() {
    assert_eq!(
        quote("Did:\n- # a\n  more\n  1. b\n\n* c"),
        "> Did:\n>\n> - \\# a more\n>\n> 1. b\n>\n> * c"
    );
}

#[test]
fn ordinary_sentences_stay_as_they_are() {
    let text = "Cut lead_time from 9 to 2 days - really (see notes). R&D agreed!";
    assert_eq!(inline(text), text.replace("R&D", "R\\&D"));
    for text in [
        "So. Done",
        "(so) done",
        "v2) x",
        "a.b",
        "one@example.org, @ 5 pm",
    ] {
        assert_eq!(inline(text), text);
    }
}

/// Lines with a stroke between them, and items with their markers in brackets.
fn shape(text: &str) -> String {
    let passages = passages(text);
    let shapes = passages.iter().map(|passage| match passage {
        Passage::Paragraph(lines) => lines.join("/"),
        Passage::List(items) => {
            let items = items.iter();
            let items =
                items.map(|(marker, lines)| format!("{} {}", marker.text(), lines.join("/")));
            format!("({})", items.collect::<Vec<_>>().join(", "))
        }
    });
    shapes.collect::<Vec<_>>().join(" | ")
}

#[test]
fn lines_of_prose_are_one_until_an_empty_line() {
    assert_eq!(
        shape("one\ntwo\n\n\nthree\n> four\n  five\nsix:\nseven"),
        "one two | three/> four/\u{a0}\u{a0}five six:/seven"
    );
    assert_eq!(passages(""), []);
}

#[test]
fn a_person_s_bullets_and_numbers_are_lists() {
    assert_eq!(shape("Did:\n- a\n- b\nand"), "Did: | (- a, - b) | and");
    assert_eq!(shape("* a\n  more\n  b:\n  c\n* d"), "(* a more b:/c, * d)");
    assert_eq!(shape("1. a\n2. b\n\n3. c"), "(1. a, 2. b, 3. c)");
}

#[test]
fn a_list_in_a_list_goes_on_and_the_numbers_around_it_too() {
    assert_eq!(shape("- a\n  - b\n    - c\n- d"), "(- a, - b, - c, - d)");
    assert_eq!(shape("1. a\n   - b\n2. c"), "(1. a) | (- b) | (2. c)");
}

#[test]
fn what_only_looks_like_an_item_is_text() {
    assert_eq!(shape("2019. A year"), "2019. A year");
    assert_eq!(shape("- \n-a\n01. b"), "-/-a 01. b");
    assert_eq!(shape("1. a\n5. b"), "(1. a) | 5. b");
}
