import Model
import Records
import Testing

@testable import Actions

/// Requests about data, their clock, their receipts; restriction and objection.
struct Office {
    let house: House
    let anna, olga: Session

    init() async throws {
        house = try await House()
        for person in [house.small.anna, house.small.olga] { try await house.give(person) }
        anna = try await Office.session(house, house.small.anna)
        olga = try await Office.session(house, house.small.olga)
    }

    private static func session(_ house: House, _ person: Person) async throws -> Session {
        let token = try await house.signIn(person).token
        guard let session = try await house.agency.session(token: token) else { throw Refusal(.signIn, "none") }
        return session
    }

    func ask(_ kind: DataRequest.Kind, _ words: String = "Please.") async throws -> DataRequest {
        try await house.agency.askAboutData(anna, Typed(fields: ["kind": kind.rawValue, "words": words]))
    }

    func decide(_ request: DataRequest, _ decision: String = "done", _ more: [String: String] = [:]) async throws {
        try await house.agency.decideRequest(
            request.id.text, Typed(fields: ["decision": decision, "outcome": "It is so."].merging(more) { $1 }), olga,
            address: "192.0.2.1")
    }

    func export(_ request: DataRequest) async throws -> ExportedFile {
        try await house.agency.exportForRequest(request.id.text, Typed(fields: [:]), olga, address: "192.0.2.1")
    }

    func offer(_ request: DataRequest, by session: Session? = nil) async throws {
        try await house.agency.offerCopy(request.id.text, Typed(fields: [:]), session ?? olga, address: "192.0.2.1")
    }

    /// Kinds and first lines of the letters to somebody.
    func letters(to person: Person) async throws -> [String] {
        try await house.agency.records.read { connection in
            try connection.all("SELECT body FROM mail WHERE person = \(person.id) AND kind = 'data-request' ORDER BY id") {
                try $0.text(0)
            }
        }
    }
}
