//! What a collector hands over, as a file.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Handed, Handout, SCHEMA, form, known_relation};
use crate::domain::decimal::{Exact, Hundredths};
use crate::domain::feedback::{Combined, Figures, Group, MIN_GROUP};
use crate::format::diagnostic::Diagnostics;
use crate::format::marker::{Content, mark_as};
use crate::format::yaml::{self, Keyed, Reader, Scalar, Spanned, at, written};

const ABOUT: &str = "\
# What several people said, put together: no names, no dates, no single ratings.
# Combine once, when the round is closed: the difference between two combined files with one reply
# between them gives that reply away. Late replies wait for the next round.
";

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: u64,
    kind: String,
    rubric: Scalar,
    digest: Scalar,
    period: Scalar,
    groups: Spanned<Keyed<GroupFile>>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct GroupFile {
    replies: usize,
    figures: BTreeMap<String, FiguresFile>,
    saw: BTreeMap<String, Vec<String>>,
    keep: Vec<String>,
    change: Vec<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct FiguresFile {
    n: usize,
    mean: f64,
    /// How many chose each step, 1 first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    spread: Option<[usize; 5]>,
}

pub(super) fn read(path: &Path, text: &str) -> Result<Handed, Diagnostics> {
    let file: File = yaml::read(path, text)?;
    let mut reader = Reader::new(text);
    let form = form(&file.rubric, &file.digest, &file.period, &mut reader);
    let mut groups = BTreeMap::new();
    let mut skills = Vec::new();
    let skills_at = at(&file.groups);
    for (word, group) in file.groups.value.0 {
        let at = at(&word);
        let Some(relation) = known_relation(&word.value, at, &mut reader) else {
            continue;
        };
        if relation.is_one_person() || group.replies < MIN_GROUP {
            let message = format!(
                "`{}` can't be combined: a group is {MIN_GROUP} people or more",
                word.value
            );
            reader.problem(at, message);
        }
        let ids = group.figures.keys().chain(group.saw.keys());
        skills.extend(ids.map(|id| (id.clone(), at)));
        let mut figures = BTreeMap::new();
        for (id, said) in group.figures {
            let read = said.figures().filter(|read| read.n <= group.replies);
            match read {
                Some(read) => drop(figures.insert(id, read)),
                None => reader.problem(at, format!("the figures for `{id}` don't add up")),
            }
        }
        let group = Group {
            replies: group.replies,
            figures,
            saw: group.saw,
            keep: group.keep,
            change: group.change,
        };
        groups.insert(relation, group);
    }
    let handed = form.map(|form| Handed {
        content: Handout::Combined(Combined { form, groups }),
        period_at: file.period.at(),
        digest_at: file.digest.at(),
        skills,
        skills_at,
    });
    reader.finish(path, handed)
}

impl FiguresFile {
    fn figures(&self) -> Option<Figures> {
        if self.n < MIN_GROUP {
            return None;
        }
        if let Some(spread) = self.spread {
            return Figures::of_spread(spread).filter(|figures| figures.n == self.n);
        }
        #[allow(clippy::cast_possible_truncation)] // Within 1 to 5, or refused.
        let hundredths = (self.mean.clamp(0.0, 6.0) * 100.0).round() as i64;
        (100..=500).contains(&hundredths).then(|| Figures {
            n: self.n,
            mean: Exact::new(hundredths.into(), 100.into()),
            spread: None,
        })
    }
}

pub fn write(combined: &Combined) -> anyhow::Result<String> {
    let groups = combined.groups.iter().map(|(relation, group)| {
        let figures = group.figures.iter().map(|(id, figures)| {
            let figures = FiguresFile {
                n: figures.n,
                mean: Hundredths::round(&figures.mean).as_f64(),
                spread: figures.spread,
            };
            (id.clone(), figures)
        });
        let group = GroupFile {
            replies: group.replies,
            figures: figures.collect(),
            saw: group.saw.clone(),
            keep: group.keep.clone(),
            change: group.change.clone(),
        };
        (relation.word().to_owned(), group)
    });
    // In the order of their words.
    let groups: BTreeMap<_, _> = groups.collect();
    let groups = groups
        .into_iter()
        .map(|(word, group)| (written(word), group));
    let body = yaml::write(&File {
        schema: SCHEMA,
        kind: "combined".to_owned(),
        rubric: Scalar::of(&combined.form.rubric),
        digest: Scalar::of(&combined.form.digest),
        period: Scalar::of(combined.form.period),
        groups: written(Keyed(groups.collect())),
    })?;
    let replies = combined.groups.values().map(|group| group.replies).sum();
    Ok(mark_as(
        Content::Combined,
        &format!("{ABOUT}{body}"),
        replies,
    ))
}
