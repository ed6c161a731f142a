//! A rubric with two assessments made of the bytes of an input, and how they are looked at.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::LazyLock;

use emkit::domain::assessment::{
    Answer, Assessment, Focus, FocusOutcome, Highlight, Outcome, Reason, State,
};
use emkit::domain::decimal::Weight;
use emkit::domain::diff::Snapshot;
use emkit::domain::privacy::Privacy;
use emkit::domain::rubric::{Rating, RoleTargets, Rubric};
use emkit::format::rubric;
use emkit::page::terminal::Theme;
use emkit::report::Report;
use jiff::civil::date;

/// The rubric that inputs begin with.
pub(super) static RUBRIC: LazyLock<Rubric> = LazyLock::new(|| {
    rubric::read(Path::new("fuzzed.yaml"), include_str!("rubric.yaml")).expect("a rubric")
});

/// The bytes of an input, taken from the front; zeros behind its end.
pub(super) struct Input<'a> {
    left: &'a [u8],
    is_calm: bool,
}

impl<'a> Input<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self {
            left: bytes,
            is_calm: false,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.left.is_empty()
    }

    pub(super) fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.left.split_first() else {
            return 0;
        };
        self.left = rest;
        *first
    }

    fn below(&mut self, number: usize) -> usize {
        usize::from(self.byte()) % number
    }

    fn flag(&mut self) -> bool {
        self.byte() & 1 == 1
    }

    /// The text up to the next byte that UTF-8 never has.
    pub(super) fn text(&mut self) -> String {
        let mut parts = self.left.splitn(2, |byte| *byte == 0xff);
        let text = String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
        self.left = parts.next().unwrap_or_default();
        if self.is_calm { calm(&text) } else { text }
    }
}

/// A text with nothing but words in the place of every line, the same for the same text.
fn calm(text: &str) -> String {
    let body = text.trim();
    if body.is_empty() {
        return text.to_owned();
    }
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    let digits = hasher.finish().to_string().into_bytes();
    let word: String = digits.iter().map(|digit| char::from(digit + 49)).collect();
    let line = |line: &str| match line.trim_matches(' ') {
        "" => String::new(),
        _ => word.clone(),
    };
    let lines: Vec<_> = body.split('\n').map(line).collect();
    text.replacen(body, &lines.join("\n"), 1)
}

/// Two assessments, the rubric of each, and how the later one is looked at.
pub(super) struct World {
    pub(super) earlier_rubric: Rubric,
    pub(super) rubric: Rubric,
    pub(super) earlier: Assessment,
    pub(super) later: Assessment,
    pub(super) privacy: Privacy,
    pub(super) theme: Theme,
    is_staged: bool,
}

impl World {
    pub(super) fn read(bytes: &[u8]) -> Self {
        Self::decoded(Input::new(bytes))
    }

    /// The same world with nothing but words in its texts.
    pub(super) fn calm(bytes: &[u8]) -> Self {
        Self::decoded(Input {
            left: bytes,
            is_calm: true,
        })
    }

    fn decoded(mut input: Input<'_>) -> Self {
        let width = 60 + input.below(61);
        let flags = input.byte();
        let is = |bit: u8| flags >> bit & 1 == 1;
        let mut rubric = RUBRIC.clone();
        let mut earlier = assessment("2026-Q3", &mut input);
        let mut later = assessment("2026-Q4", &mut input);
        if is(0) {
            later.answers = earlier.answers.clone();
        }
        if is(1) {
            later.stage = Some("fair".to_owned());
        }
        if is(2) {
            later.finished = Some(date(2026, 12, 31));
        }
        earlier.finished = Some(date(2026, 9, 30));
        while !input.is_empty() {
            reword(&mut rubric, &mut input);
        }
        Self {
            earlier_rubric: if is(3) {
                RUBRIC.clone()
            } else {
                rubric.clone()
            },
            rubric,
            earlier,
            later,
            privacy: if is(4) {
                Privacy::Include
            } else {
                Privacy::Withhold
            },
            theme: Theme {
                width,
                color: is(5),
            },
            is_staged: is(6),
        }
    }

    /// What the later assessment is held against.
    pub(super) fn bar(&self) -> RoleTargets<'_> {
        RoleTargets {
            profile: &self.rubric.profiles[0],
            stage: self.is_staged.then(|| &self.rubric.stages[0]),
        }
    }

    pub(super) fn report(&self) -> Report<'_> {
        let mut report = Report::new(&self.rubric, &self.later, self.bar(), self.privacy);
        report.author.name = Some("=1");
        report
    }

    pub(super) fn snapshot(&self) -> (Snapshot<'_>, Snapshot<'_>) {
        let from = Snapshot {
            assessment: &self.earlier,
            rubric: &self.earlier_rubric,
        };
        let to = Snapshot {
            assessment: &self.later,
            rubric: &self.rubric,
        };
        (from, to)
    }
}

fn assessment(period: &str, input: &mut Input<'_>) -> Assessment {
    let period = period.parse().expect("a period");
    let mut assessment = Assessment::begin(period, &RUBRIC, "maker", None);
    let ids = RUBRIC.questions().map(|(_, question)| question.id.clone());
    let answers = ids.map(|id| (id, answer(input)));
    assessment.answers = answers.filter(|(_, answer)| !answer.is_blank()).collect();
    for _ in 0..input.below(3) {
        assessment.focus.push(Focus {
            skill: skill(input),
            action: input.text(),
            private: false,
            by: input.flag().then(|| date(2027, 1, 20)),
            sign: input.text(),
        });
    }
    for _ in 0..input.below(3) {
        let skill = skill(input);
        let outcome = Outcome::ALL.get(input.below(4)).copied();
        let (action, note) = (input.text(), input.text());
        assessment.last_focus.push(FocusOutcome {
            focus: Focus {
                skill,
                action,
                private: false,
                by: input.flag().then(|| date(2027, 1, 20)),
                sign: input.text(),
            },
            outcome,
            note,
        });
    }
    for _ in 0..input.below(4) {
        let question = input.flag().then(|| "one.a".to_owned());
        assessment.highlights.push(Highlight {
            question,
            text: input.text(),
        });
    }
    if input.flag() {
        assessment.closing = input.text();
    }
    assessment
}

fn skill(input: &mut Input<'_>) -> String {
    let skills = &RUBRIC.skills;
    skills[input.below(skills.len())].id.clone()
}

fn answer(input: &mut Input<'_>) -> Answer {
    let byte = input.byte();
    let state = match byte & 7 {
        0 => State::Open,
        6 => State::Skipped,
        7 => State::NotApplicable {
            reason: Reason::ALL[input.below(3)],
            note: input.text(),
        },
        number => State::Rated(Rating::new(number).expect("a rating")),
    };
    let evidence = match byte & 8 {
        0 => String::new(),
        _ => input.text(),
    };
    Answer {
        state,
        evidence,
        private: byte & 16 != 0,
        carried: None,
    }
}

/// Puts another text, or another number, into the rubric.
fn reword(rubric: &mut Rubric, input: &mut Input<'_>) {
    let (which, index) = (input.byte(), input.below(8));
    if which % 16 == 15 {
        let tenths = i64::from(input.byte().max(1));
        questions(rubric)[index % 4].weight = Weight::new(tenths, 10);
        return;
    }
    let text = input.text();
    // No file that is read can leave one of these blank.
    if text.trim().is_empty() {
        return;
    }
    let skill = index % 3;
    match which % 16 {
        0 => rubric.title = text,
        1 => rubric.version = text,
        2 => rubric.skills[skill].title = text,
        3 => rubric.skills[skill].definition = text,
        4 => rubric.clusters[index % 2].title = text,
        5 => questions(rubric)[index % 4].ask = format!("{text}?"),
        6 => questions(rubric)[index % 4].practice = text,
        7 => questions(rubric)[index % 4].anchors[usize::from(which / 16) % 5] = text,
        8 => questions(rubric)[index % 4].hint = text,
        9 => rubric.scale[index % 5].label = text,
        10 => rubric.profiles[0].title = text,
        11 => rubric.stages[0].title = text,
        12 => rubric.eras[0].title = text,
        13 => rubric.eras[0].years = text,
        _ => {
            if let Some(closing) = &mut rubric.closing {
                closing.ask = format!("{text}?");
            }
        }
    }
}

fn questions(rubric: &mut Rubric) -> Vec<&mut emkit::domain::rubric::Question> {
    let skills = rubric.skills.iter_mut();
    skills.flat_map(|skill| &mut skill.questions).collect()
}
