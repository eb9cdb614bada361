import Model

/// One step of a compiled template.
enum Op: Sendable {
    /// Bytes of the program's literals.
    case literal(Range<Int>)
    /// A field of the frame in a slot, escaped.
    case text(slot: Int, @Sendable (ValuePointer) -> String)
    /// The same as it is: the result is plain text, or the field asked for it.
    case plain(slot: Int, @Sendable (ValuePointer) -> String)
    case html(slot: Int, @Sendable (ValuePointer) -> HTML)
    /// The next `count` steps if it is there, or if it is not.
    case when(slot: Int, Section, is: Bool, count: Int)
    /// The next `count` steps for each value inside, which goes into the slot `into`.
    case each(slot: Int, Section, into: Int, count: Int)
    /// Another block: a template included.
    case call(Int)
    /// Here a line begins: writes the indentation.
    case line
    /// More indentation: bytes of the program's literals. Ends with as much `outdent`.
    case indent(Range<Int>)
    case outdent(Int)
}

/// A template compiled for one type and one language. Holds no values, so it may be used by many threads at once.
final class Program: Sendable {
    /// All blocks' steps, one after the other.
    private let ops: ContiguousArray<Op>
    private let blocks: ContiguousArray<Range<Int>>
    private let literals: ContiguousArray<UInt8>
    private let slotCount: Int
    private let entry: Int

    init(blocks: [[Op]], literals: [UInt8], slotCount: Int, entry: Int) {
        var ops: ContiguousArray<Op> = []
        var ranges: ContiguousArray<Range<Int>> = []
        for block in blocks {
            ranges.append(ops.count..<(ops.count + block.count))
            ops += block
        }
        (self.ops, self.blocks, self.literals) = (ops, ranges, ContiguousArray(literals))
        (self.slotCount, self.entry) = (slotCount, entry)
    }

    /// Room that the result will most likely fit in, in bytes.
    var expectedSize: Int { literals.count * 2 + 1024 }

    /// Renders the value that `root` points to; it must be of the type that the program was compiled for.
    func run(_ root: ValuePointer, into output: inout Output) {
        ops.withUnsafeBufferPointer { ops in
            literals.withUnsafeBufferPointer { literals in
                withUnsafeTemporaryAllocation(of: ValuePointer.self, capacity: slotCount) { slots in
                    slots.initialize(repeating: root)
                    var run = Run(ops: ops, literals: literals, blocks: blocks, slots: slots)
                    run.steps(blocks[entry], &output)
                }
            }
        }
    }
}

/// One rendering on its way.
private struct Run {
    let ops: UnsafeBufferPointer<Op>
    let literals: UnsafeBufferPointer<UInt8>
    let blocks: ContiguousArray<Range<Int>>
    /// The values in sight. Each type in sight has a slot of its own: an inner value of the same type hides the outer one
    /// completely, so it takes its place for a while.
    let slots: UnsafeMutableBufferPointer<ValuePointer>
    var indent: [UInt8] = []
    var depth = 0

    /// Templates that include themselves end here, long before the stack does: a value may be that deep, but only a template
    /// that goes on with the same value is deeper.
    static let deepest = 200

    mutating func steps(_ range: Range<Int>, _ output: inout Output) {
        var at = range.lowerBound
        while at < range.upperBound {
            let op = ops[at]
            at += 1
            switch op {
            case .literal(let range): output.append(bytes: UnsafeBufferPointer(rebasing: literals[range]))
            case .text(let slot, let get): output.append(escaping: get(slots[slot]))
            case .plain(let slot, let get): output.append(get(slots[slot]))
            case .html(let slot, let get): output.append(get(slots[slot]).text)
            case .when(let slot, let section, let wanted, let count):
                if section.isThere(slots[slot]) == wanted { steps(at..<(at + count), &output) }
                at += count
            case .each(let slot, let section, let into, let count):
                each(slots[slot], section, into, at..<(at + count), &output)
                at += count
            case .call(let block):
                guard depth < Run.deepest else { continue }
                depth += 1
                steps(blocks[block], &output)
                depth -= 1
            case .line: output.append(indent)
            case .indent(let range): indent += literals[range]
            case .outdent(let count): indent.removeLast(count)
            }
        }
    }

    private mutating func each(
        _ pointer: ValuePointer, _ section: Section, _ into: Int, _ body: Range<Int>, _ output: inout Output
    ) {
        let hidden = slots[into]
        section.each(pointer) { inner in
            slots[into] = inner
            steps(body, &output)
        }
        slots[into] = hidden
    }
}
