//! Assessment files that are not as emkit wrote them: cut, garbled, edited.

use std::fs;

use crate::support::sample_rubric::ANSWERS;
use crate::support::{Home, Ran, TODAY};

/// Puts bytes in the place of the saved assessment of 2026-Q4 and shows it.
fn shown(home: &Home, bytes: impl AsRef<[u8]>) -> Ran {
    fs::write(home.file("assessments", "2026-Q4"), bytes).expect("written");
    home.emkit("show 2026-Q4 --format json").run()
}

/// The file is refused with its path and a hint, and nothing of it is printed as data.
fn refused(home: &Home, bytes: impl AsRef<[u8]>) -> Ran {
    let ran = shown(home, bytes);
    assert_eq!(ran.code, Some(1), "{ran:#?}");
    assert_eq!(ran.out, "", "{ran:#?}");
    let path = home.file("assessments", "2026-Q4");
    assert!(ran.err.starts_with("error: could not "), "{ran:#?}");
    assert!(ran.err.contains(path.to_str().expect("UTF-8")), "{ran:#?}");
    assert!(ran.err.contains("\nhint: "), "{ran:#?}");
    assert!(!ran.err.contains("panicked"), "{ran:#?}");
    ran
}

/// The same at a place: the line that holds `offending` is named and shown.
fn refused_at(home: &Home, text: &str, offending: &str) -> Ran {
    let line = 1 + text
        .lines()
        .position(|line| line.contains(offending))
        .expect("the offending line");
    let ran = refused(home, text);
    let at = format!("2026-Q4.yaml:{line}:");
    assert!(ran.err.contains(&at), "no `{at}` in {ran:#?}");
    let shown = ran.err.lines().any(|said| {
        said.trim_start().starts_with(&format!("{line} | ")) && said.contains(offending.trim())
    });
    assert!(shown, "the offending line is not shown: {ran:#?}");
    ran
}

fn changed(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "no `{from}` in {text}");
    text.replacen(from, to, 1)
}

#[test]
fn a_saved_file_ends_with_a_marker_that_counts_the_answers() {
    let home = Home::new();
    let text = home.drafted();
    let last = text.lines().last().expect("a last line");
    assert!(
        last.starts_with("# end of assessment: 1 answers, sha256 "),
        "{last}"
    );
    assert!(text.ends_with('\n'));
}

#[test]
fn a_file_cut_at_any_byte_is_refused_or_whole() {
    let home = Home::new();
    home.small_assessed(
        "2026-Q4",
        "answers: {craft.made: {rating: 4, evidence: Größe}}\n",
    );
    let file = home.store().join("assessments/small/2026-Q4.yaml");
    let path = file.to_str().expect("UTF-8").to_owned();
    let whole = fs::read(&file).expect("there");
    for length in 0..whole.len() {
        fs::write(&file, &whole[..length]).expect("written");
        let ran = home.emkit("show 2026-Q4 --format json").run();
        if length == whole.len() - 1 {
            assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:#?}");
            continue;
        }
        assert_eq!(ran.code, Some(1), "cut to {length} bytes: {ran:#?}");
        assert_eq!(ran.out, "", "cut to {length} bytes: {ran:#?}");
        assert!(ran.err.contains(&path), "cut to {length} bytes: {ran:#?}");
    }
}

#[test]
fn a_file_without_its_marker_is_said_to_be_cut_and_the_hint_accepts_it() {
    let home = Home::new();
    let text = home.saved("2026-Q4");
    let end = text.find("# end of").expect("a marker");
    let ran = refused(&home, &text[..end]);
    let path = home.file("assessments", "2026-Q4");
    let command = format!("emkit doctor --accept {}", path.display());
    assert!(ran.err.contains("cut short"), "{ran:#?}");
    assert!(ran.err.contains(&command), "{ran:#?}");
    home.emkit(&command["emkit ".len()..]).ok();
    assert_eq!(home.json("2026-Q4")["skills"][0]["score"], 3.5);
}

#[test]
fn a_damaged_draft_is_never_taken_for_a_new_one() {
    let home = Home::new();
    let text = home.drafted();
    let file = home.file("drafts", "2026-Q4");
    for length in [0, 1, text.len() / 2, text.len() - 10] {
        fs::write(&file, &text[..length]).expect("written");
        for arguments in ["--resume", "--fresh", "--edit execution.shipped", ""] {
            let ran = home.interview(arguments, &["more", "", "4", ":quit"]);
            assert_eq!(ran.code, Some(1), "{arguments}: {ran:#?}");
            assert!(ran.err.contains("error: "), "{ran:#?}");
            assert_eq!(home.text("drafts", "2026-Q4"), text[..length]);
        }
    }
}

#[test]
fn a_file_of_zero_length_is_said_to_be_empty() {
    let home = Home::new();
    home.saved("2026-Q4");
    let ran = refused(&home, "");
    assert!(ran.err.contains("empty"), "{ran:#?}");
}

#[test]
fn a_file_of_zero_bytes_is_refused_and_shown_without_control_characters() {
    let home = Home::new();
    let text = home.saved("2026-Q4");
    let ran = refused(&home, vec![0; text.len()]);
    assert!(!ran.err.contains('\0'), "{ran:#?}");
    let ran = refused_at(
        &home,
        &changed(&text, "Moved billing", "Moved\0\0billing"),
        "Café",
    );
    assert!(!ran.err.contains('\0'), "{ran:#?}");
}

#[test]
fn other_line_endings_and_a_byte_order_mark_do_not_matter() {
    let home = Home::new();
    let text = home.saved("2026-Q4");
    let plain = shown(&home, &text);
    let crlf = text.replace('\n', "\r\n");
    for other in [format!("\u{feff}{text}"), format!("\u{feff}{crlf}"), crlf] {
        let ran = shown(&home, &other);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:#?}");
        assert_eq!(ran.out, plain.out);
    }
}

#[test]
fn a_file_in_another_encoding_is_refused_with_its_line() {
    let home = Home::new();
    let text = home.saved("2026-Q4");
    let line = 1 + text
        .lines()
        .position(|line| line.contains("Café"))
        .expect("a line");
    let latin: Vec<u8> = text
        .chars()
        .map(|character| u8::try_from(u32::from(character)).expect("Latin-1"))
        .collect();
    let ran = refused(&home, &latin);
    assert!(ran.err.contains("UTF-8"), "{ran:#?}");
    assert!(
        ran.err.contains(&format!("2026-Q4.yaml:{line}:")),
        "{ran:#?}"
    );
    let wide: Vec<u8> = std::iter::once(0xfeff)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let ran = refused(&home, &wide);
    assert!(ran.err.contains("UTF-8"), "{ran:#?}");
}

#[test]
fn a_byte_that_is_not_utf_8_is_reported_with_line_column_and_the_line() {
    let home = Home::new();
    let text = home.saved("2026-Q4");
    let line = 1 + text
        .lines()
        .position(|line| line.contains("Café"))
        .expect("a line");
    let start = text.find("é").expect("the letter");
    let mut bytes = text.into_bytes();
    bytes.splice(start..start + 2, [0xe9]);
    let ran = refused(&home, &bytes);
    assert!(
        ran.err.contains(&format!("2026-Q4.yaml:{line}:")),
        "{ran:#?}"
    );
    assert!(ran.err.contains("Moved billing in the Caf"), "{ran:#?}");
}

#[test]
fn conflict_markers_of_git_are_refused_with_their_line() {
    let home = Home::new();
    let text = home.saved("2026-Q4");
    let text = changed(
        &text,
        "  execution.friction:\n    rating: 3\n",
        "<<<<<<< HEAD\n  execution.friction:\n    rating: 3\n=======\n  execution.friction:\n    rating: 4\n>>>>>>> other\n",
    );
    refused_at(&home, &text, "<<<<<<< HEAD");
}

#[test]
fn a_key_given_twice_is_refused_by_name_and_line() {
    let home = Home::new();
    let text = home.saved("2026-Q4");
    let twice = changed(&text, "role: em\n", "role: em\nrole: director\n");
    refused_at(&home, &twice, "role: director");
    let twice = changed(
        &text,
        "  team.hired:",
        "  execution.shipped:\n    rating: 2\n  team.hired:",
    );
    let ran = refused(&home, twice);
    assert!(ran.err.contains("execution.shipped"), "{ran:#?}");
}

#[test]
fn two_documents_in_one_file_are_refused_at_the_second() {
    let home = Home::new();
    let text = home.saved("2026-Q4");
    let two = changed(&text, "# end of", "---\nschema: 1\n# end of");
    refused_at(&home, &two, "---");
}

#[test]
fn no_error_speaks_of_the_yaml_library() {
    let home = Home::new();
    let text = home.saved("2026-Q4");
    let deep = format!("deep: {}\n# end of", "[".repeat(100));
    for (from, to) in [
        ("role: em\n", "role: em\nrole: director\n"),
        ("# end of", "---\nschema: 1\n# end of"),
        ("# end of", "a: &a 1\nb: *a\n# end of"),
        ("# end of", "a: *nobody\n# end of"),
        ("# end of", "a: {<<: {b: 1}}\n# end of"),
        ("# end of", "a: !!binary x\n# end of"),
        ("# end of", deep.as_str()),
    ] {
        let ran = refused(&home, changed(&text, from, to));
        for word in [
            "Policy", "Options", "budget", "Budget", "breach", "{ ", "serde", "saphyr",
        ] {
            let said: Vec<_> = ran
                .err
                .lines()
                .filter(|line| !line.contains(" | "))
                .collect();
            assert!(!said.join("\n").contains(word), "`{word}` in {ran:#?}");
        }
    }
}

#[test]
fn a_newer_schema_is_refused_with_a_word_about_a_newer_emkit() {
    let home = Home::new();
    let text = home.saved("2026-Q4");
    let newer = changed(&text, "schema: 1", "schema: 2");
    let unmarked = newer[..newer.find("# end of").expect("a marker")].to_owned();
    for text in [newer, unmarked] {
        let ran = refused_at(&home, &text, "schema: 2");
        assert!(ran.err.contains("newer emkit"), "{ran:#?}");
    }
}

#[test]
fn nobody_is_told_to_mend_a_file_of_a_newer_schema_by_hand() {
    let home = Home::new();
    let text = changed(&home.saved("2026-Q4"), "schema: 1", "schema: 2");
    let ran = refused(&home, text);
    assert!(!ran.err.contains("by hand"), "{ran:#?}");
}

#[test]
fn an_unknown_key_is_refused_by_name_and_line() {
    let home = Home::new();
    let text = home.saved("2026-Q4");
    let ran = refused_at(
        &home,
        &changed(&text, "role: em", "role: em\nmood: fine"),
        "mood: fine",
    );
    assert!(ran.err.contains("`mood`"), "{ran:#?}");
    let text = changed(&text, "    rating: 3", "    rating: 3\n    colour: red");
    let ran = refused_at(&home, &text, "colour: red");
    assert!(ran.err.contains("`colour`"), "{ran:#?}");
}

#[test]
fn every_unknown_name_is_reported_at_once() {
    let home = Home::new();
    let text = home.saved("2026-Q4");
    let text = changed(&text, "role: em", "role: king");
    let text = changed(&text, "  team.hired:", "  team.fired:");
    let text = changed(
        &text,
        "# end of",
        "focus:\n- skill: juggling\n  action: more\n# end of",
    );
    for offending in ["role: king", "team.fired:", "skill: juggling"] {
        refused_at(&home, &text, offending);
    }
}

#[test]
fn a_file_edited_by_hand_reads_without_complaint() {
    let home = Home::new();
    let text = home.saved("2026-Q4");
    let text = changed(&text, "Moved billing", "Moved payroll");
    let ran = shown(&home, format!("# my own comment\n{text}"));
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:#?}");
    assert!(ran.out.contains("Moved payroll in the Café"), "{ran:#?}");
}

#[test]
fn comments_of_a_file_edited_by_hand_survive_in_the_kept_version() {
    let home = Home::new();
    let text = home.saved("2026-Q4");
    let edited = changed(&text, "answers:\n", "answers:\n  # ask Ana about this\n");
    shown(&home, &edited);
    let ran = home.interview("--edit execution.shipped", &["Another text.", "", "5"]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let kept: Vec<_> = home
        .below("kept/assessments/eight-skills")
        .iter()
        .map(|path| fs::read_to_string(path).expect("text"))
        .collect();
    assert_eq!(kept, [edited]);
}

#[test]
fn a_save_that_leaves_comments_out_says_where_they_are_kept() {
    let home = Home::new();
    let text = home.saved("2026-Q4");
    shown(
        &home,
        changed(&text, "answers:\n", "answers:\n  # ask Ana about this\n"),
    );
    let ran = home.interview("--edit execution.shipped", &["Another text.", "", "5"]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let kept = home.below("kept/assessments/eight-skills");
    let kept = kept.first().expect("a kept version").display().to_string();
    assert!(
        ran.err.contains(&kept),
        "no word about `{kept}` in {ran:#?}"
    );
}

#[test]
fn an_assessment_that_cannot_be_read_is_not_overwritten_by_answers() {
    let home = Home::new();
    let text = home.saved("2026-Q4");
    let cut = &text[..text.len() / 2];
    let file = home.file("assessments", "2026-Q4");
    fs::write(&file, cut).expect("written");
    for fresh in ["", "--fresh"] {
        home.emkit(&format!("assess --date {TODAY} --answers - {fresh}"))
            .stdin(ANSWERS)
            .fails(1);
        assert_eq!(fs::read_to_string(&file).expect("there"), cut);
    }
}

#[test]
fn an_answer_that_became_a_comment_is_missed_aloud() {
    let home = Home::new();
    let saved = home.saved("2026-Q4");
    let lines = saved.lines().map(|line| match line {
        "  team.hired:" => "  #team.hired:".to_owned(),
        line => line.to_owned(),
    });
    let mut text = lines.collect::<Vec<_>>().join("\n") + "\n";
    text = text.replacen("  #team.hired:\n    skipped: true\n", "  #team.hired:\n", 1);
    let ran = shown(&home, &text);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert!(ran.err.contains("28"), "{ran:#?}");
    assert!(ran.err.contains("27"), "{ran:#?}");
    let path = home.file("assessments", "2026-Q4");
    let path = path.to_str().expect("UTF-8");
    home.emkit_with(&["doctor", "--accept", path]).ok();
    let ran = home.emkit("show 2026-Q4").ok();
    assert!(!ran.err.contains("27"), "{ran:#?}");
}
