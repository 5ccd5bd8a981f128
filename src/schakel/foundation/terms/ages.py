"""Ages and the code list `age_group`."""

# The first age of each group; the groups are those in which the field publishes minors and 18-22.
STARTS = {
    0: "AGE_0_11",
    12: "AGE_12_14",
    15: "AGE_15_17",
    18: "AGE_18_22",
    23: "AGE_23_30",
    31: "AGE_31_40",
    41: "AGE_41_50",
    51: "AGE_51_PLUS",
}


def age_group(age: int | None) -> str:
    """The code of the group of an age in whole years; ``UNKNOWN`` for None. ValueError below 0."""
    if age is None:
        return "UNKNOWN"
    if age < 0:
        raise ValueError(f"not an age: {age}")
    return STARTS[max(start for start in STARTS if start <= age)]
