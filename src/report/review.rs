//! The self-review: every word of it, composed from the facts, before it has a format.

mod changes;
mod evidence;
mod focus;
mod gaps;
mod layout;
mod opening;
mod strengths;

use super::diff::Shown;
use super::wording::{far, figure, list};
use super::{Report, SkillReport};
use crate::domain::assessment::Status;
use crate::domain::figure::{Weight, whole};
use crate::domain::rubric::Question;

pub use changes::Changes;
pub use evidence::Evidence;
pub use focus::FocusWords;
pub use gaps::Gaps;
pub use layout::document;
pub use strengths::Strengths;

/// A part of the review that can be picked, in the order of reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Summary,
    Strengths,
    Gaps,
    Evidence,
    Focus,
    Changes,
    Ahead,
    Numbers,
}

impl Part {
    pub const ALL: [Self; 8] = [
        Self::Summary,
        Self::Strengths,
        Self::Gaps,
        Self::Evidence,
        Self::Focus,
        Self::Changes,
        Self::Ahead,
        Self::Numbers,
    ];

    /// The word for it in commands.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Strengths => "strengths",
            Self::Gaps => "gaps",
            Self::Evidence => "evidence",
            Self::Focus => "focus",
            Self::Changes => "changes",
            Self::Ahead => "ahead",
            Self::Numbers => "numbers",
        }
    }

    /// The part that a word names.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.word() == word)
    }
}

/// Whether ratings and what is computed from them are part of the review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ratings {
    Shown,
    LeftOut,
}

/// Everything that a review says. Figures are texts here, rounded as they are printed.
#[derive(Clone, Debug)]
pub struct Review {
    pub title: String,
    pub period: String,
    pub role: String,
    /// Said first where the assessment is not finished.
    pub draft: Option<String>,
    /// Three sentences at most: where the person stands, what is missing most, what comes next.
    pub opening: Vec<String>,
    /// The skills by cluster; none of their figures without ratings.
    pub clusters: Vec<ClusterWords>,
    pub strengths: Strengths,
    pub gaps: Gaps,
    pub evidence: Evidence,
    pub focus: FocusWords,
    /// None where there is no earlier assessment.
    pub changes: Option<Changes>,
    /// The closing question and what was said to it.
    pub ahead: Option<Ahead>,
    /// How the numbers were made, a paragraph each.
    pub numbers: Vec<String>,
    /// Whether it holds ratings and what is computed from them.
    pub has_ratings: bool,
}

#[derive(Clone, Debug)]
pub struct ClusterWords {
    pub title: String,
    /// Such as `mean 3.25 over 2 of 4 skills`.
    pub mean: String,
    pub lowest: Option<String>,
    pub skills: Vec<SkillWords>,
    /// The skills by how they stand, for a review without figures.
    pub standing: Vec<String>,
}

/// A row of the table.
#[derive(Clone, Debug)]
pub struct SkillWords {
    pub title: String,
    pub score: String,
    pub level: String,
    pub target: String,
    pub gap: String,
    pub supported: String,
    pub rated: String,
}

#[derive(Clone, Debug)]
pub struct Ahead {
    pub ask: String,
    pub text: String,
}

impl Review {
    /// The review of a report, with what changed since an earlier assessment where there is one.
    #[must_use]
    pub fn new(report: &Report<'_>, since: Option<Shown<'_>>, ratings: Ratings) -> Self {
        let assessment = &report.assessment;
        let draft = assessment.status() == Status::Draft;
        Self {
            title: format!("Self-review {}", assessment.period),
            period: assessment.period.to_string(),
            role: role(report),
            draft: draft.then(|| {
                let far = far(report.progress);
                format!("This is a draft: {far}.")
            }),
            opening: opening::sentences(report, ratings),
            clusters: clusters(report),
            strengths: strengths::strengths(report, ratings),
            gaps: gaps::gaps(report, ratings),
            evidence: evidence::evidence(report, ratings),
            focus: focus::focus(report, since, ratings),
            changes: since.map(|since| changes::changes(since, ratings)),
            ahead: report.closing().map(|(ask, text)| Ahead {
                ask: ask.to_owned(),
                text: text.to_owned(),
            }),
            numbers: numbers(report, ratings),
            has_ratings: ratings == Ratings::Shown,
        }
    }
}

/// The role, and the stage of the company where one is part of it.
fn role(report: &Report<'_>) -> String {
    let role = &report.bar.profile.title;
    match report.bar.stage {
        Some(stage) => format!("{role}, {}", stage.title),
        None => role.clone(),
    }
}

fn clusters(report: &Report<'_>) -> Vec<ClusterWords> {
    let clusters = report.clusters.iter();
    let clusters = clusters.filter(|cluster| !cluster.skills.is_empty());
    let words = clusters.map(|cluster| {
        let standing = |said: &str, is_so: fn(&SkillReport<'_>) -> bool| {
            listed(said, cluster.skills.iter().filter(|skill| is_so(skill)))
        };
        ClusterWords {
            title: cluster.cluster.title.clone(),
            mean: cluster.mean(),
            lowest: cluster.lowest().map(|skill| skill.skill.title.clone()),
            skills: cluster
                .skills
                .iter()
                .map(|skill| row(skill, report))
                .collect(),
            standing: [
                standing("At or above what the role asks for", reaches),
                standing("Short of it", falls_short),
                standing("Too little answered to say", lacks_score),
                standing("No question applies", applies_nowhere),
            ]
            .into_iter()
            .flatten()
            .collect(),
        }
    });
    words.collect()
}

fn row(skill: &SkillReport<'_>, report: &Report<'_>) -> SkillWords {
    let score = &skill.score;
    SkillWords {
        title: skill.skill.title.clone(),
        score: figure(score.score.as_ref()),
        level: skill.level(report.rubric).to_owned(),
        target: figure(score.target.as_ref()),
        gap: figure(score.gap().as_ref()),
        supported: figure(score.supported.as_ref()),
        rated: format!("{}/{}", score.rated(), score.applicable),
    }
}

/// What is said of some skills, with their names; nothing where there is none.
fn listed<'s, 'a: 's>(
    said: &str,
    skills: impl Iterator<Item = &'s SkillReport<'a>>,
) -> Option<String> {
    let titles: Vec<_> = skills.map(|skill| skill.skill.title.clone()).collect();
    (!titles.is_empty()).then(|| format!("{said}: {}.", list(&titles)))
}

/// Whether a skill has a score that reaches its target.
fn reaches(skill: &SkillReport<'_>) -> bool {
    skill.score.gap().is_some_and(|gap| gap == whole(0))
}

fn falls_short(skill: &SkillReport<'_>) -> bool {
    skill.score.gap().is_some_and(|gap| gap > whole(0))
}

/// Whether too little is rated of what applies.
fn lacks_score(skill: &SkillReport<'_>) -> bool {
    skill.score.score.is_none() && skill.score.applicable > 0
}

fn applies_nowhere(skill: &SkillReport<'_>) -> bool {
    skill.score.applicable == 0
}

fn numbers(report: &Report<'_>, ratings: Ratings) -> Vec<String> {
    let rubric = report.rubric;
    let mut how =
        "This is a structured reflection for development. All ratings are self-ratings.".to_owned();
    if ratings == Ratings::Shown {
        let from = rubric.evidence_from;
        let counts = from.number().saturating_sub(1);
        how.push_str(&format!(
            " Each question has five described steps. A score is the mean of a skill's ratings and \
             is shown when at least half of the questions that apply are rated, and at least two \
             (one where only one applies). In “supported”, a rating of {from} or more without \
             evidence counts as {counts}. “Rated” says how many of the questions that apply have a \
             rating. A gap is the target minus the score; targets are the rubric's reading of the \
             role."
        ));
        let is_weighted = |question: &Question| question.weight != Weight::ONE;
        if rubric
            .questions()
            .any(|(_, question)| is_weighted(question))
        {
            how.push_str(" Some questions have a weight, so the means are weighted.");
        }
    } else {
        how.push_str(" Ratings are left out.");
    }
    let sources = rubric.sources.iter().filter_map(|source| {
        let author = source.author.as_ref()?;
        Some(format!("{} ({author})", source.title))
    });
    let sources: Vec<_> = sources.collect();
    let mut after = format!("Rubric: {}, version {}.", rubric.title, rubric.version);
    if let Some(day) = report.assessment.finished {
        after.push_str(&format!(" Finished on {day}."));
    }
    if !sources.is_empty() {
        after.push_str(&format!(" After {}.", list(&sources)));
    }
    vec![how, after]
}
