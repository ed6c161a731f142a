//! `emkit schema`: what an editor needs to know of the files that people write.

use std::path::Path;

use anyhow::Result;

use super::App;
use super::feedback::asks_nothing;
use crate::cli::SchemaKind;
use crate::domain::feedback::asked;
use crate::domain::rubric::Rubric;
use crate::report::schema;
use crate::store::Store;

pub(super) fn run(kind: SchemaKind, app: App<'_>) -> Result<()> {
    let (name, text) = named(kind, &app.store, &*app.store.rubric(None)?)?;
    if app.store.home.is_dir() {
        // Printing it is what was asked for.
        let _ = app.store.keep_schema(&name, &text);
    }
    app.ui.data(&text)
}

/// The first line of a file to edit, which names its schema; nothing where that cannot be kept.
pub(super) fn modeline(kind: SchemaKind, store: &Store, rubric: &Rubric) -> String {
    let kept =
        named(kind, store, rubric).and_then(|(name, text)| Ok(store.keep_schema(&name, &text)?));
    let Ok(path) = kept else {
        return String::new();
    };
    // The settings lie beside it, also where the folder is copied to.
    let place = match path.strip_prefix(&store.home) {
        Ok(path) if kind == SchemaKind::Config => address(path),
        _ => address(&path),
    };
    format!("# yaml-language-server: $schema={place}\n")
}

fn named(kind: SchemaKind, store: &Store, rubric: &Rubric) -> Result<(String, String)> {
    let (id, mut others) = (&rubric.id, Vec::new());
    let (name, skeleton) = match kind {
        SchemaKind::Answers => (format!("answers-{id}.json"), schema::ANSWERS),
        SchemaKind::Assessment => (format!("assessment-{id}.json"), schema::ASSESSMENT),
        SchemaKind::Config => {
            others = store.skill_ids()?;
            ("config.json".to_owned(), schema::CONFIG)
        }
        SchemaKind::Rubric => ("rubric.json".to_owned(), schema::RUBRIC),
        SchemaKind::Reply if asked(rubric).next().is_none() => {
            return Err(asks_nothing("the schema of a reply", rubric).into());
        }
        SchemaKind::Reply => (format!("reply-{id}.json"), schema::REPLY),
    };
    Ok((name, schema::document(skeleton, rubric, &others)?))
}

/// A path without blanks, which would end it in a comment: an address where it has some.
fn address(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes().iter();
    let encoded = bytes.map(|byte| match byte {
        byte if byte.is_ascii_alphanumeric() || b"/._-+@,".contains(byte) => {
            char::from(*byte).to_string()
        }
        byte => format!("%{byte:02X}"),
    });
    let encoded: String = encoded.collect();
    let protocol = if encoded.contains('%') { "file://" } else { "" };
    format!("{protocol}{encoded}")
}
