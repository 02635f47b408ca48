use crate::classify::Confidence;

/// Everything about a check that does not depend on a run: the one source of `explain`, of advice in reports
/// and of the README's tables.
///
/// All of it is printable ASCII without line breaks, so that it can be folded to any width and shown anywhere.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The name of the defect; never changed once published.
    pub id: &'static str,
    /// The name of the check, for people, as the good state.
    pub title: &'static str,
    /// What it is about, by which the first line of a report goes.
    pub topic: Topic,
    /// What is wrong, in a sentence or two.
    pub defect: &'static str,
    /// What to do about it, in a sentence or two.
    pub remedy: &'static str,
    /// What an agent or an administrator sees of the defect, in the browser and its console.
    pub symptom: &'static str,
    /// What brings the defect about.
    pub cause: &'static str,
    /// How to fix it, a step each.
    pub fix: &'static [&'static str],
    /// The defect and its correction in a text, where a text can be wrong.
    pub example: Option<Example>,
    /// How it knows: what is asked, and what the answer is compared with.
    pub method: &'static str,
    /// The facts it rests on, and how sure each is.
    pub facts: &'static [(Confidence, &'static str)],
    /// References: a name and an address each.
    pub references: &'static [(&'static str, &'static str)],
    /// Whether its requests serve it alone, so that they are not sent when it is left out.
    pub asks_for_itself: bool,
}

/// What a check is about, as far as the first line of a report depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Whether the login host answers, without which nothing else can be asked.
    LoginHost,
    Client,
    /// Whether a redirect URI is registered, as Genesys Cloud answers.
    RedirectUri,
    /// Whether a needed redirect URI stands in a copy of what is registered.
    NeededUri,
    /// Whether an entry of such a copy is a needed redirect URI, altered.
    AlteredUri,
    /// Another entry of such a copy.
    OtherUri,
    /// A page that a redirect URI names.
    RedirectPage,
    /// The page at the debug init URL.
    InitPage,
    /// The same in a browser.
    BrowserPage,
    /// Anything else, of which the first line tells by its title alone.
    Other,
}

/// A text that is wrong, and the same put right, in lines.
#[derive(Debug, PartialEq, Eq)]
pub struct Example {
    /// What is wrong.
    pub before: &'static [&'static str],
    /// What it should be.
    pub after: &'static [&'static str],
}

/// A part of an explanation.
#[derive(Debug)]
pub struct Section {
    /// Its heading.
    pub heading: &'static str,
    /// What stands under it.
    pub body: Vec<Body>,
}

/// What stands under a heading, for any format to lay out.
#[derive(Debug)]
pub enum Body {
    /// Running text.
    Text(&'static str),
    /// Steps, to be numbered.
    Steps(&'static [&'static str]),
    /// Lines that are wrong, and right.
    Example(&'static Example),
    /// Facts, and how sure they are.
    Facts(&'static [(Confidence, &'static str)]),
    /// Names with their addresses.
    Links(&'static [(&'static str, &'static str)]),
}

impl Rule {
    /// The explanation in its parts, in the order of reading.
    #[must_use]
    pub fn sections(&'static self) -> [Section; 5] {
        let example = self.example.as_ref().map(Body::Example);
        let section = |heading, body| Section { heading, body };
        [
            section("What users see", vec![Body::Text(self.symptom)]),
            section("Cause", vec![Body::Text(self.cause)]),
            section(
                "How to fix it",
                [Body::Steps(self.fix)].into_iter().chain(example).collect(),
            ),
            section(
                "How it knows",
                vec![Body::Text(self.method), Body::Facts(self.facts)],
            ),
            section("References", vec![Body::Links(self.references)]),
        ]
    }
}

/// The steps to the client's form that many checks share.
///
/// The labels are those of Genesys' own pages, [`GENESYS_CREATE`] and [`GENESYS_EDIT`], and of its blueprints.
///
/// [`GENESYS_CREATE`]: super::references::GENESYS_CREATE
/// [`GENESYS_EDIT`]: super::references::GENESYS_EDIT
pub(crate) mod admin {
    /// From anywhere to the list of clients.
    pub(crate) const GO: &str = "In Genesys Cloud, go to Admin > Integrations > OAuth. In newer menus, it is IT and Integrations > OAuth.";

    /// From the list to the form.
    pub(crate) const OPEN: &str = "Open the client of MiraBridge Phone: in its row, under Actions, choose More, then Edit Application. Your user needs the permission OAuth > Client > Edit.";

    /// The step that is forgotten.
    pub(crate) const SAVE: &str = "Click Save.";

    /// The proof, where Genesys Cloud was asked.
    pub(crate) const CHECK_AGAIN: &str =
        "Run the check again. With --wait 10m it keeps asking while you correct the form.";

    /// The proof, where a copy was read.
    pub(crate) const LINT_AGAIN: &str = "Copy what is registered again, and run lint on the copy.";
}

/// Addresses that many checks refer to, with their names.
pub(crate) mod references {
    use crate::checks::DOCS;

    /// MiraBridge's page on the OAuth client.
    pub(crate) const MIRABRIDGE: (&str, &str) =
        ("MiraBridge Phone: OAuth client for Genesys Cloud", DOCS);

    /// Genesys' page on the form.
    pub(crate) const GENESYS_CREATE: (&str, &str) = (
        "Genesys Cloud: create an OAuth client",
        "https://help.mypurecloud.com/articles/create-an-oauth-client/",
    );

    /// Genesys' page on the list.
    pub(crate) const GENESYS_EDIT: (&str, &str) = (
        "Genesys Cloud: view, edit, delete, or restore OAuth clients",
        "https://help.mypurecloud.com/articles/view-edit-or-delete-oauth-clients-in-your-organization/",
    );

    /// Genesys' page on when scopes count.
    pub(crate) const GENESYS_SCOPES: (&str, &str) = (
        "Genesys Cloud: enable OAuth scope enforcement",
        "https://help.mypurecloud.com/articles/enabling-oauth-scope-enforcement/",
    );

    /// Genesys' list of regions.
    pub(crate) const GENESYS_REGIONS: (&str, &str) = (
        "Genesys Cloud regions",
        "https://help.mypurecloud.com/articles/aws-regions-for-genesys-cloud-deployment/",
    );

    /// Genesys' documentation of the API that an audit asks.
    pub(crate) const PLATFORM_API: (&str, &str) = (
        "Genesys Cloud: permissions and scopes in the Public API",
        "https://help.mypurecloud.com/articles/permissions-and-scopes-in-the-public-api",
    );
}

#[cfg(test)]
mod tests {
    use super::Body;
    use crate::checks::rules;
    use std::collections::BTreeSet;

    /// The texts under a heading.
    fn texts(body: &Body) -> Vec<&'static str> {
        match body {
            Body::Text(text) => vec![text],
            Body::Steps(steps) => steps.to_vec(),
            Body::Example(example) => [example.before, example.after].concat(),
            Body::Facts(facts) => facts.iter().map(|(_, fact)| *fact).collect(),
            Body::Links(links) => links.iter().flat_map(|(name, url)| [*name, *url]).collect(),
        }
    }

    #[test]
    fn every_rule_says_something_under_every_heading() {
        for rule in rules() {
            let mut all = vec![("title", vec![rule.title])];
            all.push(("defect", vec![rule.defect]));
            all.push(("remedy", vec![rule.remedy]));
            for part in rule.sections() {
                all.extend(part.body.iter().map(|body| (part.heading, texts(body))));
            }
            for (heading, texts) in all {
                let place = format!("{}: {heading}", rule.id);
                assert!(!texts.is_empty(), "{place}");
                for text in texts {
                    assert!(!text.is_empty(), "{place}");
                    assert_eq!(text, text.trim(), "{place}");
                    assert!(!text.contains("  "), "{place}: a double space");
                    let printable = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
                    assert!(printable, "{place}: {text:?}");
                    // The README has them in the cells of a table.
                    assert!(!text.contains('|'), "{place}: {text}");
                }
            }
        }
    }

    #[test]
    fn what_is_prose_ends_like_a_sentence() {
        for rule in rules() {
            let parts = rule.sections().into_iter().flat_map(|part| part.body);
            let prose = parts.filter_map(|body| match body {
                Body::Text(_) | Body::Steps(_) | Body::Facts(_) => Some(texts(&body)),
                Body::Example(_) | Body::Links(_) => None,
            });
            for text in prose.flatten().chain([rule.defect, rule.remedy]) {
                assert!(text.ends_with(['.', ':', ')']), "{}: {text}", rule.id);
            }
        }
    }

    #[test]
    fn ids_are_unique_and_references_are_https() {
        let ids: BTreeSet<_> = rules().map(|rule| rule.id).collect();
        assert_eq!(ids.len(), rules().count());
        for rule in rules() {
            for (name, address) in rule.references {
                let url = url::Url::parse(address).expect("an address");
                assert_eq!(url.scheme(), "https", "{}: {name}", rule.id);
            }
        }
    }
}
