import Documents
import Model
import Records

extension OpenAgency {
    /// The largest file that the program takes, in whole MB of 2^20 bytes.
    public var mostUploadMegabytes: Int { max(1, Int(clamping: settings.limits.file >> 20)) }

    /// Changes what clients may send by a form: `kinds`, at least one; `largest` in MB, empty for what the program takes.
    /// - Throws: `Refusal(.notFound)` for anybody but owner and admin; `.invalid` with `fields`; `.conflict` when somebody else
    ///   has changed the settings since the form was opened.
    public func changeUploadRules(_ typed: Typed, by session: Session) async throws {
        guard session.person.role.isManager else { throw Refusal(.notFound, "refusal.not-found") }
        let most = mostUploadMegabytes
        let rules = try typed.read { form in
            let kinds = form.words("kinds", UploadKind.self)
            if kinds.isEmpty { form.refuse("kinds", Refusal(.invalid, "refusal.upload.no-kind")) }
            return UploadRules(kinds: kinds, largest: form.wholeIfAny("largest", 1...most).map { Int64($0) << 20 })
        }
        let id = id.text
        try await change { connection, journal in
            try typed.check(FormState(try connection.agency()))
            try connection.set(
                [("upload_kinds", rules.kindsText), ("upload_largest", rules.megabytesText)], of: id, by: session.actor,
                &journal)
        }
    }

    /// What binds somebody who sends files: the agency's rules for its clients, nothing for its own people.
    func uploadRules(for session: Session) async throws -> UploadRules? {
        session.person.role.isStaff ? nil : try await agency().uploads
    }
}
