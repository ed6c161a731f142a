//! A file that is damaged: cut, flipped, zeroed, joined, re-encoded, merged. Every answer in it is read or
//! missed aloud.

use std::fs;
use std::path::Path;

use emkit::domain::assessment::Assessment;
use emkit::domain::rubric::Rubric;
use emkit::format::assessment::{self, Unreadable};
use emkit::format::marker::{Wholeness, wholeness};
use emkit::store::{Store, decode};

use crate::program::{Program, RESUME, home};
use crate::row::{Tally, Wrong};
use crate::sample_size::Setting;
use crate::session::{Script, Sitting};
use crate::store_inspection::{DRAFT, unnamed};

/// A saved file: a draft in the middle of a text, or an assessment.
struct Sample {
    name: &'static str,
    path: &'static str,
    text: Vec<u8>,
    said: Assessment,
}

const FINISHED: &str = "store/assessments/eight-skills/2026-Q4.yaml";

/// What is done to the bytes.
#[derive(Clone, Debug)]
enum Damage {
    Cut(usize),
    Flip(usize, u8),
    Zeros(usize, usize),
    /// The beginning of one file and the end of the other.
    Joined(usize),
    Inserted(usize, &'static str),
    Whole(&'static str, Vec<u8>),
}

impl Damage {
    fn of(&self, sample: &Sample, other: &Sample) -> Vec<u8> {
        let mut text = sample.text.clone();
        match self {
            Self::Cut(at) => text.truncate(*at),
            Self::Flip(at, bit) => text[*at] ^= 1 << bit,
            Self::Zeros(from, to) => text[*from..*to].fill(0),
            Self::Joined(at) => {
                text.truncate(*at);
                text.extend(&other.text[(*at).min(other.text.len())..]);
            }
            Self::Inserted(at, words) => {
                text.splice(*at..*at, words.bytes());
            }
            Self::Whole(_, bytes) => text.clone_from(bytes),
        }
        text
    }

    fn name(&self) -> String {
        match self {
            Self::Whole(name, _) => (*name).to_owned(),
            damage => format!("{damage:?}"),
        }
    }
}

/// A draft and an assessment as emkit saves them.
fn samples() -> [Sample; 2] {
    let sample = |name, path, finishes| {
        let home = home();
        let script = Script {
            answers: 5,
            finishes,
            mark: "one",
        };
        let sitting = Sitting::hold(Program::Emkit.command(home.path(), &RESUME), script);
        assert_eq!(sitting.code, Some(0), "{sitting:#?}");
        let text = fs::read(home.path().join(path)).expect("a saved file");
        let words = String::from_utf8(text.clone()).expect("UTF-8");
        let read = assessment::read(Path::new(path), &words).expect("an assessment");
        Sample {
            name,
            path,
            text,
            said: read.assessment,
        }
    };
    [
        sample("draft", DRAFT, false),
        sample("assessment", FINISHED, true),
    ]
}

/// What happens to files as a whole.
fn wholes(sample: &Sample) -> Vec<Damage> {
    let text = String::from_utf8(sample.text.clone()).expect("UTF-8");
    let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect();
    let latin: Vec<u8> = text
        .chars()
        .map(|character| u8::try_from(u32::from(character)).unwrap_or(b'\xe4'))
        .collect();
    let evidence = text.find("    evidence:").expect("a text");
    let rating = text.find("    rating:").expect("a rating");
    let mut zeros = sample.text.clone();
    zeros.extend([0; 512]);
    let all = |name, text: String| Damage::Whole(name, text.into_bytes());
    vec![
        all("nothing", String::new()),
        all("white space", " \n\n".to_owned()),
        all("CRLF", text.replace('\n', "\r\n")),
        all("CR", text.replace('\n', "\r")),
        all("BOM", format!("\u{feff}{text}")),
        all("twice the BOM", format!("\u{feff}\u{feff}{text}")),
        Damage::Whole("Latin-1", latin),
        Damage::Whole("UTF-16 LE", utf16(u16::to_le_bytes)),
        Damage::Whole("UTF-16 BE", utf16(u16::to_be_bytes)),
        Damage::Whole("zeros at the end", zeros),
        Damage::Whole("zeros", vec![0; sample.text.len()]),
        all("twice in one file", format!("{text}{text}")),
        all("two documents", format!("{text}---\n{text}")),
        all("a document before it", format!("--- one\n--- \n{text}")),
        all("a newer schema", text.replacen("schema: 1", "schema: 2", 1)),
        all(
            "an older schema",
            text.replacen("schema: 1", "schema: 0", 1),
        ),
        all(
            "a huge schema",
            text.replacen("schema: 1", "schema: 99999999999999999999", 1),
        ),
        all("no schema", text.replacen("schema: 1\n", "", 1)),
        all("tabs", text.replace("    ", "\t")),
        all(
            "an id twice",
            text.replacen("execution.shipped:", "execution.friction:", 1),
        ),
        all(
            "a key twice",
            text.replacen("    rating:", "    rating: 1\n    rating:", 1),
        ),
        all(
            "another id",
            text.replacen("execution.friction:", "execution.fiction:", 1),
        ),
        all(
            "a merge of ratings",
            merged(&text, rating, "    rating: 5\n"),
        ),
        all(
            "a merge of texts",
            merged(&text, evidence, "    evidence: |-\n      theirs\n"),
        ),
        all("a merge at the top", merged(&text, 0, "schema: 1\n")),
        all("a merge of markers", {
            let marker = text.find("# end of").expect("a marker");
            merged(&text, marker, "# end of assessment: 9 answers\n")
        }),
    ]
}

/// A text with git's conflict markers around one line and what somebody else has in its place.
fn merged(text: &str, at: usize, theirs: &str) -> String {
    let end = at + text[at..].find('\n').map_or(0, |end| end + 1);
    format!(
        "{}<<<<<<< HEAD\n{}=======\n{theirs}>>>>>>> other\n{}",
        &text[..at],
        &text[at..end],
        &text[end..]
    )
}

/// Every damage that one file can take.
fn damages(sample: &Sample, other: &Sample) -> Vec<Damage> {
    let length = sample.text.len();
    let mut all = wholes(sample);
    all.extend((0..length - 1).map(Damage::Cut));
    all.extend((0..length).flat_map(|at| (0..8).map(move |bit| Damage::Flip(at, bit))));
    // Runs as disks and file systems lose them: of each length to double and to the end.
    for from in 0..length {
        let mut run = 1;
        while from + run < length {
            all.push(Damage::Zeros(from, from + run));
            run *= 2;
        }
        all.push(Damage::Zeros(from, length));
    }
    all.extend((1..length.min(other.text.len())).map(Damage::Joined));
    for words in [
        "\0", "\r", "\u{feff}", "\u{2028}", "#", "\t", "---\n", "...\n",
    ] {
        let is_place = |at: &usize| std::str::from_utf8(&sample.text[..*at]).is_ok();
        all.extend(
            (0..length)
                .filter(is_place)
                .map(|at| Damage::Inserted(at, words)),
        );
    }
    all
}

/// Reads every damaged text as emkit does.
pub(crate) fn texts(setting: Setting, _: Program) -> Tally {
    let [draft, finished] = samples();
    let home = home();
    let rubric = Store::at(home.path().to_owned())
        .rubric(None)
        .expect("the rubric");
    let mut points = Vec::new();
    for (sample, other) in [(&draft, &finished), (&finished, &draft)] {
        let all = damages(sample, other);
        points.extend(all.into_iter().map(|damage| (sample, other, damage)));
    }
    // Where two files begin alike, joining them gives the other.
    points.retain(|(sample, other, damage)| damage.of(sample, other) != other.text);
    let points = setting.sample(points, 1_500);
    Tally::each("damages", &points, |(sample, other, damage)| {
        let bytes = damage.of(sample, other);
        // What was joined ends as the other does.
        let said = match damage {
            Damage::Joined(_) => &other.said,
            _ => &sample.said,
        };
        silent(sample, &bytes, said, &rubric).map(|(wrong, words)| {
            (
                wrong,
                format!("{} of the {}: {words}", damage.name(), sample.name),
            )
        })
    })
}

/// What a damaged text loses without a word.
fn silent(
    sample: &Sample,
    bytes: &[u8],
    said: &Assessment,
    rubric: &Rubric,
) -> Option<(Wrong, String)> {
    if bytes == sample.text {
        return None;
    }
    let path = Path::new(sample.path);
    let text = match decode(path, bytes) {
        Ok(text) => text,
        Err(error) => {
            let error = format!("{error:#}");
            let is_placed = error.contains(&format!("{}:", sample.path));
            return (!is_placed).then(|| (Wrong::Broken, format!("no place: {error}")));
        }
    };
    let read = match assessment::read(path, text) {
        Ok(read) => read,
        Err(why) => return placeless(&why),
    };
    if read.check(path, text, rubric).is_err() || !read.lost.is_empty() {
        return None;
    }
    let is_same = read.assessment == *said;
    // That it was edited is what `doctor` says of it.
    if wholeness(text) == Wholeness::Whole && !is_same {
        return Some((
            Wrong::Lost,
            format!("it counts as whole and says something else:\n{text}"),
        ));
    }
    let missing = |id: &&String| read.assessment.answer(id).is_none();
    let lost: Vec<_> = said.answers.keys().filter(missing).collect();
    // A letter of a text can be another; an answer cannot be away.
    (!lost.is_empty()).then(|| (Wrong::Lost, format!("{lost:?} are not missed:\n{text}")))
}

/// A refusal that does not say where.
fn placeless(why: &Unreadable) -> Option<(Wrong, String)> {
    let problems = &why.problems;
    let is_placed = problems
        .list
        .iter()
        .all(|problem| problem.at.line > 0 && problem.at.column > 0);
    let is_empty = problems.to_string().contains("the file is empty");
    (!is_placed && !is_empty).then(|| (Wrong::Broken, format!("no place: {problems}")))
}

/// The built program before a damaged file.
pub(crate) fn files(setting: Setting, program: Program) -> Tally {
    let [draft, finished] = samples();
    let mut points = Vec::new();
    for (sample, other) in [(&draft, &finished), (&finished, &draft)] {
        let all = damages(sample, other);
        let (wholes, rest) = all.split_at(wholes(sample).len());
        let step = rest.len() / setting.count(8, 700);
        let rest = rest.iter().step_by(step).cloned();
        let all = wholes.iter().cloned().chain(rest);
        points.extend(all.map(|damage| (sample, other, damage)));
    }
    let points = setting.sample(points, 24);
    Tally::each("files", &points, |(sample, other, damage)| {
        let bytes = damage.of(sample, other);
        let wrongs = before(program, sample, &bytes).into_iter();
        wrongs
            .map(|(wrong, words)| {
                (
                    wrong,
                    format!("{} of the {}: {words}", damage.name(), sample.name),
                )
            })
            .collect::<Vec<_>>()
    })
}

/// Shown, checked, gone on with and handed in to: what cannot be read is named and left.
fn before(program: Program, sample: &Sample, bytes: &[u8]) -> Vec<(Wrong, String)> {
    let home = home();
    let home = home.path();
    let path = home.join(sample.path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(&path, bytes).expect("a damaged file");
    let named = path.to_string_lossy().into_owned();
    let mut wrongs = Vec::new();
    let run = |arguments: &[&str]| {
        let mut command = program.command(home, arguments);
        let ran = command.stdin(std::process::Stdio::null()).output();
        let ran = ran.expect("the program runs");
        let said = String::from_utf8_lossy(&ran.stderr).into_owned();
        (ran.status.code(), said)
    };
    let shown = run(&["show", &named]);
    let doctor = run(&["doctor"]);
    for (code, said) in [&shown, &doctor] {
        if said.contains("panicked") || *code == Some(101) {
            wrongs.push((Wrong::Panicked, said.clone()));
        }
    }
    let is_refused = shown.0 != Some(0);
    let is_changed = bytes != sample.text;
    let is_told = shown.1.contains(&*named) && shown.1.contains("hint: ");
    if is_refused && !is_told {
        wrongs.push((
            Wrong::Broken,
            format!("refused without file or hint:\n{}", shown.1),
        ));
    }
    let says_edited = doctor.1.contains("was edited by hand");
    let text = decode(&path, bytes).unwrap_or_default();
    let is_whole = wholeness(text) == Wholeness::Whole;
    if is_changed && !is_refused && !is_whole && !says_edited {
        wrongs.push((
            Wrong::Lost,
            format!("doctor does not say that it is another:\n{}", doctor.1),
        ));
    }
    wrongs.extend(unnamed(home));
    if is_refused {
        let script = Script {
            answers: 1,
            finishes: true,
            mark: "next",
        };
        let sitting = Sitting::hold(program.command(home, &RESUME), script);
        wrongs.extend(sitting.wrongs("a sitting"));
        fs::write(
            home.join("answers.yaml"),
            "answers: {}\nclosing: A quiet quarter.\n",
        )
        .expect("answers");
        let answers = ["--fresh", "--answers", "answers.yaml"];
        let arguments = [&RESUME[..1], &RESUME[2..4], &answers].concat();
        let handed_in = run(&arguments);
        if sitting.code == Some(0) || handed_in.0 == Some(0) {
            wrongs.push((
                Wrong::Broken,
                format!("it went on:\n{}\n{}", sitting.said, handed_in.1),
            ));
        }
    }
    if fs::read(&path).ok().as_deref() != Some(bytes) {
        wrongs.push((Wrong::Lost, "the damaged file was written over".to_owned()));
    }
    wrongs
}
