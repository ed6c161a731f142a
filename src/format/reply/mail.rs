//! The text form in a mail: found between its two marked lines, whatever the mail program did to it.

use std::path::Path;

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use super::{Handed, Placed, comment, digest, form, handed, is_id, known_relation, word};
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

/// A marked line: its code, and whether it is the first.
fn marked(line: &str) -> Option<(String, bool)> {
    let inside = line.strip_prefix('[')?.strip_suffix(']')?.to_uppercase();
    let words: Vec<_> = inside.split(' ').filter(|word| !word.is_empty()).collect();
    match words[..] {
        ["REPLY", code, end @ ("STARTS" | "ENDS"), "HERE"] => {
            Some((code.to_owned(), end == "STARTS"))
        }
        _ => None,
    }
}

/// A line of the form as it was before mail programs quoted, indented, emphasised or listed it.
fn plain(line: &str) -> String {
    let shown: String = line
        .nfkc()
        .filter_map(|character| match character {
            '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2060}'
            | '\u{feff}'
            | '*'
            | '_'
            | '`'
            | '\\' => None,
            '\u{2010}' => Some('-'),
            _ if character.is_whitespace() => Some(' '),
            _ => Some(character),
        })
        .collect();
    let begins = ['>', '|', '-', '•', '·', '‣', '▪', '◦', '–', '#', ' '];
    shown.trim_start_matches(begins).trim_end().to_owned()
}

fn depth(line: &str) -> usize {
    let signs = line.chars().take_while(|c| *c == '>' || c.is_whitespace());
    signs.filter(|c| *c == '>').count()
}

/// A line of somebody's own words, without the quotation that the form has around it.
fn own(line: &str, depth: usize) -> String {
    let mut rest = line;
    for _ in 0..depth {
        match rest.trim_start().strip_prefix('>') {
            Some(inside) => rest = inside.strip_prefix(' ').unwrap_or(inside),
            None => break,
        }
    }
    rest.replace('\u{a0}', " ").trim_end().to_owned()
}

/// The labels that begin a line of the form. What is below one of them, up to the next, is a person's
/// own, or the form's own words.
const LABELS: [&str; 8] = [
    "FORM ", "FOR ", "FROM", "SKILL ", "RATING ", "SAW ", "KEEP", "CHANGE",
];

struct Section {
    label: &'static str,
    rest: String,
    at: Position,
    /// What follows the colon, then the lines below, as they were typed.
    words: Vec<String>,
}

struct Block {
    code: String,
    at: Position,
    /// How often all of it is quoted.
    depth: usize,
    sections: Vec<Section>,
    is_closed: bool,
}

fn blocks(text: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    for (raw, number) in lines(text).zip(1..) {
        let (plain, at) = (plain(raw), Position::line(number));
        let open = found.last_mut().filter(|block| !block.is_closed);
        match (marked(&plain), open) {
            (Some((code, true)), _) => found.push(Block {
                code,
                at,
                depth: depth(raw),
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
    let mut filled: Option<(Handed, Position)> = None;
    let blocks = blocks(text);
    for block in &blocks {
        let mut reader = Reader::new(path, text);
        let skills = block.skills(&mut reader);
        let ends = block.of("KEEP").chain(block.of("CHANGE"));
        let mut ends = ends.flat_map(|section| &section.words);
        let is_blank =
            |said: &Said<'_>| said.value.is_empty() && said.words.concat().trim().is_empty();
        // As it was sent.
        if skills.iter().all(is_blank) && ends.all(|words| words.trim().is_empty()) {
            continue;
        }
        if !block.is_closed {
            let message = format!(
                "the line `[reply {} ends here]` is missing below; the mail may have been cut",
                block.code
            );
            return wrong(block.at, message);
        }
        let handed = block.read(text, reader, skills)?;
        match &filled {
            Some((first, at)) if first.content != handed.content => {
                let message = format!(
                    "there are two replies in this mail that differ, the first in line {}; leave one of them",
                    at.line
                );
                return wrong(block.at, message);
            }
            Some(_) => {}
            None => filled = Some((handed, block.at)),
        }
    }
    let first = blocks.first().map(|block| block.at).unwrap_or_default();
    match filled {
        Some((handed, _)) => Ok(handed),
        None => wrong(first, "nothing is filled in".to_owned()),
    }
}

struct Said<'b> {
    id: &'b str,
    at: Position,
    /// What is in the brackets; empty where nothing is.
    value: String,
    words: Vec<&'b str>,
}

impl Block {
    /// Takes a line: one of the form begins a section, another belongs to the section above.
    fn take(&mut self, raw: &str, plain: &str, at: Position) {
        let words = own(raw, self.depth);
        let is_head = !self.of("SKILL ").any(|_| true);
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
            self.sections.push(Section {
                label,
                rest,
                at,
                words: vec![behind.trim().to_owned()],
            });
        } else if let Some(above) = self.sections.last_mut() {
            above.words.push(words);
        }
    }

    fn of(&self, label: &str) -> impl Iterator<Item = &Section> {
        let sections = self.sections.iter();
        sections.filter(move |section| section.label == label)
    }

    /// What was said about each skill. Words below a rating are what was seen, too.
    fn skills(&self, reader: &mut Reader<'_>) -> Vec<Said<'_>> {
        let mut skills: Vec<Said<'_>> = Vec::new();
        for section in &self.sections {
            let Section { rest, at, .. } = section;
            if section.label == "RATING " {
                let said = section.rating();
                if !is_id(said.id) {
                    reader.problem(*at, format!("`{}` is not the id of a skill", said.id));
                }
                if skills.iter().any(|other| other.id == said.id) {
                    reader.problem(*at, format!("the rating of `{}` is there twice", said.id));
                }
                skills.push(said);
            } else if section.label == "SAW " {
                let id = rest.split(':').next().unwrap_or_default().trim();
                match skills.iter_mut().find(|said| said.id == id) {
                    Some(said) => said.words.extend(section.words.iter().map(String::as_str)),
                    None => reader.problem(*at, format!("`{id}` has no rating above")),
                }
            }
        }
        skills
    }

    fn read(
        &self,
        text: &str,
        mut reader: Reader<'_>,
        skills: Vec<Said<'_>>,
    ) -> Result<Handed, Diagnostics> {
        let keep = self.end("KEEP", &mut reader);
        let change = self.end("CHANGE", &mut reader);
        let places = skills.iter().map(|said| (said.id.to_owned(), said.at));
        let places = places.collect();
        let skills = skills.into_iter().map(|said| {
            let rating = said.rating(&mut reader);
            let saw = remark(&said.words.join("\n"), said.at, &mut reader);
            (said.id.to_owned(), Observation { rating, saw })
        });
        let skills = skills.collect();
        let Some((about, at)) = self.about(&mut reader) else {
            return reader.finish(None);
        };
        let person = self
            .of("FOR ")
            .next()
            .filter(|section| !section.rest.is_empty());
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
        handed(reply, [at, at, self.at], places, reader)
    }

    /// What the form is about, if its line is as it was: rubric, digest and period; and that line.
    fn about(&self, reader: &mut Reader<'_>) -> Option<([Placed<'_>; 3], Position)> {
        let Some(form) = self.of("FORM ").next() else {
            reader.problem(self.at, "the line `FORM …` is missing below");
            return None;
        };
        let words: Vec<_> = form.rest.split_whitespace().collect();
        match words.as_slice() {
            [rubric, period, digest] if code(rubric, digest, period) == self.code => Some((
                [*rubric, *digest, *period].map(|word| (word, form.at)),
                form.at,
            )),
            _ => {
                let code = &self.code;
                let message =
                    format!("this line doesn't go with the code `{code}`; it was changed");
                reader.problem(form.at, message);
                None
            }
        }
    }

    fn end(&self, label: &str, reader: &mut Reader<'_>) -> Comment {
        let mut found = self.of(label);
        let Some(first) = found.next() else {
            reader.problem(self.at, format!("the line `{label}` is missing below"));
            return Comment::default();
        };
        if let Some(again) = found.next() {
            reader.problem(again.at, format!("`{label}` is there twice"));
        }
        remark(&first.words.join("\n"), first.at, reader)
    }
}

impl Section {
    /// The skill and what is in its brackets, which a narrow window may have moved to the next line.
    fn rating(&self) -> Said<'_> {
        let end = self.rest.find([' ', '[', ':']).unwrap_or(self.rest.len());
        let (id, value) = self.rest.split_at(end);
        let mut value = value.trim_matches([' ', ':']).to_owned();
        let words = self.words.iter().skip(1);
        let mut words: Vec<_> = words.map(String::as_str).collect();
        if value.is_empty()
            && let Some(next) = words.iter().position(|line| !plain(line).is_empty())
            && plain(words[next]).starts_with('[')
        {
            value = plain(words.remove(next));
        }
        value.retain(|c| !matches!(c, '[' | ']' | ' '));
        let at = self.at;
        Said {
            id,
            at,
            value,
            words,
        }
    }
}

impl Said<'_> {
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

/// A text without the mark that keeps it with the collector.
fn remark(text: &str, at: Position, reader: &mut Reader<'_>) -> Comment {
    let text = text.trim();
    let mark = text.get(..COLLECTOR_ONLY.len());
    let mark = mark.filter(|mark| mark.eq_ignore_ascii_case(COLLECTOR_ONLY));
    let text = text[mark.map_or(0, str::len)..].trim_start();
    comment((text, at), mark.is_some(), reader)
}
