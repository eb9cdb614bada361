public import Documents
public import Records

extension SQLiteEngine: RecordsEngine {}

extension SQLiteKeyStore: AgencyKeys {}
