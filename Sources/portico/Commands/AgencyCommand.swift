import Actions
import ArgumentParser
import Model

/// `portico agency …`
struct AgencyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agency", abstract: "Add, change and list agencies.", subcommands: [Add.self, Set.self, List.self])

    struct Add: WorkspaceCommand {
        static let configuration = CommandConfiguration(commandName: "add", abstract: "Add an agency.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "Its name in paths: a-z, 0-9 and single hyphens, at most 63.") var slug: String
        @Option(help: "Its name as people read it.") var name: String
        @Option(help: "ISO 3166-1 alpha-2, such as LT.") var country: String
        @Option(help: "A time zone of the IANA database, such as Europe/Vilnius.") var timeZone: String
        @Option(help: "Language and perhaps region of its public pages and staff.") var locale = "en"
        @Option(help: "ISO 4217: the currency of new invoices.") var currency = "EUR"

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let agency = try await workspace.addAgency(
                NewAgency(
                    slug: try slug.asSlug("agency"), name: name, country: country, timeZone: timeZone, locale: locale,
                    currency: currency))
            if common.json {
                try await io.json(AgencyLine(agency))
            } else {
                try await io.line("Added \(agency.slug). Next: portico person add \(agency.slug) EMAIL --role owner")
            }
            return .done
        }
    }

    struct Set: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "Change settings of an agency.",
            discussion: "Keys: \(AgencySettings.keys.joined(separator: ", ")).")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var slug: String
        @Argument(help: "KEY=VALUE, as many as wanted.") var values: [String]

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let pairs = try values.map { text -> (key: String, value: String) in
                guard let equals = text.firstIndex(of: "=") else {
                    throw Refusal(.usage, "refusal.setting.pair", ["value": text])
                }
                return (String(text[..<equals]), String(text[text.index(after: equals)...]))
            }
            let agency = try await workspace.agency(try slug.asSlug("agency")).set(pairs)
            if common.json { try await io.json(AgencyLine(agency)) } else { try await io.line("Changed \(agency.slug).") }
            return .done
        }
    }

    struct List: WorkspaceCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List agencies.")
        @OptionGroup var common: CommonOptions
        var isLooking: Bool { true }

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            var exit = Exit.done
            for listed in try await workspace.agencies() {
                if let problem = listed.problem {
                    exit = .partly
                    try await io.complain("\(listed.slug): \(Complaint.text(problem.word, problem.arguments))")
                }
                guard let agency = listed.agency else { continue }
                if common.json {
                    try await io.json(AgencyLine(agency))
                } else {
                    try await io.line(
                        "\(agency.slug)\t\(agency.name)\t\(agency.country)\t\(agency.locale)\t\(agency.currency)\t\(agency.timeZone)"
                    )
                }
            }
            return exit
        }
    }
}

/// An agency as `--json` shows it.
struct AgencyLine: Encodable {
    let slug, id, name, country, locale, currency, time_zone, host: String
    let agents_see_all, analytics: Bool
    let second_factor: String

    init(_ agency: Agency) {
        (slug, id, name, country) = (agency.slug.text, agency.id.text, agency.name, agency.country)
        (locale, currency, time_zone, host) = (agency.locale, agency.currency, agency.timeZone, agency.host)
        (agents_see_all, analytics) = (agency.agentsSeeAll, agency.analytics)
        second_factor = agency.secondFactor.rawValue
    }
}

extension String {
    /// The text as a slug, or a refusal that names what it should have been.
    func asSlug(_ what: String) throws -> Slug {
        guard let slug = Slug(self) else { throw Refusal(.usage, "refusal.slug", ["what": what, "value": self]) }
        return slug
    }
}
