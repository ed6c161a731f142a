//! Killed without a word at random moments of interviews on the screen, again and again over the
//! same store. What the page of the next step followed is what counts as saved.
//!
//! A program that saves in place passes: the moment in which its file is short is too brief to be
//! hit by chance. The rows that kill at every call hit it.

use std::collections::BTreeMap;
use std::path::Path;
use std::thread;
use std::time::Duration;

use emkit::store::Store;
use serde_json::Value;

use crate::attempt::attempt;
use crate::leaving::next_works;
use crate::program::{Program, home};
use crate::row::{Tally, Wrong};
use crate::sample_size::{Chance, Setting};
use crate::session::{PastAnswer, shown, stored};
use crate::support::TODAY;
use crate::support::pty::{CTRL_S, ENTER, TAB, Terminal};

const SIZE: (u16, u16) = (80, 24);
/// How often one store is killed over.
const KILLS: usize = 8;
/// The most steps of a sitting before the one that it is killed in.
const MAX_STEPS: usize = 5;
/// A save and the page after it take less.
const LONGEST_DELAY: usize = 20_000;

/// What the screen asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Page {
    /// The text of a question, by its number.
    Text(usize),
    Rating(usize),
    Rest,
}

/// What has to be in the store.
#[derive(Debug, Default)]
struct Kept {
    rated: BTreeMap<String, PastAnswer>,
    /// The text of a question that has no rating yet.
    begun: BTreeMap<String, String>,
}

pub(crate) fn killed(setting: Setting, program: Program) -> Tally {
    let tries = setting.count(40, 1_000) / KILLS;
    let mut chance = setting.chance("killed at a random moment");
    let tries: Vec<_> = (0..tries).map(|_| chance.next()).collect();
    let questions = questions();
    let mut tally = Tally::each("kills", &tries, |seed| {
        let chance = Setting {
            seed: *seed,
            ..setting
        };
        let mut chance = chance.chance("a store");
        let home = home();
        attempt(&format!("seed {seed}"), || {
            again_and_again(program, home.path(), &questions, &mut chance)
        })
    });
    tally.tried *= KILLS;
    tally
}

/// A question: its id, and words that are on the page of its rating and on no other.
struct Question {
    id: String,
    words: String,
}

/// The questions in the order in which they are asked.
fn questions() -> Vec<Question> {
    let folder = home();
    let rubric = Store::at(folder.path().to_owned()).rubric(None);
    let rubric = rubric.expect("the built-in rubric");
    let questions = rubric.questions();
    let words = |anchor: &str| anchor.chars().take(30).collect();
    questions
        .map(|(_, question)| Question {
            id: question.id.clone(),
            words: words(&question.anchors[0]),
        })
        .collect()
}

fn again_and_again(
    program: Program,
    home: &Path,
    questions: &[Question],
    chance: &mut Chance,
) -> Vec<(Wrong, String)> {
    let mut kept = Kept::default();
    let mut wrongs = Vec::new();
    for kill in 1..=KILLS {
        let screen = sit(program, home, questions, &mut kept, chance);
        if screen.contains("panicked") {
            wrongs.push((Wrong::Panicked, screen.clone()));
        }
        for words in missing(home, &mut kept) {
            wrongs.push((Wrong::Lost, format!("kill {kill}: {words}\n{screen}")));
        }
    }
    wrongs.extend(next_works(home));
    wrongs
}

/// Answers a few questions, and kills the program a moment after something was typed. Gives the
/// last screen.
fn sit(
    program: Program,
    home: &Path,
    questions: &[Question],
    kept: &mut Kept,
    chance: &mut Chance,
) -> String {
    let is_there = home.join("store/drafts/eight-skills/2026-Q4.yaml").exists();
    let mut arguments = vec!["assess", "--date", TODAY, "--role", "em"];
    arguments.extend(is_there.then_some("--resume"));
    let mut terminal = Terminal::open(program.in_terminal(&[], home, &arguments), SIZE);
    terminal.until("a page", |terminal| page(terminal, questions).is_some());
    for left in (0..=chance.below(MAX_STEPS + 1)).rev() {
        let now = page(&terminal, questions).expect("a page");
        let (keys, said) = typed(now, questions, kept, chance);
        if left > 0 {
            terminal.press(&keys);
            terminal.until("the next page", |terminal| {
                has_gone_on(now, terminal, questions)
            });
            kept.acknowledge(said);
            continue;
        }
        // Some are killed in the middle of a text.
        let is_whole = chance.below(4) > 0;
        let part = keys.char_indices().nth(chance.below(keys.len()));
        let part = part.map_or(keys.len(), |(end, _)| end);
        terminal.press(if is_whole { &keys } else { &keys[..part] });
        let delay = u64::try_from(chance.below(LONGEST_DELAY)).unwrap_or_default();
        thread::sleep(Duration::from_micros(delay));
        if has_gone_on(now, &terminal, questions) {
            kept.acknowledge(said);
        }
    }
    let screen = terminal.contents();
    terminal.kill();
    screen
}

/// The page that is on the screen. One that is still being drawn is none.
fn page(terminal: &Terminal, questions: &[Question]) -> Option<Page> {
    let screen = terminal.contents();
    if screen.contains("A good place to stop") {
        return Some(Page::Rest);
    }
    let line = screen.lines().find(|line| line.contains(" of 28 · "))?;
    let number: usize = line.split(' ').next()?.parse().ok()?;
    if screen.contains("to rate it") {
        return Some(Page::Text(number));
    }
    // The list of the page before may be under the head of the next.
    let is_whole = screen.contains("1 to 5 or") && screen.contains(&questions[number - 1].words);
    is_whole.then_some(Page::Rating(number))
}

/// Whether what was typed at a page has brought another.
fn has_gone_on(from: Page, terminal: &Terminal, questions: &[Question]) -> bool {
    page(terminal, questions).is_some_and(|page| page != from)
}

/// What is typed at a page, and what has to be stored once it has gone on: a question, its text
/// and its rating.
fn typed(
    page: Page,
    questions: &[Question],
    kept: &Kept,
    chance: &mut Chance,
) -> (String, Option<(String, String, Option<u8>)>) {
    let id = |number: usize| questions[number - 1].id.clone();
    match page {
        Page::Rest => (format!("1{ENTER}"), None),
        Page::Text(number) => {
            let id = id(number);
            if let Some(text) = kept.begun.get(&id) {
                let text = text.clone();
                return (TAB.to_owned(), Some((id, text, None)));
            }
            if chance.below(5) == 0 {
                return (CTRL_S.to_owned(), None);
            }
            let text = text(chance);
            let keys = format!("{}{TAB}", text.replace('\n', ENTER));
            (keys, Some((id, text, None)))
        }
        Page::Rating(number) => {
            let id = id(number);
            let text = kept.begun.get(&id).cloned().unwrap_or_default();
            let rating = u8::try_from(chance.below(5) + 1).unwrap_or(1);
            (format!("{rating}{ENTER}"), Some((id, text, Some(rating))))
        }
    }
}

/// A few lines of words, among them those that a file has to quote.
fn text(chance: &mut Chance) -> String {
    const WORDS: [&str; 10] = [
        "Reviews",
        "wait",
        "half: as",
        "long",
        "\"quoted\"",
        "# 42",
        "日本語",
        "–",
        "no",
        "- it's",
    ];
    let mut line = || {
        let words: Vec<_> = (0..=chance.below(8))
            .map(|_| WORDS[chance.below(WORDS.len())])
            .collect();
        format!("So {} done.", words.join(" "))
    };
    let lines = [line(), line(), line()];
    lines[..=chance.below(3)].join("\n")
}

impl Kept {
    fn acknowledge(&mut self, said: Option<(String, String, Option<u8>)>) {
        match said {
            None => {}
            Some((id, evidence, Some(rating))) => {
                self.begun.remove(&id);
                self.rated.insert(id, PastAnswer { rating, evidence });
            }
            Some((id, evidence, None)) => {
                self.begun.insert(id, evidence);
            }
        }
    }
}

/// What was acknowledged and is not in the store. What is there beyond it, because the program was
/// killed between the save and the page, is what the next sitting begins with.
fn missing(home: &Path, kept: &mut Kept) -> Vec<String> {
    let reports = shown(home);
    let Some(report) = reports.last() else {
        let is_empty = kept.rated.is_empty() && kept.begun.is_empty();
        return (!is_empty)
            .then(|| format!("no draft with {kept:?}"))
            .into_iter()
            .collect();
    };
    let report = match report {
        Ok(report) => report,
        Err(error) => return vec![error.clone()],
    };
    let mut missing = Vec::new();
    for (id, said) in &kept.rated {
        let found = stored(report, id);
        if found.as_ref() != Some(said) {
            missing.push(format!("`{id}` was {said:?}, and is {found:?}"));
        }
    }
    for (id, text) in &kept.begun {
        let found = evidence(report, id);
        if found != Some(text) {
            missing.push(format!("the text of `{id}` was {text:?}, and is {found:?}"));
        }
    }
    kept.begun.clear();
    for answer in answers(report) {
        let (Some(id), Some(text)) = (answer["id"].as_str(), answer["evidence"].as_str()) else {
            continue;
        };
        match answer["rating"].as_u64() {
            None if !text.is_empty() => {
                kept.begun.insert(id.to_owned(), text.to_owned());
            }
            Some(_) => kept
                .rated
                .extend(stored(report, id).map(|said| (id.to_owned(), said))),
            None => {}
        }
    }
    missing
}

fn answers(report: &Value) -> impl Iterator<Item = &Value> {
    let skills = report["skills"].as_array().into_iter().flatten();
    skills
        .filter_map(|skill| skill["answers"].as_array())
        .flatten()
}

fn evidence<'a>(report: &'a Value, id: &str) -> Option<&'a str> {
    answers(report)
        .find(|answer| answer["id"] == id)
        .and_then(|answer| answer["evidence"].as_str())
}
