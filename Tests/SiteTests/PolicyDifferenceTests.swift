import Testing

@testable import Site

@Suite struct `The difference between two texts` {
    @Test func `is told by sentences, what went before what came`() {
        let old = ["A.", "B.", "C."]
        #expect(PolicyDifference(from: old, to: old).changes == [])
        #expect(
            PolicyDifference(from: old, to: ["A.", "X.", "C.", "D."]).changes == [.removed("B."), .added("X."), .added("D.")])
        #expect(PolicyDifference(from: [], to: ["A."]).changes == [.added("A.")])
        #expect(PolicyDifference(from: ["A."], to: []).changes == [.removed("A.")])
    }

    @Test func `knows headings, items and sentences on one line`() {
        let text = "# Rights\n\nOne thing. And another? Yes!\n\n- first item\n- second item.\n"
        #expect(
            PolicyDifference.sentences(text) == [
                "Rights", "One thing.", "And another?", "Yes!", "first item", "second item.",
            ])
    }

    @Test func `put together again gives the new text`() {
        var number: UInt64 = 7
        func next() -> Int {
            number = number &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(number >> 33)
        }
        for _ in 0..<200 {
            let old = (0..<(next() % 8)).map { _ in "s\(next() % 5)" }
            let new = (0..<(next() % 8)).map { _ in "s\(next() % 5)" }
            let changes = PolicyDifference(from: old, to: new).changes
            let removed = changes.filter { if case .removed = $0 { true } else { false } }.count
            #expect(old.count - removed + (changes.count - removed) == new.count)
            if old == new { #expect(changes == []) }
        }
    }
}
