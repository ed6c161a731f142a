//! What others say about the same skills, and how it compares with the person's own score.

mod figures;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::period::Period;
use super::rubric::{Observed, Rating, Rubric, Skill};

pub use figures::{Figures, MIN_GROUP, SPREAD_FROM, agreement, half_steps};

/// The group size that a form promises unless it says otherwise.
pub const DEFAULT_GROUP: usize = 5;

/// Who replied; those of whom there is one first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Relation {
    /// The person's manager.
    Manager,
    /// A product partner or whoever else shares the work from another side.
    Counterpart,
    /// A manager or engineer beside the person.
    Peer,
    /// Somebody who reports to the person.
    Report,
    /// Anybody else, or somebody of whom nothing is said.
    Other,
}

impl Relation {
    /// The word in files and on the command line.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// Whether there is one such person, whose reply can't be hidden among others.
    pub fn is_one_person(self) -> bool {
        matches!(self, Self::Manager | Self::Counterpart)
    }
}

/// What a form is about. Replies to different forms are never put together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Form {
    /// The rubric's id.
    pub rubric: String,
    /// Digest of the statements that were rated.
    pub digest: String,
    /// The quarter that it asks about.
    pub period: Period,
    /// The name on the form, if one was given.
    pub person: Option<String>,
}

/// A text that is optional; empty where nothing was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comment {
    /// White space alone counts as nothing.
    pub text: String,
    /// Not to be handed on by a collector, nor shown to the person.
    pub collector_only: bool,
}

/// What one person said about one skill.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observation {
    /// None: can't say.
    pub rating: Option<Rating>,
    /// What it rests on.
    pub saw: Comment,
}

/// One person's reply to a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Tells two replies apart that say the same; never empty.
    pub id: String,
    /// What it replies to.
    pub form: Form,
    /// None where neither the form nor the command said.
    pub relation: Option<Relation>,
    /// Every skill that the form asks about, by id.
    pub skills: BTreeMap<String, Observation>,
    /// What the person should go on doing.
    pub keep: Comment,
    /// The one thing that the person should change.
    pub change: Comment,
}

impl Reply {
    /// Whether nothing was said at all.
    pub fn is_empty(&self) -> bool {
        let is_rated = self.skills.values().any(|seen| seen.rating.is_some());
        !is_rated && self.comments().all(|(_, said)| said.text.trim().is_empty())
    }

    /// Every text with the skill it is about; none for what to keep and what to change.
    pub fn comments(&self) -> impl Iterator<Item = (Option<&str>, &Comment)> {
        let seen = self.skills.iter();
        seen.map(|(id, seen)| (Some(id.as_str()), &seen.saw))
            .chain([(None, &self.keep), (None, &self.change)])
    }
}

/// The skills that somebody else can be asked about, with the statements, in the file's order.
pub fn asked(rubric: &Rubric) -> impl Iterator<Item = (&Skill, &Observed)> {
    let skills = rubric.skills.iter();
    skills.filter_map(|skill| Some((skill, skill.observed.as_ref()?)))
}

/// What one relation said, put together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// How many replied.
    pub replies: usize,
    /// By skill; only where somebody rated.
    pub figures: BTreeMap<String, Figures>,
    /// What was seen, by skill.
    pub saw: BTreeMap<String, Vec<String>>,
    /// What the person should go on doing.
    pub keep: Vec<String>,
    /// What the person should change.
    pub change: Vec<String>,
}

impl From<&Reply> for Group {
    /// A group of one, without what is for the collector alone.
    fn from(reply: &Reply) -> Self {
        let mut group = Self {
            replies: 1,
            keep: open(&reply.keep).into_iter().collect(),
            change: open(&reply.change).into_iter().collect(),
            ..Self::default()
        };
        for (id, seen) in &reply.skills {
            let chose = |step| usize::from(seen.rating == Rating::new(step));
            let figures = Figures::of_spread([1, 2, 3, 4, 5].map(chose));
            group.figures.extend(figures.map(|it| (id.clone(), it)));
            let saw = open(&seen.saw).map(|saw| (id.clone(), vec![saw]));
            group.saw.extend(saw);
        }
        group
    }
}

/// Replies to one form by relation.
pub type Groups = BTreeMap<Relation, Group>;

/// Puts replies together by relation, without texts for the collector alone. The order of the replies
/// doesn't matter; one without a relation counts as [`Relation::Other`].
pub fn grouped(replies: &[Reply]) -> Groups {
    let of_one = replies.iter();
    let of_one = of_one.map(|it| (it.relation.unwrap_or(Relation::Other), it.into()));
    let mut groups = merged(Groups::new(), of_one);
    for (relation, group) in &mut groups {
        for (id, saw) in &mut group.saw {
            shuffle(&format!("{relation:?} saw {id}"), saw);
        }
        shuffle(&format!("{relation:?} keep"), &mut group.keep);
        shuffle(&format!("{relation:?} change"), &mut group.change);
    }
    groups
}

/// A text that others may read; none where nothing was written.
fn open(said: &Comment) -> Option<String> {
    let text = said.text.trim();
    (!said.collector_only && !text.is_empty()).then(|| text.to_owned())
}

/// Puts texts, each once, into an order that doesn't tell who wrote first, or what else they wrote.
fn shuffle(about: &str, texts: &mut Vec<String>) {
    texts.sort_unstable();
    texts.dedup();
    texts.sort_by_cached_key(|text| Sha256::digest(format!("{about}\n{text}")));
}

/// Replies put together by a collector: nothing in it leads to one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Combined {
    /// Without the person's name.
    pub form: Form,
    /// The relations with enough replies; never one person alone.
    pub groups: Groups,
}

/// What a collector hands over of these groups, and the relations that have too few replies for it,
/// with their number. Groups of at least `at_least` are kept, and never of fewer than three.
pub fn combined(
    form: &Form,
    mut groups: Groups,
    at_least: usize,
) -> (Combined, Vec<(Relation, usize)>) {
    let least = at_least.max(MIN_GROUP);
    let mut few = Vec::new();
    groups.retain(|relation, group| {
        let is_kept = !relation.is_one_person() && group.replies >= least;
        few.extend((!is_kept).then_some((*relation, group.replies)));
        let figures = std::mem::take(&mut group.figures).into_iter();
        let shared = figures.filter_map(|(id, figures)| Some((id, figures.shared()?)));
        group.figures = shared.collect();
        is_kept
    });
    let form = Form {
        person: None,
        ..form.clone()
    };
    (Combined { form, groups }, few)
}

/// Two lots of groups together, such as the replies that came straight and those of a collector.
pub fn merged(mut groups: Groups, others: impl IntoIterator<Item = (Relation, Group)>) -> Groups {
    for (relation, other) in others {
        let group = groups.entry(relation).or_default();
        group.replies += other.replies;
        for (id, figures) in other.figures {
            let both = group.figures.get(&id).map(|there| there.plus(&figures));
            group.figures.insert(id, both.unwrap_or(figures));
        }
        for (id, texts) in other.saw {
            group.saw.entry(id).or_default().extend(texts);
        }
        group.keep.extend(other.keep);
        group.change.extend(other.change);
    }
    groups
}

/// The figures that may be handed on, by relation and skill; no relation without any.
pub type HandedOn = BTreeMap<Relation, BTreeMap<String, Figures>>;

/// What may go into something handed on: figures alone, means to a half step, no group of fewer than
/// three ratings but a manager or counterpart, who are known, and no texts.
pub fn handed_on(groups: &Groups) -> HandedOn {
    let open = groups.iter().map(|(relation, group)| {
        let figures = group.figures.iter().filter_map(|(id, figures)| {
            let is_known = relation.is_one_person();
            let open = is_known
                .then(|| figures.clone())
                .or_else(|| figures.shared())?;
            let mean = half_steps(&open.mean);
            Some((id.clone(), Figures { mean, ..open }))
        });
        (*relation, figures.collect::<BTreeMap<_, _>>())
    });
    open.filter(|(_, figures)| !figures.is_empty()).collect()
}
