//! What a comparison keeps private, and says it left out.

use super::diff::{PRIVATE_NOW, PRIVATE_THEN, two};
use crate::support::skill;

#[test]
fn private_text_stays_out_of_a_comparison_unless_it_is_asked_for() {
    let home = two(PRIVATE_THEN, PRIVATE_NOW);
    for arguments in ["", "--accessible", "--format markdown", "--format json"] {
        let ran = home.emkit(&format!("diff {arguments}")).ok();
        assert!(!ran.out.contains("secret"), "{arguments}: {ran:#?}");
        assert!(!ran.err.contains("secret"), "{arguments}: {ran:#?}");
    }
    for arguments in ["", "--accessible", "--format markdown"] {
        let ran = home
            .emkit(&format!("diff --include-private {arguments}"))
            .ok();
        assert!(ran.out.contains("New secret."), "{arguments}: {ran:#?}");
    }
    let diff = home.diff("");
    let team = skill(&diff, "team");
    assert_eq!(team["questions"], serde_json::json!([]));
    // It counts all the same.
    assert_eq!((&team["compared"], &team["to"]), (&1.into(), &4.0.into()));
    let ran = home.emkit("diff --format json").ok();
    assert!(
        ran.err.contains("1 moved private answer hidden;"),
        "{ran:#?}"
    );
}

#[test]
fn a_comparison_says_how_many_private_answers_it_left_out() {
    let home = two(PRIVATE_THEN, PRIVATE_NOW);
    for arguments in ["", "--accessible", "--format markdown"] {
        let ran = home.emkit(&format!("diff {arguments}")).ok();
        assert!(
            ran.out.contains("1 moved private answer"),
            "{arguments}: {ran:#?}"
        );
    }
}
