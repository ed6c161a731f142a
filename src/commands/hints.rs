//! What to run next when the store could not do something: the one place that words it.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::context::Context;
use crate::domain::period::Period;
use crate::domain::suggest::did_you_mean;
use crate::error::quoted;
use crate::store::{Error, Kind};

pub(super) fn hint(error: &anyhow::Error, context: &Context) -> Option<String> {
    let error = error.downcast_ref::<Error>()?;
    let store = super::store(context).or_else(|_| super::bare_store(context));
    let (store, flags) = (store.ok()?, &context.flags);
    let path = quoted(&error.path);
    // What may be the only copy of somebody's words is never removed.
    let move_out = format!("mv -i {path} ~/");
    let away = format!("to move it out of the store: {move_out}");
    let take_back = || match store.newest_version(&error.path) {
        Some(kept) => {
            let kept = quoted(&kept);
            format!("take the version before: {move_out} && cp {kept} {path}")
        }
        None => "take the file from a backup".to_owned(),
    };
    let look = format!("`ls -ld {path}` shows");
    // As assessments where they read, as texts otherwise.
    let compare = |one: &Path, other: &Path| {
        let words = format!("diff {} {}", quoted(one), quoted(other));
        match (store.load(one), store.load(other)) {
            (Ok(one), Ok(other)) if one.rubric.id == other.rubric.id => {
                format!("`emkit {words}{flags}` compares")
            }
            _ => format!("`{words}` compares"),
        }
    };
    let show = |path: &Path| match store.load(path) {
        Ok(_) => format!("`emkit show {}{flags}` shows", quoted(path)),
        Err(_) => format!("`less {}` shows", quoted(path)),
    };
    Some(match &error.kind {
        Kind::Unreadable(ErrorKind::PermissionDenied) => {
            format!("{look} whose it is; if it is yours: chmod u+rwX {path}")
        }
        Kind::Unreadable(_) => format!(
            "{look} what is there; put what emkit can read in its place, or name another with `--home DIR`"
        ),
        Kind::Missing => format!(
            "check the path; `emkit list{flags}` and `emkit rubric list{flags}` show what there is"
        ),
        Kind::Dangling => format!(
            "bring back what it leads to, or name another store with `--home DIR`; if it is gone for good, {away}"
        ),
        Kind::NotUtf8 => "save the file as UTF-8 with your editor, then try again".to_owned(),
        Kind::Newer => {
            "use the emkit that made it, or a newer one; `emkit --version` says which this is"
                .to_owned()
        }
        Kind::Empty => format!("{}; to begin without it: {move_out}", take_back()),
        Kind::Unmarked => format!(
            "if the file is whole, run `emkit doctor --accept {path}{flags}`; if not, {}",
            take_back()
        ),
        Kind::Damaged => format!("correct the lines named by hand, or {}", take_back()),
        Kind::Misplaced(right) if right.exists() => {
            let compares = compare(right, &error.path);
            format!("{compares} it with the one that is there; {away}")
        }
        Kind::Misplaced(right) => {
            let (folder, to) = (quoted(right.parent().unwrap_or(right)), quoted(right));
            format!("move it there, or correct what it says: mkdir -p -m 700 {folder} && mv -i {path} {to}")
        }
        Kind::Config => format!(
            "`emkit config edit{flags}` opens it; `emkit config{flags}` shows the settings in effect"
        ),
        Kind::BrokenRubric => format!("`emkit rubric check {path}` checks it again"),
        Kind::NoSuchRubric(ids) => {
            let meant = did_you_mean(&error.path.to_string_lossy(), ids);
            let meant = meant.map_or_else(String::new, |meant| format!("{meant} "));
            format!("{meant}`emkit rubric list{flags}` shows them; a file is named by its path")
        }
        Kind::LostRubric => "give its file with `--rubric PATH`, or copy it to the store's `rubrics` folder; if the id is wrong, correct it in the assessment".to_owned(),
        Kind::Unsaved => "make room or fix the permissions, or choose another folder with `--home DIR`".to_owned(),
        Kind::Busy => "close the other program, then try again".to_owned(),
        Kind::Conflict(ours) if error.path.exists() => {
            let (compares, ours) = (compare(&error.path, ours), quoted(ours));
            format!("{compares} the two; to put yours in its place: {move_out} && mv -i {ours} {path}")
        }
        Kind::Conflict(ours) => {
            let (shows, ours) = (show(ours), quoted(ours));
            format!("{shows} yours; to put it in its place: mv -i {ours} {path}")
        }
        Kind::TooMuch => "shorten a text; what was saved before is as it was".to_owned(),
        Kind::Log(period) => format!("`{}` opens it", edit_log(*period, flags)),
        Kind::KeptVersion(Some(other)) => {
            format!("{} the two; {away}", compare(other, &error.path))
        }
        // Showing anything but a plain file might never end.
        Kind::UnknownFile | Kind::UnfinishedSave if !error.path.is_file() => {
            format!("`ls -lA {path}` shows it; {away}")
        }
        Kind::UnknownFile | Kind::UnfinishedSave | Kind::KeptVersion(None) => {
            format!("{} it; {away}", show(&error.path))
        }
        Kind::LeftByEditor => {
            format!("unless an editor still has it open, look whether you miss any of it; {away}")
        }
        Kind::Wording => format!(
            "take the file from a backup; without it, assessments made with it are shown with today's wording; {away}"
        ),
        Kind::OpenToOthers => {
            // Not all programs follow a link that they are given.
            let real = fs::canonicalize(&error.path).unwrap_or_else(|_| error.path.clone());
            format!("chmod -R go= {}", quoted(&real))
        }
        Kind::Shared if error.path.exists() => format!(
            "move it to a folder that stays here, then name that with `--home DIR` or `EMKIT_HOME`: mv -i {path} ~/emkit-store"
        ),
        Kind::Shared => "name a folder that stays here with `--home DIR` or `EMKIT_HOME`".to_owned(),
        Kind::NoLocks => format!(
            "use one emkit at a time there, or keep the store on a disk of this machine with `--home DIR`; `df {path}` shows where it is"
        ),
        Kind::Remark => return None,
    })
}

pub(super) fn edit_log(period: Period, flags: &str) -> String {
    format!("emkit log edit --period {period}{flags}")
}
