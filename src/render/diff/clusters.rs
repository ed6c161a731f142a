//! The tables of a comparison, one a cluster.

use unicode_width::UnicodeWidthStr;

use super::{Shown, reading};
use crate::domain::diff::{Reading, SkillDiff};
use crate::domain::rubric::Cluster;
use crate::escape::visible;
use crate::render::look::{GAP, Look, columns, drawn_alike, marked, section};
use crate::render::wording::{change, figure};

const FIGURES: [usize; 5] = [1, 2, 3, 5, 6];

/// A table for each cluster of the later rubric, then for those that are gone.
pub(super) fn tables(shown: Shown<'_>, look: Look) -> Vec<String> {
    let (widths, gap) = widths(shown, look);
    let mut clusters: Vec<&Cluster> = shown.to.rubric.clusters.iter().collect();
    for gone in &shown.from.rubric.clusters {
        if !clusters.iter().any(|cluster| cluster.id == gone.id) {
            clusters.push(gone);
        }
    }
    let tables = clusters.into_iter().filter_map(|cluster| {
        let skills = shown.diff.skills.iter();
        let mut skills = skills
            .filter(|skill| skill.skill.cluster == cluster.id)
            .peekable();
        skills.peek()?;
        let titles = super::TITLES;
        let gap_now = shown.against.map(|_| GAP_NOW);
        let mut table = columns(titles.into_iter().chain(gap_now), look);
        for skill in skills {
            let is_clear = skill.reading() == Reading::Clear;
            let cells = cells(shown, skill).into_iter().enumerate();
            // What changed and how that reads.
            let cells = cells.map(|(index, text)| {
                let is_marked = is_clear && [3, 4].contains(&index);
                marked(&text, is_marked, look)
            });
            table.add_row(cells);
        }
        let table = drawn_alike(table, &FIGURES, &widths, gap);
        Some(section(&visible(&cluster.title), &[table], look))
    });
    tables.collect()
}

const GAP_NOW: &str = "Gap now";

fn cells(shown: Shown<'_>, skill: &SkillDiff<'_>) -> Vec<String> {
    let (compared, all) = skill.coverage();
    let mut cells = vec![
        visible(&skill.skill.title),
        figure(skill.from.as_ref()),
        figure(skill.to.as_ref()),
        change(skill.change().as_ref()),
        reading(skill),
        format!("{compared}/{all}"),
    ];
    cells.extend(shown.gap_now(skill));
    cells
}

/// The same widths for every cluster, and the spaces between. The title gets what the others leave.
fn widths(shown: Shown<'_>, look: Look) -> (Vec<usize>, usize) {
    let rows: Vec<_> = shown
        .diff
        .skills
        .iter()
        .map(|skill| cells(shown, skill))
        .collect();
    let widest = |index: usize| {
        let cells = rows.iter().filter_map(|row| row.get(index));
        cells.map(|cell| cell.width()).max().unwrap_or(0)
    };
    let reading = widest(4).max("Reading".len());
    let mut widths = vec![0, 4, 4, "Change".len(), reading, "Compared".len()];
    widths.extend(shown.against.map(|_| GAP_NOW.len()));
    let others: usize = widths.iter().sum();
    let title = widest(0).max("Skill".len());
    let is_wide = title + others + GAP * widths.len() <= look.width;
    let gap = if is_wide { GAP } else { 1 };
    let room = look.width.saturating_sub(others + gap * widths.len());
    widths[0] = title.min(room.max(SHORTEST));
    let excess = (widths[0] + others + gap * widths.len()).saturating_sub(look.width);
    widths[4] = reading.saturating_sub(excess).max("Reading".len());
    (widths, gap)
}

/// The shortest of titles that can be read without being broken.
const SHORTEST: usize = 10;
