//! Dates as journals print them: a year, a month or a day, and what was written.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Rest;

/// A date of known precision: year, year and month, or the whole day. Written `2024`, `2024-05`, `2024-05-25`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    pub year: i32,
    /// 1–12.
    pub month: Option<u8>,
    /// 1–31, only with a month.
    pub day: Option<u8>,
}

impl PartialDate {
    /// Reads `2024-05-25`, `2024/5/25`, `2024.5`, `2024年5月25日`, `20240525`, `2024-5`, `2024`. A month or day out of range
    /// or zero ends the precision there; `0000-00-00` and anything without a year is nothing.
    pub fn parse(written: &str) -> Option<Self> {
        // Length and value of each number; more than four say no more than four.
        let mut numbers = [(0usize, 0u32); 4];
        let mut count = 0;
        let mut digits = (0usize, 0u32);
        for c in written.trim().chars().chain(std::iter::once(' ')) {
            let c = if ('０'..='９').contains(&c) { char::from_u32(u32::from(c) - 0xFF10 + 0x30).unwrap_or(c) } else { c };
            if let Some(digit) = c.to_digit(10) {
                digits = (digits.0 + 1, digits.1.checked_mul(10)?.checked_add(digit)?);
            } else if digits.0 > 0 {
                if let Some(place) = numbers.get_mut(count) {
                    *place = digits;
                    count += 1;
                }
                digits = (0, 0);
                if !matches!(c, '-' | '/' | '.' | '年' | '月' | '－' | '—' | '–' | ' ') {
                    break;
                }
            } else if count == 0 {
                return None;
            } else if c.is_ascii_alphabetic() {
                // `2020 Apr 3`: what follows a word is no month.
                break;
            }
        }
        let (year, month, day) = match numbers.get(..count).unwrap_or_default() {
            [(8, whole), ..] => (whole / 10_000, Some(whole / 100 % 100), Some(whole % 100)),
            [(6, whole), ..] => (whole / 100, Some(whole % 100), None),
            [(4, year), (1 | 2, month)] => (*year, Some(*month), None),
            [(4, year), (1 | 2, month), (1 | 2, day), ..] => (*year, Some(*month), Some(*day)),
            [(4, year), ..] => (*year, None, None),
            _ => return None,
        };
        if year == 0 {
            return None;
        }
        let in_range = |value: Option<u32>, top: u32| value.filter(|v| (1..=top).contains(v)).and_then(|v| u8::try_from(v).ok());
        let month = in_range(month, 12);
        let day = month.and(in_range(day, 31));
        Some(Self { year: i32::try_from(year).ok()?, month, day })
    }

    /// Reads what [`fmt::Display`] writes of any date, be its year none that is printed (`0000`, `-044`, `12024-05`): what a
    /// reader made of a file must be a record again when the library is asked for it.
    fn as_shown(written: &str) -> Option<Self> {
        let numbers = written.strip_prefix('-').unwrap_or(written);
        let year = written.len() - numbers.len() + numbers.find('-').unwrap_or(numbers.len());
        let (year, rest) = written.split_at_checked(year)?;
        let mut rest = rest.split('-').skip(1).map(|number| number.parse::<u8>().ok());
        let (month, day) = (rest.next(), rest.next());
        let date = Self { year: year.parse().ok()?, month: month.flatten(), day: day.flatten() };
        (date.to_string() == written).then_some(date)
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        // A day without a month would be read as one.
        match (self.month, self.day) {
            (Some(month), Some(day)) => write!(f, "-{month:02}-{day:02}"),
            (Some(month), None) => write!(f, "-{month:02}"),
            (None, _) => Ok(()),
        }
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = String::deserialize(deserializer)?;
        Self::parse(&written)
            .or_else(|| Self::as_shown(&written))
            .ok_or_else(|| serde::de::Error::custom(format!("\"{written}\" is not a date; write 2024, 2024-05 or 2024-05-25")))
    }
}

/// The history of a record (JATS `<history>`, `<pub-date>`). Order is as printed and is never repaired.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Dates {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received: Option<PartialDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revised: Option<PartialDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<PartialDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub online: Option<PartialDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<PartialDate>,
    /// When the address was last looked at (引用日期; CSL `accessed`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accessed: Option<PartialDate>,
    /// What was written, by the same names, where it says more than the parsed date (`"2024年春"`).
    #[serde(skip_serializing_if = "Rest::is_empty")]
    pub raw: Rest,
    #[serde(flatten)]
    pub rest: Rest,
}

impl Dates {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(written: &str) -> Option<String> {
        PartialDate::parse(written).map(|date| date.to_string())
    }

    #[test]
    fn dates_as_pages_write_them() {
        for written in ["2024-05-25", "2024/5/25", "2024年5月25日", "20240525", "2024.5.25", "2024-05-25T10:00:00Z"] {
            assert_eq!(shown(written).as_deref(), Some("2024-05-25"), "{written}");
        }
        assert_eq!(shown("2024-05").as_deref(), Some("2024-05"));
        assert_eq!(shown("2024").as_deref(), Some("2024"));
        assert_eq!(shown("2020 Apr 3").as_deref(), Some("2020"));
        assert_eq!(shown("2024-00-00").as_deref(), Some("2024"));
        for date in [(0, None, None), (-44, Some(3), Some(15)), (12_024, Some(12), None), (i32::MIN, None, None), (7, Some(1), Some(1))] {
            let date = PartialDate { year: date.0, month: date.1, day: date.2 };
            let again: PartialDate = serde_json::from_value(serde_json::to_value(date).unwrap_or_default()).unwrap_or(PartialDate {
                year: 1,
                month: None,
                day: None,
            });
            assert_eq!(again, date, "{date} is in the library and cannot be read");
        }
        assert!(serde_json::from_str::<PartialDate>("\"-\"").is_err() && serde_json::from_str::<PartialDate>("\"spring\"").is_err());
        assert_eq!(shown("0000-00-00"), None);
        assert_eq!(shown(""), None);
        assert_eq!(shown("in press"), None);
    }
}
