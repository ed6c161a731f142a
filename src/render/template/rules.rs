//! What a template may consist of: everything that cannot run on or grow without end. It is decided
//! before anything runs, over the engine's own tree, so that nothing is overlooked: what is not
//! named here is refused with its line.

use std::ops::Range;

use minijinja::machinery::ast::{BinOpKind, Call, CallArg, Expr, Stmt};
use minijinja::machinery::{Token, parse, tokenize};
use minijinja::syntax::SyntaxConfig;
use minijinja::{Error, ErrorKind};

use super::filters::{FILTERS, TESTS};
use super::place::{at_error, at_offset, instead};
use crate::escape::visible;
use crate::format::problem::Problem;

/// How many tags a template may have.
const MOST_TAGS: usize = 3000;

/// How many words and signs one tag may have.
const LONGEST_TAG: usize = 200;

/// The names that a template makes by itself, each with the part of the text in which it is known.
pub(super) struct Names(Vec<(Range<usize>, String)>);

impl Names {
    /// The names that are known at a byte of the text, the innermost first.
    pub(super) fn at(&self, offset: usize) -> Vec<String> {
        let mut known = Vec::new();
        for (range, name) in self.0.iter().rev() {
            if range.contains(&offset) && !known.contains(name) {
                known.push(name.clone());
            }
        }
        known
    }
}

/// A tag that has an end, with its place.
type Open<'s> = (usize, &'s str);

/// Reads a template and looks whether it keeps to the rules.
pub(super) fn check(source: &str, syntax: &SyntaxConfig) -> Result<Names, Problem> {
    let tags = measure(source, syntax)?;
    let tree =
        parse(source, "", syntax.clone()).map_err(|error| tags.unreadable(source, &error))?;
    let mut rules = Rules {
        source,
        names: Vec::new(),
    };
    rules.statement(&tree, source.len())?;
    Ok(Names(rules.names))
}

/// How the tags of a template stand in each other.
#[derive(Default)]
struct Tags<'s> {
    /// Those that are not ended.
    open: Vec<Open<'s>>,
    /// The first that stands where none of its kind is to end or go on, and the open one around it.
    crossed: Option<(&'s str, Option<Open<'s>>)>,
}

impl<'s> Tags<'s> {
    fn add(&mut self, offset: usize, tag: &'s str) {
        let fits: &[&str] = match tag {
            "for" | "if" | "with" => return self.open.push((offset, tag)),
            "endfor" => &["for"],
            "endif" | "elif" => &["if"],
            "else" => &["for", "if"],
            "endwith" => &["with"],
            _ => return,
        };
        let around = self.open.last().copied();
        match around {
            Some((_, open)) if fits.contains(&open) => {
                if tag.starts_with("end") {
                    self.open.pop();
                }
            }
            _ => self.crossed = self.crossed.or(Some((tag, around))),
        }
    }

    /// What is said of a template that the engine cannot read.
    fn unreadable(&self, source: &str, error: &Error) -> Problem {
        let said = error.detail().unwrap_or_default();
        if let Some((tag, around)) = self.crossed
            && said.strip_prefix("unknown statement ") == Some(tag)
        {
            let message = match around {
                Some((offset, open)) => {
                    let line = at_offset(source, offset, "").at.line;
                    format!(
                        "the `{open}` of line {line} is not ended yet; `{{% end{open} %}}` has to stand before this `{tag}`"
                    )
                }
                None => {
                    let begins = tag.strip_prefix("end").unwrap_or("if");
                    let what = if tag.starts_with("end") {
                        "end"
                    } else {
                        "go on with"
                    };
                    format!("there is no `{begins}` to {what}")
                }
            };
            return at_error(source, error, message);
        }
        match self.open.last() {
            Some((offset, tag)) if said.starts_with("unexpected end of input") => {
                let message = format!("this `{tag}` is never ended; `{{% end{tag} %}}` is missing");
                at_offset(source, *offset, message)
            }
            _ => unreadable(source, error),
        }
    }
}

/// A tree is as deep as its longest tag, and reading a deep one takes a deep stack.
fn measure<'s>(source: &'s str, syntax: &SyntaxConfig) -> Result<Tags<'s>, Problem> {
    let (mut count, mut length) = (0, 0);
    let mut tags = Tags::default();
    let mut is_first = false;
    for token in tokenize(source, false, syntax.clone()) {
        let (token, span) = token.map_err(|error| unreadable(source, &error))?;
        let offset = span.start_offset as usize;
        let wrong = |message: String| Err(at_offset(source, offset, message));
        length += 1;
        match token {
            Token::VariableStart | Token::BlockStart => (count, length) = (count + 1, 0),
            Token::Ident(tag) if is_first => tags.add(offset, tag),
            _ => {}
        }
        is_first = matches!(token, Token::BlockStart);
        if count > MOST_TAGS {
            return wrong(format!("a template has {MOST_TAGS} tags at most"));
        }
        if length > LONGEST_TAG {
            return wrong(format!("a tag has {LONGEST_TAG} words and signs at most"));
        }
    }
    Ok(tags)
}

/// What the engine says of a text that it cannot read.
fn unreadable(source: &str, error: &Error) -> Problem {
    let said = error.detail().unwrap_or_default();
    let unknown = said.strip_prefix("unknown statement ");
    let message = match unknown {
        Some("include" | "import" | "from" | "extends" | "block") => {
            "a template is one file, and takes nothing from others".to_owned()
        }
        Some(tag) => unknown_tag(tag),
        None if error.kind() == ErrorKind::SyntaxError => {
            format!("{said}{}", likely(source, error, said))
        }
        None => format!("{}: {said}", error.kind()),
    };
    at_error(source, error, visible(&message))
}

/// What is likely wrong where the engine says little.
fn likely(source: &str, error: &Error, said: &str) -> String {
    let at = error.range().and_then(|range| source.get(range.start..));
    let sign = at.and_then(|rest| rest.chars().next());
    let likely = match (said, sign) {
        ("unexpected character", Some(sign)) if "“”„‟‘’‚‛«»‹›".contains(sign) =>
        {
            return format!(
                " `{sign}`; texts in a tag stand in straight quotation marks: \"…\" or '…'"
            );
        }
        ("unexpected character", Some(sign)) => {
            return format!(
                " `{sign}`; this sign can stand only in a text, in quotation marks: \"…\" or '…'"
            );
        }
        ("unexpected end of block" | "unexpected end of variable block", _) => {
            "a name or another value is missing here"
        }
        ("unexpected end of string", _) => "the quotation mark at the end of the text is missing",
        ("unexpected end of comment", _) => "`#}` is missing",
        ("unexpected end of raw block", _) => "`{% endraw %}` is missing",
        ("unexpected end of input, expected end of block", _) => {
            "`%}` is missing, or a `set` has no value, as in `{% set name = value %}`"
        }
        ("unexpected end of input, expected end of variable block", _) => "`}}` is missing",
        ("unexpected `=`, expected end of block", _) => "whether two are the same is asked by `==`",
        ("unexpected `}`", _) => "something in front of it is not complete",
        _ if said.ends_with("expected in") => "a loop is written `{% for one in list %}`",
        _ if said.ends_with("expected statement") => "a tag begins with its word: `{% if … %}`",
        _ if said.contains(", expected identifier") => "a name is missing here",
        _ if said.ends_with("expected end of variable block") => {
            "`}}` is missing, or something between two names"
        }
        _ if said.ends_with("expected end of block") => {
            "`%}` is missing, or something between two names"
        }
        _ => return String::new(),
    };
    format!("; {likely}")
}

fn unknown_tag(tag: &str) -> String {
    format!(
        "there is no tag `{tag}`; available: for, if, elif, else, set, with, raw, and the ends of these"
    )
}

struct Rules<'s> {
    source: &'s str,
    names: Vec<(Range<usize>, String)>,
}

impl Rules<'_> {
    fn refuse<T>(&self, offset: u32, message: impl Into<String>) -> Result<T, Problem> {
        let message = message.into();
        Err(at_offset(self.source, offset as usize, visible(&message)))
    }

    fn statements(&mut self, all: &[Stmt<'_>], end: usize) -> Result<(), Problem> {
        all.iter().try_for_each(|one| self.statement(one, end))
    }

    /// A statement in a block that ends there.
    fn statement(&mut self, statement: &Stmt<'_>, end: usize) -> Result<(), Problem> {
        match statement {
            Stmt::Template(template) => self.statements(&template.children, end),
            Stmt::EmitRaw(_) => Ok(()),
            Stmt::EmitExpr(emit) => self.printed(&emit.expr),
            Stmt::ForLoop(each) => {
                let span = each.span();
                if each.recursive {
                    return self.refuse(span.start_offset, "a loop cannot be `recursive`");
                }
                let range = span.start_offset as usize..span.end_offset as usize;
                self.target(&each.target, &range)?;
                self.names.push((range.clone(), "loop".to_owned()));
                self.value(&each.iter)?;
                each.filter_expr
                    .iter()
                    .try_for_each(|test| self.value(test))?;
                self.statements(&each.body, range.end)?;
                self.statements(&each.else_body, range.end)
            }
            Stmt::IfCond(branch) => {
                self.value(&branch.expr)?;
                self.statements(&branch.true_body, end)?;
                self.statements(&branch.false_body, end)
            }
            Stmt::WithBlock(with) => {
                let span = with.span();
                let range = span.start_offset as usize..span.end_offset as usize;
                for (target, value) in &with.assignments {
                    self.target(target, &range)?;
                    self.kept(value)?;
                }
                self.statements(&with.body, range.end)
            }
            Stmt::Set(set) => {
                let from = set.span().end_offset as usize;
                self.target(&set.target, &(from..end.max(from)))?;
                self.kept(&set.expr)
            }
            Stmt::SetBlock(set) => self.refuse(
                set.span().start_offset,
                "`set` takes one value, as in `{% set name = value %}`, and no block",
            ),
            Stmt::AutoEscape(tag) => self.refuse(
                tag.span().start_offset,
                "what people wrote is always escaped; `autoescape` cannot change that",
            ),
            Stmt::FilterBlock(tag) => self.refuse(tag.span().start_offset, unknown_tag("filter")),
            Stmt::Do(tag) => self.refuse(tag.span().start_offset, unknown_tag("do")),
        }
    }

    /// Where a value gets its name.
    fn target(&mut self, target: &Expr<'_>, known: &Range<usize>) -> Result<(), Problem> {
        match target {
            Expr::Var(name) => {
                self.names.push((known.clone(), name.id.to_owned()));
                Ok(())
            }
            Expr::Tuple(names) => names
                .items
                .iter()
                .try_for_each(|one| self.target(one, known)),
            Expr::List(names) => names
                .items
                .iter()
                .try_for_each(|one| self.target(one, known)),
            _ => self.refuse(target.span().start_offset, "this has to be a name"),
        }
    }

    /// A value that is written at once may be put together.
    fn printed(&self, expression: &Expr<'_>) -> Result<(), Problem> {
        match expression {
            Expr::BinOp(joined) if matches!(joined.op, BinOpKind::Concat | BinOpKind::Add) => {
                self.printed(&joined.left)?;
                self.printed(&joined.right)
            }
            Expr::IfExpr(choice) => {
                self.value(&choice.test_expr)?;
                self.printed(&choice.true_expr)?;
                let mut other = choice.false_expr.iter();
                other.try_for_each(|other| self.printed(other))
            }
            _ => self.value(expression),
        }
    }

    /// A value that gets a name: what is kept may not be more than there was.
    fn kept(&self, expression: &Expr<'_>) -> Result<(), Problem> {
        if let Expr::Slice(slice) = expression {
            let message = "a part like `[:3]` cannot be kept; take it where it is used";
            return self.refuse(slice.span().start_offset, message);
        }
        self.value(expression)
    }

    fn value(&self, expression: &Expr<'_>) -> Result<(), Problem> {
        let start = expression.span().start_offset;
        match expression {
            Expr::Var(_) | Expr::Const(_) => Ok(()),
            Expr::Slice(slice) => {
                self.value(&slice.expr)?;
                let ends = [&slice.start, &slice.stop, &slice.step];
                ends.into_iter()
                    .flatten()
                    .try_for_each(|end| self.value(end))
            }
            Expr::UnaryOp(operation) => self.value(&operation.expr),
            Expr::BinOp(operation) => {
                let sides = [&operation.left, &operation.right];
                match operation.op {
                    BinOpKind::Eq
                    | BinOpKind::Ne
                    | BinOpKind::Lt
                    | BinOpKind::Lte
                    | BinOpKind::Gt
                    | BinOpKind::Gte
                    | BinOpKind::In
                    | BinOpKind::ScAnd
                    | BinOpKind::ScOr
                    | BinOpKind::Sub
                    | BinOpKind::Div
                    | BinOpKind::FloorDiv
                    | BinOpKind::Rem => {}
                    // With a number beside it a sum is one.
                    BinOpKind::Add if sides.iter().any(|side| is_number(side)) => {}
                    BinOpKind::Add | BinOpKind::Concat => {
                        let message = "`+` and `~` put texts together only where they are written, as in `{{ one ~ other }}`";
                        return self.refuse(start, message);
                    }
                    BinOpKind::Mul | BinOpKind::Pow => {
                        let message = "there is no `*`; `|times(20)` multiplies a number";
                        return self.refuse(start, message);
                    }
                }
                sides.into_iter().try_for_each(|side| self.value(side))
            }
            Expr::Compare(compare) => {
                self.value(&compare.expr)?;
                compare.ops.iter().try_for_each(|op| self.value(&op.expr))
            }
            Expr::IfExpr(choice) => {
                self.value(&choice.test_expr)?;
                self.value(&choice.true_expr)?;
                choice
                    .false_expr
                    .iter()
                    .try_for_each(|other| self.value(other))
            }
            Expr::Filter(filter) => {
                self.known("filter", filter.name, &FILTERS, start)?;
                filter.expr.iter().try_for_each(|value| self.value(value))?;
                self.arguments(&filter.args)
            }
            Expr::Test(test) => {
                self.known("test", test.name, &TESTS, start)?;
                self.value(&test.expr)?;
                self.arguments(&test.args)
            }
            Expr::GetAttr(part) => self.value(&part.expr),
            Expr::GetItem(part) => {
                self.value(&part.expr)?;
                self.value(&part.subscript_expr)
            }
            Expr::Call(call) => self.call(call, start),
            Expr::List(list) => self.constants(&list.items),
            Expr::Tuple(list) => self.constants(&list.items),
            Expr::Map(_) => {
                self.refuse(start, "a template cannot make things with names of its own")
            }
        }
    }

    /// A list in a list in a list … would be short here and long when gone through.
    fn constants(&self, items: &[Expr<'_>]) -> Result<(), Problem> {
        match items.iter().find(|item| !matches!(item, Expr::Const(_))) {
            Some(other) => {
                let message = "a list can hold texts and numbers as they stand, and nothing else";
                self.refuse(other.span().start_offset, message)
            }
            None => Ok(()),
        }
    }

    /// There are no functions but those that a loop has.
    fn call(&self, call: &Call<'_>, start: u32) -> Result<(), Problem> {
        if let Expr::GetAttr(method) = &call.expr
            && let Expr::Var(object) = &method.expr
            && object.id == "loop"
            && matches!(method.name, "cycle" | "changed")
        {
            return self.arguments(&call.args);
        }
        let message = "a template has no functions; filters are written as `value|filter`";
        self.refuse(start, message)
    }

    fn arguments(&self, arguments: &[CallArg<'_>]) -> Result<(), Problem> {
        for argument in arguments {
            match argument {
                CallArg::Pos(value) | CallArg::Kwarg(_, value) => self.value(value)?,
                CallArg::PosSplat(value) | CallArg::KwargSplat(value) => {
                    let message = "`*` cannot spread a list over arguments here";
                    return self.refuse(value.span().start_offset, message);
                }
            }
        }
        Ok(())
    }

    fn known(&self, kind: &str, name: &str, all: &[&str], start: u32) -> Result<(), Problem> {
        match all.contains(&name) {
            true => Ok(()),
            false => {
                let instead = instead(name, all);
                self.refuse(start, format!("there is no {kind} `{name}`{instead}"))
            }
        }
    }
}

fn is_number(expression: &Expr<'_>) -> bool {
    matches!(expression, Expr::Const(constant) if constant.value.is_number())
}
