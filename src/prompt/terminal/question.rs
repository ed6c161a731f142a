//! The two screens of a question: for its evidence, and for its rating with that evidence in sight.

use super::field::Field;
use super::list::List;
use super::screen::{Page, Section, Tone};
use super::turn::Turn;
use super::{Asked, Work, keys};
use crate::domain::interview::{Action, Interview, Phase, Step};
use crate::domain::rubric::Rating;
use crate::page::wrap::wrap;
use crate::prompt::input::key::Key;
use crate::prompt::text::question;

impl Turn<'_> {
    pub(super) fn evidence(&mut self, place: usize) -> Asked<Action> {
        let interview = self.interview;
        let progress = question::progress(interview, place, &self.prompt.eta);
        let is_rated = interview.phase() == Some(Phase::Evidence);
        self.write(&interview.answer(place).evidence, |width, goes_on| {
            let mut above = question_sections(interview, place, &progress, width);
            let parent = question::parent(interview, place, width);
            above.extend(parent.map(|text| Section::giving_way(&text, Tone::Plain, 0, 2)));
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
        })
    }

    /// Takes the rating of a question, or goes back to its text with what is typed.
    pub(super) fn rating(&mut self, place: usize) -> Asked<Action> {
        let interview = self.interview;
        let progress = question::progress(interview, place, &self.prompt.eta);
        let is_alone = interview.phase() == Some(Phase::Ratings);
        let mut list = self.list(|| {
            // Nothing is marked beforehand: a step that is marked is a step that gets taken.
            let answer = interview.answer(place);
            let now = answer.rating().filter(|_| answer.carried.is_none());
            let now = now.map(|rating| usize::from(rating.number() - 1));
            List::numbered(question::anchors(interview, place), now)
        });
        let page = |width: usize, _: &List| {
            let mut above = question_sections(interview, place, &progress, width);
            if is_alone {
                above.extend(log_section(interview, place, width));
            }
            let written = question::written(interview, place, width);
            above.extend(written.map(|text| Section::giving_way(&text, Tone::Plain, 1, 1)));
            let earlier = question::earlier(interview, place, width);
            let actions = keys::actions(interview, place, earlier.is_some());
            above.extend(earlier.map(|text| Section::giving_way(&text, Tone::Faint, 0, 2)));
            above.push(Section::gap());
            let typing = if is_alone {
                ""
            } else {
                " · type to keep writing"
            };
            let first = format!("1 to 5 or ↑ ↓, then Enter{typing} · Esc back · F1 all keys");
            Page::new(above, &[&first, &actions], width)
        };
        loop {
            match self.take(&mut list, page) {
                Ok(Err(typed)) if !is_alone => return Ok(self.back_to_text(place, typed)),
                Ok(Err(_)) => {
                    let words =
                        "ratings first; the evidence comes after them (Ctrl-O writes it now)";
                    self.ui.say(words);
                }
                taken => {
                    self.keep(Work::List(list));
                    let rating = taken?.ok().and_then(|index| Rating::all().nth(index));
                    return Ok(rating.map_or(Action::Continue, Action::Rate));
                }
            }
        }
    }

    /// What is typed at a rating belongs to the text, on a line of its own at the end.
    fn back_to_text(&mut self, place: usize, typed: String) -> Action {
        let mut field = Field::new(&self.interview.answer(place).evidence);
        let width = self.prompt.screen().width();
        if !field.line().is_empty() {
            field.apply(&Key::LineFeed, width);
        }
        field.apply(&Key::Paste(typed), width);
        self.prompt.work = Some((Step::Evidence(place), Work::Field(field)));
        Action::StepBack
    }
}

fn question_sections(
    interview: &Interview<'_>,
    place: usize,
    progress: &str,
    width: usize,
) -> Vec<Section> {
    let ask = question::ask(interview, place);
    let mut sections = vec![
        Section::whole(&wrap(progress, width, "", ""), Tone::Faint),
        Section::gap(),
        Section::whole(&wrap(&ask, width, "", ""), Tone::Strong),
    ];
    let before = question::not_applicable_before(interview, place, "Ctrl-N", width);
    sections.extend(before.map(|text| Section::whole(&text, Tone::News)));
    // At a rating that follows the text, what was written matters more.
    let is_after_text =
        matches!(interview.step(), Step::Rating(_)) && interview.phase() != Some(Phase::Ratings);
    let rank = u8::from(!is_after_text);
    let hint = question::hint(interview, place, width);
    sections.push(Section::giving_way(&hint, Tone::Faint, rank, 0));
    sections
}

fn log_section(interview: &Interview<'_>, place: usize, width: usize) -> Option<Section> {
    let logged = question::logged_brief(interview, place, width)?;
    Some(Section::giving_way(&logged, Tone::Faint, 2, 2))
}
