//! `emkit schema`: what an editor needs to know of the files that people write.

use std::path::Path;

use anyhow::Result;

use super::App;
use crate::cli::SchemaKind;
use crate::domain::feedback::asked;
use crate::domain::rubric::Rubric;
use crate::error::Failure;
use crate::report::schema;
use crate::store::Store;

pub(super) fn run(kind: SchemaKind, app: App<'_>) -> Result<()> {
    let rubric = app.rubric()?;
    let text = text(kind, &app.store, &rubric)?;
    if app.store.home().is_dir() {
        // Printing it is what was asked for.
        let _ = app.store.keep_schema(&name(kind, &rubric), &text);
    }
    app.ui.data(&text)
}

/// The first line of a file that a person goes on to edit, which names its schema. Nothing where the
/// schema cannot be kept: the file is as good without.
pub(super) fn modeline(kind: SchemaKind, store: &Store, rubric: &Rubric) -> String {
    let kept = text(kind, store, rubric)
        .and_then(|text| Ok(store.keep_schema(&name(kind, rubric), &text)?));
    let Ok(path) = kept else {
        return String::new();
    };
    // The settings lie beside it, also where the folder is copied to.
    let place = match path.strip_prefix(store.home()) {
        Ok(path) if kind == SchemaKind::Config => address(path),
        _ => address(&path),
    };
    format!("# yaml-language-server: $schema={place}\n")
}

fn text(kind: SchemaKind, store: &Store, rubric: &Rubric) -> Result<String> {
    match kind {
        SchemaKind::Answers => schema::answers(rubric),
        SchemaKind::Assessment => schema::assessment(rubric),
        SchemaKind::Config => schema::config(rubric, &store.skill_ids()?),
        SchemaKind::Rubric => schema::rubric(),
        SchemaKind::Reply if asked(rubric).next().is_none() => {
            Err(Failure::new("could not write the schema of a reply")
                .because(format!("the rubric `{}` asks others nothing", rubric.id))
                .hint("give its skills `observed` statements, or choose another with `--rubric`")
                .into())
        }
        SchemaKind::Reply => schema::reply(rubric),
    }
}

/// Files for several rubrics can be open at once; of the others there is one.
fn name(kind: SchemaKind, rubric: &Rubric) -> String {
    let of_rubric = match kind {
        SchemaKind::Answers => "answers",
        SchemaKind::Assessment => "assessment",
        SchemaKind::Reply => "reply",
        SchemaKind::Rubric => return "rubric.json".to_owned(),
        SchemaKind::Config => return "config.json".to_owned(),
    };
    format!("{of_rubric}-{}.json", rubric.id)
}

/// A path without blanks, which would end it in a comment: an address where it has some.
fn address(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/._-+@,".contains(byte);
    if bytes.iter().all(is_plain) {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    let letters = bytes.iter().map(|byte| match byte {
        byte if is_plain(byte) => char::from(*byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    format!("file://{}", letters.collect::<String>())
}
