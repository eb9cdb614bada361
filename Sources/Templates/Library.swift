import Model
import Synchronization

/// All templates and all words of a program.
public struct Library: Sendable {
    private let sources: [String: Parsed]
    private let words: [String: Words]
    private let programs = Programs()

    /// - Parameters:
    ///   - sources: name without extension (`portal/case`, `partials/header`) to source.
    ///   - words: language (`lt`) to its words.
    /// - Throws: `.configuration` with file, line and column when a source is malformed.
    public init(sources: [String: Source], words: [String: Words]) throws {
        self.sources = try sources.mapValues { try Parsed($0) }
        self.words = words
    }

    /// The template of that name for values of that type, in that language. Compiled at the first call and kept.
    ///
    /// - Throws: `.configuration`, with file, line and column, for a name that nothing fills, a word that the language
    ///   lacks, an unknown partial, or a field used in a way that it does not have.
    public func template<Value: Renderable>(_ name: String, for type: Value.Type, language: String) throws -> Template<Value> {
        let key = Programs.Key(name: name, language: language, type: ObjectIdentifier(type))
        if let program = programs.find(key) { return Template(program: program) }
        let program = try compile(name, Value.fields.shape, language: language)
        programs.keep(program, key)
        return Template(program: program)
    }

    /// The words of a language; nil when there are none.
    public func words(_ language: String) -> Words? { words[language] }

    /// Every language that has words, sorted.
    public var languages: [String] { words.keys.sorted() }

    /// The names of all sources, sorted.
    public var names: [String] { sources.keys.sorted() }

    /// The keys of all words that some template prints.
    public var usedWords: Set<String> { sources.values.reduce(into: []) { $0.formUnion($1.words) } }

    /// Checks that all languages have the same words, and every word that a template prints.
    ///
    /// - Throws: `.configuration` naming the first word, in order of language and key, that a language lacks, or that asks
    ///   for an argument which the English one does not have.
    public func checkWords() throws {
        let all = words.values.reduce(into: usedWords) { $0.formUnion($1.keys) }.sorted()
        for language in languages {
            guard let own = words[language] else { continue }
            for key in all {
                guard own.keys.contains(key) else {
                    throw Refusal(.configuration, "refusal.words.missing", ["name": key, "language": language])
                }
                guard let english = words["en"]?.arguments(of: key) else { continue }
                if let argument = own.arguments(of: key).subtracting(english).min() {
                    let arguments = ["name": key, "language": language, "argument": argument]
                    throw Refusal(.configuration, "refusal.words.argument", arguments)
                }
            }
        }
    }

    private func compile(_ name: String, _ shape: Shape, language: String) throws -> Program {
        guard let words = words[language] else {
            throw Refusal(.configuration, "refusal.words.language", ["language": language])
        }
        var compiler = Compiler(sources: sources, words: words, isLenient: false, isPlain: sources[name]?.isPlain ?? false)
        return try compiler.program(name, shape)
    }

    /// As the Mustache specification wants it: what is missing prints nothing.
    func lenient(_ name: String, _ shape: Shape) throws -> Program {
        var compiler = Compiler(sources: sources, words: nil, isLenient: true, isPlain: false)
        return try compiler.program(name, shape)
    }
}

/// Programs that were compiled before.
private final class Programs: Sendable {
    struct Key: Hashable {
        let name: String
        let language: String
        let type: ObjectIdentifier
    }

    private let kept = Mutex<[Key: Program]>([:])

    func find(_ key: Key) -> Program? { kept.withLock { $0[key] } }

    func keep(_ program: Program, _ key: Key) { kept.withLock { $0[key] = program } }
}
