//! The two screens of a question: for its evidence, and for its rating with that evidence in sight.

use super::field::Field;
use super::list::List;
use super::screen::{Page, Section, Tone};
use super::turn::Turn;
use super::{Asked, Work, keys};
use crate::domain::interview::{Action, Phase, Step};
use crate::domain::rubric::Rating;
use crate::prompt::input::key::Key;
use crate::prompt::text::question::QuestionText;

impl Turn<'_> {
    pub(super) fn evidence(&mut self, place: usize) -> Asked<Action> {
        let interview = self.interview;
        let text = QuestionText::new(interview, place, 0);
        let progress = text.progress(&self.prompt.tools.eta);
        let is_rated = interview.phase() == Some(Phase::Evidence);
        self.write(&text.answer.evidence, |width, goes_on| {
            let text = QuestionText::new(interview, place, width);
            let parent = text.parent();
            let writing = format!("{} ({})", text.writing(), text.question.id);
            let own = [
                parent.map(|text| Section::giving_way(&text, Tone::Plain, 0, 2)),
                log_section(&text),
                Some(Section::gap()),
                Some(Section::wrapped(&writing, Tone::Plain, width)),
            ];
            let next = if is_rated { "go on" } else { "rate it" };
            let first = format!("{} · Esc back · F1 all keys", keys::on(goes_on, next));
            let has_earlier = (is_rated || goes_on) && text.to_reuse().is_some();
            let actions = keys::actions(&text, has_earlier);
            let above = sections(&text, &progress, width, 1);
            let above = above.into_iter().chain(own).flatten().collect();
            Page::new(above, &[&first, &actions], width)
        })
    }

    /// Takes the rating of a question, or goes back to its text with what is typed.
    pub(super) fn rating(&mut self, place: usize) -> Asked<Action> {
        let interview = self.interview;
        let text = QuestionText::new(interview, place, 0);
        let progress = text.progress(&self.prompt.tools.eta);
        let is_alone = interview.phase() == Some(Phase::Ratings);
        let mut list = self.list(|| {
            // Nothing is marked beforehand: a step that is marked is a step that gets taken.
            let now = text.answer.rating();
            let now = now.filter(|_| text.answer.carried.is_none());
            let now = now.map(|rating| usize::from(rating.number() - 1));
            let anchors = text.anchors().into_iter();
            List::numbered(anchors.zip(Rating::all().map(Action::Rate)), now)
        });
        let typing = if is_alone {
            ""
        } else {
            " · type to keep writing"
        };
        let first = format!("1 to 5 or ↑ ↓, then Enter{typing} · Esc back · F1 all keys");
        let page = |width: usize, _: &List| {
            let text = QuestionText::new(interview, place, width);
            let (written, earlier) = (text.written(), text.earlier());
            let actions = keys::actions(&text, earlier.is_some());
            let own = [
                log_section(&text).filter(|_| is_alone),
                written.map(|text| Section::giving_way(&text, Tone::Plain, 1, 1)),
                earlier.map(|text| Section::giving_way(&text, Tone::Faint, 0, 2)),
                Some(Section::gap()),
            ];
            // At a rating that follows the text, what was written matters more than the hint.
            let above = sections(&text, &progress, width, u8::from(is_alone));
            let above = above.into_iter().chain(own).flatten().collect();
            Page::new(above, &[&first, &actions], width)
        };
        loop {
            match self.item_or_text(&mut list, page) {
                Ok(typed) if !is_alone => return Ok(self.back_to_text(place, typed)),
                Ok(_) => self
                    .ui
                    .say("ratings first; the evidence comes after them (Ctrl-O writes it now)"),
                Err(reply) => {
                    self.keep(Work::List(list));
                    return Err(reply);
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

/// What stands above a text and its rating alike.
fn sections(
    text: &QuestionText<'_>,
    progress: &str,
    width: usize,
    hint_rank: u8,
) -> [Option<Section>; 5] {
    let before = text.not_applicable_before("Ctrl-N");
    [
        Some(Section::wrapped(progress, Tone::Faint, width)),
        Some(Section::gap()),
        Some(Section::wrapped(&text.ask(), Tone::Strong, width)),
        before.map(|text| Section::whole(&text, Tone::News)),
        Some(Section::giving_way(&text.hint(), Tone::Faint, hint_rank, 0)),
    ]
}

fn log_section(text: &QuestionText<'_>) -> Option<Section> {
    let logged = text.logged_brief()?;
    Some(Section::giving_way(&logged, Tone::Faint, 2, 2))
}
