//! One sitting: what is said goes to the interview, and to disk before anything else is asked.

use std::path::PathBuf;

use anyhow::Result;

use super::context::AssessContext;
use crate::cli::TargetOptions;
use crate::commands::export::write;
use crate::commands::notices::say_replaced;
use crate::commands::{drawn, target_options};
use crate::context::Context;
use crate::domain::assessment::Assessment;
use crate::domain::interview::{Action, Event, Interview, Step};
use crate::domain::privacy::Privacy;
use crate::domain::rubric::Rubric;
use crate::domain::status::Progress;
use crate::error::{Exit, Failure};
use crate::escape::{shown, visible_lines};
use crate::format::assessment;
use crate::page::wrap::wrap;
use crate::prompt::{Prompt, Reply};
use crate::report::Report;
use crate::report::wording::progress_text;
use crate::report::{log, scores};
use crate::store::{self, FileSnapshot, Kind, Replaced, Saver};
use crate::ui::Ui;

/// The interview over a draft, and what was on disk for that.
pub(super) type Start<'a> = (Interview<'a>, FileSnapshot);

pub(super) fn run(
    at: &AssessContext<'_>,
    (interview, seen): Start<'_>,
    prompt: &mut dyn Prompt,
    ui: &mut Ui,
) -> Result<Exit> {
    let session = Session {
        at,
        saver: Saver {
            store: &at.store,
            rubric: interview.rubric,
            seen,
            is_kept: false,
        },
        interview,
        prompt,
        ui,
    };
    session.run()
}

struct Session<'a> {
    at: &'a AssessContext<'a>,
    interview: Interview<'a>,
    saver: Saver<'a>,
    prompt: &'a mut dyn Prompt,
    ui: &'a mut Ui,
}

impl Session<'_> {
    fn run(mut self) -> Result<Exit> {
        // What is on disk, or what there was before anybody said anything.
        let mut saved = self.interview.draft.clone();
        loop {
            match self.interview.step {
                Step::Done => return self.finish(),
                Step::Stopped => return self.leave(Exit::Done),
                _ => {}
            }
            let action = match self.prompt.ask(&self.interview, self.ui) {
                Reply::Action(action) => action,
                Reply::Exit(exit @ Exit::Signal(_)) => {
                    // Nobody is there to be asked any more.
                    if !self.saver.is_in_place(self.interview.draft.period) {
                        let saved = self.saver.save(&self.interview.draft);
                        let failed =
                            |error: store::Error| self.ui.failure(&error.into()).exit(exit);
                        let saved = saved.map_err(failed)?;
                        say_replaced(&saved, self.ui);
                    }
                    return Ok(self.left(exit));
                }
                Reply::Exit(exit) => return self.leave(exit),
            };
            let events = match self.interview.apply(action) {
                Ok(events) => events,
                Err(rejection) => {
                    self.ui.say(&rejection);
                    continue;
                }
            };
            let is_opening = matches!(self.interview.step, Step::Role | Step::Stage);
            // Left before the stage is said, the whole opening is asked again.
            if !is_opening && self.interview.draft != saved {
                self.save()?;
                saved = self.interview.draft.clone();
            }
            for event in &events {
                self.prompt.tell(event, &self.interview, self.ui);
            }
            // A person may stop for the day; ten minutes need no rest, and plain lines only say it.
            if !events.contains(&Event::ClusterDone)
                || self.interview.opened.ratings_first
                || self.at.context.accessible()
            {
                continue;
            }
            let choices = ["go on", "save and stop until another day"].map(str::to_owned);
            let question = "A good place to stop. The rest can wait for another day.";
            match self.prompt.choose(question, &choices, self.ui) {
                Ok(0) => {}
                Ok(_) | Err(Exit::Done) => {
                    // Leaving is taken at every step.
                    let _ = self.interview.apply(Action::Quit);
                }
                Err(exit) => return Ok(self.left(exit)),
            }
        }
    }

    fn finish(&mut self) -> Result<Exit> {
        let rubric = self.interview.rubric;
        let draft = &self.interview.draft;
        // What was finished before and only changed now keeps its day.
        let before = self.at.finished.as_ref().map(|loaded| &loaded.assessment);
        let before = before.filter(|before| before.started == draft.started);
        let day = before.and_then(|before| before.finished);
        let finished = draft.clone().finish(rubric, day.unwrap_or(self.at.today));
        let seen = self.at.finished.as_ref().and_then(|it| it.seen.clone());
        let saved = self.keep_trying(|saver, _| saver.finish(&finished, &seen))?;
        self.prompt.leave(self.ui);
        let context = self.at.context;
        let unused = log::unused(&self.interview.unused(), finished.period, context.width);
        let mut messages = vec![finished_text(&finished, &saved)];
        messages.extend(unused);
        messages.push(next_text(&finished, context));
        if let Err(error) = show_ending(&finished, rubric, context, &messages, self.ui) {
            // A terminal that was closed shows nothing any more; what was to be saved is.
            return self.prompt.signal().ok_or(error);
        }
        say_replaced(&saved, self.ui);
        for message in &messages {
            self.ui.status(message);
        }
        Ok(Exit::Done)
    }

    fn left(&mut self, exit: Exit) -> Exit {
        let draft = &self.interview.draft;
        let period = draft.period;
        if self.saver.seen.is_none() {
            self.ui.say(&if draft.answered() == 0 {
                let flags = &self.at.context.flags;
                format!(
                    "\nNothing was answered, so nothing is saved. To begin:\n  emkit assess{flags}"
                )
            } else {
                format!("\nNothing was changed; {period} is as it was.")
            });
            return exit;
        }
        let saved = if self.at.finished.is_none() {
            let progress = progress_text(Progress::of(draft, self.interview.rubric));
            format!("Your draft of {period} is saved, {progress}. To resume it:")
        } else {
            format!(
                "Your changes to {period} are saved as a draft; until you finish it, the assessment stays as it was. To resume it:"
            )
        };
        let saved = wrap(&saved, self.at.context.width, "", "");
        let is_quick = self.interview.opened.ratings_first;
        let resume = self.at.resume(period, is_quick);
        self.ui.say(&format!("\n{saved}\n  {resume}"));
        exit
    }

    fn save(&mut self) -> Result<()> {
        let replaced = self.keep_trying(|saver, draft| saver.save(draft))?;
        say_replaced(&replaced, self.ui);
        Ok(())
    }

    /// Before the draft is called saved for the last time: somebody else may have had it meanwhile.
    fn leave(&mut self, exit: Exit) -> Result<Exit> {
        if !self.saver.is_in_place(self.interview.draft.period) {
            self.save()?;
        }
        Ok(self.left(exit))
    }

    /// Tries to save until it works or the person has what they said in another way.
    fn keep_trying<T>(
        &mut self,
        mut save: impl FnMut(&mut Saver<'_>, &Assessment) -> store::Result<T>,
    ) -> Result<T> {
        loop {
            let error = match save(&mut self.saver, &self.interview.draft) {
                Ok(saved) => return Ok(saved),
                Err(error) => error,
            };
            if error.is_conflict() {
                self.say_ahead();
                return Err(error.into());
            }
            let first = usize::from(error.kind == Kind::TooMuch);
            self.ui.error(&error.into());
            self.ui
                .say("Your answers are NOT saved, but nothing is lost yet.");
            let text = assessment::write(&self.interview.draft, self.interview.rubric)?;
            let period = self.interview.draft.period;
            let copy = PathBuf::from(format!("emkit-{period}-draft.yaml"));
            let choices = [
                "try again".to_owned(),
                format!(
                    "write your answers to `{}` in the current folder and stop",
                    shown(&copy)
                ),
                "print your answers here and stop".to_owned(),
            ];
            let choice = self.prompt.choose("What now?", &choices[first..], self.ui);
            match choice.map(|place| place + first) {
                Ok(0) => {}
                Ok(1) => match write(&copy, &text, false) {
                    Ok(()) => {
                        self.ui.say(&format!("written to `{}`", shown(&copy)));
                        self.say_ahead();
                        return Err(stopped(Exit::Failed));
                    }
                    Err(other) => self.ui.error(&other),
                },
                _ => {
                    // Nothing may go with the program, nor be broken into lines that can no longer be read.
                    self.prompt.leave(self.ui);
                    self.ui.prompt(&visible_lines(&text));
                    self.say_ahead();
                    return Err(stopped(match choice {
                        Err(exit @ Exit::Signal(_)) => exit,
                        _ => Exit::Failed,
                    }));
                }
            }
        }
    }

    /// Hands back what was typed and has no place in the draft yet.
    fn say_ahead(&mut self) {
        let ahead = self.prompt.ahead();
        if !ahead.is_empty() {
            self.ui
                .say(&format!("You had also typed:\n{}", ahead.join("\n")));
        }
    }
}

fn stopped(exit: Exit) -> anyhow::Error {
    Failure::new("could not save to the store, and stopped")
        .hint("fix the problem above, then run `emkit assess` again")
        .exit(exit)
        .into()
}

/// On a terminal too low for all of it the table stays in sight; `emkit show` has the notes.
fn show_ending(
    finished: &Assessment,
    rubric: &Rubric,
    context: &Context,
    messages: &[String],
    ui: &mut Ui,
) -> Result<()> {
    let report = report(finished, rubric)?;
    let page = drawn(&scores::ending(&report), context);
    let lines = messages.iter().flat_map(|message| message.lines());
    let rows = lines.map(|line| line.len().div_ceil(context.width).max(1));
    let below: usize = rows.sum();
    let is_too_low = |rows: usize| page.lines().count() + below >= rows;
    if context.accessible() || !context.rows.is_some_and(is_too_low) {
        return ui.data(&page);
    }
    let table = scores::table_page(scores::title(&report), &report);
    ui.data(&drawn(&table, context))?;
    if !report.gaps().is_empty() {
        let flags = &context.flags;
        ui.status(&format!(
            "\n`emkit show{flags}` says what holds you back, and what to try."
        ));
    }
    Ok(())
}

pub(super) fn report<'a>(finished: &'a Assessment, rubric: &'a Rubric) -> Result<Report<'a>> {
    let bar = target_options::bar(rubric, finished, &TargetOptions::default())?;
    Ok(Report::new(rubric, finished, bar, Privacy::Ratings))
}

pub(super) fn finished_text(finished: &Assessment, saved: &Replaced) -> String {
    let path = shown(&saved.path);
    format!("\n{} is finished and saved in `{path}`.", finished.period)
}

pub(super) fn next_text(finished: &Assessment, context: &Context) -> String {
    let period = finished.period;
    format!(
        "\nNext, your self-review:\n  emkit export {period} --output self-review-{period}.md{}",
        context.flags
    )
}
