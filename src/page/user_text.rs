//! What a person wrote, as paragraphs and lists: their own line breaks and bullets, and nothing
//! else that a format might take for structure.

use crate::escape::visible_lines;

/// How deep lists may lie in lists; what is deeper is a line of its item.
const MAX_DEPTH: usize = 4;

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passage {
    /// Lines that stand together, each without the white space around it but with how far in it
    /// began; never empty.
    Paragraph(Vec<Line>),
    List(List),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// In spaces.
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
    /// Never empty.
    pub lines: Vec<String>,
    /// What lies further in.
    pub lists: Vec<List>,
}

/// A text in its passages. Control characters have to be stand-ins already.
///
/// A number makes a list only where it goes on from the one before, or begins at 0 or 1 (in an
/// item only at 1): nobody means a list by a line that begins with a year, and a list would count on
/// by itself.
#[must_use]
pub fn passages(text: &str) -> Vec<Passage> {
    let rows: Vec<Row<'_>> = text.lines().map(Row::of).collect();
    let mut passages = Vec::new();
    let mut paragraph: Vec<Line> = Vec::new();
    let mut next_number = None;
    let mut at = 0;
    while let Some(row) = rows.get(at) {
        let marker = row.marker.filter(|marker| marker.may_begin(next_number));
        if let Some(marker) = marker {
            if !paragraph.is_empty() {
                passages.push(Passage::Paragraph(std::mem::take(&mut paragraph)));
            }
            let list = list(&rows, &mut at, marker, 1);
            next_number = list.next();
            passages.push(Passage::List(list));
            continue;
        }
        at += 1;
        if !row.whole.is_empty() {
            next_number = None;
            let (indent, text) = (row.indent, row.whole.to_owned());
            paragraph.push(Line { indent, text });
        } else if !paragraph.is_empty() {
            passages.push(Passage::Paragraph(std::mem::take(&mut paragraph)));
        }
    }
    if !paragraph.is_empty() {
        passages.push(Passage::Paragraph(paragraph));
    }
    passages
}

/// The lines of a text that stands in one paragraph: none of them empty, without the white space
/// around them.
#[must_use]
pub fn lines(text: &str) -> Vec<String> {
    let text = visible_lines(text);
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The list that begins at a row, with what lies further in.
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
                    item.lines.push(inner.whole.to_owned());
                    *at += 1;
                }
            }
        }
        list.items.push(item);
    }
    list
}

impl List {
    /// The marker that the next item has to have.
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

/// A line and the item that it may be.
struct Row<'t> {
    indent: usize,
    whole: &'t str,
    marker: Option<Marker>,
    /// What stands behind the marker.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(texts: &[&str]) -> Passage {
        let line = |text: &&str| Line {
            indent: 0,
            text: (*text).to_owned(),
        };
        Passage::Paragraph(texts.iter().map(line).collect())
    }

    fn shape(text: &str) -> String {
        fn of(list: &List) -> String {
            let items = list.items.iter().map(|item| {
                let lists: String = item.lists.iter().map(of).collect();
                format!("{}{lists}", item.lines.join("/"))
            });
            let items: Vec<_> = items.collect();
            match list.marker {
                Marker::Bullet(bullet) => format!("{bullet}({})", items.join(" ")),
                Marker::Number(first, end) => format!("{first}{end}({})", items.join(" ")),
            }
        }
        let passages = passages(text);
        let shapes = passages.iter().map(|passage| match passage {
            Passage::Paragraph(lines) => {
                let lines: Vec<_> = lines.iter().map(|line| line.text.clone()).collect();
                lines.join("/")
            }
            Passage::List(list) => of(list),
        });
        shapes.collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn lines_stand_together_until_an_empty_one() {
        assert_eq!(
            passages("one\ntwo\n\n\nthree"),
            [lines(&["one", "two"]), lines(&["three"])]
        );
        assert_eq!(passages(""), []);
    }

    #[test]
    fn a_person_s_bullets_and_numbers_are_lists() {
        assert_eq!(shape("Did:\n- a\n- b\nand"), "Did: | -(a b) | and");
        assert_eq!(shape("* a\n  more\n  - b\n  - c\n* d"), "*(a/more-(b c) d)");
        assert_eq!(shape("1. a\n2. b\n\n3. c"), "1.(a b) | 3.(c)");
    }

    #[test]
    fn what_only_looks_like_an_item_is_text() {
        assert_eq!(shape("2019. A year"), "2019. A year");
        assert_eq!(shape("- \n-a\n01. b"), "-/-a/01. b");
        assert_eq!(shape("1. a\n5. b"), "1.(a) | 5. b");
        assert_eq!(shape("- a\n  0. b"), "-(a/0. b)");
    }

    #[test]
    fn no_depth_is_too_deep() {
        let deep: Vec<_> = (0..200)
            .map(|depth| " ".repeat(depth * 2) + "- x")
            .collect();
        let shape = shape(&deep.join("\n"));
        assert_eq!(shape.matches("-(").count(), MAX_DEPTH);
        assert_eq!(shape.matches('x').count(), 200);
    }
}
