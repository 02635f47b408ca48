//! Whatever is answered, in whatever combination: nothing is claimed without proof.

mod answered;
mod byte_for_byte;
mod claims;
mod written;

use crate::world::{digest, statuses};
use answered::{Answer, patient_worlds, worlds};
use claims::{due_exit_status, false_excuses, unproved};
use mirabridge_oauth::finding::Status;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_claimed_without_proof(world in worlds()) {
        let report = world.check();
        let said = digest(&report);
        prop_assert_eq!(unproved(&world, &report), Vec::<String>::new(), "{:#?}", said);
        prop_assert_eq!(false_excuses(&report), Vec::<String>::new(), "{:#?}", said);
        prop_assert_eq!(report.exit_status, due_exit_status(&report), "{:#?}", said);
    }

    #[test]
    fn which_uri_got_which_answer_does_not_matter(world in patient_worlds()) {
        let mut swapped = world;
        swapped.given.uris.swap(1, 2);
        swapped.other.uris.swap(1, 2);
        let (report, swapped) = (world.check(), swapped.check());
        let mut expected = statuses(&swapped, "invalid-redirect");
        expected.swap(1, 2);
        prop_assert_eq!(statuses(&report, "invalid-redirect"), expected);
        prop_assert_eq!(report.verdict, swapped.verdict);
    }

    #[test]
    fn a_lost_answer_proves_nothing_more(world in worlds(), lost in 0..5_usize) {
        let mut poorer = world;
        match lost {
            3 => poorer.given.client_control = Answer::Timeout,
            4 => poorer.given.redirect_control = Answer::Timeout,
            place => poorer.given.uris[place] = Answer::Timeout,
        }
        let (report, poorer) = (world.check(), poorer.check());
        prop_assert!(
            report.exit_status == 0 || poorer.exit_status != 0,
            "{:#?}\n{:#?}", digest(&report), digest(&poorer)
        );
    }

    #[test]
    fn one_more_refusal_makes_nothing_better(world in worlds(), place in 0..3_usize) {
        let mut worse = world;
        worse.given.uris[place] = Answer::GenesysRefusal;
        worse.other.uris[place] = Answer::GenesysRefusal;
        let (report, worse) = (world.check(), worse.check());
        prop_assert!(
            report.exit_status == 0 || worse.exit_status != 0,
            "{:#?}\n{:#?}", digest(&report), digest(&worse)
        );
        prop_assert_ne!(statuses(&worse, "invalid-redirect")[place], Status::Pass);
    }

    #[test]
    fn what_a_control_is_answered_passes_nobody(world in worlds(), client in any::<bool>()) {
        let mut alike = world;
        for answers in [&mut alike.given, &mut alike.other] {
            let control = if client { answers.client_control } else { answers.redirect_control };
            answers.uris = [control; 3];
            // An accepted slip would be evidence of its own.
            answers.slips = control;
        }
        let report = alike.check();
        let said = digest(&report);
        prop_assert_ne!(report.exit_status, 0, "{:#?}", said);
        let id = if client { "invalid-client" } else { "invalid-redirect" };
        prop_assert!(!statuses(&report, id).contains(&Status::Pass), "{:#?}", said);
    }
}
