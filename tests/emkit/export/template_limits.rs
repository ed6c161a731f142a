//! A template reads no file, runs nothing, and comes to an end, whoever wrote it.

use std::path::Path;

use emkit::render::template::{FILTERS, TESTS, render};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

use crate::export::template::{home, refused};
use crate::fuzzed::{AWKWARD, run};
use crate::hostile::strategies::cases;
use crate::support::process::{after, finish};
use crate::support::{Home, Ran};

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

/// Runs a template with more time and memory than a form needs, and far less than a runaway takes. The
/// thread that it runs on has a large stack of its own, which counts as memory here.
fn within_limits(home: &Home, template: &str) -> Ran {
    home.write("form.md", template);
    let export = home.emkit("export --template form.md");
    finish(after("ulimit -v 1000000; ulimit -t 60", export), "")
}

/// Fails unless this template is stopped with that cause and nothing is written.
fn assert_stopped(home: &Home, template: &str, wanted: &str) {
    let ran = within_limits(home, template);
    let start: String = template.chars().take(60).collect();
    let told: String = ran.err.chars().take(2000).collect();
    assert_eq!(ran.code, Some(1), "{start}: {told}");
    assert!(told.contains(wanted), "{start}: {told}");
    assert!(told.contains("hint: "), "{start}: {told}");
    assert!(ran.out.is_empty(), "{start}");
}

/// Loops in loops around something.
fn nested(inside: &str) -> String {
    format!(
        "{}{inside}{}",
        "{% for a in skills %}".repeat(12),
        "{% endfor %}".repeat(12)
    )
}

/// Two names for lists of two lists of two lists …, which is short here and endless when gone through.
fn towers(inside: &str) -> String {
    let floor = "{% set a = [a, a] %}{% set b = [b, b] %}".repeat(60);
    format!("{{% set a = [1] %}}{{% set b = [1] %}}{floor}{inside}")
}

#[test]
fn a_template_that_does_not_end_is_stopped() {
    let home = home();
    let steps = "it was stopped after 300000 steps";
    let grown = "{% set a = a|replace('2', '222222222') %}".repeat(100);
    let rows = "{% set a = [a, a]|map('replace', '', a)|join(a) %}".repeat(10);
    let wide = nested(&"x".repeat(100_000));
    for (template, wanted) in [
        (nested(""), steps),
        (nested("{{ a.title }}"), steps),
        (nested("{% set x = a.id|upper %}"), steps),
        (
            "{% for i in [1] * 99999999 %}x{% endfor %}".to_owned(),
            steps,
        ),
        (wide.clone(), "the document becomes longer than 16 MiB"),
        (format!("{{% set a = period %}}{grown}"), "was stopped"),
        (
            format!("{{% set a = period|replace('', '12345678901234567890') %}}{rows}"),
            "was stopped",
        ),
        (
            "{{ ([1] * 99999999)|sort|length }}".to_owned(),
            "was stopped",
        ),
        (
            towers("{{ a|join }}"),
            "this filter takes a text, and this is a sequence",
        ),
        (
            "\n{{ 'x' * 1000000000 }}".to_owned(),
            "form.md:2:4: repeated string is too large",
        ),
        (
            "\n{{ 10 ** 1000000000 }}".to_owned(),
            "form.md:2:4: unable to calculate",
        ),
        ("\n{{ skills }}".to_owned(), "form.md:2:4: this is a list"),
        (
            "{% for s in skills recursive %}{{ loop(skills) }}{% endfor %}".to_owned(),
            "recursion limit exceeded",
        ),
        ("{% if role %}".repeat(1000), "recursion"),
        (format!("{{{{ {}1 }}}}", "(".repeat(100_000)), "recursion"),
        (
            "{{ '".to_owned() + &"x\n".repeat(100_000),
            "unexpected end of string",
        ),
    ] {
        assert_stopped(&home, &template, wanted);
    }
}

#[test]
fn one_step_that_takes_long_or_much_is_stopped_too() {
    let home = home();
    let (time, memory) = ("was stopped after 3 seconds", "more than 96 MiB of memory");
    let long = |inside: &str| {
        format!(
            "{{% set t = '{}' %}}{}",
            "x".repeat(250_000),
            nested(inside)
        )
    };
    for (template, wanted) in [
        (long("{% set y = t[249999] %}"), time),
        (long("{% set y = t[:-1] %}"), time),
        (towers("{{ a == b }}"), time),
        (towers("{{ a in [b] }}"), time),
        (towers("{{ [a, b]|sort|length }}"), time),
        (towers("{{ a ~ '' }}"), time),
        (
            towers("{% for x in [a, b] %}{{ loop.changed(x) }}{% endfor %}"),
            time,
        ),
        (
            "{% set x = period %}".to_owned() + &"{% set x = x ~ x %}".repeat(60),
            memory,
        ),
        (
            "{% set x = period %}".to_owned() + &"{% set x = x + x %}".repeat(60),
            memory,
        ),
        (
            format!(
                "{{% set x %}}{}{{% endset %}}",
                nested(&"x".repeat(100_000))
            ),
            memory,
        ),
    ] {
        assert_stopped(&home, &template, wanted);
    }
}

#[test]
fn a_tag_as_long_as_a_template_may_be_does_not_overrun_the_stack() {
    let home = home();
    for (first, part) in [
        ("role", ".a"),
        ("role", "[0]"),
        ("role", "|trim"),
        ("role", "()"),
        ("1", "+1"),
        ("1", "~1"),
        ("1", "**1"),
        ("1", " and 1"),
        ("1", " is odd"),
        ("1", " if 1 else 1"),
    ] {
        let parts = part.repeat((250 * 1024) / part.len());
        let ran = within_limits(&home, &format!("{{{{ {first}{parts} }}}}"));
        assert!(matches!(ran.code, Some(0 | 1)), "{part}: {ran:?}");
    }
    for sign in ["not ", "-"] {
        let signs = sign.repeat((250 * 1024) / sign.len());
        let ran = within_limits(&home, &format!("{{{{ {signs}1 }}}}"));
        assert!(matches!(ran.code, Some(0 | 1)), "{sign}: {ran:?}");
    }
}

#[test]
fn a_long_form_is_no_endless_one() {
    let home = home();
    let branches = "{% elif withheld == 9 %}x".repeat(2900);
    let parts = "{{ role }}\n".repeat(2900);
    let whole = "{% for s in skills %}{% for a in s.answers %}{{ a.ask }} {{ a.evidence|quote }}\n{% endfor %}{% endfor %}".repeat(40);
    let deep = "{% if role %}".repeat(100) + "x" + &"{% endif %}".repeat(100);
    let text = "text\n".repeat(50_000);
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
    let ran = within_limits(&home, &"text\n".repeat(60_000));
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.err.contains("a template has 256 KiB at most"),
        "{}",
        ran.err
    );
}

#[test]
fn what_the_engine_itself_panics_at_is_a_mistake_with_its_line() {
    let home = home();
    for (template, wanted) in [
        (
            "bi-cycle\n{% for s in skills %}\n{{ loop.cycle() }}{% endfor %}",
            "form.md:3:9: `loop.cycle` needs something to go through",
        ),
        (
            "\n{% for s in skills %}{{ loop.cycle(*[]) }}{% endfor %}",
            "form.md:2:30: `loop.cycle` needs something to go through",
        ),
    ] {
        let told = refused(&home, template);
        assert!(told.contains(wanted), "{template}: {told}");
        assert!(!told.contains("panicked"), "{template}: {told}");
    }
}

#[test]
fn every_filter_test_and_method_takes_or_refuses_whatever_it_is_given() {
    let data = json!({"skills": [{"title": "Team", "score": 3.5, "answers": []}]});
    let mut arguments: Vec<String> = AWKWARD.map(|one| format!("({one})")).to_vec();
    let others = [
        "",
        "(1, 2, 3, 4)",
        "(none, none)",
        "('', '')",
        "('gap', 'gt', [])",
    ];
    let by_name = [
        "(attribute=[])",
        "(attribute='a.b')",
        "(nope=1)",
        "(*[])",
        "(*skills)",
        "(**{})",
    ];
    arguments.extend(others.into_iter().chain(by_name).map(str::to_owned));
    let mut calls: Vec<String> = Vec::new();
    for given in &arguments {
        for first in [
            "none",
            "-1",
            "1e308",
            "'é\\n'",
            "'x' * 100000",
            "[[[]], 'a', none]",
            "skills",
            "loop",
        ] {
            calls.extend(
                FILTERS
                    .split(' ')
                    .map(|name| format!("({first})|{name}{given}")),
            );
            calls.extend(
                TESTS
                    .split(' ')
                    .map(|name| format!("({first}) is {name}{given}")),
            );
        }
        let given = if given.is_empty() { "()" } else { given };
        calls.extend(["cycle", "changed", "nope"].map(|name| format!("loop.{name}{given}")));
    }
    for call in &calls {
        let template =
            format!("{{% for one in [1] %}}{{% set a = {call} %}}{{{{ a }}}}{{% endfor %}}");
        if let Err(problems) = render(Path::new("form.md"), &template, &data) {
            let told = problems.to_string();
            assert!(
                !told.contains("the template engine failed"),
                "{call}: {told}"
            );
            assert!(
                told.starts_with("form.md:1:") || told.contains("was stopped"),
                "{call}: {told}"
            );
        }
    }
    assert!(calls.len() > 7_000, "{}", calls.len());
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
    "{% set a = ['one\\ntwo', 'three'] %}",
    "{{ a|join(', ') }}",
    "{{ a|sort|reverse|first|default('x')|upper|trim|capitalize }}",
    "{{ skills[0].answers[0].evidence|quote }}",
    "{{ skills|selectattr('gap', 'gt', 0)|length }}",
    "{{ (skills[0].score * 1e300)|score }}",
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

    #[test]
    fn no_chain_of_calls_makes_emkit_panic(
        kind in 128_u8..,
        calls in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        run("template", &[&[kind], calls.as_slice()].concat());
    }
}
