//! A panic, reported by its place in the source alone: its message may hold what people wrote.

use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

use anyhow::Result;

use crate::error::{Exit, Failure};

/// Where a thread panicked last: the thread that panicked may pass it on to another.
static PLACE: Mutex<Option<String>> = Mutex::new(None);

/// Turns a panic into an error. Unwinding restores the terminal. Nothing is printed, not even by
/// other threads.
pub fn catch_panic(flags: &str, run: impl FnOnce() -> Result<Exit>) -> Result<Exit> {
    let before = panic::take_hook();
    panic::set_hook(Box::new(|panicked| {
        let place = panicked.location().map(ToString::to_string);
        *PLACE.lock().unwrap_or_else(PoisonError::into_inner) = place;
    }));
    let ended = catch_unwind(AssertUnwindSafe(run));
    panic::set_hook(before);
    ended.unwrap_or_else(|_| {
        let place = PLACE.lock().unwrap_or_else(PoisonError::into_inner).take();
        let place = place.unwrap_or_else(|| "an unknown place".to_owned());
        Err(Failure::new("could not go on")
            .because(format!("internal error at `{place}`"))
            .hint(format!(
                "everything reported as saved is safe, and `emkit assess --resume{flags}` continues a draft; please report this place, which tells nothing you wrote"
            ))
            .exit(Exit::Defect)
            .into())
    })
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::io::Write;
    use std::rc::Rc;

    use super::*;
    use crate::ui::Ui;

    #[derive(Clone, Default)]
    struct Stream(Rc<RefCell<Vec<u8>>>);

    impl Write for Stream {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    /// What a person sees of a run that ends like this on a screen, and its exit code.
    fn seen(run: impl FnOnce(&mut Ui) -> Result<Exit>) -> (String, u8) {
        let stream = Stream::default();
        let mut ui = Ui::new(stream.clone(), stream.clone(), false, None);
        let exit = catch_panic(" --home words", || run(&mut ui));
        let exit = ui.end(exit);
        let seen = String::from_utf8(stream.0.take()).expect("UTF-8");
        (seen, exit.code())
    }

    #[test]
    fn a_panic_is_reported_by_its_place_without_a_word_of_the_person() {
        let secret = "Größe of the secret layoff";
        let (seen, code) = seen(|ui| {
            ui.hold();
            ui.say(&format!("On the screen: {secret}"));
            // Says the text that it could not cut, as slicing does.
            let cut = secret.len().min(3);
            let _ = &secret[cut..];
            unreachable!()
        });
        assert_eq!(code, 101);
        assert!(!seen.contains("secret") && !seen.contains("Gr"), "{seen}");
        let place = format!("error: could not go on: internal error at `{}:", file!());
        assert!(seen.starts_with(&place), "{seen}");
        assert!(seen.contains("\nhint: "), "{seen}");
        assert!(
            seen.contains("`emkit assess --resume --home words`"),
            "{seen}"
        );
    }
}
