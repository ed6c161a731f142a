//! What a rubric that can be used would do better: advice, which refuses nothing.

use std::collections::BTreeMap;
use std::path::Path;

use super::fields::{PerId, QuestionFields, RubricFields};
use crate::format::diagnostic::{Diagnostic, Diagnostics, Position};
use crate::format::yaml::{self, Text, at};

/// Most characters of a text, beyond which it no longer fits the place where it is read.
const MAX_ASK: usize = 140;
const MAX_HINT: usize = 200;
const MAX_PRACTICE: usize = 160;

/// Most characters of an anchor: five of them are read side by side.
const MAX_ANCHOR: usize = 90;

/// So many words in a row that two steps have in common make them hard to tell apart.
const RUN: usize = 7;

/// Advice on a rubric, each piece with its place; nothing where there is none. Says nothing of a
/// text that is no rubric: [`check`](super::check) does.
pub fn advice(path: &Path, text: &str) -> Option<Diagnostics> {
    let file = yaml::read_some::<RubricFields>(path, text).ok()?;
    let mut adviser = Adviser::default();
    for skill in file.skills.value.iter().map(|skill| &skill.value) {
        for node in &skill.questions.value {
            adviser.question(at(node), &node.value);
        }
        if let Some(observed) = &skill.observed {
            let what = format!("skill `{}`: `observed`", skill.id.get());
            adviser.length(&format!("{what}: `ask`"), &observed.ask, MAX_ASK);
            adviser.anchors(&what, &observed.anchors);
        }
    }
    if let Some(closing) = &file.closing {
        adviser.length("`closing`: `ask`", &closing.ask, MAX_ASK);
        for (stage, ask) in closing.stages.iter().flat_map(|stages| &stages.0) {
            adviser.length(&format!("`closing`: `{}`", stage.value), ask, MAX_ASK);
        }
    }
    (!adviser.found.is_empty()).then(|| Diagnostics::new(path, text, adviser.found))
}

#[derive(Default)]
struct Adviser {
    found: Vec<Diagnostic>,
    seen: BTreeMap<(&'static str, Vec<String>), usize>,
}

impl Adviser {
    fn question(&mut self, place: Position, fields: &QuestionFields) {
        let what = &*format!("question `{}`", fields.id.get());
        let missing = match (&fields.title, &fields.kind) {
            (None, None) => "`title` and no `kind`",
            (None, _) => "`title`",
            (_, None) => "`kind`",
            _ => "",
        };
        if !missing.is_empty() {
            self.advise(place, format!("{what} has no {missing}"));
        }
        self.length(&format!("{what}: `ask`"), &fields.ask, MAX_ASK);
        self.length(&format!("{what}: `hint`"), &fields.hint, MAX_HINT);
        let practice = &fields.practice;
        self.length(&format!("{what}: `practice`"), practice, MAX_PRACTICE);
        self.repeated(what, "ask", &fields.ask);
        self.repeated(what, "practice", practice);
        if fields.ask.get().matches(['?', '？', '؟']).count() > 1 {
            let message = format!("{what}: `ask` has more than one question mark; ask one thing");
            self.advise(fields.ask.at(), message);
        }
        self.anchors(what, &fields.anchors);
    }

    fn anchors(&mut self, what: &str, anchors: &PerId) {
        for (index, (rating, text)) in anchors.0.iter().enumerate() {
            let what = format!("{what}: anchor {}", rating.value);
            self.length(&what, text, MAX_ANCHOR);
            let mut others = anchors.0[..index].iter();
            if let Some((other, _)) = others.find(|(_, other)| share_a_run(text, other)) {
                let message = format!(
                    "{what} has {RUN} words in a row in common with anchor {}; tell another story",
                    other.value
                );
                self.advise(text.at(), message);
            }
        }
    }

    fn length(&mut self, what: &str, text: &Text, most: usize) {
        let length = text.get().trim().chars().count();
        if length > most {
            let message =
                format!("{what} has {length} characters; {most} at most can be read at a glance");
            self.advise(text.at(), message);
        }
    }

    fn repeated(&mut self, what: &str, name: &'static str, text: &Text) {
        let words = plain_words(text.get());
        if words.is_empty() {
            return;
        }
        if let Some(line) = self.seen.get(&(name, words.clone())) {
            let message = format!("{what}: `{name}` is that of line {line} once more");
            self.advise(text.at(), message);
        } else {
            self.seen.insert((name, words), text.at().line);
        }
    }

    fn advise(&mut self, at: Position, message: String) {
        self.found.push(Diagnostic { at, message });
    }
}

fn share_a_run(one: &Text, other: &Text) -> bool {
    let (one, other) = (plain_words(one.get()), plain_words(other.get()));
    one.windows(RUN)
        .any(|run| other.windows(RUN).any(|there| run == there))
}

fn plain_words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'');
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}
