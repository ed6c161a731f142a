//! Turns the built-in rubric into JSON and hashes it while emkit is built: reading it as YAML at
//! each start would take longer than all the rest of a command.

use std::path::Path;
use std::{env, fs};

#[allow(dead_code)] // emkit itself needs all of it.
#[path = "src/format/digest.rs"]
mod digest;

const RUBRIC: &str = "rubric/eight-skills.yaml";

fn main() {
    println!("cargo::rerun-if-changed={RUBRIC}");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/format/digest.rs");
    let text = fs::read_to_string(RUBRIC).expect("the rubric can be read");
    let mut tree: serde_json::Value =
        serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{RUBRIC} is not YAML: {error}"));
    spell(&mut tree);
    let folder = env::var_os("OUT_DIR").expect("cargo names a folder");
    for (name, made) in [
        ("eight-skills.json", tree.to_string()),
        ("eight-skills.digest", digest::digest(&text)),
    ] {
        fs::write(Path::new(&folder).join(name), made).expect("the rubric can be written");
    }
}

/// Numbers and truth values as the texts that they are spelled with, which is how emkit reads them.
fn spell(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Array(items) => items.iter_mut().for_each(spell),
        serde_json::Value::Object(fields) => fields.values_mut().for_each(spell),
        serde_json::Value::Number(_) | serde_json::Value::Bool(_) => {
            *value = value.to_string().into();
        }
        serde_json::Value::Null | serde_json::Value::String(_) => {}
    }
}
