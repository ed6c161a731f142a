//! What each action does at each step.

use super::{Action, Event, Interview, NextStep, Order, Phase, Rejection, Step, no_such_skill};
use crate::domain::assessment::{Focus, MAX_TEXT, OWN_ROLE, Outcome, State};

impl Interview<'_> {
    /// Does what the person asked for.
    ///
    /// # Errors
    /// When the step does not take it; nothing has changed then.
    pub fn apply(&mut self, action: Action) -> Result<Vec<Event>, Rejection> {
        if self.would_be_too_long(&action) {
            return Err(Rejection::TooLong);
        }
        match (self.step, action) {
            (_, Action::Quit) => {
                self.step = Step::Stopped;
                Ok(Vec::new())
            }
            (_, Action::TogglePrivate) => self.apply(Action::Private(!self.is_private())),
            (Step::Done | Step::Stopped, _) => Err(Rejection::NotHere),
            (Step::Closing, action) => self.closing_text(action),
            (Step::Highlights, action) => self.highlights(action),
            (Step::Role, Action::Choose(index)) => self.choose_role(index),
            (Step::Stage, Action::Choose(index)) => self.choose_stage(index),
            (Step::Stage, Action::Back | Action::StepBack) => self.go(Step::Role),
            (Step::Role, Action::Back | Action::StepBack) => Err(Rejection::AtTheStart),
            (Step::Role | Step::Stage, _) => Err(Rejection::NotHere),
            (Step::Review, Action::Review) => Ok(Vec::new()),
            (_, Action::Review) => {
                self.reviewed_from = (self.next == NextStep::Question).then_some(self.step);
                self.go(Step::Review)
            }
            (_, Action::NoteHighlights) => {
                self.noted_from = Some(self.step);
                self.go(Step::Highlights)
            }
            (Step::Focus, Action::Finish) => self.after_focus(),
            (_, Action::Finish) => self.go(Step::Focus),
            (Step::Wanted(place), action) => self.wanted(place, action),
            (Step::LastOutcome(index), action) => self.last_outcome(index, action),
            (Step::LastNote(index), action) => self.last_note(index, action),
            (Step::Evidence(place), action) => self.evidence(place, action),
            (Step::Rating(place), action) => self.rating(place, action),
            (Step::Review, action) => self.review(action),
            (Step::Focus, action) => self.focus(action),
        }
    }

    /// Whether a text would grow beyond the longest that is taken. One that is longer already, in
    /// a file written by hand, may become shorter.
    fn would_be_too_long(&self, action: &Action) -> bool {
        let text = self.text().unwrap_or_default();
        let now = text.len();
        let then = match action {
            Action::Note(text) | Action::Write(text) | Action::Highlight { text, .. } => text.len(),
            Action::NotApplicable { note, .. } => note.len(),
            Action::Focus(focus) | Action::ChangeFocus { focus, .. } => {
                focus.action.len().max(focus.sign.len())
            }
            Action::Reuse => {
                let earlier = self.step.place().and_then(|place| self.earlier(place));
                let added = earlier.filter(|earlier| !text.contains(earlier.evidence.trim()));
                now + added.map_or(0, |earlier| 1 + earlier.evidence.len())
            }
            _ => 0,
        };
        then > MAX_TEXT.max(now)
    }

    fn choose_role(&mut self, index: usize) -> Result<Vec<Event>, Rejection> {
        let max = self.rubric.profiles.len();
        let profile = self
            .rubric
            .profiles
            .get(index)
            .ok_or(Rejection::NoSuchChoice { max })?;
        self.draft.role.clone_from(&profile.id);
        self.draft.targets.clear();
        if profile.id == OWN_ROLE {
            self.draft.targets.clone_from(&profile.targets);
        }
        let next = if self.ask_stage {
            Step::Stage
        } else {
            self.after_opening()
        };
        self.go(next)
    }

    fn choose_stage(&mut self, index: usize) -> Result<Vec<Event>, Rejection> {
        let max = self.rubric.stages.len() + 1;
        self.draft.stage = match index.checked_sub(1) {
            None => None,
            Some(index) => Some(
                self.rubric
                    .stages
                    .get(index)
                    .ok_or(Rejection::NoSuchChoice { max })?
                    .id
                    .clone(),
            ),
        };
        let next = self.after_opening();
        self.go(next)
    }

    fn last_outcome(&mut self, index: usize, action: Action) -> Result<Vec<Event>, Rejection> {
        match action {
            Action::Choose(choice) => {
                let max = Outcome::ALL.len();
                let outcome = *Outcome::ALL
                    .get(choice)
                    .ok_or(Rejection::NoSuchChoice { max })?;
                if let Some(item) = self.draft.last_focus.get_mut(index) {
                    item.outcome = Some(outcome);
                }
                self.go(Step::LastNote(index))
            }
            Action::Skip => {
                let next = self.after_focus_item(index);
                self.go(next)
            }
            Action::Back | Action::StepBack => {
                let before = match index.checked_sub(1) {
                    Some(before) => Some(Step::LastOutcome(before)),
                    None => self.before_questions(),
                };
                self.go(before.ok_or(Rejection::AtTheStart)?)
            }
            _ => Err(Rejection::NotHere),
        }
    }

    fn last_note(&mut self, index: usize, action: Action) -> Result<Vec<Event>, Rejection> {
        match action {
            Action::Note(note) => {
                if let Some(item) = self.draft.last_focus.get_mut(index)
                    && !note.trim().is_empty()
                {
                    item.note = note;
                }
            }
            Action::Clear => {
                if let Some(item) = self.draft.last_focus.get_mut(index) {
                    item.note.clear();
                }
            }
            Action::Skip => {}
            Action::Back | Action::StepBack => return self.go(Step::LastOutcome(index)),
            _ => return Err(Rejection::NotHere),
        }
        let next = self.after_focus_item(index);
        self.go(next)
    }

    fn evidence(&mut self, place: usize, action: Action) -> Result<Vec<Event>, Rejection> {
        match action {
            // The rating stands already.
            Action::Continue if self.phase() == Some(Phase::Evidence) => Ok(self.answered(place)),
            Action::Continue => self.go(Step::Rating(place)),
            Action::StepBack if self.phase() == Some(Phase::Evidence) => {
                let events = self.enter(Step::Rating(place));
                self.is_from_text = true;
                Ok(events)
            }
            Action::StepBack => match self.step_before(place) {
                Some(Step::Evidence(before)) => self.go(Step::Rating(before)),
                before => self.go(before.ok_or(Rejection::AtTheStart)?),
            },
            Action::Rate(_) => Err(Rejection::NotHere),
            action => self.either(place, action),
        }
    }

    fn rating(&mut self, place: usize, action: Action) -> Result<Vec<Event>, Rejection> {
        match action {
            Action::Rate(rating) => {
                self.set_state(place, State::Rated(rating));
                Ok(self.answered(place))
            }
            Action::Continue if self.answer(place).state == State::Open => Err(Rejection::NotRated),
            Action::Continue => Ok(self.answered(place)),
            Action::StepBack if self.is_from_text => match self.text_before(place) {
                Some(step) if step != self.step => self.go(step),
                _ => self.either(place, Action::Back),
            },
            Action::StepBack if self.phase() == Some(Phase::Ratings) => {
                self.either(place, Action::Back)
            }
            Action::StepBack => self.go(Step::Evidence(place)),
            action => self.either(place, action),
        }
    }

    /// What works the same before the text and before the rating.
    fn either(&mut self, place: usize, action: Action) -> Result<Vec<Event>, Rejection> {
        match action {
            Action::Write(text) => {
                let mut events = self.untake(place, &text);
                events.extend(self.bring_back(place, &text));
                self.set_text(place, text);
                self.begin_text(place);
                Ok(events)
            }
            Action::Reuse => self.reuse(place),
            Action::Same => self.carry_over(place),
            Action::TakeEntry(choice) => self.take_entry(place, choice),
            Action::Clear => {
                let mut events = self.untake(place, "");
                self.set_text(place, String::new());
                if self.phase() != Some(Phase::Ratings) {
                    self.step = Step::Evidence(place);
                }
                events.push(Event::Cleared);
                Ok(events)
            }
            Action::Private(private) => {
                self.settle(place);
                self.shared.insert(place);
                self.answer_mut(place).private = private;
                Ok(vec![Event::Private(private)])
            }
            Action::Skip => {
                // Where only the text is asked for, only the text is skipped.
                if self.phase() != Some(Phase::Evidence) {
                    self.keep_note(place);
                    self.set_state(place, State::Skipped);
                }
                Ok(self.answered(place))
            }
            Action::NotApplicable { reason, note } => {
                self.set_state(place, State::NotApplicable { reason, note });
                Ok(self.answered(place))
            }
            Action::Back => {
                let next = self.step_before(place).ok_or(Rejection::AtTheStart)?;
                self.go(next)
            }
            Action::GoTo(id) => self.open_question(&id),
            _ => Err(Rejection::NotHere),
        }
    }

    /// A rating that was carried over belongs to the text that was: with another text the question
    /// is open again.
    pub(super) fn set_text(&mut self, place: usize, text: String) {
        let private = self.answer(place).private;
        let answer = self.answer_mut(place);
        answer.private |= private && !text.trim().is_empty();
        if answer.carried.is_some() && answer.evidence.trim() != text.trim() {
            answer.carried = None;
            answer.state = State::Open;
        }
        answer.evidence = text;
    }

    /// Skipped instead, a question that did not apply has its note as its text.
    fn keep_note(&mut self, place: usize) {
        let answer = self.answer_mut(place);
        if let State::NotApplicable { note, .. } = &answer.state
            && !answer.evidence.contains(note.trim())
        {
            answer.evidence = joined(&answer.evidence, note);
        }
    }

    fn review(&mut self, action: Action) -> Result<Vec<Event>, Rejection> {
        match action {
            Action::GoTo(id) => self.open_question(&id),
            Action::Back | Action::StepBack => {
                self.next = NextStep::Question;
                let from = self.reviewed_from.take().map(|step| match step {
                    // By now it may not be a claim any more.
                    Step::Evidence(place) if self.order == Order::RatingsFirst => {
                        self.text_again(place)
                    }
                    step => step,
                });
                let next = from.or_else(|| self.next_step().or_else(|| self.last_shown()));
                self.go(next.unwrap_or(Step::Review))
            }
            _ => Err(Rejection::NotHere),
        }
    }

    fn focus(&mut self, action: Action) -> Result<Vec<Event>, Rejection> {
        match action {
            Action::Focus(focus) => {
                let focus = self.checked(focus)?;
                if self.focus_left() == 0 {
                    return Err(Rejection::FocusFull);
                }
                self.draft.focus.push(focus);
                if self.focus_left() == 0 {
                    return self.after_focus();
                }
                Ok(Vec::new())
            }
            Action::ChangeFocus { place, focus } => {
                let focus = self.checked(focus)?;
                let max = self.draft.focus.len();
                let chosen = self.draft.focus.get_mut(place);
                *chosen.ok_or(Rejection::NoSuchChoice { max })? = focus;
                Ok(Vec::new())
            }
            Action::Choose(index) => {
                let suggestions = self.suggestions();
                let max = suggestions.len();
                let focus = suggestions.into_iter().nth(index);
                self.focus(Action::Focus(focus.ok_or(Rejection::NoSuchChoice { max })?))
            }
            Action::Drop(index) => {
                let max = self.draft.focus.len();
                if index >= max {
                    return Err(Rejection::NoSuchChoice { max });
                }
                self.draft.focus.remove(index);
                Ok(Vec::new())
            }
            Action::Clear => {
                self.draft.focus.clear();
                Ok(Vec::new())
            }
            Action::Private(private) | Action::FocusPrivate(private) => self.mark_focus(private),
            Action::Continue => self.after_focus(),
            Action::Back | Action::StepBack => self.go(Step::Review),
            _ => Err(Rejection::NotHere),
        }
    }

    /// A focus that may be stored: of a skill that there is, with an action.
    fn checked(&self, focus: Focus) -> Result<Focus, Rejection> {
        let named = self.skill_named(&focus.skill);
        let skill = named.ok_or_else(|| no_such_skill(self.rubric, &focus.skill))?;
        if focus.action.trim().is_empty() {
            return Err(Rejection::EmptyFocus);
        }
        Ok(Focus { skill, ..focus })
    }

    fn mark_focus(&mut self, private: bool) -> Result<Vec<Event>, Rejection> {
        let last = self
            .draft
            .focus
            .last_mut()
            .ok_or(Rejection::NothingToMark)?;
        last.private = private;
        Ok(vec![Event::Private(private)])
    }

    fn after_focus(&mut self) -> Result<Vec<Event>, Rejection> {
        match self.closing() {
            Some(_) => self.go(Step::Closing),
            None => self.go(Step::Highlights),
        }
    }

    fn closing_text(&mut self, action: Action) -> Result<Vec<Event>, Rejection> {
        match action {
            Action::Write(text) => {
                self.draft.closing = text;
                Ok(Vec::new())
            }
            Action::Clear => {
                self.draft.closing.clear();
                Ok(vec![Event::Cleared])
            }
            Action::Private(private) => {
                self.draft.closing_private = private;
                Ok(vec![Event::Private(private)])
            }
            Action::FocusPrivate(private) => self.mark_focus(private),
            Action::Continue | Action::Skip | Action::Finish => self.go(Step::Highlights),
            Action::Review => self.go(Step::Review),
            Action::Back | Action::StepBack => self.go(Step::Focus),
            _ => Err(Rejection::NotHere),
        }
    }

    /// Opens a question, or how much of a skill is wanted.
    fn open_question(&mut self, id: &str) -> Result<Vec<Event>, Rejection> {
        let mut skills = self.rubric.skills.iter();
        let skill = skills.position(|skill| skill.id == id);
        if let Some(place) = skill.filter(|_| self.has_wanted()) {
            self.next = NextStep::Review;
            return self.go(Step::Wanted(place));
        }
        let place = self.place(id)?;
        self.next = NextStep::Review;
        self.go(Step::Evidence(place))
    }

    fn reuse(&mut self, place: usize) -> Result<Vec<Event>, Rejection> {
        let earlier = self.earlier(place).ok_or(Rejection::NothingToReuse)?;
        let written = self.answer(place).evidence;
        if !written.contains(earlier.evidence.trim()) {
            self.set_text(place, joined(&written, &earlier.evidence));
        }
        self.answer_mut(place).private |= earlier.private;
        let evidence = earlier.evidence.clone();
        Ok(vec![Event::Reused { evidence }])
    }

    pub(super) fn go(&mut self, step: Step) -> Result<Vec<Event>, Rejection> {
        Ok(self.enter(step))
    }

    /// Goes to a step, and returns what is worth telling of that.
    pub(super) fn enter(&mut self, step: Step) -> Vec<Event> {
        self.step = step;
        self.is_from_text = false;
        if step == Step::Review && self.next == NextStep::Done {
            self.next = NextStep::Review;
        }
        match step {
            Step::Evidence(place) if self.phase() == Some(Phase::Evidence) => self.show_text(place),
            _ => Vec::new(),
        }
    }
}

/// Two texts one under the other; either may be empty.
pub(super) fn joined(one: &str, other: &str) -> String {
    match (one.trim().is_empty(), other.trim().is_empty()) {
        (true, _) => other.to_owned(),
        (_, true) => one.to_owned(),
        _ => format!("{one}\n{other}"),
    }
}
