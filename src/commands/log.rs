//! `emkit log`: evidence, written down when it happened.

mod import;

use anyhow::Result;

use super::hints::edit_log;
use super::notices::{report_problems, say_replaced, warn};
use super::target_options::unknown;
use super::{App, stdin};
use crate::cli::{self, Day, Format, LogCommand, LogList};
use crate::context::Context;
use crate::domain::assessment::{MAX_TEXT, too_long};
use crate::domain::log::LogEntry;
use crate::domain::period::Period;
use crate::error::{Exit, Failure};
use crate::escape::shown;
use crate::format;
use crate::prompt::{Edited, Editor, LogPrompt};
use crate::report::log::{self, Row};
use crate::store::{self, MAX_BYTES, Store};
use crate::ui::Ui;

const MANY: &str = "`emkit log import FILE` takes many entries, a bullet each";

const EXAMPLE: &str = "emkit log Cut the release train from 9 days to 2";

/// Behind `--` these would be logged as words, and an entry wouldn't be private.
const FLAGS: [&str; 5] = ["--skill", "--private", "--link", "--date", "--edit"];

pub(super) fn run(args: cli::Log, context: &Context, ui: &mut Ui) -> Result<Exit> {
    // Signals are caught from here on: Ctrl-C is to end it in order, however soon it comes.
    let has_text = args.text.iter().any(|word| !word.trim().is_empty());
    let is_asked = args.command.is_none() && !has_text && !args.edit && context.terminal;
    let prompt = is_asked.then(LogPrompt::new).transpose()?;
    let mut app = App::open(context, ui)?;
    match args.command {
        None => return write_down(&args, prompt, &mut app),
        Some(LogCommand::List(args)) => list(&args, &mut app)?,
        Some(LogCommand::Edit { period, day }) => edit(period, &day, &mut app)?,
        Some(LogCommand::Import { file, entry }) => import::import(&file, &entry, &mut app)?,
    }
    Ok(ui.exit)
}

fn write_down(args: &cli::Log, prompt: Option<LogPrompt>, app: &mut App<'_>) -> Result<Exit> {
    if let Some(flag) = args.text.iter().find(|it| FLAGS.contains(&it.as_str())) {
        let cause = format!("after `--` the flag `{flag}` is a word of the text");
        let hint = format!("put it first: emkit log {flag} … -- list of owners agreed");
        let failed = Failure::new("could not log this").because(cause).hint(hint);
        return Err(failed.exit(Exit::Usage).into());
    }
    check_skills(&args.entry.skill, &app.store)?;
    let mut editor = editor(app);
    let mut skills = args.entry.skill.clone();
    let (mut exit, mut is_cut_short) = (Exit::Done, false);
    let given = args.text.join(" ");
    let text = if args.edit {
        match editor.edit(&given, &[])? {
            Edited::Taken(text) => text,
            Edited::Unchanged => given,
            Edited::Emptied => String::new(),
        }
    } else if !given.trim().is_empty() {
        given
    } else if let Some(mut prompt) = prompt {
        let asked = prompt.ask(&mut skills, &app.store.skill_ids()?, app.ui);
        exit = asked.exit;
        is_cut_short = asked.is_cut_short;
        if asked.text.trim().is_empty() && exit != Exit::Done {
            // Below what the key left on the line.
            app.ui.say("\nnothing was logged");
            return Ok(exit);
        }
        asked.text
    } else {
        stdin(MAX_TEXT as u64, MANY)?
    };
    let date = app.context.day(args.entry.day.date)?;
    let mut entry = LogEntry::new(date, &text, skills).ok_or_else(|| {
        let failed = Failure::new("could not log anything").because("there is no text");
        failed.hint(format!("say what happened: {EXAMPLE}"))
    })?;
    entry.private = args.entry.private;
    entry.link.clone_from(&args.entry.link);
    let period = Period::of(date);
    add(period, std::slice::from_ref(&entry), app)
        .inspect_err(|error| keep_text(error.downcast_ref(), &mut editor, app.ui))?;
    warn(app.store.lockless(), app.ui);
    let about = match entry.skills.as_slice() {
        [] => {
            let edit = edit_log(period, &app.context.flags);
            format!("for no skill yet; `{edit}` adds one")
        }
        skills => format!("for {}", skills.join(", ")),
    };
    // The shell may have taken a quote or a `$`: this shows what is left.
    let line = log::marked(&entry, "");
    let said = format!("logged in {period}, {about}:\n  {line}");
    if is_cut_short {
        // Below what the key left on the line. Who left did not ask for this, so it is always said.
        app.ui.say(&format!("\n{said}"));
    } else {
        app.ui.status(&said);
    }
    Ok(exit)
}

fn list(args: &LogList, app: &mut App<'_>) -> Result<()> {
    let periods = if args.all {
        app.store.logged_periods()?
    } else {
        vec![named(args.period, &args.day, app)?]
    };
    let mut logs = Vec::new();
    for period in &periods {
        logs.extend(app.ui.or_error(app.store.log(*period)));
    }
    let mut rows = Vec::new();
    for logged in &logs {
        report_problems(logged, app.ui);
        let entries = logged.log.entries.iter().map(|(_, entry)| Row {
            period: logged.period,
            entry,
        });
        let skill = args.skill.as_ref();
        rows.extend(entries.filter(|it| skill.is_none_or(|skill| it.entry.is_about(skill))));
    }
    rows.sort_by_key(|row| (row.period, row.entry.date));
    if rows.is_empty() {
        check_skills(args.skill.as_slice(), &app.store)?;
    }
    if args.format == Format::Json || !rows.is_empty() {
        return app.print(args.format, &log::page(&rows), || log::json(&rows));
    }
    if app.ui.exit == Exit::Done {
        let period = periods.first().filter(|_| !args.all);
        let of = period.map_or_else(String::new, |period| format!(" in {period}"));
        app.ui.status(&format!(
            "nothing is logged{of}; other quarters: emkit log list --all\nto log something: {EXAMPLE}"
        ));
    }
    Ok(())
}

fn edit(period: Option<Period>, day: &Day, app: &mut App<'_>) -> Result<()> {
    let period = named(period, day, app)?;
    let before = store::read_if_there(&app.store.log_path(period))?.unwrap_or_default();
    let mut editor = editor(app);
    let heading = format::log::heading(period);
    let text = if before.is_empty() { &heading } else { &before };
    match editor.edit(text, &[])? {
        Edited::Unchanged => app.ui.status("nothing was changed"),
        Edited::Emptied => {
            let said = "the file came back empty, so the log is as it was";
            app.ui.status(said);
        }
        Edited::Taken(after) => {
            let after = format!("{after}\n");
            let replaced = app.store.replace_log(period, &before, &after);
            let replaced =
                replaced.inspect_err(|error| keep_text(Some(error), &mut editor, app.ui))?;
            warn(app.store.lockless(), app.ui);
            say_replaced(&replaced, app.ui);
            let path = shown(&replaced.path);
            app.ui.status(&format!("saved in `{path}`"));
        }
    }
    let logged = app.store.log(period)?;
    report_problems(&logged, app.ui);
    Ok(())
}

fn named(period: Option<Period>, day: &Day, app: &App<'_>) -> Result<Period> {
    period.map_or_else(|| Ok(Period::of(app.context.day(day.date)?)), Ok)
}

fn editor(app: &App<'_>) -> Editor {
    let folder = app.store.editing_folder(None);
    let max = usize::try_from(MAX_BYTES).unwrap_or(usize::MAX);
    Editor::new(app.context.editor(), folder, max)
}

fn keep_text(error: Option<&store::Error>, editor: &mut Editor, ui: &mut Ui) {
    // A conflict says itself where the text is.
    let is_told = error.is_some_and(store::Error::is_conflict);
    if let Some(path) = (!is_told).then(|| editor.keep_taken()).flatten() {
        let path = shown(&path);
        ui.warning(&format!(
            "what you wrote in the editor is kept in `{path}`; take it from there once the problem is fixed, then remove its folder"
        ));
    }
}

fn add(period: Period, entries: &[LogEntry], app: &mut App<'_>) -> Result<()> {
    // It could never be evidence.
    if entries.iter().any(|entry| entry.text.len() > MAX_TEXT) {
        let failed = Failure::new("could not log it");
        let cause = format!("it is {}", too_long());
        return Err(failed.because(cause).hint(MANY).into());
    }
    let is_unended = app.store.add_to_log(period, entries)?;
    if is_unended {
        // Once it has an end, nobody could tell.
        let path = shown(app.store.log_path(period));
        app.ui.warning(&format!(
            "the last line of `{path}` had no end and was given one; `emkit log edit` shows whether it was cut off"
        ));
    }
    Ok(())
}

fn check_skills(named: &[String], store: &Store) -> Result<()> {
    if named.is_empty() {
        return Ok(());
    }
    let known = store.skill_ids()?;
    let Some(id) = named.iter().find(|id| !known.contains(id)) else {
        return Ok(());
    };
    // The ids of all rubrics are too many to read.
    let rubric = store.rubric(None)?;
    let ids = rubric.skills.iter().map(|skill| skill.id.as_str());
    Err(unknown(("skill", id), &rubric, ids).into())
}
