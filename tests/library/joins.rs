//! What two records of one work become: who is who, which list is which, and nothing made up of both.

use super::*;

/// The record that those become which are imported one after the other, and all that lost in it.
fn joined(records: impl IntoIterator<Item = Value>) -> (Article, Value) {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    for (at, mut record) in records.into_iter().enumerate() {
        record["ids"] = json!({"doi": "10.1000/reeds"});
        if record.get("title").is_none() {
            record["title"] = json!({"en": "Counting reeds"});
        }
        if record.get("prov").is_none() {
            record["prov"] = json!([{"src": format!("source-{at}")}]);
        }
        import(&mut library, [article(record)]).unwrap();
    }
    assert_eq!(library.len().unwrap(), 1);
    let article = shown(&library, listed(&library)[0]).article;
    let lost = article.prov.iter().map(|source| json!(source.alt)).collect();
    (*article, lost)
}

/// The same in both orders.
fn either_way(one: &Value, other: &Value, mut look: impl FnMut(&Article, &Value)) {
    for order in [[one, other], [other, one]] {
        let (article, lost) = joined(order.map(Clone::clone));
        look(&article, &lost);
    }
}

fn names(article: &Article) -> Vec<Vec<&str>> {
    article.authors.iter().map(|one| one.name.values().map(String::as_str).collect()).collect()
}

fn lines(article: &Article) -> Vec<&str> {
    article.refs.iter().flatten().map(|entry| entry.raw.as_str()).collect()
}

#[test]
fn lists_of_other_works_are_not_mixed() {
    let (alpha, beta, gamma) = (
        "Ann Alpha. On the bitterns of the north[J]. Marsh, 2001, 1: 1.",
        "Bob Beta. What herons hear at night[J]. Marsh, 2002, 2: 2.",
        "Carl Gamma. Reeds without roots, a survey[J]. Marsh, 2003, 3: 3.",
    );
    let of = |entries: Value| json!({"refs": entries});
    let doi = |raw: &str, doi: &str| json!({"raw": raw, "ids": {"doi": doi}});
    let shifted = [of(json!([{"raw": alpha}, {"raw": beta}])), of(json!([doi(beta, "10.1000/b"), doi(gamma, "10.1000/c")]))];
    either_way(&shifted[0], &shifted[1], |article, lost| {
        let ours = lines(article) == [alpha, beta];
        assert!(ours || lines(article) == [beta, gamma], "{:?}", lines(article));
        assert_eq!(article.refs.as_ref().unwrap()[0].ids.doi.is_some(), !ours);
        assert!(lost.to_string().contains(if ours { gamma } else { alpha }), "{lost}");
    });
    let bare = |n: u32| json!({"raw": format!("https://example.org/W{n}")});
    let [printed, longer] = [of(json!([{"raw": alpha}, {"raw": beta}])), of(json!([bare(1), bare(2), bare(3)]))];
    either_way(&printed, &longer, |article, lost| {
        assert_eq!(lines(article), [alpha, beta], "a text points into the list that was printed");
        assert!(lost.to_string().contains("W3"));
    });
    let numbered = of(json!([doi("10.1000/a", "10.1000/a"), doi("10.1000/b", "10.1000/b")]));
    either_way(&printed, &numbered, |article, _| {
        assert_eq!(lines(article), [alpha, beta], "what was printed says more than a number");
        assert!(article.refs.iter().flatten().all(|entry| entry.ids.doi.is_some()));
    });
    let related = |raw: &str| json!({"related": [{"rel": "similar", "raw": raw}]});
    either_way(&related(alpha), &related(gamma), |article, _| assert_eq!(article.related.as_ref().unwrap().len(), 2));
}

#[test]
fn people_are_known_by_their_names_wherever_they_stand() {
    let editor =
        |family: &str| json!({"family": {"en": family}, "name": {"en": format!("{family} G")}, "given": {"en": "G"}, "role": "editor"});
    let author = |family: &str| json!({"family": {"en": family}, "name": {"en": format!("{family} P")}, "given": {"en": "P"}});
    let of = |authors: Value| json!({"authors": authors});
    either_way(
        &of(json!([author("Apathy"), author("Bell"), editor("Iro")])),
        &of(json!([editor("Iro"), author("Bell"), author("Apathy")])),
        |article, lost| {
            let mut roles: Vec<(Option<&str>, &str)> =
                article.authors.iter().map(|one| (one.role.as_deref(), one.family.values().next().unwrap().as_str())).collect();
            roles.sort_unstable();
            assert_eq!(roles, [(None, "Apathy"), (None, "Bell"), (Some("editor"), "Iro")]);
            assert_eq!(lost.to_string(), "[{},{}]");
        },
    );
    // Of each family name the whole is taken.
    let particle =
        json!([{"name": {"en": "Marion van Mackelen"}, "family": {"en": "Mackelen"}, "given": {"en": "Marion"}, "particle": "van"}]);
    let within = json!([{"name": {"en": "Marion van Mackelen"}, "family": {"en": "van Mackelen"}, "given": {"en": "Marion"}}]);
    either_way(&of(particle), &of(within), |article, _| {
        let one = &article.authors[0];
        let whole = [one.particle.as_deref(), one.family.get(&Language::En).map(String::as_str)];
        assert!([[Some("van"), Some("Mackelen")], [None, Some("van Mackelen")]].contains(&whole), "{whole:?}");
    });
}

#[test]
fn a_chinese_name_goes_to_whoever_is_called_so() {
    let of = |lang: &str, names: &[&str]| {
        let authors: Vec<Value> = names.iter().map(|name| json!({"name": {lang: name}, "aff": []})).collect();
        json!({"lang": lang, "authors": authors})
    };
    either_way(&of("zh", &["张三", "李四"]), &of("en", &["LI Si", "ZHANG San", "Eva Lund"]), |article, lost| {
        for name in names(article).iter().filter(|name| name.len() == 2) {
            assert!([vec!["张三", "ZHANG San"], vec!["李四", "LI Si"]].contains(name), "{name:?}");
        }
        assert_eq!(names(article).iter().filter(|name| name.len() == 2).count(), 2);
        assert!(article.authors.len() == 3 || lost.to_string().contains("Eva Lund"));
    });
    // In place, with initials, and one whose pinyin is not to be seen in it.
    either_way(&of("zh", &["张三", "单雄信", "王五"]), &of("en", &["San Zhang", "SHAN X X", "Wu Wang"]), |article, _| {
        let expected = [["张三", "San Zhang"], ["单雄信", "SHAN X X"], ["王五", "Wu Wang"]];
        assert_eq!(names(article), expected.map(|name| name.to_vec()));
    });
    // A list that is cut short gives way to one that goes on.
    let mut cut = of("en", &["LI Si"]);
    cut["etal"] = true.into();
    either_way(&cut, &of("en", &["LI Si", "ZHANG San"]), |article, _| {
        assert_eq!((names(article).len(), article.etal), (2, false));
    });
}

#[test]
fn places_of_work_are_paired_only_where_they_may_be_one() {
    let of = |texts: [&str; 2], more: Value| {
        let affiliations = json!([{"label": "1", "text": {"en": texts[0]}}, {"label": "2", "text": {"en": texts[1]}}]);
        let mut record = json!({"affiliations": affiliations, "authors": [{"name": {"en": "LI Si"}, "aff": [1]}]});
        record.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        record
    };
    let (north, south) = ("Department of Reeds, University of the North", "Museum of Bitterns, Southport");
    let by = |at: usize| json!({"authors": [{"name": {"en": "LI Si"}, "aff": [at]}]});
    let of_one = |article: &Article| -> Vec<String> {
        article.authors[0].aff.iter().map(|at| article.affiliations[*at].text.values().next().unwrap().clone()).collect()
    };
    either_way(&of([north, south], by(1)), &of([south, north], by(0)), |article, _| {
        assert_eq!((of_one(article), article.affiliations.len()), (vec![south.to_owned()], 2), "one list in two orders");
    });
    let east = "Observatory of Dawn, Eastham";
    either_way(&of([north, south], by(1)), &of([east, south], by(1)), |article, lost| {
        assert_eq!(of_one(article), [south]);
        assert!(lost.to_string().contains("\"affiliations\""), "the other list stays one: {lost}");
    });
}

#[test]
fn affiliations_in_two_languages_stand_one_behind_the_other_where_they_are_not_the_same_places() {
    let chinese = json!({"affiliations": [{"text": {"zh": "芦苇大学湿地系"}}, {"text": {"zh": "南港麻鳽博物馆"}}],
        "authors": [{"name": {"zh": "李四"}, "aff": [0]}, {"name": {"zh": "王五"}, "aff": [1]}]});
    let english = json!({"affiliations": [{"label": "1", "text": {"en": "University of Reeds"}}],
        "authors": [{"name": {"en": "Si LI"}, "aff": [0]}, {"name": {"en": "Wu WANG"}}]});
    either_way(&chinese, &english, |article, lost| {
        let of = |person: usize| -> Vec<&str> {
            let mut texts: Vec<&str> =
                article.authors[person].aff.iter().flat_map(|at| article.affiliations[*at].text.values()).map(String::as_str).collect();
            texts.sort_unstable();
            texts
        };
        assert_eq!((of(0), of(1)), (vec!["University of Reeds", "芦苇大学湿地系"], vec!["南港麻鳽博物馆"]));
        assert!(!lost.to_string().contains("affiliations"), "{lost}");
    });
    // One that is tied to somebody gives way to two that are not.
    let untied = json!({"affiliations": [{"text": {"en": "Academy of Marshes, Eastham"}}, {"text": {"en": "University of Reeds, Northport"}}],
        "authors": [{"name": {"en": "Si LI"}}, {"name": {"en": "Wu WANG"}}]});
    either_way(&untied, &english, |article, _| assert_eq!(article.affiliations.len(), 2));
    // The English page comes again: nothing is there twice, and nothing changes.
    let (article, _) = joined([chinese, english.clone(), english]);
    assert_eq!(article.affiliations.len(), 3);
}

#[test]
fn marks_lead_into_the_list_that_is_kept() {
    let of = |labels: [&str; 2], texts: [&str; 2], aff: [usize; 2], signs: &str| {
        let affiliations = json!([{"label": labels[0], "text": {"en": texts[0]}}, {"label": labels[1], "text": {"en": texts[1]}}]);
        let authors = json!([{"name": {"en": "LI Si"}, "aff": [aff[0]], "marks": [labels[aff[0]]]},
            {"name": {"en": "WANG Wu"}, "aff": [aff[1]], "marks": [labels[aff[1]], signs]}]);
        json!({"affiliations": affiliations, "authors": authors})
    };
    let short = of(["a", "b"], ["Univ Reeds", "Mus Bitterns"], [0, 1], "†");
    let long = of(["1", "2"], ["Observatory of Dawn in the Marshes", "Department of Reeds, University of the North"], [1, 0], "*");
    let marks = |article: &Article| -> Vec<Vec<String>> { article.authors.iter().map(|one| one.marks.clone()).collect() };
    either_way(&short, &long, |article, _| {
        let lead: Vec<&str> = article.authors.iter().map(|one| article.affiliations[one.aff[0]].label.as_deref().unwrap()).collect();
        assert_eq!(lead, ["2", "1"]);
        assert_eq!((marks(article)[0].as_slice(), marks(article)[1][0].as_str()), (["2".to_owned()].as_slice(), "1"));
        assert!(marks(article)[1].contains(&"*".to_owned()));
    });
    // What stands behind a list with printed marks is marked by its place; nobody has a mark of another list.
    let mut chinese = of(["a", "b"], ["-", "-"], [0, 1], "†");
    chinese["affiliations"] = json!([{"label": "a", "text": {"zh": "芦苇大学"}}, {"label": "b", "text": {"zh": "麻鳽博物馆"}}]);
    chinese["authors"][1]["marks"] = json!([]);
    chinese["keywords"] = json!({"zh": ["芦苇", "麻鳽", "湿地", "清点", "沼泽", "鸟"]});
    let english = json!({"affiliations": [{"label": "1", "text": {"en": "Institute of Mist"}}],
        "authors": [{"name": {"en": "LI Si"}, "aff": [0], "marks": ["1"]}, {"name": {"en": "WANG Wu"}, "aff": [0], "marks": ["1"]},
            {"name": {"en": "NEW Nora"}, "role": "editor", "aff": [0], "marks": ["1*"]}]});
    let (article, _) = joined([chinese, english]);
    assert_eq!(marks(&article), [vec!["a", "3"], vec![], vec!["*"]]);
    assert_eq!(article.authors[2].aff, [2]);
}

#[test]
fn what_is_told_better_counts_in_whatever_order_it_comes() {
    let shouted = json!({"title": {"en": "COUNTING REEDS IN CHINA"}, "journal": {"title": {"en": "ANN MARSH MIST"}},
        "authors": [{"name": {"en": "XM Zhang"}, "family": {"en": "Zhang"}, "given": {"en": "XM"}, "aff": [0]}],
        "affiliations": [{"text": {"en": "Univ Reeds, Dept Marsh"}}], "metrics": {"cited": 9},
        "refs": [{"raw": "Ashby R, 2001, ANN MARSH MIST, V1, P1", "parts": [{"lang": "en", "year": 2001}]},
                 {"raw": "Beta B, 2002, ANN MARSH MIST, V2, P2", "parts": [{"lang": "en", "year": 2002}]}],
        "keywords": {"en": ["reed", "marsh", "mist", "bittern"]}, "funding": [{"text": {"en": "Reed Fund [778899]"}, "funder": "Reed Fund", "awards": ["778899"]}]});
    let titled = json!({"title": {"en": "Counting Reeds in China"}, "journal": {"title": {"en": "Annals of Marsh and Mist"}},
        "authors": [{"name": {"en": "Xiaoming Zhang"}, "family": {"en": "Zhang"}, "given": {"en": "Xiaoming"}, "aff": [0]}],
        "affiliations": [{"text": {"en": "Department of Marshes, University of Reeds"}}], "metrics": {"cited": 12},
        "refs": [{"raw": "Beta B. What herons hear. Annals, 2002", "parts": [{"lang": "en", "title": "What herons hear", "year": 2002}]}],
        "funding": [{"text": {"en": "778899/Reed Fund/"}, "awards": ["778899"]}]});
    let sentence = json!({"title": {"en": "Counting reeds in <i>China</i>"}, "journal": {"title": {"en": "Annals of marsh and mist"}}});
    let ended = json!({"title": {"en": "Counting reeds in China."}});
    either_way(&sentence, &ended, |article, _| assert_eq!(article.title.values().next().unwrap(), "Counting reeds in <i>China</i>"));
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let (article, lost) = joined(order.map(|at: usize| [&shouted, &titled, &sentence][at].clone()));
        let english = |text: &qikan::record::MultiText| text.values().next().cloned().unwrap_or_default();
        assert_eq!(english(&article.title), "Counting reeds in <i>China</i>", "{order:?}");
        assert_eq!(english(&article.journal.title), "Annals of Marsh and Mist", "{order:?}");
        assert_eq!(names(&article), [["Xiaoming Zhang"]], "{order:?}");
        assert_eq!(english(&article.authors[0].given), "Xiaoming");
        assert_eq!(english(&article.affiliations[0].text), "Department of Marshes, University of Reeds", "{order:?}");
        assert_eq!((article.metrics.cited, article.funding.len()), (Some(12), 1), "{order:?}");
        assert_eq!(lines(&article), ["Beta B. What herons hear. Annals, 2002"], "{order:?}");
        for kept in ["COUNTING REEDS", "ANN MARSH MIST", "XM Zhang", "Univ Reeds", "Ashby R"] {
            assert!(lost.to_string().contains(kept), "{kept} is lost in {order:?}: {lost}");
        }
    }
}

#[test]
fn a_structured_abstract_counts_unless_it_is_a_part_of_the_whole() {
    let of = |sections: Value| json!({"abstract": {"en": sections}});
    let whole = of(
        json!([{"head": null, "text": "Background: reeds grow. Methods: we counted. Results: there were many. Conclusions: count again."}]),
    );
    let structured = of(json!([{"head": "Background", "text": "Reeds grow."}, {"head": "Methods", "text": "We counted them."},
        {"head": "Results", "text": "There were as many as ever."}, {"head": "Conclusions", "text": "Count them again."}]));
    let cut = of(json!([{"head": "Background", "text": "Reeds grow."}, {"head": "Methods", "text": "We counted."}]));
    let parts = |article: &Article| article.abstracts.values().next().unwrap().len();
    either_way(&whole, &structured, |article, _| assert_eq!(parts(article), 4));
    either_way(&whole, &cut, |article, lost| {
        assert_eq!(parts(article), 1);
        assert!(lost.to_string().contains("We counted."), "{lost}");
    });
}

#[test]
fn a_mended_file_counts_though_it_was_told_better_before() {
    let of = |title: &str, from: &str| {
        json!({"title": {"en": title}, "metrics": {"cited": if from == "a" { 9 } else { 7 }},
        "prov": [{"src": "html", "name": "page.html", "file": from}]})
    };
    let (article, _) = joined([of("Counting reeds in Wales", "a"), of("COUNTING REEDS IN WALES", "b")]);
    assert_eq!(article.title.values().next().unwrap(), "COUNTING REEDS IN WALES");
    assert_eq!(article.metrics.cited, Some(7));
}

#[test]
fn a_place_is_that_of_one_record() {
    let of = |year: i32, place: Value| {
        let mut record = json!({"year": year, "authors": [{"name": {"en": "LI Si"}}]});
        record.as_object_mut().unwrap().extend(place.as_object().unwrap().clone());
        record
    };
    // It says more of all else.
    let words = json!({"en": ["reed", "bittern", "heron", "marsh", "mist"]});
    let early = of(2012, json!({"volume": "5", "pages": {"raw": "1-9", "first": "1", "last": "9"}, "keywords": words}));
    let late = of(2013, json!({"volume": "6", "issue": "2", "pages": {"raw": "1-9", "first": "1", "last": "9"}}));
    either_way(&early, &late, |article, lost| {
        assert_eq!((article.year, article.volume.as_deref(), article.issue.as_deref()), (Some(2013), Some("6"), Some("2")));
        assert!(lost.to_string().contains("2012"), "{lost}");
    });
    let pages = json!({"raw": "1-12", "first": "1", "last": "12"});
    either_way(&of(2013, json!({"pages": pages})), &of(2013, json!({"pages": {"raw": "e123", "article_number": "e123"}})), |article, _| {
        assert_eq!((article.pages.first.as_deref(), article.pages.article_number.as_deref()), (Some("1"), Some("e123")));
    });
    either_way(&of(2015, json!({"volume": "5", "pages": pages})), &of(2014, json!({"volume": "5", "issue": "2"})), |article, _| {
        assert_eq!((article.issue.as_deref(), article.pages.first.as_deref()), (Some("2"), Some("1")), "one volume, and two years");
    });
    // Of which nothing contradicts the other is one place.
    either_way(&of(2013, json!({"volume": "6"})), &of(2013, json!({"issue": "2"})), |article, _| {
        assert_eq!((article.volume.as_deref(), article.issue.as_deref()), (Some("6"), Some("2")));
    });
    let words = |words: &[&str]| json!({"keywords": {"en": words}});
    either_way(&words(&["Deep learning"]), &words(&["deep learning", "reed"]), |article, _| {
        assert_eq!(article.keywords.values().next().unwrap().len(), 2, "a word is one in capitals too");
    });
}

#[test]
fn a_file_that_was_mended_mends_its_record() {
    let of = |title: &str, source: Value, key: Option<&str>| {
        let kept = key.map(|key| json!([["entrytype", "article"], ["entrykey", key]]));
        json!({"title": {"en": title}, "year": 2001, "prov": [source], "raw": kept.map_or_else(|| json!({}), |kept| json!({"bibtex": kept}))})
    };
    let from = |name: &str, file: &str| json!({"src": "magtech-html", "name": name, "file": file});
    let entry = || json!({"src": "bibtex"});
    let (wrong, right) = ("Conting reeds", "Counting reeds");
    for (before, after, mends) in [
        ((from("mine.html", "sha256:1"), None), (from("mine.html", "sha256:2"), None), true),
        ((from("mine.html", "sha256:1"), None), (from("theirs.html", "sha256:2"), None), false),
        // Two tellings in one file.
        ((from("mine.html", "sha256:1"), None), (from("mine.html", "sha256:1"), None), false),
        ((entry(), Some("reeds01")), (entry(), Some("reeds01")), true),
        ((entry(), Some("reeds01")), (entry(), Some("other01")), false),
        ((entry(), None), (entry(), None), false),
    ] {
        let (article, lost) = joined([of(wrong, before.0.clone(), before.1), of(right, after.0.clone(), after.1)]);
        let (title, other) = if mends { (right, wrong) } else { (wrong, right) };
        assert_eq!(article.title.get(&Language::En).unwrap(), title, "{before:?} {after:?}");
        assert!(lost.to_string().contains(other), "{lost}");
    }
    let again = ["Conting reeds", "Counting reed", "Counting reeds"].into_iter().zip(1..);
    let (article, _) = joined(again.map(|(title, nth)| of(title, from("mine.html", &format!("sha256:{nth}")), None)));
    assert_eq!(article.title.get(&Language::En).unwrap(), "Counting reeds", "mended twice");
}

#[test]
fn texts_in_two_languages_are_kept_whatever_came_first() {
    let text = |lang: &str, words: &[&str]| {
        let sections: Vec<Value> =
            words.iter().map(|words| json!({"level": 1, "title": {lang: words}, "blocks": [{"p": words}]})).collect();
        json!({"lang": lang, "body": sections})
    };
    let bare = json!({"lang": "en", "year": 2001});
    let (zh, en) = (text("zh", &["芦苇", "麻鸦"]), text("en", &["Reeds", "Bitterns"]));
    for order in [[&bare, &zh, &en], [&bare, &en, &zh], [&zh, &bare, &en], [&en, &zh, &bare], [&zh, &en, &bare], [&en, &bare, &zh]] {
        let (article, lost) = joined(order.map(Clone::clone));
        let mut said: Vec<(String, String)> = article
            .body
            .iter()
            .flatten()
            .map(|section| (section.lang.to_string(), section.title.values().next().unwrap().clone()))
            .collect();
        said.sort();
        let expected = [("en", "Bitterns"), ("en", "Reeds"), ("zh", "芦苇"), ("zh", "麻鸦")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(said, expected, "{lost}");
    }
    // Another telling of one of them leaves the other alone.
    let (article, lost) = joined([zh, en, text("zh", &["芦苇丛", "麻鸦", "附记"])]);
    let titles: Vec<&String> = article.body.iter().flatten().flat_map(|section| section.title.values()).collect();
    assert!(titles.iter().any(|title| *title == "Reeds") && titles.len() >= 4, "{titles:?}");
    assert!(lost.to_string().contains("芦苇"), "{lost}");
}

#[test]
fn in_lists_of_thousands_everybody_is_found_who_stands_elsewhere() {
    // Four letters for each number; with figures alone between them, all would have one name.
    let spelled = |n: u32| -> String { (0..4).map(|at| char::from(b"bdfghklmnprst"[(n / 13_u32.pow(at) % 13) as usize])).collect() };
    let of = |from: u32, told: &str| {
        let authors: Vec<Value> =
            (from..from + 6000).map(|n| json!({"name": {"en": format!("Ann {}", spelled(n))}, told: format!("{n}@marsh")})).collect();
        json!({"authors": authors})
    };
    either_way(&of(0, "email"), &of(1, "room"), |article, _| {
        assert_eq!(article.authors.len(), 6000);
        let both = article.authors.iter().filter(|one| one.email.as_deref() == one.rest.get("room").and_then(Value::as_str));
        assert_eq!(both.count(), 5999, "each but one has what both say of him");
    });
}

#[test]
fn one_person_in_two_roles_is_one() {
    let of = |role: &str| json!({"authors": [{"name": {"en": "Ashby, Robert"}, "family": {"en": "Ashby"}, "role": role}]});
    either_way(&of("editor"), &of("author"), |article, lost| {
        assert_eq!(article.authors.len(), 1);
        assert!(lost.to_string().contains("Ashby"), "{lost}");
    });
    let both = json!({"authors": [{"name": {"en": "Ashby, Robert"}}, {"name": {"en": "Ashby, Robert"}, "role": "editor"}]});
    either_way(&json!({"authors": [{"name": {"en": "Ashby, Robert"}}]}), &both, |article, _| assert_eq!(article.authors.len(), 2));
}

#[test]
fn an_export_is_read_in_as_the_works_that_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    let of = |id: &str, more: &str| {
        let mut record = json!({"title": {"en": "Counting reeds from a slow boat"}, "year": 2020, "notes": [more],
            "journal": {"title": {"en": "Marsh"}}, "authors": [{"name": {"en": "ALPHA Ann"}}]});
        if !id.is_empty() {
            record["id"] = json!(id);
        }
        article(record)
    };
    // Somebody said that these are two.
    let report = import(&mut library, [of("h:0000000000000001", "one"), of("h:0000000000000002", "two")]).unwrap();
    assert_eq!((report.new, report.joined), (2, 0));
    let again = import(&mut library, [of("h:0000000000000001", "one"), of("h:0000000000000002", "two, and more")]).unwrap();
    assert_eq!((again.unchanged, again.joined), (1, 1));
    // Two chapters to which an export gave the DOI of their book.
    let chapter = |id: &str, title: &str, author: &str, page: &str| {
        article(json!({"id": id, "type": "chapter", "title": {"en": title}, "authors": [{"name": {"en": author}}], "year": 2019,
            "ids": {"doi": "10.1000/book"}, "pages": {"raw": page, "first": page}}))
    };
    let both = [
        chapter("doi:10.1000/book~2", "Salt marshes of the far south", "BETA Bob", "61"),
        chapter("doi:10.1000/book", "How halophytes gather ions", "GAMMA Carl", "137"),
    ];
    import(&mut library, both).unwrap();
    let ids: Vec<String> = listed(&library).iter().map(|key| shown(&library, *key).article.id.to_string()).collect();
    assert!(ids.contains(&"doi:10.1000/book".to_owned()) && ids.contains(&"doi:10.1000/book~2".to_owned()), "{ids:?}");
    // What another library calls otherwise is the same work all the same.
    let folder = tempfile::tempdir().unwrap();
    let mut library = own(folder.path());
    import(&mut library, [of("h:0000000000000001", "one")]).unwrap();
    assert_eq!(import(&mut library, [of("h:0000000000000003", "three")]).unwrap().joined, 1);
    assert_eq!(import(&mut library, [of("", "four")]).unwrap().joined, 1);
}

#[test]
fn a_note_without_its_lines_and_an_address_of_another_kind_are_not_kept_twice() {
    let first = json!({"notes": ["Cited: 3\nTotal: 5"], "links": [{"kind": "pdf", "url": "https://example.org/1"}]});
    let second = json!({"notes": ["Cited: 3 Total: 5"], "links": [{"kind": "html", "url": "https://example.org/1"}]});
    either_way(&first, &second, |article, lost| {
        assert_eq!((article.notes.len(), article.links.len()), (1, 1));
        assert!(lost.to_string().contains("links.kind"), "{lost}");
    });
}
