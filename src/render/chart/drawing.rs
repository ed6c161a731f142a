//! Shapes of an SVG, with classes and figures that stay short, and the HTML around them.

use crate::domain::decimal::Hundredths;
use crate::escape::markup;
use crate::page::html;

/// A point: from the left, from the top.
pub(super) type At = (f64, f64);

/// How far along the scale of 1 to 5 a figure is, from 0 to 1; what lies outside is at its end.
pub(super) fn share(figure: Hundredths) -> f64 {
    ((figure.as_f64() - 1.0) / 4.0).clamp(0.0, 1.0)
}

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

    pub(super) fn polyline(&mut self, class: &str, corners: &[At]) {
        let points = points(corners);
        self.push(&format!(r#"<polyline class="{class}" points="{points}"/>"#));
    }

    /// A shape with corners, each so far from its middle.
    pub(super) fn polygon(&mut self, class: &str, (x, y): At, corners: &[At]) {
        let corners: Vec<_> = corners.iter().map(|(dx, dy)| (x + dx, y + dy)).collect();
        let points = points(&corners);
        self.push(&format!(r#"<polygon class="{class}" points="{points}"/>"#));
    }

    pub(super) fn diamond(&mut self, class: &str, at: At, reach: f64) {
        let corners = [(0.0, -reach), (reach, 0.0), (0.0, reach), (-reach, 0.0)];
        self.polygon(class, at, &corners);
    }

    fn push(&mut self, element: &str) {
        self.body.push_str(element);
    }

    /// The picture, named for those who do not see it and for a pointer that rests on it.
    pub(super) fn finish(&self, (width, height): At, says: &str) -> String {
        let [width, height] = [width, height].map(number);
        format!(
            "<svg class=\"chart\" viewBox=\"0 0 {width} {height}\" role=\"img\"><title>{}</title>{}</svg>",
            markup(says),
            self.body
        )
    }
}

fn points(corners: &[At]) -> String {
    let corners = corners.iter();
    let corners = corners.map(|&(x, y)| format!("{},{}", number(x), number(y)));
    corners.collect::<Vec<_>>().join(" ")
}

/// A length with two decimals at most, never with an exponent.
fn number(length: f64) -> String {
    let length = if length.is_finite() { length } else { 0.0 };
    let text = format!("{:.2}", length.clamp(-1e6, 1e6));
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0" } else { text }.to_owned()
}

/// A mark of the key, drawn in 16 by 16, and what it means.
#[derive(Debug)]
pub(super) struct Sign(Drawing, String);

impl Sign {
    pub(super) fn new(draw: impl FnOnce(&mut Drawing), words: impl Into<String>) -> Self {
        let mut drawing = Drawing::default();
        draw(&mut drawing);
        Self(drawing, words.into())
    }
}

/// A picture under what it shows and its key.
pub(super) fn figure(finding: Option<&str>, key: &[Sign], body: &str) -> String {
    let caption = finding.map(|finding| format!("<figcaption>{}</figcaption>\n", markup(finding)));
    let key = key.iter().map(|Sign(drawing, words)| {
        format!(
            "<li><svg class=\"chart-swatch\" viewBox=\"0 0 16 16\" width=\"16\" height=\"16\" aria-hidden=\"true\">{}</svg> <span>{}</span></li>\n",
            drawing.body,
            html::words(words)
        )
    });
    format!(
        "<figure class=\"charts\">\n{}<ul class=\"chart-key\">\n{}</ul>\n{body}</figure>\n",
        caption.unwrap_or_default(),
        key.collect::<String>()
    )
}

/// A cluster's title and its skills, an item each.
pub(super) fn panel(title: &str, class: &str, items: &str) -> String {
    format!(
        "<p class=\"chart-title\">{}</p>\n<ul class=\"{class}\">\n{items}</ul>\n",
        markup(title)
    )
}
