//! The two screens of a question: for its evidence, and for its rating with that evidence in sight.

use super::field::Field;
use super::list::List;
use super::screen::{Page, Section, Tone};
use super::{Asked, TerminalPrompt, Work, keys};
use crate::domain::interview::{Action, Interview, Phase, Step};
use crate::domain::rubric::Rating;
use crate::page::wrap::wrap;
use crate::prompt::input::key::Key;
use crate::prompt::text::{log, question};
use crate::ui::Ui;

impl TerminalPrompt {
    /// Takes the text for a question.
    pub(super) fn evidence(
        &mut self,
        interview: &Interview<'_>,
        place: usize,
        ui: &mut Ui,
    ) -> Asked<Action> {
        let saved = interview.answer(place).evidence;
        self.write(interview, &saved, ui, |prompt, goes_on| {
            evidence_page(prompt, interview, place, goes_on)
        })
    }

    /// Takes the rating of a question, or goes back to its text with what is typed.
    pub(super) fn rating(
        &mut self,
        interview: &Interview<'_>,
        place: usize,
        ui: &mut Ui,
    ) -> Asked<Action> {
        let step = Step::Rating(place);
        let mut list = self.list(step, || {
            // Nothing is marked beforehand: a step that is marked is a step that gets taken.
            let answer = interview.answer(place);
            let now = answer.rating().filter(|_| answer.carried.is_none());
            let now = now.map(|rating| usize::from(rating.number() - 1));
            List::numbered(question::anchors(interview, place), now)
        });
        loop {
            let taken = self.take(interview, &mut list, ui, |prompt, _| {
                rating_page(prompt, interview, place)
            });
            match taken {
                Ok(Err(typed)) if interview.phase() != Some(Phase::Ratings) => {
                    return Ok(self.back_to_text(interview, place, typed));
                }
                Ok(Err(_)) => {
                    ui.say("ratings first; the evidence comes after them (Ctrl-O writes it now)");
                }
                taken => {
                    self.work = Some((step, Work::List(list)));
                    let rating = taken?.ok().and_then(|index| Rating::all().nth(index));
                    return Ok(rating.map_or(Action::Continue, Action::Rate));
                }
            }
        }
    }

    /// What is typed at a rating belongs to the text, on a line of its own at the end.
    fn back_to_text(&mut self, interview: &Interview<'_>, place: usize, typed: String) -> Action {
        let mut field = Field::new(&interview.answer(place).evidence);
        let width = self.width();
        if !field.line().is_empty() {
            field.apply(&Key::LineFeed, width);
        }
        field.apply(&Key::Paste(typed), width);
        self.work = Some((Step::Evidence(place), Work::Field(field)));
        Action::StepBack
    }
}

fn evidence_page<'p>(
    prompt: &TerminalPrompt,
    interview: &Interview<'_>,
    place: usize,
    goes_on: bool,
) -> Page<'p> {
    let width = prompt.width();
    let is_rated = interview.phase() == Some(Phase::Evidence);
    let mut above = question_sections(prompt, interview, place);
    above.push(hint_section(interview, place, width));
    if let Some(parent) = question::parent(interview, place, width) {
        above.push(Section::giving_way(&parent, Tone::Plain, 0, 2));
    }
    above.extend(log_section(interview, place, width));
    above.push(Section::gap());
    let writing = question::writing(interview, place, width);
    let id = question::id(interview, place);
    let writing = wrap(&format!("{writing} ({id})"), width, "", "");
    above.push(Section::whole(&writing, Tone::Plain));
    let next = if is_rated { "go on" } else { "rate it" };
    let first = format!("{} · Esc back · F1 all keys", keys::on(goes_on, next));
    let is_offered = is_rated || goes_on;
    let has_earlier = is_offered && question::has_earlier(interview, place);
    let actions = keys::actions(interview, place, has_earlier);
    Page::new(above, &[&first, &actions], width)
}

fn rating_page<'p>(prompt: &TerminalPrompt, interview: &Interview<'_>, place: usize) -> Page<'p> {
    let width = prompt.width();
    let mut above = question_sections(prompt, interview, place);
    let is_alone = interview.phase() == Some(Phase::Ratings);
    if is_alone {
        above.push(hint_section(interview, place, width));
        above.extend(log_section(interview, place, width));
    }
    if let Some(written) = question::written(interview, place, width) {
        above.push(Section::giving_way(&written, Tone::Plain, 1, 1));
    }
    let earlier = question::earlier(interview, place, width);
    let actions = keys::actions(interview, place, earlier.is_some());
    if let Some(earlier) = earlier {
        above.push(Section::giving_way(&earlier, Tone::Faint, 0, 2));
    }
    above.push(Section::gap());
    let typing = if is_alone {
        ""
    } else {
        " · type to keep writing"
    };
    let first = format!("1 to 5 or ↑ ↓, then Enter{typing} · Esc back · F1 all keys");
    Page::new(above, &[&first, &actions], width)
}

/// Where the interview is, and the question.
fn question_sections(
    prompt: &TerminalPrompt,
    interview: &Interview<'_>,
    place: usize,
) -> Vec<Section> {
    let width = prompt.width();
    let progress = question::progress(interview, place, &prompt.eta);
    let ask = question::ask(interview, place);
    vec![
        Section::whole(&wrap(&progress, width, "", ""), Tone::Faint),
        Section::gap(),
        Section::whole(&wrap(&ask, width, "", ""), Tone::Strong),
    ]
}

/// Where to look for an answer.
fn hint_section(interview: &Interview<'_>, place: usize, width: usize) -> Section {
    let hint = question::hint(interview, place, width);
    Section::giving_way(&hint, Tone::Faint, 1, 0)
}

fn log_section(interview: &Interview<'_>, place: usize, width: usize) -> Option<Section> {
    let logged = log::brief(interview, place, width)?;
    Some(Section::giving_way(&logged, Tone::Faint, 2, 2))
}
