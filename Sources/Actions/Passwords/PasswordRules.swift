import Model

/// Which passwords may be set: twelve characters or more, nothing that is tried first by whoever guesses. No rule asks
/// for digits or signs (ASVS 6.2.5), the bytes are kept as received (ASVS 6.2.8).
public enum PasswordRules {
    /// In code points.
    public static let shortest = 12
    /// In bytes.
    public static let longest = 1024

    /// Refuses a password that may not be set.
    /// - Parameters:
    ///   - email: of the person; the password may not contain it, nor the part before the `@`.
    ///   - names: others that it may not contain: the agency's, the person's.
    /// - Throws: `Refusal(.invalid)`.
    public static func check(_ password: String, email: String, names: [String]) throws {
        guard password.unicodeScalars.count >= shortest else {
            throw Refusal(.invalid, "refusal.password.short", ["minimum": String(shortest)])
        }
        guard password.utf8.count <= longest else {
            throw Refusal(.invalid, "refusal.password.long", ["maximum": String(longest)])
        }
        let plain = password.lowercased()
        guard !isCommon(plain) else { throw Refusal(.invalid, "refusal.password.common") }
        let letters = squeezed(plain)
        for name in [email, String(email.prefix { $0 != "@" })] + names {
            let name = squeezed(name.lowercased())
            // Shorter ones stand in too many words by chance.
            if name.count >= 4, contains(letters, name) { throw Refusal(.invalid, "refusal.password.own") }
        }
    }

    /// Whether whoever guesses comes by it early: one of the usual ones, one piece repeated, or nothing but common
    /// words, runs (`1234`, `qwerty`) and years.
    static func isCommon(_ plain: String) -> Bool {
        if CommonPasswords.long.contains(plain) { return true }
        let characters = Array(squeezed(plain))
        // Nothing but signs and spaces.
        if characters.isEmpty { return Set(plain).count < 5 }
        if Set(characters).count < 5 || period(characters) <= characters.count / 2 { return true }
        return isPieced(characters) || isPieced(characters.map { CommonPasswords.disguises[$0] ?? $0 })
    }

    /// Letters and digits alone.
    private static func squeezed(_ text: String) -> String {
        String(text.filter { $0.isLetter || $0.isNumber })
    }

    private static func contains(_ text: String, _ part: String) -> Bool {
        let (text, part) = (Array(text.utf8), Array(part.utf8))
        guard !part.isEmpty, text.count >= part.count else { return false }
        return (0...text.count - part.count).contains { text[$0..<$0 + part.count].elementsEqual(part) }
    }

    /// The length of the piece that the text repeats; its own length when it repeats none.
    private static func period(_ text: [Character]) -> Int {
        (1..<text.count).first { step in (step..<text.count).allSatisfy { text[$0] == text[$0 - step] } } ?? text.count
    }

    /// Whether at most three common pieces leave at most three characters over.
    private static func isPieced(_ text: [Character]) -> Bool {
        var (index, pieces, left) = (0, 0, 0)
        while index < text.count {
            let length = max(word(text, index), run(text, index), year(text, index))
            if length > 0 { pieces += 1 } else { left += 1 }
            index += max(1, length)
        }
        return pieces > 0 && pieces <= 3 && left <= 3
    }

    /// The length of the longest common word that begins there.
    private static func word(_ text: [Character], _ start: Int) -> Int {
        for length in stride(from: min(CommonPasswords.longestWord, text.count - start), through: 4, by: -1)
        where CommonPasswords.words.contains(String(text[start..<start + length])) {
            return length
        }
        return 0
    }

    /// The length of the run that begins there: neighbours in the alphabet, among the digits or on the keyboard, either
    /// way, or the same character; 0 when shorter than three.
    private static func run(_ text: [Character], _ start: Int) -> Int {
        var longest = 0
        for row in CommonPasswords.rows {
            guard let at = row.firstIndex(of: text[start]) else { continue }
            for step in [1, -1, 0] {
                var length = 1
                while start + length < text.count,
                    text[start + length] == row[((at + step * length) % row.count + row.count) % row.count]
                {
                    length += 1
                }
                longest = max(longest, length)
            }
        }
        return longest >= 3 ? longest : 0
    }

    /// Four when a year from 1900 to 2099 begins there.
    private static func year(_ text: [Character], _ start: Int) -> Int {
        guard start + 4 <= text.count, let number = Int(String(text[start..<start + 4])) else { return 0 }
        return (1900...2099).contains(number) ? 4 : 0
    }
}
