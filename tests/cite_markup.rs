//! References in the markup of documents: the looks of styles and titles, links, and letters that are no marks.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::io::Cursor;

use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_assert_eq, prop_oneof, proptest};
use pulldown_cmark::{Event, Parser};
use qikan::formats::cite::{CslStyle, Entry, Markup, Style};
use qikan::formats::{self, Source};
use qikan::record::{Article, Language, MultiText};

fn articles(text: &str) -> Vec<Article> {
    let source = Source { bytes: Box::new(Cursor::new(text.as_bytes().to_vec())), name: None, encoding: None };
    formats::read(source, None).unwrap().1.map(|reading| *reading.unwrap()).collect()
}

fn entries(text: &str, style: &str) -> Vec<Entry> {
    Style::named(style).unwrap().entries(&articles(text), None).unwrap()
}

const ARTICLE: &str = r#"[{"type":"article-journal","title":"On <i>Ficus</i> and x<sup>2</sup> of T<sub>reg</sub>","author":[{"family":"Brown","given":"Ann"}],"container-title":"Trees & Things","volume":"12","issue":"3","page":"1-9","DOI":"10.1000/x_y","issued":{"date-parts":[[2019]]}}]"#;

const BOOK: &str = r#"[{"type":"book","title":"Life of <i>Homo sapiens</i>","author":[{"family":"Homo","given":"Jane"}],"publisher":"Press","publisher-place":"Paris","URL":"http://example.org/a_b?c=1&d=2","issued":{"date-parts":[[2001]]}}]"#;

/// A work, a style, and the reference in Markdown and in HTML.
#[test]
fn the_looks_of_styles_and_titles_are_written() {
    for (text, style, markdown, html) in [
        (
            ARTICLE,
            "apa",
            "Brown, A. (2019). On *Ficus* and x² of T<sub>reg</sub>. *Trees & Things*, *12*(3), 1–9. <https://doi.org/10.1000/x_y>",
            r#"Brown, A. (2019). On <i>Ficus</i> and x<sup>2</sup> of T<sub>reg</sub>. <i>Trees &amp; Things</i>, <i>12</i>(3), 1–9. <a href="https://doi.org/10.1000/x_y">https://doi.org/10.1000/x_y</a>"#,
        ),
        (
            ARTICLE,
            "ieee",
            "A. Brown, “On *Ficus* and x² of T<sub>reg</sub>,” *Trees & Things*, vol. 12, no. 3, pp. 1–9, 2019, doi: [10.1000/x\\_y](<https://doi.org/10.1000/x_y>).",
            r#"A. Brown, “On <i>Ficus</i> and x<sup>2</sup> of T<sub>reg</sub>,” <i>Trees &amp; Things</i>, vol. 12, no. 3, pp. 1–9, 2019, doi: <a href="https://doi.org/10.1000/x_y">10.1000/x_y</a>."#,
        ),
        // Title case, and a volume in bold letters.
        (
            ARTICLE,
            "nature",
            "Brown, A. On *Ficus* and x² of T<sub>reg</sub>. *Trees & Things* **12,** 1–9 (2019).",
            "Brown, A. On <i>Ficus</i> and x<sup>2</sup> of T<sub>reg</sub>. <i>Trees &amp; Things</i> <b>12,</b> 1–9 (2019).",
        ),
        // GB/T 7714 has no looks; the title keeps its own, with full-width signs around it and a subtitle behind.
        (
            ARTICLE,
            "gbt7714-2015-numeric",
            "BROWN A. On *Ficus* and x² of T<sub>reg</sub>\\[J\\]. Trees & Things, 2019, 12(3): 1-9. DOI:[10.1000/x\\_y](<https://doi.org/10.1000/x_y>).",
            r#"BROWN A. On <i>Ficus</i> and x<sup>2</sup> of T<sub>reg</sub>[J]. Trees &amp; Things, 2019, 12(3): 1-9. DOI:<a href="https://doi.org/10.1000/x_y">10.1000/x_y</a>."#,
        ),
        (
            r#"[{"type":"chapter","title":"大肠杆菌 <i>Escherichia coli</i> 研究：综述","author":[{"literal":"胡业飞"}],"container-title":"<i>In vitro</i> 手册","publisher":"科学出版社","issued":{"date-parts":[[2019]]}}]"#,
            "gbt7714-2025-numeric",
            "胡业飞. 大肠杆菌 *Escherichia coli* 研究：综述\\[M\\]//*In vitro* 手册. \\[出版地不详\\]：科学出版社，2019.",
            "胡业飞. 大肠杆菌 <i>Escherichia coli</i> 研究：综述[M]//<i>In vitro</i> 手册. [出版地不详]：科学出版社，2019.",
        ),
        // What is italic in an italic title is upright.
        (
            BOOK,
            "mla",
            "Homo, Jane. *Life of* Homo sapiens. Press, 2001, <http://example.org/a_b?c=1&d=2>.",
            r#"Homo, Jane. <i>Life of</i> Homo sapiens. Press, 2001, <a href="http://example.org/a_b?c=1&amp;d=2">http://example.org/a_b?c=1&amp;d=2</a>."#,
        ),
        // Whoever is called as a title is stays as the style has names.
        (
            r#"[{"type":"book","title":"<i>Homo</i> and more","title-short":"<i>Homo</i>","author":[{"family":"Homo","given":"Jane"}],"publisher":"Press","issued":{"date-parts":[[2001]]}}]"#,
            "vancouver",
            "Homo J. *Homo* and more. Press; 2001.",
            "Homo J. <i>Homo</i> and more. Press; 2001.",
        ),
    ] {
        let entries = entries(text, style);
        assert_eq!(entries.len(), 1, "{style}");
        let entry = &entries[0];
        assert_eq!(entry.marked_up(Markup::Markdown), markdown, "{style}");
        assert_eq!(entry.marked_up(Markup::Html), format!("<p class=\"csl-entry\">{html}</p>"), "{style}");
        assert_eq!(entry.marked_up(Markup::Text), entry.to_string(), "{style}");
    }
}

/// Addresses with signs that neither markup has in addresses, and one that is none of the web.
#[test]
fn a_link_leads_where_the_record_says() {
    let of = |members: &str| {
        let text = format!(r#"[{{"type":"webpage","title":"T","issued":{{"date-parts":[[2001]]}},{members}}}]"#);
        entries(&text, "apa")[0].marked_up(Markup::Html)
    };
    let sici = of(r#""DOI":"10.1002/(SICI)1097-4636(1998)43:3<338::AID-JBM16>3.0.CO;2-B""#);
    assert!(sici.contains(r#"<a href="https://doi.org/10.1002/(sici)1097-4636(1998)43:3%3C338::aid-jbm16%3E3.0.co;2-b">"#), "{sici}");
    let han = of(r#""URL":"http://example.cn/论文/1""#);
    assert!(han.contains(r#"<a href="http://example.cn/%E8%AE%BA%E6%96%87/1">http://example.cn/论文/1</a>"#), "{han}");
    let script = of(r#""URL":"javascript:alert(1)""#);
    assert!(!script.contains("<a "), "{script}");
    // A link in a title, and the full stop behind it.
    let titled = articles("@misc{a, title={About www.example.org/a}, year=2001}");
    let titled = Style::named("apa").unwrap().entries(&titled, None).unwrap()[0].marked_up(Markup::Html);
    assert!(!titled.contains("href=\"www"), "{titled}");
}

/// Small capitals and raised letters of a style; asterisks would not be marks before or behind these letters.
#[test]
fn looks_that_markdown_has_no_marks_for_are_tags() {
    let style = |layout: &str| {
        CslStyle::parse(&format!(
            r#"<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"><info><title>Mine</title><id>mine</id><updated>2024-01-01T00:00:00+00:00</updated></info><citation><layout><text variable="title"/></layout></citation><bibliography><layout>{layout}</layout></bibliography></style>"#
        ))
        .unwrap()
    };
    let article = Article { title: MultiText::of(Language::En, "(Trees)".to_owned()), volume: Some("1".to_owned()), ..Article::default() };
    for (layout, markdown) in [
        (r#"<text variable="title" font-variant="small-caps"/>"#, "<span style=\"font-variant: small-caps\">(Trees)</span>"),
        (r#"<text variable="title" font-style="italic" font-weight="bold"/>"#, "***(Trees)***"),
        (r#"<text value="On"/><text variable="title" font-style="italic"/>"#, "On<i>(Trees)</i>"),
        (r#"<text value="Trees" font-style="italic"/><text value="On" font-weight="bold"/>"#, "*Trees*<b>On</b>"),
        (r#"<text value="On"/><text variable="volume" vertical-align="sup"/>"#, "On<sup>1</sup>"),
    ] {
        let entries = style(layout).entries(std::slice::from_ref(&article), None).unwrap();
        assert_eq!(entries[0].marked_up(Markup::Markdown), markdown);
    }
}

/// What a reader of Markdown sees, if it is one paragraph of words; an address in its own letters.
fn read_markdown(written: &str) -> String {
    let mut read = String::new();
    for event in Parser::new(written) {
        match event {
            Event::Text(text) => read.push_str(&text),
            Event::Start(tag) => assert!(!format!("{tag:?}").contains("List"), "{written}"),
            Event::InlineHtml(_) | Event::End(_) => {}
            other => unreachable!("{other:?} in {written}"),
        }
    }
    read
}

/// What a reader of HTML sees.
fn read_html(written: &str) -> String {
    let mut read = String::new();
    let mut rest = written;
    while let Some((before, behind)) = rest.split_once('<') {
        read.push_str(before);
        rest = behind.split_once('>').unwrap().1;
    }
    read.push_str(rest);
    assert!(!read.contains('"'), "{written}");
    read.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// Signs that make a list, a heading or a quotation of a paragraph that begins with them.
#[test]
fn a_paragraph_of_markdown_begins_with_letters() {
    let style = Style::named("gbt7714-2015-numeric").unwrap();
    for begin in
        ["1. Trees", "1) Trees", "# Trees", "> Trees", "- Trees", "+ Trees", "* Trees", "=== Trees", "&lt;b> Trees", "&amp;copy; Trees"]
    {
        let article = Article { title: MultiText::of(Language::En, begin.to_owned()), ..Article::default() };
        let entry = &style.entries(&[article], None).unwrap()[0];
        assert_eq!(read_markdown(&entry.marked_up(Markup::Markdown)), entry.to_string());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever signs a record has, a reader of the document sees the letters of the reference and nothing else.
    #[test]
    fn the_letters_of_a_reference_are_read_back(
        signs in prop::collection::vec(prop_oneof![any::<char>().prop_map(String::from), "[*_`#<>&;\\[\\]!~$^@|:+=.0-9a-d \\\\\"'()-]{1,6}".prop_map(String::from)], 1..8),
        first in "[#>+=:|0-9.) *_-]{0,4}",
    ) {
        let title = qikan::text::escape(&format!("{first}{}", signs.concat()));
        let article = Article { title: MultiText::of(Language::En, title.clone()), volume: Some("12".to_owned()), ..Article::default() };
        for style in ["apa", "nature", "gbt7714-2015-numeric"] {
            for entry in Style::named(style).unwrap().entries(std::slice::from_ref(&article), None).unwrap() {
                let line = entry.to_string();
                prop_assert_eq!(read_markdown(&entry.marked_up(Markup::Markdown)), line.as_str());
                prop_assert_eq!(read_html(&entry.marked_up(Markup::Html)), line.as_str());
            }
        }
    }
}
