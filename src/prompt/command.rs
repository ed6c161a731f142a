//! The commands: a line that begins with a colon, or a key.

use itertools::Itertools;
use jiff::civil::Date;

use crate::domain::assessment::{Focus, Reason};
use crate::domain::interview::{Action, Interview, Phase, Step};
use crate::domain::rubric::Rating;
use crate::domain::suggest::did_you_mean;
use crate::error::Exit;
use crate::prompt::Reply;
use crate::prompt::input::decoder::Key;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Command {
    Action(Action),
    Text(String),
    NotApplicable,
    Edit,
    Help,
    Log,
    Exit(Exit),
    Unclear(String),
}

impl From<Reply> for Command {
    fn from(reply: Reply) -> Self {
        match reply {
            Reply::Action(action) => Self::Action(action),
            Reply::Exit(exit) => Self::Exit(exit),
        }
    }
}

/// With the letter that does the same with the control key.
static COMMANDS: [(&str, Option<char>, Command); 15] = [
    (":skip", Some('s'), Command::Action(Action::Skip)),
    (":na", Some('n'), Command::NotApplicable),
    (":private", None, Command::Action(Action::Private(true))),
    (":share", None, Command::Action(Action::Private(false))),
    (":reuse", Some('t'), Command::Action(Action::Reuse)),
    (":same", Some('x'), Command::Action(Action::Same)),
    (":log", Some('g'), Command::Log),
    (":edit", Some('o'), Command::Edit),
    (":clear", None, Command::Action(Action::Clear)),
    (":back", None, Command::Action(Action::Back)),
    (":review", Some('r'), Command::Action(Action::Review)),
    (
        ":highlights",
        Some('v'),
        Command::Action(Action::NoteHighlights),
    ),
    (":finish", None, Command::Action(Action::Finish)),
    (":quit", Some('q'), Command::Action(Action::Quit)),
    (":help", None, Command::Help),
];

/// What a key stands for that means nothing in a text or a list.
pub(super) fn of_key(key: &Key) -> Option<Command> {
    match key {
        Key::Ctrl('p') => Some(Command::Action(Action::TogglePrivate)),
        Key::Escape => Some(Command::Action(Action::StepBack)),
        Key::Help => Some(Command::Help),
        Key::Ctrl(letter) => {
            let mut commands = COMMANDS.iter();
            let command = commands.find(|(_, known, _)| *known == Some(*letter));
            command.map(|(_, _, command)| command.clone())
        }
        _ => None,
    }
}

/// Whether a line is a command and nothing else; any other line that begins with a colon is text.
pub(super) fn is_command(line: &str) -> bool {
    let at_a_question = parse(Step::Evidence(0), line);
    line.starts_with(':') && !matches!(at_a_question, Command::Text(_) | Command::Unclear(_))
}

pub(super) fn parse(step: Step, line: &str) -> Command {
    let said = match line.strip_prefix(':') {
        Some(command) if !command.starts_with(':') => parse_command(step, command.trim()),
        text => parse_text(step, text.unwrap_or(line)),
    };
    said.unwrap_or_else(Command::Unclear)
}

fn parse_text(step: Step, text: &str) -> Result<Command, String> {
    let word = text.trim();
    let number = word.parse::<usize>().ok();
    let choice = number.and_then(|number| number.checked_sub(1));
    let choice = choice.map(Action::Choose);
    Ok(Command::Action(match step {
        Step::Evidence(_) | Step::Closing if text.is_empty() => Action::Continue,
        Step::Evidence(_) | Step::Closing => return Ok(Command::Text(text.to_owned())),
        Step::Role | Step::Stage if word.is_empty() => Action::Choose(0),
        Step::Wanted(_) | Step::Rating(_) | Step::Focus | Step::Highlights if word.is_empty() => {
            Action::Continue
        }
        Step::Role | Step::Stage | Step::LastOutcome(_) => {
            choice.ok_or("type the number of your choice")?
        }
        Step::Wanted(_) => choice.ok_or("type a number from 1 to 5, or `:skip`")?,
        Step::LastNote(_) => Action::Write(word.to_owned()),
        Step::Rating(_) => {
            let rating = word.parse().ok().and_then(Rating::new);
            let wrong = "type a rating from 1 to 5, or a command (`:help` lists them)";
            Action::Rate(rating.ok_or(wrong)?)
        }
        Step::Review if word.is_empty() => {
            return Err("type a question id to change its answer, or `:finish`".into());
        }
        Step::Review => Action::GoTo(word.to_owned()),
        Step::Focus | Step::Highlights if let Some(choice) = choice => choice,
        Step::Focus => {
            let example =
                "write `skill: action`, such as `clarity: publish the top three problems`";
            let (skill, words) = text.split_once(':').ok_or(example)?;
            let not_taken = |wrong| format!("{wrong}. Your line was not taken:\n  {word}");
            let mut focus = read_focus(words).map_err(not_taken)?;
            skill.trim().clone_into(&mut focus.skill);
            Action::Focus(None, focus)
        }
        Step::Highlights => Action::Highlight(None, word.to_owned()),
        Step::Done | Step::Stopped => return Err("there is nothing left to answer".into()),
    }))
}

/// Reads `action; by 2027-01-20; sign: …`. Any other semicolon belongs to the text.
fn read_focus(text: &str) -> Result<Focus, String> {
    let mut focus = Focus::default();
    let mut is_sign = false;
    for (place, part) in text.split(';').enumerate() {
        let part = part.trim();
        if let Some(sign) = part.strip_prefix("sign:") {
            is_sign = true;
            focus.sign = sign.trim().to_owned();
        } else if let Some(day) = part.strip_prefix("by ").filter(|_| place > 0) {
            focus.by = parse_date(day)?;
        } else {
            let (action, sign) = (&mut focus.action, &mut focus.sign);
            let said = if is_sign { sign } else { action };
            if !said.is_empty() {
                said.push_str("; ");
            }
            said.push_str(part);
        }
    }
    Ok(focus)
}

pub(super) fn parse_date(text: &str) -> Result<Option<Date>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = |_| format!("`{text}` is not a date; write it as 2027-01-20");
    text.parse().map(Some).map_err(wrong)
}

fn parse_command(step: Step, command: &str) -> Result<Command, String> {
    let (name, rest) = split_word(command);
    let typed = format!(":{name}");
    let known = COMMANDS.iter().find(|(known, ..)| *known == typed);
    let is_closing = step == Step::Closing && name == "edit";
    let has_text = step.place().is_some() || is_closing;
    let nearest = match known.map(|(.., command)| command) {
        Some(Command::NotApplicable | Command::Log | Command::Edit) if !has_text => {
            return Err(format!("`{typed}` does not work here"));
        }
        Some(Command::NotApplicable) if !rest.is_empty() => {
            let (word, note) = split_word(rest);
            let (reason, note) = (word.parse().map_err(|_| say_why())?, note.to_owned());
            return Ok(Command::Action(Action::NotApplicable { reason, note }));
        }
        Some(Command::Log) if !rest.is_empty() => {
            let number = rest
                .parse()
                .ok()
                .and_then(|number: usize| number.checked_sub(1));
            let wrong = "`:log` lists what you logged, `:log N` adds the entry of that number";
            return Ok(Command::Action(Action::TakeEntry(number.ok_or(wrong)?)));
        }
        Some(_) if !rest.is_empty() => {
            return Err(format!(
                "`{typed}` stands alone on its line; a text that begins with a colon is typed with two"
            ));
        }
        Some(command) => return Ok(command.clone()),
        None => did_you_mean(&typed, COMMANDS.iter().map(|(known, ..)| known)),
    };
    let nearest = nearest.map_or_else(String::new, |nearest| format!("{nearest} "));
    Err(format!(
        "`{typed}` is not a command; {nearest}`:help` lists them, and a text that begins with a colon is typed with two"
    ))
}

fn split_word(text: &str) -> (&str, &str) {
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (word, rest.trim())
}

pub(super) fn say_why() -> String {
    let known = Reason::ALL.map(Reason::word).join(", ");
    format!("say why: `:na REASON [note]`, where the reason is {known}")
}

const COMMANDS_IN_WORDS: &str = "\
:skip  go on without an answer; what you wrote or rated stays
:na REASON [note]  does not apply: no-opportunity, out-of-scope or other
:private  keep what you wrote out of exports; `:share` undoes it
:reuse  add last time's text for this question
:same  carry last time's answer over, text and rating; at standing questions
:log  list what you logged for this skill
:log N  add the entry of that number to this text
:edit  write in your editor
:clear  remove what you wrote or chose
:back  what was asked before
:review  the list of answers
:highlights  note what you delivered, to use as evidence
:finish  go on to the end; what is open counts as skipped
:quit  save and leave";

/// What to type at this step, and the commands that work there.
pub(super) fn help(interview: &Interview<'_>) -> String {
    let (step, phase) = (interview.step, interview.phase());
    let first = match phase {
        Some(Phase::Whole) => {
            "Write what happened, as many lines as you like; blank line to finish. Then a rating from 1 to 5. Between two steps, take the lower."
        }
        Some(Phase::Ratings) => {
            "Type a rating from 1 to 5. Between two steps, take the lower. The evidence comes later, where the rating needs it."
        }
        Some(Phase::Evidence) => {
            "Write what backs your rating, as many lines as you like; blank line to finish.\n\
            To change the rating: `:review`, then the question id."
        }
        None => "Type a number or what is asked for; a blank line goes on.",
    };
    let works = |line: &&str| match parse(step, line.split(' ').next().unwrap_or_default()) {
        Command::Action(action) => phase.is_some() || interview.clone().apply(action).is_ok(),
        command => !matches!(command, Command::Unclear(_)),
    };
    let commands = COMMANDS_IN_WORDS.lines().filter(works);
    let texts = phase.map(|_| "A text that begins with a colon is typed with two.");
    [first].into_iter().chain(commands).chain(texts).join("\n")
}
