//! What a rubric that can be used would do better: advice, which refuses nothing.

use std::collections::BTreeMap;
use std::path::Path;

use crate::format::problem::{Place, Problem, Problems};
use crate::format::yaml::{self, Node, Value};

/// Most characters of a text, beyond which it no longer fits the place where it is read.
const LIMITS: [(&str, usize); 3] = [("ask", 140), ("hint", 200), ("practice", 160)];

/// Most characters of an anchor: five of them are read side by side.
const MOST_ANCHOR: usize = 90;

/// So many words in a row that two steps have in common make them hard to tell apart.
const RUN: usize = 7;

/// Advice on a rubric, each piece with its place; nothing where there is none. Says nothing of a
/// text that is no rubric: [`check`](super::check) does.
#[must_use]
pub fn advice(path: &Path, text: &str) -> Option<Problems> {
    let root = yaml::parse(path, text).ok()?;
    let mut adviser = Adviser::default();
    for skill in items(field(&root, "skills")) {
        for question in items(field(skill, "questions")) {
            adviser.question(question);
        }
        if let Some(observed) = field(skill, "observed") {
            let id = field(skill, "id").and_then(words_of).unwrap_or_default();
            let what = format!("skill `{id}`: `observed`");
            adviser.text(observed, &what, LIMITS[0]);
            adviser.anchors(observed, &what);
        }
    }
    if let Some(closing) = field(&root, "closing") {
        adviser.text(closing, "`closing`", LIMITS[0]);
        for (stage, node) in entries(field(closing, "stages")) {
            adviser.length(node, &format!("`closing`: `{stage}`"), LIMITS[0].1);
        }
    }
    (!adviser.found.is_empty()).then(|| Problems::new(path, text, adviser.found))
}

#[derive(Default)]
struct Adviser {
    found: Vec<Problem>,
    /// What was said before, by field and words, and in which line.
    seen: BTreeMap<(&'static str, Vec<String>), usize>,
}

impl Adviser {
    fn question(&mut self, question: &Node) {
        let id = field(question, "id").and_then(words_of).unwrap_or_default();
        let what = format!("question `{id}`");
        let missing: Vec<_> = ["title", "kind"]
            .into_iter()
            .filter(|name| field(question, name).is_none())
            .map(|name| format!("`{name}`"))
            .collect();
        if !missing.is_empty() {
            let message = format!("{what} has no {}", missing.join(" and no "));
            self.advise(question.at, message);
        }
        for limit in LIMITS {
            self.text(question, &what, limit);
        }
        for name in ["ask", "practice"] {
            self.repeated(question, &what, name);
        }
        if let Some(node) = field(question, "ask")
            && let Some(ask) = words_of(node)
            && ask.matches(['?', '？', '؟']).count() > 1
        {
            self.advise(
                node.at,
                format!("{what}: `ask` has more than one question mark; ask one thing"),
            );
        }
        self.anchors(question, &what);
    }

    fn anchors(&mut self, parent: &Node, what: &str) {
        let anchors = entries(field(parent, "anchors"));
        for (index, (rating, node)) in anchors.iter().enumerate() {
            self.length(node, &format!("{what}: anchor {rating}"), MOST_ANCHOR);
            let shared = anchors[..index]
                .iter()
                .find(|(_, other)| share_a_run(node, other));
            if let Some((other, _)) = shared {
                let message = format!(
                    "{what}: anchor {rating} has {RUN} words in a row in common with anchor {other}; \
                     tell another story"
                );
                self.advise(node.at, message);
            }
        }
    }

    /// A field's length.
    fn text(&mut self, parent: &Node, what: &str, (name, most): (&str, usize)) {
        if let Some(node) = field(parent, name) {
            self.length(node, &format!("{what}: `{name}`"), most);
        }
    }

    fn length(&mut self, node: &Node, what: &str, most: usize) {
        let length = words_of(node).map_or(0, |text| text.trim().chars().count());
        if length > most {
            self.advise(
                node.at,
                format!("{what} has {length} characters; {most} at most can be read at a glance"),
            );
        }
    }

    /// A text that another question has word for word.
    fn repeated(&mut self, question: &Node, what: &str, name: &'static str) {
        let Some(node) = field(question, name) else {
            return;
        };
        let words = plain_words(&words_of(node).unwrap_or_default());
        if words.is_empty() {
            return;
        }
        if let Some(line) = self.seen.get(&(name, words.clone())) {
            let message = format!("{what}: `{name}` is that of line {line} once more");
            self.advise(node.at, message);
        } else {
            self.seen.insert((name, words), node.at.line);
        }
    }

    fn advise(&mut self, at: Place, message: String) {
        self.found.push(Problem { at, message });
    }
}

fn share_a_run(one: &Node, other: &Node) -> bool {
    let words = |node| plain_words(&words_of(node).unwrap_or_default());
    let (one, other) = (words(one), words(other));
    one.windows(RUN)
        .any(|run| other.windows(RUN).any(|there| run == there))
}

/// The words of a text without case and punctuation, to compare what two texts say.
fn plain_words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn field<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    let (_, value) = entries(Some(node))
        .into_iter()
        .find(|(key, _)| *key == name)?;
    Some(value)
}

fn entries(node: Option<&Node>) -> Vec<(&str, &Node)> {
    match node.map(|node| &node.value) {
        Some(Value::Map(entries)) => entries
            .iter()
            .map(|(key, node)| (key.name.as_str(), node))
            .collect(),
        _ => Vec::new(),
    }
}

fn items(node: Option<&Node>) -> &[Node] {
    match node.map(|node| &node.value) {
        Some(Value::List(items)) => items,
        _ => &[],
    }
}

fn words_of(node: &Node) -> Option<String> {
    match &node.value {
        Value::Text(text) | Value::Number(text) | Value::Bool(_, text) => Some(text.clone()),
        _ => None,
    }
}
