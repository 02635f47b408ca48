use csv::StringRecord;

/// Names of each column, the best first: of `id` and `client_id` in one list, the first may number the rows.
const REGION: &[&str] = &[
    "region",
    "regiondomain",
    "environment",
    "env",
    "domain",
    "awsregion",
    "orgregion",
    "organizationregion",
    "umgebung",
];
const CLIENT_ID: &[&str] = &["clientid", "clientuuid", "client", "id", "uuid", "guid"];
const NAME: &[&str] = &[
    "name",
    "customername",
    "customer",
    "clientname",
    "accountname",
    "account",
    "companyname",
    "company",
    "organizationname",
    "organization",
    "organisationname",
    "organisation",
    "orgname",
    "org",
    "tenantname",
    "tenant",
    "appname",
    "label",
    "kundenname",
    "kunde",
];
const DEPLOYMENT: &[&str] = &["deployment", "deploymentname", "deploymentid"];
const GRANT: &[&str] = &[
    "grant",
    "granttype",
    "granttypes",
    "authorizedgranttype",
    "authorizedgranttypes",
];
/// What stands before any of them and makes no difference: "Genesys Cloud Region", "OAuth Client ID".
const PREFIXES: [&str; 6] = [
    "genesyscloud",
    "genesys",
    "purecloud",
    "mirabridge",
    "oauth",
    "gc",
];

/// Where each column stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) region: Option<usize>,
    pub(super) client_id: usize,
    pub(super) name: Option<usize>,
    pub(super) deployment: Option<usize>,
    pub(super) grant: Option<usize>,
}

impl Columns {
    /// `None` where no column has the client ids, so that this is no header.
    pub(super) fn of(header: &StringRecord) -> Option<Self> {
        let names: Vec<_> = header.iter().map(bare).collect();
        let find = |aliases: &[&str]| {
            let mut places = aliases
                .iter()
                .map(|alias| names.iter().position(|name| name == alias));
            places.find_map(|place| place)
        };
        Some(Self {
            region: find(REGION),
            client_id: find(CLIENT_ID)?,
            name: find(NAME),
            deployment: find(DEPLOYMENT),
            grant: find(GRANT),
        })
    }

    pub(super) fn uses(&self, place: usize) -> bool {
        place == self.client_id
            || [self.region, self.name, self.deployment, self.grant].contains(&Some(place))
    }
}

/// "Client ID", "client-id" and "OAuth clientId" are one name.
fn bare(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    let name: String = letters.flat_map(char::to_lowercase).collect();
    let mut bare = name.as_str();
    while let Some(rest) = PREFIXES.iter().find_map(|prefix| bare.strip_prefix(prefix)) {
        bare = rest;
    }
    bare.to_owned()
}

#[cfg(test)]
mod tests {
    use super::Columns;

    #[test]
    fn columns_go_by_any_usual_name() {
        for (header, places) in [
            ("region,client_id,name,deployment,grant", [0, 1, 2, 3, 4]),
            (
                "Genesys Region,OAuth Client Id,Customer,Deployment,Grant Type",
                [0, 1, 2, 3, 4],
            ),
            (
                "id,Environment,clientId,customer-name,authorizedGrantType,deployment",
                [1, 2, 3, 5, 4],
            ),
            (
                "Genesys Cloud environment,ID,Account,deployment,authorized_grant_type",
                [0, 1, 2, 3, 4],
            ),
        ] {
            let columns = Columns::of(&header.split(',').collect()).expect(header);
            let found = [
                columns.region,
                Some(columns.client_id),
                columns.name,
                columns.deployment,
                columns.grant,
            ];
            assert_eq!(found, places.map(Some), "{header}");
        }
        for header in ["", "mypurecloud.de,4f9c", "region,customer id,secret"] {
            assert_eq!(Columns::of(&header.split(',').collect()), None, "{header}");
        }
    }
}
