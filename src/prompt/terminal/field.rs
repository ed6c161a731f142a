//! A text being written: where the cursor is, what each key does, how it falls into rows.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::domain::assessment::MAX_TEXT;
use crate::domain::interview::text_too_long;
use crate::escape::visible;
use crate::prompt::command::{Command, of_key};
use crate::prompt::input::decoder::Key;

#[derive(Clone, Debug, Default)]
pub(super) struct Field {
    pub(super) text: String,
    /// In bytes, always between two characters as people see them.
    cursor: usize,
    before: Vec<(String, usize)>,
    /// Whether the last key wrote a letter: a word is taken back as one.
    is_in_word: bool,
}

impl Field {
    pub(super) fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            cursor: text.len(),
            ..Self::default()
        }
    }

    pub(super) fn line(&self) -> &str {
        &self.text[self.line_range()]
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.cursor == self.text.len()
    }

    /// Puts another text in the place of this one, which can be taken back as what was typed.
    pub(super) fn replace(&mut self, text: &str) {
        self.remember();
        self.is_in_word = false;
        (self.text, self.cursor) = (text.to_owned(), text.len());
    }

    pub(super) fn take_line(&mut self) -> String {
        self.remember();
        let taken = self.line().to_owned();
        let Range { start, end } = self.line_range();
        // The line feed before it goes with it.
        self.cursor = start.saturating_sub(1);
        self.text.drain(self.cursor..end);
        taken
    }

    /// Does what a key stands for in rows of that width. What means nothing in a text comes back.
    pub(super) fn apply(&mut self, key: &Key, width: usize) -> Option<Command> {
        if !self.has_room_for(key) {
            return Some(Command::Unclear(text_too_long()));
        }
        let was_in_word = std::mem::take(&mut self.is_in_word);
        match key {
            Key::Char(character) => {
                self.is_in_word = !character.is_whitespace();
                if !(was_in_word && self.is_in_word) {
                    self.remember();
                }
                self.text.insert(self.cursor, *character);
                self.cursor += character.len_utf8();
            }
            Key::Paste(text) => self.insert(text),
            Key::LineFeed | Key::Enter => self.insert("\n"),
            Key::Left | Key::Ctrl('b') => self.cursor = self.before_cursor(),
            Key::Right | Key::Ctrl('f') => self.cursor = self.behind_cursor(),
            Key::WordLeft => self.cursor = self.word_before(),
            Key::WordRight => self.cursor = self.word_behind(),
            Key::Home | Key::Ctrl('a') => self.cursor = self.line_range().start,
            Key::End | Key::Ctrl('e') => self.cursor = self.line_range().end,
            Key::First => self.cursor = 0,
            Key::Last => self.cursor = self.text.len(),
            Key::Up => self.cursor = self.row_away(-1, width),
            Key::Down => self.cursor = self.row_away(1, width),
            Key::Backspace => self.remove(self.before_cursor()..self.cursor),
            Key::Delete | Key::Ctrl('d') => self.remove(self.cursor..self.behind_cursor()),
            Key::WordBackspace | Key::Ctrl('w') => self.remove(self.word_before()..self.cursor),
            Key::WordDelete => self.remove(self.cursor..self.word_behind()),
            Key::Ctrl('u') => self.remove(self.line_range().start..self.cursor),
            Key::Ctrl('k') => self.remove(self.cursor..self.line_range().end),
            Key::Ctrl('_') => {
                if let Some((text, cursor)) = self.before.pop() {
                    (self.text, self.cursor) = (text, cursor);
                }
            }
            key => return of_key(key),
        }
        None
    }

    fn has_room_for(&self, key: &Key) -> bool {
        let more = match key {
            Key::Paste(text) => text.len(),
            Key::Char(character) => character.len_utf8(),
            Key::LineFeed => 1,
            _ => 0,
        };
        more == 0 || self.text.len() + more <= MAX_TEXT
    }

    pub(super) fn rows(&self, width: usize) -> (Vec<String>, (usize, usize)) {
        let ranges = row_ranges(&self.text, width);
        let row = self.row_in(&ranges);
        let column = visible(&self.text[ranges[row].start..self.cursor]).width();
        let rows = ranges.into_iter().map(|range| visible(&self.text[range]));
        let rows = rows.map(|row| row.trim_end().to_owned());
        (rows.collect(), (row, column.min(width)))
    }

    fn remember(&mut self) {
        self.before.push((self.text.clone(), self.cursor));
    }

    pub(super) fn insert(&mut self, text: &str) {
        self.remember();
        self.text.insert_str(self.cursor, text);
        self.cursor += text.len();
    }

    fn remove(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        self.remember();
        self.cursor = range.start;
        self.text.drain(range);
    }

    fn line_range(&self) -> Range<usize> {
        let start = self.text[..self.cursor].rfind('\n');
        let start = start.map_or(0, |feed| feed + 1);
        let end = self.text[self.cursor..].find('\n');
        start..end.map_or(self.text.len(), |feed| self.cursor + feed)
    }

    fn before_cursor(&self) -> usize {
        let mut graphemes = self.text[..self.cursor].grapheme_indices(true);
        graphemes.next_back().map_or(0, |(index, _)| index)
    }

    fn behind_cursor(&self) -> usize {
        let next = self.text[self.cursor..].graphemes(true).next();
        self.cursor + next.map_or(0, str::len)
    }

    fn word_before(&self) -> usize {
        let mut words = self.text[..self.cursor].unicode_word_indices();
        words.next_back().map_or(0, |(index, _)| index)
    }

    fn word_behind(&self) -> usize {
        let mut words = self.text[self.cursor..].unicode_word_indices();
        let end = words.next().map(|(index, word)| index + word.len());
        end.map_or(self.text.len(), |end| self.cursor + end)
    }

    fn row_in(&self, ranges: &[Range<usize>]) -> usize {
        ranges.partition_point(|range| range.start <= self.cursor) - 1
    }

    /// The place one row up or down, as near below or above the cursor as the text allows.
    fn row_away(&self, rows: isize, width: usize) -> usize {
        let ranges = row_ranges(&self.text, width);
        let row = self.row_in(&ranges);
        let Some(range) = row.checked_add_signed(rows).and_then(|row| ranges.get(row)) else {
            return if rows < 0 { 0 } else { self.text.len() };
        };
        let column = visible(&self.text[ranges[row].start..self.cursor]).width();
        let graphemes = self.text[range.clone()].grapheme_indices(true);
        // The end of a row that goes on is the beginning of the next one.
        let is_last = matches!(self.text.as_bytes().get(range.end), None | Some(b'\n'));
        let places = graphemes.map(|(index, _)| range.start + index);
        let mut places = places.chain(is_last.then_some(range.end)).rev();
        let fits = |place: &usize| visible(&self.text[range.start..*place]).width() <= column;
        places.find(fits).unwrap_or(range.start)
    }
}

/// Where each row begins and ends, broken within a word only if it's longer than a row. Never empty.
fn row_ranges(text: &str, width: usize) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let (mut end, mut wide) = (start, 0);
        for word in line.split_inclusive(char::is_whitespace) {
            let mut needed = visible(word.trim_end()).width();
            for grapheme in word.graphemes(true) {
                let grapheme_wide = visible(grapheme).width();
                let is_over = wide + needed.max(grapheme_wide) > width;
                // Spaces at the edge stay where they are: nobody sees them.
                if is_over && end > start && !grapheme.trim().is_empty() {
                    rows.push(start..end);
                    (start, wide) = (end, 0);
                }
                wide += grapheme_wide;
                end += grapheme.len();
                needed = 0;
            }
        }
        rows.push(start..end);
        start = end + 1;
    }
    rows
}
