import Documents
import Foundation
import Model
import Records
import Testing

@testable import Actions

/// Somebody who has a second factor, and the phone in their hand.
struct Phone: Sendable {
    let secret: [UInt8]
    let codes: [String]
    let session: Session
    let token: String

    func code(at now: Instant, away: Int64 = 0) -> String { TOTP.code(secret, step: TOTP.step(at: now) + away) }
}

extension House {
    /// Signs the person in and gives them a second factor. The clock has gone on to a step whose code is unspent.
    func phone(of person: Person) async throws -> Phone {
        try await give(person)
        let signedIn = try await signIn(person)
        try await agency.offerSecondFactor(signedIn.session)
        let offer = try #require(try await agency.secondFactorOffer(signedIn.session))
        let secret = try #require(Base32.bytes(offer.secret))
        let made = try await agency.confirmSecondFactor(
            signedIn.session, Typed(code: TOTP.code(secret, step: TOTP.step(at: place.clock.now))), device: nil,
            address: "192.0.2.1")
        place.clock.advance(seconds: 60)
        return Phone(secret: secret, codes: made.codes, session: made.signedIn.session, token: made.signedIn.token)
    }

    /// The first step of a sign-in that needs two.
    func firstStep(_ person: Person) async throws -> String {
        try await agency.signIn(email: person.email, password: House.password, device: nil, address: "192.0.2.1").secondStep()
    }

    func finish(_ step: String, _ code: String, device: String? = nil) async throws -> SignedIn {
        try await agency.finishSignIn(step: step, code: code, device: device, address: "192.0.2.1")
    }
}

@Suite struct SecondFactorTests {
    @Test func `a second factor counts once a code of it was given, and ends every other session`() async throws {
        let house = try await House()
        let olga = house.small.olga
        try await house.give(olga)
        let (mine, other) = (try await house.signIn(olga), try await house.signIn(olga))
        try await house.agency.offerSecondFactor(mine.session)
        #expect(try await house.signIn(olga).session.person.hasSecondFactor == false)
        let wrong = await refusal {
            try await house.agency.confirmSecondFactor(mine.session, Typed(code: "000000x"), device: nil, address: "x")
        }
        #expect(wrong == "invalid code: refusal.second-step.wrong")
        let offer = try #require(try await house.agency.secondFactorOffer(mine.session))
        let secret = try #require(Base32.bytes(offer.secret))
        #expect(secret.count == 20 && offer.link.contains("secret=\(offer.secret)&"))
        let code = TOTP.code(secret, step: TOTP.step(at: house.place.clock.now))
        let made = try await house.agency.confirmSecondFactor(mine.session, Typed(code: code), device: nil, address: "x")
        #expect(try await house.agency.session(token: mine.token) == nil)
        #expect(try await house.agency.session(token: other.token) == nil)
        #expect(try await house.agency.session(token: made.signedIn.token)?.person.hasSecondFactor == true)
        #expect(Set(made.codes).count == 10)
        // Nothing of it can be read in the records.
        let kept = try #require(try await house.agency.records.read { try $0.secondFactor(of: olga.id) })
        #expect(!Hex.text(kept.secret).contains(Hex.text(secret)))
        #expect(throws: Refusal.self) {
            try house.agency.keys.open(kept.secret, of: house.small.anna.id.text, kind: "second factor")
        }
        #expect(try house.agency.keys.open(kept.secret, of: olga.id.text, kind: "second factor") == secret)
        #expect(try await house.agency.secondFactorOffer(made.signedIn.session) == nil)
        #expect(
            await refusal { try await house.agency.offerSecondFactor(made.signedIn.session) }
                == "conflict refusal.second-factor.exists")
    }

    @Test func `every path of sign-in ends with the second factor or fails`() async throws {
        let house = try await House()
        let olga = house.small.olga
        let phone = try await house.phone(of: olga)
        // By password.
        let byPassword = try await house.firstStep(olga)
        // By an invitation, which sets a new password besides.
        let invitation = try await house.agency.invite(olga.email)
        let byInvitation = try await house.agency.accept(
            invitation: invitation.token, password: House.password, address: "192.0.2.1"
        ).secondStep()
        for step in [byPassword, byInvitation] {
            #expect(try await house.agency.session(token: step) == nil)
            #expect(house.agency.sessionIfKept(token: step) == nil)
        }
        // The new password has ended what the old one began.
        #expect(
            await refusal { try await house.finish(byPassword, phone.code(at: house.place.clock.now)) }
                == "signIn refusal.second-step.gone")
        let signedIn = try await house.finish(byInvitation, phone.code(at: house.place.clock.now))
        #expect(signedIn.token != byInvitation)
        #expect(try await house.agency.session(token: signedIn.token)?.person.id == olga.id)
        #expect(try await house.agency.session(token: byInvitation) == nil)
        #expect(try await house.log(of: olga.id.text).suffix(3) == ["invitation.create", "invitation.accept", "sign-in.code"])
    }

    @Test func `sessions are stored in one place, behind the question for the second factor`() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources/Actions")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
            .compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
        #expect(files.count > 100)
        let makers = try files.filter { try String(contentsOf: $0, encoding: .utf8).contains("StoredSession(") }
        #expect(makers.map(\.lastPathComponent) == ["BeginSession.swift"])
    }

    @Test func `no code works twice, not even in another sign-in, nor an earlier one after it`() async throws {
        let house = try await House()
        let phone = try await house.phone(of: house.small.olga)
        let now = house.place.clock.now
        let (first, second) = (try await house.firstStep(house.small.olga), try await house.firstStep(house.small.olga))
        _ = try await house.finish(first, phone.code(at: now))
        for code in [phone.code(at: now), phone.code(at: now, away: -1)] {
            #expect(await refusal { try await house.finish(second, code) } == "invalid refusal.second-step.wrong")
        }
        // The step itself is spent too.
        #expect(
            await refusal { try await house.finish(first, phone.code(at: now, away: 1)) } == "signIn refusal.second-step.gone")
        #expect(await refusal { try await house.finish(second, phone.code(at: now, away: 1)) } == nil)
    }

    @Test func `of fifty who give one code at a time, one is let in`() async throws {
        let house = try await House()
        let phone = try await house.phone(of: house.small.olga)
        let step = try await house.firstStep(house.small.olga)
        let code = phone.codes[3]
        let entered = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 { group.addTask { (try? await house.finish(step, code)) != nil } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(entered == 1)
        #expect(try await house.agency.records.read { try $0.recoveryCodeCount(of: house.small.olga.id) } == 9)
    }

    @Test func `a second step lives five minutes and has five tries; its person may try five times in five minutes`() async throws
    {
        let house = try await House()
        let olga = house.small.olga
        let phone = try await house.phone(of: olga)
        let step = try await house.firstStep(olga)
        for _ in 1...5 {
            #expect(await refusal { try await house.finish(step, "123456") } == "invalid refusal.second-step.wrong")
        }
        // Burned, and a new one must wait.
        #expect(try await house.agency.awaitsCode(step: step) == false)
        let next = try await house.firstStep(olga)
        #expect(
            await refusal { try await house.finish(next, phone.code(at: house.place.clock.now)) }?.hasPrefix("tooMany") == true)
        house.place.clock.advance(seconds: 299)
        let late = try await house.firstStep(olga)
        #expect(try await house.agency.awaitsCode(step: next))
        house.place.clock.advance(seconds: 1)
        #expect(try await house.agency.awaitsCode(step: next) == false)
        #expect(
            await refusal { try await house.finish(next, phone.code(at: house.place.clock.now)) }
                == "signIn refusal.second-step.gone")
        #expect(await refusal { try await house.finish(late, phone.code(at: house.place.clock.now)) } == nil)
        #expect(try await house.log(of: olga.id.text).filter { $0 == "sign-in.code failed" }.count == 5)
    }

    @Test func `fifty guesses at a time are no more than five`() async throws {
        let house = try await House()
        _ = try await house.phone(of: house.small.olga)
        let step = try await house.firstStep(house.small.olga)
        let answers = await withTaskGroup(of: String?.self) { group in
            for guess in 0..<50 { group.addTask { await refusal { try await house.finish(step, "00000\(guess % 10)") } } }
            return await group.reduce(into: [String?]()) { $0.append($1) }
        }
        #expect(answers.filter { $0 == "invalid refusal.second-step.wrong" }.count <= 5)
        #expect(answers.allSatisfy { $0 != nil })
    }

    @Test func `a second step of another agency, an invented one, and one of who was locked out are none`() async throws {
        let house = try await House()
        let olga = house.small.olga
        let phone = try await house.phone(of: olga)
        let step = try await house.firstStep(olga)
        let other = try await house.workspace.make("south")
        #expect(try await other.awaitsCode(step: step) == false)
        for token in ["", "x", World.real.token(), phone.token] {
            #expect(
                await refusal { try await house.finish(token, phone.code(at: house.place.clock.now)) }
                    == "signIn refusal.second-step.gone")
        }
        _ = try await house.agency.addPerson(NewPerson(email: "oscar@agency.example", role: .owner))
        try await house.agency.setDisabled(olga.email, true)
        try await house.agency.setDisabled(olga.email, false)
        #expect(
            await refusal { try await house.finish(step, phone.code(at: house.place.clock.now)) }
                == "signIn refusal.second-step.gone")
    }

    @Test func `each recovery code opens once, and new ones replace the old`() async throws {
        let house = try await House()
        let olga = house.small.olga
        let phone = try await house.phone(of: olga)
        let signedIn = try await house.finish(try await house.firstStep(olga), phone.codes[0].uppercased())
        #expect(
            await refusal { try await house.finish(try await house.firstStep(olga), phone.codes[0]) }
                == "invalid refusal.second-step.wrong")
        #expect(try await house.agency.ownAccount(signedIn.session).recoveryCodes == 9)
        let new = try await house.agency.newRecoveryCodes(signedIn.session)
        #expect(new.count == 10 && Set(new).isDisjoint(with: phone.codes))
        #expect(
            await refusal { try await house.finish(try await house.firstStep(olga), phone.codes[1]) }
                == "invalid refusal.second-step.wrong")
        #expect(
            try await house.agency.ownRecoveryCodes(signedIn.session, among: [new[2], phone.codes[1], "x", new[0]]) == [
                new[2], new[0],
            ])
        _ = try await house.finish(try await house.firstStep(olga), new[2])
        #expect(try await house.agency.ownRecoveryCodes(signedIn.session, among: new).count == 9)
    }

    @Test func `one's own second factor goes by the password and a code, and by neither alone`() async throws {
        let house = try await House()
        let olga = house.small.olga
        let phone = try await house.phone(of: olga)
        let other = try await house.finish(try await house.firstStep(olga), phone.codes[0])
        let now = { house.place.clock.now }
        #expect(
            await refusal {
                try await house.agency.removeSecondFactor(
                    phone.session, Typed(code: "123456", present: House.password), device: nil, address: "x")
            } == "invalid code: refusal.second-step.wrong")
        #expect(
            await refusal {
                try await house.agency.removeSecondFactor(
                    phone.session, Typed(code: phone.code(at: now())), device: nil, address: "x")
            } == "invalid present: refusal.account.password")
        let signedIn = try await house.agency.removeSecondFactor(
            phone.session, Typed(code: phone.code(at: now()), present: House.password), device: nil, address: "x")
        #expect(try await house.agency.session(token: other.token) == nil)
        #expect(try await house.agency.session(token: phone.token) == nil)
        #expect(try await house.agency.session(token: signedIn.token)?.person.hasSecondFactor == false)
        #expect(try await house.agency.records.read { try $0.recoveryCodeCount(of: olga.id) } == 0)
        _ = try await house.signIn(olga)
    }

    @Test func `sessions that ended stay ended after a restart, and so do spent codes`() async throws {
        let house = try await House()
        let olga = house.small.olga
        try await house.give(olga)
        let before = try await house.signIn(olga)
        let phone = try await house.phone(of: olga)
        let now = house.place.clock.now
        _ = try await house.finish(try await house.firstStep(olga), phone.code(at: now))
        await house.workspace.stop()
        let again = try Place(copying: house.place)
        while again.clock.now < now { again.clock.advance(seconds: 1) }
        let workspace = try again.workspace()
        workspace.usePasswords(.weakest)
        let agency = try await workspace.agency(.of("north"))
        #expect(try await agency.session(token: before.token) == nil)
        #expect(try await agency.session(token: phone.token)?.person.hasSecondFactor == true)
        let step = try await agency.signIn(email: olga.email, password: House.password, device: nil, address: "x").secondStep()
        #expect(
            await refusal { try await agency.finishSignIn(step: step, code: phone.code(at: now), device: nil, address: "x") }
                == "invalid refusal.second-step.wrong")
        let next = phone.code(at: now, away: 1)
        #expect(await refusal { try await agency.finishSignIn(step: step, code: next, device: nil, address: "x") } == nil)
        await workspace.stop()
    }
}
