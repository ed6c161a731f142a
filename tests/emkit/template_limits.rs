//! A template reads no file, runs nothing, and comes to an end, whoever wrote it.

use proptest::prelude::*;
use proptest::sample::select;

use crate::fuzzed::run;
use crate::process::{after, finish};
use crate::support::{Home, Ran};
use crate::template::{home, refused};
use crate::worlds::cases;

#[test]
fn a_template_reads_no_file_and_runs_nothing() {
    let home = home();
    home.write("secret.txt", "do not read me");
    for template in [
        "{% include 'secret.txt' %}",
        "{% include ['secret.txt'] ignore missing %}",
        "{% import 'secret.txt' as s %}",
        "{% from 'secret.txt' import s %}",
        "{% extends 'secret.txt' %}",
        "{{ 'secret.txt'|open }}",
        "{{ open('secret.txt') }}",
        "{{ period.__class__.__mro__ }}",
        "{{ self }}",
        "{{ debug() }}",
        "{{ skills.__getitem__(0) }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{% do skills.append(1) %}",
    ] {
        let told = refused(&home, template);
        assert!(!told.contains("do not read me"), "{template}: {told}");
    }
}

#[test]
fn what_could_grow_without_end_is_refused_with_its_line() {
    let home = home();
    for (template, wanted) in [
        ("\n{{ 'x' * 1000000000 }}", "form.md:2:4: there is no `*`"),
        ("{{ 10 ** 1000000000 }}", "there is no `*`"),
        ("{{ range(1000000000) }}", "a template has no functions"),
        (
            "{% set x = period %}{% set x = x ~ x %}",
            "only where they are written",
        ),
        (
            "{% set x = period %}{% set x = x + x %}",
            "only where they are written",
        ),
        (
            "{% with x = period ~ period %}{% endwith %}",
            "only where they are written",
        ),
        (
            "{% if period ~ period %}{% endif %}",
            "only where they are written",
        ),
        (
            "{{ (period ~ period)|upper }}",
            "only where they are written",
        ),
        ("{% set x = skills[:] %}", "cannot be kept"),
        (
            "{% set x = [skills, skills] %}",
            "a list can hold texts and numbers",
        ),
        (
            "{% set x = (skills, skills) %}",
            "a list can hold texts and numbers",
        ),
        (
            "{% set x = {'a': skills} %}",
            "cannot make things with names",
        ),
        (
            "{% set x %}{{ period }}{% endset %}",
            "`set` takes one value",
        ),
        ("{% set x.y = 1 %}", "this has to be a name"),
        (
            "{% set ns = namespace(a=1) %}",
            "a template has no functions",
        ),
        (
            "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
            "there is no tag `macro`",
        ),
        ("{% call m() %}{% endcall %}", "there is no tag `call`"),
        (
            "{% for s in skills recursive %}{{ loop(skills) }}{% endfor %}",
            "cannot be `recursive`",
        ),
        (
            "{% for s in skills %}{{ loop(skills) }}{% endfor %}",
            "a template has no functions",
        ),
        ("{{ role|replace(*skills) }}", "cannot spread"),
        (
            "{{ role|indent(1000000000) }}",
            "there is no filter `indent`",
        ),
        (
            "{{ '%1000000000d'|format(1) }}",
            "there is no filter `format`",
        ),
        (
            "{{ skills|batch(1000000000, 'x') }}",
            "there is no filter `batch`",
        ),
    ] {
        let told = refused(&home, template);
        assert!(told.contains(wanted), "{template}: {told}");
    }
}

/// Runs a template with as much memory and time as a form needs, and a bit.
fn within_limits(home: &Home, template: &str) -> Ran {
    home.write("form.md", template);
    let export = home.emkit("export --template form.md");
    finish(after("ulimit -v 400000; ulimit -t 60", export), "")
}

#[test]
fn a_template_that_does_not_end_is_stopped() {
    let home = home();
    let nested = |inside: &str| {
        format!(
            "{}{inside}{}",
            "{% for a in skills %}".repeat(12),
            "{% endfor %}".repeat(12)
        )
    };
    let steps = "it was stopped after 300000 steps";
    let made = "the texts that filters make here are longer than 32 MiB";
    let grown = "{% set a = a|replace('2', '222222222') %}".repeat(100);
    let rows = "|lines|map('replace', '', a)|join(a)".repeat(10);
    for (template, wanted) in [
        (nested(""), steps),
        (nested("{{ a.title }}"), steps),
        (nested("{% set x = a.id|upper %}"), steps),
        (nested("{% if skills == skills[:] %}{% endif %}"), steps),
        (format!("{}{}", "x".repeat(4_000_000), nested("x")), steps),
        (
            nested(&"x".repeat(1_000_000)),
            "the document becomes longer than 16 MiB",
        ),
        (format!("{{% set a = period %}}{grown}"), made),
        (
            format!(
                "{{% set a = period|replace('', '\\n12345678901234567890') %}}{{{{ a{rows} }}}}"
            ),
            made,
        ),
        ("{% if role %}".repeat(20_000), "3000 tags at most"),
        ("{% if role %}".repeat(1000), "recursion"),
        (
            format!("{{{{ {}1 }}}}", "(".repeat(100_000)),
            "200 words and signs",
        ),
        (
            format!("{{{{ {}1 }}}}", "not ".repeat(100_000)),
            "200 words and signs",
        ),
        (
            format!("{{{{ role{} }}}}", ".a".repeat(100_000)),
            "200 words and signs",
        ),
        (
            format!("{{{{ role{} }}}}", "|upper".repeat(100_000)),
            "200 words and signs",
        ),
        (
            "{{ '".to_owned() + &"x\n".repeat(1_500_000),
            "unexpected end of string",
        ),
    ] {
        let ran = within_limits(&home, &template);
        let start: String = template.chars().take(60).collect();
        let told: String = ran.err.chars().take(2000).collect();
        assert_eq!(ran.code, Some(1), "{start}: {told}");
        assert!(told.contains(wanted), "{start}: {told}");
        assert!(told.contains("hint: "), "{start}: {told}");
        assert!(ran.out.is_empty(), "{start}");
    }
}

#[test]
fn a_long_form_is_no_endless_one() {
    let home = home();
    let branches = "{% elif withheld == 9 %}x".repeat(2900);
    let parts = "{{ role }}\n".repeat(2900);
    let whole = "{% for s in skills %}{% for a in s.answers %}{{ a.ask }} {{ a.evidence|quote }}\n{% endfor %}{% endfor %}".repeat(40);
    let deep = "{% if role %}".repeat(100) + "x" + &"{% endif %}".repeat(100);
    let text = "text\n".repeat(800_000);
    for template in [
        format!("{{% if withheld == 7 %}}{branches}{{% endif %}}"),
        parts,
        whole,
        deep,
        text,
    ] {
        let ran = within_limits(&home, &template);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
    }
}

/// What templates are made of, right and wrong.
const PIECES: [&str; 72] = [
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "{{-",
    "-}}",
    "{%-",
    "-%}",
    " ",
    "\n",
    "\t",
    "'",
    "\"",
    "text",
    "é",
    "\u{1b}[31m",
    "\u{202e}",
    "\\u001b",
    "for",
    "in",
    "if",
    "elif",
    "else",
    "endfor",
    "endif",
    "set",
    "with",
    "endwith",
    "raw",
    "endraw",
    "macro",
    "include",
    "not",
    "and",
    "or",
    "is",
    "defined",
    "none",
    "true",
    "skill",
    "skills",
    "words",
    "review",
    "answers",
    "evidence",
    "score",
    "loop",
    "index",
    "cycle",
    "|",
    ".",
    ",",
    ":",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "=",
    "==",
    "+",
    "-",
    "~",
    "*",
    "1",
    "0.5",
    "99999999999999999999",
    "|quote",
    "|map(attribute='title')",
];

/// Pieces that stand together often enough to reach further than the first mistake.
const PHRASES: [&str; 16] = [
    "{% for skill in skills %}",
    "{% for answer in skill.answers if answer.evidence %}",
    "{% endfor %}",
    "{% if skills[0].score > 1 %}",
    "{% else %}",
    "{% endif %}",
    "{% set a = skills|map(attribute='title') %}",
    "{% set a = 'one\\ntwo'|lines %}",
    "{{ a|join(', ') }}",
    "{{ a|sort|reverse|first|default('x')|upper|trim|capitalize }}",
    "{{ skills[0].answers[0].evidence|quote }}",
    "{{ skills|selectattr('gap', 'gt', 0)|length }}",
    "{{ skills[0].score|times(1e300)|score }}",
    "{{ period[1:3] ~ loop.index }}",
    "{{ words.review.opening|join('\\n')|replace('', '-') }}",
    "{{ skills[-1].title[::-1] }}",
];

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn no_template_makes_emkit_panic(
        kind in any::<u8>(),
        parts in prop::collection::vec(prop_oneof![select(&PIECES[..]), select(&PHRASES[..])], 0..40),
    ) {
        let mut input = vec![kind];
        input.extend(parts.concat().into_bytes());
        run("template", &input);
    }
}
