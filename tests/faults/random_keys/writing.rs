//! Sessions in which nothing takes a word away: each that was typed into a text has to be stored.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::act::Act;
use super::input::{Input, LAST, NOT_WORDS};
use super::{Command, Live, in_order, told};
use crate::program::home;
use crate::row::Wrong;
use crate::sample_size::Chance;
use crate::session::shown;
use crate::support::pty::{CTRL_C, CTRL_D, CTRL_Q, CTRL_R, CTRL_S, DOWN, ENTER, ESCAPE, TAB};

/// A screen that has not changed for so long is what is asked.
const STILL: Duration = Duration::from_millis(60);
/// How long a word may take to be shown, with a long paste before it, on a busy machine.
const SHOWN: Duration = Duration::from_secs(15);
/// How long another page may take to come.
const CHANGED: Duration = Duration::from_secs(5);

/// How a session is left, with the exit code.
const WAYS: [(&str, u32); 6] = [
    ("INT", 130),
    ("TERM", 143),
    ("HUP", 129),
    ("QUIT", 131),
    (CTRL_C, 130),
    (CTRL_Q, 0),
];

struct Writer {
    live: Live,
    input: Input,
    /// What was typed into a text, with the question where the screen says which one it is.
    words: Vec<(Option<String>, String)>,
    ratings: BTreeMap<String, u8>,
    /// What was typed as the reason why a question does not apply, which goes when it does.
    reasons: Vec<(Option<String>, String)>,
    is_quick: bool,
}

pub(super) fn an_interview(command: Command, chance: Chance) -> Vec<(Wrong, String)> {
    let home = home();
    let mut input = Input::new(chance);
    let live = Live::begin(home.path(), command, &mut input);
    let mut writer = Writer {
        live,
        input,
        words: Vec::new(),
        ratings: BTreeMap::new(),
        reasons: Vec::new(),
        is_quick: command == Command::Quick,
    };
    for _ in 0..=writer.input.chance.below(6) {
        writer.stand_still();
        if !writer.live.terminal.is_running() {
            break;
        }
        match writer.is_in_text() {
            true => writer.write(),
            false => writer.choose(),
        }
    }
    writer.leave(home.path())
}

impl Writer {
    fn is_in_text(&self) -> bool {
        self.live.terminal.cursor().is_some() && !self.live.terminal.takes_whole_lines()
    }

    fn wait_for(&mut self, patience: Duration, is_there: impl Fn(&Self) -> bool) -> bool {
        let start = Instant::now();
        while start.elapsed() < patience {
            if is_there(self) {
                return true;
            }
            if !self.live.terminal.is_running() {
                return false;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        false
    }

    /// Waits until nothing on the screen changes any more.
    fn stand_still(&mut self) {
        let start = Instant::now();
        let (mut picture, mut since) = (self.live.terminal.picture(), start);
        while since.elapsed() < STILL && start.elapsed() < CHANGED {
            std::thread::sleep(Duration::from_millis(5));
            let now = self.live.terminal.picture();
            if now != picture {
                (picture, since) = (now, Instant::now());
            }
        }
    }

    /// Presses keys that bring another page, and waits for it.
    fn turn(&mut self, keys: &str) {
        let before = self.live.terminal.picture();
        self.press(keys);
        self.wait_for(CHANGED, |writer| writer.live.terminal.picture() != before);
        self.stand_still();
    }

    fn press(&mut self, keys: &str) {
        self.live.perform(vec![Act::Bytes(keys.into())]);
    }

    /// Types a word by itself. Whether it went into a text.
    fn begin(&mut self) -> bool {
        let word = self.input.word();
        let (acts, _) = self.input.take();
        self.live.perform(acts);
        let is_shown = self.wait_for(SHOWN, |writer| {
            writer.live.terminal.contents().contains(&word) && writer.is_in_text()
        });
        // In a list it looks for something.
        let is_in_text = is_shown || self.is_in_text();
        if is_in_text {
            let id = self.question();
            self.words.push((id, word));
        }
        is_in_text
    }

    /// The question whose text is on the screen, where there is room to say so.
    fn question(&self) -> Option<String> {
        let contents = self.live.terminal.contents();
        let mut in_parentheses = contents.split('(').skip(1).filter_map(|rest| {
            let (inside, _) = rest.split_once(')')?;
            Some(inside)
        });
        let is_id = |text: &&str| {
            let is_part = |byte| matches!(byte, b'.' | b'-' | b'a'..=b'z');
            text.contains('.') && text.bytes().all(is_part)
        };
        in_parentheses.find(is_id).map(str::to_owned)
    }

    /// Writes at a text, with what may come in between, and goes on to whatever is next.
    fn write(&mut self) {
        if !self.begin() {
            return;
        }
        let id = self.question();
        for _ in 0..self.input.chance.below(12) {
            self.input.harmless(true);
        }
        self.finish_words(id.clone());
        match self.input.chance.below(9) {
            0..=3 => {
                self.turn(TAB);
                if self.is_quick || self.is_in_text() {
                    return;
                }
                let rating = u8::try_from(1 + self.input.chance.below(5)).unwrap_or(1);
                self.turn(&format!("{rating}{ENTER}"));
                self.forget(id.as_deref());
                self.ratings.extend(id.map(|id| (id, rating)));
            }
            4 => {
                self.turn(ESCAPE);
            }
            5 => {
                self.turn(CTRL_S);
                self.forget(id.as_deref());
            }
            6 => {
                self.turn(CTRL_R);
                self.turn(DOWN);
                self.turn(ESCAPE);
            }
            7 => self.not_applicable(id),
            _ => {}
        }
    }

    /// Goes to the end of the text with one more word, and waits until that is shown.
    fn finish_words(&mut self, id: Option<String>) {
        self.input.bytes(LAST);
        let last = self.input.word();
        let (acts, words) = self.input.take();
        self.live.perform(acts);
        self.words
            .extend(words.into_iter().map(|word| (id.clone(), word)));
        self.wait_for(SHOWN, |writer| {
            writer.live.terminal.contents().contains(&last)
        });
    }

    /// Says that a question does not apply, and why.
    fn not_applicable(&mut self, id: Option<String>) {
        self.turn("\x0e");
        if self.is_in_text() {
            return;
        }
        let reason = 1 + self.input.chance.below(3);
        self.turn(&format!("{reason}{ENTER}"));
        if !self.is_in_text() {
            return;
        }
        self.forget(id.as_deref());
        let before = self.words.len();
        self.one_line(id);
        self.reasons.extend(self.words.split_off(before));
    }

    /// Writes a text of one line and takes it.
    fn one_line(&mut self, id: Option<String>) {
        for _ in 0..=self.input.chance.below(6) {
            self.input.harmless(false);
        }
        self.finish_words(id);
        self.turn(ENTER);
    }

    /// Takes something from a list: a rating, going on.
    fn choose(&mut self) {
        let number = 1 + self.input.chance.below(5);
        self.forget(None);
        self.turn(&format!("{number}{ENTER}"));
    }

    /// A question is rated, skipped or not applicable from now on, whatever it was before. Where
    /// the screen was too small to say which one it is, it may be any.
    fn forget(&mut self, id: Option<&str>) {
        let is_other = |other: &str| id.is_some_and(|id| id != other);
        self.ratings.retain(|other, _| is_other(other));
        self.reasons
            .retain(|(other, _)| other.as_deref().is_some_and(is_other));
    }

    /// Ends the session in one of its ways, and compares.
    fn leave(mut self, home: &Path) -> Vec<(Wrong, String)> {
        self.stand_still();
        if !self.live.terminal.is_running() {
            return self.judge(home, &[0]);
        }
        if self.is_in_text() && self.input.is_one_in(5) {
            self.all_the_way();
            return self.judge(home, &[0]);
        }
        if self.input.is_one_in(6) {
            return self.close(home);
        }
        let (way, code) = self.input.one_of(&WAYS);
        if way.starts_with(|first: char| first.is_ascii_uppercase()) {
            self.live.done.push_str(&format!(" {way}"));
            self.live.terminal.signal(way);
        } else {
            self.press(way);
        }
        self.judge(home, &[code])
    }

    /// Goes on to the end of the interview: a focus in words of one's own, the last question.
    fn all_the_way(&mut self) {
        let size = (80, 24);
        self.live.perform(vec![Act::Resize(size)]);
        self.turn(&format!("{LAST}\x1b\r:finish{ENTER}"));
        let is_asked = |text: &'static str| {
            move |writer: &Self| writer.live.terminal.contents().contains(text)
        };
        // The scores and what holds back come first, a page each.
        for _ in 0..3 {
            if is_asked("What will you work on")(self) {
                break;
            }
            self.turn(ENTER);
        }
        self.live.terminal.pick("something else");
        self.wait_for(CHANGED, is_asked("Which skill is it about"));
        self.stand_still();
        self.turn(&format!("3{ENTER}"));
        if self.begin() {
            self.one_line(None);
        }
        self.live.perform(vec![Act::Resize(size)]);
        for asked in ["by when?", "know it worked if"] {
            if self.wait_for(CHANGED, is_asked(asked)) {
                self.turn(ENTER);
            }
        }
        if self.wait_for(CHANGED, is_asked("work on next quarter")) {
            self.live.terminal.pick("go on");
        }
        self.wait_for(CHANGED, is_asked("18 months"));
        self.stand_still();
        if self.begin() {
            for _ in 0..self.input.chance.below(6) {
                self.input.harmless(true);
            }
            self.finish_words(None);
        }
        self.press(TAB);
        if self.wait_for(CHANGED, is_asked("top of your review")) {
            self.press(ENTER);
        }
    }

    fn close(self, home: &Path) -> Vec<(Wrong, String)> {
        let Self {
            live,
            mut words,
            ratings,
            reasons,
            ..
        } = self;
        words.extend(reasons);
        let Live {
            terminal,
            done,
            mut wrongs,
            _over,
        } = live;
        let done = format!("{done}, its terminal closed");
        let code = terminal.close();
        if code != 129 {
            wrongs.push((Wrong::Broken, format!("exit code {code}, not 129")));
        }
        wrongs.extend(missing(home, &words, &ratings));
        wrongs.extend(in_order(home));
        told(&done, wrongs)
    }

    fn judge(self, home: &Path, codes: &[u32]) -> Vec<(Wrong, String)> {
        let Self {
            mut live,
            mut words,
            ratings,
            reasons,
            ..
        } = self;
        words.extend(reasons);
        live.ends_within(SHOWN);
        let picture = live.terminal.picture();
        let missing = missing(home, &words, &ratings);
        let has_missing = !missing.is_empty();
        live.wrongs.extend(missing);
        if has_missing {
            live.done
                .push_str(&format!("\non the screen at last:\n{picture}\n"));
        }
        live.end(home, codes)
    }
}

/// What was typed and is not stored, and what is stored that nobody typed.
fn missing(
    home: &Path,
    words: &[(Option<String>, String)],
    ratings: &BTreeMap<String, u8>,
) -> Vec<(Wrong, String)> {
    let mut wrongs = Vec::new();
    let stored = stored_texts(home);
    let reports: Vec<Value> = shown(home).into_iter().flatten().collect();
    let skills = reports
        .iter()
        .filter_map(|report| report["skills"].as_array());
    let answers = skills
        .flatten()
        .filter_map(|skill| skill["answers"].as_array());
    let answers: Vec<&Value> = answers.flatten().collect();
    let of = |id: &str| answers.iter().find(|answer| answer["id"] == id);
    let is_stored = |id: &Option<String>, word: &String| match id {
        Some(id) => of(id).is_some_and(|answer| {
            let texts = [&answer["evidence"], &answer["note"]];
            texts
                .iter()
                .any(|text| text.as_str().is_some_and(|text| text.contains(word)))
        }),
        None => stored.contains(word),
    };
    let lost: Vec<String> = words
        .iter()
        .filter(|(id, word)| !is_stored(id, word))
        .map(|(id, word)| format!("{word} ({})", id.as_deref().unwrap_or("somewhere")))
        .collect();
    if !lost.is_empty() {
        let words = format!(
            "of {} words {}: {}",
            words.len(),
            lost.len(),
            lost.join(", ")
        );
        wrongs.push((Wrong::Lost, words));
    }
    for (id, rating) in ratings {
        let found = of(id).map(|answer| answer["rating"].clone());
        if found != Some(Value::from(*rating)) {
            wrongs.push((
                Wrong::Lost,
                format!("`{id}` was rated {rating}, and is {found:?}"),
            ));
        }
    }
    for piece in NOT_WORDS {
        if stored.contains(piece) {
            let words = format!("{piece:?} of a terminal's reply became text");
            wrongs.push((Wrong::Broken, words));
        }
    }
    wrongs
}

/// Everything in drafts, assessments and the log.
fn stored_texts(home: &Path) -> String {
    let mut texts = String::new();
    for folder in ["drafts/eight-skills", "assessments/eight-skills", "log"] {
        let Ok(entries) = fs::read_dir(home.join("store").join(folder)) else {
            continue;
        };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_file() {
                texts.push_str(&fs::read_to_string(path).unwrap_or_default());
            }
        }
    }
    texts
}

/// An entry of the log, asked for. The terminal gathers its lines; no key of the terminal's own is
/// typed.
pub(super) fn an_entry(chance: Chance) -> Vec<(Wrong, String)> {
    let home = home();
    let mut input = Input::new(chance);
    let mut live = Live::begin(home.path(), Command::Log, &mut input);
    let mut words = Vec::new();
    for _ in 0..=input.chance.below(8) {
        for _ in 0..=input.chance.below(4) {
            input.in_a_line();
        }
        input.word();
        input.bytes(ENTER);
        if input.is_one_in(4) {
            input.between_lines();
        }
        let (acts, typed) = input.take();
        words.extend(typed);
        live.perform(acts);
    }
    // What comes at once after a line is of the same paste.
    live.perform(vec![Act::Wait(300), Act::Bytes(ENTER.into())]);
    live.asks("blanklinefornone");
    let way = input.one_of(&[
        ("team\r", 0),
        (ENTER, 0),
        (CTRL_C, 130),
        (CTRL_D, 0),
        ("\x1c", 131),
    ]);
    live.perform(vec![Act::Bytes(way.0.into())]);
    live.ends_within(SHOWN);
    let words: Vec<_> = words.into_iter().map(|word| (None, word)).collect();
    live.wrongs.extend(
        missing(home.path(), &words, &BTreeMap::new())
            .into_iter()
            .filter(|(wrong, _)| *wrong == Wrong::Lost),
    );
    live.end(home.path(), &[way.1])
}
