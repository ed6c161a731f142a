//! `emkit feedback form`: what others fill in.

use anyhow::Result;

use crate::cli::{FeedbackForm, FormFormat};
use crate::commands::App;
use crate::commands::export::hand_out;
use crate::domain::feedback::{self, asked};
use crate::domain::period::{Period, period_to_assess};
use crate::error::{Exit, Failure};
use crate::escape::visible;
use crate::format::reply::statements;
use crate::render::form::{Collector, Form};

pub(super) fn run(args: &FeedbackForm, mut app: App<'_>) -> Result<Exit> {
    let rubric = app.rubric()?;
    if asked(&rubric).next().is_none() {
        return Err(Failure::new("could not write a form")
            .because(format!("the rubric `{}` asks others nothing", rubric.id))
            .hint("give its skills `observed` statements, or choose another with `--rubric`; `emkit rubric show` has some")
            .into());
    }
    let period = period(args, &mut app)?;
    let App { context, ui, .. } = app;
    let configured = context.settings.file.name.as_ref().map(|name| &name.value);
    let person = args.name.as_ref().or(configured).map(|name| visible(name));
    let collector = args.collector.as_ref().map(|name| visible(name));
    let about = feedback::Form {
        rubric: rubric.id.clone(),
        digest: statements(&rubric),
        period,
        person,
    };
    let form = Form {
        rubric: &rubric,
        about: &about,
        collector: collector.as_deref().map(|name| Collector {
            name,
            at_least: args.at_least,
        }),
    };
    let text = match args.format {
        FormFormat::Html => form.html()?,
        FormFormat::Text => form.text()?,
        FormFormat::Yaml => form.yaml(&random_id()?)?,
    };
    hand_out(&text, (args.output.as_deref(), args.force), &context, ui)?;
    ui.status(&format!("the form is about {period}"));
    if about.person.is_none() {
        ui.status("it names nobody; `--name NAME` puts your name on it");
    }
    Ok(Exit::Done)
}

/// The quarter that was named, or else the one that an assessment begun today would be about,
/// whether that is finished or not.
fn period(args: &FeedbackForm, app: &mut App<'_>) -> Result<Period> {
    let today = app.context.day(args.day.date)?;
    let Some(reference) = &args.reference else {
        return Ok(period_to_assess(today, |_| false));
    };
    let Ok(period) = reference.parse() else {
        return Ok(app.find(reference)?.assessment.period);
    };
    if period > Period::of(today) {
        return Err(Failure::new(format!("could not write a form for {period}"))
            .because("that quarter has not begun")
            .hint("leave the quarter out for the one that is due")
            .exit(Exit::Usage)
            .into());
    }
    Ok(period)
}

/// What tells one reply from another that says the same.
fn random_id() -> Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| {
        Failure::new("could not write a form")
            .because(format!("the system gave no random number ({error})"))
            .hint("try again")
    })?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
