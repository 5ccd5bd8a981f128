"""What each column of the unit is, and how long it is kept."""

from schakel.foundation.vault.classification import Personal, Retention, Sensitivity

_ACTIVITY = "encoded_linkage"

RETENTION = {
    "codes": Retention(
        months=0,
        days=31,
        counted_from="the last day of the epoch",
        then="delete",
        ground="GDPR art. 5(1)(c) and (e): a code serves to compare within its epoch, and no longer",
    ),
    "cluster_number": Retention(
        months=None,
        counted_from="the codes of the next epoch are deleted",
        then="delete",
        ground="so that the next epoch can go on with the same numbers",
    ),
}

FIELDS = {
    **{
        f"linkage_unit.CodeMessage.{name}": Personal(_ACTIVITY, Sensitivity.PSEUDONYM, "codes")
        for name in ("local_ref", "local_ref_index", "codes", "fingerprint")
    },
    **{
        f"linkage_unit.CodePair.{name}": Personal(_ACTIVITY, Sensitivity.PSEUDONYM, "codes")
        for name in ("low", "high", "likeness")
    },
    **{
        f"linkage_unit.ClusterMember.{name}": Personal(
            _ACTIVITY, Sensitivity.PSEUDONYM, "cluster_number"
        )
        for name in ("local_ref", "local_ref_index", "cluster_no", "strength")
    },
}
_OTHERS = {
    "UnitPartner": "id organisation source kind",
    "Epoch": "id name parameters key opened_on closes_on threshold calibrated_at deleted_at",
    "CodeDelivery": "id number epoch partner received_at new known replaced not_encodable",
    "CodeMessage": "id epoch partner received_at linked_at",
    "CodePair": "id",
    "ClusterMember": "id epoch partner change changed_at",
    "Tally": "id last",
    "UnitRun": "id epoch started_at ended_at compared against alike changed",
    "CodeDeletion": "id number epoch at by messages pairs digest left line",
}
NOT_PERSONAL = {
    f"linkage_unit.{model}.{name}" for model, names in _OTHERS.items() for name in names.split()
}
