//! `emkit feedback`: forms for others, and what comes back.

mod combine;

use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;

use super::export::hand_out;
use super::{App, drawn, input};
use crate::cli::{Feedback, FeedbackAdd, FeedbackForm, Format};
use crate::context::Context;
use crate::domain::assessment::Status;
use crate::domain::feedback::{Combined, Form, Relation, Reply, asked};
use crate::domain::period::{Period, period_to_assess};
use crate::domain::rubric::Rubric;
use crate::error::{Exit, Failure};
use crate::escape::{shown, visible};
use crate::format::diagnostic::Diagnostics;
use crate::format::reply::{self, Handed, Handout, is_mail, statements};
use crate::render::form::{self, Collector};
use crate::report::feedback::{self as report, Row};
use crate::report::wording::count;
use crate::store::{Stored, together};
use crate::ui::Ui;

pub(super) fn run(command: &Feedback, context: &Context, ui: &mut Ui) -> Result<Exit> {
    match command {
        Feedback::Form(args) => form(args, App::open(context, ui)?)?,
        Feedback::Add(args) => return add(args, App::open(context, ui)?),
        Feedback::List { format } => list(*format, App::open(context, ui)?)?,
        Feedback::Remove { name } => remove(name, App::open(context, ui)?)?,
        Feedback::Combine(args) => combine::combine(args, context, ui)?,
    }
    Ok(ui.exit)
}

fn form(args: &FeedbackForm, mut app: App<'_>) -> Result<()> {
    let rubric = app.store.rubric(None)?;
    if asked(&rubric).next().is_none() {
        return Err(asks_nothing("a form", &rubric).into());
    }
    let period = period(args, &mut app)?;
    let App { context, ui, .. } = app;
    let configured = context.settings.file.name.as_ref().map(|name| &name.value);
    let person = args.name.as_ref().or(configured).map(|name| visible(name));
    let collector = args.collector.as_ref().map(|name| visible(name));
    let about = Form {
        rubric: rubric.id.clone(),
        digest: statements(&rubric),
        period,
        person,
    };
    let collector = collector.as_deref().map(|name| Collector {
        name,
        at_least: args.at_least,
    });
    let (kind, id) = match args.format {
        Format::Text => (form::TEXT, String::new()),
        Format::Yaml => {
            // What tells one reply from another that says the same.
            let id = [getrandom::u64()?, getrandom::u64()?];
            (form::YAML, format!("{:016x}{:016x}", id[0], id[1]))
        }
        _ => (form::HTML, String::new()),
    };
    let text = form::filled(kind, &rubric, &about, collector, &id)?;
    hand_out(&text, (args.output.as_deref(), args.force), context, ui)?;
    ui.status(&format!("the form is about {period}"));
    if about.person.is_none() {
        ui.status("it names nobody; `--name NAME` puts your name on it");
    }
    Ok(())
}

/// The quarter that was named, or the one that an assessment begun today would be about.
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

pub(super) fn asks_nothing(what: &str, rubric: &Rubric) -> Failure {
    Failure::new(format!("could not write {what}"))
        .because(format!("the rubric `{}` asks others nothing", rubric.id))
        .hint("give its skills `observed` statements, or choose another with `--rubric`; `emkit rubric show` has some")
}

fn list(format: Format, mut app: App<'_>) -> Result<()> {
    let stored = all(&mut app)?;
    let rows = stored.iter().flat_map(|stored| {
        let form = stored.handed.form();
        let groups = together(std::slice::from_ref(stored)).into_iter();
        groups.map(|(relation, group)| Row {
            period: form.period.to_string(),
            rubric: form.rubric.clone(),
            relation: relation.word(),
            replies: group.replies,
            name: stored.name.clone(),
        })
    });
    let rows: Vec<_> = rows.collect();
    if format == Format::Json || !rows.is_empty() {
        return app.print(format, &report::list(&rows), || report::json(&rows));
    }
    let flags = &app.context.flags;
    app.ui.status(&format!(
        "no replies yet; `emkit feedback form{flags} --output form.html` writes a form to send out"
    ));
    Ok(())
}

/// What can't be read is reported, and the rest goes on.
fn all(app: &mut App<'_>) -> Result<Vec<Stored>> {
    let files = app.store.feedback_files()?.into_iter();
    let stored = files.filter_map(|(rubric, period, path)| {
        let loaded = app.store.load_feedback(&path, &rubric, period);
        app.ui.or_error(loaded)
    });
    Ok(stored.collect())
}

fn remove(name: &str, app: App<'_>) -> Result<()> {
    // One that can't be read may be what has to go.
    let mut found = app.store.feedback_files()?;
    found.retain(|(_, _, path)| {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        !name.is_empty() && stem.starts_with(name)
    });
    let [(_, _, path)] = found.as_slice() else {
        let (replies, flags) = (count(found.len(), "reply"), &app.context.flags);
        return Err(Failure::new(format!("could not remove `{name}`"))
            .because(format!("the names of {replies} begin so"))
            .hint(format!("`emkit feedback list{flags}` shows their names"))
            .into());
    };
    app.store.remove_feedback(path)?;
    let path = shown(path);
    app.ui
        .status(&format!("removed `{path}`; no version is kept"));
    Ok(())
}

fn take(path: &Path) -> Result<(Handed, String)> {
    let text = input(path, "save it to a file and name that")?;
    let handed = reply::read(path, &text).map_err(|problems| refused(path, problems))?;
    Ok((handed, text))
}

fn refused(path: &Path, problems: Diagnostics) -> Failure {
    let hint = "nothing was kept; correct the lines named, or ask for the reply again";
    not_taken(path, problems, hint)
}

/// Replies into the store, all of them or none.
fn add(args: &FeedbackAdd, mut app: App<'_>) -> Result<Exit> {
    let today = Period::of(app.context.day(args.day.date)?);
    let stored = all(&mut app)?;
    let mut replies: Vec<Reply> = Vec::new();
    let mut combined: Option<Combined> = None;
    let mut is_unnamed = false;
    for path in &args.files {
        let (handed, text) = take(path)?;
        let rubric = check(path, (&handed, &text), today, &app)?;
        let mut reply = match handed.content {
            Handout::Reply(reply) => reply,
            Handout::Combined(read) => {
                if combined.replace(read).is_some() {
                    let cause = "there is another combined file beside it; add one";
                    return Err(not_taken(path, cause, LEAVE_OUT).into());
                }
                continue;
            }
        };
        let said = args.relation.or(reply.relation);
        reply.relation = said.or(Some(Relation::Other));
        if let Some(there) = kept(path, &reply, &stored, &replies)? {
            let (path, there) = (shown(path), shown(there));
            app.ui
                .status(&format!("`{path}` is kept already, as `{there}`"));
            continue;
        }
        if is_mail(&text) && !args.yes {
            let page = report::understood(&reply, said, &rubric);
            app.ui.data(&drawn(&page, app.context))?;
            if !agreed(path, &mut app)? {
                return Ok(Exit::Failed);
            }
        }
        is_unnamed |= said.is_none();
        replies.push(reply);
    }
    let App { context, store, ui } = app;
    let flags = &context.flags;
    if replies.is_empty() && combined.is_none() {
        return Err(Failure::new("could not add anything")
            .because("all of it is kept already")
            .hint(format!("`emkit feedback list{flags}` shows what is kept"))
            .into());
    }
    if is_unnamed {
        ui.status("no relation was given, so it counts as `other`; `--relation manager` says whose it is (take it out first with `emkit feedback remove`)");
    }
    for path in store.add_feedback(&replies, combined.as_ref())? {
        ui.status(&format!("kept as `{}`", shown(path)));
    }
    ui.status(&format!(
        "`emkit compare{flags}` shows it beside your scores"
    ));
    Ok(Exit::Done)
}

const LEAVE_OUT: &str = "nothing was kept; leave that file out and run the command again";

fn not_taken(path: &Path, cause: impl Display, hint: &str) -> Failure {
    let failed = Failure::new(format!("could not take `{}`", shown(path)));
    failed.because(cause).hint(hint)
}

/// Checks a file against what was asked for, and the period's or today's wording of its rubric.
fn check(
    path: &Path,
    (handed, text): (&Handed, &str),
    today: Period,
    app: &App<'_>,
) -> Result<Rubric> {
    let (id, period) = (&handed.form().rubric, handed.form().period);
    let named = app.rubric_id().filter(|named| named != id);
    if let Some(named) = named.filter(|_| !app.context.is_rubric_from_file()) {
        let cause = format!("it is about the rubric `{id}`, and `{named}` was asked for");
        return Err(not_taken(path, &cause, LEAVE_OUT).into());
    }
    if period > today {
        let message = format!("{period} has not begun");
        let wrong = Diagnostics::one(path, text, handed.period_at, message);
        return Err(refused(path, wrong).into());
    }
    let statuses = [Status::Draft, Status::Finished].into_iter();
    let loaded = statuses.flat_map(|status| app.store.load_period(status, id, period));
    let mut rubrics: Vec<_> = loaded.map(|it| it.rubric).collect();
    rubrics.push(match &app.store.given {
        Some(given) if given.id == *id => Arc::clone(given),
        _ => app.store.rubric(Some(id))?,
    });
    let known: Vec<_> = rubrics.iter().map(|it| &**it).collect();
    let rubric = handed.check(path, text, &known);
    Ok(rubric.map_err(|problems| refused(path, problems))?.clone())
}

/// Where the very same reply is in the store. Another reply with its id is refused.
fn kept(
    path: &Path,
    reply: &Reply,
    stored: &[Stored],
    before: &[Reply],
) -> Result<Option<PathBuf>> {
    if before.iter().any(|other| other.id == reply.id) {
        let cause = "another of these files is the same reply; if two people sent it, put each one's name above it";
        return Err(not_taken(path, cause, LEAVE_OUT).into());
    }
    let mut same = stored.iter().filter_map(|it| match &it.handed.content {
        Handout::Reply(other) if other.id == reply.id => Some((&it.path, other)),
        _ => None,
    });
    match same.next() {
        Some((there, other)) if other != reply => {
            let there = shown(there);
            let cause =
                format!("this reply is kept already, as `{there}`, and says something else");
            Err(not_taken(path, &cause, LEAVE_OUT).into())
        }
        same => Ok(same.map(|(there, _)| there.clone())),
    }
}

fn agreed(path: &Path, app: &mut App<'_>) -> Result<bool> {
    if !app.context.terminal {
        let cause = "somebody has to confirm what was read, and there is no terminal to ask in";
        let hint = "look at what was understood; `--yes` keeps it without asking";
        return Err(not_taken(path, cause, hint).into());
    }
    app.ui.prompt("Keep this? [y/N] ");
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    let is_agreed = matches!(line.trim().to_lowercase().as_str(), "y" | "yes");
    if !is_agreed {
        app.ui
            .status("nothing was kept; run the same command again to keep it");
    }
    Ok(is_agreed)
}
