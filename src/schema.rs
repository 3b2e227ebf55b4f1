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
    bid_evidence (bid_id, requirement_id) {
        bid_id -> Uuid,
        requirement_id -> Uuid,
        met -> Bool,
        evidence -> Text,
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
    contracts (id) {
        id -> Uuid,
        reference -> Text,
        request_id -> Uuid,
        award_id -> Uuid,
        force_id -> Uuid,
        provider_id -> Uuid,
        state -> Text,
        document -> Text,
        document_hash -> Bytea,
        value -> Int8,
        starts_on -> Date,
        ends_on -> Date,
        created_at -> Timestamptz,
        provider_signed_by -> Nullable<Uuid>,
        provider_signature -> Text,
        provider_signed_at -> Nullable<Timestamptz>,
        force_signed_by -> Nullable<Uuid>,
        force_signature -> Text,
        force_signed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    force_domains (domain) {
        domain -> Text,
        force_id -> Uuid,
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
    force_names (force_id, valid_from) {
        force_id -> Uuid,
        valid_from -> Date,
        name -> Text,
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
    }
}

diesel::table! {
    provider_declarations (provider_id, code) {
        provider_id -> Uuid,
        code -> Text,
        answer -> Bool,
        explanation -> Text,
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
    quality_locks (request_id) {
        request_id -> Uuid,
        locked_by -> Uuid,
        locked_at -> Timestamptz,
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
    }
}

diesel::table! {
    request_specialisms (request_id, specialism) {
        request_id -> Uuid,
        specialism -> Text,
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
        certifications -> Text,
        nppv -> Nullable<Text>,
        nppv_expires -> Nullable<Date>,
        nppv_sponsor -> Text,
        nsv -> Text,
        nsv_expires -> Nullable<Date>,
        available_from -> Nullable<Date>,
        right_to_work -> Bool,
        retired_at -> Nullable<Timestamptz>,
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

diesel::joinable!(agreed_scores -> bids (bid_id));
diesel::joinable!(agreed_scores -> request_criteria (criterion_id));
diesel::joinable!(agreed_scores -> users (agreed_by));
diesel::joinable!(awards -> bids (bid_id));
diesel::joinable!(awards -> requests (request_id));
diesel::joinable!(bid_answers -> bids (bid_id));
diesel::joinable!(bid_answers -> request_criteria (criterion_id));
diesel::joinable!(bid_evidence -> bids (bid_id));
diesel::joinable!(bid_evidence -> request_requirements (requirement_id));
diesel::joinable!(bid_rates -> bids (bid_id));
diesel::joinable!(bid_rates -> request_roles (role_id));
diesel::joinable!(bid_team -> bids (bid_id));
diesel::joinable!(bid_team -> request_roles (role_id));
diesel::joinable!(bid_team -> specialists (specialist_id));
diesel::joinable!(bids -> providers (provider_id));
diesel::joinable!(bids -> requests (request_id));
diesel::joinable!(clarifications -> providers (provider_id));
diesel::joinable!(clarifications -> requests (request_id));
diesel::joinable!(contracts -> awards (award_id));
diesel::joinable!(contracts -> forces (force_id));
diesel::joinable!(contracts -> providers (provider_id));
diesel::joinable!(contracts -> requests (request_id));
diesel::joinable!(force_domains -> forces (force_id));
diesel::joinable!(force_names -> forces (force_id));
diesel::joinable!(digest_items -> users (user_id));
diesel::joinable!(expiry_warnings -> providers (provider_id));
diesel::joinable!(forces -> regions (region_code));
diesel::joinable!(framework_criteria -> frameworks (framework_id));
diesel::joinable!(framework_fees -> frameworks (framework_id));
diesel::joinable!(framework_terms -> frameworks (framework_id));
diesel::joinable!(framework_terms -> users (published_by));
diesel::joinable!(lots -> frameworks (framework_id));
diesel::joinable!(mail_preferences -> users (user_id));
diesel::joinable!(notices -> users (user_id));
diesel::joinable!(openings -> requests (request_id));
diesel::joinable!(provider_certificates -> assurance_schemes (scheme));
diesel::joinable!(provider_certificates -> providers (provider_id));
diesel::joinable!(provider_declarations -> providers (provider_id));
diesel::joinable!(provider_insurances -> providers (provider_id));
diesel::joinable!(provider_lots -> lots (lot_code));
diesel::joinable!(provider_lots -> providers (provider_id));
diesel::joinable!(providers -> regions (region_code));
diesel::joinable!(quality_locks -> requests (request_id));
diesel::joinable!(quality_locks -> users (locked_by));
diesel::joinable!(rate_ceilings -> sfia_levels (sfia_level));
diesel::joinable!(rate_maxima -> lots (lot_code));
diesel::joinable!(rate_maxima -> sfia_levels (sfia_level));
diesel::joinable!(request_criteria -> framework_criteria (criterion));
diesel::joinable!(request_criteria -> requests (request_id));
diesel::joinable!(request_panel -> requests (request_id));
diesel::joinable!(request_panel -> users (user_id));
diesel::joinable!(request_requirements -> requests (request_id));
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
diesel::joinable!(specialist_specialisms -> specialisms (specialism));
diesel::joinable!(specialist_specialisms -> specialists (specialist_id));
diesel::joinable!(specialists -> police_vetting_levels (nppv));
diesel::joinable!(specialists -> providers (provider_id));
diesel::joinable!(specialists -> security_clearance_levels (nsv));
diesel::joinable!(specialists -> sfia_levels (sfia_level));
diesel::joinable!(terms_acceptances -> providers (provider_id));
diesel::joinable!(terms_acceptances -> users (accepted_by));
diesel::joinable!(unsubscribe_tokens -> users (user_id));
diesel::joinable!(user_roles -> users (user_id));
diesel::joinable!(users -> forces (force_id));
diesel::joinable!(users -> providers (provider_id));
diesel::joinable!(vetting_decisions -> providers (provider_id));

diesel::allow_tables_to_appear_in_same_query!(
    agreed_scores,
    assurance_schemes,
    attempts,
    audit_entries,
    audit_head,
    awards,
    bank_holiday_years,
    bank_holidays,
    bid_answers,
    bid_evidence,
    bid_rates,
    bid_team,
    bids,
    clarifications,
    clearance_validity,
    contracts,
    force_domains,
    force_names,
    digest_items,
    expiry_warnings,
    forces,
    framework_criteria,
    framework_fees,
    framework_terms,
    frameworks,
    lots,
    mail_preferences,
    notices,
    once_keys,
    openings,
    outbox,
    police_vetting_levels,
    provider_certificates,
    provider_declarations,
    provider_insurances,
    provider_lots,
    providers,
    quality_locks,
    rate_ceilings,
    rate_maxima,
    reference_counters,
    regions,
    request_criteria,
    request_panel,
    request_requirements,
    request_roles,
    request_specialisms,
    requests,
    scheme_rules,
    scores,
    security_clearance_levels,
    sessions,
    sfia_levels,
    specialisms,
    specialist_specialisms,
    specialists,
    terms_acceptances,
    thresholds,
    unsubscribe_tokens,
    user_roles,
    users,
    vetting_decisions,
);
