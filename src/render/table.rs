//! Tables for the terminal: laid out for a width, with or without colour.

use comfy_table::{
    Attribute, Cell, CellAlignment, Color, ColumnConstraint, ContentArrangement, Table, Width,
    presets,
};

use unicode_width::UnicodeWidthStr;

use super::report::{ClusterReport, Report, SkillReport};
use super::wording::{figure, left_out, wrap};
use crate::domain::assessment::Status;
use crate::domain::figure::{Exact, whole};
use crate::domain::rubric::Rating;
use crate::escape::{visible, visible_lines};

/// How a table is to look: columns of the terminal, and whether colour says something.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    pub width: usize,
    pub color: bool,
}

/// The scored table with its gap notes.
#[must_use]
pub fn report(report: &Report<'_>, look: Look) -> String {
    let mut blocks = vec![
        heading(report, look),
        scores(report, look),
        notes(report, look),
    ];
    blocks.extend(focus(report, look));
    blocks.extend(closing(report, look));
    blocks.extend(private(report, look));
    blocks.extend(withheld(report).map(|line| wrap(&line, look.width, "", "")));
    blocks.retain(|block| !block.is_empty());
    format!("{}\n", blocks.join("\n\n"))
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
        let questions = report.rubric.questions().count();
        parts.push(format!(
            "draft, {} of {questions} answered",
            assessment.answered()
        ));
    }
    visible(&parts.join(" · "))
}

/// How many texts were left out, if any.
#[must_use]
pub fn withheld(report: &Report<'_>) -> Option<String> {
    left_out(report.withheld)
}

fn heading(report: &Report<'_>, look: Look) -> String {
    wrap(&title(report), look.width, "", "")
}

/// The table with what holds back most: what is left on the screen after an interview.
#[must_use]
pub fn ending(report: &Report<'_>, look: Look) -> String {
    let short: Vec<_> = report.gaps().into_iter().take(MOST_NOTES).collect();
    let width = look.width.min(100);
    let mut blocks = vec![heading(report, look), scores(report, look)];
    if !short.is_empty() {
        let notes = short.iter().map(|skill| skill_note(skill, width));
        let lines: Vec<_> = std::iter::once(styled("What holds you back most", look))
            .chain(notes)
            .collect();
        blocks.push(lines.join("\n"));
    }
    blocks.extend(focus(report, look));
    blocks.extend(closing(report, look));
    format!("{}\n", blocks.join("\n\n"))
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
    let mut table = plain_table(look);
    let supported = if narrow { "Sup-\nported" } else { "Supported" };
    let titles = [
        "Skill", "Score", "", "Level", "Target", "Gap", supported, "Rated",
    ];
    table.set_header(titles.map(|title| head(title, look)));
    for skill in &cluster.skills {
        table.add_row(skill_row(report, skill, look));
    }
    for column in [1, 4, 5, 6, 7] {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    for (column, width) in column_widths(report, look).into_iter().enumerate() {
        let gap = if narrow { 1 } else { 2 };
        if let Some(column) = table.column_mut(column) {
            column.set_padding((0, gap));
            let width = u16::try_from(width + usize::from(gap)).unwrap_or(u16::MAX);
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        }
    }
    let heading = wrap(&cluster_line(report, cluster), look.width, "", "  ");
    format!(
        "{}\n{}",
        styled(&heading, look),
        trim_lines(&table.to_string())
    )
}

/// A cluster's mean, and next to it the skill that the mean hides.
fn cluster_line(report: &Report<'_>, cluster: &ClusterReport<'_>) -> String {
    let title = visible(&cluster.cluster.title);
    match cluster
        .score
        .lowest
        .as_ref()
        .and_then(|id| report.skill(id))
    {
        Some(lowest) => format!(
            "{title}: {}, lowest {}",
            cluster.mean(),
            visible(&lowest.skill.title)
        ),
        None => format!("{title}: no score yet"),
    }
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
    let gaps = if narrow { 8 } else { 16 };
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
    let width = look.width.min(100);
    let mut lines = vec![styled("What holds back, and what to try", look)];
    let skills = report.clusters.iter().flat_map(|cluster| &cluster.skills);
    lines.extend(skills.map(|skill| skill_note(skill, width)));
    lines.join("\n")
}

fn skill_note(skill: &SkillReport<'_>, width: usize) -> String {
    let text = format!("{}: {}", visible(&skill.skill.title), visible(&skill.note));
    wrap(&text, width, "  ", "    ")
}

fn focus(report: &Report<'_>, look: Look) -> Option<String> {
    let width = look.width.min(100);
    let mut lines: Vec<_> = focus_lines(report)
        .iter()
        .map(|line| wrap(line, width, "  ", "    "))
        .collect();
    if lines.is_empty() {
        return None;
    }
    lines.insert(0, styled("Focus", look));
    Some(lines.join("\n"))
}

/// The closing question and what was said to it.
fn closing(report: &Report<'_>, look: Look) -> Option<String> {
    let width = look.width.min(100);
    let (ask, text) = report.closing()?;
    let lines = [
        styled(CLOSING, look),
        wrap(&visible(ask), width, "  ", "  "),
        wrap(&visible_lines(text), width, "    ", "    "),
    ];
    Some(lines.join("\n"))
}

/// The heading of what the closing question brought.
pub(super) const CLOSING: &str = "Looking ahead";

/// The private texts, where they are asked for.
fn private(report: &Report<'_>, look: Look) -> Option<String> {
    let width = look.width.min(100);
    let mut lines = Vec::new();
    for (question, text) in report.private_texts() {
        lines.push(wrap(&format!("{}:", question.id), width, "  ", "  "));
        lines.push(wrap(&visible_lines(&text), width, "    ", "    "));
    }
    if lines.is_empty() {
        return None;
    }
    lines.insert(0, styled("Private", look));
    Some(lines.join("\n"))
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

/// A table without lines, as wide as the terminal at most.
pub(super) fn plain_table(look: Look) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(look.width).unwrap_or(u16::MAX));
    if look.color {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    table
}

/// A column's title.
pub(super) fn head(title: &str, look: Look) -> Cell {
    let cell = Cell::new(title);
    if look.color {
        cell.add_attribute(Attribute::Dim)
    } else {
        cell
    }
}

/// A cell that carries a heading.
pub(super) fn strong(text: &str, look: Look) -> Cell {
    let cell = Cell::new(text);
    if look.color {
        cell.add_attribute(Attribute::Bold)
    } else {
        cell
    }
}

/// A cell that stands out when there is something to see in it.
pub(super) fn marked(text: &str, is_marked: bool, look: Look) -> Cell {
    let cell = Cell::new(text);
    if look.color && is_marked {
        cell.fg(Color::DarkYellow)
    } else {
        cell
    }
}

/// A heading outside of a table.
pub(super) fn styled(text: &str, look: Look) -> String {
    let style = dialoguer::console::Style::new()
        .bold()
        .force_styling(look.color);
    style.apply_to(text).to_string()
}

/// The same text without white space at the ends of its lines.
pub(super) fn trim_lines(text: &str) -> String {
    text.lines()
        .map(str::trim_end)
        .collect::<Vec<_>>()
        .join("\n")
}
