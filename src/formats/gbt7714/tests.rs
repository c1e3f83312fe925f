#![expect(clippy::unwrap_used, reason = "a test that finds nothing must fail")]

use proptest::prelude::*;

use super::*;
use crate::record::ReferenceType;

fn one(raw: &str) -> Citation {
    let mut parts = parse(raw);
    assert_eq!(parts.len(), 1, "{raw}");
    parts.pop().unwrap()
}

fn authors(citation: &Citation) -> Vec<String> {
    citation.authors.iter().flat_map(|author| author.name.values().cloned()).collect()
}

/// title | journal or host | year | volume | issue | pages
fn shape(raw: &str) -> String {
    let part = one(raw);
    let year = part.year.map(|year| year.to_string());
    [part.title.as_deref(), part.host_title(), year.as_deref(), part.volume.as_deref(), part.issue.as_deref(), part.pages.as_deref()]
        .map(|member| member.unwrap_or("-").to_owned())
        .join("|")
}

#[test]
fn journals_in_the_widths_and_spacings_that_are_printed() {
    for (raw, expected) in [
        ("张成岗.新技术演进中的多重逻辑悖逆[J].探索与争鸣,2018(5):17-21.", "新技术演进中的多重逻辑悖逆|探索与争鸣|2018|-|5|17-21"),
        ("孟天广．政府数字化转型［J］．治理研究，2021（1）：5－14，2．", "政府数字化转型|治理研究|2021|-|1|5－14，2"),
        (
            "[4] Giffinger R, Gudrun H. Smart cities ranking? [J]. ACE: architecture, city and environment, 2010, 4(12): 7-26.",
            "Smart cities ranking?|ACE: architecture, city and environment|2010|4|12|7-26",
        ),
        (
            "Tan S Y, Taeihagh A. Smart city governance[J]. Sustainability, 2020, 12(3): 899.",
            "Smart city governance|Sustainability|2020|12|3|899",
        ),
        ("赵静,薛澜.敏捷思维:对实践的分析【j】。中国行政管理，2021，（8）：49—54。", "敏捷思维:对实践的分析|中国行政管理|2021|-|8|49—54"),
        (
            "Smith J. On two things [ J/OL ]. Nature, 1992, 359(5/6): e01234[2020-01-02]. https://a.org//b. DOI:10.1000/x.y.",
            "On two things|Nature|1992|359|5/6|e01234",
        ),
        ("王利平,刘洪.粒径分布[J].航空学报,2024,45(增刊1):730570.", "粒径分布|航空学报|2024|45|增刊1|730570"),
        ("某委员会，[2020]. 公报[J]. 学报，52：1.", "公报|学报|2020|52|-|1"),
        ("Lee K. Ab[J]. Physica A, 2001, 3(S1): 1579-1585+1600", "Ab|Physica A|2001|3|S1|1579-1585+1600"),
        (
            "于潇, 刘义, 等. 2012a. 主体资质审核[J]. 清华大学学报（自然科学版）, 52(11): 1518-1523.",
            "主体资质审核|清华大学学报（自然科学版）|2012|52|11|1518-1523",
        ),
        ("DES MARAIS D J, STRAUSS H, et al., 1992. Carbon isotope[J]. Nature, 359: 605-609.", "Carbon isotope|Nature|1992|359|-|605-609"),
        ("久保智康, 2009. 花枝蝶鸟方镜[J]. 东方博物(1): 85-92.", "花枝蝶鸟方镜|东方博物|2009|-|1|85-92"),
        (
            "WANG Dian-li, WANG Wen-ting. Reflection: Connotation [J]. Journal of X (Philosophy and Social Sciences Edition), 2024, 60(3): 20-31.",
            "Reflection: Connotation|Journal of X (Philosophy and Social Sciences Edition)|2024|60|3|20-31",
        ),
    ] {
        assert_eq!(shape(raw), expected, "{raw}");
    }
}

#[test]
fn the_tail_is_taken_apart() {
    let part = one("Smith J. On two things[J/OL]. Nature, 1992, 359(5): 7[2020-01-02]. https://a.org//b(c). DOI:10.1000/x.y.");
    assert_eq!(part.url.as_deref(), Some("https://a.org//b(c)"));
    assert_eq!(part.doi.as_deref(), Some("10.1000/x.y"));
    assert_eq!(part.accessed.as_deref(), Some("2020-01-02"));
    assert_eq!((part.kind, part.carrier.as_deref()), (Some(ReferenceType::J), Some("OL")));
    assert_eq!(part.rest, "");
    let wide = one("陈建军．数字地球[J/OL]．导刊，2010，7(10)：93[2013-03-20]．http://d.cn/a.aspx．DOI:10.3969/j.1672．");
    assert_eq!((wide.url.as_deref(), wide.doi.as_deref()), (Some("http://d.cn/a.aspx"), Some("10.3969/j.1672")));
}

#[test]
fn books_and_what_stands_in_them() {
    let part = one("博伯尔. 银行业的未来[M]. 徐超, 译. 2 版. 北京: 清华大学出版社, 2023: 序2-3.");
    assert_eq!((part.place.as_deref(), part.publisher.as_deref()), (Some("北京"), Some("清华大学出版社")));
    assert_eq!((part.edition.as_deref(), part.pages.as_deref(), part.year), (Some("2 版"), Some("序2-3"), Some(2023)));
    assert_eq!(part.translators.len(), 1);

    let part = one(
        "[1] Dameri R P. Smart city definition [C]//Dameri R P, Smart city implementation: creating value. Cham: Springer, 2017: 1-22.",
    );
    assert_eq!(part.host_title(), Some("Smart city implementation: creating value"));
    assert_eq!(part.host.as_ref().unwrap().editors.len(), 1);
    assert_eq!((part.place.as_deref(), part.pages.as_deref()), (Some("Cham"), Some("1-22")));

    let part = one("程根伟. 长江洪水的成因[M]∥许厚泽，赵其国. 洪涝灾害. 北京：科学出版社，1999：32-36.");
    assert_eq!(part.host_title(), Some("洪涝灾害"));
    assert_eq!(part.host.as_ref().unwrap().editors.len(), 2);

    let part = one("Rowling J. K. Harry Potter[M]. 2nd ed. Cambridge, Mass.: MIT Press, c1988.");
    assert_eq!((part.place.as_deref(), part.edition.as_deref(), part.year), (Some("Cambridge, Mass."), Some("2nd ed"), Some(1988)));
    assert_eq!(authors(&one("J. K. Rowling. Harry Potter[M]. London: Bloomsbury, 1997.")), ["J. K. Rowling"]);
}

#[test]
fn the_other_types() {
    let news = one("IBM“智慧城市”解决方案[N]. 电脑商报,2009-11-23(11).");
    assert_eq!(news.title.as_deref(), Some("IBM“智慧城市”解决方案"));
    assert_eq!((news.date.as_deref(), news.issue.as_deref(), news.host_title()), (Some("2009-11-23"), Some("11"), Some("电脑商报")));
    assert!(news.authors.is_empty());

    let page = one("Organisation for Co-operation (OECD). The programme [EB/OL]. (2020-08-17) [2022-03-10]. https://www.oecd.org/a.htm.");
    assert_eq!((page.date.as_deref(), page.accessed.as_deref(), page.year), (Some("2020-08-17"), Some("2022-03-10"), Some(2020)));
    assert_eq!(authors(&page), ["Organisation for Co-operation (OECD)"]);

    let old = one("信息与文献 资源描述: GB/T 3792—2021[S]. 北京: 中国标准出版社, 2021.");
    let new = one("GB/T 3792—2021 信息与文献 资源描述[S].");
    assert_eq!((old.number.as_deref(), old.title.as_deref()), (Some("GB/T 3792—2021"), Some("信息与文献 资源描述")));
    assert_eq!((new.number.as_deref(), new.title.as_deref(), new.year), (Some("GB/T 3792—2021"), Some("信息与文献 资源描述"), Some(2021)));

    let patent = one("邓一刚. 全智能节电器: 中国, CN200610171314.3[P]. 2006-12-13.");
    assert_eq!((patent.number.as_deref(), patent.title.as_deref()), (Some("CN200610171314.3"), Some("全智能节电器")));
    assert_eq!(patent.date.as_deref(), Some("2006-12-13"));

    let thesis = one("王琦. 土壤湿度反演[D]. 武汉: 武汉大学, 2022: 87.");
    assert_eq!((thesis.publisher.as_deref(), thesis.year, thesis.pages.as_deref()), (Some("武汉大学"), Some(2022), Some("87")));
    let report = one("Calkin D E. A framework: RMRS-GTR-262[R]. Springfield: Service, 2011: 8-9.");
    assert_eq!((report.number.as_deref(), report.title.as_deref()), (Some("RMRS-GTR-262"), Some("A framework")));
}

#[test]
fn every_piece_of_periodicals_documents_and_preprints_is_read() {
    let whole = one("中国地质学会. 地质论评[J]. 1936，1(1)-. 北京：地质出版社，1936-.");
    assert_eq!((whole.title.as_deref(), whole.publisher.as_deref(), whole.year), (Some("地质论评"), Some("地质出版社"), Some(1936)));
    let english = one("American Association for the Advancement of Science. Science[J]. 1883, 1(1)-. Washington, D.C.: AAAS, 1883-.");
    assert_eq!((english.place.as_deref(), english.publisher.as_deref()), (Some("Washington, D.C."), Some("AAAS")));
    let document = one("某市人民政府办公厅. 关于水位公报的通知：京政办发〔2005〕37号[A/OL]. (2005-07-12)[2011-07-12]. http://a.cn/1.html.");
    assert_eq!((document.title.as_deref(), document.number.as_deref()), (Some("关于水位公报的通知"), Some("京政办发〔2005〕37号")));
    let preprint = one("Smith J. Tides[PP/OL]. arXiv:2101.00001(2021-01-01)[2022-01-01]. https://arxiv.org/abs/2101.00001.");
    assert_eq!((preprint.date.as_deref(), preprint.year, preprint.publisher.as_deref()), (Some("2021-01-01"), Some(2021), None));
    assert_eq!(preprint.rest, "arXiv:2101.00001");
}

#[test]
fn strings_without_a_marker() {
    for (raw, expected) in [
        (
            "Des Marais DJ, Strauss H. Carbon isotope evidence. Nature. 1992;359(3):605-9.",
            "Carbon isotope evidence|Nature|1992|359|3|605-9",
        ),
        ("Marais, D. J., & Hayes, J. M. (1992). Carbon evidence. Nature, 359(3), 605–609.", "Carbon evidence|Nature|1992|359|3|605–609"),
        ("于潇、刘义，2012：《主体资质审核》，《清华大学学报》第11期，第15-23页。", "主体资质审核|清华大学学报|2012|-|11|15-23"),
        ("于潇等：《主体资质审核》，《清华大学学报》2012年第11期。", "主体资质审核|清华大学学报|2012|-|11|-"),
        (
            "D. J. Marais and H. Strauss, “Carbon evidence,” Nature, vol. 359, no. 3, pp. 605–609, Oct. 1992.",
            "Carbon evidence|Nature|1992|359|3|605–609",
        ),
        (
            "Des Marais D.J. Strauss H. van Hayes J.M. 1992. Carbon evidence. Nature, 359: 605–609.",
            "Carbon evidence|Nature|1992|359|-|605–609",
        ),
        ("Strauss H. Hayes J.M. et al. (1992) Carbon evidence. Nature 359: 605.", "Carbon evidence|Nature|1992|359|-|605"),
        (
            "Fortunato, S. Community detection in graphs. Phys. Rep. 486, 75–174 (2010).",
            "Community detection in graphs|Phys. Rep.|2010|486|-|75–174",
        ),
    ] {
        assert_eq!(shape(raw), expected, "{raw}");
        assert_eq!(one(raw).kind, None);
    }
    let undivided = one("Des Marais D.J. Strauss H. van Hayes J.M. 1992. Carbon evidence. Nature, 359: 605–609.");
    assert_eq!(undivided.authors.len(), 3);
    let hopeless = one("??? ...");
    assert_eq!((hopeless.kind, hopeless.title), (None, None));
}

#[test]
fn a_list_of_authors_ends_by_its_own_form() {
    for (raw, names, title) in [
        ("SIMA Q Z, WEN R L. Variants and Stemma: a Study[J]. Nature, 2019, 68: 1.", "SIMA Q Z|WEN R L", "Variants and Stemma: a Study"),
        ("Kinchy A. Seeds, sciences, and struggle[M]. Cambridge, Mass.: MIT Press, 2012.", "Kinchy A", "Seeds, sciences, and struggle"),
        ("Smith J, Ng A. C. elegans as a model[J]. Nature, 2019, 68: 1.", "Smith J|Ng A", "C. elegans as a model"),
        ("Roger E. Summons, J. M. Hayes. Carbon isotopes[J]. Nature, 2019, 68: 1.", "Roger E. Summons|J. M. Hayes", "Carbon isotopes"),
        ("中国科学院. 数学研究所. 数学手册[M]. 北京: 科学出版社, 1979.", "中国科学院. 数学研究所", "数学手册"),
        ("Online Computer Library Center, Inc. About OCLC[EB/OL]. (2012-03-27).", "Online Computer Library Center, Inc", "About OCLC"),
        ("台湾光复初期的经济. 1945年至1949年[M]. 北京: 中华书局, 1979.", "", "台湾光复初期的经济. 1945年至1949年"),
    ] {
        let part = one(raw);
        assert_eq!((authors(&part).join("|").as_str(), part.title.as_deref()), (names, Some(title)), "{raw}");
    }
}

#[test]
fn notes_in_brackets_are_no_title() {
    let part = one("扬奎斯特（2010）．宏观经济理论（杨斌，王忠玉，译；2 版，页 798）．北京：中国人民大学出版社．");
    assert_eq!((part.title.as_deref(), part.translators.len()), (Some("宏观经济理论"), 2));
    assert_eq!((part.edition.as_deref(), part.pages.as_deref()), (Some("2 版"), Some("798")));
    let part = one("International Bureau. (n.d.). Explosive atmospheres (No. ISO/IEC 80079-20-2:2016(en)).");
    assert_eq!((part.title.as_deref(), part.number.as_deref()), (Some("Explosive atmospheres"), Some("ISO/IEC 80079-20-2:2016(en)")));
    let part = one("Des Marais D J. Book[M]. Rev. ed. [S.l.]: Brooks Inc., c2001.");
    assert_eq!((part.place.as_deref(), part.publisher.as_deref(), part.year), (Some("S.l."), Some("Brooks Inc."), Some(2001)));
}

#[test]
fn twins_are_two() {
    let parts = parse(
        "[1] 安敬民, 李冠宇. 分层数据[J]. 计算机学报, 2022, 45(6): 1176-1194. AN J M, LI G Y. Layered data[J]. Chinese Journal of Computers, 2022, 45(6): 1176-1194.",
    );
    assert_eq!(parts.len(), 2);
    assert_eq!((&parts[0].lang, &parts[1].lang), (&Language::Zh, &Language::En));
    assert_eq!(parts[1].host_title(), Some("Chinese Journal of Computers"));
    assert_eq!(parts[0].pages.as_deref(), Some("1176-1194"));
    let parts = parse(
        "AN J M. Layered data[J]. Chinese Journal of Computers, 2022, 45(6): 1176 (in Chinese). (安敬民. 分层数据[J]. 计算机学报, 2022, 45(6): 1176)",
    );
    assert_eq!(parts.iter().map(|part| part.lang.clone()).collect::<Vec<_>>(), [Language::En, Language::Zh]);
}

#[test]
fn a_reference_keeps_what_was_printed() {
    let raw = "  ［12］ Smith J. <i>A</i> thing[J]. Nature, 1992, 1: 2. PMID: 123. doi:10.1000/AB ";
    let whole = reference(Some("12".to_owned()), raw);
    assert_eq!(whole.raw, raw);
    assert_eq!(whole.ids.doi.unwrap().as_str(), "10.1000/ab");
    assert_eq!(whole.ids.pmid.as_deref(), Some("123"));
    assert_eq!(whole.parts[0].title.as_deref(), Some("<i>A</i> thing"));
    assert_eq!(split_number("［12］ Smith J"), (Some("12".to_owned()), "Smith J"));
    assert_eq!(split_number("12. Smith J"), (Some("12".to_owned()), "Smith J"));
    assert_eq!(split_number(" [12]  Smith J"), (Some("12".to_owned()), "Smith J"));
    assert_eq!(split_number("[12]\u{3000}史密斯"), split_number("[12]史密斯"));
    assert_eq!(split_number("[1234] Smith J"), (None, "[1234] Smith J"));
    assert_eq!(split_number("[12] [Smith J]"), (Some("12".to_owned()), "[Smith J]"));
    assert_eq!(split_number("2012. Smith"), (None, "2012. Smith"));
}

proptest! {
    #[test]
    fn anything_is_read_and_nothing_is_invented(raw in "(\\PC|[\\[\\]().,:;/0-9 ]|\\[J\\]|//|《|》|，|。|et al|译|<i>|2012|http://|10\\.1000/|doi:){0,60}") {
        let whole = reference(None, &raw);
        prop_assert_eq!(&whole.raw, &raw);
        prop_assert!(matches!(whole.parts.len(), 1 | 2));
        for part in &whole.parts {
            for member in [&part.title, &part.pages, &part.volume, &part.issue, &part.url].into_iter().flatten() {
                let found = raw.contains(member.as_str()) || raw.contains('<');
                prop_assert!(found, "{member} is not in {raw}");
            }
        }
    }
}

#[test]
fn long_and_hostile_strings_come_back() {
    // Digits go on behind the italics that were looked at.
    assert_eq!(reference(None, "1006<i>b</i>").raw, "1006<i>b</i>");
    for piece in [
        "(",
        "[",
        "[J]",
        "a. ",
        "http://) ",
        "http://a.)))",
        "《",
        "“",
        "A. ",
        ", B. C",
        "10.1000/(",
        "isbn ",
        "1 (a",
        "1. 于 ",
        "译. ",
        "<i>",
        "; Ab [1",
        " PB 91-1",
        "(n.d.) ",
        "王 (2012-",
        "Smith J A. ",
        "Vol. 1 ",
        "(1版;2版,",
        "日访问",
    ] {
        let raw = piece.repeat(5900 / piece.chars().count());
        assert!(!reference(None, &raw).parts.is_empty());
        assert!(!reference(None, &raw.repeat(40)).parts.is_empty());
    }
}
