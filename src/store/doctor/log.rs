//! A look at the logs.

use super::{Checkup, Place};
use crate::store::Store;

impl Store {
    pub(super) fn check_logs(&self, checkup: &mut Checkup) {
        let folder = self.log_folder();
        if !folder.is_dir() {
            // There is none yet, or something is in its place.
            if let Err(error) = crate::store::file::names(&folder) {
                checkup.error(&error);
            }
            return;
        }
        for found in checkup.listed(&folder) {
            let Some(period) = found.period(".md") else {
                if found.name != ".lock" {
                    self.stray(&found, Place::Elsewhere, checkup);
                }
                continue;
            };
            checkup.files += 1;
            let logged = match self.log(period) {
                Ok(logged) => logged,
                Err(error) => {
                    checkup.error(&error);
                    continue;
                }
            };
            if let Some(failure) = self.unread_in(&logged) {
                checkup.error(&failure.into());
            }
            for remark in logged.remarks() {
                checkup.note_with(remark, format!("`{}` opens it", self.edit_log(period)));
            }
        }
    }
}
