//! What is said of a mistake in a template: what is likely wrong, and what to write instead.

use crate::export::template::{home, refused};
use crate::support::Home;

#[test]
fn a_name_handed_to_a_filter_is_looked_up() {
    let home = home();
    for (filter, wanted) in [
        ("sort(attribute='gapp')", "there is no `gapp`"),
        ("sort(attribute='title, gapp')", "there is no `gapp`"),
        ("selectattr('gap', 'definde')", "unknown test"),
        ("map('scor')", "unknown filter"),
    ] {
        let told = refused(&home, &format!("{{{{ skills|{filter}|length }}}}"));
        assert!(told.contains(wanted), "{filter}: {told}");
    }
    home.write(
        "form.md",
        "{{ skills|sort(attribute='cluster, title')|map(attribute='title')|first }}",
    );
    home.emkit("export --template form.md").ok();
}

#[test]
fn no_template_there_and_one_that_is_no_text_are_told_without_its_bytes() {
    let home = Home::new();
    home.saved("2026-Q4");
    home.write("picture.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff");
    home.write("nul.md", b"IHDR\0");
    for (name, wanted) in [
        ("none.md", "there is no such file"),
        ("picture.md", "it is not UTF-8 text"),
        ("nul.md", "it is not UTF-8 text"),
    ] {
        let ran = home.emkit_with(&["export", "--template", name]).fails(1);
        assert!(ran.err.contains(wanted), "{name}: {}", ran.err);
        assert!(!ran.err.contains("IHDR"), "{name}: {}", ran.err);
        let hint = "emkit template show review > FILE";
        assert!(ran.err.contains(hint), "{name}: {}", ran.err);
    }
}

#[test]
fn a_part_of_a_quotation_is_no_markup() {
    let home = home();
    for (template, wanted) in [
        ("{{ 'a*'|quote|last }}", "\\*"),
        ("{{ '*a'|quote|reverse }}", "a\\*\\\\ >"),
        ("a{{ ('a*'|quote)[-1:] }}", "a\\*"),
        ("a{{ ('a*'|quote)[-1] }}", "a\\*"),
        ("a{{ 'a'|quote|first }}", "a\\>"),
        ("{{ ['*']|map('quote')|map('last')|first }}", "\\*"),
    ] {
        home.write("form.md", template);
        let out = home.emkit("export --template form.md").ok().out;
        assert_eq!(out, wanted, "{template}");
    }
}
