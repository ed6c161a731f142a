//! The arithmetic of every score, so that a reader can do it again by hand.

use super::wording::{change, count, decimal, figure, two_decimals};
use super::{AnswerReport, Report, SkillReport};
use crate::domain::assessment::State;
use crate::domain::decimal::{Exact, Weight, whole};
use crate::domain::rubric::Rating;
use crate::domain::scoring::Term;
use crate::page::{Section, list, paragraph};

const TITLE: &str = "How the scores came about";

/// Every skill's score, supported, target and gap, step by step.
pub fn sections(report: &Report<'_>) -> Vec<Section> {
    let clusters = report.clusters.iter().filter_map(|(cluster, mean)| {
        let scores = report.skills_of(&cluster.id);
        let scores = scores.filter_map(|skill| skill.score.score.as_ref().map(two_decimals));
        let scores: Vec<_> = scores.collect();
        Some(format!(
            "{}: mean of {} with a score, taken before rounding: ({}) / {} = {}",
            cluster.title,
            count(scores.len(), "skill"),
            scores.join(" + "),
            scores.len(),
            two_decimals(mean.score.as_ref()?)
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
         questions that apply, and two of them (one where only one applies). In what is backed, a rating \
         of {from} or more without evidence counts as {}. Figures are rounded once, at the end.",
        report.assessment.period,
        from.number().saturating_sub(1)
    )
}

fn lines(report: &Report<'_>, skill: &SkillReport<'_>) -> Vec<String> {
    let answers = skill.answers.iter().map(|answer| line(skill, answer));
    let score = &skill.score;
    let (Some(exact), Some(supported)) = (&score.score, &score.supported) else {
        let why = match score.applicable {
            0 => "no question applies".to_owned(),
            all => {
                let all = count(all, "applicable question");
                format!("{} of {all} rated is too little", score.rated())
            }
        };
        return answers.chain([format!("score: none, {why}")]).collect();
    };
    let given = sum(skill, |term| term.rating);
    let backed = sum(skill, |term| term.supported);
    let mean = format!("score: {given} = {}", two_decimals(exact));
    let shown = format!("backed: {backed} = {}", two_decimals(supported));
    let level = skill.level(report.rubric);
    let level = format!("level: {level}, the step nearest to the score");
    let gap = score.target.as_ref().zip(score.gap());
    let gap = gap.map(|(target, gap)| gap_line(target, exact, &gap));
    let lines = answers.chain([mean, shown, level, target(report, skill)]);
    lines.chain(gap).collect()
}

fn line(skill: &SkillReport<'_>, answer: &AnswerReport<'_>) -> String {
    let question = answer.question;
    let id = &question.id;
    let weight = Some(question.weight).filter(|weight| *weight != Weight::ONE);
    let weight = weight.map(|weight| format!(", weight {}", decimal(&weight.exact())));
    let weight = weight.unwrap_or_default();
    if answer.withheld {
        let state = answer.state.replace('_', " ");
        return format!("{id}: {state}, private{weight}");
    }
    match &answer.answer.state {
        State::Rated(rating) => {
            let mut claims = skill.score.unsupported();
            let claim = claims.find(|term| term.question.id == *id);
            let less = claim.map(|term| term.supported);
            let less = less.map(|less| format!(", no evidence, counts as {less} in backed"));
            format!("{id}: {rating}{weight}{}", less.unwrap_or_default())
        }
        State::NotApplicable { reason, .. } => {
            format!("{id}: not applicable ({}), left out", reason.word())
        }
        State::Skipped => format!("{id}: skipped, applies but has no rating"),
        State::Open => format!("{id}: not answered yet, applies but has no rating"),
    }
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
    let [target, rounded] = [target, gap].map(two_decimals);
    let [score, gap] = [score, gap].map(four_decimals);
    format!("gap: {target} − {score} = {gap}, rounded {rounded}")
}

/// A figure before it is rounded to two decimals.
fn four_decimals(exact: &Exact) -> String {
    let scaled = (exact * whole(10_000)).round().to_integer();
    let digits = format!("{scaled:05}");
    let (before, after) = digits.split_at(digits.len() - 4);
    format!("{before}.{}", after.trim_end_matches('0'))
}

fn target(report: &Report<'_>, skill: &SkillReport<'_>) -> String {
    let (id, profile) = (&skill.skill.id, report.bar.profile);
    let base = figure(profile.targets.get(id));
    let base = format!("target: {base} for {}", profile.id);
    let stage = report.bar.stage;
    match stage.and_then(|stage| Some((&stage.id, stage.adjust.get(id)?))) {
        Some((stage, adjust)) => {
            let (adjust, target) = (change(Some(adjust)), figure(skill.score.target.as_ref()));
            format!("{base}, {adjust} for {stage}, kept within 1 to 5 = {target}")
        }
        None => base,
    }
}

/// The weighted mean written out, such as `(2 + 4 + 4) / 3`, where no rating in it is private.
fn sum(skill: &SkillReport<'_>, pick: fn(&Term<'_>) -> Rating) -> String {
    let score = &skill.score;
    if score.withheld() > 0 {
        let rated = count(score.rated(), "rating");
        return format!("the mean of {rated}, {} of them private", score.withheld());
    }
    let weight = |term: &Term<'_>| term.question.weight;
    let is_weighted = score.terms.iter().any(|term| weight(term) != Weight::ONE);
    let parts = score.terms.iter().map(|term| {
        let times = is_weighted.then(|| format!("×{}", decimal(&weight(term).exact())));
        format!("{}{}", pick(term), times.unwrap_or_default())
    });
    let parts = parts.collect::<Vec<_>>().join(" + ");
    let weights = score.terms.iter().map(|term| weight(term).exact()).sum();
    format!("({parts}) / {}", decimal(&weights))
}
