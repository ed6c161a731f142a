//! Gap notes in words, always in the same form, so that a reader finds the one thing they look for.

use itertools::Itertools;

use super::wording::{figure, two_decimals};
use super::{Report, SkillReport};
use crate::domain::rubric::{Question, Rating};
use crate::domain::scoring::{SkillScore, Standing, Term};
use crate::page::Item;

const MAX_NAMED: usize = 2;

/// How much of what a person wrote a note repeats, in characters.
const MAX_EXCERPT: usize = 160;

#[derive(Clone, Debug)]
pub struct Note {
    pub heading: String,
    pub lines: Vec<String>,
    pub edit: Option<String>,
}

impl Note {
    /// The note on a skill that is short of its target or has claims without evidence; none else.
    pub fn of(skill: &SkillReport<'_>) -> Option<Self> {
        let (score, standing) = (&skill.score, skill.score.standing());
        if standing.is_off() {
            return Some(off(skill));
        }
        let is_claimed = score.score.is_some() && score.unsupported().next().is_some();
        (is_claimed || standing == Standing::Claimed).then(|| claimed(skill))
    }

    pub fn sentences(&self) -> String {
        let all = std::iter::once(&self.heading).chain(&self.lines);
        all.map(|line| {
            let line = line.trim_end_matches(':');
            let last = line.trim_end_matches('”');
            let is_ended = last.ends_with(['.', '!', '?', '…', '。']);
            format!("{line}{}", if is_ended { "" } else { "." })
        })
        .join(" ")
    }

    /// The lines, the last with the command to run about it.
    pub fn items(&self, report: &Report<'_>, flags: &str) -> Vec<Item> {
        let mut items: Vec<Item> = self.lines.iter().map(Item::from).collect();
        if let (Some(last), Some(id)) = (items.last_mut(), &self.edit) {
            let period = report.assessment.period;
            last.command = Some(format!("emkit assess --edit {id} --period {period}{flags}"));
        }
        items
    }
}

pub fn brief(skill: &SkillReport<'_>) -> Option<String> {
    let heading = Note::of(skill)?.heading;
    let (lowest, claims) = (skill.score.lowest(), claims(&skill.score));
    if skill.score.standing().is_off() && !lowest.is_empty() {
        let end = end(&skill.score).to_lowercase();
        return Some(format!("{heading}, {end} {}", named(&lowest)));
    }
    if claims.is_empty() {
        return Some(heading);
    }
    Some(format!("{heading}, no evidence yet: {}", named(&claims)))
}

fn end(score: &SkillScore<'_>) -> &'static str {
    if score.is_above() {
        "Highest"
    } else {
        "Lowest"
    }
}

fn off(skill: &SkillReport<'_>) -> Note {
    let score = &skill.score;
    let (lowest, claims) = (score.lowest(), claims(score));
    let mut lines = Vec::new();
    if let Some(first) = lowest.first() {
        let among = match score.withheld() {
            0 => "",
            _ => " that isn't private",
        };
        lines.push(format!("{}{among}: {}", end(score), named(&lowest)));
        lines.extend(quoted(skill, first));
        lines.push(format!("Try: {}", first.question.practice.trim()));
    } else {
        lines.push("What was rated here is private.".to_owned());
    }
    if !claims.is_empty() {
        lines.push(format!("No evidence yet: {}", named(&claims)));
    }
    let (title, target) = (&skill.skill.title, figure(score.target.as_ref()));
    let heading = if score.is_wanted {
        format!("{title}, {} ({target})", skill.standing())
    } else {
        let close = if score.is_close() { "close: " } else { "" };
        let gap = figure(score.gap.as_ref());
        format!("{title}, {close}{gap} short of {target}")
    };
    let edit = claims.first().map(|claim| claim.question.id.clone());
    Note {
        heading,
        lines,
        edit,
    }
}

/// What was written for a rating, and what the rubric says of the next, where they may be quoted.
fn quoted(skill: &SkillReport<'_>, term: &Term<'_>) -> Vec<String> {
    let (question, rating) = (term.question, term.rating.number());
    let mut answers = skill.answers.iter().filter(|answer| answer.is_quoted);
    let Some(it) = answers.find(|answer| answer.question.id == question.id) else {
        return Vec::new();
    };
    let (nearer, next) = if skill.score.is_above() {
        ("A step down", rating - 1)
    } else {
        ("A step up", rating + 1)
    };
    let wrote = Some(&it.answer).filter(|answer| answer.has_evidence());
    let wrote = wrote.map(|answer| format!("You wrote: “{}”", excerpt(&answer.evidence)));
    let next = step(question, next);
    let next = next.map(|next| format!("{nearer}: “{}”", next.trim()));
    wrote.into_iter().chain(next).collect()
}

fn claimed(skill: &SkillReport<'_>) -> Note {
    let claims = claims(&skill.score);
    let supported = skill.score.supported.as_ref();
    let supported = supported.map_or_else(String::new, two_decimals);
    let them = if claims.len() == 1 { "it" } else { "each" };
    let line = match named(&claims) {
        _ if claims.is_empty() => "What lacks evidence here is private.".to_owned(),
        claims if skill.score.withheld() > 0 => format!("No evidence yet: {claims}"),
        claims => format!(
            "No evidence yet: {claims}. Add what came of {them}, or rate what you can show:"
        ),
    };
    Note {
        heading: format!("{}: {supported} on evidence alone", skill.skill.title),
        lines: vec![line],
        edit: claims.first().map(|claim| claim.question.id.clone()),
    }
}

fn claims<'s, 'a>(score: &'s SkillScore<'a>) -> Vec<&'s Term<'a>> {
    score.unsupported().collect()
}

pub fn step(question: &Question, number: u8) -> Option<&str> {
    Some(question.anchor(Rating::new(number)?))
}

fn named(terms: &[&Term<'_>]) -> String {
    let named = terms.iter();
    let named = named.map(|term| format!("{} ({})", term.question.title, term.rating));
    let mut named: Vec<_> = named.collect();
    // To count one alone would take as much room as its name.
    if named.len() > MAX_NAMED + 1 {
        let more = named.split_off(MAX_NAMED).len();
        named.push(format!("{more} more"));
    }
    named.join(", ")
}

fn excerpt(text: &str) -> String {
    let text = text.split_whitespace().join(" ");
    let Some((end, _)) = text.char_indices().nth(MAX_EXCERPT) else {
        return text;
    };
    let end = text[..end].rfind(' ').unwrap_or(end);
    format!("{}…", text[..end].trim_end_matches([',', ';', ':', '.']))
}
