//! The arithmetic of every score, so that a reader can do it again by hand.

use itertools::Itertools;

use super::wording::{change, count, decimal, figure, two_decimals};
use super::{AnswerReport, Report, SkillReport};
use crate::domain::assessment::State;
use crate::domain::decimal::{ONCE, exact, whole};
use crate::domain::rubric::Rating;
use crate::domain::scoring::Term;
use crate::page::{Section, list, paragraph};

pub fn sections(report: &Report<'_>) -> Vec<Section> {
    let from = report.rubric.evidence_from;
    let introduction = format!(
        "A score of {} is the mean of the ratings. It needs half of the \
         questions that apply, and two of them (one where only one applies). In what is backed, a rating \
         of {from} or more without evidence counts as {}. Figures are rounded once, at the end.",
        report.assessment.period,
        from.number().saturating_sub(1)
    );
    let clusters = report.clusters.iter().filter_map(|(cluster, mean)| {
        let scores = report.skills_of(&cluster.id);
        let scores = scores.filter_map(|skill| skill.score.score.as_ref().map(two_decimals));
        let scores = scores.collect_vec();
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
    [("How the scores came about", vec![paragraph(introduction)])]
        .into_iter()
        .chain(skills)
        .chain([("Clusters", list(clusters))])
        .filter_map(|(title, blocks)| Section::new(title, blocks))
        .collect()
}

fn lines(report: &Report<'_>, skill: &SkillReport<'_>) -> Vec<String> {
    let mut lines = skill.answers.iter().map(|it| line(skill, it)).collect_vec();
    let score = &skill.score;
    let (Some(exact), Some(supported)) = (&score.score, &score.supported) else {
        let why = match score.applicable {
            0 => "no question applies".to_owned(),
            all => {
                let all = count(all, "applicable question");
                format!("{} of {all} rated is too little", score.rated)
            }
        };
        lines.push(format!("score: none, {why}"));
        return lines;
    };
    let given = sum(skill, |term| term.rating);
    let backed = sum(skill, |term| term.supported);
    let level = score.level().map(|level| report.rubric.label(level));
    lines.extend([
        format!("score: {given} = {}", two_decimals(exact)),
        format!("backed: {backed} = {}", two_decimals(supported)),
        format!(
            "level: {}, the step nearest to the score",
            level.unwrap_or("–")
        ),
        target(report, skill),
    ]);
    let gap = score.target.as_ref().zip(score.gap.as_ref());
    lines.extend(gap.map(|(target, gap)| {
        let [of, score, figure] = [target, exact, gap].map(two_decimals);
        if *gap == whole(0) {
            format!("gap: the score reaches the target = {figure}")
        } else {
            format!("gap: {of} − {score} = {figure}")
        }
    }));
    lines
}

fn line(skill: &SkillReport<'_>, answer: &AnswerReport<'_>) -> String {
    let (id, weight) = (&answer.question.id, answer.question.weight);
    let weight = (weight != ONCE).then(|| decimal(&exact(weight)));
    let weight = weight.map_or_else(String::new, |weight| format!(", weight {weight}"));
    if answer.withheld {
        return format!("{id}: {}, private{weight}", answer.state.replace('_', " "));
    }
    match &answer.answer.state {
        State::Rated(rating) => {
            let mut claims = skill.score.unsupported();
            let claim = claims.find(|term| term.question.id == *id);
            let less =
                claim.map(|it| format!(", no evidence, counts as {} in backed", it.supported));
            format!("{id}: {rating}{weight}{}", less.unwrap_or_default())
        }
        State::NotApplicable { reason, .. } => {
            format!("{id}: not applicable ({}), left out", reason.word())
        }
        State::Skipped => format!("{id}: skipped, applies but has no rating"),
        State::Open => format!("{id}: not answered yet, applies but has no rating"),
    }
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
        let rated = count(score.rated, "rating");
        return format!("the mean of {rated}, {} of them private", score.withheld());
    }
    let is_weighted = score.terms.iter().any(|it| it.question.weight != ONCE);
    let mut parts = score.terms.iter().map(|term| {
        let times = is_weighted.then(|| format!("×{}", decimal(&exact(term.question.weight))));
        format!("{}{}", pick(term), times.unwrap_or_default())
    });
    let weights = score.terms.iter().map(|term| term.question.weight).sum();
    format!("({}) / {}", parts.join(" + "), decimal(&exact(weights)))
}
