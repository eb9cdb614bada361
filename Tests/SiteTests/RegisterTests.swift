import Model
import Testing

@testable import Site

struct RegisterTests {
    private static let one = """
        processors:
          - name: Example Mail UAB
            purpose:
              en: Sends the letters.
              lt: Siunčia laiškus.
            data: [contact, content]
            place: Vilnius, Lithuania
            hosts: ["smtp.mail.example:587", relay.mail.example]
            contract:
              file: contracts/mail.pdf
              sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
              valid_until: 2027-12-31
        """

    private func read(_ yaml: String) throws -> [Processor] {
        try ProcessorsReader(path: "content/processors.yaml").read(yaml)
    }

    @Test func `processors are read as they are declared`() throws {
        let found = try #require(try read(Self.one).first)
        #expect(found.name == "Example Mail UAB" && found.place == "Vilnius, Lithuania")
        #expect(found.purpose(in: "lt") == "Siunčia laiškus." && found.purpose(in: "ar") == "Sends the letters.")
        #expect(found.data == [.contact, .content])
        #expect(found.hosts.map(\.text) == ["smtp.mail.example:587", "relay.mail.example"])
        #expect(found.hosts[0].matches("SMTP.mail.example", 587) && !found.hosts[0].matches("smtp.mail.example", 25))
        #expect(found.hosts[1].matches("relay.mail.example", 25) && !found.hosts[1].matches("x.relay.mail.example", 25))
        #expect(found.contract?.validUntil == Day("2027-12-31"))
        #expect(try read("processors: []").isEmpty)
        #expect(try loadedSite().processors.isEmpty)
    }

    @Test(arguments: [
        ("processors:", "others:"), ("name:", "title:"), ("      en:", "      de:"), ("[contact, content]", "[]"),
        ("[contact, content]", "[secrets]"), ("place: Vilnius, Lithuania", "place: ''"), (":587", ":99999"),
        ("smtp.mail.example", "https://smtp.mail.example"), ("contracts/mail.pdf", "../mail.pdf"),
        ("contracts/mail.pdf", "/etc/passwd"), ("e3b0c4", "xyz"), ("2027-12-31", "31.12.2027"),
    ])
    func `what is not as it must be is refused at the start`(_ old: String, _ new: String) throws {
        let refusal = #expect(throws: Refusal.self) { try read(Self.one.replacing(old, with: new)) }
        #expect(refusal?.word == "refusal.processors" && refusal?.kind == .configuration)
    }

    private static let audits = """
        claim: C28
        audits:
          - date: 2025-05-04
            who: Older
            report: audits/2025.pdf
            sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
          - date: 2026-05-04
            who: Example Security
            report: audits/2026.pdf
            sha256: E3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
            findings:
              - what: { en: "Guessing <was> not slowed.", lt: Spėliojimas nelėtintas. }
                mended: 2026-05-20
              - what: { en: A header was missing. }
        """

    private func audits(_ yaml: String) throws -> OutsideAudits { try AuditsReader(path: "content/audits.yaml").read(yaml) }

    @Test func `the newest audit from outside signs for a year`() throws {
        let found = try audits(Self.audits)
        #expect(found.all.map(\.who) == ["Example Security", "Older"])
        #expect(found.all[0].findings.map(\.mended) == [Day("2026-05-20"), nil])
        #expect(found.all[0].findings[0].what(in: "lt") == "Spėliojimas nelėtintas.")
        #expect(found.all[0].findings[1].what(in: "lt") == "A header was missing.")
        let attestation = try #require(found.attestation)
        #expect(attestation.claim == "C28" && attestation.document == "audits/2026.pdf")
        #expect(attestation.until == Day("2027-05-04") && attestation.sha256.hasPrefix("e3b0"))
        #expect(try audits("{ claim: C28, audits: [] }").attestation == nil)
        #expect(try loadedSite().audits.claim == "C28")
    }

    @Test(arguments: [
        ("claim: C28", "claims: C28"), ("2026-05-04", "4 May"), ("audits/2026.pdf", "/etc/passwd"), ("audits/2026.pdf", "../a"),
        ("E3b0", "xyz"), ("who: Older", "who: ''"), ("{ en: A header", "{ lt: A header"), ("2026-05-20", "soon"),
        ("mended", "closed"),
    ])
    func `an audit that is not as it must be is refused at the start`(_ old: String, _ new: String) throws {
        let refusal = #expect(throws: Refusal.self) { try audits(Self.audits.replacing(old, with: new)) }
        #expect(refusal?.kind == .configuration)
    }

    @Test func `what incidents say stands on the page of security, those of which nothing is said are counted`() throws {
        let day = Demo.today
        let incidents = [
            PublicIncident(discovered: day, kind: .confidentiality, shown: "A <b>lost</b> key.", isClosed: true),
            PublicIncident(discovered: day, kind: .integrity, shown: "", isClosed: false),
        ]
        func page(_ incidents: [PublicIncident]) throws -> String {
            let pages = try loadedSite().renderShared(
                agency: Demo.agency("en_GB"), content: { _ in nil }, today: day, incidents: incidents)
            return try #require(pages.first { $0.path == "privacy/security/index.html" }).text
        }
        let text = try page(incidents)
        #expect(text.contains("A &lt;b&gt;lost&lt;/b&gt; key.") && text.contains("1 more was looked into"))
        #expect(!text.contains("Nothing has happened"))
        #expect(try page([]).contains("Nothing has happened so far."))
    }
}
