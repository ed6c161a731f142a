//! What is typed and done at random: numbered words, and around them whatever a keyboard, a
//! terminal and a window send.

use rustix::process::Signal;

use super::act::Act;
use crate::sample_size::Chance;

/// The longest paste without marks, which is taken in a key at a time.
const LONGEST_UNMARKED: usize = 60_000;
const LONGEST_MARKED: usize = 60_000;
/// What a field takes is limited: together no more than this is pasted in a session.
const MAX_PASTED: usize = 61_000;

/// What terminals say by themselves, whole.
const REPLIES: [&str; 22] = [
    "\x1b]11;rgb:1c1c/1c1c/1c1c\x07",
    "\x1b]11;rgb:1c1c/1c1c/1c1c\x1b\\",
    "\x1b]10;rgb:dddd/dddd/dddd\x07",
    "\x1b]10;rgb:dddd/dddd/dddd\x1b\\",
    "\x1b]4;1;rgb:cdcd/0000/0000\x1b\\",
    "\x1b]52;c;aGVsbG8=\x07",
    "\x1b[?62;22c",
    "\x1b[>1;10;0c",
    "\x1b[12;40R",
    "\x1b[?2026;2$y",
    "\x1b[?1u",
    "\x1b[8;24;80t",
    "\x1b[0n",
    "\x1bP1+r544e=787465726d\x1b\\",
    "\x1bP0+r524742\x1b\\",
    "\x1bP>|XTerm(379)\x1b\\",
    "\x1bP1$r0m\x1b\\",
    "\x1bP!|7E7E0000\x1b\\",
    "\x1b_Gi=31;EINVAL\x1b\\",
    "\x1b[I",
    "\x1b[O",
    "\x1b[<35;10;5M",
];

/// Pieces of these replies, which are nobody's words.
pub(super) const NOT_WORDS: [&str; 8] = [
    "rgb:", "aGVsbG8", "787465", "524742", "XTerm(", "7E7E", "EINVAL", "2026;2$y",
];

/// Replies that end in the middle: the line is bad, or the terminal.
const UNFINISHED: [&str; 7] = [
    "\x1b]11;?",
    "\x1bP1+r54",
    "\x1b_Gi",
    "\x1b[",
    "\x1b[12;",
    "\x1bO",
    "\x1b^x",
];

/// Keys with Alt that stand for nothing in a field.
const WITH_ALT: &str =
    "acegijkmnopqrstuvwxyzACDEGHIJKLMNQRSTUVWYZ0123456789!@#$%&*()-=+;:'\",./?|`~";

/// What moves the cursor, and where words typed then part no other word.
const BETWEEN_WORDS: [&str; 9] = [
    "\x1b[H",
    "\x1b[F",
    "\x1bOH",
    "\x1bb",
    "\x1b<",
    "\x1b>",
    "\x01",
    "\x05",
    "\x1b[1;5D",
];
/// What moves the cursor anywhere.
const MOVES: [&str; 12] = [
    "\x1b[A",
    "\x1b[B",
    "\x1b[C",
    "\x1b[D",
    "\x1bOA",
    "\x1bOD",
    "\x02",
    "\x06",
    "\x1b[1;5C",
    "\x1b[1;2A",
    "\x1bf",
    "\x1b[5~",
];
/// To the very end of a text.
pub(super) const LAST: &str = "\x1b>";

const TEXTS: [&str; 20] = [
    "é",
    "日本語",
    "👩\u{200d}💻",
    "e\u{301}",
    "مرحبا",
    "ß",
    "𝔘",
    "\u{feff}",
    "\u{200b}",
    "\u{2028}",
    "\"quoted\"",
    "# 42",
    "- it's",
    "a: b",
    "{{x}}",
    "<b>",
    "100%",
    "no",
    "~",
    "---",
];

/// Acts at random, all of them out of one seed.
pub(super) struct Input {
    pub(super) chance: Chance,
    acts: Vec<Act>,
    /// The words in these acts.
    words: Vec<String>,
    numbered: usize,
    pasted: usize,
}

impl Input {
    pub(super) fn new(chance: Chance) -> Self {
        Self {
            chance,
            acts: Vec::new(),
            words: Vec::new(),
            numbered: 0,
            pasted: 0,
        }
    }

    /// What has been thought of since the last time, and the words in it.
    pub(super) fn take(&mut self) -> (Vec<Act>, Vec<String>) {
        (
            std::mem::take(&mut self.acts),
            std::mem::take(&mut self.words),
        )
    }

    pub(super) fn one_of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.chance.below(all.len())].clone()
    }

    pub(super) fn is_one_in(&mut self, count: usize) -> bool {
        self.chance.below(count) == 0
    }

    /// Any size from the smallest that is promised to work.
    pub(super) fn size(&mut self) -> (u16, u16) {
        let usual = [(80, 24), (60, 24), (120, 40), (20, 5), (200, 60)];
        if self.is_one_in(3) {
            return self.one_of(&usual);
        }
        let mut side = |from: usize, to: usize| {
            u16::try_from(from + self.chance.below(to - from)).unwrap_or(u16::MAX)
        };
        (side(20, 140), side(5, 50))
    }

    pub(super) fn bytes(&mut self, bytes: impl AsRef<[u8]>) {
        match self.acts.last_mut() {
            Some(Act::Bytes(last)) => last.extend_from_slice(bytes.as_ref()),
            _ => self.acts.push(Act::Bytes(bytes.as_ref().to_vec())),
        }
    }

    pub(super) fn wait(&mut self, milliseconds: u64) {
        self.acts.push(Act::Wait(milliseconds));
    }

    fn next_word(&mut self) -> String {
        self.numbered += 1;
        let word = format!("w{:05}", self.numbered);
        self.words.push(word.clone());
        word
    }

    /// A word that is told from every other.
    pub(super) fn word(&mut self) -> String {
        let word = self.next_word();
        self.bytes(format!(" {word} "));
        word
    }

    /// Something that takes no word away, in a text of several lines or of one.
    pub(super) fn harmless(&mut self, has_lines: bool) {
        match self.chance.below(28) {
            0..=5 => drop(self.word()),
            6..=8 => {
                let reply = self.one_of(&REPLIES);
                self.bytes(reply);
            }
            9 => {
                let with_alt: Vec<char> = WITH_ALT.chars().collect();
                let key = self.one_of(&with_alt);
                self.bytes(format!("\x1b{key}"));
            }
            10 => {
                let key = self.one_of(&["\x1b]", "\x1bP"]);
                self.bytes(key);
            }
            11 | 12 => {
                let text = self.one_of(&TEXTS);
                self.bytes(format!(" {text} "));
            }
            13 => {
                let bytes = " 日本語 👩\u{200d}💻 ".as_bytes();
                let (before, behind) = bytes.split_at(1 + self.chance.below(bytes.len() - 2));
                self.bytes(before);
                self.wait(20);
                self.bytes(behind);
            }
            14 => {
                let there = self.one_of(&BETWEEN_WORDS);
                self.bytes(there);
            }
            15 | 16 => {
                for _ in 0..=self.chance.below(6) {
                    let key = self.one_of(&MOVES);
                    self.bytes(key);
                }
                self.bytes(LAST);
            }
            17 => self.removed(has_lines),
            18 | 19 if has_lines => {
                let feed = self.one_of(&["\x1b\r", "\n", "\x1b[13;2u", "\x1b[27;2;13~"]);
                self.bytes(feed);
            }
            20 if has_lines => {
                self.word();
                self.bytes("\r");
            }
            21 => self.paste(true, has_lines),
            22 => self.paste(false, has_lines),
            23 => {
                let size = self.size();
                self.acts.push(Act::Resize(size));
            }
            24 => self.stop(),
            25 => {
                // It ends where nothing follows for a while. A program that is still busy with
                // what came before would see no such while.
                self.bytes(LAST);
                let word = self.word();
                self.acts.push(Act::Shown(word));
                let unfinished = self.one_of(&UNFINISHED);
                self.bytes(unfinished);
                self.wait(1_000);
            }
            26 if has_lines => {
                let command = self.one_of(&[":private", ":help", ":nonsense"]);
                self.bytes(format!("{LAST}\x1b\r{command}\r"));
                if command == ":help" {
                    self.bytes("\x1b[B");
                }
            }
            27 if has_lines => {
                // Any key leaves the help.
                let key = self.one_of(&["\x10", "\x1bOP\x1b[B", "\x1b[11~x"]);
                self.bytes(key);
            }
            _ => drop(self.word()),
        }
    }

    /// Something in a line that a terminal gathers by itself, of which it takes nothing away.
    pub(super) fn in_a_line(&mut self) {
        match self.chance.below(6) {
            0 => {
                let reply = self.one_of(&REPLIES);
                self.bytes(reply);
            }
            1 => {
                let text = self.one_of(&TEXTS);
                self.bytes(format!(" {text} "));
            }
            _ => drop(self.word()),
        }
    }

    /// Something that may happen between two lines.
    pub(super) fn between_lines(&mut self) {
        let size = self.size();
        let pause = u64::try_from(self.chance.below(50)).unwrap_or_default();
        let act = match self.chance.below(4) {
            0 => Act::Resize(size),
            1 => Act::Pause(pause),
            2 => Act::Signal(Signal::WINCH),
            _ => Act::Wait(pause),
        };
        self.acts.push(act);
    }

    /// Words that are typed and removed again, and no other with them.
    fn removed(&mut self, has_lines: bool) {
        let all = [
            "zz\x7f\x7f",
            " zap\x17",
            " zap\x1b\x7f",
            "é日\x08\x08",
            "z\x1b[D\x1b[3~",
            "\x1b>\x1b\rzap zap\x15",
            "\x1b>\x1b\rzap\x01\x0b",
        ];
        let removed = self.one_of(if has_lines { &all } else { &all[..5] });
        self.bytes(format!("{LAST} "));
        self.bytes(removed);
    }

    fn paste(&mut self, is_marked: bool, has_lines: bool) {
        let longest = match (is_marked, has_lines) {
            (true, true) => LONGEST_MARKED,
            (false, true) => LONGEST_UNMARKED,
            (_, false) => 100,
        };
        let longest = if self.is_one_in(6) { longest } else { 200 };
        let length = 1 + self.chance.below(longest);
        if self.pasted + length > MAX_PASTED {
            return;
        }
        self.pasted += length;
        let mut text = String::new();
        while text.len() < length {
            let word = self.next_word();
            let end = if has_lines && self.is_one_in(6) {
                "\r"
            } else {
                " "
            };
            text.push_str(&format!(" {word}{end}"));
        }
        // An empty line would end a text that is typed.
        let text = format!("{} ", text.trim_end());
        if is_marked {
            self.bytes(format!("\x1b[200~{text}\x1b[201~"));
        } else {
            self.bytes(text);
        }
    }

    fn stop(&mut self) {
        let pause = u64::try_from(self.chance.below(30)).unwrap_or_default();
        let act = match self.chance.below(4) {
            0 => Act::Signal(Signal::WINCH),
            1 => Act::Pause(pause),
            2 => Act::Suspend { by_key: true },
            _ => Act::Suspend { by_key: false },
        };
        self.acts.push(act);
    }

    /// Anything at all.
    pub(super) fn anything(&mut self) {
        const COMMANDS: [&str; 22] = [
            ":skip",
            ":na",
            ":na other w",
            ":na out-of-scope",
            ":private",
            ":share",
            ":reuse",
            ":edit",
            ":back",
            ":review",
            ":quit",
            ":help",
            ":clear",
            ":log",
            ":log 1",
            ":finish",
            ":same",
            "::",
            ":",
            ":nonsense",
            "execution.friction",
            ":goto team.hired",
        ];
        match self.chance.below(16) {
            0..=3 => {
                let has_lines = self.is_one_in(2);
                self.harmless(has_lines);
            }
            4 | 5 => {
                let key = u8::try_from(self.chance.below(32)).unwrap_or_default();
                match key {
                    0x1a => self.acts.push(Act::Suspend { by_key: true }),
                    // The ways out come by themselves at the end, and now and then here.
                    0x03 | 0x04 | 0x11 | 0x1c if !self.is_one_in(6) => self.bytes("\t"),
                    key => self.bytes([key]),
                }
            }
            6 => {
                let key = u8::try_from(0x20 + self.chance.below(0x60)).unwrap_or_default();
                self.bytes([0x1b, key]);
            }
            7 => {
                let byte = u8::try_from(self.chance.below(256)).unwrap_or_default();
                if ![0x03, 0x04, 0x11, 0x1a, 0x1c].contains(&byte) {
                    self.bytes([byte]);
                }
            }
            8 => {
                let (parameters, last) = (self.chance.below(40), self.chance.below(0x3f));
                let last = char::from(u8::try_from(0x40 + last).unwrap_or(b'A'));
                let modifier = self.chance.below(9);
                self.bytes(format!("\x1b[{parameters};{modifier}{last}"));
            }
            9 | 10 => {
                let digit = 1 + self.chance.below(6);
                self.bytes(format!("{digit}\r"));
            }
            11 => {
                let command = self.one_of(&COMMANDS);
                self.bytes(format!("{LAST}\x1b\r{command}\r"));
            }
            12 => {
                let keys = self.one_of(&[
                    "\t",
                    "\r",
                    "\r\r",
                    "\x1b[Z",
                    "\x1b\x1b",
                    "\x13",
                    "\x0e1\r\r",
                ]);
                self.bytes(keys);
            }
            13 => {
                let begun = self.one_of(&["\x1b[200~", "\x1b[201~", "\x1b[200~\x03", "\x1b\x1b[A"]);
                self.bytes(begun);
            }
            14 => {
                let unfinished = self.one_of(&UNFINISHED);
                self.bytes(unfinished);
            }
            _ => {
                let pause = u64::try_from(self.chance.below(150)).unwrap_or_default();
                self.wait(pause);
            }
        }
    }
}
