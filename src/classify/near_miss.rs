//! The search for what is registered instead of a redirect URI that is refused.

use super::authorize_requests::AuthorizeRequests;
use super::region_replies::{Basis, RegionReplies, UriVerdict};
use crate::genesys::{Grant, NearMiss, NearMissKind, RedirectUri, Target, joined, near_misses};
use crate::probe::{Evidence, Probe, Purpose};
use std::collections::HashSet;

/// Near misses asked at the most while nothing shows that the client exists.
pub(crate) const MOST_LIKELY: usize = 72;
/// Near misses asked at the most, once something does.
pub const MAX_NEAR_MISSES: usize = 120;
/// Near misses of one URI asked at once where the client is known; the likelier ones come first, and one that is
/// accepted ends the search.
const BATCH: usize = 10;

/// A near miss that the server accepted.
#[derive(Clone, Debug)]
pub struct AcceptedNearMiss {
    /// The request that was accepted.
    pub probe: Probe,
    /// What is registered, and how it differs.
    pub miss: NearMiss,
    pub basis: Basis,
}

/// The search for what is registered instead of the URIs that were refused.
#[derive(Clone, Debug)]
pub struct Search {
    uris: Vec<RefusedUri>,
    is_client_known: bool,
}

/// A refused redirect URI, and what may be registered in its place: the likeliest first.
#[derive(Clone, Debug)]
struct RefusedUri {
    index: usize,
    candidates: Vec<Candidate>,
}

#[derive(Clone, Debug)]
struct Candidate {
    probe: Probe,
    miss: NearMiss,
    /// `None` where it was not asked.
    verdict: Option<UriVerdict>,
}

impl Search {
    /// The search among the replies of the home region, which was asked with `grant`.
    #[must_use]
    pub fn new(target: &Target, home: &RegionReplies, grant: Grant, evidence: &Evidence) -> Self {
        let mut search = Self {
            uris: Vec::new(),
            is_client_known: home.knows_client() && grant == target.grant(),
        };
        if !home.redirect_control.is_refused() {
            return search;
        }
        let all = target.needed_uris();
        let refused: Vec<(usize, &RedirectUri)> = (0..)
            .zip(all)
            .zip(&home.verdicts)
            .filter(|(_, verdict)| matches!(verdict, UriVerdict::Refused { .. }))
            .map(|(uri, _)| uri)
            .collect();
        let together: Vec<_> = refused.iter().map(|(_, uri)| *uri).collect();
        let requests = AuthorizeRequests::of(target);
        search.uris.extend(refused.iter().map(|(index, uri)| {
            let mut misses = near_misses(uri, target.region());
            misses.extend(joined(uri, &together, all));
            // Those that are needed themselves say nothing about this one.
            misses.retain(|miss| !all.contains(&miss.uri));
            misses.sort_by_key(|miss| !miss.is_likely);
            let candidates = misses.into_iter().map(|miss| {
                let probe = requests.real(Purpose::NearMiss, &miss.uri, grant);
                let reply = requests.reply(&probe, evidence);
                Candidate {
                    probe,
                    miss,
                    verdict: reply.map(|reply| home.verdict_on_another(&reply)),
                }
            });
            RefusedUri {
                index: *index,
                candidates: candidates.collect(),
            }
        }));
        search
    }

    /// What is registered instead of the URI at `index`, where a near miss proved it.
    #[must_use]
    pub fn accepted(&self, index: usize) -> Option<AcceptedNearMiss> {
        self.uri(index)?.accepted()
    }

    /// Whether every likely near miss of the URI at `index` was asked and plainly refused.
    #[must_use]
    pub fn is_exhausted(&self, index: usize) -> bool {
        self.uri(index).is_some_and(|uri| {
            let mut likely = uri.candidates.iter().filter(|one| one.miss.is_likely);
            likely.all(|one| one.verdict.as_ref().is_some_and(UriVerdict::is_refusal))
        })
    }

    /// The next near misses to ask for.
    #[must_use]
    pub fn probes(&self) -> Vec<Probe> {
        let found: HashSet<_> = self.uris.iter().filter_map(RefusedUri::form).collect();
        let open = || self.uris.iter().filter(|uri| uri.accepted().is_none());
        // What was done to one of them was probably done to the others.
        let alike = self.new_among(open(), |_, one| found.contains(&one.form()));
        if !alike.is_empty() {
            return alike;
        }
        if self.is_client_known {
            let first = self.new_among(open(), |position, _| position < BATCH);
            if !first.is_empty() {
                return first;
            }
        }
        if self.is_client_known || !found.is_empty() {
            return self.new_among(open(), |_, _| true);
        }
        self.new_among(open(), |_, one| one.miss.is_likely)
    }

    /// Those that were not asked yet, each once, in turn for each URI and within the bounds.
    fn new_among<'a>(
        &self,
        uris: impl Iterator<Item = &'a RefusedUri>,
        wanted: impl Fn(usize, &Candidate) -> bool,
    ) -> Vec<Probe> {
        let asked = self.uris.iter().flat_map(|uri| &uri.candidates);
        let asked = asked.filter(|one| one.verdict.is_some());
        let mut chosen: HashSet<&str> = asked.map(|one| one.probe.url.as_str()).collect();
        let mut lists: Vec<_> = uris
            .map(|uri| {
                let all = uri.candidates.iter().enumerate();
                let wanted = all.filter(|(position, one)| wanted(*position, one));
                wanted.map(|(_, one)| one).collect::<Vec<_>>().into_iter()
            })
            .collect();
        let found = self.uris.iter().any(|uri| uri.form().is_some());
        let most = if self.is_client_known || found {
            MAX_NEAR_MISSES
        } else {
            MOST_LIKELY
        };
        let mut probes = Vec::new();
        loop {
            let row: Vec<_> = lists.iter_mut().filter_map(Iterator::next).collect();
            if row.is_empty() {
                return probes;
            }
            for one in row {
                if chosen.len() < most && chosen.insert(&one.probe.url) {
                    probes.push(one.probe.clone());
                }
            }
        }
    }

    fn uri(&self, index: usize) -> Option<&RefusedUri> {
        self.uris.iter().find(|uri| uri.index == index)
    }
}

impl RefusedUri {
    fn accepted(&self) -> Option<AcceptedNearMiss> {
        self.candidates.iter().find_map(|one| {
            Some(AcceptedNearMiss {
                probe: one.probe.clone(),
                miss: one.miss.clone(),
                basis: one.verdict.as_ref()?.basis()?,
            })
        })
    }

    /// How it was altered, if it is known.
    fn form(&self) -> Option<(NearMissKind, usize)> {
        let accepted = self.accepted()?;
        Some((accepted.miss.kind, accepted.miss.form))
    }
}

impl Candidate {
    fn form(&self) -> (NearMissKind, usize) {
        (self.miss.kind, self.miss.form)
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_NEAR_MISSES, MOST_LIKELY};
    use crate::checks::testing::{
        FakeRequest, FakeServer, accepted, genesys, refused, target_with,
    };
    use crate::classify::Basis;
    use crate::genesys::{RedirectUri, Region, near_misses};
    use crate::probe::Purpose;
    use std::collections::HashSet;

    const PHONE: &str = "https://phone.mirabridge.cloud";
    const INDEX: &str = "https://apps.mypurecloud.de/crm/index.html";
    const WINDOW: &str = "https://apps.mypurecloud.de/crm/authWindow.html";

    /// Genesys Cloud, where our client has these redirect URIs.
    fn registered(uris: &[&str]) -> FakeServer {
        FakeServer::with(|asked| {
            if !asked.is_authorization() {
                genesys(asked)
            } else if asked.host() == "login.mypurecloud.de"
                && asked.is_for_us()
                && !asked.wants_code()
                && uris.contains(&asked.redirect_uri().as_str())
            {
                accepted()
            } else {
                refused()
            }
        })
    }

    /// What is told to be registered instead of each of the three.
    fn found(uris: &[&str]) -> Vec<Option<String>> {
        let outcomes = registered(uris).outcomes("invalid-redirect").into_iter();
        outcomes.map(|outcome| outcome.found).collect()
    }

    fn some(text: impl Into<String>) -> Option<String> {
        Option::from(text.into())
    }

    /// Of the two with the host of another region, both are named, whichever region it is and whatever became of the
    /// phone's.
    #[test]
    fn what_was_done_to_one_is_tried_on_the_others() {
        for region in ["mypurecloud.com", "mypurecloud.jp", "sae1.pure.cloud"] {
            let index = INDEX.replace("mypurecloud.de", region);
            let window = WINDOW.replace("mypurecloud.de", region);
            for (phone, expected) in [
                (PHONE, None),
                (
                    "http://phone.mirabridge.cloud",
                    some("http://phone.mirabridge.cloud"),
                ),
            ] {
                assert_eq!(
                    found(&[phone, &index, &window]),
                    [expected, some(&index), some(&window)],
                    "{region}"
                );
            }
        }
        let query = |uri: &str| format!("{uri}?crm=framework-local");
        let (index, window) = (query(INDEX), query(WINDOW));
        assert_eq!(
            found(&[PHONE, &index, &window]),
            [None, some(&index), some(&window)]
        );
    }

    #[test]
    fn three_in_one_entry_are_a_near_miss_of_each_whatever_is_between_them() {
        for separator in [
            "", " ", "\n", ";", ",", ", ", "; ", "|", " | ", "\t", "\r\n",
        ] {
            let entry = [PHONE, INDEX, WINDOW].join(separator);
            let expected = [some(&entry), some(&entry), some(&entry)];
            assert_eq!(found(&[&entry]), expected, "{separator:?}");
            let pair = [INDEX, WINDOW].join(separator);
            assert_eq!(
                found(&[PHONE, &pair]),
                [None, some(&pair), some(&pair)],
                "{separator:?}"
            );
        }
    }

    #[test]
    fn that_the_client_is_known_rests_on_what_the_near_miss_got() {
        let slashed = [PHONE, INDEX, WINDOW].map(|uri| format!("{uri}/"));
        let slashed: Vec<_> = slashed.iter().map(String::as_str).collect();
        let outcome = registered(&slashed)
            .outcomes("invalid-client")
            .swap_remove(0);
        assert_eq!(outcome.basis, Some(Basis::Signature), "{outcome:?}");
    }

    #[test]
    fn the_page_of_the_framework_is_a_near_miss() {
        let page = "https://apps.mypurecloud.de/crm/embeddableFramework.html";
        assert_eq!(found(&[PHONE, page, WINDOW]), [None, some(page), None]);
    }

    /// All three redirect URIs are refused and share the bounds.
    #[test]
    fn no_likely_near_miss_falls_victim_to_the_bounds() {
        let region = Region::parse("mypurecloud.de").expect("a region");
        let server = registered(&[]);
        let asked: HashSet<_> = server
            .asked_in(3)
            .into_iter()
            .map(|probe| FakeRequest::of(probe).redirect_uri())
            .collect();
        for needed in &RedirectUri::documented(&region) {
            for miss in near_misses(needed, &region) {
                assert!(
                    !miss.is_likely || asked.contains(miss.uri.as_str()),
                    "{miss:?}"
                );
            }
        }
    }

    #[test]
    fn a_slash_that_is_missing_is_found() {
        let target = target_with(&["https://phone.example/"]);
        let server = FakeServer::of(target, |asked| match asked.is_authorization() {
            true if asked.is_for_us() && asked.redirect_uri() == "https://phone.example" => {
                accepted()
            }
            true => refused(),
            false => genesys(asked),
        });
        let outcomes = server.outcomes("invalid-redirect");
        let found: Vec<_> = outcomes
            .iter()
            .map(|outcome| outcome.found.as_deref())
            .collect();
        assert_eq!(found, [Some("https://phone.example")]);
    }

    #[test]
    fn the_search_has_an_end() {
        let asked = |uris: &[&str]| -> Vec<usize> {
            let server = registered(uris);
            let in_round = |round| {
                let asked = server.asked_in(round).into_iter();
                asked
                    .filter(|probe| probe.purpose == Purpose::NearMiss)
                    .count()
            };
            let rounds = (1..=8).map(in_round);
            rounds.filter(|asked| *asked > 0).collect()
        };
        assert_eq!(asked(&[PHONE, INDEX, WINDOW]), Vec::<usize>::new());
        // Nothing shows that the client exists.
        assert_eq!(asked(&[]), [MOST_LIKELY]);
        // The likeliest end the search.
        assert_eq!(
            asked(&["https://phone.mirabridge.cloud/", INDEX, WINDOW]),
            [10]
        );
        let two = asked(&[PHONE]);
        assert_eq!(two.iter().sum::<usize>(), MAX_NEAR_MISSES, "{two:?}");
        for known in [[INDEX, WINDOW], [PHONE, WINDOW]] {
            let rounds = asked(&known);
            assert_eq!(rounds.len(), 2, "{rounds:?}");
            assert!(
                rounds.iter().sum::<usize>() <= MAX_NEAR_MISSES,
                "{rounds:?}"
            );
        }
    }
}
