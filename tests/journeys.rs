//! Journeys: keys in, screen out, through the real loop on a terminal in memory.

mod journeys {
    mod desk;
    mod panes;
    mod shop;
}
