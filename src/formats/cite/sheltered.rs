//! Words that no change of letters may touch: names and acronyms (`PLoS`, `DNA`, `eLife`) keep their letters in title case and
//! in sentence case.
//!
//! CSL says so (1.0.2, "Text-case"), hayagriva's case folder does not do it, and an item has no way to say it. So the letters
//! in question are handed over as others that have no case, and become themselves again in what is printed.

/// `𝘼` to `𝙯`, which have no case and are sorted as A to z. Where a record itself has some, they are printed as A to z.
const STAND_INS: std::ops::RangeInclusive<u32> = 0x1_D63C..=0x1_D66F;

/// Where the letters beyond ASCII go: plane 16, private, of which nothing is in clean text.
const PRIVATE: u32 = 0x10_0000;

/// What CSL calls stop words, as far as they begin a clause.
const SMALL: &[&str] = &[
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "nor", "of", "on", "or", "over", "so", "the", "to", "via",
    "with", "yet",
];

/// A clean text with its names and acronyms sheltered.
pub(super) fn sheltered(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut before = ' ';
    let in_sentence_case = is_in_sentence_case(text);
    let (mut at, end) = (0, text.trim_end_matches(|c: char| !c.is_alphanumeric()).len());
    for word in text.split_inclusive(|c: char| c.is_whitespace() || matches!(c, '-' | '‐' | '–' | '—')) {
        let letters = word.trim_matches(|c: char| !c.is_alphanumeric());
        let inside = letters.chars().skip(1).any(char::is_uppercase);
        // `Physical Review A`, `vitamin A in rats`: a name, and not the article.
        let ends = at + word.len() >= end;
        let symbol = letters == "A" && at > 0 && before != ':' && (ends || in_sentence_case);
        at += word.len();
        // A lone Greek letter (`β-catenin`) would become one that nobody tells from a Latin one.
        let greek = letters.chars().count() == 1 && letters.chars().all(|c| matches!(c, 'α'..='ω'));
        // `…, and …`, `Proc. of …`, `“…?” by …`: after these signs the program takes it for a beginning.
        let small = matches!(before, ',' | ';' | '，' | '；' | '.' | '”' | '’' | '"' | '»') && SMALL.contains(&letters);
        // The sign between the parties of a case: `Roe v. Wade`.
        let versus = matches!(letters, "v" | "vs") && at > word.len();
        // What is quoted begins as it does: `“The end of history?”`.
        let begins = matches!(word.chars().next(), Some('“' | '‘' | '"' | '\'' | '«' | '„')) && letters.starts_with(char::is_uppercase);
        if begins && !inside {
            let mut first = true;
            safe.extend(word.chars().map(|c| if c.is_alphabetic() && std::mem::take(&mut first) { stand_in(c) } else { c }));
        } else if inside {
            let first = letters.chars().next();
            let small_first = first.filter(|c| c.is_lowercase());
            let mut begun = false;
            for c in word.chars() {
                let is_first = !begun && Some(c) == small_first;
                begun |= c.is_alphanumeric();
                safe.push(if c.is_uppercase() || is_first { stand_in(c) } else { c });
            }
        } else if greek || small || symbol || versus {
            safe.extend(word.chars().map(stand_in));
        } else {
            safe.push_str(word);
        }
        before = word.trim_end().chars().next_back().unwrap_or(before);
    }
    safe
}

/// A clean text in a language that knows no title case: every letter that a change of case could touch is sheltered, so that the
/// words of a style around it may be changed as it asks.
pub(super) fn sheltered_all(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut inside = false;
    for (at, c) in text.char_indices() {
        // The first letter stays what it is when it is a capital, and is sorted as one.
        let kept = at == 0 && c.is_uppercase();
        let changes = c.is_uppercase() || (c.is_lowercase() && !inside);
        safe.push(if changes && !kept { stand_in(c) } else { c });
        inside = c.is_alphanumeric() || (inside && matches!(c, '\'' | '’'));
    }
    safe
}

/// Whether most longer words behind the first begin with a small letter.
fn is_in_sentence_case(text: &str) -> bool {
    let longer = text.split_whitespace().skip(1).filter(|word| word.chars().count() > 3);
    let cased = longer.filter_map(|word| word.chars().next()).filter(|c| c.is_alphabetic());
    let (small, great) = cased.fold((0, 0), |(small, great), c| if c.is_lowercase() { (small + 1, great) } else { (small, great + 1) });
    small > great
}

fn stand_in(c: char) -> char {
    let code = u32::from(c);
    let other = match c {
        'A'..='Z' => STAND_INS.start() + code - u32::from('A'),
        'a'..='z' => STAND_INS.start() + 26 + code - u32::from('a'),
        _ if c.is_alphabetic() && code < 0xfffe => PRIVATE + code,
        _ => return c,
    };
    char::from_u32(other).unwrap_or(c)
}

/// What was sheltered, in its own letters.
pub(super) fn bared(line: &str) -> String {
    line.chars()
        .map(|c| {
            let code = u32::from(c);
            let own = match code.checked_sub(*STAND_INS.start()) {
                Some(nth @ 0..26) => u32::from('A') + nth,
                Some(nth @ 26..52) => u32::from('a') + nth - 26,
                _ => code.checked_sub(PRIVATE).unwrap_or(code),
            };
            char::from_u32(own).unwrap_or(c)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Title case as the style's program has it: every letter but the first of a word is made small.
    fn title_case(text: &str) -> String {
        hayagriva::lang::Case::Title(hayagriva::lang::TitleCase::default()).transform(text)
    }

    #[test]
    fn names_and_acronyms_keep_their_letters() {
        for (text, cased) in [
            ("PLoS ONE", "PLoS ONE"),
            ("eLife", "eLife"),
            ("What is DNA?", "What Is DNA?"),
            ("the NASA's H₂O (mBio)", "The NASA's H₂O (mBio)"),
            ("TGF-β and β-catenin in µM", "TGF-β and β-Catenin in µM"),
            ("imaging, materials, and metrology", "Imaging, Materials, and Metrology"),
            ("cats: and dogs", "Cats: And Dogs"),
            ("Proc. of the IEEE", "Proc. of the IEEE"),
            ("Comment on “The end of history?” by A. Doe", "Comment on “The End of History?” by A. Doe"),
            ("Correction to \"The patience\" and ‘A tale’", "Correction to \"The Patience\" and ‘A Tale’"),
            ("École of МГУ", "École of МГУ"),
            ("Physical review A", "Physical Review A"),
            ("Lack of vitamin A among herons", "Lack of Vitamin A among Herons"),
            ("A Day on A Boat", "A Day on a Boat"),
            ("Rats: A review of methods", "Rats: A Review of Methods"),
            ("Roe v. Wade", "Roe v. Wade"),
            ("brown vs. board and vs", "Brown vs. Board and vs"),
            ("V. Woolf", "V. Woolf"),
            ("", ""),
        ] {
            assert_eq!(bared(&title_case(&sheltered(text))), cased);
            assert_eq!(bared(&sheltered(text)), text);
        }
    }

    #[test]
    fn a_title_that_is_not_english_keeps_its_letters() {
        for text in ["基于bert的 java 语言 Programme", "Über die élan vital: l’été", "о жизни"] {
            assert_eq!(bared(&title_case(&sheltered_all(text))), text);
        }
    }

    /// In lists that are sorted by title a sheltered letter stands where it stood.
    #[test]
    fn a_title_is_sorted_as_before() {
        use unicode_normalization::UnicodeNormalization;
        assert_eq!(sheltered("DNA eLife").nfkd().collect::<String>(), "DNA eLife");
    }
}
