//! `emkit feedback add`: replies into the store, all of them or none.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::{all, refused, take};
use crate::cli::FeedbackAdd;
use crate::commands::{App, drawn};
use crate::domain::assessment::Status;
use crate::domain::feedback::{Combined, Form, Relation, Reply, grouped};
use crate::domain::period::Period;
use crate::domain::rubric::Rubric;
use crate::error::{Exit, Failure};
use crate::escape::shown;
use crate::format::reply::{Handed, Handout, is_mail};
use crate::report::feedback as report;
use crate::report::wording::{count, list};
use crate::store::Stored;

pub(super) fn run(args: &FeedbackAdd, mut app: App<'_>) -> Result<Exit> {
    let today = Period::of(app.context.day(args.day.date)?);
    let stored = all(&mut app)?;
    let mut replies: Vec<Reply> = Vec::new();
    let mut combined: Option<Combined> = None;
    let (mut there_already, mut is_unnamed) = (Vec::new(), false);
    for path in &args.files {
        let (handed, text) = take(path)?;
        let rubric = check(path, (&handed, &text), args, today, &app)?;
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
            there_already.push((path, there));
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
    for (path, there) in &there_already {
        let (path, there) = (shown(path), shown(there));
        ui.status(&format!("`{path}` is kept already, as `{there}`"));
    }
    let flags = &context.flags;
    if replies.is_empty() && combined.is_none() {
        let known = match there_already.len() {
            1 => "this reply is".to_owned(),
            number => format!("all {number} replies are"),
        };
        return Err(Failure::new("could not add anything")
            .because(format!("{known} kept already"))
            .hint(format!("`emkit feedback list{flags}` shows what is kept"))
            .into());
    }
    if is_unnamed {
        ui.status("no relation was given, so it counts as `other`; `--relation manager` says whose it is (take it out first with `emkit feedback remove`)");
    }
    for path in store.add_feedback(&replies, combined.as_ref())? {
        ui.status(&format!("kept as `{}`", shown(path)));
    }
    let added = grouped(&replies).into_iter().map(|(relation, group)| {
        let reply = format!("{} reply", relation.word());
        count(group.replies, &reply)
    });
    let added: Vec<_> = added.collect();
    if !added.is_empty() {
        let added = list(&added);
        ui.status(&format!(
            "added {added}; `emkit compare{flags}` shows them beside your scores"
        ));
    }
    Ok(Exit::Done)
}

const LEAVE_OUT: &str = "nothing was kept; leave that file out and run the command again";

fn not_taken(path: &Path, cause: &str, hint: &str) -> Failure {
    let failed = Failure::new(format!("could not take `{}`", shown(path)));
    failed.because(cause).hint(hint)
}

/// Checks a file against what was asked for, and the period's or today's wording of its rubric.
fn check(
    path: &Path,
    (handed, text): (&Handed, &str),
    args: &FeedbackAdd,
    today: Period,
    app: &App<'_>,
) -> Result<Rubric> {
    let Form {
        rubric: id, period, ..
    } = handed.form();
    let named = app.rubric_id().filter(|named| named != id);
    if let Some(named) = named.filter(|_| !app.context.is_rubric_from_file()) {
        let cause = format!("it is about the rubric `{id}`, and `{named}` was asked for");
        return Err(not_taken(path, &cause, LEAVE_OUT).into());
    }
    let wrong = match args.period {
        Some(asked) if asked != *period => {
            Some(format!("it is about {period}, and {asked} was asked for"))
        }
        None if *period > today => Some(format!("{period} has not begun")),
        _ => None,
    };
    if let Some(message) = wrong {
        return Err(refused(path, handed.wrong_period(path, text, message)).into());
    }
    let statuses = [Status::Draft, Status::Finished].into_iter();
    let loaded = statuses.flat_map(|status| app.store.load_period(status, id, *period));
    let mut rubrics: Vec<_> = loaded.flatten().map(|it| it.rubric).collect();
    rubrics.push(match &app.store.given {
        Some(given) if given.id == *id => given.clone().into(),
        _ => app.store.rubric(Some(id))?.into(),
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
    let mut same = stored
        .iter()
        .filter_map(|there| match &there.handed.content {
            Handout::Reply(other) if other.id == reply.id => Some((&there.path, other)),
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
    let not_asked = |cause: &str| {
        let hint = "look at what was understood; `--yes` keeps it without asking";
        not_taken(path, cause, hint)
    };
    if !app.context.terminal {
        let cause = "somebody has to confirm what was read, and there is no terminal to ask in";
        return Err(not_asked(cause).into());
    }
    app.ui.prompt("Keep this? [y/N] ");
    let mut line = String::new();
    let read = std::io::stdin().read_line(&mut line);
    read.map_err(|error| not_asked(&error.to_string()))?;
    let is_agreed = matches!(line.trim().to_lowercase().as_str(), "y" | "yes");
    if !is_agreed {
        app.ui
            .status("nothing was kept; run the same command again to keep it");
    }
    Ok(is_agreed)
}
