//! `emkit template`: a template to start from, and the data that a template gets.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use anyhow::Result;

use super::{lens, reference};
use crate::cli::{BuiltIn, Template, TemplateCommand};
use crate::context::Context;
use crate::error::{Exit, Failure};
use crate::escape::shown;
use crate::render::template;
use crate::report::{Report, json};
use crate::store::{MOST_BYTES, read_if_there};
use crate::ui::Ui;

pub(super) fn run(args: &Template, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let (reference, lens) = match &args.command {
        TemplateCommand::Show {
            name: BuiltIn::Review,
        } => {
            ui.data(template::REVIEW)?;
            return Ok(Exit::Done);
        }
        TemplateCommand::Data { reference, lens } => (reference, lens),
    };
    let store = super::store(context)?;
    let loaded = reference::find(&store, context, reference, ui)?;
    let bar = lens::bar(&loaded.rubric, &loaded.assessment, lens)?;
    let privacy = lens::privacy(lens.include_private);
    let report = Report::new(&loaded.rubric, &loaded.assessment, bar, privacy);
    ui.data(&json::write(&template::data(&report)?)?)?;
    if let Some(line) = &report.left_out {
        ui.status(line);
    }
    Ok(Exit::Done)
}

/// The document that a template file makes of an assessment.
pub(super) fn filled(path: &Path, report: &Report<'_>) -> Result<String> {
    let text = text(path)?;
    let data = template::data(report)?;
    template::render(path, &text, &data).map_err(|problems| {
        Failure::new(format!("could not fill in `{}`", shown(path)))
            .because(problems)
            .hint("`emkit template data` prints every name that a template can use, `emkit template --help` its tags and filters")
            .into()
    })
}

fn text(path: &Path) -> Result<String> {
    let wrong = |cause: &str, hint: &str| {
        Failure::new(format!("could not read `{}`", shown(path)))
            .because(cause)
            .hint(hint)
            .into()
    };
    let no_text = || {
        wrong(
            "it is not UTF-8 text",
            "a template is a text file; `emkit template show review > FILE` writes one to start from",
        )
    };
    match read_if_there(path) {
        Ok(Some(text)) if is_binary(text.as_bytes()) => Err(no_text()),
        Ok(Some(text)) => Ok(text),
        Ok(None) => Err(wrong(
            "there is no such file",
            "check the path; `emkit template show review > FILE` writes a template to start from",
        )),
        Err(_) if beginning(path).is_ok_and(|bytes| is_binary(&bytes)) => Err(no_text()),
        Err(error) => Err(error.into()),
    }
}

/// Whether these are the bytes of a program or a picture, which nobody wants to see in an error.
fn is_binary(bytes: &[u8]) -> bool {
    bytes.iter().any(|byte| matches!(byte, 0..=6 | 14..=26))
}

/// The start of a regular file that is no readable text.
fn beginning(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if fs::metadata(path)?.is_file() {
        File::open(path)?.take(MOST_BYTES).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}
