import Foundation
import Model
import Records
import Testing

@testable import SQLiteRecords

@Suite struct MigrationTests {
    /// Name and digest of every step that was released. Append only: a line here is never changed.
    static let released: [(name: String, digest: String)] = [
        ("0001 settings", "981258bb140e9bdeb1d790b7afdc43e6b3106c30d5e46c5155cff3a0a256c730"),
        ("0002 people", "a36c97fecd1a5d42e394fd4ce416c73d6b0f8e271bbff3ee4aee843851de1b30"),
        ("0003 cases", "3ef82e1203122f2eb3e25db18e858471b268d8079bdbc72611c7149f688139c7"),
        ("0004 invoices", "ba81047c3cc411f5e1085d781581f38e697881e10c9401ca7cd18a6b200ea206"),
        ("0005 documents", "df0858ed590b730fdf90b3279753e383dae372cfca9c7551366b0922245f69b6"),
        ("0006 sessions", "f3bfef292f37d40dfb93aa6451448b7eac1ce7fd4aa48653fd8952e7fc5c5e3a"),
        ("0007 audit", "e90879347748584cc1113d06acb02e0692c5736918c0e22ec46d535c86af7d86"),
        ("0008 pages", "a59cdf9bf5f9ca89b2900c6f89bcca42eeb72c98d67b793bbc90e87a66e35afc"),
        ("0009 archive", "a51d416513b2d9c2f400d7ddf13782e810b37dfac8e3f576c582715472a1fc54"),
        ("0010 case work", "a6f498a0f6190620d0ebc5291990215da8672c2d7e78a9c5434d9118481c7967"),
        ("0011 mail", "7fae154c4f9df7abfe449fc634dd4c1f461e5c22da2c0624bfcd45842ce46aca"),
        ("0012 second factor", "48c0c06d9b9adde7df0e2d36fb505bf2ef4ecd5321119394e19bb1927018dd49"),
        ("0013 messages", "f39e7e6b13f954318642d719823f22905d7688fdaffd8594935b343a18f40bec"),
        ("0014 resumable uploads", "585cbda09fcf7eb1ba81a3d0835c59737c74cf1e118befaadb1a844b51a1bb93"),
        ("0015 previews", "b33302299f654742b5b8d1d1a777df8c7da861503abab8d6292c8858ff4e4c88"),
        ("0016 appearance", "50133abd4335048cbcc06a407d34150d409d4c4a8c3c75ef3dd2d4904fd20eb5"),
        ("0017 papers", "792cefa0b693c37f9c921b268a23c16137679aadc70297e5ed3054bc2fcb5ee7"),
        ("0018 consent", "3af78cf8a45b8028ed7c787fae0ca1b752ee8f824c3d340e49208137bf435de5"),
        ("0019 address changes", "3b5d6dfbde3da29a33568698a1dcee38cf50a0961b808c07c2c4699a5dad956f"),
        ("0020 client lists", "60c8850449859bb8a3160fdfaa9481a11595d3cf0c90c887047b4c2c9703b9ca"),
        ("0021 words of Office files", "53ba9fa324f43f360a7ef7172d2854c644e4001de893e6ad20e4ea36652b113b"),
        ("0022 usage", "eab97e18b81a154836818544f25159479c01e65e59564084b9dd343a583830db"),
        ("0023 policies", "1eff1b19d7a0fa05c7cb8d98984ce20043a8985dc6a901b9d83356c9267ca513"),
        ("0024 erasure", "ca3fd4f102b977b3ad7562961ba61132ed84eb9c2e66e6705b66b8fc9e86f9b5"),
        ("0025 inactivity", "989eedaaa2a23159b53b951a6dd30ad40c77e02ab5c7dd031d0342c645addfed"),
        ("0026 oversight", "68cae6aa67866e27e488f502a7bcc220f97d8907f51fbc9fb8fbd4daf1dbc00f"),
        ("0027 rights", "0b9ebe69caf795ed2f507b46aa4b75077cac7523a9b67f92265d0305da50fe50"),
        ("0028 letters without an account", "428e3d7f754990ab5603916033e0765e4f1bac62619e4ae83760bea8665060a5"),
        ("0029 first sign-in", "0bd4125dcf8812a5533d48679d69a88b6bc3e824ed104ca530155124102f3778"),
        ("0030 granted erasures", "a3fcb82a0ce1b0bb9ea83acb800481b23d8eb9f23e2c5aef0587eaeb137947f2"),
        ("0031 put away", "480e1043f3f69ea52da762b7a6c6a6b7672ecb474f7d5a4dc028dc0bc0719834"),
        ("0032 who must not come back", "fb36f9eb432b5bd00377fad6c4cbecfda7e2148859767116e4237098c197ac88"),
        ("0033 answers to requests", "161740759277be7a781c231aa2244a8109ceb60ea34323a5943d121c4eb61dca"),
        ("0034 basis of clients", "c411bdf107035d980381a79b7f04af9bfa550706675e899c2988c734b62f99fe"),
        ("0035 support", "ac29832e0647b4c720b76e108ece762c54e93cb2c27c5962b1f0dfa4abfc1b7b"),
        ("0036 disclosures", "3d556bb083d1ce5c45b7e90050c2d2b1d0e9b77d8d17796c2484055cec218fb7"),
        ("0037 sent forms", "928bc4d58c59620807b409878abbbb3b7a6d386de6560c208599fec15ceef24f"),
        ("0038 parties of invoices", "44ad7b93d7d406c4d3e65626b6025fce1d00bd58c1d554d0c277e92b8798ef27"),
    ]

    @Test func `no released step was edited, moved or taken away`() {
        let steps = migrations.map { "\($0.name) \(Migrator.digest($0))" }
        #expect(Array(steps.prefix(Self.released.count)) == Self.released.map { "\($0.name) \($0.digest)" })
    }

    @Test func `every step is in the list of the released ones`() {
        #expect(migrations.map(\.name) == Self.released.map(\.name))
    }

    @Test func `steps are numbered in their order`() {
        for (index, migration) in migrations.enumerated() {
            let number = String(index + 1)
            #expect(migration.name.hasPrefix(String(repeating: "0", count: 4 - number.count) + number + " "))
        }
    }

    @Test func `steps run once, in order`() async throws {
        try await withFolder { folder async throws in
            let path = folder.appending(path: "records.sqlite").path
            let steps = [Migration("0001 a", "CREATE TABLE a (x TEXT)"), Migration("0002 b", "INSERT INTO a VALUES ('1')")]
            for count in [1, 2, 2] {
                let records = try await SQLiteEngine.open(path: path, migrations: Array(steps.prefix(count)))
                let rows = try await records.read { try $0.all("SELECT x FROM a") { try $0.text(0) } }
                #expect(rows.count == count - 1)
                let names = try await records.read { db in
                    try db.all("SELECT name FROM migration ORDER BY position") { try $0.text(0) }
                }
                #expect(names == steps.prefix(count).map(\.name))
                try await records.close()
            }
        }
    }

    @Test func `a step that fails leaves nothing, and the next opening tries again`() async throws {
        try await withFolder { folder async throws in
            let path = folder.appending(path: "records.sqlite").path
            let (one, bad) = (
                Migration("0001 a", "CREATE TABLE a (x TEXT)"),
                Migration("0002 b", "CREATE TABLE b (x TEXT); INSERT INTO c VALUES (1)")
            )
            await #expect(throws: Refusal.self) { try await SQLiteEngine.open(path: path, migrations: [one, bad]) }
            let good = Migration("0002 b", "CREATE TABLE b (x TEXT)")
            let records = try await SQLiteEngine.open(path: path, migrations: [one, good])
            try await records.close()
        }
    }

    @Test func `records of a newer program are left alone`() async throws {
        try await withFolder { folder async throws in
            let path = folder.appending(path: "records.sqlite").path
            let steps = [Migration("0001 a", "CREATE TABLE a (x TEXT)"), Migration("0002 b", "CREATE TABLE b (x TEXT)")]
            try await SQLiteEngine.open(path: path, migrations: steps).close()
            let refusal = await #expect(throws: Refusal.self) {
                try await SQLiteEngine.open(path: path, migrations: [steps[0]])
            }
            #expect(refusal?.kind == .newer)
            #expect(refusal?.arguments == ["migration": "0002 b"])
        }
    }

    @Test func `a program whose released step was edited refuses to start`() async throws {
        try await withFolder { folder async throws in
            let path = folder.appending(path: "records.sqlite").path
            try await SQLiteEngine.open(path: path, migrations: [Migration("0001 a", "CREATE TABLE a (x TEXT)")]).close()
            let refusal = await #expect(throws: Refusal.self) {
                try await SQLiteEngine.open(path: path, migrations: [Migration("0001 a", "CREATE TABLE a (y TEXT)")])
            }
            #expect(refusal?.word == "refusal.records.edited")
        }
    }
}
