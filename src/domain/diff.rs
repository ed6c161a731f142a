//! What changed between two assessments, like for like.

use super::assessment::{Answer, Assessment, State};
use super::figure::{Exact, whole};
use super::rubric::{Question, Rating, Rubric, Skill};
use super::scoring::{mean, needed};

/// An assessment together with the wording that it was made with, or that stands in for it.
#[derive(Clone, Copy, Debug)]
pub struct Made<'a> {
    /// The answers that one person gave for one period.
    pub assessment: &'a Assessment,
    /// The rubric whose ids the answers refer to.
    pub rubric: &'a Rubric,
}

/// Two assessments of the same rubric, compared skill by skill.
#[derive(Clone, Debug, PartialEq)]
pub struct Diff<'a> {
    /// The skills of the later assessment in its order, then those only in the earlier one.
    pub skills: Vec<SkillDiff<'a>>,
}

/// One skill, then and now.
#[derive(Clone, Debug, PartialEq)]
pub struct SkillDiff<'a> {
    /// As the later rubric has it; the earlier one's where the later has none.
    pub skill: &'a Skill,
    /// The questions rated both times with the same wording, in order; without the private ones
    /// once those are taken out.
    pub compared: Vec<Pair<'a>>,
    /// How many compared questions were taken out.
    pub withheld: usize,
    /// How many of them moved.
    pub withheld_moved: usize,
    /// Whether an answer of the skill, then or now, is private and may not be named.
    pub has_private: bool,
    /// The questions left out, and why.
    pub dropped: Vec<Dropped<'a>>,
    /// Means over the compared questions, 1 to 5, with the later weights; none where nothing is compared.
    pub from: Option<Exact>,
    /// The same for the later assessment; there exactly when `from` is.
    pub to: Option<Exact>,
    reading: Reading,
}

/// One question rated both times.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair<'a> {
    /// As the later rubric has it.
    pub question: &'a Question,
    /// What it was rated in the earlier assessment.
    pub from: Rating,
    /// What it was rated in the later assessment.
    pub to: Rating,
    /// There is evidence now, and its text is not the earlier one.
    pub new_evidence: bool,
}

/// One question left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Dropped<'a> {
    /// As the later rubric has it; the earlier one's where it was removed.
    pub question: &'a Question,
    /// The first ground found; others may hold as well.
    pub reason: DropReason,
}

/// Why a question cannot be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DropReason {
    /// Not in the earlier rubric.
    New,
    /// Not in the later rubric.
    Removed,
    /// Marked as not applicable in one of the two.
    NotApplicable,
    /// Without a rating in the earlier assessment.
    SkippedThen,
    /// Without a rating in the later one.
    SkippedNow,
    /// Rated both times, but asked in other words, or in words that are not known any more.
    Reworded,
}

/// What a change may be taken for. A rule of thumb, not a test of significance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// No question moved.
    None,
    /// Within what rating the same quarter twice could give.
    Small,
    /// At least half a step on the mean, and two questions moved that way or one by two or more.
    Clear,
    /// No question could be compared.
    NotComparable,
}

impl Made<'_> {
    /// Whether the rubric is the very wording that was answered.
    #[must_use]
    pub fn is_exact(self) -> bool {
        self.assessment.is_made_with(self.rubric)
    }

    /// Whether a question is known to have been asked in the same words both times. Of an
    /// assessment whose own wording is lost nothing is known: another may name the same one, and
    /// either can have been changed under the words that stand in for it.
    pub(super) fn asks_as(self, before: Self, [now, then]: [&Question; 2]) -> bool {
        self.is_exact() && before.is_exact() && now.same_wording(then)
    }
}

impl SkillDiff<'_> {
    /// Difference of the two means, from -4 to 4.
    #[must_use]
    pub fn change(&self) -> Option<Exact> {
        Some(self.to.as_ref()? - self.from.as_ref()?)
    }

    /// The compared questions whose rating is another one now.
    pub fn moved(&self) -> impl Iterator<Item = &Pair<'_>> {
        self.compared.iter().filter(|pair| pair.from != pair.to)
    }

    /// How many questions are compared, and how many there are in either assessment.
    #[must_use]
    pub fn coverage(&self) -> (usize, usize) {
        let compared = self.compared.len() + self.withheld;
        (compared, compared + self.dropped.len())
    }

    /// Whether so few questions are compared that as many ratings would give no score: fewer than
    /// half of them, or one of several.
    #[must_use]
    pub fn is_thin(&self) -> bool {
        let (compared, all) = self.coverage();
        compared < needed(all)
    }

    /// What the change may be taken for.
    #[must_use]
    pub fn reading(&self) -> Reading {
        self.reading
    }

    fn read(&self) -> Reading {
        let Some(change) = self.change() else {
            return Reading::NotComparable;
        };
        if self.moved().next().is_none() {
            return Reading::None;
        }
        let half = Exact::new(1.into(), 2.into());
        let up = change > whole(0);
        let that_way: Vec<u8> = self
            .moved()
            .filter(|pair| (pair.to > pair.from) == up)
            .map(|pair| pair.to.number().abs_diff(pair.from.number()))
            .collect();
        let far = change >= half || change <= -half;
        if far && (that_way.len() >= 2 || that_way.iter().any(|steps| *steps >= 2)) {
            Reading::Clear
        } else {
            Reading::Small
        }
    }
}

/// Compares two assessments of the same rubric. Which skills and weights count is the later one's word.
#[must_use]
pub fn diff<'a>(from: Made<'a>, to: Made<'a>) -> Diff<'a> {
    let mut skills: Vec<_> = to
        .rubric
        .skills
        .iter()
        .map(|skill| skill_diff(skill, from.rubric.skill(&skill.id), from, to))
        .collect();
    let gone = from
        .rubric
        .skills
        .iter()
        .filter(|skill| to.rubric.skill(&skill.id).is_none());
    skills.extend(gone.map(|skill| SkillDiff {
        skill,
        compared: Vec::new(),
        dropped: removed(skill, to.rubric),
        withheld: 0,
        withheld_moved: 0,
        has_private: false,
        from: None,
        to: None,
        reading: Reading::NotComparable,
    }));
    Diff { skills }
}

fn skill_diff<'a>(
    skill: &'a Skill,
    earlier: Option<&'a Skill>,
    from: Made<'a>,
    to: Made<'a>,
) -> SkillDiff<'a> {
    let mut compared = Vec::new();
    let mut dropped = Vec::new();
    for question in &skill.questions {
        match compare(question, from, to) {
            Ok(pair) => compared.push(pair),
            Err(reason) => dropped.push(Dropped { question, reason }),
        }
    }
    dropped.extend(
        earlier
            .map(|skill| removed(skill, to.rubric))
            .unwrap_or_default(),
    );
    let side = |pick: fn(&Pair<'_>) -> Rating| {
        mean(
            compared
                .iter()
                .map(|pair| (pick(pair), pair.question.weight)),
        )
    };
    let mut made = SkillDiff {
        skill,
        from: side(|pair| pair.from),
        to: side(|pair| pair.to),
        compared,
        withheld: 0,
        withheld_moved: 0,
        has_private: false,
        dropped,
        reading: Reading::NotComparable,
    };
    made.reading = made.read();
    made
}

fn removed<'a>(skill: &'a Skill, later: &Rubric) -> Vec<Dropped<'a>> {
    skill
        .questions
        .iter()
        .filter(|question| later.question(&question.id).is_none())
        .map(|question| Dropped {
            question,
            reason: DropReason::Removed,
        })
        .collect()
}

fn compare<'a>(
    question: &'a Question,
    from: Made<'a>,
    to: Made<'a>,
) -> Result<Pair<'a>, DropReason> {
    let Some((_, before)) = from.rubric.question(&question.id) else {
        return Err(DropReason::New);
    };
    let is_same = to.asks_as(from, [question, before]);
    let then = from.assessment.answer(&question.id);
    let now = to.assessment.answer(&question.id);
    let not_applicable = |answer: Option<&Answer>| {
        answer.is_some_and(|answer| matches!(answer.state, State::NotApplicable { .. }))
    };
    if not_applicable(then) || not_applicable(now) {
        return Err(DropReason::NotApplicable);
    }
    let rated =
        |answer: Option<&'a Answer>| answer.and_then(|answer| Some((answer, answer.rating()?)));
    let (then, from) = rated(then).ok_or(DropReason::SkippedThen)?;
    let (now, to) = rated(now).ok_or(DropReason::SkippedNow)?;
    if !is_same {
        return Err(DropReason::Reworded);
    }
    Ok(Pair {
        question,
        from,
        to,
        new_evidence: now.has_evidence() && now.evidence.trim() != then.evidence.trim(),
    })
}
