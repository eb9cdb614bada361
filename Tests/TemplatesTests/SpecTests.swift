import Foundation
import Testing

@testable import Templates

/// The official Mustache specification, when its files are in a folder `shared` beside the checkout.
@Suite struct SpecTests {
    struct Spec: Decodable {
        struct Case: Decodable, Sendable {
            let name: String
            let data: JSON
            let template: String
            let partials: [String: String]?
            let expected: String
        }
        let tests: [Case]
    }

    @Test(arguments: ["comments", "delimiters", "interpolation", "inverted", "partials", "sections", "~inheritance"])
    func `the specification holds`(_ name: String) throws {
        guard let file = Self.folder?.appending(path: name + ".json"), let data = try? Data(contentsOf: file) else { return }
        let spec = try JSONDecoder().decode(Spec.self, from: data)
        #expect(!spec.tests.isEmpty)
        for test in spec.tests { #expect(try Self.render(test) == test.expected, "\(name): \(test.name)") }
    }

    static func render(_ test: Spec.Case) throws -> String {
        var sources = (test.partials ?? [:]).mapValues { Source(text: $0, path: "partial") }
        sources["the page"] = Source(text: test.template, path: test.name)
        let library = try Library(sources: sources, words: [:])
        let program = try library.lenient("the page", JSONShape([test.data]).shape)
        var output = Output()
        withUnsafePointer(to: test.data) { program.run(ValuePointer($0), into: &output) }
        return String(decoding: output.bytes, as: UTF8.self)
    }

    /// `shared/mustache-spec` in the nearest folder above this file that has one.
    static let folder: URL? = {
        var folder = URL(filePath: #filePath)
        while folder.pathComponents.count > 1 {
            folder.deleteLastPathComponent()
            let found = folder.appending(path: "shared/mustache-spec")
            if FileManager.default.fileExists(atPath: found.path) { return found }
        }
        return nil
    }()
}
