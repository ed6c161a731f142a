//! The self-review, composed once as a page: the work first, the scores last. A review does not
//! tell on its author: no question, anchor, id or advice of emkit's is in it unless it is asked for.

mod changes;
mod evidence;
mod goals;
mod others;
mod picked;
mod preflight;
mod source;
mod standing;
mod words;

use super::Report;
use super::note::Note;
use super::wording::{joined, list as names, progress_text};
use crate::domain::assessment::Status;
use crate::page::{Block, Item, Page, Section, Span, list, paragraph, plain, strong};

pub use others::rated;
use picked::notes;
pub use picked::{Achievement, achievements, growth, highlights, strengths};
pub use preflight::{lost_highlights, preflight};
pub use source::{Part, Review};
use words::{first_sentence, role, written};

/// How many parts a first screen has.
const FIRST_SCREEN: usize = 3;

impl<'a> Review<'a> {
    /// The page with these parts, in this order. A part with nothing to say is left out.
    #[must_use]
    pub fn page(&self, parts: &[Part]) -> Page {
        let Some(last) = self.quarters.last() else {
            return Page::default();
        };
        let mut headline = standing::headline(last).filter(|_| self.has_ratings);
        let sections = parts.iter().zip(0..).filter_map(|(part, place)| {
            let (mut title, blocks) = self.part(*part, last);
            let is_picture = *part == Part::Scores && self.is_on_screen && !blocks.is_empty();
            // The title of a picture on the first screen is what it shows.
            if let Some(finding) = headline.take_if(|_| is_picture && place < FIRST_SCREEN) {
                title = format!("{title}: {}", finding.trim_end_matches('.'));
            }
            Some(Section {
                name: part.word(),
                is_folded: matches!(part, Part::Scores | Part::Evidence),
                ..Section::new(title, blocks)?
            })
        });
        let sections: Vec<_> = sections.collect();
        let advice = self.for_author.and_then(|flags| {
            let section = Section::new("For me: what to try", advice(last, flags))?;
            let name = "advice";
            Some(Section { name, ..section })
        });
        Page {
            title: self.title(last),
            lead: self.lead(last, headline),
            sections: sections.into_iter().chain(advice).collect(),
            footnotes: Vec::new(),
        }
    }

    fn part(&self, part: Part, last: &Report<'_>) -> (String, Vec<Block>) {
        let (title, blocks) = match part {
            Part::Delivered if self.is_thin(last) => ("What I noted", self.results(notes)),
            Part::Delivered => {
                let results = self.results(achievements);
                (&*last.rubric.review.delivered, results)
            }
            // To have much of something is no strength.
            Part::Strengths if last.is_wanted() => ("Strengths", Vec::new()),
            Part::Growth if last.is_wanted() => (
                "What I want more or less of",
                short_skills(last, self.has_ratings),
            ),
            Part::Strengths => ("Strengths", strong_skills(last)),
            Part::Growth => ("Where I fell short", short_skills(last, self.has_ratings)),
            Part::Goals => ("Goals", goals::blocks(self.quarters, self.is_on_screen)),
            Part::Outlook => {
                let said = last.closing().into_iter();
                let said = said.map(|(_, said)| Block::Quote(said.to_owned()));
                (&*last.rubric.review.outlook, said.collect())
            }
            Part::Changes => {
                let Some(since) = self.since else {
                    return (String::new(), Vec::new());
                };
                let title = format!("Changes since {}", since.from().assessment.period);
                return (title, changes::blocks(since, self.has_ratings));
            }
            Part::Others => ("What others see", others::blocks(last, self.others)),
            Part::Scores => {
                let blocks = if self.has_ratings {
                    standing::table(last, self.for_author.is_some())
                } else {
                    Vec::new()
                };
                ("Where I stand", blocks)
            }
            Part::Evidence => (
                "Evidence",
                evidence::blocks(self.quarters, self.has_ratings),
            ),
            Part::Method => ("Method", standing::method(last, self.has_ratings)),
        };
        (title.to_owned(), blocks)
    }

    fn title(&self, last: &Report<'_>) -> String {
        let (title, period) = (&last.rubric.review.title, last.assessment.period);
        match self.quarters.first().map(|first| first.assessment.period) {
            Some(first) if first != period => format!("{title} {first} to {period}"),
            _ => format!("{title} {period}"),
        }
    }

    /// Who it is, how far a draft is, and how the person stands.
    fn lead(&self, last: &Report<'_>, headline: Option<String>) -> Vec<Block> {
        let assessment = &last.assessment;
        let name = last.author.name.map(plain);
        let team = last.author.team.map(plain);
        let finished = assessment.finished.map(|day| Span::Whole(written(day)));
        let finished = finished.map(|day| vec![plain("finished "), day]);
        let parts = [name, role(last).map(plain), team].into_iter().flatten();
        let parts = parts.map(|part| vec![part]).chain(finished);
        let parts: Vec<_> = parts.collect();
        let mut lead = vec![Block::Paragraph(parts.join(&plain(" · ")))];
        if assessment.status() == Status::Draft {
            let progress = progress_text(last.progress);
            lead.push(paragraph(format!("This is a draft: {progress}.")));
        }
        lead.extend(headline.map(paragraph));
        lead
    }

    /// Whether there is no result, strength or shortfall to lead with, but something is written.
    pub(super) fn is_thin(&self, last: &Report<'_>) -> bool {
        let is_empty = strengths(last).is_empty() && growth(last).skills.is_empty();
        let mut quarters = self.quarters.iter();
        is_empty && quarters.all(|it| achievements(it).is_empty()) && !notes(last).is_empty()
    }

    fn results(&self, of: impl for<'r> Fn(&'r Report<'_>) -> Vec<Achievement<'r>>) -> Vec<Block> {
        let several = self.quarters.len() > 1;
        let blocks = self.quarters.iter().flat_map(|quarter| {
            let items = of(quarter).into_iter().map(|it| {
                let lead = it.lead.map(|lead| vec![strong(format!("{lead}:"))]);
                Item::of(lead.unwrap_or_default()).words(it.text)
            });
            let items: Vec<_> = items.collect();
            let period = quarter.assessment.period;
            let heading = several.then(|| Block::Heading(period.to_string()));
            let said = (!items.is_empty()).then_some(Block::Numbered(items));
            let heading = heading.filter(|_| said.is_some());
            heading.into_iter().chain(said)
        });
        blocks.collect()
    }
}

fn strong_skills(report: &Report<'_>) -> Vec<Block> {
    list(strengths(report).into_iter().map(|strength| {
        let skill = strength.skill.skill;
        let said = first_sentence(&skill.definition);
        let title = strong(format!("{}:", skill.title));
        let evidence = strength.answer.answer.evidence.as_str();
        Item::of(vec![title, plain(format!(" {said}"))]).below(evidence)
    }))
}

fn short_skills(report: &Report<'_>, has_ratings: bool) -> Vec<Block> {
    let growth = growth(report);
    let items = growth.skills.iter().map(|short| {
        let skill = &short.skill.skill.title;
        let title = match short.answer {
            Some(_) if report.is_wanted() && has_ratings => {
                format!("{skill}, {}", short.skill.standing())
            }
            Some(_) if report.is_wanted() => {
                let is_above = short.skill.score.is_above();
                format!(
                    "{skill}, {} than wanted",
                    if is_above { "more" } else { "less" }
                )
            }
            Some(answer) => format!("{skill}, {}", answer.question.title),
            None => skill.clone(),
        };
        let words = short.answer.map(|answer| answer.answer.evidence.trim());
        let words = words.filter(|words| !words.is_empty());
        let end = match (words, short.plans.is_empty()) {
            (None, true) => "",
            (None, false) => ".",
            _ => ":",
        };
        let plans = short.plans.iter().map(|plan| format!("My plan: {plan}"));
        let plans: Vec<_> = plans.collect();
        let words = joined(
            words.into_iter().chain(plans.iter().map(String::as_str)),
            "\n\n",
        );
        Item::of(vec![strong(format!("{title}{end}"))]).words(words)
    });
    let named = |said: &str, titles: Vec<&str>| {
        (!titles.is_empty()).then(|| paragraph(format!("{said}: {}.", names(titles))))
    };
    let mut blocks = list(items);
    let also = if report.is_wanted() {
        "Also less or more than I want"
    } else {
        "Also short of target"
    };
    blocks.extend(named(also, growth.others));
    blocks.extend(named("Close to target", growth.close));
    blocks
}

/// The notes on the skills that fall short, or do so on evidence alone.
fn advice(report: &Report<'_>, flags: &str) -> Vec<Block> {
    let notes = report.skills().filter_map(|skill| {
        let note = Note::of(skill)?;
        let said = list(note.items(report, flags));
        Some(std::iter::once(Block::Heading(note.heading)).chain(said))
    });
    notes.flatten().collect()
}
