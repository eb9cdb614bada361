import Actions
import Foundation
import Model
import Records

extension Check {
    /// What authorities get.
    static let disclosures = [
        Check("disclosure-by-two") { lab, seen in
            let agency = lab.a.agency
            let made = try await agency.openDisclosure(
                NewDisclosure(authority: "A court", basis: "A proof", who: "two"), by: "One")
            try seen.expect(
                "it is carried out without anybody's agreement", try await given(made.number, agency) != nil, is: false)
            _ = try await agency.approveDisclosure(made.number, by: "One")
            try seen.expect("with the agreement of one", try await given(made.number, agency) != nil, is: false)
            try seen.expect("the same person agrees once more", try await agrees("ONE", made.number, agency), is: false)
            try seen.expect("somebody else agrees", try await agrees("Two", made.number, agency), is: true)
            guard let bundle = try await given(made.number, agency) else { throw Failing("two agreed, and nothing was given") }
            let (asked, others) = (lab.a.canary + "-two", [lab.a.canary + "-one", lab.a.visible, lab.a.hiddenWord, lab.a.sealed])
            func holds(_ bytes: [UInt8], _ word: String) -> Bool { Data(bytes).range(of: Data(word.utf8)) != nil }
            try seen.expect("the bundle shows words of its content", holds(bundle.sealed, asked), is: false)
            let files = try await agency.files(of: made, bundle.sealed, key: bundle.key).values
            try seen.expectSome(
                "files in it, opened with its key, about whom it was asked", files.count { holds($0, asked) })
            try seen.expect(
                "about another client", files.count { file in others.contains { holds(file, $0) } }, is: 0)
        },
        Check("disclosure-told") { lab, seen in
            let agency = lab.a.agency
            let year = try await agency.today().year
            func figure() async throws -> Int? {
                try await agency.settled()
                let page = try await lab.visitor.get("privacy/platform/").text
                return page.firstMatch(of: /<span class="title num">(\d+)<\/span><span class="end num"><strong>(\d+)<\/strong>/)
                    .flatMap { $0.1 == "\(year)" ? Int($0.2) : nil }
            }
            guard let before = try await figure() else { throw Failing("the page of the operator has no figure of this year") }
            let (mail, log) = (try await letters(of: "disclosure", in: agency), try await entries(agency))
            for gag in [nil, try await agency.today().adding(days: 30)] {
                let new = NewDisclosure(authority: "A court", basis: "A proof", who: "ben@\(lab.a.slug).invalid", gag: gag)
                let number = try await agency.openDisclosure(new, by: "One").number
                for name in ["One", "Two"] { _ = try await agency.approveDisclosure(number, by: name) }
                try seen.expect("an answer is given", try await given(number, agency) != nil, is: true)
                // What a court forbids to tell adds nothing to any of them.
                let what = gag == nil ? "of it" : "of it, and of one more that must not be told for 30 days"
                let told = try await letters(of: "disclosure", in: agency) - mail
                try seen.expect("letters that tell the owners \(what)", told, is: 1)
                try seen.expect("entries of the log that tell \(what)", try await entries(agency) - log, is: 1)
                try seen.expect("the public figure grows because \(what) by", (try await figure() ?? before) - before, is: 1)
            }
            var (all, early) = (0, 0)
            for agency in try await lab.agencies() {
                let found = try await agency.disclosures().filter { $0.exported != nil }
                (all, early) = (all + found.count, early + found.count { !$0.isApproved })
            }
            try seen.expectSome("answers of all agencies, those of proofs too", all)
            try seen.expect("of them without the agreement of two", early, is: 0)
        },
    ]

    /// A bundle as an authority gets it, and its key.
    private struct Bundle {
        let sealed, key: [UInt8]
    }

    /// What is given away; nil when it is refused, because too few agreed.
    private static func given(_ number: Int64, _ agency: OpenAgency) async throws -> Bundle? {
        let (file, key) = (MemoryFile(), MemoryFile())
        do {
            _ = try await agency.exportDisclosure(number, to: file, key: key, by: "One")
        } catch let refusal as Refusal where refusal.kind == .conflict {
            return nil
        }
        let text = String(decoding: await key.bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let bytes = Hex.bytes(text) else { throw Failing("the key is no key") }
        return Bundle(sealed: await file.bytes, key: bytes)
    }

    private static func agrees(_ name: String, _ number: Int64, _ agency: OpenAgency) async throws -> Bool {
        do {
            _ = try await agency.approveDisclosure(number, by: name)
            return true
        } catch let refusal as Refusal where refusal.kind == .conflict {
            return false
        }
    }

    /// How often the agency's log tells of an answer.
    private static func entries(_ agency: OpenAgency) async throws -> Int64 {
        try await agency.inspect {
            try $0.one("SELECT count(*) FROM audit WHERE action = 'disclosure.tell'") { try $0.integer(0) } ?? 0
        }
    }
}

/// A file in memory.
private actor MemoryFile: FileWriter {
    private(set) var bytes: [UInt8] = []

    func write(_ bytes: [UInt8]) { self.bytes += bytes }

    func finish() {}

    func discard() { bytes = [] }
}
