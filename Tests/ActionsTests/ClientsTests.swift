import Foundation
import Model
import Records
import Testing

@testable import Actions

/// What staff do with clients and their contacts.
@Suite struct ClientsTests {
    private static let key = "01980000-0000-7000-8000-00000000c001"

    /// A client's form as it is sent.
    private func form(_ fields: [String: String], key: String = key) -> Typed {
        let usual = ["name": "Ąžuolas & Co", "kind": "company", "basis": "contract", "key": key]
        return Typed(usual.merging(fields) { $1 }.mapValues { [$0] })
    }

    private func contact(_ email: String, key: String, sees: [String] = ["cases"], state: FormState? = nil) -> Typed {
        var texts = ["name": ["New Person"], "email": [email], "language": ["en"], "sees": sees, "key": [key]]
        if let state { texts["state"] = [state.text] }
        return Typed(texts)
    }

    @Test func `a client is added once, however often its form is sent, and named by its name`() async throws {
        let house = try await House()
        let olga = house.small.session(house.small.olga)
        let first = try await house.agency.addClient(form(["city": "Kaunas"]), by: olga)
        let again = try await house.agency.addClient(form(["city": "Kaunas"]), by: olga)
        #expect(first == again && first.slug.text == "azuolas-co" && first.city == "Kaunas")
        let other = try await house.agency.addClient(form([:], key: "01980000-0000-7000-8000-00000000c002"), by: olga)
        #expect(other.slug.text == "azuolas-co-2")
        #expect(try await house.log(of: first.id.text) == ["client.add"])
        let taken = try #require(
            await refused {
                try await house.agency.addClient(form(["slug": "acme"], key: "01980000-0000-7000-8000-00000000c003"), by: olga)
            })
        #expect(taken.fields["slug"]?.word == "refusal.client.slug-taken")
        let wrong = try #require(
            await refused { try await house.agency.addClient(form(["name": " ", "email": "x", "country": "ZZ"]), by: olga) })
        #expect(Set(wrong.fields.keys) == ["name", "email", "country"])
    }

    @Test func `nobody is a client for no reason, and the record of processing counts by reason`() async throws {
        let house = try await House()
        let olga = house.small.session(house.small.olga)
        for basis in ["", "habit"] {
            let wrong = try #require(
                await refused { try await house.agency.addClient(form(["basis": basis]), by: olga) })
            #expect(Array(wrong.fields.keys) == ["basis"])
        }
        func consenting() async throws -> Int64? {
            try await house.workspace.recordOfProcessing(.controller, agency: house.agency.slug).clients
                .first { $0.basis == "consent" }?.clients
        }
        let before = try #require(try await consenting())
        let made = try await house.agency.addClient(form(["basis": "consent"]), by: olga)
        #expect(made.basis == .consent)
        #expect(try await consenting() == before + 1)
        _ = try await house.agency.changeClient(
            made.slug, form(["basis": "legal-duty", "state": FormState(made).text]), by: olga)
        #expect(try await consenting() == before)
        #expect(try await house.workspace.recordOfProcessing(.processor, agency: nil).clients.isEmpty)
    }

    @Test func `fifty forms at once with one key make one client`() async throws {
        let house = try await House()
        let olga = house.small.session(house.small.olga)
        let slugs = try await withThrowingTaskGroup(of: Slug.self) { group in
            for _ in 0..<50 { group.addTask { try await house.agency.addClient(self.form([:]), by: olga).slug } }
            return try await group.reduce(into: Set<Slug>()) { $0.insert($1) }
        }
        #expect(slugs.map(\.text) == ["azuolas-co"])
        #expect(try await house.agency.clientList(olga, ClientFilter(query: "azuolas")).matching == 1)
    }

    @Test func `who changes what somebody else has changed is told, and overwrites nothing`() async throws {
        let house = try await House()
        let olga = house.small.session(house.small.olga)
        let client = try await house.agency.clientOverview(olga, .of("beta")).client
        let shown = FormState(client).text
        func change(_ city: String) async throws -> Client {
            try await house.agency.changeClient(
                .of("beta"), self.form(["name": "Beta", "city": city, "state": shown]), by: olga)
        }
        // Two at once: one is first.
        async let one = refusal { try await change("Kaunas") }
        async let other = refusal { try await change("Vilnius") }
        let answers = await [one, other]
        #expect(answers.compactMap { $0 } == ["conflict refusal.form.changed"])
        // The same once more is no overwriting.
        let kept = try await house.agency.clientOverview(olga, .of("beta")).client
        #expect(try await change(kept.city) == kept)
        #expect(try await house.log(of: client.id.text).filter { $0 == "client.change" }.count == 1)
    }

    @Test func `an archived client is shut to its contacts, kept for staff, and comes back`() async throws {
        let house = try await House()
        let (olga, anna) = (house.small.session(house.small.olga), house.small.session(house.small.anna))
        #expect(try await house.agency.start(anna).clients.count == 1)
        try await house.agency.archiveClient(.of("acme"), true, by: olga)
        #expect(await refusal { try await house.agency.access(anna, client: .of("acme")) } == "notFound refusal.not-found")
        #expect(try await house.agency.start(anna).clients == [])
        #expect(try await house.agency.access(olga, client: .of("acme")).access == .staff)
        #expect(try await house.agency.clientList(olga, ClientFilter()).rows.map(\.client.slug.text) == ["beta"])
        #expect(try await house.agency.clientList(olga, ClientFilter(state: .archived)).rows.map(\.client.slug.text) == ["acme"])
        try await house.agency.settled()
        try await house.agency.archiveClient(.of("acme"), false, by: olga)
        #expect(try await house.agency.start(anna).clients.count == 1)
        let acme = try await house.agency.access(olga, client: .of("acme")).client
        #expect(try await house.log(of: acme.id.text).filter { $0.hasPrefix("client.") } == ["client.archive", "client.restore"])
    }

    @Test func `an agent works with their own clients, and looks after the one they add`() async throws {
        let house = try await House()
        let olga = house.small.session(house.small.olga)
        _ = try await house.agency.set([("agents_see_all", "false")])
        let agnes = try await house.agency.addPerson(NewPerson(email: "agnes@x.example", role: .agent, client: .of("beta")))
        let agent = house.small.session(agnes)
        let own = try await house.agency.addClient(form([:]), by: agent)
        #expect(try await house.agency.clientList(agent, ClientFilter()).rows.map(\.client.slug) == [own.slug, .of("beta")])
        for work in [
            { _ = try await house.agency.clientOverview(agent, .of("acme")) },
            { _ = try await house.agency.changeClient(.of("acme"), self.form([:]), by: agent) },
            { try await house.agency.archiveClient(.of("acme"), true, by: agent) },
            { _ = try await house.agency.addContact(to: .of("acme"), self.contact("n@x.example", key: Self.key), by: agent) },
            { try await house.agency.assignAgents(of: .of("beta"), self.form([:]), by: agent) },
        ] as [@Sendable () async throws -> Void] {
            #expect(await refusal(work) == "notFound refusal.not-found")
        }
        // Taken away by the owner, it is gone.
        let typed = Typed(["agents": [], "state": [FormState([agnes.id.text]).text]])
        try await house.agency.assignAgents(of: own.slug, typed, by: olga)
        #expect(await refusal { try await house.agency.clientOverview(agent, own.slug) } == "notFound refusal.not-found")
    }

    @Test func `a contact is added, invited, changed and removed, and sessions end with their rights`() async throws {
        let house = try await House()
        let (agency, olga) = (house.agency, house.small.session(house.small.olga))
        let key = "01980000-0000-7000-8000-00000000c101"
        let added = try await agency.addContact(to: .of("beta"), contact("New@X.example", key: key), by: olga).contact
        #expect(try await agency.addContact(to: .of("beta"), contact("new@x.example", key: key), by: olga).contact == added)
        for (email, word) in [("new@x.example", "refusal.contact.exists"), (house.small.olga.email, "refusal.contact.staff")] {
            let refused = await refused {
                try await agency.addContact(
                    to: .of("beta"), contact(email, key: "01980000-0000-7000-8000-00000000c102"), by: olga)
            }
            #expect(refused?.fields["email"]?.word == word)
        }
        func row() async throws -> ContactRow { try await agency.contact(olga, .of("beta"), added.id.text).row }
        #expect(try await row().state == .new)
        let first = try await agency.inviteContact(of: .of("beta"), added.id.text, isMailed: false, by: olga)
        let link = try await agency.inviteContact(of: .of("beta"), added.id.text, isMailed: true, by: olga)
        #expect(try await row().state == .invited)
        #expect(try await agency.invitation(token: first.token) == nil)
        let signedIn = try await agency.accept(invitation: link.token, password: House.password, address: "192.0.2.1").signedIn()
        #expect(try await row().state == .active)
        #expect(
            await refusal { try await agency.inviteContact(of: .of("beta"), added.id.text, isMailed: false, by: olga) }
                == "conflict refusal.contact.active")
        // Other rights: the session is over. The address is theirs now.
        let before = try await row()
        let state = FormState(before.contact, before.person.name, before.person.email)
        try await agency.changeContact(
            of: .of("beta"), added.id.text, contact("other@x.example", key: key, sees: ["invoices"], state: state), by: olga)
        #expect(try await agency.session(token: signedIn.token) == nil)
        let after = try await row()
        #expect(after.contact.sees == .invoices && after.person.email == "new@x.example")
        let again = try await agency.signIn(
            email: "new@x.example", password: House.password, device: nil, address: "192.0.2.1"
        ).signedIn()
        try await agency.removeContact(of: .of("beta"), added.id.text, by: olga)
        #expect(try await agency.session(token: again.token) == nil)
        #expect(await refusal { try await row() } == "notFound refusal.not-found")
        #expect(
            try await house.log(of: added.person.text).filter { $0.hasPrefix("contact.") }
                == ["contact.add", "contact.change", "contact.remove"])
    }

    @Test func `an agent who may not see all clients of a person changes nothing of who they are, and cannot become them`()
        async throws
    {
        let house = try await House()
        let (agency, olga) = (house.agency, house.small.session(house.small.olga))
        _ = try await agency.set([("agents_see_all", "false")])
        let key = "01980000-0000-7000-8000-00000000c1"
        let shared = try await agency.addContact(to: .of("beta"), contact("carl@x.example", key: key + "01"), by: olga).contact
        let agnes = house.small.session(
            try await agency.addPerson(NewPerson(email: "agnes@x.example", role: .agent, client: .of("acme"))))
        // Not even that there is such a name is told.
        #expect(
            await refusal {
                try await agency.addContact(to: .of("acme"), contact("carl@x.example", key: key + "02"), by: agnes)
            } == "invalid email: refusal.contact.shared")
        // They keep the name that they have, and whoever typed another one learns it.
        var other = contact("carl@x.example", key: key + "02").texts
        other["name"] = ["Somebody Else"]
        let added = try await agency.addContact(to: .of("acme"), Typed(other), by: olga)
        #expect(added.isKnownOtherwise)
        let here = added.contact.id.text
        let before = try await agency.contact(olga, .of("acme"), here).row
        #expect(
            await refusal { try await agency.inviteContact(of: .of("acme"), here, isMailed: false, by: agnes) }
                == "forbidden refusal.contact.shared")
        // By mail it goes to the person alone.
        _ = try await agency.inviteContact(of: .of("acme"), here, isMailed: true, by: agnes)
        let state = FormState(before.contact, before.person.name, before.person.email)
        try await agency.changeContact(
            of: .of("acme"), here, contact("evil@x.example", key: key + "03", sees: ["invoices"], state: state), by: agnes)
        let after = try await agency.contact(olga, .of("acme"), here).row
        #expect(
            after.person.name == before.person.name && after.person.email == "carl@x.example" && after.contact.sees == .invoices)
        #expect(shared.person == after.person.id)
        // The owner may.
        _ = try await agency.inviteContact(of: .of("acme"), here, isMailed: false, by: olga)
    }

    @Test func `a contact is locked out for every client of theirs, by who may see them all, and let in again`() async throws {
        let house = try await House()
        let (agency, olga, anna) = (house.agency, house.small.session(house.small.olga), house.small.anna)
        try await house.give(anna)
        _ = try await agency.addPerson(NewPerson(email: anna.email, role: .contact, client: .of("beta"), language: "en"))
        _ = try await agency.set([("agents_see_all", "false")])
        let agnes = house.small.session(
            try await agency.addPerson(NewPerson(email: "agnes@x.example", role: .agent, client: .of("acme"))))
        let id = try #require(
            try await agency.clientOverview(olga, .of("acme")).contacts.first { $0.person.id == anna.id }?.contact.id.text)
        let mine = try await house.signIn(anna)
        #expect(try await agency.contact(agnes, .of("acme"), id).seesAll == false)
        #expect(
            await refusal { try await agency.lockContact(of: .of("acme"), id, true, by: agnes) } == "notFound refusal.not-found")
        #expect(try await agency.session(token: mine.token) != nil)
        for _ in 0..<2 { try await agency.lockContact(of: .of("acme"), id, true, by: olga) }
        #expect(try await agency.session(token: mine.token) == nil)
        #expect(await refusal { try await house.signIn(anna) } == "signIn refusal.sign-in.wrong")
        #expect(try await agency.contact(olga, .of("acme"), id).row.state == .locked)
        try await agency.lockContact(of: .of("acme"), id, false, by: olga)
        _ = try await house.signIn(anna)
        let log = try await house.log(of: anna.id.text)
        #expect(log.filter { $0 == "person.disable" || $0 == "person.enable" } == ["person.disable", "person.enable"])
    }

    @Test func `the list knows a client by what it is called now, whoever wrote it`() async throws {
        let house = try await House()
        let olga = house.small.session(house.small.olga)
        func found(_ words: String) async throws -> [String] {
            try await house.agency.clientList(olga, ClientFilter(query: words)).rows.map(\.client.slug.text)
        }
        #expect(try await found("acme") == ["acme"])
        try await house.agency.records.write { connection in
            _ = try connection.run("UPDATE client SET name = 'Ąžuolų alėja' WHERE slug = 'beta'")
            _ = try connection.run("UPDATE client SET name = 'ACME & SONS' WHERE slug = 'acme'")
        }
        #expect(try await found("azuolu") == ["beta"])
        #expect(try await found("acme sons") == ["acme"])
        // What nobody types is no pattern.
        for words in ["%", "_", "' OR 1=1 --"] { #expect(try await found(words) == [], "\(words)") }
    }

    @Test func `the list filters, sorts and turns its pages, and finds letters with their marks or without`() async throws {
        let house = try await House()
        let olga = house.small.session(house.small.olga)
        for number in 0..<120 {
            _ = try await house.agency.addClient(
                form(
                    ["name": "Žalia įmonė \(number)", "city": number.isMultiple(of: 2) ? "Šiauliai" : "Kaunas"],
                    key: "01980000-0000-7000-8000-0000000d\(1000 + number)"), by: olga)
        }
        func list(_ filter: ClientFilter) async throws -> ClientList { try await house.agency.clientList(olga, filter) }
        let all = try await list(ClientFilter())
        #expect(all.rows.count == 50 && all.matching == 122 && all.pages == 3 && all.rows[0].client.slug.text == "acme")
        #expect(try await list(ClientFilter(page: 99)).page == 3)
        #expect(try await list(ClientFilter(page: 99)).rows.count == 22)
        #expect(try await list(ClientFilter(query: "zalia SIAULIAI")).matching == 60)
        #expect(try await list(ClientFilter(query: "žalia  kaun")).matching == 60)
        #expect(try await list(ClientFilter(query: "nobody")).rows == [])
        #expect(try await list(ClientFilter(state: .unpaid)).rows.map(\.client.slug.text) == ["acme"])
        #expect(try await list(ClientFilter(state: .open)).matching == 2)
        #expect(try await list(ClientFilter(sort: .unpaidDown)).rows[0].client.slug.text == "acme")
        #expect(try await list(ClientFilter(sort: .nameDown)).rows.last?.client.name.hasPrefix("Žalia") == true)
        let csv = String(decoding: try await house.agency.exportClients(olga, ClientFilter(query: "kaunas")), as: UTF8.self)
        #expect(csv.split(separator: "\r\n").count == 61)
        #expect(try await house.log().last == "clients.export")
    }

    @Test(arguments: [
        ("plain", "plain"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""), ("=1+1", "\"'=1+1\""),
        ("+370", "\"'+370\""), ("-SUM(A1)", "\"'-SUM(A1)\""), ("-12.50", "-12.50"), ("@x", "\"'@x\""), ("\tx", "\"'\tx\""),
        ("\rx", "\"'\rx\""), ("＝x", "\"'＝x\""), ("", ""), ("a=b", "a=b"),
    ])
    func `no cell of a table is a formula`(_ value: String, _ written: String) {
        #expect(CSVWriter.cell(value) == written)
    }

    @Test(arguments: [
        ("Žalgirio g. 12", "zalgirio-g-12"), ("Łódź & Straße", "lodz-strasse"), ("O'Brien’s", "obriens"), ("  --  ", nil),
        ("Øre Æble", "ore-aeble"), ("北京", nil), ("\"><svg onload=x>", "svg-onload-x"), (String(repeating: "a", count: 80), nil),
    ])
    func `an address is made from a name`(_ title: String, _ slug: String?) {
        if title.hasPrefix("aaa") {
            #expect(Slug.suggested(for: title)?.text == String(repeating: "a", count: 48))
        } else {
            #expect(Slug.suggested(for: title)?.text == slug)
        }
    }

    private func refused<T>(_ work: () async throws -> T) async -> Refusal? {
        do {
            _ = try await work()
            return nil
        } catch {
            return error as? Refusal
        }
    }
}
