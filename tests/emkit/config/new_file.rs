//! The `config.yaml` that `emkit config edit` makes.

use std::fs;

use serde_json::Value;

use crate::config::settings::{path, set, setting};
use crate::support::Home;

#[test]
fn a_new_file_fits_a_narrow_window_and_each_of_its_lines_can_be_switched_on() {
    let home = Home::new();
    home.emkit("config edit").env("EDITOR", "true").ok();
    let text = fs::read_to_string(path(&home)).expect("made");
    assert!(text.lines().all(|line| line.len() <= 80), "{text}");
    for key in ["role", "accessible", "targets"] {
        assert_eq!(setting(&home, "", &[], key).1, "default", "{key}");
    }
    let on = text.lines().map(|line| match line.strip_prefix('#') {
        Some(entry) if entry.starts_with(char::is_alphabetic) => format!("{entry}\n"),
        _ => format!("{line}\n"),
    });
    set(&home, on.collect::<String>());
    for (key, value) in [
        ("role", "em".into()),
        ("stage", "series-b".into()),
        ("rubric", "eight-skills".into()),
        ("editor", "nano".into()),
        ("name", "Robin Example".into()),
        ("team", "Payments".into()),
        ("targets", "execution 4.00".into()),
        ("accessible", Value::Bool(true)),
    ] {
        let (there, source, _) = setting(&home, "", &[], key);
        assert_eq!((there, &*source), (value, "file"), "{key}");
    }
}
