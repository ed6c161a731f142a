//! The parts that an assessment file and an answers file have in common.

mod fields;

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::diagnostic::{Diagnostic, Position};
use super::rubric::decimal;
use super::yaml::{Keyed, List, Map, Reader, Scalar, Short, Spanned, at, items};
use crate::domain::assessment::{
    Answer, Focus, FocusOutcome, Highlight, MAX_FOCUS, MAX_HIGHLIGHTS, MAX_TEXT, Outcome, Reason,
    State, too_long,
};
use crate::domain::decimal::{Exact, whole};
use crate::domain::period::{NotAPeriod, Period};
use crate::domain::rubric::{Rating, Rubric};
use crate::domain::suggest::or_meant;

pub(super) use fields::{
    AnswerFields, Answers, ClosingFields, Fields, FocusFields, HighlightFields, Origin,
    OutcomeFields, answers, closing, outcomes, own_targets,
};

#[derive(Clone, Debug, Default)]
pub struct Entries {
    pub(super) answers: BTreeMap<String, Answer>,
    pub(super) last_focus: Vec<FocusOutcome>,
    pub(super) focus: Vec<Focus>,
    pub(super) closing: String,
    pub(super) closing_private: bool,
    pub(super) highlights: Vec<Highlight>,
    pub(super) targets: BTreeMap<String, Exact>,
    pub(super) named: Vec<Named>,
    /// Words that YAML took for comments.
    pub(super) lost: Vec<Diagnostic>,
}

/// An id that has to be in the rubric.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(super) kind: Kind,
    pub(super) id: String,
    pub(super) at: Position,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Question,
    Skill,
    Role,
    Stage,
}

impl Named {
    pub(super) fn new(kind: Kind, node: &Scalar) -> Option<Self> {
        let (id, at) = (node.text()?.to_owned(), node.at());
        Some(Self { kind, id, at })
    }

    pub(crate) fn is_skill(&self, id: &str) -> bool {
        self.kind == Kind::Skill && self.id == id
    }

    pub(crate) fn problem(&self, rubric: &Rubric) -> Option<Diagnostic> {
        let questions = rubric.questions().map(|(_, question)| &*question.id);
        let skills = rubric.skills.iter().map(|skill| &*skill.id);
        let roles = rubric.profiles.iter().map(|profile| &*profile.id);
        let stages = rubric.stages.iter().map(|stage| &*stage.id);
        let (kind, known): (_, Vec<&str>) = match self.kind {
            Kind::Question => ("question", questions.collect()),
            Kind::Skill => ("skill", skills.collect()),
            Kind::Role => ("role", roles.collect()),
            Kind::Stage => ("stage", stages.collect()),
        };
        let id = &*self.id;
        if known.contains(&id) {
            return None;
        }
        let list: Vec<_> = known.iter().map(|id| format!("`{id}`")).collect();
        let list = match self.kind {
            Kind::Role | Kind::Stage if !list.is_empty() => {
                format!(" (it has {})", list.join(", "))
            }
            _ => String::new(),
        };
        let message = format!("rubric `{}` has no {kind} `{id}`{list}", rubric.id);
        Some(Diagnostic {
            at: self.at,
            message: or_meant(message, id, &known),
        })
    }
}

pub(super) struct EntryReader<'r, 't> {
    reader: &'r mut Reader<'t>,
    origin: Origin,
    entries: Entries,
}

impl Entries {
    pub(super) fn read(fields: &Fields, origin: Origin, reader: &mut Reader<'_>) -> Self {
        let mut file = EntryReader {
            reader,
            origin,
            entries: Self::default(),
        };
        for (key, node) in fields.answers.iter().flat_map(|map| &map.value.0) {
            file.name(Kind::Question, &key.value, at(key));
            if let Some(answer) = file.answer(&key.value, node)
                && !answer.is_blank()
            {
                file.entries.answers.insert(key.value.clone(), answer);
            }
        }
        for item in items(&fields.last_focus) {
            let outcome = file.outcome(&item.value);
            file.entries.last_focus.extend(outcome);
        }
        file.at_most(MAX_FOCUS, "focus", &fields.focus);
        for item in items(&fields.focus) {
            let focus = file.focus(&item.value);
            file.entries.focus.push(focus);
        }
        if let Some(closing) = &fields.closing {
            file.closing(closing);
        }
        file.at_most(MAX_HIGHLIGHTS, "highlights", &fields.highlights);
        for item in items(&fields.highlights) {
            file.highlight(item);
        }
        for (key, target) in targets(&fields.targets, file.reader) {
            file.name(Kind::Skill, &key.value, at(key));
            file.entries.targets.insert(key.value.clone(), target);
        }
        file.entries
    }

    fn no_highlight(&self, id: &str, text: &str) -> Option<&'static str> {
        let mut others = self.highlights.iter();
        if others.any(|other| other.question.as_deref() == Some(id)) {
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
}

impl EntryReader<'_, '_> {
    fn name(&mut self, kind: Kind, id: &str, at: Position) {
        let id = id.to_owned();
        self.entries.named.push(Named { kind, id, at });
    }

    fn flag(&mut self, what: &str, name: &str, node: &Scalar) -> bool {
        self.reader.flag(&format!("{what}: `{name}`"), node)
    }

    fn at_most<F>(&mut self, most: usize, name: &str, list: &List<F>) {
        let items = items(list);
        if let Some(over) = items.get(most) {
            let message = format!("`{name}` takes {most} at most, not {}", items.len());
            self.reader.problem(at(over), message);
        }
    }

    fn closing(&mut self, node: &Spanned<Short<ClosingFields>>) {
        let short = self.reader.short(node);
        let (text, private) = match &node.value {
            Short::Fields(fields) => (&fields.text, &fields.private),
            _ => (&short, &Scalar::default()),
        };
        self.entries.closing = self.words("`closing`", "text", text);
        self.entries.closing_private = self.flag("`closing`", "private", private);
    }

    fn answer(&mut self, id: &str, node: &Spanned<Short<AnswerFields>>) -> Option<Answer> {
        let (what, mut answer) = (&*format!("`{id}`"), Answer::default());
        let fields = match &node.value {
            Short::Null => return Some(answer),
            Short::Text(_) => {
                let message = format!(
                    "{what}: expected a rating from 1 to 5 without quotes, or `rating:` and `evidence:` below it"
                );
                self.reader.problem(at(node), message);
                return None;
            }
            Short::Other => {
                let short = self.reader.short(node);
                answer.state = State::Rated(self.rating(what, &short)?);
                return Some(answer);
            }
            Short::Fields(fields) => fields,
        };
        answer.evidence = self.words(what, "evidence", &fields.evidence);
        answer.private = self.flag(what, "private", &fields.private);
        answer.carried = period(&format!("{what}: `carried`"), &fields.carried, self.reader);
        let note = self.words(what, "note", &fields.note);
        let skipped = self.flag(what, "skipped", &fields.skipped);
        let rating = self.rating(what, &fields.rating);
        let reason = self.reader.parsed(what, &fields.not_applicable, |word| {
            let known = Reason::ALL.map(Reason::word).join(", ");
            Reason::named(word).ok_or_else(|| format!("`{word}` is not a reason ({known})"))
        });
        let is_rated = !fields.rating.is_empty();
        let is_set_aside = !fields.not_applicable.is_empty();
        let mut refuse = |is_wrong: bool, node: &Scalar, message: &str| {
            if is_wrong {
                self.reader.problem(node.at(), format!("{what} {message}"));
            }
        };
        refuse(
            is_rated && is_set_aside,
            &fields.rating,
            "has both a rating and `not_applicable`",
        );
        refuse(
            skipped && (is_rated || is_set_aside),
            &fields.skipped,
            "is answered and skipped at once",
        );
        refuse(
            self.origin == Origin::Person && fields.skipped.is_there(),
            &fields.skipped,
            "has `skipped`, which is for emkit's own files; leave the question out",
        );
        refuse(
            !is_set_aside && !fields.note.is_empty(),
            &fields.note,
            "has a `note`, which goes with `not_applicable`; `evidence` backs a rating",
        );
        refuse(
            !is_rated && !fields.carried.is_empty(),
            &fields.carried,
            "is `carried`, which goes with a rating",
        );
        answer.state = match (is_rated, is_set_aside) {
            (true, _) => State::Rated(rating?),
            (_, true) => State::NotApplicable {
                reason: reason?,
                note,
            },
            _ if skipped => State::Skipped,
            _ => State::Open,
        };
        Some(answer)
    }

    fn rating(&mut self, what: &str, node: &Scalar) -> Option<Rating> {
        self.reader.number(what, node, |text| {
            let rating = text.parse().ok().and_then(Rating::new);
            rating.ok_or_else(|| format!("`{text}` is not a rating from 1 to 5"))
        })
    }

    fn outcome(&mut self, fields: &OutcomeFields) -> Option<FocusOutcome> {
        self.name(Kind::Skill, fields.skill.get(), fields.skill.at());
        let what = "`last_focus`";
        let outcome = self.reader.parsed(what, &fields.outcome.0, |word| {
            let known = Outcome::ALL.map(Outcome::word).join(", ");
            Outcome::named(word).ok_or_else(|| format!("`{word}` is not an outcome ({known})"))
        });
        Some(FocusOutcome {
            focus: Focus {
                skill: fields.skill.get().to_owned(),
                action: self.words(what, "action", &fields.action),
                private: self.flag(what, "private", &fields.private),
                by: date("by", &fields.by, self.reader),
                sign: self.words(what, "sign", &fields.sign),
            },
            outcome: Some(outcome?),
            note: self.words(what, "note", &fields.note),
        })
    }

    fn focus(&mut self, fields: &FocusFields) -> Focus {
        self.name(Kind::Skill, fields.skill.get(), fields.skill.at());
        Focus {
            skill: fields.skill.get().to_owned(),
            action: self.words("`focus`", "action", &fields.action.0),
            private: self.flag("`focus`", "private", &fields.private),
            by: date("by", &fields.by, self.reader),
            sign: self.words("`focus`", "sign", &fields.sign),
        }
    }

    fn highlight(&mut self, node: &Spanned<HighlightFields>) {
        let fields = &node.value;
        let text = self.words("`highlights`", "text", &fields.text);
        let question = fields.question.text().map(str::to_owned);
        let place = fields.question.at();
        if let Some(id) = &question {
            self.name(Kind::Question, id, place);
            // What became private later is left out when it is shown.
            let is_checked = self.origin == Origin::Person;
            let wrong = self.entries.no_highlight(id, &text).filter(|_| is_checked);
            if let Some(wrong) = wrong {
                self.reader
                    .problem(place, format!("`highlights`: `{id}` {wrong}"));
            }
        } else if text.trim().is_empty() {
            let message = "`highlights`: give a `question` or a `text`";
            self.reader.problem(at(node), message);
        }
        self.entries.highlights.push(Highlight { question, text });
    }

    /// A person's own text, with a word about what YAML cuts off behind a `#`.
    fn words(&mut self, what: &str, name: &str, node: &Scalar) -> String {
        let at = node.at();
        if let Some(rest) = self.reader.lost(node) {
            let message = format!(
                "{what}: `{rest}` is a comment to YAML and was not read; put the text in quotes to keep it"
            );
            self.entries.lost.push(Diagnostic { at, message });
        }
        let text = node.text().unwrap_or_default();
        if self.origin == Origin::Person && text.len() > MAX_TEXT {
            let message = format!("{what}: `{name}` is {}", too_long());
            self.reader.problem(at, message);
        }
        text.to_owned()
    }
}

pub(super) fn date(name: &str, node: &Scalar, reader: &mut Reader<'_>) -> Option<Date> {
    reader.parsed(&format!("`{name}`"), node, |text| {
        let date = text.parse();
        date.map_err(|_| format!("`{text}` is not a date such as `2026-11-20`"))
    })
}

pub(super) fn period(what: &str, node: &Scalar, reader: &mut Reader<'_>) -> Option<Period> {
    reader.parsed(what, node, |text| {
        text.parse().map_err(|wrong: NotAPeriod| wrong.to_string())
    })
}

/// Own targets by skill, each from 1 to 5.
pub(super) fn targets<'f>(
    map: &'f Map<Keyed<Scalar>>,
    reader: &mut Reader<'_>,
) -> Vec<(&'f Spanned<String>, Exact)> {
    let bounds = whole(Rating::MIN.into())..=whole(Rating::MAX.into());
    let mut found = Vec::new();
    for (key, node) in map.iter().flat_map(|map| &map.value.0) {
        let what = format!("`targets`: `{}`", key.value);
        let target = reader.number(&what, node, |text| {
            let target = decimal(text).filter(|target| bounds.contains(target));
            target.ok_or_else(|| format!("`{text}` is not from 1 to 5, with at most two decimals"))
        });
        found.extend(target.map(|target| (key, target)));
    }
    found
}
