//! Shapes of an SVG, with classes and figures that stay short, and the HTML around them.

use super::Panel;
use crate::domain::decimal::Hundredths;
use crate::escape::markup;
use crate::page::html;

/// A point: from the left, from the top.
pub(super) type At = (f64, f64);

/// How far along the scale of 1 to 5 a figure is, from 0 to 1; what lies outside is at its end.
pub(super) fn share(figure: Hundredths) -> f64 {
    ((figure.as_f64() - 1.0) / 4.0).clamp(0.0, 1.0)
}

pub(super) fn line(class: &str, (x1, y1): At, (x2, y2): At) -> String {
    shape(
        "line",
        class,
        &[("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2)],
    )
}

pub(super) fn rect(class: &str, (x, y): At, (width, height): At) -> String {
    let (width, height) = (width.max(0.0), height.max(0.0));
    shape(
        "rect",
        class,
        &[("x", x), ("y", y), ("width", width), ("height", height)],
    )
}

pub(super) fn circle(class: &str, (x, y): At, radius: f64) -> String {
    shape("circle", class, &[("cx", x), ("cy", y), ("r", radius)])
}

fn shape(name: &str, class: &str, lengths: &[(&str, f64)]) -> String {
    let lengths = lengths.iter();
    let lengths = lengths.map(|(name, length)| format!(r#" {name}="{}""#, number(*length)));
    format!(
        r#"<{name} class="{class}"{}/>"#,
        lengths.collect::<String>()
    )
}

pub(super) fn polyline(class: &str, corners: &[At]) -> String {
    format!(
        r#"<polyline class="{class}" points="{}"/>"#,
        points(corners)
    )
}

/// A shape with corners, each so far from its middle.
pub(super) fn polygon(class: &str, (x, y): At, corners: &[At]) -> String {
    let corners: Vec<_> = corners.iter().map(|(dx, dy)| (x + dx, y + dy)).collect();
    format!(
        r#"<polygon class="{class}" points="{}"/>"#,
        points(&corners)
    )
}

pub(super) fn diamond(class: &str, at: At, reach: f64) -> String {
    polygon(
        class,
        at,
        &[(0.0, -reach), (reach, 0.0), (0.0, reach), (-reach, 0.0)],
    )
}

fn points(corners: &[At]) -> String {
    let corners = corners.iter();
    let corners = corners.map(|&(x, y)| format!("{},{}", number(x), number(y)));
    corners.collect::<Vec<_>>().join(" ")
}

fn number(length: f64) -> String {
    let length = if length.is_finite() { length } else { 0.0 };
    let text = format!("{:.2}", length.clamp(-1e6, 1e6));
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0" } else { text }.to_owned()
}

/// Shapes as a picture, named for those who do not see it and for a pointer that rests on it.
pub(super) fn picture(shapes: &str, (width, height): At, says: &str) -> String {
    let ([width, height], says) = ([width, height].map(number), markup(says));
    format!(
        "<svg class=\"chart\" viewBox=\"0 0 {width} {height}\" role=\"img\"><title>{says}</title>{shapes}</svg>"
    )
}

pub(super) type Sign = (String, String);

/// The skills of each cluster, an item each, under what the picture shows and its key; empty of none.
pub(super) fn figure<T>(
    finding: Option<&str>,
    key: &[Sign],
    before: &str,
    class: &str,
    panels: &[Panel<'_, T>],
    item: impl Fn(&T) -> String,
) -> String {
    let panels = panels.iter().filter(|(_, skills)| !skills.is_empty());
    let panels = panels.map(|(title, skills)| {
        let (title, items) = (markup(title), skills.iter().map(&item).collect::<String>());
        format!("<p class=\"chart-title\">{title}</p>\n<ul class=\"{class}\">\n{items}</ul>\n")
    });
    let panels: String = panels.collect();
    if panels.is_empty() {
        return panels;
    }
    let caption = finding.map(|finding| format!("<figcaption>{}</figcaption>\n", markup(finding)));
    let caption = caption.unwrap_or_default();
    let key = key.iter().map(|(shapes, words)| {
        let words = html::words(words);
        format!(
            "<li><svg class=\"chart-swatch\" viewBox=\"0 0 16 16\" width=\"16\" height=\"16\" aria-hidden=\"true\">{shapes}</svg> <span>{words}</span></li>\n"
        )
    });
    let key: String = key.collect();
    format!(
        "<figure class=\"charts\">\n{caption}<ul class=\"chart-key\">\n{key}</ul>\n{before}{panels}</figure>\n"
    )
}
