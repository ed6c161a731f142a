//! What each action does at each step.

use std::iter;
use std::mem::take;

use super::reuse::joined;
use super::{Action, Applied, Event, Interview, NOT_HERE, Phase, Step, chosen, text_too_long};
use crate::domain::assessment::{MAX_TEXT, OWN_ROLE, Outcome, State};
use crate::domain::decimal::whole;
use crate::domain::log::LogEntry;
use crate::domain::rubric::Rating;
use crate::domain::suggest::or_meant;

impl Interview<'_> {
    /// Does what the person asked for. What the step does not take changes nothing.
    pub fn apply(&mut self, action: Action) -> Result<Vec<Event>, String> {
        let length = match &action {
            Action::Write(text) | Action::Highlight(_, text) => text.len(),
            Action::NotApplicable { note, .. } => note.len(),
            Action::Focus(_, focus) => focus.action.len().max(focus.sign.len()),
            _ => 0,
        };
        // One that a file written by hand has may shrink.
        if length > MAX_TEXT.max(self.text().map_or(0, |text| text.len())) {
            return Err(text_too_long());
        }
        let applied = self.act(match action {
            Action::TogglePrivate => Action::Private(!self.is_private()),
            Action::StepBack if self.step.place().is_none() => Action::Back,
            action => action,
        });
        let events = take(&mut self.events);
        applied.map(|()| events)
    }

    fn act(&mut self, action: Action) -> Applied {
        match (self.step, action) {
            (_, Action::Quit) => self.step = Step::Stopped,
            (Step::Done | Step::Stopped, _) => return Err(NOT_HERE.into()),
            (Step::Closing | Step::Highlights, action) => self.ending(action)?,
            (Step::Role | Step::Stage, action) => self.opening(action)?,
            (Step::Review, Action::Review) => {}
            (_, Action::Review) => {
                self.reviewed_from = self.returns_to.is_none().then_some(self.step);
                self.enter(Step::Review);
            }
            (_, Action::NoteHighlights) => {
                self.noted_from = Some(self.step);
                self.enter(Step::Highlights);
            }
            (Step::Focus, action) => self.ending(action)?,
            (_, Action::Finish) => self.enter(Step::Focus),
            (Step::Wanted(_) | Step::LastOutcome(_) | Step::LastNote(_), action) => {
                self.opening(action)?;
            }
            (Step::Evidence(place) | Step::Rating(place), action) => {
                self.at_question(place, action)?;
            }
            (Step::Review, Action::GoTo(id)) => self.open_question(&id)?,
            (Step::Review, Action::Back) => {
                self.returns_to = None;
                let next = self.reviewed_from.take().or_else(|| self.next_step());
                let last = || self.path().last().copied();
                self.enter(next.or_else(last).unwrap_or(Step::Review));
            }
            (Step::Review, _) => return Err(NOT_HERE.into()),
        }
        Ok(())
    }

    /// What is said before the questions.
    fn opening(&mut self, action: Action) -> Applied {
        let draft = &mut self.draft;
        match (self.step, action) {
            (_, Action::Back) => {
                self.enter(self.step_before()?);
                return Ok(());
            }
            (Step::Role, Action::Choose(index)) => {
                let profile = chosen(&self.rubric.profiles, index)?;
                draft.role.clone_from(&profile.id);
                draft.targets.clear();
                if profile.id == OWN_ROLE {
                    draft.targets.clone_from(&profile.targets);
                }
            }
            (Step::Stage, Action::Choose(index)) => {
                let stages = self.rubric.stages.iter().map(|stage| Some(&stage.id));
                let stages: Vec<_> = iter::once(None).chain(stages).collect();
                draft.stage = chosen(&stages, index)?.cloned();
            }
            (Step::Wanted(place), Action::Choose(choice)) => {
                let ratings: Vec<_> = Rating::all().collect();
                let rating = *chosen(&ratings, choice)?;
                let id = &self.rubric.skills[place].id;
                let target = whole(rating.number().into());
                draft.targets.insert(id.clone(), target);
                let earlier = self.previous.and_then(|earlier| earlier.targets.get(id));
                let wanted = Event::Wanted(id.clone(), rating, earlier.cloned());
                self.events.push(wanted);
            }
            (Step::Wanted(place), Action::Continue) => {
                let target = draft.targets.get(&self.rubric.skills[place].id);
                target.ok_or("choose a number from 1 to 5")?;
            }
            (Step::Wanted(place), Action::Skip) => {
                draft.targets.remove(&self.rubric.skills[place].id);
            }
            (Step::LastOutcome(index), Action::Choose(choice)) => {
                draft.last_focus[index].outcome = Some(*chosen(&Outcome::ALL, choice)?);
                self.enter(Step::LastNote(index));
                return Ok(());
            }
            (Step::LastNote(_), Action::Write(note)) if note.trim().is_empty() => {}
            (Step::LastNote(index), Action::Write(note)) => draft.last_focus[index].note = note,
            (Step::LastNote(index), Action::Clear) => draft.last_focus[index].note.clear(),
            (Step::LastNote(_) | Step::LastOutcome(_), Action::Skip) => {}
            _ => return Err(NOT_HERE.into()),
        }
        self.enter(match self.step {
            Step::Wanted(_) if self.returns_to.is_some() => Step::Review,
            Step::LastNote(index) => self.opening_after(Some(Step::LastOutcome(index))),
            step => self.opening_after(Some(step)),
        });
        Ok(())
    }

    fn at_question(&mut self, place: usize, action: Action) -> Applied {
        let is_whole = self.phase() == Some(Phase::Whole);
        match (self.step, action) {
            (Step::Evidence(_), Action::Continue) if is_whole => self.enter(Step::Rating(place)),
            (Step::Rating(_), Action::Continue) if self.answer(place).state == State::Open => {
                return Err("this question has no rating yet".into());
            }
            (_, Action::Continue) => self.answered(place),
            (Step::Evidence(_), Action::StepBack) if is_whole => {
                self.enter(match self.step_before()? {
                    Step::Evidence(before) => Step::Rating(before),
                    before => before,
                });
            }
            (Step::Evidence(_), Action::StepBack) => {
                self.enter(Step::Rating(place));
                self.is_from_text = true;
            }
            (_, Action::StepBack) if is_whole => self.enter(Step::Evidence(place)),
            (_, Action::StepBack) if self.is_from_text => {
                let before = self.before(Step::Evidence(place));
                let before = before.filter(|step| *step != self.step);
                self.enter(before.map_or_else(|| self.step_before(), Ok)?);
            }
            (Step::Rating(_), Action::Rate(rating)) => {
                self.set_state(place, State::Rated(rating));
                self.answered(place);
            }
            (_, Action::Write(text)) => {
                self.set_text(place, text);
                self.begin_text(place);
            }
            (_, Action::Reuse) => self.reuse(place)?,
            (_, Action::Same) => self.carry_over(place)?,
            (_, Action::TakeEntry(choice)) => self.take_entry(place, choice)?,
            (_, Action::Clear) => {
                self.set_text(place, String::new());
                if self.phase() != Some(Phase::Ratings) {
                    self.step = Step::Evidence(place);
                }
                self.events.push(Event::Cleared);
            }
            (_, Action::Private(private)) => {
                self.shared.insert(place);
                self.answer_mut(place).private = private;
                self.events.push(Event::Private(private));
            }
            (_, Action::Skip) => {
                // Where only the text is asked for, only the text is skipped.
                if self.phase() != Some(Phase::Evidence) {
                    // A question that did not apply has its note as its text.
                    let answer = self.answer_mut(place);
                    let note = answer.note().to_owned();
                    if !answer.evidence.contains(note.trim()) {
                        answer.evidence = joined(&answer.evidence, &note);
                    }
                    self.set_state(place, State::Skipped);
                }
                self.answered(place);
            }
            (_, Action::NotApplicable { reason, note }) => {
                self.set_state(place, State::NotApplicable { reason, note });
                self.answered(place);
            }
            (_, Action::Back | Action::StepBack) => self.enter(self.step_before()?),
            (_, Action::GoTo(id)) => self.open_question(&id)?,
            _ => return Err(NOT_HERE.into()),
        }
        Ok(())
    }

    /// A text that is empty has used no entry of the log; one with a private entry in it, taken or
    /// brought back by undo or paste, makes the answer private. A rating that was carried over belongs
    /// to its text: with another the question is open again.
    pub(super) fn set_text(&mut self, place: usize, text: String) {
        let before = self.answer(place);
        let is_empty = text.trim().is_empty();
        self.taken.retain(|(at, _)| !is_empty || *at != place);
        let is_brought = |entry: &LogEntry| {
            let evidence = entry.evidence();
            entry.private && text.contains(&evidence) && !before.evidence.contains(&evidence)
        };
        let becomes_private = !before.private && self.opened.log.iter().any(is_brought);
        if becomes_private {
            self.events.push(Event::Private(true));
        }
        let answer = self.answer_mut(place);
        answer.private |= becomes_private || before.private && !is_empty;
        if answer.carried.is_some() && before.evidence.trim() != text.trim() {
            answer.carried = None;
            answer.state = State::Open;
        }
        answer.evidence = text;
    }

    /// Opens a question, or how much of a skill is wanted.
    pub(super) fn open_question(&mut self, id: &str) -> Applied {
        let mut skills = self.rubric.skills.iter();
        let skill = skills.position(|skill| skill.id == id);
        let mut ids = self.questions.iter().map(|(_, question)| &question.id);
        let place = ids.clone().position(|known| known == id);
        let unknown = || or_meant(format!("there is no question `{id}`"), id, ids.by_ref());
        let step = match skill.filter(|_| self.has_wanted()) {
            Some(skill) => Step::Wanted(skill),
            None => Step::Evidence(place.ok_or_else(unknown)?),
        };
        self.returns_to = Some(Step::Review);
        self.enter(step);
        Ok(())
    }

    pub(super) fn enter(&mut self, step: Step) {
        self.step = step;
        self.is_from_text = false;
        if step == Step::Review {
            self.returns_to = self.returns_to.map(|_| Step::Review);
        }
        if let Step::Evidence(place) = step
            && self.phase() == Some(Phase::Evidence)
        {
            if self.shown.is_empty() {
                self.events.push(Event::RatingsDone);
            }
            self.shown.entry(place).or_insert(false);
        }
    }
}
