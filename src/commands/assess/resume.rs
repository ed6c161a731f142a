//! What an interview works on: the draft, the finished assessment, or an empty page.

use anyhow::Result;
use jiff::civil::Date;

use super::context::{AssessContext, check_flags, progress, quick_flag};
use crate::commands::config::line;
use crate::domain::assessment::{Answer, Assessment, OWN_ROLE, State, Status};
use crate::domain::interview::{Opening, Order, Start};
use crate::domain::period::{Period, period_to_assess};
use crate::domain::rubric::Rubric;
use crate::domain::status::Progress;
use crate::error::Failure;
use crate::format::config::Entry;
use crate::store::{FileSnapshot, Loaded, Store};
use crate::ui::Ui;

/// A draft to work on, and what was on disk for it.
pub(super) struct StartingPoint<'a> {
    pub(super) draft: Assessment,
    pub(super) rubric: Rubric,
    pub(super) seen: FileSnapshot,
    pub(super) opening: Opening<'a>,
}

/// An empty page. Role and stage are asked the first time only.
pub(super) fn nothing(at: &AssessContext<'_>, ui: &mut Ui) -> StartingPoint<'static> {
    let args = at.args;
    let is_first = !at.rubric.own_targets
        && args.role.is_none()
        && at.config.role.is_none()
        && at.previous.is_none()
        && args.edit.is_none();
    let draft = at.empty_draft();
    say_settings(at, ui);
    let own_targets = draft.role == OWN_ROLE && at.rubric.own_targets;
    if let (Some(earlier), None, None) = (at.previous(), &args.role, &at.config.role)
        && !own_targets
    {
        let from = if earlier.role == draft.role {
            format!("as in {}", earlier.period)
        } else {
            format!("since the rubric no longer has `{}`", earlier.role)
        };
        ui.status(&format!(
            "role `{}`, {from}; `--role` changes it",
            draft.role
        ));
    }
    StartingPoint {
        draft,
        rubric: at.rubric.clone(),
        seen: FileSnapshot::nothing(),
        opening: Opening {
            ask_role: is_first,
            ask_stage: is_first && args.stage.is_none() && at.config.stage.is_none(),
            ..opening(at)
        },
    }
}

/// Says which role and stage come from the settings file, and what the previous assessment had.
fn say_settings(at: &AssessContext<'_>, ui: &mut Ui) {
    let earlier = at.previous();
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
            "{kind} `{}`, from {}{change}; `--{kind}` changes it",
            entry.value,
            line(entry)
        ));
    };
    say("role", &at.config.role, role);
    say("stage", &at.config.stage, stage);
}

/// The draft as it was left, under the wording that it was begun with.
pub(super) fn draft(
    at: &AssessContext<'_>,
    draft: &Loaded,
    ui: &mut Ui,
) -> Result<StartingPoint<'static>> {
    check_flags(at.args, &draft.rubric)?;
    if draft.rubric.digest != at.rubric.digest {
        ui.status("the rubric has changed since this draft was begun; the draft keeps its own wording (`--fresh` starts over with the new one)");
    }
    let mut assessment = draft.assessment.clone();
    if let Some(role) = &at.args.role {
        assessment.role.clone_from(role);
    }
    if at.args.stage.is_some() {
        assessment.stage.clone_from(&at.args.stage);
    }
    Ok(StartingPoint {
        draft: assessment,
        rubric: (*draft.rubric).clone(),
        seen: draft.seen.clone(),
        opening: opening(at),
    })
}

/// The finished assessment as a draft of its next version.
pub(super) fn finished(
    at: &AssessContext<'_>,
    finished: &Loaded,
    ui: &mut Ui,
) -> Result<StartingPoint<'static>> {
    ui.status(&format!(
        "{} is finished; change what you like, the earlier version is kept",
        at.period
    ));
    let mut start = draft(at, finished, ui)?;
    start.seen = FileSnapshot::nothing();
    start.opening.start = match (&at.args.edit, &at.args.skill) {
        (Some(question), _) => Start::EditOnly(question.clone()),
        (None, Some(_)) => Start::Next,
        (None, None) => Start::Review,
    };
    start.draft.finished = None;
    // What was skipped is asked again where a skill is asked for.
    let skill = at.args.skill.as_deref();
    let skill = skill.and_then(|id| start.rubric.skill(id));
    for question in skill.iter().flat_map(|skill| &skill.questions) {
        if let Some(answer) = start.draft.answers.get_mut(&question.id)
            && answer.state == State::Skipped
        {
            answer.state = State::Open;
        }
    }
    Ok(start)
}

/// Says how to come back to a draft that was not taken up.
pub(super) fn say_untouched(at: &AssessContext<'_>, ui: &mut Ui) {
    let draft = at.draft.as_ref();
    let draft = draft.map(|draft| Progress::of(&draft.assessment, &draft.rubric));
    let order = if draft.is_some_and(|draft| draft.is_rated_first) {
        Order::RatingsFirst
    } else {
        order(at)
    };
    ui.say(&format!(
        "\nThe draft of {} is as it was. To resume it:\n  emkit assess --period {} --resume{}{}{}",
        at.period,
        at.period,
        quick_flag(order),
        at.day_flag(),
        at.context.flags
    ));
}

/// The quarter whose answer `--edit` changes where none is named: the one that is due, as far as
/// anything is there for it, else the latest that has the question answered.
pub(super) fn period_to_edit(
    question: &str,
    store: &Store,
    rubric: &Rubric,
    today: Date,
    ui: &mut Ui,
) -> Result<Period> {
    let is_finished = |period| store.is_finished(&rubric.id, period);
    let due = period_to_assess(today, is_finished);
    let mut entries = store.entries()?;
    entries.retain(|entry| entry.rubric == rubric.id);
    if entries.iter().any(|entry| entry.period == due) {
        return Ok(due);
    }
    for entry in entries.iter().rev() {
        let loaded = match store.load_entry(entry) {
            Ok(loaded) => loaded,
            Err(error) => {
                ui.warning(&format!("continuing without {}: {error:#}", entry.period));
                continue;
            }
        };
        let answer = loaded.assessment.answer(question);
        let is_answered = |answer: &Answer| {
            answer.has_evidence() || !matches!(answer.state, State::Open | State::Skipped)
        };
        if answer.is_some_and(is_answered) {
            ui.status(&format!(
                "{} is the latest with an answer to `{question}`; `--period` names another quarter",
                entry.period
            ));
            return Ok(entry.period);
        }
    }
    Err(Failure::new(format!("could not edit `{question}`"))
        .because("no assessment or draft has it answered")
        .hint("`emkit assess` asks all questions")
        .into())
}

/// Says how to resume the latest draft of an earlier quarter, where a new quarter is begun.
pub(super) fn say_older_draft(at: &AssessContext<'_>, ui: &mut Ui) {
    if at.draft.is_some() || at.finished.is_some() {
        return;
    }
    // One that can't be read is the business of `emkit doctor`.
    let entries = at.store.entries().unwrap_or_default();
    let older = entries.iter().rev().find(|entry| {
        entry.status == Status::Draft && entry.rubric == at.rubric.id && entry.period < at.period
    });
    let Some(Ok(draft)) = older.map(|entry| at.store.load_entry(entry)) else {
        return;
    };
    let period = draft.assessment.period;
    let is_rated_first = Progress::of(&draft.assessment, &draft.rubric).is_rated_first;
    ui.status(&format!(
        "the draft of {period} is still open, {}; `emkit assess --period {period} --resume{}{}{}` resumes it",
        progress(&draft.assessment, &draft.rubric),
        if is_rated_first { quick_flag(Order::RatingsFirst) } else { "" },
        at.day_flag(),
        at.context.flags
    ));
}

fn opening(at: &AssessContext<'_>) -> Opening<'static> {
    let edit = at.args.edit.clone();
    Opening {
        skill: at.args.skill.clone(),
        order: order(at),
        start: edit.map_or(Start::Next, Start::Edit),
        ..Opening::default()
    }
}

fn order(at: &AssessContext<'_>) -> Order {
    if at.args.quick {
        Order::RatingsFirst
    } else {
        Order::EvidenceFirst
    }
}
