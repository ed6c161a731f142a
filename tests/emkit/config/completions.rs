//! Completions: what a shell gets from emkit, in the shells themselves and over what they call.

use std::fs;
use std::io::Write as _;
use std::process::Command;

use portable_pty::CommandBuilder;

use crate::support::pty::{CTRL_D, CTRL_U, TAB, Terminal};
use crate::support::rubric_builder::Sketch;
use crate::support::{Home, program};

/// The words that would be offered behind `line`, each with what stands beside it.
fn offered(home: &Home, line: &str) -> Vec<(String, String)> {
    let mut words: Vec<_> = line.split(' ').collect();
    words.insert(0, "--");
    let ran = home.emkit_with(&words).env("COMPLETE", "fish").run();
    assert_eq!(ran.err, "", "`{line}`");
    let lines = ran.out.lines().map(|line| {
        let (word, beside) = line.split_once('\t').unwrap_or((line, ""));
        (word.to_owned(), beside.to_owned())
    });
    lines.collect()
}

/// The same without flags, as `word: what stands beside it`.
fn values(home: &Home, line: &str) -> Vec<String> {
    let offered = offered(home, line).into_iter();
    let values = offered.filter(|(word, _)| !word.starts_with('-'));
    values
        .map(|(word, beside)| match beside.as_str() {
            "" => word,
            beside => format!("{word}: {beside}"),
        })
        .collect()
}

pub(super) fn sketch() -> Sketch {
    let sketch = Sketch::new("sketch").skill("craft", "core", "3");
    let sketch = sketch.questions(&["tools"]).skill("reach", "growth", "3");
    sketch.questions(&["known"])
}

#[test]
fn ids_come_with_the_titles_of_the_rubric_in_use() {
    let home = Home::new();
    home.write("mine.yaml", sketch().yaml());
    for (line, is_there) in [
        ("emkit assess --edit ", "execution.friction: What slowed us"),
        ("emkit assess --edit team.", "team.hired: Strong hire"),
        ("emkit log A word --skill ", "timescales: Timescales"),
        ("emkit assess --skill=tea", "--skill=team: Team"),
        ("emkit show --role ", "em: Engineering manager"),
        ("emkit show --stage ", "series-b: Series B"),
        (
            "emkit show --rubric ",
            "eight-skills: Eight skills of engineering management",
        ),
        (
            "emkit rubric show ",
            "eight-skills: Eight skills of engineering management",
        ),
        ("emkit export --sections delivered,go", "delivered,goals"),
        ("emkit feedback add --relation ", "counterpart"),
    ] {
        let found: Vec<_> = offered(&home, line)
            .into_iter()
            .map(|(word, beside)| {
                format!("{word}: {beside}")
                    .trim_end_matches(": ")
                    .to_owned()
            })
            .collect();
        assert!(found.contains(&is_there.to_owned()), "`{line}`: {found:?}");
    }
    assert!(values(&home, "emkit show --era ").len() > 1);
    // What was typed narrows it down, and another rubric has other ids.
    let team = values(&home, "emkit assess --edit team.");
    assert!(
        team.iter().all(|word| word.starts_with("team.")),
        "{team:?}"
    );
    for line in [
        "emkit --rubric ./mine.yaml assess --edit ",
        "emkit assess --rubric=./mine.yaml --edit ",
    ] {
        assert_eq!(
            values(&home, line),
            ["craft.tools: Tools", "reach.known: Known"],
            "`{line}`"
        );
    }
    home.write("store/rubrics/sketch.yaml", sketch().yaml());
    home.write("store/config.yaml", "rubric: sketch\n");
    assert_eq!(
        values(&home, "emkit log x --skill "),
        ["craft: The craft", "reach: The reach"]
    );
    assert_eq!(
        values(&home, "emkit show --role --rubric"),
        Vec::<String>::new()
    );
}

#[test]
fn periods_say_what_there_is_of_them() {
    let home = Home::new();
    home.saved("2026-Q2");
    home.saved("2026-Q3");
    home.interview("--role em --period 2026-Q4", &["A draft.", ""]);
    home.emkit("log --date 2026-10-02 A launch").ok();
    let periods = ["2026-Q4: draft", "2026-Q3: finished", "2026-Q2: finished"];
    let found = values(&home, "emkit show ");
    assert_eq!(found[..3], periods);
    assert_eq!(found[3..], ["latest: 2026-Q3", "previous: 2026-Q2"]);
    for line in [
        "emkit export ",
        "emkit diff 2026-Q2 ",
        "emkit compare ",
        "emkit feedback form ",
    ] {
        assert_eq!(values(&home, line), found, "`{line}`");
    }
    // Today is not the tests' own day here, so other quarters may be offered as well.
    let found = values(&home, "emkit assess --period ");
    assert!(
        periods
            .iter()
            .all(|period| found.contains(&(*period).to_owned())),
        "{found:?}"
    );
    // The store that is named on the line, however it is quoted there.
    let store = home.store().display().to_string();
    let elsewhere = tempfile::tempdir().expect("a folder");
    for line in [
        format!("emkit --home {store} show "),
        format!("emkit --home=\"{store}\" show "),
        format!("emkit --home = {store} show "),
    ] {
        let mut words: Vec<_> = line.split(' ').collect();
        words.insert(0, "--");
        let ran = home.emkit_with(&words);
        let ran = ran
            .env("COMPLETE", "fish")
            .env("EMKIT_HOME", &elsewhere.path().display().to_string())
            .ok();
        assert!(ran.out.contains("2026-Q4\tdraft"), "{line}: {ran:#?}");
    }
}

#[test]
fn files_are_offered_where_a_file_can_be_named_and_nowhere_else() {
    let home = Home::new();
    home.write("notes.md", "- A launch\n");
    fs::create_dir(home.path().join("folder")).expect("a folder");
    for line in [
        "emkit log import ",
        "emkit assess --answers ",
        "emkit rubric check ",
        "emkit feedback add ",
        "emkit export --output ",
        "emkit show ./",
    ] {
        let found = values(&home, line);
        assert!(
            found.iter().any(|word| word.ends_with("notes.md")),
            "`{line}`: {found:?}"
        );
    }
    for line in ["emkit --home ", "emkit man --output "] {
        assert_eq!(values(&home, line), [".", "folder/"], "`{line}`");
    }
    for line in [
        "emkit show ",
        "emkit show --role ",
        "emkit show --format ",
        "emkit assess --date ",
        "emkit assess --edit ",
        "emkit log A word",
        "emkit log x --link ",
        "emkit feedback form --name ",
        "emkit feedback remove ",
        "emkit rubric show ",
        "emkit rubric list ",
    ] {
        let found = values(&home, line);
        let is_file = |word: &String| word.contains("notes") || word.contains("folder");
        assert!(!found.iter().any(is_file), "`{line}`: {found:?}");
    }
}

#[test]
fn what_cannot_be_read_offers_less_and_says_nothing() {
    let lines = [
        "emkit ",
        "emkit show ",
        "emkit show --role ",
        "emkit assess --edit ",
        "emkit assess --period ",
        "emkit log list --period ",
        "emkit rubric show ",
        "emkit feedback remove ",
        "emkit --rubric nowhere assess --edit ",
        "emkit --rubric ./broken.yaml assess --edit ",
        "emkit --home ~nobody/x show ",
        "emkit --home 'half show ",
        "emkit nonsense --what ",
        "emkit",
        "",
    ];
    let quiet = |home: &Home| {
        home.write("broken.yaml", "schema: [");
        for line in lines {
            offered(home, line);
        }
    };
    let none = Home::new();
    quiet(&none);
    assert!(!none.store().exists(), "asking made a store");

    let broken = Home::new();
    broken.saved("2026-Q4");
    for (file, text) in [
        ("config.yaml", "role: [\nrubric: nowhere\n"),
        ("assessments/eight-skills/2026-Q4.yaml", "schema: 9\n"),
        ("assessments/eight-skills/2026-Q3.yaml", "\0\0"),
        ("rubrics/eight-skills.yaml", "schema: [\n"),
        (
            "feedback/eight-skills/2026-Q4/0123456789abcdef.yaml",
            "kind: reply\n",
        ),
    ] {
        broken.write(&format!("store/{file}"), text);
    }
    quiet(&broken);
    assert_eq!(values(&broken, "emkit show 2026")[0], "2026-Q4: finished");

    // A file where the store should be, and one of somebody else's.
    let file = Home::new();
    file.write("store", "no folder");
    quiet(&file);
    let foreign = Home::new();
    foreign.write("store/assessments/README", "not emkit's");
    foreign.write("store/rubrics/other.yaml", "name: something else\n");
    quiet(&foreign);

    let unknown = foreign.emkit("-- emkit show").env("COMPLETE", "tcsh").run();
    assert_ne!(unknown.code, Some(101), "{unknown:#?}");
}

#[test]
fn nothing_that_a_person_wrote_is_offered() {
    let home = Home::new();
    home.assessed(
        "2026-Q4",
        "answers:\n  execution.shipped: {rating: 4, evidence: Xylophone}\nclosing: Xylophone\nfocus:\n  - {skill: team, action: Xylophone}\n",
    );
    home.emkit("log --date 2026-11-20 Xylophone").ok();
    home.write("store/config.yaml", "name: Xylophone\n");
    for command in [
        "show",
        "assess --edit",
        "assess --skill",
        "log",
        "log edit --period",
        "export",
        "config",
        "feedback form --name",
        "list",
    ] {
        let found = offered(&home, &format!("emkit {command} "));
        assert!(
            !format!("{found:?}").contains("Xylophone"),
            "{command}: {found:?}"
        );
    }
}

#[test]
fn a_rubric_puts_nothing_into_the_terminal_but_its_words() {
    let home = Home::new();
    let text = sketch().yaml();
    let title = text
        .lines()
        .find(|line| line.starts_with("title: "))
        .expect("a title");
    home.write(
        "store/rubrics/sketch.yaml",
        text.replace(title, "title: \"A\\u001b[31m\\nB\""),
    );
    let found = offered(&home, "emkit rubric show ");
    assert!(found.len() > 1, "{found:?}");
    assert!(!format!("{found:?}").contains("u{1b}"), "{found:?}");
}

/// A shell in a terminal, with nothing but emkit's completions; none where there is no such shell.
fn shell(home: &Home, name: &str, arguments: &[&str], start: &str) -> Option<Terminal> {
    if Command::new(name).arg("--version").output().is_err() {
        // Past the test's own capture.
        let _ = writeln!(
            std::io::stderr(),
            "SKIPPED completions in {name}: there is no {name}"
        );
        return None;
    }
    let program = program();
    let folder = program.parent().expect("a folder").display().to_string();
    let path = std::env::var("PATH").unwrap_or_default();
    let mut command = CommandBuilder::new(name);
    command.args(arguments);
    command.env_clear();
    command.env("PATH", format!("{folder}:{path}"));
    command.env("EMKIT_HOME", home.store());
    command.env("HOME", home.path());
    command.env("LC_ALL", "C.UTF-8");
    command.cwd(home.path());
    let mut terminal = Terminal::open(command, (100, 40));
    terminal.press(&format!("{start}; echo re''ady\r"));
    terminal.read("ready");
    Some(terminal)
}

/// Tab, so many times, behind a line shows these words and none of those, and only those of what was typed.
fn completes(terminal: &mut Terminal, tabs: usize, line: &str, shown: &[&str], hidden: &[&str]) {
    terminal.press(&format!("{CTRL_U}clear\r"));
    terminal.until("a clear screen", |terminal| {
        let contents = terminal.contents();
        !contents.contains("emkit") && !contents.contains("clear")
    });
    terminal.press(line);
    terminal.see(line);
    terminal.press(&TAB.repeat(tabs));
    for word in shown {
        terminal.see(word);
    }
    let contents = terminal.contents();
    for word in hidden {
        assert!(
            !contents.contains(word),
            "`{word}` behind `{line}`:\n{contents}"
        );
    }
    assert!(
        !contents.contains("error") && !contents.contains("warning"),
        "{contents}"
    );
}

fn in_shell(name: &str, arguments: &[&str], start: &str, has_titles: bool) {
    let home = Home::new();
    home.saved("2026-Q3");
    home.write("notes.md", "- A launch\n");
    home.interview("--role em --period 2026-Q4", &["A draft.", ""]);
    let Some(mut terminal) = shell(&home, name, arguments, start) else {
        return;
    };
    let title = |title: &'static str| has_titles.then_some(title);
    let with = |words: &[&'static str], beside: &[&'static str]| -> Vec<&'static str> {
        let titles = beside.iter().filter_map(|beside| title(beside));
        words.iter().copied().chain(titles).collect()
    };
    for (line, words, beside) in [
        (
            "emkit show 2026-Q",
            &["2026-Q3", "2026-Q4"][..],
            &["finished", "draft"][..],
        ),
        (
            "emkit assess --edit team.",
            &["team.hired", "team.peers"],
            &["Strong hire"],
        ),
        (
            "emkit assess --skill t",
            &["taste", "team", "timescales"],
            &["Timescales"],
        ),
        (
            "emkit show --role ",
            &["em", "senior-em"],
            &["Director of engineering"],
        ),
        ("emkit show --stage se", &["series-a"], &["Series B"]),
        ("emkit feedback add --relation ", &["counterpart"], &[]),
    ] {
        completes(&mut terminal, 2, line, &with(words, beside), &["notes.md"]);
    }
    // There is only one, so a second Tab would ask for what follows it.
    completes(&mut terminal, 1, "emkit log import n", &["notes.md"], &[]);
    terminal.press(&format!("{CTRL_U}{CTRL_D}"));
    terminal.end();
}

#[test]
fn bash_completes() {
    let start = "PS1='$ '; bind 'set bell-style none'; eval \"$(emkit completions bash)\"";
    in_shell("bash", &["--norc", "--noprofile", "-i"], start, false);
}

#[test]
fn zsh_completes() {
    let start =
        "PS1='$ '; autoload -Uz compinit && compinit -u -D; eval \"$(emkit completions zsh)\"";
    in_shell("zsh", &["-f", "-i"], start, true);
}

#[test]
fn zsh_completes_from_a_file_of_its_function_path() {
    let start = "PS1='$ '; mkdir f; emkit completions zsh > f/_emkit; fpath=($PWD/f $fpath); autoload -Uz compinit && compinit -u -D";
    in_shell("zsh", &["-f", "-i"], start, true);
}

#[test]
fn fish_completes() {
    let start = "function fish_prompt; echo '$ '; end; emkit completions fish | source";
    in_shell("fish", &["--no-config", "--interactive"], start, true);
}
