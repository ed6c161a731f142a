//! What is said of a mistake in a template: what is likely wrong, and what to write instead.

use crate::support::Home;
use crate::template::{home, refused};

#[test]
fn a_tag_that_ends_another_is_told_with_the_one_that_is_open() {
    let home = home();
    for (template, wanted) in [
        (
            "{% if role %}\n{% for s in skills %}\n{% endif %}{% endfor %}",
            "form.md:3:4: the `for` of line 2 is not ended yet; `{% endfor %}` has to stand before this `endif`",
        ),
        (
            "{% for s in skills %}{% elif role %}{% endfor %}",
            "the `for` of line 1 is not ended yet; `{% endfor %}` has to stand before this `elif`",
        ),
        ("{% endfor %}", "form.md:1:4: there is no `for` to end"),
        (
            "{{ role }}\n{% endif %}{% if role %}{% endif %}",
            "form.md:2:4: there is no `if` to end",
        ),
        ("{% else %}", "there is no `if` to go on with"),
        // The first mistake is the one that is told.
        (
            "{% fro s in skills %}{% endfor %}",
            "there is no tag `fro`; available",
        ),
        ("{{ if }}{% endif %}", "there is no `if` to end"),
    ] {
        let told = refused(&home, template);
        assert!(told.contains(wanted), "{template}: {told}");
    }
}

#[test]
fn a_name_handed_to_a_filter_is_looked_up() {
    let home = home();
    for (filter, wanted) in [
        (
            "sort(attribute='gapp')",
            "there is no `gapp`; did you mean `gap`?; available: answers, ",
        ),
        (
            "sort(attribute='title, gapp')",
            "there is no `gapp`; did you mean `gap`?",
        ),
        (
            "selectattr('gap', 'definde')",
            "there is no test `definde`; did you mean `defined`?; available: defined, ",
        ),
        (
            "map('scor')",
            "there is no filter `scor`; did you mean `score`?; available: capitalize, ",
        ),
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
fn what_cannot_be_read_is_told_in_plain_words() {
    let home = home();
    for (template, wanted) in [
        (
            "{{ stage|default(“none”) }}",
            "1:18: unexpected character `“`; texts in a tag stand in straight quotation marks",
        ),
        ("{% if role && stage %}{% endif %}", "`&`; this sign can"),
        ("{{ }}", "a name or another value is missing here"),
        ("{% if %}{% endif %}", "a name or another value is missing"),
        ("{% for %}", "a loop is written `{% for one in list %}`"),
        ("{% for s skills %}", "a loop is written `{% for one in"),
        ("{% if role = 'em' %}{% endif %}", "is asked by `==`"),
        ("{{ role", "`}}` is missing"),
        ("{{ role period }}", "or something between two names"),
        ("{% if role }x{% endif %}", "`%}` is missing, or"),
        ("{% set role %}", "as in `{% set name = value %}`"),
        ("{{ role| }}", "a name is missing here"),
        ("{{ 'role }}", "the quotation mark at the end"),
        ("{# role", "`#}` is missing"),
        ("{% raw %}", "`{% endraw %}` is missing"),
        ("{% %}", "a tag begins with its word"),
        ("{{ role }", "`}}` is missing"),
        ("{{ role[ }}", "something in front of it is not complete"),
    ] {
        let told = refused(&home, template);
        assert!(told.contains(wanted), "{template}: {told}");
    }
}

#[test]
fn no_template_there_and_one_that_is_no_text_are_told_without_its_bytes() {
    let home = Home::new();
    home.saved("2026-Q4");
    home.write("picture.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff");
    home.write("nul.md", b"IHDR\0");
    for (name, wanted) in [
        ("none.md", "there is no such file"),
        ("picture.md", "it is no text in UTF-8"),
        ("nul.md", "it is no text in UTF-8"),
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
        ("a{{ 'a'|quote|first }}", "a>"),
        ("{{ ['*']|map('quote')|map('last')|first }}", "\\*"),
    ] {
        home.write("form.md", template);
        let out = home.emkit("export --template form.md").ok().out;
        assert_eq!(out, wanted, "{template}");
    }
}
