//! What several commands say about the store: findings, logs that cannot be read, versions kept.

use std::path::Path;

use crate::error::quoted;
use crate::escape::shown;
use crate::store::{self, Loaded, Logged, Replaced};
use crate::ui::Ui;

pub(super) fn warn(findings: impl IntoIterator<Item = store::Error>, ui: &mut Ui) {
    for finding in findings {
        ui.warn(&finding.into());
    }
}

pub(super) fn report_problems(logged: &Logged, ui: &mut Ui) {
    if let Some(error) = logged.unread() {
        ui.error(&error.into());
    }
    for remark in &logged.remarks {
        ui.warning(remark);
    }
}

pub(super) fn say_remarks(loaded: &Loaded, ui: &mut Ui) {
    for remark in &loaded.remarks {
        ui.warning(remark);
    }
}

pub(super) fn say_kept(what: &str, kept: &Path, ui: &mut Ui) {
    let kept = quoted(kept);
    ui.status(&format!(
        "the earlier {what} is kept; `emkit show {kept}` shows it"
    ));
}

pub(super) fn say_replaced(replaced: &Replaced, ui: &mut Ui) {
    if let (Some(kept), true) = (&replaced.before, replaced.lost_comments) {
        ui.warning(&format!(
            "comments in the file are not in its new version; the one before is kept as `{}`",
            shown(kept)
        ));
    }
    for kept in &replaced.late {
        let (path, kept) = (shown(&replaced.path), shown(kept));
        ui.warning(&format!(
            "another program wrote to `{path}` while it was being saved; its text is kept as `{kept}`, and isn't in the file"
        ));
    }
    if let Some(draft) = &replaced.draft {
        ui.warning(&format!(
            "the draft was left as it is: another program has changed it, or it cannot be removed: `{}`",
            shown(draft)
        ));
    }
}
