//! Replies of others: which there are, and what was understood of one.

use anyhow::Result;
use serde::Serialize;

use super::wording::count;
use crate::domain::feedback::{Comment, Relation, Reply};
use crate::domain::rubric::Rubric;
use crate::page::{Block, Cell, Item, Page, list as items, paragraph, table};

#[derive(Debug, Serialize)]
pub struct Row {
    pub period: String,
    pub rubric: String,
    pub relation: &'static str,
    pub replies: usize,
    pub name: String,
}

pub fn list(rows: &[Row]) -> Page {
    let all = rows.iter().map(|row| row.replies).sum();
    let mut page = Page::new(format!("{} in the store", count(all, "reply")));
    let rows = rows.iter().map(|row| {
        let replies = row.replies.to_string();
        let cells = [&*row.period, &row.rubric, row.relation, &replies, &row.name];
        cells.map(Cell::from).to_vec()
    });
    let titles = ["Period", "Rubric", "Relation", "Replies", "Name"];
    page.lead.push(Block::Table(table(titles, "lllrw", rows)));
    page
}

pub fn json(rows: &[Row]) -> Result<String> {
    super::json::rows("replies", rows)
}

pub fn understood(reply: &Reply, relation: Option<Relation>, rubric: &Rubric) -> Page {
    let form = &reply.form;
    let person = form.person.as_deref().unwrap_or("you");
    let from = relation.map_or("nothing is said", Relation::word);
    let mut page = Page::new(format!("A reply about {person}, {}", form.period));
    page.lead.push(paragraph(format!("Relation: {from}")));
    let skills = rubric.skills.iter().filter_map(|skill| {
        let seen = reply.skills.get(&skill.id)?;
        let rating = seen.rating.map(|rating| rating.to_string());
        let rating = rating.as_deref().unwrap_or("can't say");
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
