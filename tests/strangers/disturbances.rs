//! A service that answers oddly here and there, and whoever stands in between: no disturbance may let
//! something pass, or lay the blame on a client that may be right.

mod behind_the_redirect;
mod complaints;
mod controls;
mod echoes;
mod faults;
mod filters;
mod impatience;
mod other_regions;
mod portals;
mod undisturbed;
