//! Where a line may end: at a space, but not inside backticks nor before a dot between two things.

use textwrap::WordSeparator;
use textwrap::core::Word;

/// The longest text in backticks that stays whole, in bytes: it fits the smallest window, indented.
const LONGEST: usize = 50;

/// Words; a command or path in backticks counts as one.
pub const PIECES: WordSeparator = WordSeparator::Custom(pieces);

fn pieces(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let mut words = WordSeparator::AsciiSpace.find_words(line);
    let mut at = 0;
    let mut is_open = false;
    Box::new(std::iter::from_fn(move || {
        let start = at;
        // A text in backticks that fits no line is split at spaces.
        let is_within = is_open;
        loop {
            let Some(word) = words.next() else {
                return (start < at).then(|| Word::from(&line[start..at]));
            };
            at += word.word.len() + word.whitespace.len();
            is_open ^= word.word.matches('`').count() % 2 == 1;
            if word.word != "·" && line[at..].starts_with('·') {
                continue;
            }
            let rest = line.as_bytes()[at..].iter().take(LONGEST);
            let end = rest.copied().position(|byte| byte == b'`');
            let end = end.map(|end| at + end - start);
            if is_within || !is_open || end.is_none_or(|end| end > LONGEST) {
                return Some(Word::from(&line[start..at]));
            }
        }
    }))
}
