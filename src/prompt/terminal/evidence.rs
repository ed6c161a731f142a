//! The screen on which the evidence for a question is written.

use super::screen::{Body, Page, Section, Tone};
use super::writing::Enter;
use super::{Asked, TerminalPrompt, keys};
use crate::domain::interview::{Interview, Phase};
use crate::page::wrap::wrap;
use crate::prompt::{Reply, text};
use crate::ui::Ui;

impl TerminalPrompt {
    /// Takes the text for a question.
    pub(super) fn evidence(
        &mut self,
        interview: &Interview<'_>,
        place: usize,
        ui: &mut Ui,
    ) -> Asked<Reply> {
        let saved = interview.answer(place).evidence;
        self.write(interview, &saved, ui, |prompt, enter| {
            evidence_page(prompt, interview, place, enter)
        })
    }
}

fn evidence_page<'p>(
    prompt: &TerminalPrompt,
    interview: &Interview<'_>,
    place: usize,
    enter: Enter,
) -> Page<'p> {
    let width = prompt.width();
    let mut above = question_sections(prompt, interview, place, width);
    above.push(hint_section(interview, place, width));
    if let Some(parent) = text::question::parent(interview, place, width) {
        above.push(Section::giving_way(&parent, Tone::Plain, 0, 2));
    }
    if let Some(logged) = text::log::brief(interview, place, width) {
        above.push(Section::giving_way(&logged, Tone::Faint, 2, 2));
    }
    above.push(Section::gap());
    let writing = text::question::writing(interview, place, width);
    let id = text::question::id(interview, place);
    let writing = wrap(&format!("{writing} ({id})"), width, "", "");
    above.push(Section::whole(&writing, Tone::Plain));
    let on = match (interview.phase(), enter) {
        (Some(Phase::Evidence), Enter::GoesOn) => "Enter to go on, or change your text",
        (Some(Phase::Evidence), Enter::BeginsLine) => "Tab (or Enter twice) to go on",
        (_, Enter::GoesOn) => "Enter to rate it, or change your text",
        (_, Enter::BeginsLine) => "Tab (or Enter twice) to rate it",
    };
    let first = format!("{on} · Esc back · F1 all keys");
    let is_offered = interview.phase() == Some(Phase::Evidence) || enter == Enter::GoesOn;
    let has_earlier = is_offered && text::question::has_earlier(interview, place);
    let actions = keys::actions(interview, place, has_earlier);
    Page {
        above,
        body: Body::Nothing,
        below: vec![Section::gap(), keys::foot(&[&first, &actions], width)],
    }
}

/// Where the interview is, and the question.
pub(super) fn question_sections(
    prompt: &TerminalPrompt,
    interview: &Interview<'_>,
    place: usize,
    width: usize,
) -> Vec<Section> {
    let progress = text::question::progress(interview, place, &prompt.eta);
    let ask = text::question::ask(interview, place);
    vec![
        Section::whole(&wrap(&progress, width, "", ""), Tone::Faint),
        Section::gap(),
        Section::whole(&wrap(&ask, width, "", ""), Tone::Strong),
    ]
}

/// Where to look for an answer.
pub(super) fn hint_section(interview: &Interview<'_>, place: usize, width: usize) -> Section {
    let hint = text::question::hint(interview, place, width);
    Section::giving_way(&hint, Tone::Faint, 1, 0)
}
