//! The text form in a mail: found between its two marked lines, whatever the mail program did to it.

use std::path::Path;

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use super::{Handed, comment, digest, form, handed, known_relation, word};
use crate::domain::feedback::{Comment, Observation, Reply};
use crate::domain::rubric::Rating;
use crate::format::diagnostic::{Diagnostics, Position, lines};
use crate::format::yaml::Reader;

pub const COLLECTOR_ONLY: &str = "[collector only]";

/// Letters and digits that nobody takes for others.
const ALPHABET: &[u8] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

pub fn code(rubric: &str, digest: &str, period: &str) -> String {
    let hash = Sha256::digest(format!("{rubric}\n{digest}\n{period}"));
    let letters = hash.iter().take(4);
    let letters = letters.map(|byte| char::from(ALPHABET[usize::from(*byte) % ALPHABET.len()]));
    letters.collect()
}

pub fn is_mail(text: &str) -> bool {
    let is_file = lines(text).any(|line| line.starts_with("kind:"));
    !is_file && lines(text).any(|line| marked(&plain(line)).is_some())
}

fn marked(line: &str) -> Option<(String, bool)> {
    let inside = line.strip_prefix('[')?.strip_suffix(']')?.to_uppercase();
    match inside.split_whitespace().collect::<Vec<_>>()[..] {
        ["REPLY", code, end @ ("STARTS" | "ENDS"), "HERE"] => {
            Some((code.to_owned(), end == "STARTS"))
        }
        _ => None,
    }
}

/// What mail programs hide in a line, or emphasise it with.
const MARKS: &str = "\u{ad}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{2060}\u{feff}*_`\\";

/// What they put before it: quotation, indentation, bullets.
const BEGINS: [char; 13] = [
    '>', '|', '-', '•', '·', '‣', '▪', '◦', '–', '#', ' ', '\t', '\u{a0}',
];

/// A line of the form as it was before mail programs quoted, indented, emphasised or listed it.
fn plain(line: &str) -> String {
    let shown = line.nfkc().filter(|character| !MARKS.contains(*character));
    let shown = shown.map(|character| match character {
        '\u{2010}' => '-',
        _ if character.is_whitespace() => ' ',
        _ => character,
    });
    let shown: String = shown.collect();
    shown.trim_start_matches(BEGINS).trim_end().to_owned()
}

/// The labels that begin a line of the form. What is below one of them, up to the next, is a person's
/// own, or the form's own words.
const LABELS: [&str; 8] = [
    "FORM ", "FOR ", "FROM", "SKILL ", "RATING ", "SAW ", "KEEP", "CHANGE",
];

struct Section {
    label: &'static str,
    /// What is behind the label, and at a skill its id and what is in the brackets.
    rest: String,
    id: String,
    value: String,
    at: Position,
    /// What follows the colon, then the lines below, as they were typed.
    words: Vec<String>,
}

struct Block<'t> {
    code: String,
    at: Position,
    /// What all of it is quoted with.
    quote: &'t str,
    sections: Vec<Section>,
    is_closed: bool,
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut found: Vec<Block<'_>> = Vec::new();
    for (raw, number) in lines(text).zip(1..) {
        let (plain, at) = (plain(raw), Position::line(number));
        let open = found.last_mut().filter(|block| !block.is_closed);
        match (marked(&plain), open) {
            (Some((code, true)), _) => found.push(Block {
                code,
                at,
                quote: &raw[..raw.len() - raw.trim_start_matches(BEGINS).len()],
                sections: Vec::new(),
                is_closed: false,
            }),
            (Some((code, false)), Some(open)) => open.is_closed = code == open.code,
            (None, Some(open)) => open.take(raw, &plain, at),
            (_, None) => {}
        }
    }
    found
}

pub(super) fn read(path: &Path, text: &str) -> Result<Handed, Diagnostics> {
    let wrong = |at, message: String| Err(Diagnostics::one(path, text, at, message));
    let blocks = blocks(text);
    let start = blocks.first().map(|block| block.at).unwrap_or_default();
    let read = |block: &Block<'_>| {
        let handed = block.read(Reader::new(path, text), text)?;
        Ok(handed.map(|handed| (handed, block.at)))
    };
    let replies = blocks.iter().map(read).filter_map(Result::transpose);
    let replies: Vec<_> = replies.collect::<Result<_, Diagnostics>>()?;
    let mut replies = replies.into_iter();
    let Some((first, at)) = replies.next() else {
        return wrong(start, "nothing is filled in".to_owned());
    };
    match replies.find(|(other, _)| other.content != first.content) {
        None => Ok(first),
        Some((_, again)) => {
            let line = at.line;
            let message = format!(
                "there are two replies in this mail that differ, the first in line {line}; leave one of them"
            );
            wrong(again, message)
        }
    }
}

impl Block<'_> {
    /// Takes a line: one of the form begins a section, another belongs to the section above.
    fn take(&mut self, raw: &str, plain: &str, at: Position) {
        let unquoted = raw.strip_prefix(self.quote);
        let own = unquoted.or_else(|| raw.strip_prefix(self.quote.trim_end()));
        let words = own.unwrap_or(raw).replace('\u{a0}', " ");
        let is_head = self.of("SKILL ").next().is_none();
        let rest = |label: &&'static str| {
            let rest = plain.strip_prefix(label)?;
            let fits = match *label {
                "FORM " | "FOR " | "FROM" => is_head,
                // A heading such as `KEEP doing:`.
                "KEEP" | "CHANGE" => rest.split_once(':').is_some_and(|(words, _)| {
                    words.is_empty() || words.starts_with(' ') && words.len() < 20
                }),
                _ => true,
            };
            fits.then_some((*label, rest.trim().to_owned()))
        };
        if let Some((label, rest)) = LABELS.iter().find_map(rest) {
            let behind = words.split_once([':', '：']).map_or("", |(_, words)| words);
            let end = rest.find([' ', '[', ':']).unwrap_or(rest.len());
            self.sections.push(Section {
                label,
                id: rest[..end].to_owned(),
                value: unbracketed(&rest[end..]),
                rest,
                at,
                words: vec![behind.trim().to_owned()],
            });
        } else if let Some(above) = self.sections.last_mut() {
            // A narrow window may have moved the brackets to a line of their own.
            let is_open = above.value.is_empty() && above.words.concat().trim().is_empty();
            if above.label == "RATING " && is_open && plain.starts_with('[') {
                above.value = unbracketed(plain);
            } else {
                above.words.push(words.trim_end().to_owned());
            }
        }
    }

    fn of(&self, label: &str) -> impl Iterator<Item = &Section> {
        let sections = self.sections.iter();
        sections.filter(move |section| section.label == label)
    }

    /// Each rating with what was seen: the words below it, and those of its own label.
    fn skills(&self, reader: &mut Reader<'_>) -> Vec<(&Section, Vec<&str>)> {
        let mut skills: Vec<(&Section, Vec<&str>)> = Vec::new();
        for section in &self.sections {
            let (id, at) = (&section.id, section.at);
            let words = section.words.iter().map(String::as_str);
            let there = skills.iter_mut().find(|(other, _)| other.id == *id);
            match (section.label, there) {
                ("RATING ", None) => skills.push((section, words.skip(1).collect())),
                ("RATING ", Some(_)) => {
                    reader.problem(at, format!("the rating of `{id}` is there twice"));
                }
                ("SAW ", Some((_, seen))) => seen.extend(words),
                ("SAW ", None) => reader.problem(at, format!("`{id}` has no rating above")),
                _ => {}
            }
        }
        skills
    }

    /// The reply in it; none where the form is as it was sent.
    fn read(&self, mut reader: Reader<'_>, text: &str) -> Result<Option<Handed>, Diagnostics> {
        let skills = self.skills(&mut reader);
        let ends = self.of("KEEP").chain(self.of("CHANGE"));
        let ends = ends.flat_map(|section| section.words.iter().map(|it| &**it));
        let said = skills.iter();
        let said = said.flat_map(|(it, words)| words.iter().copied().chain([&*it.value]));
        if said.chain(ends).all(|words| words.trim().is_empty()) {
            return Ok(None);
        }
        if !self.is_closed {
            let message = format!(
                "the line `[reply {} ends here]` is missing below; the mail may have been cut",
                self.code
            );
            reader.problem(self.at, message);
        }
        let [keep, change] = ["KEEP", "CHANGE"].map(|label| self.end(label, &mut reader));
        let places = skills.iter().map(|(it, _)| (it.id.clone(), it.at));
        let places = places.collect();
        let skills = skills.into_iter().map(|(section, words)| {
            let rating = section.rating(&mut reader);
            let saw = remark(&words.join("\n"), section.at, &mut reader);
            (section.id.clone(), Observation { rating, saw })
        });
        let skills = skills.collect();
        let about = self.of("FORM ").next();
        let at = about.map_or(self.at, |section| section.at);
        let words = about.map_or("", |section| &section.rest).split_whitespace();
        let words: Vec<_> = words.collect();
        let about = match words[..] {
            [rubric, period, digest] if code(rubric, digest, period) == self.code => {
                [rubric, digest, period].map(|word| (word, at))
            }
            _ => {
                let message = format!(
                    "the line `FORM …` doesn't go with the code `{}`; it was changed",
                    self.code
                );
                reader.problem(at, message);
                return reader.finish(None);
            }
        };
        let person = self.of("FOR ").find(|section| !section.rest.is_empty());
        let person = person.map(|it| word((&it.rest, it.at), "for", &mut reader));
        let relation = self.of("FROM").next().and_then(|section| {
            let word = section.rest.trim_matches(['[', ']', ' ']).to_lowercase();
            let said = (!word.is_empty()).then_some((word.as_str(), section.at));
            known_relation(said?, &mut reader)
        });
        let reply = form(about, person, &mut reader).map(|form| Reply {
            // Two mails are two replies, even where they say the same.
            id: digest(text),
            form,
            relation,
            skills,
            keep,
            change,
        });
        handed(reply, [at, at, self.at], places, reader).map(Some)
    }

    fn end(&self, label: &str, reader: &mut Reader<'_>) -> Comment {
        let found: Vec<_> = self.of(label).collect();
        let [section] = found[..] else {
            let at = found.get(1).map_or(self.at, |again| again.at);
            let message = format!("the line `{label}` has to be there once");
            reader.problem(at, message);
            return Comment::default();
        };
        remark(&section.words.join("\n"), section.at, reader)
    }
}

fn unbracketed(value: &str) -> String {
    value.replace(['[', ']', ':', ' '], "")
}

impl Section {
    fn rating(&self, reader: &mut Reader<'_>) -> Option<Rating> {
        let Self { id, value, .. } = self;
        let rating = value.parse().ok().and_then(Rating::new);
        let rating = rating.filter(|_| value.len() == 1);
        let wrong = match value.as_str() {
            "" => format!("`{id}` has no rating"),
            "?" => return None,
            _ if rating.is_some() => return rating,
            _ => format!("`{value}` is not one rating for `{id}`"),
        };
        let message = format!("{wrong}; put 1 to 5 in the brackets, or ? for \"can't say\"");
        reader.problem(self.at, message);
        None
    }
}

fn remark(text: &str, at: Position, reader: &mut Reader<'_>) -> Comment {
    let text = text.trim();
    let mark = text.get(..COLLECTOR_ONLY.len());
    let mark = mark.filter(|mark| mark.eq_ignore_ascii_case(COLLECTOR_ONLY));
    let text = text[mark.map_or(0, str::len)..].trim_start();
    comment((text, at), mark.is_some(), reader)
}
