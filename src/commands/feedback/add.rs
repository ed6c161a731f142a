//! `emkit feedback add`: replies into the store, all of them or none.

use std::io::BufRead;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::{File, all, refused};
use crate::cli::FeedbackAdd;
use crate::commands::{drawn, store};
use crate::context::Context;
use crate::domain::assessment::Status;
use crate::domain::feedback::{Combined, Relation, Reply};
use crate::domain::period::Period;
use crate::domain::rubric::Rubric;
use crate::error::{Exit, Failure};
use crate::escape::shown;
use crate::format::reply::{Handout, is_mail};
use crate::report::feedback as report;
use crate::report::wording::{count, list};
use crate::store::{Store, Stored};
use crate::ui::Ui;

pub(super) fn run(args: &FeedbackAdd, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let store = store(context)?;
    let today = Period::of(context.day(args.day.date)?);
    let (stored, _) = all(&store, ui)?;
    let mut replies: Vec<Reply> = Vec::new();
    let mut combined: Option<Combined> = None;
    let mut there_already = Vec::new();
    let mut is_unnamed = false;
    for path in &args.files {
        let file = File::read(path)?;
        let rubric = check(&file, args, today, &store, context)?;
        let is_mail = is_mail(&file.text);
        match file.handed.content {
            Handout::Combined(read) => {
                if combined.replace(read).is_some() {
                    return Err(not_taken(
                        path,
                        "there is another combined file beside it; add one",
                    )
                    .into());
                }
            }
            Handout::Reply(mut reply) => {
                let as_said = Reply {
                    relation: args.relation.or(reply.relation),
                    ..reply.clone()
                };
                reply.relation = as_said.relation.or(Some(Relation::Other));
                match known(&reply, &stored, &replies) {
                    Known::No => {}
                    Known::Same(there) => {
                        there_already.push((path, there));
                        continue;
                    }
                    Known::Other(cause) => return Err(not_taken(path, &cause).into()),
                }
                if is_mail && !args.yes {
                    ui.data(&drawn(&report::understood(&as_said, &rubric), context))?;
                    if !agreed(path, context, ui)? {
                        return Ok(Exit::Failed);
                    }
                }
                is_unnamed |= as_said.relation.is_none();
                replies.push(reply);
            }
        }
    }
    for (path, there) in &there_already {
        let (path, there) = (shown(path), shown(there));
        ui.status(&format!("`{path}` is kept already, as `{there}`"));
    }
    if replies.is_empty() && combined.is_none() {
        return Err(Failure::new("could not add anything")
            .because(format!(
                "{} kept already",
                match there_already.len() {
                    1 => "this reply is".to_owned(),
                    number => format!("all {number} replies are"),
                }
            ))
            .hint(format!(
                "`emkit feedback list{}` shows what is kept",
                context.flags
            ))
            .into());
    }
    if is_unnamed {
        ui.status("no relation was given, so it counts as `other`; `--relation manager` says whose it is (take it out first with `emkit feedback remove`)");
    }
    for path in store.add_feedback(&replies, combined.as_ref())? {
        ui.status(&format!("kept as `{}`", shown(path)));
    }
    let of = |relation| {
        let of_it = replies.iter().filter(|it| it.relation == Some(relation));
        (of_it.count(), relation)
    };
    let relations = Relation::ALL.map(of).into_iter();
    let relations: Vec<_> = relations
        .filter(|(number, _)| *number > 0)
        .map(|(number, relation)| count(number, &format!("{} reply", relation.word())))
        .collect();
    if !relations.is_empty() {
        ui.status(&format!(
            "added {}; `emkit compare{}` shows them beside your scores",
            list(&relations),
            context.flags
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
fn check(
    file: &File,
    args: &FeedbackAdd,
    today: Period,
    store: &Store,
    context: &Context,
) -> Result<Rubric> {
    let (path, text) = (&file.path, &file.text);
    let form = file.handed.form();
    let named = store
        .given()
        .map(|rubric| rubric.id.clone())
        .or_else(|| context.rubric.clone());
    if let Some(named) = named.filter(|named| *named != form.rubric)
        && !context.is_rubric_from_file()
    {
        let cause = format!(
            "it is about the rubric `{}`, and `{named}` was asked for",
            form.rubric
        );
        return Err(not_taken(path, &cause).into());
    }
    let wrong = match args.period {
        Some(asked) if asked != form.period => Some(format!(
            "it is about {}, and {asked} was asked for",
            form.period
        )),
        None if form.period > today => Some(format!("{} has not begun", form.period)),
        _ => None,
    };
    if let Some(message) = wrong {
        return Err(refused(path, &file.handed.wrong_period(path, text, message)).into());
    }
    let mut rubrics = Vec::new();
    for status in [Status::Draft, Status::Finished] {
        if let Ok(Some(loaded)) = store.load_period(status, &form.rubric, form.period) {
            rubrics.push(loaded.rubric.as_ref().clone());
        }
    }
    rubrics.extend(
        match store.given().filter(|given| given.id == form.rubric) {
            Some(given) => vec![given.clone()],
            None => vec![store.rubric(Some(&form.rubric))?],
        },
    );
    let known: Vec<_> = rubrics.iter().collect();
    let rubric = file
        .handed
        .check(path, text, &known)
        .map_err(|problems| refused(path, &problems))?;
    Ok(rubric.clone())
}

/// Whether a reply has been seen before.
enum Known {
    No,
    /// The very same is in the store, as after a command that was killed half-way.
    Same(PathBuf),
    /// Another has its id; the cause says where.
    Other(String),
}

fn known(reply: &Reply, stored: &[Stored], before: &[Reply]) -> Known {
    if before.iter().any(|other| other.id == reply.id) {
        return Known::Other("another of these files is the same reply; if two people sent it, put each one's name above it".to_owned());
    }
    for Stored { path, handed, .. } in stored {
        match &handed.content {
            Handout::Reply(other) if other == reply => return Known::Same(path.clone()),
            Handout::Reply(other) if other.id == reply.id => {
                let path = shown(path);
                return Known::Other(format!(
                    "this reply is kept already, as `{path}`, and says something else"
                ));
            }
            _ => {}
        }
    }
    Known::No
}

/// Whether what was understood of a mail is right.
fn agreed(path: &Path, context: &Context, ui: &mut Ui) -> Result<bool> {
    let not_asked = |cause: &str| {
        Failure::new(format!("could not take `{}`", shown(path)))
            .because(cause)
            .hint("look at what was understood; `--yes` keeps it without asking")
    };
    if !context.terminal {
        return Err(not_asked(
            "somebody has to confirm what was read, and there is no terminal to ask in",
        )
        .into());
    }
    ui.prompt("Keep this? [y/N] ");
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    read.map_err(|error| not_asked(&error.to_string()))?;
    let is_agreed = matches!(line.trim().to_lowercase().as_str(), "y" | "yes");
    if !is_agreed {
        ui.status("nothing was kept; run the same command again to keep it");
    }
    Ok(is_agreed)
}
