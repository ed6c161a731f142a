//! `emkit export --format html`: one page that loads nothing, runs nothing and says the same.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::support::Home;

const HOSTILE: [&str; 8] = [
    "</blockquote><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\" onload=\"alert(1)\" '",
    "</style><style>*{display:none}</style>",
    "[a](javascript:alert(1)) <a href='javascript:1'>b</a>",
    "&lt;b&gt; &amp; &#60;",
    "<!-- <?php ]]> {{ 7 * 7 }} {% for %}",
    "\u{1b}[31m \u{202e} \u{0}",
];

fn answers(texts: &[&str]) -> String {
    let ids = [
        "execution.friction",
        "execution.shipped",
        "execution.pulled-in",
        "team.retained",
        "team.magnet",
        "taste.better",
        "taste.corners",
        "clarity.undone",
    ];
    let mut answers = "answers:\n".to_owned();
    for (id, text) in ids.iter().zip(texts) {
        let text = serde_json::to_string(text).expect("JSON");
        answers.push_str(&format!("  {id}: {{rating: 4, evidence: {text}}}\n"));
    }
    let text = serde_json::to_string(texts[0]).expect("JSON");
    answers.push_str(&format!("focus:\n  - {{skill: taste, action: {text}}}\n"));
    answers
}

fn home_of(texts: &[&str]) -> Home {
    let home = Home::new();
    for period in ["2026-Q1", "2026-Q2"] {
        home.assessed(
            period,
            "answers: {execution.friction: 2, execution.shipped: 2}\n",
        );
    }
    home.assessed("2026-Q3", &answers(texts));
    home
}

fn page(home: &Home, arguments: &str) -> String {
    home.emkit(&format!("export --format html {arguments}"))
        .ok()
        .out
}

/// The page without its style.
fn body(page: &str) -> &str {
    page.split_once("</style>").expect("a style").1
}

/// Every tag, in order, with its attributes.
fn tags(page: &str) -> Vec<&str> {
    let parts = page.split('<').skip(1);
    parts
        .map(|part| part.split('>').next().unwrap_or(part))
        .collect()
}

/// What the page says, without its tags.
fn words(page: &str) -> String {
    let parts = page.split('<');
    let parts = parts.map(|part| part.split_once('>').map_or(part, |(_, words)| words));
    let words = parts.collect::<Vec<_>>().join(" ");
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(words, |words, (markup, sign)| words.replace(markup, sign))
}

#[test]
fn the_page_says_by_itself_that_nothing_runs_and_nothing_is_loaded() {
    let page = page(&home_of(&HOSTILE), "");
    let (_, style) = page.split_once("<style>").expect("a style");
    let (style, _) = style.split_once("</style>").expect("its end");
    let hash = STANDARD.encode(Sha256::digest(style.as_bytes()));
    let policy = format!(
        "content=\"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'\""
    );
    assert!(page.contains(&policy), "{policy}");
    assert!(!style.contains("url(") && !style.contains("@import"));
    for tag in tags(body(&page)) {
        let name = tag.split(' ').next().unwrap_or(tag);
        assert!(
            !["script", "img", "link", "iframe", "object", "style", "form"].contains(&name),
            "{tag}"
        );
        let is_local = !tag.contains("href=") || tag.contains("href=\"#");
        assert!(
            is_local && !tag.contains("src=") && !tag.contains(" on"),
            "{tag}"
        );
        assert!(!tag.contains("style="), "{tag}");
    }
}

#[test]
fn what_people_wrote_is_never_markup_and_never_lost() {
    let hostile = page(&home_of(&HOSTILE), "");
    let calm = page(&home_of(&["calm"; HOSTILE.len()]), "");
    let (found, expected) = (tags(body(&hostile)), tags(body(&calm)));
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.len(), expected.len());
    let said = words(&hostile);
    for text in HOSTILE.iter().take(HOSTILE.len() - 1) {
        assert!(said.contains(text), "{text}");
    }
    assert!(said.contains("␛[31m ⟨U+202E⟩ ␀"), "{said}");
}

#[test]
fn the_page_says_what_the_markdown_says() {
    let home = home_of(&[
        "One.", "Two.", "Three.", "Four.", "Five.", "Six.", "Seven.", "Eight.",
    ]);
    let said = words(body(&page(&home, "")));
    let said: Vec<&str> = said.split_whitespace().collect();
    let said = said.join(" ");
    let markdown = home.emkit("export").ok().out;
    for line in markdown.lines() {
        let line = line
            .trim_start_matches(|c: char| "#>- |1234567890.".contains(c))
            .replace('\\', "");
        for part in line.split(['*', '|']) {
            // A title ends without a full stop.
            let part = part.trim().trim_end_matches('.');
            let is_rule = part.chars().all(|c| "-: ".contains(c));
            assert!(is_rule || said.contains(part), "{part}");
        }
    }
}

#[test]
fn every_picture_has_a_title_and_says_its_figures() {
    let home = home_of(&["One."; 8]);
    let page = page(&home, "");
    let swatches = page.matches("<svg class=\"chart-swatch\"").count();
    let pictures = page.matches("<svg").count() - swatches;
    assert!(pictures >= 2, "{pictures}");
    assert_eq!(page.matches("role=\"img\"><title>").count(), pictures);
    assert!(
        page.contains("<title>Execution: 4.00; target 3.00"),
        "{page}"
    );
    let without = self::page(&home, "--no-ratings");
    assert!(!without.contains("<svg"), "{without}");
    assert!(!words(body(&without)).contains("4.00"));
}

#[test]
fn sections_of_the_page_are_picked_and_ordered() {
    let home = home_of(&["One."; 8]);
    let page = page(&home, "--sections evidence,scores");
    let titles: Vec<&str> = page
        .split("<h2 id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert_eq!(titles, ["evidence-title", "scores-title"]);
}

#[test]
fn a_draft_and_a_first_assessment_have_a_page() {
    let home = Home::new();
    home.assessed("2026-Q3", "answers: {execution.friction: 2}\n");
    let first = page(&home, "");
    assert!(!first.contains("Changes since"), "{first}");
    home.interview(
        "--period 2026-Q2 --role em",
        &["a slow week", "", "3", ":quit"],
    );
    let draft = page(&home, "2026-Q2");
    assert!(words(&draft).contains("This is a draft: 1 of 28 rated."));
}

#[test]
fn an_earlier_assessment_that_cannot_be_read_costs_its_picture_alone() {
    let home = home_of(&["One."; 8]);
    home.write(
        "store/assessments/eight-skills/2026-Q1.yaml",
        "schema: 1\nperiod: [\n",
    );
    let ran = home.emkit("export --format html").ok();
    assert!(ran.err.contains("2026-Q1.yaml"), "{ran:#?}");
    let changes = "Changes since 2026-Q2";
    assert!(ran.out.contains(changes), "{ran:#?}");
}

#[test]
fn a_long_result_or_goal_folds_behind_its_first_sentence() {
    let home = Home::new();
    let endless = "billing ".repeat(75);
    home.assessed(
        "2026-Q4",
        &format!(
            "\
answers: {{execution.friction: 3}}
highlights: [{{text: Short.}}, {{text: {endless}}}, {{text: תם המעבר.}}]
focus:
  - {{skill: team, action: {} Then ask again., sign: each has a changed assignment}}
",
            "Ask all four seniors what would keep them here and write it down the same day."
        ),
    );
    let page = page(&home, "");
    let said = words(&page)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert!(said.contains(endless.trim()), "{said}");
    let folded = |text: &str| page.contains(&format!("{text}</summary>\n<p dir=\"auto\">"));
    assert!(folded("write it down the same day."), "{page}");
    assert!(
        page.contains("<li><div dir=\"auto\">Short.</div></li>"),
        "{page}"
    );
    // The marker stays where those of the other items are.
    assert!(
        page.contains("<li><div dir=\"auto\">תם המעבר.</div></li>"),
        "{page}"
    );
}

#[test]
fn a_person_s_lists_and_every_script_are_kept() {
    let home = home_of(&[
        "Did:\n- one\n  - deep\n- two\n1. first",
        "Größe",
        "مرحبا بالعالم",
        "日本語の文",
        "👩\u{200d}💻",
        "x",
        "y",
        "z",
    ]);
    let page = page(&home, "");
    assert!(
        page.contains(
            "<ul>\n<li><div dir=\"auto\">one</div></li>\n<li><div dir=\"auto\">deep</div></li>\n"
        ),
        "{page}"
    );
    assert!(
        page.contains("<ol>\n<li><div dir=\"auto\">first</div></li>"),
        "{page}"
    );
    for text in ["Größe", "مرحبا بالعالم", "日本語の文", "👩\u{200d}💻"] {
        assert!(
            page.contains(&format!("<p dir=\"auto\">{text}</p>")),
            "{text}"
        );
    }
}
