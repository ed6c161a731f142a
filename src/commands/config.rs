//! `emkit config`: the settings that hold. And how every other command comes by them.

use std::path::Path;

use anyhow::Result;

use crate::cli::{self, Assess, Command, ConfigCommand, ListFormat, RubricCommand};
use crate::context::Context;
use crate::domain::figure::Hundredths;
use crate::domain::rubric::Rubric;
use crate::error::{Exit, hint};
use crate::escape::shown;
use crate::format::config::{Config, Entry};
use crate::prompt::open_in_editor;
use crate::report::config::{self, Row, Value};
use crate::settings::{Said, Source};
use crate::store::{CONFIG, DEFAULT, Store, is_path};
use crate::ui::Ui;

/// What the settings file adds to the process. Where something is wrong in it, `assess` does not
/// begin; every other command goes on with the rest and says so.
pub(super) fn settled(command: &Command, context: &Context, ui: &mut Ui) -> Result<Context> {
    let is_used = match command {
        Command::Completions(_) | Command::Man => false,
        Command::Rubric(args) => !matches!(args.command, RubricCommand::Check { .. }),
        _ => true,
    };
    // A prompt is told of nothing; with a rubric that cannot be used it shows that it knows nothing.
    let is_prompt = matches!(command, Command::Status(args) if args.short);
    // Where no folder is known, the command has its own word for it.
    let (true, Ok(store)) = (is_used, super::bare_store(context)) else {
        return Ok(context.clone());
    };
    let (file, wrong) = store.config();
    let mut context = context.configured(file);
    // Of a store that is no folder, or may not be read, the command has more to say.
    let is_open = |_: &anyhow::Error| store.home().read_dir().is_ok();
    let mut wrong: Vec<_> = wrong.into_iter().filter(is_open).collect();
    if is_prompt {
        return Ok(context);
    }
    if context.is_rubric_from_file()
        && let Err(error) = usable_rubric(&context, &store)
    {
        context = context.without_rubric();
        wrong.push(error);
    }
    // These two name everything that is wrong by themselves.
    if matches!(command, Command::Config(_) | Command::Doctor(_)) {
        return Ok(context);
    }
    for error in wrong {
        if matches!(command, Command::Assess(_)) {
            return Err(error);
        }
        ui.warning(&format!("{error:#}"));
        if let Some(hint) = hint(&error) {
            ui.say(&format!("hint: {hint}"));
        }
    }
    Ok(context)
}

/// Looks whether the rubric that the settings file names is there and can be read.
fn usable_rubric(context: &Context, store: &Store) -> Result<()> {
    store.check_config_rubric(&context.settings.file)?;
    super::rubric(&super::store(context)?, context).map(drop)
}

/// What the file says of role and stage, as far as no flag of an assessment goes before it.
///
/// # Errors
/// Where the rubric does not have them.
pub(super) fn for_new(
    args: &Assess,
    context: &Context,
    store: &Store,
    rubric: &Rubric,
) -> Result<Config> {
    let mut file = context.settings.file.clone();
    if args.role.is_some() {
        file.role = None;
    }
    if args.stage.is_some() {
        file.stage = None;
    }
    store.check_config_role(&file, rubric)?;
    Ok(file)
}

/// Where a value of the file stands: `config.yaml:2`.
pub(super) fn line<T>(entry: &Entry<T>) -> String {
    format!("{CONFIG}:{}", entry.at.line)
}

pub(super) fn run(args: &cli::Config, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let store = super::bare_store(context)?;
    if args.command == Some(ConfigCommand::Edit) {
        return edit(&store, context, ui);
    }
    let rows = rows(&store, context);
    let path = store.config_path();
    match args.format {
        ListFormat::Json => ui.data(&config::json(&rows, &path.to_string_lossy())?)?,
        ListFormat::Table => ui.data(&super::drawn(&config::page(&rows), context))?,
    }
    if path.symlink_metadata().is_err() {
        let path = shown(&path);
        let flags = &context.flags;
        ui.status(&format!(
            "there is no `{path}` yet; `emkit config edit{flags}` makes one"
        ));
    }
    complain(&store, context, ui)
}

/// Says everything that is wrong with the file.
fn complain(store: &Store, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let wrong = if context.rubric.is_none() || context.is_rubric_from_file() {
        store.wrong_in_config(None)
    } else {
        let store = super::store(context)?;
        let rubric = super::rubric(&store, context)?;
        store.wrong_in_config(Some(&rubric))
    };
    for error in &wrong {
        ui.error(error);
    }
    Ok(match wrong.is_empty() {
        true => Exit::Done,
        false => Exit::Failed,
    })
}

fn edit(store: &Store, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let path = store.config_path();
    open_in_editor(context.editor.as_deref(), &path, || store.make_config())?;
    let exit = complain(store, context, ui)?;
    if exit == Exit::Done {
        ui.status(&format!("`{}` is in order", shown(&path)));
    }
    Ok(exit)
}

fn rows(store: &Store, context: &Context) -> Vec<Row> {
    let settings = &context.settings;
    let file = &settings.file;
    let text = |said: &Option<Said<String>>| {
        let said = said.as_ref()?;
        Some(Value::Text(said.value.clone()))
    };
    let editor = settings.editor.as_ref();
    let editor = editor.map(|said| Value::Text(said.value.to_string_lossy().into_owned()));
    let rubric = match context.rubric.as_deref() {
        None => Value::Text(DEFAULT.to_owned()),
        Some(name) if context.is_rubric_from_file() && is_path(name) => {
            path(&store.rubric_path(name))
        }
        Some(name) => Value::Text(name.to_owned()),
    };
    let accessible = Value::Truth(context.accessible);
    let before = "as in the assessment before; asked the first time";
    let in_file = |entry: &Option<Entry<String>>| {
        let entry = entry.as_ref()?;
        let source = Source::File(entry.at.line);
        Some(Said::new(entry.value.clone(), source))
    };
    let [name, team] = [&file.name, &file.team].map(in_file);
    let targets = file.targets.iter().next().map(|(_, first)| {
        let targets = file.targets.iter().map(|(skill, target)| {
            let target = Hundredths::round(&target.value);
            format!("{skill} {target}")
        });
        let targets = targets.collect::<Vec<_>>().join(", ");
        Said::new(targets, Source::File(first.at.line))
    });
    vec![
        row("role", text(&settings.role), &settings.role, &file.role).or(before),
        row("stage", text(&settings.stage), &settings.stage, &file.stage).or(before),
        row("rubric", Some(rubric), &settings.rubric, &file.rubric),
        row(
            "accessible",
            Some(accessible),
            &settings.accessible,
            &file.accessible,
        ),
        row("editor", editor, &settings.editor, &file.editor)
            .or("until VISUAL, EDITOR or the file names one"),
        row("name", text(&name), &name, &file.name),
        row("team", text(&team), &team, &file.team),
        row("targets", text(&targets), &targets, &None::<Entry<String>>),
        row(
            "home",
            Some(path(store.home())),
            &settings.home,
            &None::<Entry<String>>,
        ),
    ]
}

fn path(path: &Path) -> Value {
    Value::Text(path.to_string_lossy().into_owned())
}

fn row<T, U>(
    key: &'static str,
    value: Option<Value>,
    said: &Option<Said<T>>,
    in_file: &Option<Entry<U>>,
) -> Row {
    let (source, from) = match said.as_ref().map(|said| said.source) {
        Some(Source::Flag(name)) => ("flag", Some(name.to_owned())),
        Some(Source::Environment(name)) => ("environment", Some(name.to_owned())),
        Some(Source::File(line)) => ("file", Some(format!("{CONFIG}:{line}"))),
        None => ("default", None),
    };
    let remark = match in_file {
        Some(entry) if matches!(source, "flag" | "environment") => {
            format!("which goes before {}", line(entry))
        }
        _ => String::new(),
    };
    Row {
        key,
        value,
        source,
        from,
        remark,
    }
}
