import Foundation
import Model
import Testing

@testable import Templates

/// A library of unnamed files: each source's path is its name with `.mustache` at the end.
func library(_ sources: [String: String], words: String = "hello: Hello", plain: Set<String> = []) throws -> Library {
    var made: [String: Source] = [:]
    for (name, text) in sources { made[name] = Source(text: text, path: name + ".mustache", isPlain: plain.contains(name)) }
    return try Library(sources: made, words: ["en": Words(language: "en", yaml: words, path: "words/en.yaml")])
}

/// A template rendered once, from a library of its own.
func render<Value: Renderable>(
    _ template: String, _ value: Value, partials: [String: String] = [:], words: String = "hello: Hello"
) throws -> String {
    let library = try library(partials.merging(["page": template]) { $1 }, words: words)
    let compiled = try library.template("page", for: Value.self, language: "en")
    return String(decoding: compiled.render(value), as: UTF8.self)
}

/// What a template is refused with.
func refusal<Value: Renderable>(
    _ template: String, for type: Value.Type, partials: [String: String] = [:], words: String = "hello: Hello"
) throws -> Refusal {
    try #require(throws: Refusal.self) {
        let library = try library(partials.merging(["page": template]) { $1 }, words: words)
        _ = try library.template("page", for: type, language: "en")
    }
}

/// A whole small page.
struct InvoicePage: Renderable {
    struct Client: Renderable {
        var name: String
        var town: String?
        static let fields = Fields<Self> {
            $0.text("name") { $0.name }
            $0.maybe("town") { $0.town }
        }
    }

    struct Line: Renderable {
        var text: String
        var amount: String
        var notes: [String] = []
        static let fields = Fields<Self> {
            $0.text("text") { $0.text }
            $0.text("amount") { $0.amount }
            $0.texts("notes") { $0.notes }
        }
    }

    var number = "INV-2026-0001"
    var summary = HTML(trusted: "<p>Thanks</p>")
    var isPaid = false
    var client: Client? = Client(name: "Ana & Co", town: "Kaunas")
    var lines: [Line] = [Line(text: "Advice <1 h>", amount: "10.00"), Line(text: "Letter", amount: "5.50", notes: ["a", "b"])]

    static let fields = Fields<Self> {
        $0.text("number") { $0.number }
        $0.html("summary") { $0.summary }
        $0.flag("isPaid") { $0.isPaid }
        $0.one("client") { $0.client }
        $0.list("lines") { $0.lines }
    }
}

/// A value that holds values of its own type.
struct Folder: Renderable {
    var name: String
    var folders: [Folder] = []
    static let fields = Fields<Self> {
        $0.text("name") { $0.name }
        $0.list("folders") { $0.folders }
    }
}
