//! Dates: BibLaTeX's `date` (EDTF, ISO 8601-2), and BibTeX's `year`, `month` and `day`.

use crate::formats::months;
use crate::record::PartialDate;

/// The date that a range or an uncertain date begins with, and whether that is all that was written.
pub fn date(written: &str) -> Option<(PartialDate, bool)> {
    let begin = written.trim().split('/').find(|part| part.chars().any(|c| c.is_ascii_digit()))?;
    let parsed = PartialDate::parse(begin.trim_end_matches(['~', '?', '%']))?;
    Some((parsed, parsed.to_string() == written.trim()))
}

/// A year, the first four digits that stand alone, and whether that is all that was written.
pub fn year(written: &str) -> Option<(i32, bool)> {
    let mut digits = String::new();
    for c in written.chars().chain(std::iter::once(' ')) {
        if c.is_ascii_digit() {
            digits.push(c);
        } else if digits.len() == 4 {
            break;
        } else {
            digits.clear();
        }
    }
    let year = digits.parse::<i32>().ok().filter(|year| *year > 0 && digits.len() == 4)?;
    Some((year, digits == written.trim()))
}

/// A month, a day of it where one is written (`10~jan`, `jan. 5`), and whether that is all that was written.
pub fn month(written: &str) -> Option<(u8, Option<u8>, bool)> {
    let lower = written.trim().to_lowercase();
    if let Ok(number) = lower.parse::<u8>() {
        return (1..=12).contains(&number).then_some((number, None, true));
    }
    let mut words = lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let first = words.next().and_then(months::of);
    if let Some(number) = first {
        let day = lower.split(|c: char| !c.is_ascii_digit()).find(|digits| !digits.is_empty()).and_then(|digits| digits.parse::<u8>().ok());
        let more = words.next().is_some() || lower.contains(['-', '/', '–', '~', '?']) && day.is_none();
        let day = day.filter(|day| (1..=31).contains(day) && !lower.contains(['-', '–', '/']));
        let whole = !more && (day.is_some() || !lower.contains(|c: char| c.is_ascii_digit()));
        return Some((number, day, whole));
    }
    // `1~`, `05`, `5月`, `1--2`.
    let digits: String = lower.chars().take_while(char::is_ascii_digit).collect();
    let number = digits.parse::<u8>().ok().filter(|number| (1..=12).contains(number))?;
    Some((number, None, false))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(written: &str) -> Option<(String, bool)> {
        date(written).map(|(date, whole)| (date.to_string(), whole))
    }

    #[test]
    fn dates_of_biblatex() {
        assert_eq!(shown("2019-03/2020~"), Some(("2019-03".to_owned(), false)));
        assert_eq!(shown("2019-03-05"), Some(("2019-03-05".to_owned(), true)));
        assert_eq!(shown("/2020"), Some(("2020".to_owned(), false)));
        assert_eq!(shown("1988?"), Some(("1988".to_owned(), false)));
        assert_eq!(shown("forthcoming"), None);
    }

    #[test]
    fn years_and_months_of_bibtex() {
        assert_eq!(
            (year("2009"), year("2009a"), year("{c. 1999}"), year("in press")),
            (Some((2009, true)), Some((2009, false)), Some((1999, false)), None)
        );
        for (written, wanted) in [
            ("jan", Some((1, None, true))),
            ("Sept.", Some((9, None, true))),
            ("12", Some((12, None, true))),
            ("10~jun", Some((6, Some(10), true))),
            ("jan 5", Some((1, Some(5), true))),
            ("July/August", Some((7, None, false))),
            ("jan--feb", Some((1, None, false))),
            ("juin", Some((6, None, true))),
            ("Spring", None),
            ("1~", Some((1, None, false))),
        ] {
            assert_eq!(month(written), wanted, "{written}");
        }
    }
}
