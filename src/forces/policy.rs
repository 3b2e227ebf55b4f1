//! What belongs to a force. Pure.

/// Whether an e-mail address is at one of a force's domains. A subdomain is
/// another domain: only what is listed counts.
pub fn belongs(email: &str, domains: &[String]) -> bool {
    let at = email.rsplit_once('@').map(|(_, domain)| domain.trim().to_lowercase());
    at.is_some_and(|at| domains.contains(&at))
}

#[cfg(test)]
mod tests {
    use super::belongs;

    #[test]
    fn an_address_belongs_only_at_a_domain_that_is_listed() {
        let ours = ["northshire.example", "northshire.pnn.example"].map(str::to_owned);
        for (email, belonging) in [
            ("ann@northshire.example", true),
            ("Ann@NORTHSHIRE.Example", true),
            ("ann@northshire.pnn.example", true),
            ("ann@mail.northshire.example", false),
            ("ann@evil-northshire.example", false),
            ("ann@northshire.example.evil.example", false),
            ("northshire.example", false),
            ("ann@eastmoor.example@northshire.example", true),
            ("ann@northshire.example@eastmoor.example", false),
            ("ann@", false),
            ("", false),
        ] {
            assert_eq!(belongs(email, &ours), belonging, "{email:?}");
        }
        assert!(!belongs("ann@northshire.example", &[]));
    }
}
