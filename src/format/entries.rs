//! The parts that an assessment file and an answers file have in common.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::problem::{Place, Problem};
use super::yaml::{Fields, Node, Reader, Value};
use crate::domain::assessment::{
    Answer, Assessment, Focus, FocusOutcome, MOST_FOCUS, MOST_TEXT, Outcome, Reason, State,
    too_long,
};
use crate::domain::nearest::or_meant;
use crate::domain::rubric::{Rating, Rubric};

/// Answers and focus as read, and where each id stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Entries {
    pub(super) answers: BTreeMap<String, Answer>,
    pub(super) last_focus: Vec<FocusOutcome>,
    pub(super) focus: Vec<Focus>,
    pub(super) closing: String,
    pub(super) closing_private: bool,
    pub(super) named: Vec<Named>,
    /// Words that YAML took for comments.
    pub(super) lost: Vec<Problem>,
    /// The longest text that is taken; what is saved already is always read.
    most_text: Option<usize>,
}

/// An id that has to be in the rubric.
#[derive(Clone, Debug)]
pub(super) enum Named {
    Question(String, Place),
    Skill(String, Place),
    Role(String, Place),
    Stage(String, Place),
}

impl Named {
    /// What is wrong with it, if the rubric does not have it.
    pub(super) fn problem(&self, rubric: &Rubric) -> Option<Problem> {
        let (kind, id, at, known): (_, _, _, Vec<&String>) = match self {
            Self::Question(id, at) => {
                let questions = rubric.questions().map(|(_, question)| &question.id);
                ("question", id, at, questions.collect())
            }
            Self::Skill(id, at) => {
                let skills = rubric.skills.iter().map(|skill| &skill.id);
                ("skill", id, at, skills.collect())
            }
            Self::Role(id, at) => {
                let roles = rubric.profiles.iter().map(|profile| &profile.id);
                ("role", id, at, roles.collect())
            }
            Self::Stage(id, at) => {
                let stages = rubric.stages.iter().map(|stage| &stage.id);
                ("stage", id, at, stages.collect())
            }
        };
        let said = || format!("rubric `{}` has no {kind} `{id}`", rubric.id);
        (!known.contains(&id)).then(|| Problem {
            at: *at,
            message: or_meant(said(), id, known),
        })
    }
}

/// Whether an entry may say `skipped`: emkit's own files do, answers files leave the question out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    Store,
    Person,
}

impl Entries {
    pub(super) fn read(fields: &mut Fields<'_>, origin: Origin, reader: &mut Reader<'_>) -> Self {
        let mut entries = Self {
            most_text: (origin == Origin::Person).then_some(MOST_TEXT),
            ..Self::default()
        };
        if let Some(node) = fields.take("answers")
            && let Some(map) = reader.map(node, "`answers`")
        {
            for (key, node) in map.entries {
                entries
                    .named
                    .push(Named::Question(key.name.clone(), key.at));
                if let Some(answer) = entries.answer(&key.name, node, origin, reader)
                    && !answer.is_blank()
                {
                    entries.answers.insert(key.name.clone(), answer);
                }
            }
        }
        if let Some(node) = fields.take("last_focus") {
            for item in reader.list(node, "`last_focus`").unwrap_or_default() {
                let outcome = entries.outcome(item, reader);
                entries.last_focus.extend(outcome);
            }
        }
        if let Some(node) = fields.take("focus") {
            let items = reader.list(node, "`focus`").unwrap_or_default();
            if let Some(third) = items.get(MOST_FOCUS) {
                reader.problem(
                    third.at,
                    format!(
                        "`focus` takes one or {MOST_FOCUS} things, not {}",
                        items.len()
                    ),
                );
            }
            for item in items {
                let focus = entries.focus(item, reader);
                entries.focus.extend(focus);
            }
        }
        entries.closing(fields, reader);
        entries
    }

    /// A text, or a map of the text and whether it is private.
    fn closing(&mut self, fields: &mut Fields<'_>, reader: &mut Reader<'_>) {
        let node = fields.take("closing");
        let Some(map) = node.filter(|node| matches!(node.value, Value::Map(_))) else {
            self.closing = self.words(fields, "closing", "the file", reader);
            return;
        };
        if let Some(mut fields) = reader.map(map, "`closing`") {
            self.closing = self.words(&mut fields, "text", "`closing`", reader);
            self.closing_private = private(&mut fields, "`closing`", reader);
            fields.no_others(reader);
        }
    }

    fn answer(
        &mut self,
        id: &str,
        node: &Node,
        origin: Origin,
        reader: &mut Reader<'_>,
    ) -> Option<Answer> {
        let what = format!("`{id}`");
        match node.value {
            Value::Null => return Some(Answer::default()),
            Value::Number(_) => {
                let state = State::Rated(rating(node, &what, reader)?);
                return Some(Answer {
                    state,
                    ..Answer::default()
                });
            }
            Value::Map(_) => {}
            _ => {
                reader.problem(node.at, format!("{what}: expected a rating from 1 to 5 without quotes, or `rating:` and `evidence:` below it"));
                return None;
            }
        }
        let mut fields = reader.map(node, &what)?;
        let rating = fields
            .take("rating")
            .map(|node| (node.at, rating(node, &what, reader)));
        let evidence = self.words(&mut fields, "evidence", &what, reader);
        let private = private(&mut fields, &what, reader);
        let reason = fields
            .take("not_applicable")
            .map(|node| (node.at, reason(node, &what, reader)));
        let note_at = fields.take("note").map(|node| node.at);
        let note = self.words(&mut fields, "note", &what, reader);
        let skipped = origin == Origin::Store
            && fields.take("skipped").is_some_and(|node| {
                reader
                    .bool(node, format_args!("{what}: `skipped`"))
                    .unwrap_or_default()
            });
        fields.no_others(reader);
        if let (Some((at, _)), Some(_)) = (&rating, &reason) {
            reader.problem(
                *at,
                format!("{what} has both a rating and `not_applicable`"),
            );
        }
        if skipped && (rating.is_some() || reason.is_some()) {
            reader.problem(node.at, format!("{what} is answered and skipped at once"));
        }
        if let (Some(at), None) = (note_at, &reason) {
            reader.problem(
                at,
                format!("{what}: `note` goes with `not_applicable`; `evidence` backs a rating"),
            );
        }
        let state = match (rating, reason) {
            (Some((_, rating)), _) => State::Rated(rating?),
            (None, Some((_, reason))) => State::NotApplicable {
                reason: reason?,
                note,
            },
            (None, None) if skipped => State::Skipped,
            (None, None) => State::Open,
        };
        Some(Answer {
            state,
            evidence,
            private,
        })
    }

    fn outcome(&mut self, node: &Node, reader: &mut Reader<'_>) -> Option<FocusOutcome> {
        let mut fields = reader.map(node, "`last_focus`")?;
        let skill = self.skill(&mut fields, "`last_focus`", reader);
        let action = self.words(&mut fields, "action", "`last_focus`", reader);
        let note = self.words(&mut fields, "note", "`last_focus`", reader);
        let private = private(&mut fields, "`last_focus`", reader);
        let outcome = fields.need("outcome", reader);
        fields.no_others(reader);
        let word = reader.text(outcome?, "`outcome`")?;
        let outcome = Outcome::named(&word);
        if outcome.is_none() {
            let at = fields_at(node, "outcome");
            reader.problem(
                at,
                format!("`{word}` is not an outcome (done, partly, dropped)"),
            );
        }
        Some(FocusOutcome {
            skill: skill?,
            action,
            outcome: Some(outcome?),
            note,
            private,
        })
    }

    fn focus(&mut self, node: &Node, reader: &mut Reader<'_>) -> Option<Focus> {
        let mut fields = reader.map(node, "`focus`")?;
        let skill = self.skill(&mut fields, "`focus`", reader);
        fields.need_text("action", reader);
        let action = self.words(&mut fields, "action", "`focus`", reader);
        let private = private(&mut fields, "`focus`", reader);
        fields.no_others(reader);
        Some(Focus {
            skill: skill?,
            action,
            private,
        })
    }

    fn skill(
        &mut self,
        fields: &mut Fields<'_>,
        what: &str,
        reader: &mut Reader<'_>,
    ) -> Option<String> {
        let node = fields.need("skill", reader)?;
        let skill = reader.text(node, format_args!("{what}: `skill`"))?;
        self.named.push(Named::Skill(skill.clone(), node.at));
        Some(skill)
    }

    /// A person's own text, with a word about what YAML cuts off behind a `#`.
    fn words(
        &mut self,
        fields: &mut Fields<'_>,
        name: &'static str,
        what: &str,
        reader: &mut Reader<'_>,
    ) -> String {
        let node = fields.take(name);
        let lost = match (node, fields.empty(name)) {
            (Some(node), _) => reader.lost_comment(node).map(|rest| (node.at, rest)),
            (None, Some(key)) => reader.lost_value(key).map(|rest| (key.at, rest)),
            (None, None) => None,
        };
        if let Some((at, rest)) = lost {
            self.lost.push(Problem {
                at,
                message: format!("{what}: `{rest}` is a comment to YAML and was not read; put the text in quotes to keep it"),
            });
        }
        let Some(node) = node else {
            return String::new();
        };
        let text = reader
            .text(node, format_args!("{what}: `{name}`"))
            .unwrap_or_default();
        if self.most_text.is_some_and(|most| text.len() > most) {
            let message = format!("{what}: `{name}` is {}", too_long());
            reader.problem(node.at, message);
        }
        text
    }
}

fn fields_at(node: &Node, name: &str) -> Place {
    match &node.value {
        Value::Map(entries) => entries
            .iter()
            .find(|(key, _)| key.name == name)
            .map_or(node.at, |(_, value)| value.at),
        _ => node.at,
    }
}

fn rating(node: &Node, what: &str, reader: &mut Reader<'_>) -> Option<Rating> {
    let spelled = reader.number(node, format_args!("{what}: the rating"))?;
    let rating = spelled.parse().ok().and_then(Rating::new);
    if rating.is_none() {
        reader.problem(
            node.at,
            format!("{what}: `{spelled}` is not a rating from 1 to 5"),
        );
    }
    rating
}

fn private(fields: &mut Fields<'_>, what: &str, reader: &mut Reader<'_>) -> bool {
    fields.take("private").is_some_and(|node| {
        reader
            .bool(node, format_args!("{what}: `private`"))
            .unwrap_or_default()
    })
}

fn reason(node: &Node, what: &str, reader: &mut Reader<'_>) -> Option<Reason> {
    let word = reader.text(node, format_args!("{what}: `not_applicable`"))?;
    let reason = Reason::named(&word);
    if reason.is_none() {
        let known: Vec<_> = Reason::ALL.iter().map(|reason| reason.word()).collect();
        let message = format!("{what}: `{word}` is not a reason ({})", known.join(", "));
        reader.problem(node.at, message);
    }
    reason
}

/// One answer as it is written down.
#[derive(serde::Serialize)]
pub(super) struct AnswerEntry<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    rating: Option<u8>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    skipped: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_applicable: Option<&'static str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    evidence: &'a str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    private: bool,
}

impl<'a> AnswerEntry<'a> {
    pub(super) fn new(answer: &'a Answer, origin: Origin) -> Self {
        let (reason, note) = match &answer.state {
            State::NotApplicable { reason, note } => (Some(reason.word()), note.as_str()),
            _ => (None, ""),
        };
        Self {
            rating: answer.rating().map(Rating::number),
            skipped: answer.state == State::Skipped && origin == Origin::Store,
            not_applicable: reason,
            note,
            evidence: &answer.evidence,
            private: answer.private,
        }
    }
}

/// All answers in the rubric's order, then those it does not know.
pub(super) struct AnswerEntries<'a> {
    pub(super) rubric: &'a Rubric,
    pub(super) assessment: &'a Assessment,
}

impl Serialize for AnswerEntries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let known = self
            .rubric
            .questions()
            .filter_map(|(_, question)| self.assessment.answers.get_key_value(&question.id));
        let unknown = self
            .assessment
            .answers
            .iter()
            .filter(|(id, _)| self.rubric.question(id).is_none());
        let mut map = serializer.serialize_map(None)?;
        for (id, answer) in known.chain(unknown) {
            map.serialize_entry(id, &AnswerEntry::new(answer, Origin::Store))?;
        }
        map.end()
    }
}

#[derive(serde::Serialize)]
pub(super) struct FocusEntry<'a> {
    skill: &'a str,
    action: &'a str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    private: bool,
}

impl<'a> From<&'a Focus> for FocusEntry<'a> {
    fn from(focus: &'a Focus) -> Self {
        Self {
            skill: &focus.skill,
            action: &focus.action,
            private: focus.private,
        }
    }
}

#[derive(serde::Serialize)]
pub(super) struct OutcomeEntry<'a> {
    skill: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    action: &'a str,
    outcome: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'a str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    private: bool,
}

/// The answer to the closing question: a plain text unless it is private.
#[derive(serde::Serialize)]
#[serde(untagged)]
pub(super) enum ClosingEntry<'a> {
    Text(&'a str),
    Private { text: &'a str, private: bool },
}

impl<'a> ClosingEntry<'a> {
    /// None where nothing was said.
    pub(super) fn new(assessment: &'a Assessment) -> Option<Self> {
        let text = assessment.closing.as_str();
        let private = assessment.closing_private;
        let entry = if private {
            Self::Private { text, private }
        } else {
            Self::Text(text)
        };
        (!text.is_empty()).then_some(entry)
    }
}

/// What came of the last focus, as far as the person has said.
pub(super) fn outcomes(assessment: &Assessment) -> Vec<OutcomeEntry<'_>> {
    assessment
        .last_focus
        .iter()
        .filter_map(|item| {
            Some(OutcomeEntry {
                skill: &item.skill,
                action: &item.action,
                outcome: item.outcome?.word(),
                note: &item.note,
                private: item.private,
            })
        })
        .collect()
}
