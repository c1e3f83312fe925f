//! The manual: a page made of the tables, so that it cannot say what the program does not do.

use super::action::Group;
use super::page::{Page, PageLine, PageOptions, Place, Tag};
use super::{Action, Context, Keymap, Role};
use crate::text::{Emphasis, Run, WrapOptions, wrap};

const OPENING: &[&str] = &[
    "qikan shows journals issue by issue. Three panes stand side by side, one above the other, or one at a time: the issues, the \
     abstract with the full text, and the lists (references, related, cited by, suggested).",
    "Enter opens what is under the cursor. Every jump is remembered: H goes back to where you were, L forward again, gh shows the whole \
     trail. In the lists a filled sign marks what the library holds; Enter jumps there. An open sign marks what is known elsewhere; o \
     opens its address. For anything else Enter shows what is known of it.",
    "In a full text all that points elsewhere leads there: citations, notes, and what is said of a figure, a table, a formula, a section or \
     an appendix of the same text. ]l and [l go from one to the next, gf gives each a letter; Enter goes there and H comes back to the \
     very word, i looks without leaving. gO lists the sections, gF the figures and tables; ]f and [f go from one of these to the next.",
    "The mouse is left to the terminal until M (or mouse = true in config.toml) switches it on. Then a click goes to a pane, chooses a \
     row, shows a tab, follows a link, or goes up to the journal, the year or the issue in the line at the bottom; a click on the chosen \
     row opens it, and a click beside a box closes the box. The wheel scrolls what is under the pointer. Hold Shift (in some terminals \
     Option) to select text; M gives the mouse back.",
    "For screen readers and braille displays there is qikan --linear: one pane at a time in plain lines, words for signs, and the \
     terminal's cursor on the row or line where you are. Up and Down move it; the bottom line says what happened last, and ^G \
     where you are.",
    "s searches the whole library as you type: what is found stands in the place of the issues, with the line that matched. Enter opens \
     an article, H comes back to the very row, J and K show the next and the previous result from any pane, ]u the next unread one. f \
     shows by what the results can be narrowed, & narrows any list by a query, g& shows all of it again; w keeps the search under a name \
     at the head of the issues (:save NAME, :forget NAME). In the prompt Up and Down recall earlier queries, ? explains the language, \
     Esc leaves the list standing; Esc or q in the list goes back to where you were.",
    "B and a letter lists all journals, years, authors, key words or classes; letters narrow the list, Enter makes a list of the \
     articles of a row. S puts a list in another order, and makes a list of the articles of an issue, a year or a journal. # shows the \
     issues of a journal at a glance, :gaps the pages that no article of an issue has.",
    ":set NAME VALUE changes a setting until qikan ends (:set theme light, :set layout stacked, :set measure 66); :set says which there \
     are. What is to stay goes into config.toml.",
    "To bring in your own articles, leave with q and run: qikan import FILE… To read files without importing them: qikan FILE…",
];

/// The language of the search at a width.
pub fn query_page(options: &PageOptions) -> Page {
    let mut page = Page::default();
    for (block, line) in crate::search::query::help().lines().enumerate() {
        let text = line.trim_start();
        let indent = (line.len() - text.len()).min(options.width / 8);
        // What an example means hangs beside it where there is room for both.
        let hang = indent + if indent > 0 && options.width >= 60 { 26 } else { 2 * usize::from(indent > 0) };
        let glued = text.replace("  ", "\u{a0}\u{a0}");
        let runs = [Run { text: glued, emphasis: Emphasis::default(), tag: Tag::of(Role::Text) }];
        let lines = wrap(&runs, &WrapOptions { width: options.width.max(1), measure: options.measure, first_indent: indent, indent: hang });
        let air = if lines.is_empty() { vec![PageLine::default()] } else { Vec::new() };
        for mut line in lines.into_iter().chain(air) {
            line.runs.iter_mut().for_each(|run| run.text = run.text.replace('\u{a0}', " "));
            page.anchors.push(Place { block, byte: line.start });
            page.lines.push(line);
        }
    }
    page
}

/// The manual at a width.
pub fn page(keymap: &Keymap, options: &PageOptions) -> Page {
    let mut page = Page::default();
    let mut block = 0;
    let mut put = |page: &mut Page, text: &str, role: Role, indent: usize, hang: usize| {
        let runs = [Run { text: text.to_owned(), emphasis: Emphasis::default(), tag: Tag::of(role) }];
        let lines = wrap(&runs, &WrapOptions { width: options.width.max(1), measure: options.measure, first_indent: indent, indent: hang });
        // An empty paragraph has no lines of its own; here it is the air between two others.
        let air = if lines.is_empty() { vec![PageLine::default()] } else { Vec::new() };
        for line in lines.into_iter().chain(air) {
            page.anchors.push(Place { block, byte: line.start });
            page.lines.push(line);
        }
        block += 1;
    };
    for paragraph in OPENING {
        put(&mut page, paragraph, Role::Text, 0, 0);
        put(&mut page, "", Role::Text, 0, 0);
    }
    for (group, title) in Group::ALL {
        page.sections.push(super::page::PageSection { title: title.to_owned(), level: 1, line: page.lines.len() });
        put(&mut page, title, Role::Heading, 0, 0);
        for line in Action::ALL.iter().filter(|line| line.group == group) {
            let context = if group == Group::Prompt { Context::Prompt } else { Context::Text };
            let keys = keymap.keys_of(context, line.action);
            let keys = keys.iter().take(2).map(String::as_str).collect::<Vec<_>>().join(" ");
            let keys = if keys.is_empty() { format!(":{}", line.name) } else { keys };
            let pad = 15usize.saturating_sub(options.measure.width(&keys)).max(1);
            if options.spoken() {
                put(&mut page, &format!("{keys}: {}", line.help), Role::Text, 0, 0);
                continue;
            }
            put(&mut page, &format!("{keys}{}{}", "\u{a0}".repeat(pad), line.help), Role::Text, 2, 17.min(options.width / 3));
        }
        put(&mut page, "", Role::Text, 0, 0);
    }
    // Unbreakable blanks hold the columns together while lines are broken; on the screen they are blanks.
    for run in page.lines.iter_mut().flat_map(|line: &mut PageLine| line.runs.iter_mut()) {
        run.text = run.text.replace('\u{a0}', " ");
    }
    page
}
