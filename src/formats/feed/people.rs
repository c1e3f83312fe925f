//! People of an item: `dc:creator`, Scopus' `author`, and `author` of RSS and Atom, which names whom to write to.

use crate::formats::tagged;
use crate::formats::xml::{Element, collapse};
use crate::record::Contributor;

/// People of an item, from the elements that name them.
#[derive(Default)]
pub struct People<'t> {
    creators: Named<'t>,
    /// Authors in parts, all of the work.
    listed: Named<'t>,
    /// Whom to write to.
    others: Named<'t>,
}

/// Elements, and the people that they name.
#[derive(Default)]
struct Named<'t> {
    /// Each with how many people it names.
    elements: Vec<(Element<'t>, usize)>,
    people: Vec<Contributor>,
}

impl<'t> Named<'t> {
    /// Adds an element, and gives the people that it names.
    fn add(&mut self, part: Element<'t>, names: &str) -> &mut [Contributor] {
        let from = self.people.len();
        tagged::people::each(names, &mut |one| self.people.push(one));
        self.elements.push((part, self.people.len() - from));
        self.people.get_mut(from..).unwrap_or_default()
    }
}

impl<'t> People<'t> {
    /// `dc:creator`: a name, or a list of names.
    pub fn creator(&mut self, part: Element<'t>) {
        self.creators.add(part, &list(&part.verbatim()));
    }

    /// `author`: in parts, or with an address before or behind the name.
    pub fn author(&mut self, part: Element<'t>) {
        if let Some(name) = part.text_of("authname") {
            self.listed.add(part, &name);
            return;
        }
        if !part.has_elements() {
            let text = part.text().unwrap_or_default();
            let (email, name) = apart(&text);
            match self.others.add(part, &list(&name)) {
                [one] => one.email = email,
                _ if email.is_some() => part.leave(),
                _ => {}
            }
            return;
        }
        let name = part.text_of("name").unwrap_or_default();
        let (email, uri) = (part.child("email"), part.child("uri"));
        let orcid = uri.and_then(Element::text).filter(|uri| uri.contains("orcid.org/"));
        if let [one] = self.others.add(part, &list(&name)) {
            one.email = email.and_then(Element::text);
            one.orcid = orcid.as_deref().and_then(|orcid| orcid.rsplit('/').next()).map(str::to_owned);
        }
        uri.filter(|_| orcid.is_none()).into_iter().for_each(Element::leave);
    }

    /// The authors. Elements that name none of them are left.
    pub fn finish(self) -> Vec<Contributor> {
        let mut authors = Vec::new();
        for named in [self.listed, self.creators, self.others] {
            if authors.is_empty() {
                authors = named.people;
                continue;
            }
            let mut people = named.people.into_iter();
            for (part, count) in named.elements {
                let own: Vec<Contributor> = people.by_ref().take(count).collect();
                if own.is_empty() || own.iter().any(|one| !authors.iter().take(MOST_COMPARED).any(|known| known == one)) {
                    part.leave();
                }
            }
        }
        authors
    }
}

/// Authors among whom another is looked for.
const MOST_COMPARED: usize = 200;

/// `jane@x.org (Jane Doe)`, `Jane Doe <jane@x.org>`: the address, and the name.
fn apart(text: &str) -> (Option<String>, String) {
    const AROUND: [char; 7] = ['(', ')', '<', '>', ',', ';', '"'];
    let Some(word) = text.split_whitespace().find(|word| word.contains('@')) else { return (None, text.to_owned()) };
    let name = text.replacen(word, "", 1);
    let address = word.trim_matches(AROUND).trim_start_matches("mailto:");
    (Some(address.to_owned()), name.trim().trim_matches(AROUND).trim().to_owned())
}

/// Names as `tagged::people` parts them. In the text of one element commas part several: at the ends of lines, before `and`,
/// and between names of which each is whole. `García Márquez, Gabriel José` is one.
fn list(written: &str) -> String {
    let lines: Vec<&str> = written.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let parted = |line: &&str| line.ends_with([',', ';']);
    if let [most @ .., last] = lines.as_slice()
        && !most.is_empty()
        && most.iter().all(parted)
    {
        let names: Vec<&str> = most.iter().chain([last]).map(|name| name.trim_end_matches([',', ';'])).collect();
        return names.join("; ");
    }
    let text = collapse(written);
    if text.contains(';') {
        return text;
    }
    let joined = text.replace(", and ", ", ").replace(" and ", ", ");
    let names: Vec<&str> = joined.split(", ").map(str::trim).filter(|name| !name.is_empty()).collect();
    let are_whole = names.iter().all(|name| name.contains(' '));
    let is_list = match names.len() {
        0 | 1 => false,
        2 => joined != text || names.iter().all(|name| has_initials(name)),
        _ => true,
    };
    if are_whole && is_list { names.join("; ") } else { text }
}

/// `J. Smith`, `Smith JA`.
fn has_initials(name: &str) -> bool {
    let initials = |word: &str| word.len() <= 8 && word.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-'));
    name.split(' ').next().is_some_and(initials) || name.split(' ').next_back().is_some_and(initials)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_in_one_element_part_whole_names() {
        for (written, names) in [
            ("\nJane Doe, \nJim Roe, \nAnn Lee\n", "Jane Doe; Jim Roe; Ann Lee"),
            ("\nDoe, J.;\nRoe, A.", "Doe, J.; Roe, A."),
            ("Jane Doe, Jim Roe and Ann Lee", "Jane Doe; Jim Roe; Ann Lee"),
            ("Jane Doe, Jim Roe, and Ann Lee", "Jane Doe; Jim Roe; Ann Lee"),
            ("Jane Doe and Jim Roe", "Jane Doe; Jim Roe"),
            ("J. Doe, A. Roe", "J. Doe; A. Roe"),
            ("García Márquez, Gabriel José", "García Márquez, Gabriel José"),
            ("Doe, Jane", "Doe, Jane"),
            ("Doe, Jane, Jr.", "Doe, Jane, Jr."),
            ("Department of Sand and Water", "Department of Sand and Water"),
            ("Jane\n Doe", "Jane Doe"),
        ] {
            assert_eq!(list(written), names, "{written}");
        }
    }

    #[test]
    fn an_address_is_no_part_of_a_name() {
        for (text, email, name) in [
            ("jane@x.org (Jane Doe)", Some("jane@x.org"), "Jane Doe"),
            ("Jane Doe <jane@x.org>", Some("jane@x.org"), "Jane Doe"),
            ("jane@x.org", Some("jane@x.org"), ""),
            ("Jane Doe", None, "Jane Doe"),
        ] {
            assert_eq!(apart(text), (email.map(str::to_owned), name.to_owned()));
        }
    }
}
