//! The end: where the person stands, one or two things to work on, the closing question.

use jiff::civil::Date;

use super::list::List;
use super::screen::{Page, Section, Tone};
use super::{Asked, TerminalPrompt, keys};
use crate::domain::assessment::Focus;
use crate::domain::interview::{Action, Interview};
use crate::page::wrap::wrap;
use crate::prompt::command::parse_date;
use crate::prompt::input::key::Key;
use crate::prompt::{Reply, text};
use crate::ui::Ui;

const FOOT: &str =
    "↑ ↓ or a number, then Enter; you can change the words · Esc back to your answers";

/// A focus while it is written: its skill, whether the words were suggested, the texts of its three
/// fields, whether it is private.
struct Draft {
    skill: String,
    is_suggested: bool,
    fields: [String; 3],
    private: bool,
}

impl TerminalPrompt {
    /// Takes one thing to work on, or the end.
    pub(super) fn focus(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> Asked<Action> {
        self.show_scores(interview, ui)?;
        let suggestions = interview.suggestions();
        let own = suggestions.len();
        let mut list = List::numbered(text::ending::focus_choices(interview), None);
        let mut unfinished: Option<Draft> = None;
        loop {
            let index = self.offer(interview, &mut list, ui)?;
            if index == own + 1 {
                return Ok(Action::Continue);
            }
            if let Some(place) = index.checked_sub(own + 2) {
                return Ok(Action::Drop(place));
            }
            if interview.focus_left() == 0 {
                ui.say("two are chosen already; take one back first");
                continue;
            }
            let (skill, action) = match suggestions.get(index) {
                Some(focus) => (focus.skill.clone(), focus.action.clone()),
                None => match self.own_skill(interview, ui)? {
                    Some(skill) => (skill, String::new()),
                    None => continue,
                },
            };
            // Words that were changed already are not to be changed again.
            let draft = unfinished.take().filter(|draft| draft.skill == skill);
            let mut draft = draft.unwrap_or_else(|| Draft {
                is_suggested: !action.is_empty(),
                skill,
                fields: [action, String::new(), String::new()],
                private: false,
            });
            match self.fill_focus(interview, &mut draft, ui)? {
                None => unfinished = Some(draft),
                Some(focus) => return Ok(Action::Focus(focus)),
            }
        }
    }

    /// The fields of a focus, one after the other; none where the person has gone back.
    fn fill_focus(
        &mut self,
        interview: &Interview<'_>,
        draft: &mut Draft,
        ui: &mut Ui,
    ) -> Asked<Option<Focus>> {
        let titles = text::ending::focus_titles(interview, &draft.skill, draft.is_suggested);
        let mut at = 0;
        while let Some(title) = titles.get(at) {
            let private = Some(&mut draft.private);
            let (written, reply) = self.write_line(title, &draft.fields[at], private, ui);
            draft.fields[at] = written;
            match reply {
                None if draft.fields[0].is_empty() => return Ok(None),
                None => match by(&draft.fields[1]) {
                    Err(words) => ui.say(&words),
                    Ok(_) => at += 1,
                },
                Some(Reply::Action(Action::StepBack)) if at == 0 => return Ok(None),
                Some(Reply::Action(Action::StepBack)) => at -= 1,
                Some(reply) if draft.fields[0].is_empty() => return Err(reply),
                Some(reply) => {
                    self.next.push_back(reply);
                    break;
                }
            }
        }
        let [action, day, sign] = draft.fields.clone();
        let by = by(&day);
        // Whoever leaves in the middle of a day keeps what was typed of it.
        let action = if by.is_err() {
            format!("{action}; by {day}")
        } else {
            action
        };
        Ok(Some(Focus {
            skill: draft.skill.clone(),
            action,
            private: draft.private,
            by: by.unwrap_or_default(),
            sign,
        }))
    }

    fn show_scores(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> Asked<()> {
        let foot =
            "Enter to choose what to work on · Esc back to your answers · Ctrl-Q save and quit";
        while !self.has_shown_scores {
            let scores = |prompt: &Self| {
                text::ending::scores(interview, prompt.screen().columns, prompt.color)
            };
            match self.read(scores, foot, ui)? {
                Key::Enter | Key::Tab => self.has_shown_scores = true,
                key @ (Key::Escape | Key::Ctrl('q') | Key::Help) => {
                    self.act(interview, &key, ui)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Takes the answer to the closing question.
    pub(super) fn closing(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> Asked<Action> {
        let saved = interview.draft().closing.clone();
        let private = if interview.is_private() {
            "share"
        } else {
            "private"
        };
        self.write(interview, &saved, ui, |prompt, goes_on| {
            let width = prompt.width();
            let mut chosen = text::ending::chosen_focus(interview, width);
            chosen.push(text::ending::CLOSING_NOTE.to_owned());
            let ask = wrap(&text::ending::closing_ask(interview), width, "", "");
            let mut above = vec![
                Section::giving_way(&chosen.join("\n"), Tone::Faint, 0, 0),
                Section::gap(),
                Section::whole(&ask, Tone::Strong),
            ];
            if let Some(earlier) = text::ending::earlier_closing(interview, width) {
                above.push(Section::giving_way(&earlier, Tone::Faint, 0, 2));
            }
            above.push(Section::gap());
            let on = keys::on(goes_on, "go on");
            let foot =
                format!("{on} · Ctrl-P {private} · Esc back · Ctrl-Q save and quit · F1 all keys");
            Page::new(above, &[&foot], width)
        })
    }

    /// What holds the person back, and what could be done about it.
    fn offer(&mut self, interview: &Interview<'_>, list: &mut List, ui: &mut Ui) -> Asked<usize> {
        self.item(interview, list, ui, |prompt, _| {
            let width = prompt.width();
            let mut above = Vec::new();
            if let Some(notes) = text::ending::holding_back(interview, width) {
                above.push(Section::giving_way(&notes, Tone::Plain, 1, 0));
                above.push(Section::gap());
            }
            let mut ask = vec![text::ending::FOCUS_ASK.to_owned()];
            ask.extend(text::ending::chosen_focus(interview, width));
            above.push(Section::whole(&ask.join("\n"), Tone::Strong));
            Page::new(above, &[FOOT], width)
        })
    }

    /// A skill of the person's own choice.
    fn own_skill(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> Asked<Option<String>> {
        let skills = &interview.rubric().skills;
        let titles = skills.iter().map(|skill| skill.title.clone()).collect();
        let mut list = List::numbered(titles, None);
        let index = self.pick(interview, "Which skill is it about?", &mut list, ui)?;
        let skill = index.and_then(|index| skills.get(index));
        Ok(skill.map(|skill| skill.id.clone()))
    }
}

/// The day of a focus, where one is written.
fn by(text: &str) -> Result<Option<Date>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    parse_date(text).map(Some)
}
