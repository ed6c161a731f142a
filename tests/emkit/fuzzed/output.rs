//! What has to hold for everything that is printed.

use unicode_width::UnicodeWidthStr;

/// Fails where a character could act on a terminal or on the order of the text around it.
pub(super) fn assert_tame(text: &str) {
    let acts = |character: &char| {
        (character.is_control() && *character != '\n')
            || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
                | '\u{2028}' | '\u{2029}' | '\u{feff}')
    };
    if let Some(character) = text.chars().find(acts) {
        panic!("{character:?} in {text:?}");
    }
}

/// Fails where a line is wider than the terminal.
pub(super) fn assert_fits(text: &str, width: usize) {
    for line in text.lines() {
        assert!(
            line.width() <= width,
            "{} of {width} columns: {line:?}",
            line.width()
        );
    }
}

/// The same text without emkit's own colours.
pub(super) fn without_colors(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        let codes = |byte: &u8| byte.is_ascii_digit() || *byte == b';';
        let length = after.bytes().take_while(codes).count();
        out.push_str(before);
        match after[length..].strip_prefix('m') {
            Some(after) => rest = after,
            None => panic!("not a colour: {after:?}"),
        }
    }
    out + rest
}

/// Fails where a document holds what could become HTML, a link, an image or a fence.
pub(super) fn assert_harmless_markdown(document: &str) {
    assert_tame(document);
    for line in document.lines() {
        let mut is_escaped = false;
        for character in line.chars() {
            let is_markup = matches!(character, '<' | '[' | ']' | '~' | '$');
            assert!(is_escaped || !is_markup, "{character:?} in {line:?}");
            is_escaped = !is_escaped && character == '\\';
        }
        let quoted = line.trim_start_matches(' ').strip_prefix('>');
        let quoted = quoted.map(|line| line.trim_start_matches(' '));
        let begins_block = |text: &str| text.starts_with(['#', '>', '+', '=', '\t', '`']);
        assert!(!quoted.is_some_and(begins_block), "{line:?}");
    }
}
