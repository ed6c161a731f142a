//! The wording of the rubrics that the program carries: rules that a program can hold them to.

use std::collections::BTreeMap;
use std::path::PathBuf;

use emkit::domain::rubric::{OWN_ROLE, Question, Rubric};
use emkit::format::rubric::advice;

use crate::rubric::built_in::{all, built_in, words};
use crate::support::{Home, skill};

/// Praise that tells a reader nothing. Ordinary words are not banned: a sentence may say
/// `effective` where that is what it means.
const EMPTY_PRAISE: &[&str] = &[
    "excellent",
    "excellently",
    "outstanding",
    "great",
    "amazing",
    "proactive",
    "proactively",
    "impactful",
    "world class",
    "high quality",
    "best practice",
    "best practices",
    "value add",
];

/// Skills that nobody else can see: what a job is worth to somebody, and how they answer for cost.
const UNSEEN: [(&str, &str); 4] = [
    ("career", "people"),
    ("career", "prestige"),
    ("career", "profit"),
    ("measures", "spend"),
];

/// Words with which an anchor would point at something outside itself.
const POINTING: &[&str] = &[
    "it", "they", "one", "this", "that", "these", "those", "such",
];

fn questions(rubric: &Rubric) -> Vec<&Question> {
    rubric.questions().map(|(_, question)| question).collect()
}

/// Every text of the rubric that a person reads, with where it stands.
fn texts(rubric: &Rubric) -> Vec<(String, &str)> {
    let mut found: Vec<(String, &str)> = Vec::new();
    for step in &rubric.scale {
        found.push((format!("scale {}", step.label), &step.meaning));
    }
    for cluster in &rubric.clusters {
        found.push((cluster.id.clone(), &cluster.why));
    }
    for skill in &rubric.skills {
        found.push((skill.id.clone(), &skill.definition));
        for (index, example) in skill.examples.iter().enumerate() {
            found.push((format!("{} example {index}", skill.id), example));
        }
        if let Some(observed) = &skill.observed {
            found.push((format!("{} observed", skill.id), &observed.ask));
            for (index, anchor) in observed.anchors.iter().enumerate() {
                found.push((format!("{} observed {}", skill.id, index + 1), anchor));
            }
        }
    }
    for question in questions(rubric) {
        found.push((format!("{} ask", question.id), &question.ask));
        found.push((format!("{} hint", question.id), &question.hint));
        found.push((format!("{} practice", question.id), &question.practice));
        for (index, anchor) in question.anchors.iter().enumerate() {
            found.push((format!("{} anchor {}", question.id, index + 1), anchor));
        }
    }
    found.extend(readings(rubric));
    if let Some(closing) = &rubric.closing {
        found.push(("closing".to_owned(), &closing.ask));
        for (stage, ask) in &closing.stages {
            found.push((format!("closing {stage}"), ask));
        }
    }
    found
}

/// The reasons for numbers and groupings that come from no source.
fn readings(rubric: &Rubric) -> Vec<(String, &str)> {
    let profiles = rubric.profiles.iter().filter(|it| it.id != OWN_ROLE);
    let profiles = profiles.map(|it| (&it.id, &it.why));
    let stages = rubric.stages.iter().map(|it| (&it.id, &it.why));
    let eras = rubric.eras.iter().map(|it| (&it.id, &it.why));
    profiles
        .chain(stages)
        .chain(eras)
        .map(|(id, why)| (format!("{id} why"), why.as_str()))
        .collect()
}

#[test]
fn nothing_is_left_to_advise() {
    for rubric in all() {
        let path = PathBuf::from(format!("{}.yaml", rubric.id));
        let found = advice(&path, &rubric.text);
        assert!(found.is_none(), "{}", found.expect("advice"));
    }
}

#[test]
fn no_two_texts_share_seven_words_in_a_row() {
    let mut seen: BTreeMap<Vec<String>, String> = BTreeMap::new();
    let mut number = 0;
    for rubric in all() {
        for (place, text) in texts(&rubric) {
            number += 1;
            // All but one of the rubrics have the same scale.
            let place = format!("{}: {place}", rubric.id);
            for run in words(text).windows(7) {
                let first = seen.entry(run.to_vec()).or_insert_with(|| place.clone());
                let is_scale = first.contains(": scale ") && place.contains(": scale ");
                assert!(
                    *first == place || is_scale,
                    "{first} and {place}: {}",
                    run.join(" ")
                );
            }
        }
    }
    assert!(number > 900, "only {number} texts");
}

#[test]
fn no_praise_is_empty() {
    let all = all();
    for (place, text) in all.iter().flat_map(texts) {
        let said = format!(" {} ", words(text).join(" "));
        for empty in EMPTY_PRAISE {
            assert!(!said.contains(&format!(" {empty} ")), "{place}: `{empty}`");
        }
    }
}

fn each_makes_sense_alone(place: &str, anchors: &[String]) {
    for anchor in anchors {
        assert!(anchor.ends_with('.'), "{place}: {anchor}");
        let first = words(anchor).swap_remove(0);
        assert!(
            !POINTING.contains(&&*first),
            "{place}: `{first}` is nothing to whoever reads this anchor alone: {anchor}"
        );
    }
}

#[test]
fn what_others_are_asked_of_each_skill_is_about_the_manager_and_not_about_the_reader() {
    let skills = |rubric: Rubric| {
        rubric
            .skills
            .into_iter()
            .map(move |it| (rubric.id.clone(), it))
    };
    for (id, skill) in all().into_iter().flat_map(skills) {
        let Some(observed) = skill.observed else {
            assert!(UNSEEN.contains(&(&id, &skill.id)), "{id}: {}", skill.id);
            continue;
        };
        // Of two partners, the one who reads it is part of what is asked.
        let is_of_two = id == "partnership";
        let who: &[_] = if is_of_two {
            &["partner", "you two"]
        } else {
            &["this manager"]
        };
        let is_said = who.iter().any(|who| observed.ask.contains(who));
        assert!(is_said, "{id}: {}", observed.ask);
        assert_eq!(observed.ask.matches('?').count(), 1, "{}", observed.ask);
        each_makes_sense_alone(&skill.id, &observed.anchors);
        for anchor in &observed.anchors {
            assert!(anchor.chars().count() < 90, "{}: {anchor}", skill.id);
            for own in ["my", "mine", "our"] {
                let is_own = words(anchor).iter().any(|word| word == own);
                assert!(!is_own || is_of_two, "{}: `{own}` in {anchor}", skill.id);
            }
        }
    }
}

#[test]
fn each_question_asks_one_thing_and_each_anchor_is_a_sentence() {
    for rubric in all() {
        for question in questions(&rubric) {
            assert_eq!(question.ask.matches('?').count(), 1, "{}", question.ask);
            assert!(question.ask.chars().count() <= 100, "{}", question.ask);
            assert!(question.practice.ends_with('.'), "{}", question.practice);
            each_makes_sense_alone(&question.id, &question.anchors);
        }
        let closing = rubric.closing.as_ref().expect("a closing question");
        let stages: Vec<_> = rubric.stages.iter().map(|stage| &stage.id).collect();
        assert_eq!(closing.stages.len(), stages.len(), "a stage has no words");
        for ask in closing.stages.values().chain([&closing.ask]) {
            assert_eq!(ask.matches('?').count(), 1, "{ask}");
            assert!(!ask.trim_end_matches('?').contains(['.', '?']), "{ask}");
        }
    }
}

#[test]
fn every_reason_for_a_role_a_stage_or_an_era_is_marked_as_our_reading() {
    assert_eq!(readings(&built_in()).len(), 13);
    let all = all();
    for (place, why) in all.iter().flat_map(readings) {
        let is_marked = why.contains("our reading") || why.contains("Our reading");
        assert!(is_marked, "{place}: {why}");
        assert!(words(why).len() > 15, "{place} gives no reason: {why}");
    }
}

/// Groups of vowels, one less for a silent e: near enough to compare texts of one language.
fn syllables(word: &str) -> usize {
    let is_vowel = |c: char| "aeiouy".contains(c);
    let groups = word
        .split(|c| !is_vowel(c))
        .filter(|group| !group.is_empty())
        .count();
    let is_silent = word.ends_with('e') && !word.ends_with("le") && groups > 1;
    (groups - usize::from(is_silent)).max(1)
}

/// The school grade of Flesch and Kincaid, in tenths.
fn grade(texts: &[&str]) -> i64 {
    let sentences: usize = texts
        .iter()
        .map(|text| {
            let parts = text.split(['.', '?', '!', ';', ':']);
            parts.filter(|part| !words(part).is_empty()).count()
        })
        .sum();
    let words: Vec<_> = texts.iter().flat_map(|text| words(text)).collect();
    let count = |number: usize| i64::try_from(number).expect("few");
    let syllables: usize = words.iter().map(|word| syllables(word)).sum();
    let (sentences, words) = (count(sentences), count(words.len()));
    // 0.39 words a sentence + 11.8 syllables a word - 15.59
    (390 * words / sentences + 11_800 * count(syllables) / words - 15_590) / 100
}

#[test]
fn the_reading_level_tells_plain_words_from_long_ones() {
    assert_eq!(grade(&["The cat sat on the mat. It was fat."]), -20);
    let heavy = "Organisational prioritisation necessitates comprehensive communication.";
    assert!(grade(&[heavy]) > 300);
}

#[test]
fn a_tired_person_can_read_it() {
    for rubric in all() {
        is_plain(&rubric);
    }
}

fn is_plain(rubric: &Rubric) {
    let questions = questions(rubric);
    let all = |of: fn(&Question) -> &str| questions.iter().map(|it| of(it)).collect::<Vec<_>>();
    let anchors: Vec<_> = questions
        .iter()
        .flat_map(|it| &it.anchors)
        .map(String::as_str)
        .collect();
    let rest: Vec<_> = readings(rubric).into_iter().map(|(_, why)| why).collect();
    for (what, texts, most) in [
        ("questions", all(|it| &it.ask), 56),
        ("hints", all(|it| &it.hint), 51),
        // Half a grade more than the rest of a short text: each names who and when, to stand alone.
        ("anchors", anchors, 50),
        ("practices", all(|it| &it.practice), 79),
        ("reasons", rest, 51),
    ] {
        if texts.is_empty() {
            continue;
        }
        let found = grade(&texts);
        assert!(
            found <= most,
            "{}: {what}: grade {found} tenths, {most} at most",
            rubric.id
        );
    }
}

#[test]
fn a_question_of_the_rubric_that_is_reworded_later_is_left_out_of_the_diff_by_name() {
    let home = Home::new();
    let now = built_in().text;
    let from = "ask: What slowed your team down most this quarter, and had it happened before?";
    assert!(now.contains(from));
    let before = now.replacen(from, "ask: Where did it drag?", 1);
    let answers = |rating: u8| {
        format!(
            "answers: {{execution.friction: {rating}, execution.shipped: {rating}, execution.pulled-in: {rating}}}\n"
        )
    };
    for (period, text, rating) in [("2026-Q3", &before, 2), ("2026-Q4", &now, 4)] {
        home.write("eight-skills.yaml", text);
        let arguments = format!(
            "assess --rubric ./eight-skills.yaml --date 2026-11-20 --period {period} --answers - --quiet"
        );
        home.emkit(&arguments).stdin(answers(rating)).ok();
    }
    let diff = home.diff("");
    let execution = skill(&diff, "execution");
    assert_eq!(execution["compared"], 2);
    assert_eq!(execution["dropped"][0]["id"], "execution.friction");
    assert_eq!(execution["dropped"][0]["reason"], "reworded");
    let shown = home.emkit("diff").ok().out;
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        shown.contains("What slowed us (asked in other words"),
        "{shown}"
    );
}
