//! The fields of the query language, said once: the parser, the help and "did you mean …?" read this table.

/// Text that is looked into word by word. The order is that of worth: where a word is found first counts most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    Title,
    Author,
    Keyword,
    Journal,
    Abstract,
    /// Notes that came with the record.
    Note,
    /// The entries of the reference list, as printed.
    Reference,
}

impl Group {
    pub const ALL: [Self; 7] = [Self::Title, Self::Author, Self::Keyword, Self::Journal, Self::Abstract, Self::Note, Self::Reference];

    /// The field that asks for this group alone.
    pub fn name(self) -> &'static str {
        FIELDS.iter().find(|line| line.field == Field::Text(self)).map_or("", |line| line.name)
    }
}

/// What is compared as a whole, or by its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    /// 中图分类号, or a class of another scheme.
    Clc,
    Doi,
    /// The key of a record in the library.
    Id,
    Volume,
    Issue,
    /// The kind of work: `article`, `thesis`, …
    Kind,
    Tag,
}

impl Code {
    pub const ALL: [Self; 7] = [Self::Clc, Self::Doi, Self::Id, Self::Volume, Self::Issue, Self::Kind, Self::Tag];

    pub fn name(self) -> &'static str {
        FIELDS.iter().find(|line| line.field == Field::Code(self)).map_or("", |line| line.name)
    }
}

/// What the reader did with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    Unread,
    Read,
}

/// What a record may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    Fulltext,
    References,
    Abstract,
    Keywords,
    Doi,
    Related,
    Chinese,
    English,
}

/// A word that may stand behind `is:` or `has:`, with its Chinese spellings.
pub struct Choice<T: 'static> {
    pub value: T,
    pub name: &'static str,
    pub also: &'static [&'static str],
}

/// What may stand behind `is:`.
pub const STATES: &[Choice<State>] =
    &[Choice { value: State::Unread, name: "unread", also: &["未读"] }, Choice { value: State::Read, name: "read", also: &["已读"] }];

/// What one might look for behind `is:` that the program does not keep: to find nothing in silence would be a lie.
pub const NOT_KEPT: &[&str] = &["starred", "star", "星标"];

/// What may stand behind `has:`.
pub const PARTS: &[Choice<Part>] = &[
    Choice { value: Part::Fulltext, name: "fulltext", also: &["body", "全文"] },
    Choice { value: Part::References, name: "references", also: &["refs", "参考文献"] },
    Choice { value: Part::Abstract, name: "abstract", also: &["abs", "摘要"] },
    Choice { value: Part::Keywords, name: "keywords", also: &["kw", "关键词"] },
    Choice { value: Part::Doi, name: "doi", also: &[] },
    Choice { value: Part::Related, name: "related", also: &["相关文章"] },
    Choice { value: Part::Chinese, name: "chinese", also: &["zh", "中文"] },
    Choice { value: Part::English, name: "english", also: &["en", "英文"] },
];

/// What a field asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Text(Group),
    Code(Code),
    Year,
    Is,
    Has,
    Cites,
    CitedBy,
}

/// One field: its name, its other spellings, an example and what it finds.
pub struct FieldLine {
    pub field: Field,
    pub name: &'static str,
    pub also: &'static [&'static str],
    pub example: &'static str,
    pub finds: &'static str,
}

const fn line(field: Field, name: &'static str, also: &'static [&'static str], example: &'static str, finds: &'static str) -> FieldLine {
    FieldLine { field, name, also, example, finds }
}

/// Every field.
pub const FIELDS: &[FieldLine] = &[
    line(Field::Text(Group::Title), "title", &["ti", "题名", "标题", "篇名"], "title:智慧治理", "words of the title"),
    line(
        Field::Text(Group::Author),
        "author",
        &["au", "作者"],
        "author:zhangchenggang",
        "authors, in Han, in Latin letters, by pinyin or initials",
    ),
    line(Field::Text(Group::Keyword), "kw", &["keyword", "keywords", "关键词", "主题词"], "kw:\"digital twin\"", "key words"),
    line(Field::Text(Group::Journal), "journal", &["ja", "刊名", "期刊"], "journal:行政管理", "words of the journal's name"),
    line(Field::Text(Group::Abstract), "abs", &["abstract", "ab", "摘要"], "abs:赋能", "words of the abstract"),
    line(
        Field::Text(Group::Reference),
        "ref",
        &["reference", "references", "参考文献"],
        "ref:Luhmann",
        "words and years of the reference list",
    ),
    line(Field::Text(Group::Note), "note", &["notes", "笔记", "附注"], "note:重读", "words of the notes that came with the record"),
    line(Field::Code(Code::Tag), "tag", &["tags", "标签"], "tag:方法", "a tag that came with the record"),
    line(Field::Year, "year", &["y", "年", "年份"], "year:2018..2024", "a year, or years from..to; either end may be left out"),
    line(Field::Code(Code::Volume), "volume", &["vol", "卷"], "volume:60", "a volume"),
    line(Field::Code(Code::Issue), "issue", &["no", "期"], "issue:3", "an issue"),
    line(Field::Code(Code::Clc), "clc", &["class", "分类号", "中图分类号"], "clc:D63*", "a class; with * all below it"),
    line(Field::Code(Code::Doi), "doi", &[], "doi:10.1000/182", "a DOI"),
    line(Field::Code(Code::Id), "id", &[], "id:h:0123456789abcdef", "a record by its key"),
    line(Field::Code(Code::Kind), "type", &["kind", "类型"], "type:thesis", "a kind of work"),
    line(Field::Is, "is", &["状态"], "is:unread", "what you did with it: unread, read"),
    line(
        Field::Has,
        "has",
        &["有"],
        "has:fulltext",
        "what the record has: fulltext, references, abstract, keywords, doi, related, chinese, english",
    ),
    line(Field::Cites, "cites", &["引用"], "cites:doi:10.1000/182", "records that cite this one"),
    line(Field::CitedBy, "citedby", &["cited-by", "被引"], "citedby:doi:10.1000/182", "records that this one cites"),
];

/// The field of a name in any spelling and case.
pub fn field(name: &str) -> Option<&'static FieldLine> {
    let name = name.to_lowercase();
    FIELDS.iter().find(|line| line.name == name || line.also.contains(&name.as_str()))
}

/// The choice of a name in any spelling and case.
pub fn choice<T>(choices: &'static [Choice<T>], name: &str) -> Option<&'static Choice<T>> {
    let name = name.to_lowercase();
    choices.iter().find(|choice| choice.name == name || choice.also.contains(&name.as_str()))
}

/// The names of choices, for a sentence.
pub fn names<T>(choices: &[Choice<T>]) -> String {
    choices.iter().map(|choice| choice.name).collect::<Vec<_>>().join(", ")
}

/// The language explained: what `qikan help query` prints.
pub fn help() -> String {
    let mut text = String::from(
        "\
Every word must match; case, accents, full width, and simplified or traditional characters make no difference.

  智慧城市 governance       both, anywhere in title, authors, key words, journal, abstract
  \"smart city\"              these words in this order
  -survey                   not this word; -(a b) not both, -author:张 not this author
  自然 OR nature            one of them; a b OR c d means (a b) OR (c d)
  (智慧 OR 数字) 治理       parentheses group; a field may stand before them: author:(张 OR 李)
  govern*                   words that begin so; while you type, the last word is meant so
  governence~               Latin words spelled a little differently
  zcg, zhangchenggang       authors and titles by pinyin: 张成岗 by initials or whole; zhihuichengshi is 智慧城市
  10.1000/182               a DOI, or the address of one, as it is

Fields, with their other names:

",
    );
    for line in FIELDS {
        let example = pad(line.example, 24);
        let also = if line.also.is_empty() { String::new() } else { format!(" ({})", line.also.join(", ")) };
        text.push_str(&format!("  {example}  {}{also}\n", line.finds));
    }
    text.push_str(
        "
Signs may be typed full width: （）“”：＊－～ are the same as ( ) \" : * - ~.
Records whose whole title or author is what you typed come first, then those with the words in the title, in key words and authors, in the abstract;
records that have the words in their reference lists only come last.
",
    );
    text
}

/// Pads to a number of cells.
fn pad(text: &str, cells: usize) -> String {
    let width = crate::text::Measure::default().width(text);
    format!("{text}{}", " ".repeat(cells.saturating_sub(width)))
}
