//! The one table of actions: what a key, the palette or the command line can ask for.

/// Makes the enum and its table from the same lines, so that neither can lack what the other has.
macro_rules! actions {
    ($($variant:ident $name:literal $group:ident $help:literal;)*) => {
        /// One thing that a person can ask for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            $(#[doc = $help] $variant,)*
        }

        impl Action {
            /// Every action with its name in keymaps, its group in the help, and what it does in a sentence.
            pub const ALL: &[ActionLine] = &[
                $(ActionLine { action: Action::$variant, name: $name, group: Group::$group, help: $help },)*
            ];
        }
    };
}

/// One line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActionLine {
    pub action: Action,
    /// The word used in keymaps and on the command line.
    pub name: &'static str,
    pub group: Group,
    /// What it does, in a sentence.
    pub help: &'static str,
}

/// Under which head an action stands in the help and in the manual.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    Move,
    Panes,
    Articles,
    Trail,
    Find,
    Look,
    Take,
    Program,
    Prompt,
}

impl Group {
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::Move, "Moving in a pane"),
        (Self::Panes, "Panes"),
        (Self::Articles, "Articles and issues"),
        (Self::Trail, "The trail and marks"),
        (Self::Find, "Finding"),
        (Self::Look, "Looking closer"),
        (Self::Take, "Taking along"),
        (Self::Program, "The program"),
        (Self::Prompt, "While typing"),
    ];

    /// The head as it is printed.
    pub fn title(self) -> &'static str {
        Self::ALL.iter().find(|(group, _)| *group == self).map_or("", |(_, title)| title)
    }
}

actions! {
    Down "down" Move "Go down one row or line.";
    Up "up" Move "Go up one row or line.";
    Top "top" Move "Go to the first row; with a number, to that row.";
    Bottom "bottom" Move "Go to the last row; with a number, to that row (12G is reference 12).";
    HalfDown "half-page-down" Move "Go down half a page.";
    HalfUp "half-page-up" Move "Go up half a page.";
    PageDown "page-down" Move "Go down a page.";
    PageUp "page-up" Move "Go up a page.";
    Left "left" Move "Fold up, go to the parent, or to the pane on the left.";
    Right "right" Move "Unfold, open, or go to the pane on the right.";
    Open "open" Move "Open what is under the cursor: an issue, an article, a reference; a peek where there is no record.";
    NextLink "next-link" Move "Go to the next link of the page: an author, a key word, a class, an address, a citation, a figure or a section that its words point at.";
    PreviousLink "previous-link" Move "Go to the previous link of the page.";
    LinkHints "link-hints" Move "Give every link on the screen a letter to follow it by.";
    NextSection "next-section" Move "Go to the next section of the page.";
    PreviousSection "previous-section" Move "Go to the previous section of the page.";
    ShowSections "show-sections" Move "Show the sections of the page as a list, to go to one.";
    NextCaption "next-caption" Move "Go to the next figure or table of the full text.";
    PreviousCaption "previous-caption" Move "Go to the previous figure or table of the full text.";
    ShowCaptions "show-captions" Move "Show the figures and tables of the full text as a list, to go to one.";

    NextPane "next-pane" Panes "Go to the next pane or tab that holds something.";
    PreviousPane "previous-pane" Panes "Go to the previous pane or tab that holds something.";
    GoIssues "go-issues" Panes "Go to the issues.";
    GoAbstract "go-abstract" Panes "Go to the abstract.";
    GoReferences "go-references" Panes "Go to the references.";
    GoRelated "go-related" Panes "Go to the related articles.";
    GoCitedBy "go-cited-by" Panes "Go to the articles that cite this one.";
    GoSuggested "go-suggested" Panes "Go to the suggestions worked out from the library.";
    Zoom "zoom" Panes "Give the whole screen to this pane, or back.";
    Wider "wider" Panes "Widen this pane (heighten it where panes are stacked).";
    Narrower "narrower" Panes "Narrow this pane (lower it where panes are stacked).";
    NextLayout "next-layout" Panes "Change the layout: by size, side by side, stacked, one pane.";

    NextArticle "next-article" Articles "Show the next article and stay in this pane: of the issue, or of the list that this one was opened from.";
    PreviousArticle "previous-article" Articles "Show the previous article and stay in this pane: of the issue, or of the list that this one was opened from.";
    Along "along" Articles "Have the keys for the next and previous article go along the issue, or again along the list.";
    NextIssue "next-issue" Articles "Show the first article of the next issue.";
    PreviousIssue "previous-issue" Articles "Show the first article of the previous issue.";
    NextUnread "next-unread" Articles "Show the next unread article in printed order.";
    PreviousUnread "previous-unread" Articles "Show the previous unread article in printed order.";
    NextHeld "next-held" Articles "Go to the next row that is in the library.";
    PreviousHeld "previous-held" Articles "Go to the previous row that is in the library.";
    LinkByHand "link-by-hand" Articles "Say which article of the library this reference is; it is searched for, and the link stays.";
    Unlink "unlink" Articles "Break the link of this reference for good; once more takes that back.";
    ToggleRead "toggle-read" Articles "Mark the article read or unread.";

    Back "back" Trail "Go back to where the last jump began.";
    Forward "forward" Trail "Go forward again along the trail.";
    ShowTrail "show-trail" Trail "Show the trail as a list.";
    SetMark "set-mark" Trail "Mark this place with the letter typed next.";
    GoMark "go-mark" Trail "Jump to the mark whose letter is typed next; twice the key: jump back.";

    Find "find" Find "Find in this pane, or on the page on top of it, as you type.";
    NextMatch "next-match" Find "Go to the next match; with no find, show the next unread article.";
    PreviousMatch "previous-match" Find "Go to the previous match; with no find, show the previous unread article.";
    Search "search" Find "Search the whole library as you type; what is found stands in the place of the issues.";
    Narrow "narrow" Find "Narrow this list by a query: results, an issue, references and the other lists.";
    ShowAll "show-all" Find "Show all of a narrowed list again.";
    Facets "facets" Find "Show by which journals, years, authors and classes the results can be narrowed.";
    Sort "sort" Find "Put this list in another order: as printed, by date, author, title, times cited, read state, date added; remembered per list, for references and the other lists of articles per kind.";
    SaveSearch "save-search" Find "Keep this search under a name among the issues.";
    BrowseJournals "browse-journals" Find "List all journals, each with how many articles it has; type to narrow, Enter lists the articles.";
    BrowseYears "browse-years" Find "List all years.";
    BrowseAuthors "browse-authors" Find "List all authors; they are found by pinyin and initials, too.";
    BrowseKeywords "browse-keywords" Find "List all key words.";
    BrowseNext "browse-next" Find "List what to read next: unread articles near those that you have read last, each with its reason.";
    BrowseClasses "browse-classes" Find "List the classes (CLC); Right goes to those below, Left up again.";
    ListReferences "list-references" Find "List those references of the article that the library has, in the place of the issues.";
    ListCitedBy "list-cited-by" Find "List the articles that cite it, in the place of the issues.";
    BrowseMissing "browse-missing" Find "List the works that are cited most and not in the library, to fetch them.";
    Grid "grid" Find "Show the issues of this journal at a glance: what is held, how much of it is read, what is missing.";
    Gaps "gaps" Find "List the pages that no article of this issue has.";
    QueryHelp "query-help" Find "Explain the language of the search.";

    Peek "peek" Look "Look at what is under the cursor without leaving.";
    ShowGraph "show-graph" Look "Draw the citations around this article: years from left to right, what it cites at the left, what cites it at the right.";
    Path "path" Look "Find the shortest chain of citations from this article to another one.";
    ShowProfile "show-profile" Look "Show the page of this author, key word or class: years, co-authors, affiliations, key words, articles.";
    ShowFigures "show-figures" Look "Show figures as charts: of this article, issue, volume or journal: years, references and their ages, times opened.";
    LibraryFigures "library-figures" Look "Show the figures of the whole library.";
    Language "language" Look "Change the language: Chinese, English, both.";
    Help "help" Look "Show the keys of this pane; type to narrow them.";
    Manual "manual" Look "Show the manual.";

    OpenOutside "open-outside" Take "Open the DOI or address outside.";
    CopyCitation "copy-citation" Take "Copy the citation (GB/T 7714), or the reference as printed.";
    CopyDoi "copy-doi" Take "Copy the DOI.";
    CopyAddress "copy-address" Take "Copy the address.";
    CopyTitle "copy-title" Take "Copy the title.";
    CopyAbstract "copy-abstract" Take "Copy the abstract.";
    ShowClip "show-clip" Take "Show the last copy again, whole (:clip).";
    PrintClip "print-clip" Take "Print the last copy on the bare screen, for the terminal's own selection (:clip plain).";
    CopyJson "copy-json" Take "Copy the record as JSON.";
    CopyBibtex "copy-bibtex" Take "Copy the record as BibTeX.";
    CopyRis "copy-ris" Take "Copy the record as RIS.";
    ChooseCitation "choose-citation" Take "Choose the style of a citation, see it, and copy it.";

    Palette "palette" Program "List every action with its key; type to narrow, Enter does it.";
    CommandLine "command-line" Program "Type a command.";
    Close "close" Program "Close what is on top, go back one level, quit at the top.";
    Cancel "cancel" Program "Close a popup or a prompt; put out the lit matches.";
    Quit "quit" Program "Quit now.";
    Redraw "redraw" Program "Draw the screen anew.";
    Mouse "mouse" Program "Switch the mouse on or off; while it is off, it selects text in the terminal.";
    Suspend "suspend" Program "Stop for a while and give the terminal to the shell.";
    Where "where" Program "Say where you are: pane, row, article and issue.";
    ShowSample "show-sample" Program "Go to the sample journals.";

    Accept "accept" Prompt "Take what was typed, or the chosen row.";
    Complete "complete" Prompt "Complete the command, or the field of a query; behind cites: and citedby: the article that is shown.";
    EraseBack "erase-back" Prompt "Erase the character before the cursor.";
    EraseForward "erase-forward" Prompt "Erase the character under the cursor.";
    EraseWord "erase-word" Prompt "Erase the word before the cursor.";
    EraseLine "erase-line" Prompt "Erase all before the cursor.";
    CursorLeft "cursor-left" Prompt "Move the cursor left.";
    CursorRight "cursor-right" Prompt "Move the cursor right.";
    CursorStart "cursor-start" Prompt "Move the cursor to the start.";
    CursorEnd "cursor-end" Prompt "Move the cursor to the end.";
    RowUp "row-up" Prompt "Choose the row above.";
    RowDown "row-down" Prompt "Choose the row below.";
}

impl Action {
    /// The line of this action.
    pub fn line(self) -> &'static ActionLine {
        &Self::ALL[self as usize]
    }

    pub fn name(self) -> &'static str {
        self.line().name
    }

    pub fn help(self) -> &'static str {
        self.line().help
    }

    /// The action of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|line| line.name == name).map(|line| line.action)
    }
}

/// Actions that no key of the built-in map asks for, on purpose: they are for the command line and the palette.
pub const UNBOUND: &[Action] = &[Action::ShowSample, Action::PrintClip];

/// Where keys are looked up: what stands on top decides, and `Global` is asked after the more particular one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// All panes and popups, unless they say otherwise.
    Global,
    /// The issue tree.
    Issues,
    /// What a search found, in the place of the issues.
    Results,
    /// The abstract and the full text.
    Text,
    /// References, related, cited by, suggested.
    List,
    /// A popup that shows a page: peek, manual.
    Page,
    /// A popup that shows rows: trail, articles with a key word.
    Rows,
    /// Something is being typed: find, command line, help, palette. Keys without a binding are typed.
    Prompt,
}

impl Context {
    /// Every context with its name in keymaps and what the help calls it.
    pub const ALL: [(Self, &'static str, &'static str); 8] = [
        (Self::Global, "global", "everywhere"),
        (Self::Issues, "issues", "issues"),
        (Self::Results, "results", "results of a search"),
        (Self::Text, "text", "abstract"),
        (Self::List, "list", "references and lists"),
        (Self::Page, "page", "a page on top"),
        (Self::Rows, "rows", "a list on top"),
        (Self::Prompt, "prompt", "while typing"),
    ];

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(context, ..)| *context == self).map_or("", |(_, name, _)| name)
    }

    pub fn title(self) -> &'static str {
        Self::ALL.iter().find(|(context, ..)| *context == self).map_or("", |(_, _, title)| title)
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == name).map(|(context, ..)| *context)
    }
}
