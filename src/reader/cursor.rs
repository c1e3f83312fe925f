//! Where one stands in a list: the row under the cursor and the row at the top of the pane.

use serde::{Deserialize, Serialize};

/// A cursor in a list of rows; both counted from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    pub row: usize,
    pub top: usize,
}

/// The window that a list is seen through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// Rows of the list.
    pub len: usize,
    /// Screen rows of the pane.
    pub height: usize,
    /// Rows kept visible above and below the cursor.
    pub margin: usize,
}

impl Cursor {
    /// Goes to a row (the last, when there are fewer) and scrolls as little as shows it.
    pub fn go(&mut self, row: usize, window: Window) {
        self.row = row;
        self.settle(window, |_| 1);
    }

    /// Goes so many rows down (up, when negative).
    pub fn step(&mut self, rows: isize, window: Window) {
        self.go(self.row.saturating_add_signed(rows), window);
    }

    /// Scrolls so many lines down (up, when negative), but by whole rows, as far as there is something to scroll. The cursor
    /// is taken along where its row would no longer be seen with its margin. Whether anything was scrolled.
    pub fn scroll(&mut self, lines: isize, window: Window, height_of: impl Fn(usize) -> usize) -> bool {
        let Window { len, height, margin } = window;
        if len == 0 || height == 0 {
            return false;
        }
        // Of a last row that is taller than the pane the head is seen.
        let end = last_top(window, &height_of).min(len - 1);
        let before = self.top;
        let mut left = lines.unsigned_abs();
        while left > 0 {
            if lines > 0 && self.top < end {
                left = left.saturating_sub(height_of(self.top).max(1));
                self.top += 1;
            } else if lines < 0 && self.top > 0 {
                self.top -= 1;
                left = left.saturating_sub(height_of(self.top).max(1));
            } else {
                break;
            }
        }
        if self.top == before {
            return false;
        }
        let mut room = height;
        let mut behind = self.top;
        while behind < len && height_of(behind).max(1) <= room {
            room -= height_of(behind).max(1);
            behind += 1;
        }
        let last = behind.saturating_sub(1).max(self.top);
        let margin = margin.min((last - self.top) / 2);
        let low = if self.top == 0 { 0 } else { self.top + margin };
        let high = if behind >= len { last } else { last - margin };
        self.row = self.row.clamp(low, high.max(low));
        true
    }

    /// Makes the row one of the list and the top such that the row is seen. `height_of` tells the screen rows of a row.
    pub fn settle(&mut self, window: Window, height_of: impl Fn(usize) -> usize) {
        let Window { len, height, margin } = window;
        if len == 0 || height == 0 {
            *self = Self { row: self.row.min(len.saturating_sub(1)), top: 0 };
            return;
        }
        self.row = self.row.min(len - 1);
        let margin = margin.min((height - 1) / 2);
        self.top = self.top.min(self.row.saturating_sub(margin));
        // As many rows as fit above the lowest row that must be seen, counted from below: at most `height` steps.
        let mut lowest = (self.row + margin).min(len - 1);
        if height_of(self.row) > 1 {
            lowest = self.row;
        }
        let mut room = height;
        let mut first = lowest + 1;
        while first > 0 {
            let next = height_of(first - 1).max(1);
            if next > room {
                break;
            }
            room -= next;
            first -= 1;
        }
        self.top = self.top.max(first.min(self.row));
        self.top = self.top.min(last_top(window, height_of).min(self.row));
    }
}

/// The lowest top with no empty rows below the last one while there are rows above: at most `height` steps.
fn last_top(window: Window, height_of: impl Fn(usize) -> usize) -> usize {
    let mut room = window.height;
    let mut top = window.len;
    while top > 0 {
        let next = height_of(top - 1).max(1);
        if next > room {
            break;
        }
        room -= next;
        top -= 1;
    }
    top
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_row_is_seen_and_the_list_fills_the_pane() {
        let window = Window { len: 100, height: 10, margin: 2 };
        let mut cursor = Cursor::default();
        cursor.go(50, window);
        assert_eq!(cursor, Cursor { row: 50, top: 43 });
        cursor.step(-5, window);
        assert_eq!(cursor, Cursor { row: 45, top: 43 });
        cursor.step(-1, window);
        assert_eq!(cursor, Cursor { row: 44, top: 42 });
        cursor.go(usize::MAX, window);
        assert_eq!(cursor, Cursor { row: 99, top: 90 });
        cursor.go(3, Window { len: 4, height: 10, margin: 2 });
        assert_eq!(cursor, Cursor { row: 3, top: 0 });
        cursor.go(3, Window::default());
        assert_eq!(cursor, Cursor::default());
    }

    #[test]
    fn tall_rows_are_seen_whole() {
        let mut cursor = Cursor { row: 4, top: 0 };
        cursor.settle(Window { len: 6, height: 7, margin: 0 }, |_| 3);
        assert_eq!(cursor.top, 3);
        cursor.row = 5;
        cursor.settle(Window { len: 6, height: 2, margin: 0 }, |_| 3);
        assert_eq!(cursor.top, 5);
    }

    #[test]
    fn the_wheel_takes_the_cursor_along_only_where_it_must() {
        let window = Window { len: 100, height: 10, margin: 2 };
        let mut cursor = Cursor { row: 5, top: 0 };
        assert!(cursor.scroll(3, window, |_| 1));
        assert_eq!(cursor, Cursor { row: 5, top: 3 });
        assert!(cursor.scroll(3, window, |_| 1));
        assert_eq!(cursor, Cursor { row: 8, top: 6 });
        assert!(cursor.scroll(1000, window, |_| 1));
        assert_eq!(cursor, Cursor { row: 92, top: 90 });
        assert!(!cursor.scroll(3, window, |_| 1), "at the end there is nothing to scroll");
        cursor.row = 99;
        assert!(cursor.scroll(-3, window, |_| 1));
        assert_eq!(cursor, Cursor { row: 94, top: 87 });
        assert!(cursor.scroll(-1000, window, |_| 1));
        assert_eq!(cursor, Cursor { row: 7, top: 0 });
        assert!(!cursor.scroll(-3, window, |_| 1));
        for window in [Window::default(), Window { len: 4, height: 10, margin: 2 }, Window { len: 4, height: 0, margin: 2 }] {
            assert!(!Cursor::default().scroll(3, window, |_| 1), "{window:?}");
        }
    }

    #[test]
    fn the_wheel_scrolls_tall_rows_whole() {
        let window = Window { len: 6, height: 7, margin: 0 };
        let mut cursor = Cursor::default();
        assert!(cursor.scroll(3, window, |_| 2));
        assert_eq!(cursor, Cursor { row: 2, top: 2 }, "three lines are two rows of two");
        assert!(cursor.scroll(3, window, |_| 2));
        assert_eq!(cursor, Cursor { row: 3, top: 3 }, "the last three rows fill the pane");
        // A row that is taller than the pane is scrolled past all the same.
        let tall = Window { height: 2, ..window };
        assert!(cursor.scroll(3, tall, |_| 3));
        assert_eq!(cursor, Cursor { row: 4, top: 4 });
        let settled = cursor;
        cursor.settle(tall, |_| 3);
        assert_eq!(cursor, settled);
    }
}
