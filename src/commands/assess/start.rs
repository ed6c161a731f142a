//! What an interview starts from. A draft is taken up, set aside, or left alone only as the person says.

use anyhow::Result;

use super::context::{AssessContext, check_flags};
use super::session::{self, Start};
use crate::commands::notices::say_kept;
use crate::domain::assessment::{Assessment, OWN_ROLE, State, Status};
use crate::domain::interview::{Interview, Opening};
use crate::domain::rubric::Rubric;
use crate::domain::status::Progress;
use crate::error::{Exit, Failure};
use crate::prompt::Prompt;
use crate::report::wording::progress_text;
use crate::store::{CONFIG, Loaded};
use crate::ui::Ui;

/// Holds the interview over a draft. Where there is one already, asks what to do with it.
pub(super) fn begin(at: &AssessContext<'_>, prompt: &mut dyn Prompt, ui: &mut Ui) -> Result<Exit> {
    let Some(draft) = &at.draft else {
        let start = match &at.finished {
            Some(finished) if !at.args.fresh => resumed(at, finished, ui)?,
            _ => new(at, ui)?,
        };
        return session::run(at, start, prompt, ui);
    };
    let period = at.period;
    let progress = Progress::of(&draft.assessment, &draft.rubric);
    let done = progress_text(progress);
    let mut is_resumed = !at.args.fresh;
    if at.args.resume || at.args.edit.is_some() && is_resumed {
        ui.status(&format!("resuming the draft of {period}: {done}"));
    } else if is_resumed {
        let begun = draft.assessment.started;
        let begun = begun.map_or_else(String::new, |day| format!(", begun on {day}"));
        let mut question = format!("There is a draft of {period}{begun}: {done}.");
        let mut over = "start over; the draft is kept as an earlier version";
        if at.finished.is_some() {
            question = format!(
                "{period} is finished. There is a draft with changes to it; they count once you finish it."
            );
            over = "start the whole quarter over; both are kept";
        }
        let choices = ["pick up where you left off", over].map(str::to_owned);
        match prompt.choose(&question, &choices, ui) {
            Ok(place) => is_resumed = place == 0,
            Err(exit) => {
                let resume = at.resume(period, progress.is_rated_first || at.args.quick);
                let said =
                    format!("\nThe draft of {period} is as it was. To resume it:\n  {resume}");
                ui.say(&said);
                return Ok(exit);
            }
        }
    }
    let start = if is_resumed {
        resumed(at, draft, ui)?
    } else {
        if let Some(kept) = at.store.set_draft_aside(draft)? {
            say_kept("draft", &kept, ui);
        }
        new(at, ui)?
    };
    session::run(at, start, prompt, ui)
}

/// An empty page. Role and stage are asked the first time only.
fn new<'a>(at: &'a AssessContext<'_>, ui: &mut Ui) -> Result<Start<'a>> {
    let args = at.args;
    let is_first = !at.rubric.own_targets
        && args.role.is_none()
        && at.config.role.is_none()
        && at.previous.is_none()
        && args.edit.is_none();
    let draft = at.empty_draft();
    for (kind, entry) in [("role", &at.config.role), ("stage", &at.config.stage)] {
        if let Some(entry) = entry {
            let (value, line) = (&entry.value, entry.at.line);
            ui.status(&format!(
                "{kind} `{value}`, from {CONFIG}:{line}; `--{kind}` changes it"
            ));
        }
    }
    let is_own = draft.role == OWN_ROLE && at.rubric.own_targets;
    let is_said = is_own || args.role.is_some() || at.config.role.is_some();
    if let Some(earlier) = at.previous().filter(|_| !is_said) {
        let role = &draft.role;
        // The rubric may no longer have the one from then.
        let earlier = (earlier.role == *role).then_some(earlier.period);
        let from = earlier.map_or_else(String::new, |period| format!(", as in {period}"));
        ui.status(&format!("role `{role}`{from}; `--role` changes it"));
    }
    let opening = Opening {
        ask_role: is_first,
        ask_stage: is_first && args.stage.is_none() && at.config.stage.is_none(),
        ..opening(at, ui)
    };
    Ok((open(at, &at.rubric, draft, opening)?, None))
}

/// A draft, or what is finished and may be changed, under the wording that it was begun with.
fn resumed<'a>(at: &'a AssessContext<'_>, loaded: &'a Loaded, ui: &mut Ui) -> Result<Start<'a>> {
    let (args, rubric) = (at.args, &loaded.rubric);
    let is_finished = loaded.assessment.status() == Status::Finished;
    if is_finished {
        ui.status(&format!(
            "{} is finished. Change what you like; the earlier version is kept",
            at.period
        ));
    }
    check_flags(args, rubric)?;
    if rubric.digest != at.rubric.digest {
        ui.status("the rubric has changed since this draft was begun; the draft keeps its own wording (`--fresh` starts over with the new one)");
    }
    let mut draft = loaded.assessment.clone();
    draft.finished = None;
    if let Some(role) = &args.role {
        draft.role.clone_from(role);
    }
    if args.stage.is_some() {
        draft.stage.clone_from(&args.stage);
    }
    // What was skipped is asked again where a skill is asked for.
    let skill = args.skill.as_deref().filter(|_| is_finished);
    let skill = skill.and_then(|id| rubric.skill(id));
    for question in skill.iter().flat_map(|skill| &skill.questions) {
        if let Some(answer) = draft.answers.get_mut(&question.id)
            && answer.state == State::Skipped
        {
            answer.state = State::Open;
        }
    }
    let opening = Opening {
        is_finished,
        ..opening(at, ui)
    };
    let seen = loaded.seen.clone().filter(|_| !is_finished);
    Ok((open(at, rubric, draft, opening)?, seen))
}

fn open<'a>(
    at: &'a AssessContext<'_>,
    rubric: &'a Rubric,
    draft: Assessment,
    opening: Opening<'a>,
) -> Result<Interview<'a>> {
    let opened = Interview::open(rubric, draft, at.previous(), opening);
    Ok(opened.map_err(|rejection| Failure::new("could not begin").because(rejection))?)
}

fn opening<'a>(at: &'a AssessContext<'_>, ui: &mut Ui) -> Opening<'a> {
    Opening {
        skill: at.args.skill.clone(),
        ratings_first: at.args.quick,
        edit: at.args.edit.clone(),
        log: at.log(ui),
        earlier_wording: at.previous.as_ref().map(|loaded| &*loaded.rubric),
        ..Opening::default()
    }
}
