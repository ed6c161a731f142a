//! The text around a question.

use super::{numbered, quoted, words_if, wrapped};
use crate::domain::assessment::{Answer, Reason, State};
use crate::domain::interview::{Interview, Phase};
use crate::domain::log::LogEntry;
use crate::domain::rubric::{Kind, Question, Rating, Rubric, Skill};
use crate::escape::visible;
use crate::page::wrap::wrap;
use crate::prompt::eta::Eta;
use crate::report::log::marked;

pub(crate) const NOTHING_LOGGED: &str =
    "nothing is logged for this skill; `emkit log` captures what happens during the quarter";

pub(super) const PRIVATE: &str = " · private";

const MAX_BRIEF: usize = 3;

pub(crate) struct QuestionText<'a> {
    pub(crate) interview: &'a Interview<'a>,
    pub(crate) place: usize,
    pub(crate) skill: &'a Skill,
    pub(crate) question: &'a Question,
    pub(crate) answer: Answer,
    width: usize,
}

impl<'a> QuestionText<'a> {
    pub(crate) fn new(interview: &'a Interview<'a>, place: usize, width: usize) -> Self {
        let (skill, question) = interview.question(place);
        Self {
            interview,
            place,
            skill,
            question,
            answer: interview.answer(place),
            width,
        }
    }

    /// `12 of 28 · Alignment 2 of 4 · about 20 min left`, or `evidence 3 of 11 · …`.
    pub(crate) fn progress(&self, eta: &Eta) -> String {
        let (interview, skill) = (self.interview, self.skill);
        let (position, of) = interview.position(self.place);
        let mut questions = skill.questions.iter();
        let inside = questions.position(|other| other == self.question);
        let (at, all) = (inside.unwrap_or_default() + 1, skill.questions.len());
        let (kind, left) = match interview.phase() {
            Some(Phase::Evidence) => ("evidence ", interview.texts_due().count()),
            _ => ("", interview.open_places().count()),
        };
        let (title, time) = (visible(&skill.title), eta.left(left));
        format!("{kind}{position} of {of} · {title} {at} of {all}{time}")
    }

    pub(crate) fn ask(&self) -> String {
        visible(&self.question.ask)
    }

    pub(crate) fn hint(&self) -> String {
        wrap(&visible(&self.question.hint), self.width, "  ", "  ")
    }

    /// What was written for the question that this one continues; empty, as all texts here, where
    /// there is nothing to say.
    pub(crate) fn parent(&self) -> String {
        let (rubric, draft) = (self.interview.rubric, &self.interview.draft);
        let follows = self.question.follows.as_deref();
        let parent = follows.and_then(|id| rubric.question(id).zip(draft.answer(id)));
        let parent = parent.filter(|(_, answer)| answer.has_evidence());
        parent.map_or_else(String::new, |((_, parent), answer)| {
            let title = visible(&parent.title);
            let written = quoted(&answer.evidence, self.width);
            format!("  On “{title}” you wrote:\n{written}")
        })
    }

    pub(crate) fn writing(&self) -> String {
        let answer = &self.answer;
        let private = match (answer.private, self.question.sensitive) {
            (true, true) if !answer.has_evidence() => {
                " This answer starts private, since it's a sensitive question: it stays out of exports."
            }
            (true, _) => " Private: it stays out of exports.",
            (false, _) => "",
        };
        let line = match (self.interview.phase(), answer.rating()) {
            (Some(Phase::Evidence), Some(rating)) => {
                let claim = format!("{rating}: {}", self.question.anchor(rating));
                format!("What backs it? You chose {claim}")
            }
            _ if answer.state == State::Open && self.question.kind == Kind::Standing => {
                "How can you tell? Names and numbers help.".to_owned()
            }
            _ if answer.state == State::Open => "What happened? Names and numbers help.".to_owned(),
            _ => {
                let standing = standing(self.interview.rubric, answer);
                format!("So far: {}.", standing.trim_end_matches('.'))
            }
        };
        wrapped(&format!("{line}{private}"), self.width)
    }

    pub(crate) fn written(&self) -> String {
        let private = self.answer.private;
        if !self.answer.has_evidence() {
            return words_if(private, "  Private: this answer stays out of exports.").to_owned();
        }
        let text = self.answer.evidence.trim_end().to_owned();
        quoted(&(text + words_if(private, PRIVATE)), self.width)
    }

    pub(crate) fn anchors(&self) -> Vec<String> {
        let anchor = |rating| self.question.anchor(rating).to_owned();
        Rating::all().map(anchor).collect()
    }

    /// Last time's text for the same question, as far as it is not in this one.
    pub(crate) fn to_reuse(&self) -> Option<&'a str> {
        let earlier = &self.interview.earlier(self.place)?.evidence;
        (!self.answer.evidence.contains(earlier.trim())).then_some(earlier)
    }

    /// The same once one's own is written, or could have been.
    pub(crate) fn earlier(&self) -> String {
        let was_asked =
            self.interview.phase() != Some(Phase::Ratings) || self.answer.has_evidence();
        let earlier = self.to_reuse().filter(|_| was_asked);
        earlier.map_or_else(String::new, |text| last_time(text, self.width))
    }

    pub(crate) fn entries(&self) -> Vec<String> {
        let entries = self.interview.entries(self.place).into_iter();
        entries.map(|entry| self.entry_line(&entry)).collect()
    }

    fn entry_line(&self, entry: &LogEntry) -> String {
        let used = words_if(self.interview.is_used(entry), " (used)");
        if self.interview.is_noted(entry) {
            return format!("(highlight) {}{used}", entry.text.replace('\n', " "));
        }
        let mark = words_if(!entry.is_tagged(self.interview.rubric), "(no skill) ");
        format!("{}{used}", marked(entry, mark))
    }

    pub(crate) fn logged(&self) -> String {
        numbered(&self.entries(), self.width)
    }

    /// The first few that are not used, with their numbers among all.
    pub(crate) fn logged_brief(&self, how: &str) -> String {
        let mut unused: Vec<(usize, _)> = (1..).zip(self.interview.entries(self.place)).collect();
        unused.retain(|(_, entry)| !self.interview.is_used(entry));
        if unused.is_empty() {
            return String::new();
        }
        let period = self.interview.draft.period;
        let mut lines = vec![format!("  From your log of {period} ({how}):")];
        lines.extend(unused.iter().take(MAX_BRIEF).map(|(number, entry)| {
            let line = format!("{number}  {}", self.entry_line(entry));
            wrap(&line, self.width, "  ", "     ")
        }));
        if unused.len() > MAX_BRIEF {
            lines.push(format!("  and {} more", unused.len() - MAX_BRIEF));
        }
        lines.join("\n")
    }
}

pub(super) fn last_time(text: &str, width: usize) -> String {
    format!("  Last time you wrote:\n{}", quoted(text, width))
}

/// How an answer stands, but for being private.
pub(crate) fn standing(rubric: &Rubric, answer: &Answer) -> String {
    let evidence = match answer.state {
        _ if answer.lacks_evidence(rubric.evidence_from) => " · no evidence",
        State::Skipped | State::Open if answer.has_evidence() => " · evidence kept",
        _ => "",
    };
    state(rubric, answer) + evidence
}

/// The same without its evidence. A rating that was carried over is not shown.
pub(super) fn state(rubric: &Rubric, answer: &Answer) -> String {
    match &answer.state {
        _ if let Some(from) = answer.carried => format!("carried over from {from}"),
        State::Open => "not answered".to_owned(),
        State::Skipped => "skipped".to_owned(),
        State::Rated(rating) => format!("{rating}  {}", visible(rubric.label(*rating))),
        State::NotApplicable { reason, note } => {
            let between = words_if(!note.trim().is_empty(), " · ");
            let (reason, note) = (reason_text(*reason), visible(note.trim()));
            format!("not applicable, {reason}{between}{note}")
        }
    }
}

pub(crate) fn reason_text(reason: Reason) -> &'static str {
    match reason {
        Reason::NoOpportunity => "it didn't come up",
        Reason::OutOfScope => "not part of my job",
        Reason::Other => "another reason",
    }
}
