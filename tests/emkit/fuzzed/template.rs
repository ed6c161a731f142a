//! Templates of any kind, over an assessment with any text in it.

use std::path::Path;

use emkit::render::template::{data, render};

use super::output::assert_tame;
use super::world::World;

/// What is said where the engine panics.
const FAILED: &str = "the template engine failed";

/// The first byte says which kind of document it is, the rest is the template.
pub(super) fn template(input: &[u8]) {
    let Some((kind, text)) = input.split_first() else {
        return;
    };
    let name = ["form.md", "form.html", "form.txt"][usize::from(*kind) % 3];
    let world = World::read(input);
    let report = world.report();
    let data = data(&report).expect("data");
    match render(Path::new(name), &String::from_utf8_lossy(text), &data) {
        // A tab can only be one of the template's own.
        Ok(document) => assert_tame(&document.replace('\t', "")),
        Err(problems) => {
            let problems = problems.to_string();
            assert_tame(&problems);
            // The engine counts without checks in a build for use: there a slice such as
            // `'ab'[0:2:-1]` is empty, and a column beyond what it can count is another one.
            let is_uncounted = |line: &[u8]| line.contains(&b'[') || line.len() > 65_535;
            let is_known = text.split(|byte| *byte == b'\n').any(is_uncounted);
            assert!(!problems.contains(FAILED) || is_known, "{problems}");
        }
    }
}
