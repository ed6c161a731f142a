//! What is held against inputs of any kind: by `cargo fuzz` against millions of them, by the plain
//! tests against those that are kept in `tests/emkit/corpus/`.

mod files;
mod log;
mod output;
mod renders;
mod reply;
mod template;
mod world;

// The targets of `cargo fuzz` need only what they run.
#[allow(unused_imports)]
pub(crate) use template::AWKWARD;

/// A target: its name, which is also that of its folder of inputs, and what it does with one.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// Every target there is.
pub(crate) const TARGETS: [Target; 14] = [
    ("bytes", files::bytes),
    ("assessment", files::assessment),
    ("answers", files::answers),
    ("rubric", files::rubric),
    ("config", files::config),
    ("reply", reply::reply),
    ("table", renders::table),
    ("plain", renders::plain),
    ("markdown", renders::markdown),
    ("json", renders::json),
    ("diff", renders::diff),
    ("list", renders::list),
    ("log", log::log),
    ("template", template::template),
];

/// Runs the target of that name.
pub(crate) fn run(name: &str, input: &[u8]) {
    let target = TARGETS.into_iter().find(|(known, _)| *known == name);
    let (_, check) = target.unwrap_or_else(|| panic!("there is no target `{name}`"));
    check(input);
}
