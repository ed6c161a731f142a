//! What changed since another assessment, like for like.

mod focus;

use super::wording::{change, count, figure, grouped, left_out, stand_in};
use crate::domain::assessment::Status;
use crate::domain::decimal::whole;
use crate::domain::diff::{DropReason, Pair, Reading, SkillDiff};
use crate::domain::privacy::Comparison;
use crate::domain::rubric::Cluster;
use crate::domain::scoring::SkillScore;
use crate::page::{self, Block, Cell, Item, Page, Tone, paragraph};

/// What the words in the column of readings mean.
const SMALL: &str = "Small: within what rating the same quarter twice could give.";
const MIXED: &str = "Mixed: questions moved both ways, and the mean by less than half a step.";
const CLEAR: &str = "Clear: half a step or more on the mean, with two questions moved that way, or one by two steps.";
const RULE_OF_THUMB: &str = "Small, mixed and clear are rules of thumb.";
const NOT_EVIDENCED: &str = "Not evidenced: no question that rose has new evidence.";
const ON_EVENTS: &str = "On this quarter's events: nothing else moved. It's more once a habit or a weakness moves too, or two quarters agree.";
const WANTED: &str =
    "Gap: what you want now less what you have; below 0 you have more than you want.";
const SUPPORTED: &str = "Backed: the change over the questions that have evidence both times.";

/// The comparison as a table with what moved under it. A last column has the gaps where the later
/// assessment was scored against a role that was asked for.
pub fn page(shown: &Comparison<'_>, against: Option<&[SkillScore<'_>]>) -> Page {
    let (from, to) = (shown.from(), shown.to());
    let mut clusters: Vec<&Cluster> = to.rubric.clusters.iter().collect();
    for gone in &from.rubric.clusters {
        if !clusters.iter().any(|cluster| cluster.id == gone.id) {
            clusters.push(gone);
        }
    }
    let skills = || shown.skills.iter();
    let groups = clusters.into_iter().map(|cluster| {
        let skills = skills().filter(|skill| skill.skill.cluster == cluster.id);
        let rows: Vec<_> = skills.map(|skill| row(skill, against)).collect();
        (cluster.title.clone(), rows)
    });
    let gap = against.map(|_| "Gap");
    let titles = [
        "Skill", "From", "To", "Change", "Backed", "Reading", "Compared",
    ];
    let mut page = Page::new(title(shown));
    if from.assessment == to.assessment {
        page.lead.push(paragraph(SAME));
    }
    page.lead.push(Block::Table(page::grouped(
        titles.into_iter().chain(gap),
        "lrrrrlrr",
        groups.filter(|(_, rows)| !rows.is_empty()),
    )));
    let moved = skills().flat_map(|skill| {
        skill.moved().map(move |pair| {
            let answer = to.assessment.answer(&pair.question.id);
            let text = answer.filter(|_| pair.new_evidence);
            let text = text.map(|answer| answer.evidence.trim());
            let (skill, title) = (&skill.skill.title, &pair.question.title);
            Item::from(format!("{skill}, {title}: {}", step(pair))).below(text.unwrap_or_default())
        })
    });
    let dropped = skills().filter(|skill| !skill.dropped.is_empty());
    let dropped = dropped.map(|skill| format!("{}: {}", skill.skill.title, left_out_of(skill)));
    let focus = format!("Focus chosen in {}", from.assessment.period);
    let mut page = page
        .section(focus, page::list(focus::chosen(shown)))
        .section("Moved", page::list(moved))
        .section("Left out", page::list(dropped));
    page.footnotes = closing(shown);
    let mut scores = against.into_iter().flatten();
    let is_wanted = scores.any(|score| score.is_wanted);
    page.footnotes.extend(is_wanted.then(|| WANTED.to_owned()));
    page
}

/// Said where there is nothing to compare.
const SAME: &str = "This is one assessment compared with itself. `emkit diff FROM TO` takes two.";

fn row(skill: &SkillDiff<'_>, against: Option<&[SkillScore<'_>]>) -> Vec<Cell> {
    let (compared, all) = skill.coverage();
    let tone = tone(skill);
    let mut cells = vec![
        skill.skill.title.as_str().into(),
        figure(skill.from.as_ref()).into(),
        figure(skill.to.as_ref()).into(),
        Cell::Text(change(skill.change().as_ref()), tone),
        change(skill.supported_change().as_ref()).into(),
        Cell::Text(reading(skill), tone),
        format!("{compared}/{all}").into(),
    ];
    cells.extend(against.map(|scores| {
        let mut scores = scores.iter();
        let score = scores.find(|score| score.skill.id == skill.skill.id);
        let gap = score.and_then(SkillScore::gap);
        Cell::from(match score {
            Some(score) if score.is_wanted => change(gap.as_ref()),
            _ => figure(gap.as_ref()),
        })
    }));
    cells
}

pub(super) fn tone(skill: &SkillDiff<'_>) -> Tone {
    let is_rise = skill.change().is_some_and(|change| change > whole(0));
    match (skill.reading, skill.evidenced) {
        (Reading::Clear, Some(false)) => Tone::Warn,
        (Reading::Clear, _) if is_rise => Tone::Up,
        (Reading::Clear, _) => Tone::Down,
        _ => Tone::Plain,
    }
}

fn left_out_of(skill: &SkillDiff<'_>) -> String {
    let dropped = skill.dropped.iter();
    let named = dropped.map(|dropped| (dropped.reason, dropped.question.title.clone()));
    let said = grouped(named).into_iter();
    let said =
        said.map(|(reason, titles)| format!("{} ({})", titles.join(" · "), reason_words(reason)));
    said.collect::<Vec<_>>().join("; ")
}

fn title(shown: &Comparison<'_>) -> String {
    let [from, to] = [shown.from(), shown.to()].map(|made| {
        let period = made.assessment.period;
        match made.assessment.status() {
            Status::Draft => format!("{period} (draft)"),
            Status::Finished => period.to_string(),
        }
    });
    format!("{from} to {to} · like for like")
}

/// What has to be known to read the figures, a sentence each.
fn closing(shown: &Comparison<'_>) -> Vec<String> {
    let moved = shown.skills.iter().map(|skill| skill.moved().count());
    let moved = match (moved.sum(), withheld_moved(shown)) {
        (0, 0) => Some("No question moved.".to_owned()),
        (0, _) => None,
        (moved, _) => Some(format!("{} moved.", count(moved, "question"))),
    };
    let lines = moved.into_iter().chain(readings(shown));
    lines.chain(withheld(shown)).collect()
}

/// How much of what moved, and of what was chosen, is left out because it is private.
pub fn withheld(shown: &Comparison<'_>) -> Option<String> {
    let focus = shown.from().assessment.focus.iter();
    let focus = focus.filter(|focus| focus.is_withheld()).count();
    let moved = (withheld_moved(shown), "moved private answer");
    left_out("", &[moved, (focus, "private focus")])
}

fn withheld_moved(shown: &Comparison<'_>) -> usize {
    let skills = shown.skills.iter();
    skills.map(|skill| skill.withheld_moved).sum()
}

/// The words that explain the readings that come up, and why there may be none.
fn readings(shown: &Comparison<'_>) -> impl Iterator<Item = String> {
    let skills = &shown.skills;
    let any = |is_such: fn(&SkillDiff<'_>) -> bool| skills.iter().any(is_such);
    let words = [
        (any(|skill| skill.supported.is_some()), SUPPORTED),
        (any(|skill| skill.reading == Reading::Small), SMALL),
        (any(|skill| skill.reading == Reading::Mixed), MIXED),
        (any(|skill| skill.reading == Reading::Clear), CLEAR),
        (any(is_read), RULE_OF_THUMB),
        (any(is_not_evidenced), NOT_EVIDENCED),
        (any(is_on_events), ON_EVENTS),
        (any(|skill| thin(skill).is_some()), THIN),
    ];
    let lost = [shown.from(), shown.to()].map(|made| stand_in(made.assessment, made.rubric));
    let words = words.into_iter().filter(|(is_so, _)| *is_so);
    let words = words.map(|(_, words)| words.to_owned());
    lost.into_iter().flatten().chain(words)
}

fn is_read(skill: &SkillDiff<'_>) -> bool {
    matches!(
        skill.reading,
        Reading::Small | Reading::Mixed | Reading::Clear
    )
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

pub(super) fn reason_words(reason: DropReason) -> &'static str {
    match reason {
        DropReason::New => "new in the rubric",
        DropReason::Removed => "no longer in the rubric",
        DropReason::NotApplicable => "not applicable, then or now",
        DropReason::SkippedThen => "skipped then",
        DropReason::SkippedNow => "skipped now",
        DropReason::Carried => "carried over",
        DropReason::Reworded => "asked in other words",
    }
}

/// A reading, and what a clear change rests on.
pub(super) fn reading(skill: &SkillDiff<'_>) -> String {
    let word = Some(<&str>::from(skill.reading).replace('-', " "));
    let bare = is_not_evidenced(skill).then(|| "not evidenced".to_owned());
    let events = is_on_events(skill).then(|| "on this quarter's events".to_owned());
    let parts = [word, bare.or(events), thin(skill)].into_iter().flatten();
    parts.collect::<Vec<_>>().join(", ")
}

/// Whether a clear change rests on events alone, and it is no mere claim.
fn is_on_events(skill: &SkillDiff<'_>) -> bool {
    skill.rests_on_events && !is_not_evidenced(skill)
}

fn is_not_evidenced(skill: &SkillDiff<'_>) -> bool {
    skill.reading == Reading::Clear && skill.evidenced == Some(false)
}

/// On how little a clear change rests, where it is too little for a score.
pub(super) fn thin(skill: &SkillDiff<'_>) -> Option<String> {
    let is_thin = skill.is_thin() && skill.reading == Reading::Clear;
    is_thin.then(|| format!("on {}", count(skill.coverage().0, "question")))
}

/// What it means that a clear change names the questions that it rests on.
pub(super) const THIN: &str = "On 1 question: where fewer than half of a skill's questions are compared, or only one, that is too little for a score, and the change says nothing of the others.";
