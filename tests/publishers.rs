//! XML of single publishers and of DataCite: small files, the parts of a record and what is left of each.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

#[path = "formats/reading.rs"]
mod reading;

use qikan::record::{Article, ArticleKind, ContributorKind, Language, ReferenceType};
use reading::read_as;

fn read(bytes: &[u8], format: &str) -> Vec<Article> {
    let (found, records, findings) = read_as(bytes, None);
    assert_eq!((found, findings), (format, Vec::new()));
    records
}

fn en(text: &qikan::record::MultiText) -> &str {
    text.get(&Language::En).unwrap()
}

/// What all fixtures say: where the article appeared.
fn appeared(article: &Article) {
    assert_eq!((en(&article.journal.title), article.journal.issn.as_slice()), ("Journal of Cards", ["1000-0001".to_owned()].as_slice()));
    assert_eq!((article.volume.as_deref(), article.issue.as_deref()), (Some("7"), Some("2")));
    assert_eq!(article.ids.doi.as_ref().unwrap().as_str(), "10.1000/cards.7");
    let dates = [article.dates.published, article.dates.online].map(|date| date.unwrap().to_string());
    assert_eq!((dates.map(|date| date), article.year), (["2021-05".to_owned(), "2021-03-20".to_owned()], Some(2021)));
    assert_eq!(article.keywords.get(&Language::En).unwrap(), &["card", "colour"]);
    assert_eq!(article.authors[0].orcid.as_deref(), Some("0000-0001-2345-6789"));
    assert!(article.authors[0].corresponding && !article.authors[1].corresponding);
    let text: Vec<&str> = article.abstracts.get(&Language::En).unwrap().iter().map(|one| one.text.as_str()).collect();
    assert_eq!(text, ["To look."]);
}

/// What the reference lists of the fixtures say of their journal article and their book.
fn cited(article: &Article) {
    let refs = article.refs.as_ref().unwrap();
    let [journal, book] = [&refs[0].parts[0], &refs[1].parts[0]];
    assert_eq!((journal.kind, journal.title.as_deref(), journal.host_title()), (Some(ReferenceType::J), Some("On cards"), Some("J Cards")));
    assert_eq!((journal.etal, journal.year, journal.year_suffix.as_deref()), (true, Some(1990), Some("a")));
    assert_eq!((journal.volume.as_deref(), journal.issue.as_deref(), journal.pages.as_deref()), (Some("3"), Some("4"), Some("1-9")));
    assert_eq!(refs[0].ids.doi.as_ref().unwrap().as_str(), "10.1000/old");
    assert_eq!((book.title.as_deref(), book.host_title(), book.year), (Some("Cards of the world"), None, Some(1985)));
    assert_eq!((book.publisher.as_deref(), book.place.as_deref(), en(&book.authors[0].family)), (Some("Library"), Some("Hekou"), "Roe"));
}

fn kept(article: &Article, format: &str) -> String {
    article.raw.get(format).map(ToString::to_string).unwrap_or_default()
}

#[test]
fn an_article_of_elsevier() {
    let records = read(include_bytes!("formats/elsevier/one.xml"), "elsevier");
    let article = &records[0];
    appeared(article);
    cited(article);
    assert_eq!((&article.kind, en(&article.heading)), (&ArticleKind::Review, "Review"));
    assert_eq!((en(&article.title), article.pages.raw.as_str()), ("Colours of CO<sub>2</sub> cards", "5-14"));
    let [first, group, alone] = article.authors.as_slice() else { unreachable!("{:?}", article.authors) };
    assert_eq!((en(&first.family), first.email.as_deref(), first.marks.join("|").as_str()), ("van Smith", Some("jan@example.org"), "b|*"));
    assert_eq!((group.kind, en(&alone.name)), (ContributorKind::Collaboration, "Suharto"));
    // An affiliation that nobody of its group names is everybody's.
    assert_eq!((first.aff.as_slice(), group.aff.len(), alone.aff.as_slice()), ([1].as_slice(), 0, [2].as_slice()));
    assert_eq!(en(&article.affiliations[1].text), "Hekou University, Hekou, China");
    assert_eq!(article.dates.received.unwrap().to_string(), "2020-02-01");
    assert_eq!(article.abstracts.get(&Language::En).unwrap()[0].head.as_deref(), Some("Aim"));
    assert_eq!((article.subjects[0].scheme.as_str(), article.subjects[0].code.as_str()), ("msc", "68P20"));
    assert_eq!((article.open_access, article.copyright.as_deref()), (Some(true), Some("© 2021 The Authors")));
    let refs = article.refs.as_ref().unwrap();
    assert_eq!(refs[0].raw, "Doe A., et al. On cards. J Cards. 1990a;3(4):1-9. doi:10.1000/old.");
    assert_eq!(refs[2].parts[0].host_title(), Some("北方治理学报"));
    assert_eq!(refs.iter().map(|one| one.n.as_deref().unwrap()).collect::<Vec<_>>(), ["1", "2", "3"]);
    // The title with a formula left out is no title; notes of the title and highlights stay.
    let left = kept(article, "elsevier");
    assert!(left.contains("For the library.") && left.contains("Cards are red.") && !left.contains("formula omitted"), "{left}");
}

#[test]
fn an_article_of_wiley() {
    let records = read(include_bytes!("formats/wiley/one.xml"), "wiley");
    let article = &records[0];
    appeared(article);
    cited(article);
    assert_eq!((&article.kind, en(&article.heading)), (&ArticleKind::Review, "Review"));
    assert_eq!((en(&article.title), article.pages.raw.as_str()), ("Colours of <i>Ficus</i> cards", "e2021C7"));
    assert_eq!(article.pages.article_number.as_deref(), Some("e2021C7"));
    let [first, group] = article.authors.as_slice() else { unreachable!("{:?}", article.authors) };
    assert_eq!((en(&first.name), first.particle.as_deref(), first.aff.as_slice()), ("Jan van Smith", Some("van"), [1, 0].as_slice()));
    assert_eq!((group.kind, first.email.as_deref()), (ContributorKind::Collaboration, Some("jan@example.org")));
    assert_eq!(en(&article.affiliations[1].text), "Cards, Hekou University, Hekou, China");
    assert_eq!((article.funding[0].funder.as_deref(), article.funding[0].awards.join("|").as_str()), (Some("Hekou Fund"), "A1|B2"));
    assert_eq!(article.abstracts.get(&Language::En).unwrap()[0].head.as_deref(), Some("Aim"));
    assert_eq!((article.open_access, article.license.url.is_some()), (Some(true), true));
    assert_eq!(article.refs.as_ref().unwrap()[0].raw, "Doe, A., et al. (1990a). On cards. J Cards, 3(4), 1–9. https://doi.org/10.1000/old");
    let left = kept(article, "wiley");
    assert!(left.contains("Cards are red.") && left.contains("10.1000/self") && left.contains("xmlConverted"), "{left}");
}

#[test]
fn articles_of_ieee() {
    let records = read(include_bytes!("formats/ieee/one.xml"), "ieee");
    let [article, second] = records.as_slice() else { unreachable!("{records:?}") };
    appeared(article);
    assert_eq!((en(&article.title), article.pages.raw.as_str()), ("Colours of <i>Ficus</i> cards at p &lt; 0.05", "5-14"));
    // Names in their own letters count.
    assert_eq!(article.authors.iter().map(|one| one.family.values().next().unwrap().as_str()).collect::<Vec<_>>(), ["Müller", "Doe"]);
    assert_eq!((article.affiliations.len(), article.authors[1].aff.as_slice()), (1, [0].as_slice()));
    assert_eq!((article.funding[0].funder.as_deref(), article.funding[0].awards.join("").as_str()), (Some("Hekou Fund"), "A1"));
    assert_eq!((en(&second.title), second.authors.len(), second.year), ("A second card", 0, Some(2021)));
    assert!(kept(article, "ieee").contains("750071"));
}

#[test]
fn a_resource_of_datacite_in_xml() {
    let records = read(include_bytes!("formats/datacite-xml/one.xml"), "datacite-xml");
    let article = &records[0];
    assert_eq!((&article.kind, en(&article.title), en(&article.subtitle)), (&ArticleKind::Dataset, "Colours of cards", "A survey"));
    assert_eq!(article.title.get(&Language::Zh).unwrap(), "卡片的颜色");
    assert_eq!((article.ids.doi.as_ref().unwrap().as_str(), article.imprint.version.as_deref()), ("10.1000/cards.7", Some("1.2")));
    let [first, group, collector] = article.authors.as_slice() else { unreachable!("{:?}", article.authors) };
    assert_eq!((en(&first.family), first.orcid.as_deref(), first.aff.as_slice()), ("Doe", Some("0000-0001-2345-6789"), [0].as_slice()));
    assert_eq!((group.kind, collector.role.as_deref()), (ContributorKind::Collaboration, Some("data-collector")));
    assert_eq!(article.affiliations[0].ror.as_deref(), Some("https://ror.org/0abc"));
    assert_eq!((en(&article.journal.publisher), article.dates.published.unwrap().to_string().as_str()), ("Hekou Press", "2021-05-01"));
    assert_eq!((article.keywords.get(&Language::En).unwrap().join("|"), article.subjects[0].scheme.as_str()), ("card".to_owned(), "DDC"));
    assert_eq!(article.refs.as_ref().unwrap()[0].ids.doi.as_ref().unwrap().as_str(), "10.1000/old");
    assert_eq!(
        (article.license.text.as_deref(), article.abstracts.get(&Language::En).unwrap()[0].text.as_str()),
        (Some("CC0"), "To look at cards.")
    );
    assert_eq!((article.funding[0].funder.as_deref(), article.funding[0].awards.join("").as_str()), (Some("Hekou Fund"), "A1"));
    let left = kept(article, "datacite");
    assert!(left.contains("Collected") && left.contains("3 MB") && left.contains("Hekou") && left.contains("Card file"), "{left}");
}
