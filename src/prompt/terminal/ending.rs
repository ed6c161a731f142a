//! The end: the scores, one or two things to work on, the closing question, highlights.

use super::Asked;
use super::list::List;
use super::question::private_key;
use super::screen::{Page, Screen, Section, Tone};
use super::turn::{Turn, dialog_page};
use crate::domain::assessment::{Focus, MAX_FOCUS};
use crate::domain::interview::{Action, Interview};
use crate::escape::visible;
use crate::page::wrap::wrap;
use crate::prompt::command::parse_date;
use crate::prompt::input::decoder::Key;
use crate::prompt::text::{skill_title, steps as text, words_if};

impl Turn<'_> {
    pub(super) fn focus(&mut self) -> Asked<Action> {
        self.show_scores()?;
        let interview = self.interview;
        let mut list = focus_list(interview);
        let foot =
            "↑ ↓ or a number, then Enter; you can change the words · Esc back to your answers";
        // What was typed before Esc is still there when the same focus is opened again.
        let mut left: Option<(Option<usize>, Focus)> = None;
        loop {
            let action = self.item(&mut list, &|width| {
                let notes = text::holding_back(interview, width);
                let mut ask = vec![text::FOCUS_ASK.to_owned()];
                ask.extend(chosen_focus(interview, width));
                let mut above = vec![Section::giving_way(&notes, Tone::Plain, 1, 0)];
                above.extend((!notes.is_empty()).then(Section::gap));
                above.push(Section::whole(&ask.join("\n"), Tone::Strong));
                Page::new(above, &[foot], width)
            })?;
            let (place, mut focus) = match action {
                Action::Focus(None, _) if interview.draft.focus.len() >= MAX_FOCUS => {
                    self.ui.say("two are chosen already; take one back first");
                    continue;
                }
                Action::Focus(None, mut focus) if focus.skill.is_empty() => {
                    let skills = &interview.rubric.skills;
                    let titles = skills.iter().map(|skill| skill.title.clone());
                    let Some(at) = self.pick("Which skill is it about?", titles, None)? else {
                        continue;
                    };
                    focus.skill.clone_from(&skills[at].id);
                    (None, focus)
                }
                Action::Focus(place, focus) => (place, focus),
                action => return Ok(action),
            };
            let is_suggested = place.is_none() && !focus.action.is_empty();
            let is_same = |(at, words): &(_, Focus)| *at == place && words.skill == focus.skill;
            if let Some((_, words)) = left.take().filter(is_same) {
                focus = words;
            }
            if self.fill_focus(&mut focus, is_suggested) {
                return Ok(Action::Focus(place, focus));
            }
            self.catch_up()?;
            left = Some((place, focus));
        }
    }

    /// The fields of a focus, one after the other; false where the person has gone back.
    fn fill_focus(&mut self, focus: &mut Focus, is_suggested: bool) -> bool {
        let title = visible(skill_title(self.interview, &focus.skill));
        let change = words_if(is_suggested, " Change it until the words are yours.");
        let titles = [
            format!("{title}: what will you do?{change}"),
            format!("{title}: by when? A date such as 2027-01-20. You can leave it blank."),
            format!("{title}: I'll know it worked if … You can leave it blank."),
        ];
        let mut day = focus.by.map_or_else(String::new, |by| by.to_string());
        let mut at = 0;
        while let Some(title) = titles.get(at) {
            let field = match at {
                0 => &mut focus.action,
                1 => &mut day,
                _ => &mut focus.sign,
            };
            let is_taken = self.write_line(title, field, Some(&mut focus.private));
            match parse_date(&day) {
                by if !is_taken && at == 0 => {
                    focus.by = by.unwrap_or_default();
                    return false;
                }
                by if !is_taken => {
                    if by.is_err() {
                        day.clear();
                    }
                    at -= 1;
                }
                _ if focus.action.is_empty() => return false,
                _ if !self.prompt.next.is_empty() => break,
                Err(wrong) => self.ui.say(&wrong),
                Ok(_) => at += 1,
            }
        }
        focus.by = parse_date(&day).unwrap_or_else(|_| {
            // Whoever leaves in the middle of a day keeps what was typed of it.
            focus.action = format!("{}; by {day}", focus.action);
            None
        });
        true
    }

    fn show_scores(&mut self) -> Asked<()> {
        let foot =
            "Enter to choose what to work on · Esc back to your answers · Ctrl-Q save and quit";
        let interview = self.interview;
        let scores = |screen: Screen| text::scores(interview, screen.columns, screen.color);
        while !self.prompt.has_shown_scores {
            match self.prompt.read(&scores, foot, self.ui)? {
                Key::Enter | Key::Tab => self.prompt.has_shown_scores = true,
                key @ (Key::Escape | Key::Ctrl('q') | Key::Help) => self.act(&key)?,
                _ => {}
            }
        }
        Ok(())
    }

    pub(super) fn closing(&mut self) -> Asked<Action> {
        let interview = self.interview;
        let private = private_key(interview.is_private());
        self.write(&interview.draft.closing, |width| {
            let mut chosen = chosen_focus(interview, width);
            chosen.push(text::CLOSING_NOTE.to_owned());
            let ask = text::closing_ask(interview);
            let earlier = text::earlier_closing(interview, width);
            let above = vec![
                Section::giving_way(&chosen.join("\n"), Tone::Faint, 0, 0),
                Section::gap(),
                Section::wrapped(&ask, Tone::Strong, width),
                Section::giving_way(&earlier, Tone::Faint, 0, 2),
                Section::gap(),
            ];
            let foot = format!("Tab (or Enter twice) to go on · Ctrl-P {private} · Esc back · Ctrl-Q save and quit · F1 all keys");
            Page::new(above, &[&foot], width)
        })
    }

    pub(super) fn highlights(&mut self) -> Asked<Action> {
        let interview = self.interview;
        let (offers, chosen) = text::highlights(interview);
        let offers = offers.into_iter().zip((0..).map(Action::Choose));
        let mut choices: Vec<_> = offers.collect();
        let own = choices.len();
        let in_own_words = Action::Highlight(None, String::new());
        choices.push(("in your own words".to_owned(), in_own_words));
        choices.extend(chosen.into_iter().enumerate().map(|(place, line)| {
            let words = interview.highlight_text(&interview.draft.highlights[place]);
            let action = Action::Highlight(Some(place), words.replace('\n', " "));
            (format!("change: {line}"), action)
        }));
        let is_noting = interview.is_noting();
        let is_first = is_noting && interview.draft.highlights.is_empty();
        let marked = if is_first { own } else { choices.len() };
        let go_on = if is_noting {
            "go on with the questions"
        } else {
            "finish"
        };
        choices.push((go_on.to_owned(), Action::Continue));
        let mut list = List::numbered(choices, Some(marked));
        let ask = text::highlights_ask(interview);
        let foot = "↑ ↓ or a number, then Enter · Esc back · Ctrl-Q save and quit · F1 all keys";
        loop {
            let action = self.item(&mut list, &|width| dialog_page(&ask, foot, width))?;
            let Action::Highlight(place, before) = action else {
                return Ok(action);
            };
            let title = match place {
                Some(_) => "Change the words, or clear them to drop the highlight.",
                None => "What was delivered, and what was your part?",
            };
            let mut text = before.trim().to_owned();
            let is_taken = self.write_line(title, &mut text, None);
            match place {
                _ if !is_taken || text == before.trim() => self.catch_up()?,
                Some(place) if text.is_empty() => return Ok(Action::Drop(place)),
                place => return Ok(Action::Highlight(place, text)),
            }
        }
    }
}

/// What is chosen comes last, so that the others keep their numbers.
fn focus_list(interview: &Interview<'_>) -> List {
    let chosen = &interview.draft.focus;
    let suggested = interview.suggestions().into_iter().map(|focus| {
        let place = chosen.iter().position(|it| it.skill == focus.skill);
        let known = place.map(|place| chosen[place].clone());
        Action::Focus(place, known.unwrap_or(focus))
    });
    let (suggestions, lines) = text::focuses(interview);
    let mut choices: Vec<_> = suggestions.into_iter().zip(suggested).collect();
    let own = Action::Focus(None, Focus::default());
    choices.push(("something else".to_owned(), own));
    let (go_on, marked) = if chosen.is_empty() {
        ("nothing for now; go on", None)
    } else {
        ("that's it; go on", Some(choices.len()))
    };
    choices.push((go_on.to_owned(), Action::Continue));
    let lines = lines.into_iter().map(|focus| format!("take back {focus}"));
    choices.extend(lines.zip((0..).map(Action::Drop)));
    List::numbered(choices, marked)
}

fn chosen_focus(interview: &Interview<'_>, width: usize) -> Vec<String> {
    let (_, chosen) = text::focuses(interview);
    let chosen = chosen.iter().map(|it| format!("Chosen: {}", visible(it)));
    chosen.map(|line| wrap(&line, width, "", "")).collect()
}
