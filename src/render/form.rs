//! The form that others fill in: as a page, as text for a mail, and as YAML.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use minijinja::{AutoEscape, Environment, Value, context};
use sha2::{Digest, Sha256};

use crate::domain::feedback::{self, MIN_GROUP, Relation, asked};
use crate::domain::rubric::{Rating, Rubric};
use crate::escape::{json, markup, visible};
use crate::format::reply::{COLLECTOR_ONLY, code};
use crate::page::wrap::wrap_whole;

const PAGE: &str = include_str!("form/form.html.j2");
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

/// A form, and who is to read what comes back.
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

const KEEP: &str = "What should they keep doing?";
const CHANGE: &str = "What one thing should they change?";

impl Form<'_> {
    fn manager(&self) -> &str {
        self.about.person.as_deref().unwrap_or("this manager")
    }

    /// Who gets the reply.
    fn to(&self) -> &str {
        match (self.collector, &self.about.person) {
            (Some(collector), _) => collector.name,
            (None, Some(person)) => person,
            (None, None) => "the manager who asked you",
        }
    }

    fn title(&self) -> String {
        format!("What you see: {}, {}", self.manager(), self.about.period)
    }

    /// Who will read it, in two sentences.
    fn readers(&self) -> String {
        let (to, manager) = (self.to(), self.manager());
        match self.collector {
            None => {
                let to = visible(to);
                let start = to
                    .chars()
                    .next()
                    .map_or(String::new(), |c| c.to_uppercase().collect());
                let rest: String = to.chars().skip(1).collect();
                format!(
                    "{start}{rest} will read this reply and know that it is yours. Write what you would also say face to face."
                )
            }
            Some(Collector { at_least, .. }) => format!(
                "{to} will read this reply and know that it is yours. It is confidential: {manager} gets only what at least {at_least} people in the same position said, put together, and never a single rating."
            ),
        }
    }

    /// What a collector can't promise.
    fn caution(&self) -> Option<String> {
        let (to, manager) = (self.to(), self.manager());
        self.collector.map(|_| format!(
            "Know the limits: {to} sees who sent what, and nothing technical keeps {to} from telling more. Comments reach {manager} word for word, in another order, and your style may give you away; a comment marked for {to} only is not passed on."
        ))
    }

    fn how(&self) -> &'static str {
        "It takes ten to twelve minutes. Choose the step that fits what you have seen yourself; “can’t say” is an honest answer. Comments are optional."
    }

    /// What the collector does, and the command, which needs nothing but emkit and the replies.
    fn collecting(&self) -> Option<(String, String)> {
        let Collector { at_least, .. } = self.collector?;
        let period = self.about.period;
        let manager = self.manager();
        let intro = format!(
            "When the round is closed, put the replies into one folder, install emkit as its README says, and run the line below there; it sends nothing. Then send {manager} the file combined-{period}.yaml and delete the replies. Do it once: two combined files with one reply between them give that reply away. Late replies wait for the next round."
        );
        let least = if at_least == feedback::DEFAULT_GROUP {
            String::new()
        } else {
            format!(" --at-least {}", at_least.max(MIN_GROUP))
        };
        let combine =
            format!("emkit feedback combine reply-*{least} --output combined-{period}.yaml");
        Some((intro, combine))
    }

    /// The page, complete in itself.
    ///
    /// # Errors
    /// Where the template library refuses; it has no reason to.
    pub fn html(&self) -> anyhow::Result<String> {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        environment.set_formatter(|out, _, value| {
            let text = value.to_string();
            let safe = value.is_safe();
            Ok(out.write_str(&if safe { text } else { markup(&text) })?)
        });
        let skills = asked(self.rubric).map(|(skill, observed)| {
            context! {
                skill => &skill.id, title => &skill.title, ask => &observed.ask, anchors => observed.anchors.to_vec(),
                comment => format!("saw-{}", skill.id), label => "What did you see? (optional)",
            }
        });
        let ends = [("keep", KEEP), ("change", CHANGE)];
        let ends = ends.map(|(id, label)| {
            context! { anchors => Vec::<Value>::new(), comment => id, label => format!("{label} (optional)") }
        });
        let relations = RELATIONS.iter().filter(|_| self.collector.is_some());
        let relations = relations
            .map(|(relation, label)| context! { word => relation.word(), label => *label });
        let collecting = self.collecting();
        let page = environment.render_str(PAGE, context! {
            style => STYLE, style_hash => hash(STYLE), script => SCRIPT, script_hash => hash(SCRIPT),
            title => self.title(), rubric => &self.about.rubric, digest => &self.about.digest,
            period => self.about.period.to_string(), person => self.about.person.as_deref().unwrap_or_default(),
            readers => self.readers(), caution => self.caution(), how => self.how(),
            to => self.to(), manager => self.manager(),
            relations => relations.collect::<Vec<_>>(),
            parts => skills.chain(ends).collect::<Vec<_>>(),
            collecting => collecting.map(|(intro, command)| context! { intro, command }),
        })?;
        Ok(page)
    }

    /// Plain text to paste into a mail or a chat: nothing in it that such programs rewrite.
    #[must_use]
    pub fn text(&self) -> String {
        let form = self.about;
        let period = form.period.to_string();
        let code = code(&form.rubric, &form.digest, &period);
        let mut lines = vec![self.title(), String::new()];
        let mut say = |text: &str| {
            lines.extend([wrap_whole(&visible(text), COLUMNS, ""), String::new()]);
        };
        say(&self.readers());
        if let Some(caution) = self.caution() {
            say(&caution);
        }
        say(self.how());
        say(
            "Put a number from 1 to 5 into each pair of brackets, or ? if you can't say. Write what you saw below SAW, in as many lines as you like. Then send the whole text back, with both marked lines.",
        );
        if self.collector.is_some() {
            say(&format!(
                "To keep a comment from being passed on, begin it with {COLLECTOR_ONLY}."
            ));
        }
        lines.push(format!("[reply {code} starts here]"));
        lines.push(format!("FORM {} {period} {}", form.rubric, form.digest));
        lines.extend(form.person.as_ref().map(|name| format!("FOR {name}")));
        if self.collector.is_some() {
            let words = RELATIONS.map(|(relation, _)| relation.word());
            lines.push(format!(
                "How do you work with {}? {}",
                self.manager(),
                words.join(", ")
            ));
            lines.push("FROM [   ]".to_owned());
        }
        for (skill, observed) in asked(self.rubric) {
            lines.extend([
                String::new(),
                format!("SKILL {}: {}", skill.id, visible(&skill.title)),
            ]);
            lines.push(wrap_whole(&visible(&observed.ask), COLUMNS, ""));
            for (rating, anchor) in Rating::all().zip(&observed.anchors) {
                let anchor = format!("{rating} = {}", visible(anchor));
                lines.push(wrap_whole(&anchor, COLUMNS, "    "));
            }
            lines.push(format!("RATING {} [   ]", skill.id));
            lines.extend([format!("SAW {}:", skill.id), String::new()]);
        }
        lines.extend(["KEEP doing:", "", "CHANGE one thing:", ""].map(str::to_owned));
        lines.push(format!("[reply {code} ends here]"));
        if let Some((intro, command)) = self.collecting() {
            lines.extend([String::new(), format!("For {}:", self.to())]);
            lines.push(wrap_whole(&visible(&intro), COLUMNS, ""));
            lines.push(command);
        }
        lines.push(String::new());
        lines.join("\n")
    }

    /// The reply itself with nothing filled in, for somebody who would rather edit a file.
    #[must_use]
    pub fn yaml(&self, id: &str) -> String {
        let form = self.about;
        let mut lines: Vec<String> = Vec::new();
        let mut explain = |text: &str| {
            lines.push(format!("# {}", wrap_whole(&visible(text), COLUMNS, "# ")));
        };
        explain(&self.title());
        explain(&self.readers());
        if let Some(caution) = self.caution() {
            explain(&caution);
        }
        explain(self.how());
        explain(
            "rating: 1 to 5; leave it empty if you can't say. Write texts between their quotes.",
        );
        lines.extend(["schema: 1".to_owned(), "kind: reply".to_owned()]);
        lines.push(format!("id: {}", quoted(id)));
        lines.push(format!("rubric: {}", quoted(&form.rubric)));
        lines.push(format!("digest: {}", quoted(&form.digest)));
        lines.extend(
            form.person
                .as_ref()
                .map(|name| format!("for: {}", quoted(name))),
        );
        lines.push(format!("period: {}", form.period));
        if self.collector.is_some() {
            let words = RELATIONS.map(|(relation, _)| relation.word());
            lines.push(format!("# {}", words.join(", ")));
            lines.push("relation:".to_owned());
        }
        lines.push("skills:".to_owned());
        for (skill, observed) in asked(self.rubric) {
            lines.push(format!(
                "  # {}: {}",
                visible(&skill.title),
                visible(&observed.ask)
            ));
            for (rating, anchor) in Rating::all().zip(&observed.anchors) {
                lines.push(format!("  #   {rating} = {}", visible(anchor)));
            }
            lines.extend([
                format!("  {}:", skill.id),
                "    rating:".to_owned(),
                "    saw: \"\"".to_owned(),
            ]);
            if self.collector.is_some() {
                lines.push("    collector_only: false".to_owned());
            }
        }
        for (key, ask) in [("keep", KEEP), ("change", CHANGE)] {
            lines.extend([format!("# {ask}"), format!("{key}: \"\"")]);
        }
        lines.push(String::new());
        lines.join("\n")
    }
}

/// A text as YAML in double quotes: JSON is that too.
fn quoted(text: &str) -> String {
    json(&serde_json::Value::from(text).to_string())
}

/// The hash of a style or a script, as a policy names it.
fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}
