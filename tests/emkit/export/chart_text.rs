//! The pictures of a page as text: safe with whatever people wrote, told in words, and looked
//! after by one style.

use std::collections::BTreeSet;

use emkit::escape::visible;
use emkit::render::chart::{self, Row, STYLE};
use proptest::prelude::*;
use roxmltree::{Document, Node};

use crate::export::chart::{course, figure, multiples, parsed, row, rows};

const HOSTILE: [&str; 12] = [
    "Execution",
    "<script>alert(1)</script>",
    "\" onload=\"alert(1)",
    "]]> --> </title></desc></svg>",
    "&lt;b&gt; &#x202e; 'x'",
    "\u{202e}turned\u{1b}[31m\u{0}\u{fffe}",
    "Communicating hard decisions to those who would rather not hear them",
    "日本語のとても長いスキルの名前をここに書いて折り返しを確かめる",
    "التواصل مع أصحاب المصلحة في الشركة حول الأولويات والقرارات",
    "👩\u{200d}💻👩\u{200d}💻👩\u{200d}💻👩\u{200d}💻👩\u{200d}💻👩\u{200d}💻👩\u{200d}💻👩\u{200d}💻👩\u{200d}💻👩\u{200d}💻👩\u{200d}💻👩\u{200d}💻",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    "",
];

/// Both pictures of skills with these titles and figures.
fn pictures(titles: &[&str], figures: &[i64]) -> Vec<String> {
    let at = |turn: usize| figures[turn % figures.len()];
    let last = titles.last().copied().unwrap_or_default();
    let each = || titles.iter().copied().enumerate();
    let skills = each().map(|(turn, title)| Row {
        standing: last.to_owned(),
        ..row(title, Some(at(turn)), Some(at(turn + 1)), at(turn + 2))
    });
    let points = [
        (Some(at(0)), None),
        (Some(at(1)), Some(true)),
        (None, None),
        (Some(at(2)), Some(false)),
    ];
    let courses = each().map(|(_, title)| course(title, &points));
    let periods = [last, "2020-Q2", "2020-Q3", "2020-Q4"].map(str::to_owned);
    vec![
        chart::skills(&[last; 5], Some(last), &[(last, skills.collect())]),
        chart::multiples(last, &periods, &[(last, courses.collect())]),
    ]
}

fn classes(text: &str) -> BTreeSet<String> {
    let document = parsed(text);
    let lists = document
        .descendants()
        .filter_map(|node| node.attribute("class"));
    lists
        .flat_map(|list| list.split(' ').map(str::to_owned))
        .collect()
}

/// Holds a picture against all that is promised of any.
fn hold(text: &str) -> Result<(), TestCaseError> {
    let document = Document::parse(text).map_err(|error| TestCaseError::fail(error.to_string()))?;
    for node in document.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        let known =
            "figure figcaption div ul li p span svg title line rect circle polyline polygon";
        prop_assert!(known.split(' ').any(|one| one == name), "<{name}>");
        for attribute in node.attributes() {
            let known =
                "class dir role aria-hidden viewBox width height x y x1 y1 x2 y2 cx cy r points";
            let name = attribute.name();
            prop_assert!(known.split(' ').any(|one| one == name), "{name}=");
        }
        if node.has_tag_name("svg") {
            inside(node)?;
        }
    }
    Ok(())
}

/// Every point of a picture is a plain number within it.
fn inside(svg: Node<'_, '_>) -> Result<(), TestCaseError> {
    let view = svg.attribute("viewBox").unwrap_or_default();
    let view: Vec<f64> = view.split(' ').filter_map(|one| one.parse().ok()).collect();
    prop_assert_eq!(view.len(), 4);
    let across = ["x", "x1", "x2", "cx"];
    let down = ["y", "y1", "y2", "cy"];
    let lengths = ["width", "height", "r"];
    for node in svg.descendants().filter(|node| *node != svg) {
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            let is_point = name == "points";
            if !is_point && ![&across[..], &down, &lengths].concat().contains(&name) {
                continue;
            }
            for (index, number) in value.split([' ', ',']).enumerate() {
                let plain =
                    |character: char| character.is_ascii_digit() || "-.".contains(character);
                prop_assert!(number.chars().all(plain), "{name}={value}");
                let decimals = number.split_once('.').map_or(0, |(_, after)| after.len());
                prop_assert!(decimals <= 2, "{name}={value}");
                let number: f64 = number
                    .parse()
                    .map_err(|_| TestCaseError::fail(value.to_owned()))?;
                let most = if across.contains(&name) || (is_point && index % 2 == 0) {
                    view[2]
                } else {
                    view[3].max(view[2])
                };
                prop_assert!((0.0..=most).contains(&number), "{name}={value} in {view:?}");
            }
        }
    }
    Ok(())
}

#[test]
fn whatever_people_wrote_is_escaped_and_the_whole_of_it_is_there() {
    for text in pictures(&HOSTILE, &[100, 333, 500]) {
        hold(&text).expect("a safe picture");
        let document = parsed(&text);
        let all: String = document
            .descendants()
            .filter(Node::is_text)
            .filter_map(|node| node.text())
            .collect();
        for title in HOSTILE {
            assert!(all.contains(&visible(title)), "{title:?} in {text}");
        }
        assert!(!text.contains('\u{202e}') && !text.contains('\u{1b}'));
    }
}

#[test]
fn every_picture_has_a_name_or_is_passed_over_and_holds_no_text() {
    for text in pictures(&HOSTILE, &[100, 333, 500]) {
        let document = parsed(&text);
        let svgs = document
            .descendants()
            .filter(|node| node.has_tag_name("svg"));
        for svg in svgs {
            let title = svg
                .first_element_child()
                .filter(|child| child.has_tag_name("title"));
            match svg.attribute("role") {
                Some("img") => assert!(title.and_then(|title| title.text()).is_some()),
                _ => assert_eq!(svg.attribute("aria-hidden"), Some("true")),
            }
            assert!(!svg.descendants().any(|node| node.has_tag_name("text")));
        }
    }
}

#[test]
fn the_words_hold_every_figure_of_the_picture() {
    let said = |text: &str| -> Vec<String> {
        let document = parsed(text);
        let titles = document
            .descendants()
            .filter(|node| node.has_tag_name("title"));
        titles
            .filter_map(|node| node.text())
            .map(str::to_owned)
            .collect()
    };
    let skills = rows(vec![
        row("Execution", Some(333), Some(300), 267),
        row("Team", None, None, 0),
        row("Product", Some(300), Some(350), 300),
        row("Taste", Some(400), Some(400), 400),
        row("People", Some(400), None, 400),
    ]);
    // Never the place of the mark it moved from: that is no score the person had.
    assert_eq!(
        said(&skills),
        [
            "Execution: 3.33; 2.67 on evidence alone; target 3.50; +0.33 since 2026-Q3 over the same questions",
            "Team: no score; target 3.50",
            "Product: 3.00; target 3.50; -0.50 since 2026-Q3 over the same questions",
            "Taste: 4.00; target 3.50; 0.00 since 2026-Q3 over the same questions",
            "People: 4.00; target 3.50; not compared with 2026-Q3",
        ]
    );
    let points = [(Some(300), None), (None, None), (Some(350), Some(false))];
    assert_eq!(
        said(&multiples(3, vec![course("Team", &points)])),
        [
            "Team: 3.00 in 2020-Q1; no score in 2020-Q2; 3.50 in 2020-Q3, not the same questions as before; target 3.50"
        ]
    );
}

#[test]
fn the_style_knows_every_class_and_brings_nothing_from_outside() {
    for text in pictures(&HOSTILE, &[100, 333, 500]) {
        for class in classes(&text) {
            // For a page to set apart.
            if class == "chart-rows" {
                continue;
            }
            assert!(STYLE.contains(&format!(".{class}")), "{class}");
        }
    }
    for word in ["url(", "@import", "@font-face", "http", "</", "expression"] {
        assert!(!STYLE.contains(word), "{word}");
    }
}

/// How much lighter one colour is than another, as WCAG counts it.
fn contrast(one: &str, other: &str) -> f64 {
    let light = |color: &str| {
        let digits = color.trim_start_matches('#');
        let digits: String = if digits.len() == 3 {
            digits.chars().flat_map(|digit| [digit, digit]).collect()
        } else {
            digits.to_owned()
        };
        let part = |at: usize| {
            let value = u8::from_str_radix(&digits[at..at + 2], 16).expect("a colour");
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
    };
    let (one, other) = (light(one) + 0.05, light(other) + 0.05);
    one.max(other) / one.min(other)
}

#[test]
fn letters_and_marks_stand_out_in_light_in_dark_and_on_paper() {
    let blocks: Vec<_> = STYLE.split(":root {").skip(1).take(3).collect();
    assert_eq!(blocks.len(), 3);
    for block in blocks {
        let color = |name: &str| {
            let (_, after) = block
                .split_once(&format!("--{name}: "))
                .expect("the colour");
            after.split(';').next().expect("its value").to_owned()
        };
        let paper = color("paper");
        for name in ["ink", "quiet"] {
            assert!(contrast(&color(name), &paper) >= 4.5, "{name} on {paper}");
        }
        for name in ["core", "before", "gap", "target"] {
            assert!(contrast(&color(name), &paper) >= 3.0, "{name} on {paper}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_titles_and_figures_make_pictures_that_stay_whole(
        titles in prop::collection::vec((any::<String>(), 1..12_usize), 1..14),
        figures in prop::collection::vec(any::<i32>(), 1..5),
    ) {
        let titles = titles.into_iter().map(|(title, times)| title.repeat(times));
        let titles: Vec<_> = titles.collect();
        let titles: Vec<_> = titles.iter().map(String::as_str).collect();
        let figures: Vec<_> = figures.into_iter().map(i64::from).collect();
        for text in pictures(&titles, &figures) {
            hold(&text)?;
        }
    }

    #[test]
    fn any_score_of_the_scale_is_printed_as_it_is(score in 100_i64..=500) {
        let text = rows(vec![row("Team", Some(score), None, score)]);
        let said = figure(score).to_string();
        prop_assert!(text.contains(&format!("<span class=\"chart-figure\">{said}</span>")), "{said}");
        hold(&text)?;
    }
}
