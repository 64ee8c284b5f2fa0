//! The tables, as Diesel needs to know them. The migrations are the truth; a test compares the two.

diesel::table! {
    installation (id) { id -> Integer, next_account_number -> BigInt, version -> BigInt, }
}
diesel::table! {
    keyring_keys (id) { id -> BigInt, check_value -> Binary, state -> Text, created_at -> BigInt, }
}
diesel::table! {
    accounts (id) {
        id -> Binary,
        number -> BigInt,
        name -> Text,
        name_folded -> Text,
        project_id -> Binary,
        project_name -> Text,
        continue_url -> Nullable<Text>,
        send_welcome_on_create -> Bool,
        link_life_hours -> BigInt,
        locale -> Nullable<Text>,
        created_at -> BigInt,
        updated_at -> BigInt,
        sender_name -> Nullable<Text>,
        reply_to -> Nullable<Text>,
        accent_color -> Nullable<Text>,
        welcome_emails_per_hour -> Nullable<BigInt>,
    }
}
diesel::table! {
    account_logos (account_id) {
        account_id -> Binary,
        hash -> Binary,
        media_type -> Text,
        bytes -> Binary,
        created_at -> BigInt,
    }
}
diesel::table! {
    account_users (id) {
        search_id -> BigInt,
        id -> Binary,
        account_id -> Binary,
        login -> Text,
        login_folded -> Text,
        email -> Nullable<Text>,
        email_folded -> Nullable<Text>,
        display_name -> Text,
        search_text -> Text,
        phone -> Nullable<Text>,
        locale -> Nullable<Text>,
        enabled -> Bool,
        password_hash -> Nullable<Text>,
        password_set_at -> Nullable<BigInt>,
        version -> BigInt,
        latest_welcome_id -> Nullable<Binary>,
        latest_welcome_status -> Nullable<Text>,
        latest_welcome_at -> Nullable<BigInt>,
        last_sign_in_at -> Nullable<BigInt>,
        created_at -> BigInt,
        updated_at -> BigInt,
        name_sort -> Text,
        status -> Text,
        welcome -> Text,
    }
}
diesel::table! {
    memberships (account_id, user_id) { account_id -> Binary, user_id -> Binary, created_at -> BigInt, }
}
diesel::table! {
    role_grants (id) {
        id -> Binary,
        user_id -> Binary,
        role -> Text,
        account_id -> Nullable<Binary>,
        created_at -> BigInt,
    }
}
diesel::table! {
    sessions (id) {
        id -> Binary,
        token_hash -> Binary,
        user_id -> Binary,
        user_agent -> Nullable<Text>,
        address -> Nullable<Text>,
        created_at -> BigInt,
        last_used_at -> BigInt,
        expires_at -> BigInt,
        place -> Nullable<Text>,
        scope -> Nullable<Text>,
        scope_account_id -> Nullable<Binary>,
    }
}
diesel::table! {
    api_tokens (id) {
        id -> Binary,
        token_hash -> Binary,
        hint -> Text,
        name -> Text,
        role -> Text,
        account_id -> Nullable<Binary>,
        created_by -> Nullable<Binary>,
        created_at -> BigInt,
        expires_at -> Nullable<BigInt>,
        revoked_at -> Nullable<BigInt>,
        parent_id -> Nullable<Binary>,
    }
}
diesel::table! {
    access_keys (id) {
        id -> Binary,
        access_key -> Text,
        sealed_secret -> Binary,
        name -> Text,
        role -> Text,
        account_id -> Nullable<Binary>,
        created_by -> Nullable<Binary>,
        created_at -> BigInt,
        expires_at -> Nullable<BigInt>,
        revoked_at -> Nullable<BigInt>,
        parent_id -> Nullable<Binary>,
    }
}
diesel::table! {
    messages (id) {
        id -> Binary,
        purpose -> Text,
        account_id -> Binary,
        user_id -> Binary,
        status -> Text,
        priority -> Integer,
        next_attempt_at -> BigInt,
        give_up_at -> BigInt,
        lease_id -> Nullable<Binary>,
        leased_until -> Nullable<BigInt>,
        attempts -> Integer,
        uncertain_attempts -> Integer,
        recipient -> Text,
        recipient_name -> Text,
        sender_name -> Nullable<Text>,
        sender_address -> Text,
        locale -> Text,
        template_version -> Integer,
        rfc_message_id -> Text,
        has_password -> Bool,
        link_life_hours -> BigInt,
        requested_at -> BigInt,
        requested_kind -> Text,
        requested_user_id -> Nullable<Binary>,
        requested_name -> Nullable<Text>,
        origin_user_agent -> Nullable<Text>,
        origin_address -> Nullable<Text>,
        origin_place -> Nullable<Text>,
        reply_code -> Nullable<Integer>,
        reply_enhanced -> Nullable<Text>,
        reply_text -> Nullable<Text>,
        sent_at -> Nullable<BigInt>,
        updated_at -> BigInt,
        reply_to -> Nullable<Text>,
        accent_color -> Nullable<Text>,
        template_id -> Nullable<Text>,
        bulk_send_id -> Nullable<Binary>,
    }
}
diesel::table! {
    bulk_sends (id) {
        id -> Binary,
        account_id -> Binary,
        status -> Text,
        pause_reason -> Nullable<Text>,
        is_listed -> Bool,
        filter_search -> Nullable<Text>,
        filter_status -> Nullable<Text>,
        filter_welcome -> Nullable<Text>,
        template_id -> Nullable<Text>,
        pace_per_minute -> Nullable<Integer>,
        canary -> Integer,
        failure_threshold_percent -> Integer,
        skip_welcomed_within_hours -> Integer,
        requested_at -> BigInt,
        requested_kind -> Text,
        requested_credential_id -> Nullable<Binary>,
        requested_user_id -> Nullable<Binary>,
        is_delegated -> Bool,
        requested_name -> Nullable<Text>,
        origin_user_agent -> Nullable<Text>,
        origin_address -> Nullable<Text>,
        origin_place -> Nullable<Text>,
        total -> BigInt,
        queued -> BigInt,
        sent -> BigInt,
        failed -> BigInt,
        cancelled -> BigInt,
        no_address -> BigInt,
        disabled -> BigInt,
        sent_lately -> BigInt,
        not_permitted -> BigInt,
        not_primary -> BigInt,
        not_found -> BigInt,
        walked_to -> Nullable<Binary>,
        walks_to -> Nullable<Binary>,
        is_walked -> Bool,
        canary_end -> Nullable<BigInt>,
        sent_before -> BigInt,
        failed_before -> BigInt,
        paced_until -> BigInt,
        updated_at -> BigInt,
        ended_at -> Nullable<BigInt>,
    }
}
diesel::table! {
    bulk_send_recipients (bulk_send_id, user_id) {
        bulk_send_id -> Binary,
        user_id -> Binary,
        left_out -> Nullable<Text>,
    }
}
diesel::table! {
    templates (account_id, template_id) {
        account_id -> Binary,
        template_id -> Text,
        purpose -> Text,
        name -> Text,
        version -> Integer,
        is_default -> Bool,
        created_at -> BigInt,
        updated_at -> BigInt,
        deleted_at -> Nullable<BigInt>,
    }
}
diesel::table! {
    template_versions (account_id, template_id, version, locale) {
        account_id -> Binary,
        template_id -> Text,
        version -> Integer,
        locale -> Text,
        subject -> Text,
        html -> Text,
        text -> Text,
        created_at -> BigInt,
        created_by -> Nullable<Binary>,
    }
}
diesel::table! {
    user_imports (id) {
        id -> Binary,
        account_id -> Binary,
        status -> Text,
        on_duplicate -> Text,
        send_welcome -> Bool,
        stop_reason -> Nullable<Text>,
        requester_kind -> Text,
        requester_id -> Nullable<Binary>,
        requester_user_id -> Nullable<Binary>,
        delegated -> Bool,
        origin_user_agent -> Nullable<Text>,
        origin_address -> Nullable<Text>,
        origin_place -> Nullable<Text>,
        total -> BigInt,
        valid -> BigInt,
        invalid -> BigInt,
        duplicates -> BigInt,
        created -> BigInt,
        updated -> BigInt,
        failed -> BigInt,
        done_to -> BigInt,
        created_at -> BigInt,
        started_at -> Nullable<BigInt>,
        ended_at -> Nullable<BigInt>,
        worked_at -> BigInt,
        erased_at -> Nullable<BigInt>,
    }
}
diesel::table! {
    user_import_rows (import_id, line) {
        import_id -> Binary,
        line -> BigInt,
        state -> Text,
        login -> Nullable<Text>,
        email -> Nullable<Text>,
        display_name -> Nullable<Text>,
        phone -> Nullable<Text>,
        locale -> Nullable<Text>,
        user_id -> Nullable<Binary>,
        same_as -> Nullable<BigInt>,
        mistakes -> Text,
    }
}
diesel::table! {
    attempts (id) {
        id -> Binary,
        message_id -> Binary,
        lease_id -> Binary,
        provider -> Text,
        started_at -> BigInt,
        finished_at -> Nullable<BigInt>,
        outcome -> Text,
        reply_code -> Nullable<Integer>,
        reply_enhanced -> Nullable<Text>,
        reply_text -> Nullable<Text>,
    }
}
diesel::table! {
    password_links (id) {
        id -> Binary,
        key_id -> BigInt,
        purpose -> Text,
        user_id -> Nullable<Binary>,
        message_id -> Nullable<Binary>,
        account_name -> Text,
        login -> Text,
        sent_to -> Nullable<Text>,
        created_at -> BigInt,
        life_hours -> BigInt,
        sent_at -> Nullable<BigInt>,
        expires_at -> BigInt,
        consumed_at -> Nullable<BigInt>,
        superseded_at -> Nullable<BigInt>,
        revoked_at -> Nullable<BigInt>,
        opened_at -> Nullable<BigInt>,
    }
}
diesel::table! {
    link_visits (id) {
        id -> Binary,
        link_id -> Binary,
        visited_at -> BigInt,
        user_agent -> Nullable<Text>,
        address -> Nullable<Text>,
    }
}
diesel::table! {
    delivery_hours (account_id, hour) {
        account_id -> Binary,
        hour -> BigInt,
        sent -> BigInt,
        failed -> BigInt,
        welcomed -> BigInt,
        opened -> BigInt,
        password_set -> BigInt,
    }
}
diesel::table! {
    delivery_hour_shares (hour, share) {
        hour -> BigInt,
        share -> Integer,
        sent -> BigInt,
        failed -> BigInt,
        welcomed -> BigInt,
        opened -> BigInt,
        password_set -> BigInt,
    }
}
diesel::table! {
    audit_events (id) {
        id -> Binary,
        happened_at -> BigInt,
        action -> Text,
        actor_kind -> Text,
        actor_id -> Nullable<Binary>,
        account_id -> Nullable<Binary>,
        target_id -> Nullable<Binary>,
        details -> Text,
        chain_seq -> Nullable<BigInt>,
        chain_hash -> Nullable<Binary>,
    }
}
diesel::table! {
    audit_heads (seq) {
        seq -> BigInt,
        hash -> Binary,
        key_id -> BigInt,
        signature -> Binary,
        sealed_at -> BigInt,
    }
}
diesel::table! {
    idempotency_keys (scope) {
        scope -> Binary,
        key_id -> BigInt,
        fingerprint -> Binary,
        created_at -> BigInt,
        made_id -> Nullable<Binary>,
        welcome_id -> Nullable<Binary>,
        status -> Nullable<Text>,
    }
}
diesel::table! {
    send_hours (account_id, hour) { account_id -> Binary, hour -> BigInt, requested -> BigInt, }
}
diesel::table! {
    deleted_recipients (id) { id -> Binary, address_hash -> Binary, requested_at -> BigInt, }
}
diesel::table! {
    leases (name) { name -> Text, holder -> Binary, held_until -> BigInt, }
}

diesel::allow_tables_to_appear_in_same_query!(
    accounts,
    account_logos,
    account_users,
    memberships,
    role_grants,
    sessions,
    api_tokens,
    access_keys,
    keyring_keys,
    messages,
    bulk_sends,
    bulk_send_recipients,
    templates,
    template_versions,
    attempts,
    password_links,
    link_visits,
    delivery_hours,
    delivery_hour_shares,
);
