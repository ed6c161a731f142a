//! Everything that is shown of assessments, at any width and with any text in it.

use emkit::domain::diff::Snapshot;
use emkit::domain::era::{exposures, regrouped};
use emkit::domain::feedback::HandedOn;
use emkit::domain::history::{History, questions};
use emkit::domain::privacy::{Comparison, Privacy};
use emkit::domain::rubric::Rubric;
use emkit::domain::scoring::score_all;
use emkit::domain::status::{Quarter, Tally};
use emkit::escape::visible;
use emkit::page::terminal::{self, Theme};
use emkit::page::{Page, markdown, plain as lines};
use emkit::report::review::{Part, Review};
use emkit::report::status::StatusContext;
use emkit::report::{Report, csv, diff as changes, era, explain, history, json as data};
use emkit::report::{list as rows, rubric as wordings, scores, status};
use serde_json::{Value, json};
use strum::VariantArray;

use super::output::{assert_fits, assert_harmless_markdown, assert_tame, without_colors};
use super::world::{Input, World};

/// Everything that is shown of one assessment.
pub(super) fn every(report: &Report<'_>, theme: Theme) {
    drawn(&scored(report), theme);
    in_documents(report);
    in_json(report);
    in_rows(report);
}

/// The pages about one assessment and its rubric.
fn scored(report: &Report<'_>) -> Vec<Page> {
    let scores: Vec<_> = report.skills().map(|skill| skill.score.clone()).collect();
    let exposures = exposures(report.rubric, &scores);
    let mut explained = scores::page(report, "");
    explained.sections.extend(explain::sections(report));
    vec![
        explained,
        scores::ending(report),
        era::page(report, &exposures),
        wordings::page(report.rubric),
    ]
}

/// Every page in three of its drawings; the fourth has a target of its own.
fn drawn(pages: &[Page], theme: Theme) {
    for page in pages {
        let text = terminal::page(page, theme);
        let shown = without_colors(&text);
        assert!(theme.color || shown == text, "colours nobody asked for");
        assert_tame(&shown);
        assert_fits(&shown, theme.width);
        assert_tame(&lines::page(page));
        assert_harmless_markdown(&markdown::page(page));
    }
}

pub(super) fn table(input: &[u8]) {
    let world = World::read(input);
    drawn(&scored(&world.report()), world.theme);
    let rubric = regrouped(&world.rubric, &world.rubric.eras[0]);
    let mut report = Report::new(&rubric, &world.later, world.bar(), world.privacy);
    report.era = Some(&world.rubric.eras[0]);
    drawn(&scored(&report), world.theme);
}

pub(super) fn plain(input: &[u8]) {
    let world = World::read(input);
    drawn(&scored(&world.report()), world.theme);
}

pub(super) fn markdown(input: &[u8]) {
    let world = World::read(input);
    let calm = World::calm(input);
    for (document, calm) in documents(&world).iter().zip(documents(&calm)) {
        assert_harmless_markdown(document);
        assert_same_structure(document, &calm);
    }
}

/// The review.
fn review(report: &Report<'_>, since: Option<&Comparison<'_>>) -> String {
    let review = Review {
        quarters: std::slice::from_ref(report),
        since,
        others: &HandedOn::new(),
        has_ratings: true,
        is_on_screen: false,
        for_author: Some(""),
    };
    markdown::page(&review.page(Part::VARIANTS))
}

fn in_documents(report: &Report<'_>) {
    assert_harmless_markdown(&review(report, None));
    for document in summaries(report) {
        assert_harmless_markdown(&document);
    }
}

/// The scores, and the eras.
fn summaries(report: &Report<'_>) -> [String; 2] {
    let scores: Vec<_> = report.skills().map(|skill| skill.score.clone()).collect();
    let exposures = exposures(report.rubric, &scores);
    [
        markdown::page(&scores::page(report, "")),
        markdown::page(&era::page(report, &exposures)),
    ]
}

/// The same with the review and what changed since the assessment before.
fn documents(world: &World) -> [String; 3] {
    let report = world.report();
    let compared = compared(world);
    let review = review(&report, Some(&compared));
    let [scores, eras] = summaries(&report);
    [review, scores, eras]
}

/// Fails where a text makes more of a document than a text.
fn assert_same_structure(document: &str, calm: &str) {
    let kind = |line: &str| {
        let pipes = line.replace("\\|", "").matches('|').count();
        let lead = line.chars().take_while(|lead| "#|->* ".contains(*lead));
        (lead.collect::<String>().trim_end().to_owned(), pipes)
    };
    // How a quotation is laid out within is up to the person.
    let outline = |document: &str| {
        // Within an item, lines and lists are the person's too; a table there would not be.
        let is_own = |line: &str| {
            line.is_empty() || line.starts_with(' ') && !line.trim_start().starts_with('>')
        };
        let mut kinds: Vec<_> = document
            .lines()
            .filter(|line| !is_own(line) || kind(line).1 > 0)
            .map(|line| match line.trim_start_matches(' ').starts_with('>') {
                true => (">".to_owned(), 0),
                false => kind(line),
            })
            .collect();
        kinds.dedup_by(|next, kind| next.0 == ">" && kind.0 == ">");
        kinds
    };
    assert_eq!(outline(document), outline(calm), "{document}");
}

pub(super) fn json(input: &[u8]) {
    let world = World::read(input);
    in_json(&world.report());
    let scores: Vec<_> = score_all(&world.rubric, &world.later, world.bar());
    let eras = era::json(&world.report(), &exposures(&world.rubric, &scores));
    let eras = parsed(&eras.expect("JSON"));
    assert_eq!(eras["eras"][0]["title"], world.rubric.eras[0].title);
    let compared = compared(&world);
    let changed = data::diff(&compared, None).expect("JSON");
    assert!(parsed(&changed)["skills"].is_array());
}

/// A text in data; null where there is none.
fn said(text: &str) -> Value {
    match text.trim() {
        "" => Value::Null,
        _ => text.into(),
    }
}

fn parsed(text: &str) -> Value {
    assert_tame(text);
    serde_json::from_str(text).expect("JSON")
}

/// Fails where rows hold more than their own line ends.
fn in_rows(report: &Report<'_>) {
    let rows = csv::answers(std::slice::from_ref(report)).expect("rows");
    assert_tame(&rows.replace("\r\n", "\n"));
}

/// Fails where a text does not come back to the letter.
fn in_json(report: &Report<'_>) {
    let document = parsed(&data::report(report).expect("JSON"));
    let skills = document["skills"].as_array().expect("skills");
    for (skill, shown) in report.skills().zip(skills) {
        assert_eq!(shown["title"], skill.skill.title);
        let answers = shown["answers"].as_array().expect("answers");
        for (answer, shown) in skill.answers.iter().zip(answers) {
            assert_eq!(shown["evidence"], said(&answer.answer.evidence));
        }
        assert_eq!(answers.len(), skill.skill.questions.len());
    }
    assert_eq!(skills.len(), report.rubric.skills.len());
    let focus = document["focus"].as_array().expect("focus");
    for (item, shown) in report.assessment.focus.iter().zip(focus) {
        assert_eq!(shown["action"], said(&item.action));
    }
}

pub(super) fn diff(input: &[u8]) {
    let world = World::read(input);
    let compared = compared(&world);
    let against = score_all(&world.rubric, &world.later, world.bar());
    for against in [None, Some(against.as_slice())] {
        drawn(&[changes::page(&compared, against)], world.theme);
    }
    in_history(&world);
    in_status(&world);
}

/// Both assessments as a history, with the questions of each skill.
fn in_history(world: &World) {
    let (from, to) = world.snapshot();
    let whole = History::new(&[from, to]).expect("a history");
    for skill in &whole.skills {
        let asked = questions(&[from, to], &skill.skill.id, Privacy::Include);
        for asked in [None, Some(asked.as_slice())] {
            drawn(&[history::page(&whole, asked)], world.theme);
            let json = parsed(&history::json(&whole, "any", asked).expect("JSON"));
            assert!(json["skills"].is_array());
        }
    }
}

/// The quarter of the later assessment with all that was chosen in it.
fn in_status(world: &World) {
    let period = world.later.period;
    let quarter = Quarter {
        today: period.last_day(),
        period,
        is_assessed: true,
        drafts: Vec::new(),
        focus: world.later.focus.clone(),
        replies: Vec::new(),
        logs: vec![Tally::new(period, &world.rubric, &[])],
    };
    let around = StatusContext::default();
    drawn(
        &[status::page(&quarter, &world.rubric, &around)],
        world.theme,
    );
    let json = parsed(&status::json(&quarter).expect("JSON"));
    for (item, shown) in quarter
        .focus
        .iter()
        .zip(json["focus"].as_array().expect("focus"))
    {
        assert_eq!(shown["action"], said(&item.action));
    }
}

fn compared(world: &World) -> Comparison<'_> {
    let (from, to) = world.snapshot();
    Comparison::new(from, to, world.privacy)
}

pub(super) fn list(input: &[u8]) {
    let world = World::read(input);
    let mut input = Input::new(input);
    let mut all = Vec::new();
    while !input.is_empty() {
        let (mut assessment, mut rubric) = (world.later.clone(), world.rubric.clone());
        (assessment.role, rubric.id) = (input.text(), input.text());
        all.push((assessment, rubric));
    }
    let made = all.iter();
    let made = made.map(|(assessment, rubric)| Snapshot { assessment, rubric });
    let made: Vec<_> = made.collect();
    drawn(&[rows::page(&made)], world.theme);
    let document = parsed(&rows::json(&made).expect("JSON"));
    for (made, shown) in made
        .iter()
        .zip(document["assessments"].as_array().expect("a list"))
    {
        let (role, id) = (&made.assessment.role, &made.rubric.id);
        assert_eq!(
            (&shown["role"], &shown["rubric"]),
            (&json!(role), &json!(id))
        );
        assert!(!visible(role).contains('\n'));
    }
}

/// A rubric as it is shown to somebody who has not answered yet.
pub(super) fn wording(rubric: &Rubric) {
    for width in [60, 80, 120] {
        let theme = Theme {
            width,
            color: false,
        };
        drawn(&[wordings::page(rubric)], theme);
    }
}
