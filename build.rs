//! Makes the table of built-in rubrics from the files of `rubric/` while emkit is built, with what a
//! list of rubrics shows of each. The one that nearly everybody uses is turned into JSON of the shape
//! that serde derives for a rubric: reading and checking it as YAML at each start would take longer than
//! all the rest of a command.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::{Value, json};

#[allow(dead_code)] // emkit itself needs all of it.
#[path = "src/format/digest.rs"]
mod digest;

const FOLDER: &str = "rubric";
const PREPARED: &str = "eight-skills";

fn main() {
    println!("cargo::rerun-if-changed={FOLDER}");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/format/digest.rs");
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo names a folder"));
    let mut files: Vec<_> = fs::read_dir(FOLDER)
        .expect("the folder of rubrics can be read")
        .map(|entry| entry.expect("an entry can be read").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .collect();
    files.sort();
    let mut table = format!("static BUILT_IN: [BuiltIn; {}] = [\n", files.len());
    for file in files {
        add(&file, &folder, &mut table);
    }
    table.push_str("];\n");
    fs::write(folder.join("rubrics.rs"), table).expect("the table can be written");
}

/// Adds a rubric to the table.
fn add(file: &Path, folder: &Path, table: &mut String) {
    println!("cargo::rerun-if-changed={}", file.display());
    let text = fs::read_to_string(file).expect("a rubric can be read");
    let mut tree: Value = serde_yaml::from_str(&text)
        .unwrap_or_else(|error| panic!("{} is not YAML: {error}", file.display()));
    let id = file.file_stem().expect("a stem").to_string_lossy();
    let mut json = "None".to_owned();
    if id == PREPARED {
        prepare(&mut tree);
        let file = folder.join("rubric.json");
        fs::write(&file, tree.to_string()).expect("a rubric can be written");
        json = format!("Some(include_str!({file:?}))");
    }
    let skills = tree["skills"].as_array().expect("a list of skills");
    let skills: Vec<_> = skills.iter().map(|skill| skill["id"].as_str()).collect();
    let skills: Option<Vec<_>> = skills.into_iter().collect();
    let yaml = fs::canonicalize(file).expect("a rubric can be found");
    writeln!(
        table,
        "BuiltIn {{ id: {id:?}, summary: || Summary {{ version: {:?}.into(), title: {:?}.into(), when: Option::<&str>::map({:?}, str::to_owned), skills: {:?}.map(str::to_owned).into() }}, text: include_str!({yaml:?}), json: {json}, digest: {:?}, read: OnceLock::new() }},",
        tree["version"].as_str().expect("a version"),
        tree["title"].as_str().expect("a title"),
        tree["when"].as_str(),
        skills.expect("ids of skills"),
        digest::digest(&text),
    )
    .expect("a text takes more");
}

/// From the keys of a file to the fields of a rubric, where nothing is left out. A test compares what
/// becomes of it with what emkit itself reads in the file.
fn prepare(tree: &mut Value) {
    if let Some(source) = tree.as_object_mut().and_then(|tree| tree.remove("source")) {
        tree["sources"] = source;
    }
    let empty = json!({ "sources": [], "own_targets": false, "profiles": [], "stages": [], "eras": [], "review": {} });
    fill(tree, empty);
    if let Some(closing) = tree.get_mut("closing") {
        fill(closing, json!({ "stages": {} }));
    }
    for skill in items(tree, "skills") {
        fill(skill, json!({ "examples": [] }));
        for question in items(skill, "questions") {
            let usual =
                json!({ "kind": "event", "sensitive": false, "reputation": false, "weight": 1 });
            fill(question, usual);
            question["weight"] = fraction(&question["weight"]);
            list_anchors(question);
        }
        skill.get_mut("observed").into_iter().for_each(list_anchors);
    }
    for (list, numbers) in [("profiles", "targets"), ("stages", "adjust")] {
        for item in items(tree, list) {
            let numbers = item[numbers].as_object_mut().expect("a map of numbers");
            for number in numbers.values_mut() {
                *number = fraction(number);
            }
        }
    }
}

/// Gives a map what it leaves out.
fn fill(map: &mut Value, usual: Value) {
    let Value::Object(usual) = usual else { return };
    for (key, value) in usual {
        if map.get(&key).is_none() {
            map[key] = value;
        }
    }
}

fn items<'t>(map: &'t mut Value, key: &str) -> impl Iterator<Item = &'t mut Value> {
    map.get_mut(key)
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
}

fn list_anchors(of: &mut Value) {
    let anchors = ["1", "2", "3", "4", "5"].map(|step| of["anchors"][step].take());
    of["anchors"] = anchors.to_vec().into();
}

/// A number of at most two decimals as a fraction in its lowest terms.
fn fraction(number: &Value) -> Value {
    let hundredths = (number.as_f64().expect("a number") * 100.0).round() as i64;
    let of = (1..=100).find(|of| hundredths * of % 100 == 0);
    let of = of.expect("100 at most");
    json!([hundredths * of / 100, of])
}
