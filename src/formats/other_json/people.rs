//! Who made a work, however other programs write people: objects with parts of names, lists of names, with their institutions.

use serde_json::{Map, Value};

use super::cells::{bare, text};
use crate::formats::{members, names, tagged};
use crate::record::{Affiliation, Article, Contributor, Language, MultiText};

/// Members that are lists of people, without signs, in lower case, and what those are.
const LISTS: &[(&str, Option<&str>)] = &[
    ("authors", None),
    ("author", None),
    ("authorlist", None),
    ("zauthors", None),
    ("creators", None),
    ("creator", None),
    ("dccreator", None),
    ("authfullnames", None),
    ("editors", Some("editor")),
    ("editor", Some("editor")),
    ("bookeditors", Some("editor")),
    ("translators", Some("translator")),
    ("translator", Some("translator")),
];

/// What Zotero calls those by whom a work of its type is cited, and what the project calls the others.
const ROLES: &[(&str, Option<&str>)] = &[
    ("author", None),
    ("inventor", None),
    ("programmer", None),
    ("presenter", None),
    ("cartographer", None),
    ("artist", None),
    ("podcaster", None),
    ("interviewee", None),
    ("sponsor", None),
    ("bookAuthor", Some("container-author")),
    ("seriesEditor", Some("collection-editor")),
    ("reviewedAuthor", Some("reviewed-author")),
    ("wordsBy", Some("lyricist")),
    ("castMember", Some("performer")),
    ("scriptwriter", Some("script-writer")),
    ("originalCreator", Some("original-author")),
    ("executiveProducer", Some("executive-producer")),
    ("seriesCreator", Some("series-creator")),
];

const FAMILY: &[&str] =
    &["family", "last_name", "lastName", "lastname", "surname", "family-names", "family_name", "familyName", "ce:surname", "last"];
const GIVEN: &[&str] = &[
    "given",
    "first_name",
    "firstName",
    "firstname",
    "given-name",
    "given-names",
    "given_name",
    "givenName",
    "ce:given-name",
    "first",
    "forename",
];
const WHOLE: &[&str] = &[
    "name",
    "full_name",
    "fullName",
    "fullname",
    "raw_author_name",
    "literal",
    "text",
    "display_name",
    "displayName",
    "creator",
    "author",
    "authname",
    "label",
    "value",
    "title",
    "名称",
    "姓名",
];
const ORCIDS: &[&str] = &["orcid", "ORCID", "orcid_id", "orcidId", "ORCiD", "@id"];
const INSTITUTIONS: &[&str] =
    &["affiliation", "affiliations", "institution", "institutions", "raw_affiliations", "raw_affiliation_strings", "aff", "affil"];

/// People of a work, and where they work.
#[derive(Default)]
pub(super) struct People {
    all: Vec<Contributor>,
    affiliations: Vec<Affiliation>,
}

/// Whether a member has this name of people.
pub(super) fn is_of_people(name: &str) -> bool {
    LISTS.iter().any(|(known, _)| *known == bare(name))
}

/// The people of a list, in a role.
pub(super) fn of_list(list: &[Value], role: Option<&str>) -> Vec<Contributor> {
    let mut people = People::default();
    people.list(list, role);
    people.all
}

/// Takes the people of a record out of its members; a list in which nobody is found stays.
pub(super) fn taken(members: Map<String, Value>) -> (People, Map<String, Value>) {
    let mut people = People::default();
    let mut left = Map::new();
    for (name, value) in members {
        let role = LISTS.iter().find(|(known, _)| *known == bare(&name)).map(|(_, role)| *role);
        // DBLP's list stands in an object of its own.
        let value = match value {
            Value::Object(mut inner) if role.is_some() && inner.len() == 1 => inner.shift_remove("author").unwrap_or(Value::Object(inner)),
            other => other,
        };
        let known = people.all.len();
        match (role, &value) {
            // The same people once more, as a list and as one text.
            (Some(None), Value::Array(list)) if people.all.iter().all(|one| one.role.is_some()) && people.list(list, None) => {}
            (Some(Some(role)), Value::Array(list)) if people.list(list, Some(role)) => {}
            (Some(role), Value::Object(_)) if people.list(std::slice::from_ref(&value), role) => {}
            _ => {
                people.all.truncate(known);
                left.insert(name, value);
            }
        }
    }
    (people, left)
}

impl People {
    /// Reads a list; false where all in it is nobody.
    fn list(&mut self, list: &[Value], role: Option<&str>) -> bool {
        let some = list.iter().filter(|value| self.one(value, role)).count();
        some > 0 || list.is_empty()
    }

    fn one(&mut self, value: &Value, role: Option<&str>) -> bool {
        if let Some(name) = value.as_str() {
            let one = tagged::people::person(name);
            let is_some = one.is_some();
            self.all.extend(one.map(|one| Contributor { role: role.map(str::to_owned), ..one }));
            return is_some || name.trim().is_empty();
        }
        // InvenioRDM: what the person is, and beside it where it works.
        let who = value.get("person_or_org").unwrap_or(value);
        let member = |names: &[&str]| names.iter().find_map(|name| who.get(name).filter(|value| !value.is_object()).and_then(text));
        let particle =
            member(&["non-dropping-particle", "name-particle"]).or_else(|| member(&["prefix"]).filter(|_| who.get("given-name").is_some()));
        let one = match (member(FAMILY), member(GIVEN), member(WHOLE)) {
            (Some(family), given, _) => names::of_parts(Some(&family), given.as_deref(), particle.as_deref()),
            // Hayagriva's family names.
            (None, Some(given), Some(family)) if who.get("given-name").is_some() => {
                names::of_parts(Some(&family), Some(&given), particle.as_deref())
            }
            (None, _, Some(short)) if value.get("authtype").is_some() || value.get("authname").is_some() => self::short(&short),
            // Zotero's name in one field is a body's.
            (None, _, Some(name)) if value.get("creatorType").is_some() => Some(tagged::people::body(&name)),
            (None, _, Some(name)) if is_body(value) => Some(tagged::people::body(&name)),
            (None, _, Some(whole)) => self::whole(&whole),
            (None, given, None) => names::of_parts(None, given.as_deref(), None),
        };
        let Some(mut one) = one else { return false };
        one.particle = one.particle.or(particle);
        one.suffix = member(&["suffix", "name-suffix"]);
        let kind = member(&["creatorType"]);
        let known = kind.as_deref().and_then(|kind| ROLES.iter().find(|(known, _)| *known == kind));
        one.role = match (known, kind) {
            (Some((_, said)), _) => said.or(role).map(str::to_owned),
            (None, kind) => kind.or_else(|| role.map(str::to_owned)),
        };
        one.orcid = member(ORCIDS).and_then(|orcid| members::orcid(&orcid));
        one.email = member(&["email"]);
        for institution in INSTITUTIONS.iter().filter_map(|name| value.get(*name)) {
            self.institutions(institution, &mut one);
        }
        self.all.push(one);
        true
    }

    fn institutions(&mut self, value: &Value, one: &mut Contributor) {
        let each = match value {
            Value::Array(many) => many.as_slice(),
            other => std::slice::from_ref(other),
        };
        for value in each.iter().take(64) {
            let named =
                ["affilname", "name", "value", "display_name", "institution"].iter().find_map(|name| value.get(name).and_then(text));
            let Some(name) = named.or_else(|| value.as_str().map(str::to_owned)).filter(|name| !name.trim().is_empty()) else { continue };
            let known = self.affiliations.iter().rev().take(64).position(|known| known.text.values().any(|known| *known == name));
            let place = known.map_or(self.affiliations.len(), |back| self.affiliations.len() - 1 - back);
            if known.is_none() {
                self.affiliations.push(Affiliation { text: MultiText::of(Language::of_text(&name), name), ..Affiliation::default() });
            }
            if !one.aff.contains(&place) {
                one.aff.push(place);
            }
        }
    }

    /// Gives the people to their work, before those that its texts name.
    pub fn give(self, article: &mut Article) {
        if self.all.is_empty() {
            return;
        }
        let mut all = self.all;
        let has_authors = all.iter().any(|one| one.role.is_none());
        all.extend(std::mem::take(&mut article.authors).into_iter().filter(|one| one.role.is_some() || !has_authors));
        article.authors = all;
        if !self.affiliations.is_empty() {
            article.affiliations = self.affiliations;
        }
    }
}

/// Whether JSON-LD says that somebody is an organization.
fn is_body(value: &Value) -> bool {
    value.get("@type").and_then(Value::as_str).is_some_and(|kind| kind.eq_ignore_ascii_case("organization"))
}

/// `Doe AB` (PubMed), `Doe J.` (Scopus).
fn short(name: &str) -> Option<Contributor> {
    match name
        .rsplit_once(' ')
        .filter(|(_, initials)| initials.len() <= 12 && initials.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-')))
    {
        Some((family, initials)) => names::of_parts(Some(family), Some(initials), None),
        None => whole(name),
    }
}

/// A whole name: `Doe, Jane`, `Jane Doe 0001` (DBLP), `World Health Organization`.
fn whole(name: &str) -> Option<Contributor> {
    let bare = name.rsplit_once(' ').filter(|(_, number)| number.len() == 4 && number.bytes().all(|byte| byte.is_ascii_digit()));
    let bare = bare.map_or(name, |(before, _)| before);
    if bare.contains(',') { tagged::people::person(bare) } else { Some(names::person(bare)) }
}
