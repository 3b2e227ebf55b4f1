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
}

#[cfg(test)]
mod tests {
    use super::Paging;

    #[test]
    fn odd_page_numbers_are_the_first_page() {
        for typed in [None, Some("0"), Some("-3"), Some("x"), Some("99999999999999999999")] {
            assert_eq!(Paging::asked(typed), 1, "{typed:?}");
        }
        assert_eq!(Paging { page: 1, total: 41 }.last(), 3);
        assert_eq!(Paging { page: 1, total: 0 }.last(), 1);
    }
}
