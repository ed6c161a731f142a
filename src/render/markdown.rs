//! Markdown, and what people wrote inside of it: escaped so that it cannot leave its block.

use crate::escape::{visible, visible_lines};

/// One line of a person's text as Markdown. White space around a text is no part of it.
#[must_use]
pub fn inline(text: &str) -> String {
    escaped(&visible(text.trim()))
}

/// A person's text of several lines as a quotation. Their line breaks stay.
#[must_use]
pub fn quote(text: &str) -> String {
    let shown = visible_lines(text.trim());
    let mut lines: Vec<String> = Vec::new();
    for line in shown.lines() {
        let indent = line.len() - line.trim_start_matches(' ').len();
        // Ordinary spaces at the beginning could make a line code.
        let indent = "\u{a0}".repeat(indent);
        lines.push(format!("{indent}{}", escaped(line.trim_matches(' '))));
    }
    let last = lines.len().saturating_sub(1);
    let quoted = lines
        .iter()
        .enumerate()
        .map(|(index, line)| match line.is_empty() {
            true => ">".to_owned(),
            false if index == last || lines[index + 1].is_empty() => format!("> {line}"),
            false => format!("> {line}  "),
        });
    quoted.collect::<Vec<_>>().join("\n")
}

/// Lines shown as they are. Not in a fence: what it holds could end it.
#[must_use]
pub fn verbatim(lines: &str) -> String {
    let indented = lines.lines().map(|line| match line.is_empty() {
        true => "\n".to_owned(),
        false => format!("    {line}\n"),
    });
    indented.collect()
}

/// A table row.
#[must_use]
pub fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// The line under a table's titles: `l` for words, `r` for figures, a letter a column.
#[must_use]
pub fn rule(columns: &str) -> String {
    let cells: Vec<_> = columns
        .chars()
        .map(|column| {
            if column == 'r' {
                "---:".to_owned()
            } else {
                "---".to_owned()
            }
        })
        .collect();
    row(&cells)
}

/// Escapes what has a meaning in CommonMark and GitHub's tables, and nothing else, so that the
/// text stays readable as it is.
fn escaped(line: &str) -> String {
    let characters: Vec<char> = line.chars().collect();
    let is_word = |index: Option<usize>| {
        index
            .and_then(|index| characters.get(index))
            .is_some_and(|c| c.is_alphanumeric())
    };
    let digits = characters.iter().take_while(|c| c.is_ascii_digit()).count();
    let mut out = String::with_capacity(line.len());
    for (index, character) in characters.iter().enumerate() {
        let special = match character {
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' | '$' => true,
            // Inside of a word an underscore is only itself.
            '_' => !(is_word(index.checked_sub(1)) && is_word(Some(index + 1))),
            '&' => characters
                .get(index + 1)
                .is_some_and(|c| c.is_ascii_alphanumeric() || *c == '#'),
            // At the end of a heading it would be taken for a part of its mark.
            '#' if index > 0 => {
                characters[index - 1] == ' ' && characters[index..].iter().all(|c| *c == '#')
            }
            '#' | '>' | '-' | '+' | '=' => index == 0,
            // The line under the titles of a table may begin so.
            ':' => index == 0,
            '.' | ')' => {
                let is_marker = characters
                    .get(index + 1)
                    .is_none_or(|next| next.is_whitespace());
                digits > 0 && index == digits && is_marker
            }
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(*character);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_begin_a_block() {
        assert_eq!(inline("# title"), "\\# title");
        assert_eq!(inline("title ##, C#, #"), "title ##, C#, \\#");
        assert_eq!(inline("1. item"), "1\\. item");
        assert_eq!(inline("- item"), "\\- item");
        assert_eq!(inline("a | b <script>"), "a \\| b \\<script>");
        assert_eq!(
            quote("a\n---\n    code"),
            "> a  \n> \\---  \n> \u{a0}\u{a0}\u{a0}\u{a0}code"
        );
    }

    #[test]
    fn ordinary_sentences_stay_as_they_are() {
        let text = "Cut lead_time from 9 to 2 days - really (see notes). R&D agreed!";
        assert_eq!(inline(text), text.replace("R&D", "R\\&D"));
    }
}
