//! Whether two pages are one: what a firewall or a portal shows in place of both.

use super::html::LOOKED_AT;
use crate::genesys::percent_encode;
use crate::probe::Reply;
use std::cmp::Reverse;

/// Whether the same page came from two addresses, whatever it says of the address, the time and the incident.
///
/// Block pages name what was asked for and number themselves, so they are seldom the same bytes twice.
#[must_use]
pub fn is_one_page(one: (&str, &Reply), other: (&str, &Reply)) -> bool {
    let ((url, reply), (other_url, other)) = (one, other);
    let template = template(url, &reply.body);
    // What is nothing but signs and numbers is compared as it is.
    (!template.is_empty() && template == self::template(other_url, &other.body))
        || (!reply.body.trim().is_empty() && reply.body == other.body)
}

/// The words and tags of a page, without its own address and without what has a number in it.
fn template(url: &str, body: &str) -> Vec<String> {
    let start: String = body.chars().take(LOOKED_AT).collect();
    let mut text = start.to_lowercase();
    for own in own_names(&url.to_lowercase()) {
        text = text.replace(&own, " ");
    }
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !word.contains(|c: char| c.is_ascii_digit()))
        .filter(|word| !matches!(*word, "http" | "https"))
        .map(str::to_owned)
        .collect()
}

/// How a page may write the parts of its own address, the longest first.
fn own_names(url: &str) -> Vec<String> {
    let bare = url.split_once("://").map_or(url, |(_, bare)| bare);
    let (host, rest) = bare.split_at(bare.find(['/', '?', '#']).unwrap_or(bare.len()));
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    let parts = [rest, path, host].into_iter().filter(|part| part.len() > 1);
    let mut names: Vec<_> = parts
        .flat_map(|part| {
            let encoded = percent_encode(part).to_lowercase();
            let escaped = part.replace('&', "&amp;");
            [part.to_owned(), escaped, encoded]
        })
        .collect();
    names.sort_by_key(|name| Reverse(name.len()));
    names
}

#[cfg(test)]
mod tests {
    use super::is_one_page;
    use crate::probe::Reply;

    const APPS: &str = "https://apps.mypurecloud.de/crm/index.html?crm=x&clientId=4f9c";
    const PHONE: &str = "https://phone.mirabridge.cloud";

    fn is_one(apps: &str, phone: &str) -> bool {
        let reply = |body: &str| Reply::new(200, [], body.as_bytes());
        let (apps, phone) = (reply(apps), reply(phone));
        let is_one = is_one_page((APPS, &apps), (PHONE, &phone));
        assert_eq!(is_one, is_one_page((PHONE, &phone), (APPS, &apps)));
        is_one
    }

    #[test]
    fn a_page_that_names_what_was_asked_for_is_still_one_page() {
        let blocked = |address: &str, number: u32| {
            format!(
                "<h1>Not available</h1><p>{address} is off limits here. Event {number}a, 12:0{number}</p>"
            )
        };
        for (apps, phone) in [
            (APPS.to_owned(), PHONE.to_owned()),
            (APPS.replace('&', "&amp;"), PHONE.to_owned()),
            (
                "apps.mypurecloud.de".to_owned(),
                "phone.mirabridge.cloud".to_owned(),
            ),
            (
                "HTTPS://Apps.MyPureCloud.de/crm/index.html".to_owned(),
                format!("{PHONE}/"),
            ),
            (
                "https%3A%2F%2Fapps.mypurecloud.de%2Fcrm%2Findex.html".to_owned(),
                "https%3A%2F%2Fphone.mirabridge.cloud%2F".to_owned(),
            ),
        ] {
            assert!(is_one(&blocked(&apps, 1), &blocked(&phone, 2)), "{apps}");
        }
    }

    #[test]
    fn the_same_bytes_are_one_page_though_there_be_no_word_in_them() {
        for page in ["{}", "12:00", "<!-- 1 -->"] {
            assert!(is_one(page, page), "{page}");
        }
    }

    #[test]
    fn pages_of_their_own_are_two() {
        assert!(!is_one("<title>CRM</title>", "<title>Phone</title>"));
        assert!(!is_one("<h1>CRM</h1>", "<h1>CRM</h1><p>more"));
        assert!(!is_one("", ""), "nothing tells nothing");
        assert!(!is_one(" \n", " \n"), "nor does white space");
        assert!(!is_one("12:00", "13:00"));
    }
}
