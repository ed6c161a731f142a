//! The catalogue, in the order of the table.

use crate::need::Need;
use crate::row::Row;
use crate::{calls, order};

pub(crate) static ROWS: [Row; 3] = [
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
];
