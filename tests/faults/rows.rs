//! The catalogue, in the order of the table.

use crate::need::Need;
use crate::row::Row;
use crate::{
    calls, editors, homes, kills, leaving, midsave, modes, names, order, power, refusals, room,
    sockets, streams,
};

pub(crate) static ROWS: &[Row] = &[
    Row {
        name: "killed at every call",
        fault: "`kill -9` at every file call of a sitting",
        needs: &[Need::Strace],
        bites: true,
        run: calls::killed,
    },
    Row {
        name: "refused at every call",
        fault: "`EIO`, `ENOSPC`, `EDQUOT`, `EACCES`, `EXDEV`, `EBUSY` at every file call, once and for good",
        needs: &[Need::Strace],
        bites: true,
        run: calls::refused,
    },
    Row {
        name: "order of calls",
        fault: "what is called saved is on disk by then, name and all",
        needs: &[Need::Strace],
        bites: true,
        run: order::order,
    },
    Row {
        name: "power cut on ext4",
        fault: "power cut on ext4, shut down without flushing",
        needs: &[Need::Loop, Need::Ext4],
        bites: true,
        run: power::ext4,
    },
    Row {
        name: "power cut on XFS",
        fault: "power cut on XFS, shut down without flushing",
        needs: &[Need::Loop, Need::Xfs],
        bites: true,
        run: power::xfs,
    },
    Row {
        name: "disk full",
        fault: "a disk of every size and number of inodes up to enough",
        needs: &[Need::Root],
        bites: true,
        run: room::disk_full,
    },
    Row {
        name: "file-size limit",
        fault: "files may be no longer than so many bytes",
        needs: &[],
        bites: true,
        run: room::short_files,
    },
    Row {
        name: "not allowed",
        fault: "modes, links and files in the way, for an ordinary user",
        needs: &[],
        bites: true,
        run: refusals::modes,
    },
    Row {
        name: "read-only and locked",
        fault: "a disk mounted to be read only; files and folders with `chattr +i`",
        needs: &[Need::Root, Need::Chattr],
        bites: true,
        run: refusals::locked,
    },
    Row {
        name: "unreadable",
        fault: "`EIO` where a draft, an assessment or a rubric is looked for, opened, read",
        needs: &[Need::Strace],
        bites: true,
        run: refusals::unreadable,
    },
    Row {
        name: "umask",
        fault: "umask 000, 022 and 077 with every command that writes",
        needs: &[],
        bites: true,
        run: modes::umasks,
    },
    Row {
        name: "home",
        fault: "`HOME` and its like missing, empty, relative, not text",
        needs: &[],
        bites: false,
        run: homes::homes,
    },
    Row {
        name: "hostile names",
        fault: "ids, periods, names and paths such as `../..`, absolute, of 300 characters, `CON`, case twins",
        needs: &[Need::Strace],
        bites: false,
        run: names::names,
    },
    Row {
        name: "sockets",
        fault: "every command, in plain lines, in a terminal, with an editor: calls that open a socket",
        needs: &[Need::Strace],
        bites: false,
        run: sockets::sockets,
    },
    Row {
        name: "killed at a random moment",
        fault: "`kill -9` at a random moment of an interview on the screen",
        needs: &[],
        bites: false,
        run: kills::killed,
    },
    Row {
        name: "left at a random moment",
        fault: "Ctrl-C, Ctrl-D, Esc, Ctrl-Z, `SIGINT`, `SIGTERM`, `SIGHUP`, a closed terminal, at every kind of prompt",
        needs: &[],
        bites: false,
        run: leaving::left,
    },
    Row {
        name: "left in the middle of a save",
        fault: "`SIGINT`, `SIGTERM`, `SIGHUP`, a closed terminal, in the middle of a save",
        needs: &[Need::Strace],
        bites: false,
        run: midsave::left,
    },
    Row {
        name: "streams that break",
        fault: "a reader that is gone, a full device, a stream that is closed, for every command",
        needs: &[],
        bites: false,
        run: streams::broken,
    },
    Row {
        name: "editors that misbehave",
        fault: "an editor that fails, dies, empties, removes or replaces the file; a hostile `EDITOR`",
        needs: &[],
        bites: false,
        run: editors::misbehaving,
    },
];
