import Foundation
import Model
import Records
import Testing

@testable import Actions

@Suite struct RecordOfProcessingTests {
    /// The tables that some activity is about.
    private var tables: Set<String> {
        Set(DataMap.columns.filter { $0.category != .technical && $0.basis != .none }.map(\.table))
    }

    @Test func `every table says what ends it, and every rule is a limit of some activity`() {
        #expect(tables.subtracting(RecordOfProcessing.ends.keys) == [])
        #expect(Set(RecordOfProcessing.ends.keys).subtracting(tables) == [])
        let ends = Set(RecordOfProcessing.ends.values.joined())
        for subject in RetentionRule.Subject.allCases {
            // Figures name nobody: no activity has them.
            #expect(ends.contains(.rule(subject)) == (subject != .usageFigure), "\(subject)")
        }
    }

    @Test func `each activity says until when, by the rules of that agency`() async throws {
        let house = try await House()
        func record() async throws -> RecordOfProcessing {
            try await house.workspace.recordOfProcessing(.controller, agency: house.agency.slug)
        }
        func limits(_ table: String) async throws -> [RecordOfProcessing.TimeLimit] {
            try await record().activities.first { $0.tables.contains(table) }?.until ?? []
        }
        #expect(try await record().activities.filter { $0.until.isEmpty }.map(\.purpose) == [])
        let always = try await limits("event").first
        #expect(always?.rule == "closedCase")
        #expect(always?.text == "A closed case, with its history and documents: until the agency deletes it")
        _ = try await house.agency.set([("retention_cases", "2")])
        #expect(
            try await limits("event").first?.text
                == "A closed case, with its history and documents: 2 years from its closing, then deleted")
        let invoices = try await house.agency.retentionRules().first { $0.subject == .erasedInvoice }?.keep
        guard case .years(let years)? = invoices else { throw Refusal(.failed, "no years") }
        #expect(
            try await limits("invoice").last?.text
                == "An invoice of a client who is erased: \(years) years from the end of the year of issue, then deleted")
        #expect(
            try await limits("address_change").map(\.text)
                == ["A wish for another e-mail address: until its end, then deleted"])
        let json = String(decoding: try JSONEncoder().encode(try await record()), as: UTF8.self)
        #expect(json.contains("\"rule\":\"closedCase\""))
        await house.workspace.stop()
    }

    @Test func `an operator's activities say until when too`() async throws {
        let house = try await House()
        let activities = try await house.workspace.recordOfProcessing(.processor, agency: nil).activities
        #expect(activities.count == 5 && activities.allSatisfy { !$0.until.isEmpty })
        let letters = activities.first { $0.purpose == "Sending letters" }
        #expect(letters?.until.compactMap(\.rule) == ["letter", "secretLetter", "letterFile"])
        await house.workspace.stop()
    }

    @Test func `nothing stands for what an agency has not said, no comma either`() throws {
        var agency = Agency(id: ID("01980000-0000-7000-8000-00000000e001"), slug: try #require(Slug("north")), name: "North")
        agency.country = "LT"
        #expect(RecordOfProcessing.Controller(agency).line == "North, LT")
        (agency.address, agency.postcode, agency.city, agency.phone) = ("Mill Street 1", " ", "Vilnius", "")
        let controller = RecordOfProcessing.Controller(agency)
        #expect(controller.address == "Mill Street 1, Vilnius, LT" && controller.contact.isEmpty)
        #expect(controller.line == "North, Mill Street 1, Vilnius, LT")
    }
}
