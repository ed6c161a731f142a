//! The words that say which key does what.

use crate::prompt::text::question::QuestionText;
use crate::prompt::text::words_if;

/// For the foot of a question. What takes something is left out where there is nothing to take.
pub(super) fn actions(text: &QuestionText<'_>, has_earlier: bool) -> String {
    let log = words_if(!text.entries().is_empty(), "G from your log · ");
    let earlier = words_if(has_earlier, "T last time's text · ");
    let may_carry = text.interview.to_carry(text.place).is_ok();
    let same = words_if(may_carry, "X same as last time · ");
    let private = private(text.answer.private);
    format!(
        "Ctrl +  {log}{earlier}{same}S skip · N not applicable · P {private} · O editor · R review · Q quit"
    )
}

pub(super) fn private(is_private: bool) -> &'static str {
    if is_private { "share" } else { "private" }
}

/// How to go on from a text. In one that was there already and has not been changed, Enter does.
pub(super) fn on(goes_on: bool, to: &str) -> String {
    if goes_on {
        format!("Enter to {to}, or change your text")
    } else {
        format!("Tab (or Enter twice) to {to}")
    }
}

/// No wider and no higher than the smallest terminal that is promised to work.
pub(super) fn help(may_write: bool) -> String {
    format!("{}{CHOOSING}", words_if(may_write, WRITING))
}

const WRITING: &str = "\
Writing
  Enter         a new line; on an empty line: to the rating
  Tab           to the rating; Alt-Enter: a line break here
  ← → ↑ ↓       move; with Ctrl by words
  Home, End     to the ends of the line (Ctrl-A, Ctrl-E)
  Ctrl-W, U, K  remove the word before, the line up to here
                or from here; Ctrl-Y puts it back
  Ctrl-_        undo; a line :clear removes the text
";

const CHOOSING: &str = "\
Choosing: ↑ ↓ or a number to move, Enter to choose
  Between two steps, take the lower.
At every question
  Ctrl-S  skip, text is kept  Ctrl-N  not applicable
  Ctrl-P  private, no export  Ctrl-O  your own editor
  Ctrl-R  review all answers  Ctrl-Q  save and quit
  Ctrl-T  last time's text    Ctrl-G  from your log
  Ctrl-X  same as last time   Ctrl-V  note highlights
  Esc     one step back
Anywhere
  Ctrl-C  leave, all is kept  Ctrl-Z  back to the shell
A line such as :skip or :finish does the same.";
