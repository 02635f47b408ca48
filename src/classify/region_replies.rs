//! What one region says of the client: its answers and those to the controls, each compared with the others.

use super::authorize_requests::AuthorizeRequests;
use super::{Classification, ClassifiedReply};
use crate::genesys::{Grant, Target};
use crate::probe::{Cause, Evidence, Purpose};
use std::collections::HashMap;

/// What a judgement rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// A known answer of Genesys Cloud.
    Signature,
    /// A different treatment of the real request and a control.
    Contrast,
    /// A redirect back to the requested redirect URI.
    Redirect,
    /// That there was, or was no, answer.
    Transport,
    /// What a browser did.
    Browser,
    /// What was typed.
    Input,
    /// What is registered, as the Platform API says.
    Registered,
    /// Today's date.
    Date,
}

impl Basis {
    /// The name used in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Signature => "signature",
            Self::Contrast => "contrast",
            Self::Redirect => "redirect",
            Self::Transport => "transport",
            Self::Browser => "browser",
            Self::Input => "input",
            Self::Registered => "registered",
            Self::Date => "date",
        }
    }
}

/// The verdict on a redirect URI, by its reply and those to the controls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UriVerdict {
    /// Accepted, as far as the controls allow to rely on it.
    Accepted(Basis),
    /// Sent back to the redirect URI with an error about the grant or the scope: the server knows client and URI.
    Bounced { code: String, quote: String },
    /// Refused in so many words.
    Refused {
        quote: String,
        /// Whether it is known to be for the client or the redirect URI.
        is_known: bool,
    },
    /// Refused for something else, such as the grant, and not by a redirect: the URI may be right.
    RefusedOtherwise { quote: String },
    /// Nothing can be concluded.
    Unclear(Cause),
}

impl UriVerdict {
    /// The verdict by the reply alone; acceptance by contrast is for [`super::RegionReplies`] to grant.
    pub(crate) fn alone(classification: &Classification) -> Self {
        match classification {
            Classification::Accepted(row) if row.confidence.is_ground() => {
                Self::Accepted(Basis::Signature)
            }
            Classification::Returned => Self::Accepted(Basis::Redirect),
            Classification::Accepted(_)
            | Classification::Forwarded
            | Classification::SignInPage => Self::Unclear(Cause::Indistinct),
            Classification::Bounced { code, quote } => Self::bounced(code, quote),
            Classification::Refused(refusal) if refusal.may_blame() => Self::Refused {
                quote: refusal.quote.clone(),
                is_known: refusal.is_known(),
            },
            Classification::Refused(refusal) => Self::RefusedOtherwise {
                quote: refusal.quote.clone(),
            },
            Classification::Unexplained { cause } | Classification::NoVerdict { cause, .. } => {
                Self::Unclear(*cause)
            }
        }
    }

    /// What an error says that was sent to the redirect URI.
    pub(super) fn bounced(code: &str, quote: &str) -> Self {
        match code {
            "unauthorized_client" | "unsupported_response_type" | "invalid_scope" => {
                Self::Bounced {
                    code: code.to_owned(),
                    quote: quote.to_owned(),
                }
            }
            "server_error" | "temporarily_unavailable" => Self::Unclear(Cause::ServerError),
            _ => Self::Unclear(Cause::Unrecognized),
        }
    }

    /// Whether the server showed that it knows client and URI.
    #[must_use]
    pub fn shows_client(&self) -> bool {
        matches!(self, Self::Accepted(_) | Self::Bounced { .. })
    }

    /// Whether it was refused in so many words, for whatever.
    pub(super) fn is_refusal(&self) -> bool {
        matches!(self, Self::Refused { .. } | Self::RefusedOtherwise { .. })
    }

    /// Whether the request was turned down: refused, or sent back with an error.
    pub(crate) fn is_turned_down(&self) -> bool {
        self.is_refusal() || matches!(self, Self::Bounced { .. })
    }

    /// What that rests on.
    #[must_use]
    pub fn basis(&self) -> Option<Basis> {
        match self {
            Self::Accepted(basis) => Some(*basis),
            Self::Bounced { .. } => Some(Basis::Redirect),
            _ => None,
        }
    }
}

/// What the login host of a region answered to the real requests and the controls, with one grant.
#[derive(Clone, Debug)]
pub struct RegionReplies {
    /// The replies to the real requests, in the order of the redirect URIs.
    pub real: Vec<ClassifiedReply>,
    /// The verdict on each of them.
    pub verdicts: Vec<UriVerdict>,
    pub client_control: Control,
    pub redirect_control: Control,
}

/// A request that must be refused, with what it was answered. Nothing passes on the strength of a control that was not.
#[derive(Clone, Debug)]
pub struct Control {
    pub reply: ClassifiedReply,
    pub result: ControlResult,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ControlResult {
    Refused,
    /// Treated as if it were real.
    Passed {
        /// Whether the server redirected to the control's own redirect URI.
        redirected: bool,
    },
    /// No answer that says anything.
    Unanswered(Cause),
}

impl Control {
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.result == ControlResult::Refused
    }

    /// How a control fared by its own answer.
    pub(super) fn alone(reply: ClassifiedReply) -> Self {
        let result = match &reply.classification {
            Classification::Refused(_) => ControlResult::Refused,
            Classification::Bounced { .. } | Classification::Returned => {
                ControlResult::Passed { redirected: true }
            }
            Classification::Accepted(_)
            | Classification::Forwarded
            | Classification::SignInPage => ControlResult::Passed { redirected: false },
            Classification::Unexplained { cause } | Classification::NoVerdict { cause, .. } => {
                ControlResult::Unanswered(*cause)
            }
        };
        Self { reply, result }
    }
}

impl RegionReplies {
    /// Reads the answers with `grant`; `None` until all of these requests were asked.
    #[must_use]
    pub fn of(target: &Target, grant: Grant, evidence: &Evidence) -> Option<Self> {
        let requests = AuthorizeRequests::of(target);
        let real: Option<Vec<_>> = requests
            .each(Purpose::RedirectUri, grant)
            .map(|probe| requests.reply(&probe, evidence))
            .collect();
        let client = requests.reply(&requests.client_control(grant), evidence)?;
        let redirect = requests.reply(&requests.redirect_control(grant), evidence)?;
        Some(Self::from_replies(real?, client, redirect))
    }

    pub(super) fn from_replies(
        mut real: Vec<ClassifiedReply>,
        mut client: ClassifiedReply,
        mut redirect: ClassifiedReply,
    ) -> Self {
        name_portal(&mut real, &mut client, &mut redirect);
        // An error without a reason says nothing alone. Both controls, wrong in different ways, getting the
        // same one is a refusal of what is wrong. Where a real request got it as well, and none was accepted, it is one only
        // if all got it: a service that is in trouble may give it to some.
        let bare = is_bare(&client) && is_bare(&redirect) && client.is_same(&redirect);
        let mut client_control = Control::alone(client);
        let mut redirect_control = Control::alone(redirect);
        if bare {
            client_control.result = ControlResult::Refused;
            redirect_control.result = ControlResult::Refused;
        }
        // An error about the client, sent to a registered URI, refuses it, unless the real client got the same.
        if let Classification::Bounced { code, .. } = &client_control.reply.classification
            && matches!(code.as_str(), "invalid_client" | "unauthorized_client")
            && !real
                .iter()
                .any(|reply| reply.is_like(&client_control.reply))
        {
            client_control.result = ControlResult::Refused;
        }
        let mut replies = Self {
            real,
            verdicts: Vec::new(),
            client_control,
            redirect_control,
        };
        replies.verdicts = replies.judge(bare);
        replies
    }

    /// `bare`: both controls got the same error without a reason, which refuses whoever gets it.
    fn judge(&self, bare: bool) -> Vec<UriVerdict> {
        let accepted = |reply: &&ClassifiedReply| {
            let known = UriVerdict::alone(&reply.classification).basis();
            self.differs(reply) || known == Some(Basis::Signature)
        };
        let usual = usual(self.real.iter().filter(accepted));
        let is_like_controls =
            |reply: &ClassifiedReply| bare && reply.is_same(&self.client_control.reply);
        let counts = usual.is_some()
            || (self.real.iter())
                .any(|reply| UriVerdict::alone(&reply.classification).shows_client())
            || self.real.iter().all(is_like_controls);
        let mut others = self.real.iter().filter(|reply| !is_like_controls(reply));
        let trouble = others.find_map(ClassifiedReply::no_verdict);
        let verdicts = self.real.iter().map(|reply| match usual {
            _ if is_like_controls(reply) && counts => UriVerdict::Refused {
                quote: "an error without a reason, as for what is wrong on purpose".to_owned(),
                is_known: false,
            },
            _ if is_like_controls(reply) => {
                UriVerdict::Unclear(trouble.unwrap_or(Cause::Indistinct))
            }
            Some(usual) if self.differs(reply) && usual.is_like(reply) => {
                UriVerdict::Accepted(Basis::Contrast)
            }
            _ if self.differs(reply) => UriVerdict::Unclear(Cause::Unrecognized),
            _ => UriVerdict::alone(&reply.classification),
        });
        verdicts.collect()
    }

    /// Whether a reply may be an acceptance by contrast: it differs from the client control's, which was refused,
    /// and from the redirect control's, unless that one was let through, which is judged for itself.
    fn differs(&self, reply: &ClassifiedReply) -> bool {
        reply.may_be_acceptance()
            && self.client_control.is_refused()
            && !reply.is_like(&self.client_control.reply)
            && !(self.redirect_control.is_refused() && reply.is_like(&self.redirect_control.reply))
    }

    pub(super) fn any_accepted(&self) -> bool {
        let accepted = |verdict: &UriVerdict| matches!(verdict, UriVerdict::Accepted(_));
        self.verdicts.iter().any(accepted)
    }

    /// Whether the server showed for any URI that it knows the client, and the client control was not
    /// treated the same.
    #[must_use]
    pub fn knows_client(&self) -> bool {
        !self.is_indistinct() && self.verdicts.iter().any(UriVerdict::shows_client)
    }

    /// The strongest basis on which it showed that.
    #[must_use]
    pub fn basis(&self) -> Basis {
        let has = |basis| {
            let mut bases = self.verdicts.iter().filter_map(UriVerdict::basis);
            bases.any(|other| other == basis)
        };
        let mut bases = [Basis::Signature, Basis::Contrast].into_iter();
        bases.find(|basis| has(*basis)).unwrap_or(Basis::Redirect)
    }

    /// Whether what was accepted was accepted by contrast alone.
    pub(super) fn is_by_contrast(&self) -> bool {
        let mut accepted = self.verdicts.iter();
        accepted.all(|verdict| match verdict {
            UriVerdict::Accepted(basis) => *basis == Basis::Contrast,
            _ => true,
        })
    }

    /// Whether the client control was let through.
    #[must_use]
    pub fn is_indistinct(&self) -> bool {
        matches!(self.client_control.result, ControlResult::Passed { .. })
    }

    /// Whether the client control got a known sign of acceptance, or a code or token.
    pub(super) fn accepts_anybody(&self) -> bool {
        matches!(
            self.client_control.reply.classification,
            Classification::Accepted(_) | Classification::Returned
        )
    }

    /// The error with which a URI was sent back whose code is one of these.
    #[must_use]
    pub fn bounced(&self, is_meant: impl Fn(&str) -> bool) -> Option<&str> {
        self.verdicts.iter().find_map(|verdict| match verdict {
            UriVerdict::Bounced { code, quote } if is_meant(code) => Some(quote.as_str()),
            _ => None,
        })
    }

    /// The verdict on a redirect URI that is none of those that are needed.
    pub(super) fn verdict_on_another(&self, reply: &ClassifiedReply) -> UriVerdict {
        if reply.may_be_acceptance() && self.accepts_by_contrast(reply) {
            return UriVerdict::Accepted(Basis::Contrast);
        }
        UriVerdict::alone(&reply.classification)
    }

    /// Like what was accepted or, where nothing was, like the way to a login: quotes and line breaks in a
    /// request bring filters to the scene.
    fn accepts_by_contrast(&self, reply: &ClassifiedReply) -> bool {
        let real = self.real.iter().zip(&self.verdicts);
        let mut accepted = real
            .filter(|(_, verdict)| verdict.shows_client())
            .map(|(reply, _)| reply)
            .peekable();
        let fits = match accepted.peek() {
            None => reply.looks_like_login,
            Some(_) => accepted.any(|one| one.is_like(reply)),
        };
        self.client_control.is_refused()
            && fits
            && !reply.is_like(&self.client_control.reply)
            && !reply.is_like(&self.redirect_control.reply)
    }

    /// All replies: the real ones, then the controls.
    pub(super) fn all(&self) -> impl Iterator<Item = &ClassifiedReply> {
        let controls = [&self.client_control.reply, &self.redirect_control.reply];
        self.real.iter().chain(controls)
    }

    /// The most frequent reason why no answer came from the service itself, if none did.
    pub(super) fn silence(&self) -> Option<Cause> {
        let causes: Option<Vec<_>> = self.all().map(silent).collect();
        most_frequent(&causes?)
    }

    /// Whether the service says of any of these requests that it is in trouble, or has no time. Dozens of requests more
    /// are no answer to that.
    pub(super) fn is_in_trouble(&self) -> bool {
        let is_trouble = |cause: Cause| matches!(cause, Cause::ServerError | Cause::RateLimited);
        let replies = self
            .all()
            .map(|reply| UriVerdict::alone(&reply.classification));
        let mut causes = replies.filter_map(|verdict| match verdict {
            UriVerdict::Unclear(cause) => Some(cause),
            _ => None,
        });
        causes.any(is_trouble)
    }
}

/// Why an answer is none of the service's own; `None` where it may be.
fn silent(reply: &ClassifiedReply) -> Option<Cause> {
    let may_be_its_own = |cause: &Cause| matches!(cause, Cause::Unrecognized | Cause::Indistinct);
    reply.no_verdict().filter(|cause| !may_be_its_own(cause))
}

/// Whether it is a 4xx without a reason. A redirect or a 200 without one may be the page of an outage.
fn is_bare(reply: &ClassifiedReply) -> bool {
    matches!(reply.classification, Classification::Unexplained { .. })
        && (400..500).contains(&reply.status)
}

/// The most frequent of some causes, the first of those that are.
pub(super) fn most_frequent(causes: &[Cause]) -> Option<Cause> {
    let mut counts: HashMap<Cause, usize> = HashMap::new();
    for cause in causes {
        *counts.entry(*cause).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    let mut causes = causes.iter().copied();
    causes.find(|cause| counts.get(cause) == Some(&most))
}

/// An intermediary that sends every request, the controls too, to one foreign host is a captive portal. A foreign
/// host for the real requests alone may be anything.
fn name_portal(
    real: &mut [ClassifiedReply],
    client: &mut ClassifiedReply,
    redirect: &mut ClassifiedReply,
) {
    let portal = client
        .foreign()
        .filter(|host| redirect.foreign() == Some(host));
    let Some(portal) = portal.map(str::to_owned) else {
        return;
    };
    for reply in real.iter_mut().chain([client, redirect]) {
        if let Classification::NoVerdict {
            cause,
            foreign: Some(host),
        } = &mut reply.classification
            && *host == portal
        {
            *cause = Cause::CaptivePortal;
        }
    }
}

/// The reply whose fingerprint most of those that may be acceptances share. One that differs from its siblings may
/// be a filter's page or a fault, so where none prevails, none counts; and one without siblings counts only
/// if it looks like the way to a login.
fn usual<'a>(candidates: impl Iterator<Item = &'a ClassifiedReply>) -> Option<&'a ClassifiedReply> {
    let candidates: Vec<_> = candidates.collect();
    if let [only] = candidates.as_slice() {
        return only.looks_like_login.then_some(only);
    }
    let alike =
        |one: &ClassifiedReply| candidates.iter().filter(|other| other.is_like(one)).count();
    let mut all = candidates.iter().copied();
    all.find(|one| 2 * alike(one) > candidates.len())
}

#[cfg(test)]
mod tests {
    use super::{Basis, Control, UriVerdict, most_frequent};
    use crate::checks::testing::{FakeRequest, FakeServer, accepted, answer, genesys, refused};
    use crate::classify::signatures::{Confidence, Example, Meaning, Signature};
    use crate::classify::{Classification, ClassifiedReply};
    use crate::probe::{Cause, Observation};

    #[test]
    fn the_cause_that_came_most_often_is_told_and_else_the_first() {
        use Cause::{Dns, Timeout, Tls};
        assert_eq!(most_frequent(&[]), None);
        assert_eq!(most_frequent(&[Timeout, Dns, Tls]), Some(Timeout));
        assert_eq!(most_frequent(&[Timeout, Dns, Dns]), Some(Dns));
    }

    static INFERRED: Signature = Signature {
        id: "inferred",
        meaning: Meaning::Accepted,
        confidence: Confidence::Inferred,
        source: "nobody has seen it",
        example: Example::Page(""),
        matches: |_| true,
    };

    /// What was only inferred accepts where the controls fared differently, and never by itself.
    #[test]
    fn an_inferred_acceptance_is_none_alone() {
        let inferred = ClassifiedReply {
            classification: Classification::Accepted(&INFERRED),
            ..ClassifiedReply::no_answer(Cause::Unrecognized)
        };
        let alone = UriVerdict::alone(&inferred.classification);
        assert_eq!(alone, UriVerdict::Unclear(Cause::Indistinct));
        assert!(inferred.may_be_acceptance());
        assert!(!Control::alone(inferred).is_refused());
    }

    #[test]
    fn controls_without_a_reason_are_refused_only_by_the_same_status() {
        for (redirect_control, basis) in [(400, Some(Basis::Contrast)), (403, None), (500, None)] {
            let server = FakeServer::with(|asked| match asked.is_authorization() {
                true if asked.is_for_us() && asked.names_documented() => answer(302, "/login", ""),
                true if asked.is_for_us() => answer(redirect_control, "", ""),
                true => answer(400, "", ""),
                false => genesys(asked),
            });
            let outcome = server.outcomes("invalid-client").swap_remove(0);
            assert_eq!(outcome.basis, basis, "{redirect_control}: {outcome:?}");
        }
    }

    const PHONE: &str = "https://phone.mirabridge.cloud";

    /// Genesys Cloud, where a request for our client is answered so, if it is.
    fn with(reply: impl Fn(&FakeRequest) -> Option<Observation>) -> FakeServer {
        FakeServer::with(|asked| {
            let is_ours = asked.is_authorization() && asked.is_for_us() && !asked.wants_code();
            match is_ours.then(|| reply(asked)).flatten() {
                Some(reply) => reply,
                None if asked.is_authorization() => refused(),
                None => genesys(asked),
            }
        })
    }

    fn to_login() -> Observation {
        answer(302, "/login", "")
    }

    #[test]
    fn the_strongest_basis_is_told() {
        let sent_back = |asked: &FakeRequest| {
            let back = format!("{}#error=invalid_scope", asked.redirect_uri());
            answer(302, &back, "")
        };
        let basis = |reply: fn(&FakeRequest) -> Observation| {
            let server = with(|asked| asked.names_documented().then(|| reply(asked)));
            server.outcomes("invalid-client")[0].basis
        };
        assert_eq!(basis(|_| accepted()), Some(Basis::Signature));
        assert_eq!(basis(|_| to_login()), Some(Basis::Contrast));
        assert_eq!(basis(sent_back), Some(Basis::Redirect));
        let sent_back = UriVerdict::bounced("invalid_scope", "");
        assert_eq!(sent_back.basis(), Some(Basis::Redirect));
    }

    /// A page that differs from what its siblings got may be anybody's, even if it looks like a login.
    #[test]
    fn what_differs_from_its_siblings_is_no_acceptance() {
        let server = with(|asked| match asked.names_documented() {
            true if asked.redirect_uri() == PHONE => Some(to_login()),
            true => Some(accepted()),
            false => None,
        });
        assert_eq!(server.ends("invalid-redirect"), "unverifiable unrecognized");
    }

    /// Where the login page is a new one, a near miss is accepted as the others are.
    #[test]
    fn a_near_miss_is_accepted_by_contrast_too() {
        const SLASH: &str = "https://phone.mirabridge.cloud/";
        let server = with(|asked| {
            let uri = asked.redirect_uri();
            let is_registered = uri == SLASH || uri != PHONE && asked.names_documented();
            is_registered.then(to_login)
        });
        let outcome = server.outcomes("invalid-redirect").swap_remove(0);
        assert_eq!(outcome.found.as_deref(), Some(SLASH), "{outcome:?}");
    }

    /// An error without a reason is the answer to both controls, and to one of the redirect URIs.
    #[test]
    fn an_error_without_a_reason_refuses_only_beside_an_answer_that_knows_the_client() {
        let ends = |id, others: fn() -> Observation| {
            let server = FakeServer::with(|asked| match asked.is_authorization() {
                true if asked.is_for_us() && asked.names_documented() => {
                    if asked.redirect_uri() == PHONE {
                        answer(400, "", "")
                    } else {
                        others()
                    }
                }
                true => answer(400, "", ""),
                false => genesys(asked),
            });
            server.ends(id)
        };
        assert_eq!(ends("invalid-redirect", accepted), "fail");
        assert_eq!(ends("invalid-redirect", to_login), "fail");
        let trouble = || answer(503, "", "");
        assert_eq!(
            ends("invalid-redirect", trouble),
            "unverifiable server_error"
        );
        let the_same = || answer(400, "", "");
        assert_eq!(ends("invalid-client", the_same), "unverifiable indistinct");
    }

    #[test]
    fn who_accepts_a_client_that_cannot_exist_accepts_anybody() {
        let server = FakeServer::with(|asked| match asked.is_authorization() {
            true if asked.is_for_us() => refused(),
            true => accepted(),
            false => genesys(asked),
        });
        assert_eq!(
            server.tells("invalid-client"),
            "unverifiable indistinct: login.mypurecloud.de accepts even a client id that cannot exist, so accepting yours proves nothing."
        );
    }

    #[test]
    fn an_error_about_the_client_refuses_it_wherever_it_is_sent() {
        let bounced = |everybody: bool| {
            FakeServer::with(move |asked| {
                let is_meant = asked.is_authorization() && (everybody || !asked.is_for_us());
                let back = format!("{}#error=unauthorized_client", asked.redirect_uri());
                if is_meant && asked.names_documented() {
                    answer(302, &back, "")
                } else {
                    genesys(asked)
                }
            })
        };
        assert_eq!(
            bounced(false).tells("invalid-client"),
            "pass: login.mypurecloud.de knows the client id, and refuses one that cannot exist."
        );
        // What everybody gets says nothing about anybody.
        let told = bounced(true).tells("invalid-client");
        assert!(told.starts_with("unverifiable indistinct: "), "{told}");
    }
}
