//! A record as compact JSON: byte for byte what `serde_json` writes, sooner.
//!
//! Hardly any string of a record has a sign that must be escaped, for which many bytes are looked through at a time. Whatever is
//! rare is left to `serde_json`.

use serde::ser::{self, Serialize};
use serde_json::{Error, Result};

/// Writes a value behind what is there.
///
/// # Errors
/// A value that says no.
pub(super) fn write(into: &mut Vec<u8>, value: &impl Serialize) -> Result<()> {
    value.serialize(&mut Compact { out: into })
}

struct Compact<'a> {
    out: &'a mut Vec<u8>,
}

/// Members or elements, and what closes them.
struct Open<'a, 'b> {
    to: &'a mut Compact<'b>,
    first: bool,
    close: &'static [u8],
}

/// Whether no byte must be escaped (RFC 8259 §7): no control character, no quotation mark, no backslash.
fn is_plain(text: &[u8]) -> bool {
    // No branch in it: the bytes of a part are looked at together, in the processor's wide registers.
    let escaped = |byte: &u8| u8::from(*byte < 0x20) | u8::from(*byte == b'"') | u8::from(*byte == b'\\');
    let any = |part: &[u8]| part.iter().fold(0, |found, byte| found | escaped(byte)) != 0;
    let (parts, rest) = text.as_chunks::<32>();
    !any(rest) && !parts.iter().any(|part| any(part))
}

impl<'b> Compact<'b> {
    fn text(&mut self, text: &str) -> Result<()> {
        if !is_plain(text.as_bytes()) {
            return serde_json::to_writer(&mut *self.out, text);
        }
        self.out.reserve(text.len() + 2);
        self.out.push(b'"');
        self.out.extend_from_slice(text.as_bytes());
        self.out.push(b'"');
        Ok(())
    }

    fn open<'a>(&'a mut self, open: u8, close: &'static [u8]) -> Open<'a, 'b> {
        self.out.push(open);
        Open { to: self, first: true, close }
    }

    /// The one member of an object that stands for a variant.
    fn variant(&mut self, name: &str) -> Result<()> {
        self.out.push(b'{');
        self.text(name)?;
        self.out.push(b':');
        Ok(())
    }
}

impl Open<'_, '_> {
    fn next(&mut self) {
        if !std::mem::take(&mut self.first) {
            self.to.out.push(b',');
        }
    }

    fn element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
        self.next();
        value.serialize(&mut *self.to)
    }

    fn member<T: ?Sized + Serialize>(&mut self, name: &str, value: &T) -> Result<()> {
        self.next();
        self.to.text(name)?;
        self.to.out.push(b':');
        value.serialize(&mut *self.to)
    }

    fn close(self) {
        self.to.out.extend_from_slice(self.close);
    }
}

/// What is written as `serde_json` writes it.
macro_rules! as_ever {
    ($($name:ident: $type:ty),*) => {
        $(fn $name(self, value: $type) -> Result<()> {
            serde_json::to_writer(&mut *self.out, &value)
        })*
    };
}

impl<'a, 'b> ser::Serializer for &'a mut Compact<'b> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Open<'a, 'b>;
    type SerializeTuple = Open<'a, 'b>;
    type SerializeTupleStruct = Open<'a, 'b>;
    type SerializeTupleVariant = Open<'a, 'b>;
    type SerializeMap = Open<'a, 'b>;
    type SerializeStruct = Open<'a, 'b>;
    type SerializeStructVariant = Open<'a, 'b>;

    as_ever!(
        serialize_bool: bool, serialize_char: char,
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128,
        serialize_f32: f32, serialize_f64: f64
    );

    fn serialize_str(self, value: &str) -> Result<()> {
        self.text(value)
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_none(self) -> Result<()> {
        self.serialize_unit()
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<()> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<()> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<()> {
        self.text(variant)
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, _: &'static str, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(self, _: &'static str, _: u32, variant: &'static str, value: &T) -> Result<()> {
        self.variant(variant)?;
        value.serialize(&mut *self)?;
        self.out.push(b'}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'a, 'b>> {
        Ok(self.open(b'[', b"]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Open<'a, 'b>> {
        Ok(self.open(b'[', b"]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Open<'a, 'b>> {
        Ok(self.open(b'[', b"]"))
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, variant: &'static str, _: usize) -> Result<Open<'a, 'b>> {
        self.variant(variant)?;
        Ok(self.open(b'[', b"]}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Open<'a, 'b>> {
        Ok(self.open(b'{', b"}"))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'a, 'b>> {
        Ok(self.open(b'{', b"}"))
    }

    fn serialize_struct_variant(self, _: &'static str, _: u32, variant: &'static str, _: usize) -> Result<Open<'a, 'b>> {
        self.variant(variant)?;
        Ok(self.open(b'{', b"}}"))
    }
}

/// Lists of any kind.
macro_rules! of_elements {
    ($($list:ident $name:ident),*) => {
        $(impl ser::$list for Open<'_, '_> {
            type Ok = ();
            type Error = Error;

            fn $name<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
                self.element(value)
            }

            fn end(self) -> Result<()> {
                self.close();
                Ok(())
            }
        })*
    };
}

of_elements!(
    SerializeSeq serialize_element, SerializeTuple serialize_element, SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field
);

/// Objects with members that the program names.
macro_rules! of_members {
    ($($object:ident),*) => {
        $(impl ser::$object for Open<'_, '_> {
            type Ok = ();
            type Error = Error;

            fn serialize_field<T: ?Sized + Serialize>(&mut self, name: &'static str, value: &T) -> Result<()> {
                self.member(name, value)
            }

            fn end(self) -> Result<()> {
                self.close();
                Ok(())
            }
        })*
    };
}

of_members!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for Open<'_, '_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<()> {
        self.next();
        let from = self.to.out.len();
        key.serialize(&mut *self.to)?;
        // A name that is a number stands in quotation marks.
        if self.to.out.get(from) != Some(&b'"') {
            self.to.out.insert(from, b'"');
            self.to.out.push(b'"');
        }
        Ok(())
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
        self.to.out.push(b':');
        value.serialize(&mut *self.to)
    }

    fn end(self) -> Result<()> {
        self.close();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn same(value: &impl Serialize) {
        let mut written = b"before".to_vec();
        write(&mut written, value).unwrap();
        let expected = [b"before", serde_json::to_vec(value).unwrap().as_slice()].concat();
        assert_eq!(String::from_utf8(written).unwrap(), String::from_utf8(expected).unwrap());
    }

    #[derive(serde::Serialize)]
    enum Kind {
        Plain,
        One(i8),
        Two(u16, f32),
        Named { a: Option<bool>, b: () },
    }

    #[derive(serde::Serialize)]
    struct Whole<'a>(&'a [u8]);

    #[test]
    fn everything_is_written_as_ever() {
        same(&[Kind::Plain, Kind::One(-1), Kind::Two(2, 0.1), Kind::Named { a: None, b: () }, Kind::Named { a: Some(true), b: () }]);
        same(&(Whole(b"ab"), 'x', '"', "期刊", 1e300, f64::NAN, u128::MAX, ((),), Some("")));
        same(&BTreeMap::from([(1, "one"), (2, "two")]));
        same(&BTreeMap::from([("a\"b", Vec::new()), ("", vec![1, 2])]));
        same(&json!({"v": 1, "empty": {}, "list": [], "deep": {"a": [{"b": [[-0.0]]}]}}));
    }

    #[test]
    fn every_sign_is_escaped_wherever_it_stands() {
        for sign in ('\0'..='\u{FF}').chain(['\u{2028}', '期', '\u{10FFFF}']) {
            for before in 0..10 {
                same(&format!("{}{sign}{}", "a".repeat(before), "é".repeat(9 - before)));
            }
        }
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            "[ -~期\u{80}\n]{0,40}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::hash_map(any::<String>(), inner, 0..6).prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_value_is_written_as_ever(value in values()) {
            same(&value);
        }
    }
}
