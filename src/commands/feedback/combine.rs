//! `emkit feedback combine`: the replies of several people as one file, without what tells who said what.

use std::fmt::Display;

use anyhow::Result;

use super::take;
use crate::cli::FeedbackCombine;
use crate::commands::export::hand_out;
use crate::context::Context;
use crate::domain::feedback::{Reply, combined, grouped};
use crate::error::Failure;
use crate::escape::shown;
use crate::format::reply::{self, Handout};
use crate::report::wording::{count, list as words};
use crate::ui::Ui;

pub(super) fn combine(args: &FeedbackCombine, context: &Context, ui: &mut Ui) -> Result<()> {
    let replies = gathered(args, ui)?;
    let Some(first) = replies.first() else {
        return Err(could_not("there are no replies").into());
    };
    let (combined, few) = combined(&first.form, grouped(&replies), args.at_least);
    let few = few.into_iter().map(|(relation, replies)| {
        let replies = count(replies, "reply");
        format!("{} has {replies}", relation.word())
    });
    let (least, few) = (args.at_least, few.collect::<Vec<_>>());
    if combined.groups.is_empty() {
        let few = words(&few);
        let failed = could_not(format!("each relation needs {least} replies, and {few}"));
        let hint = "wait for more; `--at-least N` only if the form promised another number";
        return Err(failed.hint(hint).into());
    }
    let text = reply::write_combined(&combined)?;
    hand_out(&text, (Some(&args.output), args.force), context, ui)?;
    for (relation, group) in &combined.groups {
        let (relation, replies) = (relation.word(), count(group.replies, "reply"));
        ui.status(&format!("{relation}: {replies} put together"));
    }
    if !few.is_empty() {
        let few = words(&few);
        ui.status(&format!("left out, with fewer than {least}: {few}"));
    }
    ui.status("comments for you alone are left out; combine once: two such files with one reply between them give that reply away");
    Ok(())
}

fn could_not(cause: impl Display) -> Failure {
    Failure::new("could not combine").because(cause)
}

fn gathered(args: &FeedbackCombine, ui: &mut Ui) -> Result<Vec<Reply>> {
    let mut replies: Vec<(Reply, String)> = Vec::new();
    for path in &args.files {
        let name = shown(path);
        let refuse =
            |cause: &str, hint: &str| Err(could_not(format!("`{name}` {cause}")).hint(hint).into());
        let Handout::Reply(mut reply) = take(path)?.0.content else {
            let hint = "combine the single replies, once";
            return refuse("is combined already", hint);
        };
        reply.relation = args.relation.or(reply.relation);
        let Some(relation) = reply.relation else {
            let hint = "`--relation peer` says it for all of these files";
            return refuse("doesn't say how its author works with the person", hint);
        };
        if relation.is_one_person() {
            let who = relation.word();
            let cause = format!("is from the {who}, who can't be hidden among others");
            return refuse(&cause, "leave it out; it goes straight to the person");
        }
        if let Some((first, other)) = replies.first()
            && (first.form != reply.form || !first.skills.keys().eq(reply.skills.keys()))
        {
            let cause = format!("and `{other}` reply to different forms");
            let hint = "combine the replies to one form; `for`, `period` and `digest` in a file say to which";
            return refuse(&cause, hint);
        }
        match replies.iter().find(|(other, _)| other.id == reply.id) {
            Some((other, there)) if *other == reply => ui.status(&format!(
                "`{name}` is the same reply as `{there}` and counts once; if two people sent it, put each one's name above it"
            )),
            Some((_, there)) => {
                let cause = format!("and `{there}` say they are the same reply, and differ");
                return refuse(&cause, "leave out the older of the two");
            }
            None => replies.push((reply, name)),
        }
    }
    Ok(replies.into_iter().map(|(reply, _)| reply).collect())
}
