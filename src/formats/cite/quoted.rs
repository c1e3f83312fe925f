//! Quotation marks of a title within those that a style sets around it: `“On the ‘End.’”` (CSL 1.0.2, "quotes").
//!
//! hayagriva 0.10 takes a mark of the title before one of its own for the same twice, and leaves one out. So the title's marks
//! are handed over as other characters, and become marks again in what is printed.

/// What stands for `”` of a record: a private character, of which nothing is in clean text. `“` stays, since the letter behind
/// it may become a capital.
const CLOSE: char = '\u{f0002}';

/// Stands behind any other mark that ends a title.
const END: char = '\u{f0003}';

/// A text of a record with its marks handed over.
pub(super) fn kept(text: &str) -> String {
    let mut kept = text.replace('”', &CLOSE.to_string());
    if kept.ends_with(['„', '“', '’', '‘', '«', '»', '‹', '›', '"', '\'']) {
        kept.push(END);
    }
    kept
}

/// A printed line with the marks of its texts: single ones within the style's own, and double ones again within these. A full
/// stop or comma that the style has before its own mark stands before the text's, too.
pub(super) fn set(line: &str) -> String {
    if !line.contains([CLOSE, END]) {
        return line.to_owned();
    }
    let mut signs: Vec<char> = line.chars().filter(|c| *c != END).collect();
    // Marks that are open and whether each is within others; of a pair its end tells whose it is.
    let mut open: Vec<usize> = Vec::new();
    let mut of_text: Vec<(usize, usize)> = Vec::new();
    for at in 0..signs.len() {
        match signs.get(at) {
            Some('“') => open.push(at),
            Some('”') => {
                // What stands within the style's own marks is single; what was found to be outside of them stays.
                let from = open.pop().unwrap_or(at);
                of_text.iter().filter(|(begin, _)| *begin > from).for_each(|&(begin, end)| nest(&mut signs, begin, end));
                of_text.clear();
            }
            Some(&CLOSE) => {
                put(&mut signs, at, '”');
                of_text.extend(open.pop().map(|from| (from, at)));
            }
            _ => {}
        }
    }
    signs.into_iter().collect()
}

/// Makes the marks of a text single, and single ones between them double; a stop between the last and the style's goes before.
fn nest(signs: &mut [char], begin: usize, end: usize) {
    let mut inner = None;
    for at in begin..end {
        match signs.get(at) {
            Some('‘') => inner = Some(at),
            Some('’') if signs.get(at + 1).is_none_or(|next| !next.is_alphabetic()) => {
                if let Some(from) = inner.take() {
                    put(signs, from, '“');
                    put(signs, at, '”');
                }
            }
            _ => {}
        }
    }
    put(signs, begin, '‘');
    put(signs, end, '’');
    if matches!(signs.get(end + 1..end + 3), Some(['.' | ',', '”'])) {
        signs.swap(end, end + 1);
    }
}

fn put(signs: &mut [char], at: usize, sign: char) {
    if let Some(place) = signs.get_mut(at) {
        *place = sign;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_a_title_stand_within_those_of_a_style() {
        for (before, title, behind, printed) in [
            ("W. ", "论“互联网+”", ". 2001.", "W. 论“互联网+”. 2001."),
            ("W. “", "论“互联网+”", ".” 2001.", "W. “论‘互联网+.’” 2001."),
            ("W, “", "“双碳”目标下的路径", ",” 2001", "W, “‘双碳’目标下的路径,” 2001"),
            ("“", "Is it “over”?", "” x “y”", "“Is it ‘over’?” x “y”"),
            ("“", "On “the ‘end’ of” it", ".”", "“On ‘the “end” of’ it.”"),
            ("“", "One “two", ".” x", "“One “two.” x"),
            ("“", "A “new ‘end’ of John’s” time", ".”", "“A ‘new “end” of John’s’ time.”"),
            ("", "Das „Ende“", "“", "Das „Ende““"),
            ("“", "He said \"no\"", ".”", "“He said \"no\".”"),
        ] {
            assert_eq!(set(&[before, &kept(title), behind].concat()), printed);
        }
    }
}
