//! What is said: values in, a page of blocks out, one file a page; and beside the pages the same for
//! other programs (`json`, `csv`). This file holds what every page about one assessment starts from:
//! figures, notes and answers, with private text already left out.

pub mod calendar;
pub mod config;
pub mod csv;
pub mod diff;
pub mod era;
pub mod explain;
pub mod history;
pub mod json;
pub mod list;
pub mod log;
pub mod note;
pub mod review;
pub mod rubric;
pub mod scores;
pub mod status;
pub mod wording;

use crate::domain::assessment::{Answer, Assessment, State};
use crate::domain::note::gap_note;
use crate::domain::rubric::{Bar, Cluster, Era, Question, Rubric, Skill};
use crate::domain::scoring::{ClusterScore, SkillScore, gaps, score_all, score_cluster};
use wording::mean;

/// Whether the text of private answers is part of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Privacy {
    Withhold,
    Include,
}

/// One assessment held against one role.
#[derive(Debug)]
pub struct Report<'a> {
    pub assessment: &'a Assessment,
    pub rubric: &'a Rubric,
    pub bar: Bar<'a>,
    /// The era that the skills are grouped as in, where it is not the rubric's own grouping.
    pub era: Option<&'a Era>,
    pub clusters: Vec<ClusterReport<'a>>,
    /// How many private answers had text that is left out.
    pub withheld: usize,
}

#[derive(Debug)]
pub struct ClusterReport<'a> {
    pub cluster: &'a Cluster,
    pub score: ClusterScore,
    pub skills: Vec<SkillReport<'a>>,
}

#[derive(Debug)]
pub struct SkillReport<'a> {
    pub skill: &'a Skill,
    pub score: SkillScore<'a>,
    /// The gap note in words.
    pub note: String,
    pub answers: Vec<AnswerReport<'a>>,
}

/// One question and what may be shown of its answer.
#[derive(Debug)]
pub struct AnswerReport<'a> {
    pub question: &'a Question,
    /// Text that is withheld is empty here.
    pub answer: Answer,
    /// Whether text was left out because it is private.
    pub withheld: bool,
}

impl<'a> Report<'a> {
    /// Scores an assessment and words it.
    #[must_use]
    pub fn new(
        rubric: &'a Rubric,
        assessment: &'a Assessment,
        bar: Bar<'a>,
        privacy: Privacy,
    ) -> Self {
        let mut scores = score_all(rubric, assessment, bar);
        let clusters: Vec<_> = rubric
            .clusters
            .iter()
            .map(|cluster| {
                let (inside, others) = std::mem::take(&mut scores)
                    .into_iter()
                    .partition(|score: &SkillScore<'_>| score.skill.cluster == cluster.id);
                scores = others;
                let inside: Vec<_> = inside;
                ClusterReport {
                    cluster,
                    score: score_cluster(inside.iter()),
                    skills: inside
                        .into_iter()
                        .map(|score| {
                            let is_it = |skill: &Skill| skill.id == score.skill.id;
                            let turn = rubric.skills.iter().position(is_it);
                            SkillReport::new(score, assessment, privacy, turn.unwrap_or_default())
                        })
                        .collect(),
                }
            })
            .collect();
        let mut report = Self {
            assessment,
            rubric,
            bar,
            era: None,
            clusters,
            withheld: 0,
        };
        report.withheld = report
            .answers()
            .filter(|(_, answer)| answer.withheld)
            .count();
        report
    }

    /// The skills in the rubric's order.
    pub fn skills(&self) -> impl Iterator<Item = &SkillReport<'a>> {
        let clustered = || self.clusters.iter().flat_map(|cluster| &cluster.skills);
        self.rubric
            .skills
            .iter()
            .filter_map(move |skill| clustered().find(|report| report.skill.id == skill.id))
    }

    /// Every answer with its skill, in the same order.
    pub fn answers(&self) -> impl Iterator<Item = (&SkillReport<'a>, &AnswerReport<'a>)> {
        self.skills()
            .flat_map(|skill| skill.answers.iter().map(move |answer| (skill, answer)))
    }

    /// The skills that fall short, biggest gap first, core before growth at equal size.
    #[must_use]
    pub fn gaps(&self) -> Vec<&SkillReport<'a>> {
        let scores: Vec<_> = self.skills().map(|skill| skill.score.clone()).collect();
        gaps(self.rubric, &scores)
            .into_iter()
            .filter_map(|score| self.skills().find(|skill| skill.skill.id == score.skill.id))
            .collect()
    }

    /// The texts of private answers that are brought in: question and text.
    pub fn private_texts(&self) -> impl Iterator<Item = (&'a Question, String)> {
        self.answers()
            .filter(|(_, answer)| answer.answer.withholds())
            .map(|(_, answer)| {
                let note = match &answer.answer.state {
                    State::NotApplicable { note, .. } => note.as_str(),
                    _ => "",
                };
                let texts = [answer.answer.evidence.trim(), note.trim()];
                let said: Vec<_> = texts.into_iter().filter(|text| !text.is_empty()).collect();
                (answer.question, said.join("\n"))
            })
    }

    /// Whether any skill has a score.
    #[must_use]
    pub fn has_scores(&self) -> bool {
        self.skills().any(|skill| skill.score.score.is_some())
    }

    /// The closing question and what was said to it, where something was.
    #[must_use]
    pub fn closing(&self) -> Option<(&'a str, &'a str)> {
        let stage = self.bar.stage.map(|stage| stage.id.as_str());
        let text = self.assessment.closing.trim();
        let ask = self.rubric.closing(stage).unwrap_or_default();
        (!text.is_empty()).then_some((ask, text))
    }

    /// The skill with that id.
    #[must_use]
    pub fn skill(&self, id: &str) -> Option<&SkillReport<'a>> {
        self.skills().find(|skill| skill.skill.id == id)
    }
}

impl<'a> ClusterReport<'a> {
    /// The skill that the mean hides.
    #[must_use]
    pub fn lowest(&self) -> Option<&SkillReport<'a>> {
        let lowest = self.score.lowest.as_ref()?;
        self.skills.iter().find(|skill| skill.skill.id == *lowest)
    }

    /// The mean in words, with how many skills are in it where some have no score.
    #[must_use]
    pub fn mean(&self) -> String {
        let scored = self
            .skills
            .iter()
            .filter(|skill| skill.score.score.is_some())
            .count();
        mean(self.score.score.as_ref(), scored, self.skills.len())
    }
}

impl<'a> SkillReport<'a> {
    fn new(score: SkillScore<'a>, assessment: &Assessment, privacy: Privacy, turn: usize) -> Self {
        let answers = score
            .skill
            .questions
            .iter()
            .map(|question| {
                let mut answer = assessment.answer(&question.id).cloned().unwrap_or_default();
                let withheld = privacy == Privacy::Withhold && answer.withholds();
                if withheld {
                    answer.evidence.clear();
                    if let State::NotApplicable { note, .. } = &mut answer.state {
                        note.clear();
                    }
                }
                AnswerReport {
                    question,
                    answer,
                    withheld,
                }
            })
            .collect();
        Self {
            skill: score.skill,
            note: note::words(&gap_note(&score), turn),
            score,
            answers,
        }
    }

    /// The label of the level, or a dash.
    #[must_use]
    pub fn level<'r>(&self, rubric: &'r Rubric) -> &'r str {
        self.score.level().map_or("–", |level| rubric.label(level))
    }
}
