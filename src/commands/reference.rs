//! Which assessment a person means: a period, `latest`, `previous`, or a path.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::path::Path;

use anyhow::Result;

use super::App;
use super::notices::say_remarks;
use crate::domain::assessment::Status;
use crate::domain::period::{Period, quarters, span};
use crate::error::{Exit, Failure};
use crate::escape::shown;
use crate::report::wording::list;
use crate::store::{self, DEFAULT, Entry, Loaded, is_path};

impl App<'_> {
    pub(super) fn find(&mut self, reference: &str) -> Result<Loaded> {
        let period = reference.parse().ok();
        if period.is_none() && !matches!(reference, "latest" | "previous") {
            if is_path(reference) || Path::new(reference).exists() {
                return self.remarked(self.store.load(Path::new(reference)));
            }
            return Err(not_understood(reference)
                .because("it is neither a period such as `2026-Q4` nor a file")
                .hint("name `latest`, `previous`, a period that `emkit list` shows, or a path")
                .into());
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

    pub(super) fn find_two(
        &mut self,
        from: Option<&str>,
        to: Option<&str>,
    ) -> Result<(Loaded, Loaded)> {
        if let Some(from) = from {
            return Ok((self.find(from)?, self.find(to.unwrap_or("latest"))?));
        }
        let entries = self.entries()?;
        if let [.., from, to] = finished_of_one(&entries, 2)[..] {
            let from = self.remarked(self.store.load_entry(from))?;
            return Ok((from, self.remarked(self.store.load_entry(to))?));
        }
        let flags = &self.context.flags;
        Err(Failure::new("could not compare")
            .because("there are no two finished assessments of one rubric yet")
            .hint(format!(
                "`emkit list{flags}` shows what there is; `emkit assess{flags}` starts the next"
            ))
            .into())
    }

    /// What a reference names, oldest first, and whether it names a span of quarters.
    pub(super) fn find_quarters(&mut self, named: &str) -> Result<(Vec<Loaded>, bool)> {
        let Some(read) = span(named).filter(|_| !named.contains('/')) else {
            return Ok((vec![self.find(named)?], false));
        };
        let span = read.map_err(|cause| {
            let hint = "say `2026-Q3..2026-Q4`, the earlier quarter first, `2026-H2` or `2026`";
            not_understood(named).because(cause).hint(hint)
        })?;
        Ok((self.find_finished(Some(span))?, true))
    }

    /// The finished assessments of one rubric in a span, or all there are. Quarters without one are named.
    pub(super) fn find_finished(
        &mut self,
        span: Option<RangeInclusive<Period>>,
    ) -> Result<Vec<Loaded>> {
        let mut finished = self.entries()?;
        finished.retain(|entry| {
            let is_meant = span
                .as_ref()
                .is_none_or(|span| span.contains(&entry.period));
            entry.status == Status::Finished && is_meant
        });
        let rubrics: BTreeSet<_> = finished.iter().map(|entry| &entry.rubric).collect();
        let Some(first) = rubrics.first() else {
            let of = span.map_or("", |_| " of these quarters");
            return Err(Failure::new("could not find a finished assessment")
                .because(format!("there is none{of}"))
                .hint("`emkit list` shows what there is; `emkit assess` goes on with a draft")
                .into());
        };
        if rubrics.len() > 1 {
            let named: Vec<_> = rubrics.iter().map(|id| format!("`{id}`")).collect();
            return Err(Failure::new("could not take the assessments together")
                .because(format!("they are of the rubrics {}", list(&named)))
                .hint(format!("name one, such as `--rubric {first}`"))
                .into());
        }
        let missing = span.into_iter().flat_map(quarters);
        let missing = missing.filter(|it| finished.iter().all(|entry| entry.period != *it));
        let missing: Vec<_> = missing.map(|it| it.to_string()).collect();
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
        let failed = Failure::new(format!("could not find the assessment `{reference}`"));
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
