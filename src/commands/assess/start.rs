//! Whether a draft is taken up, set aside, or left alone: only as the person says.

use anyhow::Result;

use super::context::{AssessContext, progress};
use crate::commands::notices::say_kept;
use crate::domain::interview::Action;
use crate::error::Exit;
use crate::prompt::{Prompt, Reply};
use crate::store::Loaded;
use crate::ui::Ui;

/// What the interview begins with, as far as there is a choice.
pub(super) enum StartChoice<'a> {
    Resume(&'a Loaded),
    Change(&'a Loaded),
    New,
    Leave(Exit),
}

/// Asks where there is a draft. One that isn't taken up is set aside.
pub(super) fn choose<'a>(
    at: &'a AssessContext<'_>,
    prompt: &mut dyn Prompt,
    ui: &mut Ui,
) -> Result<StartChoice<'a>> {
    let Some(draft) = &at.draft else {
        return Ok(match &at.finished {
            Some(finished) if !at.args.fresh => StartChoice::Change(finished),
            _ => StartChoice::New,
        });
    };
    let choice = choose_for_draft(at, draft, prompt, ui)?;
    if let StartChoice::New = choice
        && let Some(kept) = at.store.set_draft_aside(draft)?
    {
        say_kept("draft", &kept, ui);
    }
    Ok(choice)
}

fn choose_for_draft<'a>(
    at: &AssessContext<'_>,
    draft: &'a Loaded,
    prompt: &mut dyn Prompt,
    ui: &mut Ui,
) -> Result<StartChoice<'a>> {
    if at.args.fresh {
        return Ok(StartChoice::New);
    }
    let period = at.period;
    let progress = progress(&draft.assessment, &draft.rubric);
    if at.args.resume || at.args.edit.is_some() {
        ui.status(&format!("resuming the draft of {period}: {progress}"));
        return Ok(StartChoice::Resume(draft));
    }
    let begun = draft.assessment.started;
    let begun = begun.map_or_else(String::new, |day| format!(", begun on {day}"));
    let (question, choices) = match &at.finished {
        None => (
            format!("There is a draft of {period}{begun}: {progress}."),
            [
                "pick up where you left off",
                "start over; the draft is kept as an earlier version",
            ],
        ),
        Some(_) => (
            format!(
                "{period} is finished. There is a draft with changes to it; they count once you finish it."
            ),
            [
                "pick up where you left off",
                "start the whole quarter over; both are kept",
            ],
        ),
    };
    let choices = choices.map(str::to_owned);
    Ok(match prompt.choose(&question, &choices, ui)? {
        Reply::Action(Action::Choose(0)) => StartChoice::Resume(draft),
        Reply::Action(Action::Choose(_)) => StartChoice::New,
        Reply::Action(_) => StartChoice::Leave(Exit::Done),
        Reply::Ended => StartChoice::Leave(Exit::Ended),
        Reply::Signal(number) => StartChoice::Leave(Exit::Signal(number)),
    })
}
