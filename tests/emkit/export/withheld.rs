//! What is private reaches no output unless it is asked for: every command and every format over a
//! store in which everything that can be marked private carries a word to look for.

use serde_json::Value;

use crate::support::rubric_builder::Sketch;
use crate::support::{Home, Ran, TODAY};

/// The private questions that are rated. Nothing else is rated 1 or 5, and their anchors are
/// `hush seals at 5.` and the like.
const RATED: [(&str, &str); 2] = [
    ("alpha.hush", "How is hush?"),
    ("beta.calm", "How is calm?"),
];

const SEALS: &str = "seals at";

const CANARY: &str = "canary";

const THEN: &str = "answers:
  alpha.hush: {rating: 1, evidence: canary-then, private: true}
  alpha.a: {rating: 3, evidence: Then.}
  alpha.b: {rating: 3, evidence: Then.}
  beta.calm: {rating: 5, evidence: canary-then, private: true}
  beta.c: {rating: 4, evidence: Then.}
focus:
  - {skill: beta, action: canary-focus-then, sign: canary-sign-then, private: true}
";

const NOW: &str = "answers:
  alpha.hush: {rating: 5, evidence: canary-evidence, private: true}
  alpha.a: {rating: 3, evidence: Now.}
  alpha.b: {rating: 2, evidence: Now.}
  beta.calm: {rating: 1, private: true}
  beta.c: {rating: 4, evidence: Now.}
  gamma.away: {not_applicable: other, note: canary-note, private: true}
  gamma.begun: {evidence: canary-begun, private: true}
last_focus:
  - {skill: beta, outcome: partly, note: canary-outcome}
focus:
  - {skill: alpha, action: canary-focus, sign: canary-sign, private: true}
  - {skill: beta, action: Ask openly.}
closing: {text: canary-closing, private: true}
";

/// Everything a template can be given of an answer, and what a note says.
const FORM: &str = "{% for skill in skills %}{{ skill.note }}
{% for answer in skill.answers %}
{{ answer.id }}: {{ answer.rating }} {{ answer.label }} {{ answer.anchor }} {{ answer.evidence }} {{ answer.note }} {{ answer.reason }}
{% endfor %}
{% endfor %}
{% for one in focus %}{{ one.action }}
{% endfor %}
{% for one in last_focus %}{{ one.action }} {{ one.note }}
{% endfor %}
{{ closing.text if closing }}
";

fn home() -> Home {
    let sketch = Sketch::new("mine")
        .skill("alpha", "core", "4")
        .questions(&["hush"])
        .anchored(SEALS)
        .questions(&["a", "b"])
        .skill("beta", "core", "3")
        .questions(&["calm"])
        .anchored(SEALS)
        .questions(&["c"])
        .skill("gamma", "growth", "3")
        .questions(&["away", "begun"]);
    let home = Home::new();
    let rubric = sketch.yaml() + "closing: {ask: \"What lies ahead?\"}\n";
    home.write("mine.yaml", rubric);
    home.write("form.txt", FORM);
    for (period, answers) in [("2026-Q3", THEN), ("2026-Q4", NOW)] {
        home.emkit("assess --rubric ./mine.yaml --answers -")
            .and(&["--date", TODAY, "--period", period])
            .stdin(answers)
            .ok();
    }
    home.emkit("log canary-log --private --skill alpha --rubric ./mine.yaml")
        .and(&["--date", TODAY])
        .ok();
    let review = home.emkit("template show review").ok().out;
    home.write("review.md", review);
    home
}

/// What shows an assessment, with what of it that is private is shown once it is asked for.
const SHOWING: [(&str, &[&str]); 19] = [
    (
        "show",
        &[
            "canary-evidence",
            "canary-note",
            "canary-begun",
            "canary-focus",
            "canary-outcome",
            "canary-closing",
        ],
    ),
    (
        "show --accessible",
        &[
            "canary-evidence",
            "canary-note",
            "canary-focus",
            "canary-closing",
        ],
    ),
    (
        "show --explain",
        &["canary-evidence", "alpha.hush: 5", "(5 + 3 + 2) / 3"],
    ),
    ("show --format markdown", &["canary-evidence", "Hush"]),
    (
        "show --format markdown --explain",
        &["alpha.hush: 5", "(5 + 3 + 2) / 3"],
    ),
    (
        "show --format json",
        &[
            "canary-evidence",
            "canary-note",
            "canary-focus",
            "canary-outcome",
            "canary-closing",
        ],
    ),
    (
        "export",
        &["canary-focus", "canary-outcome", "canary-closing"],
    ),
    (
        "export --evidence",
        &[
            "canary-evidence",
            "5, exceptional",
            "canary-note",
            "canary-focus",
            "canary-outcome",
            "canary-closing",
        ],
    ),
    (
        "export --no-ratings --evidence",
        &["canary-evidence", "canary-focus", "canary-closing"],
    ),
    ("export --for-me", &["canary-focus", "canary-closing"]),
    (
        "export 2026-Q3..2026-Q4 --evidence",
        &["canary-evidence", "canary-then", "canary-focus"],
    ),
    (
        "export --all --format json",
        &["canary-evidence", "canary-then", "canary-focus-then"],
    ),
    (
        "export --all --format csv",
        &["canary-evidence", "canary-then"],
    ),
    (
        "export --format html",
        &[
            "canary-evidence",
            "canary-note",
            "canary-focus",
            "canary-outcome",
            "canary-closing",
        ],
    ),
    (
        "export --format json",
        &[
            "canary-evidence",
            "canary-note",
            "canary-focus",
            "canary-outcome",
            "canary-closing",
            SEALS,
        ],
    ),
    (
        "export --format csv",
        &["canary-evidence", "exceptional", "canary-note"],
    ),
    (
        "export --template form.txt",
        &[
            "canary-evidence",
            "hush seals at 5.",
            "canary-focus",
            "canary-closing",
        ],
    ),
    (
        "export --template review.md",
        &["canary-evidence", "canary-focus", "canary-closing"],
    ),
    (
        "template data",
        &[
            "canary-evidence",
            "hush seals at 5.",
            "canary-focus",
            "canary-closing",
        ],
    ),
];

const COMPARING: [(&str, &[&str]); 7] = [
    (
        "diff",
        &[
            "canary-evidence",
            "The alpha, Hush: 1 → 5",
            "canary-focus-then",
        ],
    ),
    (
        "diff --accessible",
        &[
            "canary-evidence",
            "The alpha, Hush: 1 → 5",
            "canary-focus-then",
        ],
    ),
    (
        "diff --format markdown",
        &[
            "canary-evidence",
            "The alpha, Hush: 1 → 5",
            "canary-focus-then",
        ],
    ),
    ("diff --format json", &["alpha.hush"]),
    ("history --skill alpha", &["Hush            1   5\n"]),
    (
        "history --skill alpha --accessible",
        &["Hush: 1 in 2026-Q3, 5 in 2026-Q4\n"],
    ),
    (
        "history --skill alpha --format markdown",
        &["| Hush | 1 | 5 |\n"],
    ),
];

const OTHERS: [&str; 10] = [
    "status",
    "status --accessible",
    "status --format json",
    "list",
    "list --format json",
    "history",
    "history --format json",
    "history --skill alpha --format json",
    "doctor",
    "config",
];

#[test]
fn no_output_has_anything_private_unless_it_is_asked_for() {
    let home = home();
    let withheld = SHOWING.iter().chain(&COMPARING).map(|(command, _)| command);
    for command in withheld.chain(&OTHERS) {
        let ran = run(&home, command);
        assert_withheld(command, &ran);
    }
    // The log is for the person alone; the answers are no part of it.
    let log = run(&home, "log list").out;
    assert_eq!(log.matches(CANARY).count(), 1, "{log}");
}

#[test]
fn all_that_is_private_is_brought_in_where_it_is_asked_for() {
    let home = home();
    for (command, words) in SHOWING.iter().chain(&COMPARING) {
        let ran = run(&home, &format!("{command} --include-private"));
        for word in *words {
            assert!(ran.out.contains(word), "no {word} in {command}: {ran:#?}");
        }
        assert!(!ran.out.contains("canary-log"), "{command}: {ran:#?}");
    }
}

#[test]
fn what_is_left_out_is_counted() {
    let home = home();
    let report: Value = serde_json::from_str(&run(&home, "show --format json").out).expect("JSON");
    assert_eq!(report["withheld"], 4);
    for format in ["markdown", "html", "json", "csv"] {
        let ran = run(&home, &format!("export --format {format}"));
        assert!(
            ran.err.contains(
                "4 private answers, 2 private focuses and 1 private closing answer hidden; `--include-private` shows them."
            ),
            "{ran:#?}"
        );
    }
    let shown = run(&home, "show").out.replace("\n  ", " ");
    assert!(
        shown.contains("4 private answers, 2 private focuses and "),
        "{shown}"
    );
    for format in ["table", "markdown"] {
        let ran = run(&home, &format!("diff --format {format}"));
        let said = "2 moved private answers and 1 private focus hidden;";
        assert!(ran.out.replace("\n  ", " ").contains(said), "{ran:#?}");
    }
    let ran = run(&home, "diff --format json");
    assert!(ran.err.contains("2 moved private answers"), "{ran:#?}");
}

#[test]
fn what_is_private_counts_in_the_scores_all_the_same() {
    let home = home();
    let of = |arguments: &str| -> Vec<Vec<Value>> {
        let ran = run(&home, &format!("show --format json {arguments}"));
        let report: Value = serde_json::from_str(&ran.out).expect("JSON");
        let skills = report["skills"].as_array().expect("skills");
        let figures = [
            "id",
            "score",
            "supported",
            "gap",
            "level",
            "rated",
            "applicable",
        ];
        skills
            .iter()
            .map(|skill| figures.map(|name| skill[name].clone()).to_vec())
            .collect()
    };
    assert_eq!(of(""), of("--include-private"));
    assert_eq!(of("")[0][1], 3.33);
}

fn run(home: &Home, command: &str) -> Ran {
    let is_plain = ["template", "doctor", "config"]
        .iter()
        .any(|first| command.starts_with(first));
    let run = home.emkit(command).env("COLUMNS", "120");
    let run = match is_plain && !command.starts_with("template") {
        true => run,
        false => run.and(&["--rubric", "./mine.yaml"]),
    };
    run.ok()
}

fn assert_withheld(command: &str, ran: &Ran) {
    for text in [&ran.out, &ran.err] {
        assert!(!text.contains(CANARY), "a text in {command}: {ran:#?}");
        assert!(!text.contains(SEALS), "an anchor in {command}: {ran:#?}");
    }
    if let Ok(document) = serde_json::from_str::<Value>(&ran.out) {
        assert_no_answer(command, &document);
        return;
    }
    // On their own screen the rating may stand, and nothing else.
    let is_own = ["show", "show --accessible", "show --explain"].contains(&command);
    if is_own {
        return;
    }
    // The picture of a page has the scale on its axis.
    if command != "export --format html" {
        for label in ["exceptional", "absent"] {
            assert!(!ran.out.contains(label), "{label} in {command}: {ran:#?}");
        }
    }
    let lines: Vec<_> = ran.out.lines().collect();
    for (index, line) in lines.iter().enumerate() {
        if RATED
            .iter()
            .any(|(id, ask)| line.contains(id) || line.contains(ask))
        {
            let is_history = command.starts_with("history");
            let next = lines.get(index + 1).filter(|_| is_history);
            for line in [line].into_iter().chain(next) {
                assert!(!has_rating(line), "a rating in {command}: {line}");
            }
        }
    }
}

/// Whether a line has one of the ratings that only private answers have.
fn has_rating(line: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '.';
    let mut words = line.split(|c| !is_part(c));
    words.any(|word| matches!(word.trim_end_matches('.'), "1" | "5"))
}

/// Fails where a private answer says anything but that it is there and how it stands.
fn assert_no_answer(command: &str, value: &Value) {
    const OPEN: [&str; 12] = [
        "id",
        "title",
        "ask",
        "kind",
        "state",
        "private",
        "withheld",
        "states",
        "reworded",
        "period",
        "skill",
        "skill_title",
    ];
    match value {
        Value::Array(items) => items
            .iter()
            .for_each(|item| assert_no_answer(command, item)),
        Value::Object(fields) => {
            let is_withheld = ["alpha.hush", "beta.calm", "gamma.away", "gamma.begun"]
                .iter()
                .any(|id| fields.get("id").is_some_and(|found| found == id));
            for (name, value) in fields {
                let is_why = name == "reason" && value == "not-applicable";
                let is_open = OPEN.contains(&name.as_str()) || is_why || value == "skipped-then";
                let is_null = value.is_null()
                    || value
                        .as_array()
                        .is_some_and(|all| all.iter().all(Value::is_null));
                assert!(
                    !is_withheld || is_open || is_null,
                    "`{name}` of a private answer in {command}: {fields:#?}"
                );
                assert_no_answer(command, value);
            }
        }
        _ => {}
    }
}
