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
