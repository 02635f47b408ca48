//! What may be registered instead of a redirect URI.
//!
//! Genesys Cloud compares redirect URIs as exact strings (several third parties), and its answer does not say what it has
//! instead. So when one is refused, the usual slips are asked for: the one that is accepted is what to mend. Everything here
//! works on the string, as a URL type would repair exactly the slips that are looked for.

use std::collections::HashSet;

use super::redirect_uri::RedirectUri;
use super::region::Region;
use super::slip::Slip;

/// Each one is a request to a service whose limits nobody knows.
const MOST: usize = 24;

/// The regions that are likeliest to have the most organisations (a guess): the oldest ones and the second of the US.
const LIKELY_REGIONS: [&str; 5] = [
    "mypurecloud.com",
    "mypurecloud.ie",
    "mypurecloud.de",
    "mypurecloud.com.au",
    "usw2.pure.cloud",
];

/// A redirect URI that is almost the one that is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearMiss {
    /// What may be registered; it may hold spaces and quotes.
    pub uri: RedirectUri,
    /// What would have made it so.
    pub slip: Slip,
}

/// What may be registered instead of a needed redirect URI: at most 24, the likeliest first, none twice, never the URI itself.
#[must_use]
pub fn near_misses(uri: &RedirectUri, region: &Region) -> Vec<NearMiss> {
    let needed = uri.as_str();
    let parts = Parts::of(needed);
    let mut candidates = endings(needed);
    if let Some(parts) = &parts {
        candidates.extend(parts.other_hosts(region));
        candidates.extend(parts.other_paths());
        if parts.scheme == "https" {
            candidates.push((Slip::Http, needed.replacen("https", "http", 1)));
        }
    }
    candidates.extend(clinging(needed));
    let (glued_in_pairs, glued_otherwise) = glued(uri, region);
    candidates.extend(glued_in_pairs);
    if let Some(parts) = &parts {
        candidates.extend(parts.oddities());
    }
    candidates.push((Slip::EncodedSpace, format!("{needed}%20")));
    candidates.extend(glued_otherwise);
    let mut seen = HashSet::from([needed.to_owned()]);
    candidates
        .into_iter()
        .filter(|(_, text)| seen.insert(text.clone()))
        .take(MOST)
        .map(|(slip, text)| NearMiss {
            uri: RedirectUri::verbatim(text),
            slip,
        })
        .collect()
}

type Candidates = Vec<(Slip, String)>;

/// By far the likeliest: browsers show the slash, and a copy takes a space along.
fn endings(needed: &str) -> Candidates {
    let slash = match needed.strip_suffix('/') {
        Some(without) => (Slip::SlashRemoved, without.to_owned()),
        None => (Slip::SlashAdded, format!("{needed}/")),
    };
    vec![slash, (Slip::TrailingSpace, format!("{needed} "))]
}

/// What comes along from a list, a table or a setting.
fn clinging(needed: &str) -> Candidates {
    vec![
        (Slip::LeadingSpace, format!(" {needed}")),
        (Slip::Comma, format!("{needed},")),
        (Slip::Quotes, format!("\"{needed}\"")),
        (Slip::Semicolon, format!("{needed};")),
    ]
}

/// The needed URI and its documented neighbour pasted into one entry; and, less likely, with a space between or all three.
fn glued(uri: &RedirectUri, region: &Region) -> (Candidates, Candidates) {
    let documented = RedirectUri::documented(region);
    let all: Vec<&str> = documented.iter().map(RedirectUri::as_str).collect();
    let Some(pair) = all.windows(2).find(|pair| pair.contains(&uri.as_str())) else {
        return (Vec::new(), Vec::new());
    };
    let joined = |uris: &[&str], between| (Slip::Glued, uris.join(between));
    (
        vec![joined(pair, ","), joined(pair, "\n")],
        vec![
            joined(pair, " "),
            joined(&all, ","),
            joined(&all, "\n"),
            joined(&all, " "),
        ],
    )
}

/// A hierarchical URI in pieces that make the same string again.
struct Parts<'a> {
    scheme: &'a str,
    host: &'a str,
    /// With its slash and all behind it; empty if there is none.
    path: &'a str,
}

impl<'a> Parts<'a> {
    fn of(uri: &'a str) -> Option<Self> {
        let (scheme, rest) = uri.split_once("://")?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (host, path) = rest.split_at_checked(end)?;
        (!host.is_empty()).then_some(Self { scheme, host, path })
    }

    fn with_host(&self, host: &str) -> String {
        format!("{}://{host}{}", self.scheme, self.path)
    }

    fn with_path(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme, self.host)
    }

    /// Documentation is copied with the host of somebody else's region.
    fn other_hosts(&self, region: &Region) -> Candidates {
        if self.host != region.apps_host() {
            return Vec::new();
        }
        let others = LIKELY_REGIONS
            .iter()
            .filter(|domain| **domain != region.domain());
        let mut hosts: Vec<(Slip, String)> = others
            .map(|domain| (Slip::OtherRegion, format!("apps.{domain}")))
            .collect();
        hosts.extend([
            (Slip::LoginHost, region.login_host()),
            (Slip::ApiHost, region.api_host()),
        ]);
        hosts
            .into_iter()
            .map(|(slip, host)| (slip, self.with_host(&host)))
            .collect()
    }

    fn other_paths(&self) -> Candidates {
        let mut candidates = Vec::new();
        if self.path.contains(['?', '#']) {
            return candidates;
        }
        candidates.push((
            Slip::PathCase,
            self.with_path(&self.path.to_ascii_lowercase()),
        ));
        if let Some((folder, _)) = self
            .path
            .rsplit_once('/')
            .filter(|(_, file)| file.contains('.'))
        {
            candidates.push((Slip::FileMissing, self.with_path(&format!("{folder}/"))));
            if !folder.is_empty() {
                candidates.push((Slip::FolderOnly, self.with_path(folder)));
            }
            // The embedded page is opened with the name of the CRM in its query; which names there are is a guess.
            candidates.push((
                Slip::CrmQuery,
                self.with_path(&format!("{}?crm=salesforce", self.path)),
            ));
            candidates.push((
                Slip::LoginWindowQuery,
                self.with_path(&format!("{}?dedicatedLoginWindow=true", self.path)),
            ));
        }
        if self.path.len() > 1 {
            candidates.push((Slip::PathMissing, self.with_path("")));
        }
        candidates
    }

    /// What is possible and rare.
    fn oddities(&self) -> Candidates {
        let path = if self.path.is_empty() { "/" } else { self.path };
        let mut candidates = vec![
            (Slip::DoubleSlash, self.with_path(&format!("/{path}"))),
            (Slip::HostCase, self.with_host(&capitalised(self.host))),
        ];
        if self.scheme == "https" && !self.host.contains(':') {
            candidates.push((Slip::Port, self.with_host(&format!("{}:443", self.host))));
        }
        if !self.host.starts_with("www.") {
            candidates.push((Slip::Www, self.with_host(&format!("www.{}", self.host))));
        }
        candidates.push((Slip::SchemeMissing, format!("{}{}", self.host, self.path)));
        if let Some((folder, file)) = self
            .path
            .rsplit_once('/')
            .filter(|(_, file)| !file.is_empty())
        {
            candidates.push((
                Slip::PathCase,
                self.with_path(&format!("{folder}/{}", capitalised(file))),
            ));
        }
        candidates
    }
}

/// As a product is written: MiraBridge in the middle of its own host, else the first letter.
fn capitalised(text: &str) -> String {
    if text.contains("mirabridge") {
        return text.replace("mirabridge", "MiraBridge");
    }
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| {
        format!("{}{}", first.to_ascii_uppercase(), characters.as_str())
    })
}

#[cfg(test)]
mod tests;
