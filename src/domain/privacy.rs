//! What of an assessment may be shown. What is private is taken out here, before anything is said of it.

use std::borrow::Cow;

use super::assessment::{Answer, Assessment, Focus, FocusOutcome, State};
use super::diff::{SkillDiff, Snapshot, diff};
use super::rubric::Rubric;
use super::scoring::SkillScore;

/// How much of what is private may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Privacy {
    /// For files and other readers: of a private answer only that there is one.
    Withhold,
    /// For the person's own screen: its rating, and none of its words.
    Ratings,
    /// All of it, because it was asked for.
    Include,
}

impl Assessment {
    /// The same without what may not be shown. Scores are computed from the whole one.
    pub fn redacted(&self, privacy: Privacy) -> Cow<'_, Self> {
        if privacy == Privacy::Include {
            return Cow::Borrowed(self);
        }
        let mut open = self.clone();
        for answer in open.answers.values_mut().filter(|answer| answer.private) {
            answer.redact(privacy);
        }
        open.focus.iter_mut().for_each(Focus::redact);
        for last in &mut open.last_focus {
            last.focus.redact();
            if last.focus.private {
                last.note.clear();
            }
        }
        open.highlights.retain(|highlight| {
            let question = highlight.question.as_deref();
            !question.is_some_and(|question| self.is_private(question))
        });
        if open.closing_private {
            open.closing.clear();
        }
        Cow::Owned(open)
    }

    /// Whether the answer to a question is private.
    pub fn is_private(&self, question: &str) -> bool {
        self.answer(question).is_some_and(|answer| answer.private)
    }
}

impl Answer {
    fn redact(&mut self, privacy: Privacy) {
        self.evidence.clear();
        match (&mut self.state, privacy) {
            (State::NotApplicable { note, .. }, Privacy::Ratings) => note.clear(),
            (_, Privacy::Ratings) => {}
            (state, _) => *state = State::Open,
        }
    }
}

impl Focus {
    /// Whether its words were taken out because it is private.
    pub fn is_withheld(&self) -> bool {
        self.private && self.action.is_empty()
    }

    fn redact(&mut self) {
        if self.private {
            self.action.clear();
            self.sign.clear();
            self.by = None;
        }
    }
}

impl FocusOutcome {
    /// Whether its words were taken out because it is private.
    pub fn is_withheld(&self) -> bool {
        self.focus.is_withheld() && self.note.is_empty()
    }
}

impl SkillScore<'_> {
    /// The same figures without the ratings of private answers.
    pub fn redacted(mut self, privacy: Privacy) -> Self {
        if privacy == Privacy::Withhold {
            self.terms.retain(|term| !term.private);
        }
        self
    }
}

/// Two assessments compared, as far as that may be shown.
#[derive(Clone, Debug)]
pub struct Comparison<'a> {
    /// Computed from all answers.
    pub skills: Vec<SkillDiff<'a>>,
    from: Cow<'a, Assessment>,
    to: Cow<'a, Assessment>,
    rubrics: [&'a Rubric; 2],
}

impl<'a> Comparison<'a> {
    /// Compares two assessments of the same rubric.
    pub fn new(from: Snapshot<'a>, to: Snapshot<'a>, privacy: Privacy) -> Self {
        let mut skills = diff(from, to);
        for pair in skills.iter_mut().flat_map(|skill| &mut skill.compared) {
            let mut sides = [from, to].into_iter();
            let is_private = sides.any(|it| it.assessment.is_private(&pair.question.id));
            pair.withheld = is_private && privacy != Privacy::Include;
        }
        Self {
            skills,
            from: from.assessment.redacted(privacy),
            to: to.assessment.redacted(privacy),
            rubrics: [from.rubric, to.rubric],
        }
    }

    /// The earlier assessment and the later one.
    pub fn sides(&self) -> [Snapshot<'_>; 2] {
        let [from, to] = self.rubrics;
        [(&self.from, from), (&self.to, to)]
            .map(|(assessment, rubric)| Snapshot { assessment, rubric })
    }
}
