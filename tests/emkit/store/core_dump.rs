//! A program that dies leaves no picture of its memory behind.

use std::fs;
use std::process::Command;

use crate::assess::editor::editor;
use crate::support::process::{Live, after};
use crate::support::{Home, Run, TODAY};

/// An interview that has been told something and waits for more.
fn waiting(command: Command) -> Live {
    let mut live = Live::begin(command);
    live.type_lines(&["The words of a person.", "", "4"]);
    live.wait_for("saved execution.friction");
    live
}

fn assess(home: &Home) -> Run {
    home.emkit(&format!("assess --accessible --role em --date {TODAY}"))
        .env("PATH", "/usr/bin:/bin")
}

/// What lies in a folder beside the store.
fn beside_the_store(home: &Home) -> Vec<String> {
    let entries = fs::read_dir(home.path()).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let names = names.map(|name| name.to_string_lossy().into_owned());
    names.filter(|name| name != "store").collect()
}

#[test]
fn nothing_is_dumped_when_the_program_is_killed_by_a_fault() {
    for signal in ["SEGV", "ABRT", "BUS", "ILL", "FPE", "SYS", "TRAP"] {
        let home = Home::new();
        // Where no more is allowed than is anyway, there is nothing to raise.
        let mut live = waiting(after("ulimit -c unlimited 2>/dev/null", assess(&home)));
        live.signal_until_it_ends(signal);
        let ran = live.end();
        assert_eq!(ran.code, None, "{signal}: {ran:#?}");
        assert_eq!(beside_the_store(&home), [] as [&str; 0], "{signal}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_system_may_not_dump_an_interview_nor_show_its_memory_to_others() {
    use std::os::unix::fs::MetadataExt;
    use std::path::Path;

    let home = Home::new();
    let is_root = fs::metadata("/proc/self").expect("a process").uid() == 0;
    let live = waiting(match is_root {
        // What is root's is root's, dumped or not.
        true => as_nobody(&home),
        false => assess(&home).command(),
    });
    let of_process = |name: &str| Path::new("/proc").join(live.id().to_string()).join(name);
    let limits = fs::read_to_string(of_process("limits")).expect("its limits");
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"));
    let core: Vec<_> = core.expect("a limit").split_whitespace().collect();
    assert_eq!(core[4..6], ["0", "0"], "{limits}");
    // What a program is that may be dumped belongs to its own user.
    let runs_as = fs::metadata(of_process("")).expect("a process").uid();
    let memory_of = fs::metadata(of_process("mem")).expect("its memory").uid();
    assert_ne!(runs_as, 0);
    assert_ne!(memory_of, runs_as, "it can be dumped");
}

/// The same run by a user who owns nothing, from where that user may read the program.
#[cfg(target_os = "linux")]
fn as_nobody(home: &Home) -> Command {
    use std::os::unix::fs::PermissionsExt;

    let program = home.path().join("emkit");
    fs::copy(env!("CARGO_BIN_EXE_emkit"), &program).expect("a copy");
    fs::set_permissions(home.path(), fs::Permissions::from_mode(0o777)).expect("a mode");
    let run = assess(home).command();
    let mut command = Command::new("/usr/bin/setpriv");
    command
        .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
        .arg(program)
        .args(run.get_args())
        .env_clear()
        .env("EMKIT_HOME", home.store())
        .current_dir(home.path());
    command
}

#[test]
fn an_editor_that_dies_with_a_text_in_its_memory_is_not_dumped_either() {
    let home = Home::new();
    let path = editor(
        &home,
        "ulimit -c > limit; ulimit -H -c >> limit; kill -SEGV $$",
    );
    let command = format!("'{}'", path.display());
    let run = assess(&home).env("EDITOR", &command);
    let mut live = Live::begin(after("ulimit -c unlimited 2>/dev/null", run));
    live.type_lines(&["The words of a person.", ":edit"]);
    live.wait_for("signal 11");
    live.type_lines(&["", "4", ":quit"]);
    assert_eq!(live.end().code, Some(0));
    let mut beside = beside_the_store(&home);
    beside.sort();
    assert_eq!(beside, ["limit", "my editor"]);
    let limit = fs::read_to_string(home.path().join("limit")).expect("a limit");
    assert_eq!(limit, "0\n0\n");
}
