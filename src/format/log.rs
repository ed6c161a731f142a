//! The log of a quarter: Markdown that a person can read, write and paste into. A bullet is an
//! entry; everything else in the file is the person's own and stays.
//! A person may also put the skills at the very end of the text. A word there is a skill only if an
//! available rubric has it, so that `#42` or `#retro` stays text.

mod notes;
mod syntax;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::Path;

use jiff::civil::Date;

use super::diagnostic::{Diagnostic, Diagnostics, Position, lines};
use super::known_schema;
use crate::domain::log::LogEntry;
use crate::domain::period::{Period, day};
use crate::domain::suggest::or_meant;

use self::syntax::{
    MAX_INDENT, PRIVATE, bullet, is_date_like, is_mark, last_word, link, split, tag,
};
pub use notes::{listed, read_notes};
pub use syntax::is_tag;

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
    /// What is odd about entries of a log that were read all the same.
    pub remarks: Vec<Diagnostic>,
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
    let lines: Vec<_> = entry.text.lines().collect();
    for (index, line) in lines.iter().enumerate() {
        let (body, word) = last_word(line);
        let is_last = index + 1 == lines.len();
        let is_end = is_last && tag(word.trim_start_matches('\\')).is_some();
        let is_one_word = body.trim().is_empty();
        let is_mark = if index == 0 {
            let (word, _) = split(line.trim_start());
            word.starts_with(['#', '\\']) || word == PRIVATE
        } else {
            line.trim_start().starts_with('\\') || link(line).is_some()
        };
        let gap = if index == 0 { " " } else { "\n  " };
        let escape = |is_needed| if is_needed { "\\" } else { "" };
        let start = escape(is_mark && !is_one_word);
        let end = escape(is_end || is_mark && is_one_word);
        let _ = write!(text, "{gap}{start}{body}{end}{word}");
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
    let text = String::from_utf8_lossy(bytes);
    let is_text = matches!(text, Cow::Borrowed(_));
    let damaged = lines(&text).zip(1..).filter(|_| !is_text);
    let problems = damaged.filter_map(|(row, line)| {
        let before = row.chars().position(|it| it == char::REPLACEMENT_CHARACTER);
        let column = before? + 1;
        let at = Position { line, column };
        Some(Diagnostic::new(at, "this is not UTF-8 text"))
    });
    let reader = Reader {
        problems: problems.collect(),
        date: day,
        known,
        period: Some(Period::of(day)),
        ..Reader::default()
    };
    reader.read(path, &text)
}

/// Up to this many problems of a file are named one by one.
const MAX_NAMED: usize = 20;

fn first_of(mut list: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if let Some(at) = list.get(MAX_NAMED).map(|it| it.at) {
        let message = format!("and {} more like these", list.len() - MAX_NAMED);
        list.truncate(MAX_NAMED);
        list.push(Diagnostic::new(at, message));
    }
    list
}

#[derive(Default)]
struct Reader<'k> {
    log: Log,
    problems: Vec<Diagnostic>,
    date: Date,
    is_dated: bool,
    known: &'k [String],
    open: Option<Draft>,
    /// None for notes.
    period: Option<Period>,
}

impl Reader<'_> {
    fn read(mut self, path: &Path, text: &str) -> Log {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (mut is_after_blank, mut last) = (false, 0);
        for (line, number) in lines(text).zip(1..) {
            if line.starts_with("<<<<<<< ") {
                self.finish();
                let message = "git left this where two versions differ; keep what you want of both, and delete these marks";
                self.problem(number, 1, message);
            } else if let Some((indent, rest)) = self.bullet(line) {
                self.finish();
                self.begin(number, indent, line.len() - rest.len() + 1, rest);
            } else if line.is_empty()
                || line.starts_with([' ', '\t'])
                || !(is_after_blank || is_mark(line))
            {
                // As in Markdown, a line right below belongs to the entry even if it is not indented.
                // Without an entry above it is the person's own.
                if let Some(draft) = &mut self.open {
                    draft.take(line);
                }
            } else {
                self.finish();
                self.heading(number, line);
            }
            is_after_blank = line.trim().is_empty();
            last = number;
        }
        let is_torn = self.open.is_some() && !text.ends_with(['\n', '\r']);
        self.finish();
        self.log.remarks = first_of(self.log.remarks);
        if is_torn {
            let message = "the last line has no end; see whether it was cut off";
            let torn = Diagnostic::new(Position::line(last), message);
            self.log.remarks.push(torn);
        }
        self.problems.sort_by_key(|problem| problem.at);
        self.log.problems = Diagnostics::check(path, text, first_of(self.problems)).err();
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
        let is_todo = self.period.is_none() && notes::unboxed(rest).is_some();
        (indent <= most || is_todo).then_some((indent, rest))
    }

    fn begin(&mut self, line: usize, indent: usize, column: usize, text: &str) {
        let rest = if self.period.is_some() {
            self.day(text)
        } else {
            self.begin_note(line, text)
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
            Some(entry) => {
                self.look_at(&entry, Position::line(line));
                self.log.entries.push((line, entry));
            }
            // An empty to-do.
            None if self.log.open.last() == Some(&line) => {}
            None => self.problem(line, 1, "this entry has no text"),
        }
    }

    /// What is odd about an entry of a log: a day of another quarter, a skill that no available rubric has.
    fn look_at(&mut self, entry: &LogEntry, at: Position) {
        let Some(period) = self.period else { return };
        for skill in &entry.skills {
            if !self.known.contains(skill) {
                // There may be thousands, and those that are only counted need no suggestion.
                let is_named = self.log.remarks.len() < MAX_NAMED;
                let known = if is_named { self.known } else { &[] };
                let said = no_such_skill(skill, known);
                self.log.remarks.push(Diagnostic::new(at, said));
            }
        }
        if Period::of(entry.date) != period {
            let said = format!("{} is not in {period}, whose log this is", entry.date);
            self.log.remarks.push(Diagnostic::new(at, said));
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

    /// The entry, with the skills off the end of its text, and the backslash off a last word that only looks
    /// like one; none where it has no text.
    fn entry(mut self, known: &[String]) -> Option<LogEntry> {
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

pub fn no_such_skill(skill: &str, known: &[String]) -> String {
    let said = format!("no available rubric has the skill `{skill}`");
    or_meant(said, skill, known)
}
