import Foundation
import Model
import Templates
import TestKit
import Testing

@testable import Site

/// Words and the places that use them.
struct WordTests {
    /// The checkout, also where its folders are reached through links.
    private static let root = Checkout.root.appending(path: "templates").resolvingSymlinksInPath().deletingLastPathComponent()

    private static func texts(_ folder: String, _ ending: String) -> [String] {
        let files = FileManager.default.enumerator(at: root.appending(path: folder), includingPropertiesForKeys: nil)
        let all = files?.compactMap { $0 as? URL } ?? []
        return all.filter { $0.pathExtension == ending }.compactMap { try? String(contentsOf: $0, encoding: .utf8) }
    }

    @Test func `every language has the same words`() throws {
        let site = try loadedSite()
        let keys = site.languages.map { site.words($0).keys }
        for other in keys { #expect(other.symmetricDifference(keys[0]).sorted() == []) }
    }

    @Test func `every word is used by a template or by the program`() throws {
        let site = try loadedSite()
        var used = site.library.usedWords
        var prefixes: Set<String> = []
        for text in Self.texts("Sources", "swift") {
            // A key stands whole in quotes, or begins a text whose end is computed: "event.kind.\(kind)".
            for match in text.matches(of: /"([a-z][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)+)"/) { used.insert(String(match.1)) }
            for match in text.matches(of: /"([a-z][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*\.)(?:\\\(|")/) {
                prefixes.insert(String(match.1))
            }
        }
        let unused = site.words("en").keys.filter { key in
            !used.contains(key) && !prefixes.contains { key.hasPrefix($0) }
        }
        #expect(unused.sorted() == [])
    }

    @Test func `every word that a refusal of this room names is there`() throws {
        let words = try loadedSite().words("en")
        for text in Self.texts("Sources/Site", "swift") {
            for match in text.matches(of: /"(refusal\.[a-z.-]+)"/) { #expect(words.keys.contains(String(match.1)), "\(match.1)") }
        }
    }

    @Test(arguments: [(1, "sąskaitą"), (2, "sąskaitas"), (10, "sąskaitų"), (11, "sąskaitų"), (21, "sąskaitą"), (22, "sąskaitas")])
    func `Lithuanian counts as Lithuanians do`(_ count: Int, _ word: String) throws {
        #expect(try loadedSite().words("lt").text("invoices.unpaid", count: count) == "mokėtina pagal \(count) \(word)")
    }

    @Test(arguments: [
        (0, "لا أوراق"), (1, "ورقة واحدة"), (2, "ورقتان"), (3, "3 أوراق"), (11, "11 ورقة"), (100, "100 ورقة"),
        (103, "103 أوراق"),
    ])
    func `Arabic counts as Arabs do`(_ count: Int, _ text: String) throws {
        #expect(try loadedSite().words("ar").text("inbox.papers", count: count) == text)
    }
}
