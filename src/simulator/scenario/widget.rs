//! Clients with which all is well until a browser opens the page: for `--browser`.

use super::{HEALTHY, Scenario};
use crate::simulator::widget::Widget;

pub(super) const ROWS: &[Scenario] = &[
    Scenario {
        name: "browser-login-in-frame",
        client_id: "3dff8cd2-d7f3-4d51-9df0-05b5ba11ce6a",
        shows: "--browser: as healthy; the login page opens in the frame instead of a window",
        widget: Widget::InFrame,
        ..HEALTHY
    },
    Scenario {
        name: "browser-exception",
        client_id: "a41c7f90-5e0b-4a7f-8d5b-6f1f7fcb0d21",
        shows: "--browser: the script of the page has a fault",
        widget: Widget::Throws,
        ..HEALTHY
    },
    Scenario {
        name: "browser-script-missing",
        client_id: "0b8f2f55-4f33-4f0f-9a36-2f0b6d8f5a10",
        shows: "--browser: the script of the page is not there",
        widget: Widget::NoLoader,
        ..HEALTHY
    },
    Scenario {
        name: "browser-hangs",
        client_id: "c5a3b0de-92f8-4c0c-a1d6-9b7dd5a4c7e2",
        shows: "--browser: the page waits for a script that never comes",
        widget: Widget::Hangs,
        ..HEALTHY
    },
    Scenario {
        name: "browser-no-request",
        client_id: "e0c6f1b7-3c9d-4be5-b52a-81a6a1f2c943",
        shows: "--browser: the login page opens, but nobody asked it to sign in to this client",
        widget: Widget::NoRequest,
        ..HEALTHY
    },
    Scenario {
        name: "browser-oauth-error",
        client_id: "7d9a4e18-06b2-4d8c-b3f7-5c2e8a1d6f04",
        shows: "--browser: the page writes an OAuth error to the console",
        widget: Widget::OauthError(
            "OAuth error: unauthorized_client: the client is not authorized for this grant",
        ),
        ..HEALTHY
    },
    Scenario {
        name: "browser-popup",
        client_id: "f2b61d3c-8a47-4e95-9c10-d4e7a5b3826f",
        shows: "--browser: the page opens the login window by itself, which popup blockers block",
        widget: Widget::Unasked,
        ..HEALTHY
    },
    Scenario {
        name: "browser-login-loop",
        client_id: "91e3d7a6-2b5c-4f08-8e64-b7c9f0a1d235",
        shows: "--browser: the login page leads back to the login window, again and again",
        widget: Widget::Loop,
        ..HEALTHY
    },
    Scenario {
        name: "browser-frame-options",
        client_id: "5a8e0c47-d1f3-4b69-a2c8-3e6f9d7b1054",
        shows: "--browser: the page in the frame forbids it with X-Frame-Options",
        widget: Widget::Unframed("x-frame-options", "SAMEORIGIN"),
        ..HEALTHY
    },
    Scenario {
        name: "browser-frame-ancestors",
        client_id: "2c7b9f60-e4a1-4d35-8f9e-a0d6c3b85172",
        shows: "--browser: the page in the frame forbids it with its Content Security Policy",
        widget: Widget::Unframed(
            "content-security-policy",
            "frame-ancestors 'self' https://crm.example",
        ),
        ..HEALTHY
    },
    Scenario {
        name: "browser-csp",
        client_id: "d86f4a2e-7b03-4c91-b5ed-19f8e2c7a360",
        shows: "--browser: the page's own Content Security Policy blocks its script",
        widget: Widget::Policy("script-src https://static.mirabridge.cloud"),
        ..HEALTHY
    },
    Scenario {
        name: "browser-cors",
        client_id: "4e19c5b8-a6d2-4073-9b8f-e7f5d0c3a218",
        shows: "--browser: the page asks for data that another origin does not permit (CORS)",
        widget: Widget::Cors,
        ..HEALTHY
    },
    Scenario {
        name: "browser-mixed-content",
        client_id: "b07d3e92-5fc4-4ea8-86d1-c2a9b4f7e653",
        shows: "--browser: the page loads a script over plain http",
        widget: Widget::Script("http://phone.mirabridge.cloud/widget/extra.js"),
        ..HEALTHY
    },
    Scenario {
        name: "browser-foreign-script",
        client_id: "68f2a1d5-c93e-4b07-a4f6-0d8e7c5b3921",
        shows: "--browser: the page needs a script of a host that a visit may not contact",
        widget: Widget::Script("https://cdn.example/sdk.js"),
        ..HEALTHY
    },
];
