//! Records as the services of the web give them: Crossref, OpenAlex, DataCite. Small answers with one trouble each, and counts
//! over real ones.
//!
//! The counts run only where `QIKAN_SHARED_DATA` names a folder that holds `crossref-openalex/` and `zotero-tests/`; they print
//! a table. `QIKAN_SERVICES_SHOW=1` lists what differs.
#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test may fail, and a measuring test speaks")]

#[path = "formats/reading.rs"]
mod reading;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use qikan::record::{Article, ArticleKind, Contributor, Language, MultiText, ReferenceType, Relation};
use reading::{AllRead, read_as};
use serde_json::Value;

fn read(text: &str) -> AllRead {
    read_as(text.as_bytes(), None)
}

fn text(texts: &MultiText) -> &str {
    texts.values().next().map_or("", String::as_str)
}

#[test]
fn an_answer_of_crossref_with_two_works() {
    let (format, records, findings) = read(include_str!("formats/crossref/list.json"));
    assert_eq!((format, records.len()), ("crossref", 2));
    let article = &records[0];
    assert_eq!(article.title.get(&Language::En).unwrap(), "Reeds of the <i>Hekou</i> delta: H<sub>2</sub>O &amp; salt");
    assert_eq!(article.title.get(&Language::Zh).unwrap(), "河口芦苇");
    assert_eq!((text(&article.subtitle), text(&article.journal.title)), ("A count", "Journal of Northern Libraries"));
    assert_eq!((article.year, article.volume.as_deref(), article.issue.as_deref()), (Some(2021), Some("7"), Some("S1")));
    let dates = &article.dates;
    let shown = [dates.received, dates.online, dates.published].map(|date| date.unwrap().to_string());
    assert_eq!(shown, ["2020-11-13", "2021-03-20", "2021-05"]);
    assert_eq!(article.authors[0].name.get(&Language::Zh).unwrap(), "欧阳静怡");
    assert_eq!((article.authors[0].orcid.as_deref(), &article.authors[0].aff[..]), (Some("0000-0002-1825-0097"), &[0, 1][..]));
    assert_eq!((text(&article.authors[1].name), &article.authors[1].aff[..]), ("Reed Survey Group", &[1][..]));
    assert_eq!(article.affiliations[0].ror.as_deref(), Some("https://ror.org/05dxps055"));
    let sections = article.abstracts.get(&Language::En).unwrap();
    assert_eq!(sections.iter().filter_map(|one| one.head.as_deref()).collect::<Vec<_>>(), ["Aims", "Results"]);
    assert_eq!(article.funding[0].awards, ["2019ABC001", "2020X"]);
    assert_eq!(article.license.url.as_deref(), Some("https://creativecommons.org/licenses/by/4.0/"));
    assert_eq!(article.links.iter().map(|link| link.kind.as_str()).collect::<Vec<_>>(), ["html", "pdf"]);
    assert_eq!((article.metrics.cited, article.metrics.as_of.as_deref()), (Some(12), Some("2026-01-02")));
    let relations: Vec<Relation> = article.related.as_ref().unwrap().iter().map(|one| one.rel).collect();
    assert_eq!(relations, [Relation::PreprintOf, Relation::Retraction]);
    // What has no place is kept: the series, the review, the other licence, what Crossref calls its member.
    let raw = &article.raw["crossref"];
    assert_eq!((&raw["container-title"][0], &raw["member"]), (&Value::from("A Series"), &Value::from("7")));
    assert_eq!(raw["relation"]["has-review"][0]["id"], "10.5555/rev");
    assert_eq!(raw["license"].as_array().unwrap().len(), 2);
    // The second has no DOI that is one, and a type that is no kind here.
    assert_eq!((records[1].ids.doi.as_ref(), &records[1].kind, records[1].year), (None, &ArticleKind::Other, None));
    assert_eq!((&records[1].raw["crossref"]["DOI"], &records[1].raw["crossref"]["type"]), (&"not a doi".into(), &"peer-review".into()));
    assert_eq!((findings.len(), findings[0].line), (1, Some(19)));
}

#[test]
fn references_of_crossref_have_parts_and_something_to_read() {
    let (_, records, _) = read(include_str!("formats/crossref/list.json"));
    let refs = records[0].refs.as_ref().unwrap();
    let raws: Vec<&str> = refs.iter().map(|one| one.raw.as_str()).collect();
    assert_eq!(
        raws,
        [
            "Jia M. Library cards. J. North. Libr., 2019a, 5(2): 1",
            "甲某. 借书证的历史[J]. 北方治理学报, 2018, 4(1): 3-5.",
            "10.5555/only",
            "Reeds"
        ]
    );
    let part = &refs[0].parts[0];
    assert_eq!((part.kind, part.year, part.year_suffix.as_deref()), (Some(ReferenceType::J), Some(2019), Some("a")));
    assert_eq!((refs[0].n.as_deref(), refs[1].n.as_deref(), refs[2].n.as_deref()), (Some("1"), Some("2"), None));
    assert_eq!(refs[0].ids.doi.as_ref().unwrap().as_str(), "10.5555/qk.0");
    assert_eq!((refs[1].parts[0].title.as_deref(), refs[1].parts[0].year), (Some("借书证的历史"), Some(2018)));
    assert_eq!((refs[3].parts[0].kind, &refs[3].rest["crossref"]["year"]), (Some(ReferenceType::M), &"in press".into()));
    assert_eq!(refs[0].rest["crossref"]["doi-asserted-by"], "publisher");
}

#[test]
fn an_answer_of_openalex() {
    let (format, records, findings) = read(include_str!("formats/openalex/list.json"));
    assert_eq!((format, records.len()), ("openalex", 1));
    let article = &records[0];
    assert_eq!(text(&article.title), "Reeds &amp; rushes");
    assert_eq!((article.kind.as_str(), article.pages.raw.as_str(), article.year), ("paper", "99", Some(2021)));
    assert_eq!((article.ids.openalex.as_deref(), article.ids.pmid.as_deref()), (Some("W100"), Some("123")));
    assert_eq!(article.journal.issn, ["1234-5679", "2345-6787"]);
    let [first, second] = &article.authors[..] else { panic!("{:?}", article.authors) };
    assert_eq!((first.name.get(&Language::Zh).unwrap().as_str(), text(&first.family)), ("欧阳静怡", "Ouyang"));
    assert!(first.corresponding && !second.corresponding);
    assert_eq!((second.particle.as_deref(), &second.rest["openalex"]["raw_author_name"]), (Some("van der"), &"BERG L".into()));
    assert_eq!(
        article.affiliations.iter().map(|one| text(&one.text)).collect::<Vec<_>>(),
        ["Dept. of Reeds, Hekou University", "Delta Institute"]
    );
    assert_eq!(
        (article.affiliations[0].org.as_deref(), article.affiliations[0].country.as_deref()),
        (Some("Hekou University"), Some("CN"))
    );
    assert_eq!(article.abstracts.get(&Language::En).unwrap()[0].text, "Reeds grow. Reeds die.");
    assert!(findings[0].sentence.contains("2 place(s)"), "{findings:?}");
    assert_eq!(article.refs.as_ref().unwrap()[1].ids.openalex.as_deref(), Some("W2"));
    assert_eq!((article.open_access, article.license.text.as_deref()), (Some(true), Some("cc-by")));
    assert_eq!((article.metrics.cited, article.metrics.as_of.as_deref()), (Some(3), Some("2026-03-25")));
    assert_eq!(article.raw["openalex"]["keywords"][0]["score"], 0.9);
}

#[test]
fn a_doi_of_datacite() {
    let (format, records, findings) = read(include_str!("formats/datacite/doi.json"));
    assert_eq!((format, records.len(), findings.len()), ("datacite", 1, 0));
    let article = &records[0];
    assert_eq!(
        (article.title.get(&Language::En).unwrap().as_str(), article.title.get(&Language::Zh).unwrap().as_str()),
        ("Counts of reeds", "芦苇计数")
    );
    assert_eq!((text(&article.subtitle), article.kind.as_str(), article.pages.raw.as_str()), ("2019 to 2021", "dataset", "181-186"));
    let names: Vec<(&str, Option<&str>)> = article.authors.iter().map(|one| (text(&one.name), one.role.as_deref())).collect();
    assert_eq!(
        names,
        [("Jingyi Ouyang", None), ("Reed Survey Group", None), ("Tao Yu", None), ("Hekou Library", Some("hosting-institution"))]
    );
    assert_eq!(article.authors[0].orcid.as_deref(), Some("0000-0002-1825-0097"));
    assert_eq!(article.affiliations.len(), 3);
    assert_eq!((article.ids.arxiv.as_deref(), article.journal.issn.as_slice()), (Some("2401.00001"), &["1234-5679".to_owned()][..]));
    assert_eq!(article.dates.received.unwrap().to_string(), "2020-11-09");
    assert_eq!(article.refs.as_ref().unwrap()[0].ids.doi.as_ref().unwrap().as_str(), "10.5555/qk.1");
    assert_eq!(article.related.as_ref().unwrap()[0].rel, Relation::Companion);
    assert_eq!((article.keywords.get(&Language::En).unwrap().len(), article.subjects[0].code.as_str()), (1, "577"));
    let raw = &article.raw["datacite"];
    assert_eq!(raw["titles"][0]["title"], "Reed data");
    assert_eq!(
        (raw["descriptions"][0]["description"].as_str(), raw["relatedIdentifiers"].as_array().unwrap().len()),
        (Some("By hand."), 1)
    );
    assert_eq!(raw["data.relationships"]["client"]["data"]["id"], "hekou.library");
    assert_eq!(raw["dates"].as_array().unwrap().len(), 2);
}

#[test]
fn answers_one_a_line_go_on_behind_a_line_that_is_cut() {
    let list = include_str!("formats/crossref/list.json").replace('\n', "");
    let (format, records, findings) = read(&format!("{list}\n{}\n{list}\n", list.get(..900).unwrap()));
    assert_eq!((format, records.len()), ("crossref", 4));
    assert!(findings.iter().any(|finding| finding.line == Some(2)), "{findings:?}");
    let doi = include_str!("formats/datacite/doi.json").replace('\n', "");
    assert_eq!(read(&format!("{doi}\n{doi}")).1.len(), 2);
    let works = include_str!("formats/openalex/list.json").replace('\n', "");
    assert_eq!(read(&format!("[{works},{works}]")).1.len(), 2);
}

#[test]
fn what_is_no_work_is_told() {
    let journal = r#"{"status":"ok","message-type":"journal","message":{"title":"A journal","ISSN":["1234-5679"],"counts":{}}}"#;
    let failed =
        r#"{"status":"failed","message-type":"validation-failure","message":[{"type":"parameter-not-allowed","message":"no such thing"}]}"#;
    assert!(read(failed).2[0].sentence.contains("no such thing"));
    let (_, records, findings) = read(journal);
    assert!(records.is_empty() && findings[0].sentence.contains("/works"), "{findings:?}");
    for hostile in [
        r#"{"message-type":"work","message":{"DOI":{"a":1},"title":{"b":[]},"author":"x","reference":[1,{"year":7}],"issued":[],"license":{},"link":[3]}}"#,
        r#"{"id":"https://openalex.org/W1","publication_year":"x","authorships":[1,{"author":null}],"biblio":[],"abstract_inverted_index":[1],"keywords":{}}"#,
        r#"{"data":[{"type":"dois","attributes":{"doi":7,"titles":[3,{}],"creators":[[],{"name":null}],"dates":[{"date":9}],"publicationYear":"soon"}}]}"#,
    ] {
        assert_eq!(read(hostile).1.len(), 1, "{hostile}");
    }
}

// ---------------------------------------------------------------------------------------------------- over real answers

fn shared(part: &str) -> Option<PathBuf> {
    std::env::var_os("QIKAN_SHARED_DATA").map(PathBuf::from).map(|folder| folder.join(part)).filter(|folder| folder.is_dir())
}

/// Letters and digits only, without tags, so that markup and blanks do not count.
fn letters(text: &str) -> String {
    let mut inside = false;
    let mut out = String::new();
    // Deposits hold tags that were escaped once too often, and references to characters that are blanks.
    let text = if text.contains("&lt;/") { text.replace("&lt;", "<").replace("&gt;", ">") } else { text.replace("&#x0D;", " ") };
    let text = text.replace("&lt;", "\u{1}").replace("&gt;", "\u{2}").replace("&amp;", "&");
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            c if !inside && c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    out
}

fn abstracts(article: &Article) -> String {
    article.abstracts.values().flatten().flat_map(|one| [one.head.as_deref().unwrap_or_default(), &one.text]).collect()
}

/// What the JSON of a work holds: title, abstract, authors, references. Read here by hand.
fn held(file: &str, work: &Value) -> (String, String, usize, usize) {
    let count = |name: &str| work[name].as_array().map_or(0, Vec::len);
    let first = |value: &Value| value.as_array().and_then(|list| list.first()).unwrap_or(value).as_str().unwrap_or_default().to_owned();
    if file.starts_with("crossref") {
        let people = ["author", "editor", "translator", "chair"].iter().map(|name| count(name)).sum();
        return (first(&work["title"]), first(&work["abstract"]), people, count("reference"));
    }
    if file.starts_with("openalex") {
        let mut words: Vec<(u64, &str)> = Vec::new();
        for (word, places) in work["abstract_inverted_index"].as_object().into_iter().flatten() {
            words.extend(places.as_array().into_iter().flatten().map(|place| (place.as_u64().unwrap(), word.as_str())));
        }
        words.sort_unstable();
        let text = words.into_iter().map(|(_, word)| word).collect::<Vec<_>>().join(" ");
        return (first(&work["title"]), text, count("authorships"), count("referenced_works"));
    }
    let attributes = &work["data"]["attributes"];
    let count = |name: &str| attributes[name].as_array().map_or(0, Vec::len);
    let list = |name: &str| attributes[name].as_array().cloned().unwrap_or_default();
    let text: String = list("descriptions")
        .iter()
        .filter(|one| one["descriptionType"] == "Abstract")
        .map(|one| one["description"].as_str().unwrap_or_default())
        .collect();
    let cited =
        list("relatedIdentifiers").iter().filter(|one| one["relationType"] == "Cites" || one["relationType"] == "References").count();
    (attributes["titles"][0]["title"].as_str().unwrap_or_default().to_owned(), text, count("creators") + count("contributors"), cited)
}

#[test]
fn every_line_of_real_answers_is_read_with_all_that_it_holds() {
    let Some(folder) = shared("crossref-openalex") else { return };
    let show = std::env::var_os("QIKAN_SERVICES_SHOW").is_some();
    println!("{:24}{:>6}{:>6}{:>9}{:>11}{:>9}{:>9}{:>14}", "", "lines", "read", "titles", "abstracts", "authors", "refs", "ref parts");
    for file in ["crossref-works.jsonl", "openalex-works.jsonl", "datacite-dois.jsonl"] {
        let whole = fs::read_to_string(folder.join(file)).unwrap();
        let (format, records, findings) = read(&whole);
        assert!(file.starts_with(format), "{file} was read as {format}");
        assert_eq!(findings.len(), 0, "{findings:?}");
        let lines: Vec<Value> = whole.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(records.len(), lines.len());
        let mut equal = [0; 4];
        let (mut refs, mut parts) = (0, 0);
        for (line, article) in lines.iter().zip(&records) {
            let (title, text, people, cited) = held(file, line);
            // A subtitle may be deposited within the title.
            let title = title.replace("&lt;/subtitle&gt;", "").replace("&lt;subtitle&gt;", " ");
            let whole = article.title.values().zip(article.subtitle.values()).map(|(title, subtitle)| format!("{title} {subtitle}"));
            let mut titles = article.title.values().cloned().chain(whole);
            let has_title = titles.any(|one| letters(&one) == letters(&title)) || title.is_empty();
            // A formula is written once where the deposit has it twice, and "Abstract" is no part of one.
            // What a publisher escaped once too often is read once.
            let text = text.replace("&amp;gt;", "&gt;").replace("&amp;lt;", "&lt;").replace("&amp;amp;", "&amp;");
            let (ours, theirs) = (letters(&abstracts(article)), letters(&text));
            let has_text = ours == theirs || theirs == format!("abstract{ours}") || (theirs.contains("math") || text.contains("math"));
            let list = article.refs.as_deref().unwrap_or_default();
            for (place, same) in [has_title, has_text, article.authors.len() == people, list.len() == cited].into_iter().enumerate() {
                equal[place] += usize::from(same);
                if !same && show {
                    println!("  {} {}: {:?}", ["title", "abstract", "authors", "refs"][place], article.ids.doi.as_ref().unwrap(), title);
                    if place == 1 {
                        println!("     {ours}\n     {theirs}");
                    }
                }
            }
            assert!(list.iter().all(|one| !one.raw.is_empty() || one.rest.contains_key("crossref")));
            refs += list.len();
            parts += list
                .iter()
                .filter(|one| one.parts.iter().any(|part| part.title.is_some() || part.year.is_some() || part.doi.is_some()))
                .count();
        }
        let row = equal.iter().zip([9, 11, 9, 9]).map(|(equal, width)| format!("{equal:>width$}")).collect::<Vec<_>>().concat();
        println!("{file:24}{:>6}{:>6}{row}{:>14}", lines.len(), records.len(), format!("{parts}/{refs}"));
        assert_eq!(equal, [lines.len(); 4], "{file}");
    }
}

const FIELDS: [&str; 10] = ["title", "creators", "date", "publicationTitle", "volume", "issue", "pages", "DOI", "ISSN", "abstractNote"];

/// A record in Zotero's words, for the members that are compared.
fn as_zotero(article: &Article, field: &str) -> String {
    let prefer = |texts: &MultiText| texts.prefer(&article.lang).cloned().unwrap_or_default();
    match field {
        "title" => format!("{} {}", prefer(&article.title), prefer(&article.subtitle)),
        "creators" => once(article.authors.iter().map(name)),
        "date" => article.dates.published.map(|date| date.to_string()).unwrap_or_default(),
        "publicationTitle" => prefer(&article.journal.title),
        "volume" => article.volume.clone().unwrap_or_default(),
        "issue" => article.issue.clone().unwrap_or_default(),
        "pages" => article.pages.raw.clone(),
        "DOI" => article.ids.doi.as_ref().map(ToString::to_string).unwrap_or_default(),
        "ISSN" => article.journal.issn.first().cloned().unwrap_or_default(),
        _ => abstracts(article),
    }
}

/// Names, each once: Zotero has one role for a body that has several.
fn once(names: impl Iterator<Item = String>) -> String {
    let mut seen: Vec<String> = Vec::new();
    for name in names {
        if !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen.join("|")
}

fn name(one: &Contributor) -> String {
    let first = |texts: &MultiText| {
        texts
            .iter()
            .find(|(language, _)| **language != Language::Zh)
            .or(texts.iter().next())
            .map(|(_, text)| text.clone())
            .unwrap_or_default()
    };
    letters(&if one.family.is_empty() {
        first(&one.name)
    } else {
        format!("{}{}{}", first(&one.given), one.particle.clone().unwrap_or_default(), first(&one.family))
    })
}

fn expected(item: &Value, field: &str) -> Option<String> {
    if field == "creators" {
        let whole = |one: &Value| {
            letters(&format!("{}{}", one["firstName"].as_str().unwrap_or_default(), one["lastName"].as_str().unwrap_or_default()))
        };
        return Some(once(item["creators"].as_array()?.iter().map(whole)));
    }
    let other: &[&str] = if field == "publicationTitle" { &["bookTitle", "proceedingsTitle"] } else { &[] };
    std::iter::once(&field).chain(other).find_map(|field| item[*field].as_str()).map(str::to_owned)
}

#[test]
fn members_are_those_that_zotero_finds() {
    let Some(folder) = shared("zotero-tests") else { return };
    let show = std::env::var_os("QIKAN_SERVICES_SHOW").is_some();
    let mut table: BTreeMap<&str, BTreeMap<&str, (usize, usize)>> = BTreeMap::new();
    for translator in ["OpenAlex JSON", "Datacite JSON"] {
        let mut files: Vec<PathBuf> =
            fs::read_dir(folder.join("intl-import").join(translator)).unwrap().map(|one| one.unwrap().path()).collect();
        files.retain(|path| path.extension().is_some_and(|extension| extension == "in"));
        files.sort();
        for path in files {
            let (_, records, _) = read(&fs::read_to_string(&path).unwrap());
            let items: Vec<Value> = serde_json::from_str(&fs::read_to_string(path.with_extension("expected.json")).unwrap()).unwrap();
            assert_eq!(records.len(), items.len(), "{}", path.display());
            for (item, article) in items.iter().zip(&records) {
                for field in FIELDS {
                    let Some(wanted) = expected(item, field) else { continue };
                    let found = as_zotero(article, field);
                    let same = match field {
                        "creators" | "volume" | "issue" | "ISSN" => found == wanted,
                        // Zotero takes the abstract that stands first, qikan has one for each language.
                        "abstractNote" => article
                            .abstracts
                            .values()
                            .any(|parts| letters(&parts.iter().map(|part| part.text.as_str()).collect::<String>()) == letters(&wanted)),
                        "DOI" => found.eq_ignore_ascii_case(&wanted),
                        _ => letters(&found) == letters(&wanted),
                    };
                    let (right, all) = table.entry(translator).or_default().entry(field).or_default();
                    *all += 1;
                    *right += usize::from(same);
                    if !same && show {
                        println!("  {} {field}: {found:?}, not {wanted:?}", path.display());
                    }
                }
            }
        }
    }
    for (translator, fields) in table {
        let row: Vec<String> =
            FIELDS.iter().filter_map(|field| fields.get(field).map(|(right, all)| format!("{field} {right}/{all}"))).collect();
        let (right, all) = fields.values().fold((0, 0), |sum, (right, all)| (sum.0 + right, sum.1 + all));
        println!("{translator}: {} = {right}/{all}", row.join(", "));
        assert!(right * 100 >= all * 97, "{translator}: {right} of {all}");
    }
}
