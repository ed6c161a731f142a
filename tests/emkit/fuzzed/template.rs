//! Templates of any kind, over an assessment with any text in it.

use std::path::Path;

use emkit::render::template::{data, render};
use emkit::report::review::{Ratings, Review};

use super::output::assert_tame;
use super::world::World;

/// The first byte says which kind of document it is, the rest is the template.
pub(super) fn template(input: &[u8]) {
    let Some((kind, text)) = input.split_first() else {
        return;
    };
    let name = ["form.md", "form.html", "form.txt"][usize::from(*kind) % 3];
    let world = World::read(input);
    let report = world.report();
    let review = Review::new(&report, None, Ratings::Shown);
    let data = data(&report, &review).expect("data");
    match render(Path::new(name), &String::from_utf8_lossy(text), &data) {
        // A tab can only be one of the template's own.
        Ok(document) => assert_tame(&document.replace('\t', "")),
        Err(problems) => assert_tame(&problems.to_string()),
    }
}
