import Foundation
import TestKit
import Testing

@testable import Templates

/// The official Mustache specification, where its files are in a folder `shared` beside the checkout.
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

    /// The files of the specification that we follow. Names that only the data knows are refused instead.
    static let sections = ["comments", "delimiters", "interpolation", "inverted", "partials", "sections", "~inheritance"]

    @Test(
        .enabled(
            if: Checkout.shared("mustache-spec") != nil,
            "shared/mustache-spec is not beside the checkout; our own rules in SpecRules.swift ran"),
        arguments: SpecTests.sections)
    func `the specification holds`(_ name: String) throws {
        let folder = try #require(Checkout.shared("mustache-spec"))
        let data = try Data(contentsOf: folder.appending(path: name + ".json"))
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
}
