//! Which assessment a person means: a period, `latest`, `previous`, or a path.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;

use super::App;
use super::notices::say_remarks;
use crate::domain::assessment::Status;
use crate::domain::period::{NotASpan, Period, Span};
use crate::error::{Exit, Failure};
use crate::escape::shown;
use crate::report::wording::list;
use crate::store::{self, DEFAULT, Entry, Loaded, is_path};

const MAX_MISSING: usize = 8;

impl App<'_> {
    pub(super) fn find(&mut self, reference: &str) -> Result<Loaded> {
        let loaded = self.load(reference)?;
        self.mention_draft(&loaded)?;
        Ok(loaded)
    }

    fn load(&mut self, reference: &str) -> Result<Loaded> {
        let period = reference.parse().ok();
        if period.is_none() && !matches!(reference, "latest" | "previous") {
            if is_path(reference) || Path::new(reference).exists() {
                return self.remarked(self.store.load(Path::new(reference)));
            }
            return Err(not_a_reference(reference).into());
        }
        let entries = self.entries()?;
        let mut finished = finished_of_one(&entries, 1);
        let found = match (period, reference) {
            (Some(period), _) => entries.iter().rfind(|entry| entry.period == period),
            (None, "previous") => finished.into_iter().nth_back(1),
            _ => finished.pop().or(entries.last()),
        };
        let found = found.ok_or_else(|| self.nothing(reference, entries.is_empty()))?;
        self.remarked(self.store.load_entry(found))
    }

    fn remarked(&mut self, loaded: store::Result<Loaded>) -> Result<Loaded> {
        let loaded = loaded?;
        say_remarks(&loaded, self.ui);
        Ok(loaded)
    }

    /// The two that are named, or the two latest that are finished.
    pub(super) fn find_two(
        &mut self,
        from: Option<&str>,
        to: Option<&str>,
    ) -> Result<(Loaded, Loaded)> {
        if let Some(from) = from {
            let (from, to) = (self.load(from)?, self.load(to.unwrap_or("latest"))?);
            if from.assessment.status() == Status::Finished {
                self.mention_draft(&to)?;
            }
            return Ok((from, to));
        }
        let entries = self.entries()?;
        if let [.., from, to] = finished_of_one(&entries, 2)[..] {
            let from = self.remarked(self.store.load_entry(from))?;
            return Ok((from, self.remarked(self.store.load_entry(to))?));
        }
        let is_none = finished_of_one(&entries, 1).is_empty();
        let number = if is_none { "no" } else { "only one" };
        let flags = &self.context.flags;
        Err(Failure::new("could not compare")
            .because(format!("there is {number} finished assessment yet"))
            .hint(format!(
                "`emkit list{flags}` shows what there is; `emkit assess{flags}` starts the next"
            ))
            .into())
    }

    /// A newer draft was not asked for, but a person may be looking for it.
    fn mention_draft(&mut self, Loaded { assessment, .. }: &Loaded) -> Result<()> {
        if assessment.status() == Status::Draft {
            return Ok(());
        }
        let rubric = &assessment.rubric.id;
        let mut drafts = self.store.entries_of(Status::Draft, rubric)?.into_iter();
        let draft = drafts.rfind(|draft| draft.period >= assessment.period);
        if let Some(Entry { period, rubric, .. }) = draft {
            let path = shown(self.store.path(Status::Draft, &rubric, period));
            let said = format!("there is also a draft of {period}: `{path}`");
            self.ui.status(&said);
        }
        Ok(())
    }

    /// What a reference names, oldest first, and whether it names a span of quarters.
    pub(super) fn find_quarters(&mut self, named: &str) -> Result<(Vec<Loaded>, bool)> {
        Ok(match span(named)? {
            None => (vec![self.find(named)?], false),
            span => (self.find_finished(span)?, true),
        })
    }

    /// The finished assessments of one rubric in a span, or all there are. Quarters without one are named.
    pub(super) fn find_finished(&mut self, span: Option<Span>) -> Result<Vec<Loaded>> {
        let of = span.map_or_else(String::new, |span| format!(" in `{span}`"));
        let mut found = self.entries()?;
        found.retain(|entry| span.is_none_or(|span| span.contains(entry.period)));
        let is_finished = |entry: &Entry| entry.status == Status::Finished;
        let (finished, drafts): (Vec<_>, Vec<_>) = found.into_iter().partition(is_finished);
        let rubrics: BTreeSet<_> = finished.iter().map(|entry| &entry.rubric).collect();
        let Some(first) = rubrics.first() else {
            let hint = if drafts.is_empty() {
                "`emkit list` shows what there is"
            } else {
                "there is only a draft; `emkit assess` goes on with it"
            };
            let failed = Failure::new(format!("could not find a finished assessment{of}"));
            return Err(failed.because("there is none").hint(hint).into());
        };
        if rubrics.len() > 1 {
            let named: Vec<_> = rubrics.iter().map(|id| format!("`{id}`")).collect();
            let failed = Failure::new(format!("could not take the assessments{of} together"));
            return Err(failed
                .because(format!("they are of the rubrics {}", list(&named)))
                .hint(format!("name one, such as `--rubric {first}`"))
                .into());
        }
        let has = |entries: &[Entry], period| entries.iter().any(|it| it.period == period);
        let missing = span.into_iter().flat_map(Span::periods);
        let missing = missing.filter(|period| !has(&finished, *period));
        let missing = missing.map(|it| {
            let draft = if has(&drafts, it) { " (a draft)" } else { "" };
            format!("{it}{draft}")
        });
        let mut missing: Vec<_> = missing.collect();
        if missing.len() > MAX_MISSING {
            let more = missing.split_off(MAX_MISSING).len();
            missing.push(format!("{more} more"));
        }
        if !missing.is_empty() {
            let said = format!("no finished assessment of {}", list(&missing));
            self.ui.status(&said);
        }
        let loaded = self.store.load_entries(&finished).into_iter();
        loaded.map(|loaded| self.remarked(loaded)).collect()
    }

    pub(super) fn under_rubric(&self) -> String {
        let rubric = self.context.rubric();
        rubric.map_or_else(String::new, |id| format!(" under the rubric `{id}`"))
    }

    fn nothing(&self, reference: &str, is_empty: bool) -> Failure {
        let failed = Failure::new(match reference {
            "latest" | "previous" => format!("could not find the {reference} assessment"),
            period => format!("could not find an assessment of {period}"),
        });
        let (rubric, flags) = (self.under_rubric(), &self.context.flags);
        if is_empty {
            let home = shown(&self.store.home);
            return failed
                .because(format!("nothing{rubric} in `{home}` yet"))
                .hint(format!("`emkit assess{flags}` starts the first"));
        }
        failed
            .because(format!("there is no such assessment{rubric}"))
            .hint(format!("`emkit list{flags}` shows what there is"))
    }

    /// Those under the rubric that was named, or under all: by quarter, drafts first, the default rubric last.
    pub(super) fn entries(&self) -> Result<Vec<Entry>> {
        let mut entries = self.store.entries()?;
        if let Some(id) = self.rubric_id() {
            if !entries.iter().any(|entry| entry.rubric == id) {
                self.store.rubric(Some(&id))?;
            }
            entries.retain(|entry| entry.rubric == id);
        }
        entries.sort_by_key(|entry| (entry.period, entry.status, entry.rubric == DEFAULT));
        Ok(entries)
    }
}

/// Those of the rubric used last among the ones with at least so many finished assessments, oldest first.
pub(super) fn finished_of_one(entries: &[Entry], at_least: usize) -> Vec<&Entry> {
    let finished = || entries.iter().filter(|it| it.status == Status::Finished);
    let of = |rubric: &String| finished().filter(move |it| it.rubric == *rubric).collect();
    let mut of_each = finished().rev().map(|latest| of(&latest.rubric));
    let found = of_each.find(|found: &Vec<_>| found.len() >= at_least);
    found.unwrap_or_default()
}

fn not_understood(reference: &str) -> Failure {
    Failure::new(format!("could not understand `{reference}`")).exit(Exit::Usage)
}

fn not_a_reference(reference: &str) -> Failure {
    let failure = not_understood(reference);
    match meant(reference) {
        Some(period) => failure
            .because("it is not written as a period is")
            .hint(format!("did you mean `{period}`?")),
        None => failure
            .because("it is neither a period such as `2026-Q4` nor a file")
            .hint("name `latest`, `previous`, a period that `emkit list` shows, or a path"),
    }
}

/// The span of quarters that a reference names; none where it names one assessment.
fn span(reference: &str) -> Result<Option<Span>> {
    let read = Span::read(reference).filter(|_| !reference.contains('/'));
    let read = read.transpose().map_err(|error| match error {
        NotASpan::End(end) => not_understood(reference)
            .because(end)
            .hint("say `2026-Q3..2026-Q4`, `2026-H2` or `2026`"),
        NotASpan::Backwards(span) => not_understood(reference)
            .because("it ends before it begins")
            .hint(format!("the earlier quarter comes first: `{span}`")),
    });
    Ok(read?)
}

/// The period in another way of writing one, such as `2026Q3`, `q3/2026` or `2026-3`.
fn meant(reference: &str) -> Option<Period> {
    let digits = reference.replace(['q', 'Q', '-', '/', '.', '_', ' '], "");
    let (year, quarter) = digits.split_at_checked(4)?;
    let (first, last) = digits.split_at_checked(1)?;
    let forms = [(year, quarter), (last, first)].into_iter();
    // Other centuries are slips of the finger.
    let mut forms = forms.filter(|(year, _)| year.starts_with("20"));
    forms.find_map(|(year, quarter)| format!("{year}-Q{quarter}").parse().ok())
}
