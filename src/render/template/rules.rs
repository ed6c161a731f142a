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

/// Reads a template and looks whether it keeps to the rules.
pub(super) fn check(source: &str, syntax: &SyntaxConfig) -> Result<Names, Problem> {
    let open = measure(source, syntax)?;
    let tree = parse(source, "", syntax.clone());
    let tree = tree.map_err(|error| match open {
        Some((offset, tag)) if is_end(&error) => {
            let message = format!("this `{tag}` is never ended; `{{% end{tag} %}}` is missing");
            at_offset(source, offset, message)
        }
        _ => unreadable(source, &error),
    })?;
    let mut rules = Rules {
        source,
        names: Vec::new(),
    };
    rules.statement(&tree, source.len())?;
    Ok(Names(rules.names))
}

/// A tree is as deep as its longest tag, and reading a deep one takes a deep stack. Gives the last
/// tag that is never ended, with its place.
fn measure(source: &str, syntax: &SyntaxConfig) -> Result<Option<(usize, String)>, Problem> {
    let (mut tags, mut length) = (0, 0);
    let mut open = Vec::new();
    for token in tokenize(source, false, syntax.clone()) {
        let (token, span) = token.map_err(|error| unreadable(source, &error))?;
        let offset = span.start_offset as usize;
        let wrong = |message: String| Err(at_offset(source, offset, message));
        let is_first = length == 0;
        length += 1;
        match token {
            Token::VariableStart | Token::BlockStart => (tags, length) = (tags + 1, 0),
            Token::Ident(tag @ ("for" | "if" | "with")) if is_first => {
                open.push((offset, tag.to_owned()));
            }
            Token::Ident("endfor" | "endif" | "endwith") if is_first => drop(open.pop()),
            _ => {}
        }
        if tags > MOST_TAGS {
            return wrong(format!("a template has {MOST_TAGS} tags at most"));
        }
        if length > LONGEST_TAG {
            return wrong(format!("a tag has {LONGEST_TAG} words and signs at most"));
        }
    }
    Ok(open.into_iter().next_back())
}

fn is_end(error: &Error) -> bool {
    let said = error.detail().unwrap_or_default();
    said.starts_with("unexpected end of input")
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
        None if error.kind() == ErrorKind::SyntaxError => said.to_owned(),
        None => format!("{}: {said}", error.kind()),
    };
    at_error(source, error, visible(&message))
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
