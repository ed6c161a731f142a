//! Asking for an entry of the log, in plain lines.

use std::time::Duration;

use anyhow::Result;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::stdio::stdin;

use super::signal::{self, Ears};
use crate::domain::nearest::or_meant;
use crate::ui::Ui;

/// A line that comes so soon after another is of the same paste: nobody types as fast.
const PASTE: Duration = Duration::from_millis(30);

/// What was typed, and how that ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    pub text: String,
    /// The signal that ended it, by its number, if one did.
    pub signal: Option<u8>,
    /// Whether the text is complete and the skill was not said.
    pub is_cut_short: bool,
}

/// Asks what happened.
pub struct LogPrompt {
    ears: Ears,
}

impl LogPrompt {
    /// Begins to listen.
    ///
    /// # Errors
    /// Where signals cannot be listened for.
    pub fn new() -> Result<Self> {
        Ok(Self {
            ears: Ears::open()?,
        })
    }

    /// Asks what happened and, unless that is said, which of the skills known it is about. A text
    /// that is complete is given whatever comes instead of its skills.
    pub fn ask(&mut self, skills: &mut Vec<String>, known: &[String], ui: &mut Ui) -> Heard {
        ui.say("What happened? An empty line ends.");
        let mut heard = self.lines(ui);
        if heard.text.trim().is_empty() || heard.signal.is_some() || !skills.is_empty() {
            return heard;
        }
        ui.say(&format!(
            "Which skill is it about? {}; none: an empty line.",
            known.join(", ")
        ));
        loop {
            match self.ears.hear() {
                signal::Heard::Line(line) => {
                    let named: Vec<&str> = line
                        .split([' ', ',', '\t'])
                        .filter(|word| !word.is_empty())
                        .collect();
                    let is_known = |word: &&str| known.iter().any(|id| id == word);
                    match named.iter().find(|word| !is_known(word)) {
                        Some(word) => {
                            let said = format!("there is no skill `{word}`");
                            ui.say(&or_meant(said, word, known));
                            ui.say("Once more, or an empty line for none:");
                        }
                        None => {
                            skills.extend(named.into_iter().map(str::to_owned));
                            return heard;
                        }
                    }
                }
                signal::Heard::NotText => not_text(ui),
                signal::Heard::End => {
                    heard.is_cut_short = true;
                    return heard;
                }
                signal::Heard::Signal(number) => {
                    heard.is_cut_short = true;
                    heard.signal = Some(number);
                    return heard;
                }
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
            match self.ears.hear() {
                signal::Heard::Line(line) => match line.trim().to_lowercase().as_str() {
                    "y" | "yes" => return Ok(true),
                    "" | "n" | "no" => return Ok(false),
                    _ => {}
                },
                signal::Heard::NotText => not_text(ui),
                signal::Heard::End => return Ok(false),
                signal::Heard::Signal(number) => return Err(number),
            }
        }
    }

    fn lines(&mut self, ui: &mut Ui) -> Heard {
        let mut heard = Heard::default();
        loop {
            match self.ears.hear() {
                // In a paste an empty line is part of the text, and what comes after it would
                // else be commands to the shell.
                signal::Heard::Line(line) if line.trim().is_empty() && !is_pasting() => break,
                signal::Heard::Line(line) => {
                    heard.text.push_str(&line);
                    heard.text.push('\n');
                }
                signal::Heard::NotText => not_text(ui),
                signal::Heard::End => break,
                signal::Heard::Signal(number) => {
                    heard.signal = Some(number);
                    // Who presses Ctrl-C in the middle of a text does not want it logged. Who lost
                    // the terminal does.
                    if [signal::INTERRUPT, signal::QUIT].contains(&number) {
                        heard.text.clear();
                    }
                    break;
                }
            }
        }
        heard
    }
}

fn not_text(ui: &mut Ui) {
    ui.say("that line is not UTF-8 text and was not taken; type it again");
}

fn is_pasting() -> bool {
    let patience = Timespec::try_from(PASTE).ok();
    let input = stdin();
    let mut waiting = [PollFd::new(&input, PollFlags::IN)];
    poll(&mut waiting, patience.as_ref()).is_ok_and(|ready| ready > 0)
}
