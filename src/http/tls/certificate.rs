//! What a certificate says of itself. It may be anybody's, and anything: what cannot be read is left out.
#![expect(
    clippy::redundant_closure_for_method_calls,
    reason = "the methods of a reader are not general enough in its lifetimes"
)]

use super::der::parse;
use crate::http::failure::Dates;
use crate::text::timestamp;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls::pki_types::{CertificateDer, UnixTime};
use std::time::{Duration, UNIX_EPOCH};
use yasna::models::{ObjectIdentifier, TaggedDerValue};
use yasna::tags::TAG_BMPSTRING;
use yasna::{ASN1Error, ASN1ErrorKind, ASN1Result, BERReader, Tag};

/// Characters of a name in a certificate that are told at the most.
pub(super) const LONGEST: usize = 120;

const COMMON_NAME: &[u64] = &[2, 5, 4, 3];
const ORGANIZATION: &[u64] = &[2, 5, 4, 10];
const SUBJECT_ALTERNATIVE_NAME: &[u64] = &[2, 5, 29, 17];

/// The fields of a certificate (RFC 5280, section 4.1) that are told or compared.
struct Fields {
    issuer: Vec<u8>,
    subject: Vec<u8>,
    not_before: Moment,
    not_after: Moment,
    public_key: Vec<u8>,
    dns_names: Vec<String>,
}

/// An end of a certificate's time: seconds since 1970, and the day.
struct Moment(i64, String);

impl Fields {
    fn of(certificate: &[u8]) -> ASN1Result<Self> {
        parse(certificate, |reader| {
            reader.read_sequence(|certificate| {
                let fields = certificate.next().read_sequence(|fields| {
                    let _version = fields.read_optional(|field| {
                        field.read_tagged(Tag::context(0), |version| version.read_i64())
                    })?;
                    let _serial_number = fields.next().read_der()?;
                    let _algorithm = fields.next().read_der()?;
                    let issuer = fields.next().read_der()?;
                    let (not_before, not_after) = fields
                        .next()
                        .read_sequence(|time| Ok((moment(time.next())?, moment(time.next())?)))?;
                    let subject = fields.next().read_der()?;
                    let public_key = fields.next().read_der()?;
                    let mut dns_names = Vec::new();
                    // Unique identifiers, and the extensions.
                    while let Some(rest) = fields.read_optional(|field| field.read_tagged_der())? {
                        if rest.tag() == Tag::context(3) {
                            dns_names = alternative_names(rest.value())?;
                        }
                    }
                    Ok(Self {
                        issuer,
                        subject,
                        not_before,
                        not_after,
                        public_key,
                        dns_names,
                    })
                })?;
                let _algorithm = certificate.next().read_der()?;
                let _signature = certificate.next().read_der()?;
                Ok(fields)
            })
        })
    }
}

fn moment(reader: BERReader<'_, '_>) -> ASN1Result<Moment> {
    let moment = if reader.lookahead_tag()? == yasna::tags::TAG_UTCTIME {
        *reader.read_utctime()?.datetime()
    } else {
        *reader.read_generalized_time()?.datetime()
    };
    Ok(Moment(moment.unix_timestamp(), moment.date().to_string()))
}

/// The host names among a certificate's extensions.
fn alternative_names(extensions: &[u8]) -> ASN1Result<Vec<String>> {
    let mut hosts = Vec::new();
    parse(extensions, |reader| {
        reader.read_sequence_of(|extension| {
            extension.read_sequence(|extension| {
                let id = extension.next().read_oid()?;
                let _is_critical =
                    extension.read_optional(|is_critical| is_critical.read_bool())?;
                let value = extension.next().read_bytes()?;
                if is(&id, SUBJECT_ALTERNATIVE_NAME) {
                    hosts = parse(&value, |names| {
                        names.collect_sequence_of(|name| name.read_tagged_der())
                    })?;
                }
                Ok(())
            })
        })
    })?;
    let hosts = hosts.iter().filter(|name| name.tag() == Tag::context(2));
    Ok(hosts.filter_map(|name| text(name.value()).ok()).collect())
}

/// The parts of a distinguished name that are text.
fn attributes(name: &[u8]) -> ASN1Result<Vec<(ObjectIdentifier, String)>> {
    let mut attributes = Vec::new();
    parse(name, |reader| {
        reader.read_sequence_of(|set| {
            set.read_set_of(|attribute| {
                attribute.read_sequence(|attribute| {
                    let id = attribute.next().read_oid()?;
                    let value = attribute.next().read_tagged_der()?;
                    attributes.extend(directory_text(&value).map(|text| (id, text)));
                    Ok(())
                })
            })
        })
    })?;
    Ok(attributes)
}

/// The text of an attribute (X.520): UTF-8 or a part of it, or UTF-16.
fn directory_text(value: &TaggedDerValue) -> Option<String> {
    if value.tag() == TAG_BMPSTRING {
        let (pairs, _) = value.value().as_chunks::<2>();
        let units: Vec<_> = pairs.iter().copied().map(u16::from_be_bytes).collect();
        return String::from_utf16(&units).ok();
    }
    text(value.value()).ok()
}

fn is(id: &ObjectIdentifier, other: &[u64]) -> bool {
    id.components() == other
}

fn text(bytes: &[u8]) -> ASN1Result<String> {
    String::from_utf8(bytes.to_vec()).map_err(|_| ASN1Error::new(ASN1ErrorKind::Invalid))
}

/// Whether it is a certificate, as far as it can be read.
pub(crate) fn is_certificate(bytes: &[u8]) -> bool {
    Fields::of(bytes).is_ok()
}

/// The SHA-256 of a certificate's public key (SubjectPublicKeyInfo), in base64.
pub(in crate::http) fn key_digest(certificate: &CertificateDer<'_>) -> Option<String> {
    let fields = Fields::of(certificate).ok()?;
    let digest = ring::digest::digest(&ring::digest::SHA256, &fields.public_key);
    Some(STANDARD.encode(digest))
}

/// Whether who it is for is who issued it, as it says.
pub(super) fn is_self_signed(certificate: &CertificateDer<'_>) -> bool {
    Fields::of(certificate).is_ok_and(|fields| fields.issuer == fields.subject)
}

/// The first few host names that a certificate is for.
#[must_use]
pub fn names_of(certificate: &[u8]) -> Vec<String> {
    const MOST: usize = 3;
    let names = Fields::of(certificate).map(|fields| fields.dns_names);
    let names = names.into_iter().flatten().take(MOST);
    names.map(|name| short(&name)).collect()
}

/// The issuer's name as a person would say it: common name, then organization.
#[must_use]
pub fn issuer_of(certificate: &[u8]) -> String {
    let attributes = Fields::of(certificate).and_then(|fields| attributes(&fields.issuer));
    let Ok(attributes) = attributes else {
        return "an unreadable name".to_owned();
    };
    let find = |id| {
        let mut found = attributes.iter().filter(|(other, _)| is(other, id));
        found.next().map(|(_, text)| text.as_str())
    };
    short(&match (find(COMMON_NAME), find(ORGANIZATION)) {
        (Some(name), Some(organization)) if !name.contains(organization) => {
            format!("{name}, {organization}")
        }
        (Some(name), _) | (None, Some(name)) => name.to_owned(),
        (None, None) => {
            let all: Vec<_> = attributes.iter().map(|(_, text)| text.as_str()).collect();
            all.join(", ")
        }
    })
}

fn short(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

/// Which end of a certificate's time.
#[derive(Clone, Copy)]
pub(super) enum Limit {
    Start,
    End,
}

/// The date that a certificate offends against and the clock's; `None` where it is another one of its chain that does.
pub(super) fn dates(
    certificate: &CertificateDer<'_>,
    limit: Limit,
    now: UnixTime,
) -> Option<Dates> {
    let fields = Fields::of(certificate).ok()?;
    let at = i64::try_from(now.as_secs()).ok()?;
    let (Moment(_, limit), offended) = match limit {
        Limit::Start => (&fields.not_before, at < fields.not_before.0),
        Limit::End => (&fields.not_after, at > fields.not_after.0),
    };
    let today = timestamp(UNIX_EPOCH + Duration::from_secs(now.as_secs()));
    let (today, _) = today.split_once('T')?;
    offended.then(|| Dates {
        limit: limit.clone(),
        today: today.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::{Limit, dates, is_self_signed, issuer_of, names_of};
    use rustls::pki_types::{CertificateDer, UnixTime};
    use std::time::Duration;

    #[test]
    fn garbage_has_no_issuer_and_does_no_harm() {
        assert_eq!(
            issuer_of(&CertificateDer::from(vec![0x30, 0xff, 1])),
            "an unreadable name"
        );
    }

    #[test]
    fn the_issuer_is_read_from_a_certificate() {
        let mut ca = rcgen::CertificateParams::new(Vec::new()).expect("no names to refuse");
        ca.distinguished_name
            .push(rcgen::DnType::CommonName, "Acme Root");
        ca.distinguished_name
            .push(rcgen::DnType::OrganizationName, "Acme Ltd");
        let key = rcgen::KeyPair::generate().expect("a key");
        let certificate = ca.self_signed(&key).expect("a certificate");
        assert_eq!(issuer_of(certificate.der()), "Acme Root, Acme Ltd");
    }

    #[test]
    fn names_and_dates_are_read_from_a_certificate() {
        let names = ["a.example", "b.example", "c.example", "d.example"];
        let mut leaf = rcgen::CertificateParams::new(names.map(str::to_owned)).expect("names");
        leaf.not_before = rcgen::date_time_ymd(2049, 12, 31);
        leaf.not_after = rcgen::date_time_ymd(2051, 1, 1);
        let key = rcgen::KeyPair::generate().expect("a key");
        let certificate = leaf.self_signed(&key).expect("a certificate");
        assert_eq!(names_of(certificate.der()), names[..3]);
        assert!(is_self_signed(certificate.der()));
        let at = |years: u64| {
            let now = UnixTime::since_unix_epoch(Duration::from_secs(years * 31_557_600));
            let told = [Limit::Start, Limit::End].map(|limit| dates(certificate.der(), limit, now));
            told.map(|dates| dates.map(|dates| (dates.limit, dates.today)))
        };
        let told = |limit: &str, today: &str| Some((limit.to_owned(), today.to_owned()));
        assert_eq!(at(79), [told("2049-12-31", "2048-12-31"), None]);
        assert_eq!(at(81), [None, told("2051-01-01", "2051-01-01")]);
    }
}
