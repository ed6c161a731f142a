//! `emkit feedback add`: replies into the store, all of them or none.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::{File, all, refused};
use crate::cli::FeedbackAdd;
use crate::commands::App;
use crate::domain::assessment::Status;
use crate::domain::feedback::{Combined, Relation, Reply};
use crate::domain::period::Period;
use crate::domain::rubric::Rubric;
use crate::error::{Exit, Failure};
use crate::escape::shown;
use crate::format::reply::{Handout, is_mail};
use crate::report::feedback as report;
use crate::report::wording::{count, list};
use crate::store::Stored;

pub(super) fn run(args: &FeedbackAdd, mut app: App<'_>) -> Result<Exit> {
    let today = Period::of(app.context.day(args.day.date)?);
    let stored = all(&mut app)?;
    let mut replies: Vec<Reply> = Vec::new();
    let mut combined: Option<Combined> = None;
    let mut there_already = Vec::new();
    let mut is_unnamed = false;
    for path in &args.files {
        let file = File::read(path)?;
        let rubric = check(&file, args, today, &app)?;
        let is_mail = is_mail(&file.text);
        let mut reply = match file.handed.content {
            Handout::Combined(read) => {
                if combined.replace(read).is_some() {
                    let cause = "there is another combined file beside it; add one";
                    return Err(not_taken(path, cause).into());
                }
                continue;
            }
            Handout::Reply(reply) => reply,
        };
        let as_said = Reply {
            relation: args.relation.or(reply.relation),
            ..reply.clone()
        };
        reply.relation = as_said.relation.or(Some(Relation::Other));
        if let Some(there) = kept(path, &reply, &stored, &replies)? {
            there_already.push((path, there));
            continue;
        }
        if is_mail && !args.yes {
            app.print(&report::understood(&as_said, &rubric))?;
            if !agreed(path, &mut app)? {
                return Ok(Exit::Failed);
            }
        }
        is_unnamed |= as_said.relation.is_none();
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
    let relations = Relation::ALL.into_iter().filter_map(|relation| {
        let of_it = replies.iter().filter(|it| it.relation == Some(relation));
        let number = of_it.count();
        (number > 0).then(|| count(number, &format!("{} reply", relation.word())))
    });
    let relations: Vec<_> = relations.collect();
    if !relations.is_empty() {
        let added = list(&relations);
        ui.status(&format!(
            "added {added}; `emkit compare{flags}` shows them beside your scores"
        ));
    }
    Ok(Exit::Done)
}

fn not_taken(path: &Path, cause: &str) -> Failure {
    Failure::new(format!("could not take `{}`", shown(path)))
        .because(cause)
        .hint("nothing was kept; leave that file out and run the command again")
}

/// Checks a file against what was asked for and the statements of its rubric, those of the period's
/// assessment or today's.
fn check(file: &File, args: &FeedbackAdd, today: Period, app: &App<'_>) -> Result<Rubric> {
    let (path, text, store) = (&file.path, &file.text, &app.store);
    let form = file.handed.form();
    let named = app.rubric_id().filter(|named| *named != form.rubric);
    if let Some(named) = named
        && !app.context.is_rubric_from_file()
    {
        let cause = format!(
            "it is about the rubric `{}`, and `{named}` was asked for",
            form.rubric
        );
        return Err(not_taken(path, &cause).into());
    }
    let period = form.period;
    let wrong = match args.period {
        Some(asked) if asked != period => {
            Some(format!("it is about {period}, and {asked} was asked for"))
        }
        None if period > today => Some(format!("{period} has not begun")),
        _ => None,
    };
    if let Some(message) = wrong {
        return Err(refused(path, &file.handed.wrong_period(path, text, message)).into());
    }
    let mut rubrics = Vec::new();
    for status in [Status::Draft, Status::Finished] {
        if let Ok(Some(loaded)) = store.load_period(status, &form.rubric, period) {
            rubrics.push(loaded.rubric.as_ref().clone());
        }
    }
    rubrics.push(match store.given() {
        Some(given) if given.id == form.rubric => given.clone(),
        _ => store.rubric(Some(&form.rubric))?,
    });
    let known: Vec<_> = rubrics.iter().collect();
    let rubric = file.handed.check(path, text, &known);
    Ok(rubric.map_err(|problems| refused(path, &problems))?.clone())
}

/// Where the very same reply is in the store, as after a command that was killed half-way. Another
/// reply with its id is refused.
fn kept(
    path: &Path,
    reply: &Reply,
    stored: &[Stored],
    before: &[Reply],
) -> Result<Option<PathBuf>> {
    if before.iter().any(|other| other.id == reply.id) {
        let cause = "another of these files is the same reply; if two people sent it, put each one's name above it";
        return Err(not_taken(path, cause).into());
    }
    for Stored {
        path: there,
        handed,
        ..
    } in stored
    {
        match &handed.content {
            Handout::Reply(other) if other == reply => return Ok(Some(there.clone())),
            Handout::Reply(other) if other.id == reply.id => {
                let there = shown(there);
                let cause =
                    format!("this reply is kept already, as `{there}`, and says something else");
                return Err(not_taken(path, &cause).into());
            }
            _ => {}
        }
    }
    Ok(None)
}

fn agreed(path: &Path, app: &mut App<'_>) -> Result<bool> {
    let not_asked = |cause: &str| {
        Failure::new(format!("could not take `{}`", shown(path)))
            .because(cause)
            .hint("look at what was understood; `--yes` keeps it without asking")
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
