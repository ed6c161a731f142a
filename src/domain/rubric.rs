//! The rubric: what is asked, what each rating means, and what a role asks for.

mod rating;

use std::collections::BTreeMap;

use serde::Deserialize;
use strum::IntoStaticStr;

use super::decimal::{Exact, Weight, exact_map};

pub use rating::Rating;

/// The role of an assessment whose targets are the person's own.
pub const OWN_ROLE: &str = "own";

/// A rubric that is consistent, as reading its file checks: ids are unique, references lead somewhere.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Rubric {
    /// Letters, digits and hyphens; also the stem of the file's name.
    pub id: String,
    /// The author's version, free text.
    pub version: String,
    /// Digest of the file's text: which wording an assessment was made with.
    #[serde(skip)]
    pub digest: String,
    /// The file's text, kept next to the assessments that are made with it.
    #[serde(skip)]
    pub text: String,
    /// Free text, shown to people.
    pub title: String,
    /// When it is worth an hour, as free text; not in every rubric.
    pub when: Option<String>,
    /// What it is taken from; may be empty.
    pub sources: Vec<Source>,
    /// The five steps, lowest first.
    pub scale: Vec<ScaleStep>,
    /// From this rating upward a claim needs evidence to count as shown.
    pub evidence_from: Rating,
    /// At least one, in the file's order.
    pub clusters: Vec<Cluster>,
    /// At least one, in the file's order.
    pub skills: Vec<Skill>,
    /// Whether each person says for each skill how much of it they want, and those are the targets.
    pub own_targets: bool,
    /// At least one; the first is the default. With own targets that is [`OWN_ROLE`].
    pub profiles: Vec<Profile>,
    /// May be empty.
    pub stages: Vec<Stage>,
    /// May be empty.
    pub eras: Vec<Era>,
    /// What is asked at the very end; none where the rubric asks nothing there.
    pub closing: Option<Closing>,
    /// The headings of the review that is written from its answers.
    pub review: ReviewTitles,
}

/// Headings of a review, in the rubric's words where it has its own.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ReviewTitles {
    /// The document's title, without the period.
    pub title: String,
    /// Above the highlights.
    pub delivered: String,
    /// Above the answer to the closing question.
    pub outlook: String,
}

impl Default for ReviewTitles {
    fn default() -> Self {
        Self {
            title: "Self-review".to_owned(),
            delivered: "What my team delivered, and my part".to_owned(),
            outlook: "Looking ahead".to_owned(),
        }
    }
}

/// One open question at the end of an interview. Its answer is a text without a rating.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Closing {
    /// Ends with a question mark.
    pub ask: String,
    /// The same question in words for a company stage, by the stage's id.
    pub stages: BTreeMap<String, String>,
}

/// Where the rubric's facts come from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Source {
    /// What the work is called; never empty.
    pub title: String,
    /// Who made it, where known.
    pub author: Option<String>,
    /// When it came out, as free text such as `2025-10`.
    pub published: Option<String>,
    /// Where to read it; not checked.
    pub url: Option<String>,
    /// What was taken from it, as free text.
    pub note: Option<String>,
}

/// What one rating means whatever the question.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ScaleStep {
    /// One word, such as `solid`.
    pub label: String,
    /// What a person says by choosing it, as free text; never empty.
    pub meaning: String,
}

/// A group of skills, such as core or growth.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Cluster {
    /// Unique among the clusters of the rubric.
    pub id: String,
    /// Free text, shown to people.
    pub title: String,
    /// What sets these skills apart, as free text.
    pub why: String,
    /// What a high or a low mean says, shown below it.
    pub reading: Option<String>,
}

/// A skill and its questions, in the file's order.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Skill {
    /// Unique among the skills of the rubric.
    pub id: String,
    /// Free text, shown to people.
    pub title: String,
    /// The id of a cluster of this rubric.
    pub cluster: String,
    /// What it is to be good at it, as free text.
    pub definition: String,
    /// Things a person does when using it; may be empty.
    pub examples: Vec<String>,
    /// At least one.
    pub questions: Vec<Question>,
    /// What others are asked about it; none where nobody else can see the skill.
    pub observed: Option<Observed>,
}

/// What somebody else can see of a skill. No part of any question's wording.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Observed {
    /// A statement or question about "this manager", in the third person.
    pub ask: String,
    /// What each rating looks like to others, lowest first.
    pub anchors: [String; 5],
}

/// Most characters of a question's title.
pub const MAX_TITLE: usize = 24;

/// What a question asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, IntoStaticStr, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Kind {
    /// Something that happened.
    #[default]
    Event,
    /// A weakness that showed.
    Trouble,
    /// A state or a method.
    Standing,
}

impl Kind {
    /// All three, the default first.
    pub const ALL: [Self; 3] = [Self::Event, Self::Trouble, Self::Standing];

    /// The word in a rubric file.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// One thinking question.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Question {
    /// `skill.name`.
    pub id: String,
    /// What people see; at most [`MAX_TITLE`] characters. Made of the id's last part where there is none.
    pub title: String,
    /// What the steps of its anchors follow.
    pub kind: Kind,
    /// The answer is about named people.
    pub sensitive: bool,
    /// The answer depends on what others happen to say or do.
    pub reputation: bool,
    /// Ends with a question mark.
    pub ask: String,
    /// What counts and where to look.
    pub hint: String,
    /// What each rating looks like here, lowest first.
    pub anchors: [String; 5],
    /// What to try next when this question holds the skill back.
    pub practice: String,
    /// How much the rating counts in the skill's score; once unless the file says otherwise.
    pub weight: Weight,
    /// The id of an earlier question that this one continues.
    pub follows: Option<String>,
}

impl Question {
    /// What `rating` looks like for this question.
    pub fn anchor(&self, rating: Rating) -> &str {
        &self.anchors[usize::from(rating.number() - 1)]
    }

    /// Whether a rating given to `other` means the same: question and anchors read the same.
    pub fn same_wording(&self, other: &Self) -> bool {
        std::ptr::eq(self, other) || (self.ask == other.ask && self.anchors == other.anchors)
    }
}

/// What a role asks for, skill by skill.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Profile {
    /// Unique among the profiles of the rubric.
    pub id: String,
    /// Free text, shown to people.
    pub title: String,
    /// The reason for these targets, as free text.
    pub why: String,
    /// A target from 1 to 5 for every skill of the rubric; own targets may leave some out.
    #[serde(deserialize_with = "exact_map")]
    pub targets: BTreeMap<String, Exact>,
}

/// How a company's stage moves the targets.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Stage {
    /// Unique among the stages of the rubric.
    pub id: String,
    /// Free text, shown to people.
    pub title: String,
    /// The reason for these shifts, as free text.
    pub why: String,
    /// Added to the targets of the skills named; may be negative.
    #[serde(deserialize_with = "exact_map")]
    pub adjust: BTreeMap<String, Exact>,
}

/// Which skills were core at another time.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Era {
    /// Unique among the eras of the rubric.
    pub id: String,
    /// Free text, shown to people.
    pub title: String,
    /// When it was, as free text such as `the 2010s`.
    pub years: String,
    /// The reason these skills were core then, as free text.
    pub why: String,
    /// Ids of skills of this rubric.
    pub core: Vec<String>,
}

impl Profile {
    /// The role of a person who set targets of their own.
    pub fn own(targets: BTreeMap<String, Exact>) -> Self {
        Self {
            id: OWN_ROLE.to_owned(),
            title: "Own targets".to_owned(),
            why: "The person set them.".to_owned(),
            targets,
        }
    }
}

impl Rubric {
    /// The same with the person's own targets for its skills as a role; as it was where there are none.
    pub fn with_own(&self, targets: &BTreeMap<String, Exact>) -> Self {
        let (mut rubric, mut targets) = (self.clone(), targets.clone());
        targets.retain(|skill, _| self.skill(skill).is_some());
        if targets.is_empty() {
            return rubric;
        }
        let own = Profile::own(targets);
        match rubric.profiles.iter_mut().find(|it| it.id == OWN_ROLE) {
            Some(profile) => *profile = own,
            None => rubric.profiles.push(own),
        }
        rubric
    }

    /// The skill with that id.
    pub fn skill(&self, id: &str) -> Option<&Skill> {
        self.skills.iter().find(|skill| skill.id == id)
    }

    /// Every question with its skill, in the file's order.
    pub fn questions(&self) -> impl Iterator<Item = (&Skill, &Question)> {
        self.skills.iter().flat_map(|skill| {
            let questions = skill.questions.iter();
            questions.map(move |question| (skill, question))
        })
    }

    /// The question with that id, and its skill.
    pub fn question(&self, id: &str) -> Option<(&Skill, &Question)> {
        self.questions().find(|(_, question)| question.id == id)
    }

    /// The profile with that id.
    pub fn profile(&self, id: &str) -> Option<&Profile> {
        self.profiles.iter().find(|profile| profile.id == id)
    }

    /// The stage with that id.
    pub fn stage(&self, id: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.id == id)
    }

    /// The closing question in the words for a stage, where there is one.
    pub fn closing(&self, stage: Option<&str>) -> Option<&str> {
        let closing = self.closing.as_ref()?;
        let for_stage = stage.and_then(|stage| closing.stages.get(stage));
        Some(for_stage.unwrap_or(&closing.ask))
    }

    /// The label of a rating, such as `solid`.
    pub fn label(&self, rating: Rating) -> &str {
        let step = self.scale.get(usize::from(rating.number() - 1));
        step.map_or("", |step| &step.label)
    }
}

/// What is asked of a person: a role and, where it matters, the stage of the company.
#[derive(Clone, Copy, Debug)]
pub struct RoleTargets<'a> {
    /// The role whose targets apply.
    pub profile: &'a Profile,
    /// Shifts the role's targets; none leaves them as they are.
    pub stage: Option<&'a Stage>,
}
