//! The query language: what is read, what is said of mistakes, and that what is written down is read again.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use proptest::prelude::*;

use super::fields::{FIELDS, PARTS, STATES};
use super::*;

fn read(typed: &str) -> String {
    parse(typed, Mode::Finished).unwrap().to_string()
}

fn typed(typed: &str) -> String {
    parse(typed, Mode::Typing).unwrap().to_string()
}

fn wrong(typed: &str) -> String {
    parse(typed, Mode::Finished).unwrap_err().to_string()
}

#[test]
fn words_and_signs() {
    for (written, meant) in [
        ("  智慧城市   governance ", "智慧城市 governance"),
        ("\"smart city\" -survey", "\"smart city\" -survey"),
        ("a b OR c d", "a b OR c d"),
        ("(a OR b) (c)", "(a OR b) c"),
        ("a AND b NOT c", "a b -c"),
        ("title:(智慧 OR 数字) 治理", "(title:智慧 OR title:数字) 治理"),
        ("-(a b)", "-(a b)"),
        ("author:-张", "-author:张"),
        ("govern* governence~", "govern* governence~"),
        ("year:2018..2024 year:2020.. year:..2019 year:2021", "year:2018..2024 year:2020.. year:..2019 year:2021"),
        ("year:0551..0868 year:0079", "year:0551..0868 year:0079"),
        ("clc:D63* clc:\"D63 x\"", "clc:D63* clc:\"D63 x\""),
        ("is:unread has:fulltext", "is:unread has:fulltext"),
        ("author: 张成岗", "author:张成岗"),
        ("*", ""),
        ("A - B", "A B"),
    ] {
        assert_eq!(read(written), meant, "{written}");
    }
}

#[test]
fn full_width_signs_and_chinese_names_of_fields() {
    assert_eq!(read("（智慧　ＯＲ　数字）　“智慧城市”　－综述"), "(智慧 OR 数字) \"智慧城市\" -综述");
    assert_eq!(
        read("题名：治理 作者：张成岗 年：２０１８．．２０２４ 分类号：Ｄ６３＊"),
        "title:治理 author:张成岗 year:2018..2024 clc:D63*"
    );
    assert_eq!(read("governence～ is：未读 有：全文"), "governence~ is:unread has:fulltext");
    assert_eq!(read("「智慧城市」"), "\"智慧城市\"");
}

#[test]
fn a_colon_that_is_no_field_is_punctuation() {
    assert_eq!(read("Smart cities: a survey"), "Smart cities a survey");
    assert_eq!(read("智慧城市：机理与路径"), "智慧城市:机理与路径");
    assert_eq!(read("10:30"), "10:30");
    assert_eq!(read("https://example.org/x"), "https://example.org/x");
}

#[test]
fn a_doi_as_it_is_pasted() {
    let doi = "doi:10.1016/s0140-6736(05)66545-8";
    for written in ["10.1016/S0140-6736(05)66545-8", "https://doi.org/10.1016/S0140-6736(05)66545-8", "doi:10.1016/s0140-6736(05)66545-8"] {
        assert_eq!(read(written), doi, "{written}");
    }
    assert_eq!(read("(10.1000/182)"), "doi:10.1000/182");
    assert_eq!(read("cites:doi:10.1000/182"), "cites:doi:10.1000/182");
}

#[test]
fn mistakes_are_named_with_their_column_and_the_right_form() {
    for (written, said) in [
        ("治理 year:2018-2024", "column 9: a year range is written 2018..2024, 2020.. or ..2019, a year 2018"),
        ("year:18", "column 6: a year range is written 2018..2024, 2020.. or ..2019, a year 2018"),
        ("year:2024..2018", "column 6: these years run backwards; write year:2018..2024"),
        ("titel:x", "column 1: there is no field \"titel\"; did you mean \"title:\"? To find the words themselves: \"titel:x\""),
        ("a (b", "column 3: this ( is not closed; a ) is missing"),
        ("a) b", "column 2: this ) closes nothing; put it into quotes if it is meant"),
        ("\"a b", "column 1: this \" is not closed; another \" is missing"),
        ("OR a", "column 1: OR stands between two words, as in 自然 OR nature; \"OR\" in quotes is the word"),
        ("a OR", "column 3: OR stands between two words, as in 自然 OR nature; \"OR\" in quotes is the word"),
        ("a OR OR b", "column 6: OR stands between two words, as in 自然 OR nature; \"OR\" in quotes is the word"),
        ("()", "column 1: there is nothing between these parentheses"),
        ("is:unred", "column 4: behind is: stands one of unread, read, not \"unred\". Did you mean is:unread?"),
        ("author:", "column 8: author: wants something behind it, as in author:zhangchenggang"),
        ("go*vern", "column 3: * stands at the end of a word, as in govern*"),
        ("\"a b\"*", "column 6: * stands behind a word, not behind a phrase"),
        ("治理~", "column 3: ~ finds Latin words spelled a little differently, as in governence~; \"治理\" has no Latin letter"),
    ] {
        assert_eq!(wrong(written), said, "{written}");
    }
    for star in ["is:starred", "状态：星标", "is:Star"] {
        for mode in [Mode::Finished, Mode::Typing] {
            let said = parse(star, mode).unwrap_err().to_string();
            assert!(said.contains("stars are not kept yet"), "{star}: {said}");
        }
    }
    let error = parse("治理 titel:x", Mode::Finished).unwrap_err();
    assert_eq!((error.at, error.column), (7, 4));
    assert!(wrong("quux:x").contains("the fields are title, author, kw"), "{}", wrong("quux:x"));
}

#[test]
fn what_is_still_being_typed() {
    for (written, meant) in [
        ("smart ci", "smart ci*"),
        ("smart ci ", "smart ci"),
        ("智慧", "智慧"),
        ("\"smart cit", "\"smart\""),
        ("\"智慧城", "\"智慧城\""),
        ("(a OR b", "a OR b*"),
        ("a OR ", "a"),
        ("a -", "a"),
        ("author:", ""),
        ("year:20", ""),
        ("year:2018.", "year:2018"),
        ("year:2018..20", "year:2018.."),
        ("is:un", ""),
        ("clc:D6", "clc:D6*"),
        ("a (", "a"),
    ] {
        assert_eq!(typed(written), meant, "{written}");
    }
    assert!(parse("is:un a", Mode::Typing).is_err());
}

#[test]
fn every_beginning_of_a_query_is_read_while_typing() {
    let whole = "（智慧 OR \"smart city\"） author:zhang -is:read year:2018..2024 clc:D63* governence~ cites:doi:10.1000/182";
    for (at, _) in whole.char_indices() {
        let beginning = whole.get(..at).unwrap();
        assert!(parse(beginning, Mode::Typing).is_ok(), "{beginning}: {:?}", parse(beginning, Mode::Typing));
    }
}

#[test]
fn nothing_is_too_deep_or_too_long() {
    assert!(wrong(&"(".repeat(1000)).contains("deep"));
    assert!(wrong(&"-".repeat(1000)).len() < 200 || read(&"-".repeat(3)).is_empty());
    assert!(wrong(&"字".repeat(5000)).contains("4096"));
}

#[test]
fn every_field_of_the_table_reads_its_own_example() {
    for line in FIELDS {
        let read = parse(line.example, Mode::Finished).unwrap();
        assert!(read.to_string().starts_with(&format!("{}:", line.name)), "{} gives {read}", line.example);
        for name in line.also {
            let value = line.example.split_once(':').unwrap().1;
            assert_eq!(parse(&format!("{name}:{value}"), Mode::Finished).unwrap(), read, "{name}");
        }
        assert!(help().contains(line.example), "{}", line.name);
    }
    let mut names: Vec<&str> = FIELDS.iter().flat_map(|line| line.also.iter().copied().chain([line.name])).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count, "a name means one field");
    for state in STATES {
        assert!(FIELDS.iter().any(|line| line.field == Field::Is && line.finds.contains(state.name)), "{}", state.name);
    }
    for part in PARTS {
        assert!(FIELDS.iter().any(|line| line.field == Field::Has && line.finds.contains(part.name)), "{}", part.name);
    }
}

#[test]
fn signs_alone_are_nothing_to_look_for() {
    for typed in ["🎉", "！＠＃", "…", "\"\"", "-", "-🎉", "title:🎉", "🎉 \"…\"", "AND"] {
        let error = parse(typed, Mode::Finished).unwrap_err();
        assert!(error.to_string().starts_with("column 1: signs alone are not searched"), "{typed}: {error}");
        assert_eq!(parse(typed, Mode::Typing), Ok(Query::Everything), "{typed}: more may follow");
    }
    assert_eq!(parse("reed 🎉", Mode::Finished), parse("reed", Mode::Finished));
    assert!(parse("reed OR 🎉", Mode::Finished).is_err(), "either would be everything");
    for typed in ["", "  ", "*"] {
        assert_eq!(parse(typed, Mode::Finished), Ok(Query::Everything), "{typed}");
    }
}

fn leaf() -> impl Strategy<Value = Query> {
    let group = prop_oneof![Just(None), prop::sample::select(&Group::ALL[..]).prop_map(Some)];
    let word = prop_oneof!["[a-z]{1,6}", "[智慧城市治理]{1,4}", "[a-zé]{1,3}-[a-z]{1,3}", "[a-z]{1,4}[,.!?]"]
        .prop_filter("no sign of the language", |word| !word.is_empty());
    let words =
        (group, word, prop::sample::select(vec![Manner::Word, Manner::Phrase, Manner::Prefix])).prop_map(|(group, words, manner)| {
            let words = if manner == Manner::Phrase { format!("{words} {words}") } else { words };
            Query::Text(Text { group, words, manner })
        });
    let alike = "[a-z]{3,9}".prop_map(|words| Query::Text(Text { group: None, words, manner: Manner::Alike }));
    let years = (proptest::option::of(1000..2000), proptest::option::of(2000..9999))
        .prop_filter("one end", |(from, to)| from.is_some() || to.is_some())
        .prop_map(|(from, to)| Query::Years(Years { from, to }));
    let code = (prop::sample::select(&Code::ALL[..]), "[A-Z][0-9.()/+:\\- ]{0,5}[0-9]", any::<bool>())
        .prop_map(|(code, value, open)| Query::Code { code, value, open });
    prop_oneof![
        words,
        alike,
        years,
        code,
        prop::sample::select(STATES.iter().map(|choice| Query::Is(choice.value)).collect::<Vec<_>>()),
        prop::sample::select(PARTS.iter().map(|choice| Query::Has(choice.value)).collect::<Vec<_>>()),
        "[a-z]{1,4}:[0-9]{1,4}".prop_map(Query::Cites),
        "[a-z]{1,4}:[0-9 ]{0,3}[0-9]".prop_map(Query::CitedBy),
    ]
}

fn query() -> impl Strategy<Value = Query> {
    leaf().prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Query::all),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Query::any),
            inner.prop_map(|query| Query::Not(Box::new(query))),
        ]
    })
}

/// Everything needs no sign when it is alone, and one where it stands beside something: nothing between parentheses is a mistake.
#[test]
fn everything_among_others_is_written_down() {
    let everything = Query::Everything;
    assert_eq!(everything.to_string(), "");
    let either = Query::Any(vec![Query::Text(Text { group: None, words: "智慧".to_owned(), manner: Manner::Word }), everything]);
    let but = Query::Not(Box::new(Query::Everything));
    for (query, written) in [(either, "智慧 OR *"), (but, "-*")] {
        assert_eq!(query.to_string(), written);
        assert_eq!(parse(written, Mode::Finished), Ok(query));
    }
}

proptest! {
    #[test]
    fn what_is_written_down_is_read_again(query in query()) {
        prop_assert_eq!(parse(&query.to_string(), Mode::Finished), Ok(query));
    }

    #[test]
    fn whatever_is_typed_is_read_or_named(typed in "([a-z:\"()*~ \\-]|OR|智慧|title:|year:|is:|doi:10.1/|２０|：|［|“|\\PC){0,20}") {
        for mode in [Mode::Finished, Mode::Typing] {
            match parse(&typed, mode) {
                Ok(query) => {
                    let written = query.to_string();
                    prop_assert_eq!(parse(&written, Mode::Finished), Ok(query), "{} from {}", written, typed);
                }
                Err(error) => {
                    prop_assert!(typed.is_char_boundary(error.at));
                    prop_assert_eq!(error.column, typed.get(..error.at).unwrap().chars().count() + 1);
                }
            }
        }
    }
}
