//! The parts that an assessment file and an answers file have in common.

pub(super) mod write;

use std::collections::BTreeMap;
use std::fmt::Arguments;

use jiff::civil::Date;

use super::diagnostic::{Diagnostic, Position};
use super::rubric::decimal;
use super::yaml::{
    Field, Key, Reader, Shape, mapping, needed, scalar, scalar_or_mapping, sequence,
};
use crate::domain::assessment::{
    Answer, Focus, FocusOutcome, Highlight, MAX_FOCUS, MAX_HIGHLIGHTS, MAX_TEXT, Outcome, Reason,
    State, too_long,
};
use crate::domain::decimal::{Exact, exact, whole};
use crate::domain::rubric::{Rating, Rubric};
use crate::domain::suggest::or_meant;

pub(super) use write::Origin;

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
    /// Words that were not read, since YAML took them for comments, and how to keep them.
    pub lost: Vec<Diagnostic>,
}

/// An id that has to be in the rubric.
#[derive(Clone, Debug)]
pub(super) struct Named {
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
    pub(super) fn new(kind: Kind, field: Field<'_>) -> Option<Self> {
        let (id, at) = (field.some()?, field.at());
        Some(Self { kind, id, at })
    }

    pub(super) fn problem(&self, rubric: &Rubric) -> Option<Diagnostic> {
        let id = &*self.id;
        // Each file of a history names every question.
        if self.kind == Kind::Question && rubric.question(id).is_some() {
            return None;
        }
        let (kind, known): (_, Vec<&str>) = match self.kind {
            Kind::Question => ("question", rubric.questions().map(|it| &*it.1.id).collect()),
            Kind::Skill => ("skill", rubric.skills.iter().map(|it| &*it.id).collect()),
            Kind::Role => ("role", rubric.profiles.iter().map(|it| &*it.id).collect()),
            Kind::Stage => ("stage", rubric.stages.iter().map(|it| &*it.id).collect()),
        };
        if known.contains(&id) {
            return None;
        }
        let mut message = format!("rubric `{}` has no {kind} `{id}`", rubric.id);
        if matches!(self.kind, Kind::Role | Kind::Stage) && !known.is_empty() {
            message += &format!(" (it has `{}`)", known.join("`, `"));
        }
        Some(Diagnostic::new(self.at, or_meant(message, id, &known)))
    }
}

struct EntryReader<'r, 't> {
    reader: &'r mut Reader<'t>,
    origin: Origin,
    entries: Entries,
}

/// What assessments and answers files both have, in this order.
pub(super) const ENTRY_KEYS: [Key; 6] = [
    mapping("answers"),
    sequence("last_focus"),
    sequence("focus"),
    scalar_or_mapping("closing"),
    sequence("highlights"),
    mapping("targets"),
];

impl Entries {
    pub(super) fn read(file: Field<'_>, origin: Origin, reader: &mut Reader<'_>) -> Self {
        let mut read = EntryReader {
            reader,
            origin,
            entries: Self::default(),
        };
        for field in read.reader.entries(file.find("answers"), Shape::Short) {
            read.name(Kind::Question, field.key, field.key_at);
            let answer = read.answer(field).filter(|answer| !answer.is_blank());
            let answer = answer.map(|answer| (field.key.to_owned(), answer));
            read.entries.answers.extend(answer);
        }
        for item in read.reader.items(file.find("last_focus")) {
            let own = [scalar("action"), needed("outcome"), scalar("note")];
            let said = read.focus(format_args!("`last_focus`"), item, &own);
            read.entries.last_focus.push(said);
        }
        for item in read.at_most(MAX_FOCUS, file.find("focus")) {
            let said = read.focus(format_args!("`focus`"), item, &[needed("action")]);
            read.entries.focus.push(said.focus);
        }
        let closing = file.find("closing");
        let [text, private] = if closing.is_map() {
            let keys = [scalar("text"), scalar("private")];
            read.reader.fields(closing, keys)
        } else {
            [closing.named("text"), Field::default()]
        };
        read.entries.closing = read.words(format_args!("`closing`"), text);
        read.entries.closing_private = read.reader.flag("`closing`: ", private);
        for item in read.at_most(MAX_HIGHLIGHTS, file.find("highlights")) {
            read.highlight(item);
        }
        for (skill, target) in targets(file.find("targets"), read.reader) {
            read.name(Kind::Skill, skill.key, skill.key_at);
            read.entries.targets.insert(skill.key.to_owned(), target);
        }
        read.entries
    }
}

impl EntryReader<'_, '_> {
    fn name(&mut self, kind: Kind, id: &str, at: Position) {
        let id = id.to_owned();
        self.entries.named.push(Named { kind, id, at });
    }

    fn at_most<'n>(&mut self, most: usize, list: Field<'n>) -> Vec<Field<'n>> {
        let items = self.reader.items(list);
        if let Some(over) = items.get(most) {
            let message = format!("`{}` takes {most} at most, not {}", list.key, items.len());
            self.reader.problem(over.at(), message);
        }
        items
    }

    fn answer(&mut self, field: Field<'_>) -> Option<Answer> {
        let (what, mut answer) = (format_args!("`{}`", field.key), Answer::default());
        if !field.is_map() {
            if field.text().is_some() && !field.is_bare() {
                let message = format!(
                    "{what}: expected a rating from 1 to 5 without quotes, or `rating:` and `evidence:` below it"
                );
                self.reader.problem(field.at(), message);
            } else if !field.is_null() {
                answer.state = State::Rated(self.reader.rating(what, field)?);
            }
            return Some(answer);
        }
        let [rated, skipped, set_aside, note, evidence, private, carried] = self.reader.fields(
            field,
            [
                scalar("rating"),
                scalar("skipped"),
                scalar("not_applicable"),
                scalar("note"),
                scalar("evidence"),
                scalar("private"),
                scalar("carried"),
            ],
        );
        let before = format_args!("{what}: ");
        answer.evidence = self.words(what, evidence);
        answer.private = self.reader.flag(before, private);
        let carried_from = format_args!("{what}: `carried`");
        answer.carried = self.reader.parsed(carried_from, carried, str::parse);
        let why = self.words(what, note);
        let is_skipped = self.reader.flag(before, skipped);
        let rating = self.reader.rating(what, rated);
        let reason = self.reader.parsed(what, set_aside, |word| {
            let known = Reason::ALL.map(Reason::word).join(", ");
            word.parse()
                .map_err(|_| format!("`{word}` is not a reason ({known})"))
        });
        let is_rated = !rated.is_null();
        let is_set_aside = !set_aside.is_null();
        let mut refuse = |is_wrong: bool, field: Field<'_>, message: &str| {
            if is_wrong {
                self.reader.problem(field.at(), format!("{what} {message}"));
            }
        };
        refuse(
            is_rated && is_set_aside,
            rated,
            "has both a rating and `not_applicable`",
        );
        refuse(
            self.origin == Origin::Person && skipped.is_there(),
            skipped,
            "has `skipped`, which is for emkit's own files; leave the question out",
        );
        refuse(
            !is_set_aside && !note.is_null(),
            note,
            "has a `note`, which goes with `not_applicable`; `evidence` backs a rating",
        );
        refuse(
            !is_rated && !carried.is_null(),
            carried,
            "is `carried`, which goes with a rating",
        );
        answer.state = match (is_rated, is_set_aside) {
            (true, _) => State::Rated(rating?),
            (_, true) => State::NotApplicable {
                reason: reason?,
                note: why,
            },
            _ if is_skipped => State::Skipped,
            _ => State::Open,
        };
        Some(answer)
    }

    fn focus(&mut self, what: Arguments<'_>, item: Field<'_>, own: &[Key]) -> FocusOutcome {
        let keys = [
            needed("skill"),
            scalar("by"),
            scalar("sign"),
            scalar("private"),
        ];
        self.reader.check(item, &[own, &keys].concat());
        let [skill, outcome] = ["skill", "outcome"].map(|key| item.find(key));
        self.name(Kind::Skill, skill.get(), skill.at());
        let outcome = self.reader.parsed(what, outcome, |word| {
            let known = Outcome::ALL.map(Outcome::word).join(", ");
            word.parse()
                .map_err(|_| format!("`{word}` is not an outcome ({known})"))
        });
        FocusOutcome {
            focus: Focus {
                skill: skill.string(),
                action: self.words(what, item.find("action")),
                private: self
                    .reader
                    .flag(format_args!("{what}: "), item.find("private")),
                by: date(item.find("by"), self.reader),
                sign: self.words(what, item.find("sign")),
            },
            outcome,
            note: self.words(what, item.find("note")),
        }
    }

    fn highlight(&mut self, item: Field<'_>) {
        let [question, text] = self
            .reader
            .fields(item, [scalar("question"), scalar("text")]);
        let text = self.words(format_args!("`highlights`"), text);
        if let Some(id) = question.text() {
            self.name(Kind::Question, id, question.at());
            let answer = self.entries.answers.get(id);
            let is_fit = answer.is_some_and(|answer| {
                let has_words = answer.has_evidence() || !text.trim().is_empty();
                !answer.private && answer.rating().is_some() && has_words
            });
            let mut others = self.entries.highlights.iter();
            let is_twice = others.any(|other| other.question.as_deref() == Some(id));
            // What became private later is left out when it is shown.
            if self.origin == Origin::Person && (is_twice || !is_fit) {
                let message = format!(
                    "`highlights`: `{id}` can't be one: it takes an answer of this file, once, that is rated and not private, with evidence or a `text`"
                );
                self.reader.problem(question.at(), message);
            }
        } else if text.trim().is_empty() {
            let message = "`highlights`: give a `question` or a `text`";
            self.reader.problem(item.at(), message);
        }
        let question = question.some();
        self.entries.highlights.push(Highlight { question, text });
    }

    /// A person's own text, with a word about what YAML cuts off behind a `#`.
    fn words(&mut self, what: Arguments<'_>, field: Field<'_>) -> String {
        let (text, at) = (field.get(), field.at());
        if let Some(rest) = self.reader.lost(field) {
            let message = format!(
                "{what}: `{rest}` is a comment to YAML and was not read; put the text in quotes to keep it"
            );
            self.entries.lost.push(Diagnostic::new(at, message));
        }
        if self.origin == Origin::Person && text.len() > MAX_TEXT {
            let message = format!("{what}: `{}` is {}", field.key, too_long());
            self.reader.problem(at, message);
        }
        text.to_owned()
    }
}

pub(super) fn date(field: Field<'_>, reader: &mut Reader<'_>) -> Option<Date> {
    reader.parsed(format_args!("`{}`", field.key), field, |text| {
        let date = text.parse();
        date.map_err(|_| format!("`{text}` is not a date such as `2026-11-20`"))
    })
}

pub(super) fn targets<'n>(map: Field<'n>, reader: &mut Reader<'_>) -> Vec<(Field<'n>, Exact)> {
    let bounds = whole(Rating::MIN.into())..=whole(Rating::MAX.into());
    let mut found = Vec::new();
    for field in reader.entries(map, Shape::Scalar) {
        let target = reader.number(format_args!("`targets`: `{}`", field.key), field, |text| {
            let target = decimal(text).map(exact);
            let target = target.filter(|target| bounds.contains(target));
            target.ok_or_else(|| format!("`{text}` is not from 1 to 5, with at most two decimals"))
        });
        found.extend(target.map(|target| (field, target)));
    }
    found
}
