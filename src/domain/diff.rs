//! What changed between two assessments, like for like.

mod pair;

use itertools::Itertools;
use strum::IntoStaticStr;

use super::assessment::Assessment;
use super::decimal::{Exact, is_positive};
use super::rubric::{Kind, Question, Rating, Rubric, Skill};
use super::scoring::{mean, needed};

use self::pair::compared;
pub(super) use pair::comparable;
pub use pair::{DropReason, Pair};

/// An assessment together with the wording that it was made with, or that stands in for it.
#[derive(Clone, Copy, Debug)]
pub struct Snapshot<'a> {
    /// The answers that one person gave for one period.
    pub assessment: &'a Assessment,
    /// The rubric whose ids the answers refer to.
    pub rubric: &'a Rubric,
}

/// One skill, then and now.
#[derive(Clone, Debug, PartialEq)]
pub struct SkillDiff<'a> {
    /// As the later rubric has it; the earlier one's where the later has none.
    pub skill: &'a Skill,
    /// The questions rated both times with the same wording, in order.
    pub compared: Vec<Pair<'a>>,
    /// The questions left out, as the later rubric that has them, and the first reason found.
    pub dropped: Vec<(&'a Question, DropReason)>,
    /// Means over the compared questions, 1 to 5, with the later weights; none where nothing is compared.
    pub from: Option<Exact>,
    /// The same for the later assessment; there exactly when `from` is.
    pub to: Option<Exact>,
    /// The two means over the questions with evidence both times, lest writing more look like growth.
    pub supported: Option<(Exact, Exact)>,
    /// Whether any question that rose has new evidence; none where the mean did not rise.
    pub evidenced: Option<bool>,
    /// Whether the change is clear and only questions about events moved, of a rubric that asks
    /// about other things too. It is more when a habit or a weakness moved, or when two quarters agree.
    pub rests_on_events: bool,
    /// What the change may be taken for.
    pub reading: Reading,
}

/// What a change may be taken for. A rule of thumb, not a test of significance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Reading {
    /// No question moved.
    None,
    /// Within what rating the same quarter twice could give.
    Small,
    /// Some questions moved up and some down, and the mean by less than half a step.
    Mixed,
    /// At least half a step on the mean, and two questions moved that way or one by two or more.
    Clear,
    /// No question could be compared.
    NotComparable,
}

impl Snapshot<'_> {
    /// Whether a question is known to have been asked in the same words both times. Of an
    /// assessment whose own wording is lost nothing is known: another may name the same one, and
    /// either can have been changed under the words that stand in for it.
    pub(super) fn asks_as(self, before: Self, [now, then]: [&Question; 2]) -> bool {
        let is_exact = |made: Self| made.assessment.is_made_with(made.rubric);
        is_exact(self) && is_exact(before) && now.same_wording(then)
    }
}

impl SkillDiff<'_> {
    /// Difference of the two means, from -4 to 4.
    pub fn change(&self) -> Option<Exact> {
        Some(self.to.as_ref()? - self.from.as_ref()?)
    }

    /// The same over the questions with evidence both times.
    pub fn supported_change(&self) -> Option<Exact> {
        self.supported.as_ref().map(|(from, to)| to - from)
    }

    /// The compared questions whose rating is another one now, as far as they may be named.
    pub fn moved(&self) -> impl Iterator<Item = &Pair<'_>> {
        let open = self.compared.iter().filter(|pair| !pair.withheld);
        open.filter(|pair| pair.from != pair.to)
    }

    /// How many of the others have moved.
    pub fn withheld_moved(&self) -> usize {
        let withheld = self.compared.iter().filter(|pair| pair.withheld);
        withheld.filter(|pair| pair.from != pair.to).count()
    }

    /// How many questions are compared, and how many there are in either assessment.
    pub fn coverage(&self) -> (usize, usize) {
        let compared = self.compared.len();
        (compared, compared + self.dropped.len())
    }

    /// Whether so few questions are compared that as many ratings would give no score.
    pub fn is_thin(&self) -> bool {
        let (compared, all) = self.coverage();
        compared < needed(all)
    }

    fn read(&self) -> Reading {
        let Some(change) = self.change() else {
            return Reading::NotComparable;
        };
        let half = Exact::new(1.into(), 2.into());
        let up = is_positive(&change);
        let far = change >= half || change <= -half;
        let (went_up, went_down): (Vec<_>, Vec<_>) =
            self.moved().partition(|pair| pair.to > pair.from);
        let that_way = if up { &went_up } else { &went_down };
        let steps = |pair: &&Pair<'_>| pair.to.number().abs_diff(pair.from.number());
        match (went_up.is_empty(), went_down.is_empty()) {
            (true, true) => Reading::None,
            (false, false) if !far => Reading::Mixed,
            _ if far && (that_way.len() > 1 || that_way.iter().any(|it| steps(it) > 1)) => {
                Reading::Clear
            }
            _ => Reading::Small,
        }
    }
}

/// Compares two assessments of the same rubric: the skills of the later one in its order, then those only in the
/// earlier one. Which skills and weights count is the later one's word.
pub fn diff<'a>(from: Snapshot<'a>, to: Snapshot<'a>) -> Vec<SkillDiff<'a>> {
    let mut later = to.rubric.questions();
    let asks_more = later.any(|(_, question)| question.kind != Kind::Event);
    let removed = |skill: &'a Skill| {
        let questions = skill.questions.iter();
        let gone = questions.filter(|question| to.rubric.question(&question.id).is_none());
        gone.map(|question| (question, DropReason::Removed))
    };
    let now = to.rubric.skills.iter().map(|skill| {
        let questions = skill.questions.iter();
        let pairs = questions.map(|it| match compared(it, from, to) {
            Ok(answers) => Ok(Pair::of(it, answers)),
            Err(reason) => Err((it, reason)),
        });
        let (compared, mut dropped): (Vec<_>, Vec<_>) = pairs.partition_result();
        let earlier = from.rubric.skill(&skill.id);
        dropped.extend(earlier.into_iter().flat_map(removed));
        let mut diff = read(skill, compared, dropped);
        diff.rests_on_events &= asks_more;
        diff
    });
    let gone = from.rubric.skills.iter();
    let gone = gone.filter(|skill| to.rubric.skill(&skill.id).is_none());
    let gone = gone.map(|skill| read(skill, Vec::new(), removed(skill).collect()));
    now.chain(gone).collect()
}

/// What the compared questions come to.
fn read<'a>(
    skill: &'a Skill,
    compared: Vec<Pair<'a>>,
    dropped: Vec<(&'a Question, DropReason)>,
) -> SkillDiff<'a> {
    let means = |is_in: fn(&Pair<'_>) -> bool| {
        let side = |pick: fn(&Pair<'_>) -> Rating| {
            let pairs = compared.iter().filter(|pair| is_in(pair));
            mean(pairs.map(|pair| (pick(pair), pair.question.weight)))
        };
        side(|pair| pair.from).zip(side(|pair| pair.to))
    };
    let (from, to) = means(|_| true).unzip();
    let mut diff = SkillDiff {
        skill,
        supported: means(|pair| pair.is_backed),
        from,
        to,
        compared,
        dropped,
        evidenced: None,
        rests_on_events: false,
        reading: Reading::NotComparable,
    };
    diff.reading = diff.read();
    let is_rise = diff.change().is_some_and(|change| is_positive(&change));
    diff.evidenced = is_rise.then(|| {
        let mut rose = diff.moved().filter(|pair| pair.to > pair.from);
        rose.any(|pair| pair.new_evidence)
    });
    diff.rests_on_events = diff.reading == Reading::Clear
        && diff.moved().all(|pair| pair.question.kind == Kind::Event);
    diff
}
