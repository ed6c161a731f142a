//! Lines of a page: broken between words, no wider than asked for.

use dialoguer::console::measure_text_width;

use crate::line_break::PIECES;

/// A text in lines no wider than `width`, each but the first begun with `indent`.
pub fn wrap(text: &str, width: usize, first: &str, indent: &str) -> String {
    let options = textwrap::Options::new(width)
        .initial_indent(first)
        .word_separator(PIECES)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .subsequent_indent(indent);
    let mut lines = Vec::new();
    for (index, line) in text.split('\n').enumerate() {
        let options = if index == 0 {
            options.clone()
        } else {
            options.clone().initial_indent(indent)
        };
        lines.push(fill(line, options));
    }
    lines.join("\n")
}

/// The same without breaking a word: what is too long for a line is taken in one piece.
pub fn wrap_whole(text: &str, width: usize, indent: &str) -> String {
    let options = textwrap::Options::new(width)
        .break_words(false)
        .word_separator(PIECES)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .subsequent_indent(indent);
    textwrap::fill(text, options)
}

/// Wrapping adds up the widths of characters, of which some make the one before them wider: a
/// line that came out too wide is wrapped again for fewer columns.
fn fill(line: &str, options: textwrap::Options<'_>) -> String {
    let mut columns = options.width;
    loop {
        let filled = textwrap::fill(line, options.clone().width(columns));
        let widest = filled.lines().map(measure_text_width).max();
        let widest = widest.unwrap_or_default();
        if widest <= options.width || columns <= 1 {
            return filled;
        }
        columns = columns * options.width / widest;
    }
}
