//! `emkit export --template`: the form of one's own company.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use serde_json::Value;

use crate::project::readme::document;
use crate::support::{Home, Ran};

/// Text that would be markup, a template or a terminal's command somewhere.
const HOSTILE: &str = "# One *two* <b>three</b>\\n{{ 7 * 7 }} {% include 'x' %} {# gone #}\\n\\e[31m\\u202e [x](javascript:y) 'q' & R";

pub(crate) fn home() -> Home {
    let home = Home::new();
    home.assessed(
        "2026-Q4",
        &format!(
            "\
answers:
  execution.friction: {{rating: 4, evidence: \"{HOSTILE}\"}}
  execution.shipped: {{rating: 3, evidence: The ledger is live.}}
  team.hired: {{not_applicable: no-opportunity, note: Hiring freeze since March.}}
  team.retained: {{rating: 3, evidence: A secret salary., private: true}}
  taste.better: {{rating: 1, evidence: Nothing to name.}}
  taste.corners: 2
focus:
  - {{skill: taste, action: Ask three users.}}
"
        ),
    );
    home
}

/// What a template of that name makes of the assessment.
fn filled(home: &Home, name: &str, template: &str) -> Ran {
    home.write(name, template);
    home.emkit_with(&["export", "--template", name]).ok()
}

/// What is said of a template that is wrong.
pub(crate) fn refused(home: &Home, template: &str) -> String {
    home.write("form.md", template);
    let ran = home.emkit("export --template form.md").fails(1);
    assert_eq!(ran.out, "", "{template}");
    assert!(
        ran.err.contains("error: could not fill in `form.md`"),
        "{template}: {}",
        ran.err
    );
    ran.err
}

#[test]
fn the_form_in_the_readme_is_filled_in() {
    let readme = document("README.md");
    let (_, form) = readme.split_once("```jinja\n").expect("a template");
    let (form, _) = form.split_once("```").expect("its end");
    let home = Home::new();
    home.assessed(
        "2026-Q4",
        "\
answers:
  execution.friction: {rating: 4, evidence: The queue is gone.}
  execution.shipped: {rating: 4, evidence: \"The ledger is live.\\nNobody noticed.\"}
  taste.better: {rating: 1, evidence: Nothing to name.}
  taste.corners: 2
focus:
  - {skill: taste, action: Write down two calls before I hear theirs., by: 2027-01-20}
",
    );
    let ran = filled(&home, "form.md.j2", form);
    assert_eq!(
        ran.out,
        "\
# Self-assessment 2026-Q4, Name

## Accomplishments
- The ledger is live. Nobody noticed.

## Strengths

## Areas of growth
- **Taste:** Nothing to name.

## Goals
- Write down two calls before I hear theirs. (by 2027-01-20)
"
    );
    assert_eq!(ran.err, "");
}

#[test]
fn what_people_wrote_is_escaped_by_the_name_of_the_template() {
    let home = home();
    let template =
        "{{ skills[0].answers[0].evidence }}\n{{ skills[0].answers[0].evidence|quote }}\n";
    let markdown = "\
\\# One \\*two\\* \\<b>three\\</b> \\{\\{ 7 \\* 7 }} \\{% include 'x' %} \\{# gone #} ␛\\[31m⟨U+202E⟩ \\[x\\](javascript:y) 'q' & R
> \\# One \\*two\\* \\<b>three\\</b>  
> \\{\\{ 7 \\* 7 }} \\{% include 'x' %} \\{# gone #}  
> ␛\\[31m⟨U+202E⟩ \\[x\\](javascript:y) 'q' & R
";
    let html = "\
# One *two* &lt;b&gt;three&lt;/b&gt; {{ 7 * 7 }} {% include &#39;x&#39; %} {# gone #} ␛[31m⟨U+202E⟩ [x](javascript:y) &#39;q&#39; &amp; R
<blockquote>
<p dir=\"auto\"># One *two* &lt;b&gt;three&lt;/b&gt;<br>
{{ 7 * 7 }} {% include &#39;x&#39; %} {# gone #}<br>
␛[31m⟨U+202E⟩ [x](javascript:y) &#39;q&#39; &amp; R</p>
</blockquote>
";
    let plain = "\
# One *two* <b>three</b>
{{ 7 * 7 }} {% include 'x' %} {# gone #}
␛[31m⟨U+202E⟩ [x](javascript:y) 'q' & R
> # One *two* <b>three</b>
> {{ 7 * 7 }} {% include 'x' %} {# gone #}
> ␛[31m⟨U+202E⟩ [x](javascript:y) 'q' & R
";
    for (names, wanted) in [
        (
            ["f.md", "f.MARKDOWN", "f.md.j2", "f.md.jinja", "f.md.jinja2"],
            markdown,
        ),
        (
            ["f.html", "f.htm", "f.html.j2", "f.html.jinja", "f.XHTML.J2"],
            html,
        ),
        (["f.txt", "f.tex", "f.adoc.j2", "form", "md"], plain),
    ] {
        for name in names {
            assert_eq!(filled(&home, name, template).out, wanted, "{name}");
        }
    }
}

#[test]
fn what_stands_before_a_text_does_not_let_it_begin_something() {
    for (text, plain) in [
        ("# Title", "\\# Title"),
        ("- x", "\\- x"),
        ("1. x", "1\\. x"),
    ] {
        let home = Home::new();
        let answers = format!("answers:\n  taste.better: {{rating: 1, evidence: \"{text}\"}}\n");
        home.assessed("2026-Q4", &answers);
        let evidence = "(skills|selectattr('id', 'eq', 'taste')|first).answers[0].evidence";
        for before in [
            "{{ withheld }}. ",
            "{{ withheld }}) ",
            "{{ stage }}",
            "**",
            "> {{ withheld }}. **",
            "a\n{{ withheld }}. ",
        ] {
            let template = format!("{before}{{{{ {evidence} }}}}");
            let begun = before.replace("{{ withheld }}", "0");
            let wanted = begun.replace("{{ stage }}", "") + plain;
            let out = filled(&home, "form.md", &template).out;
            assert_eq!(out, wanted, "{template}");
        }
        for before in ["em ", "**0**", "0.50 "] {
            let template = format!("{before}{{{{ {evidence} }}}}");
            let out = filled(&home, "form.md", &template).out;
            assert_eq!(out, format!("{before}{plain}"));
        }
    }
}

#[test]
fn two_texts_do_not_make_the_number_of_a_list_together() {
    let home = home();
    for (template, wanted) in [
        ("{{ withheld }}{{ '. x' }}", "1\\. x"),
        ("{{ '12' }}{{ ') x' }}", "12\\) x"),
        ("{{ '1' }}{{ '2. x' }}", "12\\. x"),
        ("{{ '1' }}{{ ' of 2' }}", "1 of 2"),
    ] {
        assert_eq!(filled(&home, "f.md", template).out, wanted, "{template}");
    }
}

#[test]
fn what_nobody_said_can_be_asked_for() {
    let home = Home::new();
    home.assessed("2026-Q4", "answers: {team.hired: {evidence: Two.}}\n");
    let template = "{% if closing or era %}said{% else %}nothing{% endif %}{{ closing }}{{ era|default('-') }}";
    assert_eq!(filled(&home, "form.md", template).out, "nothing\\-");
    let data = home.emkit("template data").ok().out;
    let data: Value = serde_json::from_str(&data).expect("JSON");
    assert_eq!(data.get("closing"), Some(&Value::Null));
    assert_eq!(data.get("era"), Some(&Value::Null));
    let exported = home.emkit("export --format json").ok().out;
    let exported: Value = serde_json::from_str(&exported).expect("JSON");
    assert_eq!(exported.get("closing"), Some(&Value::Null));
    assert_eq!(exported.get("era"), None);
}

#[test]
fn no_filter_brings_out_markup_or_what_acts_on_a_terminal() {
    let home = home();
    for filter in [
        "upper",
        "lower",
        "capitalize",
        "trim",
        "replace('One', '<i>')",
        "replace('One', '\\u001b[1m')",
        "default('x')",
        "replace('\\n', '<br>')",
        "upper|replace('\\n', '\\u202e')",
        "reverse|first",
        "quote",
        "quote|upper",
        "quote|trim",
        "quote|replace('x', '<')",
    ] {
        let template =
            format!("{{{{ skills[0].answers[0].evidence|{filter} }}}}\u{1b}[2J\u{202e}\n");
        for name in ["f.html", "f.txt", "f.md"] {
            let out = filled(&home, name, &template).out;
            assert!(!out.contains(['\u{1b}', '\u{202e}']), "{filter}: {out:?}");
            let told = out.replace("<blockquote>\n<p dir=\"auto\">", "");
            let told = told
                .replace("<br>\n", "")
                .replace("</p>\n</blockquote>", "");
            let is_markup = match name {
                "f.html" => told.contains('<'),
                "f.md" => told.replace("\\<", "").contains('<'),
                _ => false,
            };
            assert!(!is_markup, "{filter}: {out}");
        }
    }
}

#[test]
fn numbers_and_what_is_not_there_are_written_as_one_would_by_hand() {
    let home = home();
    for (template, wanted) in [
        ("{{ skills[0].score|score }}", "3.50"),
        ("{{ skills[2].score|score }}", "–"),
        (
            "{{ (skills|selectattr('id', 'eq', 'taste')|first).gap|score }}",
            "1.00",
        ),
        ("{{ -1.5|score }} {{ (0 - 1.5)|score }}", "-1.50 -1.50"),
        ("{{ skills[0].score * 20 }}%", "70.0%"),
        ("[{{ stage }}]", "[]"),
        ("{{ stage|default('not said') }}", "not said"),
        ("{{ nothing|default('not there') }}", "not there"),
        ("{{ withheld > 0 }}", "true"),
        ("{{ withheld + 1 }}", "2"),
        ("{{ period ~ ' & ' ~ role }}", "2026-Q4 & em"),
        ("{{ focus|map(attribute='title')|join(', ') }}", "Taste"),
        (
            "{{ skills|selectattr('gap', 'gt', 0)|map(attribute='id')|join(' ') }}",
            "taste",
        ),
        (
            "{% for id in ['team', 'taste'] %}{{ loop.index }} {{ id }}{{ loop.cycle('.', '!') }}{% endfor %}",
            "1 team.2 taste!",
        ),
        (
            "{% if 'x' in skills %}a{% elif role == 'em' %}b{% endif %}",
            "b",
        ),
        (
            "{% set n = role %}{% with m = n %}{{ m }}{% endwith %}",
            "em",
        ),
        ("{% raw %}{{ raw }}{% endraw %}{# comment #}", "{{ raw }}"),
        ("a\r\n{% if role %}\r\n\tb\r\n{% endif %}\r\n", "a\n\tb\n"),
        ("\u{feff}{{ role }}", "em"),
    ] {
        assert_eq!(
            filled(&home, "form.txt", template).out,
            wanted,
            "{template}"
        );
    }
}

#[test]
fn a_wrong_name_is_told_with_its_place_and_the_names_that_there_are() {
    let home = home();
    let told = refused(&home, "# Form\n\n{{ perod }}\n");
    assert!(
        told.contains(
            "form.md:3:4: there is no `perod`; did you mean `period`?; available: answers, author, closing, clusters, "
        ),
        "{told}"
    );
    assert!(told.contains("     3 | {{ perod }}\n"), "{told}");
    assert!(told.contains("hint: `emkit template data`"), "{told}");
    for template in [
        "{% for skill in skills %}{{ skill.titel }}{% endfor %}",
        "{% for skill in skills %}{{ skill.titel|score }}{% endfor %}",
        "{{ skills|map(attribute='titel')|join(' ') }}",
        "{{ skills|selectattr('titel') }}",
        "{{ skills[0].titel.more }}",
        "{% if skills[0].titel %}{% endif %}",
        "{% for next in skills %}{% if next.titel %}{% for last in skills %}{{ last.id }}{% endfor %}{% endif %}{% endfor %}",
        "{{ zulu is defined }}{{ skills[0].titel|score }}{{ zulu }}",
    ] {
        let told = refused(&home, template);
        assert!(told.contains("there is no `titel`"), "{template}: {told}");
        assert!(told.contains("hint: `emkit template data`"), "{told}");
    }
}

#[test]
fn every_other_mistake_is_told_with_its_line() {
    let home = home();
    for (template, wanted) in [
        (
            "{{ role|uper }}",
            "1:9: there is no filter `uper`; did you mean `upper`?; available: capitalize",
        ),
        (
            "{{ 1 is od }}",
            "there is no test `od`; did you mean `odd`?",
        ),
        (
            "\n{{ skills }}",
            "2:4: this is a list; `{% for one in … %}`",
        ),
        (
            "\n\n{{ rubric }}",
            "3:4: this has parts, and one of them has to be named: digest, id, version",
        ),
        (
            "{{ role|score }}",
            "this filter takes a number, and this is a string",
        ),
        (
            "{{ skills|upper }}",
            "this filter takes a text, and this is a sequence",
        ),
        ("{{ role + 1 }}", "1:4: "),
        ("{{ role", "1:4: unexpected end of input"),
        ("{{ role }\n", "1:9: unexpected `}`"),
        ("\n{% if role %}", "unexpected end of input"),
        ("{% endfor %}", "1:4: unknown statement endfor"),
        ("{% include 'x' %}", "1:4: unknown statement include"),
        ("{% fro skill in skills %}", "1:4: unknown statement fro"),
        ("{% macro m() %}", "1:4: unknown statement macro"),
        (
            "\n{% autoescape true %}{{ role }}{% endautoescape %}",
            "2:25: `autoescape` does nothing here",
        ),
        ("{{ role|safe }}", "there is no filter `safe`"),
        ("{{ role|escape }}", "there is no filter `escape`"),
        ("{{ range(3) }}", "1:4: a template has no functions"),
        ("{{ role.foo() }}", "1:8: string has no method named foo"),
        ("{{ 1 / 0 }}", "1:4: "),
    ] {
        let told = refused(&home, template);
        let told: Vec<_> = told.lines().collect();
        assert!(told[1].starts_with("form.md:"), "{template}: {told:#?}");
        assert!(told[1].contains(wanted), "{template}: {told:#?}");
    }
}

#[test]
fn what_is_no_template_file_is_told_apart() {
    let home = home();
    home.write("large.md", vec![b'x'; 5 * 1024 * 1024]);
    home.write("latin.md", b"Selbsteinsch\xe4tzung");
    fs::create_dir(home.path().join("folder.md")).expect("a folder");
    let made = Command::new("mkfifo")
        .arg(home.path().join("pipe.md"))
        .status();
    assert!(made.expect("mkfifo").success());
    for (name, wanted) in [
        ("none.md", "there is no such file"),
        ("large.md", "larger than 4 MiB"),
        ("latin.md", "not UTF-8"),
        ("folder.md", "not a regular file"),
        ("pipe.md", "not a regular file"),
        ("/dev/zero", "not a regular file"),
    ] {
        let ran = home.emkit_with(&["export", "--template", name]).fails(1);
        assert!(ran.err.contains(wanted), "{name}: {}", ran.err);
    }
}

#[test]
fn a_form_is_written_to_a_file_like_every_export() {
    let home = home();
    home.write("form.md", "{{ period }}\n");
    let to_file = "export --template form.md --output out.md";
    let ran = home.emkit(to_file).ok();
    assert!(ran.err.contains("written to `out.md`"), "{ran:#?}");
    let path = home.path().join("out.md");
    assert_eq!(fs::read_to_string(&path).expect("the form"), "2026-Q4\n");
    let mode = fs::metadata(&path).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    home.write("form.md", "other\n");
    let ran = home.emkit(to_file).fails(1);
    assert!(ran.err.contains("there already"), "{ran:#?}");
    home.emkit(&format!("{to_file} --force")).ok();
    assert_eq!(fs::read_to_string(&path).expect("the form"), "other\n");
    // A template that is wrong leaves the form as it was.
    home.write("form.md", "{{ oops }}\n");
    home.emkit(&format!("{to_file} --force")).fails(1);
    assert_eq!(fs::read_to_string(&path).expect("the form"), "other\n");
    home.emkit("export --template form.md --format json")
        .fails(2);
}

#[test]
fn private_text_is_in_no_form_unless_it_is_asked_for() {
    let home = home();
    let form = "{% for skill in skills %}{% for answer in skill.answers if answer.withheld or answer.private %}{{ answer.id }}: {{ answer.evidence|default('left out') }}{% endfor %}{% endfor %}";
    let ran = filled(&home, "form.md", form);
    assert_eq!(ran.out, "team.retained: left out");
    assert!(ran.err.contains("1 private answer"), "{ran:#?}");
    let ran = home
        .emkit("export --template form.md --include-private")
        .ok();
    assert_eq!(ran.out, "team.retained: A secret salary.");
    let ran = home.emkit("template data").ok();
    assert!(!ran.out.contains("secret"), "{ran:#?}");
    assert!(ran.err.contains("1 private answer"), "{ran:#?}");
    let ran = home.emkit("template data --include-private").ok();
    assert!(ran.out.contains("A secret salary."), "{ran:#?}");
    // Nor in an error.
    let told = refused(&home, "{{ skills[1].answers[1].evidence.more }}");
    assert!(!told.contains("secret"), "{told}");
}

/// Whether all that is in one value is in the other, under the same names.
fn holds(all: &Value, part: &Value) -> bool {
    match (all, part) {
        (Value::Object(all), Value::Object(part)) => part
            .iter()
            .all(|(name, part)| all.get(name).is_some_and(|all| holds(all, part))),
        (Value::Array(all), Value::Array(part)) => {
            all.len() == part.len() && all.iter().zip(part).all(|(all, part)| holds(all, part))
        }
        _ => all == part,
    }
}

#[test]
fn the_data_is_that_of_the_json_export_and_the_words_beside_it() {
    let home = home();
    let read = |arguments: &str| -> Value {
        let out = home.emkit(arguments).ok().out;
        assert!(!out.contains(['\u{1b}', '\u{202e}']), "{arguments}");
        serde_json::from_str(&out).expect("JSON")
    };
    let lens = "2026-Q4 --role director --stage series-b";
    let data = read(&format!("template data {lens}"));
    let exported = read(&format!("export {lens} --format json"));
    assert!(holds(&data, &exported), "{data:#}");
    assert_eq!(data["words"]["role"], "Director of engineering");
    assert_eq!(data["words"]["finished"], "2026-11-20");
    assert_eq!(data["focus"][0]["title"], "Taste");
    let answer = &data["skills"][0]["answers"][0];
    assert_eq!(answer["label"], "strong");
    assert_eq!(
        answer["ask"],
        "What slowed your team down most this quarter, and had it happened before?"
    );
    assert!(
        answer["anchor"]
            .as_str()
            .expect("words")
            .starts_with("We fixed what caused a delay")
    );
}
