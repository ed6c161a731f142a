//! Markdown as another program reads it: what a person wrote is all there, and is never structure.

use std::collections::BTreeMap;

use emkit::domain::assessment::{
    Answer, Assessment, Focus, FocusOutcome, Highlight, Outcome, Reason, State,
};
use emkit::domain::diff::Snapshot;
use emkit::domain::era::exposures;
use emkit::domain::feedback::HandedOn;
use emkit::domain::history::{History, questions};
use emkit::domain::privacy::{Comparison, Privacy};
use emkit::domain::rubric::{Closing, Era, Rating, RoleTargets, Rubric, Source, Stage};
use emkit::domain::scoring::score_all;
use emkit::escape::visible_lines;
use emkit::format::rubric;
use emkit::page::markdown;
use emkit::report::review::{Part, Review};
use emkit::report::{Report, diff as changes, era, explain, history, scores};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use strum::VariantArray;

use crate::hostile::strategies::cases;
use crate::support::rubric_builder::Sketch;

/// What a text is made of to be hard on whoever reads Markdown.
const FRAGMENTS: [&str; 99] = [
    "# ",
    "#",
    " #",
    " ##",
    "###### ",
    "=",
    "===",
    "\n===",
    "-",
    "---",
    "\n---\n",
    "- ",
    "+ ",
    "* ",
    "***",
    "_",
    "__",
    "*",
    "**",
    "~",
    "~~",
    "`",
    "```",
    "\n```rust\n",
    "~~~",
    "    ",
    "\t",
    "  \n",
    "\n",
    "\n\n",
    "\n\n\n",
    "\r",
    "\r\n",
    "\\",
    "\\\\",
    "\\\n",
    "|",
    "\\|",
    "\\\\|",
    "| a | b |",
    "\n| - | - |\n",
    "\n|---|\n",
    "\n:--\n",
    "\n-:\n",
    ":",
    "\n: ",
    "> ",
    ">",
    "\n> > ",
    "1. ",
    "0. ",
    "  0. ",
    "1)",
    "12345678. ",
    "\n2) ",
    "[",
    "]",
    "[x]",
    "[ ] ",
    "- [x] ",
    "[a](javascript:alert(1))",
    "[a]: http://a.example 'b'\n",
    "[^1]",
    "\n[^1]: note\n",
    "![i](http://a.example/i.png)",
    "![",
    "](",
    "](data:text/html,x)",
    "<",
    "<b>",
    "</b>",
    "<script>alert(1)</script>",
    "<!-- ",
    " -->",
    "<?php",
    "<![CDATA[",
    "<a@b.example>",
    "<http://a.example>",
    "&",
    "&amp;",
    "&#35;",
    "&#x23;",
    "&copy;",
    "$",
    "$$",
    "$x$",
    "{#id}",
    "\n+++\n",
    "!",
    "(",
    ")",
    "\"",
    "'",
    "\u{a0}",
    "\u{2003}",
    "\u{1b}[31m",
    "\u{202e}",
    "\u{2028}",
    "e\u{301}",
];

fn nasty() -> impl Strategy<Value = String> {
    let fragment = prop_oneof![
        12 => select(FRAGMENTS.to_vec()).prop_map(str::to_owned),
        3 => "[a-z]{1,3}",
        1 => "[0-9]{1,3}",
        1 => Just(" ".to_owned()),
        1 => any::<char>().prop_map(String::from),
    ];
    let edge = select(vec!["", "", "", " ", "    ", "\t", "\n", "\u{a0}"]);
    (edge.clone(), vec(fragment, 0..8), edge).prop_map(|(before, fragments, behind)| {
        // White space around a text is shown in some places, and in others not.
        format!("{before}{}{behind}", fragments.concat().trim())
    })
}

/// Takes the texts one after the other, and one that says something where something is needed.
struct Texts<'t> {
    texts: std::slice::Iter<'t, String>,
}

impl Texts<'_> {
    fn any(&mut self) -> String {
        self.texts.next().expect("enough texts").clone()
    }

    fn words(&mut self) -> String {
        let text = self.any();
        match text.trim().is_empty() {
            true => "x".to_owned(),
            false => text,
        }
    }
}

/// How many texts a world takes.
const TEXTS: usize = 77;

/// A rubric whose every title and question is one of the texts. What a note takes up in the middle
/// of a sentence, or begins one with, has a word on either side.
fn rubric_of(texts: &mut Texts<'_>) -> Rubric {
    let yaml = Sketch::new("any")
        .skill("one", "core", "4")
        .questions(&["a", "b", "c"])
        .skill("two", "growth", "1")
        .questions(&["a", "b"])
        .skill("three", "core", "4")
        .questions(&["a", "b"])
        .yaml();
    let mut rubric = rubric::read("any.yaml".as_ref(), &yaml).expect("a rubric");
    rubric.title = texts.words();
    rubric.version = texts.words();
    rubric.sources = vec![Source {
        title: texts.words(),
        author: Some(texts.words()),
        ..Source::default()
    }];
    for step in &mut rubric.scale {
        step.label = texts.words();
    }
    for cluster in &mut rubric.clusters {
        cluster.title = texts.words();
    }
    for skill in &mut rubric.skills {
        skill.title = texts.words();
        for question in &mut skill.questions {
            question.title = texts.words();
            question.ask = texts.words();
            let anchor = format!("I {} so.", texts.any());
            question.anchors = [1, 2, 3, 4, 5].map(|rating| format!("{anchor} {rating}."));
            question.practice = format!("Do {} so.", texts.any());
        }
    }
    // Whether it is `a` or `an` in front of it is not for the text to say here.
    rubric.profiles[0].title = format!("Lead {}", texts.any());
    rubric.stages.push(Stage {
        id: "now".to_owned(),
        title: texts.words(),
        why: "Because.".to_owned(),
        adjust: BTreeMap::new(),
    });
    rubric.eras.push(Era {
        id: "then".to_owned(),
        title: texts.words(),
        years: texts.words(),
        why: "Because.".to_owned(),
        core: vec!["one".to_owned()],
    });
    rubric.closing = Some(Closing {
        ask: texts.words(),
        stages: BTreeMap::new(),
    });
    rubric
}

fn assessment_of(rubric: &Rubric, period: &str, turn: u8, texts: &mut Texts<'_>) -> Assessment {
    let period = period.parse().expect("a period");
    let mut assessment = Assessment::begin(period, rubric, "lead", Some("now"));
    for (index, (_, question)) in rubric.questions().enumerate() {
        let state = match index % 3 {
            _ if question.id == "two.b" => State::NotApplicable {
                reason: Reason::Other,
                note: texts.any(),
            },
            0 => State::Rated(Rating::new(1 + turn).expect("a rating")),
            1 => State::Rated(Rating::new(3 + turn).expect("a rating")),
            _ => State::Skipped,
        };
        let answer = Answer {
            state,
            evidence: texts.any(),
            private: question.id == "one.b",
            carried: None,
        };
        assessment.answers.insert(question.id.clone(), answer);
    }
    assessment.last_focus = vec![FocusOutcome {
        focus: Focus {
            skill: "one".to_owned(),
            action: texts.any(),
            sign: texts.any(),
            ..Focus::default()
        },
        outcome: Some(Outcome::ALL[0]),
        note: texts.any(),
    }];
    assessment.focus = vec![Focus {
        skill: "two".to_owned(),
        action: texts.words(),
        sign: texts.any(),
        ..Focus::default()
    }];
    assessment.closing = texts.any();
    if turn > 0 {
        assessment.highlights = vec![Highlight {
            question: None,
            text: texts.any(),
        }];
    }
    assessment
}

/// Every Markdown document that emkit makes, of a world made of these texts.
fn documents(texts: &[String]) -> Vec<String> {
    let mut texts = Texts {
        texts: texts.iter(),
    };
    let rubric = &rubric_of(&mut texts);
    let earlier = &assessment_of(rubric, "2026-Q3", 0, &mut texts);
    let later = &assessment_of(rubric, "2026-Q4", 1, &mut texts);
    let bar = RoleTargets {
        profile: &rubric.profiles[0],
        stage: rubric.stages.first(),
    };
    let name = texts.any();
    let mut report = Report::new(rubric, later, bar, Privacy::Include);
    report.author.name = Some(&name);
    let (from, to) = (
        Snapshot {
            assessment: earlier,
            rubric,
        },
        Snapshot {
            assessment: later,
            rubric,
        },
    );
    let compared = Comparison::new(from, to, Privacy::Include);
    let scores = score_all(rubric, later, bar);
    let whole = History::new(&[from, to]).expect("a history");
    let asked = questions(&[from, to], &rubric.skills[0].id, Privacy::Include);
    let review = |has_ratings| {
        let review = Review {
            quarters: std::slice::from_ref(&report),
            since: Some(&compared),
            others: &HandedOn::new(),
            has_ratings,
            is_on_screen: false,
            for_author: Some(""),
        };
        markdown::page(&review.page(Part::VARIANTS))
    };
    let mut explained = scores::page(&report, "");
    explained.sections.extend(explain::sections(&report));
    let over_time = history::page(&whole, Some(&asked));
    vec![
        review(true),
        review(false),
        markdown::page(&scores::page(&report, "")),
        markdown::page(&explained),
        markdown::page(&changes::page(&compared, Some(&scores))),
        markdown::page(&era::page(&report, &exposures(rubric, &scores))),
        markdown::page(&over_time),
    ]
}

/// A text without its white space, which no two programs treat alike.
fn solid(text: &str) -> String {
    text.split_whitespace().collect()
}

/// What of Markdown emkit makes use of, and the words in it. Paragraphs, lists and line breaks within
/// a quotation are the person's own, and so are paragraphs and lists within an item.
fn parsed(document: &str) -> Vec<String> {
    let mut blocks: Vec<String> = Vec::new();
    let mut words = String::new();
    let mut quotes = 0;
    let mut lists = 0;
    let mut end = |words: &mut String, mark: &str| {
        let said = solid(words);
        if !said.is_empty() {
            blocks.push(said);
        }
        words.clear();
        if !mark.is_empty() {
            blocks.push(mark.to_owned());
        }
    };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    for (event, place) in Parser::new_ext(document, options).into_offset_iter() {
        match event {
            // Its marks are their words.
            Event::Start(Tag::Item) if quotes > 0 || lists > 1 => {
                let item = &document[place];
                words.push(' ');
                words.push_str(item.split(' ').next().unwrap_or_default());
                words.push(' ');
            }
            Event::Start(Tag::List(_)) if quotes > 0 || lists > 0 => {
                lists += 1;
                words.push(' ');
            }
            Event::End(TagEnd::List(_)) if quotes > 0 || lists > 1 => {
                lists -= 1;
                words.push(' ');
            }
            Event::End(TagEnd::Item) if quotes > 0 || lists > 1 => words.push(' '),
            Event::Text(text) => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            Event::Code(id) => end(&mut words, &format!("code {id}")),
            Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph)
                if quotes > 0 || lists > 0 =>
            {
                words.push(' ');
            }
            Event::Start(tag) => {
                quotes += usize::from(matches!(tag, Tag::BlockQuote(_)));
                lists += usize::from(matches!(tag, Tag::List(_)));
                end(&mut words, &format!("{tag:?}"));
            }
            Event::End(tag) => {
                quotes -= usize::from(matches!(tag, TagEnd::BlockQuote(_)));
                lists -= usize::from(matches!(tag, TagEnd::List(_)));
                end(&mut words, &format!("/{tag:?}"));
            }
            other => end(&mut words, &format!("{other:?}")),
        }
    }
    blocks
}

/// What a block may be. All others are of somebody else's making.
const ALLOWED: [&str; 10] = [
    "Heading",
    "Paragraph",
    "BlockQuote",
    "Strong",
    "Emphasis",
    "List",
    "Item",
    "Table",
    "CodeBlock",
    "code",
];

/// Each text's place in a calm document, and what it says as another program shows it.
fn calmed(texts: &[String]) -> (Vec<String>, Vec<(String, String)>) {
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    for (index, text) in texts.iter().enumerate() {
        names
            .entry(text.trim())
            .or_insert_with(|| match text.trim().is_empty() {
                true => String::new(),
                false => format!("Q{index:03}Z"),
            });
    }
    let calm = texts.iter().map(|text| names[text.trim()].clone());
    let said = names
        .iter()
        .filter(|(_, name)| !name.is_empty())
        .map(|(text, name)| (name.clone(), solid(&visible_lines(text))));
    (calm.collect(), said.collect())
}

/// Fails where a document of these texts is another than that of calm texts in their place.
fn check(texts: &[String]) -> Result<(), TestCaseError> {
    let (calm, said) = calmed(texts);
    for (hostile, calm) in documents(texts).iter().zip(documents(&calm)) {
        let shape = parsed(&calm);
        let found = parsed(hostile);
        for (index, (found, shape)) in found.iter().zip(&shape).enumerate() {
            let mut expected = shape.clone();
            for (name, text) in &said {
                expected = expected.replace(name, text);
            }
            let alike = found.chars().zip(expected.chars());
            let alike = alike.take_while(|(one, other)| one == other).count();
            let from = |text: &str| -> String { text.chars().skip(alike).take(60).collect() };
            prop_assert!(
                *found == expected,
                "block {index}, `{shape}` in calm words: found {:?}, expected {:?}",
                from(found),
                from(&expected)
            );
        }
        prop_assert_eq!(found.len(), shape.len());
    }
    Ok(())
}

#[test]
fn calm_texts_make_use_of_nothing_but_what_is_allowed() {
    let calm: Vec<_> = (0..TEXTS).map(|index| format!("Q{index:03}Z")).collect();
    let documents = documents(&calm);
    assert_eq!(documents.len(), 7);
    for document in &documents {
        for block in parsed(document) {
            let name = block.trim_start_matches('/');
            let is_words =
                block.starts_with(|c: char| c.is_alphanumeric() || "“:.–;,(+−".contains(c));
            let is_known = ALLOWED.iter().any(|allowed| name.starts_with(allowed));
            assert!(is_known || is_words, "{block}");
            let forbidden = ["Link", "Image", "Html", "Footnote", "Rule", "Math", "Task"];
            let is_named = |word: &&str| {
                let rest = name.strip_prefix(*word);
                rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
            };
            assert!(!forbidden.iter().any(is_named), "{block}");
        }
    }
    let all = documents.concat();
    let shown: Vec<_> = calm
        .iter()
        .filter(|text| all.contains(text.as_str()))
        .collect();
    assert_eq!(shown.len(), 42, "{shown:?}");
}

proptest! {
    #![proptest_config(cases(30))]

    /// Each case has as many texts as a world takes.
    #[test]
    fn no_text_changes_a_document_and_none_is_lost(texts in vec(nasty(), TEXTS)) {
        check(&texts)?;
    }
}
