//! Makes the table of built-in rubrics from the files of `rubric/` while emkit is built. Each is
//! turned into JSON there: reading it as YAML at each start would take longer than all the rest of a
//! command. What a list of rubrics shows is in the table, so that listing decodes none of them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;

#[allow(dead_code)] // emkit itself needs all of it.
#[path = "src/format/digest.rs"]
mod digest;

const FOLDER: &str = "rubric";

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

/// Adds a rubric to the table, and writes it as JSON.
fn add(file: &Path, folder: &Path, table: &mut String) {
    println!("cargo::rerun-if-changed={}", file.display());
    let text = fs::read_to_string(file).expect("a rubric can be read");
    let mut tree: Value = serde_yaml::from_str(&text)
        .unwrap_or_else(|error| panic!("{} is not YAML: {error}", file.display()));
    spell(&mut tree);
    let id = file.file_stem().expect("a stem").to_string_lossy();
    let json = folder.join(format!("{id}.json"));
    fs::write(&json, tree.to_string()).expect("a rubric can be written");
    let skills = tree["skills"].as_array().expect("a list of skills");
    let skills: Vec<_> = skills.iter().map(|skill| skill["id"].as_str()).collect();
    let skills: Option<Vec<_>> = skills.into_iter().collect();
    let yaml = fs::canonicalize(file).expect("a rubric can be found");
    writeln!(
        table,
        "BuiltIn {{ id: {id:?}, version: {:?}, title: {:?}, when: {:?}, skills: &{:?}, text: include_str!({yaml:?}), json: include_str!({json:?}), digest: {:?}, read: OnceLock::new() }},",
        tree["version"].as_str().expect("a version"),
        tree["title"].as_str().expect("a title"),
        tree["when"].as_str(),
        skills.expect("ids of skills"),
        digest::digest(&text),
    )
    .expect("a text takes more");
}

/// Numbers and truth values as the texts that they are spelled with, which is how emkit reads them.
fn spell(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(spell),
        Value::Object(fields) => fields.values_mut().for_each(spell),
        Value::Number(_) | Value::Bool(_) => *value = value.to_string().into(),
        Value::Null | Value::String(_) => {}
    }
}
