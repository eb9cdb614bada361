import Model

/// Turns trees into a program for one type and one language: every name is found, or refused, here.
struct Compiler {
    let sources: [String: Parsed]
    let words: Words?
    /// Whether names that nothing fills print nothing and fields may be printed in any way, as the Mustache specification
    /// has it. Only its own tests want that.
    let isLenient: Bool
    /// Whether the result is plain text.
    let isPlain: Bool

    private var blocks: [[Op]] = []
    private var literals: [UInt8] = []
    private var slotCount = 1
    private var known: [Key: Int] = [:]
    /// Blocks that are being compiled, with how many sections were open when each began.
    private var unfinished: [Int: Int] = [:]
    /// Sections open around the place that is being compiled.
    private var openSections = 0
    /// The block that is being compiled.
    private var ops: [Op] = []
    /// Whether the last step may still grow; not across the edge of a section.
    private var mayMerge = false

    /// What surrounds a place.
    struct Scope {
        var context: Context
        /// What replaces blocks, by name.
        var overrides: [String: Block]
        /// Whether lines may have to be indented.
        var isIndented: Bool
    }

    private struct Key: Hashable {
        let name: String
        let context: Context
        let overrides: [String: ObjectIdentifier]
        let isIndented: Bool
    }

    init(sources: [String: Parsed], words: Words?, isLenient: Bool, isPlain: Bool) {
        (self.sources, self.words, self.isLenient, self.isPlain) = (sources, words, isLenient, isPlain)
    }

    /// - Throws: `.configuration` with file, line and column for whatever cannot be filled.
    mutating func program(_ name: String, _ shape: Shape) throws -> Program {
        guard let parsed = sources[name] else {
            throw Refusal(.configuration, "refusal.template.missing", ["name": name])
        }
        let scope = Scope(context: try entering(shape, Context()).context, overrides: [:], isIndented: false)
        let entry = try block(name, parsed.nodes, scope, nil)
        return Program(blocks: blocks, literals: literals, slotCount: slotCount, entry: entry)
    }

    /// The index of the block for a template in that scope, compiled when it was not yet.
    private mutating func block(_ name: String, _ nodes: [Node], _ scope: Scope, _ place: Place?) throws -> Int {
        let overrides = scope.overrides.mapValues { ObjectIdentifier($0) }
        let key = Key(name: name, context: scope.context, overrides: overrides, isIndented: scope.isIndented)
        if let index = known[key] {
            if unfinished[index] == openSections {
                throw Refusal(.configuration, "refusal.template.endless", place?.arguments(["name": name]) ?? ["name": name])
            }
            return index
        }
        let index = blocks.count
        blocks.append([])
        known[key] = index
        unfinished[index] = openSections
        let outer = ops
        ops = []
        mayMerge = false
        try walk(nodes, scope)
        blocks[index] = ops
        ops = outer
        mayMerge = false
        unfinished[index] = nil
        return index
    }

    private mutating func walk(_ nodes: [Node], _ scope: Scope) throws {
        for node in nodes {
            switch node {
            case .line: if scope.isIndented { ops.append(.line) }
            case .text(let text): literal(text)
            case .variable(let name, let raw): try variable(name, raw, scope)
            case .section(let name, let inverted, let body): try section(name, inverted, body, scope)
            case .partial(let name, let indent): try include(name, indent, scope)
            case .parent(let name, let indent, let blocks):
                var inner = scope
                // What was said further out wins.
                inner.overrides.merge(blocks) { outer, _ in outer }
                try include(name, indent, inner)
            case .block(let block): try place(block, scope)
            }
        }
    }

    private mutating func literal(_ text: String) {
        guard !text.isEmpty else { return }
        let range = store(text)
        if mayMerge, case .literal(let last)? = ops.last, last.upperBound == range.lowerBound {
            ops[ops.count - 1] = .literal(last.lowerBound..<range.upperBound)
        } else {
            ops.append(.literal(range))
        }
        mayMerge = true
    }

    private mutating func store(_ text: String) -> Range<Int> {
        let start = literals.count
        literals += Array(text.utf8)
        return start..<literals.count
    }

    private mutating func variable(_ name: Name, _ raw: Bool, _ scope: Scope) throws {
        if let key = name.word { return try word(key, name, raw) }
        guard let (slot, field) = try find(name, scope) else { return }
        if raw {
            guard let html = field.html else { throw refusal("refusal.template.raw", name) }
            ops.append(.html(slot: slot, html))
        } else if let text = field.text {
            ops.append(isPlain ? .plain(slot: slot, text) : .text(slot: slot, text))
        } else {
            throw refusal(field.html == nil ? "refusal.template.text" : "refusal.template.escaped", name)
        }
    }

    private mutating func word(_ key: String, _ name: Name, _ raw: Bool) throws {
        guard !raw else { throw refusal("refusal.template.raw", name) }
        guard let words else { return }
        guard let text = words.literal(key) else {
            let arguments = name.place.arguments(["name": key, "language": words.language])
            guard !words.keys.contains(key) else { throw Refusal(.configuration, "refusal.template.arguments", arguments) }
            throw near(Refusal(.configuration, "refusal.template.word", arguments), key, words.keys)
        }
        guard !isPlain else { return literal(text) }
        var output = Output(capacity: text.utf8.count * 6)
        output.append(escaping: text)
        literal(String(decoding: output.bytes, as: UTF8.self))
    }

    private mutating func section(_ name: Name, _ inverted: Bool, _ body: [Node], _ scope: Scope) throws {
        guard let (slot, field) = try find(name, scope) else {
            if inverted { try walk(body, scope) }
            return
        }
        guard let section = field.section else { throw refusal("refusal.template.section", name) }
        var inner = scope
        let opening = ops.count
        if !inverted, let shape = section.shape {
            let (context, into) = try entering(shape(), scope.context)
            inner.context = context
            ops.append(.each(slot: slot, section, into: into, count: 0))
        } else {
            ops.append(.when(slot: slot, section, is: !inverted, count: 0))
        }
        mayMerge = false
        openSections += 1
        try walk(body, inner)
        openSections -= 1
        mayMerge = false
        let count = ops.count - opening - 1
        switch ops[opening] {
        case .each(let slot, let section, let into, _):
            ops[opening] = .each(slot: slot, section, into: into, count: count)
        default: ops[opening] = .when(slot: slot, section, is: !inverted, count: count)
        }
    }

    private mutating func entering(_ shape: Shape, _ context: Context) throws -> (context: Context, slot: Int) {
        if let fault = shape.faults.first {
            throw Refusal(.configuration, "refusal.template.field", ["name": fault, "type": shape.called])
        }
        let inner = context.entering(shape)
        slotCount = max(slotCount, inner.slot + 1)
        return inner
    }

    private mutating func include(_ name: Name, _ indent: String, _ scope: Scope) throws {
        guard let parsed = sources[name.text] else {
            guard !isLenient else { return }
            throw near(refusal("refusal.template.partial", name), name.text, sources.keys)
        }
        try indented(by: indent, scope) { compiler, inner in
            let block = try compiler.block(name.text, parsed.nodes, inner, name.place)
            compiler.ops.append(.call(block))
        }
    }

    /// A block where it is to be printed: as it stands, or what replaces it, indented as it stands.
    private mutating func place(_ block: Block, _ scope: Scope) throws {
        guard let override = scope.overrides[block.name] else { return try walk(block.body, scope) }
        var inner = scope
        // A block of its own name inside it means the default.
        inner.overrides[block.name] = nil
        var body = override.body[...]
        let startsLine = if case .line? = body.first { true } else { false }
        var indent = block.indent
        if block.isStandalone {
            if !block.body.isEmpty { indent = block.intrinsicIndent }
            if !startsLine, !body.isEmpty { body = [.line] + body }
        } else if startsLine {
            body = body.dropFirst()
        }
        try indented(by: indent, inner) { compiler, inner in try compiler.walk(Array(body), inner) }
    }

    private mutating func indented(
        by indent: String, _ scope: Scope, _ body: (inout Compiler, Scope) throws -> Void
    ) throws {
        guard !indent.isEmpty else { return try body(&self, scope) }
        var inner = scope
        inner.isIndented = true
        let range = store(indent)
        ops.append(.indent(range))
        try body(&self, inner)
        ops.append(.outdent(range.count))
    }
}
