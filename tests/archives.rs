//! Archives as sources: whatever stands in them is read, and no archive can do harm.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

#[path = "formats/reading.rs"]
mod reading;

use std::io::Write;

use qikan::record::Article;
use reading::{AllRead, read_as};

fn read(bytes: &[u8]) -> AllRead {
    read_as(bytes, None)
}

fn titles(records: &[Article]) -> Vec<&str> {
    records.iter().filter_map(|one| one.title.values().next()).map(String::as_str).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::stream::encode_all(bytes, 1).unwrap()
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        // Names as attackers write them, which the builder would refuse.
        let field = &mut header.as_old_mut().name;
        if name.len() <= field.len() {
            field[..name.len()].copy_from_slice(name.as_bytes());
            header.set_cksum();
            archive.append(&header, *bytes).unwrap();
        } else {
            archive.append_data(&mut header, name, *bytes).unwrap();
        }
    }
    archive.into_inner().unwrap()
}

/// A zip archive of files stored as they are, with names of any bytes. `flags` is the member's general purpose flag.
fn zip(files: &[(&[u8], &[u8])], flags: u16) -> Vec<u8> {
    let (mut whole, mut list) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let at = u32::try_from(whole.len()).unwrap();
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        let size = u32::try_from(bytes.len()).unwrap().to_le_bytes();
        let mut about = Vec::new();
        about.extend([20, 0]);
        about.extend(flags.to_le_bytes());
        about.extend([0; 6]);
        about.extend(crc.sum().to_le_bytes());
        about.extend(size);
        about.extend(size);
        about.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        about.extend([0, 0]);
        whole.extend(b"PK\x03\x04");
        whole.extend(&about);
        whole.extend(*name);
        whole.extend(*bytes);
        list.extend(b"PK\x01\x02\x14\x00");
        list.extend(&about);
        list.extend([0; 10]);
        list.extend(at.to_le_bytes());
        list.extend(*name);
    }
    let (at, count) = (u32::try_from(whole.len()).unwrap(), u16::try_from(files.len()).unwrap().to_le_bytes());
    whole.extend(&list);
    whole.extend(b"PK\x05\x06\0\0\0\0");
    whole.extend(count);
    whole.extend(count);
    whole.extend(u32::try_from(list.len()).unwrap().to_le_bytes());
    whole.extend(at.to_le_bytes());
    whole.extend([0, 0]);
    whole
}

const A: &[u8] = br#"{"title":{"en":"A"}}"#;
const B: &[u8] = b"{\"title\":{\"en\":\"B1\"}}\n{\"title\":{\"en\":\"B2\"}}\n{\"title\":\n";

#[test]
fn one_file_packed_is_that_file() {
    for packed in [gzip(A), zstd(A), gzip(&zstd(A))] {
        let (format, records, findings) = read(&packed);
        assert_eq!((format, titles(&records), findings.len()), ("qikan-json", vec!["A"], 0));
    }
    // Two packed files one behind the other are one.
    let two = [gzip(b"{\"title\":{\"en\":\"A\"}}\n"), gzip(B)].concat();
    assert_eq!(titles(&read(&two).1), ["A", "B1", "B2"]);
    assert_eq!(titles(&read_as(&gzip(A), Some("qikan-json")).1), ["A"]);
    assert_eq!(titles(&read_as(&gzip(A), Some("gz")).1), ["A"]);
}

#[test]
fn every_file_of_an_archive_is_read_and_named() {
    let files: [(&str, &[u8]); 5] =
        [("a.json", A), ("sub/b.jsonl", B), (".hidden", B), ("__MACOSX/._a.json", B), ("noise.bin", b"\x00\x01\x02\x03\xff\xfe\xfd")];
    let in_zip: Vec<(&[u8], &[u8])> = files.iter().map(|(name, bytes)| (name.as_bytes(), *bytes)).collect();
    for (packed, wanted) in [(tar(&files), "tar"), (gzip(&tar(&files)), "tar"), (zip(&in_zip, 0), "zip"), (zstd(&zip(&in_zip, 0)), "zip")] {
        let (format, records, findings) = read(&packed);
        assert_eq!((format, titles(&records)), (wanted, vec!["A", "B1", "B2"]));
        let told: Vec<String> = findings.iter().map(|finding| finding.told_of("x.zip")).collect();
        assert!(told[0].starts_with("x.zip/sub/b.jsonl, line 3: "), "{told:?}");
        assert!(told[1].starts_with("x.zip/noise.bin: "), "{told:?}");
        assert_eq!(told.len(), 2);
    }
}

#[test]
fn archives_in_archives_to_a_depth() {
    let inner = zip(&[(b"b.jsonl", B)], 0);
    let outer = gzip(&tar(&[("in.zip", &inner), ("a.json", A)]));
    let (_, records, findings) = read(&outer);
    assert_eq!(titles(&records), ["B1", "B2", "A"]);
    assert_eq!(findings[0].member.as_deref(), Some("in.zip/b.jsonl"));
    let mut deep = A.to_vec();
    for _ in 0..4 {
        deep = gzip(&deep);
    }
    assert_eq!(read(&deep).1.len(), 1);
    let findings = read(&gzip(&deep)).2;
    assert!(findings[0].sentence.contains("deep in each other"), "{findings:?}");
}

#[test]
fn names_are_only_names() {
    let long = format!("{}/a.json", "folder/".repeat(40));
    let (_, records, findings) = read(&tar(&[("../../etc/passwd", A), ("/etc/passwd", A), (long.as_str(), A)]));
    assert_eq!((records.len(), findings.len()), (3, 0));
    let gbk = b"\xCD\xBC\xCA\xE9\xB9\xDD.jsonl";
    let (_, records, findings) = read(&zip(&[(gbk, B), (b"\xFF\xFF", A)], 0));
    assert_eq!(records.len(), 3);
    assert_eq!(findings[0].told_of("x.zip"), "x.zip/图书馆.jsonl: the name of this file is not UTF-8 and was read as GBK");
    assert!(findings.last().unwrap().sentence.contains("not known"));
}

#[test]
fn what_cannot_be_opened_is_told() {
    let word = |bytes: &[u8]| read(bytes).2.first().unwrap().to_string();
    assert_eq!(word(&zip(&[(b"a.json", A)], 1)), "a.json: it is encrypted; unpack the archive with its password and read the folder");
    assert!(word(&zip(&[(b"[Content_Types].xml", A)], 0)).contains("Word"));
    // Of a document with sources these are read, and no other part.
    let sources = include_bytes!("odd/msbib/sources.xml");
    let (_, records, findings) =
        read_as(&zip(&[(b"[Content_Types].xml", A), (b"word/document.xml", A), (b"customXml/item1.xml", sources)], 0), None);
    assert_eq!((records.len(), findings.len()), (4, 0), "{findings:?}");
    // And of one that cites with Zotero or EndNote what it cites; a text that cites nothing is not looked at.
    let cites = include_bytes!("odd/word/document.xml");
    let (_, records, _) = read_as(&zip(&[(b"[Content_Types].xml", A), (b"word/document.xml", cites), (b"word/styles.xml", A)], 0), None);
    assert_eq!(records.len(), 7);
    let plain = b"<w:document xmlns:w='wordprocessingml'><w:p><w:r><w:t>[1]</w:t></w:r></w:p></w:document>";
    assert!(word(&zip(&[(b"[Content_Types].xml", A), (b"word/document.xml", plain)], 0)).contains("save it as text"));
    let open = include_bytes!("odd/word/content.xml");
    let (_, records, findings) = read_as(&zip(&[(b"mimetype", A), (b"content.xml", open), (b"meta.xml", A)], 0), None);
    assert_eq!((records.len(), findings.len()), (2, 0), "{findings:?}");
    assert!(word(&zip(&[], 0)).contains("holds no file"));
    assert!(word(zip(&[(b"a.json", A)], 0).get(..60).unwrap()).contains("end may be missing"));
    // What can be unpacked of an archive that is cut is read.
    let lines: String =
        (0..500).map(|at| at * 7919 % 10007).map(|at| at.to_string()).fold(String::new(), |all, at| all + "{\"volume\":\"" + &at + "\"}\n");
    let cut = gzip(lines.as_bytes());
    let (_, records, findings) = read(cut.get(..cut.len() / 2).unwrap());
    assert!(records.len() > 50 && findings.last().unwrap().sentence.contains("read to its end"), "{findings:?}");
    assert!(word(b"\x1F\x8B\x08\x00junkjunkjunkjunk").contains("gzip"));
    let whole = tar(&[("a.json", A), ("b.jsonl", &B.repeat(100))]);
    let (_, records, findings) = read(whole.get(..2000).unwrap());
    let told = findings.iter().any(|one| one.member.as_deref() == Some("b.jsonl") && one.sentence.contains("in the middle of this file"));
    assert!(!records.is_empty() && told, "{findings:?}");
    // Bytes of a member that are not what their sum says.
    let mut broken = zip(&[(b"a.json", A), (b"b.jsonl", B)], 0);
    broken[40] ^= 1;
    let (_, records, findings) = read(&broken);
    assert_eq!(titles(&records), ["B1", "B2"]);
    assert!(findings[0].sentence.contains("cannot be unpacked"), "{findings:?}");
}

#[test]
fn a_member_that_is_read_at_once_and_one_that_streams_are_read_alike() {
    for blanks in [1 << 10, 9 << 20] {
        let large = [A, &vec![b'\n'; blanks], A].concat();
        let whole = tar(&[("large.jsonl", &large), ("b.jsonl", B)]);
        assert_eq!(titles(&read(&whole).1), ["A", "A", "B1", "B2"]);
        let (_, records, findings) = read(whole.get(..512 + large.len() - 2).unwrap());
        assert_eq!(titles(&records).first(), Some(&"A"));
        let told = findings.iter().any(|one| one.sentence.contains("in the middle of this file"));
        assert!(told, "{blanks} blanks: {findings:?}");
    }
}

#[test]
fn a_bomb_is_left() {
    let blanks = vec![b'\n'; 1 << 20];
    let mut packer = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
    packer.write_all(A).unwrap();
    for _ in 0..512 {
        packer.write_all(&blanks).unwrap();
    }
    let bomb = packer.finish().unwrap();
    assert!(bomb.len() < 1 << 20);
    for packed in [gzip(&bomb), zip(&[(b"a.zst", &bomb)], 0), bomb] {
        let (_, records, findings) = read(&packed);
        let told = findings.iter().any(|finding| finding.sentence.contains("made to do harm"));
        assert!(told, "{} records, {findings:?}", records.len());
    }
    // Not one that is large, but many that are not: what comes out is counted over all of them.
    let part = zstd(&[A, &blanks.repeat(16)].concat());
    let names: Vec<String> = (0..40).map(|at| format!("{at}.jsonl")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), part.as_slice())).collect();
    let (_, _, findings) = read(&gzip(&tar(&many)));
    assert!(findings.len() < 12 && findings.iter().any(|finding| finding.sentence.contains("made to do harm")), "{findings:?}");
}
