//! `emkit assess`: the interview, an answers file, or a file to fill in.

use std::path::{Path, PathBuf};

use anyhow::Result;
use jiff::civil::Date;

use super::config;
use super::lens::{self, unknown};
use super::log;
use super::session::{self, Session};
use super::work::Wish;
use crate::cli::Assess;
use crate::context::Context;
use crate::domain::assessment::{Assessment, Status};
use crate::domain::log::LogEntry;
use crate::domain::period::{Period, period_to_assess};
use crate::domain::rubric::Rubric;
use crate::error::{Exit, Failure, quoted};
use crate::escape::shown;
use crate::format::answers::{self, About, Answers};
use crate::format::config::Config;
use crate::format::problem::{Place, Problem, Problems};
use crate::prompt::{LinePrompt, Prompt, TerminalPrompt};
use crate::report::scores;
use crate::store::doctor::Finding;
use crate::store::{self, DEFAULT, Loaded, MOST_BYTES, STDIN, Seen, Store};
use crate::ui::Ui;

pub(super) fn run(args: &Assess, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let mut context = context.accessible_if(args.accessible);
    let mut store = super::store(&context)?;
    let file = args.answers.as_deref().map(File::read).transpose()?;
    let about = file.as_ref().map(|file| &file.about);
    if let Some((id, _)) = about.and_then(|about| about.rubric.as_ref())
        && !is_rubric_named(&context, &store, id)
    {
        context = context.for_rubric(id);
        store = super::store(&context)?;
    }
    let context = &context;
    let rubric = super::rubric(&store, context).map_err(|error| match (about, &file) {
        (
            Some(About {
                rubric: Some((id, at)),
                ..
            }),
            Some(file),
        ) if context.rubric.as_ref() == Some(id) => file.wrong(*at, format!("{error:#}")),
        _ => error,
    })?;
    let today = context.day(args.day.date)?;
    let said = about.and_then(|about| about.period);
    let asked = args.period.or(said.map(|(period, _)| period));
    let period = period(args, asked, &store, &rubric, today)?;
    check(args, &rubric)?;
    let answers = file.map(|file| file.answers(&rubric, period, today));
    let answers = answers.transpose()?;
    let settings = config::for_new(args, context, &store, &rubric)?;
    let case = Case::read(store, rubric, settings, period, today, ui)?;
    if !context.quiet {
        // The first screen has it in its own words.
        ui.say(&format!(
            "assessing {period} with the rubric `{}`",
            case.rubric.id
        ));
    }
    let running = Period::of(today);
    if asked.is_none() && period != running {
        ui.status(&format!(
            "{period} has just ended and is not finished; `--period {running}` takes the quarter that runs"
        ));
    }
    if args.print_answers {
        let there = case.draft.as_ref().or(case.finished.as_ref());
        let text = match there {
            Some(loaded) => answers::write(&loaded.assessment, &loaded.rubric)?,
            None => answers::write(&case.begin(args), &case.rubric)?,
        };
        ui.data(&text)?;
        return Ok(Exit::Done);
    }
    warn(case.store.shared(), ui);
    warn(case.store.open_to_others(), ui);
    // A folder that cannot be read is the business of `emkit doctor`.
    warn(case.store.left_by_editors().unwrap_or_default(), ui);
    match answers {
        Some(answers) => case.take_answers(args, answers, context, ui),
        None => case.interview(args, context, ui),
    }
}

/// Says what should be known about the store before anything is written to it.
pub(super) fn warn(findings: impl IntoIterator<Item = Finding>, ui: &mut Ui) {
    for finding in findings {
        ui.warning(&finding.what);
        if let Some(remedy) = finding.remedy {
            ui.say(&format!("hint: {remedy}"));
        }
    }
}

/// The period asked for, or the one that is due.
fn period(
    args: &Assess,
    asked: Option<Period>,
    store: &Store,
    rubric: &Rubric,
    today: Date,
) -> Result<Period> {
    let Some(period) = asked else {
        let is_finished = |period| store.is_finished(&rubric.id, period);
        return Ok(period_to_assess(today, is_finished));
    };
    // What a file says is refused with its line.
    if args.period.is_some() && period > Period::of(today) {
        return Err(Failure::new(format!("could not assess {period}"))
            .because(format!("it has not begun; today is {today}"))
            .hint("leave `--period` out for the quarter that is due")
            .into());
    }
    Ok(period)
}

/// Everything that is there for the period before anybody says anything.
pub(super) struct Case {
    pub(super) store: Store,
    pub(super) rubric: Rubric,
    /// What the settings file says where no flag goes before it.
    pub(super) file: Config,
    pub(super) period: Period,
    pub(super) today: Date,
    pub(super) draft: Option<Loaded>,
    pub(super) finished: Option<Loaded>,
    /// The last finished assessment before the period.
    pub(super) previous: Option<Assessment>,
}

impl Case {
    fn read(
        store: Store,
        rubric: Rubric,
        file: Config,
        period: Period,
        today: Date,
        ui: &mut Ui,
    ) -> Result<Self> {
        let draft = store.load_period(Status::Draft, &rubric.id, period)?;
        let finished = store.load_period(Status::Finished, &rubric.id, period)?;
        for loaded in [&draft, &finished].into_iter().flatten() {
            for remark in &loaded.remarks {
                ui.warning(remark);
            }
        }
        // An old file that is damaged is no reason not to assess this quarter.
        let previous = store.before(&rubric.id, period).unwrap_or_else(|error| {
            ui.warning(&format!(
                "going on without the assessment before: {error:#}"
            ));
            None
        });
        let previous = previous.map(|loaded| loaded.assessment);
        Ok(Self {
            store,
            rubric,
            file,
            period,
            today,
            draft,
            finished,
            previous,
        })
    }

    /// An empty draft for the role asked for, else that of the settings, else that of the assessment
    /// before, else the default.
    pub(super) fn begin(&self, args: &Assess) -> Assessment {
        let earlier = self.previous.as_ref();
        let role = args
            .role
            .as_deref()
            .or(self.file.role.as_ref().map(|role| role.value.as_str()))
            .or(earlier.map(|earlier| earlier.role.as_str()));
        let role = role.filter(|role| self.rubric.profile(role).is_some());
        let default = self
            .rubric
            .profiles
            .first()
            .map_or("", |profile| profile.id.as_str());
        let stage = args
            .stage
            .as_deref()
            .or(self.file.stage.as_ref().map(|stage| stage.value.as_str()))
            .or(earlier.and_then(|earlier| earlier.stage.as_deref()));
        let stage = stage.filter(|stage| self.rubric.stage(stage).is_some());
        let mut draft =
            Assessment::begin(self.period, &self.rubric, role.unwrap_or(default), stage);
        draft.started = Some(self.today);
        draft
    }

    fn take_answers(
        &self,
        args: &Assess,
        (label, answers): (PathBuf, Answers),
        context: &Context,
        ui: &mut Ui,
    ) -> Result<Exit> {
        if !args.fresh && (self.finished.is_some() || self.draft.is_some()) {
            let (what, hint) = match (&self.finished, &self.draft) {
                (Some(_), _) => ("is finished already", "replace it"),
                (None, _) => ("has an open draft", "take its place"),
            };
            return Err(Failure::new(format!("could not take the answers for {}", self.period))
                .because(format!("the period {what}"))
                .hint(format!("`--fresh` has the answers {hint} and keeps the earlier version; `--period`, or `period:` in the file, names another quarter"))
                .into());
        }
        for problem in answers.lost() {
            let at = problem.at;
            ui.warning(&format!(
                "{}:{}:{}: {}",
                shown(&label),
                at.line,
                at.column,
                problem.message
            ));
        }
        let draft = answers.fill(self.begin(args), self.previous.as_ref());
        let finished = draft.finish(&self.rubric, self.today);
        let seen = self
            .finished
            .as_ref()
            .map_or_else(Seen::nothing, |loaded| loaded.seen.clone());
        let saved = self
            .store
            .save_finished(&finished, &self.rubric, &seen)
            .map_err(session::explained)?;
        warn(self.store.lockless(), ui);
        session::show(&finished, &self.rubric, context, scores::page, ui)?;
        session::say_finished(&finished, &saved, ui);
        if let (Some(kept), None) = (&saved.replaced.before, &saved.replaced.comments) {
            say_kept("assessment", kept, ui);
        }
        session::say_next(&finished, context, ui);
        if let Some(draft) = &self.draft
            && let Some(kept) = self.store.set_draft_aside(draft)?
        {
            say_kept("draft", &kept, ui);
        }
        Ok(Exit::Done)
    }

    fn interview(&self, args: &Assess, context: &Context, ui: &mut Ui) -> Result<Exit> {
        let mut prompt = self.prompt(context)?;
        self.store.check_writable(&self.rubric.id, self.period)?;
        warn(self.store.lockless(), ui);
        let exit = self.converse(args, context, prompt.as_mut(), ui);
        // However it ended, what is said from here on has to be seen.
        prompt.leave(ui);
        exit
    }

    fn converse(
        &self,
        args: &Assess,
        context: &Context,
        prompt: &mut dyn Prompt,
        ui: &mut Ui,
    ) -> Result<Exit> {
        let work = match self.wish(args, prompt, ui)? {
            Wish::GoOn(draft) => self.reopened(args, draft, ui)?,
            Wish::Change(finished) => self.changed(args, finished, ui)?,
            Wish::Begin => self.begun(args, ui),
            Wish::Leave(exit) => {
                self.say_untouched(args, context, ui);
                return Ok(exit);
            }
        };
        let mut opening = work.opening;
        opening.log = self.logged(ui);
        let session = Session {
            store: &self.store,
            context,
            today: self.today,
            day: day(args),
            previous: self.previous.as_ref(),
            finished_seen: self
                .finished
                .as_ref()
                .map_or_else(Seen::nothing, |loaded| loaded.seen.clone()),
        };
        session.run(work.draft, &work.rubric, work.seen, opening, prompt, ui)
    }

    /// What was logged in the period. A log that cannot be read is no reason not to assess.
    fn logged(&self, ui: &mut Ui) -> Vec<LogEntry> {
        match self.store.log(self.period) {
            Ok(logged) => {
                let logs = std::slice::from_ref(&logged);
                log::complain(logs, &self.store, Store::unread_in, ui);
                let entries = logged.log.entries.into_iter();
                entries.map(|(_, entry)| entry).collect()
            }
            Err(error) => {
                ui.warning(&format!("going on without the log: {error:#}"));
                Vec::new()
            }
        }
    }

    fn prompt(&self, context: &Context) -> Result<Box<dyn Prompt>> {
        let folder = self.store.editing_folder(&self.rubric.id);
        let editor = context.editor.clone();
        if context.accessible {
            return Ok(Box::new(LinePrompt::new(context.width, editor, folder)?));
        }
        if context.terminal {
            return Ok(Box::new(TerminalPrompt::new(
                context.color,
                editor,
                folder,
            )?));
        }
        Err(Failure::new("could not ask anything")
            .because("there is no terminal")
            .hint("`--accessible` asks in plain lines over a pipe, `--answers FILE` takes all answers from a file")
            .into())
    }
}

/// Where the version is that something else has taken the place of.
pub(super) fn say_kept(what: &str, kept: &Path, ui: &mut Ui) {
    ui.status(&format!(
        "the {what} before is kept; `emkit show {}` shows it",
        quoted(kept)
    ));
}

/// The flag that says which day it is, for a command to run next.
pub(super) fn day(args: &Assess) -> String {
    let day = args.day.date.map(|day| format!(" --date {day}"));
    day.unwrap_or_default()
}

/// Checks what was typed against the rubric, before anything is asked or written.
pub(super) fn check(args: &Assess, rubric: &Rubric) -> Result<()> {
    if let Some(role) = &args.role {
        lens::profile(rubric, role)?;
    }
    if let Some(stage) = &args.stage {
        lens::stage(rubric, stage)?;
    }
    if let Some(skill) = args
        .skill
        .as_deref()
        .filter(|skill| rubric.skill(skill).is_none())
    {
        let known = rubric.skills.iter().map(|skill| skill.id.as_str());
        return Err(unknown("skill", skill, rubric, known).into());
    }
    if let Some(id) = args
        .edit
        .as_deref()
        .filter(|id| rubric.question(id).is_none())
    {
        let near = id.split('.').next().unwrap_or_default();
        let known = rubric.questions().map(|(_, question)| question.id.as_str());
        let mut known: Vec<_> = known.filter(|known| known.starts_with(near)).collect();
        if known.is_empty() {
            known = rubric
                .questions()
                .map(|(_, question)| question.id.as_str())
                .collect();
        }
        return Err(unknown("question", id, rubric, known.into_iter()).into());
    }
    Ok(())
}

/// Whether the command line names a rubric, or the one in use has this id anyway.
fn is_rubric_named(context: &Context, store: &Store, id: &str) -> bool {
    let is_asked_for = context.rubric.is_some() && !context.is_rubric_from_file();
    let named = context.rubric.as_deref().unwrap_or(DEFAULT);
    is_asked_for || store.given().map_or(named, |given| &given.id) == id
}

/// An answers file: what to call it, what it holds, and what it says it is about.
struct File {
    label: PathBuf,
    text: String,
    about: About,
}

impl File {
    fn read(path: &Path) -> Result<Self> {
        let (label, text) = if path == Path::new("-") {
            let hint = "`emkit assess --print-answers` prints a file to fill in and hand in";
            (PathBuf::from(STDIN), store::read_stdin(MOST_BYTES, hint)?)
        } else {
            (path.to_owned(), store::read(path)?)
        };
        let about = answers::about(&label, &text).map_err(|problems| refused(&problems))?;
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
                .hint("give a rating from 1 to 5, write what happened, or say what does not apply; then hand the file in again")
                .into());
        }
        Ok((self.label, answers))
    }

    /// What is wrong with one line of it.
    fn wrong(&self, at: Place, message: String) -> anyhow::Error {
        let problem = Problem { at, message };
        refused(&Problems::new(&self.label, &self.text, vec![problem])).into()
    }
}

fn refused(problems: &Problems) -> Failure {
    Failure::new("could not take the answers; nothing was saved")
        .because(format!("\n{problems}"))
        .hint("correct the lines named and hand the file in again; `emkit assess --print-answers` prints one to compare with")
}
