//! The inputs that fuzzing has found worth keeping: nothing that is read or shown breaks on them.

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use crate::fuzzed::{TARGETS, run};

fn names(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/emkit/corpus")
}

#[test]
fn nothing_that_was_kept_from_fuzzing_breaks_what_is_read_or_shown() {
    let mut failed = Vec::new();
    for (target, _) in TARGETS {
        let inputs = names(&root().join(target));
        assert!(!inputs.is_empty(), "no input for `{target}`");
        for path in inputs {
            let input = fs::read(&path).expect("an input");
            // All that fail are named, not the first alone.
            if catch_unwind(AssertUnwindSafe(|| run(target, &input))).is_err() {
                failed.push(path);
            }
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn every_target_has_inputs_and_every_input_a_target() {
    let targets: BTreeSet<_> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    let folders = names(&root()).into_iter();
    let folders: BTreeSet<_> = folders
        .filter_map(|folder| Some(folder.file_name()?.to_str()?.to_owned()))
        .collect();
    assert_eq!(folders, targets);
}
