//! Reading packets: what a stranger's record holds is text in them, and nothing else.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeSet;

use qikan::formats::FORMATS;
use qikan::record::Article;
use qikan::text::Measure;

const RECORDS: &str = r##"[{"lang":"zh","title":{"zh":"智慧<i>治理</i>的制度逻辑","en":"*Smart* _governance_ <script>alert(1)</script> [x](javascript:1) H<sub>2</sub>O"},
 "subtitle":{"zh":"一个案例"},"journal":{"title":{"zh":"学报"}},"year":2024,"volume":"60","issue":"3","pages":{"raw":"46-58"},
 "ids":{"doi":"10.5555/a\"><img src=x onerror=alert(1)>"},
 "authors":[{"name":{"zh":"胡业飞","en":"HU Ye-fei"}},{"name":{"zh":"张<b>某</b>","en":"ZHANG \u001b[31mMou"}}],
 "affiliations":[{"label":"1","text":{"zh":"河口大学","en":"Hekou University"}}],
 "abstract":{"zh":[{"head":"目的","text":"考察“借书证”的颜色是否与读者的年龄有关，以便下次印制；又考察城市的河流、湿地与图书馆之间的距离，看看是否影响人们读书的次数。"}],"en":[{"head":null,"text":"1. p &lt; 0.05 \" onload=\"x"}]},
 "keywords":{"zh":["城市","R&amp;D"]},"refs":[{"n":"1","raw":"Jia <M>. `Cards` & reeds[J]. 2019. <img src=x>"},{"raw":"- second"}],"notes":["# no heading"]},
 {"title":{},"authors":[]}]"##;

fn packet(name: &str) -> String {
    let records: Vec<Article> = serde_json::from_str(RECORDS).unwrap();
    let write = FORMATS.iter().find(|format| format.name == name).unwrap().write.unwrap();
    let mut out = Vec::new();
    write(&mut out, &mut records.into_iter()).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_page_holds_only_its_own_tags() {
    let html = packet("html");
    let mut tags = BTreeSet::new();
    for piece in html.split('<').skip(1) {
        let (tag, _) = piece.split_once('>').unwrap();
        let name = tag.trim_start_matches('/').split([' ', '>']).next().unwrap();
        tags.insert(name.to_owned());
        assert!(!tag.contains(" on") && !tag.contains("javascript"), "{tag}");
    }
    let own = [
        "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "nav", "ul", "li", "a", "article", "p", "span",
        "strong", "i", "b", "sup", "sub",
    ];
    assert!(tags.iter().all(|tag| own.contains(&tag.as_str())), "{tags:?}");
    for wanted in [
        "<h2 lang=\"zh\">智慧<i>治理</i>的制度逻辑: 一个案例</h2>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<span lang=\"en\">HU Ye-fei, ZHANG Mou</span>",
        "学报, 2024, 60(3): 46-58",
        " H<sub>2</sub>O",
        "<h3>摘要</h3>\n<p lang=\"zh\"><b>目的</b>: ",
        "<p lang=\"en\">[1] Jia &lt;M&gt;. `Cards` &amp; reeds[J]. 2019. &lt;img src=x&gt;</p>",
        "0.05 &quot; onload=&quot;x",
        "<li>2. <a href=\"#r2\">[no title]</a></li>",
    ] {
        assert!(html.contains(wanted), "{wanted}\n{html}");
    }
    assert_eq!((html.matches("<article").count(), html.matches("</article>").count()), (2, 2));
    let none = FORMATS.iter().find(|format| format.name == "html").unwrap().write.unwrap();
    let mut out = Vec::new();
    none(&mut out, &mut std::iter::empty()).unwrap();
    assert!(String::from_utf8(out).unwrap().contains("</nav>"));
}

#[test]
fn markdown_escapes_what_a_record_says() {
    let markdown = packet("markdown");
    for wanted in [
        "\\*Smart\\* \\_governance\\_ \\<script\\>alert(1)\\</script\\> \\[x\\](javascript:1) H<sub>2</sub>O",
        "**Authors:** 胡业飞, 张",
        "\n1\\. p \\< 0.05",
        "\n\\[1\\] Jia \\<M\\>. \\`Cards\\` \\& reeds\\[J\\]",
        "\n\\[2\\] \\- second",
        "\n\\# no heading",
        "2. [\\[no title\\]](#r2)",
    ] {
        assert!(markdown.contains(wanted), "{wanted}\n{markdown}");
    }
    assert!(!markdown.contains('\u{1b}'));
}

#[test]
fn plain_lines_fit_on_paper() {
    let text = packet("text");
    for line in text.lines() {
        assert!(Measure::default().width(line) <= 72, "{line}");
        assert!(!line.starts_with(['，', '。', '；', '”']), "{line}");
    }
    assert!(text.contains("  1. 智慧治理的制度逻辑: 一个案例\n"), "{text}");
    assert!(text.contains("H₂O"), "{text}");
    assert!(text.contains("[1] Jia <M>. `Cards` & reeds[J]. 2019. <img src=x>\n"), "{text}");
}

/// What authors state beside their text goes with the packet: who did what, who paid, thanks and statements; the text does not.
#[test]
fn a_packet_has_the_statements_of_its_records() {
    let record = r#"[{"lang":"en","title":{"en":"Reeds"},
      "authors":[{"name":{"en":"Jane Roe"},"roles":[{"name":"Data curation","vocab":"credit","degree":"lead"},{"name":"Rower"}]}],
      "funding":[{"text":{},"funder":"River <Fund>","awards":["R1"]},{"text":{"en":"Nobody else paid."}}],
      "body":[{"level":1,"title":{"en":"Introduction"},"blocks":[{"p":"The text."}]},
       {"level":1,"matter":"front","title":{"en":"Digest <b>one</b> # &lt;x&gt;"},"blocks":[{"p":"Reeds stand."}]},
       {"level":1,"matter":"back","title":{"en":"Thanks"},"blocks":[{"list":["To A.","To B."]},{"note":{"label":"1","text":"C."}},
        {"table":{"label":"Table 1","caption":"Boats","rows":[["a","b"]],"head":0}},{"fig":{"label":"S1","caption":"","href":"s.csv"}}]}]}]"#;
    for name in ["markdown", "html", "text"] {
        let records: Vec<Article> = serde_json::from_str(record).unwrap();
        let write = FORMATS.iter().find(|format| format.name == name).unwrap().write.unwrap();
        let mut out = Vec::new();
        write(&mut out, &mut records.into_iter()).unwrap();
        let packet = String::from_utf8(out).unwrap();
        assert!(name != "html" || !packet.contains("<x>"), "{packet}");
        let packet = packet.replace('\\', "").replace('\n', " ");
        let wanted = [
            "Jane Roe: Data curation (lead), Rower",
            "Nobody else paid.",
            "Reeds stand.",
            "Thanks",
            "To B.",
            "1 C.",
            "Table 1 Boats",
            "a | b",
            "s.csv",
        ];
        for words in wanted {
            assert!(packet.contains(words), "{name}: {words}\n{packet}");
        }
        assert!(!packet.contains("The text."), "{name}\n{packet}");
    }
}

#[test]
fn people_are_tied_to_their_affiliations_and_entries_lead_to_their_works() {
    let record = serde_json::json!({"title": {"en": "Counting reeds"}, "year": 2018,
        "authors": [{"name": {"en": "Ann Alpha"}, "aff": [0, 1]}, {"name": {"en": "Bob Beta"}, "aff": [1]}, {"name": {"en": "Cy Gamma"}, "role": "editor", "aff": [2]}],
        "affiliations": [{"label": "a", "text": {"en": "Marsh College"}}, {"text": {"en": "Reed <i>House</i>"}}, {"text": {"en": "Tern Press"}}],
        "refs": [{"raw": "Delta D. Reeds. doi: 10.1000/ABC(1)x", "ids": {"doi": "10.1000/abc(1)x"}},
            {"raw": "Eta E. Herons", "ids": {"doi": "10.1000/<her>"}},
            {"raw": "Mu M. Page. http://example.org/a(b)?c=1&d=2 (seen)", "parts": [{"lang": "en", "url": "http://example.org/a(b)?c=1&d=2"}]},
            {"raw": "Nu N. Trap", "parts": [{"lang": "en", "url": "javascript:alert(1)"}]}]});
    let record: Article = serde_json::from_value(record).unwrap();
    let packet = |name: &str| {
        let mut out = Vec::new();
        FORMATS.iter().find(|format| format.name == name).unwrap().write.unwrap()(&mut out, &mut std::iter::once(record.clone())).unwrap();
        String::from_utf8(out).unwrap()
    };
    let html = packet("html");
    for wanted in [
        "Ann Alpha<sup>a,2</sup>, Bob Beta<sup>2</sup>",
        "Cy Gamma<sup>3</sup>",
        ">a Marsh College<",
        ">2 Reed <i>House</i><",
        "<span class=\"label\">Published:</span> <span>2018</span>",
        "doi: <a href=\"https://doi.org/10.1000/abc(1)x\" rel=\"noreferrer\">10.1000/ABC(1)x</a></p>",
        "Herons <a href=\"https://doi.org/10.1000/%3Cher%3E\" rel=\"noreferrer\">doi:10.1000/&lt;her&gt;</a></p>",
        "<a href=\"http://example.org/a(b)?c=1&amp;d=2\" rel=\"noreferrer\">http://example.org/a(b)?c=1&amp;d=2</a> (seen)",
        "[4] Nu N. Trap</p>",
    ] {
        assert!(html.contains(wanted), "{wanted}\n{html}");
    }
    let markdown = packet("markdown");
    for wanted in
        ["doi: [10.1000/ABC(1)x](<https://doi.org/10.1000/abc(1)x>)", "[doi:10.1000/\\<her\\>](<https://doi.org/10.1000/%3Cher%3E>)"]
    {
        assert!(markdown.contains(wanted), "{wanted}\n{markdown}");
    }
    assert!(packet("text").contains("Herons doi:10.1000/<her>"));
}
