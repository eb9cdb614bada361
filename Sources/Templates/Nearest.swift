/// Finds what somebody probably meant.
enum Nearest {
    /// The known name that differs least from the one written, when it differs little: at most a third of its letters.
    static func name(to name: String, among known: some Sequence<String>) -> String? {
        let letters = Array(name)
        let limit = max(1, letters.count / 3)
        return known.map { (distance: distance(letters, Array($0)), name: $0) }
            .filter { $0.distance <= limit }
            .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
    }

    /// How many letters must be put in, taken out or changed (Levenshtein).
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var row = Array(0...right.count)
        for (i, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let change = diagonal + (letter == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(change, diagonal + 1, row[j] + 1)
            }
        }
        return row[right.count]
    }
}
