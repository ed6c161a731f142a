//! Rules of the house, read from the source itself.

use std::fs;
use std::path::{Path, PathBuf};

/// A source file without its unit tests and comments.
pub(super) struct Source {
    pub(super) name: String,
    pub(super) text: String,
    lines: usize,
}

/// What is in `src`, and in the package for YAML, whose files are named `emkit-yaml/…`.
pub(super) fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let yaml = root.join("crates/emkit-yaml/src");
    let mut found = sources_in(&root.join("src"), Path::new(""));
    assert!(found.len() > 20, "the sources were not found");
    found.extend(sources_in(&yaml, Path::new("emkit-yaml")));
    found
}

fn sources_in(root: &Path, place: &Path) -> Vec<Source> {
    let mut open: Vec<PathBuf> = vec![root.to_owned()];
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("a folder");
            open.extend(entries.map(|entry| entry.expect("an entry").path()));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("text");
            let name = place.join(path.strip_prefix(root).expect("below the root"));
            found.push(Source {
                name: name.display().to_string(),
                lines: text.lines().count(),
                text: code(&text),
            });
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found
}

/// The text without lines of comment and without what follows `#[cfg(test)]`.
fn code(text: &str) -> String {
    text.lines()
        .take_while(|line| line.trim() != "#[cfg(test)]")
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(|line| format!("{line}\n"))
        .collect()
}

/// Every path that a text imports, with its groups written out, and every path spelled in place.
fn paths(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("use ") {
        let (tree, after) = after.split_once(';').unwrap_or((after, ""));
        let tree: String = tree
            .chars()
            .filter(|character| !character.is_whitespace())
            .collect();
        expand("", &tree, &mut found);
        rest = after;
    }
    let spelled = text.split(|character: char| {
        !(character.is_alphanumeric() || character == '_' || character == ':')
    });
    found.extend(
        spelled
            .filter(|word| word.contains("::"))
            .map(str::to_owned),
    );
    found
}

pub(super) fn expand(prefix: &str, tree: &str, found: &mut Vec<String>) {
    let Some((before, group)) = tree.split_once('{') else {
        found.push(format!("{prefix}{tree}"));
        return;
    };
    let group = group.strip_suffix('}').unwrap_or(group);
    let (mut depth, mut start) = (0, 0);
    for (index, character) in group.char_indices().chain([(group.len(), ',')]) {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                expand(&format!("{prefix}{before}"), &group[start..index], found);
                start = index + 1;
            }
            _ => {}
        }
    }
}

/// The paths in the files of a room that lead to a forbidden one.
fn trespasses(room: &str, forbidden: &[&str]) -> Vec<String> {
    let files: Vec<_> = sources()
        .into_iter()
        .filter(|source| source.name.starts_with(&format!("{room}/")))
        .collect();
    assert!(!files.is_empty(), "no file in src/{room}");
    let mut found = Vec::new();
    for source in files {
        for path in paths(&source.text) {
            let leads = |wall: &str| path == wall || path.starts_with(&format!("{wall}::"));
            if forbidden.iter().any(|wall| leads(wall)) {
                found.push(format!("src/{}: {path}", source.name));
            }
        }
    }
    found
}

/// The lines of every file but those excepted that hold one of the words.
fn lines_with(words: &[&str], except: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources() {
        if except.contains(&source.name.as_str()) {
            continue;
        }
        for line in source.text.lines() {
            if words.iter().any(|word| line.contains(word)) {
                found.push(format!("src/{}: {}", source.name, line.trim()));
            }
        }
    }
    found
}

const NOTHING: &[String] = &[];

#[test]
fn an_import_is_seen_however_it_is_spelled() {
    let text = "use std::{fmt, fs::{self, File}};\nuse crate::ui::Ui;\nlet a = std::env::var(x);\n";
    let found = paths(text);
    for path in [
        "std::fmt",
        "std::fs::File",
        "std::fs::self",
        "crate::ui::Ui",
        "std::env::var",
    ] {
        assert!(
            found.iter().any(|one| one == path),
            "no `{path}` in {found:?}"
        );
    }
}

#[test]
fn the_domain_knows_no_file_no_clock_no_terminal_and_no_other_room() {
    let forbidden = [
        "std::fs",
        "std::env",
        "std::io",
        "std::process",
        "std::time",
        "std::net",
        "std::thread",
        "console",
        "dialoguer",
        "crossterm",
        "comfy_table",
        "clap",
        "serde_yaml",
        "tempfile",
        "crate::format",
        "crate::export::html",
        "crate::report",
        "crate::render",
        "crate::store::layout",
        "crate::prompt",
        "crate::ui",
        "crate::assess::commands",
        "crate::context",
        "crate::cli",
        "jiff::ZonedDateTime::now",
        "jiff::Timestamp::now",
        "ZonedDateTime::now",
        "Timestamp::now",
    ];
    assert_eq!(trespasses("domain", &forbidden), NOTHING);
}

#[test]
fn format_page_report_and_store_do_not_look_up_to_those_who_call_them() {
    for room in ["format", "page", "report", "render", "store"] {
        let forbidden = [
            "crate::prompt",
            "crate::ui",
            "crate::assess::commands",
            "crate::context",
        ];
        assert_eq!(trespasses(room, &forbidden), NOTHING);
    }
    assert_eq!(
        trespasses(
            "format",
            &[
                "crate::export::html",
                "crate::report",
                "crate::render",
                "crate::store::layout",
                "std::fs"
            ]
        ),
        NOTHING
    );
    for room in ["page", "report", "render"] {
        assert_eq!(
            trespasses(room, &["crate::store::layout", "std::fs"]),
            NOTHING
        );
    }
    assert_eq!(
        trespasses("page", &["crate::report", "crate::render"]),
        NOTHING
    );
    assert_eq!(trespasses("report", &["crate::render"]), NOTHING);
    assert_eq!(
        trespasses(
            "store",
            &["crate::export::html", "crate::report", "crate::render"]
        ),
        NOTHING
    );
    assert_eq!(trespasses("prompt", &["crate::assess::commands"]), NOTHING);
}

#[test]
fn one_room_knows_the_yaml_library() {
    assert_eq!(
        lines_with(&["serde_yaml", "serde_saphyr"], &["format/yaml.rs"]),
        NOTHING
    );
    let parser = ["emkit-yaml/input.rs", "emkit-yaml/lib.rs"];
    assert_eq!(lines_with(&["granit_parser"], &parser), NOTHING);
    // A place is the same in every text.
    let tree = [
        "format/yaml.rs",
        "format/yaml/field.rs",
        "format/diagnostic.rs",
    ];
    assert_eq!(lines_with(&["emkit_yaml"], &tree), NOTHING);
}

#[test]
fn nothing_prints_or_exits_by_itself() {
    let words = [
        "print!(",
        "println!(",
        "eprint!(",
        "eprintln!(",
        "dbg!(",
        "process::exit",
        "process::abort",
    ];
    // After a panic there is nowhere to return to.
    assert_eq!(lines_with(&words, &["panic_report.rs"]), NOTHING);
}

#[test]
fn only_the_ui_writes_to_the_streams() {
    let found = lines_with(
        &[
            "stdout()",
            "stderr()",
            "Stdout",
            "Stderr",
            "\"/dev/tty\"",
            "\"/dev/std",
        ],
        &["ui.rs", "main.rs"],
    );
    // Looking at a stream is not writing to it, dialoguer's prompts need a terminal to
    // draw on, and so do editors.
    let writes: Vec<_> = found
        .into_iter()
        .filter(|line| {
            !line.starts_with("src/context.rs")
                && !line.starts_with("src/prompt/terminal.rs: term: Term::stderr()")
                && !line.starts_with("src/prompt/terminal_guard.rs")
        })
        .collect();
    assert_eq!(writes, NOTHING);
    let context = lines_with(&["write", "flush"], &[]);
    let writes: Vec<_> = context
        .iter()
        .filter(|line| line.starts_with("src/context.rs"))
        .collect();
    assert!(writes.is_empty(), "{writes:?}");
}

#[test]
fn one_room_makes_paths_safe_to_print() {
    assert_eq!(lines_with(&[".display()"], &["escape.rs"]), NOTHING);
}

#[test]
fn no_hint_says_to_remove_what_may_be_the_only_copy() {
    let hints = lines_with(&[" rm {", "rm -", ": rm "], &[]);
    // `emkit feedback form --name` has the letters too.
    let hints = hints.into_iter().filter(|line| !line.contains("form -"));
    assert_eq!(hints.collect::<Vec<_>>(), NOTHING);
}

#[test]
fn no_network_is_within_reach() {
    let words = [
        "std::net",
        "TcpStream",
        "UdpSocket",
        "TcpListener",
        "reqwest",
        "ureq",
        "hyper::",
    ];
    assert_eq!(lines_with(&words, &[]), NOTHING);
}

#[test]
fn nothing_is_unwrapped_outside_of_tests() {
    assert_eq!(
        lines_with(
            &["unwrap(", "unwrap_err(", "todo!(", "unimplemented!("],
            &[]
        ),
        NOTHING
    );
}

#[test]
fn no_source_file_is_longer_than_500_lines() {
    let long: Vec<_> = sources()
        .into_iter()
        .filter(|source| source.lines > 500)
        .map(|source| format!("src/{}: {} lines", source.name, source.lines))
        .collect();
    assert_eq!(long, NOTHING);
}

#[test]
fn nothing_waits_for_a_panic_to_unwind() {
    // A release build ends right there.
    assert_eq!(lines_with(&["catch_unwind"], &[]), NOTHING);
}

#[test]
fn every_test_file_is_registered() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/emkit");
    let folders = |folder: &Path| {
        let entries = fs::read_dir(folder).expect("the folder");
        let paths = entries.map(|entry| entry.expect("an entry").path());
        paths.collect::<Vec<_>>()
    };
    let rooms = folders(&root).into_iter().filter(|path| path.is_dir());
    for (folder, list) in rooms
        .map(|room| (room.clone(), room.join("mod.rs")))
        .filter(|(_, list)| list.exists())
        .chain([(root.clone(), root.join("main.rs"))])
    {
        let modules = fs::read_to_string(&list).expect("the list of modules");
        for path in folders(&folder) {
            let stem = path.file_stem().expect("a stem").to_string_lossy();
            let is_module = path.extension().is_some_and(|extension| extension == "rs")
                || path.join("mod.rs").exists();
            assert!(
                path == list || !is_module || modules.contains(&format!("mod {stem};")),
                "`{}` is not registered",
                path.display()
            );
        }
    }
}
