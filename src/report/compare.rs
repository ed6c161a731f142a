//! The person's own scores beside what others say.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Serialize;

use super::json::number;
use super::wording::{count, figure, list as words, two_decimals};
use crate::domain::decimal::{Exact, whole};
use crate::domain::feedback::{Agreement, Figures, Groups, Relation};
use crate::domain::period::Period;
use crate::domain::rubric::{Rating, Rubric, Skill};
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
}

impl<'a> Comparison<'a> {
    /// Puts the person's scores, if there are any, beside what others say.
    #[must_use]
    pub fn new(
        period: Period,
        rubric: &'a Rubric,
        own: &'a [SkillScore<'a>],
        others: &'a Groups,
    ) -> Self {
        let skills = rubric.skills.iter().map(|skill| Row {
            skill,
            own: own.iter().find(|score| score.skill.id == skill.id),
        });
        let mut skills: Vec<_> = skills.collect();
        skills.sort_by_cached_key(|row| std::cmp::Reverse(row.apart(others)));
        Self {
            period,
            skills,
            others,
        }
    }

    fn relations(&self) -> impl Iterator<Item = Relation> {
        self.others.keys().copied()
    }

    fn replies(&self) -> usize {
        self.others.values().map(|group| group.replies).sum()
    }
}

impl<'a> Row<'a> {
    fn score(&self) -> Option<&'a Exact> {
        self.own?.score.as_ref()
    }

    fn figures<'o>(&self, others: &'o Groups, relation: Relation) -> Option<&'o Figures> {
        others.get(&relation)?.figures.get(&self.skill.id)
    }

    /// The largest difference between the own score and a relation's mean; none where nothing can
    /// be compared.
    fn apart(&self, others: &Groups) -> Option<Exact> {
        let score = self.score()?;
        let figures = others
            .keys()
            .filter_map(|relation| self.figures(others, *relation));
        let apart = figures.map(|figures| score - &figures.mean);
        apart
            .map(|apart| if apart < whole(0) { -apart } else { apart })
            .max()
    }

    fn agreement(&self, others: &Groups, relation: Relation) -> Option<Agreement> {
        let figures = self.figures(others, relation)?;
        Some(Agreement::of(self.score()?, &figures.mean))
    }

    /// How the own score compares with each relation, in words.
    fn reading(&self, others: &Groups) -> String {
        let mut said: Vec<(Agreement, Vec<String>)> = Vec::new();
        for relation in others.keys() {
            let Some(agreement) = self.agreement(others, *relation) else {
                continue;
            };
            let name = name(*relation).to_lowercase();
            match said.iter_mut().find(|(there, _)| *there == agreement) {
                Some((_, names)) => names.push(name),
                None => said.push((agreement, vec![name])),
            }
        }
        match said.as_slice() {
            [] => "–".to_owned(),
            [(agreement, _)] => reading(*agreement).to_owned(),
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

fn reading(agreement: Agreement) -> &'static str {
    match agreement {
        Agreement::InLine => "in line",
        Agreement::Higher => "you rate yourself higher",
        Agreement::Lower => "you rate yourself lower",
    }
}

/// What a relation is called in titles.
#[must_use]
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
#[must_use]
pub fn plural(relation: Relation, number: usize) -> String {
    match (relation, number) {
        (Relation::Other, _) => "other".to_owned(),
        (_, 1) => relation.word().to_owned(),
        _ => format!("{}s", relation.word()),
    }
}

/// The mean with how many rated and, where it is known, from which step to which.
fn cell(figures: Option<&Figures>) -> String {
    let Some(figures) = figures else {
        return "–".to_owned();
    };
    let mean = two_decimals(&figures.mean);
    match figures.range() {
        Some((low, high)) if figures.n > 1 => format!("{mean} (n {}, {low}–{high})", figures.n),
        _ => format!("{mean} (n {})", figures.n),
    }
}

/// A row a skill, then what others wrote.
#[must_use]
pub fn page(comparison: &Comparison<'_>) -> Page {
    let others = comparison.others;
    let mut page = Page::new(format!(
        "{} · you and {}",
        comparison.period,
        count(comparison.replies(), "other")
    ));
    let titles = ["Skill", "You", "Supported"].into_iter();
    let titles = titles
        .chain(comparison.relations().map(name))
        .chain(["Reading"]);
    let kinds = format!("lrr{}l", "r".repeat(others.len()));
    let rows = comparison.skills.iter().map(|row| {
        let own = row.own;
        let mut cells: Vec<Cell> = vec![
            row.skill.title.as_str().into(),
            figure(row.score()).into(),
            figure(own.and_then(|own| own.supported.as_ref())).into(),
        ];
        cells.extend(
            comparison
                .relations()
                .map(|relation| cell(row.figures(others, relation)).into()),
        );
        let is_apart = comparison.relations().any(|relation| {
            row.agreement(others, relation)
                .is_some_and(|it| it != Agreement::InLine)
        });
        cells.push(Cell::marked(row.reading(others), is_apart));
        cells
    });
    page.lead.push(Block::Table(table(titles, &kinds, rows)));
    page = page.section("How many chose each step", spreads(comparison));
    for row in &comparison.skills {
        let saw = others.iter().flat_map(|(relation, group)| {
            let texts = group.saw.get(&row.skill.id).into_iter().flatten();
            texts.map(|text| (*relation, text))
        });
        page = page.section(format!("What they saw: {}", row.skill.title), texts(saw));
    }
    let ends = others.iter();
    let keep = ends
        .clone()
        .flat_map(|(relation, group)| group.keep.iter().map(|text| (*relation, text)));
    let change =
        ends.flat_map(|(relation, group)| group.change.iter().map(|text| (*relation, text)));
    page = page
        .section("Keep doing", texts(keep))
        .section("Change one thing", texts(change));
    page.footnotes = footnotes(comparison);
    page
}

fn texts<'t>(said: impl Iterator<Item = (Relation, &'t String)>) -> Vec<Block> {
    list(said.map(|(relation, text)| Item::from(name(relation)).below(text)))
}

/// How many chose each step, where five or more rated.
fn spreads(comparison: &Comparison<'_>) -> Vec<Block> {
    let rows: Vec<Vec<Cell>> = comparison
        .skills
        .iter()
        .flat_map(|row| {
            comparison.relations().filter_map(|relation| {
                let figures = row.figures(comparison.others, relation)?;
                let spread = figures.spread.filter(|_| figures.n > 2)?;
                let names = [row.skill.title.as_str(), name(relation)].map(Cell::from);
                Some(
                    names
                        .into_iter()
                        .chain(spread.map(|count| count.to_string().into()))
                        .collect(),
                )
            })
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let steps = Rating::all().map(|step| step.to_string());
    let titles = ["Skill", "From"]
        .map(str::to_owned)
        .into_iter()
        .chain(steps);
    vec![Block::Table(table(titles, "llrrrrr", rows))]
}

fn footnotes(comparison: &Comparison<'_>) -> Vec<String> {
    let has_own = comparison.skills.iter().any(|row| row.score().is_some());
    let all = comparison.skills.iter();
    let readings = all.flat_map(|row| {
        comparison
            .relations()
            .map(|relation| row.agreement(comparison.others, relation))
    });
    let is_compared = readings.flatten().next().is_some();
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
            "Others answered other statements than you did: compare the direction, not the decimals.",
        ),
        (
            true,
            "A few people agree little even with each other. n is how many rated; who couldn't say doesn't count.",
        ),
    ];
    let notes = notes.into_iter().filter(|(is_so, _)| *is_so);
    notes.map(|(_, note)| note.to_owned()).collect()
}

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    period: String,
    skills: Vec<SkillJson<'a>>,
    keep: Vec<&'a String>,
    change: Vec<&'a String>,
}

#[derive(Serialize)]
struct SkillJson<'a> {
    id: &'a str,
    title: &'a str,
    #[serde(rename = "self")]
    own: OwnJson,
    others: BTreeMap<&'a str, OtherJson>,
    texts: Vec<&'a String>,
}

#[derive(Serialize)]
struct OwnJson {
    score: Option<f64>,
    supported: Option<f64>,
}

#[derive(Serialize)]
struct OtherJson {
    n: usize,
    mean: Option<f64>,
    low: Option<u8>,
    high: Option<u8>,
    spread: Option<[usize; 5]>,
    reading: Option<&'static str>,
}

/// The same as JSON.
///
/// # Errors
/// Where the JSON library refuses; it has no reason to.
pub fn json(comparison: &Comparison<'_>) -> Result<String> {
    let groups = comparison.others.values();
    let skills = comparison.skills.iter().map(|row| {
        let others = comparison.relations().filter_map(|relation| {
            let figures = row.figures(comparison.others, relation)?;
            let range = figures.range();
            let reading = row
                .agreement(comparison.others, relation)
                .map(|it| match it {
                    Agreement::InLine => "in-line",
                    Agreement::Higher => "higher",
                    Agreement::Lower => "lower",
                });
            let other = OtherJson {
                n: figures.n,
                mean: number(Some(&figures.mean)),
                low: range.map(|(low, _)| low),
                high: range.map(|(_, high)| high),
                spread: figures.spread,
                reading,
            };
            Some((relation.word(), other))
        });
        let saw = groups
            .clone()
            .filter_map(|group| group.saw.get(&row.skill.id));
        SkillJson {
            id: &row.skill.id,
            title: &row.skill.title,
            own: OwnJson {
                score: number(row.score()),
                supported: number(row.own.and_then(|own| own.supported.as_ref())),
            },
            others: others.collect(),
            texts: saw.flatten().collect(),
        }
    });
    super::json::write(&Document {
        schema: super::json::SCHEMA,
        period: comparison.period.to_string(),
        skills: skills.collect(),
        keep: groups.clone().flat_map(|group| &group.keep).collect(),
        change: groups.clone().flat_map(|group| &group.change).collect(),
    })
}
