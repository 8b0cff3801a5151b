//! What the books promise: every promise is held on SQLite and on PostgreSQL.

pub mod activation;
mod browser;
mod budget;
mod closing;
mod code;
mod contact;
mod release;
mod session;
mod small;

/// One test a promise and database.
macro_rules! promises {
    ($($module:ident :: $promise:ident,)+) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                let ground = crate::ground::Ground::on(None, |_| {}).await;
                super::$module::$promise(&ground).await;
            })+
        }
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                let database = crate::postgres::database().await;
                let ground = crate::ground::Ground::on(Some(database), |config| {
                    config.secrets = vec![menhu_protocol::values::Secret::new(
                        "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg",
                    )];
                })
                .await;
                super::$module::$promise(&ground).await;
            })+
        }
    };
}

promises! {
    activation::a_hundred_at_once_for_one_id_give_one_activation,
    activation::a_hundred_people_at_once_for_one_phone_give_one_owner,
    activation::pairs_that_want_each_others_phones_never_deadlock,
    activation::the_former_number_is_told_once,
    activation::a_registration_ends_with_the_password_that_began_it,
    activation::a_dispute_of_the_name_blocks_and_one_of_the_department_does_not,
    browser::eleven_browsers_at_once_leave_ten,
    browser::a_proof_of_one_browser_is_taken_once,
    browser::a_proof_of_a_password_that_was_changed_since_lets_nobody_in,
    browser::a_guesser_fills_one_row_a_minute,
    browser::a_known_browser_stays_known_until_its_cookie_is_gone,
    budget::a_thousand_at_once_never_take_more_than_the_limit,
    budget::nothing_is_taken_when_one_budget_is_empty,
    budget::a_window_begins_anew_when_it_is_over,
    budget::a_refund_gives_back_what_was_taken,
    budget::a_thousand_guesses_at_once_are_five,
    budget::a_wait_doubles_and_a_right_guess_clears_it,
    closing::many_copies_close_an_account_once,
    closing::a_closing_and_its_taking_back_at_once_are_one_of_both,
    closing::what_the_law_wants_kept_of_a_closed_account_goes_after_its_time,
    code::a_thousand_tries_at_once_are_five,
    code::two_right_submissions_at_once_are_one_success,
    code::a_code_of_another_attempt_or_purpose_is_none,
    code::a_newer_code_puts_the_older_out_of_use,
    code::a_code_that_was_not_sent_leaves_the_one_before,
    contact::two_unbinds_at_once_leave_one_channel,
    contact::two_people_at_once_for_one_phone_give_one_owner,
    contact::two_people_at_once_for_one_mail_give_one_owner,
    contact::a_link_pressed_by_fifty_at_once_happens_once,
    contact::two_phones_at_once_for_one_person_tell_each_former_number,
    contact::only_the_newest_link_of_a_person_is_good,
    contact::a_session_that_ended_changes_nothing,
    release::a_version_of_a_kind_is_given_out_once_until_it_is_withdrawn,
    release::the_last_requirement_counts_until_it_is_lifted,
    session::parallel_refreshes_get_the_same_successor,
    session::ten_thousand_rotations_with_lost_answers_never_end_a_session,
    session::an_old_token_ends_the_family,
    session::a_token_from_another_key_ends_the_family,
    session::the_eleventh_device_ends_the_least_recently_seen,
    session::eleven_sign_ins_at_once_leave_ten,
    session::one_attempt_is_one_session,
    session::an_attempt_is_one_persons_on_one_device,
    small::an_attempt_lives_thirty_minutes_from_the_last_step,
    small::a_proof_counts_once,
    small::the_same_dispute_is_the_same_case,
    small::a_job_is_taken_by_one_and_comes_back_until_done,
    small::tidying_keeps_what_is_still_used,
    small::opening_again_changes_nothing,
    small::a_phone_leads_to_its_owner_before_the_roster,
}
