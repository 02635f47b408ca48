use super::error::Problem;
use super::input::Given;
use super::output;
use super::values;
use crate::genesys::{ClientId, Deployment, PastedClientId, RedirectUri, Region};
use clap::Args;

/// Which region.
#[derive(Args, Debug)]
pub(super) struct RegionArgs {
    /// Region of Genesys Cloud, in any spelling: mypurecloud.de, eu-central-1, euc1, https://login.mypurecloud.de
    /// [env: GENESYSCLOUD_REGION]
    #[arg(long, value_name = "REGION", value_parser = values::region(), hide_possible_values = true)]
    region: Option<String>,
    /// Domain of a region that this version does not know yet; used as it is
    #[arg(long, value_name = "DOMAIN", conflicts_with = "region")]
    region_domain: Option<String>,
}

impl RegionArgs {
    pub(super) fn region(&self) -> Result<Region, Problem> {
        self.region_if_given()?.ok_or_else(|| {
            Problem::Usage(
                "--region is missing. It is in your Genesys Cloud address bar: apps.mypurecloud.de means --region mypurecloud.de; 'mirabridge-oauth regions' lists all"
                    .to_owned(),
            )
        })
    }

    pub(super) fn region_if_given(&self) -> Result<Option<Region>, Problem> {
        if let Some(domain) = &self.region_domain {
            let region = Region::unlisted(domain)
                .map_err(|error| Problem::Usage(format!("--region-domain: {error}")));
            return region.map(Some);
        }
        let Some(given) = Given::of(self.region.as_ref(), "--region", "GENESYSCLOUD_REGION")?
        else {
            return Ok(None);
        };
        let region = Region::parse(&given.text).map_err(|error| given.usage(&error))?;
        given.announce(region.domain());
        Ok(Some(region))
    }

    /// Whether it was typed, and not left to the environment.
    pub(super) fn is_typed(&self) -> bool {
        self.region.is_some() || self.region_domain.is_some()
    }
}

/// Which client.
#[derive(Args, Debug)]
pub(super) struct ClientArgs {
    /// Client id of the OAuth client, as shown at Admin > Integrations > OAuth [env: MIRABRIDGE_CLIENT_ID]
    #[arg(long, value_name = "ID")]
    client_id: Option<String>,
    /// Deployment of MiraBridge Phone [default: main]
    #[arg(long, value_name = "NAME", value_parser = Deployment::parse)]
    pub(super) deployment: Option<Deployment>,
}

impl ClientArgs {
    /// The client and its deployment, for use in this region or in every one. What was pasted around the id is told.
    pub(super) fn client(
        &self,
        region: Option<&Region>,
    ) -> Result<(ClientId, Deployment), Problem> {
        let (client_id, deployment) = self.client_if_given(region)?;
        let client_id = client_id.ok_or_else(|| {
            Problem::Usage(
                "--client-id is missing: open the client at Admin > Integrations > OAuth and copy its client id".to_owned(),
            )
        })?;
        Ok((client_id, deployment))
    }

    /// The same, for what can be said before there is a client.
    pub(super) fn client_if_given(
        &self,
        region: Option<&Region>,
    ) -> Result<(Option<ClientId>, Deployment), Problem> {
        let deployment = self.deployment.clone();
        let typed = self.client_id.as_ref();
        let Some(given) = Given::of(typed, "--client-id", "MIRABRIDGE_CLIENT_ID")? else {
            return Ok((None, deployment.unwrap_or_default()));
        };
        let pasted = PastedClientId::parse(&given.text).map_err(|error| given.usage(&error))?;
        given.announce(pasted.client_id.as_str());
        let deployment = deployment
            .or_else(|| pasted.deployment.clone())
            .unwrap_or_default();
        for note in pasted.notes(region, &deployment) {
            output::say(&format!("--client-id: {note}"));
        }
        Ok((Some(pasted.client_id), deployment))
    }
}

/// Redirect URIs that were given instead of those that are documented.
pub(super) fn redirect_uris(texts: &[String]) -> Result<Vec<RedirectUri>, Problem> {
    let uris: Result<Vec<_>, _> = texts.iter().map(|text| RedirectUri::new(text)).collect();
    uris.map_err(|error| Problem::Usage(format!("--redirect-uri: {error}")))
}
