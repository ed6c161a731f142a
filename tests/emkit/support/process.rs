//! Runs that need more than arguments and a text on stdin: a wrapper, a deadline, a conversation.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::{Ran, Run};

/// How long a run may take that should take no time. Generous, for machines that are busy.
const PATIENCE: Duration = Duration::from_secs(20);

/// Signals that end an interview, by name, and the exit code of each.
pub(crate) const ENDING: [(&str, i32); 8] = [
    ("INT", 130),
    ("QUIT", 131),
    ("TERM", 143),
    ("HUP", 129),
    ("ALRM", 142),
    ("USR1", 138),
    ("USR2", 140),
    ("XCPU", 152),
];

/// The same command started by another program, such as a shell that sets a limit first.
pub(crate) fn wrapped(run: Run, wrapper: &[&str]) -> Command {
    let inner = run.command();
    let (program, arguments) = wrapper.split_first().expect("a wrapper");
    let mut command = Command::new(program);
    command
        .args(arguments)
        .arg(inner.get_program())
        .args(inner.get_args())
        .env_clear();
    for (name, value) in inner.get_envs() {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    if let Some(folder) = inner.get_current_dir() {
        command.current_dir(folder);
    }
    command
}

/// The same command in a shell that runs `first` beforehand, such as `umask 000`.
pub(crate) fn after(first: &str, run: Run) -> Command {
    wrapped(
        run,
        &["/bin/sh", "-c", &format!("{first}; exec \"$0\" \"$@\"")],
    )
}

/// Runs a command to its end with this on stdin. Panics where it hangs.
pub(crate) fn finish(command: Command, stdin: &str) -> Ran {
    let mut live = Live::begin(command);
    live.write(stdin);
    live.end()
}

/// A running program that is talked to.
pub(crate) struct Live {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: Option<ChildStdout>,
    lines: Receiver<String>,
    said: String,
}

impl Live {
    pub(crate) fn begin(mut command: Command) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let stderr = BufReader::new(child.stderr.take().expect("stderr"));
        let (sender, lines) = channel();
        thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Self {
            stdin: child.stdin.take(),
            stdout: child.stdout.take(),
            child,
            lines,
            said: String::new(),
        }
    }

    /// Types lines.
    pub(crate) fn type_lines(&mut self, lines: &[&str]) {
        for line in lines {
            self.write(&format!("{line}\n"));
        }
    }

    fn write(&mut self, text: &str) {
        let stdin = self.stdin.as_mut().expect("stdin is open");
        // A program that has ended already is found out about at the end.
        let _ = stdin
            .write_all(text.as_bytes())
            .and_then(|()| stdin.flush());
    }

    /// Waits for a line with these words on stderr.
    pub(crate) fn wait_for(&mut self, words: &str) {
        let start = Instant::now();
        loop {
            let left = PATIENCE.saturating_sub(start.elapsed());
            match self.lines.recv_timeout(left) {
                Ok(line) => {
                    self.said.push_str(&line);
                    self.said.push('\n');
                    if line.contains(words) {
                        return;
                    }
                }
                Err(why) => panic!("no `{words}` ({why}) after:\n{}", self.said),
            }
        }
    }

    /// Kills it, as `kill -9` does, and waits until it is gone.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("a running program");
        self.child.wait().expect("an end");
    }

    /// The id of the process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal by its name.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args(["-s", name, &self.id().to_string()])
            .status();
        assert!(sent.expect("`kill`").success());
    }

    /// Sends a signal until the program has ended: of some faults the first only wakes Rust's own
    /// look at the stack.
    pub(crate) fn signal_until_it_ends(&mut self, name: &str) {
        let start = Instant::now();
        while self.child.try_wait().expect("a status").is_none() {
            assert!(start.elapsed() < PATIENCE, "it outlives {name}");
            self.signal(name);
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Closes stdin and waits for the end. Everything said from the beginning is in the result.
    pub(crate) fn end(mut self) -> Ran {
        drop(self.stdin.take());
        let mut stdout = self.stdout.take().expect("stdout");
        let reader = thread::spawn(move || {
            let mut out = String::new();
            stdout.read_to_string(&mut out).expect("UTF-8 on stdout");
            out
        });
        let start = Instant::now();
        loop {
            match self
                .lines
                .recv_timeout(PATIENCE.saturating_sub(start.elapsed()))
            {
                Ok(line) => {
                    self.said.push_str(&line);
                    self.said.push('\n');
                }
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("it hangs after:\n{}", self.said),
            }
        }
        let status = self.child.wait().expect("an end");
        Ran {
            out: reader.join().expect("stdout is read"),
            err: std::mem::take(&mut self.said),
            code: status.code(),
        }
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        // It has ended already unless the test is failing.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
