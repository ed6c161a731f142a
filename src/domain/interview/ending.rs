//! The end: what to work on next, the closing question, the results for the top of the review.

use itertools::Itertools;

use super::{
    ALREADY_THERE, Action, Applied, EMPTY, Event, Interview, NOT_HERE, NOTHING_TO_MARK, Step,
    chosen,
};
use crate::domain::assessment::{Focus, Highlight, MAX_FOCUS, MAX_HIGHLIGHTS};
use crate::domain::rubric::{Kind, Skill};
use crate::domain::suggest::or_meant;

/// How many answers are offered: as many as have a number of one digit.
const MAX_OFFERS: usize = 9;
/// From this rating upward an answer is offered.
const OFFERED_FROM: u8 = 4;

impl Interview<'_> {
    /// The answers offered as highlights, by place: rated 4 or 5 with evidence, neither private nor
    /// carried over, never about trouble. Events come first, then the higher rating.
    pub fn highlight_offers(&self) -> Vec<usize> {
        let is_offered = |place: &usize| {
            let answer = self.answer(*place);
            let (_, question) = self.question(*place);
            let rating = answer.rating().map_or(0, |rating| rating.number());
            rating >= OFFERED_FROM
                && answer.has_evidence()
                && !answer.private
                && answer.carried.is_none()
                && question.kind != Kind::Trouble
        };
        let offers = (0..self.questions.len()).filter(is_offered);
        let offers = offers.sorted_by_key(|place| {
            let (_, question) = self.question(*place);
            let rating = std::cmp::Reverse(self.answer(*place).rating());
            (question.kind != Kind::Event, rating)
        });
        offers.take(MAX_OFFERS).collect()
    }

    /// What a highlight says: its own words, or else those of the answer.
    pub fn highlight_text(&self, highlight: &Highlight) -> String {
        let answer = highlight.question.as_ref();
        let answer = answer.and_then(|id| self.draft.answer(id));
        match (highlight.text.trim(), answer) {
            ("", Some(answer)) => answer.evidence.clone(),
            _ => highlight.text.clone(),
        }
    }

    /// Whether they are noted from memory, before the questions are answered.
    pub fn is_noting(&self) -> bool {
        self.noted_from.is_some()
    }

    pub(super) fn ending(&mut self, action: Action) -> Applied {
        let draft = &mut self.draft;
        match (self.step, action) {
            (Step::Focus, Action::Focus(place, focus)) => self.put_focus(place, focus)?,
            (Step::Focus, Action::Choose(index)) => {
                self.put_focus(None, chosen(&self.suggestions(), index)?.clone())?;
            }
            (Step::Focus, Action::Drop(index)) if index < draft.focus.len() => {
                draft.focus.remove(index);
            }
            (Step::Focus, Action::Clear) => draft.focus.clear(),
            (Step::Focus, Action::Private(private))
            | (Step::Focus | Step::Closing, Action::FocusPrivate(private)) => {
                let last = draft.focus.last_mut();
                last.ok_or(NOTHING_TO_MARK)?.private = private;
                self.events.push(Event::Private(private));
            }
            (Step::Closing, Action::Write(text)) => draft.closing = text,
            (Step::Closing, Action::Clear) => {
                draft.closing.clear();
                self.events.push(Event::Cleared);
            }
            (Step::Highlights, Action::Private(_)) if draft.closing.trim().is_empty() => {
                return Err(NOTHING_TO_MARK.into());
            }
            (Step::Closing | Step::Highlights, Action::Private(private)) => {
                draft.closing_private = private;
                self.events.push(Event::Private(private));
            }
            (Step::Highlights, Action::Choose(index)) => {
                let place = *chosen(&self.highlight_offers(), index)?;
                let (question, text) = (Some(self.id(place).clone()), String::new());
                self.put_highlight(None, Highlight { question, text })?;
            }
            (Step::Highlights, Action::Highlight(place, text)) => {
                let before = place.and_then(|place| draft.highlights.get(place));
                let question = before.and_then(|before| before.question.clone());
                self.put_highlight(place, Highlight { question, text })?;
            }
            (Step::Highlights, Action::Drop(index)) if index < draft.highlights.len() => {
                draft.highlights.remove(index);
            }
            (Step::Highlights, Action::Clear) => {
                draft.highlights.clear();
                self.events.push(Event::Cleared);
            }
            (_, action) => {
                self.enter(self.ending_after(&action)?);
                self.noted_from = None;
            }
        }
        Ok(())
    }

    fn ending_after(&self, action: &Action) -> Result<Step, String> {
        let mut steps = vec![Step::Review, Step::Focus];
        let closing = self.rubric.closing(self.draft.stage.as_deref());
        steps.extend(closing.map(|_| Step::Closing));
        steps.extend([Step::Highlights, Step::Done]);
        let at = steps.iter().position(|step| *step == self.step);
        let at = at.ok_or(NOT_HERE)?;
        Ok(match (action, self.noted_from) {
            (Action::Finish, Some(_)) => Step::Focus,
            (Action::Continue | Action::Skip | Action::Back, Some(from)) => from,
            (Action::Skip, None) if self.step == Step::Focus => return Err(NOT_HERE.into()),
            (Action::Continue | Action::Skip | Action::Finish, None) => steps[at + 1],
            (Action::Back, None) => steps[at - 1],
            (Action::Review, _) => Step::Review,
            _ => return Err(NOT_HERE.into()),
        })
    }

    /// A new focus, or another in the place of one. It has to be of a skill that there is.
    fn put_focus(&mut self, place: Option<usize>, mut focus: Focus) -> Applied {
        let name = focus.skill.to_lowercase();
        let is_named = |skill: &&Skill| skill.id == name || skill.title.to_lowercase() == name;
        let named = self.rubric.skills.iter().find(is_named);
        let named = named.ok_or_else(|| {
            let known: Vec<_> = self.rubric.skills.iter().map(|skill| &*skill.id).collect();
            let (id, list) = (&focus.skill, known.join(", "));
            or_meant(
                format!("there is no skill `{id}` (there are {list})"),
                id,
                known,
            )
        })?;
        focus.skill.clone_from(&named.id);
        if focus.action.trim().is_empty() {
            return Err(EMPTY.into());
        }
        put(&mut self.draft.focus, place, focus, MAX_FOCUS)?;
        if place.is_none() && self.draft.focus.len() >= MAX_FOCUS {
            self.enter(self.ending_after(&Action::Continue)?);
        }
        Ok(())
    }

    fn put_highlight(&mut self, place: Option<usize>, highlight: Highlight) -> Applied {
        let words = self.highlight_text(&highlight);
        if place.is_none() && words.trim().is_empty() {
            return Err(EMPTY.into());
        }
        let others = self.draft.highlights.iter().enumerate();
        let mut others = others.filter(|(at, _)| Some(*at) != place);
        if others.any(|(_, other)| self.highlight_text(other).trim() == words.trim()) {
            return Err(ALREADY_THERE.into());
        }
        put(&mut self.draft.highlights, place, highlight, MAX_HIGHLIGHTS)
    }
}

/// Puts an item in the place of another, or behind the others as far as there is room.
fn put<T>(list: &mut Vec<T>, place: Option<usize>, item: T, max: usize) -> Applied {
    if let Some(place) = place {
        chosen(list, place)?;
        list[place] = item;
    } else if list.len() < max {
        list.push(item);
    } else {
        return Err(format!(
            "{max} are chosen already; `:clear` takes them back"
        ));
    }
    Ok(())
}
