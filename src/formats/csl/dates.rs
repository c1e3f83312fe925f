//! Dates of CSL, and what is written beside them.

use serde_json::{Value, json};

use crate::formats::edtf::{Until, edtf};
use crate::formats::months;
use crate::record::PartialDate;

/// The last year of a range that has none: citeproc writes and reads it so.
const OPEN: u8 = 0;

/// A date as it is written, and what was said of it beside.
pub(super) fn date(day: PartialDate, said: Option<&str>) -> Value {
    let Some(said) = said else { return json!({ "date-parts": [parts_of(day)] }) };
    if let Some(said) = edtf(said).filter(|said| said.first == day) {
        let last = match said.until {
            Until::Itself => None,
            Until::Open => Some(json!([OPEN])),
            Until::Last(last) => Some(parts_of(last)),
        };
        let mut written = json!({ "date-parts": std::iter::once(parts_of(day)).chain(last).collect::<Vec<_>>() });
        if let Some(season) = said.season {
            written["season"] = season.into();
        }
        if said.approximate {
            written["circa"] = true.into();
        }
        return written;
    }
    match said.split_once('/').map(|(first, last)| (first.trim(), PartialDate::parse(last))) {
        // Nobody knows how long before.
        Some(("" | ".." | "open" | "unknown", Some(_))) => json!({ "date-parts": [parts_of(day)] }),
        Some((_, Some(last))) => json!({ "date-parts": [parts_of(day), parts_of(last)] }),
        _ => in_words(day, said),
    }
}

/// What words say of a date: `JAN-FEB`, `1999 Dec-2000 Jan`, `Spring 2004`, `2022///Summer`, `ca. 1900`, `1995-1996`. What none of
/// them is stands beside the date as text; citeproc prints that alone, and so it has the year.
fn in_words(day: PartialDate, said: &str) -> Value {
    let words = || said.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let year = |word: &str| word.parse::<i32>().ok().filter(|_| word.len() == 4);
    let (mut months, mut years, mut seasons) = (Vec::new(), Vec::new(), Vec::new());
    let (mut circa, mut others) = (false, 0usize);
    for word in words() {
        if let Some(year) = year(word) {
            years.push(year);
        } else if let Some(season) = season(word) {
            seasons.push(season);
        } else if matches!(&*word.to_lowercase(), "ca" | "circa") {
            circa = true;
        } else if let Some(month) = months::english_word(word) {
            months.push(month);
        } else {
            others += 1;
        }
    }
    let last_year = years.last().copied().unwrap_or(day.year);
    let last = |month| parts_of(PartialDate { year: last_year, month, day: None });
    let goes_on = |month: Option<u8>| (last_year, month) > (day.year, day.month);
    match (others, months.as_slice(), seasons.as_slice(), circa) {
        (0, [first, .., month], [], false)
            if day.month == Some(*first) && day.day.is_none() && years.len() < 3 && goes_on(Some(*month)) =>
        {
            json!({ "date-parts": [parts_of(day), last(Some(*month))] })
        }
        (0, [], [], false) if years.len() == 2 && day.month.is_none() && goes_on(None) => {
            json!({ "date-parts": [parts_of(day), last(None)] })
        }
        (0, [], [season], false) if years.len() < 2 && day.month.is_none() => json!({ "date-parts": [parts_of(day)], "season": season }),
        (0, [], [], true) if years.len() == 1 => json!({ "date-parts": [parts_of(day)], "circa": true }),
        _ if said.contains(&day.year.to_string()) => json!({ "date-parts": [parts_of(day)], "literal": said }),
        _ => json!({ "date-parts": [parts_of(day)], "literal": format!("{said} {}", day.year) }),
    }
}

/// The number of a season: spring is 1, winter is 4.
fn season(word: &str) -> Option<u8> {
    match &*word.to_lowercase() {
        "spring" | "spr" | "春" | "春季" => Some(1),
        "summer" | "sum" | "夏" | "夏季" => Some(2),
        "autumn" | "aut" | "fall" | "fal" | "秋" | "秋季" => Some(3),
        "winter" | "win" | "冬" | "冬季" => Some(4),
        _ => None,
    }
}

/// Signs behind a date of which nobody is sure.
const UNSURE: [char; 3] = ['~', '?', '%'];

/// What is told of a date that none is made of: words, `in press`. EDTF's years before our era, which begin with a year 0, and its
/// decades and centuries are numbers in CSL, too.
pub(super) fn untold(said: &str) -> Option<Value> {
    let said = said.trim();
    let in_numbers = |date: &str| {
        let date = date.trim().trim_end_matches(UNSURE);
        let (before, date) = date.strip_prefix('-').map_or((false, date), |date| (true, date));
        let mut numbers = date.splitn(3, '-');
        let year = numbers.next().filter(|year| year.len() == 4)?.parse::<i32>().ok()?;
        let rest = numbers.map(|part| part.parse::<i32>().ok().filter(|number| (1..=31).contains(number)));
        let year = if before || year == 0 { -year - 1 } else { year };
        std::iter::once(Some(year)).chain(rest).collect::<Option<Vec<_>>>()
    };
    let old = said.starts_with('-') || said.starts_with("0000");
    let dates: Option<Vec<_>> = said.splitn(2, '/').map(in_numbers).collect();
    let dates = dates.filter(|_| old);
    let known = said.trim_end_matches(['X', 'u']);
    let years = match (said.len(), known.len()) {
        (4, 3) => Some(10),
        (4, 2) => Some(100),
        _ => None,
    };
    let first = years.zip(known.parse::<u16>().ok()).map(|(years, known)| (known * years, years));
    match (dates, first) {
        (Some(dates), _) if said.contains(UNSURE) => Some(json!({ "date-parts": dates, "circa": true })),
        (Some(dates), _) => Some(json!({ "date-parts": dates })),
        (None, Some((first, years))) => Some(json!({ "date-parts": [[first], [first + years - 1]] })),
        (None, None) => said.contains(char::is_alphabetic).then(|| json!({ "literal": said })),
    }
}

/// The text of a date that is nothing else: `{"literal": "in press"}`.
pub(super) fn literal(date: &Value) -> Option<&str> {
    date.as_object().filter(|members| members.len() == 1)?.get("literal")?.as_str()
}

fn parts_of(date: PartialDate) -> Value {
    let small = [date.month, date.day].into_iter().flatten().map(i32::from);
    std::iter::once(date.year).chain(small).collect::<Vec<_>>().into()
}

/// The day of a date of CSL: `{"date-parts": [[2024, 5, 25]]}`, `{"raw": "…"}`, `{"literal": "…"}` or a string.
pub fn day(value: &Value) -> Option<PartialDate> {
    stated_date(value).map(|(date, _)| date)
}

/// `[2024, 5, 25]`, `[2024, 5]`, `[2024]`: as most are written, which needs no reading.
fn in_numbers(parts: &[Value]) -> Option<PartialDate> {
    let within =
        |part: &Value, top: u8| part.as_u64().and_then(|number| u8::try_from(number).ok()).filter(|number| (1..=top).contains(number));
    let (year, month, day) = match parts {
        [] => return None,
        [year] => (year, None, None),
        [year, month] => (year, Some(within(month, 12)?), None),
        [year, month, day, ..] => (year, Some(within(month, 12)?), Some(within(day, 31)?)),
    };
    let year = year.as_i64().and_then(|year| i32::try_from(year).ok()).filter(|year| (1000..=9999).contains(year))?;
    Some(PartialDate { year, month, day })
}

/// Whether a date says just this, and as most are written: `{"date-parts": [[2024, 5, 25]]}`.
pub(super) fn is_in_numbers(value: &Value, date: PartialDate) -> bool {
    let parts = match value.as_object().filter(|members| members.len() == 1).and_then(|members| members.get("date-parts")) {
        Some(Value::Array(dates)) => match dates.as_slice() {
            [Value::Array(parts)] if parts.len() <= 3 => parts,
            _ => return false,
        },
        _ => return false,
    };
    in_numbers(parts) == Some(date)
}

/// A date as Pandoc writes it, `[{"year": 2024, "month": 5}]`, with or without the list, or a year that is a number; and what
/// is written of two of them.
fn otherwise(value: &Value) -> Option<(PartialDate, Option<String>)> {
    let number = |value: &Value| value.as_i64().map(|number| number.to_string()).or_else(|| value.as_str().map(str::to_owned));
    let date = |one: &Value| match one {
        Value::Number(_) => PartialDate::parse(&number(one)?),
        Value::Object(members) if members.contains_key("year") => {
            let parts: Vec<String> = ["year", "month", "day"].iter().map_while(|name| members.get(*name).and_then(number)).collect();
            PartialDate::parse(&parts.join("-"))
        }
        _ => None,
    };
    match value {
        Value::Array(dates) => {
            let first = date(dates.first()?)?;
            Some((first, dates.get(1).and_then(date).map(|last| format!("{first}/{last}"))))
        }
        one => date(one).map(|date| (date, None)),
    }
}

/// A date, and what was written where that says more: `1957/1990`, `[1936]`, `1947（民国三十六年）`.
pub(super) fn stated_date(value: &Value) -> Option<(PartialDate, Option<String>)> {
    if let Some(parts) = value.get("date-parts").and_then(Value::as_array) {
        let day = |parts: &Value| {
            let parts = parts.as_array()?;
            if let Some(day) = in_numbers(parts) {
                return Some(day);
            }
            let written: Vec<String> = parts
                .iter()
                .take(3)
                .filter_map(|part| part.as_i64().or_else(|| part.as_str().and_then(|s| s.trim().parse().ok())))
                .map(|number| format!("{number:02}"))
                .collect();
            // Some put the whole date where the year stands.
            PartialDate::parse(&written.join("-")).or_else(|| PartialDate::parse(parts.first()?.as_str()?))
        };
        let first = day(parts.first()?)?;
        let season = value.get("season").and_then(|season| season.as_u64().or_else(|| season.as_str()?.trim().parse().ok()));
        let season = season.filter(|season| (1..=4).contains(season) && first.month.is_none() && parts.len() == 1);
        let open = parts.get(1).and_then(Value::as_array).is_some_and(|last| last.iter().all(|part| part.as_u64() == Some(OPEN.into())));
        let circa = value.get("circa").is_some_and(|circa| !matches!(circa, Value::Bool(false) | Value::Null) && circa != 0);
        let said = match parts.get(1).and_then(day) {
            _ if circa => Some(format!("[{}]", first.year)),
            Some(last) => Some(format!("{first}/{last}")),
            None if open => Some(format!("{first}/")),
            None if season.is_some() => season.map(|season| format!("{first}-{}", season + 20)),
            None => value.get("literal").and_then(Value::as_str).map(str::to_owned),
        };
        return Some((first, said));
    }
    if let Some(date) = otherwise(value) {
        return Some(date);
    }
    let text = ["raw", "literal", "edtf"].iter().find_map(|name| value.get(name)).unwrap_or(value).as_str()?;
    // `3 May 2010`, `2010 Apr 3`, and with a season, which is kept: `spring 2001`.
    let words = text.chars().any(|c| c.is_ascii_alphabetic());
    let date = if words { crate::formats::xml::written_date(text)? } else { PartialDate::parse(text.trim().trim_matches(['[', ']']))? };
    if words && date.month.is_none() {
        return Some((date, Some(text.trim().to_owned())));
    }
    let more = text.contains(['(', '（', '[', '/', '印', '~', '?', '%']) && text.trim().chars().any(|c| !c.is_ascii_digit() && c != '/');
    Some((date, Some(text.trim().to_owned()).filter(|_| more)))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]
    use serde_json::json;

    use super::*;

    #[test]
    fn a_date_in_numbers_is_what_its_writing_is() {
        for parts in [
            json!([2024]),
            json!([2024, 5]),
            json!([2024, 12, 31]),
            json!([2024, 5, 25, 7]),
            json!([2024, 13, 1]),
            json!([2024, 0]),
            json!([2024, 1, 32]),
            json!([850, 1]),
            json!([12024]),
            json!([-44, 3]),
            json!(["2024", 5]),
            json!([2024.0]),
            json!([]),
        ] {
            let numbers = parts.as_array().unwrap();
            let written: Vec<String> = numbers
                .iter()
                .take(3)
                .filter_map(|part| part.as_i64().or_else(|| part.as_str()?.parse().ok()))
                .map(|n| format!("{n:02}"))
                .collect();
            let read = day(&json!({ "date-parts": [parts] }));
            assert_eq!(read, PartialDate::parse(&written.join("-")), "{parts}");
            assert!(in_numbers(numbers).is_none_or(|date| Some(date) == read), "{parts}");
        }
        assert!(in_numbers(&[2024.into(), 5.into()]).is_some());
    }

    #[test]
    fn what_was_said_of_a_date_comes_back() {
        let year = PartialDate { year: 1999, month: None, day: None };
        for (said, written, again) in [
            ("1999/2001-02", json!({ "date-parts": [[1999], [2001, 2]] }), Some("1999/2001-02")),
            ("1999/..", json!({ "date-parts": [[1999], [0]] }), Some("1999/")),
            ("1999-22", json!({ "date-parts": [[1999]], "season": 2 }), Some("1999-22")),
            ("1999?", json!({ "date-parts": [[1999]], "circa": true }), Some("[1999]")),
            ("1999T10:00", json!({ "date-parts": [[1999]] }), None),
            ("c1999", json!({ "date-parts": [[1999]], "literal": "c1999" }), Some("c1999")),
            ("ca. 1999", json!({ "date-parts": [[1999]], "circa": true }), Some("[1999]")),
            ("Summer 1999", json!({ "date-parts": [[1999]], "season": 2 }), Some("1999-22")),
            ("1999///Winter", json!({ "date-parts": [[1999]], "season": 4 }), Some("1999-24")),
            ("WIN", json!({ "date-parts": [[1999]], "season": 4 }), Some("1999-24")),
            ("1999-2000", json!({ "date-parts": [[1999], [2000]] }), Some("1999/2000")),
            ("Whitsun", json!({ "date-parts": [[1999]], "literal": "Whitsun 1999" }), Some("Whitsun 1999")),
        ] {
            assert_eq!(date(year, Some(said)), written, "{said}");
            assert_eq!(stated_date(&written), Some((year, again.map(str::to_owned))), "{said}");
        }
        let january = PartialDate { month: Some(1), ..year };
        for (said, last) in [("JAN-FEB", json!([1999, 2])), ("Jan 1999-March 2000", json!([2000, 3])), ("1999 Jan/Feb", json!([1999, 2]))] {
            assert_eq!(date(january, Some(said)), json!({ "date-parts": [[1999, 1], last] }), "{said}");
        }
        assert_eq!(date(january, Some("Jan-Febris")), json!({ "date-parts": [[1999, 1]], "literal": "Jan-Febris 1999" }));
        assert_eq!(date(january, Some("Janus")), json!({ "date-parts": [[1999, 1]], "literal": "Janus 1999" }));
        assert_eq!(stated_date(&json!("1723~")).unwrap().1.as_deref(), Some("1723~"));
    }

    #[test]
    fn what_no_date_is_made_of_is_told() {
        for (said, written) in [
            ("in press", json!({ "literal": "in press" })),
            ("-0876", json!({ "date-parts": [[-877]] })),
            ("-0877-03/-0866", json!({ "date-parts": [[-878, 3], [-867]] })),
            ("199X", json!({ "date-parts": [[1990], [1999]] })),
            ("20uu", json!({ "date-parts": [[2000], [2099]] })),
            ("2XXX", json!({ "literal": "2XXX" })),
            ("X", json!({ "literal": "X" })),
        ] {
            assert_eq!(untold(said), Some(written), "{said}");
        }
        assert_eq!((untold("-"), untold("0000-00-00")), (None, None));
    }

    #[test]
    fn a_date_that_says_more_is_not_just_numbers() {
        let may = PartialDate { year: 2024, month: Some(5), day: None };
        assert!(is_in_numbers(&json!({ "date-parts": [[2024, 5]] }), may));
        for more in [
            json!({ "date-parts": [[2024, 5]], "circa": true }),
            json!({ "date-parts": [[2024, 5], [2025]] }),
            json!({ "date-parts": [["2024", 5]] }),
            json!({ "date-parts": [[2024, 5, 1]] }),
            json!({ "date-parts": [[2024, 5, 1, 1]] }),
            json!("2024-05"),
        ] {
            assert!(!is_in_numbers(&more, may), "{more}");
        }
    }
}
