//! What a person would read of HTML.

/// Characters of a page that are looked at.
pub(super) const LOOKED_AT: usize = 64 * 1024;

/// What a person would read of a body, in a line: the title and the text of HTML, anything else as it is.
#[must_use]
pub fn readable(body: &str) -> String {
    let start: String = body.chars().take(LOOKED_AT).collect();
    let text = if start.contains('<') {
        let (title, text) = visible(&start);
        if title.is_empty() {
            text
        } else {
            format!("\"{title}\" {text}")
        }
    } else {
        start
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Title and readable text of HTML: a scan, not a parser, since any bytes must do.
pub(super) fn visible(html: &str) -> (String, String) {
    const UNREAD: &[&str] = &["script", "style", "noscript", "template"];
    const INLINE: &[&str] = &[
        "a", "b", "i", "em", "strong", "span", "code", "small", "u", "tt",
    ];
    let mut title = String::new();
    let mut text = String::new();
    let lower = html.to_ascii_lowercase();
    let mut rest = html;
    let mut in_title = false;
    while let Some((before, tagged)) = rest.split_once('<') {
        let out = if in_title { &mut title } else { &mut text };
        out.push_str(before);
        if let Some(comment) = tagged.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let Some((tag, after)) = tagged.split_once('>') else {
            rest = "";
            break;
        };
        rest = after;
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        let closes = tag.starts_with('/');
        if name == "title" {
            in_title = !closes;
        } else if UNREAD.contains(&name.as_str()) && !closes {
            let read = html.len() - rest.len();
            rest = behind_end(rest, lower.get(read..).unwrap_or_default(), &name);
        } else if !INLINE.contains(&name.as_str()) {
            text.push('\n');
        }
    }
    let out = if in_title { &mut title } else { &mut text };
    out.push_str(rest);
    (decode(&title), decode(&text))
}

/// What follows the end tag of an element; nothing where there is none. `lower` is what `html` is, in lower
/// case: as long, so that positions agree, and made once, so that many elements cost no more than one.
fn behind_end<'a>(html: &'a str, lower: &str, name: &str) -> &'a str {
    let behind = lower
        .find(&format!("</{name}"))
        .and_then(|at| html.get(at..));
    behind
        .and_then(|tag| tag.split_once('>'))
        .map_or("", |(_, after)| after)
}

/// The handful of character references that stand in running text.
fn decode(text: &str) -> String {
    let mut decoded = text.to_owned();
    for (reference, plain) in [
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&rsquo;", "'"),
        ("&amp;", "&"),
    ] {
        decoded = decoded.replace(reference, plain);
    }
    decoded.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn a_body_is_told_in_a_line() {
        for (body, line) in [
            (
                "<html><head><TITLE>Oops</TITLE><style>p{}</style></head><body><p>Not  <b>found</b>\n here</p></body>",
                "\"Oops\" Not found here",
            ),
            ("{\n  \"error\": \"x\"\n}", "{ \"error\": \"x\" }"),
            ("a &lt;b&gt; <i>c</i> &amp; d", "a <b> c & d"),
            ("", ""),
        ] {
            assert_eq!(readable(body), line);
        }
    }
}
