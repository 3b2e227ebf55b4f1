//! What a proof is made of: which runs of leaves stand beside the way to the
//! root, and which full subtrees such a run is made of. Numbers only; whoever
//! keeps the tree finds the hashes.

/// A run of leaves, from one number up to but not including another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first.
    pub from: u64,
    /// The one after the last.
    pub to: u64,
}

/// A full subtree: so many levels above the leaves, the so-manieth there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subtree {
    /// How far above the leaves.
    pub level: u32,
    /// Its number on that level.
    pub place: u64,
}

impl Span {
    /// The first so many leaves.
    pub fn first(size: u64) -> Self {
        Self { from: 0, to: size }
    }

    fn size(self) -> u64 {
        self.to.saturating_sub(self.from)
    }

    /// The two halves that RFC 6962 makes of it: the left one is the widest
    /// full subtree that leaves something for the right.
    fn halves(self) -> (Self, Self) {
        let split = self.from + (1 << (self.size() - 1).ilog2());
        (Self { to: split, ..self }, Self { from: split, ..self })
    }

    /// The full subtrees it is made of, widest first.
    pub fn subtrees(self) -> Vec<Subtree> {
        let (mut from, mut found) = (self.from, Vec::new());
        while let Some(level) = self.to.saturating_sub(from).checked_ilog2() {
            found.push(Subtree { level, place: from >> level });
            from += 1 << level;
        }
        found
    }
}

/// What proves that a leaf is in a tree of a size, from the leaf upwards
/// (RFC 6962, §2.1.1). Nothing for a leaf that is not.
pub fn inclusion(index: u64, size: u64) -> Vec<Span> {
    let (mut within, mut beside) = (Span::first(size), Vec::new());
    while index < size && within.size() > 1 {
        let (left, right) = within.halves();
        let (inside, other) = if index < left.to { (left, right) } else { (right, left) };
        beside.push(other);
        within = inside;
    }
    beside.reverse();
    beside
}

/// What proves that a tree of a size goes on from one of an older size
/// (RFC 6962, §2.1.2). Nothing where there is nothing to prove.
pub fn consistency(old: u64, new: u64) -> Vec<Span> {
    if old == 0 || old >= new {
        return Vec::new();
    }
    let (mut within, mut beside) = (Span::first(new), Vec::new());
    while within.to != old {
        let (left, right) = within.halves();
        let (inside, other) = if old <= left.to { (left, right) } else { (right, left) };
        beside.push(other);
        within = inside;
    }
    // The older tree itself is known to who asks, unless it ends elsewhere than it began.
    if within.from != 0 {
        beside.push(within);
    }
    beside.reverse();
    beside
}

#[cfg(test)]
mod tests {
    use super::{Span, Subtree, consistency, inclusion};
    use crate::seal::merkle::{Hash, extends, includes, joined, leaf, node};

    fn leaves(size: u64) -> Vec<Hash> {
        (0..size).map(|n| leaf(&n.to_be_bytes())).collect()
    }

    fn at(number: u64) -> usize {
        usize::try_from(number).unwrap()
    }

    /// The definition, word by word.
    fn root(leaves: &[Hash]) -> Hash {
        if let [one] = leaves {
            return *one;
        }
        let mut split = 1;
        while split * 2 < leaves.len() {
            split *= 2;
        }
        node(&root(&leaves[..split]), &root(&leaves[split..]))
    }

    fn of(leaves: &[Hash], spans: Vec<Span>) -> Vec<Hash> {
        spans.into_iter().map(|it| root(&leaves[at(it.from)..at(it.to)])).collect()
    }

    #[test]
    fn every_leaf_of_every_small_tree_is_proved_by_its_spans_and_by_no_others() {
        let all = leaves(40);
        for size in 1..=40 {
            let tree = (size, &root(&all[..at(size)]));
            for index in 0..size {
                let proof = of(&all, inclusion(index, size));
                assert!(includes(all[at(index)], index, tree, &proof), "{index} of {size}");
                let other = (index + 1) % size;
                assert!(other == index || !includes(all[at(other)], index, tree, &proof));
            }
        }
        assert!(inclusion(5, 5).is_empty() && inclusion(0, 0).is_empty());
    }

    #[test]
    fn every_small_tree_is_proved_to_go_on_from_every_smaller_one() {
        let all = leaves(40);
        for new in 1..=40 {
            let is = (new, &root(&all[..at(new)]));
            for old in 1..=new {
                let was = root(&all[..at(old)]);
                let proof = of(&all, consistency(old, new));
                assert!(extends((old, &was), is, &proof), "{old} of {new}");
                let mut other = was;
                other[0] ^= 1;
                assert!(!extends((old, &other), is, &proof), "{old} of {new}");
            }
        }
        assert!(consistency(0, 7).is_empty());
    }

    #[test]
    fn a_span_is_made_of_full_subtrees_widest_first() {
        let tree = |level, place| Subtree { level, place };
        assert_eq!(Span::first(0).subtrees(), []);
        assert_eq!(Span::first(7).subtrees(), [tree(2, 0), tree(1, 2), tree(0, 6)]);
        assert_eq!(Span { from: 4, to: 7 }.subtrees(), [tree(1, 2), tree(0, 6)]);
        let all = leaves(37);
        let hash = |it: &Subtree| {
            let from = at(it.place << it.level);
            root(&all[from..from + (1 << it.level)])
        };
        for size in 1..=37 {
            let parts: Vec<Hash> = Span::first(size).subtrees().iter().map(hash).collect();
            assert_eq!(joined(&parts), Some(root(&all[..at(size)])), "{size}");
        }
    }
}
