//! A rubric, for reading before one answers.

use itertools::Itertools;

use super::wording::{change, figure};
use crate::domain::rubric::{OWN_ROLE, Observed, Profile, Question, Rating, Rubric};
use crate::page::{Block, Item, Page, list, paragraph};

pub fn page(rubric: &Rubric) -> Page {
    let (title, id, version) = (&rubric.title, &rubric.id, &rubric.version);
    let scale = Rating::all().zip(&rubric.scale);
    let scale = scale.map(|(rating, step)| format!("{rating}  {}: {}", step.label, step.meaning));
    let mut page = Page::new(format!("{title} (`{id}`, version {version})"));
    page = page.section("When", rubric.when.iter().map(paragraph).collect());
    page = page.section("Scale", list(scale));
    for cluster in &rubric.clusters {
        page = page.section(cluster.title.as_str(), vec![paragraph(&cluster.why)]);
        let skills = rubric.skills.iter();
        for skill in skills.filter(|skill| skill.cluster == cluster.id) {
            let mut blocks = vec![paragraph(&skill.definition)];
            let examples = skill.examples.iter();
            blocks.extend(list(examples.map(|example| format!("- {example}"))));
            blocks.extend(skill.questions.iter().flat_map(question));
            blocks.extend(skill.observed.iter().flat_map(observed));
            page = page.section(format!("{} (`{}`)", skill.title, skill.id), blocks);
        }
    }
    let stages = rubric.stages.iter().map(|stage| {
        let moves = rubric.skills.iter().filter_map(|skill| {
            let adjust = stage.adjust.get(&skill.id)?;
            Some(format!("{} {}", skill.id, change(Some(adjust))))
        });
        let moves = moves.collect_vec().join(", ");
        Item::from(format!("`{}` {}: {moves}", stage.id, stage.title)).below(&stage.why)
    });
    let eras = rubric.eras.iter().map(|era| {
        let core = era.core.join(", ");
        Item::from(format!(
            "`{}` {} ({}): {core}",
            era.id, era.title, era.years
        ))
        .below(&era.why)
    });
    let closing = rubric.closing.iter().map(|closing| {
        let stages = rubric.stages.iter().map(|stage| &stage.id);
        let asked = stages.filter_map(|id| Some(format!("`{id}` {}", closing.stages.get(id)?)));
        Item::from(&closing.ask).below(asked.collect_vec().join("\n"))
    });
    let sources = rubric.sources.iter().map(|source| {
        let (title, note) = (Some(&source.title), source.note.as_deref());
        let (author, published) = (source.author.as_ref(), source.published.as_ref());
        let about = [author, title, published, source.url.as_ref()];
        Item::from(about.iter().flatten().join(", ")).below(note.unwrap_or_default())
    });
    let roles = rubric.profiles.iter().map(|profile| role(profile, rubric));
    page.section("Roles, and the score that each asks for", list(roles))
        .section(
            "Company stages, and how each moves the targets",
            list(stages),
        )
        .section("Eras, and the skills that were core in each", list(eras))
        .section("Asked at the end, without a rating", list(closing))
        .section("Sources", list(sources))
}

fn question(question: &Question) -> Vec<Block> {
    let about = [
        Some(question.kind.word()),
        question.sensitive.then_some("sensitive"),
        question.reputation.then_some("reputation"),
    ];
    let about = about.iter().flatten().join(", ");
    let heading = format!("{} (`{}`): {about}", question.title, question.id);
    let mut lines = vec![question.ask.clone(), question.hint.clone()];
    lines.extend(anchors(&question.anchors));
    lines.push(format!("Try: {}", question.practice));
    under(heading, lines)
}

fn observed(observed: &Observed) -> Vec<Block> {
    let mut lines = vec![observed.ask.clone()];
    lines.extend(anchors(&observed.anchors));
    under("Asked of others".to_owned(), lines)
}

fn anchors(anchors: &[String]) -> impl Iterator<Item = String> {
    let anchors = Rating::all().zip(anchors);
    anchors.map(|(rating, anchor)| format!("{rating}  {anchor}"))
}

fn under(heading: String, lines: Vec<String>) -> Vec<Block> {
    let heading = Block::Heading(heading);
    std::iter::once(heading).chain(list(lines)).collect()
}

fn role(profile: &Profile, rubric: &Rubric) -> Item {
    let (id, title) = (&profile.id, &profile.title);
    if id == OWN_ROLE {
        return Item::from(format!("`{id}` {title}: how much of each you want now"))
            .below("You say it before the questions; more than that is said too.");
    }
    let skills = rubric.skills.iter();
    let mut skills = skills.map(|it| format!("{} {}", it.id, figure(profile.targets.get(&it.id))));
    Item::from(format!("`{id}` {title}: {}", skills.join(", "))).below(&profile.why)
}
