//! Skills and their questions.

use super::Parts;
use crate::domain::figure::{Weight, whole};
use crate::domain::nearest::or_meant;
use crate::domain::rubric::{Kind, MOST_TITLE, Observed, Question, Rating, Skill};
use crate::format::yaml::{Fields, Node};

impl Parts<'_, '_> {
    pub(super) fn skill(&mut self, fields: &mut Fields<'_>) -> Option<Skill> {
        let id = self.id(fields, "skill", "skill ");
        let title = fields.need_text("title", self.reader);
        let cluster = fields.need_text("cluster", self.reader);
        if let (Some(cluster), Some(node)) = (&cluster, fields.take("cluster")) {
            self.places
                .insert(format!("used cluster {cluster}"), node.at);
            if !self.places.contains_key(&format!("cluster {cluster}")) {
                self.reader
                    .problem(node.at, format!("there is no cluster `{cluster}`"));
            }
        }
        let definition = fields.need_text("definition", self.reader);
        let examples = match fields.take("examples") {
            Some(node) => self.texts(node, "examples"),
            None => Vec::new(),
        };
        let questions = self.needed(fields, "questions", "question", Self::question);
        if let Some(id) = &id {
            for question in &questions {
                if !question.id.starts_with(&format!("{id}.")) {
                    let at = self.place(&format!("question {}", question.id));
                    let message = format!(
                        "question `{}` stands under skill `{id}`, so its id should begin with `{id}.`",
                        question.id
                    );
                    self.reader.problem(at, message);
                }
            }
        }
        let observed = fields.take("observed").map(|node| {
            let what = format!("skill `{}`: `observed`", id.as_deref().unwrap_or_default());
            self.observed(node, &what)
        });
        Some(Skill {
            id: id?,
            title: title?,
            cluster: cluster?,
            definition: definition?,
            examples,
            questions,
            observed: observed.flatten(),
        })
    }

    fn observed(&mut self, node: &Node, what: &str) -> Option<Observed> {
        let mut fields = self.reader.map(node, what)?;
        let ask = fields.need_text("ask", self.reader);
        let anchors = fields
            .need("anchors", self.reader)
            .and_then(|node| self.anchors(node, what));
        fields.no_others(self.reader);
        Some(Observed {
            ask: ask?,
            anchors: anchors?,
        })
    }

    pub(super) fn question(&mut self, fields: &mut Fields<'_>) -> Option<Question> {
        let id = self.id(fields, "question", "question ");
        let name = id.clone().unwrap_or_default();
        let title = self.title(fields, &name);
        let kind = self.kind(fields, &name);
        let [sensitive, reputation] = ["sensitive", "reputation"].map(|mark| {
            let node = fields.take(mark);
            let what = format!("question `{name}`: `{mark}`");
            node.and_then(|node| self.reader.bool(node, what))
                .unwrap_or_default()
        });
        let ask = self.asked(fields, "ask", &format!("question `{name}`"));
        let hint = fields.need_text("hint", self.reader);
        let anchors = fields
            .need("anchors", self.reader)
            .and_then(|node| self.anchors(node, &format!("question `{name}`")));
        let practice = fields.need_text("practice", self.reader);
        let weight = match fields.take("weight") {
            Some(node) => self.weight(node, &name),
            None => Some(Weight::ONE),
        };
        let follows = fields.text("follows", self.reader);
        if let (Some(parent), Some(node)) = (&follows, fields.take("follows"))
            && (*parent == name || !self.places.contains_key(&format!("question {parent}")))
        {
            self.reader.problem(
                node.at,
                format!("question `{name}` follows `{parent}`, which is not a question before it"),
            );
        }
        Some(Question {
            id: id?,
            title,
            kind,
            sensitive,
            reputation,
            ask: ask?,
            hint: hint?,
            anchors: anchors?,
            practice: practice?,
            weight: weight?,
            follows,
        })
    }

    /// A question's title; the last part of its id where it has none.
    fn title(&mut self, fields: &mut Fields<'_>, question: &str) -> String {
        let Some(title) = fields.text("title", self.reader) else {
            return readable(question);
        };
        let wrong = match title.chars().count() {
            _ if title.trim().is_empty() => "is empty".to_owned(),
            length if length > MOST_TITLE => {
                format!("has {length} characters, {MOST_TITLE} at most")
            }
            _ => return title,
        };
        let at = fields.take("title").map_or(fields.at, |node| node.at);
        let message = format!("question `{question}`: `title` {wrong}");
        self.reader.problem(at, message);
        title
    }

    fn kind(&mut self, fields: &mut Fields<'_>, question: &str) -> Kind {
        let Some(word) = fields.text("kind", self.reader) else {
            return Kind::default();
        };
        let found = Kind::ALL.into_iter().find(|kind| kind.word() == word);
        if found.is_none() {
            let at = fields.take("kind").map_or(fields.at, |node| node.at);
            let known = Kind::ALL.map(Kind::word);
            let said = format!(
                "question `{question}`: `{word}` is no kind; `kind` is one of {}",
                known.join(", ")
            );
            self.reader.problem(at, or_meant(said, &word, known));
        }
        found.unwrap_or_default()
    }

    pub(super) fn anchors(&mut self, node: &Node, what: &str) -> Option<[String; 5]> {
        let mut fields = self.reader.map(node, &format!("{what}: `anchors`"))?;
        let mut anchors: Vec<String> = Vec::new();
        for (rating, name) in Rating::all().zip(["1", "2", "3", "4", "5"]) {
            match fields.take(name) {
                Some(node) => {
                    let what = format!("{what}: anchor {rating}");
                    let text = self.reader.text(node, &what);
                    if let Some(text) = &text {
                        if text.trim().is_empty() {
                            self.reader.problem(node.at, format!("{what} is empty"));
                        } else if let Some(twin) =
                            anchors.iter().position(|other| alike(other, text))
                        {
                            self.reader
                                .problem(node.at, format!("{what} repeats anchor {}", twin + 1));
                        }
                    }
                    anchors.push(text.unwrap_or_default());
                }
                None => {
                    let message = format!("{what}: there is no anchor for rating {rating}");
                    self.reader.problem(node.at, message);
                    anchors.push(String::new());
                }
            }
        }
        fields.no_others(self.reader);
        anchors.try_into().ok()
    }

    pub(super) fn weight(&mut self, node: &Node, question: &str) -> Option<Weight> {
        let what = format!("question `{question}`: `weight`");
        let hundredths = (self.decimal(node, &what)? * whole(100)).to_integer();
        let hundredths = u32::try_from(hundredths).ok();
        let weight = hundredths
            .filter(|hundredths| *hundredths <= 100 * 100)
            .and_then(Weight::of_hundredths);
        if weight.is_none() {
            self.reader
                .problem(node.at, format!("{what} is a number above 0 and up to 100"));
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
