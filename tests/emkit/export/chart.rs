//! The pictures of a page, read by a real XML parser: lengths, places and marks.

use emkit::domain::decimal::{Exact, Hundredths};
use emkit::render::chart::{self, Course, Row};
use roxmltree::{Document, Node};

/// A figure from its hundredths: 350 is 3.50.
pub(crate) fn figure(hundredths: i64) -> Hundredths {
    Hundredths::round(&Exact::new(hundredths.into(), 100.into()))
}

/// A row of a skill with a target of 3.50: its score now and before, and what evidence shows of it.
pub(crate) fn row(title: &str, score: Option<i64>, before: Option<i64>, supported: i64) -> Row<'_> {
    Row {
        title,
        score: score.map(figure),
        supported: Some(figure(supported)),
        target: Some(figure(350)),
        change: score
            .zip(before)
            .map(|(score, before)| figure(score - before)),
        standing: "so and so".to_owned(),
        is_off: score.is_some_and(|score| score < 300),
        others: Vec::new(),
    }
}

/// The picture of these skills, beside 2026-Q3.
pub(crate) fn rows(skills: Vec<Row<'_>>) -> String {
    let labels = ["absent", "thin", "solid", "strong", "exceptional"];
    chart::skills(&labels, Some("2026-Q3"), &[("Core", skills)])
}

/// A course from its scores and whether each stands for the same questions as the one before.
pub(crate) fn course<'a>(title: &'a str, points: &[(Option<i64>, Option<bool>)]) -> Course<'a> {
    let point = |&(score, is_same): &(Option<i64>, Option<bool>)| (score.map(figure), is_same);
    Course {
        title,
        target: Some(figure(350)),
        points: points.iter().map(point).collect(),
    }
}

/// The pictures of these courses over so many periods.
pub(crate) fn multiples(periods: usize, skills: Vec<Course<'_>>) -> String {
    let period = |index: usize| format!("{}-Q{}", 2020 + index / 4, index % 4 + 1);
    let periods: Vec<_> = (0..periods).map(period).collect();
    chart::multiples("Over time", &periods, &[("Core", skills)])
}

pub(crate) fn parsed(text: &str) -> Document<'_> {
    Document::parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The elements of a class in the pictures, not in the key.
fn of_class<'a>(document: &'a Document<'_>, class: &str) -> Vec<Node<'a, 'a>> {
    let has = |node: &Node<'_, '_>| {
        let classes = node.attribute("class").unwrap_or_default();
        classes.split(' ').any(|one| one == class)
    };
    let is_in_key = |node: &Node<'_, '_>| {
        let mut around = node.ancestors();
        around.any(|node| node.attribute("class") == Some("chart-key"))
    };
    let all = document.descendants();
    all.filter(|node| has(node) && !is_in_key(node)).collect()
}

fn length(node: Node<'_, '_>, name: &str) -> f64 {
    let text = node.attribute(name).unwrap_or_else(|| panic!("no {name}"));
    text.parse().expect("a number")
}

/// What stands in the list, an item each, without the titles of its pictures.
fn items(document: &Document<'_>) -> Vec<String> {
    let items = document.descendants().filter(|node| {
        let list = node.parent().and_then(|list| list.attribute("class"));
        node.has_tag_name("li") && list != Some("chart-key")
    });
    let words = |item: Node<'_, '_>| {
        let texts = item.descendants().filter(|node| {
            let around = node.parent();
            node.is_text() && !around.is_some_and(|around| around.has_tag_name("title"))
        });
        let texts = texts.filter_map(|node| node.text()).map(str::trim);
        texts
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    };
    items.map(words).collect()
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() < 0.02
}

/// How far a mark is along the scale, whose steps are drawn as lines.
fn share(document: &Document<'_>, x: f64) -> f64 {
    let steps = of_class(document, "chart-step");
    let [first, last] = [steps[0], steps[4]].map(|step| length(step, "x1"));
    (x - first) / (last - first)
}

#[test]
fn every_mark_stands_where_its_figure_is_on_the_scale() {
    for (score, before, at) in [
        (100, 500, [0.0, 1.0]),
        (200, 150, [0.25, 0.125]),
        (333, 300, [0.5825, 0.5]),
        (-900, 700, [0.0, 1.0]),
        (i64::MAX, 100, [1.0, 0.0]),
    ] {
        let skills = vec![row("Team", Some(score), Some(before), score)];
        let text = rows(skills);
        let document = parsed(&text);
        let x = |class: &str, name: &str| length(of_class(&document, class)[0], name);
        let [now, then] = at;
        assert!(near(share(&document, x("chart-dot", "cx")), now), "{score}");
        assert!(near(share(&document, x("chart-before", "cx")), then));
        assert!(near(share(&document, x("chart-course", "x1")), then));
        assert!(near(share(&document, x("chart-course", "x2")), now));
        assert!(near(share(&document, x("chart-target", "x1")), 0.625));
    }
}

#[test]
fn only_a_gap_has_a_band_and_it_reaches_from_the_score_to_the_target() {
    let skills = vec![
        row("Team", Some(250), None, 250),
        row("Taste", Some(350), None, 350),
        row("Clarity", None, None, 350),
    ];
    let text = rows(skills);
    let document = parsed(&text);
    let bands = of_class(&document, "chart-gap");
    assert_eq!(bands.len(), 1);
    let (from, width) = (length(bands[0], "x"), length(bands[0], "width"));
    assert!(near(share(&document, from), 0.375));
    assert!(near(share(&document, from + width), 0.625));
    assert_eq!(of_class(&document, "chart-off").len(), 1);
    assert_eq!(of_class(&document, "chart-target").len(), 3);
    assert_eq!(of_class(&document, "chart-before").len(), 0);
}

#[test]
fn a_score_that_evidence_does_not_wholly_back_is_hollow_where_the_reader_may_know() {
    let mut skills = vec![row("Team", Some(400), Some(300), 350)];
    let text = rows(skills.clone());
    let document = parsed(&text);
    assert_eq!(of_class(&document, "chart-ring").len(), 1);
    assert_eq!(of_class(&document, "chart-claimed").len(), 1);
    assert!(text.contains("partly without evidence"), "{text}");
    skills[0].supported = None;
    let text = rows(skills);
    assert!(of_class(&parsed(&text), "chart-ring").is_empty());
    assert!(!text.contains("evidence"), "{text}");
}

#[test]
fn every_skill_has_its_row_with_its_score_and_how_it_stands() {
    let skills = vec![
        row("Execution", Some(333), None, 267),
        row("Team", None, None, 0),
    ];
    let text = rows(skills);
    let document = parsed(&text);
    assert_eq!(
        items(&document),
        ["Execution 3.33 so and so", "Team – so and so"]
    );
    let labels = "1 absent</span></span><span>2 ";
    assert!(
        text.replace("<span class=\"chart-label\">", "")
            .contains(labels),
        "{text}"
    );
}

#[test]
fn the_key_names_the_marks_that_are_there_and_no_others() {
    let text = rows(vec![row("Team", Some(400), None, 400)]);
    for absent in ["over the same questions", "gap", "without evidence"] {
        assert!(
            !text.contains(&format!("{absent}</span></li>")),
            "{absent}: {text}"
        );
    }
    let text = rows(vec![row("Team", Some(300), Some(200), 300)]);
    for there in ["2026-Q3, over the same questions", "gap", "target", "now"] {
        assert!(
            text.contains(&format!("{there}</span></li>")),
            "{there}: {text}"
        );
    }
}

#[test]
fn a_cluster_without_skills_has_no_picture() {
    assert_eq!(rows(Vec::new()), "");
    assert_eq!(multiples(2, Vec::new()), "");
}

#[test]
fn a_course_has_a_gap_without_a_score_and_where_the_questions_are_others() {
    let same = Some(true);
    let points = [
        (Some(200), None),
        (Some(250), same),
        (None, None),
        (Some(300), Some(false)),
        (Some(300), same),
        (Some(400), Some(false)),
    ];
    let text = multiples(6, vec![course("Team", &points)]);
    let document = parsed(&text);
    let lines = of_class(&document, "chart-course");
    let dots = of_class(&document, "chart-dot");
    let at = |node: &Node<'_, '_>, name: &str| length(*node, name);
    let ends: Vec<_> = lines
        .iter()
        .map(|line| [at(line, "x1"), at(line, "x2")])
        .collect();
    let places: Vec<_> = dots.iter().map(|dot| at(dot, "cx")).collect();
    assert_eq!(places.len(), 5);
    assert_eq!(ends, [[places[0], places[1]], [places[2], places[3]]]);
    assert_eq!(of_class(&document, "chart-goal").len(), 1);
    assert_eq!(items(&document), ["Team 2.00 4.00"]);
    assert!(
        text.contains("score, 1 to 5, 2020-Q1 to 2021-Q2</span></li>"),
        "{text}"
    );
    let broken = "no line: not the same questions as before";
    assert!(text.contains(broken), "{text}");
    let text = multiples(2, vec![course("Team", &points[..2])]);
    assert!(!text.contains(broken), "{text}");
}

#[test]
fn the_latest_score_stands_out_and_an_only_one_is_printed_once() {
    let points = [(Some(300), None), (Some(350), Some(true)), (None, None)];
    let text = multiples(3, vec![course("Team", &points)]);
    let document = parsed(&text);
    let dots = of_class(&document, "chart-dot");
    let sizes: Vec<_> = dots.iter().map(|dot| length(*dot, "r")).collect();
    assert_eq!(sizes, [2.0, 3.5]);
    let points = [(None, None), (Some(350), None)];
    let text = multiples(2, vec![course("Team", &points)]);
    let document = parsed(&text);
    assert_eq!(items(&document), ["Team 3.50"]);
}

#[test]
fn every_skill_has_a_course_of_its_own_on_the_same_scale() {
    let low = course("Low", &[(Some(100), None), (Some(100), Some(true))]);
    let high = course("High", &[(Some(500), None), (Some(500), Some(true))]);
    let text = multiples(2, vec![low, high]);
    let document = parsed(&text);
    let pictures = of_class(&document, "chart");
    assert_eq!(pictures.len(), 2);
    let sizes: Vec<_> = pictures
        .iter()
        .map(|one| one.attribute("viewBox"))
        .collect();
    assert_eq!(sizes[0], sizes[1]);
    let goals = of_class(&document, "chart-goal");
    assert!(near(length(goals[0], "y1"), length(goals[1], "y1")));
    let none = multiples(1, vec![course("Team", &[(None, None)])]);
    assert_eq!(items(&parsed(&none)), ["Team –"]);
}
