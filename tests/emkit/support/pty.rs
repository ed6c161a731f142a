//! A terminal with the program in it: what is typed goes in as keys, what comes out is a screen.

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};

use crate::support::Home;

pub(crate) const DOWN: &str = "\x1b[B";
pub(crate) const UP: &str = "\x1b[A";
pub(crate) const LEFT: &str = "\x1b[D";
pub(crate) const RIGHT: &str = "\x1b[C";
pub(crate) const HOME: &str = "\x1b[H";
pub(crate) const END: &str = "\x1b[F";
pub(crate) const WORD_LEFT: &str = "\x1b[1;5D";
pub(crate) const BACKSPACE: &str = "\x7f";
pub(crate) const F1: &str = "\x1bOP";
pub(crate) const ENTER: &str = "\r";
pub(crate) const ESCAPE: &str = "\x1b";
pub(crate) const CTRL_C: &str = "\x03";
pub(crate) const CTRL_D: &str = "\x04";
pub(crate) const CTRL_G: &str = "\x07";
pub(crate) const CTRL_N: &str = "\x0e";
pub(crate) const CTRL_O: &str = "\x0f";
pub(crate) const CTRL_P: &str = "\x10";
pub(crate) const CTRL_V: &str = "\x16";
pub(crate) const CTRL_X: &str = "\x18";
pub(crate) const CTRL_Q: &str = "\x11";
pub(crate) const CTRL_R: &str = "\x12";
pub(crate) const CTRL_S: &str = "\x13";
pub(crate) const CTRL_T: &str = "\x14";
pub(crate) const TAB: &str = "\t";
pub(crate) const CTRL_U: &str = "\x15";
pub(crate) const CTRL_W: &str = "\x17";
pub(crate) const CTRL_Z: &str = "\x1a";
pub(crate) const CTRL_BACKSLASH: &str = "\x1c";
pub(crate) const UNDO: &str = "\x1f";

/// Columns and rows that every terminal test has to work at.
pub(crate) const SIZES: [(u16, u16); 3] = [(80, 24), (60, 24), (120, 40)];

/// Long enough for a busy machine; nothing waits this long unless it fails.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Terminal {
    parser: Arc<Mutex<vt100::Parser>>,
    /// Everything that was written to the terminal.
    written: Arc<Mutex<Vec<u8>>>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    reader: Option<JoinHandle<()>>,
    is_closed: Arc<AtomicBool>,
}

/// How a run in a terminal ended.
#[derive(Debug)]
pub(crate) struct Left {
    pub(crate) code: u32,
    pub(crate) screen: String,
    /// The same as [`Terminal::picture`] shows it.
    pub(crate) picture: String,
    pub(crate) cursor_is_visible: bool,
    pub(crate) takes_whole_lines: bool,
    pub(crate) is_on_first_screen: bool,
    pub(crate) marks_pastes: bool,
}

impl Left {
    /// The terminal is as it was before the program ran, and this was its exit code.
    pub(crate) fn assert_in_order(&self, code: u32) {
        assert_eq!(self.code, code, "{self:#?}");
        assert!(self.cursor_is_visible, "the cursor is hidden: {self:#?}");
        assert!(self.takes_whole_lines, "keys are taken raw: {self:#?}");
        assert!(self.is_on_first_screen, "on the second screen: {self:#?}");
        assert!(!self.marks_pastes, "pastes are marked: {self:#?}");
    }
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
        let mut command = CommandBuilder::new(super::program());
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
        let program = super::program();
        let program = ("EMKIT", program.to_str().expect("UTF-8"));
        Self::run(home, command, size, &[environment, &[program]].concat())
    }

    fn run(
        home: &Home,
        mut command: CommandBuilder,
        size: (u16, u16),
        environment: &[(&str, &str)],
    ) -> Self {
        command.env_clear();
        command.env("EMKIT_HOME", home.store());
        command.cwd(home.path());
        for (name, value) in environment {
            command.env(name, value);
        }
        Self::open(command, size)
    }

    /// Starts any program, with its own environment and folder.
    pub(crate) fn open(mut command: CommandBuilder, (columns, rows): (u16, u16)) -> Self {
        let size = PtySize {
            rows,
            cols: columns,
            ..PtySize::default()
        };
        let pair = native_pty_system()
            .openpty(size)
            .expect("a pseudo-terminal");
        command.env("TERM", "xterm-256color");
        let child = pair
            .slave
            .spawn_command(command)
            .expect("the program starts");
        drop(pair.slave);

        let side = |length| NonZeroU16::new(length).expect("a size");
        let parser = Arc::new(Mutex::new(vt100::Parser::new(side(rows), side(columns), 0)));
        let mut output = pair.master.try_clone_reader().expect("a reader");
        let screen = Arc::clone(&parser);
        let written = Arc::new(Mutex::new(Vec::new()));
        let all = Arc::clone(&written);
        let is_closed = Arc::new(AtomicBool::new(false));
        let closed = Arc::clone(&is_closed);
        let reader = thread::spawn(move || {
            let mut bytes = [0; 4096];
            // A terminal whose program has ended gives an error or nothing.
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                if closed.load(Ordering::SeqCst) {
                    break;
                }
                screen.lock().expect("the screen").process(&bytes[..count]);
                all.lock().expect("what is written").extend(&bytes[..count]);
            }
        });
        Self {
            parser,
            written,
            keys: pair.master.take_writer().expect("a keyboard"),
            master: pair.master,
            child,
            reader: Some(reader),
            is_closed,
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

    /// The same with any bytes, also to a program that may have ended by itself.
    #[allow(
        dead_code,
        reason = "the fault suite, which shares this file, calls it"
    )]
    pub(crate) fn press_bytes(&mut self, bytes: &[u8]) {
        let _ = self.keys.write_all(bytes).and_then(|()| self.keys.flush());
    }

    /// The process of the program.
    pub(crate) fn process(&self) -> Pid {
        let id = self.child.process_id().and_then(|id| id.try_into().ok());
        id.and_then(Pid::from_raw).expect("a program")
    }

    #[allow(
        dead_code,
        reason = "the fault suite, which shares this file, calls it"
    )]
    pub(crate) fn is_running(&mut self) -> bool {
        self.child.try_wait().expect("a status").is_none()
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
        const MAX_ITEMS: usize = 30;
        self.wait("a list", || !self.takes_whole_lines());
        for _ in 0..MAX_ITEMS {
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

    /// Kills the program at once, and waits until it is gone.
    pub(crate) fn kill(mut self) {
        // It may have ended by itself.
        let _ = kill_process(self.process(), Signal::KILL);
        self.child.wait().expect("an end");
    }

    fn send(&self, name: &str, group: &str) {
        let id = self.child.process_id().expect("a running program");
        let sent = Command::new("kill")
            .args(["-s", name, "--", &format!("{group}{id}")])
            .status();
        assert!(sent.expect("`kill`").success());
    }

    /// Gives the terminal another size, as somebody who drags the edge of its window.
    pub(crate) fn resize(&self, (columns, rows): (u16, u16)) {
        let side = |length| NonZeroU16::new(length).expect("a size");
        let mut parser = self.screen();
        parser.screen_mut().set_size(side(rows), side(columns));
        let size = PtySize {
            rows,
            cols: columns,
            ..PtySize::default()
        };
        self.master.resize(size).expect("another size");
    }

    /// Closes the terminal under the program, as somebody who closes its window, and waits for
    /// the end of the program.
    pub(crate) fn close(mut self) -> u32 {
        self.is_closed.store(true, Ordering::SeqCst);
        // The reader holds the terminal open until it has something to read.
        let name = self.master.tty_name().expect("the terminal's name");
        let mut terminal = OpenOptions::new().write(true).open(name).expect("it opens");
        // The keyboard would type the end of input as it goes, where there is a character for it.
        let mut modes = tcgetattr(&terminal).expect("the terminal's modes");
        modes.special_codes[SpecialCodeIndex::VEOF] = 0;
        tcsetattr(&terminal, OptionalActions::Now, &modes).expect("other modes");
        terminal.write_all(b".").expect("a listening terminal");
        drop(terminal);
        let reader = self.reader.take().expect("a reader");
        reader.join().expect("the reader ends");
        // What is left of it are these two.
        let Self { master, keys, .. } = &mut self;
        *keys = Box::new(std::io::sink());
        let pair = native_pty_system().openpty(PtySize::default());
        *master = pair.expect("a pseudo-terminal").master;
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("a status") {
                assert_eq!(status.signal(), None);
                return status.exit_code();
            }
            assert!(Instant::now() < deadline, "it outlives its terminal");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until the program has opened a file and not closed it again.
    #[cfg(target_os = "linux")]
    pub(crate) fn until_open(&self, file: &Path) {
        let id = self.child.process_id().expect("a program");
        let open = std::path::PathBuf::from(format!("/proc/{id}/fd"));
        let file = file.canonicalize().expect("a path");
        self.wait("open file", || {
            let mut open = open.read_dir().expect("open files").flatten();
            open.any(|link| link.path().read_link().is_ok_and(|path| path == file))
        });
    }

    /// The path of the terminal, which goes when it is closed.
    #[cfg(target_os = "linux")]
    pub(crate) fn path(&self) -> std::path::PathBuf {
        self.master.tty_name().expect("the terminal's name")
    }

    /// Waits until a file is there: a save has come that far.
    pub(crate) fn until_saved(&self, file: &Path) {
        self.wait("saved file", || file.exists());
    }

    /// Waits for the end of the program, and gives everything that it wrote, too.
    pub(crate) fn end_with_output(self) -> (String, Left) {
        let written = Arc::clone(&self.written);
        let left = self.end();
        let bytes = written.lock().expect("what is written").clone();
        (String::from_utf8(bytes).expect("UTF-8"), left)
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
        let (screen, picture) = (self.contents(), self.picture());
        let parser = self.screen();
        let terminal = parser.screen();
        Left {
            code: status.exit_code(),
            screen,
            picture,
            cursor_is_visible: !terminal.hide_cursor(),
            takes_whole_lines,
            is_on_first_screen: !terminal.alternate_screen(),
            marks_pastes: terminal.bracketed_paste(),
        }
    }

    pub(crate) fn contents(&self) -> String {
        self.screen().screen().contents()
    }

    /// The rows of the screen without the blanks behind them, and where the cursor is.
    pub(crate) fn picture(&self) -> String {
        let parser = self.screen();
        let screen = parser.screen();
        let (_, columns) = screen.size();
        let rows: Vec<_> = screen.rows(0, columns.into()).collect();
        let rows: Vec<_> = rows.iter().map(|row| row.trim_end()).collect();
        let mut picture = rows.join("\n").trim_end().to_owned();
        let (row, column) = screen.cursor_position();
        let _ = match screen.hide_cursor() {
            true => write!(picture, "\n\ncursor: hidden\n"),
            false => write!(
                picture,
                "\n\ncursor: row {}, column {}\n",
                row + 1,
                column + 1
            ),
        };
        picture
    }

    /// Waits until the screen satisfies a condition and keys are awaited.
    pub(crate) fn until(&self, what: &str, is_there: impl Fn(&Self) -> bool) {
        self.wait(what, || is_there(self) && !self.takes_whole_lines());
    }

    /// The row and column of the cursor, from 0; none while it is hidden.
    pub(crate) fn cursor(&self) -> Option<(u16, u16)> {
        let parser = self.screen();
        let screen = parser.screen();
        (!screen.hide_cursor()).then(|| screen.cursor_position())
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
    pub(crate) fn takes_whole_lines(&self) -> bool {
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
