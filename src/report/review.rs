//! The self-review, composed once as a page: the work first, the scores last. A review does not
//! tell on its author: no question, anchor, id or advice of emkit's is in it unless it is asked for.

mod parts;
mod picked;

use itertools::Itertools;
use jiff::civil::Date;
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::note::Note;
use super::wording::{are, count, list as names, progress_text};
use super::{Report, SkillReport};
use crate::domain::assessment::{Assessment, OWN_ROLE, Status};
use crate::domain::feedback::HandedOn;
use crate::domain::privacy::Comparison;
use crate::domain::scoring::Standing;
use crate::page::{Block, Item, Page, Section, Span, list, paragraph, plain, strong};

pub use parts::rated;
use picked::notes;
pub use picked::{Achievement, MAX_SKILLS, achievements, highlighted, highlights, lowest, plans};
pub use picked::{short_and_close, strengths};

/// A part of the review that can be picked, in the order of reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Part {
    Delivered,
    Strengths,
    Growth,
    Goals,
    Outlook,
    Changes,
    Others,
    Scores,
    Evidence,
    Method,
}

impl Part {
    pub fn is_on_first_screen(self) -> bool {
        matches!(self, Self::Delivered | Self::Goals | Self::Scores)
    }

    pub fn word(self) -> &'static str {
        self.into()
    }
}

#[derive(Clone, Copy)]
pub struct Review<'a> {
    /// Oldest first, of one rubric. At least one; the last is where the person stands.
    pub quarters: &'a [Report<'a>],
    /// What changed since the assessment before, or since the first of several.
    pub since: Option<&'a Comparison<'a>>,
    pub others: &'a HandedOn,
    pub has_ratings: bool,
    /// Whether it begins on a screen, which shows what is next before what came of the last focus.
    pub is_on_screen: bool,
    /// The flags of its commands where it is for its author alone, with advice and what isn't backed.
    pub for_author: Option<&'a str>,
}

impl Review<'_> {
    pub fn page(&self, parts: &[Part]) -> Page {
        let Some(last) = self.quarters.last() else {
            return Page::default();
        };
        let mut headline = parts::headline(last).filter(|_| self.has_ratings);
        let sections = parts.iter().filter_map(|part| {
            let (mut title, blocks) = self.part(*part, last);
            let is_picture = *part == Part::Scores && self.is_on_screen && !blocks.is_empty();
            // The title of a picture is what it shows.
            if let Some(finding) = headline.take_if(|_| is_picture) {
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

    /// What its author may not want in these parts, and what isn't in them. `open` makes the command
    /// for a question.
    pub fn preflight(&self, named: &[Part], open: impl Fn(&str) -> Option<String>) -> Vec<String> {
        let Some(last) = self.quarters.last() else {
            return Vec::new();
        };
        let has = |part| named.contains(&part);
        let mut lines = Vec::new();
        if has(Part::Delivered) && self.quarters.iter().all(|it| achievements(it).is_empty()) {
            let nothing =
                "nothing to lead with: no highlight, and no evidence for a rating of 4 or 5";
            lines.push(nothing.to_owned());
        }
        if has(Part::Scores) && self.has_ratings {
            let claims = last.skills().flat_map(|skill| skill.score.unsupported());
            lines.extend(claims.map(|claim| {
                let (rating, title) = (claim.rating, &claim.question.title);
                let open = open(&claim.question.id);
                let open = open.map_or_else(String::new, |open| format!(": `{open}`"));
                format!("no evidence yet for the {rating} on “{title}”{open}")
            }));
        }
        let answers = self.quarters.iter().flat_map(|report| {
            let skills = report.skills();
            skills.flat_map(|skill| parts::answers(skill, report, true))
        });
        let answers = answers.count();
        if !has(Part::Evidence) && answers > 0 {
            let (answers, are) = (count(answers, "answer"), are(answers));
            lines.push(format!("{answers} {are} not shown; `--evidence` adds them"));
        }
        let known = self.others.keys();
        let known = known.filter(|relation| relation.is_one_person());
        let known = known.map(|relation| relation.word()).join(" and your ");
        if has(Part::Others) && !known.is_empty() {
            lines.push(format!(
                "readers know who your {known} is, and so whose ratings these are; ask before you hand them on"
            ));
        }
        let has_focus = last.focus().next().is_some() || last.last_focus().next().is_some();
        let has_closing = has(Part::Outlook) && last.closing().is_some();
        let said = [
            (has(Part::Goals) && has_focus).then_some("focus"),
            has_closing.then_some("closing answer"),
        ];
        let said = said.iter().flatten().join(" and ");
        if !said.is_empty() {
            lines.push(format!("what you wrote goes in word for word: your {said}"));
        }
        lines.push("names of people are yours to check, as emkit doesn't look for them".to_owned());
        lines
    }

    fn part(&self, part: Part, last: &Report<'_>) -> (String, Vec<Block>) {
        let headings = &last.rubric.review;
        let (title, blocks) = match (part, self.since) {
            (Part::Delivered, _) if self.is_thin(last) => ("What I noted", self.results(notes)),
            (Part::Delivered, _) => (&*headings.delivered, self.results(achievements)),
            (Part::Strengths, _) => ("Strengths", strong_skills(last)),
            (Part::Growth, _) if last.is_wanted() => {
                ("What I want more or less of", self.short_skills(last))
            }
            (Part::Growth, _) => ("Where I fell short", self.short_skills(last)),
            (Part::Goals, _) => ("Goals", self.goals()),
            (Part::Outlook, _) => {
                let said = last.closing().into_iter();
                let said = said.map(|(_, said)| Block::Answer(Item::default().words(said)));
                (&*headings.outlook, said.collect())
            }
            (Part::Changes, None) => ("", Vec::new()),
            (Part::Changes, Some(since)) => {
                let title = format!("Changes since {}", since.sides()[0].assessment.period);
                return (title, parts::changes(since, self.has_ratings));
            }
            (Part::Others, _) => ("What others see", parts::others(last, self.others)),
            (Part::Scores, _) => ("Where I stand", self.table(last)),
            (Part::Evidence, _) => ("Evidence", self.evidence()),
            (Part::Method, _) => ("Method", self.method(last)),
        };
        (title.to_owned(), blocks)
    }

    /// The quarter behind a title, where the review is about several.
    fn behind(&self, report: &Report<'_>) -> String {
        let period = (self.quarters.len() > 1).then(|| format!(", {}", report.assessment.period));
        period.unwrap_or_default()
    }

    fn title(&self, last: &Report<'_>) -> String {
        let (title, period) = (&last.rubric.review.title, last.assessment.period);
        match self.quarters.first().map(|first| first.assessment.period) {
            Some(first) if first != period => format!("{title} {first} to {period}"),
            _ => format!("{title} {period}"),
        }
    }

    fn lead(&self, last: &Report<'_>, headline: Option<String>) -> Vec<Block> {
        let assessment = &last.assessment;
        let stage = last.bar.stage.map(|stage| format!(", {}", stage.title));
        let role = format!("{}{}", last.bar.profile.title, stage.unwrap_or_default());
        let role = (last.bar.profile.id != OWN_ROLE).then(|| plain(role));
        let finished = assessment.finished.map(|day| Span::Whole(written(day)));
        let finished = finished.map(|day| vec![plain("finished "), day]);
        let [name, team] = [last.author.name, last.author.team].map(|it| it.map(plain));
        let parts = [name, role, team].into_iter().flatten();
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
        let [short, _] = short_and_close(last);
        let is_empty = strengths(last).is_empty() && short.is_empty();
        let mut quarters = self.quarters.iter();
        is_empty && quarters.all(|it| achievements(it).is_empty()) && !notes(last).is_empty()
    }

    fn short_skills(&self, report: &Report<'_>) -> Vec<Block> {
        let ([short, close], is_wanted) = (short_and_close(report), report.is_wanted());
        let (told, others) = short.split_at(short.len().min(MAX_SKILLS));
        let items = told.iter().map(|skill| {
            let (answer, plans) = (lowest(report, skill), plans(report, skill));
            let about = match answer {
                None => String::new(),
                Some(_) if is_wanted && self.has_ratings => format!(", {}", skill.standing()),
                Some(_) if is_wanted && skill.score.standing() == Standing::Above => {
                    ", more than wanted".to_owned()
                }
                Some(_) if is_wanted => ", less than wanted".to_owned(),
                Some(answer) => format!(", {}", answer.question.title),
            };
            let words = answer.map(|answer| answer.answer.evidence.trim().to_owned());
            let plans = plans.iter().map(|plan| format!("My plan: {plan}"));
            let words = words.into_iter().chain(plans);
            let words = words.filter(|words| !words.is_empty()).join("\n\n");
            let end = if words.is_empty() { "" } else { ":" };
            let title = strong(format!("{}{about}{end}", skill.skill.title));
            Item::of(vec![title]).words(words)
        });
        let named = |said: &str, skills: &[&SkillReport<'_>]| {
            let titles = names(skills.iter().map(|skill| &skill.skill.title));
            (!skills.is_empty()).then(|| paragraph(format!("{said}: {titles}.")))
        };
        let also = if is_wanted {
            "Also less or more than I want"
        } else {
            "Also short of target"
        };
        let mut blocks = list(items);
        blocks.extend(named(also, others));
        blocks.extend(named("Close to target", &close));
        blocks
    }

    fn results(&self, of: impl for<'r> Fn(&'r Report<'_>) -> Vec<Achievement<'r>>) -> Vec<Block> {
        let several = self.quarters.len() > 1;
        let blocks = self.quarters.iter().flat_map(|quarter| {
            let items = of(quarter).into_iter().map(|it| {
                let lead = it.lead.map(|lead| strong(format!("{lead}:")));
                Item::of(lead.into_iter().collect()).words(it.text)
            });
            let items: Vec<_> = items.collect();
            let heading = Block::Heading(quarter.assessment.period.to_string());
            let heading = (several && !items.is_empty()).then_some(heading);
            let said = (!items.is_empty()).then_some(Block::Numbered(items));
            heading.into_iter().chain(said)
        });
        blocks.collect()
    }
}

fn strong_skills(report: &Report<'_>) -> Vec<Block> {
    // Having as much as you want of something isn't a strength.
    let strengths = strengths(report).into_iter();
    let strengths = strengths.filter(|_| !report.is_wanted());
    list(strengths.map(|(skill, best)| {
        let said = skill.skill.definition.trim();
        let end = said.find(". ").map_or(said.len(), |end| end + 1);
        let title = strong(format!("{}:", skill.skill.title));
        let said = plain(format!(" {}", &said[..end]));
        Item::of(vec![title, said]).below(best.answer.evidence.as_str())
    }))
}

fn advice(report: &Report<'_>, flags: &str) -> Vec<Block> {
    let notes = report.skills().filter_map(|skill| {
        let note = Note::of(skill)?;
        let said = list(note.items(report, flags));
        Some(std::iter::once(Block::Heading(note.heading)).chain(said))
    });
    notes.flatten().collect()
}

pub fn lost_highlights(report: &Report<'_>, whole: &Assessment) -> Vec<String> {
    let highlights = whole.highlights.iter();
    let lost = highlights.filter(|highlight| highlighted(report, highlight).is_none());
    let lost = lost.map(|highlight| {
        let id = highlight.question.as_deref().unwrap_or_default();
        let title = report.rubric.question(id).map_or(id, |(_, it)| &it.title);
        let why = if whole.is_private(id) {
            "is private"
        } else {
            "has no rating or text, or is not in the rubric any more"
        };
        format!("highlight left out: “{title}” {why}")
    });
    lost.collect_vec()
}

fn written(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}
