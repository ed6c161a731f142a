//! Replies, mails with one in them, and combined files: what is read is written and read again as the
//! same; what isn't is refused with a place inside of it.

use std::path::Path;

use emkit::format::reply::{Handout, read, read_stored, write, write_combined};
use emkit::store::decode;

use super::files::assert_placed;
use super::world::RUBRIC;

pub(super) fn reply(input: &[u8]) {
    let path = Path::new("reply.yaml");
    let Ok(text) = decode(path, input) else {
        return;
    };
    let handed = match read(path, text) {
        Ok(handed) => handed,
        Err(problems) => return assert_placed(&problems, text),
    };
    if let Err(problems) = handed.check(path, text, &[&RUBRIC]) {
        assert_placed(&problems, text);
    }
    let again = |written: &str| read_stored(path, written).expect("what was written reads");
    match &handed.content {
        Handout::Reply(reply) => match again(&write(reply).expect("YAML")).content {
            Handout::Reply(second) => assert_eq!(second, *reply),
            Handout::Combined(_) => panic!("a reply became a combined file"),
        },
        Handout::Combined(combined) => {
            let written = write_combined(combined).expect("YAML");
            match again(&written).content {
                Handout::Combined(second) => {
                    assert_eq!(write_combined(&second).expect("YAML"), written);
                }
                Handout::Reply(_) => panic!("a combined file became a reply"),
            }
        }
    }
}
