import Model
import Records
import Testing

@testable import Actions

@Suite struct LetterTests {
    @Test func `a letter is in the outbox with its cause or not at all`() async throws {
        let house = try await House()
        let ben = house.small.ben
        struct Stop: Error {}
        await #expect(throws: Stop.self) {
            try await house.agency.change { _, journal in
                journal.mail(.passwordChanged, to: ben.id)
                throw Stop()
            }
        }
        #expect(try await house.outbox().isEmpty)
        try await house.agency.change { _, journal in journal.mail(.passwordChanged, to: ben.id) }
        let mail = try #require(try await house.outbox().first)
        #expect(mail.person == ben.id && mail.address == "ben@beta.example" && mail.isSecurity && mail.state == .waiting)
    }

    @Test func `an invitation is written in the language of the one who gets it`() async throws {
        let house = try await House()
        let invitation = try await house.agency.invite(house.small.ben.email, isMailed: true)
        _ = try await house.agency.invite(house.small.anna.email, isMailed: true)
        let (anna, ben) = try await house.two()
        #expect(ben.subject == "Jūsų prieiga prie „Agency north“ portalo")
        #expect(ben.body.hasPrefix("Sveiki, Ben,\n\n"))
        #expect(ben.body.contains("\n\n" + invitation.url + "\n\n"))
        #expect(ben.body.contains("Nuoroda galioja iki 2026\u{A0}m. kovo 13\u{A0}d."))
        #expect(anna.subject == "Your access to the portal of Agency north")
        #expect(anna.body.hasSuffix("\n\n-- \nAgency north\nhttp://127.0.0.1:8080/north/\n"))
    }

    @Test func `no name breaks out of its line`() async throws {
        let house = try await House()
        var anna = house.small.anna
        anna.name = "Anna\r\nBcc: all@evil.example\u{2028}\u{202E}gnp.exe"
        let hostile = anna
        try await house.agency.change { connection, journal in
            try connection.setSetting("name", "North\r\n\r\nSigned, the bank")
            try connection.update(hostile)
            journal.changed(.everything)
            journal.mail(.passwordChanged, to: hostile.id)
        }
        let mail = try #require(try await house.outbox().first)
        #expect(mail.subject == "Your password at North    Signed, the bank was changed")
        #expect(mail.body.hasPrefix("Hello Anna  Bcc: all@evil.example gnp.exe,\n"))
    }

    @Test func `whoever is locked out gets no letter`() async throws {
        let house = try await House()
        try await house.agency.setDisabled(house.small.ben.email, true)
        let ben = house.small.ben.id
        try await house.agency.change { _, journal in journal.mail(.passwordChanged, to: ben) }
        #expect(try await house.outbox().isEmpty)
    }
}

@Suite struct NoticeTests {
    @Test func `what staff publish is told to the contacts who may see it, gathered in one mail`() async throws {
        let house = try await House()
        let olga = house.small.session(house.small.olga)
        let kept = try await house.upload(olga, [("one.txt", "First.\n"), ("two.txt", "Second.\n"), ("three.txt", "Third.\n")])
        for file in kept.files.dropLast() {
            _ = try await house.agency.publish(document: file.document?.text ?? "", by: olga.actor, session: olga)
        }
        // Twice is once.
        _ = try await house.agency.publish(document: kept.files[0].document?.text ?? "", by: olga.actor, session: olga)
        try await house.agency.writeDigests()
        #expect(try await house.outbox().isEmpty)
        house.place.clock.advance(seconds: 60)
        try await house.agency.writeDigests()
        let mails = try await house.outbox()
        #expect(mails.map(\.address) == ["anna@acme.example"])
        #expect(mails.first?.subject == "2 things are new at Agency north" && mails.first?.isSecurity == false)
        let body = try #require(mails.first?.body)
        #expect(
            body.contains(
                """
                Acme & Sons · Lease of the mill
                - Document: one.txt
                - Document: two.txt
                http://127.0.0.1:8080/north/clients/acme/cases/lease/
                """))
        // Told once.
        try await house.agency.writeDigests()
        #expect(try await house.outbox().count == 1)
    }

    @Test func `what was taken away before the digest goes out is not named in it`() async throws {
        let house = try await House()
        let olga = house.small.session(house.small.olga)
        let kept = try await house.upload(olga, [("one.txt", "First.\n")], visibility: .client)
        _ = try await house.agency.unpublish(document: kept.files[0].document?.text ?? "", by: olga.actor, session: olga)
        house.place.clock.advance(seconds: 60)
        try await house.agency.writeDigests()
        #expect(try await house.outbox().isEmpty)
    }

    @Test func `what a client brings is told to the staff, once an hour unless they choose otherwise`() async throws {
        let house = try await House()
        _ = try await house.upload(house.small.session(house.small.anna), [("mine.txt", "From the client.\n")])
        house.place.clock.advance(seconds: 3599)
        try await house.agency.writeDigests()
        #expect(try await house.outbox().isEmpty)
        house.place.clock.advance(seconds: 1)
        try await house.agency.writeDigests()
        let mail = try #require(try await house.outbox().first)
        #expect(mail.person == house.small.olga.id)
        #expect(mail.body.contains("- Received: mine.txt\nhttp://127.0.0.1:8080/north/staff/clients/acme/cases/lease/\n"))
    }

    @Test func `an owner's letter ends with the newest checkpoint, as it was signed, and nobody else's does`() async throws {
        let house = try await House()
        let (anna, olga) = (house.small.session(house.small.anna), house.small.session(house.small.olga))
        _ = try await house.workspace.makeCheckpoint()
        let newest = try await house.workspace.makeCheckpoint()
        _ = try await house.upload(anna, [("mine.txt", "From the client.\n")])
        _ = try await house.upload(olga, [("ours.txt", "For the client.\n")], visibility: .client)
        house.place.clock.advance(seconds: 3600)
        try await house.agency.writeDigests()
        let letters = try await house.outbox()
        let toOwner = try #require(letters.first { $0.person == house.small.olga.id })
        #expect(toOwner.body.contains("\n\n" + newest.note + "\n"))
        #expect(letters.count == 2 && letters.allSatisfy { $0.person == house.small.olga.id || !$0.body.contains(newest.origin) })
    }

    @Test(arguments: [
        (MailChoice.now, "2026-03-10T09:01"), (.hourly, "2026-03-10T10:00"),
        // 09:00 UTC is 11:00 in Vilnius; eight o'clock there is 06:00 UTC.
        (.daily, "2026-03-11T06:00"), (.weekly, "2026-03-16T06:00"),
    ])
    func `digests go out when they were asked for, by the agency's clock`(_ choice: MailChoice, _ due: String) async throws {
        let house = try await House()
        let (anna, lease) = (house.small.anna, house.small.lease)
        let world = house.agency.world
        let event = house.small.event("News", .client, world)
        try await house.agency.change { connection, journal in
            try connection.setMailChoice(choice, of: anna.id, token: "t")
            try connection.insert(event)
            journal.tell(.entered(event, of: lease.client, by: .operator))
        }
        let waiting = try await house.agency.records.read { try $0.notices(of: anna.id, limit: 9) }
        #expect(waiting.map(\.due) == [try #require(Instant.of(due))])
    }

    @Test func `whoever wants nothing gets nothing, and nobody is told of an internal entry or of their own deed`() async throws {
        let house = try await House()
        let (anna, ben, lease) = (house.small.anna, house.small.ben, house.small.lease)
        let world = house.agency.world
        let (inner, open) = (house.small.event("Inner", .internal, world), house.small.event("Open", .client, world))
        try await house.agency.change { connection, journal in
            try connection.setMailChoice(.never, of: anna.id, token: "t")
            journal.tell(.entered(inner, of: lease.client, by: .operator))
            journal.tell(.entered(open, of: lease.client, by: .operator))
            journal.tell(
                .wrote(message: "m", in: lease.id, of: lease.client, to: .staff, by: .staff(house.small.olga.id, .owner)))
        }
        for person in [anna, ben, house.small.olga] {
            #expect(try await house.agency.records.read { try $0.notices(of: person.id, limit: 9) }.isEmpty)
        }
    }
}

extension House {
    /// Everything in the outbox, the oldest first.
    func outbox() async throws -> [Mail] {
        try await agency.records.read { try $0.latestMail(limit: 100) }.reversed()
    }

    fileprivate func two() async throws -> (anna: Mail, ben: Mail) {
        let all = try await outbox()
        return (
            try #require(all.first { $0.person == small.anna.id }), try #require(all.first { $0.person == small.ben.id })
        )
    }
}

extension Instant {
    /// UTC, to the minute: `2026-03-10T09:01`.
    static func of(_ text: String) -> Instant? {
        let parts = text.split(whereSeparator: { "T:".contains($0) })
        guard parts.count == 3, let day = Day(String(parts[0])), let hour = Int64(parts[1]), let minute = Int64(parts[2]) else {
            return nil
        }
        return Instant(milliseconds: (Int64(day.count) * 1440 + hour * 60 + minute) * 60_000)
    }
}
