//! `emkit template`: a template to start from, and the data that a template gets.

use std::path::Path;

use anyhow::Result;

use super::{quarters, reference, target_options};
use crate::cli::{BuiltIn, TargetOptions, Template, TemplateCommand};
use crate::context::Context;
use crate::domain::assessment::Assessment;
use crate::domain::log::LogEntry;
use crate::error::{Exit, Failure};
use crate::escape::shown;
use crate::format::answers;
use crate::render::template::{self, Sources};
use crate::report::review::Author;
use crate::report::{Report, json};
use crate::store::{DEFAULT, Kind, Store, read_if_there};
use crate::ui::Ui;

pub(super) fn run(args: &Template, context: &Context, ui: &mut Ui) -> Result<Exit> {
    match &args.command {
        TemplateCommand::Show { name } => ui.data(match name {
            BuiltIn::Review => template::REVIEW,
            BuiltIn::Company => template::COMPANY,
            BuiltIn::Strategy => template::STRATEGY,
            BuiltIn::Measures => template::MEASURES,
        })?,
        TemplateCommand::Data { reference, lens } => {
            let store = super::store(context)?;
            if reference == "latest" && reference::entries(&store, context)?.is_empty() {
                let data = sample(&store)?;
                ui.data(&data)?;
                ui.status("there is no assessment yet, so this is a sample");
                return Ok(Exit::Done);
            }
            let (loaded, is_span) = quarters::find(reference, &store, context, ui)?;
            let quarters = quarters::reports(&loaded, lens, context)?;
            let log = log(&store, &quarters)?;
            let sources = Sources {
                quarters: &quarters,
                is_span,
                author: quarters::author(context),
                log: &log,
            };
            ui.data(&json::write(&template::data(&sources)?)?)?;
            quarters::say_left_out(&quarters, &loaded, ui);
        }
    }
    Ok(Exit::Done)
}

/// The data of answers that somebody could have given.
fn sample(store: &Store) -> Result<String> {
    let rubric = store.rubric(Some(DEFAULT))?;
    let path = Path::new("sample.yaml");
    let broken = |cause: String| Failure::new("could not make a sample").because(cause);
    let about = answers::about(path, template::SAMPLE).map_err(|it| broken(it.to_string()))?;
    let answers = answers::read(path, template::SAMPLE, &rubric);
    let answers = answers.map_err(|it| broken(it.to_string()))?;
    let (Some((period, _)), Some(profile)) = (about.period, rubric.profiles.first()) else {
        return Err(broken("it names no period or role".to_owned()).into());
    };
    let draft = Assessment::begin(period, &rubric, &profile.id, None);
    let finished = answers.fill(draft, None).finish(&rubric, period.last_day());
    let bar = target_options::bar(&rubric, &finished, &TargetOptions::default())?;
    let privacy = target_options::privacy(false);
    let quarters = [Report::new(&rubric, &finished, bar, privacy)];
    let day = period.last_day();
    let entry = LogEntry::new(day, "Support closed a ticket from our page.", Vec::new());
    let sources = Sources {
        quarters: &quarters,
        is_span: false,
        author: Author {
            name: Some("Robin Example"),
            team: Some("Billing"),
        },
        log: entry.as_slice(),
    };
    json::write(&template::data(&sources)?)
}

/// The entries of these quarters that are not private. What cannot be read as one is `emkit log`'s
/// to name.
pub(super) fn log(store: &Store, quarters: &[Report<'_>]) -> Result<Vec<LogEntry>> {
    let mut all = Vec::new();
    for quarter in quarters {
        let logged = store.log(quarter.assessment.period)?;
        let entries = logged.log.entries.into_iter().map(|(_, entry)| entry);
        all.extend(entries.filter(|entry| !entry.private));
    }
    Ok(all)
}

/// The document that a template file makes of assessments.
pub(super) fn filled(path: &Path, sources: &Sources<'_>) -> Result<String> {
    let text = text(path)?;
    let data = template::data(sources)?;
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
        Ok(Some(text)) if text.contains('\0') => Err(no_text()),
        Ok(Some(text)) => Ok(text),
        Ok(None) => Err(wrong(
            "there is no such file",
            "check the path; `emkit template show review > FILE` writes a template to start from",
        )),
        // Its bytes are left out: it may be a program or a picture.
        Err(error) if error.kind == Kind::NotUtf8 => Err(no_text()),
        Err(error) => Err(error.into()),
    }
}
