//! Skills and their questions.

use super::Parts;
use crate::domain::decimal::{ONCE, Weight};
use crate::domain::rubric::{Kind, MAX_TITLE, Observed, Question, Skill};
use crate::domain::suggest::or_meant;
use crate::format::diagnostic::Position;
use crate::format::yaml::{Field, Shape, mapping, needed, scalar, sequence, unknown_key, words};

impl Parts<'_> {
    pub(super) fn skill(&mut self, item: Field<'_>) -> Skill {
        let keys = [
            needed("id"),
            needed("title"),
            needed("cluster"),
            needed("definition"),
            sequence("examples"),
            sequence("questions").needed(),
            mapping("observed"),
        ];
        self.reader.check(item, &keys);
        let get = |key| item.find(key);
        let id = self.id("skill", get("id"));
        let cluster = get("cluster");
        if !self.has("cluster", cluster.get()) {
            let message = format!("there is no cluster `{}`", cluster.get());
            self.reader.problem(cluster.at(), message);
        }
        let questions = get("questions");
        self.not_empty(format_args!("skill `{id}`: `questions`"), questions);
        let mut found = Vec::new();
        for node in self.reader.items(questions) {
            let question = self.question(node);
            let (of, _) = question.id.split_once('.').unwrap_or_default();
            if of != id {
                let message = format!(
                    "question `{}` is under skill `{id}`, so its id should begin with `{id}.`",
                    question.id
                );
                self.reader.problem(node.find("id").at(), message);
            }
            found.push(question);
        }
        let (examples, observed) = (self.reader.texts(get("examples")), get("observed"));
        Skill {
            title: get("title").string(),
            cluster: cluster.string(),
            definition: get("definition").string(),
            examples: examples.into_iter().map(str::to_owned).collect(),
            questions: found,
            observed: observed.is_map().then(|| {
                let what = format!("skill `{id}`: `observed`");
                let [ask, anchors] = self
                    .reader
                    .fields(observed, [needed("ask"), mapping("anchors").needed()]);
                Observed {
                    ask: ask.string(),
                    anchors: self.anchors(&what, item.at(), anchors),
                }
            }),
            id,
        }
    }

    fn question(&mut self, item: Field<'_>) -> Question {
        let keys = [
            needed("id"),
            words("title"),
            words("kind"),
            scalar("sensitive"),
            scalar("reputation"),
            needed("ask"),
            needed("hint"),
            mapping("anchors").needed(),
            needed("practice"),
            words("weight"),
            words("follows"),
        ];
        self.reader.check(item, &keys);
        let get = |key| item.find(key);
        let id = get("id");
        let what = &*format!("question `{}`", id.get());
        // A follow-up comes later, so the question does not follow itself.
        let follows = get("follows");
        let parent = follows
            .text()
            .filter(|parent| !self.has("question", parent));
        if let Some(parent) = parent {
            let message = format!("{what} follows `{parent}`, which is not a question before it");
            self.reader.problem(follows.at(), message);
        }
        Question {
            weight: self.weight(what, get("weight")).unwrap_or(ONCE),
            id: self.id("question", id),
            title: self
                .title(what, get("title"))
                .unwrap_or_else(|| readable(id.get())),
            kind: self.kind(what, get("kind")),
            sensitive: self.reader.flag(format_args!("{what}: "), get("sensitive")),
            reputation: self
                .reader
                .flag(format_args!("{what}: "), get("reputation")),
            ask: self.asked(format_args!("{what}: `ask`"), get("ask")),
            hint: get("hint").string(),
            anchors: self.anchors(what, item.at(), get("anchors")),
            practice: get("practice").string(),
            follows: follows.some(),
        }
    }

    fn kind(&mut self, what: &str, field: Field<'_>) -> Kind {
        let kind = self.reader.parsed(what, field, |word| {
            let known = Kind::ALL.map(Kind::word);
            let found = Kind::ALL.into_iter().find(|kind| kind.word() == word);
            let message = format!("`{word}` is no kind; `kind` is one of {}", known.join(", "));
            found.ok_or_else(|| or_meant(message, word, known))
        });
        kind.unwrap_or_default()
    }

    fn title(&mut self, what: &str, field: Field<'_>) -> Option<String> {
        let length = field.get().chars().count();
        if length > MAX_TITLE {
            let message = format!("{what}: `title` has {length} characters, {MAX_TITLE} at most");
            self.reader.problem(field.at(), message);
        }
        field.some()
    }

    fn anchors(&mut self, what: &str, place: Position, anchors: Field<'_>) -> [String; 5] {
        let names = ["1", "2", "3", "4", "5"];
        let given = self.reader.entries(anchors, Shape::Words);
        let place = given.first().map_or(place, |first| first.key_at);
        for field in given.iter().filter(|field| !names.contains(&field.key)) {
            let message = unknown_key(field.key, &names);
            let message = format!("{what}: `anchors`: {message}");
            self.reader.problem(field.key_at, message);
        }
        let texts = names.map(|name| anchors.find(name).get());
        for (index, (name, text)) in names.into_iter().zip(texts).enumerate() {
            if text.is_empty() {
                let message = format!("{what}: there is no anchor for rating {name}");
                self.reader.problem(place, message);
                continue;
            }
            let mut before = texts[..index].iter();
            if let Some(twin) = before.position(|other| alike(other, text)) {
                let message = format!("{what}: anchor {name} repeats anchor {}", twin + 1);
                self.reader.problem(anchors.find(name).at(), message);
            }
        }
        texts.map(str::to_owned)
    }

    fn weight(&mut self, what: &str, field: Field<'_>) -> Option<Weight> {
        let weight = self.decimal(format_args!("{what}: `weight`"), field)?;
        let is_weight = Weight::from(0) < weight && weight <= Weight::from(100);
        if !is_weight {
            let message = format!("{what}: `weight` is a number above 0 and up to 100");
            self.reader.problem(field.at(), message);
        }
        is_weight.then_some(weight)
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
