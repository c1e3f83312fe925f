//! Completing what is typed in a query: the names of fields, and behind `cites:` and `citedby:` the article that is shown.

use super::super::{Prompt, Reader};
use crate::search::query::{FIELDS, Field, Query, field};

impl Reader {
    /// Completes the word before the cursor as far as it can be meant; whether a query is being typed.
    pub(in crate::reader) fn complete_query(&mut self) -> bool {
        let Some(Prompt::Search(typing) | Prompt::Narrow(typing)) = &self.prompt else { return false };
        let (before, _) = typing.parts();
        let word = before.rsplit(|c: char| c.is_whitespace() || c == '(' || c == '（').next().unwrap_or_default();
        let word = word.trim_start_matches(['-', '－']);
        let rest = match word.split_once([':', '：']) {
            Some((name, "")) => self.id_behind(name),
            Some(_) => None,
            None => rest_of_name(word),
        };
        if let Some(rest) = rest
            && let Some(Prompt::Search(typing) | Prompt::Narrow(typing)) = &mut self.prompt
        {
            typing.insert(&rest);
            self.typed();
        }
        true
    }

    /// The article that is shown, as it is written behind a field that asks for one.
    fn id_behind(&self, name: &str) -> Option<String> {
        let id = self.shown.as_ref()?.article.id.as_str().to_owned();
        matches!(field(name)?.field, Field::Cites | Field::CitedBy).then(|| {
            let written = Query::Cites(id).to_string();
            written.strip_prefix("cites:").unwrap_or_default().to_owned()
        })
    }
}

/// What is missing of the name of a field, as far as all that begin so have it; of the only one also its colon.
fn rest_of_name(word: &str) -> Option<String> {
    let word = word.to_lowercase();
    let mut rests = FIELDS.iter().filter_map(|line| line.name.strip_prefix(word.as_str())).filter(|_| !word.is_empty());
    let first = rests.next()?.to_owned();
    let Some(second) = rests.next() else { return Some(format!("{first}:")) };
    let common = |one: &str, other: &str| one.chars().zip(other.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect::<String>();
    let shared = rests.fold(common(&first, second), |shared, rest| common(&shared, rest));
    Some(shared).filter(|shared| !shared.is_empty())
}

#[cfg(test)]
mod tests {
    use super::rest_of_name;

    #[test]
    fn the_name_of_a_field_is_completed_as_far_as_it_is_clear() {
        assert_eq!(rest_of_name("cites").as_deref(), Some(":"));
        assert_eq!(rest_of_name("cit").as_deref(), Some("e"), "cites or citedby");
        assert_eq!(rest_of_name("Cited").as_deref(), Some("by:"));
        assert_eq!(rest_of_name("jou").as_deref(), Some("rnal:"));
        assert_eq!(rest_of_name("智慧"), None);
        assert_eq!(rest_of_name(""), None);
    }
}
