//! Where a line may end: at a space, and not within what is to be taken in one piece.

use textwrap::WordSeparator;
use textwrap::core::Word;

/// The longest of pieces, in bytes: what fits the smallest of windows with an indent.
const LONGEST: usize = 50;

/// Words, of which those between two backticks are one: a command or a path to be copied.
pub const PIECES: WordSeparator = WordSeparator::Custom(pieces);

fn pieces(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let mut words = WordSeparator::AsciiSpace.find_words(line);
    let mut at = 0;
    let mut is_open = false;
    Box::new(std::iter::from_fn(move || {
        let start = at;
        // Of a piece that no line has room for, each word is one.
        let is_within = is_open;
        loop {
            let Some(word) = words.next() else {
                return (start < at).then(|| Word::from(&line[start..at]));
            };
            at += word.word.len() + word.whitespace.len();
            is_open ^= word.word.matches('`').count() % 2 == 1;
            let rest = line.as_bytes()[at..].iter().take(LONGEST);
            let end = rest.copied().position(|byte| byte == b'`');
            let end = end.map(|end| at + end - start);
            if is_within || !is_open || end.is_none_or(|end| end > LONGEST) {
                return Some(Word::from(&line[start..at]));
            }
        }
    }))
}
