//! A terminal with the program in it: what is typed goes in as keys, what comes out is a screen.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::support::Home;

pub(crate) const DOWN: &str = "\x1b[B";
pub(crate) const UP: &str = "\x1b[A";
pub(crate) const ENTER: &str = "\r";
pub(crate) const ESCAPE: &str = "\x1b";
pub(crate) const CTRL_C: &str = "\x03";
pub(crate) const CTRL_N: &str = "\x0e";
pub(crate) const CTRL_Q: &str = "\x11";
pub(crate) const CTRL_S: &str = "\x13";

/// Columns and rows that every terminal test has to work at.
pub(crate) const SIZES: [(u16, u16); 3] = [(80, 24), (60, 24), (120, 40)];

/// Long enough for a busy machine; nothing waits this long unless it fails.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Terminal {
    parser: Arc<Mutex<vt100::Parser>>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    reader: Option<JoinHandle<()>>,
}

/// How a run in a terminal ended.
#[derive(Debug)]
pub(crate) struct Left {
    pub(crate) code: u32,
    pub(crate) screen: String,
    pub(crate) cursor_is_visible: bool,
    pub(crate) takes_whole_lines: bool,
}

impl Terminal {
    /// Starts the program with these arguments, split at spaces.
    pub(crate) fn start(home: &Home, arguments: &str, size: (u16, u16)) -> Self {
        Self::start_with(home, arguments, size, &[])
    }

    /// The same with more in its environment.
    pub(crate) fn start_with(
        home: &Home,
        arguments: &str,
        size: (u16, u16),
        environment: &[(&str, &str)],
    ) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_emkit"));
        command.args(arguments.split_whitespace());
        Self::run(home, command, size, environment)
    }

    /// Starts a shell that controls jobs, with a script that calls the program `$EMKIT`.
    pub(crate) fn shell(
        home: &Home,
        script: &str,
        size: (u16, u16),
        environment: &[(&str, &str)],
    ) -> Self {
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-mc", script]);
        let program = ("EMKIT", env!("CARGO_BIN_EXE_emkit"));
        Self::run(home, command, size, &[environment, &[program]].concat())
    }

    fn run(
        home: &Home,
        mut command: CommandBuilder,
        (columns, rows): (u16, u16),
        environment: &[(&str, &str)],
    ) -> Self {
        let size = PtySize {
            rows,
            cols: columns,
            ..PtySize::default()
        };
        let pair = native_pty_system()
            .openpty(size)
            .expect("a pseudo-terminal");
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("EMKIT_HOME", home.store());
        command.cwd(home.path());
        for (name, value) in environment {
            command.env(name, value);
        }
        let child = pair
            .slave
            .spawn_command(command)
            .expect("the program starts");
        drop(pair.slave);

        let side = |length| NonZeroU16::new(length).expect("a size");
        let parser = Arc::new(Mutex::new(vt100::Parser::new(side(rows), side(columns), 0)));
        let mut output = pair.master.try_clone_reader().expect("a reader");
        let screen = Arc::clone(&parser);
        let reader = thread::spawn(move || {
            let mut bytes = [0; 4096];
            // A terminal whose program has ended gives an error or nothing.
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                screen.lock().expect("the screen").process(&bytes[..count]);
            }
        });
        Self {
            parser,
            keys: pair.master.take_writer().expect("a keyboard"),
            master: pair.master,
            child,
            reader: Some(reader),
        }
    }

    /// Waits until the text is on the screen and keys are awaited.
    pub(crate) fn see(&self, text: &str) {
        self.wait(&format!("`{text}` and a prompt"), || {
            self.contents().contains(text) && !self.takes_whole_lines()
        });
    }

    /// Waits until the text is on the screen, where lines and not keys are awaited.
    pub(crate) fn read(&self, text: &str) {
        self.wait(&format!("`{text}`"), || self.contents().contains(text));
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.keys
            .write_all(keys.as_bytes())
            .expect("a listening terminal");
        self.keys.flush().expect("a listening terminal");
    }

    /// Types a line and ends it.
    pub(crate) fn line(&mut self, text: &str) {
        self.press(&format!("{text}{ENTER}"));
    }

    /// Pastes as terminals do: between marks where the program has asked for them.
    pub(crate) fn paste(&mut self, text: &str) {
        let text = text.replace('\n', "\r");
        if self.screen().screen().bracketed_paste() {
            self.press(&format!("\x1b[200~{text}\x1b[201~"));
        } else {
            self.press(&text);
        }
    }

    /// Goes down a list to the item with that text and takes it.
    pub(crate) fn pick(&mut self, item: &str) {
        const MOST_ITEMS: usize = 30;
        self.wait("a list", || !self.takes_whole_lines());
        for _ in 0..MOST_ITEMS {
            let before = self.chosen();
            if before.as_ref().is_some_and(|line| line.contains(item)) {
                self.press(ENTER);
                return;
            }
            self.press(DOWN);
            self.wait("the next item", || {
                let now = self.chosen();
                now.is_some() && now != before && !self.takes_whole_lines()
            });
        }
        panic!("no `{item}` in\n{}", self.contents());
    }

    /// Sends a signal by its name.
    pub(crate) fn signal(&self, name: &str) {
        self.send(name, "");
    }

    /// Sends a signal to the program and to what it started, as a terminal that is closed does.
    pub(crate) fn signal_all(&self, name: &str) {
        self.send(name, "-");
    }

    fn send(&self, name: &str, group: &str) {
        let id = self.child.process_id().expect("a running program");
        let sent = Command::new("kill")
            .args(["-s", name, "--", &format!("{group}{id}")])
            .status();
        assert!(sent.expect("`kill`").success());
    }

    /// Waits until a file is there: a save has come that far.
    pub(crate) fn until_saved(&self, file: &Path) {
        self.wait("saved file", || file.exists());
    }

    /// Waits for the end of the program.
    pub(crate) fn end(mut self) -> Left {
        let deadline = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("a status") {
                break status;
            }
            assert!(
                Instant::now() < deadline,
                "still running:\n{}",
                self.contents()
            );
            thread::sleep(Duration::from_millis(5));
        };
        let takes_whole_lines = self.takes_whole_lines();
        let reader = self.reader.take().expect("a reader");
        reader.join().expect("all output is read");
        assert_eq!(status.signal(), None, "{}", self.contents());
        Left {
            code: status.exit_code(),
            screen: self.contents(),
            cursor_is_visible: !self.screen().screen().hide_cursor(),
            takes_whole_lines,
        }
    }

    pub(crate) fn contents(&self) -> String {
        self.screen().screen().contents()
    }

    fn screen(&self) -> MutexGuard<'_, vt100::Parser> {
        self.parser.lock().expect("the screen")
    }

    /// The line of a list that the arrow keys are on.
    fn chosen(&self) -> Option<String> {
        let contents = self.contents();
        let mut lines = contents.lines().rev();
        lines
            .find(|line| line.starts_with(['❯', '>']))
            .map(str::to_owned)
    }

    /// Whether the terminal gathers lines by itself, as it does while no prompt is open.
    fn takes_whole_lines(&self) -> bool {
        let modes = self.master.get_termios().expect("the terminal's modes");
        format!("{:?}", modes.local_flags).contains("ICANON")
    }

    fn wait(&self, what: &str, is_there: impl Fn() -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !is_there() {
            assert!(
                Instant::now() < deadline,
                "no {what} on\n{}",
                self.contents()
            );
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A test that failed leaves no program behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
