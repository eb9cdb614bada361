import Foundation
import Model
import Testing

@testable import Actions

@Suite struct PasswordsTests {
    let passwords = Passwords(argon2: .weakest, threads: 1)

    @Test func `a password is kept as an argon2id string and is recognised again`() async throws {
        let stored = try await passwords.hash("a quiet long sentence", lane: .known)
        #expect(stored.hasPrefix("$argon2id$v=19$m=8,t=1,p=1$"))
        #expect(try await passwords.verify("a quiet long sentence", against: stored, lane: .unknown).matches)
        #expect(try await !passwords.verify("a quiet long sentenc3", against: stored, lane: .unknown).matches)
        #expect(try await passwords.hash("a quiet long sentence", lane: .known) != stored)
    }

    @Test func `the standard costs 64 MiB and two passes`() throws {
        let stored = try Argon2.standard.hash(Array("a quiet long sentence".utf8))
        #expect(stored.hasPrefix("$argon2id$v=19$m=65536,t=2,p=1$"))
        #expect(Argon2.standard.verify(Array("a quiet long sentence".utf8), against: stored))
    }

    @Test func `every byte counts, NUL and the thousandth too, and nothing is normalised`() async throws {
        let long = String(repeating: "ž", count: 511) + "a"
        for (right, wrong) in [
            (long, String(long.dropLast()) + "b"), ("with\u{0}nul inside", "with\u{0}nul outside"),
            ("caf\u{E9} caf\u{E9} caf\u{E9}", "cafe\u{301} cafe\u{301} cafe\u{301}"),
        ] {
            let stored = try await passwords.hash(right, lane: .known)
            #expect(try await passwords.verify(right, against: stored, lane: .known).matches)
            #expect(try await !passwords.verify(wrong, against: stored, lane: .known).matches)
        }
    }

    @Test func `nobody has no password, not even the empty one`() async throws {
        #expect(try await !passwords.verify("", against: nil, lane: .unknown).matches)
        #expect(try await !passwords.verify("a quiet long sentence", against: nil, lane: .unknown).matches)
        let empty = try await passwords.hash("", lane: .unknown)
        // Too long to have been set: never the empty one in its place.
        #expect(try await !passwords.verify(String(repeating: "x", count: 1025), against: empty, lane: .unknown).matches)
        #expect(Argon2.weakest.needsRehash(Argon2.weakest.nobodys) == false, "it must cost what a real one costs")
        #expect(Argon2.standard.needsRehash(Argon2.standard.nobodys) == false)
    }

    @Test func `an unknown e-mail takes as long as a wrong password`() throws {
        let argon2 = Argon2(passes: 2, memory: 8 << 20)
        let stored = try argon2.hash(Array("a quiet long sentence".utf8))
        func time(_ hash: String) -> Duration {
            ContinuousClock().measure { _ = argon2.verify(Array("a wrong long sentence".utf8), against: hash) }
        }
        // Side by side, and the least of each: what else the machine does meanwhile is neither's.
        let pairs = (0..<15).map { _ in (time(stored), time(argon2.nobodys)) }
        let (real, nobody) = (pairs.map(\.0).min() ?? .zero, pairs.map(\.1).min() ?? .zero)
        #expect(nobody > real / 2 && nobody < real * 2)
    }

    @Test func `a password made with lesser parameters is hashed anew when it is used`() async throws {
        let stored = try Argon2.weakest.hash(Array("a quiet long sentence".utf8))
        let risen = Passwords(argon2: Argon2(passes: 2, memory: 16384), threads: 1)
        let verdict = try await risen.verify("a quiet long sentence", against: stored, lane: .known)
        #expect(verdict.matches && verdict.rehashed?.hasPrefix("$argon2id$v=19$m=16,t=2,p=1$") == true)
        #expect(try await risen.verify("wrong long sentence!", against: stored, lane: .known).rehashed == nil)
        #expect(try await passwords.verify("a quiet long sentence", against: stored, lane: .known).rehashed == nil)
    }

    @Test func `a stranger whose turn does not come is told so soon, and a known device waits`() async throws {
        let slow = Passwords(argon2: Argon2(passes: 2, memory: 16 << 20), threads: 1, patience: .milliseconds(15))
        func refused(_ lane: Passwords.Lane) async -> Int {
            await withTaskGroup(of: Int.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        do {
                            _ = try await slow.verify("a wrong long sentence", against: nil, lane: lane)
                            return 0
                        } catch let refusal as Refusal where refusal.kind == .tooMany {
                            return 1
                        } catch {
                            return 100
                        }
                    }
                }
                return await group.reduce(0, +)
            }
        }
        #expect((1...5).contains(await refused(.unknown)))
        #expect(await refused(.known) == 0)
    }

    @Test func `a full queue refuses strangers and still serves known devices`() async throws {
        let slow = Passwords(argon2: Argon2(passes: 1, memory: 16 << 20), threads: 1, waiting: 4)
        let refused = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    do {
                        _ = try await slow.verify("a wrong long sentence", against: nil, lane: .unknown)
                        return false
                    } catch let refusal as Refusal {
                        return refusal.kind == .tooMany
                    } catch { return false }
                }
            }
            group.addTask {
                do {
                    _ = try await slow.verify("a wrong long sentence", against: nil, lane: .known)
                    return false
                } catch {
                    Issue.record("a known device was refused: \(error)")
                    return true
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(refused >= 10)
    }
}

@Suite struct PasswordRulesTests {
    func word(_ password: String, email: String = "ona@akme.lt", names: [String] = ["Akme Law"]) -> String? {
        do {
            try PasswordRules.check(password, email: email, names: names)
            return nil
        } catch {
            return (error as? Refusal)?.word
        }
    }

    @Test(arguments: [
        "correct zebra lamp nine", "tvirta-upe-teka-lėtai", "Kj8#mQ2!xVn4", "staff-password-1234", "🐢🐢 lėtas vėžlys žvejoja",
        "lietus ant stogo", "my cat eats blue paper",
    ])
    func `a sentence of one's own may be set`(_ password: String) {
        #expect(word(password) == nil)
    }

    @Test(arguments: [
        "password1234", "Password1234!", "P@ssw0rd1234", "123456789012", "qwertyuiop123", "aaaaaaaaaaaaa", "abababababab",
        "abcabcabcabc", "abcdefghijkl", "qwerty123456", "Welcome2024!!", "iloveyou1234", "1q2w3e4r5t6y", "slaptazodis1",
        "Slaptažodis123", "correcthorsebatterystaple", "correct horse battery staple", "zxcvbnmasdfg", "98765432109876",
        "letmein-letmein", "!!!!!!!!!!!!", "vilnius2024!", "dragonmonkey12",
    ])
    func `what is guessed first is refused`(_ password: String) {
        #expect(word(password) == "refusal.password.common")
    }

    @Test func `eleven characters are too few, 1,025 bytes too many`() {
        #expect(word("kj8#mQ2!xVn") == "refusal.password.short")
        #expect(word("žžžžžž") == "refusal.password.short", "characters are counted, not bytes")
        #expect(word(String((0..<1025).map { Character(UnicodeScalar(UInt8(97 + $0 * 7 % 26))) })) == "refusal.password.long")
    }

    @Test func `one's own e-mail or the agency's name is no password`() {
        #expect(word("xx ona.petraite 77", email: "ona.petraite@akme.lt") == "refusal.password.own")
        #expect(word("the akme-law! door 9") == "refusal.password.own")
        #expect(word("the ona lamp river") == nil, "three letters stand in too many words")
    }

    @Test func `the list is long, and every entry could be set`() {
        #expect(CommonPasswords.long.count >= 200)
        #expect(CommonPasswords.long.filter { $0.unicodeScalars.count < 11 } == [])
        #expect(CommonPasswords.long.allSatisfy { PasswordRules.isCommon($0) })
        #expect(CommonPasswords.long.allSatisfy { $0 == $0.lowercased() })
    }
}
