//! `emkit config`: the settings in effect, and how every other command gets them.

use std::sync::Arc;

use anyhow::Result;
use serde_json::Value;

use super::{App, drawn, schema};
use crate::cli::{self, Assess, Command, ConfigCommand, Format, SchemaKind};
use crate::context::{Context, Source, Sourced};
use crate::domain::decimal::Hundredths;
use crate::domain::rubric::Rubric;
use crate::error::Exit;
use crate::escape::shown;
use crate::format::config::{Config, Entry, TEMPLATE};
use crate::prompt::open_in_editor;
use crate::report::config::{self, Row};
use crate::store::{CONFIG, DEFAULT, Store, is_path};
use crate::ui::Ui;

/// Adds the settings file. With something wrong in it `assess` does not start; others warn and go on.
pub(super) fn load_settings(command: &Command, context: &Context, ui: &mut Ui) -> Result<Context> {
    let mut context = context.clone();
    let is_used = match command {
        Command::Completions { .. } | Command::Man { .. } => false,
        Command::Rubric(args) => !matches!(args, cli::Rubric::Check { .. }),
        _ => true,
    };
    // Where no folder is known, the command says so itself.
    let (true, Ok(store)) = (is_used, super::bare_store(&context)) else {
        return Ok(context);
    };
    let (file, wrong) = store.config();
    context.settings = context.settings.or(file);
    // Nothing is said in a shell prompt; with a rubric that cannot be used it shows a question mark.
    if matches!(command, Command::Status(args) if args.short) {
        return Ok(context);
    }
    // If the store is no folder, or unreadable, the command has more to say.
    let wrong = wrong.filter(|_| store.home.read_dir().is_ok());
    let mut wrong = Vec::from_iter(wrong);
    if context.is_rubric_from_file()
        && let Err(error) = store.config_rubric(&context.settings.file)
    {
        context.settings.rubric = None;
        wrong.push(error);
    }
    for error in wrong {
        match command {
            Command::Assess(_) => return Err(error.into()),
            // These two report all problems by themselves.
            Command::Config { .. } | Command::Doctor { .. } => {}
            _ => ui.warn(&error.into()),
        }
    }
    Ok(context)
}

/// The file's role and stage for a new assessment. Those for its own rubric may be missing in another.
pub(super) fn for_new(args: &Assess, app: &App<'_>, rubric: &Rubric) -> Result<Config> {
    let settings = &app.context.settings.file;
    // That rubric is read only where something is missing in this one.
    let is_own = || {
        let own = app.store.config_rubric(settings);
        own.is_ok_and(|own| own.id == rubric.id)
    };
    let mut file = settings.clone();
    let is_role = |role: &Entry<String>| rubric.profile(&role.value).is_some() || is_own();
    let is_stage = |stage: &Entry<String>| rubric.stage(&stage.value).is_some() || is_own();
    file.role = file.role.filter(|it| args.role.is_none() && is_role(it));
    file.stage = file.stage.filter(|it| args.stage.is_none() && is_stage(it));
    app.store.check_config_role(&file, rubric)?;
    Ok(file)
}

pub(super) fn run(
    command: Option<ConfigCommand>,
    format: Format,
    context: &Context,
    ui: &mut Ui,
) -> Result<()> {
    let store = super::bare_store(context)?;
    let path = store.config_path();
    let there = shown(&path);
    match command {
        Some(ConfigCommand::Path) => return ui.data(&format!("{there}\n")),
        Some(ConfigCommand::Edit) => open_in_editor(context.editor().as_deref(), &path, || {
            let rubric = App::open(context, ui).and_then(|app| Ok(app.store.rubric(None)?));
            let modeline = |rubric: Arc<_>| schema::modeline(SchemaKind::Config, &store, &rubric);
            let first_line = rubric.map(modeline).unwrap_or_default();
            Ok(store.make_config(&format!("{first_line}{TEMPLATE}"))?)
        })?,
        None => {
            let rows = rows(&store, context);
            ui.data(&match format {
                Format::Json => config::json(&rows, &path.to_string_lossy())?,
                _ => drawn(&config::page(&rows), context),
            })?;
        }
    }
    for error in store.wrong_in_config() {
        ui.error(&error.into());
    }
    if command.is_some() && ui.exit == Exit::Done {
        ui.status(&format!("`{there}` is in order"));
    }
    Ok(())
}

fn rows(store: &Store, context: &Context) -> Vec<Row> {
    let (settings, file) = (&context.settings, &context.settings.file);
    let text = |key, entry: &Option<Entry<String>>| {
        let line = entry.as_ref().map(|entry| Source::File(entry.at.line));
        row(key, line, entry.as_ref().map(|entry| entry.value.as_str()))
    };
    let mut named = context.rubric().unwrap_or(DEFAULT).to_owned();
    if context.is_rubric_from_file() && is_path(&named) {
        named = store.rubric_path(&named).to_string_lossy().into_owned();
    }
    let program = context.editor();
    let program = program.map(|it| it.to_string_lossy().into_owned());
    let targets = file.targets.iter();
    let targets = targets.map(|(id, it)| format!("{id} {}", Hundredths::round(&it.value)));
    let targets = targets.collect::<Vec<_>>().join(", ");
    let first = file.targets.values().next();
    let first = first.map(|it| Source::File(it.at.line));
    vec![
        text("role", &file.role),
        text("stage", &file.stage),
        row("rubric", source(&settings.rubric), named),
        row(
            "accessible",
            source(&settings.accessible),
            context.accessible(),
        ),
        row("editor", source(&settings.editor), program),
        text("name", &file.name),
        text("team", &file.team),
        row("targets", first, first.map(|_| targets)),
        row("home", source(&settings.home), store.home.to_string_lossy()),
    ]
}

fn source<T>(given: &Option<Sourced<T>>) -> Option<Source> {
    Some(given.as_ref()?.source)
}

fn row(key: &'static str, source: Option<Source>, value: impl Into<Value>) -> Row {
    let (source, from) = match source {
        None => ("default", None),
        Some(Source::Flag(name)) => ("flag", Some(name.to_owned())),
        Some(Source::Environment(name)) => ("environment", Some(name.to_owned())),
        Some(Source::File(line)) => ("file", Some(format!("{CONFIG}:{line}"))),
    };
    Row {
        key,
        value: value.into(),
        source,
        from,
    }
}
