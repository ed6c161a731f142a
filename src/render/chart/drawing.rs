//! An SVG as it is drawn: shapes with classes, text that is escaped, figures that stay short.

use crate::escape::markup;

/// A point: from the left, from the top.
pub(super) type At = (f64, f64);

/// Which end of a text stands at its point.
#[derive(Clone, Copy, Debug)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// What a picture is called and what it shows, in words.
#[derive(Clone, Debug)]
pub(super) struct Caption {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) says: String,
}

/// A picture in the making.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    body: String,
}

impl Drawing {
    pub(super) fn line(&mut self, class: &str, from: At, to: At) {
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(number);
        self.push(&format!(
            r#"<line class="{class}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>"#
        ));
    }

    pub(super) fn rect(&mut self, class: &str, at: At, width: f64, height: f64) {
        let [x, y, width, height] = [at.0, at.1, width.max(0.0), height.max(0.0)].map(number);
        self.push(&format!(
            r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{height}"/>"#
        ));
    }

    pub(super) fn circle(&mut self, class: &str, at: At, radius: f64) {
        let [x, y, radius] = [at.0, at.1, radius].map(number);
        self.push(&format!(
            r#"<circle class="{class}" cx="{x}" cy="{y}" r="{radius}"/>"#
        ));
    }

    /// A line with corners.
    pub(super) fn polyline(&mut self, class: &str, corners: &[At]) {
        self.push(&format!(
            r#"<polyline class="{class}" points="{}"/>"#,
            points(corners)
        ));
    }

    /// A shape with corners, closed.
    pub(super) fn polygon(&mut self, class: &str, corners: &[At]) {
        self.push(&format!(
            r#"<polygon class="{class}" points="{}"/>"#,
            points(corners)
        ));
    }

    pub(super) fn text(&mut self, class: &str, at: At, anchor: Anchor, text: &str) {
        let [x, y] = [at.0, at.1].map(number);
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let class = if class.is_empty() {
            String::new()
        } else {
            format!(r#" class="{class}""#)
        };
        self.push(&format!(
            r#"<text{class} x="{x}" y="{y}" text-anchor="{anchor}">{}</text>"#,
            markup(text)
        ));
    }

    /// Begins a group, whose title a pointer brings up; [`Self::end`] ends it.
    pub(super) fn begin(&mut self, class: &str, title: &str) {
        self.push(&format!(
            r#"<g class="{class}"><title>{}</title>"#,
            markup(title)
        ));
    }

    pub(super) fn end(&mut self) {
        self.push("</g>");
    }

    fn push(&mut self, element: &str) {
        self.body.push_str(element);
        self.body.push('\n');
    }

    /// The whole picture, named and described for those who do not see it. The order of painting
    /// stands here and not in the style: it is SVG's, and checkers of CSS do not know it.
    pub(super) fn finish(self, class: &str, size: At, caption: &Caption) -> String {
        let [width, height] = [size.0, size.1].map(number);
        let id = id(&caption.id);
        format!(
            "<svg class=\"chart {class}\" viewBox=\"0 0 {width} {height}\" role=\"img\" paint-order=\"stroke\" aria-labelledby=\"{id}-title {id}-desc\">\n\
             <title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{}</desc>\n{}</svg>\n",
            markup(&caption.title),
            markup(&caption.says),
            self.body
        )
    }

    /// A small picture that says nothing that the words beside it do not say.
    fn swatch(draw: fn(&mut Self)) -> String {
        let mut drawing = Self::default();
        draw(&mut drawing);
        let body = drawing.body.replace('\n', "");
        format!(
            r#"<svg class="chart-swatch" viewBox="0 0 28 16" width="28" height="16" aria-hidden="true">{body}</svg>"#
        )
    }
}

fn points(corners: &[At]) -> String {
    let corners: Vec<_> = corners
        .iter()
        .map(|&(x, y)| format!("{},{}", number(x), number(y)))
        .collect();
    corners.join(" ")
}

/// An id without what would end it.
fn id(id: &str) -> String {
    let safe = |character: char| match character {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' => character,
        _ => '-',
    };
    id.chars().map(safe).collect()
}

/// A length with two decimals at most, never with an exponent.
fn number(length: f64) -> String {
    let length = if length.is_finite() { length } else { 0.0 };
    let text = format!("{:.2}", length.clamp(-1e6, 1e6));
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0" } else { text }.to_owned()
}

/// A mark of the key, drawn in 28 by 16, and what it means.
pub(super) type Sign = (fn(&mut Drawing), &'static str);

/// What stands around the parts of a picture.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame<'a> {
    pub(super) key: &'a [Sign],
    pub(super) parts: &'a str,
}

/// The parts of a picture under its key.
pub(super) fn frame(frame: &Frame<'_>) -> String {
    let mut out = String::from("<div class=\"charts\">\n");
    if !frame.key.is_empty() {
        out.push_str("<ul class=\"chart-key\">\n");
        for (draw, words) in frame.key {
            let swatch = Drawing::swatch(*draw);
            out.push_str(&format!("<li>{swatch} {}</li>\n", markup(words)));
        }
        out.push_str("</ul>\n");
    }
    if !frame.parts.is_empty() {
        out.push_str(&format!(
            "<div class=\"chart-panels\">\n{}</div>\n",
            frame.parts
        ));
    }
    out.push_str("</div>\n");
    out
}

/// A cluster's title and what is said of it, where it is no part of a picture.
pub(super) fn panel_head(title: &str, said: &str) -> String {
    let mut out = format!(
        "<p class=\"chart-title\"><strong>{}</strong>",
        markup(title)
    );
    if !said.is_empty() {
        out.push_str(&format!(" <span>{}</span>", markup(said)));
    }
    out.push_str("</p>\n");
    out
}
