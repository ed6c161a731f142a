//! The end: where the person stands, then one or two things to work on.

use super::list::{List, Picked};
use super::screen::{Body, Page, Section, Tone};
use super::text::Enter;
use super::{Asked, TerminalPrompt, keys};
use crate::domain::assessment::Focus;
use crate::domain::interview::{Action, Interview};
use crate::page::wrap::wrap;
use crate::prompt::input::key::Key;
use crate::prompt::{Reply, words};
use crate::ui::Ui;

const FOOT: &str =
    "↑ ↓ or a number, then Enter; you can change the words · Esc back to your answers";

impl TerminalPrompt {
    /// Takes one thing to work on, or the end.
    pub(super) fn focus(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> Asked<Reply> {
        if !self.has_shown_scores {
            let foot =
                "Enter on to what to work on · Esc back to your answers · Ctrl-Q save and quit";
            loop {
                let scores = |prompt: &Self| {
                    words::focus::scores(interview, prompt.screen().columns, prompt.color)
                };
                match self.read(scores, foot, ui)? {
                    Key::Enter | Key::Tab => break,
                    key @ (Key::Escape | Key::Ctrl('q' | 'd') | Key::Help) => {
                        self.act(interview, &key, ui)?;
                    }
                    _ => {}
                }
            }
            self.has_shown_scores = true;
        }
        let suggestions = interview.suggestions();
        let chosen = interview.draft().focus.len();
        let mut list = List::numbered(words::focus::offers(interview), None);
        let mut edited: Option<Focus> = None;
        loop {
            let index = self.offer(interview, &mut list, ui)?;
            let own = suggestions.len();
            if index <= own && interview.focus_left() == 0 {
                ui.say("two are chosen already; take one back first");
                continue;
            }
            let picked = match (suggestions.get(index), index.checked_sub(own + 1)) {
                (Some(focus), _) => Some(focus.clone()),
                (None, None) => self.own_skill(interview, ui)?,
                (None, Some(place)) if place < chosen => {
                    return Ok(Reply::Action(Action::Drop(place)));
                }
                (None, Some(_)) => return Ok(Reply::Action(Action::Continue)),
            };
            let Some(picked) = picked else { continue };
            // Words that were changed already are not to be changed again.
            let Focus {
                skill,
                action,
                mut private,
                by,
                sign,
            } = match edited.take() {
                Some(edited) if edited.skill == picked.skill => edited,
                _ => picked,
            };
            let title = words::focus::in_your_words(interview, &skill, &action);
            let (action, reply) = self.write_private(&title, &action, Some(&mut private), ui)?;
            let focus = Focus {
                skill,
                action,
                private,
                by,
                sign,
            };
            match reply {
                None if !focus.action.is_empty() => {
                    return Ok(Reply::Action(Action::Focus(focus)));
                }
                None | Some(Reply::Action(Action::Back)) => edited = Some(focus),
                Some(reply) if focus.action.is_empty() => return Ok(reply),
                Some(reply) => {
                    self.next.push_back(reply);
                    return Ok(Reply::Action(Action::Focus(focus)));
                }
            }
        }
    }

    /// Takes the answer to the closing question.
    pub(super) fn closing(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> Asked<Reply> {
        let saved = interview.draft().closing.clone();
        let is_private = interview.is_private();
        self.write(interview, &saved, ui, |prompt, enter| {
            let width = prompt.width();
            let ask = wrap(&words::focus::closing_ask(interview), width, "", "");
            let mut above = vec![
                Section::giving_way(
                    &words::focus::before_closing(interview, width),
                    Tone::Faint,
                    0,
                    0,
                ),
                Section::gap(),
                Section::whole(&ask, Tone::Strong),
            ];
            if let Some(earlier) = words::focus::earlier_closing(interview, width) {
                above.push(Section::giving_way(&earlier, Tone::Faint, 0, 2));
            }
            above.push(Section::gap());
            let enter = match enter {
                Enter::GoesOn => "Enter finishes, or change your text",
                Enter::BeginsLine => "Tab (or Enter twice) finishes",
            };
            let private = if is_private { "share" } else { "private" };
            let foot = format!(
                "{enter} · Ctrl-P {private} · Esc back · Ctrl-Q save and quit · F1 all keys"
            );
            Page {
                above,
                body: Body::Nothing,
                below: vec![Section::gap(), keys::foot(&[&foot], width)],
            }
        })
    }

    /// What holds back most, each with the thing to try.
    fn offer(&mut self, interview: &Interview<'_>, list: &mut List, ui: &mut Ui) -> Asked<usize> {
        loop {
            let picked = self.take(interview, list, ui, |prompt, _| {
                let width = prompt.width();
                let mut above = Vec::new();
                if let Some(notes) = words::focus::holds_back(interview, width) {
                    above.push(Section::giving_way(&notes, Tone::Plain, 1, 0));
                    above.push(Section::gap());
                }
                let ask = wrap(&words::focus::next_focus(interview), width, "", "");
                above.push(Section::whole(&ask, Tone::Strong));
                Page {
                    above,
                    body: Body::Nothing,
                    below: vec![Section::gap(), keys::foot(&[FOOT], width)],
                }
            })?;
            if let Picked::Item(index) = picked {
                return Ok(index);
            }
        }
    }

    /// A skill of the person's own choice, with nothing written for it yet.
    fn own_skill(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> Asked<Option<Focus>> {
        let skills = &interview.rubric().skills;
        let titles = skills.iter().map(|skill| skill.title.clone()).collect();
        let mut list = List::numbered(titles, None);
        let index = self.pick(interview, "Which skill is it about?", &mut list, ui)?;
        let skill = index.and_then(|index| skills.get(index));
        Ok(skill.map(|skill| Focus {
            skill: skill.id.clone(),
            ..Focus::default()
        }))
    }
}
