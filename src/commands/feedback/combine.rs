//! `emkit feedback combine`: what a collector hands over.

use std::collections::BTreeMap;

use anyhow::Result;

use super::File;
use crate::cli::FeedbackCombine;
use crate::commands::export::hand_out;
use crate::context::Context;
use crate::domain::feedback::{Form, Relation, Reply, combined, grouped};
use crate::error::{Exit, Failure};
use crate::escape::shown;
use crate::format::reply::{Handout, write_combined};
use crate::report::wording::{count, list};
use crate::ui::Ui;

pub(super) fn run(args: &FeedbackCombine, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let replies = replies(args, ui)?;
    let Some(form) = replies.first().map(|reply| reply.form.clone()) else {
        return Err(could_not("there are no replies").into());
    };
    let (combined, few) = combined(&form, grouped(&replies), args.at_least);
    let few = few.iter().map(|(relation, replies)| {
        let replies = count(*replies, "reply");
        format!("{} has {replies}", relation.word())
    });
    let few: Vec<_> = few.collect();
    if combined.groups.is_empty() {
        let (least, few) = (args.at_least, list(&few));
        return Err(
            could_not(format!("each relation needs {least} replies, and {few}"))
                .hint("wait for more; `--at-least N` only if the form promised another number")
                .into(),
        );
    }
    let text = write_combined(&combined)?;
    hand_out(&text, (Some(&args.output), args.force), context, ui)?;
    for (relation, group) in &combined.groups {
        let (relation, replies) = (relation.word(), count(group.replies, "reply"));
        ui.status(&format!("{relation}: {replies} put together"));
    }
    if !few.is_empty() {
        let (least, few) = (args.at_least, list(&few));
        ui.status(&format!("left out, with fewer than {least}: {few}"));
    }
    let yours: usize = replies.iter().map(Reply::for_collector).sum();
    if yours > 0 {
        let comments = count(yours, "comment");
        ui.status(&format!("{comments} for you alone, left out"));
    }
    ui.status("combine once: two such files with one reply between them give that reply away");
    Ok(Exit::Done)
}

fn could_not(cause: impl std::fmt::Display) -> Failure {
    Failure::new("could not combine").because(cause)
}

/// The replies, each once, all to the same form.
fn replies(args: &FeedbackCombine, ui: &mut Ui) -> Result<Vec<Reply>> {
    if args.relation.is_some_and(Relation::is_one_person) {
        return Err(could_not(
            "there is one manager and one counterpart, who can't be hidden among others",
        )
        .hint("they reply straight: `emkit feedback add FILE --relation manager`")
        .exit(Exit::Usage)
        .into());
    }
    let mut first: Option<(Form, Vec<String>, String)> = None;
    let mut replies: BTreeMap<String, (Reply, String)> = BTreeMap::new();
    for path in &args.files {
        let file = File::read(path)?;
        let name = shown(path);
        let refuse = |cause: String, hint: &str| {
            Err(could_not(format!("`{name}` {cause}")).hint(hint).into())
        };
        let Handout::Reply(mut reply) = file.handed.content else {
            return refuse(
                "is combined already".to_owned(),
                "combine the single replies, once",
            );
        };
        reply.relation = args.relation.or(reply.relation);
        let Some(relation) = reply.relation else {
            return refuse(
                "doesn't say how its author works with the person".to_owned(),
                "`--relation peer` says it for all of these files",
            );
        };
        if relation.is_one_person() {
            let who = relation.word();
            return refuse(
                format!("is from the {who}, who can't be hidden among others"),
                "leave it out; it goes straight to the person",
            );
        }
        let skills: Vec<_> = reply.skills.keys().cloned().collect();
        match &first {
            Some((form, asked, other)) if *form != reply.form || *asked != skills => {
                let (this, that) = (about(&reply.form), about(form));
                return refuse(
                    format!("and `{other}` reply to different forms: {this} and {that}"),
                    "combine the replies to one form",
                );
            }
            Some(_) => {}
            None => first = Some((reply.form.clone(), skills, name.clone())),
        }
        match replies.get(&reply.id) {
            Some((other, there)) if *other == reply => ui.status(&format!(
                "`{name}` is the same reply as `{there}` and counts once; if two people sent it, put each one's name above it"
            )),
            Some((_, there)) => {
                return refuse(format!("and `{there}` say they are the same reply, and differ"), "leave out the older of the two");
            }
            None => drop(replies.insert(reply.id.clone(), (reply, name))),
        }
    }
    Ok(replies.into_values().map(|(reply, _)| reply).collect())
}

fn about(form: &Form) -> String {
    let person = form.person.as_deref().unwrap_or("nobody named");
    format!(
        "{person}, {} under `{}` ({})",
        form.period, form.rubric, form.digest
    )
}
