//! Templates of any kind, over an assessment with any text in it.

use std::path::Path;

use emkit::render::template::{FILTERS, TESTS, data, render};

use super::output::assert_tame;
use super::world::World;

/// What is said where the engine panics.
const FAILED: &str = "the template engine failed";

/// Values that few calls expect.
pub(crate) const AWKWARD: [&str; 22] = [
    "none",
    "true",
    "0",
    "-1",
    "0.0",
    "-0.5",
    "1e308",
    "9223372036854775807",
    "-9223372036854775808",
    "170141183460469231731687303715884105727",
    "-170141183460469231731687303715884105728",
    "''",
    "'é\\n\\u202e'",
    "'upper'",
    "'map'",
    "'x' * 100000",
    "[]",
    "[[[]], 'a', none, -1]",
    "(1, 'b')",
    "{'a': {'b': []}}",
    "skills",
    "loop",
];

/// Arguments of a call, three at most.
fn given(pick: &mut impl FnMut(usize) -> usize) -> String {
    let given: Vec<_> = (0..pick(4)).map(|_| AWKWARD[pick(AWKWARD.len())]).collect();
    given.join(", ")
}

/// Calls of filters, tests and methods with any arguments: each byte picks one thing.
fn calls(bytes: &[u8]) -> String {
    let mut bytes = bytes.iter().map(|byte| usize::from(*byte));
    let mut template = "{% for one in skills %}".to_owned();
    while let Some(first) = bytes.next() {
        let mut pick = |count: usize| bytes.next().unwrap_or_default() % count;
        let value = match first % 8 {
            0 => format!("loop.cycle({})", given(&mut pick)),
            1 => format!("loop.changed({})", given(&mut pick)),
            _ => AWKWARD[first % AWKWARD.len()].to_owned(),
        };
        let mut call = format!("({value})");
        for _ in 0..=first % 3 {
            let filters = FILTERS.split(' ').map(|name| format!("|{name}"));
            let tests = TESTS.split(' ').map(|name| format!(" is {name}"));
            let names: Vec<_> = filters.chain(tests).collect();
            let name = &names[pick(names.len())];
            let given = given(&mut pick);
            let given = if given.is_empty() {
                given
            } else {
                format!("({given})")
            };
            call = format!("({call}{name}{given})");
        }
        template.push_str(&format!("{{{{ {call} }}}}"));
    }
    template + "{% endfor %}"
}

/// The first byte says which kind of document it is, and whether the rest is a template or picks the
/// calls of one.
pub(super) fn template(input: &[u8]) {
    let Some((kind, text)) = input.split_first() else {
        return;
    };
    let name = ["form.md", "form.html", "form.txt"][usize::from(*kind) % 3];
    let world = World::read(input);
    let report = world.report();
    let data = data(&[report], false, &[]);
    let is_calls = *kind >= 128;
    let template = if is_calls {
        calls(text)
    } else {
        String::from_utf8_lossy(text).into_owned()
    };
    match render(Path::new(name), &template, &data) {
        // A tab can only be one of the template's own.
        Ok(document) => assert_tame(&document.replace('\t', "")),
        Err(problems) => {
            let problems = problems.to_string();
            assert_tame(&problems);
            // The engine counts without checks in a build for use: there a slice such as
            // `'ab'[0:2:-1]` is empty, and a column beyond what it can count is another one.
            let mut lines = template.lines();
            let is_uncounted = lines.any(|line| line.contains('[') || line.len() > 65_535);
            let is_known = is_uncounted && !is_calls;
            assert!(!problems.contains(FAILED) || is_known, "{problems}");
        }
    }
}
