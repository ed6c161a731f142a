//! A text as the YAML library takes it. The library's own way reads a plain text word by word, which
//! would be most of what a file of somebody's words costs; here a line of one is read in one go.

use granit_parser::{BorrowedInput, Input};
use memchr::{memchr3, memchr3_iter};

pub(super) struct TextInput<'t> {
    text: &'t str,
    rest: &'t str,
    seen: usize,
}

impl<'t> TextInput<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let (rest, seen) = (text, 0);
        Self { text, rest, seen }
    }

    fn take(&mut self, length: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }
}

impl Input for TextInput<'_> {
    fn lookahead(&mut self, count: usize) {
        self.seen = self.seen.max(count);
    }

    fn buflen(&self) -> usize {
        self.seen
    }

    fn bufmaxlen(&self) -> usize {
        128
    }

    fn raw_read_ch(&mut self) -> char {
        let next = self.peek();
        self.skip();
        next
    }

    fn raw_read_non_breakz_ch(&mut self) -> Option<char> {
        (!self.next_is_breakz()).then(|| self.raw_read_ch())
    }

    fn skip(&mut self) {
        self.take(self.rest.chars().next().map_or(0, char::len_utf8));
    }

    fn skip_n(&mut self, count: usize) {
        (0..count).for_each(|_| self.skip());
    }

    fn peek(&self) -> char {
        self.rest.chars().next().unwrap_or_default()
    }

    fn peek_nth(&self, n: usize) -> char {
        self.rest.chars().nth(n).unwrap_or_default()
    }

    /// A zero byte in a text is not its end.
    fn next_is_z(&self) -> bool {
        self.rest.is_empty()
    }

    fn byte_offset(&self) -> Option<usize> {
        Some(self.text.len() - self.rest.len())
    }

    fn slice_bytes(&self, start: usize, end: usize) -> Option<&str> {
        self.slice_borrowed(start, end)
    }

    fn fetch_block_scalar_line(&mut self, out: &mut String) -> usize {
        let line = memchr3(b'\r', b'\n', 0, self.rest.as_bytes());
        let line = self.take(line.unwrap_or(self.rest.len()));
        out.push_str(line);
        characters(line)
    }

    fn skip_plain_scalar_chunk(&mut self, most: usize, in_flow: bool) -> (bool, usize) {
        if in_flow {
            return self.fetch_plain_scalar_chunk(&mut String::new(), most, in_flow);
        }
        let rest_of_line = self.take(plain_length(self.rest));
        (true, characters(rest_of_line))
    }
}

/// How many characters there are, which takes no counting where all are ASCII.
fn characters(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.chars().count()
    }
}

/// How many bytes of a plain text there are in this line: up to blanks at its end, a comment, or a
/// colon that makes it a key.
fn plain_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let line = memchr3(b'\n', b'\r', b'\t', bytes).unwrap_or(bytes.len());
    let is_end = |at: &usize| match bytes[*at] {
        b':' => matches!(
            bytes.get(at + 1),
            None | Some(b' ' | b'\t' | b'\r' | b'\n' | 0)
        ),
        b'#' => *at > 0 && bytes[at - 1] == b' ',
        _ => true,
    };
    let end = memchr3_iter(b':', b'#', 0, &bytes[..line]).find(is_end);
    let taken = &bytes[..end.unwrap_or(line)];
    taken
        .iter()
        .rposition(|byte| *byte != b' ')
        .map_or(0, |at| at + 1)
}

impl<'t> BorrowedInput<'t> for TextInput<'t> {
    fn slice_borrowed(&self, start: usize, end: usize) -> Option<&'t str> {
        self.text.get(start..end)
    }
}
