import Records

/// What a person who has just arrived is shown.
let welcome = [
    Migration(
        "0029 first sign-in",
        """
        ALTER TABLE visit ADD COLUMN account INTEGER CHECK (account IS NULL OR typeof(account) = 'integer');
        -- Whoever was here before is no newcomer.
        UPDATE visit SET account = at;
        """)
]
