//! A page as blocks: what is said, in which order, before it has a format. Nothing in a block is
//! escaped or wrapped; each of the four drawings does that.

pub mod html;
pub mod markdown;
pub mod plain;
pub mod terminal;
pub mod user_text;
pub mod wrap;

mod table;
mod widths;

pub use table::{Cell, Kind, Table, grouped, table};

#[derive(Clone, Debug, Default)]
pub struct Page {
    /// What the page is about; empty where the command's name says it.
    pub title: String,
    pub lead: Vec<Block>,
    pub sections: Vec<Section>,
    /// What a reader has to know to read the figures, a sentence each.
    pub footnotes: Vec<String>,
}

impl Page {
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..Self::default()
        }
    }

    pub fn of_table(table: Table) -> Self {
        Self {
            lead: vec![Block::Table(table)],
            ..Self::default()
        }
    }

    /// The same with one more section; nothing where the section says nothing.
    pub fn section(mut self, title: impl Into<String>, blocks: Vec<Block>) -> Self {
        self.sections.extend(Section::new(title, blocks));
        self
    }

    /// The same, with commands in the form in which emkit was started.
    pub fn started_as(mut self, program: Option<&str>) -> Self {
        let Some(program) = program else { return self };
        let start = |command: &mut String| {
            if let Some(rest) = command.strip_prefix("emkit ") {
                *command = format!("{program} {rest}");
            }
        };
        let blocks = self.sections.iter_mut().flat_map(|it| &mut it.blocks);
        for block in self.lead.iter_mut().chain(blocks) {
            match block {
                Block::Command(command) => start(command),
                Block::List(items) => {
                    let commands = items.iter_mut().filter_map(|it| it.command.as_mut());
                    commands.for_each(start);
                }
                _ => {}
            }
        }
        for footnote in &mut self.footnotes {
            *footnote = footnote.replace("`emkit ", &format!("`{program} "));
        }
        self
    }
}

#[derive(Clone, Debug)]
pub struct Section {
    /// A word for links to it; empty where no format needs one.
    pub name: &'static str,
    pub title: String,
    pub blocks: Vec<Block>,
    /// Whether HTML shows the blocks only once they are asked for, and on paper.
    pub is_folded: bool,
    /// What HTML has at its beginning, as markup; may be empty.
    pub picture: String,
}

#[derive(Clone, Debug)]
pub enum Block {
    Heading(String),
    Paragraph(Vec<Span>),
    List(Vec<Item>),
    Numbered(Vec<Item>),
    /// An answer of a person: what it is about, if that has to be said, their words, and below how they rated it.
    Answer(Item),
    Table(Table),
    Command(String),
}

#[derive(Clone, Debug, Default)]
pub struct Item {
    pub text: Vec<Span>,
    /// What a person wrote, behind the text in the same paragraph, with their line breaks; may be empty.
    pub words: String,
    /// What belongs to it: what somebody wrote, or more about it; empty where nothing does.
    pub below: String,
    pub command: Option<String>,
}

#[derive(Clone, Debug)]
pub enum Span {
    Plain(String),
    Strong(String),
    /// Plain, and never broken where a format can see to it.
    Whole(String),
}

/// What a reader should look at, in colour. The words say it too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Plain,
    /// A gap, or something that evidence does not back.
    Warn,
    Up,
    Down,
}

impl Section {
    pub fn new(title: impl Into<String>, blocks: Vec<Block>) -> Option<Self> {
        (!blocks.is_empty()).then(|| Self {
            name: "",
            title: title.into(),
            blocks,
            is_folded: false,
            picture: String::new(),
        })
    }
}

impl Item {
    pub fn of(text: Vec<Span>) -> Self {
        Self {
            text,
            ..Self::default()
        }
    }

    pub fn words(mut self, words: impl Into<String>) -> Self {
        self.words = words.into();
        self
    }

    pub fn below(mut self, below: impl Into<String>) -> Self {
        self.below = below.into();
        self
    }

    pub fn run(mut self, command: impl Into<String>) -> Self {
        self.command = Some(command.into());
        self
    }
}

impl<T: Into<String>> From<T> for Item {
    fn from(text: T) -> Self {
        Self::of(vec![plain(text)])
    }
}

/// The words of the spans, for a format that draws them all alike.
fn text(spans: &[Span]) -> String {
    let texts = spans.iter().map(|span| match span {
        Span::Plain(text) | Span::Strong(text) | Span::Whole(text) => text.as_str(),
    });
    texts.collect()
}

pub fn plain(text: impl Into<String>) -> Span {
    Span::Plain(text.into())
}

pub fn strong(text: impl Into<String>) -> Span {
    Span::Strong(text.into())
}

pub fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph(vec![plain(text)])
}

/// A list; no block where it has no items.
pub fn list<T: Into<Item>>(items: impl IntoIterator<Item = T>) -> Vec<Block> {
    let items: Vec<_> = items.into_iter().map(Into::into).collect();
    let list = (!items.is_empty()).then_some(Block::List(items));
    list.into_iter().collect()
}
