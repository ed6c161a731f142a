//! The scored table with its gap notes: `emkit show`, and what stands at the end of an interview.

use itertools::Itertools;

use super::note::{Note, brief};
use super::wording::{self, cluster_line, figure, joined, progress_text, stand_in, two_decimals};
use super::{Report, SkillReport, met};
use crate::domain::assessment::Status;
use crate::domain::scoring::Standing;
use crate::page::{Block, Cell, Item, Page, Table, grouped, list, paragraph, table};

const MAX_NOTES: usize = 3;

const TITLES: [&str; 5] = ["Skill", "", "Score", "Target", ""];
const KINDS: &str = "lprrl";

const KEY: &str = "● backed by evidence  ○ partly claimed  ┃ target";

pub fn page(report: &Report<'_>, flags: &str) -> Page {
    let mut page = table_page(title(report), report);
    page.lead.extend(means(report));
    for skill in by_need(report) {
        if let Some(note) = Note::of(skill) {
            let items = list(note.items(report, flags));
            page = page.section(note.heading, items);
        }
    }
    let closing = report
        .closing()
        .map(|(ask, text)| Item::from(ask).below(text));
    let private = report
        .answers()
        .filter(|it| it.answer.withholds())
        .map(|it| {
            let text = joined([it.answer.evidence.as_str(), it.answer.note()], "\n");
            Item::from(format!("{}:", it.question.title)).below(text)
        });
    let stand_in = stand_in(&report.assessment, report.rubric);
    let footnotes = without_note(report).chain(stand_in);
    page.footnotes = footnotes.chain(report.left_out.clone()).collect();
    page.section("Focus", focus(report))
        .section(report.rubric.review.outlook.clone(), list(closing))
        .section("Private", list(private))
}

/// The table with what holds back most, a line each: what is left on the screen after an interview.
pub fn ending(report: &Report<'_>) -> Page {
    let mut page = table_page(title(report), report);
    let most = by_need(report).into_iter().filter_map(brief);
    page.lead.extend(list(most.take(MAX_NOTES)));
    page
}

pub fn table_page(title: String, report: &Report<'_>) -> Page {
    let groups = report.clusters.iter().map(|(cluster, _)| {
        let rows = report
            .skills_of(&cluster.id)
            .map(|skill| row(report, skill));
        (cluster.title.clone(), rows.collect_vec())
    });
    let mut page = Page::new(title);
    page.lead.push(paragraph(verdict(report)));
    page.lead.push(Block::Table(Table {
        key: KEY,
        ..grouped(TITLES, KINDS, groups)
    }));
    page
}

pub fn verdict(report: &Report<'_>) -> String {
    if report.skills().all(|skill| skill.score.score.is_none()) {
        return "No skill has a score yet.".to_owned();
    }
    let with = |those: &[Standing]| {
        let skills = report.skills().filter(|it| it.score.target.is_some());
        skills
            .filter(|it| those.contains(&it.score.standing()))
            .collect_vec()
    };
    let claimed = with(&[Standing::Claimed]);
    let met = with(&[Standing::Met, Standing::Claimed]);
    let (less, met_as) = if report.is_wanted() {
        ("less than you want", "as you want")
    } else {
        ("short", super::met(false))
    };
    let behind = [
        (with(&[Standing::Short]), less),
        (with(&[Standing::Close]), "close"),
        (with(&[Standing::Above]), "more than you want"),
    ];
    let all = report.skills().count();
    let known = met.len() + behind.iter().map(|(skills, _)| skills.len()).sum::<usize>();
    let behind = behind
        .iter()
        .filter_map(|(skills, what)| said(skills, what))
        .join("; ");
    let held = if met.len() == all {
        Some(format!("All {all} skills are {met_as}"))
    } else if known == all && met.len() > 1 {
        Some(format!("The rest is {met_as}"))
    } else {
        said(&met, met_as)
    };
    let held = held.map(|held| match claimed.len() {
        0 => held,
        many if many == met.len() => format!("{held} only if the claims hold up"),
        _ => format!("{held}, {} only if the claims hold up", titles(&claimed)),
    });
    let said = [Some(behind).filter(|behind| !behind.is_empty()), held];
    let said = said
        .iter()
        .flatten()
        .map(|part| format!("{part}."))
        .join(" ");
    if said.is_empty() {
        return "No skill has a target to compare with.".to_owned();
    }
    said
}

pub(super) fn said(skills: &[&SkillReport<'_>], what: &str) -> Option<String> {
    let are = wording::are(skills.len());
    (!skills.is_empty()).then(|| format!("{} {are} {what}", titles(skills)))
}

fn titles(skills: &[&SkillReport<'_>]) -> String {
    wording::list(skills.iter().map(|skill| &skill.skill.title))
}

fn by_need<'r, 'a>(report: &'r Report<'a>) -> Vec<&'r SkillReport<'a>> {
    let others = report.skills().filter(|it| !it.score.standing().is_off());
    report.gaps().into_iter().chain(others).collect()
}

/// The skills that nothing more is said of, by how they stand.
fn without_note(report: &Report<'_>) -> impl Iterator<Item = String> {
    let is_plain = |skill: &&SkillReport<'_>| {
        let has_target = skill.score.target.is_some() || skill.score.score.is_none();
        has_target && Note::of(skill).is_none()
    };
    let skills = report.skills().filter(is_plain);
    let groups = skills.into_group_map_by(|skill| skill.note()).into_iter();
    let groups = groups.sorted_by(|(one, _), (other, _)| other.cmp(one));
    groups.map(|(note, skills)| format!("{}: {}.", note.trim_end_matches('.'), titles(&skills)))
}

fn means(report: &Report<'_>) -> Vec<Block> {
    // Where more is not better, a mean says nothing.
    let is_wanted = report.is_wanted();
    list(report.clusters.iter().filter_map(|(cluster, mean)| {
        let skills = report.skills_of(&cluster.id);
        let scored = skills.map(|skill| (skill.skill, skill.score.score.is_some()));
        let line = cluster_line(cluster, mean, scored)?;
        match &cluster.reading {
            Some(reading) if is_wanted => Some(Item::from(&cluster.title).below(reading)),
            Some(reading) => Some(Item::from(line).below(reading)),
            None => (!is_wanted).then(|| line.into()),
        }
    }))
}

pub fn title(report: &Report<'_>) -> String {
    let (assessment, bar) = (&report.assessment, report.bar);
    let is_draft = assessment.status() == Status::Draft;
    let parts = [
        Some(assessment.period.to_string()),
        Some(bar.profile.title.clone()),
        bar.stage.map(|stage| stage.title.clone()),
        report
            .era
            .map(|era| format!("grouped as in: {}", era.title)),
        is_draft.then(|| format!("draft, {}", progress_text(report.progress))),
    ];
    parts.iter().flatten().join(" · ")
}

pub fn skills_table<'s, 'a: 's>(
    report: &Report<'_>,
    skills: impl IntoIterator<Item = &'s SkillReport<'a>>,
) -> Table {
    let skills = skills.into_iter();
    table(TITLES, KINDS, skills.map(|skill| row(report, skill)))
}

fn row(report: &Report<'_>, skill: &SkillReport<'_>) -> Vec<Cell> {
    let (score, lacks) = (&skill.score, lacks(report, skill, true));
    let is_marked = score.standing().is_off() || score.supported < score.score;
    vec![
        skill.skill.title.as_str().into(),
        Cell::Scale([&score.score, &score.supported, &score.target].map(Clone::clone)),
        figure(score.score.as_ref()).into(),
        figure(score.target.as_ref()).into(),
        // Of a skill that lacks nothing the picture says so.
        if lacks.is_empty() && score.target.is_some() {
            Cell::Marks(String::new(), met(score.is_wanted).to_owned())
        } else {
            Cell::marked(lacks, is_marked)
        },
    ]
}

/// What a skill lacks: its gap, what evidence alone comes to where that may be told, and ratings.
pub(super) fn lacks(report: &Report<'_>, skill: &SkillReport<'_>, tells_claims: bool) -> String {
    let (score, claims) = (&skill.score, skill.score.unsupported().count());
    let gap = score.standing().is_off().then(|| skill.standing());
    // Of a draft that is rated first, nothing backs anything yet.
    let is_before_evidence = report.assessment.status() == Status::Draft
        && report.progress.is_rated_first
        && !report.answers().any(|it| it.answer.has_evidence());
    let supported = score.supported.as_ref().filter(|_| tells_claims);
    let supported = supported.filter(|_| score.supported < score.score && !score.is_wanted);
    let claimed = supported.and_then(|supported| match (score.standing(), claims) {
        (Standing::Claimed, 1) => Some("if 1 claim holds".to_owned()),
        (Standing::Claimed, 2..) => Some(format!("if {claims} claims hold")),
        _ if is_before_evidence => None,
        _ => Some(format!("{} backed", two_decimals(supported))),
    });
    let (rated, applicable) = (score.rated, score.applicable);
    let covered = match applicable {
        0 => Some("nothing applies".to_owned()),
        _ => (rated < applicable).then(|| format!("{rated}/{applicable} rated")),
    };
    [gap, claimed, covered].iter().flatten().join(", ")
}

fn focus(report: &Report<'_>) -> Vec<Block> {
    let last = report.last_focus().filter_map(|item| {
        let said = [item.outcome?.word(), &item.focus.action, &item.note];
        let (skill, said) = (report.skill_title(&item.focus.skill), joined(said, " · "));
        Some(Item::from(format!("last time, {skill}: {said}")))
    });
    let next = report.focus().map(|item| {
        let by = item.by.map_or_else(String::new, |by| format!(" · by {by}"));
        let (skill, action) = (report.skill_title(&item.skill), &item.action);
        Item::from(format!("next, {skill}: {action}{by}")).below(wording::sign(&item.sign))
    });
    list(last.chain(next))
}
