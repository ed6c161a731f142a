//! Code and comments in a log, which hold no entries.

use super::{MAX_INDENT, bullet};

/// Code and comments are the person's own, whatever they look like. An opening mark that nothing closes
/// does not count, so that it hides no entry below it; and no line of an entry closes one, since an
/// appended entry could then hide those before it.
#[derive(Default)]
pub(super) struct Blocks {
    unclosed: Vec<&'static str>,
}

impl Blocks {
    /// The index of the last line of the block that starts on a line.
    pub(super) fn end(&mut self, all: &[&str], index: usize) -> Option<usize> {
        let text = all[index].trim_start();
        let mark = ["```", "~~~", "<!--"]
            .into_iter()
            .find(|mark| text.starts_with(mark))?;
        if self.unclosed.contains(&mark) {
            return None;
        }
        let is_end = |line: &str| match mark {
            "<!--" => line.contains("-->"),
            _ => {
                let line = line.trim();
                line.len() >= mark.len() && line.bytes().all(|byte| byte == mark.as_bytes()[0])
            }
        };
        let end = match mark {
            "<!--" if is_end(text) => Some(index),
            _ => own_lines(all, index + 1).find(|&at| is_end(all[at])),
        };
        if end.is_none() {
            self.unclosed.push(mark);
        }
        end
    }
}

/// The indices of the lines from there on that are in no entry: not bullets, nor indented below one.
fn own_lines(all: &[&str], from: usize) -> impl Iterator<Item = usize> {
    let mut is_entry = false;
    (from..all.len()).filter(move |&at| {
        let line = all[at];
        if !(line.is_empty() || is_entry && line.starts_with([' ', '\t'])) {
            is_entry = bullet(line).is_some_and(|(indent, _)| indent <= MAX_INDENT);
        }
        !is_entry
    })
}
