//! What is said: values in, a page of blocks out, one file a page; and the same for other programs
//! (`json`, `csv`). Every page about one assessment starts from a [`Report`], without what is private.

pub mod calendar;
pub mod compare;
pub mod config;
pub mod csv;
pub mod diff;
pub mod era;
pub mod explain;
pub mod feedback;
pub mod history;
pub mod json;
pub mod list;
pub mod log;
pub mod note;
pub mod review;
pub mod rubric;
pub mod schema;
pub mod scores;
pub mod status;
pub mod wording;

use std::borrow::Cow;

use crate::domain::assessment::{Answer, Assessment, Focus, FocusOutcome, State};
use crate::domain::privacy::Privacy;
use crate::domain::rubric::{Era, Question, RoleTargets, Rubric, Skill};
use crate::domain::scoring::{
    ScoredCluster, SkillScore, Standing, gaps, score_all, score_clusters,
};
use crate::domain::status::Progress;
use note::Note;
use wording::{capitalized, count};

#[derive(Debug)]
pub struct Report<'a> {
    /// Without what is private.
    pub assessment: Cow<'a, Assessment>,
    pub progress: Progress,
    pub rubric: &'a Rubric,
    pub bar: RoleTargets<'a>,
    /// The era that the skills are grouped as in, where it is not the rubric's own grouping.
    pub era: Option<&'a Era>,
    pub author: Author<'a>,
    pub clusters: Vec<ScoredCluster<'a>>,
    skills: Vec<SkillReport<'a>>,
    pub left_out: Option<String>,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct Author<'a> {
    pub name: Option<&'a str>,
    pub team: Option<&'a str>,
}

#[derive(Debug)]
pub struct SkillReport<'a> {
    pub skill: &'a Skill,
    pub score: SkillScore<'a>,
    pub answers: Vec<AnswerReport<'a>>,
}

#[derive(Debug)]
pub struct AnswerReport<'a> {
    pub question: &'a Question,
    /// Without what is private: an answer that is withheld is open here and has no text.
    pub answer: Answer,
    /// The word for how the question stands, which is no secret.
    pub state: &'static str,
    pub withheld: bool,
    /// Whether the rubric's words for its rating, or the next, may stand in a note.
    pub is_quoted: bool,
}

impl<'a> Report<'a> {
    pub fn new(
        rubric: &'a Rubric,
        assessment: &'a Assessment,
        bar: RoleTargets<'a>,
        privacy: Privacy,
    ) -> Self {
        let open = assessment.redacted(privacy);
        let scores = score_all(rubric, assessment, bar).into_iter();
        let scores: Vec<_> = scores.map(|score| score.redacted(privacy)).collect();
        let clusters = score_clusters(&rubric.clusters, &scores);
        let skills = scores.into_iter();
        let skills = skills.map(|score| SkillReport::new(score, (assessment, &open), privacy));
        let skills: Vec<_> = skills.collect();
        Self {
            left_out: left_out(assessment, &open, privacy),
            progress: Progress::of(assessment, rubric),
            assessment: open,
            rubric,
            bar,
            era: None,
            author: Author::default(),
            clusters,
            skills,
        }
    }

    pub fn skills(&self) -> impl Iterator<Item = &SkillReport<'a>> {
        self.skills.iter()
    }

    pub fn is_wanted(&self) -> bool {
        self.skills().any(|skill| skill.score.is_wanted)
    }

    pub fn skills_of(&self, cluster: &str) -> impl Iterator<Item = &SkillReport<'a>> {
        self.skills()
            .filter(move |skill| skill.skill.cluster == cluster)
    }

    pub fn answers(&self) -> impl Iterator<Item = &AnswerReport<'a>> {
        self.skills().flat_map(|skill| &skill.answers)
    }

    /// The skills that fall short, biggest gap first, core before growth at equal size.
    pub fn gaps(&self) -> Vec<&SkillReport<'a>> {
        let scores: Vec<_> = self.skills().map(|skill| skill.score.clone()).collect();
        let gaps = gaps(self.rubric, &scores).into_iter();
        gaps.filter_map(|gap| self.skill(&gap.skill.id)).collect()
    }

    pub fn last_focus(&self) -> impl Iterator<Item = &FocusOutcome> {
        let last = self.assessment.last_focus.iter();
        last.filter(|last| !last.is_withheld())
    }

    pub fn focus(&self) -> impl Iterator<Item = &Focus> {
        let focus = self.assessment.focus.iter();
        focus.filter(|focus| !focus.is_withheld())
    }

    pub fn closing(&self) -> Option<(&'a str, &str)> {
        let stage = self.bar.stage.map(|stage| stage.id.as_str());
        let text = self.assessment.closing.trim();
        let ask = self.rubric.closing(stage).unwrap_or_default();
        (!text.is_empty()).then_some((ask, text))
    }

    pub fn skill(&self, id: &str) -> Option<&SkillReport<'a>> {
        self.skills().find(|skill| skill.skill.id == id)
    }

    /// The title of a skill, also of one that the rubric no longer has: then its id.
    pub fn skill_title<'r>(&'r self, id: &'r str) -> &'r str {
        self.skill(id).map_or(id, |skill| &skill.skill.title)
    }
}

impl<'a> SkillReport<'a> {
    /// The figures come from the whole assessment, the words from what may be shown of it.
    fn new(
        score: SkillScore<'a>,
        (whole, open): (&Assessment, &Assessment),
        privacy: Privacy,
    ) -> Self {
        let answers = score.skill.questions.iter().map(|question| {
            let answer = open.answer(&question.id).cloned().unwrap_or_default();
            let state = whole.answer(&question.id).map(|answer| answer.state.word());
            AnswerReport {
                question,
                withheld: answer.private && privacy == Privacy::Withhold,
                is_quoted: !answer.private || privacy == Privacy::Include,
                answer,
                state: state.unwrap_or(State::Open.word()),
            }
        });
        Self {
            answers: answers.collect(),
            skill: score.skill,
            score,
        }
    }

    /// Whether others may not read single ratings: the score would tell the rating of a private answer.
    pub fn has_private(&self) -> bool {
        self.answers.iter().any(|answer| answer.withheld)
    }

    pub fn note(&self) -> String {
        if let Some(note) = Note::of(self) {
            return note.sentences();
        }
        match self.score.standing() {
            Standing::NothingApplies => "No question applies this time.".to_owned(),
            Standing::Unscored { missing } => {
                format!("No score yet; it takes {}.", count(missing, "more rating"))
            }
            _ => format!("{}.", capitalized(met(self.score.is_wanted))),
        }
    }

    /// How the score stands against its target, such as `0.60 short`, `close` or `on target`.
    pub fn standing(&self) -> String {
        let (score, is_wanted) = (&self.score, self.score.is_wanted);
        let Some(gap) = score.gap.clone() else {
            let lacks = score.score.as_ref().map_or("no score", |_| "no target");
            return lacks.to_owned();
        };
        let size = wording::two_decimals(&(-&gap).max(gap));
        match score.standing() {
            Standing::Close => "close".to_owned(),
            Standing::Short if is_wanted => format!("{size} less than wanted"),
            Standing::Short => format!("{size} short"),
            Standing::Above => format!("{size} more than wanted"),
            _ => met(is_wanted).to_owned(),
        }
    }
}

/// How a skill stands that lacks nothing.
fn met(is_wanted: bool) -> &'static str {
    if is_wanted { "as wanted" } else { "on target" }
}

fn left_out(whole: &Assessment, open: &Assessment, privacy: Privacy) -> Option<String> {
    let answers = whole.answers.values().filter(|answer| answer.private);
    let focus = open.focus.iter().filter(|focus| focus.is_withheld());
    let last = open.last_focus.iter().filter(|last| last.is_withheld());
    let closing = !whole.closing.trim().is_empty() && open.closing.is_empty();
    let things = [
        (answers.count(), "private answer"),
        (focus.count() + last.count(), "private focus"),
        (usize::from(closing), "private closing answer"),
    ];
    wording::left_out(&things).filter(|_| privacy != Privacy::Include)
}
