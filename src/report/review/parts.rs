//! What some of the parts say: what was written, each focus, what changed, what others see, the scores.

use itertools::Itertools;

use super::{Review, short_and_close, written};
use crate::domain::assessment::{Focus, FocusOutcome, OWN_ROLE, Outcome, State};
use crate::domain::decimal::{ONCE, whole};
use crate::domain::diff::{Reading, SkillDiff};
use crate::domain::feedback::{Figures, HandedOn};
use crate::domain::privacy::Comparison;
use crate::domain::scoring::{SkillScore, Standing};
use crate::page::{Block, Cell, Item, Span, list, paragraph, plain, strong, table};
use crate::report::diff::thin;
use crate::report::scores::{lacks, said};
use crate::report::wording::{
    are, capitalized, change, count, figure, joined, list as names, name, sign,
};
use crate::report::wording::{stand_in, two_decimals};
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

    pub(super) fn table(&self, report: &Report<'_>) -> Vec<Block> {
        if !self.has_ratings || !has_scores(report) {
            return Vec::new();
        }
        let rows = report.skills().map(|skill| {
            let score = &skill.score;
            let cells = [
                skill.skill.title.clone(),
                figure(score.score.as_ref()),
                figure(score.target.as_ref()),
                lacks(report, skill, self.for_author.is_some()),
            ];
            cells.map(Cell::from).to_vec()
        });
        let titles = ["Skill", "Score", "Target", "Note"];
        vec![Block::Table(table(titles, "wrrl", rows))]
    }

    pub(super) fn method(&self, report: &Report<'_>) -> Vec<Block> {
        let rubric = report.rubric;
        let is_weighted = rubric.questions().any(|(_, it)| it.weight != ONCE);
        let mean = if is_weighted { "weighted mean" } else { "mean" };
        let what = if self.has_ratings {
            "A structured reflection for development; all ratings are self-ratings."
        } else {
            "A structured reflection for development."
        };
        let targets = if report.bar.profile.id == OWN_ROLE {
            "the targets are my own"
        } else {
            "targets are the rubric's view of the role"
        };
        let how = (self.has_ratings && has_scores(report)).then(|| {
            format!(
                "A score is the {mean} of a skill's ratings, 1 to 5, where at least half are given; \
                 {targets}."
            )
        });
        let source = rubric.sources.first().map(|source| match &source.author {
            Some(author) => format!(", after {author} ({})", source.title),
            None => format!(", after {}", source.title),
        });
        let after = source.unwrap_or_default();
        let from = format!("Rubric: {} {}{after}.", rubric.title, rubric.version);
        list([what.to_owned()].into_iter().chain(how).chain([from]))
    }
}

pub(super) fn answers(
    skill: &SkillReport<'_>,
    report: &Report<'_>,
    has_ratings: bool,
) -> impl Iterator<Item = Block> {
    skill.answers.iter().filter_map(move |it| {
        let rating = match &it.answer.state {
            State::NotApplicable { reason, .. } => {
                let reason = reason.word().replace('-', " ");
                Some(format!("not applicable: {reason}"))
            }
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

fn outcome(report: &Report<'_>, last: &FocusOutcome, period: &str) -> Option<Item> {
    let what = match last.outcome? {
        Outcome::Partly => "Partly done".to_owned(),
        outcome => capitalized(outcome.word()),
    };
    let skill = report.skill_title(&last.focus.skill);
    let lead = strong(format!("{what} ({skill}{period}):"));
    let words = joined([last.focus.action.as_str(), &last.note], "\n\n");
    Some(Item::of(vec![lead]).words(words))
}

fn next(report: &Report<'_>, focus: &Focus) -> Item {
    let skill = report.skill_title(&focus.skill);
    let by = focus
        .by
        .map(|day| [plain(", by "), Span::Whole(written(day)), plain(":")]);
    let end = if by.is_some() { "" } else { ":" };
    let mut lead = vec![strong(format!("Next ({skill}){end}"))];
    lead.extend(by.into_iter().flatten());
    Item::of(lead).words(joined([focus.action.as_str(), &sign(&focus.sign)], "\n\n"))
}

pub(super) fn changes(since: &Comparison<'_>, has_ratings: bool) -> Vec<Block> {
    let mut lost = since.sides().into_iter();
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
    // Without ratings, the title of every other group says which way.
    let is_said = has_ratings || skill.reading == Reading::Small;
    let moved = skill.change().filter(|it| is_said && *it != whole(0));
    let far = moved.map(|moved| match moved > whole(0) {
        _ if has_ratings => change(Some(&moved)),
        true => "up".to_owned(),
        false => "down".to_owned(),
    });
    let (title, details) = (&skill.skill.title, [far, thin(skill)]);
    match details.iter().flatten().join(", ").as_str() {
        "" => title.clone(),
        details => format!("{title} ({details})"),
    }
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

/// Facts in a sentence, without a figure of the scale; none where there is nothing to score against.
pub(super) fn headline(report: &Report<'_>) -> Option<String> {
    if !has_scores(report) {
        let rated: usize = report.skills().map(|skill| skill.score.rated).sum();
        let asked = report.skills().map(|skill| skill.score.applicable);
        let questions = count(asked.sum(), "question");
        let said = format!("{rated} of {questions} rated, too few for the score of any skill.");
        return (rated > 0).then_some(said);
    }
    if report.is_wanted() {
        let with = |is_such: fn(&SkillScore<'_>) -> bool| {
            let skills = report.skills().filter(|it| it.score.gap.is_some());
            skills.filter(|it| is_such(&it.score)).collect_vec()
        };
        let parts = [
            said(&with(|it| it.standing().is_short()), "less than I want"),
            said(
                &with(|it| it.standing() == Standing::Above),
                "more than I want",
            ),
            said(&with(|it| !it.standing().is_off()), "as I want"),
        ];
        let said = parts.iter().flatten().join("; ");
        return (!said.is_empty()).then(|| format!("{said}."));
    }
    let all = report.skills().filter(|it| it.score.gap.is_some()).count();
    if all == 0 {
        return None;
    }
    let [short, close] = short_and_close(report);
    let reached = all - short.len() - close.len();
    let role = &report.bar.profile;
    let is_own = role.id == OWN_ROLE;
    let with = match is_own {
        _ if all == report.skills().count() => "",
        true => " with a target",
        false => " with a score",
    };
    let is_vowel = role
        .title
        .starts_with(|first: char| "AEIOaeio".contains(first));
    let a = if is_vowel { "an" } else { "a" };
    let target = if is_own {
        "the target I set myself".to_owned()
    } else {
        format!("target for {a} {}", role.title)
    };
    let unscored = report.skills().map(|skill| &skill.score);
    let unscored = unscored.filter(|it| it.score.is_none() && it.applicable > 0);
    let unscored = unscored.count();
    let have = if unscored == 1 { "has" } else { "have" };
    let skills = match (reached, all) {
        (1, 1) => format!("The one skill{with} is"),
        (0, 1) => format!("The one skill{with} isn't"),
        (2, 2) => format!("Both skills{with} are"),
        _ if reached == all => format!("All {all} skills{with} are"),
        (0, _) => format!("None of the {all} skills{with} is"),
        _ => format!("{reached} of {all} skills{with} {}", are(reached)),
    };
    let parts = [
        Some(format!("{skills} on {target}")),
        said(&short, "short"),
        said(&close, "close"),
        (unscored > 0).then(|| format!("{unscored} {have} too few ratings for a score")),
    ];
    Some(format!("{}.", parts.iter().flatten().join("; ")))
}

fn has_scores(report: &Report<'_>) -> bool {
    report.skills().any(|skill| skill.score.score.is_some())
}
