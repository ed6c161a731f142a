//! The person's own scores beside what others say.

use std::cmp::{Ordering, Reverse};

use anyhow::Result;
use itertools::Itertools;
use serde_json::{Value, json};

use super::json::{SCHEMA, number, write};
use super::wording::{count, figure, name, two_decimals};
use crate::domain::decimal::Exact;
use crate::domain::feedback::{Figures, Group, Groups, Relation, agreement};
use crate::domain::period::Period;
use crate::domain::rubric::{Rubric, Skill};
use crate::domain::scoring::SkillScore;
use crate::page::{Block, Cell, Item, Page, list, table};

const ALONE: &str = "You have not assessed this quarter: there are only the others.";

const NOTES: [&str; 3] = [
    "Higher and lower: a whole step apart or more. That is a rule of thumb.",
    "Others answered different statements from yours: compare the direction, not the decimals.",
    "A few people rarely agree, even with each other. n is how many rated; who couldn't say doesn't count.",
];

/// What is compared: the person's own scores of a quarter, and what others said of it.
pub struct Comparison<'a> {
    pub period: Period,
    pub rubric: &'a Rubric,
    pub own: &'a [SkillScore<'a>],
    pub others: &'a Groups,
}

struct Row<'a> {
    skill: &'a Skill,
    score: Option<&'a Exact>,
    supported: Option<&'a Exact>,
    /// What the relations say that rated the skill, and how the person's own score compares with it.
    others: Vec<(Relation, &'a Figures, Option<Ordering>)>,
}

impl<'a> Comparison<'a> {
    /// A row for each skill, those with the largest differences first.
    fn rows(&self) -> Vec<Row<'a>> {
        let skills = self.rubric.skills.iter().map(|skill| {
            let own = self.own.iter().find(|score| score.skill.id == skill.id);
            let score = own.and_then(|own| own.score.as_ref());
            let others = self.others.iter().filter_map(|(relation, group)| {
                let figures = group.figures.get(&skill.id)?;
                let agreement = score.map(|score| agreement(score, &figures.mean));
                Some((*relation, figures, agreement))
            });
            Row {
                skill,
                score,
                supported: own.and_then(|own| own.supported.as_ref()),
                others: others.collect(),
            }
        });
        skills
            .sorted_by_cached_key(|it| Reverse(it.apart()))
            .collect()
    }
}

impl Row<'_> {
    fn apart(&self) -> Option<Exact> {
        let score = self.score?;
        let means = self.others.iter().map(|(_, figures, _)| &figures.mean);
        means.map(|mean| score.max(mean) - score.min(mean)).max()
    }

    fn agreements(&self) -> impl Iterator<Item = (Ordering, Relation)> {
        let others = self.others.iter();
        others.filter_map(|(relation, _, agreement)| Some(((*agreement)?, *relation)))
    }

    fn reading(&self) -> String {
        let word = |agreement| word(agreement).replace('-', " ");
        let all = self.agreements().collect_vec();
        let is_same = all.iter().map(|(agreement, _)| agreement).all_equal();
        match all.as_slice() {
            [] => "–".to_owned(),
            [(Ordering::Equal, _), ..] if is_same => word(Ordering::Equal),
            [(agreement, _), ..] if is_same => format!("you rate yourself {}", word(*agreement)),
            several => several
                .iter()
                .map(|(agreement, relation)| {
                    let is_in_line = *agreement == Ordering::Equal;
                    let than = if is_in_line { "with" } else { "than" };
                    let name = name(*relation).to_lowercase();
                    format!("{} {than} {name}", word(*agreement))
                })
                .join(", "),
        }
    }
}

fn word(agreement: Ordering) -> &'static str {
    match agreement {
        Ordering::Less => "lower",
        Ordering::Equal => "in-line",
        Ordering::Greater => "higher",
    }
}

/// The mean with how many rated and, where it is known, from which step to which.
fn cell(figures: &Figures) -> String {
    let range = figures.range().filter(|_| figures.n > 1);
    let range = range.map_or_else(String::new, |(low, high)| format!(", {low}–{high}"));
    format!("{} (n {}{range})", two_decimals(&figures.mean), figures.n)
}

pub fn page(comparison: &Comparison<'_>) -> Page {
    let Comparison { period, others, .. } = comparison;
    let skills = comparison.rows();
    let replies = others.values().map(|group| group.replies).sum();
    let mut page = Page::new(format!("{period} · you and {}", count(replies, "other")));
    let titles = ["Skill", "You", "Backed"].map(str::to_owned).into_iter();
    let titles = titles
        .chain(others.keys().map(|it| name(*it)))
        .chain(["Reading".to_owned()]);
    let kinds = format!("lrr{}l", "r".repeat(others.len()));
    let rows = skills.iter().map(|row| {
        let own = [figure(row.score), figure(row.supported)];
        let others = others
            .values()
            .map(|group| group.figures.get(&row.skill.id));
        let others = others.map(|it| it.map_or_else(|| "–".to_owned(), cell));
        let is_apart = row.agreements().any(|(it, _)| it != Ordering::Equal);
        let cells = [row.skill.title.clone()]
            .into_iter()
            .chain(own)
            .chain(others);
        let reading = Cell::marked(row.reading(), is_apart);
        cells.map(Cell::from).chain([reading]).collect()
    });
    page.lead.push(Block::Table(table(titles, &kinds, rows)));
    page = page.section("How many chose each step", spreads(&skills));
    for Row { skill, .. } in &skills {
        let saw = texts(others, |group| group.saw.get(&skill.id));
        page = page.section(format!("What they saw: {}", skill.title), saw);
    }
    let change = texts(others, |group| Some(&group.change));
    page = page
        .section("Keep doing", texts(others, |group| Some(&group.keep)))
        .section("Change one thing", change);
    let has_own = skills.iter().any(|row| row.score.is_some());
    let alone = (!has_own).then_some(ALONE);
    page.footnotes = alone.into_iter().chain(NOTES).map(str::to_owned).collect();
    page
}

fn texts<'o>(others: &'o Groups, of: impl Fn(&'o Group) -> Option<&'o Vec<String>>) -> Vec<Block> {
    list(others.iter().flat_map(|(relation, group)| {
        let texts = of(group).into_iter().flatten();
        texts.map(|text| Item::from(name(*relation)).below(text))
    }))
}

fn spreads(skills: &[Row<'_>]) -> Vec<Block> {
    let rows = skills.iter().flat_map(|row| {
        row.others.iter().filter_map(|(relation, figures, _)| {
            let spread = figures.spread.filter(|_| figures.n > 2)?;
            let names = [row.skill.title.clone(), name(*relation)].into_iter();
            let counts = spread.map(|count| count.to_string());
            Some(names.chain(counts).map(Cell::from).collect())
        })
    });
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return Vec::new();
    }
    let titles = ["Skill", "From", "1", "2", "3", "4", "5"];
    vec![Block::Table(table(titles, "llrrrrr", rows))]
}

pub fn json(comparison: &Comparison<'_>) -> Result<String> {
    let groups = comparison.others.values();
    let skills = comparison.rows().into_iter().map(|row| {
        let saw = groups
            .clone()
            .filter_map(|group| group.saw.get(&row.skill.id));
        let others = row.others.iter().map(|(relation, figures, agreement)| {
            let (low, high) = figures.range().unzip();
            let others = json!({
                "n": figures.n,
                "mean": number(Some(&figures.mean)),
                "low": low,
                "high": high,
                "spread": figures.spread,
                "reading": agreement.map(word),
            });
            (relation.word(), others)
        });
        json!({
            "id": row.skill.id,
            "title": row.skill.title,
            "self": {"score": number(row.score), "supported": number(row.supported)},
            "others": others.collect::<Value>(),
            "texts": saw.flatten().collect_vec(),
        })
    });
    write(&json!({
        "schema": SCHEMA,
        "period": comparison.period.to_string(),
        "skills": skills.collect::<Value>(),
        "keep": groups.clone().flat_map(|group| &group.keep).collect_vec(),
        "change": groups.clone().flat_map(|group| &group.change).collect_vec(),
    }))
}
