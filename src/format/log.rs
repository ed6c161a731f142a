//! The log of a quarter: Markdown that a person can read, write and paste into. A bullet is an
//! entry; everything else in the file is the person's own and stays.
//!
//! ```text
//! - 2026-11-20 #execution #team (private) Cut the release train from 9 days to 2
//!   More lines of the same entry follow, indented or, as in Markdown, right below it.
//!   <https://ci.example/trains/42>
//! ```
//!
//! A person may also put the skills at the very end of the text. A word there is a skill only if an
//! available rubric has it, so that `#42` or `#retro` stays text.

mod notes;

use std::fmt::Write as _;
use std::path::Path;

use jiff::civil::Date;

use super::diagnostic::{Diagnostic, Diagnostics, Position, lines};
use super::rubric::is_id;
use crate::domain::log::LogEntry;
use crate::domain::period::{Period, day};
use crate::domain::suggest::or_meant;

pub use notes::{listed, read_notes};

const PRIVATE: &str = "(private)";

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    /// In the order of the file, each with its first line, from 1.
    pub entries: Vec<(usize, LogEntry)>,
    /// The lines of entries for which the text names no date.
    pub undated: Vec<usize>,
    /// The lines of open to-dos; only in notes.
    pub open: Vec<usize>,
    /// What could not be read as an entry, and why. Everything else was read.
    pub problems: Option<Diagnostics>,
    /// The last line where it has no end, and may have been cut off while it was written.
    pub torn: Option<usize>,
}

pub fn heading(period: Period) -> String {
    format!("# Log of {period}\n\n")
}

pub fn write(entry: &LogEntry) -> String {
    let mut text = format!("- {}", entry.date);
    for skill in &entry.skills {
        let _ = write!(text, " #{skill}");
    }
    if entry.private {
        let _ = write!(text, " {PRIVATE}");
    }
    let last = entry.text.lines().count().saturating_sub(1);
    for (index, line) in entry.text.lines().enumerate() {
        let (body, word) = last_word(line);
        let is_end = index == last && tag(word.trim_start_matches('\\')).is_some();
        let is_one_word = body.trim().is_empty();
        let is_mark = match index {
            0 => {
                let word = line.split_whitespace().next().unwrap_or_default();
                word.starts_with(['#', '\\']) || word == PRIVATE
            }
            _ => line.trim_start().starts_with('\\') || link(line).is_some(),
        };
        text.push_str(if index == 0 { " " } else { "\n  " });
        if is_mark && !is_one_word {
            text.push('\\');
        }
        text.push_str(body);
        if is_end || is_mark && is_one_word {
            text.push('\\');
        }
        text.push_str(word);
    }
    if let Some(link) = &entry.link {
        let _ = write!(text, "\n  <{link}>");
    }
    // Otherwise a blank line would have two spaces, which editors remove.
    let lines: Vec<_> = text.lines().map(str::trim_end).collect();
    format!("{}\n", lines.join("\n"))
}

/// Reads a log, which may hold anything. An entry without a date takes the date above it, from an
/// entry or a heading, or else the given day. `known` are the skills that a text may end in. Bytes that
/// are not text are a problem of their line, and U+FFFD in the entries.
pub fn read_bytes(path: &Path, bytes: &[u8], day: Date, known: &[String]) -> Log {
    let rows = bytes.split(|byte| *byte == b'\n');
    let rows = rows.map(|row| row.strip_suffix(b"\r").unwrap_or(row));
    let rows = rows.flat_map(|row| row.split(|byte| *byte == b'\r'));
    let problems = rows.zip(1..).filter_map(|(row, line)| {
        let valid = row.utf8_chunks().next()?.valid();
        let column = valid.chars().count() + 1;
        let at = Position { line, column };
        (valid.len() < row.len()).then(|| Diagnostic::new(at, "this is not UTF-8 text"))
    });
    let reader = Reader {
        problems: problems.collect(),
        date: day,
        known,
        ..Reader::default()
    };
    reader.read(path, &String::from_utf8_lossy(bytes))
}

/// Up to this many problems of a file are named one by one.
pub const MAX_NAMED: usize = 20;

#[derive(Default)]
struct Reader<'k> {
    log: Log,
    problems: Vec<Diagnostic>,
    date: Date,
    is_dated: bool,
    known: &'k [String],
    open: Option<Draft>,
    is_notes: bool,
}

impl Reader<'_> {
    fn read(mut self, path: &Path, text: &str) -> Log {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let all: Vec<&str> = lines(text).collect();
        let mut blocks = Blocks::default();
        let mut is_after_blank = false;
        let mut index = 0;
        while let Some(&line) = all.get(index) {
            let is_indented = line.starts_with([' ', '\t']);
            let is_outside = self.open.is_none() || !is_indented;
            if is_outside && let Some(end) = blocks.end(&all, index) {
                self.finish();
                index = end;
            } else if is_outside && line.starts_with("<<<<<<< ") {
                self.finish();
                let message = "git left this where two versions differ; keep what you want of both, and delete these marks";
                self.problem(index + 1, 1, message);
            } else if let Some((indent, rest)) = self.bullet(line) {
                self.finish();
                self.begin(index + 1, indent, line.len() - rest.len() + 1, rest);
            } else if line.is_empty() || is_indented || !(is_after_blank || is_mark(line)) {
                // As in Markdown, a line right below belongs to the entry even if it is not indented.
                // Without an entry above it is the person's own.
                if let Some(draft) = &mut self.open {
                    draft.take(line);
                }
            } else {
                self.finish();
                self.heading(index + 1, line);
            }
            is_after_blank = line.trim().is_empty();
            index += 1;
        }
        let is_torn = self.open.is_some() && !text.ends_with(['\n', '\r']);
        self.log.torn = is_torn.then_some(all.len());
        self.finish();
        self.problems.sort_by_key(|problem| problem.at);
        if let Some(first) = self.problems.get(MAX_NAMED) {
            let at = first.at;
            let message = format!("and {} more like these", self.problems.len() - MAX_NAMED);
            self.problems.truncate(MAX_NAMED);
            self.problems.push(Diagnostic::new(at, message));
        }
        self.log.problems = Diagnostics::check(path, text, self.problems).err();
        self.log
    }

    fn problem(&mut self, line: usize, column: usize, message: impl Into<String>) {
        let at = Position { line, column };
        self.problems.push(Diagnostic::new(at, message));
    }

    /// A bullet that starts an entry: one indented below the text of an entry is part of that entry.
    fn bullet<'a>(&self, line: &'a str) -> Option<(usize, &'a str)> {
        let (indent, rest) = bullet(line)?;
        let open = self.open.as_ref();
        let most = open.map_or(MAX_INDENT, |open| open.indent + 1);
        let is_todo = self.is_notes && notes::unboxed(rest).is_some();
        (indent <= most || is_todo).then_some((indent, rest))
    }

    /// The first line of an entry: its date, its skills, whether it is private, and its text.
    fn begin(&mut self, line: usize, indent: usize, column: usize, text: &str) {
        let rest = if self.is_notes {
            self.begin_note(line, text)
        } else {
            self.day(text)
        };
        let mut draft = Draft {
            line,
            indent,
            is_sound: rest.is_ok(),
            date: self.date,
            ..Draft::default()
        };
        let mut rest = rest.unwrap_or_else(|message| {
            self.problem(line, column, message);
            text
        });
        if !self.is_dated {
            self.log.undated.push(line);
        }
        loop {
            let (word, after) = split(rest);
            match tag(word) {
                Some(skill) => draft.skills.push(skill),
                None if word == PRIVATE => draft.private = true,
                None => break,
            }
            rest = after;
        }
        draft.lines.push(rest.to_owned());
        self.open = Some(draft);
    }

    fn day<'a>(&mut self, text: &'a str) -> Result<&'a str, String> {
        let (word, rest) = split(text);
        let word = word.strip_suffix(':').unwrap_or(word);
        if !is_date_like(word) {
            return Ok(text);
        }
        self.date = day(word)?;
        self.is_dated = true;
        Ok(rest)
    }

    /// A heading that starts with a date gives it to the bullets below.
    fn heading(&mut self, line: usize, text: &str) {
        let title = text.trim_start_matches('#');
        let marks = text.len() - title.len();
        if (1..=6).contains(&marks)
            && title.starts_with([' ', '\t'])
            && let Err(message) = self.day(title.trim_start())
        {
            let column = text.len() - title.trim_start().len() + 1;
            self.problem(line, column, message);
        }
    }

    fn finish(&mut self) {
        let Some(draft) = self.open.take() else {
            return;
        };
        let Draft { line, is_sound, .. } = draft;
        match draft.entry(self.known) {
            _ if !is_sound => {}
            Some(entry) => self.log.entries.push((line, entry)),
            // An empty to-do.
            None if self.log.open.last() == Some(&line) => {}
            None => self.problem(line, 1, "this entry has no text"),
        }
    }
}

#[derive(Default)]
struct Draft {
    line: usize,
    indent: usize,
    /// Whether its first line could be read. If not, its other lines are ignored too.
    is_sound: bool,
    date: Date,
    skills: Vec<String>,
    private: bool,
    lines: Vec<String>,
    link: Option<String>,
}

impl Draft {
    fn take(&mut self, line: &str) {
        let line = line.strip_prefix("  ").unwrap_or(line.trim_start());
        match link(line) {
            Some(link) if self.link.is_none() => self.link = Some(link.to_owned()),
            _ => self.lines.push(line.to_owned()),
        }
    }

    /// Takes the skills off the end of the text, and the backslash off a last word that only looks like
    /// a skill.
    fn take_end(&mut self, known: &[String]) {
        let mut skills = Vec::new();
        while let Some(line) = self.lines.last_mut() {
            if line.trim().is_empty() {
                self.lines.pop();
                continue;
            }
            let (body, word) = last_word(line.trim_end());
            let length = body.len();
            if let Some(skill) = tag(word).filter(|skill| known.contains(skill)) {
                skills.push(skill);
                line.truncate(length);
                continue;
            }
            // If it is also the first word, the line's own backslash is removed later.
            let is_first = body.trim().is_empty();
            let is_tag = tag(word.trim_start_matches('\\')).is_some();
            if word.starts_with('\\') && !is_first && is_tag {
                line.remove(length);
            }
            break;
        }
        self.skills.extend(skills.into_iter().rev());
    }

    fn entry(mut self, known: &[String]) -> Option<LogEntry> {
        self.take_end(known);
        for line in &mut self.lines {
            if line.trim_start().starts_with('\\') {
                *line = line.replacen('\\', "", 1);
            }
        }
        Some(LogEntry {
            private: self.private,
            link: self.link,
            ..LogEntry::new(self.date, &self.lines.join("\n"), self.skills)?
        })
    }
}

/// Code and comments are the person's own, whatever they look like. An opening mark that nothing closes
/// does not count, so that it hides no entry below it; and no line of an entry closes one, since an
/// appended entry could then hide those before it.
#[derive(Default)]
struct Blocks {
    unclosed: Vec<&'static str>,
}

impl Blocks {
    /// The index of the last line of the block that starts on a line.
    fn end(&mut self, all: &[&str], index: usize) -> Option<usize> {
        let text = all[index].trim_start();
        let mut marks = ["```", "~~~", "<!--"].into_iter();
        let mark = marks.find(|mark| text.starts_with(mark))?;
        if self.unclosed.contains(&mark) {
            return None;
        }
        let is_end = |line: &str| match mark {
            "<!--" => line.contains("-->"),
            _ => {
                let line = line.trim();
                line.len() >= mark.len() && line.bytes().all(|byte| byte == mark.as_bytes()[0])
            }
        };
        let end = match mark {
            "<!--" if is_end(text) => Some(index),
            _ => own_lines(all, index + 1).find(|&at| is_end(all[at])),
        };
        if end.is_none() {
            self.unclosed.push(mark);
        }
        end
    }
}

/// The indices of the lines from there on that are in no entry: not bullets, nor indented below one.
fn own_lines(all: &[&str], from: usize) -> impl Iterator<Item = usize> {
    let mut is_entry = false;
    (from..all.len()).filter(move |&at| {
        let line = all[at];
        if !(line.is_empty() || is_entry && line.starts_with([' ', '\t'])) {
            is_entry = bullet(line).is_some_and(|(indent, _)| indent <= MAX_INDENT);
        }
        !is_entry
    })
}

/// With more indentation a line is code, unless there is an entry above it.
const MAX_INDENT: usize = 3;

fn bullet(line: &str) -> Option<(usize, &str)> {
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
fn is_mark(line: &str) -> bool {
    line.starts_with('#') || is_rule(line) || line.starts_with(">>>>>>> ")
}

fn is_rule(line: &str) -> bool {
    line.chars().all(|mark| "-*+_=• \t".contains(mark))
}

/// The id of the skill that a word such as `#team` or `#Team` names.
fn tag(word: &str) -> Option<String> {
    let id = word.strip_prefix('#')?.to_ascii_lowercase();
    is_tag(&id).then_some(id)
}

fn last_word(line: &str) -> (&str, &str) {
    let body = line.trim_end_matches(|character: char| !character.is_whitespace());
    line.split_at(body.len())
}

pub fn no_such_skill(skill: &str, known: &[String]) -> String {
    let said = format!("no available rubric has the skill `{skill}`");
    or_meant(said, skill, known)
}

/// Whether the word after a `#` names a skill. A number names an issue.
pub fn is_tag(word: &str) -> bool {
    is_id(word) && !word.bytes().all(|byte| byte.is_ascii_digit())
}

fn split(text: &str) -> (&str, &str) {
    match text.split_once([' ', '\t']) {
        Some((word, rest)) => (word, rest.trim_start()),
        None => (text, ""),
    }
}

/// Whether a word was meant as a date: a year and two more parts, in any order.
fn is_date_like(word: &str) -> bool {
    let parts: Vec<_> = word.split(['-', '/', '.']).collect();
    let [first, second, last] = parts.as_slice() else {
        return false;
    };
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let begins = |part: &str| part.starts_with(|digit: char| digit.is_ascii_digit());
    let is_year = |part: &str| part.len() == 4 && is_number(part);
    let is_short = |part: &str| part.len() <= 2 && is_number(part);
    (is_year(first) && begins(second) && begins(last))
        || (is_short(first) && is_short(second) && is_year(last))
}

fn link(line: &str) -> Option<&str> {
    let link = line.trim().strip_prefix('<')?.strip_suffix('>')?;
    (!link.is_empty() && !link.contains(char::is_whitespace)).then_some(link)
}
