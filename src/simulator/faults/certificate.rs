//! Certificates that nobody should trust.

use crate::simulator::certificates::{Authority, leaf, self_signed};
use rcgen::{BasicConstraints, DistinguishedName, DnType, IsCa, date_time_ymd};
use rustls::sign::CertifiedKey;

/// What is wrong with a certificate.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Issue {
    /// It was good from one year to another.
    Years(i32, i32),
    /// It is for this host.
    For(&'static str),
    /// It speaks for itself, and perhaps for others.
    SelfSigned { authority: bool },
    /// An authority of this name and organization made it, which nobody here trusts.
    By(&'static str, &'static str),
}

impl Issue {
    /// A certificate for `host` like that, from `authority` if from anybody who is trusted.
    pub(super) fn certify(self, host: &str, authority: &Authority) -> anyhow::Result<CertifiedKey> {
        let mut params = leaf(vec![host.to_owned()])?;
        match self {
            Self::Years(from, to) => {
                params.not_before = date_time_ymd(from, 1, 1);
                params.not_after = date_time_ymd(to, 1, 1);
                authority.certify(&params)
            }
            Self::For(other) => authority.certify(&leaf(vec![other.to_owned()])?),
            Self::SelfSigned { authority } => {
                params.distinguished_name = DistinguishedName::new();
                params
                    .distinguished_name
                    .push(DnType::CommonName, "router.local");
                if authority {
                    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
                }
                self_signed(&params)
            }
            Self::By(name, organization) => {
                Authority::named(name, Some(organization))?.certify(&params)
            }
        }
    }
}
