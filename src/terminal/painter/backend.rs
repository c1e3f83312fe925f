//! The painter as a ratatui [`Backend`], for programs that draw through `ratatui::Terminal`.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};

use super::{Abilities, Painter};

/// Collects ratatui's changes in a picture of its own and paints that with one write when ratatui flushes.
///
/// A program that has the finished buffer at hand should call [`Painter::paint`] itself: ratatui's diff does not tell when
/// something was drawn over the right half of a wide sign.
#[derive(Debug)]
pub struct PainterBackend<W: Write> {
    painter: Painter,
    out: W,
    picture: Buffer,
    cursor: Position,
    cursor_seen: bool,
}

impl<W: Write> PainterBackend<W> {
    pub fn new(out: W, size: Size, abilities: Abilities) -> Self {
        let area = Rect::new(0, 0, size.width, size.height);
        Self { painter: Painter::new(abilities), out, picture: Buffer::empty(area), cursor: Position::ORIGIN, cursor_seen: false }
    }

    /// Says that the terminal has another size now.
    pub fn resize(&mut self, size: Size) {
        self.picture = Buffer::empty(Rect::new(0, 0, size.width, size.height));
        self.painter.invalidate();
    }

    pub fn painter(&mut self) -> &mut Painter {
        &mut self.painter
    }

    pub fn into_inner(self) -> W {
        self.out
    }
}

impl<W: Write> Backend for PainterBackend<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        for (x, y, cell) in content {
            let wide = (self.painter.abilities().measure)(cell.symbol()).count == 2;
            if let Some(place) = self.picture.cell_mut((x, y)) {
                *place = cell.clone();
            }
            // The half under a wide sign is not sent; it must not keep what it had.
            if wide && let Some(next) = self.picture.cell_mut((x.saturating_add(1), y)) {
                next.reset();
            }
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.cursor_seen = false;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.cursor_seen = true;
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.cursor = position.into();
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.picture.reset();
        self.painter.invalidate();
        Ok(())
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        let width = usize::from(self.picture.area.width);
        let row = usize::from(self.cursor.y) * width;
        let at = row + usize::from(self.cursor.x);
        let all = self.picture.content.len();
        let cells = match clear_type {
            ClearType::All => return self.clear(),
            ClearType::AfterCursor => at..all,
            ClearType::BeforeCursor => 0..at,
            ClearType::CurrentLine => row..row + width,
            ClearType::UntilNewLine => at..row + width,
        };
        for cell in self.picture.content.get_mut(cells).unwrap_or_default() {
            cell.reset();
        }
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.picture.area.as_size())
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.picture.area.as_size(), pixels: Size::new(0, 0) })
    }

    fn flush(&mut self) -> io::Result<()> {
        let cursor = self.cursor_seen.then_some(self.cursor);
        let bytes = self.painter.paint(&self.picture, cursor);
        if !bytes.is_empty() {
            self.out.write_all(bytes)?;
        }
        self.out.flush()
    }
}
