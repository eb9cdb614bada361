import Actions
import Model
import Records
import Site
import Templates

extension Check {
    /// Why agencies may keep what they keep.
    static let bases = [
        Check("basis-answered") { lab, seen in
            let owner = lab.b.owner.browser
            let words = lab.workspace.site.words(try await lab.b.agency.agency().language)
            let name = "Basis \(lab.b.canary)"
            let silent = try await owner.fill("staff/new-client/", ["name": name, "basis": ""])
            try seen.expect("a client without a basis is added", silent.status, is: 422)
            let made = try await owner.fill("staff/new-client/", ["name": name, "basis": "consent"])
            try seen.expect("a client with one", made.status, is: 303)
            let page = try await owner.get(made["location"] ?? "").text
            try seen.expect("the client's page says which", page.contains(words.text("client.basis.consent")), is: true)
            let register = try await lab.workspace.recordOfProcessing(.controller, agency: lab.b.slug).clients
            try seen.expect(
                "clients by consent in the record of processing", register.first { $0.basis == "consent" }?.clients ?? 0, is: 1)
            var (all, answered): (Int64, Int64) = (0, 0)
            for agency in try await lab.agencies() {
                let counts = try await agency.inspect { connection in
                    (
                        try connection.one("SELECT count(*) FROM client WHERE erased IS NULL") { try $0.integer(0) } ?? 0,
                        try connection.clientsByBasis().values.reduce(0, +)
                    )
                }
                (all, answered) = (all + counts.0, answered + counts.1)
            }
            try seen.expectSome("clients of all agencies", Int(all))
            try seen.expect("of them without a basis", all - answered, is: 0)
        }
    ]
}
