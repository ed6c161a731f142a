//! What changed since another assessment, like for like.

mod focus;

use super::wording::{change, count, figure, left_out, list, stand_in};
use crate::domain::assessment::Status;
use crate::domain::diff::{Diff, DropReason, Dropped, Made, Pair, Reading, SkillDiff};
use crate::domain::privacy::Comparison;
use crate::domain::rubric::Cluster;
use crate::domain::scoring::SkillScore;
use crate::page::{self, Block, Cell, Item, Page, Table};

/// Two assessments compared, without what is private.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    pub diff: &'a Diff<'a>,
    pub from: Made<'a>,
    pub to: Made<'a>,
    /// The later assessment held against a role that was asked for.
    pub against: Option<&'a [SkillScore<'a>]>,
}

impl<'a> Shown<'a> {
    /// What a comparison shows.
    #[must_use]
    pub fn new(comparison: &'a Comparison<'a>, against: Option<&'a [SkillScore<'a>]>) -> Self {
        Self {
            diff: &comparison.diff,
            from: comparison.from(),
            to: comparison.to(),
            against,
        }
    }

    /// How many questions moved whose answers are private.
    fn withheld(&self) -> usize {
        let skills = self.diff.skills.iter();
        skills.map(|skill| skill.withheld_moved).sum()
    }

    /// How far the later assessment is from the role that was asked for.
    fn gap_now(&self, skill: &SkillDiff<'_>) -> Option<String> {
        let mut scores = self.against?.iter();
        let gap = scores
            .find(|score| score.skill.id == skill.skill.id)
            .and_then(SkillScore::gap);
        Some(figure(gap.as_ref()))
    }
}

/// What a clear change is, in words.
const CLEAR: &str = "Clear: half a step or more on the mean, and two questions moved that way or one by two. That too is a rule of thumb.";

/// What a small change is, in words.
const SMALL: &str =
    "Small: within what rating the same quarter twice could give. That is a rule of thumb.";

/// The comparison as tables with what moved under them.
#[must_use]
pub fn page(shown: Shown<'_>) -> Page {
    let mut clusters: Vec<&Cluster> = shown.to.rubric.clusters.iter().collect();
    for gone in &shown.from.rubric.clusters {
        if !clusters.iter().any(|cluster| cluster.id == gone.id) {
            clusters.push(gone);
        }
    }
    let mut page = Page::new(title(shown));
    for cluster in clusters {
        let skills = shown.diff.skills.iter();
        let skills: Vec<_> = skills.filter(|it| it.skill.cluster == cluster.id).collect();
        if !skills.is_empty() {
            let table = Block::Table(changes(shown, skills));
            page = page.section(cluster.title.as_str(), vec![table]);
        }
    }
    let chosen = focus::chosen(shown).into_iter();
    let chosen = chosen.map(|it| Item::from(it.what).below(it.outcome.unwrap_or_default()));
    let moved = shown.diff.skills.iter().flat_map(SkillDiff::moved);
    let moved = moved.map(|pair| {
        let text = evidence(shown, pair).filter(|_| pair.new_evidence);
        Item::from(format!("{}: {}", pair.question.id, step(pair))).below(text.unwrap_or_default())
    });
    let all = shown.diff.skills.iter().flat_map(|skill| &skill.dropped);
    let dropped = dropped(all.map(reason_and_id)).into_iter();
    let dropped = dropped.map(|(reason, ids)| format!("{}: {}", reason_words(reason), list(&ids)));
    let focus = format!("Focus chosen in {}", shown.from.assessment.period);
    let mut page = page
        .section(focus, page::list(chosen))
        .section("Moved", page::list(moved))
        .section("Left out", page::list(dropped));
    page.footnotes = closing(shown);
    page
}

/// A row a skill.
pub(super) fn changes<'d>(
    shown: Shown<'_>,
    skills: impl IntoIterator<Item = &'d SkillDiff<'d>>,
) -> Table {
    let gap = shown.against.map(|_| "Gap now");
    let titles = ["Skill", "From", "To", "Change", "Reading", "Compared"];
    let rows = skills.into_iter().map(|skill| {
        let is_clear = skill.reading() == Reading::Clear;
        let (compared, all) = skill.coverage();
        let mut cells = vec![
            skill.skill.title.as_str().into(),
            figure(skill.from.as_ref()).into(),
            figure(skill.to.as_ref()).into(),
            Cell::marked(change(skill.change().as_ref()), is_clear),
            Cell::marked(reading(skill), is_clear),
            format!("{compared}/{all}").into(),
        ];
        cells.extend(shown.gap_now(skill).map(Cell::from));
        cells
    });
    page::table(titles.into_iter().chain(gap), "lrrrlrr", rows)
}

/// What is compared with what.
fn title(shown: Shown<'_>) -> String {
    let [from, to] = [shown.from, shown.to].map(|made| {
        let period = made.assessment.period;
        match made.assessment.status() {
            Status::Draft => format!("{period} (draft)"),
            Status::Finished => period.to_string(),
        }
    });
    format!("{from} to {to} · like for like")
}

/// What has to be known to read the figures, a sentence each.
fn closing(shown: Shown<'_>) -> Vec<String> {
    let moved = shown.diff.skills.iter().map(|skill| skill.moved().count());
    let moved = match (moved.sum(), shown.withheld()) {
        (0, 0) => Some("No question moved.".to_owned()),
        (0, _) => None,
        (moved, _) => Some(format!("{} moved.", count(moved, "question"))),
    };
    moved
        .into_iter()
        .chain(readings(shown))
        .chain(withheld(shown))
        .collect()
}

/// How much of what moved, and of what was chosen, is left out because it is private.
#[must_use]
pub fn withheld(shown: Shown<'_>) -> Option<String> {
    let focus = shown.from.assessment.focus.iter();
    let focus = focus.filter(|focus| focus.is_withheld());
    left_out(
        "",
        &[
            (shown.withheld(), "moved private answer"),
            (focus.count(), "private focus"),
        ],
    )
}

/// The words that explain the readings that come up, and why there may be none.
pub(super) fn readings(shown: Shown<'_>) -> impl Iterator<Item = String> {
    let skills = &shown.diff.skills;
    let comes_up = |reading| skills.iter().any(|skill| skill.reading() == reading);
    let has_thin = skills.iter().any(|skill| thin(skill).is_some());
    let words = [
        comes_up(Reading::Small).then_some(SMALL),
        comes_up(Reading::Clear).then_some(CLEAR),
        has_thin.then_some(THIN),
    ];
    let lost = [shown.from, shown.to].map(|made| stand_in(made.assessment, made.rubric));
    let words = words.into_iter().flatten().map(str::to_owned);
    lost.into_iter().flatten().chain(words)
}

/// How far a question moved, and whether there is something new behind it.
pub(super) fn step(pair: &Pair<'_>) -> String {
    let said = match (pair.new_evidence, pair.to > pair.from) {
        (true, _) => "new evidence",
        (false, true) => "higher without new evidence",
        (false, false) => "no new evidence",
    };
    format!("{} → {}, {said}", pair.from, pair.to)
}

/// The text behind the later rating.
fn evidence(shown: Shown<'_>, pair: &Pair<'_>) -> Option<String> {
    let answer = shown.to.assessment.answer(&pair.question.id)?;
    Some(answer.evidence.trim().to_owned())
}

/// The names of questions left out by reason, in the order in which the reasons come up.
pub(super) fn dropped(
    all: impl Iterator<Item = (DropReason, String)>,
) -> Vec<(DropReason, Vec<String>)> {
    let mut by_reason: Vec<(DropReason, Vec<String>)> = Vec::new();
    for (reason, name) in all {
        match by_reason.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, names)) => names.push(name),
            None => by_reason.push((reason, vec![name])),
        }
    }
    by_reason
}

fn reason_and_id(dropped: &Dropped<'_>) -> (DropReason, String) {
    (dropped.reason, dropped.question.id.clone())
}

pub(super) fn reason_words(reason: DropReason) -> &'static str {
    match reason {
        DropReason::New => "new in the rubric",
        DropReason::Removed => "no longer in the rubric",
        DropReason::NotApplicable => "not applicable, then or now",
        DropReason::SkippedThen => "skipped then",
        DropReason::SkippedNow => "skipped now",
        DropReason::Reworded => "asked in other words",
    }
}

pub(super) fn reading(skill: &SkillDiff<'_>) -> String {
    let word = word(skill.reading());
    match thin(skill) {
        Some(thin) => format!("{word}, {thin}"),
        None => word.to_owned(),
    }
}

pub(crate) fn word(reading: Reading) -> &'static str {
    match reading {
        Reading::None => "none",
        Reading::Small => "small",
        Reading::Clear => "clear",
        Reading::NotComparable => "not comparable",
    }
}

/// On how little a clear change rests, where it is too little for a score.
pub(super) fn thin(skill: &SkillDiff<'_>) -> Option<String> {
    let is_thin = skill.is_thin() && skill.reading() == Reading::Clear;
    is_thin.then(|| format!("on {}", count(skill.coverage().0, "question")))
}

/// What it means that a clear change names the questions that it rests on.
pub(super) const THIN: &str = "On 1 question: where fewer than half of a skill's questions are compared, or only one, that is too little for a score, and the change says nothing of the others.";
