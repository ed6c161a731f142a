//! The person's own scores beside what others say.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use anyhow::Result;
use serde_json::{Value, json};

use super::json::{SCHEMA, number, write};
use super::wording::{count, figure, grouped, list as words, two_decimals};
use crate::domain::decimal::Exact;
use crate::domain::feedback::{Agreement, Figures, Group, Groups, Relation};
use crate::domain::period::Period;
use crate::domain::rubric::{Rubric, Skill};
use crate::domain::scoring::SkillScore;
use crate::page::{Block, Cell, Item, Page, list, table};

/// One quarter, as the person rated it and as others did.
#[derive(Debug)]
pub struct Comparison<'a> {
    pub period: Period,
    /// The skills, those with the largest differences first.
    skills: Vec<Row<'a>>,
    others: &'a Groups,
}

#[derive(Debug)]
struct Row<'a> {
    skill: &'a Skill,
    /// None where the person has not assessed themselves.
    own: Option<&'a SkillScore<'a>>,
    /// One for each relation.
    others: Vec<Other<'a>>,
}

/// What one relation says about a skill.
#[derive(Debug)]
struct Other<'a> {
    relation: Relation,
    /// None where nobody rated the skill.
    figures: Option<&'a Figures>,
    /// How the own score compares, where there are both.
    agreement: Option<Agreement>,
}

impl<'a> Comparison<'a> {
    /// Puts the person's scores, if there are any, beside what others say.
    pub fn new(
        period: Period,
        rubric: &'a Rubric,
        own: &'a [SkillScore<'a>],
        others: &'a Groups,
    ) -> Self {
        let skills = rubric.skills.iter().map(|skill| {
            let own = own.iter().find(|score| score.skill.id == skill.id);
            let score = own.and_then(|own| own.score.as_ref());
            let others = others.iter().map(|(relation, group)| {
                let figures = group.figures.get(&skill.id);
                let both = score.zip(figures);
                Other {
                    relation: *relation,
                    figures,
                    agreement: both.map(|(score, it)| Agreement::of(score, &it.mean)),
                }
            });
            let others = others.collect();
            Row { skill, own, others }
        });
        let mut skills: Vec<_> = skills.collect();
        skills.sort_by_cached_key(|row| Reverse(row.apart()));
        Self {
            period,
            skills,
            others,
        }
    }
}

impl<'a> Row<'a> {
    fn score(&self) -> Option<&'a Exact> {
        self.own?.score.as_ref()
    }

    /// The largest difference between the own score and a relation's mean; none where nothing can
    /// be compared.
    fn apart(&self) -> Option<Exact> {
        let score = self.score()?;
        let means = self.others.iter().filter_map(|it| Some(&it.figures?.mean));
        means.map(|mean| score.max(mean) - score.min(mean)).max()
    }

    /// How the own score compares with each relation, in words.
    fn reading(&self) -> String {
        let said = self.others.iter();
        let said = said.filter_map(|it| Some((it.agreement?, name(it.relation).to_lowercase())));
        match grouped(said).as_slice() {
            [] => "–".to_owned(),
            [(Agreement::InLine, _)] => "in line".to_owned(),
            [(Agreement::Higher, _)] => "you rate yourself higher".to_owned(),
            [(Agreement::Lower, _)] => "you rate yourself lower".to_owned(),
            several => {
                let several = several.iter().map(|(agreement, names)| {
                    let than = match agreement {
                        Agreement::InLine => "in line with",
                        Agreement::Higher => "higher than",
                        Agreement::Lower => "lower than",
                    };
                    format!("{than} {}", words(names))
                });
                several.collect::<Vec<_>>().join(", ")
            }
        }
    }
}

pub fn name(relation: Relation) -> &'static str {
    match relation {
        Relation::Manager => "Manager",
        Relation::Counterpart => "Counterpart",
        Relation::Peer => "Peers",
        Relation::Report => "Reports",
        Relation::Other => "Others",
    }
}

/// The word for so many people of a relation.
pub fn plural(relation: Relation, number: usize) -> String {
    match (relation, number) {
        (Relation::Other, _) => "other".to_owned(),
        (_, 1) => relation.word().to_owned(),
        _ => format!("{}s", relation.word()),
    }
}

/// The mean with how many rated and, where it is known, from which step to which.
fn cell(figures: Option<&Figures>) -> String {
    let Some(Figures { n, mean, .. }) = figures else {
        return "–".to_owned();
    };
    let range = figures.and_then(Figures::range).filter(|_| *n > 1);
    let range = range.map_or_else(String::new, |(low, high)| format!(", {low}–{high}"));
    format!("{} (n {n}{range})", two_decimals(mean))
}

pub fn page(comparison: &Comparison<'_>) -> Page {
    let Comparison { period, others, .. } = comparison;
    let replies = others.values().map(|group| group.replies).sum();
    let mut page = Page::new(format!("{period} · you and {}", count(replies, "other")));
    let relations = others.keys().map(|relation| name(*relation));
    let titles = ["Skill", "You", "Backed"].into_iter();
    let titles = titles.chain(relations).chain(["Reading"]);
    let kinds = format!("lrr{}l", "r".repeat(others.len()));
    let rows = comparison.skills.iter().map(|row| {
        let supported = row.own.and_then(|own| own.supported.as_ref());
        let agreements = row.others.iter().filter_map(|it| it.agreement);
        let is_apart = agreements.into_iter().any(|it| it != Agreement::InLine);
        let skill = [
            row.skill.title.clone(),
            figure(row.score()),
            figure(supported),
        ];
        let others = row.others.iter().map(|it| cell(it.figures));
        let cells = skill.into_iter().chain(others).map(Cell::from);
        cells
            .chain([Cell::marked(row.reading(), is_apart)])
            .collect()
    });
    page.lead.push(Block::Table(table(titles, &kinds, rows)));
    page = page.section("How many chose each step", spreads(comparison));
    for Row { skill, .. } in &comparison.skills {
        let saw = texts(others, |group| group.saw.get(&skill.id));
        page = page.section(format!("What they saw: {}", skill.title), saw);
    }
    page = page
        .section("Keep doing", texts(others, |group| Some(&group.keep)))
        .section(
            "Change one thing",
            texts(others, |group| Some(&group.change)),
        );
    page.footnotes = footnotes(comparison);
    page
}

/// What others wrote about one thing, under the name of their relation.
fn texts<'o>(others: &'o Groups, of: impl Fn(&'o Group) -> Option<&'o Vec<String>>) -> Vec<Block> {
    list(others.iter().flat_map(|(relation, group)| {
        let texts = of(group).into_iter().flatten();
        texts.map(|text| Item::from(name(*relation)).below(text))
    }))
}

/// How many chose each step, where three or more rated and it is known.
fn spreads(comparison: &Comparison<'_>) -> Vec<Block> {
    let rows = comparison.skills.iter().flat_map(|row| {
        row.others.iter().filter_map(|it| {
            let spread = it.figures.filter(|figures| figures.n > 2)?.spread?;
            let names = [row.skill.title.as_str(), name(it.relation)].map(str::to_owned);
            let counts = spread.map(|count| count.to_string());
            Some(names.into_iter().chain(counts).map(Cell::from).collect())
        })
    });
    let rows: Vec<_> = rows.collect();
    let titles = ["Skill", "From", "1", "2", "3", "4", "5"];
    let table = (!rows.is_empty()).then(|| Block::Table(table(titles, "llrrrrr", rows)));
    table.into_iter().collect()
}

fn footnotes(comparison: &Comparison<'_>) -> Vec<String> {
    let mut skills = comparison.skills.iter();
    let has_own = skills.clone().any(|row| row.score().is_some());
    let is_compared = skills.any(|row| row.others.iter().any(|it| it.agreement.is_some()));
    let notes = [
        (
            !has_own,
            "You have not assessed this quarter: there are only the others.",
        ),
        (
            is_compared,
            "Higher and lower: a whole step apart or more. That is a rule of thumb.",
        ),
        (
            true,
            "Others answered different statements from yours: compare the direction, not the decimals.",
        ),
        (
            true,
            "A few people rarely agree, even with each other. n is how many rated; who couldn't say doesn't count.",
        ),
    ];
    let notes = notes.into_iter().filter(|(is_so, _)| *is_so);
    notes.map(|(_, note)| note.to_owned()).collect()
}

pub fn json(comparison: &Comparison<'_>) -> Result<String> {
    let groups = comparison.others.values();
    let skills = comparison.skills.iter().map(|row| {
        let saw = groups
            .clone()
            .filter_map(|group| group.saw.get(&row.skill.id));
        let supported = row.own.and_then(|own| own.supported.as_ref());
        let others = row.others.iter().filter_map(other_json);
        json!({
            "id": row.skill.id,
            "title": row.skill.title,
            "self": {"score": number(row.score()), "supported": number(supported)},
            "others": others.collect::<BTreeMap<_, _>>(),
            "texts": saw.flatten().collect::<Vec<_>>(),
        })
    });
    let keep = groups.clone().flat_map(|group| &group.keep);
    let change = groups.clone().flat_map(|group| &group.change);
    write(&json!({
        "schema": SCHEMA,
        "period": comparison.period.to_string(),
        "skills": skills.collect::<Value>(),
        "keep": keep.collect::<Vec<_>>(),
        "change": change.collect::<Vec<_>>(),
    }))
}

fn other_json(other: &Other<'_>) -> Option<(&'static str, Value)> {
    let figures = other.figures?;
    let range = figures.range();
    let reading = other.agreement.map(|agreement| match agreement {
        Agreement::InLine => "in-line",
        Agreement::Higher => "higher",
        Agreement::Lower => "lower",
    });
    let json = json!({
        "n": figures.n,
        "mean": number(Some(&figures.mean)),
        "low": range.map(|(low, _)| low),
        "high": range.map(|(_, high)| high),
        "spread": figures.spread,
        "reading": reading,
    });
    Some((other.relation.word(), json))
}
