//! The arithmetic of every score, so that a reader can do it again by hand.

use super::wording::{count, figure, two_decimals};
use super::{Report, SkillReport};
use crate::domain::assessment::State;
use crate::domain::decimal::{Exact, Weight, whole};
use crate::domain::rubric::Rating;
use crate::page::{Section, list, paragraph};

const TITLE: &str = "How the scores came about";

/// Every skill's score, supported, target and gap, step by step.
#[must_use]
pub fn sections(report: &Report<'_>) -> Vec<Section> {
    let clusters = report.clusters.iter().filter_map(|cluster| {
        let scores = report.skills_of(&cluster.cluster.id);
        let scores = scores.filter_map(|skill| skill.score.score.as_ref().map(two_decimals));
        let scores: Vec<_> = scores.collect();
        let score = cluster.score.score.as_ref()?;
        Some(format!(
            "{}: mean of {} with a score, taken before rounding: ({}) / {} = {}",
            cluster.cluster.title,
            count(scores.len(), "skill"),
            scores.join(" + "),
            scores.len(),
            two_decimals(score)
        ))
    });
    let skills = report.skills();
    let skills = skills.map(|skill| (skill.skill.title.as_str(), list(lines(report, skill))));
    [(TITLE, vec![paragraph(introduction(report))])]
        .into_iter()
        .chain(skills)
        .chain([("Clusters", list(clusters))])
        .filter_map(|(title, blocks)| Section::new(title, blocks))
        .collect()
}

fn introduction(report: &Report<'_>) -> String {
    let from = report.rubric.evidence_from;
    format!(
        "A score of {} is the mean of the ratings. It needs half of the \
         questions that apply, and two of them (one where only one applies). In supported, a rating \
         of {from} or more without evidence counts as {}. Figures are rounded once, at the end.",
        report.assessment.period,
        from.number().saturating_sub(1)
    )
}

fn lines(report: &Report<'_>, skill: &SkillReport<'_>) -> Vec<String> {
    let score = &skill.score;
    let mut lines = Vec::new();
    let mut add = |text: String| lines.push(text);
    for answer in &skill.answers {
        let id = &answer.question.id;
        let weight = answer.question.weight;
        let weight = if weight == Weight::ONE {
            String::new()
        } else {
            format!(", weight {}", decimal(&weight.exact()))
        };
        if answer.withheld {
            let state = answer.state.replace('_', " ");
            add(format!("{id}: {state}, private{weight}"));
            continue;
        }
        match &answer.answer.state {
            State::Rated(rating) => {
                let term = score.terms.iter().find(|term| term.question.id == *id);
                let supported = term.map_or(*rating, |term| term.supported);
                let shown = if supported < *rating {
                    format!(", no evidence, counts as {supported} in supported")
                } else {
                    String::new()
                };
                add(format!("{id}: {rating}{weight}{shown}"));
            }
            State::NotApplicable { reason, .. } => {
                add(format!(
                    "{id}: not applicable ({}), left out",
                    reason.word()
                ));
            }
            State::Skipped => add(format!("{id}: skipped, applies but has no rating")),
            State::Open => add(format!("{id}: not answered yet, applies but has no rating")),
        }
    }
    let (rated, applicable) = (score.rated(), score.applicable);
    let (Some(exact), Some(supported)) = (&score.score, &score.supported) else {
        let why = match applicable {
            0 => "no question applies".to_owned(),
            _ => format!(
                "{rated} of {} rated is too little",
                count(applicable, "applicable question")
            ),
        };
        add(format!("score: none, {why}"));
        return lines;
    };
    add(format!(
        "score: {} = {}",
        sum(skill, |term| term.rating),
        two_decimals(exact)
    ));
    add(format!(
        "supported: {} = {}",
        sum(skill, |term| term.supported),
        two_decimals(supported)
    ));
    add(format!(
        "level: {}, the step nearest to the score",
        skill.level(report.rubric)
    ));
    add(target(report, skill));
    if let (Some(target), Some(gap)) = (&score.target, score.gap()) {
        add(gap_line(target, exact, &gap));
    }
    lines
}

/// The gap as a subtraction that comes out. Where the rounded figures would not, with more decimals.
fn gap_line(target: &Exact, score: &Exact, gap: &Exact) -> String {
    if *gap == whole(0) {
        return format!("gap: the score reaches the target = {}", two_decimals(gap));
    }
    let rounded = |exact: &Exact| (exact * whole(100)).round() / whole(100);
    if rounded(target) - rounded(score) == rounded(gap) {
        let (target, score) = (two_decimals(target), two_decimals(score));
        return format!("gap: {target} − {score} = {}", two_decimals(gap));
    }
    format!(
        "gap: {} − {} = {}, rounded {}",
        two_decimals(target),
        four_decimals(score),
        four_decimals(gap),
        two_decimals(gap)
    )
}

/// A figure before it is rounded to two decimals.
fn four_decimals(exact: &Exact) -> String {
    let scaled = (exact * whole(10_000)).round().to_integer();
    let digits = format!("{scaled:05}");
    let (before, after) = digits.split_at(digits.len() - 4);
    format!("{before}.{}", after.trim_end_matches('0'))
}

fn target(report: &Report<'_>, skill: &SkillReport<'_>) -> String {
    let id = &skill.skill.id;
    let base = report.bar.profile.targets.get(id);
    let adjust = report
        .bar
        .stage
        .and_then(|stage| Some((stage, stage.adjust.get(id)?)));
    let role = &report.bar.profile.id;
    match adjust {
        Some((stage, adjust)) => format!(
            "target: {} for {role}, {} for {}, kept within 1 to 5 = {}",
            figure(base),
            super::wording::change(Some(adjust)),
            stage.id,
            figure(skill.score.target.as_ref())
        ),
        None => format!("target: {} for {role}", figure(base)),
    }
}

/// The weighted mean written out, such as `(2 + 4 + 4) / 3`, where no rating in it is private.
fn sum(skill: &SkillReport<'_>, pick: fn(&crate::domain::scoring::Term<'_>) -> Rating) -> String {
    let (terms, rated) = (&skill.score.terms, skill.score.rated());
    if skill.score.withheld() > 0 {
        let private = skill.score.withheld();
        return format!(
            "the mean of {}, {private} of them private",
            count(rated, "rating")
        );
    }
    let weighted = terms.iter().any(|term| term.question.weight != Weight::ONE);
    let parts: Vec<_> = terms
        .iter()
        .map(|term| {
            if weighted {
                format!("{}×{}", pick(term), decimal(&term.question.weight.exact()))
            } else {
                pick(term).to_string()
            }
        })
        .collect();
    let weights = terms.iter().map(|term| term.question.weight.exact()).sum();
    format!("({}) / {}", parts.join(" + "), decimal(&weights))
}

/// A weight as it is written: without decimals where there are none.
fn decimal(exact: &Exact) -> String {
    if exact.is_integer() {
        exact.to_integer().to_string()
    } else {
        two_decimals(exact)
    }
}
