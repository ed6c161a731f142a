//! Rubrics and assessments of any kind, for properties that hold for all of them.

use std::collections::BTreeMap;
use std::path::Path;

use emkit::domain::assessment::{
    Answer, Assessment, Focus, FocusOutcome, Highlight, Outcome, Reason, State,
};
use emkit::domain::decimal::{Exact, ONCE, Weight};
use emkit::domain::rubric::{Closing, Rating, Rubric};
use emkit::format::rubric;
use jiff::civil::date;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::rubric_builder::Sketch;

/// What a text is made of to be hard on YAML, on terminals and on whoever splits at lines.
const FRAGMENTS: [&str; 65] = [
    "no",
    "yes",
    "~",
    "null",
    "true",
    "1e3",
    "0x1F",
    ".nan",
    "2026-11-20",
    "=",
    "<<",
    "---",
    "...",
    "--- |",
    "# comment",
    " # comment",
    ": ",
    ":",
    "- ",
    "? ",
    "key: value",
    "[",
    "]",
    "{",
    "}",
    "&a",
    "*a",
    "!tag",
    "%YAML 1.1",
    "@",
    "`",
    "'",
    "\"",
    "\\",
    "|",
    ">",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\u{feff}",
    "\0",
    "\u{1b}[31m",
    "\u{7}",
    "\u{7f}",
    "\u{9b}2J",
    "\u{202e}",
    "\u{2066}",
    "\u{61c}",
    "\u{200b}",
    "\u{ad}",
    "\u{fffe}",
    "\u{ffff}",
    "\u{e0041}",
    "e\u{301}\u{302}\u{303}",
    "#",
    "👩\u{200d}💻",
    "שלום",
    " ",
    "    ",
    "\n# end of assessment: 1 answers, sha256 \
     0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n",
];

/// So many cases, or as many as `PROPTEST_CASES` asks for, without files about those that fail.
pub(crate) fn cases(cases: u32) -> ProptestConfig {
    let asked = ProptestConfig::default();
    ProptestConfig {
        cases: match std::env::var_os("PROPTEST_CASES") {
            Some(_) => asked.cases,
            None => cases,
        },
        failure_persistence: None,
        max_shrink_iters: 200,
        ..asked
    }
}

/// Any text, mostly of a nasty kind.
pub(crate) fn text() -> impl Strategy<Value = String> {
    let fragment = prop_oneof![
        8 => select(FRAGMENTS.to_vec()).prop_map(str::to_owned),
        2 => "[a-z ]{1,8}",
        2 => any::<char>().prop_map(String::from),
        1 => any::<String>(),
        1 => (select(vec!["x", "ä ", "# ", "\u{a0}"]), 200..600_usize)
            .prop_map(|(piece, times)| piece.repeat(times)),
    ];
    vec(fragment, 0..7).prop_map(|fragments| fragments.concat())
}

fn words() -> impl Strategy<Value = String> {
    text().prop_map(|text| format!("{text}x{text}"))
}

/// A rubric of three skills in two clusters, with weights, targets and a stage of any size.
pub(crate) fn rubric() -> impl Strategy<Value = Rubric> {
    let hundredths = |least: i64, most: i64| {
        (least..=most).prop_map(|number| Exact::new(number.into(), 100.into()))
    };
    let weight = (1..=1_000_i64).prop_map(|hundredths| Weight::new(hundredths, 100));
    let weights = vec(prop_oneof![Just(ONCE), weight], 9);
    let sizes = (vec(hundredths(100, 500), 3), vec(hundredths(-500, 500), 3));
    (weights, sizes, 1_u8..=5).prop_map(|(weights, (targets, adjust), from)| {
        let yaml = Sketch::new("any")
            .evidence_from(from.max(2))
            .skill("one", "core", "3")
            .questions(&["a", "b", "c", "d", "e"])
            .skill("two", "growth", "3")
            .questions(&["a", "b", "c"])
            .skill("three", "core", "3")
            .questions(&["a"])
            .stage("moved", &[("one", "0"), ("two", "0"), ("three", "0")])
            .yaml();
        let mut rubric = rubric::read(Path::new("any.yaml"), &yaml).expect("a rubric");
        let questions = rubric
            .skills
            .iter_mut()
            .flat_map(|skill| &mut skill.questions);
        for (question, weight) in questions.zip(weights) {
            question.weight = weight;
        }
        rubric.closing = Some(Closing {
            ask: "What comes next?".to_owned(),
            stages: BTreeMap::new(),
        });
        for (index, id) in ["one", "two", "three"].into_iter().enumerate() {
            let (target, moved) = (targets[index].clone(), adjust[index].clone());
            rubric.profiles[0].targets.insert(id.to_owned(), target);
            rubric.stages[0].adjust.insert(id.to_owned(), moved);
        }
        rubric
    })
}

/// An answer in any state, with the texts of a strategy.
fn answer(text: impl Strategy<Value = String> + Clone) -> impl Strategy<Value = Answer> {
    let rated = (1_u8..=5).prop_map(|number| State::Rated(Rating::new(number).expect("a rating")));
    let not_applicable = (select(Reason::ALL.to_vec()), text.clone())
        .prop_map(|(reason, note)| State::NotApplicable { reason, note });
    let state = prop_oneof![
        1 => Just(State::Open),
        6 => rated,
        1 => Just(State::Skipped),
        2 => not_applicable,
    ];
    let evidence = prop_oneof![Just(String::new()), text];
    (state, evidence, any::<[bool; 2]>()).prop_map(|(state, evidence, [private, carried])| {
        let carried = carried && matches!(state, State::Rated(_));
        Answer {
            state,
            evidence,
            private,
            carried: carried.then(|| "2026-Q2".parse().expect("a period")),
        }
    })
}

/// Answers to the questions of [`rubric`], with short texts: for figures.
pub(crate) fn answered(rubric: &Rubric) -> impl Strategy<Value = Assessment> + use<> {
    let rubric = rubric.clone();
    vec(
        answer(select(vec!["", " ", "x", "y"]).prop_map(str::to_owned)),
        9,
    )
    .prop_map(move |answers| assembled(&rubric, answers))
}

fn assembled(rubric: &Rubric, answers: Vec<Answer>) -> Assessment {
    let period = "2026-Q3".parse().expect("a period");
    let mut assessment = Assessment::begin(period, rubric, "lead", None);
    let ids = rubric.questions().map(|(_, question)| question.id.clone());
    let given = ids.zip(answers).filter(|(_, answer)| !answer.is_blank());
    assessment.answers = given.collect();
    assessment
}

/// An assessment, draft or finished, whose every text is a nasty one: for files.
pub(crate) fn written(rubric: &Rubric) -> impl Strategy<Value = Assessment> + use<> {
    let rubric = rubric.clone();
    let skill = select(vec!["one", "two", "three"]);
    let by = select(vec![None, Some(date(2027, 1, 20))]);
    let focus = (skill.clone(), words(), any::<bool>(), by.clone(), text()).prop_map(
        |(skill, action, private, by, sign)| Focus {
            skill: skill.to_owned(),
            action,
            private,
            by,
            sign,
        },
    );
    let outcome = select(Outcome::ALL.to_vec());
    let said = [text().boxed(), text().boxed(), text().boxed()];
    let outcome = (skill, outcome, said, any::<bool>(), by).prop_map(
        |(skill, outcome, [action, note, sign], private, by)| FocusOutcome {
            focus: Focus {
                skill: skill.to_owned(),
                action,
                private,
                by,
                sign,
            },
            outcome: Some(outcome),
            note,
        },
    );
    let question = select(vec![
        None,
        Some("one.a".to_owned()),
        Some("two.b".to_owned()),
    ]);
    let highlight = (question, words()).prop_map(|(question, text)| Highlight { question, text });
    let own = (100_i64..=500).prop_map(|number| Exact::new(number.into(), 100.into()));
    let own = btree_map(
        select(vec!["one", "two"]).prop_map(str::to_owned),
        own,
        0..2,
    );

    let stage = select(vec![None, Some("moved".to_owned())]);
    let rest = (
        vec(focus, 0..3),
        vec(outcome, 0..3),
        (vec(highlight, 0..6), own),
        stage,
        text(),
        any::<[bool; 3]>(),
    );
    (vec(answer(text().boxed()), 9), rest).prop_map(
        move |(
            answers,
            (
                focus,
                last_focus,
                (highlights, targets),
                stage,
                closing,
                [started, finished, private],
            ),
        )| {
            Assessment {
                focus,
                last_focus,
                highlights,
                targets,
                stage,
                // A mark without a text says nothing.
                closing_private: private && !closing.is_empty(),
                closing,
                started: started.then(|| date(2026, 11, 20)),
                finished: finished.then(|| date(2026, 12, 31)),
                ..assembled(&rubric, answers)
            }
        },
    )
}
