//! Hostile text: whatever people or rubrics wrote stays inside of its place, and is escaped, not dropped.

use crate::support::rubric_builder::{Sketch, quoted};
use crate::support::{Home, answer};

/// Texts that try to leave their block, to run, to paint or to turn the text around them.
const TEXTS: [&str; 24] = [
    "# A heading\n## Another",
    "Setext\n===\nheading\n---\nend",
    "| a | b |\n| --- | --- |\n| 1 | 2 |",
    "```\nfence\n```\n~~~\nfence",
    "<script>alert(1)</script> <img src=x onerror=y> <!-- open",
    "![pixel](https://example.org/x.png) [run](javascript:alert(1)) [ref]: x",
    "1. one\n2) two\n- dash\n+ plus\n* star",
    "> quote\n>> deeper",
    "    code by spaces\n\tcode by tab",
    "para\n\n# after a blank line\n\n\n***",
    "**bold** _italic_ `code` $x$ ~gone~",
    "&lt;b&gt; &#60; &copy;",
    "ends with a backslash\\",
    "\\# escaped already \\\\",
    "\u{1b}[31mred\u{1b}[0m \u{1b}]0;title\u{7} \u{1b}[2J\u{1b}[H",
    "\u{9b}31mC1 \u{90}q\u{9c} \u{85}next",
    "over\rwritten\u{8}\u{8}\u{7f}\u{c}\u{b}",
    "nul \u{0} and unit \u{1f}",
    "gnp.\u{202e}cod \u{202a}x\u{202b}y\u{202d}z\u{202c}",
    "isolates \u{2066}a\u{2067}b\u{2068}c\u{2069}",
    "separators \u{2028}line\u{2029}paragraph \u{feff}mark",
    "{{ template }} ${home} %s =1+1 @cmd",
    "---\nschema: 9\n...",
    "\u{a0}# nbsp heading\n\u{2003}- em space",
];

/// Two quarters in which each text is evidence, a note, what a focus was and what came of it;
/// and what the program said while it took them.
fn home_of(texts: &[String]) -> (Home, String) {
    let mut sketch = Sketch::new("mine").skill("one", "core", "3");
    let mut answers = [String::from("answers:\n"), String::from("answers:\n")];
    let mut focus = String::from("last_focus:\n");
    for (index, text) in texts.iter().enumerate() {
        sketch = sketch.questions(&[&format!("q{index}"), &format!("n{index}")]);
        for (quarter, answers) in answers.iter_mut().enumerate() {
            let evidence = quoted(&format!("{text}{}", "\nmore".repeat(quarter)));
            answers.push_str(&format!(
                "  one.q{index}: {{rating: {}, evidence: {evidence}}}\n  \
                 one.n{index}: {{not_applicable: other, note: {}}}\n",
                3 + quarter,
                quoted(text)
            ));
        }
        let text = quoted(text);
        focus.push_str(&format!(
            "  - {{skill: one, outcome: done, action: {text}, note: {text}}}\n"
        ));
    }
    focus.push_str(&format!(
        "focus:\n  - {{skill: one, action: {}}}\n",
        quoted(&texts.join("\n"))
    ));
    let home = Home::new();
    home.write("rubric.yaml", sketch.yaml());
    let mut said = String::new();
    for (period, answers) in ["2026-Q3", "2026-Q4"].into_iter().zip(answers) {
        let ran = home
            .emkit("assess --rubric ./rubric.yaml --date 2026-11-20 --answers -")
            .and(&["--period", period])
            .stdin(answers + &focus)
            .ok();
        said.push_str(&ran.out);
        said.push_str(&ran.err);
    }
    (home, said)
}

/// All hostile texts in one home.
fn hostile_home() -> (Home, String) {
    home_of(&TEXTS.map(str::to_owned))
}

const COMMANDS: [&str; 13] = [
    "show",
    "show --explain",
    "show --accessible",
    "show --format markdown",
    "show --format json",
    "diff",
    "diff --accessible",
    "diff --format markdown",
    "diff --format json",
    "export",
    "export --format json",
    "list",
    "list --format json",
];

/// Fails where a character could act on a terminal or on the order of the text around it.
fn assert_tame(text: &str, whence: &str) {
    let acts = |character: &char| {
        (character.is_control() && *character != '\n')
            || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
                | '\u{2028}' | '\u{2029}')
    };
    if let Some(character) = text.chars().find(acts) {
        panic!("{character:?} in the output of `{whence}`: {text:?}");
    }
}

/// The same text without emkit's own colours.
fn without_colours(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        let length = after
            .bytes()
            .take_while(|byte| byte.is_ascii_digit() || *byte == b';')
            .count();
        out.push_str(before);
        match after[length..].strip_prefix('m') {
            Some(after) => rest = after,
            None => panic!("not a colour: {after:?}"),
        }
    }
    out + rest
}

#[test]
fn no_control_character_of_an_answer_reaches_any_output() {
    let (home, said) = hostile_home();
    assert_tame(&said, "assess");
    for command in COMMANDS {
        let ran = home.emkit(command).and(&["--color", "always"]).ok();
        assert_tame(&without_colours(&ran.out), command);
        assert_tame(&without_colours(&ran.err), command);
    }
}

#[test]
fn no_control_character_of_an_answer_reaches_an_answers_file_that_is_printed() {
    let (home, _) = hostile_home();
    let printed = home
        .emkit("assess --print-answers --date 2026-11-20 --period 2026-Q4 --rubric ./rubric.yaml")
        .ok();
    assert_tame(&printed.out.replace('\t', " "), "assess --print-answers");
}

/// The letters and digits of a text without the stand-ins for what could act.
fn letters(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('⟨') {
        out.push_str(before);
        rest = after.split_once('⟩').map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out.retain(|character| character.is_ascii_alphanumeric());
    out
}

#[test]
fn text_is_escaped_and_never_dropped() {
    let (home, _) = hostile_home();
    for command in [
        "show",
        "show --accessible",
        "diff",
        "diff --format markdown",
        "export",
    ] {
        let shown = home.emkit(command).env("COLUMNS", "120").ok().out;
        let shown = letters(&shown);
        for text in TEXTS {
            assert!(
                shown.contains(&letters(text)),
                "{command} without {text:?}: {shown}"
            );
        }
    }
}

#[test]
fn json_gives_back_every_text_to_the_letter() {
    let (home, _) = hostile_home();
    let report = home.json("2026-Q4");
    for (index, text) in TEXTS.iter().enumerate() {
        let evidence = &answer(&report, &format!("one.q{index}"))["evidence"];
        assert_eq!(evidence, &format!("{text}\nmore"));
        assert_eq!(answer(&report, &format!("one.n{index}"))["note"], *text);
        assert_eq!(report["last_focus"][index]["action"], *text);
        assert_eq!(report["last_focus"][index]["note"], *text);
    }
    assert_eq!(report["focus"][0]["action"], TEXTS.join("\n"));
}

#[test]
fn control_characters_have_a_stand_in_that_can_be_seen() {
    let (home, _) = home_of(&["a\u{1b}[31mb\u{202e}c\u{0}d\u{9b}e\u{7f}".to_owned()]);
    for command in ["show", "show --accessible", "diff", "export"] {
        let shown = home.emkit(command).ok().out;
        for part in ["a␛", "31mb", "c␀d", "e␡", "202E"] {
            assert!(shown.contains(part), "{part} in `{command}`: {shown}");
        }
    }
}

#[test]
fn ordinary_text_of_any_script_stays_as_it_is() {
    let text = "Größe שלום עולם مرحبا 日本語 👩\u{200d}💻 R2-D2 (see notes), 3 of 4!";
    let (home, _) = home_of(&[text.to_owned()]);
    for command in [
        "show",
        "show --accessible",
        "diff",
        "export",
        "show --format json",
    ] {
        let shown = home.emkit(command).env("COLUMNS", "120").ok().out;
        assert!(shown.contains(text), "{command}: {shown}");
    }
}

/// What each line of a document begins, whatever is written in it. How a quotation is laid out
/// within, over how many lines an item goes, and whether it has lists, is up to the person.
fn skeleton(document: &str) -> Vec<String> {
    let kind = |line: &str| {
        let text = line.trim_start_matches(' ');
        let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_number = number.len() < text.len() && number.starts_with(". ");
        let mark = match text.chars().next() {
            _ if is_number => "1.".to_owned(),
            Some(mark) if "#>-+*=|~`<".contains(mark) => {
                text.chars().take_while(|c| *c == mark).collect()
            }
            Some(_) => "text".to_owned(),
            None => String::new(),
        };
        match (text.len() < line.len(), mark.as_str()) {
            (_, ">") => ">".to_owned(),
            (true, mark) => format!("within {mark}"),
            (false, mark) => mark.to_owned(),
        }
    };
    let mut kinds: Vec<_> = document.lines().map(kind).collect();
    kinds.dedup_by(|next, kind| next == kind && [">", "within text"].contains(&kind.as_str()));
    let own = ["text", "-", "+", "*", "1."].map(|mark| format!("within {mark}"));
    kinds.retain(|kind| !kind.is_empty() && !own.contains(kind));
    kinds
}

/// The same text with nothing in it but words, line by line.
fn calm(text: &str) -> String {
    let word = |line: &str| if line.trim().is_empty() { "" } else { "calm" };
    text.split('\n').map(word).collect::<Vec<_>>().join("\n")
}

#[test]
fn no_text_changes_the_structure_of_a_document() {
    let (hostile, _) = hostile_home();
    let (calm, _) = home_of(&TEXTS.map(calm));
    for command in [
        "export",
        "export --evidence",
        "show --format markdown",
        "diff --format markdown",
    ] {
        let hostile = hostile.emkit(command).ok().out;
        let calm = calm.emkit(command).ok().out;
        assert_eq!(skeleton(&hostile), skeleton(&calm), "{command}");
    }
}

/// Whether one of these characters stands in a line without a backslash that takes its meaning.
fn has_unescaped(line: &str, special: &[char]) -> bool {
    let mut escaped = false;
    line.chars().any(|character| {
        let found = !escaped && special.contains(&character);
        escaped = !escaped && character == '\\';
        found
    })
}

#[test]
fn nothing_in_a_quotation_begins_a_block_or_a_tag() {
    let (home, _) = hostile_home();
    let review = home.emkit("export --evidence").ok().out;
    let quoted: Vec<&str> = review
        .lines()
        .filter_map(|line| line.strip_prefix('>'))
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect();
    assert!(quoted.len() > TEXTS.len());
    for line in quoted {
        // One mark of a list is the person's own.
        let line = line.trim_start_matches(' ');
        let marks = ["- ", "* ", "+ ", "0. ", "0) ", "1. ", "1) ", "2. "];
        let mut unmarked = marks.iter().filter_map(|mark| line.strip_prefix(mark));
        let line = unmarked.next().unwrap_or(line);
        assert!(
            !has_unescaped(line, &['<', '[', ']', '`', '*', '|', '~']),
            "{line:?}"
        );
        assert!(
            !line.starts_with(['#', '>', '-', '+', '=', ' ', '\t']),
            "{line:?}"
        );
        let after_digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
        assert!(
            after_digits.len() == line.len() || !after_digits.starts_with(['.', ')']),
            "{line:?}"
        );
    }
}

/// A rubric in which each text is title, question, anchor and practice of a skill of its own.
fn rubric_of(texts: &[&str]) -> Sketch {
    let mut sketch = Sketch::new("mine").title(texts[0]);
    for (index, text) in texts.iter().enumerate() {
        sketch = sketch
            .skill(&format!("s{index}"), "core", "4")
            .titled(text)
            .questions(&["a"])
            .asking(&format!("{text}?"))
            .anchored(text)
            .practising(text);
    }
    sketch
}

fn assessed_under(rubric: &Sketch) -> Home {
    let home = Home::new();
    for (period, rating) in [("2026-Q3", 1), ("2026-Q4", 3)] {
        let mut answers = String::from("answers:\n");
        for index in 0..TEXTS.len() {
            answers.push_str(&format!("  s{index}.a: {rating}\n"));
        }
        answers.push_str("focus: [{skill: s0, action: Go on.}]\n");
        home.assessed_with(rubric, period, &answers);
    }
    home
}

#[test]
fn no_control_character_of_a_rubric_reaches_any_output() {
    let home = assessed_under(&rubric_of(&TEXTS));
    let rubric = [
        "rubric show ./rubric.yaml",
        "rubric check rubric.yaml",
        "rubric list",
    ];
    for command in COMMANDS.into_iter().chain(rubric) {
        let ran = home.emkit(command).run();
        assert_tame(&ran.out, command);
        assert_tame(&ran.err, command);
    }
    let printed = home
        .emkit("assess --print-answers --period 2026-Q1 --rubric ./rubric.yaml")
        .ok();
    assert_tame(&printed.out, "assess --print-answers");
}

#[test]
fn no_rubric_changes_the_structure_of_a_document() {
    let kind = |line: &str| {
        let pipes = line.replace("\\|", "").matches('|').count();
        if line.starts_with("| ") {
            return ("|".to_owned(), pipes);
        }
        let lead: String = line
            .chars()
            .take_while(|character| "#|->* ".contains(*character))
            .collect();
        (lead, pipes)
    };
    let hostile = assessed_under(&rubric_of(&TEXTS));
    let calm = assessed_under(&rubric_of(&["calm"; TEXTS.len()]));
    for command in [
        "export",
        "export --evidence",
        "show --format markdown",
        "diff --format markdown",
    ] {
        let hostile = hostile.emkit(command).ok().out;
        let calm = calm.emkit(command).ok().out;
        for (hostile, calm) in hostile.lines().zip(calm.lines()) {
            assert_eq!(kind(hostile), kind(calm), "{command}: {hostile}");
        }
        assert_eq!(hostile.lines().count(), calm.lines().count(), "{command}");
    }
}

#[test]
fn no_control_character_of_an_argument_or_a_file_reaches_an_error() {
    let home = Home::new();
    home.assessed("2026-Q4", "answers: {team.hired: 3}\n");
    let bad = "\u{1b}[31m\u{202e}\u{9b}bad";
    home.write(
        "answers.yaml",
        format!("answers:\n  team.hired: {}\n", quoted(bad)),
    );
    home.write("raw.yaml", "answers:\n  team.hired: \u{202e}bad: [\n");
    let path = format!("./{bad}.yaml");
    let calls: [&[&str]; 8] = [
        &["show", bad],
        &["show", &path],
        &["show", "--role", bad],
        &["export", "--stage", bad],
        &["--rubric", bad, "show"],
        &["--rubric", &path, "show"],
        &["assess", "--period", "2026-Q3", "--answers", "answers.yaml"],
        &["assess", "--period", "2026-Q3", "--answers", "raw.yaml"],
    ];
    for call in calls {
        let ran = home.emkit_with(call).run();
        assert!(
            ran.code == Some(1) || ran.code == Some(2),
            "{call:?}: {ran:#?}"
        );
        assert!(ran.err.contains("bad"), "{call:?}: {ran:#?}");
        assert_tame(&ran.err, &format!("{call:?}"));
    }
}

#[test]
fn a_path_with_a_line_feed_stays_in_one_line_of_an_error() {
    let home = Home::new();
    let path = home.write("a\nerror: b.yaml", "answers:\n  team.hired: 3\n");
    let path = path.to_str().expect("UTF-8");
    let ran = home.emkit_with(&["show", path]).run();
    assert_eq!(ran.code, Some(1), "{ran:#?}");
    let errors = |line: &&str| line.starts_with("error: ");
    assert_eq!(ran.err.lines().filter(errors).count(), 1, "{ran:#?}");
    assert!(ran.err.contains("a␊error: b.yaml"), "{ran:#?}");
}
