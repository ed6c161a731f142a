//! Where a line may end.

use emkit::line_break::PIECES;

fn filled(text: &str, width: usize) -> String {
    let options = textwrap::Options::new(width).word_separator(PIECES);
    textwrap::fill(text, options)
}

#[test]
fn a_command_stays_in_one_line() {
    assert_eq!(
        filled("one two three `emkit list` four `emkit show 2026-Q4`.", 22),
        "one two three\n`emkit list` four\n`emkit show 2026-Q4`."
    );
}

#[test]
fn what_fits_no_line_is_broken_at_a_space() {
    let text =
        "`emkit log Cut the release train from nine days to two --private`, then `emkit list`";
    assert_eq!(
        filled(text, 30),
        "`emkit log Cut the release\ntrain from nine days to two\n--private`, then `emkit list`"
    );
}

#[test]
fn a_backtick_alone_holds_nothing_together() {
    let text = "it`s one two three four five";
    assert_eq!(filled(text, 20), "it`s one two three\nfour five");
}
