//! Replies of others: which there are, and what was understood of one.

use anyhow::Result;
use serde::Serialize;

use super::compare::plural;
use super::wording::count;
use crate::domain::feedback::{Comment, Relation, Reply};
use crate::domain::rubric::Rubric;
use crate::page::{Item, Page, Table, list as items, paragraph, table};
use crate::store::{Stored, together};

/// The replies that are stored, and how many there are of each relation.
#[must_use]
pub fn list(stored: &[Stored]) -> Page {
    let mut page = Page::new(format!("{} in the store", count(replies(stored), "reply")));
    let periods = by_period(stored);
    for (period, rubric, files) in periods {
        let groups = together(files);
        let counts = groups.iter().map(|(relation, group)| {
            format!("{} {}", group.replies, plural(*relation, group.replies))
        });
        let counts: Vec<_> = counts.collect();
        let title = format!("{period} · {rubric} · {}", counts.join(", "));
        page = page.section(title, vec![crate::page::Block::Table(files_of(files))]);
    }
    page
}

fn files_of(files: &[Stored]) -> Table {
    let rows = files.iter().flat_map(|stored| {
        stored.groups().into_iter().map(|(relation, group)| {
            vec![
                stored.name.as_str().into(),
                relation.word().into(),
                group.replies.to_string().into(),
            ]
        })
    });
    table(["Name", "Relation", "Replies"], "wlr", rows)
}

/// How many people replied.
fn replies(stored: &[Stored]) -> usize {
    let groups = stored.iter().map(Stored::groups);
    groups
        .flat_map(|groups| groups.into_values())
        .map(|group| group.replies)
        .sum()
}

fn by_period(stored: &[Stored]) -> Vec<(String, &str, &[Stored])> {
    let about = |stored: &Stored| stored.handed.form().clone();
    let same = |one: &Stored, other: &Stored| {
        let (one, other) = (about(one), about(other));
        one.period == other.period && one.rubric == other.rubric
    };
    let chunks = stored.chunk_by(same);
    chunks
        .filter_map(|files| {
            let form = files.first()?.handed.form();
            Some((form.period.to_string(), form.rubric.as_str(), files))
        })
        .collect()
}

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    replies: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    rubric: &'a str,
    period: String,
    relation: &'a str,
    replies: usize,
}

/// The same as JSON.
///
/// # Errors
/// Where the JSON library refuses; it has no reason to.
pub fn json(stored: &[Stored]) -> Result<String> {
    let rows = stored.iter().flat_map(|stored| {
        let form = stored.handed.form();
        stored.groups().into_iter().map(|(relation, group)| Row {
            name: &stored.name,
            rubric: &form.rubric,
            period: form.period.to_string(),
            relation: Relation::word(relation),
            replies: group.replies,
        })
    });
    super::json::write(&Document {
        schema: super::json::SCHEMA,
        replies: rows.collect(),
    })
}

/// What was understood of a mail.
#[must_use]
pub fn understood(reply: &Reply, rubric: &Rubric) -> Page {
    let form = &reply.form;
    let person = form.person.as_deref().unwrap_or("you");
    let from = reply.relation.map_or("nothing is said", Relation::word);
    let mut page = Page::new(format!("A reply about {person}, {}", form.period));
    page.lead.push(paragraph(format!("Relation: {from}")));
    let skills = rubric.skills.iter().filter_map(|skill| {
        let seen = reply.skills.get(&skill.id)?;
        let rating = seen
            .rating
            .map_or("can't say".to_owned(), |rating| rating.to_string());
        Some(Item::from(format!("{}: {rating}", skill.title)).below(said(&seen.saw)))
    });
    let ends = [
        ("Keep doing", &reply.keep),
        ("Change one thing", &reply.change),
    ];
    let ends = ends.map(|(title, comment)| Item::from(title).below(said(comment)));
    let ends = ends.into_iter().filter(|item| !item.below.is_empty());
    page.section("Understood", items(skills))
        .section("At the end", items(ends))
}

fn said(comment: &Comment) -> &str {
    if comment.collector_only && !comment.text.is_empty() {
        "(for the collector only)"
    } else {
        &comment.text
    }
}
