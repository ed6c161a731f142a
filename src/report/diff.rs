//! What changed since another assessment, like for like.

use itertools::Itertools;

use super::wording::{change, count, figure, joined, left_out, stand_in};
use crate::domain::assessment::{Focus, Status};
use crate::domain::decimal::whole;
use crate::domain::diff::{DropReason, Reading, SkillDiff};
use crate::domain::privacy::Comparison;
use crate::domain::scoring::SkillScore;
use crate::page::{self, Block, Cell, Item, Page, Tone, paragraph};

const READINGS: &str = "Rules of thumb: clear is half a step or more on the mean, with two questions moved that way, or one by two steps; mixed is questions moved both ways, and the mean by less than half a step; small is within what rating the same quarter twice could give.";
const NOT_EVIDENCED: &str = "Not evidenced: no question that rose has new evidence.";
const ON_EVENTS: &str = "On this quarter's events: nothing else moved. It's more once a habit or a weakness moves too, or two quarters agree.";
const WANTED: &str =
    "Gap: what you want now less what you have; below 0 you have more than you want.";
const SUPPORTED: &str = "Backed: the change over the questions that have evidence both times.";
/// What it means that a clear change names the questions that it rests on.
const THIN: &str = "On 1 question: where fewer than half of a skill's questions are compared, or only one, that is too little for a score, and the change says nothing of the others.";
const SAME: &str = "This is one assessment compared with itself. `emkit diff FROM TO` takes two.";

const TITLES: [&str; 7] = [
    "Skill", "From", "To", "Change", "Backed", "Reading", "Compared",
];

/// The last column has the gaps, where a role was asked for that the later assessment was scored against.
pub fn page(shown: &Comparison<'_>, against: Option<&[SkillScore<'_>]>) -> Page {
    let [from, to] = shown.sides();
    let clusters = to.rubric.clusters.iter().chain(&from.rubric.clusters);
    let groups = clusters.unique_by(|cluster| &cluster.id).map(|cluster| {
        let skills = shown.skills.iter();
        let skills = skills.filter(|it| it.skill.cluster == cluster.id);
        let rows = skills.map(|skill| row(skill, against));
        (cluster.title.clone(), rows.collect_vec())
    });
    let titles = TITLES.into_iter().chain(against.map(|_| "Gap"));
    let title = [from, to].map(|made| match made.assessment.status() {
        Status::Draft => format!("{} (draft)", made.assessment.period),
        Status::Finished => made.assessment.period.to_string(),
    });
    let mut page = Page::new(format!("{} · like for like", title.join(" to ")));
    if from.assessment == to.assessment {
        page.lead.push(paragraph(SAME));
    }
    page.lead
        .push(Block::Table(page::grouped(titles, "lrrrrlrr", groups)));
    let chosen = from.assessment.focus.iter();
    let chosen = chosen.filter(|focus| !focus.is_withheld());
    let chosen = chosen.map(|focus| chosen_in(shown, focus));
    let moved = shown.skills.iter().flat_map(|skill| {
        skill.moved().map(move |pair| {
            let answer = to.assessment.answer(&pair.question.id);
            let text = answer.filter(|_| pair.new_evidence);
            let text = text.map(|answer| answer.evidence.trim());
            let said = match (pair.new_evidence, pair.to > pair.from) {
                (true, _) => "new evidence",
                (false, true) => "higher without new evidence",
                (false, false) => "no new evidence",
            };
            let (skill, title) = (&skill.skill.title, &pair.question.title);
            let moved = format!("{skill}, {title}: {} → {}, {said}", pair.from, pair.to);
            Item::from(moved).below(text.unwrap_or_default())
        })
    });
    let dropped = shown.skills.iter();
    let dropped = dropped.filter(|skill| !skill.dropped.is_empty());
    let dropped = dropped.map(|skill| {
        let named = skill
            .dropped
            .iter()
            .map(|(it, why)| (*why, it.title.as_str()));
        let named = named.into_group_map().into_iter().sorted();
        let mut said = named
            .map(|(reason, titles)| format!("{} ({})", titles.join(" · "), reason_words(reason)));
        format!("{}: {}", skill.skill.title, said.join("; "))
    });
    let mut page = page
        .section(
            format!("Focus chosen in {}", from.assessment.period),
            page::list(chosen),
        )
        .section("Moved", page::list(moved))
        .section("Left out", page::list(dropped));
    page.footnotes = closing(shown);
    let mut scores = against.into_iter().flatten();
    let is_wanted = scores.any(|score| score.is_wanted);
    page.footnotes.extend(is_wanted.then(|| WANTED.to_owned()));
    page
}

fn row(skill: &SkillDiff<'_>, against: Option<&[SkillScore<'_>]>) -> Vec<Cell> {
    let (compared, all) = skill.coverage();
    let gap = against.map(|scores| {
        let score = scores.iter().find(|score| score.skill.id == skill.skill.id);
        let gap = score.and_then(|score| score.gap.as_ref());
        let is_wanted = score.is_some_and(|score| score.is_wanted);
        if is_wanted { change(gap) } else { figure(gap) }
    });
    let cells = [
        skill.skill.title.as_str().into(),
        figure(skill.from.as_ref()).into(),
        figure(skill.to.as_ref()).into(),
        Cell::Text(change(skill.change().as_ref()), tone(skill)),
        change(skill.supported_change().as_ref()).into(),
        Cell::Text(reading(skill), tone(skill)),
        format!("{compared}/{all}").into(),
    ];
    cells.into_iter().chain(gap.map(Cell::from)).collect()
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

/// A focus next to whether its skill moved, and what the later assessment says of it. Where others lie
/// between the two, that is about another focus, unless it was carried on in the same words.
fn chosen_in(shown: &Comparison<'_>, focus: &Focus) -> Item {
    let skill = shown.skills.iter().find(|it| it.skill.id == focus.skill);
    let title = skill.map_or(&focus.skill, |skill| &skill.skill.title);
    let is_there = shown.sides()[1].rubric.skill(&focus.skill).is_some();
    let moved = match skill.filter(|_| is_there) {
        None => "no longer in the rubric".to_owned(),
        Some(skill) => match skill.reading {
            Reading::NotComparable => "not comparable".to_owned(),
            Reading::None => "did not move".to_owned(),
            _ => {
                let backed = match skill.supported_change() {
                    None => "nothing has evidence both times".to_owned(),
                    Some(backed) => format!("{} backed", change(Some(&backed))),
                };
                let moved = change(skill.change().as_ref());
                format!("{moved} ({}; {backed})", reading(skill))
            }
        },
    };
    let is_same = |said: &Focus| said.skill == focus.skill && said.action == focus.action;
    let to = shown.sides()[1].assessment;
    let said = to.last_focus.iter().find(|said| is_same(&said.focus));
    let said = said.and_then(|said| Some(joined([said.outcome?.word(), &said.note], " · ")));
    let what = format!("{title}, {moved}: {}", focus.action);
    Item::from(what).below(said.unwrap_or_default())
}

/// What has to be known to read the figures, a sentence each.
fn closing(shown: &Comparison<'_>) -> Vec<String> {
    let moved: usize = shown.skills.iter().map(|skill| skill.moved().count()).sum();
    let moved = match (moved, withheld_moved(shown)) {
        (0, 0) => Some("No question moved.".to_owned()),
        (0, _) => None,
        (moved, _) => Some(format!("{} moved.", count(moved, "question"))),
    };
    let any = |is_such: fn(&SkillDiff<'_>) -> bool| shown.skills.iter().any(is_such);
    let is_read =
        |it: &SkillDiff<'_>| !matches!(it.reading, Reading::None | Reading::NotComparable);
    let words = [
        (any(|skill| skill.supported.is_some()), SUPPORTED),
        (any(is_read), READINGS),
        (any(is_not_evidenced), NOT_EVIDENCED),
        (any(is_on_events), ON_EVENTS),
        (any(|skill| thin(skill).is_some()), THIN),
    ];
    let words = words.into_iter().filter(|(is_so, _)| *is_so);
    let lost = shown
        .sides()
        .map(|made| stand_in(made.assessment, made.rubric));
    let lines = moved.into_iter().chain(lost.into_iter().flatten());
    let lines = lines.chain(words.map(|(_, words)| words.to_owned()));
    lines.chain(withheld(shown)).collect()
}

/// How much of what moved, and of what was chosen, is left out because it is private.
pub fn withheld(shown: &Comparison<'_>) -> Option<String> {
    let focus = shown.sides()[0].assessment.focus.iter();
    let focus = focus.filter(|focus| focus.is_withheld()).count();
    let moved = (withheld_moved(shown), "moved private answer");
    left_out(&[moved, (focus, "private focus")])
}

fn withheld_moved(shown: &Comparison<'_>) -> usize {
    let skills = shown.skills.iter();
    skills.map(SkillDiff::withheld_moved).sum()
}

fn reason_words(reason: DropReason) -> &'static str {
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

pub(super) fn reading(skill: &SkillDiff<'_>) -> String {
    let word = Some(<&str>::from(skill.reading).replace('-', " "));
    let bare = is_not_evidenced(skill).then(|| "not evidenced".to_owned());
    let events = is_on_events(skill).then(|| "on this quarter's events".to_owned());
    [word, bare.or(events), thin(skill)]
        .iter()
        .flatten()
        .join(", ")
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
