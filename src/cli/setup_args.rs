use super::environment::or_variable;
use super::error::Problem;
use super::output;
use crate::genesys::{ClientId, Deployment, RedirectUri, Region};
use crate::setup::PLACEHOLDER;
use clap::Args;

/// Which region.
#[derive(Args, Debug)]
pub(super) struct RegionArgs {
    /// Region of Genesys Cloud, in any spelling: mypurecloud.de, eu-central-1, euc1, https://login.mypurecloud.de
    /// [env: GENESYSCLOUD_REGION]
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
    /// Domain of a region that this version does not know yet; used as it is
    #[arg(long, value_name = "DOMAIN", conflicts_with = "region")]
    region_domain: Option<String>,
}

impl RegionArgs {
    pub(super) fn region(&self) -> Result<Region, Problem> {
        if let Some(domain) = &self.region_domain {
            return Region::unlisted(domain)
                .map_err(|error| Problem::Usage(format!("--region-domain: {error}")));
        }
        let text = or_variable(self.region.as_ref(), "--region", "GENESYSCLOUD_REGION").ok_or_else(|| {
            Problem::Usage(
                "--region is missing: the region in your Genesys Cloud address bar, for example mypurecloud.de; 'mirabridge-oauth regions' lists all"
                    .to_owned(),
            )
        })?;
        Region::parse(&text).map_err(|error| {
            let hint = match error.suggestion() {
                Some(_) => "",
                None => "\n'mirabridge-oauth regions' lists all",
            };
            Problem::Usage(format!("--region: {error}{hint}"))
        })
    }
}

/// Which client.
#[derive(Args, Debug)]
pub(super) struct ClientArgs {
    /// Client id of the OAuth client, as shown at Admin > Integrations > OAuth [env: MIRABRIDGE_CLIENT_ID]
    #[arg(long, value_name = "ID")]
    client_id: Option<String>,
    /// Deployment of MiraBridge Phone
    #[arg(long, value_name = "NAME", default_value = "main")]
    deployment: String,
}

impl ClientArgs {
    /// The client id, to be used in this region or in every one, with whatever was pasted around it said and
    /// dropped.
    pub(super) fn client_id(&self, region: Option<&Region>) -> Result<ClientId, Problem> {
        self.client_id_if_given(region)?.ok_or_else(|| {
            Problem::Usage(
                "--client-id is missing: open the client at Admin > Integrations > OAuth and copy its client id".to_owned(),
            )
        })
    }

    /// The same, for what can be said before there is a client.
    pub(super) fn client_id_if_given(
        &self,
        region: Option<&Region>,
    ) -> Result<Option<ClientId>, Problem> {
        let typed = self.client_id.as_ref();
        let Some(text) = or_variable(typed, "--client-id", "MIRABRIDGE_CLIENT_ID") else {
            return Ok(None);
        };
        if text.trim() == PLACEHOLDER {
            return Err(Problem::Usage(format!(
                "--client-id: {PLACEHOLDER} is a placeholder: put the client id in its place, as shown at Admin > Integrations > OAuth"
            )));
        }
        let pasted = ClientId::parse(&text)
            .map_err(|error| Problem::Usage(format!("--client-id: {error}")))?;
        for note in &pasted.notes {
            output::say(&format!("--client-id: {note}"));
        }
        if let Some(named) = pasted.region.filter(|named| Some(named) != region) {
            let instead = match region {
                Some(region) => format!("{region} is used"),
                None => "every region is asked".to_owned(),
            };
            output::say(&format!(
                "--client-id: what was pasted names the region {named}, and {instead}"
            ));
        }
        Ok(Some(pasted.client_id))
    }

    pub(super) fn deployment(&self) -> Result<Deployment, Problem> {
        Deployment::parse(&self.deployment)
            .map_err(|error| Problem::Usage(format!("--deployment: {error}")))
    }
}

/// Redirect URIs that were given instead of those that are documented.
pub(super) fn redirect_uris(texts: &[String]) -> Result<Vec<RedirectUri>, Problem> {
    let uris: Result<Vec<_>, _> = texts.iter().map(|text| RedirectUri::new(text)).collect();
    uris.map_err(|error| Problem::Usage(format!("--redirect-uri: {error}")))
}
