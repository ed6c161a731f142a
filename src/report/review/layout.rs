//! The review as a document: which words stand where.

use super::changes::{Changes, Line};
use super::evidence::AnswerWords;
use super::gaps::Gap;
use super::{ClusterWords, Part, Review};
use crate::page::{Block, Cell, Page, Section, list, paragraph, plain, strong, table};
use crate::report::scores::CLOSING;

/// The columns of the table of changes.
const TITLES: [&str; 6] = ["Skill", "From", "To", "Change", "Reading", "Compared"];

/// The columns of the scored table.
const SCORED: [&str; 7] = [
    "Skill",
    "Score",
    "Level",
    "Target",
    "Gap",
    "Supported",
    "Rated",
];

/// The document with these parts, in this order. A part with nothing to say is left out.
#[must_use]
pub fn document(review: &Review, parts: &[Part]) -> Page {
    let sections = parts.iter().filter_map(|part| section(review, *part));
    Page {
        title: review.title.clone(),
        lead: lead(review),
        sections: sections.collect(),
        footnotes: Vec::new(),
    }
}

/// What stands first in every document of a review.
fn lead(review: &Review) -> Vec<Block> {
    let opening = review.opening.join(" ");
    let draft = review.draft.iter().cloned();
    draft.chain([opening]).map(paragraph).collect()
}

fn section(review: &Review, part: Part) -> Option<Section> {
    let (title, blocks) = match part {
        Part::Summary => ("Summary".to_owned(), summary(review)),
        Part::Strengths => ("Strengths".to_owned(), strengths(review)),
        Part::Gaps => ("Gaps and next steps".to_owned(), gaps(review)),
        Part::Evidence => ("Evidence".to_owned(), evidence(review)),
        Part::Focus => ("Focus".to_owned(), focus(review)),
        Part::Changes => {
            let changes = review.changes.as_ref()?;
            let title = format!("What changed since {}", changes.since);
            (title, changed(changes, review.has_ratings))
        }
        Part::Ahead => {
            let ahead = review.ahead.as_ref()?;
            let ask = paragraph(&ahead.ask);
            let blocks = vec![ask, Block::Quote(ahead.text.clone())];
            (CLOSING.to_owned(), blocks)
        }
        Part::Numbers => {
            let title = match review.has_ratings {
                true => "How the numbers were made",
                false => "How this was made",
            };
            let blocks = review.numbers.iter().map(paragraph).collect();
            (title.to_owned(), blocks)
        }
    };
    Some(Section {
        name: part.word(),
        title,
        blocks,
    })
}

fn summary(review: &Review) -> Vec<Block> {
    let clusters = review.clusters.iter();
    let blocks = clusters.flat_map(|cluster| match review.has_ratings {
        true => scored(cluster),
        false => standing(cluster),
    });
    blocks.collect()
}

fn scored(cluster: &ClusterWords) -> Vec<Block> {
    let lowest = cluster.lowest.as_ref();
    let lowest = lowest.map_or_else(String::new, |skill| format!(", lowest {skill}"));
    let said = format!(": {}{lowest}", cluster.mean);
    let rows = cluster.skills.iter().map(|skill| {
        let cells = [
            &skill.title,
            &skill.score,
            &skill.level,
            &skill.target,
            &skill.gap,
            &skill.supported,
            &skill.rated,
        ];
        cells.map(|cell| Cell::from(cell.as_str())).to_vec()
    });
    vec![
        Block::Paragraph(vec![strong(&cluster.title), plain(said)]),
        Block::Table(table(SCORED, "lrlrrrr", rows)),
    ]
}

fn standing(cluster: &ClusterWords) -> Vec<Block> {
    let mut blocks = vec![Block::Paragraph(vec![strong(&cluster.title)])];
    blocks.extend(list(&cluster.standing));
    blocks
}

fn strengths(review: &Review) -> Vec<Block> {
    let mut blocks: Vec<_> = review.strengths.none.iter().map(paragraph).collect();
    for skill in &review.strengths.skills {
        blocks.push(titled(&skill.title, skill.standing.as_deref()));
        if let (Some(ask), Some(evidence)) = (&skill.ask, &skill.evidence) {
            blocks.push(paragraph(ask));
            blocks.push(Block::Quote(evidence.clone()));
        }
        blocks.extend(skill.remark.iter().map(paragraph));
    }
    blocks.extend(review.strengths.others.iter().map(paragraph));
    blocks
}

fn gaps(review: &Review) -> Vec<Block> {
    let gaps = &review.gaps;
    let mut blocks: Vec<_> = gaps.none.iter().map(paragraph).collect();
    for gap in &gaps.skills {
        blocks.push(titled(&gap.title, gap.standing.as_deref()));
        blocks.extend(list(steps(gap)));
    }
    blocks.extend(gaps.unscored.iter().map(paragraph));
    blocks.extend(gaps.not_applicable.iter().map(paragraph));
    blocks
}

fn steps(gap: &Gap) -> Vec<String> {
    let held_back = gap.held_back.iter().cloned();
    let unsupported = gap.unsupported.iter().cloned();
    let plan = gap.plans.iter().map(|plan| format!("Planned: {plan}"));
    let practice = gap.practice.iter();
    let practice = practice.map(|practice| format!("To try: {practice}"));
    let steps = held_back.chain(unsupported).chain(plan).chain(practice);
    steps.collect()
}

fn evidence(review: &Review) -> Vec<Block> {
    let evidence = &review.evidence;
    let mut blocks = Vec::new();
    for skill in &evidence.skills {
        blocks.push(Block::Heading(skill.title.clone()));
        for answer in &skill.answers {
            blocks.extend(answered(answer));
        }
        blocks.extend(skill.skipped.iter().map(paragraph));
    }
    blocks.extend(evidence.silent.iter().map(paragraph));
    blocks.extend(evidence.withheld.iter().map(paragraph));
    blocks
}

fn answered(answer: &AnswerWords) -> Vec<Block> {
    let verdict = answer
        .verdict
        .as_ref()
        .map(|verdict| format!(" ({verdict})"));
    let verdict = verdict.into_iter().map(plain);
    let ask = std::iter::once(strong(&answer.ask)).chain(verdict);
    let texts = answer.texts.iter().cloned().map(Block::Quote);
    std::iter::once(Block::Paragraph(ask.collect()))
        .chain(texts)
        .collect()
}

fn focus(review: &Review) -> Vec<Block> {
    let focus = &review.focus;
    let mut blocks = Vec::new();
    if !focus.last.is_empty() {
        let items = focus.last.iter().map(|last| {
            let said = plain(format!(" {}", last.said));
            vec![strong(&last.title), said]
        });
        blocks.push(paragraph("What came of the last:"));
        blocks.extend(list(items));
    }
    if !focus.next.is_empty() {
        let items = focus.next.iter().map(|next| {
            let action = match next.action.is_empty() {
                true => String::new(),
                false => format!(": {}", next.action),
            };
            vec![strong(&next.title), plain(action)]
        });
        blocks.push(paragraph("Next:"));
        blocks.extend(list(items));
    }
    blocks.extend(focus.none.iter().map(paragraph));
    blocks
}

fn changed(changes: &Changes, has_ratings: bool) -> Vec<Block> {
    if !has_ratings {
        return lines(&changes.directions);
    }
    let rows = changes.skills.iter().map(|skill| {
        let cells = [
            &skill.title,
            &skill.from,
            &skill.to,
            &skill.change,
            &skill.reading,
            &skill.compared,
        ];
        cells.map(|cell| Cell::from(cell.as_str())).to_vec()
    });
    let mut blocks = vec![Block::Table(table(TITLES, "lrrrll", rows))];
    for (title, said) in [
        ("Questions that moved:", &changes.moved),
        ("Not compared:", &changes.left_out),
    ] {
        if !said.is_empty() {
            blocks.push(paragraph(title));
            blocks.extend(lines(said));
        }
    }
    if !changes.readings.is_empty() {
        blocks.push(paragraph(changes.readings.join(" ")));
    }
    blocks
}

fn lines(lines: &[Line]) -> Vec<Block> {
    let items = lines.iter().map(|line| {
        let text = plain(format!(": {}", line.text));
        vec![strong(&line.title), text]
    });
    list(items)
}

fn titled(title: &str, said: Option<&str>) -> Block {
    let said = said.map(|said| plain(format!(": {said}")));
    Block::Paragraph(std::iter::once(strong(title)).chain(said).collect())
}
