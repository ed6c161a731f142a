//! Everything that is there for a period before anybody answers anything.

use anyhow::Result;
use jiff::civil::Date;

use crate::cli::Assess;
use crate::commands::notices::report_problems;
use crate::commands::target_options::{self, unknown};
use crate::context::Context;
use crate::domain::assessment::{Answer, Assessment, OWN_ROLE, State, Status};
use crate::domain::interview::Order;
use crate::domain::log::LogEntry;
use crate::domain::period::Period;
use crate::domain::rubric::Rubric;
use crate::domain::status::Progress;
use crate::error::Failure;
use crate::format::config::Config;
use crate::prompt::{LinePrompt, Prompt, TerminalPrompt};
use crate::report::wording::progress_text;
use crate::store::{FileSnapshot, Loaded, Logged, Store};
use crate::ui::Ui;

/// The command line, and what the store holds for the period.
pub(super) struct AssessContext<'a> {
    pub(super) args: &'a Assess,
    pub(super) context: &'a Context,
    pub(super) store: Store,
    pub(super) rubric: Rubric,
    /// Role and stage from the settings file, where no flag overrides them.
    pub(super) config: Config,
    pub(super) period: Period,
    pub(super) today: Date,
    pub(super) draft: Option<Loaded>,
    pub(super) finished: Option<Loaded>,
    /// The last finished assessment before the period.
    pub(super) previous: Option<Loaded>,
}

impl<'a> AssessContext<'a> {
    pub(super) fn read(
        args: &'a Assess,
        context: &'a Context,
        (store, rubric, config): (Store, Rubric, Config),
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
                "continuing without the previous assessment: {error:#}"
            ));
            None
        });
        Ok(Self {
            args,
            context,
            store,
            rubric,
            config,
            period,
            today,
            draft,
            finished,
            previous,
        })
    }

    /// An empty draft. Role and stage come from the flags, else from the settings, else from the
    /// previous assessment, else from the rubric.
    pub(super) fn empty_draft(&self) -> Assessment {
        let earlier = self.previous();
        let role = self
            .args
            .role
            .as_deref()
            .or(self.config.role.as_ref().map(|role| role.value.as_str()))
            .or(earlier.map(|earlier| earlier.role.as_str()));
        let role = role.filter(|role| self.rubric.profile(role).is_some());
        let first = self.rubric.profiles.first();
        let role = role.unwrap_or_else(|| first.map_or("", |profile| profile.id.as_str()));
        let stage = self
            .args
            .stage
            .as_deref()
            .or(self.config.stage.as_ref().map(|stage| stage.value.as_str()))
            .or(earlier.and_then(|earlier| earlier.stage.as_deref()));
        let stage = stage.filter(|stage| self.rubric.stage(stage).is_some());
        let mut draft = Assessment::begin(self.period, &self.rubric, role, stage);
        if let Some(own) = self.rubric.profile(role).filter(|own| own.id == OWN_ROLE) {
            draft.targets.clone_from(&own.targets);
        }
        draft.started = Some(self.today);
        draft
    }

    /// The last finished assessment before the period.
    pub(super) fn previous(&self) -> Option<&Assessment> {
        self.previous.as_ref().map(|loaded| &loaded.assessment)
    }

    /// What the finished file of the period held at the beginning.
    pub(super) fn finished_seen(&self) -> FileSnapshot {
        let finished = self.finished.as_ref();
        finished.map_or_else(FileSnapshot::nothing, |loaded| loaded.seen.clone())
    }

    /// The day on which the quarter that a draft changes was finished; none where the draft was begun
    /// for itself.
    pub(super) fn finished_on(&self, draft: &Assessment) -> Option<Date> {
        let finished = &self.finished.as_ref()?.assessment;
        let is_same = finished.started == draft.started;
        finished.finished.filter(|_| is_same)
    }

    /// The log of the period. A log that cannot be read is no reason not to assess.
    pub(super) fn log(&self, ui: &mut Ui) -> Vec<LogEntry> {
        match self.store.log(self.period) {
            Ok(logged) => {
                let logs = std::slice::from_ref(&logged);
                report_problems(logs, Logged::unread, ui);
                let entries = logged.log.entries.into_iter();
                entries.map(|(_, entry)| entry).collect()
            }
            Err(error) => {
                ui.warning(&format!("continuing without the log: {error:#}"));
                Vec::new()
            }
        }
    }

    pub(super) fn prompt(&self) -> Result<Box<dyn Prompt>> {
        let folder = self.store.editing_folder(&self.rubric.id);
        let editor = self.context.editor.clone();
        if self.context.accessible {
            let width = self.context.width;
            return Ok(Box::new(LinePrompt::new(width, editor, folder)?));
        }
        if self.context.terminal {
            let color = self.context.color;
            return Ok(Box::new(TerminalPrompt::new(color, editor, folder)?));
        }
        Err(Failure::new("could not ask anything")
            .because("there is no terminal")
            .hint("`--accessible` asks in plain lines over a pipe, `--answers FILE` takes all answers from a file")
            .into())
    }

    /// The flag that says which day it is, for a command to run next.
    pub(super) fn day_flag(&self) -> String {
        let day = self.args.day.date.map(|day| format!(" --date {day}"));
        day.unwrap_or_default()
    }
}

/// Checks the flags against a rubric, before anything is asked or written.
pub(super) fn check_flags(args: &Assess, rubric: &Rubric) -> Result<()> {
    if let Some(role) = &args.role {
        target_options::profile(rubric, role)?;
    }
    if let Some(stage) = &args.stage {
        target_options::stage(rubric, stage)?;
    }
    if let Some(skill) = args.skill.as_deref()
        && rubric.skill(skill).is_none()
    {
        let known = rubric.skills.iter().map(|skill| skill.id.as_str());
        return Err(unknown("skill", skill, rubric, known).into());
    }
    if let Some(id) = args.edit.as_deref()
        && rubric.question(id).is_none()
    {
        let ids = || rubric.questions().map(|(_, question)| question.id.as_str());
        let skill = id.split('.').next().unwrap_or_default();
        let mut known: Vec<_> = ids().filter(|known| known.starts_with(skill)).collect();
        if known.is_empty() {
            known = ids().collect();
        }
        return Err(unknown("question", id, rubric, known.into_iter()).into());
    }
    Ok(())
}

/// How far a draft is: `3 of 28 rated, 1 begun`.
pub(super) fn progress(draft: &Assessment, rubric: &Rubric) -> String {
    let is_begun = |answer: &&Answer| answer.state == State::Open && answer.has_evidence();
    let begun = draft.answers.values().filter(is_begun).count();
    let begun = match begun {
        0 => String::new(),
        begun => format!(", {begun} begun"),
    };
    format!("{}{begun}", progress_text(Progress::of(draft, rubric)))
}

/// What a command that takes an interview up again needs to go on in the same order.
pub(super) fn quick_flag(order: Order) -> &'static str {
    match order {
        Order::EvidenceFirst => "",
        Order::RatingsFirst => " --quick",
    }
}
