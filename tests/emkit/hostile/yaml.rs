//! Texts in YAML files: emkit reads each as another reader of YAML does.

use std::path::Path;

use emkit::format::assessment::read_unmarked;
use proptest::prelude::*;
use serde_json::Value;

/// A file whose only text is written down as given, by itself or among braces.
fn file(text: &str, in_braces: bool) -> String {
    let answer = if in_braces {
        format!("{{ rating: 4, evidence: {text} }}")
    } else {
        format!("\n    rating: 4\n    evidence: {text}")
    };
    format!(
        "schema: 1\nstatus: draft\nperiod: 2026-Q4\nrubric:\n  id: mine\n  version: \"1\"\n  digest: aaaaaaaaaaaaaaaa\n\
         role: em\nstarted: \"2026-11-20\"\nanswers:\n  one.first: {answer}\n"
    )
}

/// The text, unless more became of it than one.
fn theirs(file: &str) -> Result<Option<String>, String> {
    let read: Result<Value, _> = serde_yaml::from_str(file);
    let read = read.map_err(|error| error.to_string())?;
    let Some(answer) = read["answers"]["one.first"].as_object() else {
        return Ok(None);
    };
    let text = answer.get("evidence").and_then(Value::as_str);
    Ok(text.filter(|_| answer.len() == 2).map(str::to_owned))
}

fn ours(file: &str) -> Result<String, String> {
    let read = read_unmarked(Path::new("file.yaml"), file).map_err(|error| error.to_string())?;
    let answer = read.assessment.answers.into_values().next();
    Ok(answer.map(|answer| answer.evidence).unwrap_or_default())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn a_text_reads_as_it_does_elsewhere(
        text in "[ab\u{e9}\u{1f600}0][ab1:#,.?{}\\[\\]|>'\"\u{e9}\u{85}\u{feff}\u{0}\u{1}\t -]{0,24}(\n {5,8}[ab:# -]{0,9}){0,2}",
        in_braces: bool,
    ) {
        let file = file(&text, in_braces);
        match theirs(&file) {
            Ok(Some(theirs)) => prop_assert_eq!(ours(&file), Ok(theirs), "{}", file),
            Ok(None) => {}
            Err(theirs) => prop_assert!(ours(&file).is_err(), "{}\n{}", theirs, file),
        }
    }
}
