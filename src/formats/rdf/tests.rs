//! What RDF/XML is taken for, and how much of what works share is said again.

use super::nodes::Nodes;
use super::sniff;
use crate::formats::xml::Tree;

#[test]
fn a_vocabulary_is_declared_by_the_first_element() {
    for (head, is_ours) in [
        (r#"<rdf:RDF xmlns:rdf="x" xmlns:bibo="http://purl.org/ontology/bibo/">"#, true),
        ("<?xml version='1.0'?><!-- one --><RDF xmlns = 'https://schema.org/'>", true),
        (r#"<!DOCTYPE rdf:RDF [<!ENTITY bibo "http://purl.org/ontology/bibo/">]><rdf:RDF xmlns:bibo="&bibo;">"#, true),
        (r#"<rdf:RDF xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:bibo="http://purl.org/ontology/bibo/"><z:itemType>"#, true),
        (r#"<rdf:RDF xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:s="http://schema.org/"><z:itemType>"#, false),
        (r#"<rdf:RDF xmlns:rdf="x"><dc:description>xmlns:s is http://schema.org/</dc:description>"#, false),
        (r#"<rdf:RDF xmlns:rdf="x"><rdf:type rdf:resource="http://schema.org/"/>"#, false),
        (r#"<html itemtype="http://schema.org/"><!-- <rdf:RDF xmlns="http://schema.org/"> -->"#, false),
        (r#"TI  - a comment with <rdf:RDF xmlns="http://schema.org/">"#, false),
        ("", false),
    ] {
        assert_eq!(sniff(head) > 0, is_ours, "{head}");
    }
}

#[test]
fn what_works_share_is_said_again_up_to_a_bound_and_the_finding_says_so_once() {
    let tree = Tree::within("", "<RDF/>", 1);
    let Some(root) = tree.root() else { return assert!(tree.root().is_some()) };
    let mut nodes = Nodes::of(root);
    assert!(nodes.may_say(256 << 20) && nodes.complaint(1).is_none());
    assert!(!nodes.may_say(1));
    assert_eq!(nodes.complaint(7).and_then(|finding| finding.line), Some(7));
    assert!(nodes.complaint(8).is_none());
}
