import Foundation
import Model
import Records
import Site

extension Workspace {
    /// Makes what is missing, from a form: the agency, if there is none, and its owner with a password, who is signed in at
    /// once. The token is spent then, and kept when something was refused.
    /// - Throws: `Refusal(.invalid)` with `fields`; `.notFound` when the token is spent, over or invented; `.tooMany` when too
    ///   many passwords are computed at this moment.
    public func setUp(token: String, _ typed: Typed, address: String) async throws -> (agency: OpenAgency, Entered) {
        guard setupKey.take(token, at: world.now()) else { throw Refusal(.notFound, "refusal.not-found") }
        do {
            let done = try await setUp(typed, need: try await setup(token: token), address: address)
            setupKey.end(isDone: true)
            return done
        } catch {
            setupKey.end(isDone: false)
            throw error
        }
    }

    private func setUp(
        _ typed: Typed, need: SetupNeed, address: String
    ) async throws -> (agency: OpenAgency, Entered) {
        // Everything is looked at before anything is made.
        let form = try SetupForm(typed, asksAgency: need.asksAgency, languages: site.languages)
        var names = [form.name]
        if let new = form.agency { names += [new.name, new.slug.text] }
        if case .owner(let agency) = need { names += [try await agency.agency().name, agency.slug.text] }
        try form.checkPassword(names: names)
        let agency: OpenAgency
        switch need {
        case .owner(let there): agency = there
        case .agency:
            guard let new = form.agency else { throw Refusal(.usage, "refusal.form.malformed") }
            do {
                _ = try await addAgency(new)
            } catch let refusal as Refusal where refusal.word == "refusal.agency.reserved" {
                throw Refusal.at("slug", refusal.word, refusal.arguments)
            }
            agency = try await self.agency(new.slug)
        }
        try await agency.makeOwner(form)
        let entered = try await agency.signIn(
            email: form.email, password: form.password, device: nil, address: address)
        return (agency, entered)
    }
}

extension SetupNeed {
    var asksAgency: Bool { if case .agency = self { true } else { false } }
}

extension OpenAgency {
    /// Gives the agency its owner: a new person, or one who was invited as one and has no password yet.
    fileprivate func makeOwner(_ form: SetupForm) async throws {
        let known = try await records.read { try $0.person(email: form.email) }
        if let known {
            guard known.role == .owner, !known.hasPassword, !known.isDisabled else {
                throw Refusal.at("email", "refusal.person.exists", ["email": form.email])
            }
            return try await setPassword(form.email, form.password)
        }
        _ = try await addPerson(
            NewPerson(email: form.email, role: .owner, name: form.name, password: form.password))
    }
}

/// What the form of the first run says, read by the rules.
struct SetupForm: Sendable {
    var agency: NewAgency?
    var name: String
    var email: String
    var password: String

    init(_ typed: Typed, asksAgency: Bool, languages: [String]) throws {
        (agency, name, email, password) = try typed.read { form in
            var agency: NewAgency?
            if asksAgency { agency = SetupForm.agency(&form, languages) }
            let password = form.text("password")
            if password.isEmpty { form.refuse("password", Flaw.required) }
            return (agency, form.line("name", least: 1, most: 120), form.email("email", isRequired: true), password)
        }
    }

    private static func agency(_ form: inout TypedForm, _ languages: [String]) -> NewAgency {
        let name = form.line("agency", least: 1, most: 200)
        let suggested = Slug.suggested(for: name).flatMap { $0.isFreeForAgencies ? $0 : nil }
        let slug = form.isBlank("slug") ? suggested ?? Slug.suggested(for: "agency") ?? Stand.slug : form.slug("slug")
        let country = form.country("country")
        if country.isEmpty { form.refuse("country", Flaw.required) }
        let zone = form.choice("time_zone", of: ["UTC"] + TimeZone.knownTimeZoneIdentifiers)
        return NewAgency(
            slug: slug, name: name, country: country, timeZone: zone,
            locale: form.choice("language", of: languages), currency: form.currency("currency").code)
    }

    /// The rules of passwords, said at the field.
    func checkPassword(names: [String]) throws {
        do {
            try PasswordRules.check(password, email: email, names: names)
        } catch let refusal as Refusal where refusal.kind == .invalid {
            throw Refusal.form(["password": refusal])
        }
    }
}
