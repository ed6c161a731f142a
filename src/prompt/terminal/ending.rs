//! The end: the scores, one or two things to work on, the closing question, highlights.

use super::list::List;
use super::screen::{Page, Screen, Section, Tone};
use super::turn::{Turn, dialog_page};
use super::{Asked, keys};
use crate::domain::assessment::Focus;
use crate::domain::interview::{Action, Interview};
use crate::escape::visible;
use crate::page::wrap::wrap;
use crate::prompt::command::parse_date;
use crate::prompt::input::key::Key;
use crate::prompt::{Reply, text};

const FOOT: &str =
    "↑ ↓ or a number, then Enter; you can change the words · Esc back to your answers";

/// The place of the day among the fields of a focus.
const DAY: usize = 1;

struct Draft {
    /// Its place among the chosen; none for a new one.
    place: Option<usize>,
    focus: Focus,
    titles: [String; 3],
    fields: [String; 3],
}

impl Turn<'_> {
    pub(super) fn focus(&mut self) -> Asked<Action> {
        self.show_scores()?;
        let interview = self.interview;
        let suggestions = interview.suggestions();
        let own = suggestions.len();
        let chosen = &interview.draft().focus;
        let marked = (!chosen.is_empty()).then_some(own + 1);
        let mut list = List::numbered(focus_choices(interview), marked);
        let mut unfinished: Option<Draft> = None;
        loop {
            let index = self.item(&mut list, |width, _| focus_page(interview, width))?;
            if index == own + 1 {
                return Ok(Action::Continue);
            }
            if let Some(place) = index.checked_sub(own + 2) {
                return Ok(Action::Drop(place));
            }
            let suggested = suggestions.get(index);
            let is_of = |focus: &Focus| suggested.is_some_and(|it| it.skill == focus.skill);
            let place = chosen.iter().position(is_of);
            if interview.focus_left() == 0 && place.is_none() {
                self.ui.say("two are chosen already; take one back first");
                continue;
            }
            let known = place.map(|place| &chosen[place]).or(suggested);
            let focus = match known {
                Some(focus) => Some(focus.clone()),
                None => self.own_focus()?,
            };
            let Some(focus) = focus else { continue };
            // Words that were changed already are not to be changed again.
            let is_same = |draft: &Draft| draft.focus.skill == focus.skill && draft.place == place;
            let is_suggested = place.is_none() && !focus.action.is_empty();
            let draft = unfinished.take().filter(is_same);
            let mut draft = draft.unwrap_or_else(|| Draft {
                place,
                titles: text::ending::focus_titles(interview, &focus.skill, is_suggested),
                fields: [
                    focus.action.clone(),
                    focus.by.map_or_else(String::new, |by| by.to_string()),
                    focus.sign.clone(),
                ],
                focus,
            });
            match self.fill_focus(&mut draft)? {
                None => unfinished = Some(draft),
                Some(focus) => return Ok(Action::Focus(place, focus)),
            }
        }
    }

    /// The fields of a focus, one after the other; none where the person has gone back.
    fn fill_focus(&mut self, draft: &mut Draft) -> Asked<Option<Focus>> {
        let mut at = 0;
        while let Some(title) = draft.titles.get(at) {
            let private = Some(&mut draft.focus.private);
            let (written, reply) = self.write_line(title, &draft.fields[at], private);
            draft.fields[at] = written;
            let day = parse_date(&draft.fields[DAY]);
            match reply {
                None if draft.fields[0].is_empty() => return Ok(None),
                None => match day {
                    Err(words) => self.ui.say(&words),
                    Ok(_) => at += 1,
                },
                Some(Reply::Action(Action::StepBack)) if at == 0 => return Ok(None),
                Some(Reply::Action(Action::StepBack)) => {
                    if day.is_err() {
                        draft.fields[DAY].clear();
                    }
                    at -= 1;
                }
                Some(reply) if draft.fields[0].is_empty() => return Err(reply),
                Some(reply) => {
                    self.prompt.next.push_back(reply);
                    break;
                }
            }
        }
        let [action, day, sign] = draft.fields.clone();
        let (action, by) = match parse_date(&day) {
            Ok(by) => (action, by),
            // Whoever leaves in the middle of a day keeps what was typed of it.
            Err(_) => (format!("{action}; by {day}"), None),
        };
        Ok(Some(Focus {
            action,
            by,
            sign,
            ..draft.focus.clone()
        }))
    }

    fn own_focus(&mut self) -> Asked<Option<Focus>> {
        let skills = &self.interview.rubric().skills;
        let titles = skills.iter().map(|skill| skill.title.clone()).collect();
        let mut list = List::numbered(titles, None);
        let index = self.pick("Which skill is it about?", &mut list)?;
        Ok(index.map(|index| Focus {
            skill: skills[index].id.clone(),
            ..Focus::default()
        }))
    }

    fn show_scores(&mut self) -> Asked<()> {
        let foot =
            "Enter to choose what to work on · Esc back to your answers · Ctrl-Q save and quit";
        let interview = self.interview;
        let scores = |screen: Screen| text::ending::scores(interview, screen.columns, screen.color);
        while !self.prompt.has_shown_scores {
            match self.prompt.read(scores, foot, self.ui)? {
                Key::Enter | Key::Tab => self.prompt.has_shown_scores = true,
                key @ (Key::Escape | Key::Ctrl('q') | Key::Help) => self.act(&key)?,
                _ => {}
            }
        }
        Ok(())
    }

    pub(super) fn closing(&mut self) -> Asked<Action> {
        let interview = self.interview;
        let private = if interview.is_private() {
            "share"
        } else {
            "private"
        };
        self.write(&interview.draft().closing, |width, goes_on| {
            let mut chosen = chosen_focus(interview, width);
            chosen.push(text::ending::CLOSING_NOTE.to_owned());
            let ask = text::ending::closing_ask(interview);
            let earlier = text::ending::earlier_closing(interview, width);
            let above = [
                Some(Section::giving_way(&chosen.join("\n"), Tone::Faint, 0, 0)),
                Some(Section::gap()),
                Some(Section::wrapped(&ask, Tone::Strong, width)),
                earlier.map(|text| Section::giving_way(&text, Tone::Faint, 0, 2)),
                Some(Section::gap()),
            ];
            let above = above.into_iter().flatten().collect();
            let on = keys::on(goes_on, "go on");
            let foot =
                format!("{on} · Ctrl-P {private} · Esc back · Ctrl-Q save and quit · F1 all keys");
            Page::new(above, &[&foot], width)
        })
    }

    pub(super) fn highlights(&mut self) -> Asked<Action> {
        let interview = self.interview;
        let mut choices = text::ending::highlight_offers(interview);
        let own = choices.len();
        choices.push("in your own words".to_owned());
        let chosen = text::ending::chosen_highlights(interview).into_iter();
        choices.extend(chosen.map(|chosen| format!("change: {chosen}")));
        let last = choices.len();
        choices.push(if interview.is_noting() {
            "go on with the questions".to_owned()
        } else {
            "finish".to_owned()
        });
        let is_first = interview.is_noting() && interview.draft().highlights.is_empty();
        let marked = if is_first { own } else { last };
        let mut list = List::numbered(choices, Some(marked));
        let ask = text::ending::highlights_ask(interview);
        let foot = "↑ ↓ or a number, then Enter · Esc back · Ctrl-Q save and quit · F1 all keys";
        loop {
            let index = self.item(&mut list, |width, _| dialog_page(&ask, foot, width))?;
            if index < own {
                return Ok(Action::Choose(index));
            }
            if index == last {
                return Ok(Action::Continue);
            }
            let place = index.checked_sub(own + 1);
            if let Some(action) = self.reword(place)? {
                return Ok(action);
            }
        }
    }

    /// A highlight in the person's own words. One that is emptied is taken back.
    fn reword(&mut self, place: Option<usize>) -> Asked<Option<Action>> {
        let interview = self.interview;
        let chosen = place.and_then(|place| interview.draft().highlights.get(place));
        let before = chosen.map_or_else(String::new, |chosen| interview.highlight_text(chosen));
        let title = match chosen {
            Some(_) => "Change the words, or clear them to drop the highlight.",
            None => "What was delivered, and what was your part?",
        };
        let before = before.replace('\n', " ");
        let (text, reply) = self.write_line(title, &before, None);
        let is_same = text == before.trim();
        match reply {
            Some(Reply::Action(Action::StepBack)) => return Ok(None),
            Some(reply) if is_same => return Err(reply),
            reply => self.prompt.next.extend(reply),
        }
        Ok(match place {
            _ if is_same => None,
            Some(place) if text.is_empty() => Some(Action::Drop(place)),
            _ if text.is_empty() => None,
            place => Some(Action::Highlight(place, text)),
        })
    }
}

fn focus_page<'p>(interview: &Interview<'_>, width: usize) -> Page<'p> {
    let mut above = Vec::new();
    if let Some(notes) = text::ending::holding_back(interview, width) {
        above.push(Section::giving_way(&notes, Tone::Plain, 1, 0));
        above.push(Section::gap());
    }
    let mut ask = vec![text::ending::FOCUS_ASK.to_owned()];
    ask.extend(chosen_focus(interview, width));
    above.push(Section::whole(&ask.join("\n"), Tone::Strong));
    Page::new(above, &[FOOT], width)
}

/// What is chosen comes last, so that the others keep their numbers.
fn focus_choices(interview: &Interview<'_>) -> Vec<String> {
    let chosen = text::ending::chosen_focus(interview);
    let mut choices = text::ending::suggestions(interview);
    choices.push("something else".to_owned());
    choices.push(if chosen.is_empty() {
        "nothing for now; go on".to_owned()
    } else {
        "that's it; go on".to_owned()
    });
    choices.extend(chosen.iter().map(|focus| format!("take back {focus}")));
    choices
}

fn chosen_focus(interview: &Interview<'_>, width: usize) -> Vec<String> {
    let chosen = text::ending::chosen_focus(interview).into_iter();
    chosen
        .map(|focus| wrap(&format!("Chosen: {}", visible(&focus)), width, "", ""))
        .collect()
}
