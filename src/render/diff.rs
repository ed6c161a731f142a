//! What changed, for the terminal and as Markdown.

mod focus;

use super::markdown;
use super::report::Privacy;
use super::table::{Look, head, marked, plain_table, strong, styled, trim_lines};
use super::wording::{change, count, figure, left_out, list, wrap};
use crate::domain::diff::{Diff, DropReason, Dropped, Made, Pair, Reading, SkillDiff};
use crate::domain::rubric::Rubric;
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

/// What a clear change is, in words.
const CLEAR: &str = "Clear: half a step or more on the mean, and two questions moved that way or one by two. That too is a rule of thumb.";

/// What a small change is, in words.
const SMALL: &str =
    "Small: within what rating the same quarter twice could give. That is a rule of thumb.";

/// The comparison as a table with what moved under it.
#[must_use]
pub fn table(shown: Shown<'_>, look: Look) -> String {
    let (from, to) = (shown.from.assessment.period, shown.to.assessment.period);
    let mut table = plain_table(look);
    let titles = ["Skill", "From", "To", "Change", "Reading", "Compared"];
    let gap = shown.against.map(|_| "Gap now");
    table.set_header(titles.into_iter().chain(gap).map(|title| head(title, look)));
    // A title that has to wrap would lose its indent.
    let indent = if look.width < 72 { "" } else { "  " };
    let mut cluster = None;
    for skill in in_clusters(shown) {
        if cluster != Some(&skill.skill.cluster) {
            cluster = Some(&skill.skill.cluster);
            table.add_row([strong(&visible(&cluster_title(shown, skill)), look)]);
        }
        let clear = skill.reading() == Reading::Clear;
        let cells = [
            (format!("{indent}{}", visible(&skill.skill.title)), false),
            (figure(skill.from.as_ref()), false),
            (figure(skill.to.as_ref()), false),
            (change(skill.change().as_ref()), clear),
            (reading(skill.reading()).to_owned(), clear),
            (compared(skill), false),
        ];
        let gap = shown.gap_now(skill).map(|gap| (gap, false));
        let cells = cells.into_iter().chain(gap);
        table.add_row(cells.map(|(text, is_marked)| marked(&text, is_marked, look)));
    }
    for column in [1, 2, 3, 6] {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(comfy_table::CellAlignment::Right);
        }
    }
    if let Some(column) = table.column_mut(0) {
        column.set_padding((0, 1));
    }
    let mut blocks = vec![
        format!("{from} → {to}, like for like"),
        trim_lines(&table.to_string()),
    ];
    let details = details(shown, look.width, |text| styled(text, look));
    if !details.is_empty() {
        blocks.push(details);
    }
    blocks.push(closing(shown, look.width));
    format!("{}\n", blocks.join("\n\n"))
}

/// The comparison in plain lines.
#[must_use]
pub fn plain(shown: Shown<'_>, width: usize) -> String {
    let (from, to) = (shown.from.assessment.period, shown.to.assessment.period);
    let mut lines = vec![format!("{from} to {to}, like for like")];
    for skill in &shown.diff.skills {
        let title = visible(&skill.skill.title);
        lines.push(match skill.reading() {
            Reading::NotComparable => format!("{title}: not comparable, {}.", compared(skill)),
            _ => format!(
                "{title}: {} to {}, change {}, {}, {} compared{}.",
                figure(skill.from.as_ref()),
                figure(skill.to.as_ref()),
                change(skill.change().as_ref()),
                reading(skill.reading()),
                compared(skill),
                shown
                    .gap_now(skill)
                    .map_or(String::new(), |gap| format!(", gap now {gap}")),
            ),
        });
    }
    let details = details(shown, width, str::to_owned);
    if !details.is_empty() {
        lines.push(details);
    }
    lines.push(closing(shown, width));
    format!("{}\n", lines.join("\n"))
}

/// The comparison as Markdown, without a heading of its own.
#[must_use]
pub fn markdown(shown: Shown<'_>) -> String {
    let titles = ["Skill", "From", "To", "Change", "Reading", "Compared"];
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
            reading(skill.reading()).to_owned(),
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

/// The skills of the later rubric cluster by cluster, then those that are gone.
fn in_clusters<'a>(shown: Shown<'a>) -> Vec<&'a SkillDiff<'a>> {
    let place = |rubric: &Rubric, skill: &SkillDiff<'_>| {
        rubric
            .clusters
            .iter()
            .position(|cluster| cluster.id == skill.skill.cluster)
    };
    let mut skills: Vec<_> = shown.diff.skills.iter().collect();
    skills.sort_by_key(|skill| place(shown.to.rubric, skill).unwrap_or(usize::MAX));
    skills
}

fn cluster_title(shown: Shown<'_>, skill: &SkillDiff<'_>) -> String {
    let clusters = shown
        .to
        .rubric
        .clusters
        .iter()
        .chain(&shown.from.rubric.clusters);
    let mut named = clusters.filter(|cluster| cluster.id == skill.skill.cluster);
    named.next().map_or_else(
        || skill.skill.cluster.clone(),
        |cluster| cluster.title.clone(),
    )
}

pub(super) fn compared(skill: &SkillDiff<'_>) -> String {
    format!(
        "{} of {}",
        skill.compared.len(),
        skill.compared.len() + skill.dropped.len()
    )
}

fn details(shown: Shown<'_>, width: usize, heading: impl Fn(&str) -> String) -> String {
    let width = width.min(100);
    let mut moved_lines = Vec::new();
    let mut dropped_lines = Vec::new();
    for skill in &shown.diff.skills {
        for pair in skill.moved() {
            moved_lines.push(wrap(&visible(&moved(pair)), width, "  ", "    "));
            if let Some(text) = evidence(shown, pair).filter(|_| pair.new_evidence) {
                moved_lines.push(wrap(&visible(&text), width, "    ", "    "));
            }
        }
    }
    let all = shown.diff.skills.iter().flat_map(|skill| &skill.dropped);
    for (reason, ids) in dropped(all.map(reason_and_id)) {
        let text = format!("{}: {}", reason_words(reason), list(&ids));
        dropped_lines.push(wrap(&visible(&text), width, "  ", "    "));
    }
    let mut focus_lines = Vec::new();
    for chosen in focus::chosen(shown) {
        focus_lines.push(wrap(&visible(&chosen.what), width, "  ", "    "));
        let outcome = chosen.outcome.map(|said| visible(&said));
        focus_lines.extend(outcome.map(|said| wrap(&said, width, "    ", "    ")));
    }
    let mut blocks = Vec::new();
    for (title, lines) in [
        (focus_title(shown).as_str(), focus_lines),
        ("Moved", moved_lines),
        ("Left out", dropped_lines),
    ] {
        if !lines.is_empty() {
            blocks.push(format!("{}\n{}", heading(title), lines.join("\n")));
        }
    }
    blocks.join("\n\n")
}

/// The heading of what the earlier assessment chose to work on.
fn focus_title(shown: Shown<'_>) -> String {
    format!("Focus chosen in {}", shown.from.assessment.period)
}

fn closing(shown: Shown<'_>, width: usize) -> String {
    let moved = shown
        .diff
        .skills
        .iter()
        .map(|skill| skill.moved().count())
        .sum::<usize>();
    let moved = match moved {
        0 => "No question moved.".to_owned(),
        _ => format!("{} moved.", count(moved, "question")),
    };
    let readings = readings(shown.diff).into_iter().map(str::to_owned);
    let lines = std::iter::once(moved)
        .chain(readings)
        .chain(withheld(shown));
    let lines: Vec<_> = lines
        .map(|line| wrap(&line, width.min(100), "", "  "))
        .collect();
    lines.join("\n")
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
    [(Reading::Small, SMALL), (Reading::Clear, CLEAR)]
        .into_iter()
        .filter(|(reading, _)| comes_up(*reading))
        .map(|(_, words)| words)
        .collect()
}

fn moved(pair: &Pair<'_>) -> String {
    let said = match (pair.new_evidence, pair.to > pair.from) {
        (true, _) => "new evidence",
        (false, true) => "higher without new evidence",
        (false, false) => "no new evidence",
    };
    format!("{}: {} → {}, {said}", pair.question.id, pair.from, pair.to)
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

pub(super) fn reading(reading: Reading) -> &'static str {
    match reading {
        Reading::None => "none",
        Reading::Small => "small",
        Reading::Clear => "clear",
        Reading::NotComparable => "not comparable",
    }
}
