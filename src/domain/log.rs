//! The log: what is written down on the day it happens, as evidence for the assessment to come.

use std::collections::HashSet;

use jiff::civil::Date;

use super::rubric::Rubric;

/// One piece of evidence, captured during a quarter. As [`LogEntry::new`] makes it, the text is not
/// blank, its lines end in line feeds alone, and no skill is named twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// The day it happened, or was written down.
    pub date: Date,
    /// What happened, in one line or more.
    pub text: String,
    /// Ids of the skills that it is about, in the order given; none where it is untagged.
    pub skills: Vec<String>,
    /// Whether an answer that is made of it stays out of exports.
    pub private: bool,
    /// Where to see it.
    pub link: Option<String>,
}

impl LogEntry {
    /// An entry of a day without the white space around its text; none where nothing is left.
    pub fn new(date: Date, text: &str, skills: Vec<String>) -> Option<Self> {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let lines: Vec<_> = text.trim().lines().map(str::trim_end).collect();
        let text = lines.join("\n");
        let mut named = HashSet::new();
        let mut skills = skills;
        skills.retain(|skill| named.insert(skill.clone()));
        (!text.is_empty()).then_some(Self {
            date,
            text,
            skills,
            private: false,
            link: None,
        })
    }

    /// Whether it is about a skill. One without any is about none.
    pub fn is_about(&self, skill: &str) -> bool {
        self.skills.iter().any(|id| id == skill)
    }

    /// Whether it is about a skill that the rubric has.
    pub fn is_tagged(&self, rubric: &Rubric) -> bool {
        let mut skills = self.skills.iter();
        skills.any(|id| rubric.skill(id).is_some())
    }

    /// The text as evidence, with the place to see it.
    pub fn evidence(&self) -> String {
        match &self.link {
            Some(link) => format!("{}\n{link}", self.text),
            None => self.text.clone(),
        }
    }
}
