//! `emkit feedback form`: the page, the text and the empty reply.

use std::path::Path;

use emkit::domain::rubric::Rating;

use super::form;
use crate::support::sample_rubric::SMALL;
use crate::support::{Home, TODAY};

#[test]
fn the_page_loads_nothing_and_its_policy_names_its_own_script_and_style() {
    let home = Home::new();
    let page = form(&home, "--name Robin");
    let policy = page
        .split_once("http-equiv=\"Content-Security-Policy\" content=\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(policy, _)| policy)
        .expect("a policy");
    for (tag, directive) in [("script", "script-src"), ("style", "style-src")] {
        let open = format!("<{tag}>");
        let (_, text) = page.split_once(&open).expect("a tag");
        let (text, _) = text.split_once(&format!("</{tag}>")).expect("its end");
        let hash = sha256(text);
        assert!(
            policy.contains(&format!("{directive} 'sha256-{hash}'")),
            "{policy}\n{hash}"
        );
    }
    assert!(
        policy.starts_with("default-src 'none'; script-src "),
        "{policy}"
    );
    assert!(
        policy.ends_with("; form-action 'none'; base-uri 'none'"),
        "{policy}"
    );
    for never in [
        " style=",
        "src=",
        "href=",
        "http:",
        "https:",
        "type=\"submit\"",
        "eval(",
        "atob(",
    ] {
        assert!(!page.contains(never), "{never}");
    }
    let script = include_str!("../../../src/render/form/form.js");
    assert!(script.lines().count() < 150);
}

/// The hash as a policy has it, by another program than emkit's own code.
fn sha256(text: &str) -> String {
    use base64::Engine;
    use sha2::{Digest, Sha256};
    base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text))
}

#[test]
fn the_page_has_a_field_set_a_skill_with_five_steps_and_cant_say() {
    let home = Home::new();
    let page = form(&home, "--name Robin");
    for skill in super::SKILLS {
        let radio = format!("type=\"radio\" name=\"rating-{skill}\" value=\"");
        let values: Vec<_> = page
            .split(&radio)
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert_eq!(values, ["1", "2", "3", "4", "5", "null"], "{skill}");
        assert!(page.contains(&format!("<textarea id=\"saw-{skill}\"")));
    }
    assert_eq!(page.matches("<fieldset").count(), 8);
    assert_eq!(page.matches("<legend>").count(), 8);
    assert!(page.contains("ten to twelve minutes"));
    let short = form(&home, "--name Robin --rubric career");
    assert!(short.contains("It takes three to four minutes."));
    assert!(page.contains(">Save my reply</button>"));
    assert_eq!(Rating::all().count(), 5);
}

#[test]
fn the_form_says_who_will_read_it_and_never_calls_that_anonymous() {
    let home = Home::new();
    for format in ["html", "text", "yaml"] {
        let straight = form(&home, &format!("--name Robin --format {format}"));
        let words = plain(&straight);
        assert!(
            words.contains("Robin will read this reply and know that it is yours."),
            "{words}"
        );
        assert!(!words.contains("confidential"), "{words}");
        let flags = format!("--name Robin --collector Kim --at-least 4 --format {format}");
        let collected = plain(&form(&home, &flags));
        for said in [
            "Kim will read this reply and know that it is yours.",
            "confidential",
            "at least 4 people",
            "nothing technical",
        ] {
            assert!(collected.contains(said), "{said}: {collected}");
        }
        for page in [&words, &collected] {
            assert!(!page.to_lowercase().contains("anonym"), "{page}");
        }
    }
    let page = form(&home, "--name Robin --collector Kim");
    assert!(page.contains("emkit feedback combine reply-* --output combined-2026-Q4.yaml"));
    assert!(page.contains("name=\"relation\" value=\"peer\""));
    assert!(!form(&home, "--name Robin").contains("name=\"relation\""));
}

fn plain(text: &str) -> String {
    let words = text.lines().map(|line| line.trim_start_matches("# "));
    let words: Vec<_> = words.flat_map(str::split_whitespace).collect();
    words.join(" ")
}

#[test]
fn a_hostile_name_stays_text_in_every_form() {
    let home = Home::new();
    let name = "</script><b onclick=x>\"&'\u{202e}";
    for format in ["html", "text", "yaml"] {
        let command = [
            "feedback", "form", "2026-Q4", "--date", TODAY, "--format", format, "--name", name,
        ];
        let text = home.emkit_with(&command).ok().out;
        assert!(!text.contains('\u{202e}'), "{text}");
        if format == "html" {
            assert!(!text.contains("<b onclick"), "{text}");
            assert_eq!(text.matches("</script>").count(), 1);
        }
    }
}

#[test]
fn a_rubric_that_asks_others_nothing_is_refused_with_the_way_out() {
    let home = Home::new();
    home.write("small.yaml", SMALL);
    let ran = home.emkit("feedback form --rubric small.yaml").fails(1);
    assert!(ran.err.contains("asks others nothing"), "{ran:#?}");
    assert!(ran.err.contains("`observed`"), "{ran:#?}");
}

#[test]
fn where_only_some_skills_can_be_seen_those_are_asked() {
    let home = Home::new();
    let observed = "    definition: making things\n    observed:\n      ask: What comes of this manager's craft?\n      anchors: {1: nothing, 2: little, 3: some, 4: much, 5: all}\n";
    let text = SMALL.replacen("    definition: making things\n", observed, 1);
    home.write("store/rubrics/small.yaml", text);
    let form = form(&home, "--rubric small --format yaml");
    assert!(form.contains("  craft:\n"), "{form}");
    assert!(!form.contains("trade"), "{form}");
    home.write(
        "reply.yaml",
        form.replace("    rating:\n", "    rating: 2\n"),
    );
    home.emkit(&format!(
        "feedback add reply.yaml --relation manager --date {TODAY}"
    ))
    .ok();
    let page = home.emkit("compare 2026-Q4 --rubric small").ok().out;
    let row = page
        .lines()
        .find(|line| line.starts_with("Trade"))
        .expect("a row");
    assert!(row.contains('–') && !row.contains("(n "), "{page}");
}

#[test]
fn a_form_is_written_once_needs_no_assessment_and_never_lands_in_the_store() {
    let home = Home::new();
    let command = format!("feedback form --date {TODAY} --output form.html");
    let ran = home.emkit(&command).ok();
    assert!(ran.err.contains("2026-Q4"), "{ran:#?}");
    assert!(home.path().join("form.html").is_file());
    home.emkit(&command).fails(1);
    home.emkit(&format!("{command} --force")).ok();
    home.emkit(&format!(
        "feedback form --date {TODAY} -o store/feedback/form.html"
    ))
    .fails(1);
    home.emkit(&format!("feedback form 2027-Q1 --date {TODAY}"))
        .fails(2);
    assert!(!Path::new(&home.store().join("feedback")).exists());
}
