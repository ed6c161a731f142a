//! What holds for every text in every file: what is written is read again, and what is cut is refused.

use std::collections::BTreeMap;
use std::path::Path;

use emkit::domain::assessment::{Answer, Assessment, Focus, OWN_ROLE, State};
use emkit::domain::rubric::{Closing, Rubric};
use emkit::format::marker::{Wholeness, mark, wholeness};
use emkit::format::{answers, assessment, rubric};
use proptest::prelude::*;

use crate::hostile::strategies::{cases, text, written};
use crate::support::rubric_builder::Sketch;

fn file() -> impl Strategy<Value = (Rubric, Assessment)> {
    crate::hostile::strategies::rubric()
        .prop_flat_map(|rubric| (Just(rubric.clone()), written(&rubric)))
}

/// What is left of an assessment in an answers file: a question left out is one that is skipped.
fn as_answers(assessment: &Assessment) -> Assessment {
    let mut expected = assessment.clone();
    for answer in expected.answers.values_mut() {
        if answer.state == State::Skipped {
            answer.state = State::Open;
        }
    }
    expected.answers.retain(|_, answer| !answer.is_blank());
    if !expected.targets.is_empty() {
        OWN_ROLE.clone_into(&mut expected.role);
    }
    expected
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn an_assessment_that_is_saved_and_read_is_the_same((rubric, assessment) in file()) {
        let text = assessment::write(&assessment, &rubric).expect("a file");
        let path = Path::new("2026-Q3.yaml");
        let read = assessment::read(path, &text);
        let read = read.map_err(|why| TestCaseError::fail(why.problems.to_string()))?;
        prop_assert_eq!(&read.assessment, &assessment);
        prop_assert_eq!(wholeness(&text), Wholeness::Whole);
        prop_assert!(read.lost.is_empty());
        prop_assert!(read.check(path, &text, &rubric).is_ok());
    }

    #[test]
    fn a_file_survives_other_line_endings_and_a_byte_order_mark((rubric, assessment) in file()) {
        let text = assessment::write(&assessment, &rubric).expect("a file");
        let foreign = text.replace('\n', "\r\n");
        let read = assessment::read(Path::new("2026-Q3.yaml"), &foreign);
        let read = read.map_err(|why| TestCaseError::fail(why.problems.to_string()))?;
        prop_assert_eq!(&read.assessment, &assessment);
        prop_assert_eq!(wholeness(&foreign), Wholeness::Whole);
        prop_assert_eq!(wholeness(&format!("\u{feff}{foreign}")), Wholeness::Whole);
    }

    #[test]
    fn answers_that_are_printed_and_handed_in_are_the_same((rubric, assessment) in file()) {
        let mut assessment = assessment;
        // An answer that cannot be a highlight is refused; other tests say so.
        assessment.highlights.retain(|highlight| highlight.question.is_none());
        let text = answers::write(&assessment, &rubric).expect("a file");
        let read = answers::read(Path::new("answers.yaml"), &text, &rubric);
        let read = read.map_err(|why| TestCaseError::fail(why.to_string()))?;
        prop_assert!(read.lost.is_empty());
        let mut draft = assessment.clone();
        draft.answers.clear();
        draft.closing.clear();
        prop_assert_eq!(read.fill(draft, None), as_answers(&assessment));
    }

    #[test]
    fn a_saved_file_that_is_cut_is_refused((rubric, assessment) in file(), share in 0.0..1.0) {
        let text = assessment::write(&assessment, &rubric).expect("a file");
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
        let wanted = (text.trim_end().len() as f64 * share) as usize;
        let cut = &text[..text.floor_char_boundary(wanted)];
        prop_assert!(assessment::read(Path::new("2026-Q3.yaml"), cut).is_err());
        prop_assert_eq!(wholeness(cut), Wholeness::Unmarked);
    }

    #[test]
    fn a_marked_text_cut_anywhere_is_not_whole(text in text()) {
        let marked = mark(&format!("schema: 1\n{}", text.replace("\r\n", "\n")), 3);
        prop_assert_eq!(wholeness(&marked), Wholeness::Whole);
        for (cut, _) in marked.trim_end().char_indices().step_by(1 + marked.len() / 200) {
            prop_assert_ne!(wholeness(&marked[..cut]), Wholeness::Whole, "{:?}", &marked[..cut]);
        }
        for cut in marked.trim_end().len() - 80..marked.trim_end().len() {
            prop_assert_ne!(wholeness(&marked[..cut]), Wholeness::Whole, "{:?}", &marked[..cut]);
        }
    }
}

/// An assessment with one text: as evidence, or as the last text of the file.
fn with_text(evidence: &str, focus: &str) -> (Rubric, Assessment) {
    let yaml = Sketch::new("any")
        .skill("one", "core", "3")
        .questions(&["a"])
        .yaml();
    let rubric = rubric::read(Path::new("any.yaml"), &yaml).expect("a rubric");
    let period = "2026-Q3".parse().expect("a period");
    let mut assessment = Assessment::begin(period, &rubric, "lead", None);
    let answer = Answer {
        evidence: evidence.to_owned(),
        ..Answer::default()
    };
    assessment.answers.insert("one.a".to_owned(), answer);
    assessment.focus = vec![Focus {
        skill: "one".to_owned(),
        action: focus.to_owned(),
        ..Focus::default()
    }];
    (rubric, assessment)
}

#[test]
fn white_space_at_the_end_of_the_last_text_of_a_saved_file_is_kept() {
    for end in ["\n", "\n\n", " ", "\t", "\u{a0}", "\n ", "\u{2003}"] {
        let (rubric, assessment) = with_text("x", &format!("Go on.{end}"));
        let text = assessment::write(&assessment, &rubric).expect("a file");
        let read = assessment::read(Path::new("2026-Q3.yaml"), &text).expect("an assessment");
        assert_eq!(read.assessment.focus, assessment.focus, "{text}");
    }
}

#[test]
fn line_feeds_at_the_end_of_a_text_stay_as_many_in_an_answers_file() {
    for end in ["", "\n", "\n\n", "\n\n\n"] {
        let (rubric, assessment) = with_text(&format!("One.\nTwo.{end}"), "Go on.");
        let text = answers::write(&assessment, &rubric).expect("a file");
        let read = answers::read(Path::new("answers.yaml"), &text, &rubric).expect("answers");
        assert_eq!(read.lost.len(), 0, "{:?}", read.lost);
        let mut draft = assessment.clone();
        draft.answers.clear();
        assert_eq!(read.fill(draft, None).answers, assessment.answers, "{text}");
    }
}

#[test]
fn a_closing_text_of_any_kind_is_printed_so_that_it_can_be_handed_in() {
    for closing in [
        "Go on.",
        "a\u{1b}[2J",
        "x\u{202e}y",
        "end\n\n",
        "\u{fffe}",
        "{}",
    ] {
        let (mut rubric, mut assessment) = with_text("x", "Go on.");
        rubric.closing = Some(Closing {
            ask: "What next?".to_owned(),
            stages: BTreeMap::new(),
        });
        assessment.closing = closing.to_owned();
        let text = answers::write(&assessment, &rubric).expect("a file");
        let read = answers::read(Path::new("answers.yaml"), &text, &rubric);
        let read = read.unwrap_or_else(|why| panic!("{why}\n{text}"));
        let draft = Assessment::begin(assessment.period, &rubric, "lead", None);
        assert_eq!(read.fill(draft, None).closing, closing, "{text}");
    }
}

#[test]
fn a_saved_file_cut_at_any_byte_is_refused() {
    let (rubric, assessment) = with_text("One.\n# two: no\n\n---\nend ~", "Go on.");
    let text = assessment::write(&assessment, &rubric).expect("a file");
    let whole = text.trim_end();
    for (cut, _) in whole.char_indices() {
        let read = assessment::read(Path::new("2026-Q3.yaml"), &whole[..cut]);
        assert!(read.is_err(), "{:?}", &whole[..cut]);
    }
    assert!(assessment::read(Path::new("2026-Q3.yaml"), whole).is_ok());
}

#[test]
fn a_text_with_windows_line_endings_is_whole_once_it_is_marked() {
    let marked = mark("schema: 1\r\nanswers: {}\r\n", 0);
    assert_eq!(wholeness(&marked), Wholeness::Whole, "{marked:?}");
}
