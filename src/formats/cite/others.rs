//! Authors whom the source does not name (`and others`, 等), said in the words of a CSL style.
//!
//! An item has no word for them. So they are one more name, which the style counts where it decides how many it prints; where it
//! prints that name, the style's own `et al.` takes its place.

use std::borrow::Cow;

use hayagriva::citationberg::taxonomy::{OtherTerm, Term};
use hayagriva::citationberg::{IndependentStyle, Locale, LocaleCode, TermForm};

/// The name that stands for them: a private character, of which nothing is in clean text.
pub(super) const OTHERS: &str = "\u{f0000}";

/// The words of a style around a list of names.
pub(super) struct Words<'a> {
    et_al: &'a str,
    /// `and` in every language that is known, longest first.
    ands: Vec<&'a str>,
}

impl<'a> Words<'a> {
    /// Those of a style in a language, or in its own.
    pub fn of(style: &'a IndependentStyle, locale: Option<&LocaleCode>, all: &'a [Locale]) -> Self {
        let code = locale.or(style.default_locale.as_ref()).map_or("en-US", |code| code.0.as_str());
        let base = |code: &str| code.split('-').next().map(str::to_owned);
        let of_style = style.locale.iter().filter(|one| one.lang.as_ref().is_none_or(|lang| base(&lang.0) == base(code)));
        let same = all.iter().filter(|one| one.lang.as_ref().is_some_and(|lang| lang.0 == code));
        let term = |locale: &'a Locale, term| locale.term(term, TermForm::Long).and_then(|term| term.single());
        let et_al = of_style.chain(same).find_map(|locale| term(locale, Term::Other(OtherTerm::EtAl))).unwrap_or("et al.");
        let mut ands: Vec<&str> =
            style.locale.iter().chain(all).filter_map(|locale| term(locale, Term::Other(OtherTerm::And))).chain(["&"]).collect();
        ands.sort_unstable_by(|one, other| other.len().cmp(&one.len()).then(one.cmp(other)));
        ands.dedup();
        Self { et_al, ands }
    }

    /// A line in which hayagriva 0.10 left the signs between names behind what stands for all of them: `———, and. Two.` is
    /// `———. Two.` (CSL 1.0.2, "subsequent-author-substitute"), and `———, et al. Two.` of people who are not all named.
    pub fn substituted<'l>(&self, line: &'l str, substitute: Option<&String>, others: bool) -> Cow<'l, str> {
        let as_it_is = Cow::Borrowed(line);
        let Some((substitute, behind)) = substitute.and_then(|sign| Some((sign, line.strip_prefix(sign.as_str())?))) else {
            return as_it_is;
        };
        let signs = |text: &'l str| text.trim_start_matches([',', ' ', '\u{a0}']);
        let rest = signs(behind);
        let ended = |rest: &&str| !rest.trim_start().starts_with(|c: char| c.is_alphanumeric() || c == OTHERS.chars().next().unwrap_or(c));
        let Some(rest) = self.ands.iter().find_map(|and| rest.strip_prefix(and).filter(ended)) else { return as_it_is };
        let more = if others { [", ", self.et_al].concat() } else { String::new() };
        let rest = if more.ends_with('.') { rest.strip_prefix('.').unwrap_or(rest) } else { rest };
        Cow::Owned([substitute, &more, rest].concat())
    }

    /// The line with the word for others in the place of their name: `Hu, Y. F., & …` is `Hu, Y. F., et al.`.
    pub fn said(&self, line: &str) -> String {
        let mut parts = line.split(OTHERS);
        let mut said = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let named = said.trim_end();
            let named = named.strip_suffix('…').unwrap_or(named).trim_end();
            let and = self.ands.iter().find_map(|and| named.strip_suffix(and).filter(|rest| !rest.ends_with(char::is_alphanumeric)));
            said.truncate(and.unwrap_or(named).trim_end().len());
            if !said.is_empty() {
                said.push(' ');
            }
            said.push_str(self.et_al);
            said.push_str(part);
        }
        said
    }
}
