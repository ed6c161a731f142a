//! What lies in a store after a fault: every file, what it says, and what `doctor` says of it.

use std::fs;
use std::path::{Path, PathBuf};

use emkit::domain::assessment::Assessment;
use emkit::format::assessment;
use emkit::store::decode;

use crate::program::Program;
use crate::row::Wrong;
use crate::session::{PastAnswer, Sitting};

/// The draft of the quarter that every sitting is about.
pub(crate) const DRAFT: &str = "store/drafts/eight-skills/2026-Q4.yaml";

/// Every regular file below a folder, links left out.
pub(crate) fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            match path.symlink_metadata().map(|metadata| metadata.file_type()) {
                Ok(kind) if kind.is_dir() => open.push(path),
                Ok(kind) if kind.is_file() => {
                    if let Ok(bytes) = fs::read(&path) {
                        found.push((path, bytes));
                    }
                }
                _ => {}
            }
        }
    }
    found.sort();
    found
}

/// Every assessment below a folder that emkit can read.
pub(crate) fn assessments(folder: &Path) -> Vec<(PathBuf, Assessment)> {
    let read = |(path, bytes): (PathBuf, Vec<u8>)| {
        let text = decode(&path, &bytes).ok()?;
        let read = assessment::read(&path, text).ok()?;
        Some((path, read.assessment))
    };
    files(folder).into_iter().filter_map(read).collect()
}

/// Whether an answer stands as it was called saved.
pub(crate) fn holds(assessment: &Assessment, id: &str, said: &PastAnswer) -> bool {
    assessment.answer(id).is_some_and(|answer| {
        answer.evidence == said.evidence
            && answer.rating().map(|rating| rating.number()) == Some(said.rating)
    })
}

/// What a sitting called saved, or was told and not asked for again, and is neither where emkit
/// looks for it nor in a kept version that somebody was told of.
pub(crate) fn unfound(home: &Path, sitting: &Sitting, told: &str) -> Vec<(Wrong, String)> {
    let there = assessments(&home.join("store"));
    let kept = home.join("store/kept");
    let is_known =
        |path: &Path| !path.starts_with(&kept) || told.contains(&*path.to_string_lossy());
    let mut wrongs = Vec::new();
    for (id, said) in &sitting.acknowledged {
        let holding = there.iter().filter(|(_, text)| holds(text, id, said));
        let paths: Vec<_> = holding.map(|(path, _)| path.as_path()).collect();
        if paths.is_empty() {
            wrongs.push((Wrong::Lost, format!("`{id}` was called saved as {said:?}")));
        } else if !paths.iter().any(|path| is_known(path)) {
            wrongs.push((
                Wrong::Broken,
                format!("`{id}` lies where nobody was told of: {paths:?}\n{told}"),
            ));
        }
    }
    for words in &sitting.typed {
        let mark = words.split(':').next().unwrap_or_default();
        // A program that ends at the first line has not heard the others.
        let first = words.lines().next().unwrap_or_default();
        let is_there = there
            .iter()
            .flat_map(|(_, text)| text.answers.values())
            // It may stand below the text that it takes the place of once it is whole.
            .any(|answer| answer.evidence.lines().any(|line| line == first));
        if !is_there && !sitting.said.contains(mark) {
            wrongs.push((
                Wrong::Lost,
                format!(
                    "{words:?} was typed, and is neither stored nor handed back:\n{}",
                    sitting.said
                ),
            ));
        }
    }
    wrongs
}

/// Whether `doctor` names every file that emkit cannot read, each finding with what to do.
pub(crate) fn unnamed(home: &Path) -> Vec<(Wrong, String)> {
    let ran = Program::Emkit.command(home, &["doctor"]).output();
    let ran = ran.expect("emkit runs");
    let said = String::from_utf8_lossy(&ran.stderr);
    let mut wrongs = Vec::new();
    if said.contains("panicked") || ran.status.code() == Some(101) {
        wrongs.push((Wrong::Panicked, format!("doctor: {said}")));
    }
    if said.matches("error: ").count() > said.matches("hint: ").count() {
        wrongs.push((Wrong::Broken, format!("doctor gives no remedy:\n{said}")));
    }
    for (path, bytes) in files(&home.join("store")) {
        let is_of_a_person = ["assessments", "drafts", "kept/assessments", "kept/drafts"]
            .iter()
            .any(|folder| path.starts_with(home.join("store").join(folder)));
        if !is_of_a_person {
            continue;
        }
        let reads = decode(&path, &bytes).is_ok_and(|text| assessment::read(&path, text).is_ok());
        let is_named = said.contains(&*path.to_string_lossy());
        if !is_named && (!reads || !has_its_name(&path)) {
            wrongs.push((
                Wrong::Broken,
                format!("doctor says nothing of `{}`:\n{said}", path.display()),
            ));
        }
    }
    wrongs
}

fn has_its_name(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    let stem = name.and_then(|name| name.strip_suffix(".yaml"));
    // Versions that are kept have a number behind the period.
    let (period, number) = stem.map_or(("", ""), |stem| stem.split_once('.').unwrap_or((stem, "")));
    number.bytes().all(|byte| byte.is_ascii_digit())
        && period.parse::<emkit::domain::period::Period>().is_ok()
}

/// The next sitting goes on, or says which file it cannot read and what to do, and leaves it.
pub(crate) fn next_goes_on(home: &Path) -> Vec<(Wrong, String)> {
    let script = crate::session::Script {
        answers: 1,
        finishes: false,
        mark: "next",
    };
    let before = fs::read(home.join(DRAFT)).ok();
    let next = Sitting::hold(
        Program::Emkit.command(home, &crate::program::RESUME),
        script,
    );
    let mut wrongs = next.wrongs("the next sitting");
    match next.code {
        Some(0) => {
            wrongs.extend(unfound(home, &next, &next.said));
        }
        Some(1) if next.said.contains("2026-Q4.yaml`") && next.said.contains("hint: ") => {
            if fs::read(home.join(DRAFT)).ok() != before {
                wrongs.push((
                    Wrong::Lost,
                    format!(
                        "the next sitting changed what it could not read:\n{}",
                        next.said
                    ),
                ));
            }
        }
        code => wrongs.push((
            Wrong::Broken,
            format!("the next sitting ended with {code:?}:\n{}", next.said),
        )),
    }
    wrongs
}
