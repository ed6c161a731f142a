//! A document before it has a format: what is said and in which order. Nothing in it is escaped;
//! that is for the format.

/// A document.
#[derive(Clone, Debug)]
pub struct Document {
    pub title: String,
    /// What stands before the first section.
    pub lead: Vec<Block>,
    pub sections: Vec<Section>,
}

#[derive(Clone, Debug)]
pub struct Section {
    /// A word for it, of a format that can name its parts.
    pub name: &'static str,
    pub title: String,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Debug)]
pub enum Block {
    /// A title within a section.
    Heading(String),
    Paragraph(Vec<Span>),
    /// A person's text of several lines.
    Quote(String),
    List(Vec<Vec<Span>>),
    Table(Table),
}

/// Words in one line.
#[derive(Clone, Debug)]
pub enum Span {
    Plain(String),
    Strong(String),
}

/// A table; every row has a cell for each column.
#[derive(Clone, Debug)]
pub struct Table {
    pub columns: Vec<(String, Column)>,
    pub rows: Vec<Vec<String>>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Words,
    /// Set flush right.
    Figures,
}

/// Plain words.
pub(super) fn plain(text: impl Into<String>) -> Span {
    Span::Plain(text.into())
}

/// Words that stand out.
pub(super) fn strong(text: impl Into<String>) -> Span {
    Span::Strong(text.into())
}

/// A paragraph of plain words.
pub(super) fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph(vec![plain(text)])
}

/// A table of these columns, `l` for words and `r` for figures.
pub(super) fn table(columns: &[&str], kinds: &str, rows: Vec<Vec<String>>) -> Block {
    let kinds = kinds.chars().map(|kind| match kind {
        'r' => Column::Figures,
        _ => Column::Words,
    });
    let columns = columns.iter().map(|title| (*title).to_owned()).zip(kinds);
    Block::Table(Table {
        columns: columns.collect(),
        rows,
    })
}
