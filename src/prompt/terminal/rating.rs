//! The screen on which a rating is chosen, with what was written in sight.

use super::evidence::{hint_section, question_sections};
use super::field::Field;
use super::list::{List, Picked};
use super::screen::{Body, Page, Section, Tone};
use super::writing::{Enter, text_of};
use super::{Asked, TerminalPrompt, Work, keys};
use crate::domain::interview::{Action, Interview, Phase, Step};
use crate::domain::rubric::Rating;
use crate::prompt::input::key::Key;
use crate::prompt::{Reply, text};
use crate::ui::Ui;

impl TerminalPrompt {
    /// Takes the rating of a question, or goes back to its text with what is typed.
    pub(super) fn rating(
        &mut self,
        interview: &Interview<'_>,
        place: usize,
        ui: &mut Ui,
    ) -> Asked<Reply> {
        let step = Step::Rating(place);
        let mut list = match self.resume_work(step) {
            Some(Work::List(list)) => list,
            _ => {
                // Nothing is marked beforehand: a step that is marked is a step that gets taken.
                let answer = interview.answer(place);
                let now = answer.rating().filter(|_| answer.carried.is_none());
                let now = now.map(|rating| usize::from(rating.number() - 1));
                List::numbered(text::question::anchors(interview, place), now)
            }
        };
        let is_alone = interview.phase() == Some(Phase::Ratings);
        let reply = loop {
            let picked = self.take(interview, &mut list, ui, |prompt, _| {
                rating_page(prompt, interview, place)
            });
            break match picked {
                Ok(Picked::Item(index)) => Ok(Reply::Action(match Rating::all().nth(index) {
                    Some(rating) => Action::Rate(rating),
                    None => Action::Continue,
                })),
                Ok(Picked::Typed(typed)) if !is_alone => {
                    return Ok(self.back_to_text(interview, place, typed));
                }
                Ok(_) => {
                    ui.say("ratings first; the evidence comes after them (Ctrl-O writes it now)");
                    continue;
                }
                Err(leave) => Err(leave),
            };
        };
        self.work = Some((step, Work::List(list)));
        reply
    }

    /// What is typed at a rating belongs to the text, on a line of its own at the end.
    fn back_to_text(&mut self, interview: &Interview<'_>, place: usize, typed: String) -> Reply {
        let step = Step::Evidence(place);
        let text = interview.answer(place).evidence;
        let mut field = match self.last_work.take() {
            Some((at, Work::Field(field, _))) if at == step && text_of(&field) == text => field,
            _ => Field::new(&text),
        };
        let width = self.width();
        field.apply(&Key::Last, width);
        if !field.line().is_empty() {
            field.apply(&Key::LineFeed, width);
        }
        field.apply(&Key::Paste(typed), width);
        self.work = Some((step, Work::Field(field, Enter::BeginsLine)));
        Reply::Action(Action::StepBack)
    }
}

fn rating_page<'p>(prompt: &TerminalPrompt, interview: &Interview<'_>, place: usize) -> Page<'p> {
    let width = prompt.width();
    let mut above = question_sections(prompt, interview, place, width);
    let is_alone = interview.phase() == Some(Phase::Ratings);
    if is_alone {
        above.push(hint_section(interview, place, width));
        if let Some(logged) = text::log::brief(interview, place, width) {
            above.push(Section::giving_way(&logged, Tone::Faint, 2, 2));
        }
    }
    if let Some(written) = text::question::written(interview, place, width) {
        above.push(Section::giving_way(&written, Tone::Plain, 1, 1));
    }
    let earlier = text::question::earlier(interview, place, width);
    let actions = keys::actions(interview, place, earlier.is_some());
    if let Some(earlier) = earlier {
        above.push(Section::giving_way(&earlier, Tone::Faint, 0, 2));
    }
    above.push(Section::gap());
    let first = if is_alone {
        "1 to 5 or ↑ ↓, then Enter · Esc back · F1 all keys"
    } else {
        "1 to 5 or ↑ ↓, then Enter · type to keep writing · Esc back · F1 all keys"
    };
    Page {
        above,
        body: Body::Nothing,
        below: vec![Section::gap(), keys::foot(&[first, &actions], width)],
    }
}
