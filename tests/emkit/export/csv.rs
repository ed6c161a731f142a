//! `emkit export --format csv`: rows that every spreadsheet reads alike, and none acts on.

use emkit::domain::assessment::{Answer, Assessment, Reason, State};
use emkit::domain::privacy::Privacy;
use emkit::domain::rubric::{Rating, RoleTargets, Rubric};
use emkit::escape::visible_lines;
use emkit::format::rubric;
use emkit::report::Report;
use emkit::report::csv;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::hostile::strategies::{cases, text};
use crate::support::Home;
use crate::support::rubric_builder::Sketch;

const COLUMNS: &str = "period,status,rubric,role,stage,cluster,skill,skill_title,question,ask,state,rating,label,evidence,private,reason,note,score,supported,target,gap,title,kind,author,finished";

/// The columns that hold numbers and truth values.
const FIGURES: [&str; 6] = ["rating", "private", "score", "supported", "target", "gap"];

/// The rows as RFC 4180 has them, to the letter: whatever it does not allow fails.
fn rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row) = (Vec::new(), Vec::new());
    let mut rest = text;
    while !rest.is_empty() {
        let cell;
        (cell, rest) = match rest.strip_prefix('"') {
            Some(quoted) => in_quotes(quoted),
            None => {
                let end = rest.find([',', '\r', '\n', '"']).expect("an end of cell");
                (rest[..end].to_owned(), &rest[end..])
            }
        };
        row.push(cell);
        if let Some(next) = rest.strip_prefix(',') {
            rest = next;
            continue;
        }
        rest = rest.strip_prefix("\r\n").expect("a comma or an end of row");
        rows.push(std::mem::take(&mut row));
    }
    assert_eq!(row, [""; 0], "the last row has no end");
    rows
}

fn in_quotes(text: &str) -> (String, &str) {
    let mut cell = String::new();
    let mut rest = text;
    loop {
        let (before, after) = rest.split_once('"').expect("a closing quote");
        cell.push_str(before);
        let Some(next) = after.strip_prefix('"') else {
            return (cell, after);
        };
        cell.push('"');
        rest = next;
    }
}

/// The rows, which a second reader has to find too, below their titles.
fn read(text: &str) -> Vec<Vec<String>> {
    let found = rows(text);
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let second: Vec<Vec<String>> = reader
        .records()
        .map(|row| {
            let row = row.expect("a row as long as the first");
            row.iter().map(str::to_owned).collect()
        })
        .collect();
    assert_eq!(found, second);
    found
}

fn column(name: &str) -> usize {
    COLUMNS
        .split(',')
        .position(|column| column == name)
        .expect("a column")
}

/// What one cell says in the row of a question.
fn cell<'a>(rows: &'a [Vec<String>], question: &str, name: &str) -> &'a str {
    let row = rows.iter().find(|row| row[column("question")] == question);
    &row.expect("a row for the question")[column(name)]
}

fn home() -> Home {
    let home = Home::new();
    home.assessed(
        "2026-Q4",
        "\
answers:
  execution.friction: {rating: 4, evidence: \"=1+1 was the \\\"build\\\",\\n- gone.\"}
  execution.shipped: {rating: 2, evidence: Größe 日本語 שלום}
  execution.pulled-in: {evidence: Not rated but written.}
  team.hired: {not_applicable: no-opportunity, note: \"@all, hiring freeze.\"}
  team.retained: {rating: 3, evidence: A secret salary., private: true}
  team.peers: {rating: 2, evidence: \"\\u001b[31mred \\u202e\"}
",
    );
    home
}

#[test]
fn each_question_is_a_row_with_its_answer_and_the_figures_of_its_skill() {
    let out = home()
        .emkit("export --format csv --stage series-a")
        .ok()
        .out;
    assert!(out.starts_with(&format!("{COLUMNS}\r\n")), "{out}");
    let rows = read(&out);
    assert_eq!(rows.len(), 29, "{out}");
    let shipped: Vec<_> = rows[2].iter().map(String::as_str).collect();
    assert_eq!(
        [&shipped[..9], &shipped[10..]].concat(),
        [
            "2026-Q4",
            "finished",
            "eight-skills",
            "em",
            "series-a",
            "core",
            "execution",
            "Execution",
            "execution.shipped",
            "rated",
            "2",
            "thin",
            "Größe 日本語 שלום",
            "false",
            "",
            "",
            "3.00",
            "3.00",
            "3.50",
            "0.50",
            "Hardest launch",
            "event",
            "",
            "2026-11-20",
        ]
    );
    assert!(shipped[9].ends_with('?'), "{shipped:?}");
    for (question, name, said) in [
        (
            "execution.friction",
            "evidence",
            "'=1+1 was the \"build\",\n- gone.",
        ),
        ("execution.pulled-in", "state", "skipped"),
        ("execution.pulled-in", "evidence", "Not rated but written."),
        ("execution.pulled-in", "rating", ""),
        ("team.hired", "state", "not_applicable"),
        ("team.hired", "reason", "no-opportunity"),
        ("team.hired", "note", "'@all, hiring freeze."),
        ("team.peers", "evidence", "␛[31mred ⟨U+202E⟩"),
        ("taste.better", "score", ""),
    ] {
        assert_eq!(cell(&rows, question, name), said, "{question} {name}");
    }
}

#[test]
fn a_text_that_is_cut_at_semicolons_or_lines_holds_no_formula_and_keeps_its_bullets() {
    let home = Home::new();
    home.assessed(
        "2026-Q4",
        "\
answers:
  execution.friction: {rating: 4, evidence: \"ok;=HYPERLINK(1); -1;@a;b\\n=1+1\\n+2\\n -3\"}
  execution.shipped: {rating: 2, evidence: \"Did;\\n- a\\n  + b\\n- \\n- c|d\\n- =e(1)\\n-f; - g\"}
",
    );
    let rows = read(&home.emkit("export --format csv").ok().out);
    for (question, said) in [
        (
            "execution.friction",
            "ok;'=HYPERLINK(1);' -1;'@a;b\n'=1+1\n'+2\n' -3",
        ),
        (
            "execution.shipped",
            "Did;\n- a\n  + b\n- \n'- c|d\n'- =e(1)\n'-f;' - g",
        ),
    ] {
        assert_eq!(cell(&rows, question, "evidence"), said);
    }
}

#[test]
fn private_text_stays_out_of_the_rows_unless_asked_for_and_that_is_said() {
    let home = home();
    let ran = home.emkit("export --format csv").ok();
    let rows = read(&ran.out);
    assert_eq!(cell(&rows, "team.retained", "evidence"), "");
    assert_eq!(cell(&rows, "team.retained", "private"), "true");
    assert!(!ran.out.contains("salary"), "{}", ran.out);
    assert!(ran.err.contains("1 private answer"), "{}", ran.err);
    let ran = home.emkit("export --format csv --include-private").ok();
    let rows = read(&ran.out);
    assert_eq!(cell(&rows, "team.retained", "evidence"), "A secret salary.");
    assert!(!ran.err.contains("left out"), "{}", ran.err);
}

#[test]
fn the_documents_name_the_columns_in_their_order() {
    let document = include_str!("../../../docs/csv.md");
    let names = document
        .split('`')
        .map(|name| name.replace(['\n', ' '], ""));
    assert_eq!(names.filter(|name| name == COLUMNS).count(), 1);
}

/// A text that a spreadsheet is likely to act on.
fn hostile() -> impl Strategy<Value = String> {
    let begin = select(vec![
        "=",
        "+",
        "-",
        "@",
        "\t",
        "\r",
        "\n",
        " ",
        "\u{a0}",
        "\u{3000}",
        "\"",
        "'",
        ",",
        ";",
        "\u{200f}",
        "\u{feff}",
        "\u{200b}",
        "＝",
        "＋",
        "－",
        "＠",
        "=cmd|' /C calc'!A1",
        "-1",
        ";=",
        "\n- ",
        "a;",
        "a\n",
        "",
    ]);
    (vec(begin, 0..5), text()).prop_map(|(begin, text)| begin.concat() + &text)
}

const SIGNS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', 'ー', '＠'];

/// What a spreadsheet may drop before it looks for a formula.
const DROPPED: [char; 8] = [
    ' ', '\n', '\u{a0}', '\u{3000}', '"', '\u{61c}', '\u{200e}', '\u{200f}',
];

fn acts(cell: &str) -> bool {
    cell.trim_start_matches(DROPPED).starts_with(SIGNS)
}

/// The parts of a cell where semicolons part the cells: each, and whether a line begins with it.
fn parts(cell: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut begins_line = false;
    let parts = cell.split_inclusive([';', '\n']);
    parts.map(move |part| {
        (
            part,
            std::mem::replace(&mut begins_line, part.ends_with('\n')),
        )
    })
}

/// An item of a list that could call, start or load nothing.
fn is_harmless(part: &str) -> bool {
    let item = part.trim_start_matches(' ');
    item.starts_with(['-', '+']) && item[1..].starts_with(' ') && !item.contains(['(', '|', '!'])
}

/// A cell as it was before it was guarded.
fn unguarded(cell: &str) -> String {
    let strip = |part: &str, whole: &str| {
        let is_guarded = acts(&whole.replace('\'', ""));
        let stripped = part.strip_prefix('\'').filter(|_| is_guarded);
        stripped.unwrap_or(part).to_owned()
    };
    let parts = parts(cell).enumerate();
    let parts = parts.map(|(index, (part, _))| strip(part, if index == 0 { cell } else { part }));
    parts.collect()
}

fn rubric_of(texts: &[String]) -> Rubric {
    let yaml = Sketch::new("any")
        .skill("one", "core", "3")
        .questions(&["a", "b", "c"])
        .yaml();
    let mut rubric = rubric::read(std::path::Path::new("any.yaml"), &yaml).expect("a rubric");
    rubric.skills[0].title.clone_from(&texts[0]);
    for question in &mut rubric.skills[0].questions {
        question.ask.clone_from(&texts[1]);
    }
    for step in &mut rubric.scale {
        step.label.clone_from(&texts[2]);
    }
    rubric
}

fn assessment_of(rubric: &Rubric, texts: &[String]) -> Assessment {
    let period = "2026-Q4".parse().expect("a period");
    let mut assessment = Assessment::begin(period, rubric, "lead", None);
    let rated = State::Rated(Rating::new(1).expect("a rating"));
    let other = State::NotApplicable {
        reason: Reason::Other,
        note: texts[5].clone(),
    };
    for (id, state, evidence) in [("one.a", rated, &texts[3]), ("one.b", other, &texts[4])] {
        let answer = Answer {
            state,
            evidence: evidence.clone(),
            private: false,
            carried: None,
        };
        assessment.answers.insert(id.to_owned(), answer);
    }
    assessment
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn no_cell_acts_in_a_spreadsheet_and_every_text_can_be_had_back(
        texts in vec(hostile(), 6)
    ) {
        let rubric = rubric_of(&texts);
        let assessment = assessment_of(&rubric, &texts);
        let bar = RoleTargets { profile: &rubric.profiles[0], stage: None };
        let mut report = Report::new(&rubric, &assessment, bar, Privacy::Include);
        report.author.name = Some(&texts[0]);
        let rows = read(&csv::answers(&[report]).expect("rows"));
        prop_assert_eq!(rows.len(), 4);
        for row in &rows[1..] {
            for (index, cell) in row.iter().enumerate() {
                prop_assert!(!acts(cell), "{:?}", cell);
                for (part, begins_line) in parts(cell) {
                    let is_item = begins_line && is_harmless(part);
                    prop_assert!(is_item || !acts(part), "{:?} in {:?}", part, cell);
                }
                prop_assert_eq!(&visible_lines(cell), cell);
                let is_figure = FIGURES.iter().any(|name| column(name) == index);
                prop_assert!(!is_figure || !cell.starts_with('\''), "{:?}", cell);
            }
        }
        let said = |text: &str| match text.trim().is_empty() {
            true => String::new(),
            false => visible_lines(text),
        };
        for (question, name, text) in [
            ("one.a", "skill_title", visible_lines(&texts[0])),
            ("one.b", "ask", visible_lines(&texts[1])),
            ("one.a", "label", visible_lines(&texts[2])),
            ("one.a", "evidence", said(&texts[3])),
            ("one.b", "evidence", said(&texts[4])),
            ("one.b", "note", said(&texts[5])),
        ] {
            prop_assert_eq!(unguarded(cell(&rows, question, name)), text);
        }
    }
}
