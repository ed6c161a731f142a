//! The form that others fill in: as a page, as text for a mail, and as YAML.

use anyhow::Result;
use minijinja::{AutoEscape, Environment, Value, context};

use crate::domain::feedback::{DEFAULT_GROUP, Form, MIN_GROUP, asked};
use crate::domain::rubric::Rubric;
use crate::escape::{json, markup, visible};
use crate::format::reply::{COLLECTOR_ONLY, code};
use crate::page::html::{foot, hash};
use crate::page::wrap::wrap_whole;
use crate::report::wording::capitalized;

const WORDS: &str = include_str!("form/words.j2");
/// A template, and how it escapes.
pub type Kind = (&'static str, fn(&str) -> String);

/// Complete in itself.
pub const HTML: Kind = (include_str!("form/form.html.j2"), markup);
/// To paste into a mail or a chat: nothing in it that such programs rewrite.
pub const TEXT: Kind = (include_str!("form/form.txt.j2"), visible);
/// The reply itself with nothing filled in, for somebody who would rather edit a file.
pub const YAML: Kind = (include_str!("form/form.yaml.j2"), visible);

const STYLE: &str = include_str!("form/form.css");
const SCRIPT: &str = include_str!("form/form.js");

/// Columns of the text form: mail programs break longer lines.
const COLUMNS: usize = 72;

/// Somebody who gathers replies and passes on only what several people said.
#[derive(Clone, Copy, Debug)]
pub struct Collector<'a> {
    pub name: &'a str,
    /// How many replies of a relation there have to be.
    pub at_least: usize,
}

/// A form filled in; the `id` is for a reply that is a file.
pub fn filled(
    (template, escape): Kind,
    rubric: &Rubric,
    about: &Form,
    collector: Option<Collector<'_>>,
    id: &str,
) -> Result<String> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_formatter(move |out, _, value| {
        let text = value.to_string();
        let safe = value.is_safe();
        Ok(out.write_str(&if safe { text } else { escape(&text) })?)
    });
    environment.add_filter("wrap", |text: &str, indent: Option<&str>| {
        let text = wrap_whole(&visible(text), COLUMNS, indent.unwrap_or_default());
        Value::from_safe_string(text)
    });
    // JSON is YAML in double quotes too.
    environment.add_filter("quoted", |text: &str| {
        Value::from_safe_string(json(&serde_json::Value::from(text).to_string()))
    });
    environment.add_filter("begun", |text: &str| capitalized(&visible(text)));
    let skills = asked(rubric).map(|(skill, observed)| {
        context! {
            skill => &skill.id, title => &skill.title, ask => &observed.ask,
            anchors => observed.anchors.to_vec(), comment => format!("saw-{}", skill.id),
        }
    });
    let (digest, person, period) = (&about.digest, &about.person, about.period.to_string());
    let manager = person.as_deref().unwrap_or("this manager");
    let at_least = collector.map(|collector| collector.at_least);
    let least = at_least.filter(|least| *least != DEFAULT_GROUP);
    let least = least.map(|least| format!(" --at-least {}", least.max(MIN_GROUP)));
    let title = format!("What you see: {manager}, {period}");
    let style = format!("{STYLE}{}", foot(&title));
    Ok(environment.render_str(
        &format!("{WORDS}{template}"),
        context! {
            style_hash => hash(&style), style, script => SCRIPT, script_hash => hash(SCRIPT),
            id, rubric => &rubric.id, digest, person, code => code(&rubric.id, digest, &period),
            period, title,
            manager, at_least, least => least.unwrap_or_default(),
            collector => collector.map(|collector| collector.name),
            collector_only => COLLECTOR_ONLY, skills => skills.collect::<Vec<_>>(),
        },
    )?)
}
