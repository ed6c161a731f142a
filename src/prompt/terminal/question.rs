//! What is asked before the questions, the two screens of a question, and the list of all answers.

use super::Asked;
use super::field::Field;
use super::list::{Item, List};
use super::screen::{Page, Section, Tone};
use super::turn::{Turn, dialog_page};
use crate::domain::interview::{Action, Phase, Step};
use crate::domain::rubric::Rating;
use crate::prompt::command::{Command, is_command, parse};
use crate::prompt::text::question::QuestionText;
use crate::prompt::text::{steps, words_if};

impl Turn<'_> {
    pub(super) fn opening(&mut self) -> Asked<Action> {
        let (title, texts, marked) = steps::choice(self.interview);
        let choices = texts.into_iter().zip((0..).map(Action::Choose));
        let mut list = List::numbered(choices, marked);
        let may_skip = !matches!(self.interview.step, Step::Role | Step::Stage);
        let skip = words_if(may_skip, " · Ctrl-S leave it out");
        let foot = format!("↑ ↓ or a number, then Enter{skip} · Esc back · Ctrl-Q quit");
        self.item(&mut list, &|width| dialog_page(&title, &foot, width))
    }

    pub(super) fn last_note(&mut self, index: usize) -> Asked<Action> {
        let note = &self.interview.draft.last_focus[index].note;
        let title = steps::last_note(self.interview, index);
        loop {
            let mut line = note.clone();
            if !self.write_line(&title, &mut line, None) {
                return Ok(Action::StepBack);
            } else if self.prompt.next.is_empty() && is_command(&line) {
                // Where it only told something, the note is still to come.
                self.command(parse(self.interview.step, &line))?;
            } else if line.is_empty() && !note.is_empty() {
                return Ok(Action::Clear);
            } else {
                return Ok(Action::Write(line));
            }
        }
    }

    pub(super) fn review(&mut self) -> Asked<Action> {
        let interview = self.interview;
        let foot = [
            "↑ ↓, then Enter to change an answer · type the start of an id to find it",
            "Esc back to the questions · Ctrl-Q save and quit · F1 all keys",
        ];
        let finish = Item {
            key: "finish".to_owned(),
            text: "see where you stand, and choose what to work on".to_owned(),
            action: Action::Finish,
        };
        // The first that is open; the end where none is.
        let open = steps::open(interview).next();
        let mut list = List::numbered([], Some(open.map_or(0, |place| place + 1)));
        list.items.push(finish);
        let answers = steps::answers(interview).into_iter();
        list.items.extend(answers.map(|[key, text]| {
            let action = Action::GoTo(key.clone());
            Item { key, text, action }
        }));
        self.item(&mut list, &|width| {
            let above = vec![
                Section::whole("Your answers", Tone::Strong),
                Section::wrapped(&steps::tally(interview), Tone::Plain, width),
                Section::gap(),
            ];
            Page::new(above, &foot, width)
        })
    }

    pub(super) fn evidence(&mut self, place: usize) -> Asked<Action> {
        let interview = self.interview;
        let text = QuestionText::new(interview, place, 0);
        let progress = text.progress(&self.prompt.tools.eta);
        let is_rated = interview.phase() == Some(Phase::Evidence);
        self.write(&text.answer.evidence, |width| {
            let text = QuestionText::new(interview, place, width);
            let writing = format!("{} ({})", text.writing(), text.question.id);
            let own = [
                Section::giving_way(&text.parent(), Tone::Plain, 0, 2),
                log_section(&text),
                Section::gap(),
                Section::wrapped(&writing, Tone::Plain, width),
            ];
            let next = if is_rated { "go on" } else { "rate it" };
            let first = format!("Tab (or Enter twice) to {next} · Esc back · F1 all keys");
            let has_earlier = is_rated || text.answer.has_evidence();
            let has_earlier = has_earlier && text.to_reuse().is_some();
            let keys = actions(&text, has_earlier);
            let above = above(&text, &progress, width, 1).into_iter().chain(own);
            Page::new(above.collect(), &[&first, &keys], width)
        })
    }

    pub(super) fn rating(&mut self, place: usize) -> Asked<Action> {
        let interview = self.interview;
        let text = QuestionText::new(interview, place, 0);
        let progress = text.progress(&self.prompt.tools.eta);
        let is_alone = interview.phase() == Some(Phase::Ratings);
        // Nothing is marked beforehand: a step that is marked is a step that gets taken.
        let now = text.answer.rating();
        let now = now.filter(|_| text.answer.carried.is_none());
        let now = now.map(|rating| usize::from(rating.number() - 1));
        let anchors = text.anchors().into_iter();
        let mut list = List::numbered(anchors.zip(Rating::all().map(Action::Rate)), now);
        let typing = words_if(!is_alone, " · type to keep writing");
        let first = format!("1 to 5 or ↑ ↓, then Enter{typing} · Esc back · F1 all keys");
        let page = |width: usize| {
            let text = QuestionText::new(interview, place, width);
            let earlier = text.earlier();
            let keys = actions(&text, !earlier.is_empty());
            let own = [
                Section::giving_way(&text.written(), Tone::Plain, 1, 1),
                Section::giving_way(&earlier, Tone::Faint, 0, 2),
                Section::gap(),
            ];
            // At a rating that follows the text, what was written matters more than the hint.
            let mut above = above(&text, &progress, width, u8::from(is_alone));
            above.extend(is_alone.then(|| log_section(&text)));
            above.extend(own);
            Page::new(above, &[&first, &keys], width)
        };
        loop {
            let step = self.interview.step;
            let typed = match self.prompt.in_list(&mut list, step, &page, self.ui)? {
                Command::Action(action) => return Ok(action),
                Command::Text(typed) if !is_alone => typed,
                command => {
                    self.command(command)?;
                    continue;
                }
            };
            // What is typed at a rating belongs to the text, on a line of its own at the end.
            let mut field = Field::new(&text.answer.evidence);
            let feed = words_if(!field.line().is_empty(), "\n");
            field.insert(&format!("{feed}{typed}"));
            self.prompt.work = Some((Step::Evidence(place), field));
            return Ok(Action::StepBack);
        }
    }
}

fn above(text: &QuestionText<'_>, progress: &str, width: usize, hint_rank: u8) -> Vec<Section> {
    vec![
        Section::wrapped(progress, Tone::Faint, width),
        Section::gap(),
        Section::wrapped(&text.ask(), Tone::Strong, width),
        Section::giving_way(&text.hint(), Tone::Faint, hint_rank, 0),
    ]
}

fn log_section(text: &QuestionText<'_>) -> Section {
    Section::giving_way(&text.logged_brief("Ctrl-G takes one"), Tone::Faint, 2, 2)
}

/// For the foot of a question. What takes something is left out where there is nothing to take.
fn actions(text: &QuestionText<'_>, has_earlier: bool) -> String {
    let log = words_if(!text.entries().is_empty(), "G from your log · ");
    let earlier = words_if(has_earlier, "T last time's text · ");
    let may_carry = text.interview.to_carry(text.place).is_ok();
    let same = words_if(may_carry, "X same as last time · ");
    let private = private_key(text.answer.private);
    format!(
        "Ctrl +  {log}{earlier}{same}S skip · N not applicable · P {private} · O editor · R review · Q quit"
    )
}

pub(super) fn private_key(is_private: bool) -> &'static str {
    if is_private { "share" } else { "private" }
}
