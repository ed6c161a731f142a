//! Writing in one's own editor: started without a shell, on a file inside the store.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::error::Failure;

/// Opens a text in the editor and returns what was saved there, none where nothing was changed.
///
/// # Errors
/// Where there is no editor, or it fails, or leaves something that is not UTF-8. The text before is
/// unharmed then.
pub(super) fn edit(text: &str, editor: Option<&OsStr>, folder: &Path) -> Result<Option<String>> {
    let failed =
        |cause: String| Failure::new("could not take a text from the editor").because(cause);
    let Some(editor) = editor else {
        return Err(failed("no editor is named".to_owned())
            .hint("set `VISUAL` or `EDITOR`, or write lines here")
            .into());
    };
    let Some(line) = editor.to_str() else {
        return Err(failed("its command is not UTF-8".to_owned()).into());
    };
    let words = shell_words::split(line).map_err(|error| failed(format!("`{line}`: {error}")))?;
    let Some((program, arguments)) = words.split_first() else {
        return Err(failed(format!("`{line}` names no program")).into());
    };
    let io = |error: std::io::Error| failed(format!("`{line}`: {error}"));
    let mut file = tempfile::Builder::new()
        .prefix(".emkit-edit-")
        .suffix(".md")
        .tempfile_in(folder)
        .map_err(io)?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.flush())
        .map_err(io)?;
    // Closed, and found again by its name: some editors put a new file in its place.
    let path = file.into_temp_path();
    let status = Command::new(program)
        .args(arguments)
        .arg(&path)
        .status()
        .map_err(io)?;
    if !status.success() {
        return Err(failed(format!(
            "`{line}` ended with {status}; the text is as it was"
        ))
        .into());
    }
    let bytes = fs::read(&path).map_err(io)?;
    match String::from_utf8(bytes) {
        Ok(saved) => {
            let saved = saved.trim_end().to_owned();
            // An emptied file is more often a slip than a wish; `:clear` is the wish.
            Ok((saved != text.trim_end() && !saved.is_empty()).then_some(saved))
        }
        Err(_) => {
            let kept = path.keep().map_err(|error| io(error.error))?;
            Err(failed(format!(
                "it is not UTF-8; it was left in `{}`",
                kept.display()
            ))
            .into())
        }
    }
}
