//! Answers files: a whole interview written down beforehand.

mod write;

use std::path::Path;

use super::diagnostic::{Diagnostics, Position};
use super::entries::{ENTRY_KEYS, Entries, Origin};
use super::rubric::is_id;
use super::yaml::{self, Field, Reader, scalar};
use crate::domain::assessment::{Answer, Assessment, Focus, OWN_ROLE, State};
use crate::domain::period::Period;
use crate::domain::rubric::Rubric;

pub use super::entries::Entries as Answers;
pub use write::write;

/// What an answers file says it is about. It decides what the rest is read for, so it comes first.
#[derive(Clone, Debug, Default)]
pub struct About {
    pub period: Option<(Period, Position)>,
    pub rubric: Option<(String, Position)>,
}

/// Reads what an answers file says it is about. What cannot be read of it is left to [`read`].
pub fn about(path: &Path, text: &str) -> Result<About, Diagnostics> {
    let file = yaml::read(path, text)?;
    let file = Field::of(&file);
    let mut reader = Reader::new(path, text);
    reader.check_shapes(file, &[scalar("period"), scalar("rubric")]);
    let [period, rubric] = ["period", "rubric"].map(|key| file.find(key));
    let id = rubric.text().filter(|id| is_id(id));
    let quarter = period.text().and_then(|text| text.parse().ok());
    reader.finish(Some(About {
        period: quarter.map(|quarter| (quarter, period.at())),
        rubric: id.map(|id| (id.to_owned(), rubric.at())),
    }))
}

pub fn read(path: &Path, text: &str, rubric: &Rubric) -> Result<Answers, Diagnostics> {
    let file = yaml::read(path, text)?;
    let file = Field::of(&file);
    let mut reader = Reader::new(path, text);
    let about = [scalar("period"), scalar("rubric")];
    reader.check(file, &[&about[..], &ENTRY_KEYS].concat());
    let [quarter, id, answers] = ["period", "rubric", "answers"].map(|key| file.find(key));
    reader.parsed("`period`", quarter, str::parse::<Period>);
    reader.parsed("`rubric`", id, |said| {
        let id = &rubric.id;
        let wrong = format!("the file is for the rubric `{said}`, not for `{id}`");
        if said == id { Ok(()) } else { Err(wrong) }
    });
    if answers.is_null() {
        reader.problem(Position::line(1), "`answers` is missing");
    }
    let mut entries = Entries::read(file, Origin::Person, &mut reader);
    for unknown in entries.named.iter().filter_map(|it| it.problem(rubric)) {
        reader.problem(unknown.at, unknown.message);
    }
    // Untouched, as the printed file has it.
    let unfilled = Answer {
        private: true,
        ..Answer::default()
    };
    let is_sensitive = |id: &String| rubric.question(id).is_some_and(|it| it.1.sensitive);
    let answers = &mut entries.answers;
    answers.retain(|id, answer| *answer != unfilled || !is_sensitive(id));
    reader.finish(Some(entries))
}

impl Answers {
    /// Whether nobody has filled anything in: no rating, no text, nothing not applicable.
    pub fn is_empty(&self) -> bool {
        let is_said = |it: &Answer| it.state != State::Open || it.has_evidence();
        let notes = self.last_focus.iter().map(|item| &item.note);
        let is_blank = |text: &String| text.trim().is_empty();
        notes.chain([&self.closing]).all(is_blank)
            && !self.answers.values().any(is_said)
            && self.focus.is_empty()
            && self.highlights.is_empty()
    }

    /// Puts the answers into an empty draft. A last focus gets its action from the assessment
    /// that chose it.
    pub fn fill(self, mut draft: Assessment, previous: Option<&Assessment>) -> Assessment {
        let mut chosen: Vec<_> = previous.map_or_else(Vec::new, |earlier| earlier.focus.clone());
        draft.answers = self.answers;
        draft.focus = self.focus;
        draft.last_focus = self.last_focus;
        draft.closing = self.closing;
        draft.closing_private = self.closing_private;
        draft.highlights = self.highlights;
        if !self.targets.is_empty() {
            OWN_ROLE.clone_into(&mut draft.role);
            draft.targets = self.targets;
        }
        for item in draft.last_focus.iter_mut().map(|item| &mut item.focus) {
            let is_it = |said: &Focus| {
                said.skill == item.skill && (item.action.is_empty() || said.action == item.action)
            };
            if let Some(index) = chosen.iter().position(is_it) {
                let said = chosen.remove(index);
                item.action = said.action;
                item.private |= said.private;
                item.by = item.by.or(said.by);
                if item.sign.is_empty() {
                    item.sign = said.sign;
                }
            }
        }
        draft
    }
}
