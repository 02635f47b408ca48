use super::pieces::{Piece, pieces};
use super::shape::is_id;
use crate::genesys::Target;
use crate::probe::{AllowList, Evidence, Purpose};
use std::cmp::Reverse;
use std::collections::BTreeSet;
use url::Url;

/// What is no secret, whoever says it, in lower case: the ids in what was asked without a server's word, and the hosts
/// that may be asked. Results are told from both, so that a text without them would be judged otherwise.
pub(super) struct Known(BTreeSet<String>);

impl Known {
    pub(super) fn of(target: &Target, evidence: &Evidence) -> Self {
        let exchanges = evidence.exchanges().iter();
        let asked = exchanges
            .map(|exchange| &exchange.probe)
            // A step towards the login page is where a server led us.
            .filter(|probe| probe.purpose != Purpose::LoginHop)
            .map(|probe| probe.url.as_str())
            .chain(evidence.visited().map(|visited| visited.url.as_str()));
        let mut hosts: Vec<_> = AllowList::of(target).iter().map(str::to_owned).collect();
        let mut texts = Vec::new();
        for url in asked {
            texts.push(url.to_owned());
            let Ok(url) = Url::parse(url) else { continue };
            for (_, value) in url.query_pairs() {
                let redirect_uri = Url::parse(&value).ok();
                hosts.extend(
                    redirect_uri
                        .as_ref()
                        .and_then(Url::host_str)
                        .map(str::to_owned),
                );
                texts.push(value.into_owned());
            }
        }
        texts.extend(hosts.iter().cloned());
        let ids = texts.iter().flat_map(|text| ids(text)).map(str::to_owned);
        let known = ids.chain(hosts).filter(|text| !text.is_empty());
        Self(known.map(|text| text.to_ascii_lowercase()).collect())
    }

    /// A text in pieces, of which none is a run that holds something known.
    pub(super) fn cut_out<'a>(&self, text: &'a str) -> Vec<Piece<'a>> {
        let lower = text.to_ascii_lowercase();
        let mut places: Vec<_> = self
            .0
            .iter()
            .flat_map(|known| lower.match_indices(known.as_str()))
            .map(|(at, known)| (at, known.len()))
            .collect();
        // Of two that overlap, the first counts, and of two at one place the longer one.
        places.sort_unstable_by_key(|(at, length)| (*at, Reverse(*length)));
        let mut cut = Vec::new();
        let mut end = 0;
        for (at, length) in places {
            if at < end {
                continue;
            }
            cut.extend(pieces(text.get(end..at).unwrap_or_default()));
            end = at + length;
            cut.extend(text.get(at..end).map(Piece::Between));
        }
        cut.extend(pieces(text.get(end..).unwrap_or_default()));
        cut
    }
}

fn ids(text: &str) -> impl Iterator<Item = &str> {
    pieces(text).filter_map(|piece| match piece {
        Piece::Run(run) if is_id(run) => Some(run),
        _ => None,
    })
}
