//! The pictures of a page as text: safe with whatever people wrote, told in words, and looked
//! after by one style.

use std::collections::BTreeSet;

use emkit::escape::visible;
use emkit::render::chart::{self, STYLE};
use proptest::prelude::*;
use roxmltree::{Document, Node};
use unicode_width::UnicodeWidthStr;

use crate::export::chart::{bar, bars, course, figure, multiples, parsed};

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
    let each = || titles.iter().copied().enumerate();
    let mut bars = bars(
        each()
            .map(|(turn, title)| bar(title, Some(at(turn)), at(turn + 1), at(turn + 2)))
            .collect(),
    );
    let points = [
        (Some(at(0)), None),
        (Some(at(1)), Some(true)),
        (None, None),
        (Some(at(2)), Some(false)),
    ];
    let courses = each().map(|(_, title)| course(title, &points));
    let mut multiples = multiples(4, courses.collect());
    let title = titles.last().copied().unwrap_or_default();
    bars.title = title;
    bars.labels = [title; 5];
    bars.panels[0].title = title;
    bars.panels[0].said = title.to_owned();
    multiples.title = title;
    multiples.panels[0].title = title;
    multiples.panels[0].said = title.to_owned();
    multiples.periods[0] = title.to_owned();
    vec![chart::bars(&bars), chart::multiples(&multiples)]
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
        let known = "div ul ol li p span strong bdi svg title desc g line rect circle polyline polygon text";
        prop_assert!(known.split(' ').any(|one| one == name), "<{name}>");
        for attribute in node.attributes() {
            let known = "class id role aria-labelledby aria-hidden viewBox width height x y x1 y1 x2 y2 cx cy r points text-anchor paint-order";
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
fn every_picture_has_a_name_and_is_told_in_words() {
    let mut ids = BTreeSet::new();
    for text in pictures(&HOSTILE, &[100, 333, 500]) {
        let document = parsed(&text);
        let pictures = document
            .descendants()
            .filter(|node| node.attribute("role") == Some("img"));
        let mut count = 0;
        for picture in pictures {
            count += 1;
            let labels = picture.attribute("aria-labelledby").expect("labels");
            let named: Vec<_> = picture
                .children()
                .filter(|node| node.has_tag_name("title") || node.has_tag_name("desc"))
                .filter_map(|node| node.attribute("id"))
                .collect();
            assert_eq!(labels.split(' ').collect::<Vec<_>>(), named);
            assert_eq!(named.len(), 2);
        }
        assert!(count > 0);
        for id in document
            .descendants()
            .filter_map(|node| node.attribute("id"))
        {
            assert!(ids.insert(id.to_owned()), "{id} twice");
        }
    }
}

#[test]
fn an_id_stays_one_id_whatever_it_was_made_from() {
    let mut input = bars(vec![bar("Team", Some(300), 300, 350)]);
    input.id = "my own\" onload=\"alert(1)";
    let text = chart::bars(&input);
    hold(&text).expect("a safe picture");
    let id = "id=\"my-own--onload--alert-1--1-title\"";
    assert!(text.contains(id), "{text}");
}

#[test]
fn the_words_hold_every_figure_of_the_picture() {
    let mut input = bars(vec![
        bar("Execution", Some(333), 267, 350),
        bar("Team", None, 0, 350),
    ]);
    input.panels[0].said = "mean 3.33 over 1 of 2 skills".to_owned();
    let said = |text: &str| {
        let document = parsed(text);
        let desc = document
            .descendants()
            .find(|node| node.has_tag_name("desc"));
        desc.and_then(|node| node.text()).expect("words").to_owned()
    };
    assert_eq!(
        said(&chart::bars(&input)),
        "mean 3.33 over 1 of 2 skills; Execution 3.33, supported 2.67, target 3.50, gap 0.17; Team no score, target 3.50."
    );
    let points = [(Some(300), None), (None, None), (Some(350), Some(false))];
    assert_eq!(
        said(&chart::multiples(&multiples(
            3,
            vec![course("Team", &points)]
        ))),
        "2020-Q1 3.00; 2020-Q2 no score; 2020-Q3 3.50, not the same questions as before; target 3.50."
    );
}

#[test]
fn no_text_runs_out_of_its_picture() {
    // The last of the titles is that of the picture and of the cluster too.
    let ends = 1..=HOSTILE.len();
    let figures = [100, 333, 333, 350, 500];
    for text in ends.flat_map(|end| pictures(&HOSTILE[..end], &figures)) {
        let document = parsed(&text);
        let texts = document
            .descendants()
            .filter(|node| node.has_tag_name("text"));
        for node in texts {
            let svg = node.ancestors().find(|node| node.has_tag_name("svg"));
            let view = svg
                .and_then(|svg| svg.attribute("viewBox"))
                .expect("a view");
            let most: f64 = view
                .split(' ')
                .nth(2)
                .and_then(|one| one.parse().ok())
                .expect("a width");
            let words = node.text().unwrap_or_default();
            let wide = words.chars().filter(|one| *one == 'W').count();
            let columns = u32::try_from(words.width() + wide).expect("a short text");
            let class = node.attribute("class").unwrap_or_default();
            let size = match class {
                "chart-head" => 15.0 * 1.1,
                "chart-strong" => 13.0 * 1.1,
                _ => 13.0,
            };
            let width = f64::from(columns) * size * 0.5;
            let x: f64 = node
                .attribute("x")
                .and_then(|one| one.parse().ok())
                .expect("a place");
            let (left, right) = match node.attribute("text-anchor") {
                Some("start") => (x, x + width),
                Some("end") => (x - width, x),
                _ => (x - width / 2.0, x + width / 2.0),
            };
            assert!(
                left >= -1.0 && right <= most + 1.0,
                "{words}: {left} to {right} of {most}"
            );
        }
    }
}

#[test]
fn a_title_as_long_as_a_book_is_cut_at_once() {
    let book = "anunbrokenword".repeat(5_000);
    let start = std::time::Instant::now();
    let text = chart::bars(&bars(vec![bar(&book, Some(300), 300, 350)]));
    assert!(start.elapsed().as_secs() < 10);
    assert!(text.contains("…</text>"));
}

#[test]
fn a_title_that_has_room_is_not_cut() {
    let titles = [
        "Execution",
        "Ownership",
        "Stakeholder management",
        "Timescales",
    ];
    for text in pictures(&titles, &[333, 350]) {
        assert!(!text.contains('…'), "{text}");
    }
}

#[test]
fn the_style_knows_every_class_and_brings_nothing_from_outside() {
    for text in pictures(&HOSTILE, &[100, 333, 500]) {
        for class in classes(&text) {
            if ["chart-skill", "chart-label"].contains(&class.as_str()) {
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
        for name in ["core", "growth", "target"] {
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
    fn any_scores_of_the_scale_stand_where_the_scale_has_them(score in 100_i64..=500) {
        let text = chart::bars(&bars(vec![bar("Team", Some(score), score, 350)]));
        let said = figure(score).to_string();
        prop_assert!(text.contains(&format!(">{said}, target 3.50<")), "{said}");
        hold(&text)?;
    }
}
