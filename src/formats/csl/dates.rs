//! Dates of CSL, and what is written beside them.

use serde_json::Value;

use crate::record::PartialDate;

/// A date of CSL: `{"date-parts": [[2024, 5, 25]]}`, `{"raw": "…"}`, `{"literal": "…"}` or a string.
pub fn date(value: &Value) -> Option<PartialDate> {
    stated_date(value).map(|(date, _)| date)
}

/// A date, and what was written where that says more: `1957/1990`, `[1936]`, `1947（民国三十六年）`.
pub(super) fn stated_date(value: &Value) -> Option<(PartialDate, Option<String>)> {
    if let Some(parts) = value.get("date-parts").and_then(Value::as_array) {
        let day = |parts: &Value| {
            let written: Vec<String> = parts
                .as_array()?
                .iter()
                .take(3)
                .filter_map(|part| part.as_i64().or_else(|| part.as_str().and_then(|s| s.trim().parse().ok())))
                .map(|number| format!("{number:02}"))
                .collect();
            PartialDate::parse(&written.join("-"))
        };
        let first = day(parts.first()?)?;
        let circa = value.get("circa").is_some_and(|circa| !matches!(circa, Value::Bool(false) | Value::Null) && circa != 0);
        let said = match parts.get(1).and_then(day) {
            _ if circa => Some(format!("[{}]", first.year)),
            Some(last) => Some(format!("{first}/{last}")),
            None => value.get("literal").and_then(Value::as_str).map(str::to_owned),
        };
        return Some((first, said));
    }
    let text = value.get("raw").or_else(|| value.get("literal")).unwrap_or(value).as_str()?;
    // `3 May 2010`, `2010 Apr 3`, and with a season, which is kept: `spring 2001`.
    let words = text.chars().any(|c| c.is_ascii_alphabetic());
    let date = if words { crate::formats::xml::written_date(text)? } else { PartialDate::parse(text.trim().trim_matches(['[', ']']))? };
    if words && date.month.is_none() {
        return Some((date, Some(text.trim().to_owned())));
    }
    let more = text.contains(['(', '（', '[', '/', '印']) && text.trim().chars().any(|c| !c.is_ascii_digit() && c != '/');
    Some((date, Some(text.trim().to_owned()).filter(|_| more)))
}
