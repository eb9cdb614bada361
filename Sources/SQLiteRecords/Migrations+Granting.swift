import Records

/// What requests for erasure, archives of accounts, and those who must not come back need; continues `migrations`.
let granting = [
    Migration("0030 granted erasures", "ALTER TABLE data_request ADD COLUMN erasure TEXT;")
]
