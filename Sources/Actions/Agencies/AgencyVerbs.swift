import Documents
public import Model
import Records
import Site

/// What an agency begins with.
public struct NewAgency: Sendable, Hashable {
    /// Its name in addresses.
    public var slug: Slug
    /// What people call it.
    public var name: String
    /// ISO 3166-1 alpha-2.
    public var country: String
    /// A name of the IANA time zone database.
    public var timeZone: String
    /// A locale such as `lt` or `en_GB`: the language, and how dates and amounts are written.
    public var locale: String
    /// ISO 4217.
    public var currency: String

    /// What an agency begins with; whether the values can be is said where it is made.
    public init(slug: Slug, name: String, country: String, timeZone: String, locale: String = "en", currency: String = "EUR") {
        (self.slug, self.name, self.country) = (slug, name, country)
        (self.timeZone, self.locale, self.currency) = (timeZone, locale, currency)
    }
}

/// One agency in a list.
public struct ListedAgency: Sendable {
    /// Its name in addresses.
    public let slug: Slug
    /// Nil when it cannot be opened; then `problem` says why.
    public let agency: Agency?
    /// Why it cannot be opened; nil: it can.
    public let problem: Refusal?
}

extension Workspace {
    /// Makes an agency: its folder, records, keys and settings. It appears whole or not at all.
    /// - Throws: `Refusal(.conflict)` when there is one of that name; `.wrongKey` when there are keys of one, whose folder is gone or
    ///   that is being added at this moment; `.invalid` for a value that cannot be.
    public func addAgency(_ new: NewAgency, by actor: Actor = .operator) async throws -> Agency {
        try new.slug.mustBeFreeForAgencies()
        return try await add(new, by: actor)
    }

    /// The same for any name.
    func add(_ new: NewAgency, by actor: Actor) async throws -> Agency {
        guard Disk.status(settings.folder(of: new.slug.text)) == nil else {
            throw Refusal(.conflict, "refusal.agency.exists", ["agency": new.slug.text])
        }
        let agency = try described(new)
        let temporary = settings.data + "/.new-" + world.uuid()
        do {
            try await makeRecords(agency, in: temporary, by: actor)
            let keys = try await engines.keys(settings.keys, agency.slug, agency.id, true)
            try keys.close()
            try Disk.rename(temporary, to: settings.folder(of: agency.slug.text), replacing: false)
            try Disk.synchronize(settings.data)
        } catch {
            try? Disk.removeTree(temporary)
            throw error
        }
        return try await self.agency(agency.slug).agency()
    }

    private func described(_ new: NewAgency) throws -> Agency {
        func value(_ key: String, _ text: String) throws -> String {
            try AgencySettings.value(key, text, languages: site.languages)
        }
        var agency = Agency(id: world.id(), slug: new.slug, name: try value("name", new.name))
        agency.country = try value("country", new.country)
        agency.timeZone = try value("time_zone", new.timeZone)
        agency.locale = try value("locale", new.locale)
        agency.currency = try value("currency", new.currency)
        return agency
    }

    private func makeRecords(_ agency: Agency, in folder: String, by actor: Actor) async throws {
        try Disk.makeFolders(folder + "/documents")
        let records = try await engines.records(folder + "/records.sqlite")
        let world = world
        do {
            try await records.write { connection in
                try connection.saveAgency(agency)
                try connection.raise([Page.all])
                var journal = Journal()
                journal.audit(actor: actor, action: "agency.add", subject: agency.id.text, detail: agency.slug.text)
                try connection.write(journal, world: world)
            }
        } catch {
            try? await records.close()
            throw error
        }
        try await records.close()
    }

    /// Every agency with its settings, sorted; one that cannot be opened stands there with its problem.
    public func agencies() async throws -> [ListedAgency] {
        var listed: [ListedAgency] = []
        for slug in try slugs {
            do {
                listed.append(ListedAgency(slug: slug, agency: try await agency(slug).agency(), problem: nil))
            } catch let refusal as Refusal {
                listed.append(ListedAgency(slug: slug, agency: nil, problem: refusal))
            }
        }
        return listed
    }
}

extension Slug {
    /// Every way in which an agency gets its name comes by here: what is made, imported or restored under the name of a proof's
    /// agency would be taken away with its keys by the next proof.
    /// - Throws: `Refusal(.invalid)` when no agency may have this name.
    func mustBeFreeForAgencies() throws {
        guard isFreeForAgencies else { throw Refusal(.invalid, "refusal.agency.reserved", ["agency": text]) }
    }
}

extension OpenAgency {
    /// Changes settings of the agency, all or none. Every page is made again, since every page shows some of them.
    /// - Throws: `Refusal(.invalid)` that names the key and what would be right.
    @discardableResult
    public func set(_ values: [(key: String, value: String)], by actor: Actor = .operator) async throws -> Agency {
        let languages = site.languages
        let checked = try values.map { ($0.key, try AgencySettings.value($0.key, $0.value, languages: languages)) }
        let id = id.text
        let agency = try await change { connection, journal in
            try connection.set(checked, of: id, by: actor, &journal)
            return try connection.agency()
        }
        if checked.contains(where: { $0.0 == "locale" }) { try await room.followLanguage() }
        return agency
    }
}
