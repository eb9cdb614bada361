import Foundation
import Glibc

/// Reads CSV strictly (RFC 4180): UTF-8, cells by comma, records by CRLF or LF, quotes doubled inside quotes. What is
/// not so is an error that names the line, never guessed at. Memory is that of one record.
struct CSVReader: ~Copyable {
    /// What is wrong with the text, and the line where it is, counted from 1.
    struct Flaw: Error, Equatable {
        enum Kind: String {
            /// More cells than `mostCells`.
            case wide
            case unterminated, strayQuote = "stray-quote", afterQuote = "after-quote", bareReturn = "bare-return"
            case encoding, nul, long
        }
        let kind: Kind
        let line: Int
    }

    /// The largest cell, in bytes.
    static let longestCell = 1 << 20
    /// Cells of one record: many times what any file of the format has.
    static let mostCells = 256

    private let descriptor: Int32
    private var buffer = [UInt8](repeating: 0, count: 256 * 1024)
    private var position = 0
    private var filled = 0
    private var cell: [UInt8] = []
    /// The line that is being read.
    private var current = 1
    /// The line on which the last record began.
    private(set) var line = 1

    /// - Throws: the errno of open(2) as a POSIXError.
    init(path: String) throws {
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        // Excel begins its UTF-8 files with a byte order mark.
        if try peek(0) == 0xEF, try peek(1) == 0xBB, try peek(2) == 0xBF { position = 3 }
    }

    deinit { close(descriptor) }

    /// The cells of the next record, or nil at the end.
    mutating func next() throws -> [String]? {
        line = current
        guard try peek(0) != nil else { return nil }
        var cells: [String] = []
        while true {
            let end = try readCell()
            guard cells.count < CSVReader.mostCells else { throw Flaw(kind: .wide, line: line) }
            cells.append(try text())
            switch end {
            case .cell: continue
            case .record: return cells
            }
        }
    }

    private enum End { case cell, record }

    /// Reads one cell into `cell` and tells what ended it.
    private mutating func readCell() throws -> End {
        cell.removeAll(keepingCapacity: true)
        guard try peek(0) == UInt8(ascii: "\"") else { return try readPlain() }
        position += 1
        return try readQuoted()
    }

    private mutating func readPlain() throws -> End {
        while true {
            try takeUntilSpecial()
            guard let byte = try take() else { return .record }
            switch byte {
            case UInt8(ascii: ","): return .cell
            case UInt8(ascii: "\n"):
                current += 1
                return .record
            case UInt8(ascii: "\r"):
                guard try take() == UInt8(ascii: "\n") else { throw Flaw(kind: .bareReturn, line: current) }
                current += 1
                return .record
            default: throw Flaw(kind: .strayQuote, line: current)
            }
        }
    }

    private mutating func readQuoted() throws -> End {
        while true {
            try takeUntil { $0 == UInt8(ascii: "\"") }
            guard try take() != nil else { throw Flaw(kind: .unterminated, line: line) }
            switch try take() {
            case UInt8(ascii: "\""): try append(from: position - 1)
            case UInt8(ascii: ","): return .cell
            case UInt8(ascii: "\n"), nil:
                current += 1
                return .record
            case UInt8(ascii: "\r"):
                guard try take() == UInt8(ascii: "\n") else { throw Flaw(kind: .bareReturn, line: current) }
                current += 1
                return .record
            default: throw Flaw(kind: .afterQuote, line: current)
            }
        }
    }

    /// Takes the bytes up to the next comma, quote or line end, which ends a cell without quotes.
    private mutating func takeUntilSpecial() throws {
        try takeUntil { byte in
            switch byte {
            case UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\""): true
            default: false
            }
        }
    }

    /// Takes the bytes up to one that ends a run into the cell, and counts the lines among them.
    private mutating func takeUntil(_ isEnd: (UInt8) -> Bool) throws {
        while try peek(0) != nil {
            let from = position
            while position < filled, !isEnd(buffer[position]) {
                if buffer[position] == UInt8(ascii: "\n") { current += 1 }
                position += 1
            }
            try append(from: from)
            if position < filled { return }
        }
    }

    /// Adds the bytes of the buffer from a place to the position to the cell.
    private mutating func append(from: Int) throws {
        guard cell.count + position - from <= CSVReader.longestCell else { throw Flaw(kind: .long, line: line) }
        buffer.withUnsafeBufferPointer { cell.append(contentsOf: UnsafeBufferPointer(rebasing: $0[from..<position])) }
    }

    /// The cell as text.
    private func text() throws -> String {
        try cell.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress, !bytes.isEmpty else { return "" }
            if memchr(start, 0, bytes.count) != nil { throw Flaw(kind: .nul, line: line) }
            // ASCII, which most cells are, needs no second look.
            if bytes.allSatisfy({ $0 < 128 }) { return String(decoding: bytes, as: UTF8.self) }
            guard let text = String(validating: bytes, as: UTF8.self) else { throw Flaw(kind: .encoding, line: line) }
            return text
        }
    }

    /// The byte that many places ahead (fewer than the buffer holds), or nil at the end.
    private mutating func peek(_ ahead: Int) throws -> UInt8? {
        if position + ahead >= filled { try fill() }
        return position + ahead < filled ? buffer[position + ahead] : nil
    }

    private mutating func take() throws -> UInt8? {
        guard let byte = try peek(0) else { return nil }
        position += 1
        return byte
    }

    /// Moves what is left to the front and reads more behind it.
    private mutating func fill() throws {
        let left = filled - position
        if position > 0 {
            buffer.withUnsafeMutableBytes { bytes in
                guard let base = bytes.baseAddress else { return }
                memmove(base, base + position, left)
            }
            (position, filled) = (0, left)
        }
        while buffer.count < left + 4096 { buffer.append(contentsOf: repeatElement(0, count: 4096)) }
        let count = buffer.withUnsafeMutableBytes { bytes in
            var count = 0
            repeat {
                count = read(descriptor, bytes.baseAddress?.advanced(by: left), bytes.count - left)
            } while count < 0 && errno == EINTR
            return count
        }
        guard count >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        filled += count
    }
}
