//! What to run next when the store could not do something: the one place that words it.

use std::io::ErrorKind;
use std::path::Path;

use crate::context::Context;
use crate::domain::period::Period;
use crate::domain::suggest::did_you_mean;
use crate::error::quoted;
use crate::escape::shown;
use crate::store::{Error, Kind, Store};

/// The store and the flags with which a command finds it again.
type At<'a> = (&'a Store, &'a str);

/// The hint for an error of the store.
pub(super) fn hint(error: &anyhow::Error, context: &Context) -> Option<String> {
    let error = error.downcast_ref::<Error>()?;
    let store = super::store(context).or_else(|_| super::bare_store(context));
    let (store, flags) = (store.ok()?, context.flags.as_str());
    let at = (&store, flags);
    let path = quoted(&error.path);
    let away = format!("to move it out of the store: {}", move_out(&error.path));
    Some(match &error.kind {
        Kind::Unreadable(ErrorKind::PermissionDenied) => may_not_read(&path, "u+rw"),
        Kind::UnreadableFolder(ErrorKind::PermissionDenied) => may_not_read(&path, "u+rwx"),
        Kind::Unreadable(ErrorKind::NotADirectory) => {
            "a folder on the way to it is a file; name another store with `--home DIR`".to_owned()
        }
        Kind::Unreadable(_) | Kind::NotOurs => format!(
            "`ls -ld {path}` shows what is there; put a readable file in its place, or name another"
        ),
        Kind::UnreadableFolder(_) => format!(
            "`ls -ld {path}` shows what is there; put a folder in its place, or name another with `--home DIR`"
        ),
        Kind::Missing => format!(
            "check the path; `emkit list{flags}` and `emkit rubric list{flags}` show what there is"
        ),
        Kind::Dangling => format!("bring back what it leads to; if that is gone for good, {away}"),
        Kind::DanglingStore => {
            "bring back what it leads to, or name another folder with `--home DIR`".to_owned()
        }
        Kind::NotUtf8 => "save the file as UTF-8 with your editor, then try again".to_owned(),
        Kind::Newer => {
            "use the emkit that made it, or a newer one; `emkit --version` says which this is"
                .to_owned()
        }
        Kind::Empty => format!(
            "{}; to begin without it: {}",
            take_back(&error.path, &store),
            move_out(&error.path)
        ),
        Kind::Unmarked => format!(
            "if the file is whole, run `emkit doctor --accept {path}{flags}`; if not, {}",
            take_back(&error.path, &store)
        ),
        Kind::Damaged => format!(
            "correct the lines named by hand, or {}",
            take_back(&error.path, &store)
        ),
        Kind::DamagedReply => format!("take it from a backup, or add the reply again; {away}"),
        Kind::Misplaced(right) if right.exists() => format!(
            "`{}` compares it with the one that is there; {away}",
            compare(right, &error.path, at)
        ),
        Kind::Misplaced(right) => {
            let (folder, to) = (right.parent().unwrap_or(right), quoted(right));
            let make = format!("mkdir -p -m 700 {} && ", quoted(folder));
            let make = if folder.is_dir() { "" } else { &make };
            format!("move it there, or correct what it says: {make}mv -i {path} {to}")
        }
        Kind::NotAcceptable => {
            format!("correct the lines named, then run `emkit doctor --accept {path}{flags}` again")
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
        Kind::NoFolder => "choose another folder with `--home DIR`".to_owned(),
        Kind::Busy => "close the other emkit, then try again".to_owned(),
        Kind::Conflict { ours, is_removed: false, .. } => format!(
            "`{}` compares the two; to put yours in its place: {} && mv -i {} {path}",
            compare(&error.path, ours, at),
            move_out(&error.path),
            quoted(ours)
        ),
        Kind::Conflict { ours, finished: Some(finished), .. } => format!(
            "the period was finished meanwhile: `{}` compares that with yours",
            compare(finished, ours, at)
        ),
        Kind::Conflict { ours, .. } => format!(
            "`{}` shows yours; to put it in its place: mv -i {} {path}",
            show(ours, at),
            quoted(ours)
        ),
        Kind::ChangedMeanwhile => {
            format!("look at it with `emkit show {path}{flags}`, then start over")
        }
        Kind::TooMuch => "shorten a text; what was saved before is as it was".to_owned(),
        Kind::NotUtf8Log => "save it as UTF-8 with your editor; what could be read was".to_owned(),
        Kind::Utf16Log => format!("save it as UTF-8 with your editor, or {away}"),
        Kind::LogTooLarge => format!("make room in it with `emkit log edit{flags}`"),
        Kind::LogGarbled(period) => format!(
            "see what is in it with `{}`, then try again",
            edit_log(*period, flags)
        ),
        Kind::UnreadLog(period) => format!(
            "`{}` opens it; everything else in it was read",
            edit_log(*period, flags)
        ),
        Kind::Log(period) => format!("`{}` opens it", edit_log(*period, flags)),
        Kind::Copy { of, .. } if !of.exists() => {
            let (name, to) = (shown(of.file_name().unwrap_or_default()), quoted(of));
            format!(
                "`{name}` is not there; `less {path}` shows the copy; to use it: mv -i {path} {to}"
            )
        }
        Kind::Copy { of, is_conflict: false } => format!(
            "if no editor has the file open, `diff {path} {}` compares the two; {away}",
            quoted(of)
        ),
        Kind::Copy { of, .. } if of.extension().is_some_and(|ending| ending == "md") => format!(
            "`emkit log import {path}{flags}` takes the entries that the log has not; {away}"
        ),
        Kind::Copy { of, .. } => {
            format!("`{}` compares the two; {away}", compare(of, &error.path, at))
        }
        Kind::UnknownFile | Kind::UnfinishedSave => {
            // Showing anything but a plain file might never end.
            let look = if error.path.is_file() { "less" } else { "ls -lA" };
            format!("`{look} {path}` shows it; {away}")
        }
        Kind::LeftByEditor => format!(
            "unless an editor still has it open, look whether you miss any of it; {away}"
        ),
        Kind::OldVersion => format!("it is only an earlier version: take it from a backup; {away}"),
        Kind::KeptVersion(None) => format!("`{}` shows it; {away}", show(&error.path, at)),
        Kind::KeptVersion(Some(other)) => {
            format!("`{}` compares the two; {away}", compare(other, &error.path, at))
        }
        Kind::Wording => format!(
            "take the file from a backup; without it, assessments made with it are shown with today's wording; {away}"
        ),
        Kind::OpenToOthers if error.path.is_dir() => format!("chmod 700 {path}"),
        Kind::OpenToOthers => format!("chmod 600 {path}"),
        Kind::ManyOpenToOthers(folder) => format!("chmod -R go= {}", quoted(folder)),
        Kind::Shared if error.path.exists() => format!(
            "move it to a folder that stays here, then name that with `--home DIR` or `EMKIT_HOME`: mv -i {path} ~/emkit-store"
        ),
        Kind::Shared => {
            "name a folder that stays here with `--home DIR` or `EMKIT_HOME`".to_owned()
        }
        Kind::NoLocks => format!(
            "use one emkit at a time there, or keep the store on a disk of this machine with `--home DIR`; `df {path}` shows where it is"
        ),
        // Whoever reads stdin says what else it could be given.
        Kind::Stdin | Kind::Remark | Kind::EditedByHand => return None,
    })
}

pub(super) fn edit_log(period: Period, flags: &str) -> String {
    format!("emkit log edit --period {period}{flags}")
}

/// The command that compares two files: as assessments where both read, as texts otherwise.
fn compare(one: &Path, other: &Path, (store, flags): At<'_>) -> String {
    let words = format!("diff {} {}", quoted(one), quoted(other));
    match (store.load(one), store.load(other)) {
        (Ok(one), Ok(other)) if one.rubric.id == other.rubric.id => {
            format!("emkit {words}{flags}")
        }
        _ => words,
    }
}

fn show(path: &Path, (store, flags): At<'_>) -> String {
    match store.load(path) {
        Ok(_) => format!("emkit show {}{flags}", quoted(path)),
        Err(_) => format!("less {}", quoted(path)),
    }
}

fn take_back(path: &Path, store: &Store) -> String {
    match store.newest_version(path) {
        Some(kept) => format!(
            "take the version before: {} && cp {} {}",
            move_out(path),
            quoted(&kept),
            quoted(path)
        ),
        None => "take the file from a backup".to_owned(),
    }
}

fn may_not_read(path: &str, modes: &str) -> String {
    format!("`ls -ld {path}` shows whose it is; if it is yours: chmod {modes} {path}")
}

/// The command that moves a file to where a person finds it again: what may be the only copy of
/// somebody's words is never removed.
fn move_out(path: &Path) -> String {
    format!("mv -i {} ~/", quoted(path))
}
