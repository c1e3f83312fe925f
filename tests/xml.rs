//! XML of journals and databases: small files, one trouble each, and files that mean harm.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

#[path = "formats/reading.rs"]
mod reading;

use qikan::formats;
use qikan::record::{ArticleKind, Block, Language, Relation};
use reading::{AllRead, read_as};

fn read(bytes: &[u8]) -> AllRead {
    read_as(bytes, None)
}

fn zh(text: &qikan::record::MultiText) -> &str {
    text.get(&Language::Zh).unwrap()
}

fn en(text: &qikan::record::MultiText) -> &str {
    text.get(&Language::En).unwrap()
}

#[test]
fn front_matter_of_a_chinese_article() {
    let (format, records, _) = read(include_bytes!("formats/jats/chinese.xml"));
    assert_eq!((format, records.len()), ("jats", 2));
    let article = &records[0];
    assert_eq!(article.kind, ArticleKind::Review);
    assert_eq!((zh(&article.title), en(&article.title)), ("河口借书证的颜色", "Colours of library cards at p &lt; 0.05"));
    assert_eq!((zh(&article.journal.title), en(&article.journal.title)), ("北方治理学报", "Journal of Northern Governance"));
    assert_eq!((en(&article.journal.abbrev), article.journal.cn.as_deref()), ("Beifang Zhili", Some("11-0001/D")));
    assert_eq!(article.journal.issn, ["1000-0001"]);
    assert_eq!(zh(&article.heading), "综述");
    assert_eq!(article.ids.doi.as_ref().unwrap().as_str(), "10.1000/bfzl.2021.s1.002");
    assert_eq!(article.subjects.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["G252", "D630"]);
    assert_eq!((article.volume.as_deref(), article.issue.as_deref(), article.pages.raw.as_str()), (Some("7"), Some("S1"), "5-14"));
    let dates = &article.dates;
    let shown = [dates.received, dates.revised, dates.online, dates.published].map(|date| date.unwrap().to_string());
    assert_eq!(shown, ["2020-02-01", "2020-12", "2021-03-20", "2021-03-20"]);
    assert_eq!(article.year, Some(2021));
    let [first, second, group] = article.authors.as_slice() else { unreachable!() };
    assert_eq!((zh(&first.name), en(&first.name), zh(&first.family)), ("欧阳静怡", "Jingyi Ouyang", "欧阳"));
    assert_eq!((first.aff.as_slice(), first.marks.join("|").as_str()), ([0, 1].as_slice(), "1|2|*"));
    assert_eq!((first.orcid.as_deref(), first.email.as_deref()), (Some("0000-0001-2345-6789"), Some("jy@example.org")));
    assert!(first.corresponding && !first.equal && second.equal);
    assert_eq!((zh(&group.name), group.role.as_deref()), ("河口协作组", Some("editor")));
    let affiliations = &article.affiliations;
    assert_eq!(affiliations.len(), 2);
    assert_eq!((zh(&affiliations[0].text), en(&affiliations[0].text)), ("河口大学, 河口, 257200", "Hekou University, Hekou, China"));
    assert_eq!(zh(&affiliations[1].text), "河口市图书馆， 河口");
    let sections = article.abstracts.get(&Language::Zh).unwrap();
    assert_eq!(sections.iter().map(|one| one.head.as_deref().unwrap()).collect::<Vec<_>>(), ["目的", "方法"]);
    assert_eq!(sections[0].text, "看看Ca<sup>2+</sup>的颜色。");
    assert_eq!(article.keywords.get(&Language::Zh).unwrap(), &["借书证", "颜色"]);
    assert_eq!(article.keywords.get(&Language::En).unwrap(), &["library card", "colour"]);
    assert_eq!((article.funding[0].funder.as_deref(), article.funding[0].awards.join("").as_str()), (Some("河口基金"), "2019ABC001"));
    assert_eq!((article.license.text.as_deref(), article.open_access), (Some("CC BY"), Some(true)));
    assert_eq!(article.links.iter().map(|one| one.kind.as_str()).collect::<Vec<_>>(), ["pdf"]);
    assert_eq!(article.notes, ["两位作者贡献不同。"]);
    // What no member took, in order.
    let kept = article.raw["jats"].as_array().unwrap();
    let kept: Vec<String> = kept.iter().map(|one| format!("{}={}", one[0].as_str().unwrap(), one[1].as_str().unwrap())).collect();
    assert!(kept.contains(&"article/front/article-meta/self-uri/@xlink:href=1.pdf".to_owned()), "{kept:?}");
    assert!(kept.contains(&"article/front/article-meta/custom-meta-group/custom-meta/meta-value=a & b".to_owned()), "{kept:?}");
}

/// Marks that lead from one part of a text to another are kept with their words, and every part that they can lead to keeps its
/// identifier; a blank at the beginning of a mark stands before it, and one without words is nothing.
#[test]
fn what_a_text_points_at_within_itself_is_kept() {
    let (_, records, _) = read(include_bytes!("formats/jats/pointing.xml"));
    let sections = records[0].body.as_ref().unwrap();
    let Block::P(words) = &sections[0].blocks[0] else { unreachable!() };
    assert_eq!(
        words,
        "Posts stand at crossings (<xref to=\"f1\">Figure 1A</xref>; <xref to=\"f1s1 f1\">its supplement</xref>), are counted \
         in <xref to=\"t1\">Table 1</xref>, weighed by <xref to=\"e1\">(1)</xref>, as <xref to=\"s2\">Section 2</xref>, \
         <xref to=\"b1\">Box 1</xref>, <xref to=\"th1\">Theorem 1</xref> and <xref to=\"a1\">Appendix A</xref> say, and as nobody says \
         in <xref to=\"f9\">Figure 9</xref> <xref r=\"1\">[1]</xref>, [9]."
    );
    let blocks = sections.iter().flat_map(|section| &section.blocks);
    let ids: Vec<&str> = blocks
        .filter_map(|block| match block {
            Block::Fig(figure) => figure.id.as_deref(),
            Block::Table(table) => table.id.as_deref(),
            Block::Math(formula) => formula.id.as_deref(),
            Block::P(text) => text.strip_prefix("<b id=\"")?.split('"').next(),
            _ => None,
        })
        .collect();
    assert_eq!(ids, ["f1", "f1s1", "e1", "b1 b1s", "th1", "t1", "f2"]);
    assert_eq!(sections.iter().filter_map(|section| section.id.as_deref()).collect::<Vec<_>>(), ["s1", "s2", "s21", "a1"]);
    let blank = include_str!("formats/jats/pointing.xml")
        .replace("counted in<xref ref-type=\"table\" rid=\"t1\">", "counted in <xref ref-type=\"table\" rid=\"t1\">");
    let (_, records, _) = read(blank.as_bytes());
    let Block::P(words) = &records[0].body.as_ref().unwrap()[0].blocks[0] else { unreachable!() };
    assert!(words.contains("counted in <xref to=\"t1\">Table 1</xref>, weighed"), "{words}");
    // The abstract has no text to lead into.
    assert_eq!(records[0].abstracts.get(&Language::En).unwrap()[0].text, "Signposts within a text, and Fig. 1 of it.");
}

#[test]
fn references_with_elements_and_without() {
    let (_, records, _) = read(include_bytes!("formats/jats/chinese.xml"));
    let refs = records[0].refs.as_ref().unwrap();
    assert_eq!(refs.iter().map(|one| one.n.as_deref()).collect::<Vec<_>>(), [Some("1"), Some("2"), None]);
    assert_eq!(refs[0].raw, "甲某. 借书证的历史[J]. 北方治理学报, 2019, 5(2): 1-9.");
    assert_eq!((refs[0].parts[0].title.as_deref(), refs[0].parts[0].host_title()), (Some("借书证的历史"), Some("北方治理学报")));
    assert_eq!(refs[1].raw, "Smith J, et al. Cards & colours. J Cards. 2010a;12(3):1-10. doi:10.1000/cards.");
    let part = &refs[1].parts[0];
    assert_eq!((part.etal, part.year, part.year_suffix.as_deref(), part.pages.as_deref()), (true, Some(2010), Some("a"), Some("1-10")));
    assert_eq!(refs[1].ids.doi.as_ref().unwrap().as_str(), "10.1000/cards");
    assert_eq!(refs[2].raw, "Doe, A (1999) Cards of the world. Hekou: Library");
    let book = &refs[2].parts[0];
    assert_eq!((book.title.as_deref(), book.host_title(), book.publisher.as_deref()), (Some("Cards of the world"), None, Some("Library")));
}

#[test]
fn a_reply_within_an_article_is_a_record_of_its_own() {
    let (_, records, findings) = read(include_bytes!("formats/jats/chinese.xml"));
    let [article, reply] = records.as_slice() else { unreachable!() };
    assert_eq!((en(&reply.title), reply.refs.as_ref().unwrap().len()), ("Reply", 1));
    assert_eq!((&reply.journal, reply.year), (&article.journal, article.year));
    assert!(reply.related.as_ref().unwrap()[0].raw.starts_with("河口借书证的颜色. 10.1000/"), "{:?}", reply.related);
    let relations: Vec<Relation> = article.related.as_ref().unwrap().iter().map(|one| one.rel).collect();
    assert_eq!(relations, [Relation::Correction, Relation::Companion]);
    assert!(findings.iter().any(|finding| finding.sentence.contains("Reply")));
}

#[test]
fn the_full_text_in_a_row_of_sections() {
    let (_, records, _) = read(include_bytes!("formats/jats/chinese.xml"));
    let body = records[0].body.as_ref().unwrap();
    let titles: Vec<(u8, &str)> = body.iter().map(|one| (one.level, one.title.get(&Language::Zh).map_or("", String::as_str))).collect();
    assert_eq!(titles, [(1, "1 引言"), (2, "材料"), (1, ""), (1, "代码"), (1, "致谢"), (1, "注释")]);
    let [Block::P(before), Block::Math(formula), Block::P(behind), Block::List(points)] = body[0].blocks.as_slice() else {
        unreachable!("{:?}", body[0].blocks)
    };
    assert!(before.starts_with("先前的研究<sup><xref r=\"2\">[2]</xref></sup>指出<i>x</i>为<math mathml="), "{before}");
    assert!(before.contains(">x²</math><sup><xref fn=\"f1\">1</xref></sup>"), "{before}");
    assert_eq!((formula.text.as_str(), behind.as_str()), ("y = (a + 1)/b\u{2003}(1)", "其中<i>a</i>为数。"));
    assert_eq!(points, &["1. 红", "– 深红", "2. 蓝"]);
    let [Block::P(_), Block::Fig(figure), Block::Table(table), Block::Note(note)] = body[1].blocks.as_slice() else {
        unreachable!("{:?}", body[1].blocks)
    };
    assert_eq!((figure.label.as_str(), figure.caption.as_str(), figure.href.as_deref()), ("图1", "卡片的样子", Some("f1.png")));
    assert_eq!((table.label.as_str(), table.caption.as_str(), table.head), ("表1", "颜色", 2));
    assert_eq!(table.rows, [["馆", "数", ""], ["", "红", "蓝"], ["甲", "1", "2<sup><xref fn=\"t1\">a</xref></sup>"]]);
    assert_eq!((note.label.as_str(), note.text.as_str()), ("a", "估计。"));
    assert_eq!(body[3].blocks, [Block::Code("if a &lt; b\n  stop".into()), Block::Quote("书非借不能读也。".into())]);
}

#[test]
fn parts_of_a_book_within_parts_need_no_large_stack() {
    let part = "<book-part book-part-type='part'><book-part-meta><title-group><title>P</title></title-group></book-part-meta><body>";
    let text = format!("<book><book-body>{}{}</book-body></book>", part.repeat(90), "</body></book-part>".repeat(90));
    let reader = std::thread::Builder::new().stack_size(1 << 20).spawn(move || read(text.as_bytes()).1.len()).unwrap();
    assert!(reader.join().unwrap() > 0);
}

#[test]
fn xml_that_means_harm_is_read_or_told() {
    let laughs = "<!DOCTYPE article [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\"><!ENTITY x SYSTEM \"file:///etc/passwd\">]>\
                  <article><front><article-meta><title-group><article-title>&c;&a;&x;</article-title></title-group></article-meta></front></article>";
    let (_, records, findings) = read(laughs.as_bytes());
    assert_eq!(en(&records[0].title), "&amp;c;ha&amp;x;");
    assert_eq!(findings.len(), 2, "{findings:?}");

    let deep = format!(
        "<article><front><article-meta/></front><body>{}deep{}</body></article>",
        "<sec><p>".repeat(50_000),
        "</p></sec>".repeat(50_000)
    );
    let (_, records, findings) = read(deep.as_bytes());
    assert!(format!("{:?}", records[0].body).contains("deep"));
    assert!(findings.iter().any(|finding| finding.sentence.contains("256")), "{findings:?}");

    let whole = include_str!("formats/jats/chinese.xml");
    for cut in (0..whole.len()).step_by(97).filter(|at| whole.is_char_boundary(*at)) {
        let (head, _) = whole.split_at(cut);
        let (format, records, findings) = read(head.as_bytes());
        if format == "jats" {
            assert!(!findings.is_empty(), "cut at {cut}");
            assert!(!records.is_empty() || findings.iter().any(|one| one.severity == formats::Severity::Skipped), "cut at {cut}");
        }
    }

    let crossed = "<article><front><article-meta><title-group><article-title>A <bold>b <italic>c</bold></italic> &nosuch; d & e</article-title></title-group></article-meta></front></article>";
    let (_, records, findings) = read(crossed.as_bytes());
    assert_eq!(en(&records[0].title), "A <b>b <i>c</i></b> &amp;nosuch; d &amp; e");
    assert_eq!(findings.len(), 2, "{findings:?}");

    let wide = format!(
        "<article><front><article-meta/></front><body><table>{}</table></body></article>",
        "<tr><td colspan=\"99999\" rowspan=\"99999\">x</td></tr>".repeat(2000)
    );
    let (_, records, _) = read(wide.as_bytes());
    assert!(records[0].body.is_some());
}

/// A group within a group within a group: each member once, not once for every group around it.
#[test]
fn members_of_groups_within_groups_are_read_once() {
    let groups = 60;
    let open = "<contrib contrib-type=\"author\"><collab>Group<contrib-group>";
    let close = "</contrib-group></collab></contrib>";
    let nameless = "<contrib><contrib-group>".repeat(groups)
        + "<contrib><collab>One</collab></contrib>"
        + &"</contrib-group></contrib>".repeat(groups);
    for (within, people) in [(open.repeat(groups) + &close.repeat(groups), groups), (nameless, 1)] {
        let text = format!("<article><front><article-meta><contrib-group>{within}</contrib-group></article-meta></front></article>");
        let (_, records, _) = read(text.as_bytes());
        assert_eq!(records[0].authors.len(), people);
    }
}

#[test]
fn pubmed_articles_and_books() {
    let (format, records, _) = read(include_bytes!("formats/pubmed-xml/set.xml"));
    let [article, chapter] = records.as_slice() else { unreachable!("{format} {records:?}") };
    assert_eq!((format, &article.kind, &chapter.kind), ("pubmed-xml", &ArticleKind::Review, &ArticleKind::Chapter));
    assert_eq!((zh(&article.title), en(&article.title)), ("卡片的颜色", "Colours of Ca<sup>2+</sup> cards"));
    assert_eq!((article.pages.last.as_deref(), article.year), (Some("129"), Some(1998)));
    assert_eq!(article.dates.raw["published"], "1998 Dec-1999 Jan");
    assert_eq!((article.ids.pmid.as_deref(), article.ids.pmcid.as_deref()), (Some("1001"), Some("PMC1")));
    assert_eq!(article.authors.iter().map(|one| one.aff.len()).collect::<Vec<_>>(), [1, 1, 0]);
    assert_eq!(article.affiliations.len(), 1);
    assert_eq!(article.abstracts.get(&Language::En).unwrap()[1].head.as_deref(), Some("RESULT"));
    assert!(article.subjects.iter().any(|one| one.scheme == "mesh" && one.code == "Color/history"));
    assert_eq!(article.refs.as_ref().unwrap()[0].ids.pmid.as_deref(), Some("77"));
    assert!(article.raw["pubmed-xml"].to_string().contains("NumberOfReferences"));
    assert_eq!((en(&chapter.title), en(&chapter.journal.title)), ("Blue cards", "The card book"));
    // A title in brackets is a translation, whatever the language of the article.
    let french = include_str!("formats/pubmed-xml/set.xml").replace("<Language>chi<", "<Language>fre<");
    assert_eq!(en(&read(french.as_bytes()).1[0].title), "Colours of Ca<sup>2+</sup> cards");
}

#[test]
fn records_of_endnote() {
    let (format, records, _) = read(include_bytes!("formats/endnote-xml/one.xml"));
    let article = &records[0];
    assert_eq!((format, &article.kind), ("endnote-xml", &ArticleKind::Article));
    assert_eq!((en(&article.title), en(&article.journal.title)), ("On <i>Ficus</i>", "J Cards"));
    assert_eq!((article.issue.as_deref(), article.pages.raw.as_str()), (Some("3"), "1-9"));
    assert_eq!(article.dates.published.unwrap().to_string(), "2010-05-05");
    let body = &article.authors[1];
    assert_eq!((body.kind, en(&body.name)), (qikan::record::ContributorKind::Collaboration, "Inks, Cards and Co"));
    assert_eq!(article.raw["endnote-xml"].to_string(), r#"[["record/custom1","mine"]]"#);
}

#[test]
fn an_answer_of_oai_pmh() {
    let (format, records, _) = read(include_bytes!("formats/oai-dc/answer.xml"));
    assert_eq!((format, records.len()), ("oai-dc", 1));
    let article = &records[0];
    assert_eq!((zh(&article.title), en(&article.title)), ("卡片的颜色", "Colours of cards"));
    assert_eq!(article.authors.iter().map(|one| en(&one.family)).collect::<Vec<_>>(), ["Ouyang", "Yu"]);
    assert_eq!((article.volume.as_deref(), article.issue.as_deref(), article.pages.raw.as_str()), (Some("7"), Some("2"), "5-14"));
    assert_eq!((article.year, article.journal.issn.as_slice()), (Some(2020), ["1000-0001".to_owned()].as_slice()));
    assert!(article.raw["oai-dc"].to_string().contains("Hekou"));
}

#[test]
fn a_chapter_in_mods() {
    let (format, records, _) = read(include_bytes!("formats/mods/chapter.xml"));
    let article = &records[0];
    assert_eq!((format, &article.kind, en(&article.title)), ("mods", &ArticleKind::Chapter, "The card: a colour"));
    assert_eq!((en(&article.journal.title), article.pages.raw.as_str(), article.year), ("Cards of the world", "23-45", Some(1985)));
    assert_eq!(article.authors.iter().map(|one| one.role.as_deref()).collect::<Vec<_>>(), [None, Some("editor")]);
    assert!(article.raw["mods"].to_string().contains("x1"));
}

#[test]
fn a_deposit_of_crossref() {
    let (format, records, _) = read(include_bytes!("formats/unixref/journal.xml"));
    let article = &records[0];
    assert_eq!((format, en(&article.title)), ("unixref", "Colours of <i>Ficus</i> cards"));
    assert_eq!((article.journal.issn[0].as_str(), article.volume.as_deref(), article.pages.raw.as_str()), ("1000-0001", Some("7"), "5-14"));
    assert_eq!(article.authors.len(), 2);
    let refs = article.refs.as_ref().unwrap();
    assert_eq!(refs[0].raw, "Doe. J Cards. 1990;1:2. doi:10.1000/old.");
    assert_eq!(refs[1].parts[0].title.as_deref(), Some("On cards"));
}

#[test]
fn an_article_of_copernicus() {
    let (format, records, _) = read(include_bytes!("formats/copernicus/one.xml"));
    let article = &records[0];
    assert_eq!((format, en(&article.title)), ("copernicus", "Colours of CO<sub>2</sub> cards"));
    let one = &article.authors[0];
    assert_eq!((en(&one.family), one.particle.as_deref(), one.aff.as_slice()), ("Smith", Some("van"), [0].as_slice()));
    assert_eq!((article.pages.raw.as_str(), article.refs.as_ref().unwrap().len()), ("5-14", 1));
    assert_eq!(article.abstracts.get(&Language::En).unwrap()[0].text, "To look.");
}

#[test]
fn tei_larger_than_what_is_held_is_read_a_work_at_a_time() {
    // Between two works stands more than is ever held of one record.
    let apart = ["<!-- ", &" ".repeat(1 << 20), " -->"].concat().repeat(33);
    let work = |title: &str| format!("<biblStruct><analytic><title level=\"a\">{title}</title></analytic></biblStruct>");
    let text = |title: &str| {
        let statement = format!("<titleStmt><title>{title}</title></titleStmt>");
        format!("<TEI><teiHeader><fileDesc>{statement}</fileDesc></teiHeader><text><body><p>Reeds.</p></body></text></TEI>")
    };
    for (file, titles) in [
        (
            format!("<listBibl>{}{apart}{}{apart}{}</listBibl>", work("Reeds"), work("Sedges"), work("Rushes")),
            ["Reeds", "Sedges", "Rushes"],
        ),
        (
            format!(
                "<teiCorpus xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader/>{}{apart}{}{apart}{}</teiCorpus>",
                text("Moss"),
                text("Peat"),
                text("Mud")
            ),
            ["Moss", "Peat", "Mud"],
        ),
    ] {
        let (format, records, findings) = read(file.as_bytes());
        assert_eq!((format, findings.len()), ("tei", 0), "{findings:?}");
        assert_eq!(records.iter().map(|one| en(&one.title)).collect::<Vec<_>>(), titles);
    }
}

#[test]
fn what_was_left_of_a_work_stands_with_it_in_a_long_list_too() {
    let works: Vec<String> = (0..5_100).map(|at| format!("<biblStruct><shelf>left {at}</shelf></biblStruct>")).collect();
    let works = works.concat();
    let list = format!("<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body><listBibl>{works}</listBibl></body></text></TEI>");
    let (_, records, _) = read(list.as_bytes());
    assert_eq!(records.len(), 5_100);
    for (at, one) in records.iter().enumerate() {
        assert_eq!(one.raw["tei"].as_array().unwrap().len(), 1);
        assert_eq!(one.raw["tei"][0][1], format!("left {at}"));
    }
}

#[test]
fn a_monstrous_name_is_not_repeated_with_every_part_within() {
    let name = "shelf".repeat(4_000);
    let file = format!("<mods><titleInfo><title>Reeds</title></titleInfo><{name}>{}</{name}></mods>", "<b>left</b>".repeat(2_000));
    let (_, records, _) = read(file.as_bytes());
    assert_eq!(records[0].raw["mods"].as_array().unwrap().len(), 2_000);
    assert!(records[0].raw["mods"].to_string().len() < 4 * file.len());
}

#[test]
fn what_is_too_much_to_be_kept_is_told_with_its_line() {
    let within = |parts: usize| {
        let parts = "<b>left</b>\n".repeat(parts);
        let file = format!("<mods><titleInfo><title>Reeds</title></titleInfo>\n{parts}</mods>");
        let (_, records, findings) = read(file.as_bytes());
        (records[0].raw["mods"].as_array().unwrap().len(), findings)
    };
    assert_eq!(within(20_000), (20_000, Vec::new()));
    let (kept, findings) = within(20_005);
    assert_eq!(kept, 20_000);
    let told: Vec<_> = findings.iter().map(|finding| (finding.line, finding.sentence.contains("were not kept"))).collect();
    assert_eq!(told, [(Some(20_002), true)]);
}

/// Identifiers that nothing parts from the pages before them are read and not printed; a heading is parted from its note.
#[test]
fn hidden_identifiers_and_headings_of_notes() {
    let xml = r#"<article><front><article-meta><title-group><article-title>On reeds</article-title></title-group></article-meta>
        <notes><title>Copyright comment</title><p>Corrected 2023</p></notes></front>
        <back><ref-list><ref><mixed-citation publication-type="journal"><name><surname>Doe</surname><given-names>A</given-names></name> (<year>2011</year>)
        <article-title>Marshes</article-title>. <source>Reeds</source> <volume>19</volume>: <fpage>131</fpage>–<lpage>137</lpage><pub-id pub-id-type="pmid">21127999</pub-id></mixed-citation></ref>
        <ref><mixed-citation publication-type="journal"><article-title>Rushes</article-title>. PMID: <pub-id pub-id-type="pmid">7</pub-id></mixed-citation></ref></ref-list></back></article>"#;
    let (_, articles, _) = read(xml.as_bytes());
    let refs = articles[0].refs.as_deref().unwrap();
    assert_eq!(refs[0].raw, "Doe A (2011) Marshes. Reeds 19: 131–137");
    assert_eq!(refs[0].ids.pmid.as_deref(), Some("21127999"));
    assert_eq!(refs[1].raw, "Rushes. PMID: 7");
    assert_eq!(articles[0].notes, ["Copyright comment: Corrected 2023"]);
}

/// What one formula of MathML is shown as.
fn formula(math: &str) -> String {
    let head = "<article><front><article-meta><title-group><article-title>A</article-title></title-group></article-meta></front>";
    let source = format!("{head}<body><sec><disp-formula><math>{math}</math></disp-formula></sec></body></article>");
    let (_, records, _) = read(source.as_bytes());
    match records[0].body.as_ref().unwrap()[0].blocks.as_slice() {
        [Block::Math(formula)] => formula.text.clone(),
        other => unreachable!("{other:?}"),
    }
}

#[test]
fn formulas_of_mathml_are_readable() {
    let fence = |open: &str, close: &str, inner: &str| formula(&format!("<mfenced open=\"{open}\" close=\"{close}\">{inner}</mfenced>"));
    let terms = "<mi>a</mi><mo>+</mo><mi>b</mi>";
    assert_eq!(fence("(", ")", terms), "(a + b)", "no list, though nothing says so");
    assert_eq!(fence("(", ")", "<mi>a</mi><mi>b</mi>"), "(a, b)");
    assert_eq!(formula(&format!("<mfenced separators=\"\">{terms}</mfenced>")), "(a + b)");
    assert_eq!(formula("<mfenced separators=\"|;\"><mi>a</mi><mi>b</mi><mi>c</mi></mfenced>"), "(a| b; c)");
    assert_eq!(formula("<mfenced open=\"{\"><mtable><mtr><mtd><mi>a</mi></mtd></mtr></mtable></mfenced>"), "{a");
    for (math, text) in [
        ("<mn>2</mn><mfrac><mn>1</mn><mrow><mi>a</mi><mi>b</mi></mrow></mfrac><mi>c</mi>", "2 1/(ab) c"),
        ("<mfrac><mi>d</mi><mrow><mi>d</mi><mi>x</mi></mrow></mfrac>", "d/dx"),
        ("<mfrac><mn>1</mn><mrow><mi>f</mi><mo>(</mo><mi>x</mi><mo>)</mo></mrow></mfrac>", "1/f(x)"),
        ("<msup><mfrac><mi>a</mi><mi>b</mi></mfrac><mn>2</mn></msup>", "(a/b)²"),
        ("<msup><msqrt><mi>x</mi></msqrt><mn>3</mn></msup>", "(√x)³"),
        ("<mi>a</mi><mi>cos</mi><mo>&#x2061;</mo><mn>2</mn><mi>t</mi>", "a cos 2t"),
        ("<mi>a</mi><mo>cos</mo><mn>2</mn><mi>t</mi>", "a cos 2t"),
        ("<msup><mi>sin</mi><mn>2</mn></msup><mi>t</mi>", "sin² t"),
        ("<msup><mi>sin</mi><mo>&#x2061;</mo><mn>2</mn></msup><mi>t</mi>", "sin² t"),
        ("<mover accent=\"true\"><mi>h</mi><mo>&#x307;</mo></mover>", "h\u{307}"),
        ("<msub><mi>u</mi><mo>&#x2217;</mo></msub><msup><mi>u</mi><mo>&#x2217;</mo></msup>", "u_*u*"),
        ("<mi mathvariant=\"double-struck\">R</mi>", "ℝ"),
        ("<mo>|</mo><mi>x</mi><mo>|</mo><mo>+</mo><mo>|</mo><mo>-</mo><mi>y</mi><mo>|</mo>", "|x| + |−y|"),
        ("<mo fence=\"true\">∣</mo><mi>x</mi><mo fence=\"true\">∣</mo>", "|x|"),
        ("<mn>1</mn><mo>,</mo><mn>140</mn><mo>,</mo><mi>n</mi>", "1,140, n"),
        ("<mi>S</mi><mo>:</mo><mo>=</mo><mn>1</mn>", "S := 1"),
        ("<munder><munder><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mo>⏟</mo></munder><mi>n</mi></munder>", "(a + b)ₙ"),
        ("<mn>5</mn><merror><mtext>\\degree</mtext></merror>", "5°"),
        ("<mo>\\left(</mo><mi>x</mi><mo>\\right)</mo>", "(x)"),
        ("<mi><munder><mo>lim</mo><mi>n</mi></munder></mi><mi>a</mi>", "limₙ a"),
        ("<msub><mi>a</mi><mrow><mi>in</mi><mspace width=\"0.33em\"/><mi>out</mi></mrow></msub>", "a_{in out}"),
        ("<msubsup><mo>∫</mo><mn>0</mn><mi>t</mi></msubsup><mi>f</mi><mspace width=\"0.17em\"/><mi>d</mi><mi>s</mi>", "∫₀ᵗ f ds"),
    ] {
        assert_eq!(formula(math), text, "{math}");
    }
}

#[test]
fn lists_and_thousands_of_mathml_are_told_apart() {
    let list = |items: &[&str]| items.iter().map(|item| format!("<mn>{item}</mn>")).collect::<Vec<_>>().join("<mo>,</mo>");
    let within = |items: &[&str]| format!("<mo>(</mo>{}<mo>)</mo>", list(items));
    let fence = |inner: &str| format!("<mfenced>{inner}</mfenced>");
    let pair = fence("<mi>a</mi><mi>b</mi>");
    let half = "<mfrac><mn>1</mn><mn>2</mn></mfrac>";
    let rows = [
        (within(&["0", "255"]), "(0, 255)"),
        (within(&["100", "200"]), "(100, 200)"),
        (within(&["10", "200", "300"]), "(10, 200, 300)"),
        (format!("<mi>n</mi><mo>=</mo>{}", list(&["1", "10", "100"])), "n = 1, 10, 100"),
        (format!("<mi>n</mi><mo>=</mo>{}", list(&["1", "234", "567.8"])), "n = 1,234,567.8"),
        (format!("<mi>U</mi><mo>[</mo>{}<mo>]</mo>", list(&["1", "468.36", "1", "468.41"])), "U[1,468.36, 1,468.41]"),
        (list(&["2000", "100"]), "2000, 100"),
        (list(&["05", "100"]), "05, 100"),
        (format!("<mi>f</mi>{}", fence(&format!("{pair}<mi>c</mi>"))), "f((a, b), c)"),
        (fence(&format!("{pair}{pair}")), "((a, b), (a, b))"),
        (fence("<mi>f</mi><mfenced><mi>x</mi></mfenced>"), "(f(x))"),
        (format!("<mfenced open=\"[\" close=\"]\">{half}<mn>1</mn></mfenced>"), "[1/2, 1]"),
        (format!("<mfenced open=\"[\" close=\"]\"><mn>0</mn>{half}</mfenced>"), "[0, 1/2]"),
        (fence(&format!("{half}<mi>x</mi>")), "(1/2 x)"),
        (format!("<mfenced separators=\",\">{half}<mi>y</mi></mfenced>"), "(1/2, y)"),
        ("<mn>1.5<msup><mi>x</mi><mn>2</mn></msup></mn><mi>y</mi>".to_owned(), "1.5x²y"),
    ];
    let wrong: Vec<_> = rows.iter().map(|(math, text)| (math, formula(math), *text)).filter(|(_, got, text)| got != text).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn tables_of_mathml_are_rows_of_cells_or_of_sides() {
    let table = |rows: &[&[&str]]| {
        let rows: Vec<String> = rows.iter().map(|cells| format!("<mtr><mtd>{}</mtd></mtr>", cells.join("</mtd><mtd>"))).collect();
        format!("<mtable>{}</mtable>", rows.concat())
    };
    let minus = "<mo>-</mo><mn>1</mn>";
    assert_eq!(formula(&table(&[&["<mn>1</mn>", minus], &["<mi>x</mi>", "<mn>0</mn>"]])), "1, −1; x, 0");
    assert_eq!(formula(&table(&[&["<mi>x</mi><mo>≤</mo>", "<mi>y</mi><mo>,</mo>"], &["", minus]])), "x ≤ y; −1");
    let aligned = table(&[&["<mi>x</mi>", "<mi>y</mi><mo>=</mo><mn>1</mn>"]]).replacen("<mtd>", "<mtd columnalign=\"right\">", 1);
    assert_eq!(formula(&aligned), "x y = 1");
    assert_eq!(formula("<mtable><mlabeledtr><mtd><mtext>(1)</mtext></mtd><mtd><mi>x</mi></mtd></mlabeledtr></mtable>"), "x, (1)");
}

/// Who would compare each citation of an entry with each other one would not be back for minutes.
#[test]
fn an_entry_of_thousands_of_citations_ends() {
    let pair = |at: usize| {
        let told = format!("<name><surname>Rain{at}</surname></name><article-title>Seeds {at} of the dry season</article-title>");
        format!(
            "<mixed-citation>Fire A. Grasses {at} of the north. Savana, 1998.</mixed-citation><element-citation>{told}</element-citation>"
        )
    };
    let citations: String = (0..3000).map(pair).collect();
    let document = format!(
        "<article xml:lang=\"en\"><front><article-meta><title-group><article-title>S</article-title></title-group></article-meta></front>\
         <back><ref-list><ref id=\"B1\">{citations}</ref></ref-list></back></article>"
    );
    let (_, records, _) = read(document.as_bytes());
    let refs = records[0].refs.as_ref().unwrap();
    assert_eq!((refs.len(), refs[0].parts.len()), (1, 6000));
}
