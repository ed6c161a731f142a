//! What is taken over into an answer: last time's, and entries of the quarter's log.

use super::{ALREADY_THERE, Applied, Event, Interview, NOT_HERE, chosen, text_too_long};
use crate::domain::assessment::{Answer, MAX_TEXT};
use crate::domain::log::LogEntry;
use crate::domain::rubric::Kind;

impl<'a> Interview<'a> {
    /// Last time's answer to a standing question in the same words, or why it can't be carried over.
    pub fn to_carry(&self, place: usize) -> Result<&'a Answer, &'static str> {
        let (_, question) = self.question(place);
        let earlier = self.previous.and_then(|it| it.answer(&question.id));
        let written = self.answer(place).evidence;
        let has_same_wording = self.previous.is_some_and(|previous| {
            let wording = self.opened.earlier_wording;
            let wording = wording.filter(|rubric| previous.is_made_with(rubric));
            let earlier = wording.and_then(|rubric| rubric.question(&question.id));
            previous.is_made_with(self.rubric)
                || earlier.is_some_and(|(_, earlier)| earlier.same_wording(question))
        });
        Err(match earlier.filter(|answer| answer.rating().is_some()) {
            _ if question.follows.is_some() => {
                "this answer can't be carried over; the question continues another question"
            }
            _ if question.kind != Kind::Standing => {
                "this answer can't be carried over; the question is asked afresh every quarter"
            }
            None => "there is no rating from last time to carry over",
            Some(earlier) if earlier.carried.is_some() => {
                "this answer was carried over last time; this time the question is asked afresh"
            }
            Some(_) if !has_same_wording => {
                "this question was worded differently last time; answer it afresh"
            }
            Some(earlier) if ["", earlier.evidence.trim()].contains(&written.trim()) => {
                return Ok(earlier);
            }
            Some(_) => {
                "you have written something new here; `:clear` removes it, then `:same` works"
            }
        })
    }

    pub(super) fn carry_over(&mut self, place: usize) -> Applied {
        let earlier = self.to_carry(place)?;
        let from = self.previous.ok_or(NOT_HERE)?.period;
        // Whether the answer is private was decided last time; made private now, it stays so.
        let answer = self.answer_mut(place);
        let private = earlier.private || answer.private;
        answer.clone_from(earlier);
        (answer.private, answer.carried) = (private, Some(from));
        let evidence = earlier.evidence.clone();
        self.events.push(Event::Carried(evidence, from));
        self.answered(place);
        Ok(())
    }

    pub(super) fn reuse(&mut self, place: usize) -> Applied {
        let nothing = "nothing was written for this question last time";
        let earlier = self.earlier(place).ok_or(nothing)?;
        if !self
            .answer(place)
            .evidence
            .contains(earlier.evidence.trim())
        {
            self.add_text(place, &earlier.evidence)?;
        }
        self.answer_mut(place).private |= earlier.private;
        self.events.push(Event::Reused(earlier.evidence.clone()));
        Ok(())
    }

    /// The entries offered at a question, in the order of the log: those about its skill, then the
    /// highlights noted from memory, then entries about no skill of the rubric.
    pub fn entries(&self, place: usize) -> Vec<LogEntry> {
        let (log, (skill, _)) = (&self.opened.log, self.question(place));
        let about = log.iter().filter(|entry| entry.is_about(&skill.id));
        let noted = self.noted().filter(|entry| !log.contains(entry));
        let untagged = log.iter().filter(|entry| !entry.is_tagged(self.rubric));
        let others = noted.chain(untagged.cloned());
        about.cloned().chain(others).collect()
    }

    /// The highlights in the person's own words, which are offered like entries of the log.
    fn noted(&self) -> impl Iterator<Item = LogEntry> {
        let date = self.draft.started.unwrap_or(self.draft.period.last_day());
        let own = self.draft.highlights.iter();
        let own = own.filter(|it| it.question.is_none() && it.text.len() <= MAX_TEXT);
        own.filter_map(move |highlight| LogEntry::new(date, &highlight.text, Vec::new()))
    }

    /// Whether an entry is a highlight that was noted, not one of the log.
    pub fn is_noted(&self, entry: &LogEntry) -> bool {
        self.noted().any(|noted| noted == *entry)
    }

    /// Whether an entry was taken in this session, or its lines stand in an answer.
    pub fn is_used(&self, entry: &LogEntry) -> bool {
        let mut answers = self.draft.answers.values();
        self.taken.iter().any(|(_, taken)| taken == entry)
            || answers.any(|answer| has_lines(&answer.evidence, &entry.text))
    }

    /// The entries that no answer has used.
    pub fn unused(&self) -> Vec<&LogEntry> {
        let log = self.opened.log.iter();
        log.filter(|entry| !self.is_used(entry)).collect()
    }

    /// Adds an entry to the text of a question.
    pub(super) fn take_entry(&mut self, place: usize, choice: usize) -> Applied {
        let entry = chosen(&self.entries(place), choice)?.clone();
        let evidence = entry.evidence();
        if has_lines(&self.answer(place).evidence, &evidence) {
            return Err(ALREADY_THERE.into());
        }
        self.add_text(place, &evidence)?;
        self.begin_text(place);
        self.events.push(Event::Taken(evidence));
        self.taken.push((place, entry));
        Ok(())
    }

    fn add_text(&mut self, place: usize, added: &str) -> Applied {
        let text = joined(&self.answer(place).evidence, added);
        if text.len() > MAX_TEXT {
            return Err(text_too_long());
        }
        self.set_text(place, text);
        Ok(())
    }
}

/// Whether the lines of one text stand in another, whole and one after the other.
fn has_lines(text: &str, part: &str) -> bool {
    let text: Vec<_> = text.lines().map(str::trim).collect();
    let part: Vec<_> = part.lines().map(str::trim).collect();
    !part.is_empty() && text.windows(part.len()).any(|lines| lines == part)
}

/// Two texts one under the other; either may be empty.
pub(super) fn joined(one: &str, other: &str) -> String {
    match (one.trim().is_empty(), other.trim().is_empty()) {
        (true, _) => other.to_owned(),
        (_, true) => one.to_owned(),
        _ => format!("{one}\n{other}"),
    }
}
