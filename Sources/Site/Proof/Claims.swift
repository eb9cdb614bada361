import Foundation
public import Model
import Yams

/// The promises: content/claims.yaml, and what each check does in words: content/checks.yaml.
///
/// ```yaml
/// C3: { kind: act, sentences: [P7, O10], checks: [password-canary] }
/// C15: { sentences: [O31], state: not-in-use }
/// C11: { kind: act, sentences: [O3], checks: [operator-asks], unless: operator_is_agency }
/// ```
public struct Claims: Sendable {
    /// In the order of their ids.
    public let all: [Claim]
    /// Check → language → what it does, in a sentence or two.
    private let checks: [String: [String: String]]
    private let bySentence: [String: [Claim]]

    init(_ resources: Resources) throws {
        let claims = try Claims.mapping(resources, "content/claims.yaml").map(Claims.claim)
        let checks = Dictionary(
            uniqueKeysWithValues: try Claims.mapping(resources, "content/checks.yaml").map { name, node in
                guard let texts = node.mapping else { throw Claims.refusal("content/checks.yaml", name) }
                let pairs = texts.map { ($0.key.string ?? "", $0.value.string ?? "") }
                return (name, Dictionary(pairs) { first, _ in first })
            })
        self.init(claims, checks)
        if let twice = zip(all, all.dropFirst()).first(where: { $0.id == $1.id }) {
            throw Claims.refusal("content/claims.yaml", twice.0.id)
        }
    }

    private init(_ claims: [Claim], _ checks: [String: [String: String]]) {
        all = claims.sorted { Claim.isBefore($0.id, $1.id) }
        var found: [String: [Claim]] = [:]
        for claim in all {
            for sentence in claim.sentences { found[sentence, default: []].append(claim) }
        }
        (bySentence, self.checks) = (found, checks)
    }

    /// The same with more of them.
    func adding(_ claims: [Claim]) -> Claims { Claims(all + claims, checks) }

    /// The promises that come with the program, whatever a workspace makes of them.
    /// - Throws: `Refusal(.configuration)`.
    public static func ofProgram() throws -> Claims { try Claims(Resources(workspace: nil)) }

    /// The claim of that id.
    public subscript(id: String) -> Claim? { all.first { $0.id == id } }

    /// The claims that a sentence makes.
    public func of(sentence: String) -> [Claim] { bySentence[sentence] ?? [] }

    /// Every sentence that some claim names.
    var sentences: Set<String> { Set(bySentence.keys) }

    /// How far the promises are, whatever a run finds: one line of English, as README has it.
    public var figures: String {
        let built = all.filter { $0.state == .built }
        let signed = built.count { $0.kind == .attested }
        return "\(all.count) promises: \(built.count - signed) checked on the running system, "
            + "\(all.count { $0.state == .missing }) not built yet, \(signed) that somebody must sign for, "
            + "\(all.count { $0.state == .notInUse }) about what the program does not do"
    }

    /// The names of the checks that content/checks.yaml describes.
    public var described: Set<String> { Set(checks.keys) }

    /// What a check does; English where the language has no text.
    public func what(_ check: String, _ language: String) -> String? { checks[check]?[language] ?? checks[check]?["en"] }

    /// Whether a check is described in that very language.
    public func isDescribed(_ check: String, in language: String) -> Bool { checks[check]?[language]?.isEmpty == false }

    private static func mapping(_ resources: Resources, _ path: String) throws -> [(String, Node)] {
        guard let text = try resources.text(path) else { throw Refusal(.configuration, "refusal.site.missing", ["name": path]) }
        let root: Node?
        // Only texts are wanted: what they would be otherwise is not asked.
        do { root = try Yams.compose(yaml: text, .basic) } catch {
            throw Refusal(.configuration, "refusal.site.unreadable", ["file": path], cause: error)
        }
        guard let mapping = root?.mapping else { throw Refusal(.configuration, "refusal.site.unreadable", ["file": path]) }
        return mapping.map { ($0.key.string ?? "", $0.value) }
    }

    private static func claim(_ id: String, _ node: Node) throws -> Claim {
        let bad = refusal("content/claims.yaml", id)
        guard Claim.isID(id), let mapping = node.mapping else { throw bad }
        var (texts, lists): ([String: String], [String: [String]]) = ([:], [:])
        for (key, value) in mapping {
            if let sequence = value.sequence {
                lists[key.string ?? ""] = sequence.compactMap(\.string)
            } else {
                texts[key.string ?? ""] = value.string ?? ""
            }
        }
        guard Set(texts.keys).isSubset(of: ["kind", "state", "max_age", "unless"]),
            Set(lists.keys).isSubset(of: ["sentences", "checks"]),
            let kind = Claim.Kind(rawValue: texts["kind"] ?? "act"), let state = Claim.State(rawValue: texts["state"] ?? "built"),
            let age = Int(texts["max_age"] ?? "3"), age > 0, [nil, operatorIsAgency].contains(texts["unless"]),
            let sentences = lists["sentences"], sentences.allSatisfy(Claim.isID)
        else { throw bad }
        return Claim(
            id: id, sentences: sentences, checks: lists["checks"] ?? [], kind: kind, state: state, maxAge: age,
            unless: texts["unless"])
    }

    /// The only setting that takes promises back: whoever runs the program belongs to the agency, so no leave is asked for.
    public static let operatorIsAgency = "operator_is_agency"

    private static func refusal(_ file: String, _ name: String) -> Refusal {
        Refusal(.configuration, "refusal.claims.entry", ["file": file, "name": name])
    }
}
