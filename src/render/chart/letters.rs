//! Text inside of a picture, which does not wrap by itself: how wide it is, and what fits.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::escape::visible;

/// Size of the letters of everything that is not marked otherwise; a phone shows it a tenth
/// smaller.
pub(super) const SIZE: f64 = 13.0;

/// From one line to the next.
pub(super) const LINE: f64 = 16.0;

/// How much of a room bold letters have, which are wider.
pub(super) const BOLD: f64 = 0.87;

/// How wide a text is at most, in the font that a page is likely to have. Fonts differ, so this
/// goes by the wide ones among those in use.
pub(super) fn width(text: &str) -> f64 {
    text.graphemes(true).map(ems).sum::<f64>() * SIZE
}

/// The width of one sign in parts of the letters' size.
fn ems(sign: &str) -> f64 {
    match (sign.width(), sign.chars().next()) {
        (0, _) | (_, None) => 0.0,
        (1, Some(first)) => match first {
            'i' | 'j' | 'l' | ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.34,
            'f' | 'r' | 't' | '(' | ')' | '-' | '/' | 'I' => 0.41,
            'm' | 'M' | 'w' | 'W' | '@' | '%' | '…' => 1.0,
            'A'..='Z' => 0.74,
            'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' => 0.58,
            'a'..='z' | '0'..='9' => 0.62,
            _ => 0.74,
        },
        (columns, _) => {
            let columns = u32::try_from(columns).unwrap_or(u32::MAX);
            f64::from(columns) * 0.65
        }
    }
}

/// A text that is no wider than `room`: itself, or its beginning with a mark that there is more.
pub(super) fn cut(text: &str, room: f64) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let mut left = room - width("…");
    let fits = |sign: &&str| {
        left -= width(sign);
        left >= 0.0
    };
    let kept: String = text.graphemes(true).take_while(fits).collect();
    format!("{}…", kept.trim_end())
}

/// A text in lines no wider than `room`; the last of `most` is cut where more would follow.
pub(super) fn lines(text: &str, room: f64, most: usize) -> Vec<String> {
    let text = visible(text);
    let mut lines = vec![String::new()];
    for word in text.split_inclusive(' ') {
        // What is too long for any line, as all of a text without spaces may be, breaks anywhere.
        let pieces: Vec<_> = if width(word.trim_end()) > room {
            word.graphemes(true).collect()
        } else {
            vec![word]
        };
        for piece in pieces {
            let full = lines.len() >= most;
            let Some(last) = lines.last_mut() else { break };
            let fits = || width(format!("{last}{piece}").trim_end()) <= room;
            if full || last.is_empty() || fits() {
                last.push_str(piece);
            } else {
                lines.push(piece.to_owned());
            }
        }
    }
    lines
        .iter()
        .map(|line| cut(line.trim_end(), room))
        .collect()
}
