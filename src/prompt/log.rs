//! Asking for an entry of the log, in plain lines.

use anyhow::Result;

use super::input::{INTERRUPT, Input, InputEvent, QUIT};
use crate::domain::suggest::or_meant;
use crate::ui::Ui;

/// What was typed, and how that ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Logged {
    pub text: String,
    /// The signal that ended it, by its number, if one did.
    pub signal: Option<u8>,
    /// Whether the text is complete and the skill was not said.
    pub is_cut_short: bool,
}

/// Asks what happened.
pub struct LogPrompt {
    input: Input,
}

impl LogPrompt {
    /// Begins to listen.
    ///
    /// # Errors
    /// Where signals cannot be listened for.
    pub fn new() -> Result<Self> {
        Ok(Self {
            input: Input::open()?,
        })
    }

    /// Asks what happened and, unless that is said, which of the skills known it is about. A text
    /// that is complete is given whatever comes instead of its skills.
    pub fn ask(&mut self, skills: &mut Vec<String>, known: &[String], ui: &mut Ui) -> Logged {
        ui.say("What happened? Blank line to finish.");
        let mut logged = self.lines(ui);
        if logged.text.trim().is_empty() || logged.signal.is_some() || !skills.is_empty() {
            return logged;
        }
        ui.say(&format!(
            "Which skill is it about? {}; a blank line for none.",
            known.join(", ")
        ));
        loop {
            match self.input.next_line() {
                InputEvent::Line(line) => {
                    let named: Vec<&str> = line
                        .split([' ', ',', '\t'])
                        .filter(|word| !word.is_empty())
                        .collect();
                    let is_known = |word: &&str| known.iter().any(|id| id == word);
                    match named.iter().find(|word| !is_known(word)) {
                        Some(word) => {
                            let said = format!("there is no skill `{word}`");
                            ui.say(&or_meant(said, word, known));
                            ui.say("Try again, or a blank line for none:");
                        }
                        None => {
                            skills.extend(named.into_iter().map(str::to_owned));
                            return logged;
                        }
                    }
                }
                InputEvent::NotText => not_text(ui),
                InputEvent::End => {
                    logged.is_cut_short = true;
                    return logged;
                }
                InputEvent::Signal(number) => {
                    logged.is_cut_short = true;
                    logged.signal = Some(number);
                    return logged;
                }
                _ => {}
            }
        }
    }

    /// Asks a question; an empty line or the end of the input says no.
    ///
    /// # Errors
    /// The number of the signal that came instead of an answer.
    pub fn is_agreed(&mut self, question: &str, ui: &mut Ui) -> std::result::Result<bool, u8> {
        loop {
            ui.say(&format!("{question} y or n:"));
            match self.input.next_line() {
                InputEvent::Line(line) => match line.trim().to_lowercase().as_str() {
                    "y" | "yes" => return Ok(true),
                    "" | "n" | "no" => return Ok(false),
                    _ => {}
                },
                InputEvent::NotText => not_text(ui),
                InputEvent::End => return Ok(false),
                InputEvent::Signal(number) => return Err(number),
                _ => {}
            }
        }
    }

    fn lines(&mut self, ui: &mut Ui) -> Logged {
        let mut logged = Logged::default();
        loop {
            match self.input.next_line() {
                // In a paste an empty line is part of the text, and what comes after it would
                // else be commands to the shell.
                InputEvent::Line(line)
                    if line.trim().is_empty() && !self.input.is_pasting_lines() =>
                {
                    break;
                }
                InputEvent::Line(line) => {
                    logged.text.push_str(&line);
                    logged.text.push('\n');
                }
                InputEvent::NotText => not_text(ui),
                InputEvent::End => break,
                InputEvent::Signal(number) => {
                    logged.signal = Some(number);
                    // Who presses Ctrl-C in the middle of a text does not want it logged. Who lost
                    // the terminal does.
                    if [INTERRUPT, QUIT].contains(&number) {
                        logged.text.clear();
                    }
                    break;
                }
                _ => {}
            }
        }
        logged
    }
}

fn not_text(ui: &mut Ui) {
    ui.say("that line is not UTF-8 text and was not taken; type it again");
}
