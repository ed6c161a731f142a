//! How the skills of an entry may be written by hand.

use serde_json::json;

use crate::support::Home;
use crate::support::rubric_builder::Sketch;

/// What is read of a log with this one entry: its text and its skills.
fn read(entry: &str) -> serde_json::Value {
    let home = Home::new();
    home.write_log(format!("# Log of 2026-Q4\n\n{entry}\n"));
    let entries = home.entries("");
    assert_eq!(entries.len(), 1, "{entry}");
    json!([entries[0]["text"], entries[0]["skills"]])
}

#[test]
fn a_skill_counts_in_capitals_too() {
    for entry in [
        "- 2026-11-20 #Team Hired two",
        "- #TEAM Hired two",
        "- Hired two #Team",
    ] {
        assert_eq!(read(entry), json!(["Hired two", ["team"]]), "{entry}");
    }
}

#[test]
fn a_skill_at_the_very_end_of_the_text_counts() {
    for (entry, text, skills) in [
        ("- 2026-11-20 Hired two #team", "Hired two", json!(["team"])),
        (
            "- Hired two  #team #execution ",
            "Hired two",
            json!(["team", "execution"]),
        ),
        (
            "- #taste Hired two #team #taste",
            "Hired two",
            json!(["taste", "team"]),
        ),
        ("- Hired\n  two #team", "Hired\ntwo", json!(["team"])),
        (
            "- Hired two\n  #team #clarity\n  <https://a.b/1>",
            "Hired two",
            json!(["team", "clarity"]),
        ),
        ("- Hired two\n  #team", "Hired two", json!(["team"])),
    ] {
        assert_eq!(read(entry), json!([text, skills]), "{entry}");
    }
}

#[test]
fn what_is_no_skill_of_a_rubric_at_hand_stays_text_at_the_end() {
    for text in [
        "Mended #42",
        "It was #1 priority",
        "Talked at #retro",
        "Wrote of #team again",
        "Asked the #team.",
        "Read c#",
        "Looked at #team #42",
    ] {
        assert_eq!(read(&format!("- 2026-11-20 {text}")), json!([text, []]));
    }
    assert_eq!(
        read("- 2026-11-20 Named it \\#team"),
        json!(["Named it #team", []])
    );
}

#[test]
fn a_skill_of_a_rubric_of_ones_own_counts_at_the_end() {
    let home = Home::new();
    let mine = Sketch::new("mine")
        .skill("hiring", "core", "3")
        .questions(&["two"]);
    home.write("store/rubrics/mine.yaml", mine.yaml());
    home.write_log("- Took two #hiring\n");
    assert_eq!(home.entries("--skill hiring").len(), 1);
}

#[test]
fn a_text_given_to_emkit_that_ends_like_a_skill_is_that_text() {
    let home = Home::new();
    for text in [
        "Named it #team",
        "#team",
        "one\n#Team",
        "back \\#team",
        "told \\\\#team",
        "Did #42",
    ] {
        home.emkit_with(&["log", text, "--date", "2026-11-20"]).ok();
        let entries = home.entries("");
        let last = entries.last().expect("an entry");
        assert_eq!(last["text"], text);
        assert_eq!(last["skills"], json!([]), "{text}");
    }
    let log = home.log();
    assert!(log.contains("- 2026-11-20 Did #42\n"), "{log}");
}

#[test]
fn tags_typed_by_hand_stay_in_the_file_as_they_were_typed() {
    let home = Home::new();
    let typed = "- 2026-11-20 #Team Hired two\n- 2026-11-20 Cut it #Execution\n";
    home.write_log(typed);
    home.emkit("log more --date 2026-11-20 --skill team").ok();
    let log = home.log();
    assert_eq!(log, format!("{typed}- 2026-11-20 #team more\n"));
}
