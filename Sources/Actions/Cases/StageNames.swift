import Model

/// The names of stages as people type them: one a line.
public enum StageNames {
    /// How many a case has at most.
    public static let most = 12
    /// The longest, characters.
    public static let longest = 60

    /// - Throws: `Refusal(.invalid)` when there are too many, one is too long or cannot be printed, or two are the same.
    public static func read(_ text: String) throws -> [String] {
        let names = text.split(whereSeparator: \.isNewline).map { StageNames.trimmed($0) }.filter { !$0.isEmpty }
        guard names.count <= most else { throw Refusal(.invalid, "refusal.stages.many", ["most": String(most)]) }
        var seen: Set<String> = []
        for name in names {
            guard name.count <= longest, name.utf8.count <= longest * 8,
                !name.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 })
            else {
                throw Refusal(
                    .invalid, "refusal.stages.name", ["name": String(name.prefix(longest)), "most": String(longest)])
            }
            guard seen.insert(name.lowercased()).inserted else {
                throw Refusal(.invalid, "refusal.stages.twice", ["name": name])
            }
        }
        return names
    }

    /// As they stand in a form.
    public static func text(_ names: [String]) -> String { names.joined(separator: "\n") }

    private static func trimmed(_ line: Substring) -> String {
        let start = line.drop { $0.isWhitespace }
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }
}
