//! What draws and fills in what a report says: pictures and templates.

pub mod chart;
pub mod form;
pub mod template;
