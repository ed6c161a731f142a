//! The review as a document: which words stand where.

use super::changes::{Changes, Line};
use super::evidence::AnswerWords;
use super::gaps::Gap;
use super::{ClusterWords, Part, Review};
use crate::render::diff::TITLES;
use crate::render::document::{Block, Document, Section, Span, paragraph, plain, strong, table};
use crate::render::table::CLOSING;

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
pub fn document(review: &Review, parts: &[Part]) -> Document {
    let sections = parts.iter().filter_map(|part| section(review, *part));
    Document {
        title: review.title.clone(),
        lead: lead(review),
        sections: sections.collect(),
    }
}

/// What stands first in every document of a review.
pub(in crate::render) fn lead(review: &Review) -> Vec<Block> {
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

pub(in crate::render) fn scored(cluster: &ClusterWords) -> Vec<Block> {
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
        cells.map(String::clone).to_vec()
    });
    vec![
        Block::Paragraph(vec![strong(&cluster.title), plain(said)]),
        table(&SCORED, "lrlrrrr", rows.collect()),
    ]
}

fn standing(cluster: &ClusterWords) -> Vec<Block> {
    let items = cluster.standing.iter().map(|line| vec![plain(line)]);
    vec![
        Block::Paragraph(vec![strong(&cluster.title)]),
        Block::List(items.collect()),
    ]
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
        blocks.push(Block::List(steps(gap)));
    }
    blocks.extend(gaps.unscored.iter().map(paragraph));
    blocks.extend(gaps.not_applicable.iter().map(paragraph));
    blocks
}

fn steps(gap: &Gap) -> Vec<Vec<Span>> {
    let held_back = gap.held_back.iter().cloned();
    let unsupported = gap.unsupported.iter().cloned();
    let plan = gap.plans.iter().map(|plan| format!("Planned: {plan}"));
    let practice = gap.practice.iter();
    let practice = practice.map(|practice| format!("To try: {practice}"));
    let steps = held_back.chain(unsupported).chain(plan).chain(practice);
    steps.map(|step| vec![plain(step)]).collect()
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
        blocks.push(Block::List(items.collect()));
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
        blocks.push(Block::List(items.collect()));
    }
    blocks.extend(focus.none.iter().map(paragraph));
    blocks
}

fn changed(changes: &Changes, has_ratings: bool) -> Vec<Block> {
    if !has_ratings {
        return vec![lines(&changes.directions)];
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
        cells.map(String::clone).to_vec()
    });
    let mut blocks = vec![table(&TITLES, "lrrrll", rows.collect())];
    for (title, said) in [
        ("Questions that moved:", &changes.moved),
        ("Not compared:", &changes.left_out),
    ] {
        if !said.is_empty() {
            blocks.push(paragraph(title));
            blocks.push(lines(said));
        }
    }
    if !changes.readings.is_empty() {
        blocks.push(paragraph(changes.readings.join(" ")));
    }
    blocks
}

fn lines(lines: &[Line]) -> Block {
    let items = lines.iter().map(|line| {
        let text = plain(format!(": {}", line.text));
        vec![strong(&line.title), text]
    });
    Block::List(items.collect())
}

fn titled(title: &str, said: Option<&str>) -> Block {
    let said = said.map(|said| plain(format!(": {said}")));
    Block::Paragraph(std::iter::once(strong(title)).chain(said).collect())
}
