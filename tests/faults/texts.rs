//! Any text through saving and reading: what comes back is what was said.

use std::path::Path;

use emkit::domain::assessment::{Answer, Assessment, Focus, FocusOutcome, Outcome, Reason, State};
use emkit::domain::rubric::{Rating, Rubric};
use emkit::format::{answers, assessment, rubric};
use jiff::civil::date;

use crate::program::Program;
use crate::row::{Tally, Wrong};
use crate::sample_size::{Chance, Setting};
use crate::support::rubric_builder::Sketch;

/// Documents that one thread goes through before it asks for more.
const BATCH: usize = 100;

/// What YAML, terminals and whoever splits at lines take for something else.
const PIECES: [&str; 75] = [
    "no",
    "yes",
    "on",
    "off",
    "y",
    "n",
    "~",
    "null",
    "Null",
    "true",
    "1",
    "1.0",
    "1e400",
    ".inf",
    ".nan",
    "0x1f",
    "0o17",
    "1_000",
    "12:30:45",
    "2026-11-20",
    "=",
    "<<",
    "---",
    "\n---\n",
    "...",
    "\n...\n",
    "#",
    " #",
    "# a comment",
    ": ",
    ":",
    " : ",
    "- ",
    "-",
    "? ",
    "?",
    "[",
    "]",
    "{",
    "}",
    ",",
    "&a",
    "*a",
    "!",
    "!!str",
    "%",
    "%YAML 1.2",
    "@",
    "`",
    "'",
    "''",
    "\"",
    "\\",
    "\\n",
    "|",
    "|-",
    ">",
    ">+",
    "\t",
    "\n",
    "\n\n\n",
    "\r",
    "\r\n",
    "\u{85}",
    "\u{a0}",
    "\u{2028}",
    "\u{2029}",
    "\u{feff}",
    "\0",
    "\u{7f}",
    "\u{1b}[31m",
    "👩\u{200d}💻",
    "\u{202e}שלום",
    " ",
    "     ",
];

pub(crate) fn texts(setting: Setting, _: Program) -> Tally {
    let rubric = questions();
    let batches: Vec<_> = (0..setting.count(20, 10_000)).collect();
    let of_batches = Tally::each("documents", &batches, |batch| {
        let mut chance = setting.chance(&format!("texts {batch}"));
        let mut wrongs = Vec::new();
        for _ in 0..BATCH {
            let said = any(&rubric, &mut chance);
            for way in [saved, handed_in] {
                wrongs.extend(way(&said, &rubric).map(|words| (Wrong::Lost, words)));
            }
        }
        wrongs
    });
    Tally {
        tried: batches.len() * BATCH,
        ..of_batches
    }
}

fn questions() -> Rubric {
    let yaml = Sketch::new("any")
        .skill("one", "core", "3")
        .questions(&["a", "b"])
        .skill("two", "growth", "3")
        .questions(&["c"])
        .yaml();
    let yaml = format!("{yaml}closing:\n  ask: What worries you?\n");
    rubric::read(Path::new("any.yaml"), &yaml).expect("a rubric")
}

/// What differs after it was written as an assessment and read again.
fn saved(said: &Assessment, rubric: &Rubric) -> Option<String> {
    let path = Path::new("2026-Q4.yaml");
    let text = match assessment::write(said, rubric) {
        Ok(text) => text,
        Err(error) => return Some(format!("could not be written: {error:#}\n{said:#?}")),
    };
    match assessment::read(path, &text) {
        Err(why) => Some(format!("{}\n{text}", why.problems)),
        Ok(read) if !read.lost.is_empty() => Some(format!("{:?}\n{text}", read.lost)),
        Ok(read) if read.assessment != *said => {
            Some(format!("{:#?}\nis not\n{said:#?}\n{text}", read.assessment))
        }
        Ok(read) => read
            .check(path, &text, rubric)
            .err()
            .map(|problems| format!("{problems}\n{text}")),
    }
}

/// What differs after it was printed as an answers file and handed in.
fn handed_in(said: &Assessment, rubric: &Rubric) -> Option<String> {
    let text = match answers::write(said, rubric) {
        Ok(text) => text,
        Err(error) => return Some(format!("could not be printed: {error:#}\n{said:#?}")),
    };
    let read = match answers::read(Path::new("answers.yaml"), &text, rubric) {
        Ok(read) if read.lost.is_empty() => read,
        Ok(read) => return Some(format!("{:?}\n{text}", read.lost)),
        Err(problems) => return Some(format!("{problems}\n{text}")),
    };
    // In an answers file what was skipped is left out.
    let mut expected = said.clone();
    for answer in expected.answers.values_mut() {
        if answer.state == State::Skipped {
            answer.state = State::Open;
        }
    }
    expected.answers.retain(|_, answer| !answer.is_blank());
    let empty = Assessment {
        answers: Default::default(),
        last_focus: Vec::new(),
        focus: Vec::new(),
        closing: String::new(),
        ..said.clone()
    };
    let found = read.fill(empty, None);
    (found != expected).then(|| format!("{found:#?}\nis not\n{expected:#?}\n{text}"))
}

/// An assessment with such texts in all its fields.
fn any(rubric: &Rubric, chance: &mut Chance) -> Assessment {
    let mut said = Assessment::begin("2026-Q4".parse().expect("a period"), rubric, "lead", None);
    said.rubric.version = text(chance);
    for (_, question) in rubric.questions() {
        let state = match chance.below(6) {
            0 => State::Open,
            1 => State::Skipped,
            2 => State::NotApplicable {
                reason: Reason::ALL[chance.below(3)],
                note: text(chance),
            },
            _ => {
                let number = u8::try_from(1 + chance.below(5)).unwrap_or(1);
                State::Rated(Rating::new(number).expect("a rating"))
            }
        };
        let answer = Answer {
            state,
            evidence: text(chance),
            private: chance.below(3) == 0,
            carried: None,
        };
        if !answer.is_blank() {
            said.answers.insert(question.id.clone(), answer);
        }
    }
    let skill = |chance: &mut Chance| ["one", "two"][chance.below(2)].to_owned();
    for _ in 0..chance.below(3) {
        said.focus.push(Focus {
            skill: skill(chance),
            // Something has to be meant.
            action: format!("{}x{}", text(chance), text(chance)),
            private: chance.below(2) == 0,
            by: (chance.below(2) == 0).then(|| date(2027, 1, 20)),
            sign: text(chance),
        });
        said.last_focus.push(FocusOutcome {
            focus: Focus {
                skill: skill(chance),
                action: text(chance),
                private: chance.below(2) == 0,
                by: None,
                sign: text(chance),
            },
            outcome: Some(Outcome::ALL[chance.below(3)]),
            note: text(chance),
        });
    }
    said.closing = text(chance);
    // A mark without a text says nothing.
    said.closing_private = !said.closing.is_empty() && chance.below(2) == 0;
    said.started = (chance.below(2) == 0).then(|| date(2026, 11, 20));
    said.finished = (chance.below(2) == 0).then(|| date(2026, 12, 31));
    said
}

fn text(chance: &mut Chance) -> String {
    let mut text = String::new();
    for _ in 0..chance.below(6) {
        match chance.below(12) {
            0 => text.extend((0..chance.below(8)).map(|_| character(chance))),
            1 => text.push_str("plain words"),
            // A line that is longer than any library would leave in one.
            2 if chance.below(20) == 0 => {
                let piece = PIECES[chance.below(PIECES.len())];
                text.push_str(&piece.repeat(chance.below(2_000)));
            }
            _ => text.push_str(PIECES[chance.below(PIECES.len())]),
        }
    }
    text
}

/// Any character at all, those of the first planes more often.
fn character(chance: &mut Chance) -> char {
    let end = [0x80, 0x300, 0x3000, 0x11_0000][chance.below(4)];
    let number = u32::try_from(chance.below(end)).unwrap_or_default();
    char::from_u32(number).unwrap_or('\u{fffd}')
}
