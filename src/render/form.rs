//! The form that others fill in: as a page, as text for a mail, and as YAML.

use anyhow::Result;
use minijinja::{AutoEscape, Environment, Value, context};

use crate::domain::feedback::{self, MIN_GROUP, Relation, asked};
use crate::domain::rubric::Rubric;
use crate::escape::{json, markup, visible};
use crate::format::reply::{COLLECTOR_ONLY, code};
use crate::page::html::{foot, hash};
use crate::page::wrap::wrap_whole;
use crate::report::wording::capitalized;

const HTML: &str = include_str!("form/form.html.j2");
const TEXT: &str = include_str!("form/form.txt.j2");
const YAML: &str = include_str!("form/form.yaml.j2");
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

#[derive(Clone, Copy, Debug)]
pub struct Form<'a> {
    pub rubric: &'a Rubric,
    pub about: &'a feedback::Form,
    pub collector: Option<Collector<'a>>,
}

/// Who may reply through a collector, and what they are called on the form.
const RELATIONS: [(Relation, &str); 3] = [
    (Relation::Peer, "I’m a peer"),
    (Relation::Report, "I report to them"),
    (Relation::Other, "Another way"),
];

const HOW: &str = "It takes ten to twelve minutes. Choose the step that fits what you have seen yourself; “can’t say” is an honest answer. Comments are optional.";
const KEEP: &str = "What should they keep doing?";
const CHANGE: &str = "What one thing should they change?";

impl Form<'_> {
    fn manager(&self) -> &str {
        self.about.person.as_deref().unwrap_or("this manager")
    }

    fn to(&self) -> &str {
        let alone = self.about.person.as_deref();
        let alone = alone.unwrap_or("the manager who asked you");
        self.collector.map_or(alone, |collector| collector.name)
    }

    /// Who will read it, what a collector can't promise, what they do, and the command for it, which needs nothing but
    /// emkit and the replies.
    fn readers(&self) -> Value {
        let (to, manager, period) = (self.to(), self.manager(), self.about.period);
        let Some(Collector { at_least, .. }) = self.collector else {
            let readers = format!(
                "{} will read this reply and know that it is yours. Write what you would also say face to face.",
                capitalized(&visible(to))
            );
            return context! { readers };
        };
        let readers = format!(
            "{to} will read this reply and know that it is yours. It is confidential: {manager} gets only what at least {at_least} people in the same position said, put together, and never a single rating."
        );
        let caution = format!(
            "Know the limits: {to} sees who sent what, and nothing technical keeps {to} from telling more. Comments reach {manager} word for word, in another order, and your style may give you away; a comment marked for {to} only is not passed on."
        );
        let intro = format!(
            "When the round is closed, put the replies into one folder, install emkit as its README says, and run the line below there; it sends nothing. Then send {manager} the file combined-{period}.yaml and delete the replies. Do it once: two combined files with one reply between them give that reply away. Late replies wait for the next round."
        );
        let least = format!(" --at-least {}", at_least.max(MIN_GROUP));
        let least = Some(least).filter(|_| at_least != feedback::DEFAULT_GROUP);
        let least = least.unwrap_or_default();
        let command =
            format!("emkit feedback combine reply-*{least} --output combined-{period}.yaml");
        context! { readers, caution, collecting => context! { intro, command } }
    }

    /// The form as HTML, complete in itself.
    pub fn html(&self) -> Result<String> {
        self.filled(HTML, markup, "")
    }

    /// Plain text to paste into a mail or a chat: nothing in it that such programs rewrite.
    pub fn text(&self) -> Result<String> {
        self.filled(TEXT, visible, "")
    }

    /// The reply itself with nothing filled in, for somebody who would rather edit a file.
    pub fn yaml(&self, id: &str) -> Result<String> {
        self.filled(YAML, visible, id)
    }

    fn filled(&self, template: &str, escape: fn(&str) -> String, id: &str) -> Result<String> {
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
        let skills = asked(self.rubric).map(|(skill, observed)| {
            context! {
                skill => &skill.id, title => &skill.title, ask => &observed.ask,
                anchors => observed.anchors.to_vec(), comment => format!("saw-{}", skill.id),
            }
        });
        let ends = [("keep", KEEP), ("change", CHANGE)];
        let ends = ends.map(|(id, ask)| {
            context! { ask, anchors => Vec::<Value>::new(), comment => id }
        });
        let relations = RELATIONS.iter().filter(|_| self.collector.is_some());
        let relations =
            relations.map(|(it, label)| context! { word => it.word(), label => *label });
        let feedback::Form {
            rubric,
            digest,
            person,
            ..
        } = self.about;
        let period = self.about.period.to_string();
        let title = format!("What you see: {}, {period}", self.manager());
        let style = format!("{STYLE}{}", foot(&title));
        Ok(environment.render_str(
            template,
            context! {
                style_hash => hash(&style), style, script => SCRIPT, script_hash => hash(SCRIPT),
                id, rubric, digest, person, code => code(rubric, digest, &period), period,
                title, how => HOW,
                to => self.to(), manager => self.manager(), collector_only => COLLECTOR_ONLY,
                relations => relations.collect::<Vec<_>>(),
                parts => skills.chain(ends).collect::<Vec<_>>(),
                ..self.readers()
            },
        )?)
    }
}
