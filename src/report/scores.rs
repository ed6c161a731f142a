//! The scored table with its gap notes: `emkit show`, and what stands at the end of an interview.

use super::wording::{self, far, figure, stand_in};
use super::{ClusterReport, Report, SkillReport};
use crate::domain::assessment::Status;
use crate::domain::figure::whole;
use crate::domain::rubric::Rating;
use crate::page::{Block, Cell, Item, Page, Section, Table, list, table};

/// The heading of what the closing question brought.
pub(super) const CLOSING: &str = "Looking ahead";

/// How many notes an interview ends with; `emkit show` has all of them.
const MAX_NOTES: usize = 3;

/// The columns of the scored table.
const TITLES: [&str; 8] = [
    "Skill",
    "Score",
    "",
    "Level",
    "Target",
    "Gap",
    "Supported",
    "Rated",
];

/// Everything about one assessment.
#[must_use]
pub fn page(report: &Report<'_>) -> Page {
    let skills = report.clusters.iter().flat_map(|cluster| &cluster.skills);
    let private = report.private_texts();
    let private =
        private.map(|(question, text)| Item::from(format!("{}:", question.id)).below(text));
    let mut page = table_page(title(report), report)
        .section("What's holding you back", list(skills.map(note)))
        .section("Focus", focus(report))
        .section(CLOSING, closing(report))
        .section("Private", list(private));
    let stand_in = stand_in(&report.assessment, report.rubric).into_iter();
    page.footnotes
        .extend(stand_in.chain(report.left_out.clone()));
    page
}

/// The table with what holds back most: what is left on the screen after an interview.
#[must_use]
pub fn ending(report: &Report<'_>) -> Page {
    let most = report.gaps().into_iter().take(MAX_NOTES);
    table_page(title(report), report)
        .section("What holds you back most", list(most.map(note)))
        .section("Focus", focus(report))
        .section(CLOSING, closing(report))
}

/// The table alone, under a title.
#[must_use]
pub fn table_page(title: String, report: &Report<'_>) -> Page {
    let clusters = report.clusters.iter();
    let clusters = clusters.filter(|cluster| !cluster.skills.is_empty());
    let sections = clusters.filter_map(|cluster| {
        let table = skills_table(report, &cluster.skills);
        Section::new(cluster_line(cluster), vec![Block::Table(table)])
    });
    Page {
        title,
        sections: sections.collect(),
        ..Page::default()
    }
}

/// Which assessment it is and what it is scored against.
#[must_use]
pub fn title(report: &Report<'_>) -> String {
    let assessment = &report.assessment;
    let mut parts = vec![
        assessment.period.to_string(),
        report.bar.profile.title.clone(),
    ];
    parts.extend(report.bar.stage.map(|stage| stage.title.clone()));
    let era = report.era;
    parts.extend(era.map(|era| format!("grouped as in: {}", era.title)));
    if assessment.status() == Status::Draft {
        parts.push(format!("draft, {}", far(report.progress)));
    }
    parts.join(" · ")
}

/// A cluster's mean, and next to it the skill that the mean hides.
fn cluster_line(cluster: &ClusterReport<'_>) -> String {
    let lowest = cluster.lowest();
    let lowest = lowest.map(|lowest| lowest.skill.title.as_str());
    wording::cluster_line(&cluster.cluster.title, &cluster.mean(), lowest)
}

/// A row a skill.
#[must_use]
pub fn skills_table<'s, 'a: 's>(
    report: &Report<'_>,
    skills: impl IntoIterator<Item = &'s SkillReport<'a>>,
) -> Table {
    let rows = skills.into_iter().map(|skill| row(report, skill));
    table(TITLES, "lrplrrrr", rows)
}

fn row(report: &Report<'_>, skill: &SkillReport<'_>) -> Vec<Cell> {
    let score = &skill.score;
    let gap = score.gap();
    let is_short = gap.as_ref().is_some_and(|gap| *gap > whole(0));
    let share = score
        .score
        .as_ref()
        .map(|score| score / whole(Rating::MAX.into()));
    vec![
        skill.skill.title.as_str().into(),
        figure(score.score.as_ref()).into(),
        Cell::Bar(share),
        skill.level(report.rubric).into(),
        figure(score.target.as_ref()).into(),
        Cell::marked(figure(gap.as_ref()), is_short),
        Cell::marked(
            figure(score.supported.as_ref()),
            score.supported < score.score,
        ),
        format!("{}/{}", score.rated(), score.applicable).into(),
    ]
}

fn note(skill: &SkillReport<'_>) -> String {
    format!("{}: {}", skill.skill.title, skill.note)
}

/// The closing question and what was said to it.
fn closing(report: &Report<'_>) -> Vec<Block> {
    let said = report.closing();
    list(said.map(|(ask, text)| Item::from(ask).below(text)))
}

/// What came of the last focus and what the next is, a line each.
fn focus(report: &Report<'_>) -> Vec<Block> {
    let title = |id: &str| {
        let skill = report.skill(id);
        skill.map_or_else(|| id.to_owned(), |skill| skill.skill.title.clone())
    };
    let last = report.last_focus().filter_map(|item| {
        let parts = [item.outcome?.word(), item.action.trim(), item.note.trim()];
        let said: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Some(format!(
            "last time, {}: {}",
            title(&item.skill),
            said.join(" · ")
        ))
    });
    let next = report
        .focus()
        .map(|item| format!("next, {}: {}", title(&item.skill), item.action));
    list(last.chain(next))
}
