//! Pictures of made neighbourhoods: nothing lies on anything else, every line leads somewhere, and the cursor moves nothing.

use std::collections::{BTreeMap, BTreeSet};

use qikan::library::{ArticleCard, ArticleKey, Edge, EntryKey, List, Neighbour, Neighbourhood, SharedWork, ShelfName};
use qikan::reader::graph::Graph;
use qikan::reader::graph::layout::{Layout, Letters, middle_row};
use qikan::reader::graph::near::{Near, Side};
use qikan::reader::{Sign, SignSet};
use qikan::record::{Citation, HowLinked, Language, MultiText, Reference};

/// A record by its author and year.
fn card(row: usize, author: &str, year: i32) -> ArticleCard {
    let text = |text: &str| MultiText::of(Language::En, text.to_owned());
    ArticleCard {
        key: ArticleKey { shelf: ShelfName::Own, row: i64::try_from(row).unwrap_or(0) },
        title: text(&format!("The work of {author}")),
        authors: text(author),
        journal: text("Annals"),
        year: Some(year).filter(|year| *year > 0),
        volume: None,
        issue: None,
        pages: None,
        read: false,
    }
}

/// The middle came out in 2017; it cites and is cited by records of these years, and others tie some of them together.
fn neighbourhood(cited: &[i32], citing: &[i32], ties: &[(i32, &[usize])]) -> Neighbourhood {
    let names = ["Caragliu", "Hollands", "Giffinger", "胡业飞", "Kitchin", "Neirotti", "Yigitcanlar", "欧阳修远", "Li", "van der Berg"];
    let name = |row: usize| names.get(row % names.len()).copied().unwrap_or_default();
    let mut nodes = vec![Neighbour { card: card(0, "Dameri", 2017), away: 0 }];
    let mut edges = Vec::new();
    let edge = |citing: usize, cited: usize| Edge { citing, cited, how: HowLinked::Doi };
    for (year, away, is_cited) in cited.iter().map(|year| (*year, 1, true)).chain(citing.iter().map(|year| (*year, 1, false))) {
        let row = nodes.len();
        nodes.push(Neighbour { card: card(row, name(row), year), away });
        edges.push(if is_cited { edge(0, row) } else { edge(row, 0) });
    }
    for (year, tied) in ties {
        let row = nodes.len();
        nodes.push(Neighbour { card: card(row, name(row), *year), away: 2 });
        edges.extend(tied.iter().map(|other| edge(row, *other)));
    }
    Neighbourhood { cites: cited.len() as u64, cited_by: citing.len() as u64, nodes, edges, works: Vec::new(), cut: false }
}

/// The same with works of these years that are not held; the records that share them came out in these years.
fn sharing(works: &[i32], sharing: &[i32]) -> Neighbourhood {
    let mut near = neighbourhood(&[], &[], &sharing.iter().map(|year| (*year, &[][..])).collect::<Vec<_>>());
    let work = |(n, year): (usize, &i32)| SharedWork {
        entry: EntryKey { of: near.nodes[0].card.key, list: List::References, n },
        reference: Reference {
            parts: vec![Citation { year: Some(*year), ..Citation::default() }],
            raw: format!("Work {n}."),
            ..Reference::default()
        },
        citing: (1..=sharing.len()).collect(),
    };
    near.works = works.iter().enumerate().map(work).collect();
    near
}

fn near(near: Neighbourhood) -> Near {
    Near::of(near, &Language::En)
}

/// Small, wide, crowded, one-sided, without years.
fn samples() -> Vec<Near> {
    let mut crowded =
        neighbourhood(&(0..60).map(|n| 1990 + n % 27).collect::<Vec<_>>(), &(0..45).map(|n| 2017 + n % 8).collect::<Vec<_>>(), &[]);
    let among: Vec<Edge> = (1..50).map(|n| Edge { citing: n, cited: n + 7, how: HowLinked::Doi }).collect();
    crowded.edges.extend(among);
    let mut among = neighbourhood(&[2015, 2015, 2016, 2016, 2014], &[2018, 2018, 2019], &[(2015, &[3, 4]), (2019, &[6, 7])]);
    among.edges.extend([(3, 1), (3, 2), (4, 1), (4, 5), (8, 6), (8, 7)].map(|(citing, cited)| Edge { citing, cited, how: HowLinked::Doi }));
    vec![
        near(neighbourhood(&[2009, 2011, 2014, 2014, 2014], &[2019, 2020, 2022], &[])),
        near(among),
        near(crowded),
        near(neighbourhood(&[2001, 2017, 2018], &[], &[])),
        near(neighbourhood(&[], &[2017, 2016, 2030], &[])),
        near(neighbourhood(&[0, 2012, 0], &[0], &[])),
        near(neighbourhood(&[], &[], &[])),
        near(sharing(&[1990, 2001, 2012, 2012], &[2014, 2016, 2017, 2021])),
        near(sharing(&[1990, 2018, 2017], &[2019, 2025])),
    ]
}

fn graph_of(near: Near) -> Graph {
    let mut graph = Graph::default();
    graph.near = Some(near);
    graph
}

const SIZES: [(usize, usize); 6] = [(76, 19), (116, 35), (196, 45), (60, 12), (47, 8), (300, 80)];

fn each_picture(check: impl Fn(&Near, &Layout, (usize, usize))) {
    for near in samples() {
        for (width, height) in SIZES {
            let layout = Layout::of(&near, width, height, &[], Letters::default());
            assert!(layout.list.is_none(), "{width}x{height}");
            check(&near, &layout, (width, height));
        }
    }
}

/// The picture as text, for a failed test.
fn text(layout: &Layout, width: usize, height: usize) -> String {
    let mut rows = vec![vec![' '; width]; height];
    let mut put = |x: usize, y: usize, text: &str| {
        for (at, c) in text.chars().enumerate() {
            if let Some(cell) = rows.get_mut(y).and_then(|row| row.get_mut(x + at)) {
                *cell = c;
            }
        }
    };
    for stroke in &layout.strokes {
        put(stroke.x, stroke.y, SignSet::Unicode.draw(stroke.sign));
    }
    for placed in &layout.placed {
        put(placed.x + 1, placed.y, &placed.label);
    }
    rows.into_iter().map(|row| row.into_iter().collect::<String>().trim_end().to_owned() + "\n").collect()
}

#[test]
fn nothing_lies_on_anything_else_or_beside_the_screen() {
    each_picture(|_, layout, (width, height)| {
        let mut taken = BTreeMap::new();
        let mut take = |x: usize, y: usize, what: String| {
            assert!(x < width && y < height, "{what} at {x},{y} of {width}x{height}");
            if let Some(other) = taken.insert((x, y), what.clone()) {
                assert_eq!(other, what, "{x},{y}\n{}", text(layout, width, height));
            }
        };
        for placed in &layout.placed {
            (placed.x..placed.x + placed.width).for_each(|x| take(x, placed.y, placed.label.clone() + &placed.node.to_string()));
        }
        for (number, more) in layout.more.iter().enumerate() {
            (more.x..more.x + format!("+{} more", more.count).len()).for_each(|x| take(x, more.y, format!("more {number}")));
        }
        for (number, stroke) in layout.strokes.iter().enumerate() {
            take(stroke.x, stroke.y, format!("stroke {number}"));
        }
    });
}

/// The arms of a sign: up, right, down, left.
fn arms(sign: Sign) -> [bool; 4] {
    match sign {
        Sign::Horizontal => [false, true, false, true],
        Sign::Vertical => [true, false, true, false],
        Sign::TopLeft => [false, true, true, false],
        Sign::TopRight => [false, false, true, true],
        Sign::BottomLeft => [true, true, false, false],
        Sign::BottomRight => [true, false, false, true],
        Sign::TeeLeft => [true, true, true, false],
        Sign::TeeRight => [true, false, true, true],
        Sign::TeeTop => [false, true, true, true],
        Sign::TeeBottom => [true, true, false, true],
        _ => [true; 4],
    }
}

#[test]
fn every_record_that_is_seen_is_joined_with_the_middle() {
    each_picture(|near, layout, (width, height)| {
        let cells: BTreeMap<(usize, usize), Sign> = layout.strokes.iter().map(|stroke| ((stroke.x, stroke.y), stroke.sign)).collect();
        // From the middle along the arms; where an upright line lies over another, on behind it.
        let mut seen = BTreeSet::new();
        let Some(middle) = layout.place_of(0) else { return assert!(layout.placed.is_empty()) };
        let mut left: Vec<(usize, usize, usize)> = vec![(middle.x + middle.width, middle.y, 1), (middle.x.wrapping_sub(1), middle.y, 3)];
        while let Some((x, y, way)) = left.pop() {
            let Some(sign) = cells.get(&(x, y)) else { continue };
            let arms = arms(*sign);
            if !seen.insert((x, y, way)) {
                continue;
            }
            let came_in = arms.get((way + 2) % 4).copied().unwrap_or(false);
            for (next, open) in arms.into_iter().enumerate() {
                // Behind an upright line what lies across goes straight on.
                let goes = if came_in { open && next != (way + 2) % 4 } else { *sign == Sign::Vertical && next == way };
                let (dx, dy) = [(0, usize::MAX), (1, 0), (0, 1), (usize::MAX, 0)][next];
                if goes {
                    left.push((x.wrapping_add(dx), y.wrapping_add(dy), next));
                }
            }
        }
        for placed in layout.placed.iter().filter(|placed| matches!(near.side(placed.node), Side::Cited | Side::Citing)) {
            let beside = [(placed.x + placed.width, placed.y), (placed.x.wrapping_sub(1), placed.y)];
            let joined = beside.iter().any(|(x, y)| seen.iter().any(|(known_x, known_y, _)| (known_x, known_y) == (x, y)));
            assert!(joined, "{} of {width}x{height}\n{}", placed.label, text(layout, width, height));
        }
    });
}

#[test]
fn what_is_cited_stands_at_the_left_and_what_cites_at_the_right() {
    each_picture(|near, layout, (width, height)| {
        let Some(middle) = layout.place_of(0) else { return };
        assert_eq!(middle.y, middle_row(height));
        for placed in &layout.placed {
            match near.side(placed.node) {
                Side::Cited => assert!(placed.column <= middle.column),
                Side::Citing => assert!(placed.column >= middle.column),
                _ => {}
            }
        }
        let all: usize = layout.columns.iter().map(|column| column.nodes.len()).sum();
        let first = (0..near.nodes.len()).filter(|node| near.side(*node) != Side::Beside).count();
        assert!(all >= first, "every first neighbour has a column");
        let hidden: usize = layout.more.iter().map(|more| more.count).sum();
        assert_eq!(layout.placed.len() + hidden, all, "what is not seen is counted, {width}x{height}");
    });
}

#[test]
fn citations_among_neighbours_are_drawn_where_there_is_room() {
    let among = samples().swap_remove(1);
    let wide = Layout::of(&among, 196, 45, &[], Letters::default());
    assert!(wide.strokes.iter().filter(|stroke| !stroke.main).count() > 20, "{}", text(&wide, 196, 45));
    let ties = wide.placed.iter().filter(|placed| among.side(placed.node) == Side::Beside).count();
    assert_eq!(ties, 2, "{}", text(&wide, 196, 45));
    let narrow = Layout::of(&among, 47, 20, &[], Letters::default());
    assert!(wide.undrawn < narrow.undrawn || narrow.placed.len() < wide.placed.len(), "{}", text(&narrow, 47, 20));
}

#[test]
fn what_shares_references_hangs_on_them_however_far_they_stand() {
    let near = near(sharing(&[1990, 2001], &[2021]));
    let layout = Layout::of(&near, 116, 35, &[], Letters::default());
    assert_eq!((layout.columns.len(), layout.undrawn), (4, 0), "{}", text(&layout, 116, 35));
    let of = layout.place_of(1).map(|placed| (placed.x, placed.y));
    let Some((x, y)) = of else { return assert_eq!(of, Some((0, 0)), "the one that shares them is not seen") };
    assert!(layout.strokes.iter().any(|stroke| (stroke.x + 1, stroke.y) == (x, y)), "{}", text(&layout, 116, 35));
    assert_eq!(near.relation(1), "shares 2 references with it");
    assert_eq!(near.relation(2), "not held, cited by it and 1 of these");
    assert_eq!(layout.placed.iter().filter(|placed| placed.label.starts_with("○ ")).count(), 2);
}

#[test]
fn a_step_of_the_cursor_moves_nothing_and_what_is_hidden_is_scrolled_to() {
    let crowded = samples().swap_remove(2);
    let mut graph = graph_of(crowded);
    let settle = |graph: &mut Graph| graph.settle(76, 21, Letters::default(), Language::En);
    settle(&mut graph);
    graph.sideways(false);
    let before = graph.layout.clone();
    graph.step(1);
    settle(&mut graph);
    assert_eq!(graph.layout, before, "the next one is seen already");
    let column = graph.layout.column_of(graph.cursor).map(|(number, _)| number).unwrap_or_default();
    let all = graph.layout.columns.get(column).map_or(0, |column| column.nodes.len());
    let mut met = BTreeSet::new();
    graph.go(0);
    for _ in 0..all {
        settle(&mut graph);
        assert!(graph.layout.place_of(graph.cursor).is_some(), "what the cursor is on is seen");
        met.insert(graph.cursor);
        graph.step(1);
    }
    assert_eq!(met.len(), all, "every record of the column is met");
    graph.go(0);
    settle(&mut graph);
    assert_eq!(graph.layout, before, "and the way back is the same picture");
}

#[test]
fn where_there_is_no_room_all_is_a_list_and_left_and_right_go_by_kind() {
    let mut graph = graph_of(samples().swap_remove(0));
    graph.settle(36, 8, Letters::default(), Language::En);
    assert_eq!(graph.rows().len(), 9);
    assert_eq!(graph.rows().first(), Some(&0), "the middle first");
    let sides = |graph: &Graph| graph.near.as_ref().map(|near| near.side(graph.cursor));
    for expected in [Side::Cited, Side::Citing, Side::Citing] {
        graph.sideways(true);
        graph.settle(36, 8, Letters::default(), Language::En);
        assert_eq!(sides(&graph), Some(expected));
    }
    graph.sideways(false);
    assert_eq!(sides(&graph), Some(Side::Cited));
}
