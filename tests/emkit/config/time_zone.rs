//! A day that comes from the time zone: which zones are taken, and which are refused.

use std::fs;
use std::process::Command;

use crate::support::process::{after, finish};
use crate::support::{Home, TODAY};

#[test]
fn a_time_zone_that_names_no_file_of_one_is_refused() {
    let home = Home::new();
    home.saved("2026-Q4");
    let made = Command::new("mkfifo")
        .arg(home.path().join("pipe"))
        .status();
    assert!(made.expect("mkfifo").success());
    let huge = fs::File::create(home.path().join("huge")).expect("a file");
    huge.set_len(1 << 40).expect("a sparse file");
    let at = |name: &str| home.path().join(name).display().to_string();
    for (zone, cause) in [
        (":/dev/zero".to_owned(), "which is not a regular file"),
        ("/dev/zero".to_owned(), "which is not a regular file"),
        ("/dev/tty".to_owned(), "which is not a regular file"),
        (at("pipe"), "which is not a regular file"),
        (
            format!(":{}", at("huge")),
            "which is too large for a time zone",
        ),
    ] {
        let status = home.emkit("status").env("TZ", &zone);
        let ran = finish(after("ulimit -t 20; ulimit -v 1000000", status), "");
        assert_eq!(ran.code, Some(1), "{zone}: {ran:?}");
        let told = "error: could not tell what day it is: `TZ` names `";
        assert!(ran.err.contains(told) && ran.err.contains(cause), "{ran:?}");
        assert!(ran.err.contains("hint: set `TZ` to a name"), "{ran:?}");
        home.emkit(&format!("status --date {TODAY}"))
            .env("TZ", &zone)
            .ok();
    }
    for zone in ["Europe/Berlin", ":UTC", "", "EST5EDT", "No/Where"] {
        home.emkit("status").env("TZ", zone).ok();
    }
}
