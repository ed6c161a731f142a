//! The quarter's log at the questions: what is offered, what was taken, what is left.

use super::action::{ALREADY_THERE, Applied, chosen, text_too_long};
use super::step::joined;
use super::{Event, Interview};
use crate::domain::assessment::MAX_TEXT;
use crate::domain::log::LogEntry;

impl Interview<'_> {
    /// The entries offered at a question, in the order of the log: those about its skill, then
    /// those about no skill of the rubric.
    pub fn entries(&self, place: usize) -> Vec<&LogEntry> {
        let offered = self.offered(place).into_iter();
        offered.map(|index| &self.log[index]).collect()
    }

    /// Whether an entry was taken in this session, or its lines stand in an answer.
    pub fn is_used(&self, entry: &LogEntry) -> bool {
        let place = self.log.iter().position(|known| known == entry);
        if place.is_some_and(|place| self.taken.iter().any(|taken| taken.entry == place)) {
            return true;
        }
        let mut answers = self.draft.answers.values();
        answers.any(|answer| has_lines(&answer.evidence, &entry.text))
    }

    /// The entries that no answer has used.
    pub fn unused(&self) -> Vec<&LogEntry> {
        let log = self.log.iter().take(self.logged);
        log.filter(|entry| !self.is_used(entry)).collect()
    }

    /// A text that is empty, or again as it was before an entry was taken, has not used it, nor what
    /// was taken after it, and is as private as it was. One into which a private entry comes back, by
    /// undo or by a paste, is as private as one that takes it.
    pub(super) fn note_entries(&mut self, place: usize, text: &str) {
        let text = text.trim_end();
        let is_undone = |taken: &Taken| {
            taken.place == place && (text.is_empty() || taken.before.trim_end() == text)
        };
        let answer = self.answer(place);
        let private = if let Some(first) = self.taken.iter().position(is_undone) {
            let undone = self.taken.extract_if(first.., |taken| taken.place == place);
            let makes_private = undone.fold(false, |any, taken| any | taken.makes_private);
            answer.private && !makes_private
        } else {
            let brought = self.log.iter().position(|entry| {
                let evidence = entry.evidence();
                entry.private && text.contains(&evidence) && !answer.evidence.contains(&evidence)
            });
            let brought = brought.filter(|_| !answer.private);
            self.taken.extend(brought.map(|entry| Taken {
                entry,
                place,
                before: answer.evidence,
                makes_private: true,
            }));
            answer.private || brought.is_some()
        };
        if private != answer.private {
            self.answer_mut(place).private = private;
            self.events.push(Event::Private(private));
        }
    }

    fn offered(&self, place: usize) -> Vec<usize> {
        let (skill, _) = self.question(place);
        let is_about = |index: &usize| self.log[*index].is_about(&skill.id);
        let is_untagged = |index: &usize| !self.log[*index].is_tagged(self.rubric);
        let about = (0..self.logged).filter(is_about);
        let untagged = (0..self.logged).filter(is_untagged);
        let noted = (self.logged..self.log.len()).filter(|index| {
            let mut chosen = self.draft.highlights.iter();
            chosen.any(|highlight| highlight.text.trim() == self.log[*index].text)
        });
        about.chain(noted).chain(untagged).collect()
    }

    /// Adds an entry to the text of a question. An answer that holds a private one is private.
    pub(super) fn take_entry(&mut self, place: usize, choice: usize) -> Applied {
        let index = *chosen(&self.offered(place), choice)?;
        let entry = self.log[index].clone();
        let evidence = entry.evidence();
        let written = self.answer(place).evidence;
        if has_lines(&written, &evidence) {
            return Err(ALREADY_THERE.into());
        }
        let text = joined(&written, &evidence);
        if text.len() > MAX_TEXT {
            return Err(text_too_long());
        }
        self.set_text(place, text);
        let answer = self.answer_mut(place);
        let makes_private = entry.private && !answer.private;
        answer.private |= entry.private;
        self.begin_text(place);
        self.taken.push(Taken {
            entry: index,
            place,
            before: written,
            makes_private,
        });
        self.events.push(Event::Taken(evidence, entry.private));
        Ok(())
    }
}

/// An entry that was taken, and what taking it changed.
#[derive(Clone, Debug)]
pub(super) struct Taken {
    /// Its place in the log.
    entry: usize,
    /// The place of the question.
    pub(super) place: usize,
    /// The text before.
    before: String,
    pub(super) makes_private: bool,
}

/// Whether the lines of one text stand in another, whole and one after the other.
fn has_lines(text: &str, part: &str) -> bool {
    let text: Vec<_> = text.lines().map(str::trim).collect();
    let part: Vec<_> = part.lines().map(str::trim).collect();
    !part.is_empty() && text.windows(part.len()).any(|lines| lines == part)
}
