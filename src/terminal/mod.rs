//! The world: the loop, the painter, the input, signals. The only room that waits.

pub mod painter;
