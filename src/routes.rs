//! Every address in the service, one to a line.

use actix_web::web::{ServiceConfig, get, post};

use crate::accounts;
use crate::bids;
use crate::clarifications;
use crate::contracts;
use crate::help;
use crate::notices;
use crate::providers;
use crate::requests;
use crate::trail;
use crate::vetting;

/// Puts up the signposts.
#[rustfmt::skip] // one address to a line, however long
/// Puts up the signposts: one to a line, however long.
#[rustfmt::skip]
pub fn routes(app: &mut ServiceConfig) {
    app
        // Accounts
        .route("/sign-in", get().to(accounts::handlers::sign_in_page))
        .route("/sign-in", post().to(accounts::handlers::sign_in))
        .route("/sign-out", post().to(accounts::handlers::sign_out))
        .route("/account", get().to(accounts::handlers::account))
        // Bids
        .route("/opportunities/{reference}/bid", get().to(bids::handlers::start_page))
        .route("/opportunities/{reference}/bid", post().to(bids::handlers::start))
        .route("/bids", get().to(bids::handlers::list))
        .route("/bids/{reference}", get().to(bids::handlers::show))
        .route("/bids/{reference}/evidence", get().to(bids::sections::handlers::evidence))
        .route("/bids/{reference}/evidence", post().to(bids::sections::handlers::save_evidence))
        .route("/bids/{reference}/answers/{criterion}", get().to(bids::sections::handlers::answer))
        .route("/bids/{reference}/answers/{criterion}", post().to(bids::sections::handlers::save_answer))
        .route("/bids/{reference}/team", get().to(bids::sections::handlers::team))
        .route("/bids/{reference}/team", post().to(bids::sections::handlers::save_team))
        .route("/bids/{reference}/price", get().to(bids::sections::handlers::price))
        .route("/bids/{reference}/price", post().to(bids::sections::handlers::save_price))
        .route("/bids/{reference}/declarations", get().to(bids::sections::handlers::declarations))
        .route("/bids/{reference}/declarations", post().to(bids::sections::handlers::save_declarations))
        .route("/bids/{reference}/check", get().to(bids::handlers::check))
        .route("/bids/{reference}/submission", post().to(bids::handlers::submit))
        .route("/bids/{reference}/withdrawal", get().to(bids::handlers::withdraw_page))
        .route("/bids/{reference}/withdrawal", post().to(bids::handlers::withdraw))
        .route("/bids/{reference}/receipt", get().to(bids::handlers::receipt))
        .route("/bids/{reference}/copy.json", get().to(bids::handlers::copy))
        .route("/bids/{reference}/history", get().to(bids::handlers::history))
        // Providers
        .route("/register", get().to(providers::handlers::register_page))
        .route("/register", post().to(providers::handlers::register))
        .route("/providers", get().to(providers::handlers::directory))
        .route("/providers/{slug}", get().to(providers::handlers::show))
        .route("/provider", get().to(providers::home::handlers::home))
        .route("/provider/dossier", get().to(providers::dossier::handlers::tasks))
        .route("/provider/dossier/check", get().to(providers::dossier::handlers::check))
        .route("/provider/dossier/application", post().to(providers::dossier::handlers::apply))
        .route("/provider/dossier/history", get().to(providers::dossier::handlers::history))
        .route("/provider/dossier/company", get().to(providers::dossier::handlers::sections::company_page))
        .route("/provider/dossier/company", post().to(providers::dossier::handlers::sections::company))
        .route("/provider/dossier/declarations", get().to(providers::dossier::handlers::sections::declarations_page))
        .route("/provider/dossier/declarations", post().to(providers::dossier::handlers::sections::declarations))
        .route("/provider/dossier/statements", get().to(providers::dossier::handlers::sections::statements_page))
        .route("/provider/dossier/statements", post().to(providers::dossier::handlers::sections::statements))
        .route("/provider/dossier/lots", get().to(providers::dossier::handlers::sections::lots))
        .route("/provider/dossier/lots/{code}", get().to(providers::dossier::handlers::sections::lot_page))
        .route("/provider/dossier/lots/{code}", post().to(providers::dossier::handlers::sections::lot))
        .route("/provider/dossier/lots/{code}/removal", post().to(providers::dossier::handlers::sections::remove_lot))
        .route("/provider/dossier/certificates", get().to(providers::dossier::handlers::papers::certificates))
        .route("/provider/dossier/certificates", post().to(providers::dossier::handlers::papers::add_certificate))
        .route("/provider/dossier/certificates/new", get().to(providers::dossier::handlers::papers::certificate_page))
        .route("/provider/dossier/certificates/{id}/removal", post().to(providers::dossier::handlers::papers::remove_certificate))
        .route("/provider/dossier/insurance", get().to(providers::dossier::handlers::papers::insurances))
        .route("/provider/dossier/insurance", post().to(providers::dossier::handlers::papers::save_insurance))
        .route("/provider/dossier/insurance/new", get().to(providers::dossier::handlers::papers::insurance_page))
        .route("/provider/dossier/insurance/{id}/removal", post().to(providers::dossier::handlers::papers::remove_insurance))
        .route("/provider/specialists", get().to(providers::specialists::handlers::list))
        .route("/provider/specialists", post().to(providers::specialists::handlers::add))
        .route("/provider/specialists/new", get().to(providers::specialists::handlers::add_page))
        .route("/provider/specialists/{id}", get().to(providers::specialists::handlers::change_page))
        .route("/provider/specialists/{id}", post().to(providers::specialists::handlers::change))
        .route("/provider/specialists/{id}/retirement", post().to(providers::specialists::handlers::retire))
        // Vetting
        .route("/operator", get().to(vetting::handlers::home))
        .route("/operator/applications", get().to(vetting::handlers::applications))
        .route("/operator/applications/{slug}", get().to(vetting::handlers::application))
        .route("/operator/applications/{slug}/lots/{code}/decision", get().to(vetting::handlers::decisions::lot_page))
        .route("/operator/applications/{slug}/lots/{code}/decision", post().to(vetting::handlers::decisions::lot))
        .route("/operator/applications/{slug}/more", get().to(vetting::handlers::decisions::more_page))
        .route("/operator/applications/{slug}/more", post().to(vetting::handlers::decisions::more))
        .route("/operator/applications/{slug}/proposal", get().to(vetting::handlers::decisions::proposal_page))
        .route("/operator/applications/{slug}/proposal", post().to(vetting::handlers::decisions::propose))
        .route("/operator/applications/{slug}/confirmation", post().to(vetting::handlers::decisions::confirm))
        .route("/operator/applications/{slug}/setting-aside", post().to(vetting::handlers::decisions::set_aside))
        .route("/operator/providers", get().to(vetting::handlers::providers))
        .route("/operator/providers/{slug}", get().to(vetting::handlers::provider))
        .route("/operator/providers/{slug}/certificates/{id}/decision", get().to(vetting::handlers::decisions::certificate_page))
        .route("/operator/providers/{slug}/certificates/{id}/decision", post().to(vetting::handlers::decisions::certificate))
        .route("/operator/providers/{slug}/suspension", get().to(vetting::handlers::decisions::suspension_page))
        .route("/operator/providers/{slug}/suspension", post().to(vetting::handlers::decisions::suspend))
        .route("/operator/providers/{slug}/lifting", get().to(vetting::handlers::decisions::lifting_page))
        .route("/operator/providers/{slug}/lifting", post().to(vetting::handlers::decisions::lift))
        // Contracts
        .route("/contracts", get().to(contracts::handlers::list))
        .route("/requests/{ref}/contract", get().to(contracts::handlers::draw_up_page))
        .route("/requests/{ref}/contract", post().to(contracts::handlers::draw_up))
        .route("/contracts/{ref}", get().to(contracts::handlers::show))
        .route("/contracts/{ref}/document.txt", get().to(contracts::handlers::text))
        .route("/contracts/{ref}/history", get().to(contracts::handlers::history))
        .route("/contracts/{ref}/provider-signature", post().to(contracts::signing::handlers::by_provider))
        .route("/contracts/{ref}/force-signature", post().to(contracts::signing::handlers::by_force))
        // Notices
        .route("/account/notices", get().to(notices::handlers::list))
        .route("/account/notices/read", post().to(notices::handlers::read))
        .route("/operator/mail", get().to(notices::mailbox::handlers::operator))
        .route("/operator/mail/{id}/retry", post().to(notices::mailbox::handlers::retry))
        .route("/dev/mail", get().to(notices::mailbox::handlers::demonstration))
        .route("/dev/mail/{id}", get().to(notices::mailbox::handlers::demonstration_mail))
        // Trail
        .route("/audit", get().to(trail::handlers::desk))
        // Requests: the public side
        .route("/", get().to(requests::public::handlers::start))
        .route("/opportunities", get().to(requests::public::handlers::list))
        .route("/opportunities/{reference}", get().to(requests::public::handlers::show))
        // Requests: a force's own
        .route("/force", get().to(requests::handlers::home))
        .route("/requests", get().to(requests::handlers::board))
        .route("/requests/new", get().to(requests::drafting::handlers::new_page))
        .route("/requests/new", post().to(requests::drafting::handlers::begin))
        .route("/requests/{reference}", get().to(requests::handlers::show))
        .route("/requests/{reference}/history", get().to(requests::handlers::history))
        .route("/requests/{reference}/draft/{section}", get().to(requests::drafting::handlers::section_page))
        .route("/requests/{reference}/draft/{section}", post().to(requests::drafting::handlers::save))
        .route("/requests/{reference}/preview", get().to(requests::drafting::handlers::preview))
        .route("/requests/{reference}/check", get().to(requests::drafting::handlers::check))
        .route("/requests/{reference}/submission", post().to(requests::drafting::handlers::submit))
        // Requests: approval and endings
        .route("/requests/{reference}/approval", get().to(requests::approval::handlers::approval))
        .route("/requests/{reference}/publication", post().to(requests::approval::handlers::publish))
        .route("/requests/{reference}/return", post().to(requests::approval::handlers::send_back))
        .route("/requests/{reference}/cancellation", get().to(requests::approval::handlers::cancellation))
        .route("/requests/{reference}/cancellation", post().to(requests::approval::handlers::cancel))
        .route("/requests/{reference}/no-award", get().to(requests::approval::handlers::no_award))
        .route("/requests/{reference}/no-award", post().to(requests::approval::handlers::end_without_award))
        // Clarifications
        .route("/opportunities/{reference}/questions", post().to(clarifications::handlers::ask))
        .route("/requests/{reference}/clarifications", get().to(clarifications::handlers::list))
        .route("/requests/{reference}/clarifications/{number}", post().to(clarifications::handlers::answer))
        // Help
        .route("/how-it-works", get().to(help::handlers::how_it_works))
        .route("/transparency", get().to(help::handlers::transparency))
        .route("/help", get().to(help::handlers::help))
        .route("/privacy", get().to(help::handlers::privacy))
        .route("/cookies", get().to(help::handlers::cookies))
        .route("/accessibility", get().to(help::handlers::accessibility))
        .route("/robots.txt", get().to(help::handlers::robots))
        .route("/sitemap.xml", get().to(help::handlers::sitemap));
}
