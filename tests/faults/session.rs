//! One sitting of an interview in plain lines: what was typed, and what was called saved.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::program::{Program, RESUME};
use crate::row::Wrong;
use crate::sample_size::PATIENCE;

/// How long a person waits for a prompt before giving up.
const SILENCE: Duration = Duration::from_secs(1);

/// What is typed at each prompt.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Script {
    /// How many questions are answered before it ends.
    pub(crate) answers: usize,
    /// Whether it is finished then, with a focus and the last question, or left.
    pub(crate) finishes: bool,
    /// What tells this sitting's texts from another's.
    pub(crate) mark: &'static str,
}

/// A rating with its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PastAnswer {
    pub(crate) rating: u8,
    pub(crate) evidence: String,
}

#[derive(Debug, Default)]
pub(crate) struct Sitting {
    /// What was called saved, by question.
    pub(crate) acknowledged: BTreeMap<String, PastAnswer>,
    /// Every text that was typed to its end, saved or not.
    pub(crate) typed: Vec<String>,
    /// How often it said that it could not save and offered what to do.
    pub(crate) offers: usize,
    /// Everything on stderr.
    pub(crate) said: String,
    pub(crate) out: String,
    pub(crate) code: Option<i32>,
    pub(crate) has_hung: bool,
    pub(crate) is_finished: bool,
}

impl Sitting {
    /// Goes through an interview, answering what it asks.
    pub(crate) fn hold(command: Command, script: Script) -> Self {
        Self::hold_with(command, script, |_, _| {})
    }

    /// The same with something done after each answer that was called saved, given the program's
    /// process and how many there are by then.
    pub(crate) fn hold_with(
        mut command: Command,
        script: Script,
        mut after: impl FnMut(&Child, usize),
    ) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let lines = lines(child.stderr.take().expect("stderr"));
        let out = lines_of_out(child.stdout.take().expect("stdout"));
        let mut stdin = child.stdin.take();
        let mut sitting = Self::default();
        let mut pending = None;
        loop {
            // Where it says nothing more and waits, the person gives up.
            let patience = if stdin.is_some() { SILENCE } else { PATIENCE };
            let line = match lines.recv_timeout(patience) {
                Ok(line) => line,
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) if stdin.is_some() => {
                    stdin = None;
                    continue;
                }
                Err(RecvTimeoutError::Timeout) => {
                    sitting.has_hung = true;
                    // It may have ended just now.
                    let _ = child.kill();
                    break;
                }
            };
            let typed = sitting.hear(&line, script, &mut pending);
            if line.starts_with("saved ") {
                after(&child, sitting.acknowledged.len());
            }
            // A program that is gone by now is found out about at the end.
            if let Some(stdin) = &mut stdin {
                let _ = stdin
                    .write_all(typed.as_bytes())
                    .and_then(|()| stdin.flush());
            }
        }
        drop(stdin);
        sitting.out = out.join().expect("stdout is read");
        sitting.code = child.wait().expect("an end").code();
        sitting
    }

    /// Takes in a line, and gives what is typed after it.
    fn hear(&mut self, line: &str, script: Script, pending: &mut Option<PastAnswer>) -> String {
        self.said.push_str(line);
        self.said.push('\n');
        let mark = script.mark;
        if line.starts_with("Evidence") {
            let number = self.typed.len() + 1;
            if number > script.answers {
                return if script.finishes {
                    ":finish\n"
                } else {
                    ":quit\n"
                }
                .to_owned();
            }
            let evidence = format!("{mark}-{number}: two lines, \"quoted\" # 42\n日本語 – done.");
            *pending = Some(PastAnswer {
                rating: u8::try_from(number % 5 + 1).unwrap_or(1),
                evidence: evidence.clone(),
            });
            self.typed.push(evidence.clone());
            return format!("{evidence}\n\n");
        }
        if line.starts_with("Rating, 1 to 5") {
            return pending
                .as_ref()
                .map_or("1\n".to_owned(), |said| format!("{}\n", said.rating));
        }
        if let Some(saved) = line.strip_prefix("saved ") {
            let id = saved.split(' ').next().unwrap_or_default();
            if let Some(said) = pending.take() {
                self.acknowledged.insert(id.to_owned(), said);
            }
        } else if line.starts_with("What will you work on next quarter") {
            return format!("execution: {mark}-focus\n\n");
        } else if line.starts_with("One open question.") {
            return format!("{mark}-closing\n\n");
        } else if line.starts_with("Which results go at the top") {
            return "\n".to_owned();
        } else if line.starts_with("Type a question id") {
            return ":quit\n".to_owned();
        } else if line.contains(" is finished and saved in ") {
            self.is_finished = true;
        } else if line.starts_with("What now?") {
            self.offers += 1;
            // Once more, then the words on the screen.
            return if self.offers == 1 { "1\n" } else { "3\n" }.to_owned();
        }
        String::new()
    }

    /// What may never happen, whatever the fault was.
    pub(crate) fn wrongs(&self, point: &str) -> Vec<(Wrong, String)> {
        let mut wrongs = Vec::new();
        if self.has_hung {
            wrongs.push((Wrong::Hung, format!("{point}\n{}", self.said)));
        }
        if self.said.contains("panicked") || self.code == Some(101) {
            wrongs.push((Wrong::Panicked, format!("{point}\n{}", self.said)));
        }
        wrongs
    }

    /// What was called saved and is not in the store, which is read with emkit itself.
    pub(crate) fn missing(&self, home: &Path) -> Vec<String> {
        if self.acknowledged.is_empty() && !self.is_finished {
            return Vec::new();
        }
        let (reports, errors): (Vec<_>, Vec<_>) = shown(home).into_iter().partition(Result::is_ok);
        let reports: Vec<_> = reports.into_iter().map_while(Result::ok).collect();
        let mut missing: Vec<_> = errors.into_iter().filter_map(Result::err).collect();
        let is_finished = |report: &Value| report["status"] == "finished";
        if self.is_finished && !reports.iter().any(is_finished) {
            missing.push("it was said to be finished, and is not".to_owned());
        }
        for (id, said) in &self.acknowledged {
            let found: Vec<_> = reports.iter().map(|report| stored(report, id)).collect();
            if !found.contains(&Some(said.clone())) {
                missing.push(format!(
                    "`{id}` was called saved as {said:?}, and is {found:?}"
                ));
            }
        }
        missing
    }
}

/// What `emkit show --format json` says of the assessment and of the draft of the quarter that
/// every sitting is about, as far as there are such files.
pub(crate) fn shown(home: &Path) -> Vec<Result<Value, String>> {
    let file = |kind: &str| {
        home.join("store")
            .join(kind)
            .join("eight-skills/2026-Q4.yaml")
    };
    let files = [file("assessments"), file("drafts")].into_iter();
    files
        .filter(|file| file.symlink_metadata().is_ok())
        .map(|file| {
            let file = file.to_str().expect("UTF-8");
            let arguments = ["show", file, "--format", "json", "--include-private"];
            let ran = Program::Emkit.command(home, &arguments).output();
            let ran = ran.expect("emkit runs");
            serde_json::from_slice(&ran.stdout)
                .map_err(|_| format!("`show` says: {}", String::from_utf8_lossy(&ran.stderr)))
        })
        .collect()
}

/// What is stored for a question.
pub(crate) fn stored(report: &Value, id: &str) -> Option<PastAnswer> {
    let skills = report["skills"].as_array()?;
    let mut answers = skills
        .iter()
        .filter_map(|skill| skill["answers"].as_array())
        .flatten();
    let answer = answers.find(|answer| answer["id"] == id)?;
    Some(PastAnswer {
        rating: u8::try_from(answer["rating"].as_u64()?).ok()?,
        evidence: answer["evidence"].as_str()?.to_owned(),
    })
}

/// After the fault is over the next sitting works, and what it says is saved too.
pub(crate) fn next_works(home: &Path, earlier: &Sitting) -> Vec<String> {
    let script = Script {
        answers: 1,
        finishes: false,
        mark: "next",
    };
    let next = Sitting::hold(Program::Emkit.command(home, &RESUME), script);
    let mut wrong = Vec::new();
    if next.code != Some(0) {
        wrong.push(format!(
            "the next sitting ended with {:?}:\n{}",
            next.code, next.said
        ));
    }
    wrong.extend(next.missing(home));
    // What the next sitting answered anew is its own business.
    let kept = Sitting {
        acknowledged: earlier
            .acknowledged
            .iter()
            .filter(|(id, _)| !next.acknowledged.contains_key(*id))
            .map(|(id, said)| (id.clone(), said.clone()))
            .collect(),
        ..Sitting::default()
    };
    wrong.extend(kept.missing(home));
    wrong
}

fn lines(stream: impl std::io::Read + Send + 'static) -> Receiver<String> {
    let (sender, lines) = channel();
    thread::spawn(move || {
        let mut stream = BufReader::new(stream);
        let mut bytes = Vec::new();
        while stream
            .read_until(b'\n', &mut bytes)
            .is_ok_and(|count| count > 0)
        {
            let line = String::from_utf8_lossy(&bytes)
                .trim_end_matches('\n')
                .to_owned();
            bytes.clear();
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    lines
}

fn lines_of_out(mut stream: impl std::io::Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was read until an error counts.
        let _ = stream.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}
