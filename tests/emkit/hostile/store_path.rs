//! A data folder with a hostile name.

use super::fields::{PAYLOAD, assert_tame};
use crate::support::Home;

#[test]
fn a_store_with_a_hostile_path_is_named_without_acting() {
    let home = Home::new();
    let path = home.path().join(PAYLOAD.replace('/', ""));
    let path = path.to_str().expect("UTF-8");
    for command in [
        "list",
        "show",
        "doctor",
        "assess --date 2026-11-20 --answers -",
        "list",
        "show",
        "doctor",
    ] {
        let ran = home
            .emkit(command)
            .env("EMKIT_HOME", path)
            .stdin("answers: {team.hired: 3}\n")
            .run();
        assert_tame(&ran.out, command);
        assert_tame(&ran.err, command);
        assert!(!ran.err.contains("panicked"), "{ran:#?}");
    }
}
