//! "Did you mean …?": the known word nearest to a wrong one.

/// The known word with the fewest edits (insert, drop, change, swap of neighbours: the restricted Damerau–Levenshtein
/// distance), when these are at most a third of the longer word, and at least one. Nothing when no word is near.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wrong: Vec<char> = wrong.to_lowercase().chars().collect();
    known
        .into_iter()
        .filter_map(|word| {
            let letters: Vec<char> = word.to_lowercase().chars().collect();
            let edits = distance(&wrong, &letters);
            let allowed = (wrong.len().max(letters.len()) / 3).max(1);
            (edits <= allowed).then_some((edits, word))
        })
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, word)| word)
}

/// How many edits (insert, drop, change, swap of neighbours) lie between two words.
pub fn edits(one: &str, other: &str) -> usize {
    distance(&one.chars().collect::<Vec<_>>(), &other.chars().collect::<Vec<_>>())
}

fn distance(a: &[char], b: &[char]) -> usize {
    let columns = b.len() + 1;
    let mut before = vec![0; columns];
    let mut last: Vec<usize> = (0..columns).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1; columns];
        for (j, y) in b.iter().enumerate() {
            let change = last[j] + usize::from(x != y);
            row[j + 1] = change.min(last[j + 1] + 1).min(row[j] + 1);
            let swapped = i > 0 && j > 0 && a[i - 1] == *y && *x == b[j - 1];
            if swapped {
                row[j + 1] = row[j + 1].min(before[j - 1] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_or_none() {
        let words = ["import", "list", "show", "convert"];
        assert_eq!(nearest("imprt", words), Some("import"));
        assert_eq!(nearest("lsit", words), Some("list"));
        assert_eq!(nearest("page.txt", words), None);
    }
}
