//! What a line of a log may be, and the words in it.

use crate::format::rubric::is_id;

pub(super) const PRIVATE: &str = "(private)";

/// With more indentation a line is code, unless there is an entry above it.
pub(super) const MAX_INDENT: usize = 3;

pub(super) fn bullet(line: &str) -> Option<(usize, &str)> {
    let text = line.trim_start_matches(' ');
    let indent = line.len() - text.len();
    let rest = text.strip_prefix(['-', '*', '+', '•']).or_else(|| {
        let rest = text.trim_start_matches(|digit: char| digit.is_ascii_digit());
        // A year at the end of a sentence is not the number of a list.
        let is_number = (1..=3).contains(&(text.len() - rest.len()));
        rest.strip_prefix(['.', ')']).filter(|_| is_number)
    })?;
    (rest.starts_with([' ', '\t']) && !is_rule(text)).then(|| (indent, rest.trim_start()))
}

/// Whether a line right below an entry is not part of it: a heading, a rule, a conflict mark of git.
pub(super) fn is_mark(line: &str) -> bool {
    line.starts_with('#') || is_rule(line) || line.starts_with(">>>>>>> ")
}

fn is_rule(line: &str) -> bool {
    line.chars().all(|mark| "-*+_=• \t".contains(mark))
}

/// The id of the skill that a word such as `#team` or `#Team` names.
pub(super) fn tag(word: &str) -> Option<String> {
    let id = word.strip_prefix('#')?.to_ascii_lowercase();
    is_tag(&id).then_some(id)
}

pub(super) fn last_word(line: &str) -> (&str, &str) {
    let body = line.trim_end_matches(|character: char| !character.is_whitespace());
    line.split_at(body.len())
}

/// Whether the word after a `#` names a skill. A number names an issue.
pub fn is_tag(word: &str) -> bool {
    is_id(word) && !word.bytes().all(|byte| byte.is_ascii_digit())
}

pub(super) fn split(text: &str) -> (&str, &str) {
    match text.split_once([' ', '\t']) {
        Some((word, rest)) => (word, rest.trim_start()),
        None => (text, ""),
    }
}

/// Whether a word was meant as a date: a year and two more parts, in any order.
pub(super) fn is_date_like(word: &str) -> bool {
    let parts: Vec<_> = word.split(['-', '/', '.']).collect();
    let [first, second, last] = parts[..] else {
        return false;
    };
    let begins = |part: &str| part.starts_with(|digit: char| digit.is_ascii_digit());
    let is_year = |part: &str| part.len() == 4 && part.parse::<u16>().is_ok();
    [first, second, last].into_iter().all(begins) && (is_year(first) || is_year(last))
}

pub(super) fn link(line: &str) -> Option<&str> {
    let link = line.trim().strip_prefix('<')?.strip_suffix('>')?;
    (!link.is_empty() && !link.contains(char::is_whitespace)).then_some(link)
}
