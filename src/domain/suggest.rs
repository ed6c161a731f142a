//! What somebody meant who mistyped an id or a command.

/// How alike two words have to be, from 0 to 1: a slip or two in one of them, or its beginning.
const ALIKE: f64 = 0.8;

/// The known word that is most like the one typed, where one is like it.
pub fn nearest<W: AsRef<str>>(typed: &str, known: impl IntoIterator<Item = W>) -> Option<W> {
    let typed = typed.to_lowercase();
    let alike = known.into_iter().map(|word| {
        let likeness = strsim::jaro_winkler(&typed, word.as_ref());
        (likeness, word)
    });
    let alike = alike.filter(|(likeness, _)| *likeness >= ALIKE);
    let nearest = alike.reduce(|best, other| if other.0 > best.0 { other } else { best });
    nearest.map(|(_, word)| word)
}

/// The question whether the nearest of the known words was meant.
pub fn did_you_mean<W: AsRef<str>>(
    typed: &str,
    known: impl IntoIterator<Item = W>,
) -> Option<String> {
    nearest(typed, known).map(|word| format!("did you mean `{}`?", word.as_ref()))
}

/// What is said of a word that is not known, with that question behind it.
pub fn or_meant<W: AsRef<str>>(
    said: String,
    typed: &str,
    known: impl IntoIterator<Item = W>,
) -> String {
    match did_you_mean(typed, known) {
        Some(question) => format!("{said}; {question}"),
        None => said,
    }
}
