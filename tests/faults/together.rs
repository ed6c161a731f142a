//! Two programs, or three, that save to one store at the same time.

use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::program::{Program, RESUME, home};
use crate::row::{Tally, Wrong};
use crate::sample_size::{Chance, Setting};
use crate::session::{Script, Sitting};
use crate::store_inspection::{next_goes_on, unfound, unnamed};
use crate::support::TODAY;
use crate::support::rubric_builder::Sketch;

const MARKS: [&str; 3] = ["one", "two", "three"];

/// What the programs of a race are about.
#[derive(Clone, Copy, Debug)]
enum Kind {
    /// Nothing is there yet.
    NewDraft,
    /// All go on with one draft.
    OneDraft,
    Three,
    Periods,
    Rubrics,
    /// One is finished while the other answers.
    Finishing,
    /// All are finished.
    AllFinishing,
    /// Answers files are handed in meanwhile.
    Answers,
}

const KINDS: [Kind; 8] = [
    Kind::NewDraft,
    Kind::OneDraft,
    Kind::Three,
    Kind::Periods,
    Kind::Rubrics,
    Kind::Finishing,
    Kind::AllFinishing,
    Kind::Answers,
];

/// What a race is made of: how long each program waits before each of its answers is its own.
struct Race {
    number: usize,
    kind: Kind,
    pauses: [[u64; 4]; 3],
    answers: [usize; 3],
}

impl Race {
    fn new(number: usize, chance: &mut Chance) -> Self {
        let mut pause = || u64::try_from(chance.below(12)).unwrap_or_default();
        let pauses = [(); 3].map(|()| [(); 4].map(|()| pause()));
        Self {
            number,
            kind: KINDS[number % KINDS.len()],
            pauses,
            answers: [(); 3].map(|()| 1 + chance.below(4)),
        }
    }

    fn run(&self, program: Program) -> Vec<(Wrong, String)> {
        let home = home();
        let home = home.path();
        let mut wrongs = Vec::new();
        let is_begun = matches!(
            self.kind,
            Kind::OneDraft | Kind::Three | Kind::Finishing | Kind::AllFinishing | Kind::Answers
        );
        if is_begun {
            let script = Script {
                answers: 1,
                finishes: false,
                mark: "begun",
            };
            let begun = Sitting::hold(program.command(home, &RESUME), script);
            wrongs.extend(begun.wrongs("the sitting before"));
        }
        let count = match self.kind {
            Kind::Three => 3,
            Kind::Answers => 1,
            _ => 2,
        };
        let (sittings, handed_in) = thread::scope(|scope| {
            let sittings: Vec<_> = (0..count)
                .map(|index| scope.spawn(move || self.sit(program, home, index)))
                .collect();
            let handed_in = match self.kind {
                Kind::Answers => hand_in(program, home, &self.pauses[1]),
                _ => Vec::new(),
            };
            let held = sittings.into_iter();
            let held = held
                .map(|sitting| sitting.join().expect("a sitting"))
                .collect::<Vec<_>>();
            (held, handed_in)
        });
        // Of a version that one program set aside the other can know nothing.
        let said = sittings.iter().map(|sitting| sitting.said.as_str());
        let told: String = said
            .chain(handed_in.iter().map(|(_, said, _)| said.as_str()))
            .collect();
        let point = format!("race {} of {:?}", self.number, self.kind);
        for sitting in &sittings {
            wrongs.extend(sitting.wrongs(&point));
            wrongs.extend(unfound(home, sitting, &told));
            wrongs.extend(ending(sitting));
        }
        for (words, said, is_saved) in &handed_in {
            if *is_saved {
                wrongs.extend(missing(home, words, &told));
            } else if !said.contains("hint: ") {
                wrongs.push((Wrong::Broken, format!("no hint:\n{said}")));
            }
        }
        if program == Program::Emkit {
            wrongs.extend(unnamed(home));
            wrongs.extend(next_goes_on(home));
        }
        let with_point = |(wrong, words)| (wrong, format!("{point}: {words}"));
        wrongs.into_iter().map(with_point).collect()
    }

    fn sit(&self, program: Program, home: &Path, index: usize) -> Sitting {
        let mut command = program.command(home, &RESUME);
        match (self.kind, index) {
            (Kind::Periods, 1) => drop(command.args(["--period", "2026-Q3"])),
            (Kind::Rubrics, 1) => {
                let yaml = Sketch::new("other")
                    .skill("execution", "core", "3")
                    .questions(&["a", "b", "c", "d", "e"])
                    .yaml()
                    .replace("id: lead", "id: em");
                std::fs::write(home.join("other.yaml"), yaml).expect("a rubric");
                command.args(["--rubric", "./other.yaml"]);
            }
            _ => {}
        }
        let script = Script {
            answers: self.answers[index],
            finishes: match self.kind {
                Kind::Finishing => index == 0,
                Kind::AllFinishing => true,
                _ => false,
            },
            mark: MARKS[index],
        };
        let pauses = self.pauses[index];
        thread::sleep(Duration::from_millis(pauses[0]));
        Sitting::hold_with(command, script, |_, count| {
            // The person thinks: this is what makes the order, and nothing waits for it.
            thread::sleep(Duration::from_millis(pauses[count % pauses.len()]));
        })
    }
}

pub(crate) fn sittings(setting: Setting, program: Program) -> Tally {
    let mut chance = setting.chance("together");
    let races: Vec<_> = (0..setting.count(16, 304))
        .map(|number| Race::new(number, &mut chance))
        .collect();
    Tally::each("races", &races, |race| race.run(program))
}

/// A program that could not go on says where its words are.
fn ending(sitting: &Sitting) -> Option<(Wrong, String)> {
    let said = &sitting.said;
    match sitting.code {
        Some(0) => None,
        Some(1) if said.contains("/kept/") && said.contains("hint: ") => None,
        Some(1) if said.contains("hint: ") && sitting.acknowledged.is_empty() => None,
        code => Some((Wrong::Broken, format!("it ended with {code:?}:\n{said}"))),
    }
}

/// Hands in answers three times, each in place of what is there: their words, what was said, and
/// whether they were called saved. Fewer than the versions that are kept.
fn hand_in(program: Program, home: &Path, pauses: &[u64]) -> Vec<(String, String, bool)> {
    (0..3)
        .map(|number| {
            thread::sleep(Duration::from_millis(pauses[number]));
            let words = format!("handed in {number}");
            let (said, is_saved) = handed_in(program, home, "2026-Q4", &words);
            (words, said, is_saved)
        })
        .collect()
}

/// Hands in one answer: what was said, and whether it was called saved.
fn handed_in(program: Program, home: &Path, period: &str, words: &str) -> (String, bool) {
    use std::io::Write as _;
    let arguments = [
        "assess",
        "--date",
        TODAY,
        "--period",
        period,
        "--fresh",
        "--answers",
        "-",
    ];
    let mut command: Command = program.command(home, &arguments);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("stdin");
    let answers = format!("answers:\n  team.hired: {{rating: 2, evidence: {words}}}\n");
    // A program that does not read them is found out about at the end.
    let _ = stdin.write_all(answers.as_bytes());
    drop(stdin);
    let ran = child.wait_with_output().expect("the program ends");
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    let is_saved = said.contains(" is finished and saved in ");
    (said, is_saved)
}

/// Words of an answers file that were called saved, and where they are not.
fn missing(home: &Path, words: &str, told: &str) -> Option<(Wrong, String)> {
    let there = crate::store_inspection::assessments(&home.join("store"));
    let is_there = there
        .iter()
        .flat_map(|(_, text)| text.answers.values())
        .any(|answer| answer.evidence == words);
    (!is_there).then(|| (Wrong::Lost, format!("`{words}` was called saved\n{told}")))
}

/// Several programs that save again and again: what each called saved is stored at the end.
pub(crate) fn savers(setting: Setting, program: Program) -> Tally {
    let mut tally = Tally::new("saves");
    for round in 0..setting.count(1, 10) {
        one_draft(program, 2 + round % 2, &mut tally);
        many_periods(program, 2 + round % 2, setting.count(6, 40), &mut tally);
    }
    tally
}

/// Each answers one question at a time of one draft, again and again, until nothing is left to ask.
fn one_draft(program: Program, savers: usize, tally: &mut Tally) {
    const MOST: usize = 200;
    let home = home();
    let home = home.path();
    let script = |index: usize| Script {
        answers: 1,
        finishes: false,
        mark: MARKS[index],
    };
    let sittings: Vec<Sitting> = thread::scope(|scope| {
        let savers: Vec<_> = (0..savers)
            .map(|index| {
                scope.spawn(move || {
                    let mut held = Vec::new();
                    while held.len() < MOST {
                        let command = program.command(home, &RESUME);
                        let sitting = Sitting::hold(command, script(index));
                        let is_over = sitting.typed.is_empty();
                        held.push(sitting);
                        if is_over {
                            break;
                        }
                    }
                    held
                })
            })
            .collect();
        let held = savers
            .into_iter()
            .map(|saver| saver.join().expect("a saver"));
        held.flatten().collect()
    });
    let there = crate::store_inspection::assessments(&home.join("store/drafts"));
    let draft = there.first().map(|(_, assessment)| assessment);
    for sitting in &sittings {
        let mut wrongs = sitting.wrongs("a saver");
        for (id, said) in &sitting.acknowledged {
            if !draft.is_some_and(|draft| crate::store_inspection::holds(draft, id, said)) {
                wrongs.push((Wrong::Lost, format!("`{id}` was called saved as {said:?}")));
            }
        }
        tally.add(wrongs);
    }
    if draft.is_none_or(|draft| draft.answered() != 28) {
        tally.add([(Wrong::Broken, "the draft never got whole".to_owned())]);
    }
}

/// Each hands in assessments of quarters of its own.
fn many_periods(program: Program, savers: usize, each: usize, tally: &mut Tally) {
    let home = home();
    let home = home.path();
    let saved: Vec<(String, String, String, bool)> = thread::scope(|scope| {
        let savers: Vec<_> = (0..savers)
            .map(|index| {
                scope.spawn(move || {
                    (0..each)
                        .map(|number| {
                            let year = 1990 + index * 10 + number / 4;
                            let period = format!("{year}-Q{}", number % 4 + 1);
                            let words = format!("{} {number}", MARKS[index]);
                            let (said, is_saved) = handed_in(program, home, &period, &words);
                            (period, words, said, is_saved)
                        })
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        let saved = savers
            .into_iter()
            .map(|saver| saver.join().expect("a saver"));
        saved.flatten().collect()
    });
    let there = crate::store_inspection::assessments(&home.join("store/assessments"));
    for (period, words, said, is_saved) in saved {
        let is_there = there.iter().any(|(_, assessment)| {
            assessment.period.to_string() == period
                && assessment
                    .answers
                    .values()
                    .any(|answer| answer.evidence == words)
        });
        // Nobody else writes to these, so none may fail.
        let wrong = (!is_there || !is_saved)
            .then(|| (Wrong::Lost, format!("`{words}` of {period}: {said}")));
        tally.add(wrong);
    }
}
