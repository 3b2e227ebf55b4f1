//! Long lists, a page at a time.

/// How many rows a page holds.
pub const PER_PAGE: i64 = 20;

/// Which page of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    /// This page, from 1.
    pub page: i64,
    /// The number of rows in all.
    pub total: i64,
}

impl Paging {
    /// Reads a page number as typed into an address: anything odd is page 1.
    pub fn asked(typed: Option<&str>) -> i64 {
        typed.and_then(|it| it.parse().ok()).filter(|it| (1..=100_000).contains(it)).unwrap_or(1)
    }

    /// The last page.
    pub fn last(&self) -> i64 {
        ((self.total + PER_PAGE - 1) / PER_PAGE).max(1)
    }

    /// How many rows come before this page.
    pub fn offset(page: i64) -> i64 {
        (page - 1).saturating_mul(PER_PAGE)
    }

    /// One page of a list that was read whole.
    pub fn cut<T>(all: &[T], page: i64) -> (&[T], Self) {
        let many = |rows: i64| usize::try_from(rows).unwrap_or(usize::MAX);
        let from = many(Self::offset(page)).min(all.len());
        let to = from.saturating_add(many(PER_PAGE)).min(all.len());
        let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
        (all.get(from..to).unwrap_or_default(), Self { page, total })
    }
}

#[cfg(test)]
mod tests {
    use super::Paging;

    #[test]
    fn a_list_is_cut_into_pages_and_beyond_the_last_there_is_nothing() {
        let all: Vec<i32> = (0..41).collect();
        for (page, first, rows) in
            [(1, Some(0), 20), (2, Some(20), 20), (3, Some(40), 1), (4, None, 0)]
        {
            let (cut, paging) = Paging::cut(&all, page);
            assert_eq!((cut.first().copied(), cut.len()), (first, rows), "{page}");
            assert_eq!((paging.page, paging.total, paging.last()), (page, 41, 3));
        }
        assert_eq!(Paging::cut(&[(); 0], 1).1.last(), 1);
    }

    #[test]
    fn odd_page_numbers_are_the_first_page() {
        for typed in [None, Some("0"), Some("-3"), Some("x"), Some("99999999999999999999")] {
            assert_eq!(Paging::asked(typed), 1, "{typed:?}");
        }
        assert_eq!(Paging { page: 1, total: 41 }.last(), 3);
        assert_eq!(Paging { page: 1, total: 0 }.last(), 1);
    }
}
