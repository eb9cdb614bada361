public import Model

extension Connection {
    /// One setting's value, or nil when it was never set.
    public func setting(_ key: String) throws -> String? {
        try one("SELECT value FROM setting WHERE key = \(key)") { try $0.text(0) }
    }

    /// Every setting.
    public func settings() throws -> [String: String] {
        var found: [String: String] = [:]
        try each("SELECT key, value FROM setting ORDER BY key") { found[try $0.text(0)] = try $0.text(1) }
        return found
    }

    /// Sets a setting, new or not.
    public func setSetting(_ key: String, _ value: String) throws {
        if try run("UPDATE setting SET value = \(value) WHERE key = \(key)") == 0 {
            try run("INSERT INTO setting (key, value) VALUES (\(key), \(value))")
        }
    }

    /// The agency as its settings describe it.
    ///
    /// - Throws: `Refusal(.failed)` when the records were never given an agency (see `saveAgency`).
    public func agency() throws -> Agency {
        let values = try settings()
        guard let id = values["id"], let slug = values["slug"].flatMap(Slug.init), let name = values["name"] else {
            throw Refusal(.failed, "refusal.records.agency")
        }
        var agency = Agency(id: ID(id), slug: slug, name: name)
        for (key, field) in agencyFields {
            if let value = values[key] { agency[keyPath: field] = value }
        }
        if let value = values["agents_see_all"] { agency.agentsSeeAll = value == "true" }
        if let value = values["analytics"] { agency.analytics = value == "true" }
        if let value = values["second_factor"] { agency.secondFactor = SecondFactorRule(rawValue: value) ?? .staff }
        agency.uploads = UploadRules(kinds: values["upload_kinds"] ?? "", megabytes: values["upload_largest"] ?? "")
        return agency
    }

    /// Writes every setting of the agency, itself included.
    public func saveAgency(_ agency: Agency) throws {
        try setSetting("id", agency.id.text)
        try setSetting("slug", agency.slug.text)
        for (key, field) in agencyFields { try setSetting(key, agency[keyPath: field]) }
        try setSetting("agents_see_all", agency.agentsSeeAll ? "true" : "false")
        try setSetting("analytics", agency.analytics ? "true" : "false")
        try setSetting("second_factor", agency.secondFactor.rawValue)
        try setSetting("upload_kinds", agency.uploads.kindsText)
        try setSetting("upload_largest", agency.uploads.megabytesText)
    }
}

/// The settings that are plain text, by key.
private var agencyFields: [(key: String, field: WritableKeyPath<Agency, String>)] {
    [
        ("name", \.name), ("legal_name", \.legalName), ("address", \.address), ("city", \.city), ("postcode", \.postcode),
        ("country", \.country), ("company_code", \.companyCode), ("vat", \.vat), ("iban", \.iban), ("bic", \.bic),
        ("email", \.email), ("phone", \.phone), ("time_zone", \.timeZone), ("locale", \.locale), ("currency", \.currency),
        ("invoice_series", \.invoiceSeries), ("payment_reference", \.paymentReference), ("host", \.host),
        ("colour", \.colour), ("logo", \.logo), ("retention_cases", \.retentionCases),
    ]
}
