//! Answers that are broken, or made to break whoever reads or shows them.

use super::{HEALTHY, Scenario};
use crate::simulator::manner::{GENESYS, Manner};
use crate::simulator::reply::{Obstacle, Reply};

/// An error that would set the title of the terminal, clear it, turn the line around, forge lines
/// of the report and of the log of a build, and run as HTML.
const HOSTILE: &str = "error=unauthorized_client&error_description=%1B%5D0%3Bowned%07%1B%5B2J%1B%5B31m\
%E2%80%AEtxet%E2%81%A6%0D%0AVerdict%3A+pass%0A%3A%3Aerror%3A%3Aforged%0A%3Cscript%3Ealert%281%29%3C%2Fscript%3E%00%C2%9B31m";

const HOSTILE_KEY: &str = "%1B%5B2Jinvalid%E2%80%AEClient%0A%3Cimg+src%3Dx%3E";

const fn accepted(obstacle: Obstacle) -> Manner {
    Manner {
        accepted: Reply::Obstacle(obstacle),
        ..GENESYS
    }
}

pub(super) const ROWS: &[Scenario] = &[
    Scenario {
        name: "hostile-text",
        client_id: "bce88da3-ea16-47c9-b933-622b077d37f4",
        shows: "the error carries control characters and HTML that must not reach the screen as they are",
        manner: Manner {
            accepted: Reply::Bounce(HOSTILE),
            wrong_grant: Reply::Bounce(HOSTILE),
            ..GENESYS
        },
        ..HEALTHY
    },
    Scenario {
        name: "hostile-error-key",
        client_id: "95d8ce33-4be9-4245-bd1a-0427e73d514b",
        shows: "everybody is turned down with control characters and HTML for a reason",
        manner: Manner::alike(Reply::ErrorKey(HOSTILE_KEY)),
        ..HEALTHY
    },
    Scenario {
        name: "garbage-location",
        client_id: "6a4d9e50-48dd-4e92-a61b-59e76b1c645d",
        shows: "the service redirects to an address made of bytes that are no text",
        manner: accepted(Obstacle::GarbageLocation),
        ..HEALTHY
    },
    Scenario {
        name: "two-locations",
        client_id: "5aa8f2bf-1d04-40b0-9dfd-1f63885b549e",
        shows: "the service redirects to two addresses at once: the login page and an error",
        manner: accepted(Obstacle::TwoLocations),
        ..HEALTHY
    },
    Scenario {
        name: "huge-location",
        client_id: "487e7abf-f366-495e-9b9a-ff1d03511b11",
        shows: "the service redirects to an address of a hundred thousand characters",
        manner: accepted(Obstacle::HugeLocation),
        ..HEALTHY
    },
    Scenario {
        name: "huge-body",
        client_id: "e6ca08cd-1575-44c2-9eec-5cd34cbb5431",
        shows: "every answer is a page without an end",
        manner: Manner::alike(Reply::Obstacle(Obstacle::EndlessBody)),
        ..HEALTHY
    },
    Scenario {
        name: "cut-off",
        client_id: "8871d7f6-4d2a-44be-a930-e63569e56067",
        shows: "the connection breaks in the middle of every answer",
        manner: Manner::alike(Reply::Obstacle(Obstacle::CutOff)),
        ..HEALTHY
    },
];
