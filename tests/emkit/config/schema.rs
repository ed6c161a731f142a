//! The JSON Schemas: what they let through is what emkit takes, and they say what an editor shows.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::sample_rubric::ANSWERS;
use crate::support::{Home, TODAY};

const TRANSCRIPT: &str = include_str!("../support/transcript.yaml");

fn schema(home: &Home, kind: &str) -> Value {
    let ran = home.emkit(&format!("schema {kind}")).ok();
    assert_eq!(ran.err, "", "{kind}");
    serde_json::from_str(&ran.out).expect("JSON")
}

/// What a schema has against a file, by the place in it.
fn against(schema: &Value, text: &str) -> Vec<String> {
    jsonschema::meta::validate(schema).expect("a schema that is one");
    let validator = jsonschema::validator_for(schema).expect("a schema");
    let file: Value = serde_yaml::from_str(text).expect("YAML");
    let errors = validator.iter_errors(&file);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let files = entries.map(|entry| entry.path());
    files
        .filter(|path| path.extension().is_some_and(|it| it == "yaml"))
        .collect()
}

fn printed(home: &Home, period: &str) -> String {
    let arguments = format!("assess --print-answers --date {TODAY} --period {period}");
    home.emkit(&arguments).ok().out
}

/// The answers of a whole quarter, with everything that an answers file can have.
fn everything() -> String {
    let more =
        "period: 2026-Q4\nrubric: eight-skills\ntargets: {pace: 2}\n".replace("pace", "team");
    let highlights = "highlights:\n  - question: execution.shipped\n  - text: Won the tender.\n";
    let answers = "answers:
  execution.friction: 3
  execution.shipped: {rating: 4, evidence: Moved billing., private: false}
  team.hired: {not_applicable: no-opportunity, note: A freeze.}
  team.magnet:
";
    let rest = "last_focus:
  - {skill: clarity, outcome: partly, note: Three of six.}
focus:
  - {skill: clarity, action: Publish it., by: 2027-01-20, sign: A changed assignment., private: true}
closing: {text: One person knows it., private: true}
";
    format!("{more}{answers}{rest}{highlights}")
}

#[test]
fn what_emkit_reads_and_writes_fits_its_schema() {
    let home = Home::new();
    let answers = schema(&home, "answers");
    let mut real: Vec<_> = files("tests/pages")
        .iter()
        .map(|path| fs::read_to_string(path).expect("text"))
        .collect();
    real.extend([
        TRANSCRIPT.to_owned(),
        everything(),
        printed(&home, "2026-Q4"),
    ]);
    home.assessed("2026-Q3", TRANSCRIPT);
    home.assessed("2026-Q4", &everything());
    real.extend([printed(&home, "2026-Q3"), printed(&home, "2026-Q4")]);
    for text in &real {
        assert_eq!(against(&answers, text), [""; 0], "{text}");
    }

    let assessment = schema(&home, "assessment");
    home.interview("--role em --period 2026-Q2", &["A text alone."]);
    for text in [
        home.text("assessments", "2026-Q3"),
        home.text("assessments", "2026-Q4"),
        home.text("drafts", "2026-Q2"),
    ] {
        assert_eq!(against(&assessment, &text), [""; 0], "{text}");
    }

    let rubric = schema(&home, "rubric");
    for path in files("rubric") {
        let text = fs::read_to_string(&path).expect("text");
        assert_eq!(against(&rubric, &text), [""; 0], "{path:?}");
    }

    let reply = schema(&home, "reply");
    let empty = home
        .emkit("feedback form --date 2026-11-20 --name Robin --format yaml")
        .ok()
        .out;
    let filled = empty.replacen("    rating:", "    rating: 3", 1).replacen(
        "saw: \"\"",
        "saw: Shipped it.\n    collector_only: true",
        1,
    );
    home.write("reply.yaml", &filled);
    home.emkit("feedback add reply.yaml --relation peer").ok();
    for text in [empty, filled] {
        assert_eq!(against(&reply, &text), [""; 0], "{text}");
    }
}

/// Every setting, as the new file explains them.
fn settings(home: &Home) -> String {
    home.emkit("config edit").env("EDITOR", "/bin/true").ok();
    let text = fs::read_to_string(home.store().join("config.yaml")).expect("settings");
    let lines = text.lines().map(|line| match line.strip_prefix('#') {
        Some(setting) if setting.starts_with(char::is_alphabetic) => format!("{setting}\n"),
        _ => format!("{line}\n"),
    });
    lines.collect()
}

#[test]
fn the_settings_have_every_key_of_their_schema() {
    let home = Home::new();
    let text = settings(&home);
    let schema = schema(&home, "config");
    assert_eq!(against(&schema, &text), [""; 0], "{text}");
    let file: Value = serde_yaml::from_str(&text).expect("YAML");
    let keys = |value: &Value| -> BTreeSet<String> {
        let map = value.as_object().expect("a map");
        map.keys().cloned().collect()
    };
    assert_eq!(keys(&file), keys(&schema["properties"]));
    home.write("store/config.yaml", text);
    home.emkit("config").ok();
    for (right, wrong) in [
        ("role: em", "role: boss"),
        ("role: em", "rol: em"),
        ("accessible: true", "accessible: often"),
        ("{execution: 4}", "{execution: 9}"),
        ("{execution: 4}", "{exekution: 4}"),
    ] {
        let text = settings(&home).replace(right, wrong);
        assert!(!against(&schema, &text).is_empty(), "{wrong}");
        home.write("store/config.yaml", text);
        home.emkit("config").fails(1);
        fs::remove_file(home.store().join("config.yaml")).expect("removed");
    }
}

#[test]
fn a_mistake_in_answers_is_one_for_the_schema_too() {
    let home = Home::new();
    let schema = schema(&home, "answers");
    for (right, wrong) in [
        ("execution.friction: 3", "execution.fricton: 3"),
        ("execution.friction: 3", "execution.friction: 6"),
        ("execution.friction: 3", "execution.friction: well"),
        ("evidence: Moved", "evidense: Moved"),
        ("rating: 4", "rating: 0"),
        ("private: false", "private: perhaps"),
        ("no-opportunity", "no-oportunity"),
        ("period: 2026-Q4", "period: 2026-Q5"),
        ("rubric: eight-skills", "rubric: nine-skills"),
        ("targets: {team: 2}", "targets: {teem: 2}"),
        ("targets: {team: 2}", "targets: {team: 6}"),
        ("outcome: partly", "outcome: somewhat"),
        ("skill: clarity", "skill: klarity"),
        ("by: 2027-01-20", "by: January"),
        ("closing:", "closeing:"),
        ("question: execution.shipped", "question: execution.sold"),
        ("answers:\n", "answer:\n"),
    ] {
        let text = everything().replacen(right, wrong, 1);
        assert_ne!(text, everything(), "{right}");
        assert!(!against(&schema, &text).is_empty(), "{wrong}");
        let assess = format!("assess --date {TODAY} --period 2026-Q4 --answers -");
        home.emkit(&assess).stdin(text).fails(1);
    }
}

#[test]
fn a_mistake_in_a_rubric_a_reply_or_an_assessment_is_one_for_the_schema_too() {
    let home = Home::new();
    let rubric =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("rubric/eight-skills.yaml"));
    let rubric = rubric.expect("text");
    let of_rubric = schema(&home, "rubric");
    for (right, wrong) in [
        ("\n        hint: ", "\n        hints: "),
        ("\n        kind: trouble", "\n        kind: troubles"),
        ("\n          5: ", "\n          6: "),
        ("evidence_from: ", "evidence_from: 1"),
        ("\nprofiles:", "\nroles:"),
        ("  - id: execution\n", "  - id: Execution\n"),
    ] {
        let text = rubric.replacen(right, wrong, 1);
        assert_ne!(text, rubric, "{right}");
        assert!(!against(&of_rubric, &text).is_empty(), "{wrong}");
        let path = home.write("eight-skills.yaml", text);
        home.emkit_with(&["rubric", "check", path.to_str().expect("UTF-8")])
            .fails(1);
    }

    let reply = home
        .emkit("feedback form --date 2026-11-20 --format yaml")
        .ok()
        .out;
    let reply = reply.replacen("    rating:", "    rating: 3", 1);
    let of_reply = schema(&home, "reply");
    for (right, wrong) in [
        ("rating: 3", "rating: 7"),
        ("  execution:\n", "  executoin:\n"),
        ("saw: \"\"", "seen: \"\""),
        ("kind: reply", "kind: answer"),
        ("keep: \"\"", "keeps: \"\""),
    ] {
        let text = reply.replacen(right, wrong, 1);
        assert_ne!(text, reply, "{right}: {reply}");
        assert!(!against(&of_reply, &text).is_empty(), "{wrong}");
        home.write("reply.yaml", text);
        home.emkit("feedback add reply.yaml --relation peer")
            .fails(1);
    }

    let stored = home.saved("2026-Q4");
    let of_stored = schema(&home, "assessment");
    for (right, wrong) in [
        ("status: finished", "status: done"),
        ("role: em", "role: boss"),
        ("rating: 4", "rating: 44"),
        ("execution.shipped:", "execution.sold:"),
    ] {
        let text = stored.replacen(right, wrong, 1);
        assert_ne!(text, stored, "{right}: {stored}");
        assert!(!against(&of_stored, &text).is_empty(), "{wrong}");
    }
}

#[test]
fn an_editor_can_show_the_question_and_what_each_rating_means() {
    let home = Home::new();
    let schema = schema(&home, "answers");
    let shown = home.json_rubric_question("execution.friction");
    let hover = &schema["properties"]["answers"];
    assert_eq!(hover["$ref"], "#/definitions/answers");
    let question = &schema["definitions"]["answers"]["properties"]["execution.friction"];
    assert_eq!(question["title"], "What slowed us");
    let text = question["description"].as_str().expect("words");
    assert!(text.starts_with(&shown[0]), "{text}");
    let rating = &schema["definitions"]["execution.friction"];
    assert_eq!(rating["enum"], serde_json::json!([1, 2, 3, 4, 5, null]));
    let meanings: Vec<_> = rating["enumDescriptions"]
        .as_array()
        .expect("a list")
        .iter()
        .collect();
    for (meaning, anchor) in meanings.iter().zip(&shown[1..]) {
        let meaning = meaning.as_str().expect("words");
        assert!(meaning.ends_with(anchor.as_str()), "{meaning}");
    }
    assert_eq!(meanings.len(), 6);
}

impl Home {
    /// What a question of the built-in rubric asks, and its anchors.
    fn json_rubric_question(&self, id: &str) -> Vec<String> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("rubric/eight-skills.yaml");
        let rubric: Value =
            serde_yaml::from_str(&fs::read_to_string(path).expect("text")).expect("YAML");
        let skills = rubric["skills"].as_array().expect("skills").iter();
        let mut questions =
            skills.flat_map(|skill| skill["questions"].as_array().expect("questions"));
        let question = questions
            .find(|question| question["id"] == id)
            .expect("a question");
        let text = |value: &Value| value.as_str().expect("words").to_owned();
        let anchors = (1..=5).map(|rating| text(&question["anchors"][rating.to_string()]));
        std::iter::once(text(&question["ask"]))
            .chain(anchors)
            .collect()
    }
}

#[test]
fn a_schema_is_of_the_rubric_in_use() {
    let home = Home::new();
    home.write("mine.yaml", super::completions::sketch().yaml());
    let ran = home.emkit("--rubric ./mine.yaml schema answers").ok();
    let mine: Value = serde_json::from_str(&ran.out).expect("JSON");
    let errors = against(&mine, "answers: {craft.tools: 3}");
    assert_eq!(errors, [""; 0]);
    assert!(!against(&mine, ANSWERS).is_empty());

    let ran = home.emkit("--rubric nowhere schema answers").fails(1);
    assert!(
        ran.err.contains("could not find the rubric `nowhere`"),
        "{ran:#?}"
    );
    let ran = home.emkit("--rubric ./mine.yaml schema reply").fails(1);
    assert!(ran.err.contains("asks others nothing"), "{ran:#?}");
    let ran = home.emkit("schema answer").fails(2);
    assert!(ran.err.contains("answers"), "{ran:#?}");
    assert!(!home.store().exists(), "printing a schema made a store");
}

/// The place that the first line of a file names.
fn named(text: &str) -> &str {
    let line = text.lines().next().unwrap_or_default();
    let named = line.strip_prefix("# yaml-language-server: $schema=");
    named.unwrap_or_else(|| panic!("no schema in `{line}`"))
}

#[test]
fn files_for_people_name_their_schema_in_the_first_line() {
    let home = Home::new();
    let kept = |place: &Path, kind: &str| {
        let text = fs::read_to_string(place).unwrap_or_else(|error| panic!("{place:?}: {error}"));
        let kept: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(kept, schema(&home, kind), "{kind}");
    };
    kept(Path::new(named(&printed(&home, "2026-Q4"))), "answers");
    let form = home
        .emkit("feedback form --date 2026-11-20 --format yaml")
        .ok()
        .out;
    // It goes to others, so it names no folder of the sender's.
    let store = home.store();
    assert!(!form.contains("language-server"), "{form}");
    assert!(!form.contains(&*store.to_string_lossy()), "{form}");
    settings(&home);
    let text = fs::read_to_string(home.store().join("config.yaml")).expect("settings");
    // The folder may be copied to another machine with the file.
    assert_eq!(named(&text), "schemas/config.json");
    kept(&home.store().join(named(&text)), "config");
    home.emkit("doctor").ok();
    let ran = home.emkit("export --output store/schemas/x.md").run();
    assert_eq!(ran.code, Some(1), "{ran:#?}");

    // What names a schema is taken as what does not.
    let filled = printed(&home, "2026-Q4").replacen("    rating:", "    rating: 3", 1);
    home.emkit(&format!("assess --date {TODAY} --answers -"))
        .stdin(filled)
        .ok();
}

#[test]
fn a_place_with_blanks_is_named_as_an_address() {
    let home = Home::new();
    let store = home.path().join("my données #1");
    let print = home.emkit_with(&["assess", "--print-answers", "--date", TODAY, "--home"]);
    let ran = print.and(&[store.to_str().expect("UTF-8")]).ok();
    let place = named(&ran.out);
    assert!(place.starts_with("file:///"), "{place}");
    assert!(
        place.ends_with("/my%20donn%C3%A9es%20%231/schemas/answers-eight-skills.json"),
        "{place}"
    );
}

#[test]
fn a_file_is_as_good_where_no_schema_can_be_kept() {
    let home = Home::new();
    home.write("store/schemas", "in the way");
    let text = printed(&home, "2026-Q4");
    assert!(text.starts_with("# Answers for 2026-Q4"), "{text}");
    assert_eq!(
        fs::read_to_string(home.store().join("schemas")).expect("a file"),
        "in the way"
    );
}
