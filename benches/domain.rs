//! What happens inside one run: reading, scoring, comparing, rendering. `cargo bench --bench domain`.

use std::fmt::Write as _;
use std::path::Path;

use emkit::domain::assessment::Assessment;
use emkit::domain::diff::{Snapshot, diff};
use emkit::domain::history::History;
use emkit::domain::privacy::Privacy;
use emkit::domain::rubric::{RoleTargets, Rubric};
use emkit::domain::scoring::score_all;
use emkit::format::{answers, assessment, rubric};
use emkit::page::terminal::{Theme, page};
use emkit::report::Report;
use emkit::report::scores;

fn main() {
    divan::main();
}

const RUBRIC: &str = include_str!("../rubric/eight-skills.yaml");

fn rubric_read() -> Rubric {
    rubric::read(Path::new("eight-skills.yaml"), RUBRIC).expect("the built-in rubric")
}

/// Twenty-eight answers with about 600 characters of evidence each.
fn assessed(rubric: &Rubric, rating: u8) -> Assessment {
    let mut text = "answers:\n".to_owned();
    for (_, question) in rubric.questions() {
        let evidence = "Cut the release train from nine days to two. ".repeat(13);
        let _ = writeln!(
            text,
            "  {}:\n    rating: {rating}\n    evidence: \"{evidence}\"",
            question.id
        );
    }
    let period = "2026-Q4".parse().expect("a period");
    let answers = answers::read(Path::new("answers.yaml"), &text, rubric).expect("answers");
    let day = jiff::civil::date(2026, 11, 20);
    answers
        .fill(Assessment::begin(period, rubric, "em", None), None)
        .finish(rubric, day)
}

fn bar(rubric: &Rubric) -> RoleTargets<'_> {
    RoleTargets {
        profile: &rubric.profiles[0],
        stage: None,
    }
}

#[divan::bench]
fn read_the_rubric() -> Rubric {
    rubric_read()
}

#[divan::bench]
fn read_an_assessment(bencher: divan::Bencher<'_, '_>) {
    let rubric = rubric_read();
    let text = assessment::write(&assessed(&rubric, 3), &rubric).expect("a text");
    bencher.bench(|| assessment::read(Path::new("2026-Q4.yaml"), &text).is_ok());
}

#[divan::bench]
fn write_an_assessment(bencher: divan::Bencher<'_, '_>) {
    let rubric = rubric_read();
    let assessment = assessed(&rubric, 3);
    bencher.bench(|| assessment::write(&assessment, &rubric).is_ok());
}

#[divan::bench]
fn score(bencher: divan::Bencher<'_, '_>) {
    let rubric = rubric_read();
    let assessment = assessed(&rubric, 3);
    bencher.bench(|| score_all(&rubric, &assessment, bar(&rubric)).len());
}

#[divan::bench]
fn compare(bencher: divan::Bencher<'_, '_>) {
    let rubric = rubric_read();
    let (from, to) = (assessed(&rubric, 3), assessed(&rubric, 4));
    bencher.bench(|| {
        let made = |assessment| Snapshot {
            assessment,
            rubric: &rubric,
        };
        diff(made(&from), made(&to)).len()
    });
}

#[divan::bench(args = [40, 160])]
fn history(bencher: divan::Bencher<'_, '_>, assessments: usize) {
    let rubric = rubric_read();
    let all = [2, 3, 4].map(|rating| assessed(&rubric, rating));
    let made: Vec<_> = (0..assessments)
        .map(|index| Snapshot {
            assessment: &all[index % all.len()],
            rubric: &rubric,
        })
        .collect();
    bencher.bench(|| History::new(&made).map(|history| history.skills.len()));
}

#[divan::bench(args = [60, 80, 120])]
fn table(bencher: divan::Bencher<'_, '_>, width: usize) {
    let rubric = rubric_read();
    let assessment = assessed(&rubric, 3);
    bencher.bench(|| {
        let shown = Report::new(&rubric, &assessment, bar(&rubric), Privacy::Withhold);
        page(
            &scores::page(&shown, ""),
            Theme {
                width,
                color: false,
            },
        )
        .len()
    });
}
