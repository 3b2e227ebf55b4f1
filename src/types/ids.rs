//! One type per kind of thing, so that a bid's id can never be passed for a
//! request's.

use std::fmt;

use diesel::deserialize::FromSqlRow;
use diesel::deserialize::{self, FromSql};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, AsExpression, FromSqlRow)]
        #[diesel(sql_type = sql_types::Uuid)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Mints a fresh id; ids sort by creation time.
            pub fn mint() -> Self {
                Self(Uuid::now_v7())
            }

            /// The bare uuid, for the audit trail.
            pub fn uuid(self) -> Uuid {
                self.0
            }

            /// Reads an id typed into an address or a form.
            pub fn parse(typed: &str) -> Option<Self> {
                Uuid::parse_str(typed.trim()).ok().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(bare: Uuid) -> Self {
                Self(bare)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl ToSql<sql_types::Uuid, Pg> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                ToSql::<sql_types::Uuid, Pg>::to_sql(&self.0, out)
            }
        }

        impl FromSql<sql_types::Uuid, Pg> for $name {
            fn from_sql(raw: PgValue<'_>) -> deserialize::Result<Self> {
                FromSql::<sql_types::Uuid, Pg>::from_sql(raw).map(Self)
            }
        }
    )+};
}

ids! {
    /// A person who can sign in.
    UserId,
    /// A police force.
    ForceId,
    /// A company that sells cyber skills.
    ProviderId,
    /// A file that someone uploaded.
    FileId,
    /// A certificate in a provider's dossier.
    CertificateId,
    /// An insurance in a provider's dossier.
    InsuranceId,
    /// A person a provider can deploy.
    SpecialistId,
    /// A vetting officer's decision about an application.
    DecisionId,
    /// A change to a dossier that waits for review.
    ChangeId,
    /// Something a vetting officer asked a provider for.
    AskedId,
    /// A request for skills.
    RequestId,
    /// A role on a request's team.
    RoleId,
    /// Something a request wants delivered at a fixed price.
    OutcomeId,
    /// An essential or nice-to-have requirement of a request.
    RequirementId,
    /// An award criterion of a request, with its question.
    CriterionId,
    /// A change to a published request.
    AmendmentId,
    /// A question about a request, and its answer.
    ClarificationId,
    /// A bid on a request.
    BidId,
    /// A change of the ranking after quality was locked.
    RankingChangeId,
    /// What a bidder is asked to explain about a low price.
    ExplanationId,
    /// An award of a request to a bid.
    AwardId,
    /// The withdrawal of an award.
    WithdrawalId,
    /// The ending of a request without an award.
    EndingId,
    /// A letter that told a bidder of an award.
    LetterId,
    /// A challenge to an award.
    ChallengeId,
    /// A signed call-off.
    ContractId,
    /// A version of a contract: as offered, corrected or varied.
    VersionId,
    /// What may be missing at the start of a contract, because an approver said so.
    WaiverId,
    /// The ending of a contract before its time.
    TerminationId,
    /// Something a person was told.
    NoticeId,
    /// An invitation.
    InvitationId,
    /// A passkey.
    PasskeyId,
    /// A second factor to be reset.
    FactorResetId,
    /// A mail waiting to be sent.
    MailId,
    /// A search that a person saved.
    SavedSearchId,
    /// Something a person is told in their daily digest.
    DigestItemId,
}
