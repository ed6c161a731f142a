//! What a row takes that not every machine has.

use std::process::{Command, Stdio};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// strace, and leave to trace.
    Strace,
    /// Root: to mount a small file system, to become somebody else, to make a file immutable.
    Root,
    /// A file system of one's own in a file, mounted.
    Loop,
    /// The tools that make ext4 and shut it down.
    Ext4,
    /// The same for XFS.
    Xfs,
    /// Files that not even root may change.
    Chattr,
    /// libfaketime's `faketime`.
    Faketime,
}

impl Need {
    /// Why this machine cannot do it; none where it can.
    pub(crate) fn missing(self) -> Option<String> {
        let (what, command): (_, &[&str]) = match self {
            Self::Strace => (
                // emkit keeps its memory to itself: only root sees the paths in its calls.
                "strace is not installed or may not trace; run as root",
                &[
                    "sh",
                    "-c",
                    "test \"$(id -u)\" = 0 && strace -o /dev/null true",
                ],
            ),
            Self::Root => (
                "a small file system cannot be mounted here; run as root",
                &[
                    "unshare", "-m", "mount", "-t", "tmpfs", "-o", "size=64k", "none", "/mnt",
                ],
            ),
            Self::Loop => (
                "no loop device can be set up here; run as root",
                &["losetup", "-f"],
            ),
            Self::Ext4 => (
                "mkfs.ext4 or xfs_io is not installed",
                &["sh", "-c", "mkfs.ext4 -V && xfs_io -V"],
            ),
            Self::Xfs => (
                "mkfs.xfs or xfs_io is not installed",
                &["sh", "-c", "mkfs.xfs -V && xfs_io -V"],
            ),
            Self::Chattr => (
                "`chattr +i` does nothing here; run as root on ext4 or XFS",
                &[
                    "sh",
                    "-c",
                    "file=$(mktemp) && chattr +i \"$file\" && chattr -i \"$file\" && rm \"$file\"",
                ],
            ),
            Self::Faketime => (
                "faketime is not installed",
                &["faketime", "2020-01-01", "true"],
            ),
        };
        let (program, arguments) = command.split_first()?;
        let status = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        match status {
            Ok(status) if status.success() => None,
            _ => Some(what.to_owned()),
        }
    }
}
