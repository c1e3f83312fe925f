//! Style files as they are in use: CSL-M, the dialect of citeproc-js in which the styles of Chinese journals and universities
//! are written, and whatever else a file has that hayagriva 0.10 takes for an error of the whole.
//!
//! CSL-M has a layout for each language in one list (`<layout locale="en">`). Of such a file one style is made for each: a
//! record is printed as the style of its language prints it. What nobody here knows counts as what the standard says of
//! variables that an item does not have, and is told.

mod condition;
mod layouts;
mod slot;
mod terms;

use std::collections::BTreeMap;

use hayagriva::citationberg::taxonomy::{DateVariable, NameVariable, NumberOrPageVariable, Term, Variable};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde::Deserialize;
use serde::de::value::{Error, StrDeserializer};

use layouts::Layouts;
use terms::Terms;

pub(super) use slot::filled;

/// A variable that no item has here.
const ABSENT: &str = "abstract";

/// What stands for CSTR, a variable of the styles for GB/T 7714—2025, in a style that does not print key words.
pub(super) const CSTR: &str = "keyword";

/// A file as styles that hayagriva reads.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Prepared {
    /// The style of records in any other language.
    pub xml: String,
    /// Styles for lists of languages, as the file has them (`en es de`).
    pub by_language: Vec<(String, String)>,
    /// What is not followed, each with its line.
    pub left: Vec<String>,
    /// Whether [`CSTR`] is printed.
    pub cstr: bool,
}

/// The styles of a file.
///
/// # Errors
/// A sentence with the line of what cannot be left out without saying something else.
pub(super) fn prepared(xml: &str) -> Result<Prepared, String> {
    let layouts = Layouts::of(xml)?;
    let terms = Terms::of(xml);
    let prints_words = xml.contains("variable=\"keyword\"");
    let mut left = BTreeMap::new();
    let mut cstr = false;
    let mut one = |wanted: Option<&str>| {
        let (left, cstr) = (&mut left, &mut cstr);
        let out = String::with_capacity(xml.len());
        let mut copy = Copy { xml, wanted, layouts: &layouts, terms: &terms, prints_words, left, cstr, out };
        copy.made()?;
        Ok::<_, String>(copy.out)
    };
    let default = one(None)?;
    let mut by_language = Vec::new();
    for list in &layouts.languages {
        by_language.push((list.clone(), one(Some(list))?));
    }
    let mut left: Vec<(usize, String)> = left.into_iter().map(|(what, line)| (line, what)).collect();
    left.sort_unstable();
    let left = left.into_iter().map(|(line, what)| format!("line {line}: {what}")).collect();
    Ok(Prepared { xml: default, by_language, left, cstr })
}

/// The line on which a place of a file is.
fn line_of(xml: &str, at: usize) -> usize {
    1 + xml.get(..at).map_or(0, lines)
}

fn lines(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

/// The line before which an error is, whose place is known as a path (`bibliography.layout`, `macro[3].choose`).
pub(super) fn place(xml: &str, path: &str) -> Option<usize> {
    let first = path.split('.').next()?;
    let (name, nth) = first.split_once('[').unwrap_or((first, "0"));
    let nth: usize = nth.trim_end_matches(']').parse().ok()?;
    let tag = format!("<{name}");
    let mut at = xml.match_indices(&tag).filter(|(at, tag)| {
        let behind = xml.get(at + tag.len()..).unwrap_or_default();
        behind.starts_with(|c: char| c.is_whitespace() || c == '>')
    });
    at.nth(nth).map(|(at, _)| line_of(xml, at))
}

/// Whether a word is one of an enumeration.
fn is<'a, T: Deserialize<'a>>(word: &'a str) -> bool {
    T::deserialize(StrDeserializer::<Error>::new(word)).is_ok()
}

/// The attributes of a tag, as written.
fn attributes<'a>(tag: &'a BytesStart) -> Vec<(&'a str, &'a str)> {
    let mut rest = tag.attributes_raw();
    let mut attributes = Vec::new();
    while let Some((name, behind)) = rest.split_once('=') {
        let behind = behind.trim_start();
        let Some(quote) = behind.chars().next().filter(|c| matches!(c, '"' | '\'')) else { break };
        let Some((value, after)) = behind.get(1..).and_then(|behind| behind.split_once(quote)) else { break };
        attributes.push((name.trim(), value));
        rest = after;
    }
    attributes
}

fn value<'a>(attributes: &[(&'a str, &'a str)], name: &str) -> Option<&'a str> {
    attributes.iter().find(|(own, _)| *own == name).map(|(_, value)| *value)
}

/// A copy of the file on its way to hayagriva.
struct Copy<'a> {
    xml: &'a str,
    /// The languages whose layouts it has.
    wanted: Option<&'a str>,
    layouts: &'a Layouts,
    terms: &'a Terms,
    /// Whether the file prints key words.
    prints_words: bool,
    left: &'a mut BTreeMap<String, usize>,
    cstr: &'a mut bool,
    out: String,
}

/// What becomes of a tag.
enum Fate {
    /// It stays, perhaps with other attributes.
    Kept(Option<Vec<(String, String)>>),
    /// It and all within goes; this stands for it.
    Gone(String),
}

impl Copy<'_> {
    /// Copies the file tag by tag.
    fn made(&mut self) -> Result<(), String> {
        let mut reader = Reader::from_str(self.xml);
        let mut open: Vec<String> = Vec::new();
        let mut taken = false;
        // How deep the element stands that is left out.
        let mut gone: Option<usize> = None;
        let (mut line, mut counted) = (1, 0);
        loop {
            let from = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
            line += self.xml.get(counted..from).map_or(0, lines);
            counted = from;
            let event = reader.read_event().map_err(|error| format!("line {line}: it is no XML ({error})"))?;
            let to = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
            let raw = self.xml.get(from..to).unwrap_or_default();
            match event {
                Event::Eof => return Ok(()),
                Event::Start(_) | Event::Empty(_) => {
                    let is_empty = matches!(event, Event::Empty(_));
                    let (Event::Start(tag) | Event::Empty(tag)) = event else { continue };
                    let name = tag.local_name().as_ref().to_owned();
                    if gone.is_none() {
                        let parent = open.last().map(String::as_str).unwrap_or_default();
                        taken &= !matches!(name.as_str(), "citation" | "bibliography");
                        let fate = match name.as_str() {
                            "layout" => self.layout(&attributes(&tag), from, &mut taken),
                            _ => self.fate(&name, &attributes(&tag), parent, line)?,
                        };
                        match fate {
                            Fate::Kept(None) => self.out.push_str(raw),
                            Fate::Kept(Some(attributes)) => self.out.push_str(&written(&name, &attributes, is_empty)),
                            Fate::Gone(instead) => {
                                self.out.push_str(&instead);
                                gone = (!is_empty).then_some(open.len());
                            }
                        }
                    }
                    if !is_empty {
                        open.push(name);
                    }
                }
                Event::End(_) => {
                    open.pop();
                    if gone.is_none() {
                        self.out.push_str(raw);
                    } else if gone == Some(open.len()) {
                        gone = None;
                    }
                }
                Event::Text(_) if gone.is_none() && raw.contains("%s") => self.out.push_str(&slot::marked(raw)),
                _ if gone.is_none() => self.out.push_str(raw),
                _ => {}
            }
        }
    }

    fn tell(&mut self, line: usize, what: String) {
        let first = self.left.entry(what).or_insert(line);
        *first = line.min(*first);
    }

    /// Of the layouts of a list or a citation one is taken.
    fn layout(&self, attributes: &[(&str, &str)], at: usize, taken: &mut bool) -> Fate {
        if *taken || !self.layouts.is_for(at, self.wanted) {
            return Fate::Gone(String::new());
        }
        *taken = true;
        Fate::Kept(Some(owned(attributes.iter().filter(|(name, _)| *name != "locale"))))
    }

    fn fate(&mut self, name: &str, attributes: &[(&str, &str)], parent: &str, line: usize) -> Result<Fate, String> {
        let absent = || Fate::Gone(format!("<text variable=\"{ABSENT}\"/>"));
        let rendered = matches!(parent, "macro" | "layout" | "group" | "if" | "else-if" | "else" | "substitute");
        let known = match parent {
            _ if rendered => matches!(name, "text" | "date" | "number" | "names" | "label" | "group" | "choose"),
            "names" => matches!(name, "name" | "et-al" | "label" | "substitute"),
            "choose" => matches!(name, "if" | "else-if" | "else"),
            "date" => name == "date-part",
            "name" => name == "name-part",
            "style" => matches!(name, "info" | "locale" | "macro" | "citation" | "bibliography"),
            _ => true,
        };
        if name == "conditions" {
            return Err(format!("line {line}: <conditions> is not known; write them as attributes of <{parent}>"));
        }
        if !known {
            // The form of citations in a sentence: no citation is printed here.
            if name != "intext" {
                self.tell(line, format!("<{name}> is not known and is left out"));
            }
            return Ok(Fate::Gone(String::new()));
        }
        let variable = value(attributes, "variable");
        let mut kept = owned(attributes.iter());
        match (name, variable) {
            ("style", _) => {
                let Some(first) = self.wanted.and_then(|list| list.split_whitespace().next()) else { return Ok(Fate::Kept(None)) };
                kept.retain(|(name, _)| name != "default-locale");
                kept.push(("default-locale".to_owned(), terms::whole(first).to_owned()));
                return Ok(Fate::Kept(Some(kept)));
            }
            ("if" | "else-if", _) => return Ok(Fate::Kept(Some(self.condition(attributes, line)))),
            ("term", _) if value(attributes, "name").is_some_and(|term| !is::<Term>(term)) => return Ok(Fate::Gone(String::new())),
            ("text", Some("CSTR")) => {
                set(&mut kept, "variable", self.cstr());
                return Ok(Fate::Kept(Some(kept)));
            }
            ("text", Some(variable)) if !is::<Variable>(variable) => {
                self.tell(line, unknown(variable));
                return Ok(absent());
            }
            ("text", None) => {
                if let Some(term) = value(attributes, "term").filter(|term| !is::<Term>(term)) {
                    let said = self.terms.said(term, self.wanted).unwrap_or_default();
                    if said.is_empty() {
                        self.tell(line, format!("the term \"{term}\" is not known and is left out"));
                    }
                    kept.retain(|(name, _)| !matches!(name.as_str(), "term" | "form" | "plural"));
                    kept.push(("value".to_owned(), said));
                    return Ok(Fate::Kept(Some(kept)));
                }
            }
            ("number", Some(variable)) if !is::<NumberOrPageVariable>(variable) => {
                if !is::<Variable>(variable) {
                    self.tell(line, unknown(variable));
                    return Ok(absent());
                }
                // A number that is a text for the program is printed as one.
                kept.retain(|(name, _)| name != "form");
                return Ok(Fate::Gone(written("text", &kept, true)));
            }
            ("label", Some(variable)) if parent != "names" && !is::<NumberOrPageVariable>(variable) => {
                if variable != "locator" && !is::<Variable>(variable) {
                    self.tell(line, unknown(variable));
                }
                return Ok(absent());
            }
            ("date", Some(variable)) if rendered && !is::<DateVariable>(variable) => {
                self.tell(line, unknown(variable));
                return Ok(absent());
            }
            ("key", Some(variable)) if !is::<Variable>(variable) => {
                self.tell(line, unknown(variable));
                set(&mut kept, "variable", ABSENT);
                return Ok(Fate::Kept(Some(kept)));
            }
            ("names", Some(variables)) => {
                let (names, others): (Vec<&str>, Vec<&str>) = variables.split_whitespace().partition(|name| is::<NameVariable>(name));
                if others.is_empty() {
                    return Ok(Fate::Kept(None));
                }
                for other in others {
                    self.tell(line, unknown(other));
                }
                // Nobody has this role in an item.
                let names = if names.is_empty() { "editor-translator".to_owned() } else { names.join(" ") };
                set(&mut kept, "variable", &names);
                return Ok(Fate::Kept(Some(kept)));
            }
            _ => {}
        }
        // What CSL-M has for "in the case of what stands there".
        let normal = kept.iter().any(|(name, value)| name == "text-case" && value == "normal");
        kept.retain(|(name, value)| name != "text-case" || value != "normal");
        Ok(Fate::Kept(normal.then_some(kept)))
    }

    /// The variable that CSTR is printed from.
    fn cstr(&mut self) -> &'static str {
        if self.prints_words {
            return ABSENT;
        }
        *self.cstr = true;
        CSTR
    }
}

fn written(name: &str, attributes: &[(String, String)], is_empty: bool) -> String {
    let mut tag = format!("<{name}");
    for (name, value) in attributes {
        let quote = if value.contains('"') { "'" } else { "\"" };
        tag.extend([" ", name, "=", quote, value, quote]);
    }
    tag.push_str(if is_empty { "/>" } else { ">" });
    tag
}

fn unknown(variable: &str) -> String {
    format!("the variable \"{variable}\" is not known; no record has it")
}

fn owned<'a>(attributes: impl Iterator<Item = &'a (&'a str, &'a str)>) -> Vec<(String, String)> {
    attributes.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn set(attributes: &mut [(String, String)], name: &str, value: &str) {
    attributes.iter_mut().filter(|(own, _)| own == name).for_each(|(_, own)| value.clone_into(own));
}
