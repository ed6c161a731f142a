//! Asking for an entry of the log, in plain lines.

use anyhow::Result;

use super::Reply;
use super::input::{INTERRUPT, Input, QUIT};
use crate::domain::suggest::or_meant;
use crate::error::Exit;
use crate::ui::Ui;

pub struct Logged {
    pub text: String,
    /// How the program ends; with the end of input as with a blank line.
    pub exit: Exit,
    /// Whether the text is complete and the skill was not said.
    pub is_cut_short: bool,
}

pub struct LogPrompt {
    input: Input,
}

impl LogPrompt {
    pub fn new() -> Result<Self> {
        Input::open().map(|input| Self { input })
    }

    /// A text that is complete is given whatever comes instead of its skills.
    pub fn ask(&mut self, skills: &mut Vec<String>, known: &[String], ui: &mut Ui) -> Logged {
        ui.say("What happened? Blank line to finish.");
        let mut text = String::new();
        let exit = loop {
            match self.input.next_line(ui) {
                // In a paste it's part of the text, and what follows would be commands to the shell.
                Ok(line) if line.trim().is_empty() && !self.input.is_pasting_lines() => {
                    break Exit::Done;
                }
                Ok(line) => text.extend([line.as_str(), "\n"]),
                Err(reply) => break exit_of(reply),
            }
        };
        // Whoever presses Ctrl-C doesn't want the text logged. Whoever lost the terminal does.
        if matches!(exit, INTERRUPT | QUIT) {
            text.clear();
        }
        let is_whole = exit == Exit::Done && !text.trim().is_empty();
        let mut logged = Logged {
            text,
            exit,
            is_cut_short: false,
        };
        if !is_whole || !skills.is_empty() {
            return logged;
        }
        let list = known.join(", ");
        ui.say(&format!(
            "Which skill is it about? {list}; a blank line for none."
        ));
        loop {
            let line = match self.input.next_line(ui) {
                Ok(line) => line,
                Err(reply) => {
                    (logged.is_cut_short, logged.exit) = (true, exit_of(reply));
                    return logged;
                }
            };
            let words = line.split([' ', ',', '\t']).filter(|word| !word.is_empty());
            let named: Vec<_> = words.map(str::to_owned).collect();
            let Some(word) = named.iter().find(|word| !known.contains(word)) else {
                skills.extend(named);
                return logged;
            };
            let said = format!("there is no skill `{word}`");
            ui.say(&or_meant(said, word, known));
            ui.say("Try again, or a blank line for none:");
        }
    }
}

fn exit_of(reply: Reply) -> Exit {
    match reply.exit() {
        Exit::Ended => Exit::Done,
        exit => exit,
    }
}
