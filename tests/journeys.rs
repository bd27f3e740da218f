//! Journeys through the app: keys in, screen out, through the real loop on a terminal in memory.

mod journeys {
    mod app;
    mod bad_names;
    mod builds;
    mod changes;
    mod checking;
    mod clean_up;
    mod contents;
    mod dialogs;
    mod empty;
    mod forms;
    mod graph;
    mod groups;
    mod inside;
    mod jobs;
    mod languages;
    mod mouse;
    mod moving;
    mod overview;
    mod package_size;
    mod panes;
    mod projects;
    mod promises;
    mod random;
    mod reading;
    mod sample;
    mod sizes;
    mod survey;
    mod tips;
    mod treemap;
    mod what_if;
}
