//! What an interview works on: the draft, the finished assessment, or an empty page. A draft is
//! taken up or set aside only as the person says.

use anyhow::Result;

use super::assess::{Case, check, day, say_kept};
use super::config::line;
use super::session;
use crate::cli::Assess;
use crate::context::Context;
use crate::domain::assessment::{Assessment, State};
use crate::domain::interview::{Action, Opening, Order, Start};
use crate::domain::quarter::Progress;
use crate::domain::rubric::Rubric;
use crate::error::Exit;
use crate::format::config::Entry;
use crate::prompt::{Prompt, Reply};
use crate::store::{Loaded, Seen};
use crate::ui::Ui;

/// What is worked on, and what was on disk for it.
pub(super) struct Work {
    pub(super) draft: Assessment,
    pub(super) rubric: Rubric,
    pub(super) seen: Seen,
    pub(super) opening: Opening,
}

/// What the person wants, as far as there is a choice.
pub(super) enum Wish<'a> {
    GoOn(&'a Loaded),
    Change(&'a Loaded),
    Begin,
    Leave(Exit),
}

impl Case {
    /// Finds out what is wanted. A draft that is not gone on with is set aside.
    pub(super) fn wish(
        &self,
        args: &Assess,
        prompt: &mut dyn Prompt,
        ui: &mut Ui,
    ) -> Result<Wish<'_>> {
        let Some(draft) = &self.draft else {
            return Ok(match &self.finished {
                Some(finished) if !args.fresh => Wish::Change(finished),
                _ => Wish::Begin,
            });
        };
        let wish = self.wish_for_draft(draft, args, prompt, ui)?;
        if let Wish::Begin = wish
            && let Some(kept) = self.store.set_draft_aside(draft)?
        {
            say_kept("draft", &kept, ui);
        }
        Ok(wish)
    }

    fn wish_for_draft<'a>(
        &self,
        draft: &'a Loaded,
        args: &Assess,
        prompt: &mut dyn Prompt,
        ui: &mut Ui,
    ) -> Result<Wish<'a>> {
        if args.fresh {
            return Ok(Wish::Begin);
        }
        let period = self.period;
        let stands = session::stands(&draft.assessment, &draft.rubric);
        if args.resume || args.edit.is_some() {
            ui.status(&format!("going on with the draft of {period}: {stands}"));
            return Ok(Wish::GoOn(draft));
        }
        let begun = draft.assessment.started;
        let begun = begun.map_or_else(String::new, |day| format!(", begun on {day}"));
        let question = match &self.finished {
            None => format!("There is a draft of {period}{begun}: {stands}."),
            Some(_) => format!(
                "{period} is finished. There is a draft with changes to it, which count once you finish it."
            ),
        };
        let choices = match &self.finished {
            None => [
                "go on with it".to_owned(),
                "begin anew (it is kept as an earlier version)".to_owned(),
            ],
            Some(_) => [
                "go on with the changes".to_owned(),
                "begin the whole quarter anew (both are kept)".to_owned(),
            ],
        };
        Ok(match prompt.choose(&question, &choices, ui)? {
            Reply::Action(Action::Choose(0)) => Wish::GoOn(draft),
            Reply::Action(Action::Choose(_)) => Wish::Begin,
            Reply::Action(_) => Wish::Leave(Exit::Done),
            Reply::Ended => Wish::Leave(Exit::Ended),
            Reply::Signal(number) => Wish::Leave(Exit::Signal(number)),
        })
    }

    /// An empty page. Role and stage are asked the first time only.
    pub(super) fn begun(&self, args: &Assess, ui: &mut Ui) -> Work {
        let is_first = args.role.is_none()
            && self.file.role.is_none()
            && self.previous.is_none()
            && args.edit.is_none();
        let draft = self.begin(args);
        self.say_settings(ui);
        if let (Some(earlier), None, None) = (&self.previous, &args.role, &self.file.role) {
            let whence = match earlier.role == draft.role {
                true => format!("as in {}", earlier.period),
                false => format!("since the rubric no longer has `{}`", earlier.role),
            };
            ui.status(&format!(
                "role `{}`, {whence}; `--role` takes another",
                draft.role
            ));
        }
        Work {
            draft,
            rubric: self.rubric.clone(),
            seen: Seen::nothing(),
            opening: Opening {
                ask_role: is_first,
                ask_stage: is_first && args.stage.is_none() && self.file.stage.is_none(),
                ..opening(args)
            },
        }
    }

    /// Says what of a new assessment the settings file decides, and what the one before had.
    fn say_settings(&self, ui: &mut Ui) {
        let earlier = self.previous.as_ref();
        let role = earlier.map(|earlier| earlier.role.as_str());
        let stage = earlier.and_then(|earlier| earlier.stage.as_deref());
        let mut say = |kind: &str, entry: &Option<Entry<String>>, before: Option<&str>| {
            let Some(entry) = entry else { return };
            let change = match (earlier, before) {
                (Some(earlier), Some(before)) if before != entry.value => {
                    format!(" ({} had `{before}`)", earlier.period)
                }
                _ => String::new(),
            };
            ui.status(&format!(
                "{kind} `{}`, from {}{change}; `--{kind}` takes another",
                entry.value,
                line(entry)
            ));
        };
        say("role", &self.file.role, role);
        say("stage", &self.file.stage, stage);
    }

    /// The draft as it was left. It goes on with the wording that it was begun with.
    pub(super) fn reopened(&self, args: &Assess, draft: &Loaded, ui: &mut Ui) -> Result<Work> {
        check(args, &draft.rubric)?;
        if draft.rubric.digest != self.rubric.digest {
            ui.status("the rubric has changed since this was begun; it goes on with its own wording (`--fresh` begins anew)");
        }
        let mut assessment = draft.assessment.clone();
        if let Some(role) = &args.role {
            assessment.role.clone_from(role);
        }
        if args.stage.is_some() {
            assessment.stage.clone_from(&args.stage);
        }
        Ok(Work {
            draft: assessment,
            rubric: (*draft.rubric).clone(),
            seen: draft.seen.clone(),
            opening: opening(args),
        })
    }

    /// The finished assessment as a draft of its next version.
    pub(super) fn changed(&self, args: &Assess, finished: &Loaded, ui: &mut Ui) -> Result<Work> {
        ui.status(&format!(
            "{} is finished; change what you like, the earlier version is kept",
            self.period
        ));
        let mut work = self.reopened(args, finished, ui)?;
        work.seen = Seen::nothing();
        work.opening.start = match (&args.edit, &args.skill) {
            (Some(question), _) => Start::EditOnly(question.clone()),
            (None, Some(_)) => Start::Next,
            (None, None) => Start::Review,
        };
        work.draft.finished = None;
        // What was skipped is asked again where a skill is asked for.
        let skill = args.skill.as_deref().and_then(|id| work.rubric.skill(id));
        for question in skill.iter().flat_map(|skill| &skill.questions) {
            if let Some(answer) = work.draft.answers.get_mut(&question.id)
                && answer.state == State::Skipped
            {
                answer.state = State::Open;
            }
        }
        Ok(work)
    }

    /// Says how to come back to what was not taken up.
    pub(super) fn say_untouched(&self, args: &Assess, context: &Context, ui: &mut Ui) {
        let draft = self.draft.as_ref();
        let draft = draft.map(|draft| Progress::of(&draft.assessment, &draft.rubric));
        let order = match draft.is_some_and(|draft| draft.is_rated_first) {
            true => Order::RatingsFirst,
            false => order(args),
        };
        ui.say(&format!(
            "\nThe draft of {} is as it was. Go on with:\n  emkit assess --period {} --resume{}{}{}",
            self.period,
            self.period,
            session::flag(order),
            day(args),
            context.flags
        ));
    }
}

fn opening(args: &Assess) -> Opening {
    Opening {
        skill: args.skill.clone(),
        order: order(args),
        start: args.edit.clone().map_or(Start::Next, Start::Edit),
        ..Opening::default()
    }
}

fn order(args: &Assess) -> Order {
    match args.quick {
        true => Order::RatingsFirst,
        false => Order::EvidenceFirst,
    }
}
