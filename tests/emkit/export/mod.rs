//! What leaves the store: Markdown, HTML, JSON, CSV, templates; and what must not.

pub(crate) mod chart;
pub(crate) mod chart_text;
pub(crate) mod csv;
pub(crate) mod html;
pub(crate) mod json;
pub(crate) mod markdown_text;
mod own_text;
pub(crate) mod privacy;
mod redaction;
pub(crate) mod review;
pub(crate) mod review_file;
mod review_reader;
pub(crate) mod review_text;
mod span;
pub(crate) mod template;
pub(crate) mod template_limits;
pub(crate) mod template_mistakes;
pub(crate) mod template_review;
pub(crate) mod withheld;
