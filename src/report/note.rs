//! Gap notes in words, always in the same form, so that a reader finds the one thing they look for.

use super::wording::{figure, two_decimals};
use super::{Report, SkillReport};
use crate::domain::note::Standing;
use crate::domain::rubric::{Question, Rating};
use crate::page::Item;

/// How many questions a note names before it counts.
const MAX_NAMED: usize = 2;

/// How much of what a person wrote a note repeats, in characters.
const MAX_EXCERPT: usize = 160;

/// What holds one skill back, or which of its claims nothing backs.
#[derive(Clone, Debug)]
pub struct Note {
    pub heading: String,
    pub lines: Vec<String>,
    /// The question to open about it.
    pub edit: Option<String>,
}

impl Note {
    /// The note on a skill that is short of its target or has claims without evidence; none else.
    pub fn of(skill: &SkillReport<'_>) -> Option<Self> {
        if skill.facts.standing.is_off() {
            return Some(off(skill));
        }
        let is_claimed = !skill.facts.unsupported.is_empty() && skill.score.score.is_some();
        (is_claimed || skill.facts.standing == Standing::Claimed).then(|| claimed(skill))
    }

    pub fn sentences(&self) -> String {
        let all = std::iter::once(&self.heading).chain(&self.lines);
        all.map(|line| sentence(line)).collect::<Vec<_>>().join(" ")
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

/// The note in a few words, for a page with no room for more.
pub fn brief(skill: &SkillReport<'_>) -> Option<String> {
    let heading = Note::of(skill)?.heading;
    let facts = &skill.facts;
    if facts.standing.is_off() && !facts.lowest.is_empty() {
        let (end, _) = ends(facts.standing);
        let end = end.to_lowercase();
        return Some(format!("{heading}, {end} {}", named(&facts.lowest)));
    }
    Some(match facts.unsupported.as_slice() {
        [] => heading,
        claims => format!("{heading}, no evidence yet: {}", named(claims)),
    })
}

/// Which ratings keep a skill from its target, and what would be nearer.
fn ends(standing: Standing) -> (&'static str, &'static str) {
    match standing {
        Standing::Above => ("Highest", "A step down"),
        _ => ("Lowest", "A step up"),
    }
}

fn off(skill: &SkillReport<'_>) -> Note {
    let (score, facts) = (&skill.score, &skill.facts);
    let (end, nearer) = ends(facts.standing);
    let close = if facts.standing == Standing::Close {
        "close: "
    } else {
        ""
    };
    let mut lines = Vec::new();
    let among = if score.withheld() > 0 {
        " that isn't private"
    } else {
        ""
    };
    if facts.lowest.is_empty() {
        lines.push("What was rated here is private.".to_owned());
    } else {
        lines.push(format!("{end}{among}: {}", named(&facts.lowest)));
    }
    if let Some((question, rating)) = facts.lowest.first() {
        let mut answers = skill.answers.iter();
        let answer = answers.find(|answer| answer.question.id == question.id);
        let answer = answer.filter(|answer| answer.is_quoted);
        let wrote = answer.filter(|answer| answer.answer.has_evidence());
        let wrote = wrote.map(|answer| excerpt(&answer.answer.evidence));
        lines.extend(wrote.map(|wrote| format!("You wrote: “{wrote}”")));
        let next = match facts.standing {
            Standing::Above => step(question, rating.number() - 1),
            _ => next_step(question, *rating),
        };
        let next = answer.and(next);
        lines.extend(next.map(|next| format!("{nearer}: “{}”", next.trim())));
    }
    let practice = facts.try_next().map(|question| question.practice.trim());
    lines.extend(practice.map(|practice| format!("Try: {practice}")));
    if !facts.unsupported.is_empty() {
        lines.push(format!("No evidence yet: {}", named(&facts.unsupported)));
    }
    let (title, target) = (&skill.skill.title, figure(score.target.as_ref()));
    let heading = if score.is_wanted {
        format!("{title}, {} ({target})", skill.standing())
    } else {
        let gap = figure(score.gap().as_ref());
        format!("{title}, {close}{gap} short of {target}")
    };
    let edit = facts.unsupported.first();
    Note {
        heading,
        lines,
        edit: edit.map(|(question, _)| question.id.clone()),
    }
}

fn claimed(skill: &SkillReport<'_>) -> Note {
    let claims = &skill.facts.unsupported;
    let supported = skill.score.supported.as_ref();
    let supported = supported.map_or_else(String::new, two_decimals);
    let them = if claims.len() == 1 { "it" } else { "each" };
    let line = match claims.as_slice() {
        [] => "What lacks evidence here is private.".to_owned(),
        claims if skill.score.withheld() > 0 => format!("No evidence yet: {}", named(claims)),
        claims => format!(
            "No evidence yet: {}. Add what came of {them}, or rate what you can show:",
            named(claims)
        ),
    };
    Note {
        heading: format!("{}: {supported} on evidence alone", skill.skill.title),
        lines: vec![line],
        edit: claims.first().map(|(question, _)| question.id.clone()),
    }
}

/// What the next step on a question looks like; none on the highest.
pub fn next_step(question: &Question, rating: Rating) -> Option<&str> {
    step(question, rating.number() + 1)
}

fn step(question: &Question, number: u8) -> Option<&str> {
    Some(question.anchor(Rating::new(number)?))
}

fn named(questions: &[(&Question, Rating)]) -> String {
    let more = questions.len().saturating_sub(MAX_NAMED + 1);
    // To count one alone would take as much room as its name.
    let shown = if more == 0 {
        questions.len()
    } else {
        MAX_NAMED
    };
    let named = questions.iter().take(shown);
    let named = named.map(|(question, rating)| format!("{} ({rating})", question.title));
    let rest = (shown < questions.len()).then(|| format!("{} more", questions.len() - shown));
    named.chain(rest).collect::<Vec<_>>().join(", ")
}

fn excerpt(text: &str) -> String {
    let words = text.split([' ', '\n']).filter(|word| !word.is_empty());
    let text = words.collect::<Vec<_>>().join(" ");
    let Some((end, _)) = text.char_indices().nth(MAX_EXCERPT) else {
        return text;
    };
    let end = text[..end].rfind(' ').unwrap_or(end);
    format!("{}…", text[..end].trim_end_matches([',', ';', ':', '.']))
}

fn sentence(line: &str) -> String {
    let line = line.trim_end_matches(':');
    let is_ended = line
        .trim_end_matches('”')
        .ends_with(['.', '!', '?', '…', '。']);
    format!("{line}{}", if is_ended { "" } else { "." })
}
