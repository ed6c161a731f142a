//! Text to domain and back: the files that people and emkit write.

pub mod answers;
pub mod assessment;
pub mod config;
pub mod diagnostic;
pub(crate) mod digest;
mod entries;
pub mod log;
pub mod marker;
pub mod reply;
pub mod rubric;
mod yaml;

/// Whether this program reads a version of a format, of which it knows those up to `newest`.
fn known_schema(said: &str, newest: u32) -> Result<(), String> {
    match said.parse::<u32>() {
        Ok(schema) if schema > newest => Err(format!(
            "the file is of schema {schema}, for a newer emkit; this one reads up to {newest}"
        )),
        Ok(1..) => Ok(()),
        _ => Err(format!("`{said}` is not a schema that emkit knows")),
    }
}
