//! Entries as the Web of Science writes them, with one brace around each value or two and a line for each item of a list.

use std::collections::HashMap;

use super::super::super::latex;
use super::super::dates;
use super::databases::{add_subjects, unwrapped};
use crate::formats::tagged::by_name::ByName;
use crate::formats::tagged::{citations, medline, wos};
use crate::record::{Affiliation, Article, ArticleKind, Language, MultiText, PartialDate};

/// Fields of subjects, and the schemes of these.
const SCHEMES: &[(&str, &str)] = &[("keywords-plus", "ID"), ("research-areas", "SC"), ("web-of-science-categories", "WC")];

/// The kind of an article by its `type` (`Article; Early Access`, `Review`): what else stands in a journal is what its entry says.
pub(super) fn kind(word: &str, entry: &ArticleKind) -> Option<ArticleKind> {
    use ArticleKind::{Article, Correction, Editorial, Review};
    let of = |word: &str| wos::kind_of(word.trim()).filter(|kind| matches!(kind, Review | Editorial | Correction));
    word.split(';').find_map(of).filter(|_| *entry == Article)
}

/// Takes what a field without a place of its own says.
pub(super) fn take(article: &mut Article, name: &str, written: &str) {
    let bare = unwrapped(written);
    if let Some((_, tag)) = SCHEMES.iter().find(|(known, _)| *known == name) {
        return add_subjects(article, wos::scheme(tag).unwrap_or_default(), bare);
    }
    match name {
        "unique-id" if bare.contains(':') && !bare.contains(char::is_whitespace) => {
            article.ids.rest.insert("wos".to_owned(), bare.into());
        }
        "times-cited" => article.metrics.cited = bare.parse().ok().or(article.metrics.cited),
        "cited-references" if article.refs.is_none() => {
            let lines = bare.lines().map(|line| latex::plain(line.trim().trim_end_matches('.'))).filter(|line| !line.is_empty());
            let lines: Vec<String> = lines.collect();
            article.refs = Some(lines.iter().map(String::as_str).enumerate().map(citations::reference).collect());
        }
        "funding-text" => wos::funding_text(article, &latex::plain(bare)),
        "funding-acknowledgement" => wos::funding(article, &latex::plain(bare)),
        "earlyaccessdate" => article.dates.online = article.dates.online.or_else(|| month_and_year(&latex::plain(bare))),
        "oa" => article.open_access = Some(true),
        _ => {}
    }
}

/// `JUL 2018`, `JUL 5 2018`.
fn month_and_year(text: &str) -> Option<PartialDate> {
    let (month, year) = text.rsplit_once(' ')?;
    let year = year.parse().ok()?;
    let (month, day, _) = dates::month(month)?;
    Some(PartialDate { year, month: Some(month), day })
}

/// Ties people to their addresses, ORCIDs and addresses of mail, and tells who answers letters.
pub(super) fn tie(article: &mut Article, addresses: Option<&str>, orcids: Option<&str>, emails: Option<&str>) {
    if addresses.or(orcids).or(emails).is_none() {
        return;
    }
    let by_name = ByName::of(article);
    let mut places = HashMap::new();
    for line in addresses.map(unwrapped).unwrap_or_default().lines() {
        address(article, &by_name, &mut places, latex::plain(line).trim_end_matches('.'));
    }
    for piece in orcids.map(unwrapped).unwrap_or_default().split([';', '\n']) {
        if let Some((name, id)) = piece.rsplit_once('/')
            && let Some(one) = by_name.find(&latex::plain(name)).and_then(|at| article.authors.get_mut(at))
        {
            one.orcid = one.orcid.take().or_else(|| medline::orcid(id));
        }
    }
    let emails = emails.map(latex::plain).unwrap_or_default();
    wos::give_emails(article, emails.split([';', ' ']).filter_map(medline::email).collect());
}

/// `Doe, Ann; Roe, Bob, Univ Cards, Aachen, Germany`: an address behind those who work there. One of whom it says
/// `(Corresponding Author)`, until 2020 `(Reprint Author)`, answers letters; where he works stands once more.
fn address(article: &mut Article, by_name: &ByName, places: &mut HashMap<String, usize>, line: &str) {
    if line.contains(" Author)") {
        let named = line.split(';').filter_map(|piece| piece.split_once(" (").filter(|(_, behind)| behind.contains(" Author)")));
        for (name, _) in named {
            if let Some(one) = by_name.find(name).and_then(|at| article.authors.get_mut(at)) {
                one.corresponding = true;
            }
        }
        return;
    }
    let (names, last) = line.rsplit_once("; ").unwrap_or(("", line));
    // The name of a person has a comma, that of a body has none.
    let commas = last.match_indices(", ").map(|(at, _)| last.split_at_checked(at)).take(2);
    let found = commas.flatten().filter_map(|(name, text)| Some((by_name.find(name)?, text.trim_start_matches(", ")))).last();
    let Some((person, text)) = found else { return };
    let at = *places.entry(text.to_owned()).or_insert_with(|| {
        let text = MultiText::of(Language::of_text(text), crate::formats::rich::escape(text));
        article.affiliations.push(Affiliation { text, ..Affiliation::default() });
        article.affiliations.len() - 1
    });
    let people = names.split("; ").filter_map(|name| by_name.find(name)).chain([person]);
    for one in people {
        if let Some(one) = article.authors.get_mut(one).filter(|one| one.aff.last() != Some(&at)) {
            one.aff.push(at);
        }
    }
}
