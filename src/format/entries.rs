//! The parts that an assessment file and an answers file have in common.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::problem::{Place, Problem};
use super::rubric::decimal;
use super::yaml::{Fields, Key, Node, Reader, Value};
use crate::domain::assessment::{
    Answer, Assessment, Focus, FocusOutcome, Highlight, MAX_HIGHLIGHTS, MOST_FOCUS, MOST_TEXT,
    OWN_ROLE, Outcome, Reason, State, too_long,
};
use crate::domain::figure::{Exact, Hundredths, whole};
use crate::domain::nearest::or_meant;
use crate::domain::period::Period;
use crate::domain::rubric::{Rating, Rubric};

/// Answers and focus as read, and where each id stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Entries {
    pub(super) answers: BTreeMap<String, Answer>,
    pub(super) last_focus: Vec<FocusOutcome>,
    pub(super) focus: Vec<Focus>,
    pub(super) closing: String,
    pub(super) closing_private: bool,
    pub(super) highlights: Vec<Highlight>,
    pub(super) targets: BTreeMap<String, Exact>,
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
            Self::Role(id, _) if id == OWN_ROLE => return None,
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
        if let Some(node) = fields.take("highlights") {
            entries.highlights(node, origin, reader);
        }
        if let Some(node) = fields.take("targets") {
            for (skill, at, target) in targets(node, reader) {
                entries.named.push(Named::Skill(skill.clone(), at));
                entries.targets.insert(skill, target);
            }
        }
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

    fn highlights(&mut self, node: &Node, origin: Origin, reader: &mut Reader<'_>) {
        let items = reader.list(node, "`highlights`").unwrap_or_default();
        if let Some(over) = items.get(MAX_HIGHLIGHTS) {
            let message = format!(
                "`highlights` takes {MAX_HIGHLIGHTS} at most, not {}",
                items.len()
            );
            reader.problem(over.at, message);
        }
        for item in items {
            let Some(mut fields) = reader.map(item, "`highlights`") else {
                continue;
            };
            let text = self.words(&mut fields, "text", "`highlights`", reader);
            let question = fields.take("question").and_then(|node| {
                let id = reader.text(node, "`highlights`: `question`")?;
                let is_known = self
                    .named
                    .iter()
                    .any(|named| matches!(named, Named::Question(known, _) if *known == id));
                if !is_known {
                    self.named.push(Named::Question(id.clone(), node.at));
                }
                // What became private later is left out when it is shown.
                if origin == Origin::Person
                    && let Some(wrong) = self.no_highlight(&id, &text)
                {
                    reader.problem(node.at, format!("`highlights`: `{id}` {wrong}"));
                }
                Some(id)
            });
            if question.is_none() && text.trim().is_empty() {
                let message = "`highlights`: give a `question` or a `text`";
                reader.problem(item.at, message);
            }
            fields.no_others(reader);
            self.highlights.push(Highlight { question, text });
        }
    }

    /// Why an answer cannot stand at the top of a review.
    fn no_highlight(&self, id: &str, text: &str) -> Option<&'static str> {
        if self
            .highlights
            .iter()
            .any(|other| other.question.as_deref() == Some(id))
        {
            return Some("is there twice");
        }
        let Some(answer) = self.answers.get(id) else {
            return Some("has no answer in this file");
        };
        match answer.state {
            _ if answer.private => Some("is private, so it cannot be a highlight"),
            State::Skipped | State::Open => Some("is skipped, so it cannot be a highlight"),
            State::NotApplicable { .. } => Some("is not applicable, so it cannot be a highlight"),
            State::Rated(_) if text.trim().is_empty() && !answer.has_evidence() => {
                Some("has no evidence to show; give a `text` as well")
            }
            State::Rated(_) => None,
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
        let carried_at = fields.take("carried").map(|node| node.at);
        let carried = parsed::<Period>(&mut fields, "carried", reader);
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
        if let (Some(at), None) = (carried_at, &rating) {
            reader.problem(at, format!("{what}: `carried` goes with a rating"));
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
            carried,
        })
    }

    fn outcome(&mut self, node: &Node, reader: &mut Reader<'_>) -> Option<FocusOutcome> {
        let mut fields = reader.map(node, "`last_focus`")?;
        let skill = self.skill(&mut fields, "`last_focus`", reader);
        let action = self.words(&mut fields, "action", "`last_focus`", reader);
        let note = self.words(&mut fields, "note", "`last_focus`", reader);
        let private = private(&mut fields, "`last_focus`", reader);
        let by = date(&mut fields, "by", reader);
        let sign = self.words(&mut fields, "sign", "`last_focus`", reader);
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
            by,
            sign,
        })
    }

    fn focus(&mut self, node: &Node, reader: &mut Reader<'_>) -> Option<Focus> {
        let mut fields = reader.map(node, "`focus`")?;
        let skill = self.skill(&mut fields, "`focus`", reader);
        fields.need_text("action", reader);
        let action = self.words(&mut fields, "action", "`focus`", reader);
        let private = private(&mut fields, "`focus`", reader);
        let by = date(&mut fields, "by", reader);
        let sign = self.words(&mut fields, "sign", "`focus`", reader);
        fields.no_others(reader);
        Some(Focus {
            skill: skill?,
            action,
            private,
            by,
            sign,
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

/// A day, spelled as in `2026-11-20`.
pub(super) fn date(
    fields: &mut Fields<'_>,
    name: &'static str,
    reader: &mut Reader<'_>,
) -> Option<Date> {
    let node = fields.take(name)?;
    let spelled = reader.text(node, format_args!("`{name}`"))?;
    let date = spelled.parse::<Date>();
    if date.is_err() {
        let message = format!("`{name}`: `{spelled}` is not a date such as `2026-11-20`");
        reader.problem(node.at, message);
    }
    date.ok()
}

/// A value that says itself what is wrong with it.
fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(
    fields: &mut Fields<'_>,
    name: &'static str,
    reader: &mut Reader<'_>,
) -> Option<T> {
    let node = fields.take(name)?;
    let parsed = reader.text(node, format_args!("`{name}`"))?.parse::<T>();
    parsed
        .map_err(|wrong| reader.problem(node.at, format!("`{name}`: {wrong}")))
        .ok()
}

/// Own targets by skill, each from 1 to 5.
pub(super) fn targets(node: &Node, reader: &mut Reader<'_>) -> Vec<(String, Place, Exact)> {
    let Some(fields) = reader.map(node, "`targets`") else {
        return Vec::new();
    };
    let bounds = whole(Rating::MIN.into())..=whole(Rating::MAX.into());
    let target = |(key, node): &(Key, Node)| {
        let skill = &key.name;
        let spelled = reader.number(node, format_args!("`targets`: `{skill}`"))?;
        let target = decimal(spelled).filter(|target| bounds.contains(target));
        if target.is_none() {
            let message = format!(
                "`targets`: `{skill}`: `{spelled}` is not from 1 to 5, with at most two decimals"
            );
            reader.problem(node.at, message);
        }
        Some((skill.clone(), key.at, target?))
    };
    fields.entries.iter().filter_map(target).collect()
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
    #[serde(skip_serializing_if = "Option::is_none")]
    carried: Option<String>,
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
            carried: answer.carried.map(|period| period.to_string()),
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
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    #[serde(skip_serializing_if = "str::is_empty")]
    sign: &'a str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    private: bool,
}

impl<'a> From<&'a Focus> for FocusEntry<'a> {
    fn from(focus: &'a Focus) -> Self {
        Self {
            skill: &focus.skill,
            action: &focus.action,
            by: focus.by.map(|day| day.to_string()),
            sign: &focus.sign,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    #[serde(skip_serializing_if = "str::is_empty")]
    sign: &'a str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    private: bool,
}

#[derive(serde::Serialize)]
pub(super) struct HighlightEntry<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    text: &'a str,
}

impl<'a> From<&'a Highlight> for HighlightEntry<'a> {
    fn from(highlight: &'a Highlight) -> Self {
        Self {
            question: highlight.question.as_deref(),
            text: &highlight.text,
        }
    }
}

/// A target as the person would write it: `4`, or `3.5`.
#[derive(serde::Serialize)]
#[serde(untagged)]
pub(super) enum TargetEntry {
    Whole(i64),
    Decimal(f64),
}

/// Own targets in the order of their ids.
pub(super) fn target_entries(assessment: &Assessment) -> BTreeMap<&str, TargetEntry> {
    let entry = |target: &Exact| match i64::try_from(target.to_integer()) {
        Ok(number) if target.is_integer() => TargetEntry::Whole(number),
        _ => TargetEntry::Decimal(Hundredths::round(target).as_f64()),
    };
    let targets = assessment.targets.iter();
    targets
        .map(|(skill, target)| (skill.as_str(), entry(target)))
        .collect()
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
                by: item.by.map(|day| day.to_string()),
                sign: &item.sign,
                private: item.private,
            })
        })
        .collect()
}
