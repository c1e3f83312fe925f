//! Dates as databases write them: `2009/05/03/`, `FEB 2011`, `1996 Jul 9`, `2004 Nov-Dec`, `3 May 2010`, `May 3`.

use crate::formats::edtf::{Until, edtf};
use crate::formats::months;
use crate::record::PartialDate;

/// A date that may lack its year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub year: Option<i32>,
    pub month: Option<u8>,
    pub day: Option<u8>,
}

impl Found {
    pub fn whole(self) -> Option<PartialDate> {
        self.year.map(|year| PartialDate { year, month: self.month, day: self.month.and(self.day) })
    }
}

/// Reads a date; of a range (`Nov-Dec`) the first.
pub fn parse(written: &str) -> Found {
    // `(2019)`: of a list of references.
    let bare = written.trim().strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
    let written = bare.unwrap_or(written).trim().trim_matches('/').trim();
    // `2013-05-08T10:00` is a date up to its letter; `2009/Jan/5` is none by its figures alone.
    let letter = written.find(|c: char| c.is_ascii_alphabetic());
    let figures = letter.and_then(|at| written.get(..at)).unwrap_or(written);
    if let Some(date) = PartialDate::parse(figures)
        && (date.month.is_some() || letter.is_none())
    {
        return Found { year: Some(date.year), month: date.month, day: date.day };
    }
    if let Some(found) = year_last(written) {
        return found;
    }
    let mut found = Found::default();
    let mut slashed = written.split('/').map(str::trim);
    // `2009/Jan/5`, `2009//5`: places tell.
    if written.contains('/')
        && let Some(year) = slashed.next().and_then(year_of)
    {
        found.year = Some(year);
        found.month = slashed.next().and_then(|month| number(month, 12).or_else(|| month_of(month)));
        found.day = slashed.next().and_then(|day| number(day, 31));
        return found;
    }
    for word in written.split(|c: char| c.is_whitespace() || matches!(c, ',' | '-' | '/' | '.' | '–')).filter(|word| !word.is_empty()) {
        if let Some(year) = year_of(word) {
            found.year = found.year.or(Some(year));
        } else if let Some(month) = month_of(word) {
            found.month = found.month.or(Some(month));
        } else if let Some(day) = number(word, 31) {
            found.day = found.day.or(Some(day));
        }
    }
    found
}

/// `31.12.1999`, `12/31/1999`: a day above 12 tells which number is the month, and so do full stops.
fn year_last(written: &str) -> Option<Found> {
    let sign = if written.contains('.') { '.' } else { '/' };
    let mut parts = written.split(sign).map(str::trim);
    let (first, second, year) = (number(parts.next()?, 31)?, number(parts.next()?, 31)?, year_of(parts.next()?)?);
    let (day, month) = match (first, second) {
        _ if parts.next().is_some() => return None,
        (day, month) if month <= 12 && (day > 12 || day == month || sign == '.') => (day, month),
        (month, day) if month <= 12 && day > 12 => (day, month),
        _ => return None,
    };
    Some(Found { year: Some(year), month: Some(month), day: Some(day) })
}

/// Whether a date has a word that is no month, or more than one month, or stands in brackets because nobody printed it.
pub fn says_more(written: &str) -> bool {
    if written.starts_with('[') && written.ends_with(']') {
        return true;
    }
    // Most are figures and signs between them; of a range, and of a date of which nobody is sure, the first is not all.
    if is_range(written) {
        return true;
    }
    if written.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_alphabetic()) {
        return false;
    }
    let mut months = 0;
    let other = written.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).any(|word| {
        months += usize::from(month_of(word).is_some());
        month_of(word).is_none() && !matches!(word, "年" | "月" | "日")
    });
    other || months > 1
}

/// `2021/2026`, `2004-06~` as EDTF has them; `1995-1996`.
fn is_range(written: &str) -> bool {
    let years = || {
        let (first, last) = written.split_once('-')?;
        Some(year_of(first)? < year_of(last)?)
    };
    // Nearly every date is neither, and what EDTF makes of it is asked of few.
    let ends = |rest: &str| rest.is_empty() || rest.starts_with('.') || year_of(rest.get(..4).unwrap_or_default()).is_some();
    let may_be = written.contains(['~', '?', '%']) || written.split_once('/').is_some_and(|(_, rest)| ends(rest));
    may_be.then(|| edtf(written)).flatten().is_some_and(|date| date.approximate || matches!(date.until, Until::Last(_)))
        || years() == Some(true)
}

/// `2010`; `c2010`, `©2010` is the year of the copyright, `[1936]` one that was found out.
fn year_of(word: &str) -> Option<i32> {
    let word = word.strip_prefix('[').and_then(|word| word.strip_suffix(']')).unwrap_or(word);
    let word = word.strip_prefix(['c', '©']).unwrap_or(word);
    let digits = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|year| digits && *year > 0)
}

fn month_of(word: &str) -> Option<u8> {
    months::english(word).filter(|_| word.chars().all(char::is_alphabetic))
}

fn number(word: &str, top: u8) -> Option<u8> {
    word.parse().ok().filter(|number| (1..=top).contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_databases_write_them() {
        let shown = |written: &str| parse(written).whole().map(|date| date.to_string());
        for (written, wanted) in [
            ("2009/05/03/", "2009-05-03"),
            ("2009///", "2009"),
            ("2009/Jan/5/", "2009-01-05"),
            ("2011/Spring//", "2011"),
            ("FEB 2011", "2011-02"),
            ("1996 Jul 9", "1996-07-09"),
            ("2004 Nov-Dec", "2004-11"),
            ("3 May 2010", "2010-05-03"),
            ("2020 Apr 26", "2020-04-26"),
            ("20050315", "2005-03-15"),
            ("2019年", "2019"),
            ("2013-05-08", "2013-05-08"),
            ("2010 January/February", "2010-01"),
            ("[1936]", "1936"),
            ("(2019)", "2019"),
            ("18/05/2011", "2011-05-18"),
            ("5/18/2011", "2011-05-18"),
            ("05.06.2011", "2011-06-05"),
            ("05/06/2011", "2011"),
            ("1995-1996", "1995"),
        ] {
            assert_eq!(shown(written).as_deref(), Some(wanted), "{written}");
        }
        assert_eq!(parse("MAY 3"), Found { year: None, month: Some(5), day: Some(3) });
        assert_eq!(parse("in press"), Found::default());
        assert!(says_more("2021/2026") && says_more("1995-1996") && says_more("2004-06~") && !says_more("1995-05") && !says_more("2018/"));
        assert!(
            says_more("SPR 2011") && says_more("2004 Nov-Dec") && says_more("[1936]") && !says_more("FEB 2011") && !says_more("2019年5月")
        );
    }
}
