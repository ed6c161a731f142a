//! A rubric, for reading before one answers.

use super::wording::{change, figure, joined};
use crate::domain::rubric::{OWN_ROLE, Observed, Question, Rating, Rubric};
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
    page.section("Roles, and the score that each asks for", roles(rubric))
        .section(
            "Company stages, and how each moves the targets",
            stages(rubric),
        )
        .section("Eras, and the skills that were core in each", eras(rubric))
        .section("Asked at the end, without a rating", closing(rubric))
        .section("Sources", sources(rubric))
}

fn question(question: &Question) -> Vec<Block> {
    let anchors = Rating::all().map(|rating| format!("{rating}  {}", question.anchor(rating)));
    let try_next = format!("Try: {}", question.practice);
    let marks = [
        (question.sensitive, "sensitive"),
        (question.reputation, "reputation"),
    ];
    let marks = marks.into_iter().filter(|(is_set, _)| *is_set);
    let kind = std::iter::once(question.kind.word());
    let about = joined(kind.chain(marks.map(|(_, mark)| mark)), ", ");
    let heading = format!("{} (`{}`): {about}", question.title, question.id);
    let lines = [question.ask.clone(), question.hint.clone()];
    let lines = lines.into_iter().chain(anchors).chain([try_next]);
    under(heading, lines)
}

fn under(heading: String, lines: impl Iterator<Item = String>) -> Vec<Block> {
    let heading = Block::Heading(heading);
    std::iter::once(heading).chain(list(lines)).collect()
}

fn observed(observed: &Observed) -> Vec<Block> {
    let anchors = Rating::all().zip(&observed.anchors);
    let anchors = anchors.map(|(rating, anchor)| format!("{rating}  {anchor}"));
    let lines = std::iter::once(observed.ask.clone()).chain(anchors);
    under("Asked of others".to_owned(), lines)
}

fn roles(rubric: &Rubric) -> Vec<Block> {
    list(rubric.profiles.iter().map(|profile| {
        if profile.id == OWN_ROLE {
            let title = &profile.title;
            let text = format!("`{OWN_ROLE}` {title}: how much of each you want now");
            let below = "You say it before the questions; more than that is said too.";
            return Item::from(text).below(below);
        }
        let skills = rubric.skills.iter();
        let targets = skills.map(|skill| {
            let target = profile.targets.get(&skill.id);
            format!("{} {}", skill.id, figure(target))
        });
        let targets: Vec<_> = targets.collect();
        let text = format!("`{}` {}: {}", profile.id, profile.title, targets.join(", "));
        Item::from(text).below(&profile.why)
    }))
}

fn stages(rubric: &Rubric) -> Vec<Block> {
    list(rubric.stages.iter().map(|stage| {
        let moves = rubric.skills.iter().filter_map(|skill| {
            let adjust = stage.adjust.get(&skill.id)?;
            Some(format!("{} {}", skill.id, change(Some(adjust))))
        });
        let moves = moves.collect::<Vec<_>>().join(", ");
        let text = format!("`{}` {}: {moves}", stage.id, stage.title);
        Item::from(text).below(&stage.why)
    }))
}

fn eras(rubric: &Rubric) -> Vec<Block> {
    list(rubric.eras.iter().map(|era| {
        let core = era.core.join(", ");
        let text = format!("`{}` {} ({}): {core}", era.id, era.title, era.years);
        Item::from(text).below(&era.why)
    }))
}

fn closing(rubric: &Rubric) -> Vec<Block> {
    list(rubric.closing.iter().map(|closing| {
        let stages = rubric.stages.iter().map(|stage| &stage.id);
        let asked = stages.filter_map(|stage| {
            let ask = closing.stages.get(stage)?;
            Some(format!("`{stage}` {ask}"))
        });
        Item::from(&closing.ask).below(asked.collect::<Vec<_>>().join("\n"))
    }))
}

fn sources(rubric: &Rubric) -> Vec<Block> {
    list(rubric.sources.iter().map(|source| {
        let (author, title) = (source.author.as_deref(), Some(source.title.as_str()));
        let parts = [
            author,
            title,
            source.published.as_deref(),
            source.url.as_deref(),
        ];
        let named: Vec<_> = parts.into_iter().flatten().collect();
        let note = source.note.iter().map(|note| format!(". {note}"));
        format!("{}{}", named.join(", "), note.collect::<String>())
    }))
}
