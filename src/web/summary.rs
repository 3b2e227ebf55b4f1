//! The summary of what is wrong with a form follows the page, whatever order
//! its fields were read in.

const LIST: &str = r#"<ul class="govuk-list govuk-error-summary__list">"#;

/// A page whose summary, if it has one, names mistakes in the order in which
/// the page asks: each leads to the element that has its id. What leads nowhere
/// on the page comes last.
pub fn in_page_order(html: String) -> String {
    let Some((before, list, after)) = html.split_once(LIST).and_then(|(before, rest)| {
        let (list, after) = rest.split_once("</ul>")?;
        Some((before, list, after))
    }) else {
        return html;
    };
    let place = |line: &str| {
        let id = line.split_once("href=\"#").and_then(|it| it.1.split_once('"'))?.0;
        after.find(&format!(" id=\"{id}\""))
    };
    let mut lines: Vec<(usize, &str)> = list
        .split_inclusive("</li>")
        .filter(|line| line.contains("<li>"))
        .map(|line| (place(line).unwrap_or(usize::MAX), line))
        .collect();
    lines.sort_by_key(|it| it.0);
    let lines: String = lines.into_iter().map(|it| it.1).collect();
    format!("{before}{LIST}{lines}\n      </ul>{after}")
}

#[cfg(test)]
mod tests {
    use super::in_page_order;

    fn page(summary: &[&str], fields: &[&str]) -> String {
        let line = |id: &&str| format!("\n<li><a href=\"#{id}\">Enter {id}</a></li>");
        let lines: String = summary.iter().map(line).collect();
        let field = |id: &&str| format!("<input class=\"a\" id=\"{id}\" name=\"{id}\">");
        let fields: String = fields.iter().map(field).collect();
        format!(
            "<h2>There is a problem</h2><ul class=\"govuk-list govuk-error-summary__list\">{lines}</ul>{fields}"
        )
    }

    fn said(html: &str) -> Vec<&str> {
        html.split("Enter ").skip(1).filter_map(|it| Some(it.split_once('<')?.0)).collect()
    }

    #[test]
    fn mistakes_are_named_as_the_page_asks_and_none_is_lost() {
        let fields = ["title", "site-2", "site", "panel"];
        let found = in_page_order(page(&["gone", "panel", "site", "title", "site-2"], &fields));
        assert_eq!(said(&found), ["title", "site-2", "site", "panel", "gone"]);
        let twice = in_page_order(page(&["site", "title", "site"], &fields));
        assert_eq!(said(&twice), ["title", "site", "site"]);
        let right = page(&["title", "site"], &fields);
        assert_eq!(said(&in_page_order(right.clone())), said(&right));
    }

    #[test]
    fn a_page_without_a_summary_stays_as_it_is() {
        for html in ["", "<p>Plain</p>", "<ul class=\"govuk-list govuk-error-summary__list\">"] {
            assert_eq!(in_page_order(html.to_owned()), html);
        }
    }
}
