//! The rubrics that the program carries: what the first has to hold, and rules for the wording of all.

use std::collections::BTreeSet;
use std::path::Path;

use emkit::domain::rubric::Kind::{self, Event, Standing, Trouble};
use emkit::domain::rubric::{MAX_TITLE, Question, Rubric};
use emkit::format::rubric::check;

use crate::support::Home;

type Questions = &'static [(&'static str, Kind)];

/// The skills with their clusters and their questions, each with its kind, in order.
const SKILLS: [(&str, &str, Questions); 8] = [
    (
        "execution",
        "core",
        &[
            ("friction", Trouble),
            ("shipped", Event),
            ("pulled-in", Event),
        ],
    ),
    (
        "team",
        "core",
        &[
            ("hired", Event),
            ("retained", Standing),
            ("magnet", Standing),
            ("peers", Standing),
            ("praised", Event),
        ],
    ),
    (
        "ownership",
        "core",
        &[
            ("odds", Event),
            ("stays-solved", Event),
            ("solve-first", Event),
        ],
    ),
    (
        "alignment",
        "core",
        &[
            ("surprised", Trouble),
            ("tradeoffs", Standing),
            ("disappointed", Trouble),
            ("follow", Standing),
        ],
    ),
    (
        "taste",
        "growth",
        &[
            ("better", Event),
            ("counterpart", Standing),
            ("clarified", Event),
            ("corners", Event),
        ],
    ),
    (
        "clarity",
        "growth",
        &[
            ("tradeoff", Event),
            ("without-you", Standing),
            ("undone", Trouble),
        ],
    ),
    (
        "ambiguity",
        "growth",
        &[
            ("unstuck", Event),
            ("method", Standing),
            ("sought", Standing),
        ],
    ),
    (
        "timescales",
        "growth",
        &[
            ("tradeoff", Event),
            ("inform", Standing),
            ("protected", Standing),
        ],
    ),
];

/// What is written there is about named people.
const SENSITIVE: [&str; 4] = [
    "team.retained",
    "alignment.disappointed",
    "alignment.follow",
    "taste.counterpart",
];

/// What others happen to say or do decides.
const REPUTATION: [&str; 6] = [
    "execution.pulled-in",
    "team.magnet",
    "team.peers",
    "team.praised",
    "alignment.follow",
    "ambiguity.sought",
];

/// Words that promise what a self-assessment cannot give, and words that say nothing.
const BANNED: &[&str] = &[
    "validated",
    "psychometric",
    "accurate",
    "statistically",
    "significant",
    "rockstar",
    "ninja",
    "synergy",
    "synergies",
    "leverage",
    "leveraging",
    "world-class",
    "best-in-class",
    "passionate",
    "guru",
    "10x",
    "delve",
    "seamless",
    "robust",
    "holistic",
    "empower",
    "stakeholder management",
    "thought leader",
    "good at",
    "great at",
    "excellent at",
];

/// The ids of the rubrics in the folder, in the order of their names.
pub(crate) fn ids() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rubric");
    let names = std::fs::read_dir(folder).expect("the folder");
    let names = names.map(|entry| entry.expect("an entry").file_name());
    let ids = names.filter_map(|name| Some(name.to_str()?.strip_suffix(".yaml")?.to_owned()));
    let mut ids: Vec<_> = ids.collect();
    ids.sort_unstable();
    ids
}

pub(crate) fn of_the_house(id: &str) -> Rubric {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rubric");
    let path = folder.join(format!("{id}.yaml"));
    let text = std::fs::read_to_string(&path).expect("the rubric");
    check(&path, &text).unwrap_or_else(|problems| panic!("{problems}"))
}

/// Every rubric in the folder.
pub(crate) fn all() -> Vec<Rubric> {
    ids().iter().map(|id| of_the_house(id)).collect()
}

pub(crate) fn built_in() -> Rubric {
    of_the_house("eight-skills")
}

pub(crate) fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|character: char| !character.is_alphanumeric() && character != '\'')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A run of seven words that both texts have.
pub(crate) fn shared_run(one: &str, other: &str) -> Option<String> {
    let (one, other) = (words(one), words(other));
    let runs: BTreeSet<_> = one.windows(7).collect();
    let shared = other.windows(7).find(|run| runs.contains(run));
    shared.map(|run| run.join(" "))
}

#[test]
fn it_holds_the_eight_skills_and_28_questions_in_their_order_each_of_its_kind() {
    let rubric = built_in();
    let clusters: Vec<_> = rubric
        .clusters
        .iter()
        .map(|cluster| cluster.id.as_str())
        .collect();
    assert_eq!(clusters, ["core", "growth"]);
    let found: Vec<_> = rubric
        .skills
        .iter()
        .map(|skill| (skill.id.as_str(), skill.cluster.as_str()))
        .collect();
    assert_eq!(found, SKILLS.map(|(skill, cluster, _)| (skill, cluster)));
    let ids: Vec<_> = rubric
        .questions()
        .map(|(_, question)| (question.id.clone(), question.kind))
        .collect();
    let wanted: Vec<_> = SKILLS
        .iter()
        .flat_map(|(skill, _, questions)| {
            let id = move |(name, kind): &(&str, Kind)| (format!("{skill}.{name}"), *kind);
            questions.iter().map(id)
        })
        .collect();
    assert_eq!(ids, wanted);
    assert_eq!(ids.len(), 28);
}

#[test]
fn each_question_has_a_short_title_of_its_own() {
    for rubric in all() {
        let titles = rubric.questions().map(|(_, question)| &question.title);
        let distinct: BTreeSet<_> = titles.map(|title| title.to_lowercase()).collect();
        let questions = rubric.questions().count();
        assert_eq!(distinct.len(), questions, "{}: one title twice", rubric.id);
        for title in &distinct {
            assert!(title.chars().count() <= MAX_TITLE, "{title}");
            assert!(!title.contains('.'), "a title is no id: {title}");
        }
    }
}

#[test]
fn what_is_about_named_people_and_what_depends_on_others_is_marked() {
    let rubric = built_in();
    let marked = |is_marked: fn(&Question) -> bool| {
        let questions = rubric.questions().map(|(_, question)| question);
        let ids = questions.filter(|question| is_marked(question));
        ids.map(|question| question.id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(marked(|question| question.sensitive), SENSITIVE);
    assert_eq!(marked(|question| question.reputation), REPUTATION);
}

#[test]
fn three_questions_follow_the_one_that_they_continue() {
    let rubric = built_in();
    let follows: Vec<_> = rubric
        .questions()
        .filter_map(|(_, question)| Some((question.id.as_str(), question.follows.as_deref()?)))
        .collect();
    assert_eq!(
        follows,
        [
            ("clarity.without-you", "clarity.tradeoff"),
            ("ambiguity.method", "ambiguity.unstuck"),
            ("timescales.inform", "timescales.tradeoff"),
        ]
    );
}

#[test]
fn the_roles_are_there_and_the_engineering_manager_is_the_first() {
    let rubric = built_in();
    let roles: Vec<_> = rubric
        .profiles
        .iter()
        .map(|profile| profile.id.as_str())
        .collect();
    assert_eq!(roles, ["em", "senior-em", "director", "vpe", "cto"]);
}

#[test]
fn the_built_program_carries_this_very_file() {
    let rubric = built_in();
    let home = Home::new();
    home.saved("2026-Q4");
    let report = home.json("2026-Q4");
    assert_eq!(report["rubric"]["digest"], rubric.digest.as_str());
    assert_eq!(report["role"], "em");
    let skills = report["skills"].as_array().expect("skills");
    let ids = skills.iter().flat_map(|skill| {
        let answers = skill["answers"].as_array().expect("answers");
        answers
            .iter()
            .map(|answer| answer["id"].as_str().expect("an id"))
    });
    assert!(ids.eq(rubric.questions().map(|(_, question)| question.id.as_str())));
    let shown = home.emkit("rubric show").ok();
    for (_, question) in rubric.questions() {
        for said in [&question.id, &question.title] {
            assert!(shown.out.contains(said), "no `{said}`");
        }
    }
}

#[test]
fn the_list_has_every_file_of_the_folder_the_first_one_first_and_says_when_each_is_worth_an_hour() {
    let listed = Home::new().emkit("rubric list").ok().out;
    let mut lines = listed.lines();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        let (id, rest) = line.split_once("  ").expect("an id and a title");
        let rubric = of_the_house(id);
        let about = format!("{}, version {} (built in)", rubric.title, rubric.version);
        assert_eq!(rest, about);
        let when = lines.next().expect("a line").trim();
        assert_eq!(Some(when), rubric.when.as_deref(), "{id}");
        found.push(id.to_owned());
    }
    assert_eq!(found.first().map(String::as_str), Some("eight-skills"));
    found.sort_unstable();
    assert_eq!(found, ids());
}

#[test]
fn the_other_rubrics_have_8_to_14_questions_each() {
    let others = [
        "career",
        "foundations",
        "leadership",
        "measures",
        "partnership",
        "strategy",
    ];
    for id in others {
        let questions = of_the_house(id).questions().count();
        assert!((8..=14).contains(&questions), "{id}: {questions}");
    }
}

#[test]
fn every_anchor_is_short_and_unlike_the_others_of_its_question() {
    let all = all();
    for (_, question) in all.iter().flat_map(Rubric::questions) {
        let distinct: BTreeSet<_> = question
            .anchors
            .iter()
            .map(|anchor| words(anchor))
            .collect();
        assert_eq!(distinct.len(), 5, "{}", question.id);
        for (index, anchor) in question.anchors.iter().enumerate() {
            let length = anchor.chars().count();
            assert!(
                length < 90,
                "{}: {length} characters: {anchor}",
                question.id
            );
            for other in &question.anchors[index + 1..] {
                assert_eq!(shared_run(anchor, other), None, "{}", question.id);
            }
        }
    }
}

#[test]
fn no_two_practices_or_questions_share_seven_words_in_a_row() {
    let all = all();
    let questions = all.iter().flat_map(Rubric::questions);
    let questions: Vec<_> = questions.map(|(_, question)| question).collect();
    for (index, one) in questions.iter().enumerate() {
        for other in &questions[index + 1..] {
            let ids = format!("{} and {}", one.id, other.id);
            assert_eq!(shared_run(&one.practice, &other.practice), None, "{ids}");
            assert_eq!(shared_run(&one.ask, &other.ask), None, "{ids}");
        }
    }
}

#[test]
fn a_shared_run_of_words_is_noticed() {
    let one = "One two three, four five six SEVEN eight.";
    let shared = shared_run(one, "Zero, two three four five six seven eight");
    assert_eq!(
        shared.as_deref(),
        Some("two three four five six seven eight")
    );
    assert_eq!(shared_run(one, "two three four five six, eight"), None);
}

#[test]
fn no_word_promises_or_says_nothing() {
    for rubric in all() {
        let text = format!(" {} ", words(&rubric.text).join(" "));
        for banned in BANNED {
            let banned = words(banned).join(" ");
            let has_it = text.contains(&format!(" {banned} "));
            assert!(!has_it, "{}: `{banned}`", rubric.id);
        }
    }
}

#[test]
fn the_sources_are_named() {
    let rubric = built_in();
    let authors = rubric
        .sources
        .iter()
        .filter_map(|source| source.author.as_deref());
    assert!(authors.into_iter().any(|author| author == "Will Larson"));
    for numbers in ["profiles", "stages"] {
        let note = rubric
            .sources
            .iter()
            .filter_map(|source| source.note.as_deref());
        assert!(
            note.into_iter().any(|note| note.contains(numbers)),
            "no source note says where the numbers of the {numbers} come from"
        );
    }
    for rubric in all() {
        let mut notes = rubric.sources.iter().filter_map(|it| it.note.as_deref());
        let is_marked = |note: &str| note.contains("our own") || note.contains("our reading");
        assert!(notes.any(is_marked), "{}: what is ours?", rubric.id);
    }
}
