//! The log of a quarter: Markdown that a person can read, write and paste into. A bullet is an
//! entry; whatever else stands in the file is the person's own and stays.
//!
//! ```text
//! - 2026-11-20 #execution #team (private) Cut the release train from 9 days to 2
//!   More lines of the same entry are indented.
//!   <https://ci.example/trains/42>
//! ```

use std::fmt::Write as _;
use std::path::Path;

use jiff::civil::Date;

use super::problem::{Place, Problem, Problems};
use super::rubric::is_id;
use crate::domain::log::LogEntry;
use crate::domain::period::Period;

const PRIVATE: &str = "(private)";

/// A log as read from a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    /// In the order of the file, each with the line that it begins on, from 1.
    pub entries: Vec<(usize, LogEntry)>,
    /// What could not be read as an entry, and why. Everything else was read all the same.
    pub problems: Option<Problems>,
    /// Whether the last line has no end, as one that was cut off while it was written.
    pub is_torn: bool,
}

/// What a file of a period begins with.
#[must_use]
pub fn heading(period: Period) -> String {
    format!("# Log of {period}\n\n")
}

/// An entry as it stands in a file, with the line feed at its end.
#[must_use]
pub fn write(entry: &LogEntry) -> String {
    let mut text = format!("- {}", entry.date);
    for skill in &entry.skills {
        let _ = write!(text, " #{skill}");
    }
    if entry.private {
        let _ = write!(text, " {PRIVATE}");
    }
    for (index, line) in entry.text.lines().enumerate() {
        let is_mark = match index {
            0 => {
                let word = line.split_whitespace().next().unwrap_or_default();
                word.starts_with(['#', '\\']) || word == PRIVATE
            }
            _ => line.trim_start().starts_with('\\') || link(line).is_some(),
        };
        text.push_str(if index == 0 { " " } else { "\n  " });
        if is_mark {
            text.push('\\');
        }
        text.push_str(line);
    }
    if let Some(link) = &entry.link {
        let _ = write!(text, "\n  <{link}>");
    }
    // A blank line of a text would else carry two spaces that editors take off.
    let lines: Vec<_> = text.lines().map(str::trim_end).collect();
    format!("{}\n", lines.join("\n"))
}

/// Reads a log, or notes that were made elsewhere. A bullet without a day is of the day of the one
/// above it, the first ones of the day given.
#[must_use]
pub fn read(path: &Path, text: &str, day: Date) -> Log {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut log = Log::default();
    let mut problems = Vec::new();
    let mut date = day;
    let mut open: Option<(usize, Draft)> = None;
    let mut finish = |open: &mut Option<(usize, Draft)>, problems: &mut Vec<Problem>| {
        let Some((line, draft)) = open.take() else {
            return;
        };
        match draft.entry() {
            Some(entry) => log.entries.push((line, entry)),
            None => problems.push(Problem {
                at: Place { line, column: 1 },
                message: "this entry has no text".to_owned(),
            }),
        }
    };
    let mut is_after_blank = false;
    for (index, line) in text.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let number = index + 1;
        if let Some(rest) = bullet(line) {
            finish(&mut open, &mut problems);
            match begin(rest, &mut date) {
                Ok(draft) => open = Some((number, draft)),
                Err(message) => {
                    let column = line.len() - rest.len() + 1;
                    let at = Place {
                        line: number,
                        column,
                    };
                    problems.push(Problem { at, message });
                }
            }
        } else if line.starts_with([' ', '\t'])
            || line.is_empty()
            || !(is_after_blank || line.starts_with('#'))
        {
            // As in Markdown, a line right below belongs to the entry even where it is not
            // indented. Under no entry it is the person's own.
            if let Some((_, draft)) = &mut open {
                draft.take(line);
            }
        } else {
            finish(&mut open, &mut problems);
        }
        is_after_blank = line.trim().is_empty();
    }
    log.is_torn = open.is_some() && !text.ends_with('\n');
    finish(&mut open, &mut problems);
    if !problems.is_empty() {
        log.problems = Some(Problems::new(path, text, problems));
    }
    log
}

/// An entry whose lines are being gathered.
struct Draft {
    date: Date,
    skills: Vec<String>,
    private: bool,
    lines: Vec<String>,
    link: Option<String>,
}

impl Draft {
    fn take(&mut self, line: &str) {
        let line = line.strip_prefix("  ").unwrap_or(line.trim_start());
        match (link(line), line.trim_start().strip_prefix('\\')) {
            (Some(link), _) => self.link = Some(link.to_owned()),
            (None, Some(_)) => self.lines.push(line.replacen('\\', "", 1)),
            (None, None) => self.lines.push(line.to_owned()),
        }
    }

    fn entry(self) -> Option<LogEntry> {
        let mut entry = LogEntry::new(self.date, &self.lines.join("\n"), self.skills)?;
        entry.private = self.private;
        entry.link = self.link;
        Some(entry)
    }
}

/// What stands behind the mark of a bullet at the beginning of a line.
fn bullet(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(['-', '*', '+'])?;
    let text = rest.trim_start();
    let is_rule = line.chars().all(|mark| "-*+ \t".contains(mark));
    (rest.starts_with([' ', '\t']) && !is_rule).then_some(text)
}

/// The first line of an entry: its day, its skills, whether it is private, and its text. Without
/// a day it is of the day of the entry above.
fn begin(text: &str, date: &mut Date) -> Result<Draft, String> {
    let (word, mut rest) = split(text);
    if is_date_like(word) {
        let is_whole = word.len() == 10;
        let day = Date::strptime("%Y-%m-%d", word).ok().filter(|_| is_whole);
        *date = day.ok_or_else(|| format!("`{word}` is not a day such as 2026-11-20"))?;
    } else {
        rest = text;
    }
    let mut draft = Draft {
        date: *date,
        skills: Vec::new(),
        private: false,
        lines: Vec::new(),
        link: None,
    };
    loop {
        let (word, after) = split(rest);
        match word.strip_prefix('#') {
            Some(skill) if is_tag(skill) => draft.skills.push(skill.to_owned()),
            _ if word == PRIVATE => draft.private = true,
            _ => break,
        }
        rest = after;
    }
    let line = rest.strip_prefix('\\').unwrap_or(rest);
    draft.lines.push(line.to_owned());
    Ok(draft)
}

/// Whether what stands behind a `#` names a skill. A number names an issue.
fn is_tag(word: &str) -> bool {
    is_id(word) && !word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The first word and what follows it.
fn split(text: &str) -> (&str, &str) {
    match text.split_once([' ', '\t']) {
        Some((word, rest)) => (word, rest.trim_start()),
        None => (text, ""),
    }
}

/// Whether a word was meant for a day: digits with dashes, slashes or dots between.
fn is_date_like(word: &str) -> bool {
    let parts: Vec<_> = word.split(['-', '/', '.']).collect();
    parts.len() == 3
        && parts
            .iter()
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

fn link(line: &str) -> Option<&str> {
    line.trim().strip_prefix('<')?.strip_suffix('>')
}
