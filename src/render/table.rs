//! Tables for the terminal: laid out for a width, with or without colour.

use comfy_table::Cell;
use unicode_width::UnicodeWidthStr;

pub use super::look::Look;
use super::look::{self, GAP, below, columns, drawn_alike, footnotes, item, marked, page, section};
use super::report::{ClusterReport, Report, SkillReport};
use super::wording::{self, far, figure, left_out, wrap};
use crate::domain::assessment::Status;
use crate::domain::figure::{Exact, whole};
use crate::domain::quarter::Progress;
use crate::domain::rubric::Rating;
use crate::escape::{visible, visible_lines};

/// The scored table with its gap notes.
#[must_use]
pub fn report(report: &Report<'_>, look: Look) -> String {
    page([
        wrap(&title(report), look.text(), "", "  "),
        scores(report, look),
        notes(report, look),
        focus(report, look),
        closing(report, look),
        private(report, look),
        footnotes(withheld(report), look),
    ])
}

/// Which assessment it is and what it is held against.
#[must_use]
pub fn title(report: &Report<'_>) -> String {
    let assessment = report.assessment;
    let mut parts = vec![
        assessment.period.to_string(),
        report.bar.profile.title.clone(),
    ];
    parts.extend(report.bar.stage.map(|stage| stage.title.clone()));
    parts.extend(
        report
            .era
            .map(|era| format!("grouped as in: {}", era.title)),
    );
    if assessment.status() == Status::Draft {
        let progress = Progress::of(assessment, report.rubric);
        parts.push(format!("draft, {}", far(progress)));
    }
    visible(&look::title(&parts))
}

/// How many texts were left out, if any.
#[must_use]
pub fn withheld(report: &Report<'_>) -> Option<String> {
    left_out(report.withheld)
}

/// The table with what holds back most: what is left on the screen after an interview.
#[must_use]
pub fn ending(report: &Report<'_>, look: Look) -> String {
    let short: Vec<_> = report.gaps().into_iter().take(MOST_NOTES).collect();
    let notes: Vec<_> = short.iter().map(|skill| skill_note(skill, look)).collect();
    page([
        wrap(&title(report), look.text(), "", "  "),
        scores(report, look),
        section("What holds you back most", &notes, look),
        focus(report, look),
        closing(report, look),
    ])
}

/// How many notes an interview ends with; `emkit show` has all of them.
const MOST_NOTES: usize = 3;

/// The table alone.
#[must_use]
pub fn scores(report: &Report<'_>, look: Look) -> String {
    let clusters = report
        .clusters
        .iter()
        .filter(|cluster| !cluster.skills.is_empty());
    let blocks: Vec<_> = clusters
        .map(|cluster| cluster_scores(report, cluster, look))
        .collect();
    blocks.join("\n\n")
}

fn cluster_scores(report: &Report<'_>, cluster: &ClusterReport<'_>, look: Look) -> String {
    let narrow = is_narrow(look);
    let supported = if narrow { "Sup-\nported" } else { "Supported" };
    let titles = [
        "Skill", "Score", "", "Level", "Target", "Gap", supported, "Rated",
    ];
    let mut table = columns(titles, look);
    for skill in &cluster.skills {
        table.add_row(skill_row(report, skill, look));
    }
    let widths = column_widths(report, look);
    let table = drawn_alike(table, &[1, 4, 5, 6, 7], &widths, gap(look));
    section(&cluster_line(cluster), &[table], look)
}

/// Spaces after each column, of which a small window has fewer.
fn gap(look: Look) -> usize {
    if is_narrow(look) { 1 } else { GAP }
}

/// A cluster's mean, and next to it the skill that the mean hides.
pub(super) fn cluster_line(cluster: &ClusterReport<'_>) -> String {
    let lowest = cluster.lowest();
    let lowest = lowest.map(|lowest| lowest.skill.title.as_str());
    wording::cluster_line(&cluster.cluster.title, &cluster.mean(), lowest)
}

/// The same for both clusters, so that their columns stand under each other. The skill's title
/// gets what the figures leave.
fn column_widths(report: &Report<'_>, look: Look) -> [usize; 8] {
    let narrow = is_narrow(look);
    let supported = if narrow { 6 } else { 9 };
    let figures = [
        5,
        bar_width(look),
        level_width(report, look),
        6,
        5,
        supported,
        5,
    ];
    let gaps = 8 * gap(look);
    let left = look
        .width
        .saturating_sub(figures.iter().sum::<usize>() + gaps);
    let titles = report
        .skills()
        .map(|skill| visible(&skill.skill.title).width());
    let title = titles.max().unwrap_or(0).min(left).max(8);
    let [score, bar, level, target, gap, supported, rated] = figures;
    [title, score, bar, level, target, gap, supported, rated]
}

fn is_narrow(look: Look) -> bool {
    look.width < 76
}

fn level_width(report: &Report<'_>, look: Look) -> usize {
    // What 60 columns leave next to the figures and the shortest of titles.
    let most = if is_narrow(look) { 12 } else { 14 };
    let labels = report.skills().map(|skill| skill.level(report.rubric));
    labels
        .map(UnicodeWidthStr::width)
        .max()
        .unwrap_or(0)
        .clamp(5, most)
}

fn bar_width(look: Look) -> usize {
    match look.width {
        ..76 => 5,
        76..100 => 10,
        _ => 20,
    }
}

/// Share of the scale, as blocks: 5.00 fills the bar.
fn bar(score: Option<&Exact>, width: usize) -> String {
    let Some(score) = score else {
        return "·".repeat(width);
    };
    let share = score / whole(Rating::MAX.into()) * whole(i64::try_from(width).unwrap_or(0));
    let filled = usize::try_from(share.round().to_integer())
        .unwrap_or(0)
        .min(width);
    format!("{}{}", "█".repeat(filled), "░".repeat(width - filled))
}

fn skill_row(report: &Report<'_>, skill: &SkillReport<'_>, look: Look) -> Vec<Cell> {
    let score = &skill.score;
    let gap = score.gap();
    let short = gap.as_ref().is_some_and(|gap| *gap > whole(0));
    let shown_less = score.supported < score.score;
    vec![
        Cell::new(visible(&skill.skill.title)),
        Cell::new(figure(score.score.as_ref())),
        Cell::new(bar(score.score.as_ref(), bar_width(look))),
        Cell::new(visible(skill.level(report.rubric))),
        Cell::new(figure(score.target.as_ref())),
        marked(&figure(gap.as_ref()), short, look),
        marked(&figure(score.supported.as_ref()), shown_less, look),
        Cell::new(format!("{}/{}", score.rated(), score.applicable)),
    ]
}

fn notes(report: &Report<'_>, look: Look) -> String {
    let skills = report.clusters.iter().flat_map(|cluster| &cluster.skills);
    let lines: Vec<_> = skills.map(|skill| skill_note(skill, look)).collect();
    section("What holds back, and what to try", &lines, look)
}

fn skill_note(skill: &SkillReport<'_>, look: Look) -> String {
    let text = format!("{}: {}", visible(&skill.skill.title), visible(&skill.note));
    item(&text, look)
}

fn focus(report: &Report<'_>, look: Look) -> String {
    let lines = focus_lines(report);
    let lines: Vec<_> = lines.iter().map(|line| item(line, look)).collect();
    section("Focus", &lines, look)
}

/// The closing question and what was said to it.
fn closing(report: &Report<'_>, look: Look) -> String {
    let said = report
        .closing()
        .map(|(ask, text)| [item(&visible(ask), look), below(&visible_lines(text), look)]);
    section(
        CLOSING,
        &said.into_iter().flatten().collect::<Vec<_>>(),
        look,
    )
}

/// The heading of what the closing question brought.
pub(super) const CLOSING: &str = "Looking ahead";

/// The private texts, where they are asked for.
fn private(report: &Report<'_>, look: Look) -> String {
    let texts = report.private_texts();
    let lines: Vec<_> = texts
        .flat_map(|(question, text)| {
            [
                item(&format!("{}:", question.id), look),
                below(&visible_lines(&text), look),
            ]
        })
        .collect();
    section("Private", &lines, look)
}

/// What came of the last focus and what the next is, a line each.
pub(super) fn focus_lines(report: &Report<'_>) -> Vec<String> {
    let title = |id: &str| {
        report
            .skill(id)
            .map_or_else(|| id.to_owned(), |skill| skill.skill.title.clone())
    };
    let mut lines = Vec::new();
    for item in &report.assessment.last_focus {
        let Some(outcome) = item.outcome else {
            continue;
        };
        let parts = [outcome.word(), item.action.trim(), item.note.trim()];
        let said: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        lines.push(visible(&format!(
            "last time, {}: {}",
            title(&item.skill),
            said.join(" · ")
        )));
    }
    for item in &report.assessment.focus {
        lines.push(visible(&format!(
            "next, {}: {}",
            title(&item.skill),
            item.action
        )));
    }
    lines
}
