//! The text form in a mail: found between its two marked lines, whatever the mail program did to it.

use std::collections::BTreeMap;
use std::path::Path;

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use super::{Handed, Handout, MAX_TEXT, Parts, digest, is_id, too_long};
use crate::domain::feedback::{Comment, Form, Observation, Reply};
use crate::domain::rubric::Rating;
use crate::format::diagnostic::{Diagnostic, Diagnostics, Position, lines};

/// What a comment begins with that is for the collector alone.
pub const COLLECTOR_ONLY: &str = "[collector only]";

/// Letters and digits that nobody takes for others.
const ALPHABET: &[u8] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The code in the marked lines of a form.
#[must_use]
pub fn code(rubric: &str, digest: &str, period: &str) -> String {
    let hash = Sha256::digest(format!("{rubric}\n{digest}\n{period}"));
    let letters = hash.iter().take(4);
    let letters = letters.map(|byte| char::from(ALPHABET[usize::from(*byte) % ALPHABET.len()]));
    letters.collect()
}

/// Whether a text is a mail with a reply in it rather than a file.
#[must_use]
pub fn is_mail(text: &str) -> bool {
    let is_file = lines(text).any(|line| line.starts_with("kind:"));
    !is_file && lines(text).any(|line| marked(&plain(line)).is_some())
}

/// A marked line: its code, and whether it is the first.
fn marked(line: &str) -> Option<(String, bool)> {
    let inside = line.strip_prefix('[')?.strip_suffix(']')?.to_uppercase();
    let words: Vec<_> = inside.split(' ').filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        ["REPLY", code, "STARTS", "HERE"] => Some(((*code).to_owned(), true)),
        ["REPLY", code, "ENDS", "HERE"] => Some(((*code).to_owned(), false)),
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

/// How many signs of quotation a line begins with.
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

/// One line of a block: its number, as it stands, and as a line of the form.
struct Line<'t> {
    number: usize,
    raw: &'t str,
    plain: String,
}

/// What stands between two marked lines.
struct Block<'t> {
    code: String,
    start: usize,
    depth: usize,
    lines: Vec<Line<'t>>,
    is_closed: bool,
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut found: Vec<Block<'_>> = Vec::new();
    for (raw, number) in lines(text).zip(1..) {
        let plain = plain(raw);
        let open = found.last_mut().filter(|block| !block.is_closed);
        match (marked(&plain), open) {
            (Some((code, true)), _) => found.push(Block {
                code,
                start: number,
                depth: depth(raw),
                lines: Vec::new(),
                is_closed: false,
            }),
            (Some((code, false)), Some(open)) => open.is_closed = code == open.code,
            (Some(_), None) => {}
            (None, Some(open)) => open.lines.push(Line { number, raw, plain }),
            (None, None) => {}
        }
    }
    found
}

pub(super) fn read(path: &Path, text: &str) -> Result<Handed, Diagnostics> {
    let at = |line: usize, message: String| {
        let at = Position { line, column: 1 };
        Diagnostics::new(path, text, vec![Diagnostic { at, message }])
    };
    let mut filled: Option<(Handed, usize)> = None;
    let mut empty = None;
    for block in blocks(text) {
        let mut reader = Reader::new(text);
        reader.block(&block);
        if reader.is_untouched() {
            empty.get_or_insert(block.start);
            continue;
        }
        if !block.is_closed {
            let message = format!(
                "the line `[reply {} ends here]` is missing below; the mail may have been cut",
                block.code
            );
            return Err(at(block.start, message));
        }
        let handed = reader.finish(path, &block)?;
        match &filled {
            Some((first, line)) if reply(first) != reply(&handed) => {
                let message = format!(
                    "there are two replies in this mail that differ, the first in line {line}; leave one of them"
                );
                return Err(at(block.start, message));
            }
            Some(_) => {}
            None => filled = Some((handed, block.start)),
        }
    }
    filled
        .map(|(handed, _)| handed)
        .ok_or_else(|| at(empty.unwrap_or_default(), "nothing is filled in".to_owned()))
}

fn reply(handed: &Handed) -> Option<&Reply> {
    match &handed.content {
        Handout::Reply(reply) => Some(reply),
        Handout::Combined(_) => None,
    }
}

/// Where words belong that are no line of the form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    /// Nowhere: the form's own words.
    Form,
    /// Below the rating or the place of this skill, by its index.
    Skill(usize),
    Keep,
    Change,
}

/// A skill in the form.
struct PastAnswer {
    id: String,
    at: Position,
    rating: Option<Rating>,
    saw: Vec<String>,
}

struct Reader<'t> {
    parts: Parts<'t>,
    within: Within,
    /// The line that says what the form is about, and its number.
    about: Option<(String, usize)>,
    person: Option<String>,
    relation: Option<(String, usize)>,
    skills: Vec<PastAnswer>,
    /// Whether any place for a rating has something in it.
    is_rated: bool,
    keep: Option<Vec<String>>,
    change: Option<Vec<String>>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            parts: Parts {
                text,
                problems: Vec::new(),
            },
            within: Within::Form,
            about: None,
            person: None,
            relation: None,
            skills: Vec::new(),
            is_rated: false,
            keep: None,
            change: None,
        }
    }

    fn wrong(&mut self, line: usize, message: String) {
        self.parts.wrong(Position { line, column: 1 }, message);
    }

    fn block(&mut self, block: &Block<'_>) {
        let mut taken = None;
        for (index, line) in block.lines.iter().enumerate() {
            if taken == Some(index) {
                continue;
            }
            let said = line.plain.as_str();
            let is_head = self.skills.is_empty() && self.within == Within::Form;
            if let Some(rest) = said.strip_prefix("RATING ") {
                // A narrow window may have moved the brackets to the next line.
                let next = block.lines.iter().enumerate().skip(index + 1);
                let next = next
                    .filter(|(_, next)| !next.plain.is_empty())
                    .map(|(at, next)| (at, next.plain.as_str()));
                let next = next
                    .clone()
                    .next()
                    .filter(|(_, next)| next.starts_with('['));
                taken = self.rating(rest, line.number, next);
            } else if said.starts_with("SKILL ") {
                self.within = Within::Form;
            } else if let Some(rest) = said.strip_prefix("SAW ") {
                let words = behind(line, block.depth);
                self.saw(rest, words, line.number);
            } else if let Some(rest) = heading(said, "KEEP").then(|| behind(line, block.depth)) {
                let again = self.keep.replace(vec![rest]).is_some();
                self.last(Within::Keep, again, "KEEP", line.number);
            } else if let Some(rest) = heading(said, "CHANGE").then(|| behind(line, block.depth)) {
                let again = self.change.replace(vec![rest]).is_some();
                self.last(Within::Change, again, "CHANGE", line.number);
            } else if let Some(about) = said.strip_prefix("FORM ").filter(|_| is_head) {
                self.about = Some((about.to_owned(), line.number));
            } else if let Some(name) = said.strip_prefix("FOR ").filter(|_| is_head) {
                self.person = Some(name.trim().to_owned());
            } else if let Some(word) = said.strip_prefix("FROM").filter(|_| is_head) {
                let word = word.trim_matches(['[', ']', ' ']).to_lowercase();
                self.relation = Some((word, line.number)).filter(|(word, _)| !word.is_empty());
            } else {
                let words = own(line.raw, block.depth);
                match self.within {
                    Within::Form => {}
                    Within::Skill(index) => self.skills[index].saw.push(words),
                    Within::Keep => self.keep.get_or_insert_default().push(words),
                    Within::Change => self.change.get_or_insert_default().push(words),
                }
            }
        }
    }

    fn last(&mut self, within: Within, again: bool, word: &str, line: usize) {
        self.within = within;
        if again {
            self.wrong(line, format!("`{word}` is there twice"));
        }
    }

    /// Takes the rating of a skill, from the next line where there is none in its own. Gives the line
    /// that was taken.
    fn rating(&mut self, rest: &str, line: usize, next: Option<(usize, &str)>) -> Option<usize> {
        let end = rest.find([' ', '[', ':']).unwrap_or(rest.len());
        let (id, value) = rest.split_at(end);
        let value = value.trim_matches([' ', ':']);
        let (value, taken) = match next {
            Some((at, next)) if value.is_empty() => (next, Some(at)),
            _ => (value, None),
        };
        let bare: String = value
            .chars()
            .filter(|c| !matches!(c, '[' | ']' | ' '))
            .collect();
        self.is_rated |= !bare.is_empty();
        let rating = match bare.as_str() {
            "?" => None,
            "" => {
                let message = format!(
                    "`{id}` has no rating; put 1 to 5 in the brackets, or ? for \"can't say\""
                );
                self.wrong(line, message);
                None
            }
            number => {
                let rating = number
                    .parse()
                    .ok()
                    .and_then(Rating::new)
                    .filter(|_| number.len() == 1);
                if rating.is_none() {
                    let message = format!(
                        "`{number}` is not one rating for `{id}`; put 1 to 5 in the brackets, or ? for \"can't say\""
                    );
                    self.wrong(line, message);
                }
                rating
            }
        };
        if !is_id(id) {
            self.wrong(line, format!("`{id}` is not the id of a skill"));
        }
        if self.skills.iter().any(|there| there.id == id) {
            self.wrong(line, format!("the rating of `{id}` is there twice"));
        }
        self.within = Within::Skill(self.skills.len());
        self.skills.push(PastAnswer {
            id: id.to_owned(),
            at: Position { line, column: 1 },
            rating,
            saw: Vec::new(),
        });
        taken
    }

    fn saw(&mut self, rest: &str, words: String, line: usize) {
        let id = rest.split(':').next().unwrap_or_default();
        match self.skills.iter().position(|there| there.id == id.trim()) {
            Some(index) => {
                self.within = Within::Skill(index);
                self.skills[index].saw.push(words);
            }
            None => self.wrong(line, format!("`{}` has no rating above", id.trim())),
        }
    }

    fn is_untouched(&self) -> bool {
        let said = self.skills.iter().map(|said| &said.saw);
        let said = said.chain(&self.keep).chain(&self.change).flatten();
        !self.is_rated && said.into_iter().all(|line| line.trim().is_empty())
    }

    fn comment(&mut self, said: &[String], line: usize) -> Comment {
        let text = said.join("\n");
        let text = text.trim();
        if text.len() > MAX_TEXT {
            self.wrong(line, format!("this text is {}", too_long()));
        }
        let marked = text
            .get(..COLLECTOR_ONLY.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(COLLECTOR_ONLY));
        let text = if marked {
            text[COLLECTOR_ONLY.len()..].trim_start()
        } else {
            text
        };
        Comment {
            text: text.to_owned(),
            collector_only: marked,
        }
    }

    fn finish(mut self, path: &Path, block: &Block<'_>) -> Result<Handed, Diagnostics> {
        let form = self.form(block);
        let relation = self.relation.take();
        let relation = relation
            .and_then(|(word, line)| self.parts.relation(&word, Position { line, column: 1 }));
        for (word, there) in [
            ("KEEP", self.keep.is_some()),
            ("CHANGE", self.change.is_some()),
        ] {
            if !there {
                self.wrong(block.start, format!("the line `{word}` is missing below"));
            }
        }
        let [keep, change] = [self.keep.take(), self.change.take()]
            .map(|said| self.comment(&said.unwrap_or_default(), block.start));
        let mut skills = BTreeMap::new();
        let mut places = Vec::new();
        for said in std::mem::take(&mut self.skills) {
            let seen = Observation {
                rating: said.rating,
                saw: self.comment(&said.saw, said.at.line),
            };
            skills.insert(said.id.clone(), seen);
            places.push((said.id, said.at));
        }
        let about_at = Position {
            line: self.about.as_ref().map_or(block.start, |(_, line)| *line),
            column: 1,
        };
        let handed = form.map(|form| Handed {
            content: Handout::Reply(Reply {
                // Two mails are two replies, even where they say the same.
                id: digest(self.parts.text),
                form: Form {
                    person: self.person.take(),
                    ..form
                },
                relation,
                skills,
                keep,
                change,
            }),
            period_at: about_at,
            digest_at: about_at,
            skills: places,
            skills_at: Position {
                line: block.start,
                column: 1,
            },
        });
        self.parts.finish(path, handed)
    }

    /// What the form is about, where its line is as it was.
    fn form(&mut self, block: &Block<'_>) -> Option<Form> {
        let Some((about, line)) = self.about.clone() else {
            self.wrong(block.start, "the line `FORM …` is missing below".to_owned());
            return None;
        };
        let words: Vec<_> = about.split(' ').filter(|word| !word.is_empty()).collect();
        let form = match words.as_slice() {
            [rubric, period, digest] if code(rubric, digest, period) == block.code => {
                period.parse().ok().map(|period| Form {
                    rubric: (*rubric).to_owned(),
                    digest: (*digest).to_owned(),
                    period,
                    person: None,
                })
            }
            _ => None,
        };
        if form.is_none() {
            let message = format!(
                "this line doesn't go with the code `{}`; it was changed",
                block.code
            );
            self.wrong(line, message);
        }
        form
    }
}

/// Whether a line is a heading such as `KEEP doing:`.
fn heading(line: &str, word: &str) -> bool {
    let label = line
        .strip_prefix(word)
        .and_then(|rest| rest.split_once(':'));
    label.is_some_and(|(label, _)| label.is_empty() || label.starts_with(' ') && label.len() < 20)
}

/// The words behind the colon of a line, as they were typed.
fn behind(line: &Line<'_>, depth: usize) -> String {
    let words = own(line.raw, depth);
    let words = words.split_once([':', '：']);
    words.map_or_else(String::new, |(_, words)| words.trim().to_owned())
}
