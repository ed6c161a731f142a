//! Everything that is there for a period before anybody answers anything.

use anyhow::Result;
use jiff::civil::Date;

use crate::cli::Assess;
use crate::commands::notices::{report_problems, say_remarks};
use crate::commands::target_options::{find, unknown};
use crate::commands::{App, config};
use crate::context::Context;
use crate::domain::assessment::{Assessment, OWN_ROLE, Status};
use crate::domain::log::LogEntry;
use crate::domain::period::Period;
use crate::domain::rubric::Rubric;
use crate::error::Failure;
use crate::format::config::Config;
use crate::prompt::{LinePrompt, Prompt, TerminalPrompt};
use crate::store::{Kind, Loaded, Store};
use crate::ui::Ui;

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
    pub(super) previous: Option<Loaded>,
}

impl<'a> AssessContext<'a> {
    pub(super) fn read(
        args: &'a Assess,
        app: App<'a>,
        rubric: Rubric,
        period: Period,
        today: Date,
    ) -> Result<(Self, &'a mut Ui)> {
        let config = config::for_new(args, &app, &rubric)?;
        let App { context, store, ui } = app;
        let load = |status| match store.load_period(status, &rubric.id, period) {
            Err(error) if error.kind == Kind::Missing => Ok(None),
            loaded => loaded.map(Some),
        };
        let (draft, finished) = (load(Status::Draft)?, load(Status::Finished)?);
        for loaded in [&draft, &finished].into_iter().flatten() {
            say_remarks(loaded, ui);
        }
        // An old file that is damaged is no reason not to assess this quarter.
        let previous = store.before(&rubric.id, period).unwrap_or_else(|error| {
            ui.warning(&format!(
                "continuing without the previous assessment: {error:#}"
            ));
            None
        });
        let at = Self {
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
        };
        Ok((at, ui))
    }

    /// An empty draft: role and stage from the flags, the settings, the previous assessment, or the rubric.
    pub(super) fn empty_draft(&self) -> Assessment {
        let (args, rubric, earlier) = (self.args, &self.rubric, self.previous());
        let settings = [&self.config.role, &self.config.stage];
        let [set_role, set_stage] = settings.map(|entry| entry.as_ref().map(|it| &it.value));
        let role = args.role.as_ref().or(set_role);
        let role = role.or(earlier.map(|earlier| &earlier.role));
        let role = role.filter(|role| rubric.profile(role).is_some());
        let role = role.or(rubric.profiles.first().map(|first| &first.id));
        let role = role.map_or("", String::as_str);
        let stage = args.stage.as_ref().or(set_stage);
        let stage = stage.or(earlier.and_then(|earlier| earlier.stage.as_ref()));
        let stage = stage.filter(|stage| rubric.stage(stage).is_some());
        let stage = stage.map(String::as_str);
        let mut draft = Assessment::begin(self.period, rubric, role, stage);
        if let Some(own) = rubric.profile(role).filter(|own| own.id == OWN_ROLE) {
            draft.targets.clone_from(&own.targets);
        }
        draft.started = Some(self.today);
        draft
    }

    pub(super) fn previous(&self) -> Option<&Assessment> {
        self.previous.as_ref().map(|loaded| &loaded.assessment)
    }

    /// The log of the period. A log that cannot be read is no reason not to assess.
    pub(super) fn log(&self, ui: &mut Ui) -> Vec<LogEntry> {
        match self.store.log(self.period) {
            Ok(logged) => {
                report_problems(&logged, ui);
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
        let folder = self.store.editing_folder(Some(&self.rubric.id));
        let editor = self.context.editor();
        if self.context.accessible() {
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

    /// The command that takes a draft up again, in the same order.
    pub(super) fn resume(&self, period: Period, is_quick: bool) -> String {
        let quick = if is_quick { " --quick" } else { "" };
        let day = self.args.day.date.map(|day| format!(" --date {day}"));
        let (day, flags) = (day.unwrap_or_default(), &self.context.flags);
        format!("emkit assess --period {period} --resume{quick}{day}{flags}")
    }
}

pub(super) fn check_flags(args: &Assess, rubric: &Rubric) -> Result<()> {
    if let Some(role) = &args.role {
        find("role", role, rubric, &rubric.profiles, |it| &it.id)?;
    }
    if let Some(stage) = &args.stage {
        find("stage", stage, rubric, &rubric.stages, |it| &it.id)?;
    }
    if let Some(skill) = &args.skill {
        find("skill", skill, rubric, &rubric.skills, |it| &it.id)?;
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
        return Err(unknown(("question", id), rubric, known).into());
    }
    Ok(())
}
