//! `emkit config`: the settings in effect, and how every other command gets them.

use std::path::Path;

use anyhow::Result;
use serde_json::Value;

use super::{App, schema};
use crate::cli::{self, Assess, Command, ConfigCommand, ListFormat, SchemaKind};
use crate::context::Context;
use crate::domain::decimal::Hundredths;
use crate::domain::rubric::Rubric;
use crate::error::Exit;
use crate::escape::shown;
use crate::format::config::{Config, Entry};
use crate::prompt::open_in_editor;
use crate::report::config::{self, Row};
use crate::settings::{Source, Sourced};
use crate::store::{CONFIG, DEFAULT, Store, is_path};
use crate::ui::Ui;

/// Adds the settings file to the context. If something in it is wrong, `assess` refuses to start;
/// every other command warns and goes on with the rest.
pub(super) fn load_settings(command: &Command, context: &Context, ui: &mut Ui) -> Result<Context> {
    let is_used = match command {
        Command::Completions(_) | Command::Man(_) => false,
        Command::Rubric(args) => !matches!(args, cli::Rubric::Check { .. }),
        _ => true,
    };
    // Where no folder is known, the command says so itself.
    let (true, Ok(store)) = (is_used, super::bare_store(context)) else {
        return Ok(context.clone());
    };
    let (file, wrong) = store.config();
    let mut context = context.clone();
    context.settings = context.settings.or(file);
    // Nothing is said in a shell prompt; with a rubric that cannot be used it shows a question mark.
    if matches!(command, Command::Status(args) if args.short) {
        return Ok(context);
    }
    // If the store is no folder, or unreadable, the command has more to say.
    let wrong = wrong.filter(|_| store.home().read_dir().is_ok());
    let mut wrong = Vec::from_iter(wrong);
    if context.is_rubric_from_file()
        && let Err(error) = store.config_rubric(&context.settings.file)
    {
        context.settings.rubric = None;
        wrong.push(error);
    }
    // These two report all problems by themselves.
    if matches!(command, Command::Config(_) | Command::Doctor(_)) {
        return Ok(context);
    }
    for error in wrong {
        if matches!(command, Command::Assess(_)) {
            return Err(error.into());
        }
        ui.warn(&error.into());
    }
    Ok(context)
}

/// What the file says about role and stage where no flag of `emkit assess` overrides it.
pub(super) fn for_new(args: &Assess, app: &App<'_>, rubric: &Rubric) -> Result<Config> {
    let mut file = app.context.settings.file.clone();
    // What the settings say for their own rubric need not exist in another. That one is read only
    // where something is missing here.
    let settings = &app.context.settings.file;
    let is_other = || {
        let own = app.store.config_rubric(settings);
        !own.is_ok_and(|own| own.id == rubric.id)
    };
    let is_role = |role: &Entry<String>| rubric.profile(&role.value).is_some();
    let is_stage = |stage: &Entry<String>| rubric.stage(&stage.value).is_some();
    file.role = file
        .role
        .filter(|role| args.role.is_none() && (is_role(role) || !is_other()));
    file.stage = file
        .stage
        .filter(|stage| args.stage.is_none() && (is_stage(stage) || !is_other()));
    app.store.check_config_role(&file, rubric)?;
    Ok(file)
}

pub(super) fn line<T>(entry: &Entry<T>) -> String {
    format!("{CONFIG}:{}", entry.at.line)
}

pub(super) fn run(args: &cli::Config, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let store = super::bare_store(context)?;
    let path = store.config_path();
    match args.command {
        Some(ConfigCommand::Edit) => return edit(&store, context, ui),
        Some(ConfigCommand::Path) => {
            ui.data(&format!("{}\n", shown(&path)))?;
            return Ok(Exit::Done);
        }
        None => {}
    }
    let rows = rows(&store, context);
    match args.format {
        ListFormat::Json => ui.data(&config::json(&rows, &path.to_string_lossy())?)?,
        ListFormat::Table => ui.data(&super::drawn(&config::page(&rows), context))?,
    }
    if path.symlink_metadata().is_err() {
        ui.status(&format!(
            "there is no `{}` yet; `emkit config edit{}` creates it",
            shown(&path),
            context.flags
        ));
    }
    Ok(report_problems(&store, ui))
}

fn report_problems(store: &Store, ui: &mut Ui) -> Exit {
    for error in store.wrong_in_config() {
        ui.error(&error.into());
    }
    ui.exit()
}

fn edit(store: &Store, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let path = store.config_path();
    open_in_editor(context.editor().as_deref(), &path, || {
        let rubric = App::open(context, false, ui).and_then(|app| app.rubric());
        let modeline = |rubric| schema::modeline(SchemaKind::Config, store, &rubric);
        Ok(store.make_config(&rubric.map(modeline).unwrap_or_default())?)
    })?;
    let exit = report_problems(store, ui);
    if exit == Exit::Done {
        ui.status(&format!("`{}` is in order", shown(&path)));
    }
    Ok(exit)
}

fn rows(store: &Store, context: &Context) -> Vec<Row> {
    fn said<T>(given: &Option<Sourced<T>>) -> Option<Source> {
        Some(given.as_ref()?.source)
    }
    let (settings, file) = (&context.settings, &context.settings.file);
    let text = |key, given: &Option<Entry<String>>| {
        let given = given.as_ref();
        let source = given.map(|entry| Source::File(entry.at.line));
        row(key, source, given.map(|entry| entry.value.as_str()))
    };
    let path = |path: &Path| path.to_string_lossy().into_owned();
    let rubric = match context.rubric() {
        Some(name) if context.is_rubric_from_file() && is_path(name) => {
            path(&store.rubric_path(name))
        }
        name => name.unwrap_or(DEFAULT).to_owned(),
    };
    let editor = context.editor();
    let first = file.targets.values().next();
    let targets = file.targets.iter().map(|(skill, target)| {
        let target = Hundredths::round(&target.value);
        format!("{skill} {target}")
    });
    let targets = targets.collect::<Vec<_>>().join(", ");
    vec![
        text("role", &file.role),
        text("stage", &file.stage),
        row("rubric", said(&settings.rubric), rubric),
        row(
            "accessible",
            said(&settings.accessible),
            context.accessible(),
        ),
        row(
            "editor",
            said(&settings.editor),
            editor.map(|editor| path(editor.as_ref())),
        ),
        text("name", &file.name),
        text("team", &file.team),
        row(
            "targets",
            first.map(|first| Source::File(first.at.line)),
            first.map(|_| targets),
        ),
        row("home", said(&settings.home), path(store.home())),
    ]
}

fn row(key: &'static str, source: Option<Source>, value: impl Into<Value>) -> Row {
    let value = value.into();
    let (source, from) = match source {
        None => ("default", None),
        Some(Source::Flag(name)) => ("flag", Some(name.to_owned())),
        Some(Source::Environment(name)) => ("environment", Some(name.to_owned())),
        Some(Source::File(line)) => ("file", Some(format!("{CONFIG}:{line}"))),
    };
    Row {
        key,
        value,
        source,
        from,
    }
}
