//! What a person wrote, as paragraphs and lists. Lines of prose typed one after another are one line;
//! bullets, indented lines and those that begin with a sign stay on their own.

use std::mem;

use crate::escape::visible_lines;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passage {
    /// Lines that stand together; never empty, and more than one only where a line is not prose.
    Paragraph(Vec<String>),
    /// Never empty. Each item has its marker and its lines.
    List(Vec<(Marker, Vec<String>)>),
}

/// What an item begins with, as it was typed: a bullet, or a number and the sign behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marker {
    pub number: Option<u32>,
    pub sign: char,
}

impl Marker {
    /// What the next item of the list begins with.
    fn next(self) -> Self {
        let number = self.number.map(|number| number.saturating_add(1));
        Self { number, ..self }
    }

    pub fn text(self) -> String {
        let number = self.number.map(|number| number.to_string());
        format!("{}{}", number.unwrap_or_default(), self.sign)
    }
}

/// A text in its passages. A number makes a list only where it goes on from the one before, or begins
/// at 0 or 1: a line may begin with a year. A list in a list goes on as one of its own.
pub fn passages(text: &str) -> Vec<Passage> {
    let mut passages = Vec::new();
    let (mut is_apart, mut next_number) = (true, None);
    for line in visible_lines(text.trim()).lines() {
        let whole = line.trim_matches(' ');
        let was_apart = mem::replace(&mut is_apart, whole.is_empty());
        if is_apart {
            continue;
        }
        let begins = |it: &Marker| it.number.is_none_or(|number| number < 2);
        let item = item(whole).filter(|(it, _)| begins(it) || next_number == Some(*it));
        if let Some((marker, text)) = item {
            let item = (marker, vec![text.to_owned()]);
            let goes_on =
                |items: &[(Marker, _)]| items.last().map(|(it, _)| it.next()) == Some(marker);
            match passages.last_mut() {
                Some(Passage::List(items)) if goes_on(items) => items.push(item),
                _ => passages.push(Passage::List(vec![item])),
            }
            next_number = marker.number.map(|_| marker.next()).or(next_number);
            continue;
        }
        let indent = line.len() - line.trim_start_matches(' ').len();
        let (lines, indent) = match passages.last_mut() {
            Some(Passage::Paragraph(lines)) if !was_apart => (Some(lines), indent),
            Some(Passage::List(items)) if !was_apart && indent > 0 => {
                (items.last_mut().map(|(_, lines)| lines), 0)
            }
            _ => (None, indent),
        };
        // Ordinary spaces at the beginning would be lost.
        let text = "\u{a0}".repeat(indent) + whole;
        match lines {
            Some(lines) => match lines.last_mut() {
                Some(line) if indent == 0 && is_prose(whole, line) => *line += &format!(" {whole}"),
                _ => lines.push(text),
            },
            None => passages.push(Passage::Paragraph(vec![text])),
        }
    }
    passages
}

/// A text that follows other words: the lines before its first list, and the rest.
pub fn begun(text: &str) -> (Vec<String>, Vec<Passage>) {
    let mut passages = passages(text).into_iter().peekable();
    let mut lines = Vec::new();
    while let Some(Passage::Paragraph(more)) =
        passages.next_if(|it| matches!(it, Passage::Paragraph(_)))
    {
        lines.extend(more);
    }
    (lines, passages.collect())
}

/// Whether a line is more of the prose in the line before.
fn is_prose(line: &str, before: &str) -> bool {
    let is_begun = |c: char| c.is_alphanumeric() || "\"'“‘„«(".contains(c);
    item(line).is_none() && line.starts_with(is_begun) && !before.ends_with(':')
}

fn item(line: &str) -> Option<(Marker, &str)> {
    let (word, text) = line.split_once(' ')?;
    let text = Some(text.trim_start_matches(' ')).filter(|text| !text.is_empty())?;
    let sign = word.chars().last()?;
    let digits = word.strip_suffix(sign)?;
    let number = match (sign, digits) {
        ('-' | '*' | '+', "") => None,
        // Spelled `01`, it would come back as another.
        ('.' | ')', digits) if digits.len() < 9 => {
            let number: u32 = digits.parse().ok()?;
            Some(number)
                .filter(|number| number.to_string() == digits)?
                .into()
        }
        _ => return None,
    };
    Some((Marker { number, sign }, text))
}
