//! The pictures of a page, read by a real XML parser: lengths, places and marks.

use emkit::domain::figure::{Exact, Hundredths};
use emkit::render::chart::{self, Bar, Bars, Course, Multiples, Panel, Point};
use roxmltree::{Document, Node};

/// A figure from its hundredths: 350 is 3.50.
pub(crate) fn figure(hundredths: i64) -> Hundredths {
    Hundredths::round(&Exact::new(hundredths.into(), 100.into()))
}

pub(crate) fn panel<T>(title: &str, skills: Vec<T>) -> Panel<'_, T> {
    Panel {
        title,
        said: String::new(),
        skills,
    }
}

pub(crate) fn bar(title: &str, score: Option<i64>, supported: i64, target: i64) -> Bar<'_> {
    Bar {
        title,
        score: score.map(figure),
        supported: score.map(|_| figure(supported)),
        target: Some(figure(target)),
        gap: score.map(|score| figure((target - score).max(0))),
    }
}

pub(crate) fn bars(skills: Vec<Bar<'_>>) -> Bars<'_> {
    Bars {
        id: "bars",
        title: "Scores",
        labels: ["absent", "thin", "solid", "strong", "exceptional"],
        panels: vec![panel("Core", skills)],
    }
}

/// A course from its scores and whether each stands for the same questions as the one before.
pub(crate) fn course<'a>(title: &'a str, points: &[(Option<i64>, Option<bool>)]) -> Course<'a> {
    let point = |&(score, same_questions): &(Option<i64>, Option<bool>)| Point {
        score: score.map(figure),
        same_questions,
    };
    Course {
        title,
        target: Some(figure(350)),
        points: points.iter().map(point).collect(),
    }
}

pub(crate) fn multiples(periods: usize, skills: Vec<Course<'_>>) -> Multiples<'_> {
    let period = |index: usize| format!("{}-Q{}", 2020 + index / 4, index % 4 + 1);
    Multiples {
        id: "history",
        title: "Over time",
        periods: (0..periods).map(period).collect(),
        panels: vec![panel("Core", skills)],
    }
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
    let is_in_key = |node: &Node<'_, '_>| node.ancestors().any(|node| node.has_tag_name("ul"));
    let all = document.descendants();
    all.filter(|node| has(node) && !is_in_key(node)).collect()
}

fn length(node: Node<'_, '_>, name: &str) -> f64 {
    let text = node.attribute(name).unwrap_or_else(|| panic!("no {name}"));
    text.parse().expect("a number")
}

/// The text of an element without the title that a pointer brings up.
fn words(node: Node<'_, '_>) -> String {
    let texts = node.descendants().filter(|node| node.has_tag_name("text"));
    let texts: Vec<_> = texts.filter_map(|node| node.text()).collect();
    texts.join(" ")
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() < 0.02
}

#[test]
fn a_bar_is_as_long_as_its_score_is_far_up_the_scale() {
    for (score, share) in [(100, 0.0), (200, 0.25), (333, 0.5825), (500, 1.0)] {
        let text = chart::bars(&bars(vec![bar("Team", Some(score), score, 350)]));
        let document = parsed(&text);
        let track = of_class(&document, "chart-track")[0];
        let shown = of_class(&document, "chart-shown")[0];
        let whole = length(track, "width");
        assert!(near(length(shown, "width"), whole * share), "{score}");
        assert!(near(length(shown, "x"), length(track, "x")));
    }
}

#[test]
fn a_score_beyond_the_scale_ends_with_it() {
    for (score, share) in [(-900, 0.0), (0, 0.0), (7_000_000, 1.0), (i64::MAX, 1.0)] {
        let text = chart::bars(&bars(vec![bar("Team", Some(score), score, 350)]));
        let document = parsed(&text);
        let whole = length(of_class(&document, "chart-track")[0], "width");
        let shown = length(of_class(&document, "chart-shown")[0], "width");
        assert!(near(shown, whole * share), "{score}: {shown}");
    }
}

#[test]
fn what_no_evidence_backs_is_drawn_behind_what_evidence_does() {
    let text = chart::bars(&bars(vec![bar("Team", Some(400), 300, 350)]));
    let document = parsed(&text);
    let whole = length(of_class(&document, "chart-track")[0], "width");
    let shown = of_class(&document, "chart-shown")[0];
    let claimed = of_class(&document, "chart-claimed")[0];
    assert!(near(length(shown, "width"), whole * 0.5));
    assert!(near(length(claimed, "width"), whole * 0.25));
    let end = length(shown, "x") + length(shown, "width");
    assert!(near(length(claimed, "x"), end));
    let text = chart::bars(&bars(vec![bar("Team", Some(400), 400, 350)]));
    assert!(of_class(&parsed(&text), "chart-claimed").is_empty());
    let text = chart::bars(&bars(vec![bar("Team", Some(200), 400, 350)]));
    let document = parsed(&text);
    let shown = of_class(&document, "chart-shown")[0];
    assert!(
        near(length(shown, "width"), whole * 0.25),
        "no more than the score"
    );
}

#[test]
fn a_target_stands_where_a_score_of_its_size_would_end() {
    let skills = vec![
        bar("Team", Some(350), 350, 200),
        bar("Taste", Some(200), 200, 350),
    ];
    let text = chart::bars(&bars(skills));
    let document = parsed(&text);
    let ends: Vec<_> = of_class(&document, "chart-shown")
        .into_iter()
        .map(|bar| length(bar, "x") + length(bar, "width"))
        .collect();
    let targets = of_class(&document, "chart-target");
    assert!(near(length(targets[0], "x1"), ends[1]));
    assert!(near(length(targets[1], "x1"), ends[0]));
    // Only the skill that is short of its target has the way to it drawn.
    let gaps = of_class(&document, "chart-gap");
    assert_eq!(gaps.len(), 1);
    assert!(near(length(gaps[0], "x1"), ends[1]) && near(length(gaps[0], "x2"), ends[0]));
}

#[test]
fn every_skill_has_its_bar_with_the_figures_beside_it() {
    let skills = vec![
        bar("Execution", Some(333), 267, 350),
        bar("Team", None, 0, 350),
    ];
    let text = chart::bars(&bars(skills));
    let document = parsed(&text);
    let rows: Vec<_> = of_class(&document, "chart-skill")
        .into_iter()
        .map(words)
        .collect();
    assert_eq!(rows, ["3.33, target 3.50 Execution", "no score Team"]);
    assert_eq!(of_class(&document, "chart-shown").len(), 1);
    assert_eq!(of_class(&document, "chart-target").len(), 2);
}

#[test]
fn the_scale_has_all_its_labels_where_they_fit_and_else_those_of_its_ends_and_middle() {
    let mut input = bars(vec![bar("Team", Some(300), 300, 350)]);
    let labels = |input: &Bars<'_>| {
        let text = chart::bars(input);
        words(of_class(&parsed(&text), "chart")[0])
    };
    let all = "1 2 3 4 5 absent thin solid strong exceptional";
    assert!(labels(&input).ends_with(all), "{}", labels(&input));
    input.labels[4] = "exceptional in everything";
    let some = "1 2 3 4 5 absent solid exceptional in…";
    assert!(labels(&input).ends_with(some), "{}", labels(&input));
}

#[test]
fn a_cluster_without_skills_has_no_picture() {
    let text = chart::bars(&bars(Vec::new()));
    assert!(!text.contains("<svg"), "{text}");
    let text = chart::multiples(&multiples(2, Vec::new()));
    assert!(!text.contains("<svg"), "{text}");
}

#[test]
fn a_course_has_a_gap_without_a_score_and_dashes_where_the_questions_are_others() {
    let same = Some(true);
    let points = [
        (Some(200), None),
        (Some(250), same),
        (None, None),
        (Some(300), Some(false)),
        (Some(300), same),
        (Some(400), Some(false)),
    ];
    let text = chart::multiples(&multiples(6, vec![course("Team", &points)]));
    let document = parsed(&text);
    let corners = |class: &str| -> Vec<usize> {
        of_class(&document, class)
            .iter()
            .map(|line| line.attribute("points").expect("points").split(' ').count())
            .collect()
    };
    assert_eq!(corners("chart-course"), [2, 2]);
    assert_eq!(corners("chart-broken"), [2]);
    // Both scores that stand for other questions are marked, the one behind the gap too.
    assert_eq!(of_class(&document, "chart-ring").len(), 2);
    assert_eq!(of_class(&document, "chart-goal").len(), 1);
    let dots = of_class(&document, "chart-dot");
    let sizes: Vec<_> = dots.iter().map(|dot| length(*dot, "r")).collect();
    assert_eq!(sizes, [2.0; 3]);
    let texts = words(of_class(&document, "chart")[0]);
    assert_eq!(texts, "Team 2.00 4.00 2020-Q1 2021-Q2");
}

#[test]
fn the_latest_score_stands_out_and_an_only_one_is_printed_once() {
    let points = [(Some(300), None), (Some(350), Some(true)), (None, None)];
    let text = chart::multiples(&multiples(3, vec![course("Team", &points)]));
    let document = parsed(&text);
    let dots = of_class(&document, "chart-dot");
    let sizes: Vec<_> = dots.iter().map(|dot| length(*dot, "r")).collect();
    assert_eq!(sizes, [2.0, 3.5]);
    let points = [(None, None), (Some(350), None)];
    let text = chart::multiples(&multiples(2, vec![course("Team", &points)]));
    let document = parsed(&text);
    let texts = words(of_class(&document, "chart")[0]);
    assert_eq!(texts, "Team 3.50 2020-Q1 2020-Q2");
}

#[test]
fn every_skill_has_a_course_of_its_own_on_the_same_scale() {
    let low = course("Low", &[(Some(100), None), (Some(100), Some(true))]);
    let high = course(
        "A title that takes two lines of its own",
        &[(Some(500), None), (Some(500), Some(true))],
    );
    let text = chart::multiples(&multiples(2, vec![low, high]));
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
    let none = chart::multiples(&multiples(1, vec![course("Team", &[(None, None)])]));
    assert!(none.contains(">no score</text>"));
}
