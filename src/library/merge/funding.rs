//! Who paid, as two records of one work say it.

use serde_json::Value;

use super::better::folded;
use super::{Lost, pair, unite};

/// Lists of the same funders in the same order, or told in two languages, are united one by one; of others, an entry with a
/// number that the other list knows is the same grant, and what is missing is added.
pub(super) fn unite_lists(base: &mut Vec<Value>, more: Vec<Value>, path: &str, lost: &mut Lost) {
    if base.len() == more.len() && base.iter().zip(&more).all(|(one, other)| is_one_funder(one, other)) {
        pair(base, more, path, lost);
        return;
    }
    for value in more {
        match base.iter().position(|held| *held == value || is_one_grant(held, &value)) {
            Some(at) => {
                let Some(held) = base.get_mut(at) else { continue };
                unite(held, value, &format!("{path}[{at}]"), lost);
            }
            None => base.push(value),
        }
    }
}

/// Whether two entries of the lists of funders may be one: the same funder, or told in other languages.
fn is_one_funder(one: &Value, other: &Value) -> bool {
    let differ = |name: &str| matches!((one.get(name), other.get(name)), (Some(one), Some(other)) if one != other);
    let texts = |entry: &Value| entry.get("text").and_then(Value::as_object).cloned().unwrap_or_default();
    !differ("funder") && texts(one).iter().all(|(language, text)| texts(other).get(language).is_none_or(|other| other == text))
}

/// Whether both name one grant: they share a number, and no funders that differ.
fn is_one_grant(one: &Value, other: &Value) -> bool {
    let numbers = |entry: &Value| -> Vec<String> {
        let listed = entry.get("awards").and_then(Value::as_array).cloned().unwrap_or_default();
        listed.iter().filter_map(Value::as_str).map(folded).filter(|number| number.len() >= TELLING).collect()
    };
    let name = |entry: &Value| entry.get("funder").and_then(Value::as_str).map(folded);
    let (mine, theirs) = (numbers(one), numbers(other));
    mine.iter().any(|number| theirs.contains(number)) && name(one).zip(name(other)).is_none_or(|(one, other)| one == other)
}

/// Characters from which on a number is that of one grant: `81970001`, and not `2`.
const TELLING: usize = 5;
