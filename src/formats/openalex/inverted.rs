//! An abstract from its inverted index: words, and the places where each stands.

use serde_json::Value;

/// Puts words back into their places. Nothing when it is no index; else the text, and what is doubtful in it: places that no
/// word has (OpenAlex drops what it cannot store), or places that are no numbers.
///
/// Places only order the words, so that a place of a billion costs nothing.
pub(super) fn text(index: &Value) -> Option<(String, Option<String>)> {
    // Some dumps hold the index as a string of JSON, or under a name of its own.
    let parsed;
    let index = match index {
        Value::String(text) => {
            parsed = serde_json::from_str::<Value>(text).ok()?;
            &parsed
        }
        other => other,
    };
    let index = index.get("InvertedIndex").unwrap_or(index).as_object()?;
    let mut words: Vec<(u64, &str)> = Vec::new();
    let mut strange = 0usize;
    for (word, places) in index {
        match places {
            Value::Array(places) => {
                for place in places {
                    match place.as_u64() {
                        Some(place) => words.push((place, word)),
                        None => strange += 1,
                    }
                }
            }
            _ => strange += 1,
        }
    }
    // Words of one place keep their order.
    words.sort_by_key(|(place, _)| *place);
    let mut missing = words.first().map_or(0, |(place, _)| *place);
    for pair in words.windows(2) {
        if let [(before, _), (place, _)] = pair {
            missing = missing.saturating_add(place.saturating_sub(*before).saturating_sub(1));
        }
    }
    let text = words.iter().map(|(_, word)| *word).collect::<Vec<_>>().join(" ");
    let doubt = match (missing, strange) {
        (0, 0) => None,
        (missing, 0) => Some(format!("the index of the abstract has no word for {missing} place(s); the words around them stand together")),
        (_, strange) => Some(format!("the index of the abstract has {strange} place(s) that are no numbers; their words are missing")),
    };
    Some((text, doubt))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]
    use super::text;
    use serde_json::json;

    #[test]
    fn words_go_back_to_their_places() {
        assert_eq!(text(&json!({"the": [0, 2], "of": [1], "city": [3]})).unwrap(), ("the of the city".to_owned(), None));
        let (words, doubt) = text(&json!({"b": [5], "a": [1, 999_999_999_999u64]})).unwrap();
        assert_eq!(words, "a b a");
        assert!(doubt.unwrap().contains("no word for"));
        assert_eq!(text(&json!({"a": [0, -1, "x"]})).unwrap().0, "a");
        assert_eq!(text(&json!("{\"a\":[0]}")).unwrap().0, "a");
        assert_eq!(text(&json!({})).unwrap().0, "");
        assert!(text(&json!([1])).is_none());
    }
}
