//! The file changes under an open sitting: an editor, a synchronising program, somebody who tidies up.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use crate::program::{ASSESS, Program, home};
use crate::row::{Tally, Wrong};
use crate::sample_size::{Chance, Setting};
use crate::session::{Script, Sitting};
use crate::store_inspection::{DRAFT, files, next_goes_on, unfound, unnamed};

/// What is done to the draft between two saves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Words,
    Comment,
    Crlf,
    Mark,
    Order,
    Broken,
    Cut,
    Emptied,
    Removed,
    Link,
    Folder,
    Replaced,
    /// Written again with what was there.
    Touched,
    CopyBeside,
    DraftsRenamed,
    StoreRenamed,
    StoreMadeAnew,
}

const CHANGES: [Change; 17] = [
    Change::Words,
    Change::Comment,
    Change::Crlf,
    Change::Mark,
    Change::Order,
    Change::Broken,
    Change::Cut,
    Change::Emptied,
    Change::Removed,
    Change::Link,
    Change::Folder,
    Change::Replaced,
    Change::Touched,
    Change::CopyBeside,
    Change::DraftsRenamed,
    Change::StoreRenamed,
    Change::StoreMadeAnew,
];

struct Edit {
    change: Change,
    /// After how many answers.
    after: usize,
    finishes: bool,
    /// Whether another answer is given after it.
    goes_on: bool,
    /// Where in the text.
    share: usize,
}

pub(crate) fn changed(setting: Setting, program: Program) -> Tally {
    let mut chance = setting.chance("changed");
    let edits: Vec<_> = (0..setting.count(17, 510))
        .map(|number| Edit::new(CHANGES[number % CHANGES.len()], &mut chance))
        .collect();
    Tally::each("edits", &edits, |edit| edit.run(program))
}

impl Edit {
    fn new(change: Change, chance: &mut Chance) -> Self {
        Self {
            change,
            after: 1 + chance.below(3),
            finishes: chance.below(2) == 0,
            goes_on: chance.below(4) > 0,
            share: chance.below(1000),
        }
    }

    fn run(&self, program: Program) -> Vec<(Wrong, String)> {
        let home = home();
        let home = home.path();
        let mut theirs = Vec::new();
        let script = Script {
            answers: self.after + usize::from(self.goes_on),
            finishes: self.finishes,
            mark: "one",
        };
        let sitting = Sitting::hold_with(program.command(home, &ASSESS), script, |_, count| {
            if count == self.after && theirs.is_empty() {
                theirs = self.make(home);
            }
        });
        let point = format!(
            "{:?} after {} answers, {}, {}",
            self.change,
            self.after,
            if self.goes_on {
                "one more given"
            } else {
                "no more given"
            },
            if self.finishes {
                "then finished"
            } else {
                "then left"
            },
        );
        let mut wrongs = sitting.wrongs(&point);
        let there = files(home);
        for (path, bytes) in &theirs {
            if !there.iter().any(|(_, found)| found == bytes) {
                wrongs.push((
                    Wrong::Lost,
                    format!("the edit in `{}` is gone\n{}", path.display(), sitting.said),
                ));
            }
        }
        wrongs.extend(match self.change {
            // There nothing can be saved, and the words are given back on the screen.
            Change::Folder => unhanded(&sitting),
            _ => unfound(home, &sitting, &sitting.said),
        });
        let is_harmless = matches!(self.change, Change::Touched | Change::CopyBeside);
        let is_in_place = sitting.code == Some(0);
        if is_in_place != is_harmless {
            wrongs.push((
                if is_in_place {
                    Wrong::FalselySaved
                } else {
                    Wrong::Broken
                },
                format!("it ended with {:?}:\n{}", sitting.code, sitting.said),
            ));
        }
        if program == Program::Emkit {
            wrongs.extend(unnamed(home));
            if self.change != Change::Folder {
                wrongs.extend(next_goes_on(home));
            }
            let after = files(home);
            for (path, bytes) in &theirs {
                if !after.iter().any(|(_, found)| found == bytes) {
                    let words = format!("the next sitting lost `{}`", path.display());
                    wrongs.push((Wrong::Lost, words));
                }
            }
        }
        let with_point = |(wrong, words)| (wrong, format!("{point}: {words}"));
        wrongs.into_iter().map(with_point).collect()
    }

    /// Changes the draft, and gives the files that somebody would miss.
    fn make(&self, home: &Path) -> Vec<(PathBuf, Vec<u8>)> {
        let draft = home.join(DRAFT);
        let Ok(text) = fs::read_to_string(&draft) else {
            return Vec::new();
        };
        let mut place = text.len() * self.share / 1000;
        while !text.is_char_boundary(place) {
            place -= 1;
        }
        let line = text[..place].rfind('\n').map_or(0, |end| end + 1);
        let new = match self.change {
            Change::Words | Change::Replaced | Change::Folder => {
                text.replacen("– done.", "– done, in other words.", 1)
            }
            Change::Comment => format!("# by hand\n{text}"),
            Change::Crlf => text.replace('\n', "\r\n"),
            Change::Mark => format!("\u{feff}{text}"),
            Change::Order => {
                let role = text.lines().find(|line| line.starts_with("role:"));
                let role = format!("{}\n", role.unwrap_or_default());
                format!("{role}{}", text.replacen(&role, "", 1))
            }
            Change::Broken => format!("{}\t: [}}\n{}", &text[..line], &text[line..]),
            Change::Cut => text[..place].to_owned(),
            Change::Emptied => String::new(),
            _ => text.clone(),
        };
        let store = home.join("store");
        match self.change {
            Change::Removed => fs::remove_file(&draft).expect("removed"),
            Change::Link => {
                let other = home.join("other.yaml");
                fs::write(&other, "something of one's own\n").expect("written");
                fs::remove_file(&draft).expect("removed");
                symlink(&other, &draft).expect("a link");
                return vec![(other, b"something of one's own\n".to_vec())];
            }
            Change::Folder => {
                fs::remove_file(&draft).expect("removed");
                fs::create_dir(&draft).expect("a folder");
                let inside = draft.join("inside.yaml");
                fs::write(&inside, &new).expect("written");
                return vec![(inside, new.into_bytes())];
            }
            Change::Replaced | Change::Touched => {
                let beside = draft.with_file_name(".2026-Q4.yaml.sync");
                fs::write(&beside, &new).expect("written");
                fs::rename(&beside, &draft).expect("renamed");
            }
            Change::CopyBeside => {
                let copy = draft.with_file_name("2026-Q4 (conflicted copy 2026-11-20).yaml");
                let theirs = text.replacen("– done.", "– done elsewhere.", 1);
                fs::write(&copy, &theirs).expect("written");
                return vec![(copy, theirs.into_bytes())];
            }
            Change::DraftsRenamed => {
                fs::rename(store.join("drafts"), store.join("drafts-old")).expect("renamed");
            }
            Change::StoreRenamed => fs::rename(&store, home.join("store-old")).expect("renamed"),
            Change::StoreMadeAnew => {
                fs::rename(&store, home.join("store-old")).expect("renamed");
                fs::create_dir(&store).expect("a folder");
            }
            _ => fs::write(&draft, &new).expect("written"),
        }
        match self.change {
            Change::Removed | Change::Touched => Vec::new(),
            Change::Emptied => vec![(draft, Vec::new())],
            _ => vec![(draft, new.into_bytes())],
        }
    }
}

/// Words that were neither printed nor put anywhere.
fn unhanded(sitting: &Sitting) -> Vec<(Wrong, String)> {
    let mark = |words: &String| words.split(':').next().unwrap_or_default().to_owned();
    let lost = sitting.typed.iter().filter(|words| {
        let mark = mark(words);
        !sitting.said.contains(&mark)
    });
    lost.map(|words| {
        let words = format!("{words:?} was not handed back:\n{}", sitting.said);
        (Wrong::Lost, words)
    })
    .collect()
}
