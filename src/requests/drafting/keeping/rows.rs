//! Which of the rows there were are which of the rows there are to be.

use std::collections::BTreeSet;

/// For each new row, which old one it is, by its place among the old. A row
/// that reads the same is the same wherever it moved; one that was reworded
/// where it stood is the same too. Everything else is new.
pub fn matched<O, N>(old: &[O], new: &[N], same: impl Fn(&O, &N) -> bool) -> Vec<Option<usize>> {
    let mut taken = BTreeSet::new();
    let mut found: Vec<Option<usize>> = new
        .iter()
        .map(|row| {
            let it = (0..).zip(old).find(|(place, it)| !taken.contains(place) && same(it, row));
            it.map(|(place, _)| place).inspect(|place| {
                taken.insert(*place);
            })
        })
        .collect();
    for (place, it) in (0..old.len()).zip(&mut found) {
        if it.is_none() && taken.insert(place) {
            *it = Some(place);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::matched;

    #[test]
    fn what_reads_the_same_or_was_reworded_in_its_place_is_the_same_row() {
        type Found = &'static [Option<usize>];
        let cases: [(&[&str], &[&str], Found); 8] = [
            (&["a", "b", "c"], &["a", "b", "c"], &[Some(0), Some(1), Some(2)]),
            (&["a", "b", "c"], &["c", "a", "b"], &[Some(2), Some(0), Some(1)]),
            (&["a", "b", "c"], &["b", "c", "d"], &[Some(1), Some(2), None]),
            (&["a", "b"], &["a!", "b"], &[Some(0), Some(1)]),
            (&["a"], &["new", "a"], &[None, Some(0)]),
            (&["a", "a"], &["a", "a", "a"], &[Some(0), Some(1), None]),
            (&["a", "b"], &[], &[]),
            (&[], &["a"], &[None]),
        ];
        for (old, new, expected) in cases {
            assert_eq!(matched(old, new, |a, b| a == b), expected, "{old:?} to {new:?}");
        }
    }
}
