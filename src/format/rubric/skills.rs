//! Skills and their questions.

use super::Parts;
use super::fields::{ObservedFields, PerId, QuestionFields, SkillFields};
use crate::domain::decimal::{Weight, whole};
use crate::domain::rubric::{Kind, MAX_TITLE, Observed, Question, Skill};
use crate::domain::suggest::or_meant;
use crate::format::diagnostic::Position;
use crate::format::yaml::{Scalar, Spanned, Text, at, unknown_key};

impl Parts<'_> {
    pub(super) fn skill(&mut self, node: &Spanned<SkillFields>) -> Skill {
        let (place, fields) = (at(node), &node.value);
        let id = self.id("skill", &fields.id);
        let cluster = fields.cluster.get();
        if !self.has("cluster", cluster) {
            let message = format!("there is no cluster `{cluster}`");
            self.reader.problem(fields.cluster.at(), message);
        }
        self.not_empty(&format!("skill `{id}`: `questions`"), &fields.questions);
        let mut questions = Vec::new();
        for node in &fields.questions.value {
            let question = self.question(node);
            if !question.id.starts_with(&format!("{id}.")) {
                let message = format!(
                    "question `{}` is under skill `{id}`, so its id should begin with `{id}.`",
                    question.id
                );
                self.reader.problem(node.value.id.at(), message);
            }
            questions.push(question);
        }
        let observed = fields.observed.as_ref();
        let examples = fields.examples.iter().flatten();
        Skill {
            title: fields.title.to_string(),
            cluster: cluster.to_owned(),
            definition: fields.definition.to_string(),
            examples: examples.map(Text::to_string).collect(),
            questions,
            observed: observed.map(|fields| self.observed(&id, place, fields)),
            id,
        }
    }

    fn observed(&mut self, skill: &str, place: Position, fields: &ObservedFields) -> Observed {
        let what = format!("skill `{skill}`: `observed`");
        Observed {
            ask: fields.ask.to_string(),
            anchors: self.anchors(&what, place, &fields.anchors),
        }
    }

    fn question(&mut self, node: &Spanned<QuestionFields>) -> Question {
        let fields = &node.value;
        let id = fields.id.get();
        let what = &*format!("question `{id}`");
        // A follow-up comes later, so the question does not follow itself.
        let follows = fields.follows.as_ref().map(|parent| {
            if !self.has("question", parent.get()) {
                let message = format!(
                    "{what} follows `{}`, which is not a question before it",
                    parent.get()
                );
                self.reader.problem(parent.at(), message);
            }
            parent.to_string()
        });
        let weight = fields.weight.as_ref();
        let weight = weight.and_then(|node| self.weight(&format!("{what}: `weight`"), node));
        Question {
            id: self.id("question", &fields.id),
            title: self.title(what, fields),
            kind: self.kind(what, fields.kind.as_ref()),
            sensitive: self.flag(what, "sensitive", &fields.sensitive),
            reputation: self.flag(what, "reputation", &fields.reputation),
            ask: self.asked(&format!("{what}: `ask`"), &fields.ask),
            hint: fields.hint.to_string(),
            anchors: self.anchors(what, at(node), &fields.anchors),
            practice: fields.practice.to_string(),
            weight: weight.unwrap_or(Weight::ONE),
            follows,
        }
    }

    fn flag(&mut self, what: &str, name: &str, node: &Scalar) -> bool {
        self.reader.flag(&format!("{what}: `{name}`"), node)
    }

    fn kind(&mut self, what: &str, node: Option<&Text>) -> Kind {
        let kind = node.and_then(|node| {
            self.reader.parsed(what, &node.0, |word| {
                let known = Kind::ALL.map(Kind::word);
                let found = Kind::ALL.into_iter().find(|kind| kind.word() == word);
                let message = format!("`{word}` is no kind; `kind` is one of {}", known.join(", "));
                found.ok_or_else(|| or_meant(message, word, known))
            })
        });
        kind.unwrap_or_default()
    }

    fn title(&mut self, what: &str, fields: &QuestionFields) -> String {
        let Some(title) = &fields.title else {
            return readable(fields.id.get());
        };
        let length = title.get().chars().count();
        if length > MAX_TITLE {
            let message = format!("{what}: `title` has {length} characters, {MAX_TITLE} at most");
            self.reader.problem(title.at(), message);
        }
        title.to_string()
    }

    fn anchors(&mut self, what: &str, place: Position, anchors: &PerId) -> [String; 5] {
        let names = ["1", "2", "3", "4", "5"];
        let place = anchors.0.first().map_or(place, |(key, _)| at(key));
        let is_unknown = |(key, _): &&(Spanned<String>, _)| !names.contains(&&*key.value);
        for (key, _) in anchors.0.iter().filter(is_unknown) {
            let message = unknown_key(&key.value, &names);
            let message = format!("{what}: `anchors`: {message}");
            self.reader.problem(at(key), message);
        }
        let found = names.map(|name| anchors.0.iter().find(|(key, _)| key.value == name));
        let texts = found.map(|entry| entry.map_or("", |(_, text)| text.get()));
        for (index, (name, entry)) in names.into_iter().zip(found).enumerate() {
            let Some((_, text)) = entry else {
                let message = format!("{what}: there is no anchor for rating {name}");
                self.reader.problem(place, message);
                continue;
            };
            let mut before = texts[..index].iter();
            if let Some(twin) = before.position(|other| alike(other, text.get())) {
                let message = format!("{what}: anchor {name} repeats anchor {}", twin + 1);
                self.reader.problem(text.at(), message);
            }
        }
        texts.map(str::to_owned)
    }

    fn weight(&mut self, what: &str, node: &Text) -> Option<Weight> {
        let hundredths = (self.decimal(what, node)? * whole(100)).to_integer();
        let hundredths = u32::try_from(hundredths).ok();
        let hundredths = hundredths.filter(|hundredths| *hundredths <= 100 * 100);
        let weight = hundredths.and_then(Weight::of_hundredths);
        if weight.is_none() {
            let message = format!("{what} is a number above 0 and up to 100");
            self.reader.problem(node.at(), message);
        }
        weight
    }
}

/// The last part of a question's id as a title: `pulled-in` reads `Pulled in`.
fn readable(id: &str) -> String {
    let name = id.rsplit('.').next().unwrap_or(id).replace('-', " ");
    let mut letters = name.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => name,
    }
}

/// Whether two texts say the same but for case, spaces and punctuation.
fn alike(one: &str, other: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = char> {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase)
    }
    one == other || (letters(one).next().is_some() && letters(one).eq(letters(other)))
}
