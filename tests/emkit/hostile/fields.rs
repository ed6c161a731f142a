//! Every field that a rubric or an assessment can hold, hostile, through every command.

use std::fs;
use std::path::Path;

use emkit::format::marker::mark;
use emkit::format::{assessment, rubric};
use serde_json::{Value, json};

use crate::support::pty::{ENTER, F1, TAB, Terminal};
use crate::support::{Home, TODAY};

/// What could act on a terminal, on Markdown, or on the order of a text, or hide in one.
pub(super) const PAYLOAD: &str = "\u{1b}[31m\u{1b}]0;t\u{7}\u{9b}2J\u{8}\r# \u{202e}\u{2066}\u{85}\u{2028}\
                       \u{200b}\u{feff}\u{e0041}</script>|`*[x](javascript:1) ";

/// A rubric with every key that there is.
const RUBRIC: &str = r#"
schema: 1
id: full
version: "1.0"
title: A title
when: after a fair
own_targets: false
source: [{title: A source, author: An author, published: A year, url: An address, note: A remark}]
scale:
  - {rating: 1, label: absent, meaning: none at all}
  - {rating: 2, label: thin, meaning: a start}
  - {rating: 3, label: solid, meaning: one thing}
  - {rating: 4, label: strong, meaning: it lasts}
  - {rating: 5, label: exceptional, meaning: others say so}
evidence_from: 3
clusters: [{id: core, title: Core things, why: The core, reading: High or low}, {id: growth, title: Growing things, why: The growth}]
skills:
  - id: craft
    title: Craft
    cluster: core
    definition: making things
    observed: {ask: What is seen of making?, anchors: {1: unseen making, 2: little making, 3: some making, 4: much making, 5: copied making}}
    examples: [a chair]
    questions:
      - id: craft.made
        title: Made
        kind: event
        sensitive: true
        reputation: true
        ask: What did you make?
        hint: look at the shelf
        anchors: {1: none made, 2: half a thing, 3: a thing, 4: a thing that holds, 5: a thing others copy}
        practice: make one small thing
        weight: 2
      - id: craft.mended
        title: Mended
        ask: What did you mend?
        hint: look under the bench
        anchors: {1: broken, 2: glued, 3: mended, 4: still mended, 5: mended by others}
        practice: mend one small thing
        follows: craft.made
  - id: trade
    title: Trade
    cluster: growth
    definition: selling things
    observed: {ask: What is seen of selling?, anchors: {1: unseen selling, 2: little selling, 3: some selling, 4: much selling, 5: copied selling}}
    questions:
      - id: trade.sold
        title: Sold
        ask: What did you sell?
        hint: look at the till
        anchors: {1: unsold, 2: given away, 3: sold, 4: sold twice, 5: sold by word of mouth}
        practice: sell one small thing
profiles: [{id: maker, title: Maker, why: They make, targets: {craft: 4, trade: 4}}]
stages: [{id: fair, title: Fair, why: It is fair, adjust: {trade: 0.5}}]
eras: [{id: then, title: Back then, years: long ago, why: It was so, core: [trade]}]
closing: {ask: What comes next?, stages: {fair: What comes after the fair?}}
review: {title: Our year, delivered: What we saw, outlook: What comes}
"#;

/// An assessment file with every key that there is.
const ASSESSMENT: &str = r#"
schema: 1
status: finished
period: 2026-Q4
rubric: {id: full, version: "1.0", digest: ""}
role: maker
stage: fair
started: 2026-11-20
finished: 2026-11-20
begun: craft.made
answers:
  craft.made: {rating: 1, evidence: a chair, private: true}
  craft.mended: {not_applicable: other, note: no bench}
  trade.sold: {rating: 2, evidence: a stool, carried: 2026-Q3}
last_focus: [{skill: craft, action: make, outcome: done, note: made, by: 2026-11-01, sign: a table}]
focus: [{skill: trade, action: sell, by: 2027-01-20, sign: a sale}]
closing: onward
highlights: [{question: trade.sold}, {text: a bench}]
targets: {craft: 3}
"#;

/// What is asked of emkit about the files of a home, and whether it may leave a word out.
const COMMANDS: [&str; 27] = [
    "show",
    "show --include-private",
    "show --explain",
    "show --accessible --explain",
    "show --format markdown --explain --include-private",
    "show --format json --include-private",
    "show --era then",
    "show --eras",
    "show --eras --format markdown",
    "show --eras --format json",
    "show --color always",
    "diff",
    "diff --accessible --include-private",
    "diff --format markdown --role maker",
    "diff --format json",
    "export",
    "export --include-private",
    "export --format json",
    "list",
    "list --format json",
    "list --rubric full",
    "doctor",
    "rubric list",
    "rubric show full",
    "rubric show ./full.yaml",
    "rubric check full.yaml",
    "assess --print-answers --rubric ./full.yaml --date 2026-11-20",
];

fn tree(yaml: &str) -> Value {
    serde_yaml::from_str(yaml).expect("YAML")
}

/// JSON is YAML too.
fn file(tree: &Value) -> String {
    emkit::escape::json(&serde_json::to_string_pretty(tree).expect("JSON"))
}

/// The places of all values that are no lists or maps, as JSON pointers.
fn leaves(tree: &Value) -> Vec<String> {
    let below = |key: &str, value: &Value| {
        let key = key.replace('~', "~0").replace('/', "~1");
        let below = leaves(value).into_iter();
        below.map(move |rest| format!("/{key}{rest}"))
    };
    match tree {
        Value::Object(map) => map
            .iter()
            .flat_map(|(key, value)| below(key, value).collect::<Vec<_>>())
            .collect(),
        Value::Array(list) => {
            let numbered = list.iter().enumerate();
            numbered
                .flat_map(|(index, value)| below(&index.to_string(), value).collect::<Vec<_>>())
                .collect()
        }
        _ => vec![String::new()],
    }
}

/// The same tree with a payload in front of one of its values, which can be told from the others.
fn with_payload(tree: &Value, place: &str, number: usize) -> Value {
    let mut hostile = tree.clone();
    let value = hostile.pointer_mut(place).expect("a place");
    let said = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    *value = Value::String(format!("Mark{number}.{PAYLOAD}{said}"));
    hostile
}

/// Fails where a character could act on a terminal, or be there without being seen.
pub(super) fn assert_tame(text: &str, whence: &str) {
    let acts = |character: &char| {
        (character.is_control() && *character != '\n')
            || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
    };
    if let Some(character) = text.chars().find(acts) {
        panic!("{character:?} in the output of `{whence}`: {text:?}");
    }
}

/// The tree with a payload in every value that may be any text. What was said of the others is tame.
fn all_hostile(sample: &Value, refused: impl Fn(&str) -> Option<String>) -> (Value, Vec<usize>) {
    let mut hostile = sample.clone();
    let mut taken = Vec::new();
    for (number, place) in leaves(sample).iter().enumerate() {
        let one = with_payload(sample, place, number);
        match refused(&file(&one)) {
            Some(problem) => assert_tame(&problem, place),
            None => {
                hostile = with_payload(&hostile, place, number);
                taken.push(number);
            }
        }
    }
    (hostile, taken)
}

fn rubric_problem(text: &str) -> Option<String> {
    let read = rubric::check(Path::new("full.yaml"), text);
    read.err().map(|problems| problems.to_string())
}

fn assessment_problem(text: &str) -> Option<String> {
    let path = Path::new("2026-Q4.yaml");
    let rubric = rubric::read(Path::new("full.yaml"), RUBRIC).expect("a rubric");
    match assessment::read(path, &mark(text, 3)) {
        Err(why) => Some(why.problems.to_string()),
        Ok(read) => read
            .check(path, text, &rubric)
            .err()
            .map(|problems| problems.to_string()),
    }
}

/// A home with two quarters under a rubric, the later one as given.
fn home(rubric: &str, later: &Value) -> Home {
    let home = Home::new();
    home.write("full.yaml", rubric);
    home.write("store/rubrics/full.yaml", rubric);
    let mut earlier = tree(ASSESSMENT);
    earlier["period"] = json!("2026-Q3");
    earlier["answers"]["trade.sold"] = json!(1);
    for (period, tree) in [("2026-Q3", &earlier), ("2026-Q4", later)] {
        let name = format!("store/assessments/full/{period}.yaml");
        home.write(&name, mark(&file(tree), 3));
    }
    home
}

/// Runs every command, and gives all that was said.
fn said_by_all(home: &Home) -> String {
    let mut said = String::new();
    for command in COMMANDS {
        let ran = home.emkit(command).run();
        assert!(
            matches!(ran.code, Some(0)) || command == "doctor",
            "{command}: {ran:#?}"
        );
        for text in [&ran.out, &ran.err] {
            let text = match command.contains("--color") {
                true => text
                    .replace("\u{1b}[1m", "")
                    .replace("\u{1b}[2m", "")
                    .replace("\u{1b}[0m", "")
                    .replace("\u{1b}[22m", "")
                    .replace("\u{1b}[33m", "")
                    .replace("\u{1b}[38;5;3m", "")
                    .replace("\u{1b}[39m", ""),
                false => text.clone(),
            };
            assert_tame(&text, command);
            said.push_str(&text);
        }
    }
    said
}

#[test]
fn the_samples_hold_every_key_that_there_is() {
    for (sample, problem) in [
        (tree(RUBRIC), rubric_problem as fn(&str) -> Option<String>),
        (tree(ASSESSMENT), assessment_problem),
    ] {
        assert_eq!(problem(&file(&sample)), None);
        let mut places: Vec<_> = leaves(&sample)
            .iter()
            .map(|leaf| leaf[..leaf.rfind('/').expect("a map")].to_owned())
            .collect();
        places.extend(
            places
                .clone()
                .iter()
                .filter_map(|place| Some(place[..place.rfind('/')?].to_owned())),
        );
        places.sort();
        places.dedup();
        let mut keys: Vec<String> = Vec::new();
        let mut known: Vec<String> = Vec::new();
        for place in places {
            let mut other = sample.clone();
            let Some(map) = other.pointer_mut(&place).and_then(Value::as_object_mut) else {
                continue;
            };
            keys.extend(map.keys().cloned());
            map.insert("zz".to_owned(), json!("x"));
            let problem = problem(&file(&other)).unwrap_or_default();
            let list = problem
                .split_once("(known: ")
                .and_then(|(_, list)| list.split_once(')'));
            known.extend(
                list.into_iter()
                    .flat_map(|(list, _)| list.split(", "))
                    .map(|key| key.trim_matches('`').to_owned()),
            );
        }
        assert!(known.len() > 20, "{known:?}");
        let missing: Vec<_> = known
            .iter()
            .filter(|key| !keys.contains(key) && *key != "skipped")
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}

#[test]
fn no_field_of_a_rubric_acts_in_any_output_and_each_is_shown() {
    let (hostile, taken) = all_hostile(&tree(RUBRIC), rubric_problem);
    assert!(taken.len() > 45, "{}", taken.len());
    let home = home(&file(&hostile), &tree(ASSESSMENT));
    let said = said_by_all(&home);
    for number in taken {
        assert!(
            said.contains(&format!("Mark{number}.")),
            "field {number} is nowhere"
        );
    }
}

#[test]
fn no_field_of_an_assessment_acts_in_any_output_and_each_is_shown() {
    let sample = tree(ASSESSMENT);
    let (hostile, taken) = all_hostile(&sample, assessment_problem);
    let said = said_by_all(&home(RUBRIC, &hostile));
    let places = leaves(&sample);
    assert!(taken.len() > 7, "{taken:?}");
    for number in taken {
        assert!(
            said.contains(&format!("Mark{number}.")),
            "{} is nowhere",
            places[number]
        );
    }
}

/// All texts of a tree.
fn texts(tree: &Value) -> Vec<&str> {
    match tree {
        Value::String(text) => vec![text],
        Value::Array(list) => list.iter().flat_map(texts).collect(),
        Value::Object(map) => map.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn json_gives_back_every_field_of_an_assessment_to_the_letter() {
    let sample = tree(ASSESSMENT);
    let (hostile, taken) = all_hostile(&sample, assessment_problem);
    let home = home(RUBRIC, &hostile);
    let places = leaves(&sample);
    for command in ["show", "export"] {
        let said = home
            .emkit(command)
            .and(&["--format", "json", "--include-private"])
            .ok()
            .out;
        let said: Value = serde_json::from_str(&said).expect("JSON");
        for number in &taken {
            let place = &places[*number];
            let text = hostile
                .pointer(place)
                .and_then(Value::as_str)
                .expect("a text");
            // The rubric's version and wording are those that were found.
            assert!(
                texts(&said).contains(&text) || place.starts_with("/rubric"),
                "{place}: {said}"
            );
        }
    }
}

#[test]
fn a_key_that_nobody_knows_is_named_without_acting() {
    for place in ["", "/rubric", "/answers", "/answers/trade.sold", "/focus/0"] {
        let mut hostile = tree(ASSESSMENT);
        let map = hostile.pointer_mut(place).and_then(Value::as_object_mut);
        map.expect("a map").insert(PAYLOAD.to_owned(), json!("x"));
        let home = home(RUBRIC, &hostile);
        for command in ["show 2026-Q4", "list", "doctor"] {
            let ran = home.emkit(command).fails(1);
            assert_tame(&ran.err, command);
            assert!(ran.err.contains("␛]0;t␇"), "{ran:#?}");
        }
    }
}

#[test]
fn what_is_refused_in_an_assessment_is_said_without_acting() {
    let sample = tree(ASSESSMENT);
    for (number, place) in leaves(&sample).iter().enumerate() {
        let home = home(RUBRIC, &with_payload(&sample, place, number));
        for command in ["show 2026-Q4", "list", "doctor"] {
            let ran = home.emkit(command).run();
            assert_tame(&ran.out, command);
            assert_tame(&ran.err, command);
            assert!(!ran.err.contains("panicked"), "{place}: {ran:#?}");
        }
    }
}

#[test]
fn no_field_of_a_rubric_acts_in_an_interview() {
    let (hostile, _) = all_hostile(&tree(RUBRIC), rubric_problem);
    let rubric = file(&hostile);
    let lines = [
        "a chair", "", "4", ":list", ":why", ":help", "", "4", "sold", "", "2", ":finish", "", "",
        "", ":quit",
    ];
    let plain = home(&rubric, &tree(ASSESSMENT));
    let ran = plain.interview("--rubric ./full.yaml --fresh", &lines);
    assert_tame(&ran.out, "assess --accessible");
    assert_tame(&ran.err, "assess --accessible");
    assert!(ran.err.contains("Mark"), "{ran:#?}");

    for size in [(60, 24), (80, 24)] {
        let home = Home::new();
        home.write("full.yaml", &rubric);
        let arguments = format!("assess --rubric ./full.yaml --date {TODAY}");
        let mut terminal = Terminal::start(&home, &arguments, size);
        terminal.see("Mark");
        for keys in [ENTER, ENTER, ENTER, "a\u{a0}chair", TAB, "4", ENTER, F1] {
            terminal.press(keys);
            terminal.see("");
        }
        terminal.signal("TERM");
        let (written, left) = terminal.end_with_output();
        left.assert_in_order(143);
        for forbidden in [
            "\u{1b}[31m",
            "\u{1b}]",
            "\u{7}",
            "\u{9b}",
            "\u{202e}",
            "\u{2066}",
            "\u{85}",
            "\u{2028}",
            "\u{200b}",
            "\u{feff}",
            "\u{e0041}",
        ] {
            assert!(!written.contains(forbidden), "{forbidden:?}: {written:?}");
        }
        assert!(written.contains("␛]0;t␇"), "{written:?}");
    }
}

#[test]
fn an_id_that_is_a_path_writes_nothing_anywhere() {
    let long = "a".repeat(300);
    for id in [
        "../..", "..", ".", "/tmp/x", "a/b", "a\\b", "CON", "Full", "con.yaml", "~", "-x",
        "a\u{0}b", "a\nb", "ä", "", &long,
    ] {
        let home = Home::new();
        let mut hostile = tree(RUBRIC);
        hostile["id"] = json!(id);
        home.write("full.yaml", file(&hostile));
        let ran = home
            .emkit(&format!(
                "assess --rubric ./full.yaml --date {TODAY} --answers -"
            ))
            .stdin("answers: {craft.made: 1}\n")
            .fails(1);
        assert_tame(&ran.err, id);
        let names: Vec<_> = fs::read_dir(home.path()).expect("a folder").collect();
        assert_eq!(names.len(), 1, "{id}: {names:?}");

        let mut foreign = tree(ASSESSMENT);
        foreign["rubric"]["id"] = json!(id);
        let path = home.write("2026-Q4.yaml", mark(&file(&foreign), 3));
        let path = path.to_str().expect("UTF-8");
        home.emkit_with(&["show", path]).fails(1);
        home.emkit_with(&["export", path]).fails(1);
        let names: Vec<_> = fs::read_dir(home.path()).expect("a folder").collect();
        assert_eq!(names.len(), 2, "{id}: {names:?}");
    }
}
