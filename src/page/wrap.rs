//! Lines of a page: broken between words, no wider than asked for.

use dialoguer::console::measure_text_width;

use crate::line_break::PIECES;

/// A text in lines no wider than `width`, each but the first begun with `indent`.
pub fn wrap(text: &str, width: usize, first: &str, indent: &str) -> String {
    let begins = std::iter::once(first).chain(std::iter::repeat(indent));
    let lines = text.split('\n').zip(begins);
    let lines = lines.map(|(line, begin)| fill(line, options(width, indent).initial_indent(begin)));
    lines.collect::<Vec<_>>().join("\n")
}

/// The same without breaking a word: what is too long for a line is taken in one piece.
pub fn wrap_whole(text: &str, width: usize, indent: &str) -> String {
    textwrap::fill(text, options(width, indent).break_words(false))
}

fn options(width: usize, indent: &str) -> textwrap::Options<'_> {
    textwrap::Options::new(width)
        .word_separator(PIECES)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .subsequent_indent(indent)
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
