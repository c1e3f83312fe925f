//! Pages and rows, held against golden files and against rules that hold in every width.
//!
//! `QIKAN_REWRITE=1 cargo test --test page` writes the golden files anew; the difference is for a person to judge.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot set its scene has nothing to say")]

use std::path::PathBuf;

use proptest::prelude::*;
use qikan::library::{ArticleCard, ArticleKey, Linked, ShelfName};
use qikan::reader::page::{
    LanguageChoice, RowShape, article_page, card_page, card_row, line_of, line_of_part, line_text, note_page, part_of_table, part_page,
    place_of, reference_page, reference_rows, related_page, related_rows, table_of_part, table_page,
};
use qikan::reader::{Page, PageLine, PageOptions, Role, Row, SignSet, Target};
use qikan::record::{Article, Block, HowLinked};
use qikan::text::{Ambiguous, Measure};

/// A small bilingual article that has one of everything.
fn article() -> Article {
    serde_json::from_str(include_str!("page/article.json")).expect("the article is of the schema")
}

fn linked() -> Vec<Linked> {
    let key = ArticleKey { shelf: ShelfName::Own, row: 7 };
    vec![Linked::Held { key, how: HowLinked::Doi }, Linked::Elsewhere { url: "https://example.org/report.pdf".into() }, Linked::Unknown]
}

fn card() -> ArticleCard {
    let article = article();
    ArticleCard {
        key: ArticleKey { shelf: ShelfName::Own, row: 7 },
        title: article.title,
        authors: [("zh", "林一舟，周敏"), ("en", "LIN Yi-zhou, ZHOU Min")]
            .into_iter()
            .map(|(language, names)| (qikan::record::Language::parse(language), names.to_owned()))
            .collect(),
        journal: article.journal.title,
        year: article.year,
        volume: article.volume,
        issue: article.issue,
        pages: Some(article.pages.raw),
        read: false,
    }
}

fn options(width: usize, language: LanguageChoice) -> PageOptions {
    PageOptions { width, language, ..PageOptions::default() }
}

/// Lines as a file has them.
fn joined(lines: impl Iterator<Item = String>) -> String {
    lines.flat_map(|line| [line, "\n".to_owned()]).collect()
}

/// The lines as they stand on the screen.
fn text(lines: &[PageLine]) -> String {
    joined(lines.iter().map(|line| format!("{}{}", " ".repeat(line.indent), line_text(line))))
}

fn rows_text(rows: &[Row]) -> String {
    rows.iter().map(|row| text(&row.lines)).collect()
}

/// The roles of the lines, a letter a character.
fn roles(lines: &[PageLine]) -> String {
    let letters = |line: &PageLine| -> String {
        line.runs.iter().map(|run| run.tag.role.letter().to_string().repeat(run.text.chars().count())).collect()
    };
    joined(lines.iter().map(|line| format!("{}{}", " ".repeat(line.indent), letters(line))))
}

/// Compares with a golden file of `tests/page`, or writes it.
fn golden(name: &str, found: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/page").join(name);
    if std::env::var_os("QIKAN_REWRITE").is_some() {
        std::fs::write(&path, found).unwrap();
    }
    let wanted = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(found, wanted, "{name} is not as written");
}

#[test]
fn the_page_in_each_language() {
    for (name, choice) in [("zh.txt", LanguageChoice::Zh), ("en.txt", LanguageChoice::En), ("both.txt", LanguageChoice::Both)] {
        golden(name, &text(&article_page(&article(), &options(60, choice)).lines));
    }
}

#[test]
fn of_a_text_in_two_languages_the_chosen_one_is_shown() {
    let mut article = article();
    article.body = serde_json::from_value(serde_json::json!([
        {"lang": "pt", "level": 1, "title": {"pt": "Introdução"}, "blocks": [{"p": "Os juncos."}, {"p": "Outros."}]},
        {"lang": "en", "level": 1, "title": {"en": "Introduction"}, "blocks": [{"p": "The reeds."}]},
    ]))
    .expect("the text is of the schema");
    let page = |choice| article_page(&article, &options(60, choice));
    for (choice, shown) in [
        (LanguageChoice::En, &["The reeds."][..]),
        (LanguageChoice::Both, &["Os juncos.", "Outros.", "正文 (en)", "The reeds."]),
        // Of two that are not asked for, the first.
        (LanguageChoice::Zh, &["Os juncos.", "Outros."]),
    ] {
        let lines = text(&page(choice).lines);
        for words in ["Os juncos.", "Outros.", "The reeds.", "正文 (en)"] {
            assert_eq!(lines.contains(words), shown.contains(&words), "{words} where {choice:?} is asked for:\n{lines}");
        }
    }
    // Two texts may have the same identifiers: each leads to its own part.
    let mut pointing = article.clone();
    let text = |label: &str| serde_json::json!([{"p": format!("<xref to=\"f1\">{label}</xref>")}, {"fig": {"id": "f1", "label": label, "caption": "x"}}]);
    pointing.body = serde_json::from_value(serde_json::json!([
        {"lang": "pt", "level": 1, "blocks": text("Fig. pt")}, {"lang": "en", "level": 1, "blocks": text("Fig. en")}
    ]))
    .expect("the text is of the schema");
    let page_of_both = article_page(&pointing, &options(60, LanguageChoice::Both));
    let spots = page_of_both.spots(0..page_of_both.lines.len(), Measure::default());
    let parts = spots.iter().filter_map(|spot| if let Target::Part(number) = spot.target { Some(*number) } else { None });
    let heads: Vec<String> = parts.map(|number| line_text(&page_of_both.lines[line_of_part(&page_of_both, number)])).collect();
    assert!(heads.len() == 2 && heads[0].starts_with("Fig. pt") && heads[1].starts_with("Fig. en"), "{heads:?}");
    // A place in the text is one place, whatever language is shown before it.
    let place = |choice| {
        let page = page(choice);
        let line = page.lines.iter().position(|line| line_text(line).contains("The reeds.")).expect("it is there");
        place_of(&page, line)
    };
    assert_eq!(place(LanguageChoice::En), place(LanguageChoice::Both));
}

#[test]
fn every_stretch_of_the_page_has_its_role() {
    golden("roles.txt", &roles(&article_page(&article(), &options(60, LanguageChoice::Both)).lines));
}

#[test]
fn the_page_in_a_narrow_pane_and_in_ascii() {
    let wide = Measure { ambiguous: Ambiguous::Two };
    let options = PageOptions { measure: wide, signs: SignSet::of(wide), ..options(34, LanguageChoice::Zh) };
    golden("narrow-ascii.txt", &text(&article_page(&article(), &options).lines));
}

/// What is no article tells what it has instead of a journal; a year stands on the page once, and two that differ both.
#[test]
fn a_thesis_and_a_year_ahead() {
    let shown = |json: &str, language| {
        let article: Article = serde_json::from_str(json).unwrap();
        text(&article_page(&article, &options(60, language)).lines)
    };
    let thesis = r#"{"type":"thesis","lang":"zh","title":{"zh":"芦苇"},"year":2019,"dates":{"published":"2019-06"},
        "journal":{"publisher":{"zh":"湿地大学"}},"imprint":{"place":"灯市","genre":"博士学位论文"}}"#;
    let page = shown(thesis, LanguageChoice::Zh);
    assert!(page.contains("机构  灯市：湿地大学") && page.contains("类型  博士学位论文"), "{page}");
    assert_eq!(page.matches("2019").count(), 1, "{page}");
    let ahead = r#"{"type":"article","lang":"en","title":{"en":"Ahead"},"year":2020,"dates":{"published":"2019-12-30"}}"#;
    let page = shown(ahead, LanguageChoice::En);
    assert!(page.contains("2019-12-30") && page.contains("2020"), "{page}");
}

#[test]
fn rows_of_lists() {
    let article = article();
    let mut found = String::new();
    for (width, shape, language) in
        [(60, RowShape::Whole, LanguageChoice::Zh), (60, RowShape::Whole, LanguageChoice::Both), (40, RowShape::Single, LanguageChoice::En)]
    {
        let options = PageOptions { shape, ..options(width, language) };
        found.push_str(&format!("== {width} {shape:?} {language:?}\n"));
        found.push_str(&rows_text(&reference_rows(&article, &linked(), &options)));
        found.push_str("-- related\n");
        found.push_str(&rows_text(&related_rows(&article, &linked(), &options)));
        found.push_str("-- card\n");
        found.push_str(&text(&card_row(&card(), Some("3 references in common"), &options).lines));
    }
    golden("rows.txt", &found);
}

#[test]
fn pages_of_references_and_cards() {
    let article = article();
    let options = options(50, LanguageChoice::Both);
    let mut found = String::new();
    for (reference, linked) in article.refs.iter().flatten().zip(&linked()) {
        found.push_str(&text(&reference_page(reference, linked, None, &options).lines));
        found.push_str("==\n");
    }
    let related = article.related.as_ref().unwrap().first().unwrap();
    found.push_str(&text(&related_page(related, &Linked::Unknown, None, &options).lines));
    found.push_str("==\n");
    found.push_str(&text(&card_page(&card(), &options).lines));
    golden("peek.txt", &found);
}

/// Numbers that the printed line need not have.
#[test]
fn a_reference_shows_its_numbers_in_pubmed() {
    let part = serde_json::json!({"lang": "en", "title": "Of mist", "year": 2020});
    let reference = serde_json::json!({"raw": "Of mist. 2020", "parts": [part], "ids": {"pmid": "21127999", "pmcid": "PMC7"}});
    let reference = serde_json::from_value(reference).unwrap();
    let shown = text(&reference_page(&reference, &Linked::Unknown, None, &options(60, LanguageChoice::Both)).lines);
    let lines: Vec<Vec<&str>> = shown.lines().map(|line| line.split_whitespace().collect()).collect();
    assert!(lines.contains(&vec!["PMID", "21127999"]) && lines.contains(&vec!["PMCID", "PMC7"]), "{shown}");
}

#[test]
fn the_reason_of_a_link_names_what_is_the_same() {
    let said = |title: &str, how: HowLinked| {
        let part = serde_json::json!({"lang": qikan::record::Language::of_text(title).as_str(), "title": title, "year": 2020, "volume": "12", "issue": "3",
                          "pages": "899–910"});
        let reference = serde_json::from_value(serde_json::json!({"raw": title, "parts": [part]})).unwrap();
        let linked = Linked::Held { key: ArticleKey { shelf: ShelfName::Own, row: 7 }, how };
        text(&reference_page(&reference, &linked, None, &options(60, LanguageChoice::Both)).lines).lines().next().unwrap().trim().to_owned()
    };
    assert!(said("Of mist", HowLinked::Place).ends_with("in the library: same journal, 2020, 12(3), page 899"));
    assert!(said("Of mist", HowLinked::Title).ends_with("in the library: same title, year ± 1"));
    assert!(said("雾的研究", HowLinked::Place).ends_with("同刊，2020, 12(3)，第 899 页"));
}

const WIDTHS: [usize; 10] = [1, 2, 3, 7, 10, 20, 38, 60, 78, 118];

/// Everything that can be set, in this width, under this language and measure.
fn everything(options: &PageOptions) -> Vec<(&'static str, Vec<PageLine>)> {
    let article = article();
    let flat = |rows: Vec<Row>| rows.into_iter().flat_map(|row| row.lines).collect::<Vec<_>>();
    let reference = article.refs.as_ref().unwrap().first().unwrap();
    vec![
        ("article", article_page(&article, options).lines),
        ("references", flat(reference_rows(&article, &linked(), options))),
        ("related", flat(related_rows(&article, &linked(), options))),
        ("card", card_row(&card(), Some("same key words: smart city"), options).lines),
        ("reference", reference_page(reference, &linked()[0], None, options).lines),
        ("card page", card_page(&card(), options).lines),
    ]
}

#[test]
fn no_line_is_wider_than_the_page() {
    for width in WIDTHS {
        for language in [LanguageChoice::Zh, LanguageChoice::En, LanguageChoice::Both] {
            for ambiguous in [Ambiguous::One, Ambiguous::Two] {
                for shape in [RowShape::Whole, RowShape::Short, RowShape::Single] {
                    let measure = Measure { ambiguous };
                    let options = PageOptions { width, measure, language, signs: SignSet::of(measure), shape };
                    for (what, lines) in everything(&options) {
                        for line in &lines {
                            let cells = line.indent + measure.width(&line_text(line));
                            assert!(cells <= width, "{what}, {options:?}: {cells} cells in \"{}\"", line_text(line));
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn nothing_of_the_text_is_lost_by_breaking_it() {
    // The sign between figures is the page's own, and is not drawn where a line ends there.
    let bare =
        |page: &Page| -> String { page.lines.iter().map(line_text).collect::<String>().replace('·', "").split_whitespace().collect() };
    let mut article = article();
    // Tables change their form with the width.
    for section in article.body.iter_mut().flatten() {
        section.blocks.retain(|block| !matches!(block, Block::Table(_) | Block::Quote(_)));
    }
    let wide = bare(&article_page(&article, &options(118, LanguageChoice::Both)));
    for width in [10, 20, 38, 60, 78] {
        assert_eq!(bare(&article_page(&article, &options(width, LanguageChoice::Both))), wide, "at {width}");
    }
}

#[test]
fn a_place_is_found_again_in_every_width() {
    let article = article();
    let pages: Vec<Page> = WIDTHS.iter().map(|width| article_page(&article, &options(*width, LanguageChoice::Both))).collect();
    for page in &pages {
        assert_eq!(page.anchors.len(), page.lines.len());
        assert!(page.anchors.is_sorted(), "anchors go back");
        for line in 0..page.lines.len() {
            assert_eq!(place_of(page, line_of(page, place_of(page, line))), place_of(page, line), "line {line}");
        }
    }
    for from in &pages {
        for line in 0..from.lines.len() {
            let place = place_of(from, line);
            for to in &pages {
                let found = line_of(to, place);
                let here = place_of(to, found);
                assert_eq!(here.block, place.block, "another part");
                assert!(here.byte <= place.byte, "behind the place");
                let next = to.anchors.get(found + 1);
                assert!(next.is_none_or(|next| *next > place), "a later line has the place");
            }
        }
    }
}

#[test]
fn the_words_at_a_place_are_the_same_in_every_width() {
    let mut article = article();
    // A row of a table is found again, but its lines are other lines in another width; a quotation has its bar in all.
    for section in article.body.iter_mut().flatten() {
        section.blocks.retain(|block| !matches!(block, Block::Table(_) | Block::Quote(_)));
    }
    let bare = |line: &PageLine| -> String { line_text(line).split_whitespace().collect() };
    let pages: Vec<Page> = WIDTHS[5..].iter().map(|width| article_page(&article, &options(*width, LanguageChoice::Both))).collect();
    for from in &pages {
        for (number, line) in from.lines.iter().enumerate() {
            let head: String = bare(line).chars().take(4).collect();
            for to in &pages {
                let found = line_of(to, place_of(from, number));
                let here: String = to.lines[found..].iter().take(2).map(bare).collect();
                assert!(here.contains(&head), "\"{head}\" is not in \"{here}\"");
            }
        }
    }
}

#[test]
fn a_change_of_language_stays_at_the_same_part() {
    let article = article();
    let [zh, en] = [LanguageChoice::Zh, LanguageChoice::En].map(|choice| article_page(&article, &options(60, choice)));
    let head = |page: &Page, head: &str| page.lines.iter().position(|line| line_text(line) == head).unwrap();
    assert_eq!(line_of(&en, place_of(&zh, head(&zh, "摘要"))), head(&en, "Abstract"));
    assert_eq!(line_of(&zh, place_of(&en, head(&en, "Abstract"))), head(&zh, "摘要"));
    assert_eq!(line_of(&Page::default(), place_of(&Page::default(), 3)), 0);
}

#[test]
fn the_name_of_the_class_above_is_not_taken_for_that_of_the_class() {
    let named = |name: &str| {
        let mut article = article();
        article.subjects.truncate(1);
        article.subjects[0].name = qikan::record::MultiText::of(qikan::record::Language::Zh, name.to_owned());
        text(&article_page(&article, &options(60, LanguageChoice::Zh)).lines)
    };
    assert!(named("中国政治").contains("D630 (D6 中国政治)"), "{}", named("中国政治"));
    assert!(named("国家行政管理").contains("D630 国家行政管理"), "{}", named("国家行政管理"));
}

#[test]
fn a_date_stays_with_its_label() {
    for width in 18..60 {
        let page = article_page(&article(), &options(width, LanguageChoice::Zh));
        let whole = text(&page.lines);
        assert!(["收稿 2023-11-24", "出版 2024-05-17", "下载 120"].iter().all(|pair| whole.contains(pair)), "{width}: {whole}");
    }
}

#[test]
fn sections_stand_where_they_say() {
    let page = article_page(&article(), &options(60, LanguageChoice::Zh));
    for section in &page.sections {
        assert_eq!(line_text(&page.lines[section.line]), section.title);
    }
    let names: Vec<_> = page.sections.iter().map(|section| (section.title.as_str(), section.level)).collect();
    assert_eq!(names, [("摘要", 1), ("1 引言", 1), ("1.1 数据", 2), ("2 结语", 1)]);
}

/// A text that points at its own parts by their identifiers, the first that there is of several.
fn pointing() -> Article {
    serde_json::from_value(serde_json::json!({"title": {"en": "Posts"}, "lang": "en", "body": [
        {"id": "s1", "level": 1, "title": {"en": "1 Signs"}, "blocks": [
            {"p": "See <xref to=\"f1\">Figure 1A</xref>, <xref to=\"gone t1\">Table 1</xref>, <xref to=\"e1\">(1)</xref>, <xref to=\"s2\">Section 2</xref>, \
                   <xref to=\"b1\">Box 1</xref> and <xref to=\"f9\">Figure 9</xref>."},
            {"fig": {"id": "f1", "label": "Figure 1.", "caption": "Posts <i>at</i> crossings."}},
            {"fig": {"id": "f1s1", "label": "Figure 1—supplement 1.", "caption": "Dead ends."}},
            {"fig": {"label": "<b> Figure 10.</b>", "caption": ""}},
            {"fig": {"label": "Formula e5", "caption": "", "href": "e5.gif"}},
            {"fig": {"label": "", "caption": "", "href": "a.gif"}}]},
        {"id": "s2", "level": 1, "title": {"en": "2 Weights"}, "blocks": []},
        {"id": "s21", "level": 2, "title": {"en": "2.1 Of oak"}, "blocks": [
            {"math": {"id": "e1", "text": "w = 2h"}},
            {"p": "<b id=\"b1 x\">Box 1</b>"}, {"p": "From the top."},
            {"table": {"id": "t1", "label": "Table 1", "caption": "Posts by road", "rows": [["North", "12"]], "head": 0}}]}
    ]}))
    .unwrap()
}

#[test]
fn a_text_leads_to_its_own_parts() {
    let article = pointing();
    for width in WIDTHS {
        let page = article_page(&article, &options(width, LanguageChoice::Both));
        let spots = page.spots(0..page.lines.len(), Measure::default());
        let parts = spots.iter().filter_map(|spot| if let Target::Part(number) = spot.target { Some(*number) } else { None });
        let heads: Vec<String> = parts.map(|number| line_text(&page.lines[line_of_part(&page, number)])).collect();
        let wanted = ["Figure 1.  Posts", "Table 1  Posts", "w = 2h", "2 Weights", "Box 1"];
        assert_eq!(heads.len(), wanted.len(), "what is not in the text leads nowhere: {heads:?}");
        for (head, wanted) in heads.iter().zip(wanted) {
            assert!(wanted.starts_with(head.trim()) || head.starts_with(wanted), "{head} is not {wanted} at {width}");
        }
    }
    let page = article_page(&article, &options(60, LanguageChoice::Both));
    let spot = page.lines.iter().flat_map(|line| &line.runs).find(|run| run.text == "Figure 1A").unwrap();
    assert_eq!(spot.tag.role, Role::Link);
    assert!(text(&page.lines).contains("and\nFigure 9.") || text(&page.lines).contains("and Figure 9."), "its words stay");
}

#[test]
fn figures_and_tables_are_listed_where_they_stand() {
    let page = article_page(&pointing(), &options(60, LanguageChoice::Both));
    for caption in &page.captions {
        assert!(line_text(&page.lines[caption.line]).trim().starts_with(&caption.label));
    }
    let listed: Vec<_> = page.captions.iter().map(|one| (one.label.as_str(), one.caption.as_str(), one.level)).collect();
    assert_eq!(
        listed,
        [
            ("Figure 1.", "Posts at crossings.", 1),
            ("Figure 1—supplement 1.", "Dead ends.", 2),
            ("Figure 10.", "", 1),
            ("Table 1", "Posts by road", 1)
        ]
    );
}

#[test]
fn a_part_of_a_text_has_a_page_of_its_own() {
    let article = pointing();
    let options = options(60, LanguageChoice::Both);
    let shown = |number: usize| {
        let (title, page) = part_page(&article, number, &options).unwrap();
        (title, text(&page.lines))
    };
    // 1 is the first heading, 2 the paragraph below it.
    assert_eq!(shown(3), ("Figure 1.".to_owned(), "Figure 1.  Posts at crossings.\n".to_owned()));
    let (title, page) = shown(8);
    assert_eq!(title, "2 Weights");
    assert!(page.contains("2.1 Of oak\n\n    w = 2h\n") && page.contains("North"), "a section of sections goes on into the first: {page}");
    let (title, page) = shown(1);
    assert!(title == "1 Signs" && !page.contains("Weights"), "{page}");
    assert_eq!(shown(11), ("Box 1".to_owned(), "Box 1\n\nFrom the top.\n".to_owned()));
    assert_eq!((table_of_part(&article, 13), part_of_table(&article, 0), table_of_part(&article, 3)), (Some(0), Some(13), None));
    assert!(part_page(&article, 14, &options).is_none() && part_page(&article, 0, &options).is_none());
}

#[test]
fn what_leads_somewhere_leads_there() {
    let page = article_page(&article(), &options(60, LanguageChoice::Both));
    let spots = page.spots(0..page.lines.len(), Measure::default());
    let has = |target: &Target| spots.iter().any(|spot| spot.target == target);
    assert!(has(&Target::Keyword("智慧治理".into())) && has(&Target::Keyword("smart governance".into())));
    assert!(has(&Target::Subject { scheme: "clc".into(), code: "D630".into() }));
    assert!(has(&Target::Author("林一舟".into())) && has(&Target::Author("LIN Yi-zhou".into())));
    assert!(has(&Target::Doi("10.99999/qk.2024.03.001".into())));
    assert!(has(&Target::Reference(1)) && has(&Target::Journal) && has(&Target::Issue));
    for spot in &spots {
        let line = &page.lines[spot.line];
        let head: String = line_text(line);
        assert!(spot.cell >= line.indent && spot.cell < line.indent + Measure::default().width(&head), "{spot:?} in {head}");
    }
    let once = page.spots(0..page.lines.len(), Measure::default()).iter().filter(|spot| *spot.target == Target::Journal).count();
    assert_eq!(once, 2, "one for each language, however many lines it takes");
}

#[test]
fn a_mark_of_a_note_leads_to_it() {
    let body = serde_json::json!([{"level": 1, "title": {"zh": "1"}, "blocks": [
        {"p": "桥<xref fn=\"fn2\">b</xref>与船<xref fn=\"fn9\">z</xref><xref r=\"1\">[1]</xref>"},
        {"note": {"id": "fn1", "label": "a", "text": "第一条。"}},
        {"note": {"id": "fn2", "label": "b", "text": "第二条，见<xref r=\"2\">[2]</xref>。"}}
    ]}]);
    let article = Article { body: serde_json::from_value(body).unwrap(), ..article() };
    let options = options(60, LanguageChoice::Zh);
    let page = article_page(&article, &options);
    let spots = page.spots(0..page.lines.len(), Measure::default());
    let led: Vec<&Target> = spots.iter().map(|spot| spot.target).filter(|target| matches!(target, Target::Note(_))).collect();
    assert_eq!(led, [&Target::Note(1)], "a mark without a note leads nowhere");
    let (title, note) = note_page(&article, 1, &options).unwrap();
    assert_eq!((title.as_str(), text(&note.lines).as_str()), ("注 b", "b  第二条，见[2]。\n"));
    let spots = note.spots(0..note.lines.len(), Measure::default());
    assert_eq!(spots.first().map(|spot| spot.target), Some(&Target::Reference(1)));
    assert!(note_page(&article, 2, &options).is_none());
}

#[test]
fn a_table_wider_than_the_page_is_moved_through_by_columns() {
    let head: Vec<String> = std::iter::once("城市".to_owned()).chain((2010..2022).map(|year| year.to_string())).collect();
    let row = |name: &str| -> Vec<String> { std::iter::once(name.to_owned()).chain((0..12).map(|nth| format!("{nth}00.5"))).collect() };
    let body = serde_json::json!([{"level": 1, "title": {"zh": "1"}, "blocks": [
        {"table": {"label": "表1", "caption": "窄", "head": 1, "rows": [["a", "b"], ["1", "2"]]}},
        {"table": {"label": "表2", "caption": "十二年", "head": 1, "rows": [head, row("甲"), row("乙")]}}
    ]}]);
    let article = Article { body: serde_json::from_value(body).unwrap(), ..article() };
    for width in [1, 3, 14, 38, 60, 200] {
        let options = options(width, LanguageChoice::Zh);
        let page = article_page(&article, &options);
        let wide = page.spots(0..page.lines.len(), Measure::default()).iter().any(|spot| *spot.target == Target::Table(1));
        assert_eq!(wide, width < 100, "{width}");
        let mut seen = String::new();
        let last = table_page(&article, 1, 0, &options).unwrap().last;
        for moved in 0..=last {
            let table = table_page(&article, 1, moved, &options).unwrap();
            assert_eq!(table.last, last);
            for line in &table.page.lines {
                assert!(line.width(Measure::default()) <= width, "{width}: {}", line_text(line));
            }
            seen.push_str(&text(&table.page.lines));
        }
        let missing = (0..12).find(|nth| width >= 14 && !seen.contains(&format!("{nth}00.5")));
        assert_eq!(missing, None, "in {width} cells:\n{seen}");
        let beyond = table_page(&article, 1, 99, &options).unwrap();
        assert_eq!(text(&beyond.page.lines), text(&table_page(&article, 1, last, &options).unwrap().page.lines));
    }
    let options = options(38, LanguageChoice::Zh);
    let table = table_page(&article, 1, 2, &options).unwrap();
    assert_eq!(table.title, "表2  十二年");
    assert_eq!(text(&table.page.lines).lines().nth(2), Some("城市   2012   2013   2014   2015"));
    assert_eq!(text(&table.page.lines).lines().next(), Some("columns 1, 4–7 of 13"));
    assert!(table_page(&article, 2, 0, &options).is_none());
}

#[test]
fn an_empty_article_is_an_empty_page() {
    for choice in [LanguageChoice::Zh, LanguageChoice::En, LanguageChoice::Both] {
        assert_eq!(article_page(&Article::default(), &options(60, choice)), Page::default());
    }
    assert!(reference_rows(&Article::default(), &[], &options(60, LanguageChoice::Zh)).is_empty());
}

#[test]
fn the_name_of_a_picture_is_shown_where_nothing_else_is() {
    let shown = |figure: serde_json::Value| {
        let body = serde_json::json!([{"level": 1, "blocks": [{"fig": figure}]}]);
        let article: Article = serde_json::from_value(serde_json::json!({"title": {"en": "Cards"}, "body": body})).unwrap();
        text(&article_page(&article, &options(60, LanguageChoice::En)).lines)
    };
    let captioned = shown(serde_json::json!({"label": "Fig. 3", "caption": "A card", "href": "f3"}));
    assert!(captioned.contains("Fig. 3") && captioned.contains("A card") && !captioned.contains("f3"), "{captioned}");
    assert!(shown(serde_json::json!({"label": "", "caption": "", "href": "f3.png"})).contains("f3.png"));
    assert!(shown(serde_json::json!({"label": "Fig. 3", "caption": "", "href": "https://example.org/f3"})).contains("example.org/f3"));
}

#[test]
fn nothing_hostile_comes_through() {
    let mut article = article();
    let bad = "a\u{1b}[31mb\u{9b}2Jc\u{202e}d\u{7}";
    article.title = qikan::record::MultiText::of(qikan::record::Language::En, bad.into());
    article.ids.article_no = Some(bad.into());
    article.links[0].url = bad.into();
    article.links[0].kind = bad.into();
    article.subjects[0].scheme = bad.into();
    article.metrics.as_of = Some(bad.into());
    article.volume = Some(bad.into());
    article.authors[0].name = article.title.clone();
    article.authors[0].marks = vec![bad.into()];
    for reference in article.refs.iter_mut().flatten() {
        reference.n = Some(bad.into());
        for part in &mut reference.parts {
            part.volume = Some(bad.into());
            part.url = Some(bad.into());
            part.doi = Some(bad.into());
            part.year_suffix = Some(bad.into());
        }
    }
    let options = options(60, LanguageChoice::Both);
    let mut lines = article_page(&article, &options).lines;
    lines.extend(reference_rows(&article, &linked(), &options).into_iter().flat_map(|row| row.lines));
    for reference in article.refs.iter().flatten() {
        lines.extend(reference_page(reference, &Linked::Elsewhere { url: bad.into() }, None, &options).lines);
    }
    for line in &lines {
        let text = line_text(line);
        assert!(!text.chars().any(|c| c.is_control() || c == '\u{202e}'), "{text:?}");
    }
}

#[test]
fn the_cursor_rows_keep_their_signs() {
    let rows = reference_rows(&article(), &linked(), &options(60, LanguageChoice::Zh));
    let signs: Vec<Role> = rows.iter().map(|row| row.lines[0].runs[2].tag.role).collect();
    assert_eq!(signs.get(..3), Some([Role::Held, Role::Elsewhere, Role::Text].as_slice()));
}

/// The article with these strings in all its places.
fn strewn(words: &[String]) -> Article {
    let mut at = words.iter().cycle();
    let mut next = || at.next().cloned().unwrap_or_default();
    let mut article = article();
    let two = |next: &mut dyn FnMut() -> String| -> qikan::record::MultiText {
        [(qikan::record::Language::Zh, next()), (qikan::record::Language::En, next())].into_iter().collect()
    };
    article.title = two(&mut next);
    article.subtitle = two(&mut next);
    for author in &mut article.authors {
        author.name = two(&mut next);
        author.marks = vec![next(), next()];
        author.bio = two(&mut next);
    }
    for affiliation in &mut article.affiliations {
        affiliation.label = Some(next());
        affiliation.text = two(&mut next);
    }
    for subject in &mut article.subjects {
        subject.scheme = next();
        subject.name = two(&mut next);
    }
    for section in article.body.iter_mut().flatten() {
        section.title = two(&mut next);
        for block in &mut section.blocks {
            match block {
                Block::P(text) | Block::Quote(text) | Block::Code(text) => *text = next(),
                Block::List(points) => points.iter_mut().for_each(|point| *point = next()),
                Block::Table(table) => {
                    table.rows.iter_mut().flatten().for_each(|cell| *cell = next());
                    table.head = next().len();
                    table.rows.push(vec![next(); 7]);
                }
                _ => {}
            }
        }
    }
    for reference in article.refs.iter_mut().flatten() {
        reference.n = Some(next());
        reference.raw = next();
        for part in &mut reference.parts {
            part.title = Some(next());
            part.volume = Some(next());
        }
    }
    article
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_makes_a_sound_page(
        words in prop::collection::vec("\\PC{0,20}|[ -~\n“—。，中国é<>&/bisup]{0,40}|.{0,12}", 1..9),
        width in 1_usize..90,
        two in any::<bool>(),
    ) {
        let article = strewn(&words);
        let measure = Measure { ambiguous: if two { Ambiguous::Two } else { Ambiguous::One } };
        let options = PageOptions { measure, signs: SignSet::of(measure), ..options(width, LanguageChoice::Both) };
        let page = article_page(&article, &options);
        prop_assert!(page.anchors.is_sorted());
        let mut lines = page.lines;
        lines.extend(reference_rows(&article, &linked(), &options).into_iter().flat_map(|row| row.lines));
        let single = PageOptions { shape: RowShape::Single, ..options };
        lines.extend(reference_rows(&article, &linked(), &single).into_iter().flat_map(|row| row.lines));
        for line in &lines {
            let text = line_text(line);
            prop_assert!(line.indent + measure.width(&text) <= width, "{} cells: {text:?}", measure.width(&text));
            prop_assert!(!text.chars().any(char::is_control), "{text:?}");
        }
    }
}
