//! Where the columns of a table were drawn, for the mouse.

use super::list::order::Sort;

/// The most columns of a table.
const COLUMNS: usize = 16;

/// The columns of the table in the last frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TableMetrics {
    /// The column of the screen where names and fold signs start.
    pub names: u16,
    /// The row of the titles.
    pub titles: u16,
    /// The titles that sort: the first column of the screen, the width, and the order.
    headers: [Option<(u16, u16, Sort)>; COLUMNS],
}

impl TableMetrics {
    /// Returns a table whose titles are on a row of the screen.
    pub fn of_titles(titles: u16) -> Self {
        Self { titles, ..Self::default() }
    }

    /// Adds the title of a column that sorts.
    pub fn add(&mut self, x: u16, width: u16, sort: Sort) {
        if let Some(free) = self.headers.iter_mut().find(|header| header.is_none()) {
            *free = Some((x, width, sort));
        }
    }

    /// Returns the order of the title at a column of the screen.
    pub fn sort_at(&self, x: u16) -> Option<Sort> {
        let mut headers = self.headers.iter().flatten();
        headers.find(|(start, width, _)| (*start..start + width).contains(&x)).map(|(.., sort)| *sort)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_found_by_its_columns() {
        let mut metrics = TableMetrics::default();
        metrics.add(3, 10, Sort::Name);
        metrics.add(14, 8, Sort::Size);
        assert_eq!(
            [2, 3, 12, 13, 14, 21, 22].map(|x| metrics.sort_at(x)).map(|sort| sort.is_some()),
            [false, true, true, false, true, true, false]
        );
        (0..99).for_each(|at| metrics.add(at, 1, Sort::Age));
    }
}
