//! Many that log at once, and those that are killed.

use std::collections::BTreeSet;
use std::fs;
use std::process::Stdio;
use std::thread;

use crate::support::Home;

#[test]
fn twenty_writers_of_twenty_entries_lose_and_tear_none() {
    let home = Home::new();
    thread::scope(|scope| {
        for writer in 0..20 {
            let home = &home;
            scope.spawn(move || {
                for number in 0..20 {
                    home.emkit(&format!(
                        "log --date 2026-11-20 --skill team w{writer} n{number}"
                    ))
                    .ok();
                }
            });
        }
    });
    let texts = home.texts();
    assert_eq!(texts.len(), 400);
    let different: BTreeSet<_> = texts.iter().collect();
    assert_eq!(different.len(), 400);
    assert_eq!(home.log().lines().count(), 402);
}

#[test]
fn an_entry_is_there_as_a_whole_or_not_at_all_wherever_its_writer_is_killed() {
    let home = Home::new();
    let text = format!("begin\n\n{}\nend", "a line of it\n".repeat(2_000));
    let mut acknowledged = 0;
    for delay in 0..40 {
        let mut child = home
            .emkit("log --date 2026-11-20")
            .and(&[&text])
            .command()
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        thread::sleep(std::time::Duration::from_micros(delay * 400));
        // It may have ended.
        let _ = child.kill();
        let output = child.wait_with_output().expect("an end");
        acknowledged += usize::from(String::from_utf8_lossy(&output.stderr).contains("logged in"));
        let texts = home.texts();
        assert!(
            texts.len() >= acknowledged,
            "{} of {acknowledged}",
            texts.len()
        );
        for there in texts {
            assert_eq!(there, text);
        }
        acknowledged = acknowledged.max(home.texts().len());
        if delay % 10 == 0 {
            // So that it does not grow beyond what a log may hold.
            let _ = fs::remove_file(home.store().join("log/2026-Q4.md"));
            acknowledged = 0;
        }
    }
}
