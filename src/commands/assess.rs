//! `emkit assess`: the interview, an answers file, or a file to fill in.

mod context;
mod session;
mod start;

use std::path::{Path, PathBuf};

use anyhow::Result;
use jiff::civil::Date;

use self::context::{AssessContext, check_flags};
use super::notices::{say_kept, say_replaced, warn};
use super::{App, STDIN, drawn, input, schema};
use crate::cli::{Assess, SchemaKind};
use crate::domain::period::{Period, period_to_assess};
use crate::domain::rubric::Rubric;
use crate::error::{Exit, Failure};
use crate::escape::shown;
use crate::format::answers::{self, About, Answers};
use crate::format::diagnostic::{Diagnostic, Diagnostics, Position};
use crate::report::scores;
use crate::store::{DEFAULT, remark};
use crate::ui::Ui;

pub(super) fn run(args: &Assess, app: App<'_>) -> Result<Exit> {
    let context;
    let mut app = app;
    let file = args.answers.as_deref().map(AnswersFile::read).transpose()?;
    let about = file.as_ref().map(|file| &file.about);
    let named = about.and_then(|about| about.rubric.as_ref());
    let is_flag = app.context.rubric().is_some() && !app.context.is_rubric_from_file();
    if let Some((id, _)) = named.filter(|_| !is_flag)
        && app.rubric_id().as_deref().unwrap_or(DEFAULT) != id
    {
        context = app.context.for_rubric(id);
        app = App::open(&context, app.ui)?;
    }
    let rubric = app.store.rubric(None);
    let rubric = rubric.map_err(|error| match (&file, named) {
        (Some(file), Some((id, at))) if app.context.rubric() == Some(id) => {
            file.wrong(*at, format!("{error:#}"))
        }
        _ => error.into(),
    })?;
    let rubric = rubric.with_own(&app.context.settings.file.own_targets());
    let today = app.context.day(args.day.date)?;
    let in_file = about.and_then(|about| about.period);
    let asked = args.period.or(in_file.map(|(period, _)| period));
    check_flags(args, &rubric)?;
    // A period in a file is refused with its line.
    if let Some(period) = args.period.filter(|period| *period > Period::of(today)) {
        return Err(Failure::new(format!("could not assess {period}"))
            .because(format!("it has not begun; today is {today}"))
            .hint("leave `--period` out for the quarter that is due")
            .into());
    }
    let due = period_to_assess(today, |period| app.store.is_finished(&rubric.id, period));
    let mut period = asked.unwrap_or(due);
    if asked.is_none() && args.edit.is_some() && !args.fresh {
        // An answer that is there is changed, and no quarter begun for it.
        let mut entries = app.store.entries()?.into_iter();
        let latest = entries.rfind(|it| it.rubric == rubric.id && it.period <= due);
        period = latest.map_or(due, |entry| entry.period);
    }
    let answers = file.map(|file| file.answers(&rubric, period, today));
    let answers = answers.transpose()?;
    let (at, ui) = AssessContext::read(args, app, rubric, period, today)?;
    if !ui.quiet {
        // The first screen says it in its own way.
        let id = &at.rubric.id;
        ui.say(&format!("assessing {period} with the rubric `{id}`"));
    }
    let running = Period::of(today);
    if asked.is_none() && args.edit.is_none() && period != running {
        ui.status(&format!(
            "{period} has just ended and is not finished; `--period {running}` assesses the current quarter"
        ));
    }
    if args.print_answers {
        let (draft, rubric) = match at.draft.as_ref().or(at.finished.as_ref()) {
            Some(loaded) => (loaded.assessment.clone(), &*loaded.rubric),
            None => {
                let chosen = at.previous().map(|earlier| earlier.focus.iter().cloned());
                let mut draft = at.empty_draft();
                draft.last_focus = chosen.into_iter().flatten().map(Into::into).collect();
                (draft, &at.rubric)
            }
        };
        let text = answers::write(&draft, rubric)?;
        let modeline = schema::modeline(SchemaKind::Answers, &at.store, rubric);
        ui.data(&format!("{modeline}{text}"))?;
        return Ok(Exit::Done);
    }
    warn(at.store.shared(), ui);
    warn(at.store.open_to_others(), ui);
    // A folder that cannot be read is the business of `emkit doctor`.
    warn(at.store.left_by_editors().unwrap_or_default(), ui);
    match answers {
        Some(answers) => take_answers(&at, answers, ui),
        None => interview(&at, ui),
    }
}

fn take_answers(
    at: &AssessContext<'_>,
    (label, answers): (PathBuf, Answers),
    ui: &mut Ui,
) -> Result<Exit> {
    let there = match (&at.finished, &at.draft) {
        (Some(_), _) => Some(("is finished already", "replace it")),
        (None, Some(_)) => Some(("has an open draft", "take its place")),
        (None, None) => None,
    };
    if let Some((what, hint)) = there.filter(|_| !at.args.fresh) {
        return Err(Failure::new(format!("could not take the answers for {}", at.period))
            .because(format!("the period {what}"))
            .hint(format!("`--fresh` has the answers {hint} and keeps the earlier version; `--period`, or `period:` in the file, names another quarter"))
            .into());
    }
    for problem in &answers.lost {
        ui.warning(&remark(&label, problem));
    }
    let draft = answers.fill(at.empty_draft(), at.previous());
    let rubric = &at.rubric.with_own(&draft.targets);
    let finished = draft.finish(rubric, at.today);
    let seen = at.finished.as_ref().and_then(|it| it.seen.clone());
    let saved = at.store.save(&finished, rubric, &seen, true)?;
    warn(at.store.lockless(), ui);
    let page = scores::page(&session::report(&finished, rubric)?, &at.context.flags);
    ui.data(&drawn(&page, at.context))?;
    say_replaced(&saved, ui);
    ui.status(&session::finished_text(&finished, &saved));
    if let (Some(kept), false) = (&saved.before, saved.lost_comments) {
        say_kept("assessment", kept, ui);
    }
    ui.status(&session::next_text(&finished, at.context));
    if let Some(draft) = &at.draft
        && let Some(kept) = at.store.set_draft_aside(draft)?
    {
        say_kept("draft", &kept, ui);
    }
    Ok(Exit::Done)
}

fn interview(at: &AssessContext<'_>, ui: &mut Ui) -> Result<Exit> {
    let mut prompt = at.prompt()?;
    at.store.check_writable(&at.rubric.id, at.period)?;
    warn(at.store.lockless(), ui);
    let exit = start::begin(at, prompt.as_mut(), ui);
    // However it ended, what is said from here on has to be seen.
    prompt.leave(ui);
    exit
}

struct AnswersFile {
    label: PathBuf,
    text: String,
    about: About,
}

impl AnswersFile {
    fn read(path: &Path) -> Result<Self> {
        let hint = "`emkit assess --print-answers` prints a file to fill in";
        let text = input(path, hint)?;
        let is_stdin = path == Path::new("-");
        let label = if is_stdin { Path::new(STDIN) } else { path };
        let about = answers::about(label, &text).map_err(|problems| {
            // Every answers file has that key.
            if text.contains("answers:") || text.contains("\"answers\"") {
                return refused(&problems);
            }
            Failure::new("could not take the answers; nothing was saved")
                .because(format!("`{}` is not an answers file", shown(label)))
                .hint("`emkit assess --print-answers > answers.yaml` writes one to fill in")
        })?;
        let label = label.to_owned();
        Ok(Self { label, text, about })
    }

    fn answers(self, rubric: &Rubric, period: Period, today: Date) -> Result<(PathBuf, Answers)> {
        if let Some((said, at)) = self.about.period {
            if said > Period::of(today) {
                return Err(self.wrong(at, format!("{said} has not begun; today is {today}")));
            }
            if said != period {
                return Err(self.wrong(at, format!("the file is for {said}, not for {period}")));
            }
        }
        let answers = answers::read(&self.label, &self.text, rubric);
        let answers = answers.map_err(|problems| refused(&problems))?;
        if answers.is_empty() {
            let what = format!("could not take the answers of `{}`", shown(&self.label));
            return Err(Failure::new(what)
                .because("nothing is filled in")
                .hint("give a rating from 1 to 5, write what happened, or say what does not apply; then run the command again")
                .into());
        }
        Ok((self.label, answers))
    }

    fn wrong(&self, at: Position, message: String) -> anyhow::Error {
        let problem = Diagnostic { at, message };
        refused(&Diagnostics::new(&self.label, &self.text, vec![problem])).into()
    }
}

fn refused(problems: &Diagnostics) -> Failure {
    Failure::new("could not take the answers; nothing was saved")
        .because(format!("\n{problems}"))
        .hint("fix the lines named, then run the command again; `emkit assess --print-answers` prints a file to compare with")
}
