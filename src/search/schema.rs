//! What the index holds of a record: its fields, and how text becomes terms.
//!
//! | field | terms | for |
//! |---|---|---|
//! | `title` … `note` | words, and every two neighbouring Han characters, with their places | words, phrases, prefixes, `~` |
//! | `reference` | the same without places, DOIs, and numbers that are no years: references are ten times the text of all the rest | words |
//! | `short` | a letter for the field, then a Han character or the first one to three letters of a word | `智`, `g*`, `gov*` |
//! | `sound` | pinyin of titles: `zhi'hui`, and initials: `zhc` | pinyin |
//! | `whole` | hashes of whole titles and names | what is exactly meant comes first |
//! | `class` | 中图分类号 | classes and all below them |
//! | `code` | each behind its mark: DOI, id, volume, issue, kind, tags, what the record has, names by pinyin and initials (`name:zcg`) and how these begin (`begun:zha`) | fields |
//! | `row`, `year`, `journal_name`, `author_name`, `class` | columns | hits, ranges, facets |

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};
use xxhash_rust::xxh3::xxh3_64;

use super::query::{Code, Group};
use super::sounds;
use super::words::{Kind, Units};

/// The version of fields and terms. An index of another version is not read but built anew.
pub const VERSION: u32 = 2;

const WORDS: &str = "words";
const CITED: &str = "cited";
const SHORT: &str = "short";
const SOUND: &str = "sound";

/// The fields of the index.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    pub row: Field,
    pub year: Field,
    pub title: Field,
    pub author: Field,
    pub keyword: Field,
    pub journal: Field,
    pub abstracts: Field,
    pub note: Field,
    pub reference: Field,
    pub short: Field,
    pub sound: Field,
    pub whole: Field,
    pub class: Field,
    pub code: Field,
    pub journal_name: Field,
    pub author_name: Field,
}

impl Fields {
    /// The schema and its fields.
    pub fn new() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let placed = || {
            let indexing = TextFieldIndexing::default().set_tokenizer(WORDS).set_index_option(IndexRecordOption::WithFreqsAndPositions);
            TextOptions::default().set_indexing_options(indexing.set_fieldnorms(true))
        };
        let terms = |tokenizer: &str| {
            let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(IndexRecordOption::Basic);
            TextOptions::default().set_indexing_options(indexing.set_fieldnorms(false))
        };
        let fields = Self {
            row: schema.add_u64_field("row", INDEXED | FAST),
            year: schema.add_i64_field("year", FAST),
            title: schema.add_text_field("title", placed()),
            author: schema.add_text_field("author", placed()),
            keyword: schema.add_text_field("keyword", placed()),
            journal: schema.add_text_field("journal", placed()),
            abstracts: schema.add_text_field("abstract", placed()),
            note: schema.add_text_field("note", placed()),
            reference: schema.add_text_field("reference", terms(CITED)),
            short: schema.add_text_field("short", terms(SHORT)),
            sound: schema.add_text_field("sound", terms(SOUND)),
            whole: schema.add_u64_field("whole", INDEXED),
            class: schema.add_text_field("class", terms("raw").set_fast("raw")),
            code: schema.add_text_field("code", terms("raw")),
            journal_name: schema.add_text_field("journal_name", TextOptions::default().set_fast("raw")),
            author_name: schema.add_text_field("author_name", TextOptions::default().set_fast("raw")),
        };
        (schema.build(), fields)
    }

    /// Whether the terms of a field are stored with how often they stand in a record.
    pub fn is_ranked(&self, field: Field) -> bool {
        [self.title, self.author, self.keyword, self.journal, self.abstracts, self.note].contains(&field)
    }

    /// The field of a group's words.
    pub fn of(&self, group: Group) -> Field {
        match group {
            Group::Title => self.title,
            Group::Author => self.author,
            Group::Keyword => self.keyword,
            Group::Journal => self.journal,
            Group::Abstract => self.abstracts,
            Group::Note => self.note,
            Group::Reference => self.reference,
        }
    }
}

/// The letter of a group in the fields that hold terms of several.
pub fn letter(group: Group) -> char {
    match group {
        Group::Title => 't',
        Group::Author => 'a',
        Group::Keyword => 'k',
        Group::Journal => 'j',
        Group::Abstract => 'b',
        Group::Note => 'n',
        Group::Reference => 'r',
    }
}

/// A code as a term: its mark, and the value as it is compared.
pub fn code_term(code: Code, value: &str) -> String {
    let value = value.trim();
    match code {
        Code::Clc => class_term(value),
        // Most ids are DOIs, and stand in the index as these already.
        Code::Id => value.strip_prefix("doi:").map_or_else(|| format!("id:{value}"), |doi| code_term(Code::Doi, doi)),
        Code::Doi => format!("doi:{}", value.to_lowercase()),
        Code::Volume => format!("volume:{}", numbering(value)),
        Code::Issue => format!("issue:{}", numbering(value)),
        Code::Kind => format!("type:{}", value.to_lowercase()),
        Code::Tag => format!("tag:{}", crate::text::fold(value)),
    }
}

/// A class as it is compared: capitals, no blanks.
pub fn class_term(value: &str) -> String {
    crate::text::fold(value).chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
}

/// A volume or an issue as it is compared: `03`, `第3期` and `3` are one.
fn numbering(value: &str) -> String {
    let bare: String = crate::text::fold(value).chars().filter(|c| !matches!(c, '第' | '卷' | '期' | ' ')).collect();
    let shorter = bare.trim_start_matches('0');
    if shorter.is_empty() { bare } else { shorter.to_owned() }
}

/// The hash of a whole title or name. Half of the bits are enough, as the words are looked for besides; and every bit is kept as
/// it is.
pub fn whole(group: Group, folded: &str) -> u64 {
    xxh3_64(format!("{}{folded}", letter(group)).as_bytes()) >> 32
}

/// The makers of terms, by name.
pub fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(WORDS, TextAnalyzer::from(Terms::new(words)));
    manager.register(CITED, TextAnalyzer::from(Terms::once(cited)));
    manager.register(SHORT, TextAnalyzer::from(Terms::once(short)));
    manager.register(SOUND, TextAnalyzer::from(Terms::once(sound)));
    manager
}

/// Words, and every two neighbouring characters of a run; a character that is a run by itself stands alone.
///
/// A place is the number of the unit, so that a phrase is terms whose places differ as they do in the query.
pub fn words(units: &Units, visit: &mut dyn FnMut(&str, usize, usize)) {
    for at in 0..units.len() {
        let Some((unit, text)) = units.at(at) else { break };
        if unit.kind == Kind::Word {
            visit(text, at, 1);
        } else if let Some((_, _, pair)) = units.pair(at) {
            visit(pair, at, 2);
        } else if unit.kind == Kind::First {
            visit(text, at, 1);
        }
    }
}

/// The same of references, without the numbers of their volumes and pages.
fn cited(units: &Units, visit: &mut dyn FnMut(&str, usize, usize)) {
    words(units, &mut |term, at, length| {
        if is_cited(term) {
            visit(term, at, length);
        }
    });
}

/// Whether a word tells anything of a reference: a number does if it can be a year.
pub fn is_cited(word: &str) -> bool {
    word.len() == 4 || !word.bytes().all(|b| b.is_ascii_digit())
}

/// Behind the letter of the field: every character, and the first one, two and three letters of every word.
fn short(units: &Units, visit: &mut dyn FnMut(&str, usize, usize)) {
    let mut letter = "";
    let mut term = String::new();
    for (at, (unit, text)) in units.iter().enumerate() {
        if at == 0 {
            letter = text;
            continue;
        }
        let most = if unit.kind == Kind::Word { 3 } else { 1 };
        term.clear();
        term.push_str(letter);
        for c in text.chars().take(most) {
            term.push(c);
            visit(&term, 0, 1);
        }
    }
}

/// The sounds of a title.
fn sound(units: &Units, visit: &mut dyn FnMut(&str, usize, usize)) {
    sounds::of_text(units, |sound| visit(sound, 0, 1));
}

/// The hash of what is a hash already.
#[derive(Clone, Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64(bytes);
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

type Maker = fn(&Units, &mut dyn FnMut(&str, usize, usize));

/// Terms made of units, in memory that is used again.
#[derive(Clone)]
struct Terms {
    make: Maker,
    units: Units,
    letters: String,
    /// End in `letters`, place, and places taken.
    ends: Vec<(usize, usize, usize)>,
    /// Where places do not count, each term is given once for a text: to look a term up among all those of the index takes
    /// longer than to know it again here. Hashes of those that were given.
    given: Option<HashSet<u64, BuildHasherDefault<Hashed>>>,
    next: usize,
    token: Token,
}

impl Terms {
    fn new(make: Maker) -> Self {
        Self { make, units: Units::default(), letters: String::new(), ends: Vec::new(), given: None, next: 0, token: Token::default() }
    }

    fn once(make: Maker) -> Self {
        Self { given: Some(HashSet::default()), ..Self::new(make) }
    }
}

impl Tokenizer for Terms {
    type TokenStream<'a> = &'a mut Terms;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> &'a mut Terms {
        self.units.read(text);
        self.letters.clear();
        self.ends.clear();
        self.next = 0;
        let (letters, ends, given) = (&mut self.letters, &mut self.ends, &mut self.given);
        if let Some(given) = given {
            given.clear();
        }
        (self.make)(&self.units, &mut |term, place, length| {
            if given.as_mut().is_some_and(|given| !given.insert(xxh3_64(term.as_bytes()))) {
                return;
            }
            letters.push_str(term);
            ends.push((letters.len(), place, length));
        });
        self
    }
}

impl TokenStream for &mut Terms {
    fn advance(&mut self) -> bool {
        let start = self.next.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |(end, ..)| *end);
        let Some((end, place, length)) = self.ends.get(self.next).copied() else { return false };
        self.next += 1;
        self.token.text.clear();
        self.token.text.push_str(self.letters.get(start..end).unwrap_or_default());
        self.token.position = place;
        self.token.position_length = length;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
