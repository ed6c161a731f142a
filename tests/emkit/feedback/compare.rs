//! `emkit compare`: own scores and others', side by side.

use serde_json::{Value, json};

use super::{form, reply};
use crate::support::{Home, TODAY, skill};

const OWN: &str = "answers:
  execution.friction: {rating: 4, evidence: Fixed the pipeline.}
  execution.shipped: 4
  execution.pulled-in: 4
  team.hired: 2
  team.retained: 2
  team.magnet: 2
  ownership.odds: 3
  ownership.stays-solved: 3
";

fn home() -> Home {
    let home = Home::new();
    home.assessed("2026-Q4", OWN);
    let empty = form(&home, "--format yaml");
    home.write(
        "boss.yaml",
        reply(&empty, 1, "null", [3, 3, 3, 3, 3, 3, 0, 3], "Late twice."),
    );
    home.write(
        "peer.yaml",
        reply(&empty, 2, "peer", [2, 5, 3, 3, 3, 3, 0, 3], "Calm."),
    );
    home.emkit(&format!(
        "feedback add boss.yaml --relation manager --date {TODAY}"
    ))
    .ok();
    home.emkit(&format!("feedback add peer.yaml --date {TODAY}"))
        .ok();
    home
}

#[test]
fn the_largest_differences_come_first_with_a_reading_in_words() {
    let home = home();
    let page = home.emkit("compare").ok().out;
    let rows: Vec<_> = page
        .lines()
        .filter(|line| {
            line.starts_with("Team")
                || line.starts_with("Execution")
                || line.starts_with("Ownership")
        })
        .collect();
    assert!(
        rows[0].starts_with("Team")
            && rows[1].starts_with("Execution")
            && rows[2].starts_with("Ownership"),
        "{page}"
    );
    for words in [
        "2.00 (n 1)",
        "rule of thumb",
        "Late twice.",
        "compare the direction",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    for width in ["60", "80", "120"] {
        let page = home.emkit("compare").env("COLUMNS", width).ok().out;
        let limit = width.parse().expect("a number");
        assert!(
            page.lines().all(|line| line.chars().count() <= limit),
            "{page}"
        );
    }
}

#[test]
fn plain_lines_and_markdown_say_the_same() {
    let home = home();
    let lines = home.emkit("compare --accessible").ok().out;
    let row = lines
        .lines()
        .find(|line| line.starts_with("Execution:"))
        .expect("a row");
    for words in [
        "you 4.00",
        "backed 2.67",
        "manager 3.00 (n 1)",
        "peers 2.00 (n 1)",
        "you rate yourself higher",
    ] {
        assert!(row.contains(words), "{words}: {row}");
    }
    let markdown = home.emkit("compare --format markdown").ok().out;
    assert!(
        markdown.contains("| Execution | 4.00 | 2.67 |"),
        "{markdown}"
    );
    assert!(markdown.contains("> Late twice"), "{markdown}");
}

#[test]
fn json_has_every_figure_and_text() {
    let home = home();
    let read: Value =
        serde_json::from_str(&home.emkit("compare --format json").ok().out).expect("JSON");
    assert_eq!(read["schema"], 1);
    assert_eq!(read["period"], "2026-Q4");
    let execution = skill(&read, "execution");
    assert_eq!(execution["self"], json!({"score": 4.0, "supported": 2.67}));
    let manager = &execution["others"]["manager"];
    assert_eq!(manager["n"], 1);
    assert_eq!(manager["mean"], 3.0);
    assert_eq!(manager["reading"], "higher");
    assert_eq!(skill(&read, "team")["others"]["peer"]["reading"], "lower");
    assert_eq!(
        skill(&read, "ownership")["others"]["peer"]["reading"],
        "in-line"
    );
    assert_eq!(execution["texts"], json!(["Late twice.", "Calm."]));
    // Nobody could say, and the person has no score.
    let ambiguity = skill(&read, "ambiguity");
    assert_eq!(ambiguity["others"], json!({}));
    assert_eq!(ambiguity["self"], json!({"score": null, "supported": null}));
    assert_eq!(
        skill(&read, "taste")["others"]["manager"]["reading"],
        Value::Null
    );
    assert_eq!(read["keep"], json!([]));
}

#[test]
fn without_replies_or_without_an_assessment_it_says_what_there_is() {
    let home = Home::new();
    home.assessed("2026-Q4", OWN);
    let ran = home.emkit("compare").fails(1);
    assert!(
        ran.err.contains("nobody has replied") && ran.err.contains("emkit feedback form 2026-Q4"),
        "{ran:#?}"
    );
    let home = Home::new();
    let empty = form(&home, "--format yaml");
    home.write(
        "peer.yaml",
        reply(&empty, 2, "peer", [2, 5, 3, 3, 3, 3, 0, 3], "Calm."),
    );
    home.emkit(&format!("feedback add peer.yaml --date {TODAY}"))
        .ok();
    let ran = home.emkit("compare").ok();
    assert!(ran.out.contains("have not assessed"), "{ran:#?}");
    home.emkit("compare 2026-Q3").fails(1);
}

#[test]
fn a_reply_about_hostile_things_stays_text() {
    let home = Home::new();
    let empty = form(&home, "--format yaml");
    let text = "\u{1b}[31mred\u{7} \u{202e}evil <script>alert(1)</script> ![x](http://x) | # h";
    home.write("peer.yaml", reply(&empty, 2, "peer", [2; 8], text));
    home.emkit(&format!("feedback add peer.yaml --date {TODAY}"))
        .ok();
    for flags in ["", "--accessible", "--format markdown", "--format json"] {
        let out = home.emkit(&format!("compare {flags}")).ok().out;
        assert!(!out.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{out}");
        assert!(
            flags != "--format markdown" || out.contains("\\<script>"),
            "{out}"
        );
    }
    let read: Value =
        serde_json::from_str(&home.emkit("compare --format json").ok().out).expect("JSON");
    assert_eq!(skill(&read, "execution")["texts"][0], text);
}
