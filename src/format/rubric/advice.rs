//! What a rubric that can be used would do better: advice, which refuses nothing.

use std::collections::BTreeMap;
use std::path::Path;

use crate::format::diagnostic::{Diagnostic, Diagnostics, Position};
use crate::format::yaml::{self, Field};

/// Most characters of a text, beyond which it no longer fits the place where it is read.
const MAX_ASK: usize = 140;
const MAX_HINT: usize = 200;
const MAX_PRACTICE: usize = 160;

/// Most characters of an anchor: five of them are read side by side.
const MAX_ANCHOR: usize = 90;

/// So many words in a row that two steps have in common make them hard to tell apart.
const RUN: usize = 7;

/// Advice on a rubric that [`check`](super::check) accepts, each piece with its place; nothing where
/// there is none.
pub fn advice(path: &Path, text: &str) -> Option<Diagnostics> {
    let file = yaml::read(path, text).ok()?;
    let file = Field::of(&file);
    let mut adviser = Adviser::default();
    for skill in file.find("skills").items() {
        for question in skill.find("questions").items() {
            adviser.question(question);
        }
        let observed = skill.find("observed");
        let what = format!("skill `{}`: `observed`", skill.find("id").get());
        adviser.length(&format!("{what}: `ask`"), observed.find("ask"), MAX_ASK);
        adviser.anchors(&what, observed.find("anchors"));
    }
    let closing = file.find("closing");
    adviser.length("`closing`: `ask`", closing.find("ask"), MAX_ASK);
    for ask in closing.find("stages").values() {
        adviser.length(&format!("`closing`: `{}`", ask.key), ask, MAX_ASK);
    }
    (!adviser.found.is_empty()).then(|| Diagnostics::new(path, text, adviser.found))
}

#[derive(Default)]
struct Adviser {
    found: Vec<Diagnostic>,
    seen: BTreeMap<(&'static str, Vec<String>), usize>,
}

impl Adviser {
    fn question(&mut self, question: Field<'_>) {
        let get = |key| question.find(key);
        let what = &*format!("question `{}`", get("id").get());
        let missing = match (get("title").is_null(), get("kind").is_null()) {
            (true, true) => "`title` and no `kind`",
            (true, _) => "`title`",
            (_, true) => "`kind`",
            _ => "",
        };
        if !missing.is_empty() {
            self.advise(question.at(), format!("{what} has no {missing}"));
        }
        let (ask, practice) = (get("ask"), get("practice"));
        self.length(&format!("{what}: `ask`"), ask, MAX_ASK);
        self.length(&format!("{what}: `hint`"), get("hint"), MAX_HINT);
        self.length(&format!("{what}: `practice`"), practice, MAX_PRACTICE);
        self.repeated(what, "ask", ask);
        self.repeated(what, "practice", practice);
        if ask.get().matches(['?', '？', '؟']).count() > 1 {
            let message = format!("{what}: `ask` has more than one question mark; ask one thing");
            self.advise(ask.at(), message);
        }
        self.anchors(what, get("anchors"));
    }

    fn anchors(&mut self, what: &str, anchors: Field<'_>) {
        let anchors: Vec<_> = anchors.values().collect();
        for (index, text) in anchors.iter().enumerate() {
            let what = format!("{what}: anchor {}", text.key);
            self.length(&what, *text, MAX_ANCHOR);
            let mut others = anchors[..index].iter();
            if let Some(other) = others.find(|other| share_a_run(text.get(), other.get())) {
                let message = format!(
                    "{what} has {RUN} words in a row in common with anchor {}; tell another story",
                    other.key
                );
                self.advise(text.at(), message);
            }
        }
    }

    fn length(&mut self, what: &str, text: Field<'_>, most: usize) {
        let length = text.get().trim().chars().count();
        if length > most {
            let message =
                format!("{what} has {length} characters; {most} at most can be read at a glance");
            self.advise(text.at(), message);
        }
    }

    fn repeated(&mut self, what: &str, name: &'static str, text: Field<'_>) {
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

fn share_a_run(one: &str, other: &str) -> bool {
    let (one, other) = (plain_words(one), plain_words(other));
    one.windows(RUN)
        .any(|run| other.windows(RUN).any(|there| run == there))
}

fn plain_words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'');
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}
