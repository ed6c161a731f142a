//! A look at what others said.

use super::Checkup;
use crate::store::Store;
use crate::store::feedback::{FOLDER, is_ours};

impl Store {
    pub(super) fn check_feedback(&self, checkup: &mut Checkup) {
        for rubric in checkup.listed(&self.home.join(FOLDER)) {
            if !rubric.is_folder {
                checkup.unknown(&rubric);
                continue;
            }
            for found in checkup.listed(&rubric.path) {
                let Some(period) = found.period("").filter(|_| found.is_folder) else {
                    checkup.unknown(&found);
                    continue;
                };
                for file in checkup.listed(&found.path) {
                    if !is_ours(&file.name) {
                        checkup.unknown(&file);
                        continue;
                    }
                    checkup.files += 1;
                    checkup.read(self.load_feedback(&file.path, &rubric.name, period));
                }
            }
        }
    }
}
