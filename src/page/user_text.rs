//! What a person wrote, as paragraphs and lists. Lines of prose typed one after another are one line;
//! bullets, indented lines and those that begin with a sign stay on their own.

use crate::escape::visible_lines;

/// How deep lists may lie in lists; what is deeper is a line of its item.
const MAX_DEPTH: usize = 4;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passage {
    /// Lines that stand together, each without the white space around it but with how far in it
    /// began; never empty. More than one only where a line is not prose.
    Paragraph(Vec<Line>),
    List(List),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub indent: usize,
    pub text: String,
}

/// A list; it has at least one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    pub marker: Marker,
    pub items: Vec<Item>,
}

/// What the items of a list begin with, as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    Bullet(char),
    /// The number of the first item and what stands behind each.
    Number(u32, char),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub lines: Vec<String>,
    pub lists: Vec<List>,
}

/// A text in its passages. Control characters have to be stand-ins already.
///
/// A number makes a list only where it goes on from the one before, or begins at 0 or 1 (in an
/// item only at 1): nobody means a list by a line that begins with a year, and a list would count on
/// by itself.
pub fn passages(text: &str) -> Vec<Passage> {
    let rows: Vec<Row<'_>> = text.lines().map(Row::of).collect();
    let mut passages = Vec::new();
    let mut is_apart = true;
    let mut next_number = None;
    let mut at = 0;
    while let Some(row) = rows.get(at) {
        let marker = row.marker.filter(|marker| marker.may_begin(next_number));
        if let Some(marker) = marker {
            let list = list(&rows, &mut at, marker, 1);
            next_number = list.next();
            passages.push(Passage::List(list));
            continue;
        }
        at += 1;
        let was_apart = std::mem::replace(&mut is_apart, row.whole.is_empty());
        if is_apart {
            continue;
        }
        next_number = None;
        let (indent, text) = (row.indent, row.whole.to_owned());
        match passages.last_mut() {
            Some(Passage::Paragraph(lines)) if !was_apart => {
                match lines.last_mut().filter(|line| row.goes_on(&line.text)) {
                    Some(line) => join(&mut line.text, row.whole),
                    None => lines.push(Line { indent, text }),
                }
            }
            _ => passages.push(Passage::Paragraph(vec![Line { indent, text }])),
        }
    }
    passages
}

/// A text that stands in one paragraph with other words.
#[derive(Clone, Debug, Default)]
pub struct Inline {
    /// None of them empty.
    pub lines: Vec<String>,
    /// The lists that it ends with. Those further up are lines, with their marks.
    pub lists: Vec<List>,
}

impl Inline {
    pub fn of(text: &str) -> Self {
        let mut passages = passages(&visible_lines(text.trim()));
        let is_list =
            |it: &Passage| matches!(it, Passage::List(list) if list.marker.may_begin_within());
        let ends = passages.iter().rposition(|it| !is_list(it));
        let lists = passages.split_off(ends.map_or(0, |end| end + 1));
        let lists = lists.into_iter().filter_map(|it| match it {
            Passage::List(list) => Some(list),
            Passage::Paragraph(_) => None,
        });
        let lines = passages.into_iter().flat_map(|passage| match passage {
            Passage::Paragraph(lines) => lines.into_iter().map(|line| line.text).collect(),
            Passage::List(list) => list.rows(),
        });
        Self {
            lines: lines.collect(),
            lists: lists.collect(),
        }
    }
}

fn join(line: &mut String, next: &str) {
    line.push(' ');
    line.push_str(next);
}

fn list(rows: &[Row<'_>], at: &mut usize, marker: Marker, depth: usize) -> List {
    let indent = rows.get(*at).map_or(0, |row| row.indent);
    let mut list = List {
        marker,
        items: Vec::new(),
    };
    while let Some(row) = rows.get(*at) {
        let goes_on = row.indent <= indent + 1 && row.indent + 1 >= indent;
        if !goes_on || row.marker != Some(list.expected()) {
            break;
        }
        *at += 1;
        let mut item = Item {
            lines: vec![row.text.to_owned()],
            lists: Vec::new(),
        };
        while let Some(inner) = rows.get(*at).filter(|inner| inner.indent > indent + 1) {
            match inner.marker.filter(|marker| marker.may_begin_within()) {
                Some(marker) if depth < MAX_DEPTH => {
                    item.lists.push(self::list(rows, at, marker, depth + 1));
                }
                // Behind a list further in, a line would belong to that one.
                _ if inner.whole.is_empty() || !item.lists.is_empty() => break,
                _ => {
                    match item.lines.last_mut() {
                        Some(line) if inner.is_prose(line) => join(line, inner.whole),
                        _ => item.lines.push(inner.whole.to_owned()),
                    }
                    *at += 1;
                }
            }
        }
        list.items.push(item);
    }
    list
}

impl List {
    fn rows(&self) -> Vec<String> {
        let items = self.items.iter().zip(0..).flat_map(|(item, turn)| {
            let first = format!("{} {}", self.marker.text(turn), item.lines[0]);
            let more = item.lines[1..].iter().cloned();
            let inner = item.lists.iter().flat_map(Self::rows);
            std::iter::once(first).chain(more).chain(inner)
        });
        items.collect()
    }

    fn expected(&self) -> Marker {
        match self.marker {
            Marker::Number(first, end) => {
                let items = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
                Marker::Number(first.saturating_add(items), end)
            }
            bullet @ Marker::Bullet(_) => bullet,
        }
    }

    fn next(&self) -> Option<Marker> {
        matches!(self.marker, Marker::Number(..)).then(|| self.expected())
    }
}

impl Marker {
    pub fn text(self, item: u32) -> String {
        match self {
            Self::Bullet(bullet) => bullet.to_string(),
            Self::Number(first, end) => format!("{}{end}", u64::from(first) + u64::from(item)),
        }
    }

    /// Right under words, whoever reads Markdown takes no other number for a list.
    fn may_begin_within(self) -> bool {
        matches!(self, Self::Bullet(_) | Self::Number(1, _))
    }

    fn may_begin(self, next_number: Option<Self>) -> bool {
        match self {
            Self::Bullet(_) | Self::Number(0 | 1, _) => true,
            Self::Number(..) => next_number == Some(self),
        }
    }
}

struct Row<'t> {
    indent: usize,
    whole: &'t str,
    marker: Option<Marker>,
    text: &'t str,
}

impl<'t> Row<'t> {
    fn of(line: &'t str) -> Self {
        let whole = line.trim_matches(' ');
        let indent = line.len() - line.trim_start_matches(' ').len();
        let item = item(whole).filter(|(_, text)| !text.is_empty());
        Self {
            indent,
            whole,
            marker: item.map(|(marker, _)| marker),
            text: item.map_or(whole, |(_, text)| text),
        }
    }

    /// Whether it is more of the prose in the line before.
    fn is_prose(&self, before: &str) -> bool {
        let is_begun = |c: char| c.is_alphanumeric() || "\"'“‘„«(".contains(c);
        self.marker.is_none() && self.whole.starts_with(is_begun) && !before.ends_with(':')
    }

    fn goes_on(&self, before: &str) -> bool {
        self.indent == 0 && self.is_prose(before)
    }
}

fn item(line: &str) -> Option<(Marker, &str)> {
    let (word, text) = line.split_once(' ')?;
    let text = text.trim_start_matches(' ');
    if let "-" | "*" | "+" = word {
        return Some((Marker::Bullet(word.chars().next()?), text));
    }
    let end = word.chars().last().filter(|end| matches!(end, '.' | ')'))?;
    let digits = word.strip_suffix(end)?;
    let is_number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    // Spelled `01`, it would come back as another.
    let number: u32 = digits
        .parse()
        .ok()
        .filter(|_| is_number && digits.len() < 9)?;
    (number.to_string() == digits).then_some((Marker::Number(number, end), text))
}
