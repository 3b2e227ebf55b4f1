//! Tables, as Diesel sees them; written from the migrated database.

diesel::table! {
    agreed_scores (bid_id, criterion_id) {
        bid_id -> Uuid,
        criterion_id -> Uuid,
        score -> Int2,
        reason -> Text,
        agreed_by -> Uuid,
        agreed_at -> Timestamptz,
    }
}

diesel::table! {
    amendment_documents (id) {
        id -> Uuid,
        amendment_id -> Uuid,
        file_id -> Nullable<Uuid>,
        replaces -> Nullable<Uuid>,
        added_by -> Uuid,
        added_at -> Timestamptz,
    }
}

diesel::table! {
    amendment_sections (amendment_id, section) {
        amendment_id -> Uuid,
        section -> Text,
        typed -> Jsonb,
    }
}

diesel::table! {
    amendments (id) {
        id -> Uuid,
        request_id -> Uuid,
        from_version -> Int4,
        state -> Text,
        reason -> Text,
        comment -> Text,
        created_by -> Uuid,
        created_at -> Timestamptz,
        submitted_by -> Nullable<Uuid>,
        submitted_at -> Nullable<Timestamptz>,
        version -> Nullable<Int4>,
        published_by -> Nullable<Uuid>,
        published_at -> Nullable<Timestamptz>,
        material -> Bool,
        changes -> Jsonb,
        unanswered -> Jsonb,
        approved_by -> Nullable<Uuid>,
        approved_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    approval_bands (id) {
        id -> Uuid,
        force_id -> Nullable<Uuid>,
        one_up_to -> Int8,
        set_by -> Nullable<Uuid>,
        set_at -> Timestamptz,
    }
}

diesel::table! {
    asked_items (id) {
        id -> Uuid,
        provider_id -> Uuid,
        section -> Text,
        subject -> Text,
        words -> Text,
        asked_by -> Uuid,
        asked_at -> Timestamptz,
        done_at -> Nullable<Timestamptz>,
        answered_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    assurance_schemes (code) {
        code -> Text,
        name -> Text,
        position -> Int4,
    }
}

diesel::table! {
    attempts (bucket, window_start) {
        bucket -> Text,
        window_start -> Timestamptz,
        tries -> Int4,
        most -> Int4,
    }
}

diesel::table! {
    audit_checkpoints (size) {
        size -> Int8,
        at -> Timestamptz,
        root -> Bytea,
        note -> Text,
    }
}

diesel::table! {
    audit_entries (seq) {
        seq -> Int8,
        at -> Timestamptz,
        actor -> Nullable<Uuid>,
        organisation -> Nullable<Uuid>,
        action -> Text,
        subject -> Uuid,
        detail -> Jsonb,
        request_id -> Text,
        prev_hash -> Bytea,
        hash -> Bytea,
    }
}

diesel::table! {
    audit_head (one) {
        one -> Bool,
        seq -> Int8,
        hash -> Bytea,
    }
}

diesel::table! {
    audit_subtrees (level, place) {
        level -> Int2,
        place -> Int8,
        hash -> Bytea,
    }
}

diesel::table! {
    authenticators (user_id) {
        user_id -> Uuid,
        secret -> Bytea,
        made_at -> Timestamptz,
        confirmed_at -> Nullable<Timestamptz>,
        last_step -> Int8,
    }
}

diesel::table! {
    award_challenges (id) {
        id -> Uuid,
        request_id -> Uuid,
        award_id -> Uuid,
        provider_id -> Nullable<Uuid>,
        brought_by -> Text,
        by_force -> Bool,
        state -> Text,
        words -> Text,
        raised_by -> Uuid,
        raised_at -> Timestamptz,
        decided_by -> Nullable<Uuid>,
        decided_at -> Nullable<Timestamptz>,
        decision -> Text,
    }
}

diesel::table! {
    award_checks (award_id) {
        award_id -> Uuid,
        checked_at -> Timestamptz,
        found -> Jsonb,
    }
}

diesel::table! {
    award_withdrawals (id) {
        id -> Uuid,
        request_id -> Uuid,
        award_id -> Uuid,
        state -> Text,
        reason -> Text,
        proposed_by -> Uuid,
        proposed_at -> Timestamptz,
        decided_by -> Nullable<Uuid>,
        decided_at -> Nullable<Timestamptz>,
        decision -> Text,
    }
}

diesel::table! {
    awards (id) {
        id -> Uuid,
        request_id -> Uuid,
        bid_id -> Uuid,
        state -> Text,
        reason -> Text,
        recommended_by -> Uuid,
        recommended_at -> Timestamptz,
        approved_by -> Nullable<Uuid>,
        approved_at -> Nullable<Timestamptz>,
        may_sign_from -> Nullable<Timestamptz>,
        decline_reason -> Text,
        first_approved_by -> Nullable<Uuid>,
        first_approved_at -> Nullable<Timestamptz>,
        standstill_told_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    bank_holiday_years (year) {
        year -> Int4,
    }
}

diesel::table! {
    bank_holidays (day, division) {
        day -> Date,
        division -> Text,
        title -> Text,
    }
}

diesel::table! {
    bid_answers (bid_id, criterion_id) {
        bid_id -> Uuid,
        criterion_id -> Uuid,
        answer -> Text,
    }
}

diesel::table! {
    bid_attachments (file_id) {
        file_id -> Uuid,
        bid_id -> Uuid,
        sealed_key -> Text,
        sealed_sha256 -> Bytea,
    }
}

diesel::table! {
    bid_reminders (bid_id, closes_at, hours) {
        bid_id -> Uuid,
        closes_at -> Timestamptz,
        hours -> Int2,
        reminded_at -> Timestamptz,
    }
}

diesel::table! {
    bid_evidence (bid_id, requirement_id) {
        bid_id -> Uuid,
        requirement_id -> Uuid,
        met -> Bool,
        evidence -> Text,
    }
}

diesel::table! {
    bid_prices (bid_id, outcome_id) {
        bid_id -> Uuid,
        outcome_id -> Uuid,
        price -> Int8,
    }
}

diesel::table! {
    bid_rates (bid_id, role_id) {
        bid_id -> Uuid,
        role_id -> Uuid,
        day_rate -> Int8,
    }
}

diesel::table! {
    bid_team (bid_id, role_id, specialist_id) {
        bid_id -> Uuid,
        role_id -> Uuid,
        specialist_id -> Uuid,
    }
}

diesel::table! {
    bids (id) {
        id -> Uuid,
        reference -> Text,
        request_id -> Uuid,
        request_version -> Int4,
        provider_id -> Uuid,
        state -> Text,
        expenses_cap -> Int8,
        no_conflict -> Bool,
        prices_held -> Bool,
        created_by -> Uuid,
        created_at -> Timestamptz,
        saved_at -> Timestamptz,
        submitted_by -> Nullable<Uuid>,
        submitted_at -> Nullable<Timestamptz>,
        content_hash -> Nullable<Bytea>,
        state_reason -> Text,
        price_hash -> Nullable<Bytea>,
        replacing_since -> Nullable<Timestamptz>,
        written_for -> Nullable<Int4>,
        team_words -> Text,
    }
}

diesel::table! {
    clarifications (id) {
        id -> Uuid,
        request_id -> Uuid,
        number -> Int4,
        provider_id -> Uuid,
        asked_by -> Uuid,
        question -> Text,
        asked_at -> Timestamptz,
        answer -> Nullable<Text>,
        answered_by -> Nullable<Uuid>,
        answered_at -> Nullable<Timestamptz>,
        reworded -> Nullable<Text>,
        answered_with -> Nullable<Int4>,
    }
}

diesel::table! {
    clearance_validity (ladder, level, valid_from) {
        ladder -> Text,
        level -> Text,
        valid_from -> Date,
        years -> Nullable<Int2>,
    }
}

diesel::table! {
    // A view: specialists beside the clearances that are in force.
    cleared_specialists (id) {
        id -> Uuid,
        provider_id -> Uuid,
        name -> Text,
        sfia_level -> Int2,
        skills -> Text,
        nppv -> Nullable<Text>,
        nppv_expires -> Nullable<Date>,
        nppv_sponsor -> Text,
        nsv -> Text,
        nsv_expires -> Nullable<Date>,
        nsv_sponsor -> Text,
        available_from -> Nullable<Date>,
        availability_note -> Text,
        right_to_work -> Bool,
        retired_at -> Nullable<Timestamptz>,
        erased_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    closings (request_id) {
        request_id -> Uuid,
        closed_at -> Timestamptz,
        bids -> Int4,
        root -> Bytea,
        text -> Text,
    }
}

diesel::table! {
    contract_lines (version_id, place) {
        version_id -> Uuid,
        place -> Int4,
        kind -> Text,
        title -> Text,
        sfia_level -> Nullable<Int2>,
        people -> Nullable<Int4>,
        days -> Nullable<Int4>,
        price -> Int8,
    }
}

diesel::table! {
    contract_terminations (id) {
        id -> Uuid,
        contract_id -> Uuid,
        reason -> Text,
        words -> Text,
        state -> Text,
        proposed_by -> Uuid,
        proposed_at -> Timestamptz,
        settled_by -> Nullable<Uuid>,
        settled_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    contract_versions (id) {
        id -> Uuid,
        contract_id -> Uuid,
        number -> Int4,
        kind -> Text,
        state -> Text,
        document -> Text,
        document_hash -> Bytea,
        value -> Int8,
        expenses_cap -> Int8,
        fee_basis_points -> Int4,
        starts_on -> Date,
        ends_on -> Date,
        measures -> Text,
        particulars -> Text,
        reason -> Text,
        made_by -> Nullable<Uuid>,
        made_at -> Timestamptz,
        provider_signed_by -> Nullable<Uuid>,
        provider_signature -> Text,
        provider_signed_at -> Nullable<Timestamptz>,
        force_signed_by -> Nullable<Uuid>,
        force_signature -> Text,
        force_signed_at -> Nullable<Timestamptz>,
        settled_by -> Nullable<Uuid>,
        settled_at -> Nullable<Timestamptz>,
        settled_words -> Text,
        is_offered -> Bool,
        first_approved_by -> Nullable<Uuid>,
        first_approved_at -> Nullable<Timestamptz>,
        approved_by -> Nullable<Uuid>,
        approved_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    contract_waivers (id) {
        id -> Uuid,
        contract_id -> Uuid,
        kind -> Text,
        subject -> Uuid,
        shortfall -> Text,
        reason -> Text,
        waived_by -> Uuid,
        waived_at -> Timestamptz,
    }
}

diesel::table! {
    contract_warnings (contract_id, specialist_id, kind, expires_on, step) {
        contract_id -> Uuid,
        specialist_id -> Uuid,
        kind -> Text,
        expires_on -> Date,
        step -> Text,
        warned_at -> Timestamptz,
    }
}

diesel::table! {
    contracts (id) {
        id -> Uuid,
        reference -> Text,
        request_id -> Uuid,
        award_id -> Uuid,
        force_id -> Uuid,
        provider_id -> Uuid,
        state -> Text,
        value -> Int8,
        starts_on -> Date,
        ends_on -> Date,
        created_at -> Timestamptz,
        version -> Int4,
        terminated_on -> Nullable<Date>,
    }
}

diesel::table! {
    deleted_bids (bid_id) {
        bid_id -> Uuid,
        request_id -> Uuid,
    }
}

diesel::table! {
    damaged_bids (bid_id) {
        bid_id -> Uuid,
        found_at -> Timestamptz,
        what -> Text,
    }
}

diesel::table! {
    digest_items (id) {
        id -> Uuid,
        user_id -> Uuid,
        kind -> Text,
        cause -> Text,
        subject -> Text,
        link -> Text,
        at -> Timestamptz,
        settled_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    dossier_changes (id) {
        id -> Uuid,
        provider_id -> Uuid,
        kind -> Text,
        subject -> Text,
        before -> Nullable<Jsonb>,
        after -> Jsonb,
        state -> Text,
        made_by -> Uuid,
        made_at -> Timestamptz,
        proposed_by -> Nullable<Uuid>,
        proposed_at -> Nullable<Timestamptz>,
        reason -> Text,
        decided_by -> Nullable<Uuid>,
        decided_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    dossier_files (file_id) {
        file_id -> Uuid,
        provider_id -> Uuid,
        certificate_id -> Nullable<Uuid>,
        insurance_id -> Nullable<Uuid>,
        lot_code -> Nullable<Text>,
        statement -> Nullable<Text>,
    }
}

diesel::table! {
    earlier_answers (clarification_id, answered_at) {
        clarification_id -> Uuid,
        answered_at -> Timestamptz,
        answered_by -> Uuid,
        answer -> Text,
        corrected_at -> Timestamptz,
    }
}

diesel::table! {
    expiry_warnings (kind, paper, expires_on, step) {
        kind -> Text,
        paper -> Uuid,
        expires_on -> Date,
        step -> Text,
        provider_id -> Uuid,
        warned_at -> Timestamptz,
    }
}

diesel::table! {
    factor_resets (id) {
        id -> Uuid,
        user_id -> Uuid,
        reason -> Text,
        asked_by -> Uuid,
        asked_at -> Timestamptz,
        confirmed_by -> Nullable<Uuid>,
        confirmed_at -> Nullable<Timestamptz>,
        set_aside_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    files (id) {
        id -> Uuid,
        provider_id -> Nullable<Uuid>,
        force_id -> Nullable<Uuid>,
        name -> Text,
        media_type -> Text,
        bytes -> Int8,
        sha256 -> Bytea,
        storage_key -> Text,
        state -> Text,
        reason -> Text,
        uploaded_by -> Uuid,
        uploaded_at -> Timestamptz,
        scanned_at -> Nullable<Timestamptz>,
        next_at -> Timestamptz,
        tries -> Int4,
        removed_at -> Nullable<Timestamptz>,
        erased_at -> Nullable<Timestamptz>,
        of_bid -> Bool,
    }
}

diesel::table! {
    force_domains (domain) {
        domain -> Text,
        force_id -> Uuid,
    }
}

diesel::table! {
    force_names (force_id, valid_from) {
        force_id -> Uuid,
        valid_from -> Date,
        name -> Text,
    }
}

diesel::table! {
    forces (id) {
        id -> Uuid,
        slug -> Text,
        name -> Text,
        kind -> Text,
        region_code -> Text,
        contracting_authority -> Text,
        procurement_regime -> Text,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        succeeded_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    forgotten_passwords (id) {
        id -> Uuid,
        email -> Text,
        call -> Text,
        asked_at -> Timestamptz,
    }
}

diesel::table! {
    framework_criteria (code) {
        code -> Text,
        framework_id -> Uuid,
        name -> Text,
        position -> Int4,
        is_price -> Bool,
    }
}

diesel::table! {
    framework_fees (framework_id, valid_from) {
        framework_id -> Uuid,
        valid_from -> Date,
        basis_points -> Int4,
    }
}

diesel::table! {
    framework_terms (framework_id, version) {
        framework_id -> Uuid,
        version -> Int4,
        valid_from -> Date,
        summary -> Text,
        text -> Text,
        text_hash -> Bytea,
        published_at -> Timestamptz,
        published_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    frameworks (id) {
        id -> Uuid,
        name -> Text,
        starts_on -> Date,
        ends_on -> Date,
    }
}

diesel::table! {
    half_sign_ins (token_hash) {
        token_hash -> Bytea,
        user_id -> Uuid,
        begun_at -> Timestamptz,
    }
}

diesel::table! {
    invitations (id) {
        id -> Uuid,
        token_hash -> Bytea,
        email -> Text,
        force_id -> Nullable<Uuid>,
        provider_id -> Nullable<Uuid>,
        is_operator -> Bool,
        roles -> Array<Text>,
        invited_by -> Nullable<Uuid>,
        invited_at -> Timestamptz,
        expires_at -> Timestamptz,
        accepted_at -> Nullable<Timestamptz>,
        withdrawn_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    known_browsers (user_id, user_agent) {
        user_id -> Uuid,
        user_agent -> Text,
    }
}

diesel::table! {
    lots (code) {
        code -> Text,
        framework_id -> Uuid,
        name -> Text,
        description -> Text,
        position -> Int4,
        closed_on -> Nullable<Date>,
    }
}

diesel::table! {
    mail_preferences (user_id, kind) {
        user_id -> Uuid,
        kind -> Text,
        pace -> Text,
        changed_at -> Timestamptz,
    }
}

diesel::table! {
    mailed_links (token_hash) {
        token_hash -> Bytea,
        kind -> Text,
        user_id -> Uuid,
        email -> Text,
        made_at -> Timestamptz,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    notices (id) {
        id -> Uuid,
        user_id -> Uuid,
        at -> Timestamptz,
        text -> Text,
        link -> Text,
        read_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    once_keys (key) {
        key -> Uuid,
        actor_id -> Uuid,
        body_hash -> Bytea,
        location -> Text,
        at -> Timestamptz,
    }
}

diesel::table! {
    openings (request_id) {
        request_id -> Uuid,
        first_by -> Uuid,
        first_at -> Timestamptz,
        second_by -> Nullable<Uuid>,
        opened_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    outbox (id) {
        id -> Uuid,
        cause -> Text,
        recipient -> Text,
        subject -> Text,
        body -> Text,
        link -> Text,
        created_at -> Timestamptz,
        attempts -> Int4,
        next_at -> Timestamptz,
        sent_at -> Nullable<Timestamptz>,
        dead_at -> Nullable<Timestamptz>,
        last_error -> Text,
        unsubscribe -> Text,
        taken_until -> Nullable<Timestamptz>,
        secret -> Bool,
    }
}

diesel::table! {
    outcome_letters (id) {
        id -> Uuid,
        award_id -> Uuid,
        bid_id -> Uuid,
        sent_at -> Timestamptz,
        said -> Jsonb,
    }
}

diesel::table! {
    passkey_challenges (token_hash) {
        token_hash -> Bytea,
        state -> Jsonb,
        made_at -> Timestamptz,
    }
}

diesel::table! {
    passkeys (id) {
        id -> Uuid,
        user_id -> Uuid,
        credential_id -> Bytea,
        name -> Text,
        credential -> Jsonb,
        made_at -> Timestamptz,
        last_used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    police_vetting_levels (code) {
        code -> Text,
        rank -> Int2,
        name -> Text,
    }
}

diesel::table! {
    provider_certificates (id) {
        id -> Uuid,
        provider_id -> Uuid,
        scheme -> Text,
        number -> Text,
        issued_on -> Date,
        expires_on -> Date,
        decision -> Text,
        reason -> Text,
        added_at -> Timestamptz,
    }
}

diesel::table! {
    provider_declarations (provider_id, code) {
        provider_id -> Uuid,
        code -> Text,
        answer -> Bool,
        explanation -> Text,
        remedy -> Text,
        decision -> Text,
        reason -> Text,
    }
}

diesel::table! {
    provider_insurances (id) {
        id -> Uuid,
        provider_id -> Uuid,
        kind -> Text,
        cover_pence -> Int8,
        expires_on -> Nullable<Date>,
        by_start -> Bool,
    }
}

diesel::table! {
    provider_lots (provider_id, lot_code) {
        provider_id -> Uuid,
        lot_code -> Text,
        evidence -> Text,
        decision -> Text,
        reason -> Text,
        admitted_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    providers (id) {
        id -> Uuid,
        slug -> Text,
        name -> Text,
        company_number -> Nullable<Text>,
        address -> Text,
        region_code -> Nullable<Text>,
        size -> Nullable<Text>,
        contact_name -> Text,
        contact_email -> Text,
        contact_phone -> Text,
        conflict_statement -> Text,
        modern_slavery_statement -> Text,
        data_protection_statement -> Text,
        ico_number -> Text,
        state -> Text,
        state_reason -> Text,
        created_at -> Timestamptz,
        applied_at -> Nullable<Timestamptz>,
        admitted_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    price_explanations (id) {
        id -> Uuid,
        request_id -> Uuid,
        bid_id -> Uuid,
        state -> Text,
        question -> Text,
        due_at -> Timestamptz,
        asked_by -> Uuid,
        asked_at -> Timestamptz,
        answer -> Text,
        answered_by -> Nullable<Uuid>,
        answered_at -> Nullable<Timestamptz>,
        closed_by -> Nullable<Uuid>,
        closed_at -> Nullable<Timestamptz>,
        closing -> Text,
    }
}

diesel::table! {
    quality_locks (request_id) {
        request_id -> Uuid,
        locked_by -> Uuid,
        locked_at -> Timestamptz,
        ranking -> Jsonb,
    }
}

diesel::table! {
    ranking_changes (id) {
        id -> Uuid,
        request_id -> Uuid,
        bid_id -> Uuid,
        kind -> Text,
        state -> Text,
        code -> Nullable<Text>,
        criterion_id -> Nullable<Uuid>,
        score -> Nullable<Int2>,
        score_reason -> Text,
        was_score -> Nullable<Int2>,
        was_reason -> Text,
        reason -> Text,
        proposed_by -> Uuid,
        proposed_at -> Timestamptz,
        decided_by -> Nullable<Uuid>,
        decided_at -> Nullable<Timestamptz>,
        decision -> Text,
    }
}

diesel::table! {
    ranking_snapshots (request_id, number) {
        request_id -> Uuid,
        number -> Int4,
        change_id -> Uuid,
        made_at -> Timestamptz,
        ranking -> Jsonb,
    }
}

diesel::table! {
    rate_ceilings (provider_id, lot_code, sfia_level) {
        provider_id -> Uuid,
        lot_code -> Text,
        sfia_level -> Int2,
        day_rate -> Int8,
    }
}

diesel::table! {
    rate_maxima (lot_code, sfia_level, valid_from) {
        lot_code -> Text,
        sfia_level -> Int2,
        valid_from -> Date,
        day_rate -> Nullable<Int8>,
    }
}

diesel::table! {
    receipts (bid_id, submitted_at) {
        bid_id -> Uuid,
        submitted_at -> Timestamptz,
        text -> Text,
    }
}

diesel::table! {
    recovery_codes (user_id, code_hash) {
        user_id -> Uuid,
        code_hash -> Bytea,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    reference_counters (kind, year) {
        kind -> Text,
        year -> Int4,
        last -> Int4,
    }
}

diesel::table! {
    regions (code) {
        code -> Text,
        name -> Text,
        rocu -> Nullable<Text>,
    }
}

diesel::table! {
    request_criteria (id) {
        id -> Uuid,
        request_id -> Uuid,
        criterion -> Text,
        weight -> Int4,
        question -> Text,
        guidance -> Text,
        word_limit -> Int4,
        minimum -> Int2,
        removed_in -> Nullable<Int4>,
        position -> Int4,
    }
}

diesel::table! {
    request_documents (file_id) {
        file_id -> Uuid,
        request_id -> Uuid,
        added_by -> Uuid,
        added_at -> Timestamptz,
        added_in -> Int4,
        removed_in -> Nullable<Int4>,
        marked -> Nullable<Text>,
    }
}

diesel::table! {
    request_halves (request_id, section) {
        request_id -> Uuid,
        section -> Text,
        typed -> Jsonb,
        saved_by -> Uuid,
        saved_at -> Timestamptz,
    }
}

diesel::table! {
    request_endings (id) {
        id -> Uuid,
        request_id -> Uuid,
        state -> Text,
        reason -> Text,
        proposed_by -> Uuid,
        proposed_at -> Timestamptz,
        decided_by -> Nullable<Uuid>,
        decided_at -> Nullable<Timestamptz>,
        decision -> Text,
    }
}

diesel::table! {
    request_keys (request_id, envelope) {
        request_id -> Uuid,
        envelope -> Text,
        recipient -> Text,
        key_version -> Int4,
        wrapped -> Bytea,
    }
}

diesel::table! {
    request_outcomes (id) {
        id -> Uuid,
        request_id -> Uuid,
        position -> Int4,
        title -> Text,
        acceptance -> Text,
        due_on -> Nullable<Date>,
        removed_in -> Nullable<Int4>,
    }
}

diesel::table! {
    request_panel (request_id, user_id) {
        request_id -> Uuid,
        user_id -> Uuid,
    }
}

diesel::table! {
    request_requirements (id) {
        id -> Uuid,
        request_id -> Uuid,
        position -> Int4,
        kind -> Text,
        text -> Text,
        removed_in -> Nullable<Int4>,
    }
}

diesel::table! {
    request_return_comments (return_id, section) {
        return_id -> Uuid,
        section -> Text,
        comment -> Text,
    }
}

diesel::table! {
    request_returns (id) {
        id -> Uuid,
        request_id -> Uuid,
        returned_by -> Uuid,
        returned_at -> Timestamptz,
        comment -> Text,
    }
}

diesel::table! {
    request_roles (id) {
        id -> Uuid,
        request_id -> Uuid,
        position -> Int4,
        title -> Text,
        sfia_level -> Int2,
        people -> Int4,
        days -> Int4,
        nppv -> Nullable<Text>,
        nsv -> Text,
        needed_by -> Text,
        removed_in -> Nullable<Int4>,
    }
}

diesel::table! {
    request_schedules (request_id) {
        request_id -> Uuid,
        publish_at -> Timestamptz,
        set_by -> Uuid,
        set_at -> Timestamptz,
    }
}

diesel::table! {
    request_specialisms (request_id, specialism) {
        request_id -> Uuid,
        specialism -> Text,
    }
}

diesel::table! {
    request_watches (request_id, user_id) {
        request_id -> Uuid,
        user_id -> Uuid,
        since -> Timestamptz,
    }
}

diesel::table! {
    requests (id) {
        id -> Uuid,
        reference -> Text,
        force_id -> Uuid,
        state -> Text,
        version -> Int4,
        title -> Text,
        lot_code -> Nullable<Text>,
        summary -> Text,
        why -> Text,
        problem -> Text,
        team -> Text,
        outcomes -> Text,
        region_code -> Nullable<Text>,
        remote -> Text,
        site -> Text,
        working -> Text,
        starts_on -> Nullable<Date>,
        length_months -> Nullable<Int4>,
        extension_months -> Int4,
        route -> Nullable<Text>,
        route_reason -> Text,
        direct_provider -> Nullable<Uuid>,
        budget -> Nullable<Int8>,
        budget_shown -> Bool,
        ir35 -> Nullable<Text>,
        classification -> Nullable<Text>,
        certifications -> Text,
        price_method -> Text,
        scale_max -> Int2,
        social_value_reason -> Text,
        conflict_assessment -> Text,
        standstill_days -> Int4,
        questions_close_at -> Nullable<Timestamptz>,
        closes_at -> Nullable<Timestamptz>,
        source -> Text,
        returned_comment -> Text,
        end_reason -> Text,
        created_by -> Uuid,
        created_at -> Timestamptz,
        submitted_by -> Nullable<Uuid>,
        submitted_at -> Nullable<Timestamptz>,
        approved_by -> Nullable<Uuid>,
        second_approved_by -> Nullable<Uuid>,
        published_at -> Nullable<Timestamptz>,
        options_value -> Int8,
        end_code -> Nullable<Text>,
        ended_at -> Nullable<Timestamptz>,
        pricing -> Nullable<Text>,
        scoring_chosen -> Bool,
    }
}

diesel::table! {
    saved_searches (id) {
        id -> Uuid,
        user_id -> Uuid,
        name -> Text,
        search -> Text,
        pace -> Text,
        saved_at -> Timestamptz,
        looked_at -> Timestamptz,
    }
}

diesel::table! {
    scheme_rules (scheme, valid_from) {
        scheme -> Text,
        valid_from -> Date,
        mandatory -> Bool,
        valid_months -> Nullable<Int2>,
    }
}

diesel::table! {
    scores (bid_id, criterion_id, evaluator_id) {
        bid_id -> Uuid,
        criterion_id -> Uuid,
        evaluator_id -> Uuid,
        score -> Int2,
        reason -> Text,
        saved_at -> Timestamptz,
    }
}

diesel::table! {
    conflict_declarations (bid_id, user_id) {
        bid_id -> Uuid,
        user_id -> Uuid,
        conflict -> Bool,
        words -> Text,
        declared_at -> Timestamptz,
    }
}

diesel::table! {
    panel_chairs (request_id) {
        request_id -> Uuid,
        user_id -> Uuid,
    }
}

diesel::table! {
    panel_changes (id) {
        id -> Uuid,
        request_id -> Uuid,
        added -> Array<Uuid>,
        removed -> Array<Uuid>,
        chair -> Nullable<Uuid>,
        reason -> Text,
        changed_by -> Uuid,
        changed_at -> Timestamptz,
    }
}

diesel::table! {
    score_halves (bid_id, criterion_id, user_id, agreed) {
        bid_id -> Uuid,
        criterion_id -> Uuid,
        user_id -> Uuid,
        agreed -> Bool,
        score -> Text,
        reason -> Text,
        saved_at -> Timestamptz,
    }
}

diesel::table! {
    scoring_deadlines (request_id) {
        request_id -> Uuid,
        due_at -> Timestamptz,
        set_by -> Nullable<Uuid>,
        set_at -> Timestamptz,
    }
}

diesel::table! {
    scoring_reminders (request_id, user_id, due_at) {
        request_id -> Uuid,
        user_id -> Uuid,
        due_at -> Timestamptz,
        reminded_at -> Timestamptz,
    }
}

diesel::table! {
    opened_attachments (bid_id, number) {
        bid_id -> Uuid,
        number -> Int2,
        name -> Text,
        media_type -> Text,
        bytes -> Int8,
        sha256 -> Bytea,
        sealed_sha256 -> Bytea,
        storage_key -> Text,
        damage -> Text,
    }
}

diesel::table! {
    sealed_attachments (bid_id, number) {
        bid_id -> Uuid,
        number -> Int2,
        storage_key -> Text,
    }
}

diesel::table! {
    unneeded_content (storage_key) {
        storage_key -> Text,
        next_at -> Timestamptz,
        tries -> Int4,
    }
}

diesel::table! {
    sealed_bids (bid_id, envelope) {
        bid_id -> Uuid,
        envelope -> Text,
        ciphertext -> Bytea,
    }
}

diesel::table! {
    security_clearance_levels (code) {
        code -> Text,
        rank -> Int2,
        name -> Text,
    }
}

diesel::table! {
    sessions (token_hash) {
        token_hash -> Bytea,
        user_id -> Uuid,
        csrf -> Text,
        created_at -> Timestamptz,
        last_seen_at -> Timestamptz,
        user_agent -> Text,
        id -> Uuid,
        proven_at -> Timestamptz,
    }
}

diesel::table! {
    sfia_levels (level) {
        level -> Int2,
        name -> Text,
    }
}

diesel::table! {
    specialisms (code) {
        code -> Text,
        name -> Text,
        position -> Int4,
    }
}

diesel::table! {
    specialist_certifications (specialist_id, name, issuer) {
        specialist_id -> Uuid,
        name -> Text,
        issuer -> Text,
        expires_on -> Nullable<Date>,
    }
}

diesel::table! {
    specialist_clearances (specialist_id, kind) {
        specialist_id -> Uuid,
        kind -> Text,
        level -> Text,
        sponsor -> Text,
        expires_on -> Date,
    }
}

diesel::table! {
    specialist_skills (specialist_id, skill) {
        specialist_id -> Uuid,
        skill -> Text,
        level -> Int2,
    }
}

diesel::table! {
    specialist_specialisms (specialist_id, specialism) {
        specialist_id -> Uuid,
        specialism -> Text,
    }
}

diesel::table! {
    specialists (id) {
        id -> Uuid,
        provider_id -> Uuid,
        name -> Text,
        sfia_level -> Int2,
        skills -> Text,
        available_from -> Nullable<Date>,
        right_to_work -> Bool,
        retired_at -> Nullable<Timestamptz>,
        availability_note -> Text,
        erased_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    terms_acceptances (provider_id, framework_id, version) {
        provider_id -> Uuid,
        framework_id -> Uuid,
        version -> Int4,
        text_hash -> Bytea,
        accepted_by -> Nullable<Uuid>,
        accepted_at -> Timestamptz,
    }
}

diesel::table! {
    thresholds (name, valid_from) {
        name -> Text,
        amount_pence -> Int8,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        source -> Text,
    }
}

diesel::table! {
    unsubscribe_tokens (token_hash, kind) {
        token_hash -> Bytea,
        kind -> Text,
        user_id -> Uuid,
        made_at -> Timestamptz,
    }
}

diesel::table! {
    user_roles (user_id, role) {
        user_id -> Uuid,
        role -> Text,
    }
}

diesel::table! {
    users (id) {
        id -> Uuid,
        email -> Text,
        name -> Text,
        password_hash -> Text,
        force_id -> Nullable<Uuid>,
        provider_id -> Nullable<Uuid>,
        is_operator -> Bool,
        is_active -> Bool,
        created_at -> Timestamptz,
        last_signed_in_at -> Nullable<Timestamptz>,
        verified_at -> Nullable<Timestamptz>,
        password_changed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    vetting_decisions (id) {
        id -> Uuid,
        provider_id -> Uuid,
        outcome -> Text,
        reason -> Text,
        proposed_by -> Uuid,
        proposed_at -> Timestamptz,
        confirmed_by -> Nullable<Uuid>,
        confirmed_at -> Nullable<Timestamptz>,
        set_aside_at -> Nullable<Timestamptz>,
    }
}

diesel::joinable!(conflict_declarations -> bids (bid_id));
diesel::joinable!(score_halves -> bids (bid_id));
diesel::joinable!(scoring_deadlines -> requests (request_id));
diesel::joinable!(agreed_scores -> bids (bid_id));
diesel::joinable!(agreed_scores -> request_criteria (criterion_id));
diesel::joinable!(agreed_scores -> users (agreed_by));
diesel::joinable!(amendment_documents -> files (file_id));
diesel::joinable!(amendments -> requests (request_id));
diesel::joinable!(asked_items -> providers (provider_id));
diesel::joinable!(authenticators -> users (user_id));
diesel::joinable!(awards -> bids (bid_id));
diesel::joinable!(awards -> requests (request_id));
diesel::joinable!(bid_answers -> bids (bid_id));
diesel::joinable!(bid_answers -> request_criteria (criterion_id));
diesel::joinable!(bid_attachments -> bids (bid_id));
diesel::joinable!(bid_attachments -> files (file_id));
diesel::joinable!(bid_evidence -> bids (bid_id));
diesel::joinable!(bid_evidence -> request_requirements (requirement_id));
diesel::joinable!(bid_prices -> bids (bid_id));
diesel::joinable!(bid_prices -> request_outcomes (outcome_id));
diesel::joinable!(bid_rates -> bids (bid_id));
diesel::joinable!(bid_rates -> request_roles (role_id));
diesel::joinable!(bid_team -> bids (bid_id));
diesel::joinable!(bid_team -> request_roles (role_id));
diesel::joinable!(bid_team -> specialists (specialist_id));
diesel::joinable!(bids -> providers (provider_id));
diesel::joinable!(bids -> requests (request_id));
diesel::joinable!(clarifications -> providers (provider_id));
diesel::joinable!(clarifications -> requests (request_id));
diesel::joinable!(closings -> requests (request_id));
diesel::joinable!(contract_lines -> contract_versions (version_id));
diesel::joinable!(contract_terminations -> contracts (contract_id));
diesel::joinable!(contract_versions -> contracts (contract_id));
diesel::joinable!(contract_waivers -> contracts (contract_id));
diesel::joinable!(contract_warnings -> contracts (contract_id));
diesel::joinable!(contract_waivers -> users (waived_by));
diesel::allow_tables_to_appear_in_same_query!(contract_terminations, contracts);
diesel::allow_tables_to_appear_in_same_query!(contract_versions, contracts);
diesel::allow_tables_to_appear_in_same_query!(contract_waivers, users);
diesel::joinable!(contracts -> awards (award_id));
diesel::joinable!(contracts -> forces (force_id));
diesel::joinable!(contracts -> providers (provider_id));
diesel::joinable!(contracts -> requests (request_id));
diesel::joinable!(damaged_bids -> bids (bid_id));
diesel::joinable!(digest_items -> users (user_id));
diesel::joinable!(dossier_changes -> providers (provider_id));
diesel::joinable!(dossier_files -> files (file_id));
diesel::joinable!(dossier_files -> provider_certificates (certificate_id));
diesel::joinable!(dossier_files -> provider_insurances (insurance_id));
diesel::joinable!(dossier_files -> providers (provider_id));
diesel::joinable!(expiry_warnings -> providers (provider_id));
diesel::joinable!(earlier_answers -> clarifications (clarification_id));
diesel::joinable!(files -> forces (force_id));
diesel::joinable!(files -> providers (provider_id));
diesel::joinable!(files -> users (uploaded_by));
diesel::joinable!(force_domains -> forces (force_id));
diesel::joinable!(force_names -> forces (force_id));
diesel::joinable!(request_watches -> requests (request_id));
diesel::joinable!(request_watches -> users (user_id));
diesel::allow_tables_to_appear_in_same_query!(forces, request_watches);
diesel::allow_tables_to_appear_in_same_query!(request_watches, requests);
diesel::allow_tables_to_appear_in_same_query!(request_watches, users);
diesel::joinable!(forces -> regions (region_code));
diesel::joinable!(framework_criteria -> frameworks (framework_id));
diesel::joinable!(framework_fees -> frameworks (framework_id));
diesel::joinable!(framework_terms -> frameworks (framework_id));
diesel::joinable!(framework_terms -> users (published_by));
diesel::joinable!(half_sign_ins -> users (user_id));
diesel::joinable!(invitations -> forces (force_id));
diesel::joinable!(invitations -> providers (provider_id));
diesel::joinable!(lots -> frameworks (framework_id));
diesel::joinable!(mail_preferences -> users (user_id));
diesel::joinable!(mailed_links -> users (user_id));
diesel::joinable!(notices -> users (user_id));
diesel::joinable!(openings -> requests (request_id));
diesel::joinable!(passkeys -> users (user_id));
diesel::joinable!(provider_certificates -> assurance_schemes (scheme));
diesel::joinable!(provider_certificates -> providers (provider_id));
diesel::joinable!(provider_declarations -> providers (provider_id));
diesel::joinable!(provider_insurances -> providers (provider_id));
diesel::joinable!(provider_lots -> lots (lot_code));
diesel::joinable!(provider_lots -> providers (provider_id));
diesel::joinable!(providers -> regions (region_code));
diesel::joinable!(quality_locks -> requests (request_id));
diesel::joinable!(quality_locks -> users (locked_by));
diesel::joinable!(ranking_snapshots -> requests (request_id));
diesel::joinable!(receipts -> bids (bid_id));
diesel::joinable!(rate_ceilings -> sfia_levels (sfia_level));
diesel::joinable!(rate_maxima -> lots (lot_code));
diesel::joinable!(rate_maxima -> sfia_levels (sfia_level));
diesel::joinable!(recovery_codes -> users (user_id));
diesel::joinable!(request_criteria -> framework_criteria (criterion));
diesel::joinable!(request_criteria -> requests (request_id));
diesel::joinable!(request_documents -> files (file_id));
diesel::joinable!(request_documents -> requests (request_id));
diesel::joinable!(request_halves -> users (saved_by));
diesel::joinable!(request_panel -> requests (request_id));
diesel::joinable!(request_panel -> users (user_id));
diesel::joinable!(request_requirements -> requests (request_id));
diesel::joinable!(request_return_comments -> request_returns (return_id));
diesel::joinable!(request_returns -> users (returned_by));
diesel::joinable!(request_schedules -> requests (request_id));
diesel::joinable!(request_roles -> police_vetting_levels (nppv));
diesel::joinable!(request_roles -> requests (request_id));
diesel::joinable!(request_roles -> security_clearance_levels (nsv));
diesel::joinable!(request_roles -> sfia_levels (sfia_level));
diesel::joinable!(request_specialisms -> requests (request_id));
diesel::joinable!(request_specialisms -> specialisms (specialism));
diesel::joinable!(requests -> forces (force_id));
diesel::joinable!(requests -> lots (lot_code));
diesel::joinable!(requests -> providers (direct_provider));
diesel::joinable!(requests -> regions (region_code));
diesel::joinable!(scheme_rules -> assurance_schemes (scheme));
diesel::joinable!(scores -> bids (bid_id));
diesel::joinable!(scores -> request_criteria (criterion_id));
diesel::joinable!(scores -> users (evaluator_id));
diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(specialist_certifications -> specialists (specialist_id));
diesel::joinable!(specialist_clearances -> specialists (specialist_id));
diesel::joinable!(specialist_skills -> sfia_levels (level));
diesel::joinable!(specialist_skills -> specialists (specialist_id));
diesel::joinable!(specialist_specialisms -> specialisms (specialism));
diesel::joinable!(specialist_specialisms -> specialists (specialist_id));
diesel::joinable!(specialists -> providers (provider_id));
diesel::joinable!(specialists -> sfia_levels (sfia_level));
diesel::joinable!(terms_acceptances -> providers (provider_id));
diesel::joinable!(terms_acceptances -> users (accepted_by));
diesel::joinable!(unsubscribe_tokens -> users (user_id));
diesel::joinable!(user_roles -> users (user_id));
diesel::joinable!(users -> forces (force_id));
diesel::joinable!(users -> providers (provider_id));
diesel::joinable!(vetting_decisions -> providers (provider_id));

diesel::joinable!(bid_team -> cleared_specialists (specialist_id));

// Pairs of tables that may meet in one query. To allow every table with every other makes the compiler slow: add a
// line when it says that a table may not appear.
diesel::allow_tables_to_appear_in_same_query!(bids, conflict_declarations);
diesel::allow_tables_to_appear_in_same_query!(bids, request_criteria);
diesel::allow_tables_to_appear_in_same_query!(bids, score_halves);
diesel::allow_tables_to_appear_in_same_query!(requests, scoring_deadlines);
diesel::allow_tables_to_appear_in_same_query!(quality_locks, scoring_deadlines);
diesel::allow_tables_to_appear_in_same_query!(agreed_scores, bid_answers);
diesel::allow_tables_to_appear_in_same_query!(agreed_scores, bid_evidence);
diesel::allow_tables_to_appear_in_same_query!(agreed_scores, bid_rates);
diesel::allow_tables_to_appear_in_same_query!(agreed_scores, bid_team);
diesel::allow_tables_to_appear_in_same_query!(agreed_scores, bids);
diesel::allow_tables_to_appear_in_same_query!(agreed_scores, cleared_specialists);
diesel::allow_tables_to_appear_in_same_query!(agreed_scores, forces);
diesel::allow_tables_to_appear_in_same_query!(agreed_scores, openings);
diesel::allow_tables_to_appear_in_same_query!(agreed_scores, providers);
diesel::allow_tables_to_appear_in_same_query!(agreed_scores, quality_locks);
diesel::allow_tables_to_appear_in_same_query!(agreed_scores, request_criteria);
diesel::allow_tables_to_appear_in_same_query!(agreed_scores, requests);
diesel::allow_tables_to_appear_in_same_query!(agreed_scores, scores);
diesel::allow_tables_to_appear_in_same_query!(agreed_scores, specialists);
diesel::allow_tables_to_appear_in_same_query!(agreed_scores, users);
diesel::allow_tables_to_appear_in_same_query!(amendment_documents, files);
diesel::allow_tables_to_appear_in_same_query!(amendments, requests);
diesel::allow_tables_to_appear_in_same_query!(clarifications, earlier_answers);
diesel::allow_tables_to_appear_in_same_query!(asked_items, assurance_schemes);
diesel::allow_tables_to_appear_in_same_query!(asked_items, lots);
diesel::allow_tables_to_appear_in_same_query!(asked_items, provider_certificates);
diesel::allow_tables_to_appear_in_same_query!(asked_items, provider_declarations);
diesel::allow_tables_to_appear_in_same_query!(asked_items, provider_lots);
diesel::allow_tables_to_appear_in_same_query!(asked_items, providers);
diesel::allow_tables_to_appear_in_same_query!(asked_items, vetting_decisions);
diesel::allow_tables_to_appear_in_same_query!(assurance_schemes, bank_holiday_years);
diesel::allow_tables_to_appear_in_same_query!(assurance_schemes, bank_holidays);
diesel::allow_tables_to_appear_in_same_query!(assurance_schemes, clearance_validity);
diesel::allow_tables_to_appear_in_same_query!(assurance_schemes, framework_criteria);
diesel::allow_tables_to_appear_in_same_query!(assurance_schemes, framework_fees);
diesel::allow_tables_to_appear_in_same_query!(assurance_schemes, framework_terms);
diesel::allow_tables_to_appear_in_same_query!(assurance_schemes, frameworks);
diesel::allow_tables_to_appear_in_same_query!(assurance_schemes, lots);
diesel::allow_tables_to_appear_in_same_query!(assurance_schemes, outbox);
diesel::allow_tables_to_appear_in_same_query!(assurance_schemes, police_vetting_levels);
diesel::allow_tables_to_appear_in_same_query!(assurance_schemes, provider_certificates);
diesel::allow_tables_to_appear_in_same_query!(assurance_schemes, provider_declarations);
diesel::allow_tables_to_appear_in_same_query!(assurance_schemes, provider_lots);
diesel::allow_tables_to_appear_in_same_query!(assurance_schemes, providers);
diesel::allow_tables_to_appear_in_same_query!(assurance_schemes, rate_maxima);
diesel::allow_tables_to_appear_in_same_query!(assurance_schemes, regions);
diesel::allow_tables_to_appear_in_same_query!(assurance_schemes, scheme_rules);
diesel::allow_tables_to_appear_in_same_query!(assurance_schemes, security_clearance_levels);
diesel::allow_tables_to_appear_in_same_query!(assurance_schemes, sfia_levels);
diesel::allow_tables_to_appear_in_same_query!(assurance_schemes, specialisms);
diesel::allow_tables_to_appear_in_same_query!(assurance_schemes, thresholds);
diesel::allow_tables_to_appear_in_same_query!(assurance_schemes, vetting_decisions);
diesel::allow_tables_to_appear_in_same_query!(audit_entries, audit_head);
diesel::allow_tables_to_appear_in_same_query!(audit_entries, bids);
diesel::allow_tables_to_appear_in_same_query!(audit_entries, contracts);
diesel::allow_tables_to_appear_in_same_query!(audit_entries, forces);
diesel::allow_tables_to_appear_in_same_query!(audit_entries, framework_criteria);
diesel::allow_tables_to_appear_in_same_query!(audit_entries, providers);
diesel::allow_tables_to_appear_in_same_query!(audit_entries, request_criteria);
diesel::allow_tables_to_appear_in_same_query!(audit_entries, request_panel);
diesel::allow_tables_to_appear_in_same_query!(audit_entries, request_requirements);
diesel::allow_tables_to_appear_in_same_query!(audit_entries, request_roles);
diesel::allow_tables_to_appear_in_same_query!(audit_entries, request_specialisms);
diesel::allow_tables_to_appear_in_same_query!(audit_entries, requests);
diesel::allow_tables_to_appear_in_same_query!(audit_entries, users);
diesel::allow_tables_to_appear_in_same_query!(audit_head, bids);
diesel::allow_tables_to_appear_in_same_query!(audit_head, contracts);
diesel::allow_tables_to_appear_in_same_query!(audit_head, forces);
diesel::allow_tables_to_appear_in_same_query!(audit_head, providers);
diesel::allow_tables_to_appear_in_same_query!(audit_head, requests);
diesel::allow_tables_to_appear_in_same_query!(audit_head, users);
diesel::allow_tables_to_appear_in_same_query!(authenticators, factor_resets);
diesel::allow_tables_to_appear_in_same_query!(authenticators, half_sign_ins);
diesel::allow_tables_to_appear_in_same_query!(authenticators, passkey_challenges);
diesel::allow_tables_to_appear_in_same_query!(authenticators, passkeys);
diesel::allow_tables_to_appear_in_same_query!(authenticators, recovery_codes);
diesel::allow_tables_to_appear_in_same_query!(authenticators, users);
diesel::allow_tables_to_appear_in_same_query!(awards, bid_team);
diesel::allow_tables_to_appear_in_same_query!(awards, bids);
diesel::allow_tables_to_appear_in_same_query!(awards, cleared_specialists);
diesel::allow_tables_to_appear_in_same_query!(awards, contract_versions);
diesel::allow_tables_to_appear_in_same_query!(awards, contracts);
diesel::allow_tables_to_appear_in_same_query!(awards, forces);
diesel::allow_tables_to_appear_in_same_query!(awards, lots);
diesel::allow_tables_to_appear_in_same_query!(awards, provider_certificates);
diesel::allow_tables_to_appear_in_same_query!(awards, provider_lots);
diesel::allow_tables_to_appear_in_same_query!(awards, providers);
diesel::allow_tables_to_appear_in_same_query!(awards, rate_ceilings);
diesel::allow_tables_to_appear_in_same_query!(awards, requests);
diesel::allow_tables_to_appear_in_same_query!(bank_holiday_years, bank_holidays);
diesel::allow_tables_to_appear_in_same_query!(bank_holiday_years, clearance_validity);
diesel::allow_tables_to_appear_in_same_query!(bank_holiday_years, framework_criteria);
diesel::allow_tables_to_appear_in_same_query!(bank_holiday_years, framework_fees);
diesel::allow_tables_to_appear_in_same_query!(bank_holiday_years, framework_terms);
diesel::allow_tables_to_appear_in_same_query!(bank_holiday_years, frameworks);
diesel::allow_tables_to_appear_in_same_query!(bank_holiday_years, lots);
diesel::allow_tables_to_appear_in_same_query!(bank_holiday_years, police_vetting_levels);
diesel::allow_tables_to_appear_in_same_query!(bank_holiday_years, rate_maxima);
diesel::allow_tables_to_appear_in_same_query!(bank_holiday_years, regions);
diesel::allow_tables_to_appear_in_same_query!(bank_holiday_years, scheme_rules);
diesel::allow_tables_to_appear_in_same_query!(bank_holiday_years, security_clearance_levels);
diesel::allow_tables_to_appear_in_same_query!(bank_holiday_years, sfia_levels);
diesel::allow_tables_to_appear_in_same_query!(bank_holiday_years, specialisms);
diesel::allow_tables_to_appear_in_same_query!(bank_holiday_years, thresholds);
diesel::allow_tables_to_appear_in_same_query!(bank_holidays, clearance_validity);
diesel::allow_tables_to_appear_in_same_query!(bank_holidays, framework_criteria);
diesel::allow_tables_to_appear_in_same_query!(bank_holidays, framework_fees);
diesel::allow_tables_to_appear_in_same_query!(bank_holidays, framework_terms);
diesel::allow_tables_to_appear_in_same_query!(bank_holidays, frameworks);
diesel::allow_tables_to_appear_in_same_query!(bank_holidays, lots);
diesel::allow_tables_to_appear_in_same_query!(bank_holidays, police_vetting_levels);
diesel::allow_tables_to_appear_in_same_query!(bank_holidays, rate_maxima);
diesel::allow_tables_to_appear_in_same_query!(bank_holidays, regions);
diesel::allow_tables_to_appear_in_same_query!(bank_holidays, scheme_rules);
diesel::allow_tables_to_appear_in_same_query!(bank_holidays, security_clearance_levels);
diesel::allow_tables_to_appear_in_same_query!(bank_holidays, sfia_levels);
diesel::allow_tables_to_appear_in_same_query!(bank_holidays, specialisms);
diesel::allow_tables_to_appear_in_same_query!(bank_holidays, thresholds);
diesel::allow_tables_to_appear_in_same_query!(bid_answers, bid_evidence);
diesel::allow_tables_to_appear_in_same_query!(bid_answers, bid_rates);
diesel::allow_tables_to_appear_in_same_query!(bid_answers, bid_team);
diesel::allow_tables_to_appear_in_same_query!(bid_answers, bids);
diesel::allow_tables_to_appear_in_same_query!(bid_answers, cleared_specialists);
diesel::allow_tables_to_appear_in_same_query!(bid_answers, forces);
diesel::allow_tables_to_appear_in_same_query!(bid_answers, openings);
diesel::allow_tables_to_appear_in_same_query!(bid_answers, providers);
diesel::allow_tables_to_appear_in_same_query!(bid_answers, quality_locks);
diesel::allow_tables_to_appear_in_same_query!(bid_answers, request_criteria);
diesel::allow_tables_to_appear_in_same_query!(bid_answers, requests);
diesel::allow_tables_to_appear_in_same_query!(bid_answers, specialists);
diesel::allow_tables_to_appear_in_same_query!(bid_evidence, bid_rates);
diesel::allow_tables_to_appear_in_same_query!(bid_evidence, bid_team);
diesel::allow_tables_to_appear_in_same_query!(bid_evidence, bids);
diesel::allow_tables_to_appear_in_same_query!(bid_evidence, cleared_specialists);
diesel::allow_tables_to_appear_in_same_query!(bid_evidence, forces);
diesel::allow_tables_to_appear_in_same_query!(bid_evidence, openings);
diesel::allow_tables_to_appear_in_same_query!(bid_evidence, providers);
diesel::allow_tables_to_appear_in_same_query!(bid_evidence, quality_locks);
diesel::allow_tables_to_appear_in_same_query!(bid_evidence, request_requirements);
diesel::allow_tables_to_appear_in_same_query!(bid_evidence, requests);
diesel::allow_tables_to_appear_in_same_query!(bid_evidence, specialists);
diesel::allow_tables_to_appear_in_same_query!(bid_prices, bids);
diesel::allow_tables_to_appear_in_same_query!(bid_prices, request_outcomes);
diesel::allow_tables_to_appear_in_same_query!(bid_rates, bid_team);
diesel::allow_tables_to_appear_in_same_query!(bid_rates, bids);
diesel::allow_tables_to_appear_in_same_query!(bid_rates, cleared_specialists);
diesel::allow_tables_to_appear_in_same_query!(bid_rates, forces);
diesel::allow_tables_to_appear_in_same_query!(bid_rates, openings);
diesel::allow_tables_to_appear_in_same_query!(bid_rates, providers);
diesel::allow_tables_to_appear_in_same_query!(bid_rates, quality_locks);
diesel::allow_tables_to_appear_in_same_query!(bid_rates, request_roles);
diesel::allow_tables_to_appear_in_same_query!(bid_rates, requests);
diesel::allow_tables_to_appear_in_same_query!(bid_rates, specialists);
diesel::allow_tables_to_appear_in_same_query!(bid_team, bids);
diesel::allow_tables_to_appear_in_same_query!(bid_team, cleared_specialists);
diesel::allow_tables_to_appear_in_same_query!(bid_team, contracts);
diesel::allow_tables_to_appear_in_same_query!(bid_team, forces);
diesel::allow_tables_to_appear_in_same_query!(bid_team, lots);
diesel::allow_tables_to_appear_in_same_query!(bid_team, openings);
diesel::allow_tables_to_appear_in_same_query!(bid_team, provider_certificates);
diesel::allow_tables_to_appear_in_same_query!(bid_team, provider_lots);
diesel::allow_tables_to_appear_in_same_query!(bid_team, providers);
diesel::allow_tables_to_appear_in_same_query!(bid_team, quality_locks);
diesel::allow_tables_to_appear_in_same_query!(bid_team, rate_ceilings);
diesel::allow_tables_to_appear_in_same_query!(bid_team, request_roles);
diesel::allow_tables_to_appear_in_same_query!(bid_team, requests);
diesel::allow_tables_to_appear_in_same_query!(bid_team, specialists);
diesel::allow_tables_to_appear_in_same_query!(bids, clarifications);
diesel::allow_tables_to_appear_in_same_query!(bids, cleared_specialists);
diesel::allow_tables_to_appear_in_same_query!(bids, contracts);
diesel::allow_tables_to_appear_in_same_query!(bids, damaged_bids);
diesel::allow_tables_to_appear_in_same_query!(bids, forces);
diesel::allow_tables_to_appear_in_same_query!(bids, lots);
diesel::allow_tables_to_appear_in_same_query!(bids, openings);
diesel::allow_tables_to_appear_in_same_query!(bids, provider_certificates);
diesel::allow_tables_to_appear_in_same_query!(bids, provider_lots);
diesel::allow_tables_to_appear_in_same_query!(bids, providers);
diesel::allow_tables_to_appear_in_same_query!(bids, quality_locks);
diesel::allow_tables_to_appear_in_same_query!(bids, rate_ceilings);
diesel::allow_tables_to_appear_in_same_query!(bids, receipts);
diesel::allow_tables_to_appear_in_same_query!(bids, requests);
diesel::allow_tables_to_appear_in_same_query!(bids, scores);
diesel::allow_tables_to_appear_in_same_query!(bids, specialists);
diesel::allow_tables_to_appear_in_same_query!(bids, users);
diesel::allow_tables_to_appear_in_same_query!(clarifications, providers);
diesel::allow_tables_to_appear_in_same_query!(clarifications, requests);
diesel::allow_tables_to_appear_in_same_query!(clearance_validity, frameworks);
diesel::allow_tables_to_appear_in_same_query!(clearance_validity, scheme_rules);
diesel::allow_tables_to_appear_in_same_query!(clearance_validity, thresholds);
diesel::allow_tables_to_appear_in_same_query!(cleared_specialists, contracts);
diesel::allow_tables_to_appear_in_same_query!(cleared_specialists, forces);
diesel::allow_tables_to_appear_in_same_query!(cleared_specialists, lots);
diesel::allow_tables_to_appear_in_same_query!(cleared_specialists, openings);
diesel::allow_tables_to_appear_in_same_query!(cleared_specialists, provider_certificates);
diesel::allow_tables_to_appear_in_same_query!(cleared_specialists, provider_declarations);
diesel::allow_tables_to_appear_in_same_query!(cleared_specialists, provider_insurances);
diesel::allow_tables_to_appear_in_same_query!(cleared_specialists, provider_lots);
diesel::allow_tables_to_appear_in_same_query!(cleared_specialists, providers);
diesel::allow_tables_to_appear_in_same_query!(cleared_specialists, quality_locks);
diesel::allow_tables_to_appear_in_same_query!(cleared_specialists, rate_ceilings);
diesel::allow_tables_to_appear_in_same_query!(cleared_specialists, requests);
diesel::allow_tables_to_appear_in_same_query!(cleared_specialists, specialisms);
diesel::allow_tables_to_appear_in_same_query!(cleared_specialists, specialist_certifications);
diesel::allow_tables_to_appear_in_same_query!(cleared_specialists, specialist_clearances);
diesel::allow_tables_to_appear_in_same_query!(cleared_specialists, specialist_skills);
diesel::allow_tables_to_appear_in_same_query!(cleared_specialists, specialist_specialisms);
diesel::allow_tables_to_appear_in_same_query!(cleared_specialists, specialists);
diesel::allow_tables_to_appear_in_same_query!(closings, requests);
diesel::allow_tables_to_appear_in_same_query!(contracts, forces);
diesel::allow_tables_to_appear_in_same_query!(contracts, lots);
diesel::allow_tables_to_appear_in_same_query!(contracts, provider_certificates);
diesel::allow_tables_to_appear_in_same_query!(contracts, provider_lots);
diesel::allow_tables_to_appear_in_same_query!(contracts, providers);
diesel::allow_tables_to_appear_in_same_query!(contracts, rate_ceilings);
diesel::allow_tables_to_appear_in_same_query!(contracts, requests);
diesel::allow_tables_to_appear_in_same_query!(contracts, users);
diesel::allow_tables_to_appear_in_same_query!(digest_items, mail_preferences);
diesel::allow_tables_to_appear_in_same_query!(digest_items, outbox);
diesel::allow_tables_to_appear_in_same_query!(digest_items, unsubscribe_tokens);
diesel::allow_tables_to_appear_in_same_query!(digest_items, users);
diesel::allow_tables_to_appear_in_same_query!(dossier_changes, lots);
diesel::allow_tables_to_appear_in_same_query!(dossier_changes, provider_lots);
diesel::allow_tables_to_appear_in_same_query!(dossier_changes, providers);
diesel::allow_tables_to_appear_in_same_query!(dossier_changes, specialist_clearances);
diesel::allow_tables_to_appear_in_same_query!(dossier_changes, specialists);
diesel::allow_tables_to_appear_in_same_query!(bid_attachments, bids);
diesel::allow_tables_to_appear_in_same_query!(bid_attachments, files);
diesel::allow_tables_to_appear_in_same_query!(dossier_files, files);
diesel::allow_tables_to_appear_in_same_query!(dossier_files, provider_certificates);
diesel::allow_tables_to_appear_in_same_query!(dossier_files, provider_declarations);
diesel::allow_tables_to_appear_in_same_query!(dossier_files, provider_insurances);
diesel::allow_tables_to_appear_in_same_query!(dossier_files, provider_lots);
diesel::allow_tables_to_appear_in_same_query!(dossier_files, providers);
diesel::allow_tables_to_appear_in_same_query!(dossier_files, rate_ceilings);
diesel::allow_tables_to_appear_in_same_query!(expiry_warnings, providers);
diesel::allow_tables_to_appear_in_same_query!(factor_resets, half_sign_ins);
diesel::allow_tables_to_appear_in_same_query!(factor_resets, passkey_challenges);
diesel::allow_tables_to_appear_in_same_query!(factor_resets, passkeys);
diesel::allow_tables_to_appear_in_same_query!(factor_resets, recovery_codes);
diesel::allow_tables_to_appear_in_same_query!(factor_resets, users);
diesel::allow_tables_to_appear_in_same_query!(files, forces);
diesel::allow_tables_to_appear_in_same_query!(files, provider_certificates);
diesel::allow_tables_to_appear_in_same_query!(files, provider_declarations);
diesel::allow_tables_to_appear_in_same_query!(files, provider_insurances);
diesel::allow_tables_to_appear_in_same_query!(files, provider_lots);
diesel::allow_tables_to_appear_in_same_query!(files, providers);
diesel::allow_tables_to_appear_in_same_query!(files, rate_ceilings);
diesel::allow_tables_to_appear_in_same_query!(files, users);
diesel::allow_tables_to_appear_in_same_query!(force_domains, force_names);
diesel::allow_tables_to_appear_in_same_query!(force_domains, forces);
diesel::allow_tables_to_appear_in_same_query!(force_domains, users);
diesel::allow_tables_to_appear_in_same_query!(force_names, forces);
diesel::allow_tables_to_appear_in_same_query!(force_names, users);
diesel::allow_tables_to_appear_in_same_query!(forces, half_sign_ins);
diesel::allow_tables_to_appear_in_same_query!(forces, invitations);
diesel::allow_tables_to_appear_in_same_query!(forces, known_browsers);
diesel::allow_tables_to_appear_in_same_query!(forces, lots);
diesel::allow_tables_to_appear_in_same_query!(forces, openings);
diesel::allow_tables_to_appear_in_same_query!(forces, providers);
diesel::allow_tables_to_appear_in_same_query!(forces, quality_locks);
diesel::allow_tables_to_appear_in_same_query!(forces, regions);
diesel::allow_tables_to_appear_in_same_query!(forces, requests);
diesel::allow_tables_to_appear_in_same_query!(forces, sessions);
diesel::allow_tables_to_appear_in_same_query!(forces, specialists);
diesel::allow_tables_to_appear_in_same_query!(forces, user_roles);
diesel::allow_tables_to_appear_in_same_query!(forces, users);
diesel::allow_tables_to_appear_in_same_query!(framework_criteria, framework_fees);
diesel::allow_tables_to_appear_in_same_query!(framework_criteria, framework_terms);
diesel::allow_tables_to_appear_in_same_query!(framework_criteria, frameworks);
diesel::allow_tables_to_appear_in_same_query!(framework_criteria, lots);
diesel::allow_tables_to_appear_in_same_query!(framework_criteria, police_vetting_levels);
diesel::allow_tables_to_appear_in_same_query!(framework_criteria, rate_maxima);
diesel::allow_tables_to_appear_in_same_query!(framework_criteria, regions);
diesel::allow_tables_to_appear_in_same_query!(framework_criteria, request_criteria);
diesel::allow_tables_to_appear_in_same_query!(framework_criteria, request_panel);
diesel::allow_tables_to_appear_in_same_query!(framework_criteria, request_requirements);
diesel::allow_tables_to_appear_in_same_query!(framework_criteria, request_roles);
diesel::allow_tables_to_appear_in_same_query!(framework_criteria, request_specialisms);
diesel::allow_tables_to_appear_in_same_query!(framework_criteria, requests);
diesel::allow_tables_to_appear_in_same_query!(framework_criteria, scheme_rules);
diesel::allow_tables_to_appear_in_same_query!(framework_criteria, security_clearance_levels);
diesel::allow_tables_to_appear_in_same_query!(framework_criteria, sfia_levels);
diesel::allow_tables_to_appear_in_same_query!(framework_criteria, specialisms);
diesel::allow_tables_to_appear_in_same_query!(framework_criteria, thresholds);
diesel::allow_tables_to_appear_in_same_query!(framework_criteria, users);
diesel::allow_tables_to_appear_in_same_query!(framework_fees, framework_terms);
diesel::allow_tables_to_appear_in_same_query!(framework_fees, frameworks);
diesel::allow_tables_to_appear_in_same_query!(framework_fees, lots);
diesel::allow_tables_to_appear_in_same_query!(framework_fees, police_vetting_levels);
diesel::allow_tables_to_appear_in_same_query!(framework_fees, providers);
diesel::allow_tables_to_appear_in_same_query!(framework_fees, rate_maxima);
diesel::allow_tables_to_appear_in_same_query!(framework_fees, regions);
diesel::allow_tables_to_appear_in_same_query!(framework_fees, scheme_rules);
diesel::allow_tables_to_appear_in_same_query!(framework_fees, security_clearance_levels);
diesel::allow_tables_to_appear_in_same_query!(framework_fees, sfia_levels);
diesel::allow_tables_to_appear_in_same_query!(framework_fees, specialisms);
diesel::allow_tables_to_appear_in_same_query!(framework_fees, thresholds);
diesel::allow_tables_to_appear_in_same_query!(framework_fees, user_roles);
diesel::allow_tables_to_appear_in_same_query!(framework_fees, users);
diesel::allow_tables_to_appear_in_same_query!(framework_terms, frameworks);
diesel::allow_tables_to_appear_in_same_query!(framework_terms, lots);
diesel::allow_tables_to_appear_in_same_query!(framework_terms, police_vetting_levels);
diesel::allow_tables_to_appear_in_same_query!(framework_terms, providers);
diesel::allow_tables_to_appear_in_same_query!(framework_terms, rate_maxima);
diesel::allow_tables_to_appear_in_same_query!(framework_terms, regions);
diesel::allow_tables_to_appear_in_same_query!(framework_terms, scheme_rules);
diesel::allow_tables_to_appear_in_same_query!(framework_terms, security_clearance_levels);
diesel::allow_tables_to_appear_in_same_query!(framework_terms, sfia_levels);
diesel::allow_tables_to_appear_in_same_query!(framework_terms, specialisms);
diesel::allow_tables_to_appear_in_same_query!(framework_terms, thresholds);
diesel::allow_tables_to_appear_in_same_query!(framework_terms, user_roles);
diesel::allow_tables_to_appear_in_same_query!(framework_terms, users);
diesel::allow_tables_to_appear_in_same_query!(frameworks, lots);
diesel::allow_tables_to_appear_in_same_query!(frameworks, police_vetting_levels);
diesel::allow_tables_to_appear_in_same_query!(frameworks, providers);
diesel::allow_tables_to_appear_in_same_query!(frameworks, rate_maxima);
diesel::allow_tables_to_appear_in_same_query!(frameworks, regions);
diesel::allow_tables_to_appear_in_same_query!(frameworks, scheme_rules);
diesel::allow_tables_to_appear_in_same_query!(frameworks, security_clearance_levels);
diesel::allow_tables_to_appear_in_same_query!(frameworks, sfia_levels);
diesel::allow_tables_to_appear_in_same_query!(frameworks, specialisms);
diesel::allow_tables_to_appear_in_same_query!(frameworks, thresholds);
diesel::allow_tables_to_appear_in_same_query!(frameworks, user_roles);
diesel::allow_tables_to_appear_in_same_query!(frameworks, users);
diesel::allow_tables_to_appear_in_same_query!(half_sign_ins, known_browsers);
diesel::allow_tables_to_appear_in_same_query!(half_sign_ins, passkey_challenges);
diesel::allow_tables_to_appear_in_same_query!(half_sign_ins, passkeys);
diesel::allow_tables_to_appear_in_same_query!(half_sign_ins, providers);
diesel::allow_tables_to_appear_in_same_query!(half_sign_ins, recovery_codes);
diesel::allow_tables_to_appear_in_same_query!(half_sign_ins, sessions);
diesel::allow_tables_to_appear_in_same_query!(half_sign_ins, user_roles);
diesel::allow_tables_to_appear_in_same_query!(half_sign_ins, users);
diesel::allow_tables_to_appear_in_same_query!(invitations, providers);
diesel::allow_tables_to_appear_in_same_query!(invitations, user_roles);
diesel::allow_tables_to_appear_in_same_query!(invitations, users);
diesel::allow_tables_to_appear_in_same_query!(known_browsers, providers);
diesel::allow_tables_to_appear_in_same_query!(known_browsers, sessions);
diesel::allow_tables_to_appear_in_same_query!(known_browsers, user_roles);
diesel::allow_tables_to_appear_in_same_query!(known_browsers, users);
diesel::allow_tables_to_appear_in_same_query!(lots, police_vetting_levels);
diesel::allow_tables_to_appear_in_same_query!(lots, provider_certificates);
diesel::allow_tables_to_appear_in_same_query!(lots, provider_lots);
diesel::allow_tables_to_appear_in_same_query!(lots, providers);
diesel::allow_tables_to_appear_in_same_query!(lots, rate_ceilings);
diesel::allow_tables_to_appear_in_same_query!(lots, rate_maxima);
diesel::allow_tables_to_appear_in_same_query!(lots, regions);
diesel::allow_tables_to_appear_in_same_query!(lots, requests);
diesel::allow_tables_to_appear_in_same_query!(lots, scheme_rules);
diesel::allow_tables_to_appear_in_same_query!(lots, security_clearance_levels);
diesel::allow_tables_to_appear_in_same_query!(lots, sfia_levels);
diesel::allow_tables_to_appear_in_same_query!(lots, specialisms);
diesel::allow_tables_to_appear_in_same_query!(lots, specialist_clearances);
diesel::allow_tables_to_appear_in_same_query!(lots, specialists);
diesel::allow_tables_to_appear_in_same_query!(lots, thresholds);
diesel::allow_tables_to_appear_in_same_query!(mail_preferences, outbox);
diesel::allow_tables_to_appear_in_same_query!(mail_preferences, unsubscribe_tokens);
diesel::allow_tables_to_appear_in_same_query!(mail_preferences, users);
diesel::allow_tables_to_appear_in_same_query!(mailed_links, users);
diesel::allow_tables_to_appear_in_same_query!(notices, outbox);
diesel::allow_tables_to_appear_in_same_query!(notices, users);
diesel::allow_tables_to_appear_in_same_query!(once_keys, reference_counters);
diesel::allow_tables_to_appear_in_same_query!(openings, providers);
diesel::allow_tables_to_appear_in_same_query!(openings, quality_locks);
diesel::allow_tables_to_appear_in_same_query!(openings, requests);
diesel::allow_tables_to_appear_in_same_query!(openings, scores);
diesel::allow_tables_to_appear_in_same_query!(openings, specialists);
diesel::allow_tables_to_appear_in_same_query!(openings, users);
diesel::allow_tables_to_appear_in_same_query!(outbox, provider_certificates);
diesel::allow_tables_to_appear_in_same_query!(outbox, provider_lots);
diesel::allow_tables_to_appear_in_same_query!(outbox, providers);
diesel::allow_tables_to_appear_in_same_query!(outbox, unsubscribe_tokens);
diesel::allow_tables_to_appear_in_same_query!(outbox, vetting_decisions);
diesel::allow_tables_to_appear_in_same_query!(passkey_challenges, passkeys);
diesel::allow_tables_to_appear_in_same_query!(passkey_challenges, recovery_codes);
diesel::allow_tables_to_appear_in_same_query!(passkey_challenges, users);
diesel::allow_tables_to_appear_in_same_query!(passkeys, recovery_codes);
diesel::allow_tables_to_appear_in_same_query!(passkeys, users);
diesel::allow_tables_to_appear_in_same_query!(police_vetting_levels, rate_maxima);
diesel::allow_tables_to_appear_in_same_query!(police_vetting_levels, regions);
diesel::allow_tables_to_appear_in_same_query!(police_vetting_levels, request_roles);
diesel::allow_tables_to_appear_in_same_query!(police_vetting_levels, scheme_rules);
diesel::allow_tables_to_appear_in_same_query!(police_vetting_levels, security_clearance_levels);
diesel::allow_tables_to_appear_in_same_query!(police_vetting_levels, sfia_levels);
diesel::allow_tables_to_appear_in_same_query!(police_vetting_levels, specialisms);
diesel::allow_tables_to_appear_in_same_query!(police_vetting_levels, specialists);
diesel::allow_tables_to_appear_in_same_query!(police_vetting_levels, thresholds);
diesel::allow_tables_to_appear_in_same_query!(provider_certificates, provider_declarations);
diesel::allow_tables_to_appear_in_same_query!(provider_certificates, provider_insurances);
diesel::allow_tables_to_appear_in_same_query!(provider_certificates, provider_lots);
diesel::allow_tables_to_appear_in_same_query!(provider_certificates, providers);
diesel::allow_tables_to_appear_in_same_query!(provider_certificates, rate_ceilings);
diesel::allow_tables_to_appear_in_same_query!(provider_certificates, requests);
diesel::allow_tables_to_appear_in_same_query!(provider_certificates, specialists);
diesel::allow_tables_to_appear_in_same_query!(provider_certificates, vetting_decisions);
diesel::allow_tables_to_appear_in_same_query!(provider_declarations, provider_insurances);
diesel::allow_tables_to_appear_in_same_query!(provider_declarations, provider_lots);
diesel::allow_tables_to_appear_in_same_query!(provider_declarations, providers);
diesel::allow_tables_to_appear_in_same_query!(provider_declarations, rate_ceilings);
diesel::allow_tables_to_appear_in_same_query!(provider_declarations, specialists);
diesel::allow_tables_to_appear_in_same_query!(provider_declarations, vetting_decisions);
diesel::allow_tables_to_appear_in_same_query!(provider_insurances, provider_lots);
diesel::allow_tables_to_appear_in_same_query!(provider_insurances, providers);
diesel::allow_tables_to_appear_in_same_query!(provider_insurances, rate_ceilings);
diesel::allow_tables_to_appear_in_same_query!(provider_insurances, specialists);
diesel::allow_tables_to_appear_in_same_query!(provider_lots, providers);
diesel::allow_tables_to_appear_in_same_query!(provider_lots, rate_ceilings);
diesel::allow_tables_to_appear_in_same_query!(provider_lots, requests);
diesel::allow_tables_to_appear_in_same_query!(provider_lots, specialist_clearances);
diesel::allow_tables_to_appear_in_same_query!(provider_lots, specialists);
diesel::allow_tables_to_appear_in_same_query!(provider_lots, vetting_decisions);
diesel::allow_tables_to_appear_in_same_query!(providers, quality_locks);
diesel::allow_tables_to_appear_in_same_query!(providers, rate_ceilings);
diesel::allow_tables_to_appear_in_same_query!(providers, rate_maxima);
diesel::allow_tables_to_appear_in_same_query!(providers, regions);
diesel::allow_tables_to_appear_in_same_query!(providers, request_criteria);
diesel::allow_tables_to_appear_in_same_query!(providers, request_panel);
diesel::allow_tables_to_appear_in_same_query!(providers, request_requirements);
diesel::allow_tables_to_appear_in_same_query!(providers, request_roles);
diesel::allow_tables_to_appear_in_same_query!(providers, request_specialisms);
diesel::allow_tables_to_appear_in_same_query!(providers, requests);
diesel::allow_tables_to_appear_in_same_query!(providers, scores);
diesel::allow_tables_to_appear_in_same_query!(providers, sessions);
diesel::allow_tables_to_appear_in_same_query!(providers, specialists);
diesel::allow_tables_to_appear_in_same_query!(providers, terms_acceptances);
diesel::allow_tables_to_appear_in_same_query!(providers, user_roles);
diesel::allow_tables_to_appear_in_same_query!(providers, users);
diesel::allow_tables_to_appear_in_same_query!(providers, vetting_decisions);
diesel::allow_tables_to_appear_in_same_query!(quality_locks, requests);
diesel::allow_tables_to_appear_in_same_query!(ranking_snapshots, requests);
diesel::allow_tables_to_appear_in_same_query!(quality_locks, scores);
diesel::allow_tables_to_appear_in_same_query!(quality_locks, specialists);
diesel::allow_tables_to_appear_in_same_query!(quality_locks, users);
diesel::allow_tables_to_appear_in_same_query!(rate_ceilings, rate_maxima);
diesel::allow_tables_to_appear_in_same_query!(rate_ceilings, requests);
diesel::allow_tables_to_appear_in_same_query!(rate_ceilings, sfia_levels);
diesel::allow_tables_to_appear_in_same_query!(rate_ceilings, specialists);
diesel::allow_tables_to_appear_in_same_query!(rate_maxima, regions);
diesel::allow_tables_to_appear_in_same_query!(rate_maxima, scheme_rules);
diesel::allow_tables_to_appear_in_same_query!(rate_maxima, security_clearance_levels);
diesel::allow_tables_to_appear_in_same_query!(rate_maxima, sfia_levels);
diesel::allow_tables_to_appear_in_same_query!(rate_maxima, specialisms);
diesel::allow_tables_to_appear_in_same_query!(rate_maxima, thresholds);
diesel::allow_tables_to_appear_in_same_query!(recovery_codes, users);
diesel::allow_tables_to_appear_in_same_query!(regions, requests);
diesel::allow_tables_to_appear_in_same_query!(regions, scheme_rules);
diesel::allow_tables_to_appear_in_same_query!(regions, security_clearance_levels);
diesel::allow_tables_to_appear_in_same_query!(regions, sfia_levels);
diesel::allow_tables_to_appear_in_same_query!(regions, specialisms);
diesel::allow_tables_to_appear_in_same_query!(regions, thresholds);
diesel::allow_tables_to_appear_in_same_query!(request_criteria, request_panel);
diesel::allow_tables_to_appear_in_same_query!(request_criteria, request_requirements);
diesel::allow_tables_to_appear_in_same_query!(request_criteria, request_roles);
diesel::allow_tables_to_appear_in_same_query!(request_criteria, request_specialisms);
diesel::allow_tables_to_appear_in_same_query!(request_criteria, requests);
diesel::allow_tables_to_appear_in_same_query!(request_criteria, scores);
diesel::allow_tables_to_appear_in_same_query!(request_criteria, users);
diesel::allow_tables_to_appear_in_same_query!(request_documents, files);
diesel::allow_tables_to_appear_in_same_query!(request_documents, requests);
diesel::allow_tables_to_appear_in_same_query!(request_halves, users);
diesel::allow_tables_to_appear_in_same_query!(request_returns, users);
diesel::allow_tables_to_appear_in_same_query!(request_returns, request_return_comments);
diesel::allow_tables_to_appear_in_same_query!(request_schedules, requests);
diesel::allow_tables_to_appear_in_same_query!(request_panel, request_requirements);
diesel::allow_tables_to_appear_in_same_query!(request_panel, request_roles);
diesel::allow_tables_to_appear_in_same_query!(request_panel, request_specialisms);
diesel::allow_tables_to_appear_in_same_query!(request_panel, requests);
diesel::allow_tables_to_appear_in_same_query!(request_panel, users);
diesel::allow_tables_to_appear_in_same_query!(request_requirements, request_roles);
diesel::allow_tables_to_appear_in_same_query!(request_requirements, request_specialisms);
diesel::allow_tables_to_appear_in_same_query!(request_requirements, requests);
diesel::allow_tables_to_appear_in_same_query!(request_requirements, users);
diesel::allow_tables_to_appear_in_same_query!(request_roles, request_specialisms);
diesel::allow_tables_to_appear_in_same_query!(request_roles, requests);
diesel::allow_tables_to_appear_in_same_query!(request_roles, security_clearance_levels);
diesel::allow_tables_to_appear_in_same_query!(request_roles, sfia_levels);
diesel::allow_tables_to_appear_in_same_query!(request_roles, users);
diesel::allow_tables_to_appear_in_same_query!(request_specialisms, requests);
diesel::allow_tables_to_appear_in_same_query!(request_specialisms, specialisms);
diesel::allow_tables_to_appear_in_same_query!(request_specialisms, users);
diesel::allow_tables_to_appear_in_same_query!(requests, specialists);
diesel::allow_tables_to_appear_in_same_query!(requests, users);
diesel::allow_tables_to_appear_in_same_query!(scheme_rules, security_clearance_levels);
diesel::allow_tables_to_appear_in_same_query!(scheme_rules, sfia_levels);
diesel::allow_tables_to_appear_in_same_query!(scheme_rules, specialisms);
diesel::allow_tables_to_appear_in_same_query!(scheme_rules, thresholds);
diesel::allow_tables_to_appear_in_same_query!(scores, users);
diesel::allow_tables_to_appear_in_same_query!(security_clearance_levels, sfia_levels);
diesel::allow_tables_to_appear_in_same_query!(security_clearance_levels, specialisms);
diesel::allow_tables_to_appear_in_same_query!(security_clearance_levels, specialists);
diesel::allow_tables_to_appear_in_same_query!(security_clearance_levels, thresholds);
diesel::allow_tables_to_appear_in_same_query!(sessions, user_roles);
diesel::allow_tables_to_appear_in_same_query!(sessions, users);
diesel::allow_tables_to_appear_in_same_query!(sfia_levels, specialisms);
diesel::allow_tables_to_appear_in_same_query!(sfia_levels, specialist_skills);
diesel::allow_tables_to_appear_in_same_query!(sfia_levels, specialists);
diesel::allow_tables_to_appear_in_same_query!(sfia_levels, thresholds);
diesel::allow_tables_to_appear_in_same_query!(specialisms, specialist_certifications);
diesel::allow_tables_to_appear_in_same_query!(specialisms, specialist_clearances);
diesel::allow_tables_to_appear_in_same_query!(specialisms, specialist_skills);
diesel::allow_tables_to_appear_in_same_query!(specialisms, specialist_specialisms);
diesel::allow_tables_to_appear_in_same_query!(specialisms, specialists);
diesel::allow_tables_to_appear_in_same_query!(specialisms, thresholds);
diesel::allow_tables_to_appear_in_same_query!(specialist_certifications, specialist_clearances);
diesel::allow_tables_to_appear_in_same_query!(specialist_certifications, specialist_skills);
diesel::allow_tables_to_appear_in_same_query!(specialist_certifications, specialist_specialisms);
diesel::allow_tables_to_appear_in_same_query!(specialist_certifications, specialists);
diesel::allow_tables_to_appear_in_same_query!(specialist_clearances, specialist_skills);
diesel::allow_tables_to_appear_in_same_query!(specialist_clearances, specialist_specialisms);
diesel::allow_tables_to_appear_in_same_query!(specialist_clearances, specialists);
diesel::allow_tables_to_appear_in_same_query!(specialist_skills, specialist_specialisms);
diesel::allow_tables_to_appear_in_same_query!(specialist_skills, specialists);
diesel::allow_tables_to_appear_in_same_query!(specialist_specialisms, specialists);
diesel::allow_tables_to_appear_in_same_query!(terms_acceptances, users);
diesel::allow_tables_to_appear_in_same_query!(unsubscribe_tokens, users);
diesel::allow_tables_to_appear_in_same_query!(user_roles, users);
