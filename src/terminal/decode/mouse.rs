//! Mouse reports in SGR form (xterm's ctlseqs, modes 1000 and 1006): what of them the reader is told.

use crate::reader::{Gesture, Mouse};

/// Codes of the button parameter. Bits for Shift, Alt, Ctrl and motion would be added to them.
const LEFT: u16 = 0;
const WHEEL_UP: u16 = 64;
const WHEEL_DOWN: u16 = 65;

/// What `CSI < button ; column ; row M` (pressed) or `m` (released) says; cells count from 1 on the wire. Nothing for
/// releases, drags, the other buttons, the sideways wheel and anything with a modifier: those are the terminal's, or mean
/// nothing here.
pub(super) fn report(numbers: &[u16], last: u8) -> Option<Mouse> {
    let &[button, column, row] = numbers else { return None };
    let gesture = match (button, last) {
        (LEFT, b'M') => Gesture::Click,
        (WHEEL_UP, b'M') => Gesture::WheelUp,
        (WHEEL_DOWN, b'M') => Gesture::WheelDown,
        _ => return None,
    };
    Some(Mouse { column: column.checked_sub(1)?, row: row.checked_sub(1)?, gesture })
}
