//! The pictures of a page, read by a real XML parser: lengths, places and marks.

use emkit::domain::diff::Reading;
use emkit::domain::figure::{Exact, Hundredths};
use emkit::render::chart::{
    self, Bar, Bars, Course, Moved, Multiples, Panel, Point, Radar, Slope, Slopes, Spoke,
};
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

pub(crate) fn slope(title: &str, from: i64, to: i64, reading: Reading) -> Slope<'_> {
    let moved = Moved {
        from: figure(from),
        to: figure(to),
        change: figure(to - from),
        reading,
    };
    Slope {
        title,
        moved: Some(moved),
    }
}

pub(crate) fn slopes(skills: Vec<Slope<'_>>) -> Slopes<'_> {
    Slopes {
        id: "slopes",
        title: "Change",
        from: "2026-Q3".to_owned(),
        to: "2026-Q4".to_owned(),
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

pub(crate) fn spoke(title: &str, score: Option<i64>) -> Spoke<'_> {
    Spoke {
        title,
        score: score.map(figure),
        target: Some(figure(350)),
    }
}

pub(crate) fn radar(spokes: Vec<Spoke<'_>>) -> Radar<'_> {
    Radar {
        id: "radar",
        title: "Score against target",
        spokes,
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
fn labels_of_changes_keep_out_of_each_others_way() {
    let titles: Vec<_> = (0..24).map(|turn| format!("Skill {turn}")).collect();
    let skills = titles.iter().enumerate().map(|(turn, title)| {
        let turn = i64::try_from(turn).expect("a small number");
        slope(title, 300 + turn % 3, 350 + turn % 2, Reading::Small)
    });
    let text = chart::slopes(&slopes(skills.collect()));
    let document = parsed(&text);
    for (anchor, rows) in [("start", 48), ("end", 3)] {
        let texts = document.descendants().filter(|node| {
            node.attribute("text-anchor") == Some(anchor)
                && !node.attribute("class").is_some_and(|class| {
                    class.contains("chart-head") || class.contains("chart-rating")
                })
        });
        let mut lines: Vec<_> = texts.map(|node| length(node, "y")).collect();
        lines.sort_by(f64::total_cmp);
        assert_eq!(lines.len(), rows, "{anchor}");
        let apart = lines.windows(2).all(|pair| pair[1] - pair[0] >= 15.9);
        assert!(apart, "{anchor}: {lines:?}");
    }
}

#[test]
fn a_label_that_nothing_crowds_stands_beside_its_point() {
    let skills = vec![
        slope("Team", 200, 400, Reading::Clear),
        slope("Taste", 300, 200, Reading::Clear),
    ];
    let text = chart::slopes(&slopes(skills));
    let document = parsed(&text);
    assert!(of_class(&document, "chart-lead").is_empty());
    assert!(of_class(&document, "chart-note").is_empty());
    let axis = of_class(&document, "chart-axis")[0];
    assert!(length(axis, "y2") - length(axis, "y1") >= 200.0);
    let lines = of_class(&document, "chart-clear");
    assert_eq!(lines.len(), 2);
    // The scale runs upward, and both lines share it.
    let ends: Vec<_> = lines
        .iter()
        .map(|line| (length(*line, "y1"), length(*line, "y2")))
        .collect();
    assert!(near(ends[0].0, ends[1].1), "2.00 is 2.00 on both sides");
    assert!(near(ends[0].0 - ends[0].1, (ends[0].0 - ends[1].0) * 2.0));
}

#[test]
fn a_change_is_drawn_as_strong_as_it_reads_and_what_cannot_be_compared_is_named() {
    let skills = vec![
        slope("Team", 200, 400, Reading::Clear),
        slope("Taste", 300, 333, Reading::Small),
        slope("Clarity", 250, 250, Reading::None),
        Slope {
            title: "Ambiguity",
            moved: None,
        },
        slope("Timescales", 250, 250, Reading::NotComparable),
    ];
    let text = chart::slopes(&slopes(skills));
    let document = parsed(&text);
    for class in ["chart-clear", "chart-small", "chart-none"] {
        assert_eq!(of_class(&document, class).len(), 1, "{class}");
    }
    let labels: Vec<_> = of_class(&document, "chart-label")
        .into_iter()
        .map(words)
        .collect();
    assert_eq!(
        labels,
        [
            "Team 4.00, +2.00 clear",
            "Taste 3.33, +0.33 small",
            "Clarity 2.50"
        ]
    );
    let note = of_class(&document, "chart-note")[0];
    let note: String = note
        .descendants()
        .filter(Node::is_text)
        .filter_map(|node| node.text())
        .collect();
    assert_eq!(note, "Not comparable: Ambiguity, Timescales.");
}

#[test]
fn where_nothing_can_be_compared_no_empty_picture_is_drawn() {
    let nothing = Slope {
        title: "Team",
        moved: None,
    };
    let text = chart::slopes(&slopes(vec![nothing]));
    let document = parsed(&text);
    assert!(!document.descendants().any(|node| node.has_tag_name("svg")));
    assert_eq!(of_class(&document, "chart-note").len(), 1);
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

#[test]
fn a_radar_has_a_corner_for_each_score_and_is_open_where_there_is_none() {
    let spokes = |scores: &[Option<i64>]| {
        let spokes = scores.iter().map(|score| spoke("Team", *score));
        chart::radar(&radar(spokes.collect()))
    };
    assert_eq!(spokes(&[Some(300); 2]), None);
    let text = spokes(&[Some(500), Some(300), Some(100), Some(300)]).expect("a radar");
    let document = parsed(&text);
    let area = of_class(&document, "chart-area")[0];
    let corners: Vec<Vec<f64>> = area
        .attribute("points")
        .expect("points")
        .split(' ')
        .map(|at| {
            at.split(',')
                .map(|at| at.parse().expect("a number"))
                .collect()
        })
        .collect();
    // From the top to the right, the centre and the left: 5, 3, 1 and 3.
    let centre = &corners[2];
    let reach = centre[1] - corners[0][1];
    assert!(reach > 50.0 && near(centre[0], corners[0][0]));
    assert!(near(corners[1][0] - centre[0], reach / 2.0));
    assert!(near(centre[0] - corners[3][0], reach / 2.0));

    let text = spokes(&[Some(300), None, Some(300), Some(200)]).expect("a radar");
    let document = parsed(&text);
    assert!(of_class(&document, "chart-area").is_empty());
    let outline = of_class(&document, "chart-course");
    assert_eq!(outline.len(), 1);
    let points = outline[0].attribute("points").expect("points");
    assert_eq!(
        points.split(' ').count(),
        3,
        "from behind the gap around to it"
    );
}

#[test]
fn the_labels_of_a_radar_stand_outside_of_it() {
    let spokes = (0..4).map(|_| spoke("Team", Some(300))).collect();
    let text = chart::radar(&radar(spokes)).expect("a radar");
    let document = parsed(&text);
    let rim = of_class(&document, "chart-web")[3];
    let points = rim.attribute("points").expect("points");
    let heights = points.split(' ').filter_map(|at| at.split_once(','));
    let heights: Vec<f64> = heights.filter_map(|(_, y)| y.parse().ok()).collect();
    let labels = of_class(&document, "chart-label");
    let lines = |turn: usize| {
        let texts = labels[turn].children();
        let texts = texts.filter(|node| node.has_tag_name("text"));
        texts.map(|node| length(node, "y")).collect::<Vec<_>>()
    };
    assert!(lines(0).iter().all(|y| *y < heights[0]), "above the top");
    assert!(lines(2).iter().all(|y| *y > heights[2] + 10.0), "below");
}

#[test]
fn many_skills_around_a_radar_are_numbered_and_named_below() {
    let titles: Vec<_> = (1..=22).map(|turn| format!("Skill {turn}")).collect();
    let spokes = titles.iter().map(|title| spoke(title, Some(300)));
    let text = chart::radar(&radar(spokes.collect())).expect("a radar");
    let document = parsed(&text);
    let labels = of_class(&document, "chart-label");
    assert_eq!(labels.len(), 22);
    assert_eq!(words(labels[21]), "22");
    let items = document.descendants().filter(|node| {
        node.has_tag_name("li")
            && node
                .parent_element()
                .is_some_and(|list| list.has_tag_name("ol"))
    });
    assert_eq!(items.count(), 22);
}
