//! Nothing is called saved that is not on disk, name and all: read from the order of the calls.

use std::collections::BTreeSet;
use std::path::Path;

use crate::program::Program;
use crate::row::{Tally, Wrong};
use crate::sample_size::Setting;
use crate::trace::lines;

pub(crate) fn order(_: Setting, program: Program) -> Tally {
    let (sitting, lines) = lines(
        program,
        "write,?pwrite64,fsync,?fdatasync,?rename,?renameat,?renameat2,?mkdir,?mkdirat,?unlink,?unlinkat,?ftruncate",
    );
    let mut tally = Tally::new("calls");
    let mut unsynced = BTreeSet::<String>::new();
    for line in &lines {
        let call = line
            .split_once(' ')
            .map_or("", |(_, call)| call.trim_start());
        let name = call.split('(').next().unwrap_or_default();
        // With `-y` a descriptor is followed by its path.
        let described = call
            .split_once('<')
            .and_then(|(_, rest)| rest.split_once('>'));
        let path = described.map_or("", |(path, _)| path);
        let quoted: Vec<_> = call.split('"').skip(1).step_by(2).collect();
        let mut wrongs = Vec::new();
        match name {
            "write" if is_said(call) => {
                let calls_saved =
                    call.contains("\"saved ") || call.contains("is finished and saved in");
                if calls_saved && !unsynced.is_empty() {
                    wrongs.push((
                        Wrong::FalselySaved,
                        format!("not on disk yet: {unsynced:?}, when it said\n{call}"),
                    ));
                }
            }
            "write" | "pwrite64" | "ftruncate" if path.contains("/store/") => {
                unsynced.insert(path.to_owned());
            }
            "fsync" | "fdatasync" if call.ends_with("= 0") => {
                unsynced.remove(path);
                unsynced.remove(&format!("{path}/"));
            }
            "rename" | "renameat" | "renameat2" => {
                let [from, to] =
                    [quoted.first(), quoted.last()].map(|name| name.map_or("", |name| *name));
                if unsynced.remove(from) {
                    wrongs.push((
                        Wrong::FalselySaved,
                        format!("renamed before it was on disk: {from}"),
                    ));
                }
                unsynced.insert(folder(to));
            }
            "mkdir" | "mkdirat" | "unlink" | "unlinkat" if call.ends_with("= 0") => {
                let named = quoted.last().map_or("", |name| *name);
                // A file that only stood for a try is no loss when it comes back.
                if named.contains("/store/") && !named.contains("/.emkit-") {
                    unsynced.insert(folder(named));
                }
            }
            _ => continue,
        }
        tally.add(wrongs);
    }
    if !sitting.is_finished {
        tally.add([(Wrong::Broken, format!("{sitting:#?}"))]);
    }
    tally
}

/// Whether it was written for a person to read.
fn is_said(call: &str) -> bool {
    call.starts_with("write(2<") || call.starts_with("write(1<")
}

fn folder(path: &str) -> String {
    let folder = Path::new(path).parent().unwrap_or(Path::new("/"));
    format!("{}/", folder.to_string_lossy())
}
