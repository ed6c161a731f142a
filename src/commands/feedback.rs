//! `emkit feedback`: forms for others, and what comes back.

mod add;

use std::path::Path;

use anyhow::Result;

use super::export::hand_out;
use super::{App, input};
use crate::cli::{Feedback, FeedbackCombine, FeedbackForm, FormFormat, Format};
use crate::context::Context;
use crate::domain::feedback::{Form, Relation, Reply, asked, combined, grouped};
use crate::domain::period::{Period, period_to_assess};
use crate::error::{Exit, Failure};
use crate::escape::{shown, visible};
use crate::format::diagnostic::Diagnostics;
use crate::format::reply::{self, Handed, Handout, statements};
use crate::render::form::{self, Collector};
use crate::report::feedback::{self as report, Row};
use crate::report::wording::{count, list as words};
use crate::store::{Stored, together};
use crate::ui::Ui;

pub(super) fn run(command: &Feedback, context: &Context, ui: &mut Ui) -> Result<Exit> {
    match command {
        Feedback::Form(args) => form(args, App::open(context, ui)?)?,
        Feedback::Add(args) => return add::run(args, App::open(context, ui)?),
        Feedback::List { format } => list(*format, App::open(context, ui)?)?,
        Feedback::Remove { name } => remove(name, App::open(context, ui)?)?,
        Feedback::Combine(args) => combine(args, context, ui)?,
    }
    Ok(ui.exit)
}

fn form(args: &FeedbackForm, mut app: App<'_>) -> Result<()> {
    let rubric = app.rubric()?;
    if asked(&rubric).next().is_none() {
        let cause = format!("the rubric `{}` asks others nothing", rubric.id);
        let hint = "give its skills `observed` statements, or choose another with `--rubric`; `emkit rubric show` has some";
        return Err(not_written(&cause, hint).into());
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
    let (name, at_least) = (collector.as_deref(), args.at_least);
    let collector = name.map(|name| Collector { name, at_least });
    let form = form::Form {
        rubric: &rubric,
        about: &about,
        collector,
    };
    let text = match args.format {
        FormFormat::Html => form.html()?,
        FormFormat::Text => form.text()?,
        FormFormat::Yaml => form.yaml(&random_id()?)?,
    };
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

/// What tells one reply from another that says the same.
fn random_id() -> Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| {
        let cause = format!("the system gave no random number ({error})");
        not_written(&cause, "try again")
    })?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}

fn not_written(cause: &str, hint: &str) -> Failure {
    Failure::new("could not write a form")
        .because(cause)
        .hint(hint)
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
    let mut stored = Vec::new();
    for (rubric, period) in app.store.feedback_periods()? {
        let found = app.ui.or_error(app.store.feedback(&rubric, period));
        stored.extend(found.unwrap_or_default());
    }
    Ok(stored)
}

fn remove(name: &str, app: App<'_>) -> Result<()> {
    // One that can't be read may be what has to go.
    let mut found = app.store.feedback_files()?;
    found.retain(|path| {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        !name.is_empty() && stem.starts_with(name)
    });
    let cause = match found.as_slice() {
        [path] => {
            app.store.remove_feedback(path)?;
            let path = shown(path);
            app.ui
                .status(&format!("removed `{path}`; no version is kept"));
            return Ok(());
        }
        [] => "no reply has that name".to_owned(),
        several => format!("{} replies have names that begin so", several.len()),
    };
    let flags = &app.context.flags;
    Err(Failure::new(format!("could not remove `{name}`"))
        .because(cause)
        .hint(format!("`emkit feedback list{flags}` shows their names"))
        .into())
}

fn take(path: &Path) -> Result<(Handed, String)> {
    let text = input(path, "save it to a file and name that")?;
    let handed = reply::read(path, &text).map_err(|problems| refused(path, problems))?;
    Ok((handed, text))
}

fn refused(path: &Path, problems: Diagnostics) -> Failure {
    Failure::new(format!("could not take `{}`", shown(path)))
        .because(problems)
        .hint("nothing was kept; correct the lines named, or ask for the reply again")
}

fn combine(args: &FeedbackCombine, context: &Context, ui: &mut Ui) -> Result<()> {
    let replies = gathered(args, ui)?;
    let Some(first) = replies.first() else {
        return Err(could_not("there are no replies").into());
    };
    let (combined, few) = combined(&first.form, grouped(&replies), args.at_least);
    let few = few.into_iter().map(|(relation, replies)| {
        let replies = count(replies, "reply");
        format!("{} has {replies}", relation.word())
    });
    let (least, few) = (args.at_least, few.collect::<Vec<_>>());
    if combined.groups.is_empty() {
        let few = words(&few);
        let failed = could_not(format!("each relation needs {least} replies, and {few}"));
        let hint = "wait for more; `--at-least N` only if the form promised another number";
        return Err(failed.hint(hint).into());
    }
    let text = reply::write_combined(&combined)?;
    hand_out(&text, (Some(&args.output), args.force), context, ui)?;
    for (relation, group) in &combined.groups {
        let (relation, replies) = (relation.word(), count(group.replies, "reply"));
        ui.status(&format!("{relation}: {replies} put together"));
    }
    if !few.is_empty() {
        let few = words(&few);
        ui.status(&format!("left out, with fewer than {least}: {few}"));
    }
    let yours: usize = replies.iter().map(Reply::for_collector).sum();
    if yours > 0 {
        let comments = count(yours, "comment");
        ui.status(&format!("{comments} for you alone, left out"));
    }
    ui.status("combine once: two such files with one reply between them give that reply away");
    Ok(())
}

fn could_not(cause: impl std::fmt::Display) -> Failure {
    Failure::new("could not combine").because(cause)
}

fn gathered(args: &FeedbackCombine, ui: &mut Ui) -> Result<Vec<Reply>> {
    if args.relation.is_some_and(Relation::is_one_person) {
        let cause = "there is one manager and one counterpart, who can't be hidden among others";
        let hint = "they reply straight: `emkit feedback add FILE --relation manager`";
        let failed = could_not(cause).hint(hint);
        return Err(failed.exit(Exit::Usage).into());
    }
    let mut replies: Vec<(Reply, String)> = Vec::new();
    for path in &args.files {
        let name = shown(path);
        let refuse =
            |cause: &str, hint: &str| Err(could_not(format!("`{name}` {cause}")).hint(hint).into());
        let Handout::Reply(mut reply) = take(path)?.0.content else {
            let hint = "combine the single replies, once";
            return refuse("is combined already", hint);
        };
        reply.relation = args.relation.or(reply.relation);
        let Some(relation) = reply.relation else {
            let hint = "`--relation peer` says it for all of these files";
            return refuse("doesn't say how its author works with the person", hint);
        };
        if relation.is_one_person() {
            let who = relation.word();
            let cause = format!("is from the {who}, who can't be hidden among others");
            return refuse(&cause, "leave it out; it goes straight to the person");
        }
        if let Some((first, other)) = replies.first()
            && (first.form != reply.form || !first.skills.keys().eq(reply.skills.keys()))
        {
            let (this, that) = (about(&reply.form), about(&first.form));
            let cause = format!("and `{other}` reply to different forms: {this} and {that}");
            return refuse(&cause, "combine the replies to one form");
        }
        match replies.iter().find(|(other, _)| other.id == reply.id) {
            Some((other, there)) if *other == reply => ui.status(&format!(
                "`{name}` is the same reply as `{there}` and counts once; if two people sent it, put each one's name above it"
            )),
            Some((_, there)) => {
                let cause = format!("and `{there}` say they are the same reply, and differ");
                return refuse(&cause, "leave out the older of the two");
            }
            None => replies.push((reply, name)),
        }
    }
    Ok(replies.into_iter().map(|(reply, _)| reply).collect())
}

fn about(form: &Form) -> String {
    let person = form.person.as_deref().unwrap_or("nobody named");
    let (period, rubric, digest) = (form.period, &form.rubric, &form.digest);
    format!("{person}, {period} under `{rubric}` ({digest})")
}
