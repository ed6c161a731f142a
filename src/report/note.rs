//! Gap notes in words, always in the same form, so that a reader finds the one thing they look for.

use itertools::Itertools;

use super::wording::{figure, two_decimals};
use super::{Report, SkillReport};
use crate::domain::rubric::{Question, Rating};
use crate::domain::scoring::{Standing, Term};
use crate::page::Item;

const MAX_NAMED: usize = 2;

/// How much of what a person wrote a note repeats, in characters.
const MAX_EXCERPT: usize = 160;

#[derive(Clone, Debug)]
pub struct Note<'a> {
    pub heading: String,
    pub lines: Vec<String>,
    /// The claim to write about first.
    edit: Option<&'a Question>,
}

impl<'a> Note<'a> {
    /// The note on a skill that is short of its target or has claims without evidence; none else.
    pub fn of(skill: &SkillReport<'a>) -> Option<Self> {
        let (score, standing) = (&skill.score, skill.score.standing());
        let (title, claims) = (&skill.skill.title, score.unsupported().collect_vec());
        let supported = score.supported.as_ref().map(two_decimals);
        let heading = if standing.is_off() && score.is_wanted {
            let target = figure(score.target.as_ref());
            format!("{title}, {} ({target})", skill.standing())
        } else if standing.is_off() {
            let is_close = standing == Standing::Close;
            let close = if is_close { "close: " } else { "" };
            let [gap, target] = [&score.gap, &score.target].map(|it| figure(it.as_ref()));
            format!("{title}, {close}{gap} short of {target}")
        } else if !claims.is_empty() || standing == Standing::Claimed {
            format!("{title}: {} on evidence alone", supported?)
        } else {
            return None;
        };
        let mut lines = Vec::new();
        if standing.is_off() {
            lines.extend(at_the_end(skill));
        }
        if !claims.is_empty() {
            lines.push(format!("No evidence yet: {}", named(&claims)));
        }
        if !standing.is_off() {
            lines.push(match claims.as_slice() {
                [] => "What lacks evidence here is private.".to_owned(),
                _ => "Add what came of it, or rate what you can show:".to_owned(),
            });
        }
        let edit = claims.first().map(|claim| claim.question);
        Some(Self {
            heading,
            lines,
            edit,
        })
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
        if let (Some(last), Some(claim)) = (items.last_mut(), self.edit) {
            let (id, period) = (&claim.id, report.assessment.period);
            last.command = Some(format!("emkit assess --edit {id} --period {period}{flags}"));
        }
        items
    }
}

pub fn brief(skill: &SkillReport<'_>) -> Option<String> {
    let note = Note::of(skill)?;
    Some(format!("{} · {}", note.heading, note.lines.first()?))
}

/// The questions at the end of the scale that a skill is off at, and what to try.
fn at_the_end(skill: &SkillReport<'_>) -> Vec<String> {
    let (score, lowest) = (&skill.score, skill.score.lowest());
    let Some(first) = lowest.first() else {
        return vec!["What was rated here is private.".to_owned()];
    };
    let (question, rating) = (first.question, first.rating.number());
    let (end, nearer, next) = if score.standing() == Standing::Above {
        ("Highest", "A step down", rating - 1)
    } else {
        ("Lowest", "A step up", rating + 1)
    };
    let among = match score.withheld() {
        0 => "",
        _ => " that isn't private",
    };
    let mut lines = vec![format!("{end}{among}: {}", named(&lowest))];
    let mut answers = skill.answers.iter().filter(|answer| answer.is_quoted);
    if let Some(it) = answers.find(|answer| answer.question.id == question.id) {
        let wrote = Some(&it.answer.evidence).filter(|_| it.answer.has_evidence());
        lines.extend(wrote.map(|text| format!("You wrote: “{}”", excerpt(text))));
        let next = step(question, next);
        lines.extend(next.map(|next| format!("{nearer}: “{}”", next.trim())));
    }
    lines.push(format!("Try: {}", question.practice.trim()));
    lines
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
    let words = text.split([' ', '\t', '\n']);
    let text = words.filter(|word| !word.is_empty()).join(" ");
    let Some((end, _)) = text.char_indices().nth(MAX_EXCERPT) else {
        return text;
    };
    let end = text[..end].rfind(' ').unwrap_or(end);
    format!("{}…", text[..end].trim_end_matches([',', ';', ':', '.']))
}
