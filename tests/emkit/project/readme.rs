//! README and changelog: what they show has to work.

use std::fs;
use std::path::Path;

use clap::Parser;
use emkit::cli::Cli;

use crate::support::Home;
use crate::support::pty::Terminal;

pub(crate) fn document(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(path).unwrap_or_else(|error| panic!("`{name}`: {error}"))
}

/// The pages for people who use emkit, each with its path.
fn documents() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let pages = fs::read_dir(folder).expect("the documents");
    let pages = pages.map(|entry| entry.expect("an entry").file_name());
    let mut names = vec!["README.md".to_owned(), "PRIVACY.md".to_owned()];
    names.extend(pages.map(|page| format!("docs/{}", page.to_string_lossy())));
    let named = names
        .into_iter()
        .map(|name| (name.clone(), document(&name)));
    named.collect()
}

/// The command lines that blocks of shell in a document show, each as its words after `emkit`.
pub(crate) fn calls(text: &str) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    let mut block: Option<String> = None;
    let mut begun = String::new();
    for line in text.lines() {
        let line = line.trim();
        if let Some(language) = line.strip_prefix("```") {
            block = match block {
                Some(_) => None,
                None => Some(language.to_owned()),
            };
            continue;
        }
        if !matches!(block.as_deref(), Some("console" | "sh")) {
            continue;
        }
        let line = line.strip_prefix("$ ").unwrap_or(line);
        if begun.is_empty() && !line.starts_with("emkit ") {
            continue;
        }
        if let Some(line) = line.strip_suffix('\\') {
            begun.push_str(line);
            continue;
        }
        begun.push_str(line);
        let call = std::mem::take(&mut begun);
        let words = shell_words::split(&call).unwrap_or_else(|error| panic!("`{call}`: {error}"));
        let ends = |word: &String| {
            matches!(word.as_str(), "|" | "&&" | ";" | "#" | "<")
                || word.starts_with('>')
                || word.starts_with("2>")
        };
        let words = words.into_iter().take_while(|word| !ends(word)).collect();
        found.push((call, words));
    }
    found
}

#[test]
fn command_lines_are_found_in_blocks_of_shell_only() {
    let text = "emkit no\n```console\n$ emkit show 2026-Q4 | less\noutput\nemkit log a \\\n  b\n```\n```yaml\nemkit no\n```\n";
    let words: Vec<_> = calls(text)
        .into_iter()
        .map(|(_, words)| words.join(" "))
        .collect();
    assert_eq!(words, ["emkit show 2026-Q4", "emkit log a b"]);
}

#[test]
fn every_command_line_of_the_documents_is_one_that_emkit_takes() {
    for (_, text) in documents() {
        let calls = calls(&text);
        for (call, words) in calls {
            if let Err(error) = Cli::try_parse_from(words) {
                assert!(!error.use_stderr(), "`{call}`:\n{error}");
            }
        }
    }
}

#[test]
fn the_readme_is_not_the_manual() {
    let lines = document("README.md").lines().count();
    assert!(lines < 200, "README.md has {lines} lines");
}

#[test]
fn what_the_documents_link_to_is_there() {
    for (name, text) in documents() {
        let folder = Path::new(&name).parent().expect("a folder");
        let targets = text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next());
        for target in targets {
            let file = target.split('#').next().unwrap_or_default();
            if file.is_empty() || file.contains("://") || file.starts_with("mailto:") {
                continue;
            }
            let path = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join(folder)
                .join(file);
            assert!(
                path.exists(),
                "{name} links to `{target}`, which is not there"
            );
        }
    }
}

#[test]
fn the_changelog_says_what_this_version_brings() {
    let text = document("CHANGELOG.md");
    let version = format!("## [{}]", env!("CARGO_PKG_VERSION"));
    let is_there = text.lines().any(|line| {
        line.starts_with("## [Unreleased]")
            || line.starts_with("## Unreleased")
            || line.starts_with(&version)
            || line.starts_with(&version.replace(['[', ']'], ""))
    });
    assert!(is_there, "no heading for this version in CHANGELOG.md");
}

#[test]
fn the_table_in_the_readme_is_what_show_prints() {
    let home = Home::new();
    home.assessed("2026-Q4", include_str!("../support/transcript.yaml"));
    let shown = home.emkit("show").ok().out;
    let readme = document("README.md");
    let (_, block) = readme
        .split_once("$ emkit show\n2026")
        .expect("the transcript");
    let (block, _) = block.split_once("```").expect("the end of the transcript");
    let (table, note) = block.split_once("  …\n").expect("a gap in the transcript");
    assert!(shown.starts_with(&format!("2026{table}")), "{shown}");
    assert!(shown.contains(note), "{shown}");
}

#[test]
fn the_screen_in_the_readme_is_what_the_terminal_shows() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, "assess --role em --date 2026-11-20", (80, 24));
    terminal.see("1 of 28");
    terminal.line("Reviews were the bottleneck: four days in the median. Named it in the retro.");
    terminal.line("");
    terminal.see("1 to 5");
    terminal.press("3");
    terminal.see("❯ 3");
    let shown = terminal.contents();
    let shown: Vec<_> = shown.trim().lines().map(str::trim_end).collect();
    let readme = document("README.md");
    let (_, screen) = readme.split_once("```text\n1 of 28").expect("the screen");
    let (screen, _) = screen.split_once("```").expect("the end of the screen");
    let screen = format!("1 of 28{screen}");
    assert_eq!(shown, screen.trim().lines().collect::<Vec<_>>());
}
