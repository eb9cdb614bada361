import Actions
import Records

extension Check {
    static let passwords = [
        Check("password-hashed") { lab, seen in
            var (all, odd) = (0, 0)
            for agency in try await lab.agencies() {
                let hashes = try await agency.inspect {
                    try $0.all("SELECT password FROM person WHERE password IS NOT NULL ORDER BY id") { try $0.text(0) }
                }
                all += hashes.count
                // As libsodium writes them: version, cost, salt of 16 bytes, hash of 32.
                let form = /\$argon2id\$v=19\$m=\d+,t=\d+,p=1\$[A-Za-z0-9+\/]{22}\$[A-Za-z0-9+\/]{43}/
                odd += hashes.count { $0.wholeMatch(of: form) == nil }
            }
            try seen.expectSome("passwords in the records of all agencies", all)
            try seen.expect("of them not an argon2id hash", odd, is: 0)
        },
        Check("password-nowhere") { lab, seen in
            // Both passwords were typed into this server a moment ago.
            for one in [lab.a, lab.b] {
                let found = try await Lab.hunt(one.password, below: [one.agency.folder, one.agency.pageFolder])
                try seen.expectSome("files searched for a password that was just used", found.searched)
                try seen.expect("files that hold it", found.hits, is: 0)
            }
        },
    ]
}
