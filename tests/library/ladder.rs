//! How records are known again, and references are known to be records.

use super::*;

/// By which step the only reference of the only other article leads to the target.
fn how(target: Article, entry: Value) -> Option<HowLinked> {
    let citing = with_references(placed("The one that cites", "Nobody Else", 2030, "9", "9", "999-1000"), json!([entry]));
    let both_ways = [shelf_of([target.clone(), citing.clone()]), shelf_of([citing.clone(), target.clone()])];
    let folder = tempfile::tempdir().unwrap();
    let mut later = own(folder.path());
    import(&mut later, [citing]).unwrap();
    import(&mut later, [target]).unwrap();
    let mut found: Vec<Option<HowLinked>> = both_ways
        .iter()
        .chain([&later])
        .map(|library| match &titled(library, "The one that cites").references[0] {
            Linked::Held { how, .. } => Some(*how),
            _ => None,
        })
        .collect();
    found.dedup();
    assert_eq!(found.len(), 1, "the order in which they come must not matter");
    found.pop().unwrap()
}

#[test]
fn every_related_entry_of_the_seed_leads_to_its_own_article() {
    let (others, seed) = seed();
    let orders =
        [shelf_of(others.iter().cloned().chain([seed.clone()])), shelf_of(std::iter::once(seed.clone()).chain(others.iter().cloned()))];
    for library in orders {
        let seed = titled(&library, "Smart Governance in Smart City Construction");
        assert_eq!(seed.related.len(), 15);
        for (entry, other) in seed.related.iter().zip(&others) {
            let Linked::Held { key, how } = entry else { panic!("{other:?} was not found") };
            assert_eq!(*how, HowLinked::Place);
            assert_eq!(shown(&library, *key).article.title, other.title);
        }
    }
}

#[test]
fn every_step_of_the_ladder_finds_and_none_finds_too_much() {
    let target = || placed("Dynamic capabilities of a smart city", "Miyoung Chong", 2018, "35", "4", "682-692");
    let mut with_doi = target();
    with_doi.ids = serde_json::from_value(json!({"doi": "10.1016/j.giq.2018.07.005"})).unwrap();
    let whole = |title: &str| reference(title, ENGLISH, 2018, Some("35"), Some("4"), Some("682-692"));
    let mut by_doi = reference("Anything", "Elsewhere", 2018, None, None, None);
    by_doi["ids"] = json!({"doi": "https://doi.org/10.1016/J.GIQ.2018.07.005"});
    assert_eq!(how(with_doi, by_doi), Some(HowLinked::Doi));
    assert_eq!(how(target(), whole("Dynamic capabilities of a smart city")), Some(HowLinked::Place));
    let no_volume = reference("Dynamic capabilities of a smart city", ENGLISH, 2018, None, Some("4"), Some("682"));
    assert_eq!(how(target(), no_volume), Some(HowLinked::PartialPlace));
    // Another language at the same place is the same article; another title in the same language is not.
    assert_eq!(how(target(), whole("智慧城市的动态能力：发现城市问题的创新方法")), Some(HowLinked::Place));
    assert_eq!(how(target(), whole("A call for papers of next year")), None);
    let title = |year, host: &str| reference("Dynamic Capabilities of a Smart City.", host, year, None, None, None);
    assert_eq!(how(target(), title(2019, ENGLISH)), Some(HowLinked::Title));
    assert_eq!(how(target(), title(2021, ENGLISH)), None);
    let elsewhere_on_the_page = reference("Dynamic capabilities of a smart city", ENGLISH, 2018, Some("35"), Some("2"), Some("1-9"));
    assert_eq!(how(target(), elsewhere_on_the_page), None, "another place in the same journal contradicts a title");
    let mut prefix = reference("Dynamic capabilities of a smart city: an innovative approach", "?", 2018, None, None, None);
    prefix["parts"][0]["authors"] = json!([{"name": {"en": "Chong M"}}]);
    assert_eq!(how(target(), prefix), Some(HowLinked::TitlePrefix));
    let pages_alone = reference("Something else altogether here", ENGLISH, 2017, Some("34"), Some("4"), Some("682-692"));
    assert_eq!(how(target(), pages_alone), None);
}

#[test]
fn an_entry_that_errs_in_one_number_is_known_by_the_others() {
    let title = "Dynamic capabilities of a smart city";
    let target = || placed(title, "Miyoung Chong", 2018, "35", "4", "682-692");
    let entry = |title: &str, host: &str, volume: &str, issue, page| reference(title, host, 2018, Some(volume), issue, Some(page));
    assert_eq!(how(target(), entry(title, ENGLISH, "53", None, "682")), Some(HowLinked::Title), "another volume");
    assert_eq!(how(target(), entry(title, ENGLISH, "35", Some("4"), "628")), Some(HowLinked::Title), "another page");
    assert_eq!(how(target(), entry(title, ENGLISH, "35", None, "W682")), Some(HowLinked::Title), "a letter before the page");
    assert_eq!(
        how(target(), entry(title, "GIQ (London)", "35", None, "682")),
        Some(HowLinked::Title),
        "a name of the journal that nobody knows"
    );
    assert_eq!(how(target(), entry(title, ENGLISH, "53", None, "1")), None, "volume and page");
    assert_eq!(how(target(), entry(title, "GIQ (London)", "53", None, "682")), None, "journal and volume");
    let mut other = entry(title, ENGLISH, "53", None, "682");
    other["parts"][0]["authors"] = json!([{"name": {"en": "Smith J"}}]);
    assert_eq!(how(target(), other), None, "other authors");
}

#[test]
fn a_printed_line_of_an_unknown_order_is_known_by_title_author_and_page() {
    let target = || placed("Steering with robustness. Part 2. The logic of smart cities", "Miyoung Chong", 2018, "35", "4", "682-692");
    let printed = |raw: &str| json!({"raw": raw, "parts": []});
    let line = "Chong M, Smith J. Steering with robustness. Part 2. The logic of smart cities. Ann Marsh. 2018;35(4):682-92.";
    assert_eq!(how(target(), printed(line)), Some(HowLinked::Title));
    assert_eq!(how(target(), printed(&line.replace("682-92", "1-9"))), None, "another page");
    assert_eq!(how(target(), printed(&line.replace("Chong M, ", ""))), None, "another first author");
    assert_eq!(how(target(), printed(&line.replace("Part 2", "Part 3"))), None, "another part");
    assert_eq!(how(target(), printed(&line.replace("2018", "2015"))), None, "another year");
}

#[test]
fn an_entry_leads_to_no_work_of_another_kind_or_number() {
    let title = "Counting bitterns in the reeds of the north";
    let work = |kind: &str, number: Option<&str>| {
        article(json!({"type": kind, "title": {"en": title}, "lang": "en", "year": 2018, "authors": [{"name": {"en": "Miyoung Chong"}}],
                       "imprint": {"number": number}}))
    };
    let entry = |marker: &str, number: Option<&str>| {
        json!({"raw": title, "parts": [{"lang": "en", "title": title, "type": marker, "year": 2018, "number": number,
               "authors": [{"name": {"en": "Chong M"}}], "rest": ""}]})
    };
    let mut in_journal = reference(title, "Annals of Elsewhere", 2018, Some("35"), Some("4"), Some("682"));
    in_journal["parts"][0]["type"] = "J".into();
    let found = Some(HowLinked::Title);
    let paper = || placed(title, "Miyoung Chong", 2018, "35", "4", "682-692");
    let cases = vec![
        (work("thesis", None), entry("D", None), found, "a thesis"),
        (work("thesis", None), in_journal.clone(), None, "the article made of the thesis"),
        (work("thesis", None), reference(title, "Annals of Elsewhere", 2018, None, None, None), found, "nothing says that it is one"),
        (work("other", None), in_journal, found, "of which nobody knows what it is"),
        (paper(), entry("D", None), None, "the thesis that the article was made of"),
        (paper(), entry("R", None), found, "a working paper"),
        (work("patent", Some("CN100000001A")), entry("P", Some("CN 100000001 B")), found, "another stage of the patent"),
        (work("patent", Some("CN100000001A")), entry("P", Some("CN100000002A")), None, "another patent"),
        (work("patent", Some("CN100000001A")), entry("P", Some("201810012345.6")), found, "the number of the application"),
        (work("standard", Some("GB/T 7714-2015")), entry("S", Some("GB/T 7714-2005")), None, "another standard"),
    ];
    for (record, entry, expected, why) in cases {
        assert_eq!(how(record, entry), expected, "{why}");
    }
}

#[test]
fn of_what_appears_every_year_an_entry_means_that_of_its_year() {
    let book = |title: &str, year: i32| article(json!({"type": "book", "title": {"en": title}, "lang": "en", "year": year}));
    let entry = |title: &str, year: i32| json!({"raw": title, "parts": [{"lang": "en", "title": title, "year": year, "rest": ""}]});
    let (annual, once) = ("Yearbook of the Northern Marsh", "Reeds and Bitterns of the Marsh");
    assert_eq!(how(book(annual, 2015), entry(annual, 2015)), Some(HowLinked::Title));
    assert_eq!(how(book(annual, 2015), entry(annual, 2016)), None);
    assert_eq!(how(book(once, 2015), entry(once, 2016)), Some(HowLinked::Title), "printed again, or wrongly remembered");
}

#[test]
fn a_title_that_several_share_leads_nowhere() {
    let notice = |issue: &str| placed("Call for Papers of this Journal", "", 2020, "56", issue, "160");
    let citing = with_references(
        placed("The one that cites", "A B", 2021, "57", "1", "1-9"),
        json!([reference("Call for Papers of this Journal", ENGLISH, 2020, None, None, None)]),
    );
    let library = shelf_of([notice("1"), notice("2"), notice("3"), citing]);
    assert_eq!(library.len().unwrap(), 4, "the same title at three places is three records");
    assert_eq!(titled(&library, "The one that cites").references, [Linked::Unknown]);
}

#[test]
fn an_abbreviated_journal_is_known() {
    let mut target = placed("On catalysis by acids in water", "Ann Smith", 1999, "121", "3", "500-510");
    target.journal = serde_json::from_value(json!({"title": {"en": "Journal of the American Chemical Society"}})).unwrap();
    let entry = reference("On catalysis by acids in water", "J. Am. Chem. Soc.", 1999, Some("121"), None, Some("500"));
    assert_eq!(how(target, entry), Some(HowLinked::PartialPlace));
}

#[test]
fn twin_pages_become_one_record() {
    let en = article(json!({
        "lang": "en", "title": {"en": "Smart Governance"}, "journal": {"title": {"en": ENGLISH}, "issn": ["1001-6597"]}, "year": 2024, "volume": "60",
        "issue": "3", "pages": {"raw": "46-58", "first": "46", "last": "58"}, "keywords": {"en": ["smart city"]},
        "authors": [{"name": {"en": "HU Ye-fei"}, "marks": ["1"]}, {"name": {"en": "ZHANG Yi-meng"}, "marks": ["2"]}], "prov": [{"src": "en"}]
    }));
    let zh = article(json!({
        "lang": "zh", "title": {"zh": "智慧治理"}, "journal": {"title": {"zh": CHINESE}, "issn": ["1001-6597"]}, "year": 2024, "volume": "60",
        "issue": "3", "pages": {"raw": "46-59", "first": "46", "last": "59"}, "keywords": {"zh": ["智慧城市"]}, "abstract": {"zh": [{"head": null, "text": "摘要"}]},
        "authors": [{"name": {"zh": "胡业飞"}}, {"name": {"zh": "张怡梦"}}], "prov": [{"src": "zh"}]
    }));
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    let report = import(&mut library, [en.clone(), zh.clone()]).unwrap();
    assert_eq!((report.new, report.joined), (1, 1));
    assert_eq!(report.to_string(), "2 read, 1 new, 1 joined.");
    let found = shown(&library, listed(&library)[0]).article;
    assert_eq!((found.title.len(), found.keywords.len(), found.journal.title.len()), (2, 2, 2));
    let names: Vec<usize> = found.authors.iter().map(|author| author.name.len()).collect();
    assert_eq!(names, [2, 2], "authors are paired");
    assert_eq!(found.authors[0].marks, ["1"]);
    let prov = serde_json::to_value(&found.prov).unwrap();
    let lost: Vec<&Value> = prov.as_array().unwrap().iter().filter_map(|source| source.get("alt")).collect();
    assert_eq!(lost.len(), 1, "the page that lost is kept with its source: {prov}");
    assert!(lost[0].get("pages.last").is_some(), "{prov}");
    let again = import(&mut library, [zh, en]).unwrap();
    assert_eq!((again.new, again.joined, again.unchanged), (0, 0, 2), "the same again changes nothing");
    assert!(library.check().unwrap().is_sound());
}

/// A full text that was read before marks within it were kept is no other text: the one with the marks stays, and nothing is
/// kept aside. Another text is.
#[test]
fn marks_within_a_text_are_no_disagreement() {
    let of = |src: &str, figure: &str, paragraph: &str| {
        let mut block = json!({"label": "Figure 1", "caption": "Posts"});
        if !figure.is_empty() {
            block["id"] = json!(figure);
        }
        article(json!({"lang": "en", "ids": {"doi": "10.1000/x"}, "title": {"en": "Reeds"}, "prov": [{"src": src}],
            "body": [{"level": 1, "title": {"en": "1"}, "blocks": [{"p": paragraph}, {"fig": block}]}]}))
    };
    let plain = || of("old", "", "See Figure 1.");
    let marked = || of("new", "f1", "See <xref to=\"f1\">Figure 1</xref>.");
    for both in [[plain(), marked()], [marked(), plain()]] {
        let folder = tempfile::tempdir().unwrap();
        let mut library = own(folder.path());
        import(&mut library, both).unwrap();
        let found = shown(&library, listed(&library)[0]).article;
        assert_eq!(found.body, marked().body);
        assert!(found.prov.iter().all(|source| source.alt.is_empty()), "{:?}", found.prov);
    }
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    import(&mut library, [marked(), of("other", "", "See Figure 2.")]).unwrap();
    let found = shown(&library, listed(&library)[0]).article;
    assert!(found.body == marked().body && found.prov.iter().any(|source| !source.alt.is_empty()), "{:?}", found.prov);
}

/// What one database has of the parts around a text is less than the text, however much else it tells; it is kept aside.
#[test]
fn a_text_is_more_than_what_stands_around_one() {
    let thanks = json!({"level": 1, "matter": "back", "title": {"en": "Thanks"}, "blocks": [{"p": "To the ferryman."}]});
    let of = |src: &str, body: Value, refs: usize| {
        let refs: Vec<Value> = (0..refs).map(|n| json!({"raw": format!("Reeds {n}")})).collect();
        article(
            json!({"lang": "en", "ids": {"doi": "10.1000/x"}, "title": {"en": "Reeds"}, "prov": [{"src": src}], "refs": refs, "body": body}),
        )
    };
    let around = || of("around", json!([thanks]), 9);
    let whole = || of("whole", json!([{"level": 1, "title": {"en": "1"}, "blocks": [{"p": "The reeds."}]}]), 0);
    for both in [[around(), whole()], [whole(), around()]] {
        let folder = tempfile::tempdir().unwrap();
        let mut library = own(folder.path());
        import(&mut library, both).unwrap();
        let found = shown(&library, listed(&library)[0]).article;
        assert_eq!(found.body, whole().body);
        let kept = serde_json::to_string(&found.prov).unwrap();
        assert!(kept.contains("To the ferryman."), "{kept}");
    }
}

#[test]
fn the_full_texts_of_two_languages_are_both_kept() {
    let text = |lang: &str, title: &str, words: [&str; 2]| {
        article(json!({"lang": lang, "ids": {"doi": "10.1000/reeds"}, "title": {"en": "Reeds"}, "prov": [{"src": lang}],
            "body": [{"level": 1, "title": {lang: title}, "blocks": [{"p": words[0]}]}, {"level": 2, "blocks": [{"p": words[1]}]}]}))
    };
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    let both = || [text("pt", "Introdução", ["Os juncos.", "Dois."]), text("en", "Introduction", ["The reeds.", "Two."])];
    import(&mut library, both()).unwrap();
    let held = |library: &Library| shown(library, listed(library)[0]).article;
    let said = |article: &Article| -> Vec<Value> {
        let body = serde_json::to_value(&article.body).unwrap();
        body.as_array().unwrap().iter().map(|section| json!([section["lang"], section["title"], section["blocks"][0]["p"]])).collect()
    };
    let expected = [
        json!(["pt", {"pt": "Introdução"}, "Os juncos."]),
        json!(["pt", null, "Dois."]),
        json!(["en", {"en": "Introduction"}, "The reeds."]),
        json!(["en", null, "Two."]),
    ];
    assert_eq!(said(&held(&library)), expected);
    // Once more with something new beside: each text is there once.
    let [mut pt, mut en] = both();
    (pt.notes, en.notes) = (vec!["um".to_owned()], vec!["one".to_owned()]);
    import(&mut library, [en, pt]).unwrap();
    assert_eq!((said(&held(&library)), held(&library).notes.len()), (expected.to_vec(), 2));
    assert!(held(&library).prov.iter().all(|source| source.alt.is_empty()), "nothing was lost");
}

#[test]
fn the_order_of_lines_in_two_files_is_no_disagreement() {
    let of = |order: &str, raw: Value| {
        article(json!({"lang": "en", "ids": {"doi": "10.1000/x"}, "title": {"en": "Reeds"}, "prov": [{"src": order}],
            "raw": {"ris": raw, "ris:order": order}}))
    };
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    import(&mut library, [of("TY\nDO\nTI\n~ID", json!([["ID", "1"]])), of("TY\nTI\nDO\n~U1", json!([["U1", "2"]]))]).unwrap();
    let found = shown(&library, listed(&library)[0]).article;
    assert_eq!(found.raw["ris"], json!([["ID", "1"], ["U1", "2"]]));
    let prov = serde_json::to_value(&found.prov).unwrap();
    assert!(prov.as_array().unwrap().iter().all(|source| source.get("alt").is_none()), "{prov}");
}

#[test]
fn two_names_of_a_journal_are_united_by_a_record_that_has_both() {
    let of = |title: &str, names: Value, pages: &str| {
        article(
            json!({"title": {"en": title}, "journal": {"title": names}, "year": 2020, "volume": "1", "issue": "1", "pages": {"raw": pages, "first": pages}}),
        )
    };
    let mut library = shelf_of([
        of("First of all these articles", json!({"en": ENGLISH}), "1"),
        of("Second of all these articles", json!({"zh": CHINESE}), "9"),
    ]);
    assert_eq!(children(&library, Node::Root).len(), 2);
    library.add_files([of("Third of all these articles", json!({"zh": CHINESE, "en": ENGLISH}), "5")]).unwrap();
    let journals = children(&library, Node::Root);
    assert_eq!(journals.len(), 1);
    assert_eq!((journals[0].articles, journals[0].children, journals[0].label.len()), (3, 1, 2));
    let issue = children(&library, children(&library, journals[0].node)[0].node);
    assert_eq!(
        labels(&children(&library, issue[0].node)),
        ["First of all these articles", "Third of all these articles", "Second of all these articles"]
    );
}

/// Journals that give no issue and pages like 1-9 put many works at one place.
#[test]
fn works_with_identifiers_of_their_own_at_one_place_stay_two() {
    let at_one_place = |number: u32| {
        let mut one = placed(&format!("Listening for bitterns in spring {number}"), &format!("ASHBY R{number}"), 2020, "3", "1", "1-9");
        one.ids.doi = qikan::record::Doi::parse(&format!("10.5555/x{number}"));
        one
    };
    let library = shelf_of((1..=40).map(at_one_place));
    assert_eq!(library.len().unwrap(), 40);
    let parts = |number: u32| placed(&format!("Listening for bitterns, part {number}"), "ASHBY R", 2020, "3", "1", "1-9");
    assert_eq!(shelf_of([parts(1), parts(2)]).len().unwrap(), 2, "parts are told apart by their numbers");
}

/// A paper of proceedings that have no pages.
fn paper(title: &str) -> Article {
    let mut paper = placed(title, "ASHBY A", 2020, "", "", "");
    (paper.volume, paper.issue, paper.pages) = (None, None, qikan::record::Pages::default());
    paper
}

#[test]
fn a_misspelled_title_is_known_among_all_papers_of_the_proceedings() {
    let birds = ["bittern", "curlew", "plover", "godwit", "dunlin", "knot", "ruff", "snipe"];
    let title =
        |n: usize| format!("Where the {} and the {} rest between {} and {} tides", birds[n % 8], birds[n / 8 % 8], birds[n / 64 % 8], n);
    let papers = (0..400).map(|n| paper(&title(n)));
    let misspelled = |n: usize, host: &str| reference(&title(n).replace("between", "betwen"), host, 2021, None, None, None);
    let entries = vec![misspelled(399, ENGLISH), misspelled(3, ENGLISH), misspelled(399, "Another Journal"), {
        let mut two_years_on = misspelled(399, ENGLISH);
        two_years_on["parts"][0]["year"] = json!(2022);
        two_years_on
    }];
    let citing = with_references(placed("The one that cites", "Nobody Else", 2030, "9", "9", "999-1000"), json!(entries));
    let ways = |library: &Library| -> Vec<Option<(ArticleKey, HowLinked)>> {
        let links = titled(library, "The one that cites").references;
        links.iter().map(|link| if let Linked::Held { key, how } = link { Some((*key, *how)) } else { None }).collect()
    };
    // The paper may stand in the list of the year before it comes, when the year has been looked through already.
    let first = shelf_of(papers.clone().chain([citing.clone()]));
    let last = shelf_of(std::iter::once(citing).chain(papers));
    for library in [first, last] {
        let found = ways(&library);
        let leads = |n: usize| Some((titled(&library, &title(n)).key, HowLinked::Trigram));
        assert_eq!(found, [leads(399), leads(3), None, None]);
    }
    // A misspelled record among new ones is one that came before, whatever became of that.
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    let mut changed = paper(&title(5));
    changed.notes.push("seen at dusk".to_owned());
    let other = paper(&title(5).replace("Where", "Wher"));
    let report = import(&mut library, (0..300).map(|n| paper(&title(n))).chain([changed, other]).collect::<Vec<_>>()).unwrap();
    assert_eq!((report.new, report.joined + report.unchanged), (300, 2), "{report}");
}

#[test]
fn works_without_a_year_are_known_by_people_page_or_number() {
    let told = |record: &Value, more: Value| {
        let mut record = record.clone();
        record.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        article(record)
    };
    let fates = |first: Article, second: Article| {
        let folder = tempfile::tempdir().unwrap();
        let mut library = own(folder.path());
        import(&mut library, [first]).unwrap();
        let report = import(&mut library, [second]).unwrap();
        let why = library.doubtful(0, 1).unwrap().1.first().map(|pair| pair.why);
        (report.joined + report.unchanged, report.doubtful, why.unwrap_or_default())
    };
    let early = json!({"title": {"zh": "芦苇边缘大麻鳽鸣声的聆听方法"}, "lang": "zh", "journal": {"title": {"zh": "湿地学报"}}});
    let by = |name: &str| json!({"authors": [{"name": {"zh": name}}], "notes": [name]});
    assert_eq!(fates(told(&early, by("沈苇")), told(&early, by("沈 苇"))), (1, 0, ""));
    assert_eq!(fates(told(&early, by("沈苇")), told(&early, by("胡芦"))).0, 0);
    let standard = json!({"type": "standard", "title": {"zh": "铁路桥涵设计基本规范"}, "lang": "zh"});
    let number = |number: &str| json!({"imprint": {"number": number}, "notes": [number]});
    assert_eq!(fates(told(&standard, number("TB 10002.1-2005")), told(&standard, number("TB 10002.1—2005"))).0, 1);
    assert_eq!(fates(told(&standard, number("TB 10002.1-2005")), told(&standard, number("TB 10002.1-2017"))).0, 0);
    // What yearbooks print every year.
    let table = json!({"title": {"zh": "1-5 国民经济和社会发展主要指标"}, "lang": "zh"});
    let noted = |note: &str| json!({"notes": [note]});
    let (joined, doubtful, why) = fates(told(&table, noted("one")), told(&table, noted("two")));
    assert_eq!((joined, doubtful), (0, 1));
    assert!(why.contains("neither says a year"), "{why}");
}
