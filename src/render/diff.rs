//! What changed, for the terminal and as Markdown.

mod clusters;
mod focus;

use super::look::{self, Look, below, footnotes, item, page, section};
use super::markdown;
use super::report::Privacy;
use super::wording::{change, count, figure, left_out, list, wrap};
use crate::domain::assessment::Status;
use crate::domain::diff::{Diff, DropReason, Dropped, Made, Pair, Reading, SkillDiff};
use crate::domain::scoring::SkillScore;
use crate::escape::visible;

/// Two assessments compared, and what may be shown of them.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    pub diff: &'a Diff<'a>,
    pub from: Made<'a>,
    pub to: Made<'a>,
    pub privacy: Privacy,
    /// The later assessment held against a role that was asked for.
    pub against: Option<&'a [SkillScore<'a>]>,
}

impl Shown<'_> {
    /// How far the later assessment is from the role that was asked for.
    fn gap_now(&self, skill: &SkillDiff<'_>) -> Option<String> {
        let mut scores = self.against?.iter();
        let gap = scores
            .find(|score| score.skill.id == skill.skill.id)
            .and_then(SkillScore::gap);
        Some(figure(gap.as_ref()))
    }
}

/// The columns of a comparison.
pub(super) const TITLES: [&str; 6] = ["Skill", "From", "To", "Change", "Reading", "Compared"];

/// What a clear change is, in words.
const CLEAR: &str = "Clear: half a step or more on the mean, and two questions moved that way or one by two. That too is a rule of thumb.";

/// What a small change is, in words.
const SMALL: &str =
    "Small: within what rating the same quarter twice could give. That is a rule of thumb.";

/// The comparison as tables with what moved under them.
#[must_use]
pub fn table(shown: Shown<'_>, look: Look) -> String {
    let mut blocks = vec![wrap(&title(shown), look.text(), "", "  ")];
    blocks.extend(clusters::tables(shown, look));
    blocks.extend(details(shown, look));
    blocks.push(footnotes(closing(shown), look));
    page(blocks)
}

/// What is compared with what.
#[must_use]
pub fn title(shown: Shown<'_>) -> String {
    let [from, to] = [shown.from, shown.to].map(|made| {
        let period = made.assessment.period;
        match made.assessment.status() {
            Status::Draft => format!("{period} (draft)"),
            Status::Finished => period.to_string(),
        }
    });
    look::title(&[format!("{from} to {to}"), "like for like".to_owned()])
}

/// The comparison in plain lines.
#[must_use]
pub fn plain(shown: Shown<'_>) -> String {
    let mut lines = vec![title(shown)];
    for skill in &shown.diff.skills {
        let title = visible(&skill.skill.title);
        lines.push(match skill.reading() {
            Reading::NotComparable => format!("{title}: not comparable, {}.", compared(skill)),
            _ => format!(
                "{title}: {} to {}, change {}, {}, {} compared{}.",
                figure(skill.from.as_ref()),
                figure(skill.to.as_ref()),
                change(skill.change().as_ref()),
                reading(skill),
                compared(skill),
                shown
                    .gap_now(skill)
                    .map_or(String::new(), |gap| format!(", gap now {gap}")),
            ),
        });
    }
    for (heading, details) in sections(shown) {
        lines.extend(details.iter().map(|(line, more)| match more {
            Some(more) => format!("{heading}, {line} · {more}"),
            None => format!("{heading}, {line}"),
        }));
    }
    lines.extend(closing(shown));
    format!("{}\n", lines.join("\n"))
}

/// The comparison as Markdown, without a heading of its own.
#[must_use]
pub fn markdown(shown: Shown<'_>) -> String {
    let titles = TITLES;
    let gap = shown.against.map(|_| "Gap now");
    let titles: Vec<_> = titles.into_iter().chain(gap).map(str::to_owned).collect();
    let mut out = markdown::row(&titles);
    out.push_str(&markdown::rule(if gap.is_some() {
        "lrrrllr"
    } else {
        "lrrrll"
    }));
    for skill in &shown.diff.skills {
        let mut cells = vec![
            markdown::inline(&skill.skill.title),
            figure(skill.from.as_ref()),
            figure(skill.to.as_ref()),
            change(skill.change().as_ref()),
            reading(skill),
            compared(skill),
        ];
        cells.extend(shown.gap_now(skill));
        out.push_str(&markdown::row(&cells));
    }
    out.push('\n');
    for chosen in focus::chosen(shown) {
        let outcome = chosen.outcome.map_or_else(String::new, |said| {
            format!(" ({})", markdown::inline(&said))
        });
        let what = format!("{}: {}", focus_title(shown), chosen.what);
        out.push_str(&format!("- {}{outcome}\n", markdown::inline(&what)));
    }
    for skill in &shown.diff.skills {
        for pair in skill.moved() {
            let evidence = match evidence(shown, pair) {
                Some(text) if pair.new_evidence => format!(": {}", markdown::inline(&text)),
                _ => String::new(),
            };
            out.push_str(&format!("- {}{evidence}\n", markdown::inline(&moved(pair))));
        }
        for (reason, ids) in dropped(skill.dropped.iter().map(reason_and_id)) {
            let text = format!("{}: left out, {}", list(&ids), reason_words(reason));
            out.push_str(&format!("- {}\n", markdown::inline(&text)));
        }
    }
    let closing: Vec<_> = readings(shown.diff)
        .into_iter()
        .map(str::to_owned)
        .chain(withheld(shown))
        .collect();
    if !closing.is_empty() {
        out.push_str(&format!("\n{}\n", closing.join(" ")));
    }
    format!("{}\n", out.trim_end())
}

pub(super) fn compared(skill: &SkillDiff<'_>) -> String {
    let (compared, all) = skill.coverage();
    format!("{compared} of {all}")
}

/// A heading with lines, each with what belongs to it, where something does; safe to print.
type Section = (String, Vec<(String, Option<String>)>);

fn details(shown: Shown<'_>, look: Look) -> Vec<String> {
    let sections = sections(shown);
    let drawn = sections.iter().map(|(heading, lines)| {
        let lines: Vec<_> = lines
            .iter()
            .flat_map(|(line, more)| {
                let more = more.as_ref().map(|more| below(more, look));
                std::iter::once(item(line, look)).chain(more)
            })
            .collect();
        section(heading, &lines, look)
    });
    drawn.collect()
}

fn sections(shown: Shown<'_>) -> [Section; 3] {
    let focus = focus::chosen(shown).into_iter().map(|chosen| {
        let outcome = chosen.outcome.map(|said| visible(&said));
        (visible(&chosen.what), outcome)
    });
    let pairs = shown.diff.skills.iter().flat_map(SkillDiff::moved);
    let pairs = pairs.map(|pair| {
        let text = evidence(shown, pair).filter(|_| pair.new_evidence);
        (visible(&moved(pair)), text.map(|text| visible(&text)))
    });
    let all = shown.diff.skills.iter().flat_map(|skill| &skill.dropped);
    let dropped = dropped(all.map(reason_and_id))
        .into_iter()
        .map(|(reason, ids)| {
            let text = format!("{}: {}", reason_words(reason), list(&ids));
            (visible(&text), None)
        });
    [
        (focus_title(shown), focus.collect()),
        ("Moved".to_owned(), pairs.collect()),
        ("Left out".to_owned(), dropped.collect()),
    ]
}

/// The heading of what the earlier assessment chose to work on.
fn focus_title(shown: Shown<'_>) -> String {
    format!("Focus chosen in {}", shown.from.assessment.period)
}

/// What has to be known to read the figures, a sentence each.
fn closing(shown: Shown<'_>) -> Vec<String> {
    let moved = shown.diff.skills.iter().map(|skill| skill.moved().count());
    let moved = match moved.sum() {
        0 => "No question moved.".to_owned(),
        moved => format!("{} moved.", count(moved, "question")),
    };
    let readings = readings(shown.diff).into_iter().map(str::to_owned);
    std::iter::once(moved)
        .chain(readings)
        .chain(withheld(shown))
        .collect()
}

/// How many texts of moved questions are left out because they are private, if any.
fn withheld(shown: Shown<'_>) -> Option<String> {
    let answers = shown
        .diff
        .skills
        .iter()
        .flat_map(|skill| skill.moved())
        .filter(|pair| {
            let answer = shown.to.assessment.answer(&pair.question.id);
            pair.new_evidence && answer.is_some_and(|answer| answer.private)
        });
    let withheld = answers
        .filter(|_| shown.privacy == Privacy::Withhold)
        .count();
    left_out(withheld)
}

/// The words that explain the readings that come up.
pub(super) fn readings(diff: &Diff<'_>) -> Vec<&'static str> {
    let comes_up = |reading| diff.skills.iter().any(|skill| skill.reading() == reading);
    let has_thin = diff.skills.iter().any(|skill| thin(skill).is_some());
    [(Reading::Small, SMALL), (Reading::Clear, CLEAR)]
        .into_iter()
        .filter(|(reading, _)| comes_up(*reading))
        .map(|(_, words)| words)
        .chain(has_thin.then_some(THIN))
        .collect()
}

fn moved(pair: &Pair<'_>) -> String {
    format!("{}: {}", pair.question.id, step(pair))
}

/// How far a question moved, and whether there is something new behind it.
pub(super) fn step(pair: &Pair<'_>) -> String {
    let said = match (pair.new_evidence, pair.to > pair.from) {
        (true, _) => "new evidence",
        (false, true) => "higher without new evidence",
        (false, false) => "no new evidence",
    };
    format!("{} → {}, {said}", pair.from, pair.to)
}

/// The text behind the later rating, unless it is private and to be left out.
fn evidence(shown: Shown<'_>, pair: &Pair<'_>) -> Option<String> {
    let answer = shown.to.assessment.answer(&pair.question.id)?;
    if answer.private && shown.privacy == Privacy::Withhold {
        return Some("(private, left out)".to_owned());
    }
    Some(answer.evidence.trim().to_owned())
}

/// The names of questions left out by reason, in the order in which the reasons come up.
pub(super) fn dropped(
    all: impl Iterator<Item = (DropReason, String)>,
) -> Vec<(DropReason, Vec<String>)> {
    let mut by_reason: Vec<(DropReason, Vec<String>)> = Vec::new();
    for (reason, name) in all {
        match by_reason.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, names)) => names.push(name),
            None => by_reason.push((reason, vec![name])),
        }
    }
    by_reason
}

fn reason_and_id(dropped: &Dropped<'_>) -> (DropReason, String) {
    (dropped.reason, dropped.question.id.clone())
}

pub(super) fn reason_words(reason: DropReason) -> &'static str {
    match reason {
        DropReason::New => "new in the rubric",
        DropReason::Removed => "no longer in the rubric",
        DropReason::NotApplicable => "not applicable, then or now",
        DropReason::SkippedThen => "skipped then",
        DropReason::SkippedNow => "skipped now",
        DropReason::Reworded => "asked in other words",
    }
}

pub(super) fn reading(skill: &SkillDiff<'_>) -> String {
    let word = word(skill.reading());
    match thin(skill) {
        Some(thin) => format!("{word}, {thin}"),
        None => word.to_owned(),
    }
}

pub(super) fn word(reading: Reading) -> &'static str {
    match reading {
        Reading::None => "none",
        Reading::Small => "small",
        Reading::Clear => "clear",
        Reading::NotComparable => "not comparable",
    }
}

/// On how little a clear change rests, where it is too little for a score.
pub(super) fn thin(skill: &SkillDiff<'_>) -> Option<String> {
    let is_thin = skill.is_thin() && skill.reading() == Reading::Clear;
    is_thin.then(|| format!("on {}", count(skill.compared.len(), "question")))
}

/// What it means that a clear change names the questions that it rests on.
pub(super) const THIN: &str = "On 1 question: where fewer than half of a skill's questions are compared, or only one, that is too little for a score, and the change says nothing of the others.";
