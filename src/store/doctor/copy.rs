//! Files beside those of emkit, by their names: copies of programs that synchronise, and what
//! editors leave. They are named and never removed.

use super::Finding;
use crate::domain::period::Period;
use crate::error::{move_out, quoted};
use crate::escape::shown;
use crate::store::Store;
use crate::store::file::Name;
use crate::store::kept::Version;

/// What a name says about the file that has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Copy {
    /// The name of the file that it is a copy of.
    of: String,
    pub(super) what: &'static str,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Two machines wrote the same file: words in it may be nowhere else.
    Conflict,
    /// An earlier state of a file that somebody edited.
    Backup,
    /// Belongs to an editor that has the file open, or had when it ended.
    Open,
}

/// What a file is by its name; none where the name says nothing.
pub(super) fn copy(name: &str) -> Option<Copy> {
    left_by_editor(name).or_else(|| conflict(name))
}

fn left_by_editor(name: &str) -> Option<Copy> {
    const SWAP: [&str; 3] = [".swp", ".swo", ".swn"];
    let swap = SWAP.iter().find_map(|end| name.strip_suffix(end));
    let found = |of: &str, what, kind| {
        Some(Copy {
            of: of.to_owned(),
            what,
            kind,
        })
    };
    if let Some(of) = swap.and_then(|rest| rest.strip_prefix('.')) {
        found(of, "a swap file of Vim", Kind::Open)
    } else if let Some(of) = name.strip_prefix(".#") {
        found(of, "a lock of Emacs", Kind::Open)
    } else if let Some(of) = name.strip_prefix('#').and_then(|of| of.strip_suffix('#')) {
        found(of, "unsaved words in Emacs", Kind::Backup)
    } else if let Some(of) = name.strip_suffix('~').or(name.strip_suffix(".bak")) {
        found(of, "a backup that an editor made", Kind::Backup)
    } else if let Some(of) = name.strip_suffix(".orig") {
        found(of, "what a merge left", Kind::Backup)
    } else {
        None
    }
}

/// Programs that synchronise put their own words behind a name of emkit's, each in another way; what
/// people call a copy begins with `Copy of` or goes on behind the name too.
fn conflict(name: &str) -> Option<Copy> {
    let (stem, ending) = name.rsplit_once('.')?;
    let stem = stem.strip_prefix("Copy of ").unwrap_or(stem);
    let named = |of: &str| format!("{of}.{ending}");
    let is_ours = |of: &&str| {
        let digest = of.rsplit_once('-').map_or("", |(_, digest)| digest);
        let is_wording = digest.len() == 16 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_wording || of.parse::<Period>().is_ok() || Version::named(&named(of)).is_some()
    };
    let starts = [
        stem.split([' ', '_']).next(),
        stem.get(..7),
        stem.split('.').next(),
    ];
    let of = named(starts.into_iter().flatten().find(is_ours)?);
    (["yaml", "md"].contains(&ending) && of != name).then_some(Copy {
        of,
        what: "a copy, as programs that synchronise folders make them",
        kind: Kind::Conflict,
    })
}

impl Store {
    /// What to say of a file that is a copy, and what to do about it.
    pub(super) fn copied(&self, found: &Name, copy: &Copy) -> Finding {
        let of = found.path.with_file_name(&copy.of);
        let (path, original) = (quoted(&found.path), quoted(&of));
        let is_there = of.exists();
        let is_log = copy.of.ends_with(".md");
        let remedy = match copy.kind {
            Kind::Conflict if is_there && is_log => format!(
                "`emkit log import {path}{}` takes the entries that the log has not; then move the copy out of the store: {}",
                self.flags,
                move_out(&found.path)
            ),
            Kind::Conflict if is_there => format!(
                "`{}` compares the two; keep the one you want as `{}` and move the other out of the store: {}",
                self.compare(&of, &found.path),
                shown(&copy.of),
                move_out(&found.path)
            ),
            Kind::Conflict => format!(
                "`{}` is not there; `less {path}` shows the copy; to use it: mv -i {path} {original}",
                shown(&copy.of)
            ),
            Kind::Backup if is_there => format!(
                "`diff {path} {original}` compares the two; to move it out of the store: {}",
                move_out(&found.path)
            ),
            Kind::Backup => format!(
                "`less {path}` shows it; to move it out of the store: {}",
                move_out(&found.path)
            ),
            Kind::Open => format!(
                "close the editor; if it is closed, move it out of the store: {}",
                move_out(&found.path)
            ),
        };
        Finding {
            is_wrong: copy.kind == Kind::Conflict,
            what: format!(
                "`{}` is {} and is never read",
                shown(&found.path),
                copy.what
            ),
            remedy: Some(remedy),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_known_by_its_name() {
        for name in [
            "2026-Q3 (conflicted copy 2026-10-02 101500).yaml",
            "2026-Q3 (Ana's conflicted copy 2026-10-02).yaml",
            "2026-Q3.sync-conflict-20261002-101500-ABCDEFG.yaml",
            "2026-Q3_conflict-20261002-101500.yaml",
            "2026-Q3 2.yaml",
            "2026-Q3 (1).yaml",
            "2026-Q3-DESKTOP-1AB2CD3.yaml",
            "2026-Q3-anas-laptop.yaml",
            "Copy of 2026-Q3.yaml",
            "2026-Q3 copy.yaml",
            "2026-Q3.yaml~",
            "2026-Q3.yaml.orig",
            ".2026-Q3.yaml.swp",
            ".#2026-Q3.yaml",
            "#2026-Q3.yaml#",
        ] {
            let copy = copy(name).unwrap_or_else(|| panic!("`{name}` is not known"));
            assert_eq!(copy.of, "2026-Q3.yaml", "{name}");
        }
        for (name, of) in [
            (
                "eight-skills-0123456789abcdef 2.yaml",
                "eight-skills-0123456789abcdef.yaml",
            ),
            ("2026-Q3.1 (1).yaml", "2026-Q3.1.yaml"),
        ] {
            assert_eq!(copy(name).expect("a copy").of, of);
        }
    }

    #[test]
    fn a_name_that_says_nothing_is_no_copy() {
        for name in [
            "2026-Q3.yaml",
            "eight-skills-0123456789abcdef.yaml",
            "2026-Q3.1.yaml",
            "2026-Q3.aside-1.yaml",
            "notes.txt",
            "my notes.md",
            "2026-q3.yaml",
        ] {
            assert_eq!(copy(name), None, "{name}");
        }
    }
}
