import Foundation
import Model
import Records

/// Rows of tables as JSON, one object a line: text as it is, numbers, bytes as hexadecimal. Written by hand, because there may
/// be millions of them.
enum JSONLine {
    static func add(_ values: [SQL.Value], _ columns: [TableShape.Column], to out: inout [UInt8]) {
        for (index, column) in columns.enumerated() {
            out.append(UInt8(ascii: index == 0 ? "{" : ","))
            add(column.name, to: &out)
            out.append(UInt8(ascii: ":"))
            switch values[index] {
            case .text(let text): add(text, to: &out)
            case .integer(let number): out += Array(String(number).utf8)
            case .bytes(let bytes): add(Hex.text(bytes), to: &out)
            case .null: out += Array("null".utf8)
            }
        }
        out += Array("}\n".utf8)
    }

    /// A value as a cell of a table shows it.
    static func cell(_ value: SQL.Value) -> String {
        switch value {
        case .text(let text): text
        case .integer(let number): String(number)
        case .bytes(let bytes): Hex.text(bytes)
        case .null: ""
        }
    }

    private static func add(_ text: String, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): out += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\n"): out += Array("\\n".utf8)
            case 0..<0x20: out += Array("\\u00".utf8) + Array(Hex.text([byte]).utf8)
            default: out.append(byte)
            }
        }
        out.append(UInt8(ascii: "\""))
    }

    /// The values of a line, in the order of the columns.
    /// - Throws: `Refusal(.invalid)` when it is no object, lacks a column, or has a value of another kind.
    static func values(_ line: [UInt8], _ columns: [TableShape.Column], _ path: String) throws -> [SQL.Value] {
        let wrong = Refusal(.invalid, "refusal.export.row", ["path": path])
        guard let object = try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any] else { throw wrong }
        return try columns.map { column in
            guard let value = object[column.name] else { throw wrong }
            switch (column.kind, value) {
            case (_, is NSNull): return .null
            case (.text, let text as String): return .text(text)
            case (.integer, let number as NSNumber): return .integer(number.int64Value)
            case (.bytes, let text as String):
                guard let bytes = Hex.bytes(text) else { throw wrong }
                return .bytes(bytes)
            default: throw wrong
            }
        }
    }
}

/// Lines out of pieces.
struct LineSplitter {
    private var rest: [UInt8] = []
    /// More in one line is no line of ours.
    private static let longest = 64 << 20

    /// Calls `body` with each line that ends in these bytes.
    mutating func take(_ bytes: [UInt8], _ body: ([UInt8]) throws -> Void) throws {
        var start = bytes.startIndex
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            if rest.isEmpty {
                try body(Array(bytes[start..<end]))
            } else {
                rest += bytes[start..<end]
                let line = rest
                rest = []
                try body(line)
            }
            start = end + 1
        }
        rest += bytes[start...]
        guard rest.count <= LineSplitter.longest else { throw Refusal(.invalid, "refusal.archive.damaged") }
    }

    /// Whether the last line was ended.
    var isAtEnd: Bool { rest.isEmpty }
}
