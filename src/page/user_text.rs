//! What a person wrote, as paragraphs and lists. Lines of prose typed one after another are one line;
//! bullets, indented lines and those that begin with a sign stay on their own.

use crate::escape::visible_lines;

/// How deep lists may lie in lists; what is deeper is a line of its item.
const MAX_DEPTH: usize = 4;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passage {
    /// Lines that stand together; never empty, and more than one only where a line is not prose.
    Paragraph(Vec<Line>),
    List(List),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub indent: usize,
    pub text: String,
}

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

/// A text in its passages. Control characters have to be stand-ins already. A number makes a list only where
/// it goes on from the one before, or begins at 0 or 1 (in an item only at 1): a line may begin with a year.
pub fn passages(text: &str) -> Vec<Passage> {
    let rows: Vec<Row<'_>> = text.lines().map(Row::of).collect();
    let mut passages = Vec::new();
    let mut is_apart = true;
    let mut next_number = None;
    let mut at = 0;
    while let Some(row) = rows.get(at) {
        let marker = row.marker.filter(|it| match it {
            Marker::Bullet(_) | Marker::Number(0 | 1, _) => true,
            Marker::Number(..) => next_number == Some(*it),
        });
        if let Some(marker) = marker {
            let list = list(&rows, &mut at, marker, 1);
            next_number = Some(list.expected());
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
            Some(Passage::Paragraph(lines)) if !was_apart => match lines.last_mut() {
                Some(line) if indent == 0 && row.is_prose(&line.text) => {
                    line.text += &format!(" {text}");
                }
                _ => lines.push(Line { indent, text }),
            },
            _ => passages.push(Passage::Paragraph(vec![Line { indent, text }])),
        }
    }
    passages
}

/// A text that stands in one paragraph with other words: its lines, none of them empty, and the lists that
/// it ends with. Those further up are lines, with their marks.
pub fn inline(text: &str) -> (Vec<String>, Vec<List>) {
    let mut passages = passages(&visible_lines(text.trim()));
    let mut lists = Vec::new();
    let is_list =
        |it: &mut Passage| matches!(it, Passage::List(list) if list.marker.may_begin_within());
    while let Some(Passage::List(list)) = passages.pop_if(is_list) {
        lists.insert(0, list);
    }
    let lines = passages.into_iter().flat_map(|passage| match passage {
        Passage::Paragraph(lines) => lines.into_iter().map(|line| line.text).collect(),
        Passage::List(list) => list.rows(),
    });
    (lines.collect(), lists)
}

fn list(rows: &[Row<'_>], at: &mut usize, marker: Marker, depth: usize) -> List {
    let indent = rows.get(*at).map_or(0, |row| row.indent);
    let mut list = List {
        marker,
        items: Vec::new(),
    };
    while let Some(row) = rows.get(*at) {
        if row.indent.abs_diff(indent) > 1 || row.marker != Some(list.expected()) {
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
                        Some(line) if inner.is_prose(line) => *line += &format!(" {}", inner.whole),
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
}

fn item(line: &str) -> Option<(Marker, &str)> {
    let (word, text) = line.split_once(' ')?;
    let text = text.trim_start_matches(' ');
    if let "-" | "*" | "+" = word {
        return Some((Marker::Bullet(word.chars().next()?), text));
    }
    let end = word.chars().last().filter(|end| matches!(end, '.' | ')'))?;
    let digits = word.strip_suffix(end)?;
    let number: u32 = digits.parse().ok().filter(|_| digits.len() < 9)?;
    // Spelled `01`, it would come back as another.
    (number.to_string() == digits).then_some((Marker::Number(number, end), text))
}
