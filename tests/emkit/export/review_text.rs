//! How the words of a person come out of a review.

use crate::support::{Home, answer};

#[test]
fn the_bullets_and_numbers_of_a_person_stay_lists() {
    let home = Home::new();
    home.assessed(
        "2026-Q4",
        "answers:\n  execution.shipped:\n    rating: 4\n    evidence: |\n      Did:\n      - one\n        # more\n      - two\n      1. first\n      2. second\n      2019. A year\n",
    );
    let review = home.emkit("export --sections evidence").ok().out;
    assert!(
        review.contains("> Did:\n>\n> - one  \n>   \\# more\n> - two\n>\n> 1. first\n> 2. second\n>\n> 2019\\. A year\n"),
        "{review}"
    );
}

#[test]
fn lines_of_prose_are_one_and_what_was_typed_stays_in_the_file_and_in_json() {
    let home = Home::new();
    let typed = "We moved billing\nin six weeks.\nIt took:\n- two teams\n- one weekend";
    home.assessed(
        "2026-Q4",
        &format!(
            "answers:\n  execution.shipped: {{rating: 4, evidence: {}}}\n",
            serde_json::Value::from(typed)
        ),
    );
    let result = "1. We moved billing in six weeks. It took:\n\n   - two teams\n   - one weekend\n";
    let review = home.emkit("export").ok().out;
    assert!(review.contains(result), "{review}");
    let html = home.emkit("export --format html").ok().out;
    assert!(
        html.contains("<p dir=\"auto\">We moved billing in six weeks. It took:</p>\n<ul>\n<li><div dir=\"auto\">two teams</div></li>"),
        "{html}"
    );
    let json = home.json("2026-Q4");
    assert_eq!(answer(&json, "execution.shipped")["evidence"], typed);
    assert!(
        home.text("assessments", "2026-Q4")
            .contains("in six weeks.\n")
    );
}
