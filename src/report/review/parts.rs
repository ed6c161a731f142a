//! What some of the parts say: what was written, each focus, what changed, and what others see.

use itertools::Itertools;

use super::{Review, written};
use crate::domain::assessment::{Focus, FocusOutcome, Outcome, Reason, State};
use crate::domain::decimal::{Exact, whole};
use crate::domain::diff::{Reading, SkillDiff};
use crate::domain::feedback::{Figures, HandedOn};
use crate::domain::privacy::Comparison;
use crate::page::{Block, Cell, Item, Span, list, paragraph, plain, strong, table};
use crate::report::diff::thin;
use crate::report::wording::{change, joined, list as names, name, sign, stand_in, two_decimals};
use crate::report::{Report, SkillReport};

impl Review<'_> {
    pub(super) fn evidence(&self) -> Vec<Block> {
        let blocks = self.quarters.iter().rev().flat_map(|report| {
            report.skills().flat_map(move |skill| {
                // From the other ratings and the score, that of a private answer could be computed.
                let has_ratings = self.has_ratings && !skill.has_private();
                let mut answers = answers(skill, report, has_ratings).peekable();
                let title = format!("{}{}", skill.skill.title, self.behind(report));
                let heading = answers.peek().is_some().then_some(Block::Heading(title));
                heading.into_iter().chain(answers)
            })
        });
        blocks.collect()
    }

    pub(super) fn goals(&self) -> Vec<Block> {
        let past = self.quarters.iter().flat_map(|report| {
            let period = self.behind(report);
            let last = report.last_focus();
            last.filter_map(move |last| outcome(report, last, &period))
        });
        let last = self.quarters.last().into_iter();
        let next = last.flat_map(|report| report.focus().map(move |focus| next(report, focus)));
        if self.is_on_screen {
            list(next.chain(past))
        } else {
            list(past.chain(next))
        }
    }
}

pub(super) fn answers(
    skill: &SkillReport<'_>,
    report: &Report<'_>,
    has_ratings: bool,
) -> impl Iterator<Item = Block> {
    skill.answers.iter().filter_map(move |it| {
        let rating = match &it.answer.state {
            State::NotApplicable { reason, .. } => Some(reason_words(*reason).to_owned()),
            State::Rated(rating) => Some(format!("{rating}, {}", report.rubric.label(*rating))),
            _ => None,
        };
        let is_shown = has_ratings || it.answer.rating().is_none();
        let rating = rating.filter(|_| is_shown);
        let words = joined([it.answer.note(), &it.answer.evidence], "\n\n");
        let is_there = rating.is_some() || !words.is_empty();
        let answer = Item::from(&it.question.title).words(words);
        is_there.then(|| Block::Answer(answer.below(rating.unwrap_or_default())))
    })
}

fn reason_words(reason: Reason) -> &'static str {
    match reason {
        Reason::NoOpportunity => "not applicable: no opportunity this quarter",
        Reason::OutOfScope => "not applicable: not part of the job",
        Reason::Other => "not applicable",
    }
}

fn outcome(report: &Report<'_>, last: &FocusOutcome, period: &str) -> Option<Item> {
    let what = match last.outcome? {
        Outcome::Done => "Done",
        Outcome::Partly => "Partly done",
        Outcome::Dropped => "Dropped",
    };
    let skill = report.skill_title(&last.focus.skill);
    let lead = strong(format!("{what} ({skill}{period}):"));
    let words = joined([last.focus.action.as_str(), &last.note], "\n\n");
    Some(Item::of(vec![lead]).words(words))
}

fn next(report: &Report<'_>, focus: &Focus) -> Item {
    let skill = report.skill_title(&focus.skill);
    let lead = match focus.by {
        None => vec![strong(format!("Next ({skill}):"))],
        Some(day) => vec![
            strong(format!("Next ({skill})")),
            plain(", by "),
            Span::Whole(written(day)),
            plain(":"),
        ],
    };
    Item::of(lead).words(joined([focus.action.as_str(), &sign(&focus.sign)], "\n\n"))
}

pub(super) fn changes(since: &Comparison<'_>, has_ratings: bool) -> Vec<Block> {
    let mut lost = [since.from(), since.to()].into_iter();
    if let Some(lost) = lost.find_map(|made| stand_in(made.assessment, made.rubric)) {
        return vec![paragraph(lost)];
    }
    let groups = since
        .skills
        .iter()
        .map(|skill| (group(skill), named(skill, has_ratings)));
    let groups = groups.into_group_map().into_iter().sorted();
    list(groups.map(|((_, title), skills)| {
        let said = plain(format!(" {}.", names(&skills)));
        Item::of(vec![strong(format!("{title}:")), said])
    }))
}

/// The place and the title of a skill's group.
fn group(skill: &SkillDiff<'_>) -> (u8, &'static str) {
    let is_up = skill.change().is_some_and(|change| change > whole(0));
    match skill.reading {
        Reading::Clear if is_up && skill.evidenced == Some(true) => {
            (0, "Clear rise, with new evidence")
        }
        Reading::Clear if is_up => (1, "Clear rise"),
        Reading::Small => (2, "Small change"),
        Reading::Mixed => (3, "Some up, some down"),
        Reading::None => (4, "No change"),
        Reading::Clear => (5, "Clear fall"),
        Reading::NotComparable => (6, "Not comparable"),
    }
}

fn named(skill: &SkillDiff<'_>, has_ratings: bool) -> String {
    let moved = skill.change().unwrap_or_else(|| whole(0));
    let (is_small, is_up) = (skill.reading == Reading::Small, moved > whole(0));
    let is_said = moved != whole(0) && (has_ratings || is_small);
    let far = if has_ratings {
        change(Some(&moved))
    } else {
        // The other groups say themselves which way.
        if is_up { "up" } else { "down" }.to_owned()
    };
    // As far as a clear change, and yet none.
    let half = Exact::new(1.into(), 2.into());
    let is_puzzling = has_ratings && is_small && (moved >= half || moved <= -half);
    let details = [
        is_said.then_some(far),
        thin(skill),
        is_puzzling.then(|| "one question moved".to_owned()),
    ];
    let (title, details) = (&skill.skill.title, details.iter().flatten().join(", "));
    if details.is_empty() {
        return title.clone();
    }
    format!("{title} ({details})")
}

/// Said below the figures, since their readers know neither the statements nor who was asked.
const ABOUT: &str = "Others rated statements of their own: compare the direction, not the decimals. \
                     n is how many rated a skill; fewer than three of a group are not shown.";

pub(super) fn others(report: &Report<'_>, others: &HandedOn) -> Vec<Block> {
    let titles = others.keys().map(|relation| name(*relation));
    let titles = ["Skill".to_owned()].into_iter().chain(titles);
    let kinds = format!("w{}", "r".repeat(others.len()));
    let is_rated = |id: &String| others.values().any(|skills| skills.contains_key(id));
    let skills = report
        .skills()
        .map(|skill| skill.skill)
        .filter(|it| is_rated(&it.id));
    let rows = skills.map(|skill| {
        let figures = others.values().map(|skills| skills.get(&skill.id));
        let figures = figures.map(|it| it.map_or_else(|| "–".to_owned(), rated));
        let cells = [skill.title.clone()].into_iter().chain(figures);
        cells.map(Cell::from).collect_vec()
    });
    let rows = rows.collect_vec();
    if rows.is_empty() {
        return Vec::new();
    }
    vec![Block::Table(table(titles, &kinds, rows)), paragraph(ABOUT)]
}

/// A mean with how many rated, such as `3.5 (n 6, 2–5)`: no decimal that the ratings of a few people don't bear.
pub fn rated(figures: &Figures) -> String {
    let range = match figures.range().filter(|_| figures.n > 1) {
        Some((low, high)) if low == high => format!(", all {low}"),
        Some((low, high)) => format!(", {low}–{high}"),
        None => String::new(),
    };
    let mean = two_decimals(&figures.mean);
    let mean = mean.trim_end_matches('0').trim_end_matches('.');
    format!("{mean} (n {}{range})", figures.n)
}
