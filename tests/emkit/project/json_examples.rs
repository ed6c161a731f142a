//! docs/json.md: its examples are what emkit prints.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::Home;
use crate::support::sample_rubric::SMALL;

/// Two quarters of everything that a document can hold, under the small rubric.
fn home() -> Home {
    let home = Home::with_steady_path();
    let observed = "    observed:\n      ask: This manager makes things that hold.\n      anchors: {1: broken, 2: loose, 3: sound, 4: lasting, 5: copied}\n  - id: trade\n";
    let rubric = SMALL.replace("  - id: trade\n", observed);
    home.write("store/rubrics/small.yaml", rubric);
    home.write(
        "store/config.yaml",
        "rubric: small\nname: Robin Example\nteam: Billing\n",
    );
    let assess = |period: &str, answers: &str| {
        home.emkit(&format!(
            "assess --period {period} --date 2026-11-20 --quiet --answers -"
        ))
        .stdin(answers)
        .ok();
    };
    assess(
        "2026-Q3",
        "answers:\n  craft.made: {rating: 2, evidence: A box.}\n  craft.mended: 2\n  \
         trade.sold: {rating: 3, evidence: Two boxes.}\n\
         focus: [{skill: craft, action: Make one box a week., by: 2026-11-30, sign: ten boxes}]\n",
    );
    assess(
        "2026-Q4",
        "answers:\n  craft.made: {rating: 3, evidence: Ten boxes.}\n  craft.mended: 3\n  \
         trade.sold: {rating: 3, evidence: Not for others., private: true}\n\
         last_focus: [{skill: craft, outcome: done, note: Eleven.}]\n\
         focus: [{skill: trade, action: Ask a neighbour.}]\n\
         highlights: [{question: craft.made}, {text: A shelf for the boxes.}]\n",
    );
    home.emkit(
        "assess --rubric eight-skills --period 2026-Q4 --date 2026-11-20 --quiet --answers -",
    )
    .stdin("answers: {execution.friction: 3, execution.shipped: 2}\n")
    .ok();
    home.emkit("log Sold a box --skill trade --date 2026-11-20")
        .ok();
    let form = home.emkit("feedback form 2026-Q4 --format yaml").ok().out;
    let lines = form.lines().map(|line| match line {
        "    rating:" => "    rating: 2\n".to_owned(),
        "    saw: \"\"" => "    saw: Two boxes came back.\n".to_owned(),
        _ if line.starts_with("id: ") => format!("id: \"{:032x}\"\n", 1),
        _ => format!("{line}\n"),
    });
    home.write("reply.yaml", lines.collect::<String>());
    home.emkit("feedback add reply.yaml --relation manager --date 2026-11-20")
        .ok();
    home
}

/// Whether a document is the one in an example. There `…` stands for any value, and at the end of a
/// list for the rest of it.
fn is_alike(example: &Value, printed: &Value) -> bool {
    match (example, printed) {
        (Value::String(some), _) if some == "…" => true,
        (Value::Object(example), Value::Object(printed)) => {
            let alike = |(key, value): (&String, &Value)| {
                printed.get(key).is_some_and(|it| is_alike(value, it))
            };
            example.len() == printed.len() && example.iter().all(alike)
        }
        (Value::Array(example), Value::Array(printed)) => {
            let (shown, rest) = match example.split_last() {
                Some((last, shown)) if last == "…" => (shown, true),
                _ => (example.as_slice(), false),
            };
            let is_long = printed.len() == shown.len() || rest && printed.len() > shown.len();
            is_long
                && shown
                    .iter()
                    .zip(printed)
                    .all(|(one, other)| is_alike(one, other))
        }
        _ => example == printed,
    }
}

#[test]
fn the_examples_of_the_json_interface_are_what_emkit_prints() {
    let home = home();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/json.md");
    let text = fs::read_to_string(&path).expect("docs/json.md");
    let folder = home.path().to_str().expect("a path");
    let mut written = String::new();
    let mut parts = text.split("### `");
    written.push_str(parts.next().expect("an introduction"));
    let mut examples = 0;
    for part in parts {
        let (command, rest) = part.split_once("`\n").expect("the end of a command");
        let (words, rest) = rest.split_once("```json\n").expect("an example");
        let (example, rest) = rest.split_once("\n```").expect("the end of an example");
        let arguments = command
            .strip_prefix("emkit ")
            .expect("a command of emkit's");
        if arguments.starts_with("doctor") {
            // Something to find.
            home.write("store/assessments/small/2026-Q1.yaml", "schema: 1\n");
        }
        let out = home
            .emkit(arguments)
            .run()
            .out
            .replace(folder, "/home/robin");
        let printed: Value = serde_json::from_str(&out).expect("JSON");
        let kept: Value = serde_json::from_str(example).expect("JSON in an example");
        let is_kept = is_alike(&kept, &printed);
        assert!(
            is_kept || std::env::var_os("EMKIT_DOCS").is_some(),
            "`{command}`; `EMKIT_DOCS=write cargo test examples` writes it: {out}"
        );
        let example = if is_kept { example } else { out.trim_end() };
        written.push_str(&format!(
            "### `{command}`\n{words}```json\n{example}\n```{rest}"
        ));
        examples += 1;
    }
    assert!(examples >= 15, "{examples}");
    if std::env::var_os("EMKIT_DOCS").is_some() {
        fs::write(&path, written).expect("written");
    }
}
