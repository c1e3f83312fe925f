//! Dates as EDTF has them (ISO 8601-2, levels 0 and 1), which BibLaTeX writes: `1957/1990`, `1999-10/`, `1723~`, `2004-22`.

use crate::record::PartialDate;

/// What EDTF says of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edtf {
    /// The date, or the first of a range.
    pub first: PartialDate,
    /// Spring is 1, winter is 4; the date is then a year.
    pub season: Option<u8>,
    pub until: Until,
    /// Nobody is sure of it: `~`, `?` or `%` stand behind.
    pub approximate: bool,
}

/// How a date goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// It is one date.
    Itself,
    /// A range without an end, or with one that nobody knows.
    Open,
    Last(PartialDate),
}

/// Reads a date that is written wholly as EDTF has it; of a time of day the day is taken. Nothing for a range without a
/// beginning, a year that has not four digits, and one that leaves digits open (`199X`).
pub fn edtf(written: &str) -> Option<Edtf> {
    let written = written.trim();
    let (begin, end) = written.split_once('/').map_or((written, None), |(begin, end)| (begin, Some(end.trim())));
    let (first, season, mut approximate) = date(begin)?;
    let until = match end {
        None => Until::Itself,
        Some("" | ".." | "open" | "unknown") => Until::Open,
        Some(end) => {
            let (last, None, unsure) = date(end)? else { return None };
            approximate |= unsure;
            Until::Last(last)
        }
    };
    (season.is_none() || until == Until::Itself).then_some(Edtf { first, season, until, approximate })
}

/// A date, its season, and whether nobody is sure of it.
fn date(written: &str) -> Option<(PartialDate, Option<u8>, bool)> {
    let bare = written.trim_end_matches(['~', '?', '%']);
    let day = bare.split_once('T').map_or(bare, |(day, _)| day);
    let mut numbers = day.split('-');
    let mut number = |digits: usize| {
        numbers
            .next()
            .map(|part| part.parse::<u16>().ok().filter(|_| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit())))
    };
    let year = i32::from(number(4)??);
    let small = |number: Option<Option<u16>>, top: u8| match number {
        None => Some(None),
        Some(number) => u8::try_from(number?).ok().filter(|number| (1..=top).contains(number)).map(Some),
    };
    let month = small(number(2), 24)?;
    let day = small(number(2), 31)?;
    let date = match month {
        Some(21..=24) => PartialDate { year, month: None, day: None },
        Some(13..=20) => return None,
        _ => PartialDate { year, month, day },
    };
    let season = month.and_then(|month| month.checked_sub(20)).filter(|_| day.is_none());
    (numbers.next().is_none() && year > 0).then_some((date, season, bare.len() < written.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(written: &str) -> Option<String> {
        let Edtf { first, season, until, approximate } = edtf(written)?;
        let until = match until {
            Until::Itself => String::new(),
            Until::Open => " and on".to_owned(),
            Until::Last(last) => format!(" to {last}"),
        };
        let season = season.map(|season| format!(" season {season}")).unwrap_or_default();
        Some(format!("{first}{season}{until}{}", if approximate { ", perhaps" } else { "" }))
    }

    #[test]
    fn what_is_said_of_a_date() {
        for (written, wanted) in [
            ("1999-10-14", Some("1999-10-14")),
            ("1999-10-14/2010-01", Some("1999-10-14 to 2010-01")),
            ("1999/", Some("1999 and on")),
            ("1999-10/..", Some("1999-10 and on")),
            ("1998/unknown", Some("1998 and on")),
            ("1723~", Some("1723, perhaps")),
            ("1723?/1725", Some("1723 to 1725, perhaps")),
            ("1723%", Some("1723, perhaps")),
            ("2004-22", Some("2004 season 2")),
            ("2004-04-05T14:34:00", Some("2004-04-05")),
            ("0712-12-13", Some("0712-12-13")),
            ("/2000", None),
            ("2004-13", None),
            ("2004-21/2004-22", None),
            ("199X", None),
            ("-0876", None),
            ("1957-1990", None),
            ("in press", None),
            ("1984/2（春）", None),
            ("2014/05/25", None),
        ] {
            assert_eq!(shown(written).as_deref(), wanted, "{written}");
        }
    }
}
