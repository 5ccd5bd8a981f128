"""The vault's own table holds keys' names, no persons."""

NOT_PERSONAL = {
    "vault.VaultCanary.id",
    "vault.VaultCanary.key_id",
    "vault.VaultCanary.value",
    "vault.VaultCanary.since",
}
