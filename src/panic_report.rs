//! A panic, reported by its place in the source alone: its message may hold what people wrote.

use std::panic::{self, PanicHookInfo};
use std::process;

use crate::error::{Exit, Failure};
use crate::prompt::restore_terminal;
use crate::ui::Ui;

/// From now on a panic in any thread ends emkit: the terminal is put back, and `ui`, if there is one, says
/// where it was. Nothing unwinds, so a release build can do without.
pub fn end_at_panic(flags: String, ui: Option<fn() -> Ui>) {
    panic::set_hook(Box::new(move |panic| {
        restore_terminal();
        let _ = ui.map(|ui| ui().end(Err(report(panic, &flags).into())));
        #[expect(clippy::exit, reason = "an abort would have an exit code of its own")]
        process::exit(Exit::Defect.code().into())
    }));
}

fn report(panic: &PanicHookInfo<'_>, flags: &str) -> Failure {
    let place = panic.location().map(ToString::to_string);
    let place = place.unwrap_or_else(|| "an unknown place".to_owned());
    Failure::new("could not go on")
        .because(format!("internal error at `{place}`"))
        .hint(format!(
            "everything reported as saved is safe, and `emkit assess --resume{flags}` continues a draft; please report this place, which tells nothing you wrote"
        ))
        .exit(Exit::Defect)
}
