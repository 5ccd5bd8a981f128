"""What each column of linkage is, and how long it is kept: no longer than what it was made from."""

from schakel.foundation.vault.classification import Personal, Retention, Sensitivity

ACTIVITY = "linkage"
RECORD_PERIOD = "linkage_record"
PAIR_PERIOD = "linkage_pair"
DECISION_PERIOD = "linkage_decision"

RETENTION = {
    RECORD_PERIOD: Retention(
        60, "the last report about the person", "delete", "UAVG art. 22 and 31; privacy regulations"
    ),
    PAIR_PERIOD: Retention(
        120, "the end of the decision", "pseudonymise", "figures of any date can be made again"
    ),
    DECISION_PERIOD: Retention(
        120,
        "the last report about the person",
        "pseudonymise",
        "every decision can be explained and undone as long as the persons are kept",
    ),
}


def _personal(names: str, sensitivity: Sensitivity, retention: str) -> dict[str, Personal]:
    return {f"linkage.{name}": Personal(ACTIVITY, sensitivity, retention) for name in names.split()}


FIELDS = {
    **_personal("LinkRecord.packed", Sensitivity.IDENTITY, RECORD_PERIOD),
    **_personal(
        "LinkRecord.report LinkKey.report LinkKey.key", Sensitivity.PSEUDONYM, RECORD_PERIOD
    ),
    **_personal(
        "Proposal.low Proposal.high Constraint.low Constraint.high Constraint.facts "
        "Judgement.proposal",
        Sensitivity.PSEUDONYM,
        PAIR_PERIOD,
    ),
    **_personal(
        "Proposal.score Proposal.levels Proposal.at Proposal.settled_at Proposal.settled_how "
        "Constraint.kind Constraint.at Constraint.revoked_at Judgement.verdict Judgement.reason "
        "Judgement.at Judgement.blind",
        Sensitivity.PERSONAL,
        PAIR_PERIOD,
    ),
    **_personal(
        "KeeperQuestion.proposal KeeperQuestion.beside SecondLook.first SecondLook.second",
        Sensitivity.PSEUDONYM,
        PAIR_PERIOD,
    ),
    **_personal("SecondLook.drawn_at SecondLook.settled_at", Sensitivity.PERSONAL, PAIR_PERIOD),
    **_personal("SecondLook.settled_by", Sensitivity.STAFF, PAIR_PERIOD),
    **_personal(
        "KeeperQuestion.asked_at KeeperQuestion.answer KeeperQuestion.answered_at",
        Sensitivity.PERSONAL,
        PAIR_PERIOD,
    ),
    **_personal(
        "KeeperQuestion.asked_by KeeperQuestion.keeper KeeperQuestion.answered_by",
        Sensitivity.STAFF,
        PAIR_PERIOD,
    ),
    **_personal("Constraint.by Judgement.by ModelVersion.by", Sensitivity.STAFF, PAIR_PERIOD),
    **_personal(
        "Constraint.decision Constraint.revoked_by Decision.number Decision.person Decision.other "
        "Decision.undoes Decision.evidence DecisionMembership.decision "
        "DecisionMembership.membership",
        Sensitivity.PSEUDONYM,
        DECISION_PERIOD,
    ),
    **_personal(
        "Decision.kind Decision.state Decision.at Decision.second_at Decision.reason "
        "Decision.second_reason Decision.score DecisionMembership.opened",
        Sensitivity.PERSONAL,
        DECISION_PERIOD,
    ),
    **_personal("Decision.by Decision.second_by", Sensitivity.STAFF, DECISION_PERIOD),
    **_personal(
        "EncodedLink.report EncodedLink.reference EncodedLink.cluster_no EncodedLink.strength "
        "ClusterDoubt.low ClusterDoubt.high ClusterDoubt.at ClusterDoubt.seen_at",
        Sensitivity.PSEUDONYM,
        PAIR_PERIOD,
    ),
    **_personal("ClusterFetch.by ClusterDoubt.seen_by", Sensitivity.STAFF, PAIR_PERIOD),
}

FIELDS |= {
    **_personal("ClericalPair.low ClericalPair.high", Sensitivity.PSEUDONYM, PAIR_PERIOD),
    **_personal(
        "ClericalPair.score ClericalPair.verdict ClericalPair.judged_at "
        "ClericalPair.second_verdict ClericalPair.second_at",
        Sensitivity.PERSONAL,
        PAIR_PERIOD,
    ),
    **_personal(
        "LinkageRun.by ClericalPair.judged_by ClericalPair.second_by",
        Sensitivity.STAFF,
        PAIR_PERIOD,
    ),
}

NOT_PERSONAL = {
    *(f"linkage.ClericalPair.{name}" for name in ("id", "run", "place", "band", "twice")),
    *(
        f"linkage.LinkageRun.{name}"
        for name in (
            *("id", "at", "version", "reports", "comparable", "candidates", "review"),
            *("automatic", "bands", "levels", "persons", "overlaps"),
        )
    ),
    "linkage.EncodedLink.source",
    "linkage.EncodedLink.epoch",
    "linkage.EncodedLink.received_at",
    *(
        f"linkage.ClusterFetch.{name}"
        for name in ["id", "at", "by_file", "cursor", "rows", "matched"]
    ),
    "linkage.LinkRecord.standardiser",
    "linkage.LinkRecord.compared_at",
    # A number of reports behind a keyed hash, of nobody in particular.
    "linkage.LinkFrequency.key",
    "linkage.LinkFrequency.reports",
    "linkage.Proposal.version",
    "linkage.Decision.version",
    *(
        f"linkage.ModelVersion.{name}"
        for name in (
            "version",
            "fingerprint",
            "parameters",
            "thresholds",
            "evaluation",
            "since",
            "active",
        )
    ),
    *(
        f"linkage.{model}.id"
        for model in (
            "LinkKey",
            "ModelVersion",
            "Proposal",
            "Constraint",
            "Judgement",
            "KeeperQuestion",
            "SecondLook",
            "Decision",
            "DecisionMembership",
            "EncodedLink",
            "ClusterDoubt",
        )
    ),
}
