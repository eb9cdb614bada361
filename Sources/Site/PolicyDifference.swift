import Markdown
import Model

/// What differs between two texts, sentence by sentence.
struct PolicyDifference: Sendable, Hashable {
    enum Change: Sendable, Hashable {
        case removed(String)
        case added(String)
    }

    /// In the order of reading: what went stands before what came in its place.
    let changes: [Change]

    init(from old: [String], to new: [String]) {
        let difference = new.difference(from: old)
        let gone = Set(difference.removals.map(PolicyDifference.offset))
        let come = Set(difference.insertions.map(PolicyDifference.offset))
        var (changes, before, after): ([Change], Int, Int) = ([], 0, 0)
        while before < old.count || after < new.count {
            if gone.contains(before) {
                changes.append(.removed(old[before]))
                before += 1
            } else if come.contains(after) {
                changes.append(.added(new[after]))
                after += 1
            } else {
                (before, after) = (before + 1, after + 1)
            }
        }
        self.changes = changes
    }

    private static func offset(_ change: CollectionDifference<String>.Change) -> Int {
        switch change {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }

    /// The sentences of a text, headings and items of lists among them, without marks.
    static func sentences(_ markdown: String) -> [String] {
        Markdown.plain(markdown).split(separator: "\n").flatMap { line -> [String] in
            var (sentences, sentence): ([String], String) = ([], "")
            for letter in line {
                if letter == " ", let last = sentence.last, ".!?؟".contains(last) {
                    sentences.append(sentence)
                    sentence = ""
                } else {
                    sentence.append(letter)
                }
            }
            return (sentences + [sentence]).filter { !$0.isEmpty }
        }
    }
}
