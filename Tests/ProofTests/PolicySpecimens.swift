import Foundation
import Model
import Site
import TestKit
import Testing

@testable import Proof

/// The content of the program with something wrong in it, and the complaints that must come of it: these and no others.
struct PolicySpecimen: Sendable, CustomTestStringConvertible {
    /// A file of content/, and what stands there in place of what.
    struct Change: Sendable {
        let file, old, new: String

        init(_ file: String, _ old: String, _ new: String) { (self.file, self.old, self.new) = (file, old, new) }
    }

    let testDescription: String
    let changes: [Change]
    let complaints: [String]

    init(_ name: String, _ changes: Change..., complaints: String...) {
        (testDescription, self.changes, self.complaints) = (name, changes, complaints)
    }

    /// What is said of it; a text that cannot be shown at all is refused before anything is compared.
    func found() throws -> [String] {
        let scratch = try Scratch("policy")
        try FileManager.default.createDirectory(atPath: scratch.path("content"), withIntermediateDirectories: true)
        for (file, changes) in Dictionary(grouping: changes, by: \.file) {
            var text = try String(contentsOf: Checkout.root.appending(path: "content/\(file)"), encoding: .utf8)
            for change in changes {
                #expect(text.ranges(of: change.old).count == 1, "\(file) should have once: \(change.old)")
                text = text.replacing(change.old, with: change.new)
            }
            try Data(text.utf8).write(to: URL(filePath: scratch.path("content/\(file)")))
        }
        do { return try PolicyLint.problems(try Site.load(workspace: scratch.path)) } catch let refusal as Refusal {
            return ["\(refusal.word) \(refusal.arguments["file"] ?? "") \(refusal.arguments["name"] ?? "")"]
        }
    }
}

extension PolicySpecimen {
    static let texts = [
        PolicySpecimen(
            "a sentence without an id", Change("privacy.md", "We do not sell it. {P21}", "We do not sell it."),
            complaints: "content/privacy.md: no id at the end of: We do not sell it.",
            "content/privacy.ar.md: not the sentences of content/privacy.md: +P21",
            "content/privacy.lt.md: not the sentences of content/privacy.md: +P21"),
        PolicySpecimen(
            "a sentence that no claim names", Change("privacy.md", "{P21}", "{P99}"),
            complaints: "refusal.content.sentence content/privacy.md P99"),
        PolicySpecimen(
            "an id twice in a text", Change("privacy.md", "{P21}", "{P20}"),
            complaints: "refusal.content.sentence content/privacy.md P20"),
        PolicySpecimen(
            "an id in two texts", Change("platform.md", "{O33}", "{P3}"), Change("platform.lt.md", "{O33}", "{P3}"),
            Change("platform.ar.md", "{O33}", "{P3}"), Change("claims.yaml", "[P34, O33]", "[P34]"),
            complaints: "O33 stands in content/sentences.txt and in no text: put a hyphen before it", "P3 stands in two texts",
            "C61 names the sentence O33, which no text has"),
        PolicySpecimen(
            "an id that one language lacks",
            Change("privacy.lt.md", "Jų neparduodame. {P21}\n", ""),
            complaints: "content/privacy.lt.md: not the sentences of content/privacy.md: −P21"),
        PolicySpecimen(
            "ids in another order",
            Change("privacy.ar.md", "ولا نستخدمه في الإعلان. {P20}", "ولا نستخدمه في الإعلان. {P21}"),
            Change("privacy.ar.md", "ولا نبيعه. {P21}", "ولا نبيعه. {P20}"),
            complaints: "content/privacy.ar.md: not the sentences of content/privacy.md: another order"),
        PolicySpecimen(
            "an id that was given up", Change("platform.md", "{O33}", "{O26}"), Change("platform.lt.md", "{O33}", "{O26}"),
            Change("platform.ar.md", "{O33}", "{O26}"), Change("claims.yaml", "[P34, O33]", "[P34, O26]"),
            complaints: "O26 was given up and must not be used again",
            "O33 stands in content/sentences.txt and in no text: put a hyphen before it",
            "C61 names the sentence O33, which no text has"),
        PolicySpecimen(
            "an id that the ledger does not have", Change("sentences.txt", "K5 K6", "K5"),
            complaints: "K6 does not stand in content/sentences.txt"),
        PolicySpecimen(
            "two sentences behind one id",
            Change("privacy.md", "We do not sell it. {P21}", "We do not sell it. Except on Fridays. {P21}"),
            Change("privacy.lt.md", "Jų neparduodame. {P21}", "Jų neparduodame. Išskyrus penktadieniais. {P21}"),
            Change("privacy.ar.md", "ولا نبيعه. {P21}", "ولا نبيعه. إلا أيام الجمعة. {P21}"),
            complaints: "content/privacy.ar.md: the line of P21 has a second sentence: إلا أيام الجمعة.",
            "content/privacy.lt.md: the line of P21 has a second sentence: Išskyrus penktadieniais.",
            "content/privacy.md: the line of P21 has a second sentence: Except on Fridays."),
    ]
}
