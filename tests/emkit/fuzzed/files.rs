//! Files of every kind: what can be read is written down and read again as the same; what cannot
//! be read is refused with a place inside of it.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use emkit::domain::assessment::{Answer, Assessment, Reason, State};
use emkit::domain::privacy::Privacy;
use emkit::domain::rubric::{Rating, RoleTargets, Rubric};
use emkit::format::diagnostic::Diagnostics;
use emkit::format::marker::{Wholeness, has_comments, is_marked, wholeness};
use emkit::format::{
    answers as answers_file, assessment as assessment_file, config as config_file,
    rubric as rubric_file,
};
use emkit::page::terminal::Theme;
use emkit::report::Report;
use emkit::store::decode;
use jiff::civil::date;

use super::output::assert_tame;
use super::renders;
use super::world::RUBRIC;

const MARK: &[u8] = b"\xef\xbb\xbf";

fn path() -> &'static Path {
    Path::new("file.yaml")
}

pub(super) fn bytes(input: &[u8]) {
    let body = input.strip_prefix(MARK).unwrap_or(input);
    match (decode(path(), input), std::str::from_utf8(input)) {
        (Ok(text), Ok(_)) => assert_eq!(text.as_bytes(), body),
        (Err(error), Err(place)) => {
            let good = String::from_utf8_lossy(&input[..place.valid_up_to()]);
            let good = good.replace("\r\n", "\n");
            let line = good.split(['\n', '\r']).count();
            let column = good
                .split('\n')
                .next_back()
                .map(|line| line.chars().count());
            let error = format!("{error:#}");
            let place = format!("file.yaml:{line}:{}: ", column.unwrap_or_default() + 1);
            assert!(error.contains(&place), "no `{place}` in {error}");
            assert_tame(&error);
        }
        (read, _) => panic!("{read:?}"),
    }
}

/// The text that the other targets get, as emkit would.
fn text(input: &[u8]) -> Option<&str> {
    decode(path(), input).ok()
}

/// Fails where an error cannot be found again in the file.
pub(super) fn assert_placed(problems: &Diagnostics, text: &str) {
    // A carriage return alone ends a line of YAML too.
    let text = text.replace("\r\n", "\n");
    let lines: Vec<_> = text.split(['\n', '\r']).collect();
    assert!(!problems.list.is_empty());
    for problem in &problems.list {
        let place = problem.at;
        assert!(place.line <= lines.len(), "{problem:?} of {text:?}");
        let line = place.line.checked_sub(1).and_then(|line| lines.get(line));
        let columns = line.map_or(0, |line| line.chars().count());
        assert!(place.column <= columns + 1, "{problem:?} of {text:?}");
        assert!(!problem.message.trim().is_empty());
    }
    assert_tame(&problems.to_string());
}

pub(super) fn config(input: &[u8]) {
    let Some(text) = text(input) else { return };
    let (config, wrong) = config_file::read(path(), text);
    let role = config.check(&RUBRIC, &[]).err();
    for problems in wrong.iter().chain(&role) {
        assert_placed(problems, text);
    }
    for entry in [config.role, config.stage, config.rubric, config.editor] {
        let Some(entry) = entry else { continue };
        assert!(!entry.value.trim().is_empty());
        assert!(entry.at.line > 0);
    }
}

pub(super) fn assessment(input: &[u8]) {
    let Some(text) = text(input) else { return };
    let _ = has_comments(text);
    let marked = assessment_file::read(path(), text);
    let read = match (marked, assessment_file::read_unmarked(path(), text)) {
        (Ok(marked), Ok(read)) => {
            assert_eq!(marked.assessment, read.assessment);
            assert!(is_marked(text));
            read
        }
        (Err(marked), Ok(read)) => {
            assert_placed(&marked.problems, text);
            assert!(!is_marked(text));
            read
        }
        (marked, Err(problems)) => {
            let marked = marked.expect_err("what cannot be read is not read");
            assert_placed(&marked.problems, text);
            assert_placed(&problems, text);
            return;
        }
    };
    if let Err(problems) = read.check(path(), text, &RUBRIC) {
        assert_placed(&problems, text);
    }
    assert_kept(&read.assessment);
}

/// Fails where an assessment is not the same when it is written down and read again, or where the
/// file can be cut without anybody noticing.
fn assert_kept(assessment: &Assessment) {
    let written = assessment_file::write(assessment, &RUBRIC).expect("written");
    let again = assessment_file::read(path(), &written);
    let again = again.unwrap_or_else(|error| panic!("{error:?}: {written}"));
    assert_eq!(again.assessment, *assessment, "{written}");
    assert_eq!(wholeness(&written), Wholeness::Whole, "{written}");
    assert_eq!(again.lost, [], "{written}");
    let mut end = chosen(&written, written.len());
    while !written.is_char_boundary(end) {
        end -= 1;
    }
    let cut = assessment_file::read(path(), &written[..end]);
    assert!(
        cut.is_err() || written[end..].trim().is_empty(),
        "cut at {end}: {written}"
    );
}

/// A number below another, the same for the same text.
fn chosen(text: &str, below: usize) -> usize {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    usize::try_from(hasher.finish() % below.max(1) as u64).unwrap_or_default()
}

pub(super) fn answers(input: &[u8]) {
    let Some(text) = text(input) else { return };
    let answers = match answers_file::read(path(), text, &RUBRIC) {
        Ok(answers) => answers,
        Err(problems) => return assert_placed(&problems, text),
    };
    let draft = answers.fill(blank(&RUBRIC), None);
    let printed = answers_file::write(&draft, &RUBRIC).expect("printed");
    assert_tame(&printed);
    let again = answers_file::read(path(), &printed, &RUBRIC);
    let again = again.unwrap_or_else(|problems| panic!("{problems}: {printed}"));
    assert_eq!(again.lost, [], "{printed}");
    assert_eq!(again.fill(blank(&RUBRIC), None), draft, "{printed}");
    assert_kept(&draft);
    assert_kept(&draft.finish(&RUBRIC, date(2026, 12, 31)));
}

pub(super) fn rubric(input: &[u8]) {
    let Some(text) = text(input) else { return };
    let advice = rubric_file::advice(path(), text);
    advice.inspect(|advice| assert_placed(advice, text));
    let checked = rubric_file::check(path(), text);
    let rubric = match (rubric_file::read(path(), text), checked) {
        (Ok(read), Ok(checked)) => {
            assert_eq!((read.id.as_str(), &read), ("file", &checked));
            read
        }
        (Ok(read), Err(problems)) => {
            assert_ne!(read.id, "file");
            assert_placed(&problems, text);
            read
        }
        (Err(problems), checked) => {
            assert_placed(&problems, text);
            return assert_placed(&checked.expect_err("no rubric is no rubric"), text);
        }
    };
    renders::wording(&rubric);
    let width = 60 + chosen(text, 61);
    for (assessment, color) in [(blank(&rubric), true), (filled(&rubric), false)] {
        let bar = RoleTargets {
            profile: &rubric.profiles[0],
            stage: rubric.stages.first(),
        };
        let report = Report::new(&rubric, &assessment, bar, Privacy::Include);
        renders::every(&report, Theme { width, color });
        assert_tame(&answers_file::write(&assessment, &rubric).expect("printed"));
    }
}

fn blank(rubric: &Rubric) -> Assessment {
    let period = "2026-Q4".parse().expect("a period");
    Assessment::begin(period, rubric, &rubric.profiles[0].id, None)
}

/// An assessment with an answer of every kind.
fn filled(rubric: &Rubric) -> Assessment {
    let mut assessment = blank(rubric);
    for (index, (_, question)) in rubric.questions().enumerate() {
        let state = match index % 7 {
            number @ 0..5 => {
                let number = u8::try_from(number + 1).unwrap_or_default();
                State::Rated(Rating::new(number).expect("a rating"))
            }
            5 => State::Skipped,
            _ => State::NotApplicable {
                reason: Reason::Other,
                note: question.ask.clone(),
            },
        };
        let answer = Answer {
            state,
            evidence: if index % 2 == 0 {
                question.hint.clone()
            } else {
                String::new()
            },
            private: index % 3 == 0,
            carried: None,
        };
        assessment.answers.insert(question.id.clone(), answer);
    }
    assessment.finish(rubric, date(2026, 12, 31))
}
