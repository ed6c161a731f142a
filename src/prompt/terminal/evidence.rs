//! The screen on which a text is written.

use anyhow::Result;

use super::field::Field;
use super::key::Key;
use super::screen::{Body, Page, Section, Tone, field_width};
use super::{Given, INTERRUPT, TerminalPrompt, Work, keys};
use crate::domain::interview::{Action, Interview, Pass, Step};
use crate::prompt::command::is_command;
use crate::prompt::{Reply, words};
use crate::render::wording::wrap;
use crate::ui::Ui;

impl TerminalPrompt {
    /// Takes the text for a question, a key at a time. What is written goes to the interview with
    /// each line and before anything else is done.
    pub(super) fn evidence(
        &mut self,
        interview: &Interview<'_>,
        place: usize,
        ui: &mut Ui,
    ) -> Result<Reply> {
        let step = Step::Evidence(place);
        let before = interview.answer(place).evidence;
        // Somebody who comes back to a text may only want to see it.
        let (mut field, mut is_untouched) = match self.resume_work(step) {
            Some(Work::Field(field)) => (field, false),
            _ => (Field::new(&before), !is_blank(&before)),
        };
        loop {
            let reply = match self.pending.take() {
                Some(line) => self.command(interview, &line, ui)?,
                None => {
                    let key = self.key(ui, |prompt| {
                        evidence_page(prompt, interview, place, &field, is_untouched)
                    })?;
                    match key {
                        Given::Value(key) => self.write(&key, &mut field, &mut is_untouched),
                        Given::Reply(reply) => Some(reply),
                    }
                }
            };
            // A command acts on a text that is safe.
            if self.pending.is_some() && text_of(&field) != interview.answer(place).evidence {
                let text = text_of(&field);
                self.work = Some((step, Work::Field(field)));
                return Ok(Reply::Action(Action::Write(text)));
            }
            if let Some(reply) = reply {
                return Ok(self.after_writing(interview, place, field, reply));
            }
        }
    }

    /// What a key does while a text is written. A command waits in `pending`.
    fn write(&mut self, key: &Key, field: &mut Field, is_untouched: &mut bool) -> Option<Reply> {
        let is_at_end = field.is_at_end();
        let before = field.text().to_owned();
        match key {
            Key::Tab => Some(Reply::Action(Action::EndOfEvidence)),
            Key::Enter if is_at_end && is_command(field.line()) => {
                self.pending = Some(field.take_line());
                None
            }
            Key::Enter if is_at_end && (*is_untouched || is_blank(field.line())) => {
                Some(Reply::Action(Action::EndOfEvidence))
            }
            key if field.apply(key, field_width(self.width())) => {
                *is_untouched &= field.text() == before;
                let is_line = matches!(key, Key::Enter | Key::LineFeed | Key::Paste(_));
                is_line.then(|| Reply::Action(Action::Write(text_of(field))))
            }
            Key::BackTab => Some(Reply::Action(Action::Back)),
            Key::Ctrl('d') => Some(Reply::Signal(INTERRUPT)),
            Key::Help => {
                self.pending = Some(":help".to_owned());
                None
            }
            key => {
                self.pending = keys::command(key).map(str::to_owned);
                None
            }
        }
    }

    /// Has the text saved before what was asked for is done.
    fn after_writing(
        &mut self,
        interview: &Interview<'_>,
        place: usize,
        field: Field,
        reply: Reply,
    ) -> Reply {
        let text = text_of(&field);
        let is_saved = interview.answer(place).evidence == text;
        let is_text = matches!(
            reply,
            Reply::Action(Action::Write(_) | Action::Evidence(_) | Action::Clear)
        );
        if !matches!(reply, Reply::Action(Action::Evidence(_))) {
            self.work = Some((Step::Evidence(place), Work::Field(field)));
        }
        if is_text || is_saved {
            return reply;
        }
        self.next.push_back(reply);
        Reply::Action(Action::Write(text))
    }
}

pub(super) fn text_of(field: &Field) -> String {
    field.text().trim_end().to_owned()
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

fn evidence_page<'p>(
    prompt: &TerminalPrompt,
    interview: &Interview<'_>,
    place: usize,
    field: &'p Field,
    is_untouched: bool,
) -> Page<'p> {
    let width = prompt.width();
    let mut above = question_sections(prompt, interview, place, width);
    above.push(hint_section(interview, place, width));
    if let Some(parent) = words::question::parent(interview, place, width) {
        above.push(Section::giving_way(&parent, Tone::Plain, 0, 2));
    }
    above.push(Section::gap());
    above.push(Section::whole(
        &words::question::writing(interview, place, width),
        Tone::Plain,
    ));
    let enter = match (interview.pass(), is_untouched) {
        (Some(Pass::Evidence), true) => "Enter goes on, or change your text",
        (Some(Pass::Evidence), false) => "Enter new line, twice goes on",
        (_, true) => "Enter on to the rating, or change your text",
        (_, false) => "Enter new line, twice on to the rating",
    };
    let first = format!("{enter} · Esc back · F1 all keys");
    Page {
        above,
        body: Body::Field(field),
        below: vec![Section::gap(), keys::foot(&[&first, keys::ACTIONS], width)],
    }
}

/// Where the interview is, and the question.
pub(super) fn question_sections(
    prompt: &TerminalPrompt,
    interview: &Interview<'_>,
    place: usize,
    width: usize,
) -> Vec<Section> {
    let progress = words::question::progress(interview, place, &prompt.pace);
    let ask = words::question::ask(interview, place);
    vec![
        Section::whole(&wrap(&progress, width, "", ""), Tone::Faint),
        Section::gap(),
        Section::whole(&wrap(&ask, width, "", ""), Tone::Strong),
    ]
}

/// Where to look for an answer.
pub(super) fn hint_section(interview: &Interview<'_>, place: usize, width: usize) -> Section {
    let hint = words::question::hint(interview, place, width);
    Section::giving_way(&hint, Tone::Faint, 1, 0)
}
