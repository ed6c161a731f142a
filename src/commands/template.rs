//! `emkit template`: a template to start from, and the data that a template gets.

use std::path::Path;

use anyhow::{Context as _, Error, Result};
use serde_json::Value;

use super::{App, target_options};
use crate::cli::{TargetOptions, Template};
use crate::context::Context;
use crate::domain::assessment::Assessment;
use crate::domain::log::LogEntry;
use crate::error::Failure;
use crate::escape::shown;
use crate::format::answers;
use crate::render::template;
use crate::report::{Report, json};
use crate::store::{DEFAULT, Kind, Store, read_if_there};
use crate::ui::Ui;

pub(super) fn run(args: &Template, context: &Context, ui: &mut Ui) -> Result<()> {
    let (reference, lens) = match args {
        Template::Data { reference, lens } => (reference, lens),
        Template::Show { name } => {
            return ui.data(match name.as_str() {
                "company" => template::COMPANY,
                "strategy" => template::STRATEGY,
                "measures" => template::MEASURES,
                _ => template::REVIEW,
            });
        }
    };
    let mut app = App::open(context, ui)?;
    if reference == "latest" && app.entries()?.is_empty() {
        app.ui.data(&sample(&app.store)?)?;
        app.ui
            .status("there is no assessment yet, so this is a sample");
        return Ok(());
    }
    let (loaded, is_span) = app.find_quarters(reference)?;
    let quarters = target_options::reports(&loaded, lens, context)?;
    let data = data(&quarters, is_span, &app)?;
    app.ui.data(&json::write(&data)?)?;
    target_options::say_left_out(&quarters, &loaded, app.ui);
    Ok(())
}

fn sample(store: &Store) -> Result<String> {
    let rubric = store.rubric(Some(DEFAULT))?;
    let path = Path::new("sample.yaml");
    let about = answers::about(path, template::SAMPLE).map_err(Error::msg)?;
    let answers = answers::read(path, template::SAMPLE, &rubric).map_err(Error::msg)?;
    let (period, _) = about.period.context("the sample names no period")?;
    let profile = rubric.profiles.first().context("the sample has no role")?;
    let draft = Assessment::begin(period, &rubric, &profile.id, None);
    let finished = answers.fill(draft, None).finish(&rubric, period.last_day());
    let bar = target_options::bar(&rubric, &finished, &TargetOptions::default())?;
    let privacy = target_options::privacy(false);
    let mut report = Report::new(&rubric, &finished, bar, privacy);
    report.author.name = Some("Robin Example");
    report.author.team = Some("Billing");
    let text = "Support closed a ticket from our page.";
    let entry = LogEntry::new(period.last_day(), text, Vec::new());
    json::write(&template::data(&[report], false, entry.as_slice()))
}

/// What a template gets of these quarters, with their log entries that are not private.
pub(super) fn data(quarters: &[Report<'_>], is_span: bool, app: &App<'_>) -> Result<Value> {
    let mut log = Vec::new();
    for quarter in quarters {
        let logged = app.store.log(quarter.assessment.period)?;
        let entries = logged.log.entries.into_iter().map(|(_, entry)| entry);
        log.extend(entries.filter(|entry| !entry.private));
    }
    Ok(template::data(quarters, is_span, &log))
}

pub(super) fn filled(path: &Path, data: &Value) -> Result<String> {
    template::render(path, &text(path)?, data).map_err(|problems| {
        Failure::new(format!("could not fill in `{}`", shown(path)))
            .because(problems)
            .hint("`emkit template data` prints every name that a template can use, `emkit template --help` its tags and filters")
            .into()
    })
}

fn text(path: &Path) -> Result<String> {
    let cause = match read_if_there(path) {
        Ok(Some(text)) if !text.contains('\0') => return Ok(text),
        Ok(None) => "there is no such file",
        Err(error) if error.kind != Kind::NotUtf8 => return Err(error.into()),
        // Its bytes are left out: it may be a program or a picture.
        _ => "it is not UTF-8 text",
    };
    let hint =
        "a template is a text file; `emkit template show review > FILE` writes one to start from";
    let failed = Failure::new(format!("could not read `{}`", shown(path)));
    Err(failed.because(cause).hint(hint).into())
}
