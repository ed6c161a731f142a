//! `emkit doctor`: checks the store, and marks a file as whole.

use anyhow::Result;

use super::notices::{explained, say_replaced};
use crate::cli::Doctor;
use crate::context::Context;
use crate::error::Exit;
use crate::escape::shown;
use crate::report::wording::count;
use crate::ui::Ui;

pub(super) fn run(args: &Doctor, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let store = super::store(context)?;
    if let Some(path) = &args.accept {
        let replaced = store.accept_file(path).map_err(explained)?;
        say_replaced(&replaced, ui);
        ui.status(&format!("`{}` is marked as whole", shown(&replaced.path)));
        return Ok(Exit::Done);
    }
    if store.home().symlink_metadata().is_err() {
        ui.status(&format!(
            "there is nothing in `{}` yet; `emkit assess` makes the first",
            shown(store.home())
        ));
        return Ok(Exit::Done);
    }
    let checkup = store.check_up(context.today()?);
    for (place, finding) in checkup.findings.iter().enumerate() {
        if place > 0 {
            ui.say("");
        }
        let kind = if finding.is_wrong { "error" } else { "note" };
        ui.say(&format!("{kind}: {}", finding.what));
        if let Some(remedy) = &finding.remedy {
            ui.say(&format!("hint: {remedy}"));
        }
    }
    let wrong = checkup
        .findings
        .iter()
        .filter(|finding| finding.is_wrong)
        .count();
    let home = shown(store.home());
    let files = count(checkup.files, "file");
    if wrong == 0 {
        ui.data(&format!("`{home}` is in order: {files} checked\n"))?;
        return Ok(Exit::Done);
    }
    ui.data(&format!(
        "`{home}`: {files} checked, {}\n",
        count(wrong, "finding")
    ))?;
    Ok(Exit::Failed)
}
