//! The self-review as a Markdown document.

use std::fmt::Write as _;

use super::diff::{self, Shown};
use super::markdown::{inline, quote, row, rule};
use super::report::{AnswerReport, Report, SkillReport};
use super::table::{CLOSING, withheld};
use super::wording::{count, figure, list};
use crate::domain::assessment::{Outcome, State, Status};
use crate::domain::figure::whole;

/// How many skills are named as strengths.
const MOST_STRENGTHS: usize = 3;

/// The whole self-review.
#[must_use]
pub fn review(report: &Report<'_>, since: Option<Shown<'_>>) -> String {
    let mut out = format!("# Self-review {}\n\n", report.assessment.period);
    let _ = writeln!(out, "{}\n", standing(report));
    out.push_str(&summary(report, "##"));
    strengths(&mut out, report);
    gaps(&mut out, report);
    evidence(&mut out, report);
    focus(&mut out, report);
    closing(&mut out, report);
    if let Some(shown) = since {
        let _ = write!(
            out,
            "## What changed since {}\n\n{}\n",
            shown.from.assessment.period,
            diff::markdown(shown)
        );
    }
    numbers(&mut out, report);
    out
}

/// The scored table and the gap notes alone.
#[must_use]
pub fn scores(report: &Report<'_>) -> String {
    let mut out = format!("# {}\n\n{}\n\n", report.assessment.period, standing(report));
    out.push_str(&summary(report, "##"));
    out.push_str("## Gap notes\n\n");
    for skill in report.skills() {
        let _ = writeln!(
            out,
            "- **{}**: {}",
            inline(&skill.skill.title),
            inline(&skill.note)
        );
    }
    for (index, (question, text)) in report.private_texts().enumerate() {
        let heading = if index == 0 { "\n## Private\n" } else { "" };
        let _ = write!(
            out,
            "{heading}\n{}:\n\n{}\n",
            inline(&question.id),
            quote(&text)
        );
    }
    if let Some(line) = withheld(report) {
        let _ = write!(out, "\n{line}\n");
    }
    out
}

/// Who is looked at, against what, and where that leaves them: facts only.
fn standing(report: &Report<'_>) -> String {
    let mut role = report.bar.profile.title.clone();
    if let Some(stage) = report.bar.stage {
        role = format!("{role}, {}", stage.title);
    }
    let mut text = format!("Held against the role of {}. ", inline(&role));
    if report.assessment.status() == Status::Draft {
        let questions = report.rubric.questions().count();
        let _ = write!(
            text,
            "This is a draft with {} of {questions} questions answered. ",
            report.assessment.answered()
        );
    }
    let scored: Vec<_> = report
        .skills()
        .filter(|skill| skill.score.score.is_some())
        .collect();
    let short = report.gaps();
    if scored.is_empty() {
        text.push_str("No skill has enough ratings for a score yet.");
        return text;
    }
    let _ = write!(
        text,
        "{} of {} scored skills reach their target",
        scored.len() - short.len(),
        scored.len()
    );
    match short.first() {
        Some(skill) => {
            let _ = write!(
                text,
                "; the largest gap is {} with {}.",
                inline(&skill.skill.title),
                figure(skill.score.gap().as_ref())
            );
        }
        None => text.push('.'),
    }
    text
}

fn summary(report: &Report<'_>, level: &str) -> String {
    let mut out = format!("{level} Summary\n\n");
    for cluster in report
        .clusters
        .iter()
        .filter(|cluster| !cluster.skills.is_empty())
    {
        let lowest = cluster
            .score
            .lowest
            .as_ref()
            .and_then(|id| report.skill(id));
        let lowest = lowest.map_or(String::new(), |skill| {
            format!(", lowest {}", inline(&skill.skill.title))
        });
        let title = inline(&cluster.cluster.title);
        let _ = writeln!(out, "**{title}**: {}{lowest}\n", cluster.mean());
        let titles = [
            "Skill",
            "Score",
            "Level",
            "Target",
            "Gap",
            "Supported",
            "Rated",
        ];
        out.push_str(&row(&titles.map(str::to_owned)));
        out.push_str(&rule("lrlrrrr"));
        for skill in &cluster.skills {
            let score = &skill.score;
            out.push_str(&row(&[
                inline(&skill.skill.title),
                figure(score.score.as_ref()),
                inline(skill.level(report.rubric)),
                figure(score.target.as_ref()),
                figure(score.gap().as_ref()),
                figure(score.supported.as_ref()),
                format!("{}/{}", score.rated(), score.applicable),
            ]));
        }
        out.push('\n');
    }
    out
}

fn strengths(out: &mut String, report: &Report<'_>) {
    out.push_str("## Strengths\n\n");
    let reach = |skill: &&SkillReport<'_>| {
        skill.score.score.is_some() && skill.score.gap().is_some_and(|gap| gap == whole(0))
    };
    let mut strong: Vec<_> = report.skills().filter(reach).collect();
    // What was shown counts for more than what was claimed.
    strong.sort_by(|one, other| other.score.supported.cmp(&one.score.supported));
    if strong.is_empty() {
        out.push_str("None of the skills with a score reaches its target this time.\n\n");
    }
    for skill in strong.iter().take(MOST_STRENGTHS) {
        let score = &skill.score;
        let _ = writeln!(
            out,
            "**{}**: {} against a target of {}; {} counting only what is written down.\n",
            inline(&skill.skill.title),
            figure(score.score.as_ref()),
            figure(score.target.as_ref()),
            figure(score.supported.as_ref()),
        );
        if let Some(best) = best_evidence(skill) {
            let _ = writeln!(out, "{}\n", quote(&best.answer.evidence));
        }
    }
}

/// The answer with the highest rating that has text to show; the first of equals.
fn best_evidence<'s, 'a>(skill: &'s SkillReport<'a>) -> Option<&'s AnswerReport<'a>> {
    let shown = skill
        .answers
        .iter()
        .rev()
        .filter(|answer| answer.answer.has_evidence());
    shown.max_by_key(|answer| answer.answer.rating())
}

fn gaps(out: &mut String, report: &Report<'_>) {
    out.push_str("## Gaps and what to try\n\n");
    let short = report.gaps();
    if short.is_empty() {
        out.push_str("None of the skills with a score falls short of its target.\n\n");
    }
    for skill in short {
        let _ = writeln!(
            out,
            "**{}** (gap {}): {}\n",
            inline(&skill.skill.title),
            figure(skill.score.gap().as_ref()),
            inline(&skill.note)
        );
    }
    let unscored: Vec<_> = report
        .skills()
        .filter(|skill| skill.score.score.is_none())
        .map(|skill| inline(&skill.skill.title))
        .collect();
    if !unscored.is_empty() {
        let _ = writeln!(out, "Not scored, too little rated: {}.\n", list(&unscored));
    }
}

fn evidence(out: &mut String, report: &Report<'_>) {
    out.push_str("## Evidence\n\n");
    for skill in report.skills() {
        let _ = writeln!(out, "### {}\n", inline(&skill.skill.title));
        let mut silent = Vec::new();
        for answer in &skill.answers {
            let ask = inline(&answer.question.ask);
            match &answer.answer.state {
                State::Rated(rating) => {
                    let label = inline(report.rubric.label(*rating));
                    let _ = writeln!(out, "**{ask}** {rating}, {label}\n");
                    text(out, answer, "No evidence given.");
                }
                State::NotApplicable { reason, note } => {
                    let _ = writeln!(out, "**{ask}** Not applicable ({})\n", reason.word());
                    if !note.trim().is_empty() {
                        let _ = writeln!(out, "{}\n", quote(note));
                    }
                    text(out, answer, "");
                }
                State::Skipped | State::Open if answer.answer.has_evidence() || answer.withheld => {
                    let _ = writeln!(out, "**{ask}** Not rated\n");
                    text(out, answer, "");
                }
                State::Skipped | State::Open => silent.push(format!("`{}`", answer.question.id)),
            }
        }
        if !silent.is_empty() {
            let _ = writeln!(out, "Skipped: {}.\n", list(&silent));
        }
    }
    if report.withheld > 0 {
        let answers = count(report.withheld, "private answer");
        let _ = writeln!(out, "The text of {answers} is left out.\n");
    }
}

fn text(out: &mut String, answer: &AnswerReport<'_>, none: &str) {
    if answer.withheld {
        out.push_str("Private, left out.\n\n");
    } else if answer.answer.has_evidence() {
        let _ = writeln!(out, "{}\n", quote(&answer.answer.evidence));
    } else if !none.is_empty() {
        let _ = writeln!(out, "{none}\n");
    }
}

fn focus(out: &mut String, report: &Report<'_>) {
    let assessment = report.assessment;
    let title = |id: &str| {
        inline(
            report
                .skill(id)
                .map_or(id, |skill| skill.skill.title.as_str()),
        )
    };
    out.push_str("## Focus\n\n");
    let said: Vec<_> = assessment
        .last_focus
        .iter()
        .filter(|item| item.outcome.is_some())
        .collect();
    if !said.is_empty() {
        out.push_str("What came of the last:\n\n");
        for item in said {
            let mut line = format!("**{}**", title(&item.skill));
            if !item.action.trim().is_empty() {
                let _ = write!(line, ": {}", inline(&item.action));
            }
            let _ = write!(line, " ({})", item.outcome.map_or("", Outcome::word));
            if !item.note.trim().is_empty() {
                let _ = write!(line, ". {}", inline(&item.note));
            }
            let _ = writeln!(out, "- {line}");
        }
        out.push('\n');
    }
    if assessment.focus.is_empty() {
        out.push_str("No focus chosen for the next quarter.\n\n");
    } else {
        out.push_str("Next:\n\n");
        for item in &assessment.focus {
            let _ = writeln!(
                out,
                "- **{}**: {}",
                title(&item.skill),
                inline(&item.action)
            );
        }
        out.push('\n');
    }
}

/// The closing question and what was said to it.
fn closing(out: &mut String, report: &Report<'_>) {
    if let Some((ask, text)) = report.closing() {
        let _ = write!(
            out,
            "## {CLOSING}\n\n{}\n\n{}\n\n",
            inline(ask),
            quote(text)
        );
    }
}

fn numbers(out: &mut String, report: &Report<'_>) {
    let from = report.rubric.evidence_from;
    let sources: Vec<_> = report
        .rubric
        .sources
        .iter()
        .filter_map(|source| {
            Some(format!(
                "{} ({})",
                inline(&source.title),
                inline(source.author.as_ref()?)
            ))
        })
        .collect();
    let _ = write!(
        out,
        "## How the numbers were made\n\n\
         This is a structured reflection for development, rated by the person themselves. Each \
         question has five described steps. A score is the mean of a skill's ratings and is shown \
         when at least half of the questions that apply are rated, and at least two (one where only \
         one applies). In \
         “supported”, a rating of {from} or more without evidence counts as {}. “Rated” says how \
         many of the questions that apply have a rating. A gap is the target minus the score; \
         targets are the rubric's reading of the role.\n\n\
         Rubric: {}, version {}.",
        from.number().saturating_sub(1),
        inline(&report.rubric.title),
        inline(&report.rubric.version),
    );
    let weighted = report
        .rubric
        .questions()
        .any(|(_, question)| question.weight != whole(1));
    if weighted {
        out.push_str(" Its questions have weights, so the means are weighted.");
    }
    if !sources.is_empty() {
        let _ = write!(out, " After {}.", list(&sources));
    }
    out.push('\n');
}
