//! The scored table with its gap notes as Markdown.

use super::document::{Block, Document, Section, paragraph, plain, strong};
use super::markdown;
use super::report::Report;
use super::review::{Ratings, Review, lead, scored};
use super::table::withheld;

/// The scores and notes of a report.
#[must_use]
pub fn markdown(report: &Report<'_>) -> String {
    let review = Review::new(report, None, Ratings::Shown);
    let notes = report.skills().map(|skill| {
        let note = plain(format!(": {}", skill.note));
        vec![strong(&skill.skill.title), note]
    });
    let mut sections = vec![
        Section {
            name: "summary",
            title: "Summary".to_owned(),
            blocks: review.clusters.iter().flat_map(scored).collect(),
        },
        Section {
            name: "notes",
            title: "Gap notes".to_owned(),
            blocks: vec![Block::List(notes.collect())],
        },
    ];
    let private = report.private_texts();
    let private: Vec<_> = private
        .flat_map(|(question, text)| [paragraph(format!("{}:", question.id)), Block::Quote(text)])
        .collect();
    if !private.is_empty() {
        sections.push(Section {
            name: "private",
            title: "Private".to_owned(),
            blocks: private,
        });
    }
    if let Some((section, line)) = sections.last_mut().zip(withheld(report)) {
        section.blocks.push(paragraph(line));
    }
    markdown::document(&Document {
        title: review.period.clone(),
        lead: lead(&review),
        sections,
    })
}
