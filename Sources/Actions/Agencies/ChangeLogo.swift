public import Model
import Records

extension OpenAgency {
    /// Puts a picture beside the agency's name, on every page.
    /// - Throws: `Refusal(.notFound)` for anybody but owner and admin; `.unsupportedType`, `.tooLarge`.
    public func setLogo(_ bytes: [UInt8], by session: Session) async throws {
        try await replaceLogo(try LogoLook.logo(bytes), bytes, by: session)
    }

    /// Takes it away again. Twice is harmless.
    /// - Throws: `Refusal(.notFound)` for anybody but owner and admin.
    public func removeLogo(by session: Session) async throws {
        try await replaceLogo(nil, [], by: session)
    }

    /// The picture's bytes, for everybody: it stands on the sign-in page.
    /// - Throws: `Refusal(.notFound)` when there is none of that name.
    public func picture(_ name: String) async throws -> (logo: Logo, bytes: [UInt8]) {
        guard let logo = Logo(name), try await agency().logo == name,
            let bytes = try await records.read({ try $0.picture(logo) })
        else { throw Refusal(.notFound, "refusal.not-found") }
        return (logo, bytes)
    }

    private func replaceLogo(_ logo: Logo?, _ bytes: [UInt8], by session: Session) async throws {
        guard session.person.role.isManager else { throw Refusal(.notFound, "refusal.not-found") }
        let id = id.text
        try await change { connection, journal in
            let old = try connection.setting("logo") ?? ""
            guard old != logo?.name ?? "" else { return }
            try connection.replacePicture(logo, bytes)
            try connection.setSetting("logo", logo?.name ?? "")
            journal.audit(actor: session.actor, action: "agency.logo", subject: id, detail: "\(old) → \(logo?.name ?? "")")
            journal.changed(.everything)
        }
    }
}
